"""A ledger whose file has lost a byte: it may say anything true about that, and fall over nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from ledgershell.errors import ExitCode, LedgershellError, StorageError
from ledgershell.ledger.audit import audit
from ledgershell.ledger.ledger import create_ledger, open_ledger
from tests.ledger.stories import demo_world, run, sidecars

OFFSETS = 300
STATEMENTS = (
    "SELECT * FROM Car",
    "SELECT Make FROM Car WHERE VIN = 'a1'",
    "SELECT * FROM history(Car)",
    "SELECT * FROM history(Car, `2020-01-01T00:00:00Z`)",
    "SELECT * FROM changes(Car)",
    "SELECT * FROM _ql_committed_Car",
    "SELECT * FROM information_schema.user_tables",
    "INSERT INTO Car {'VIN': 'd4'}",
    "UPDATE Car SET Make = 'x' WHERE VIN = 'a1'",
    "DELETE FROM Car WHERE VIN = 'c3'",
)


@pytest.fixture
def sound(path: Path) -> bytes:
    """The bytes of a ledger that has a little of everything."""
    ledger = create_ledger(path, demo_world())
    session = ledger.session()
    for text in (
        "CREATE TABLE Car",
        "CREATE INDEX ON Car (VIN)",
        "INSERT INTO Car << {'VIN': 'a1', 'Make': 'Audi', 'n': {'k': [1, 2.5, `2020-01T`]}}, {'VIN': 'b2'} >>",
        "UPDATE Car SET Make = 'Saab' WHERE VIN = 'a1'",
        "DELETE FROM Car WHERE VIN = 'b2'",
        "INSERT INTO Car {'VIN': 'c3', 'no identifier': null}",
    ):
        run(session, text)
    ledger.close()
    assert sidecars(path) == []
    return path.read_bytes()


def errors(path: Path, *, read_only: bool = False) -> Iterator[LedgershellError]:
    """The errors that a damaged ledger ends in; any other exception is the test's failure."""
    try:
        ledger = open_ledger(path, demo_world(), read_only=read_only)
    except LedgershellError as error:
        yield error
        return
    try:
        session = ledger.session()
        for text in STATEMENTS:
            try:
                run(session, text)
            except LedgershellError as error:
                yield error
        for work in (ledger.describe, session.tables, lambda: list(audit(ledger))):
            try:
                work()
            except LedgershellError as error:
                yield error
    finally:
        ledger.close()


def test_a_damaged_byte_anywhere_ends_in_an_error_of_ours_or_in_none(path: Path, sound: bytes) -> None:
    written = [offset for offset, byte in enumerate(sound) if byte]
    random = Random(20)
    codes = set()
    for _ in range(OFFSETS):
        offset = random.choice(written)
        path.write_bytes(sound[:offset] + bytes([random.randrange(256)]) + sound[offset + 1 :])
        codes |= {error.code for error in errors(path, read_only=random.random() < 0.5)}
    assert "LS-STORE-009" in codes


def damaged(path: Path, sound: bytes, old: bytes, new: bytes) -> list[LedgershellError]:
    assert old in sound
    assert len(old) == len(new)
    path.write_bytes(sound.replace(old, new))
    return list(errors(path))


def test_a_table_definition_that_is_no_text_is_damage(path: Path, sound: bytes) -> None:
    [error] = damaged(path, sound, b"CREATE TABLE block", b"CREATE \xff\xfe\xfd\xfc\xfb block")
    assert error.code == "LS-STORE-009"
    assert error.message.endswith("is damaged")
    assert error.exit_code is ExitCode.USAGE


def test_a_name_that_is_no_text_is_damage(path: Path, sound: bytes) -> None:
    first, *_ = damaged(path, sound, b"Make", b"\xff\xff\xff\xff")
    assert first.code == "LS-STORE-009"


def test_a_document_that_is_no_ion_is_damage(path: Path, sound: bytes) -> None:
    first, *_ = damaged(path, sound, b"\x82a1", b"\xf2a1")
    assert isinstance(first, StorageError)
    assert first.code == "LS-STORE-009"
    assert "type descriptor" in first.message


def test_a_fault_of_the_program_is_not_blamed_on_a_sound_file(path: Path, sound: bytes) -> None:
    assert path.read_bytes() == sound
    ledger = open_ledger(path, demo_world())
    session = ledger.session()
    run(session, "BEGIN")
    run(session, "INSERT INTO Car {'VIN': 'e5'}")

    def fault(*_: object) -> None:
        raise KeyError("a fault")

    ledger.validator = fault
    other = open_ledger(path, demo_world())
    run(other.session(), "INSERT INTO Car {'VIN': 'f6'}")
    with pytest.raises(KeyError, match="a fault"):
        session.commit()
    other.close()
    ledger.close()
