"""Bytes in the tables that are not what was written: whoever comes upon them, and when, is told of the damage."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from ledgershell.errors import IonError, LedgershellError, StorageError
from ledgershell.ion.encoder import encode_body
from ledgershell.ion.lazy import decode_body
from ledgershell.ion.streams import dumps, loads
from ledgershell.ion.symbols import SymbolTable
from ledgershell.ion.values import Annotated, Struct, Value
from ledgershell.journal.kept_block import BLOCK_SYMBOLS, decode_block
from ledgershell.ledger.ledger import open_ledger
from ledgershell.ledger.session import LedgerSession
from tests.ledger.stories import demo_world, run
from tests.ledger.tampering import change_by_force, make
from tests.locations import TEST_ALL

ROUNDS = 2_000 if TEST_ALL else 60
QUERIES = (
    "SELECT * FROM Person",
    "SELECT p.name FROM Person AS p WHERE p.age > 3",
    "SELECT p.name, COUNT(*) AS n FROM Person AS p GROUP BY p.name",
    "SELECT * FROM history(Person)",
    "SELECT * FROM _ql_committed_Person",
    "SELECT * FROM changes(Person)",
    "SELECT * FROM information_schema.user_tables",
)
USES: tuple[Callable[[Any], object], ...] = (
    dumps,
    lambda value: dumps(value, binary=False),
    repr,
    len,
    lambda value: value == Struct(),
    lambda value: value.items(),
    lambda value: value.get("name"),
    lambda value: value.get("data"),
)
"""What somebody may do with a value that a query returned."""


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sound") / "bank.ledger"
    make(path)
    return path


@pytest.fixture
def copy(sound: Path, tmp_path: Path) -> Path:
    path = tmp_path / "damaged.ledger"
    shutil.copyfile(sound, path)
    return path


def damage(path: Path, table: str, row: int, body: bytes) -> None:
    key = "ordinal" if table == "data" else "seq"
    assert change_by_force(path, lambda each: each.execute(f"UPDATE {table} SET body = ? WHERE {key} = ?", (body, row)))


def test_damage_that_shows_when_a_returned_document_is_read_is_told_as_such(copy: Path) -> None:
    ledger = open_ledger(copy, demo_world())
    session = ledger.session()
    run(session, "INSERT INTO Person {'name': 'Eve', 'tags': {'a': 'xyz'}}")
    ledger.close()
    data = copy.read_bytes()
    assert data.count(b"\x83xyz") == 1
    copy.write_bytes(data.replace(b"\x83xyz", b"\x8exyz"))
    ledger = open_ledger(copy, demo_world())
    [found] = run(ledger.session(), "SELECT * FROM Person AS p WHERE p.name = 'Eve'")
    tags = found.get("tags")
    ledger.close()
    for use in (lambda: tags.get("a"), tags.items, lambda: dumps(found)):
        with pytest.raises(StorageError) as caught:
            use()
        assert caught.value.code == "LS-STORE-009"
        assert str(copy) in caught.value.message
        assert caught.value.hint is not None


BLOCKS: dict[str, Value] = {
    "no struct": 1,
    "a list": [],
    "an annotated number": Annotated(("verbatim",), 5),
    "transactionInfo is a number": Struct((("transactionInfo", 1),)),
    "documents is a number": loads("{transactionInfo: {documents: 1}}"),
    "a run is a number": loads("{transactionInfo: {documents: [1]}}"),
    "a run is too short": loads("{transactionInfo: {documents: [[a, b, [0]]]}}"),
    "an id is a number": loads("{transactionInfo: {documents: [['a', 'b', [0], [1]]]}}"),
    "ids are a number": loads("{transactionInfo: {documents: [['a', 'b', [0], 1]]}}"),
}


@pytest.mark.parametrize("name", BLOCKS)
def test_a_block_of_another_shape_is_damage(copy: Path, name: str) -> None:
    body = encode_body(BLOCKS[name], BLOCK_SYMBOLS, grow=False)
    with pytest.raises(IonError) as plain:
        decode_block(body)
    assert plain.value.code == "LS-ION-002"
    damage(copy, "block", 4, body)
    ledger = open_ledger(copy, demo_world())
    session = ledger.session()
    for look in (lambda: session.block(4), lambda: list(session.blocks(3, 5)), lambda: session.revision("x", 4)):
        with pytest.raises(StorageError) as caught:
            look()
        assert caught.value.code == "LS-STORE-009"
        assert str(copy) in caught.value.message
    assert {fault.seq for fault in session.verify()} >= {4}
    ledger.close()


def test_bytes_of_nobody_are_still_ion_that_is_not_well_formed() -> None:
    value = decode_body(b"\xd3\x8a\x8ex", SymbolTable([(10, "a")]))
    with pytest.raises(IonError):
        value.items()


def bodies(path: Path) -> list[tuple[str, int, bytes]]:
    connection = sqlite3.connect(path)
    try:
        return [
            *(("data", *row) for row in connection.execute("SELECT ordinal, body FROM data WHERE body IS NOT NULL")),
            *(("block", *row) for row in connection.execute("SELECT seq, body FROM block")),
        ]
    finally:
        connection.close()


def mutated(body: bytes, chance: Random) -> bytes:
    """The bytes with one of them changed, cut off, or others in their place."""
    at = chance.randrange(len(body))
    way = chance.randrange(4)
    if way == 0:
        return body[:at]
    if way == 1:
        return chance.randbytes(chance.randrange(30))
    return body[:at] + bytes([chance.randrange(256)]) + body[at + 1 :]


def errors(session: LedgerSession) -> Iterator[LedgershellError]:
    """All errors of ours that come of looking at everything; any other exception is the test's failure."""

    def tried(look: Callable[[], object]) -> Iterator[LedgershellError]:
        try:
            look()
        except LedgershellError as error:
            yield error

    for text in QUERIES:
        try:
            values = run(session, text)
        except LedgershellError as error:
            yield error
            continue
        for value in values:
            for use in USES:
                yield from tried(lambda value=value, use=use: use(value))  # type: ignore[misc]
    yield from tried(session.tables)
    yield from tried(session.digest)
    yield from tried(lambda: [dumps(block) for block in session.blocks(0, 99)])
    for seq in range(11):
        yield from tried(lambda seq=seq: dumps(session.block(seq, 10).block))  # type: ignore[misc]
    yield from tried(lambda: list(session.verify()))


def test_no_damage_of_documents_and_blocks_ends_in_anything_but_its_name(sound: Path, copy: Path) -> None:
    chance = Random(11)
    every = bodies(sound)
    told = 0
    for _ in range(ROUNDS):
        table, row, body = chance.choice(every)
        shutil.copyfile(sound, copy)
        new = mutated(body, chance)
        if new == body:
            continue
        damage(copy, table, row, new)
        ledger = open_ledger(copy, demo_world("reader"), read_only=True)
        codes = {error.code for error in errors(ledger.session())}
        ledger.close()
        assert not {code for code in codes if code.startswith("LS-ION")}, (table, row, new)
        told += "LS-STORE-009" in codes
    assert told > ROUNDS // 10
