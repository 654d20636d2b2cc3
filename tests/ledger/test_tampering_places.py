"""Whatever was changed: its place is told, any bit counts, and what follows from the journal can be made anew."""

from __future__ import annotations

import random
import sqlite3
from pathlib import Path

import pytest

from ledgershell.journal.digest import Digest
from ledgershell.ledger.ledger import open_ledger
from ledgershell.ledger.verification import Fault
from tests.exports import good
from tests.ledger.stories import demo_world, run
from tests.ledger.tampering import (
    WITH_REDACTION,
    Cell,
    all_rows,
    cells,
    change_by_force,
    changed_copy,
    everything,
    make,
    verify,
)
from tests.ledger.test_tampering import UNPROTECTED, sampled
from tests.locations import TEST_ALL


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Digest]:
    path = tmp_path_factory.mktemp("places") / "bank.ledger"
    return path, make(path, WITH_REDACTION)


# -- The place is told


def place_of(cell: Cell, blocks: dict[int, int]) -> tuple[int | None, tuple[str, ...]]:
    """The block that a fault about this cell may name, and the words that its entry may have instead."""
    row = dict(cell.rowid)
    if cell.table == "block":
        renumbered = cell.column == "seq" and type(cell.new) is int and cell.new > row["seq"]
        return cell.new if renumbered else row["seq"], (f"block {row['seq']}",)
    if cell.table in ("revision", "data"):
        return blocks.get(row["ordinal"]), (f"{cell.table} {row['ordinal']}",)
    if cell.table == "index_entry":
        return None, ("index ",)  # with table and field, and the document in the words
    if cell.table == "symbol":
        return None, ("revisions[", "symbol")  # where the name is used
    if cell.table == "document":
        return None, ("document ", "revisions[")  # its id is part of their metadata
    return None, (cell.table,)


def tells(fault: Fault, seq: int | None, words: tuple[str, ...]) -> bool:
    if fault.part == "structure":  # it cannot even be opened, and the message says why
        return any(word in str(fault.found) for word in words)
    return (seq is not None and fault.seq == seq) or any(word in fault.entry for word in words)


def test_each_change_of_a_column_is_told_with_its_place(original: tuple[Path, Digest]) -> None:
    path, _ = original
    connection = sqlite3.connect(path)
    blocks = dict(connection.execute("SELECT ordinal, seq FROM revision"))
    connection.close()
    every = [cell for cell in cells(path) if (cell.table, cell.column, cell.rowid[0][1]) not in UNPROTECTED]
    told = set()
    for cell in every if TEST_ALL else sampled(every)[::5]:
        if cell.new == cell.old and type(cell.new) is type(cell.old):
            continue
        copy = changed_copy(path, cell.apply)
        if copy is None:
            continue
        faults = verify(copy).faults
        assert any(tells(fault, *place_of(cell, blocks)) for fault in faults), (cell, faults)
        told.add(cell.table)
    assert told >= {"block", "data", "document", "index_entry", "merkle_node", "revision", "setting", "symbol"}


# -- Any bit


def test_each_bit_of_a_byte_counts(original: tuple[Path, Digest], tmp_path: Path) -> None:
    path, _ = original
    data, before, rows = path.read_bytes(), everything(path), all_rows(path)
    used = [offset for offset, byte in enumerate(data) if byte]
    copy = tmp_path / "flipped.ledger"
    seen = 0
    for offset in random.Random(8).sample(used, 1_000 if TEST_ALL else 6):
        for bit in range(8):
            copy.write_bytes(data[:offset] + bytes([data[offset] ^ 1 << bit]) + data[offset + 1 :])
            if all_rows(copy) == rows:
                continue
            if verify(copy).outcome == "failed":
                seen += 1
                continue
            assert everything(copy) == before, f"offset {offset}, bit {bit}"
    assert seen


# -- What follows from the journal


PROJECTIONS = {
    "a document that is not current": "UPDATE document SET current = NULL WHERE current IS NOT NULL",
    "the version of a document": "UPDATE document SET version = version + 1",
    "an index emptied": "DELETE FROM index_entry",
    "keys of an index": "UPDATE index_entry SET key = CAST(x'00' || key AS BLOB)",
    "what superseded a revision": "UPDATE revision SET superseded = NULL",
    "nodes of the tree": "UPDATE merkle_node SET qldb = zeroblob(32), rfc9162 = zeroblob(32)",
    "nodes of the tree gone": "DELETE FROM merkle_node",
    "which blocks changed the catalogue": "UPDATE block SET catalogue_changed = 1 - catalogue_changed",
}


@pytest.mark.parametrize("name", PROJECTIONS)
def test_what_follows_from_the_journal_is_made_anew_from_its_blocks(
    original: tuple[Path, Digest], tmp_path: Path, name: str
) -> None:
    """Exporting reads the blocks, importing replays them: what was changed beside them is not there any more."""
    path, digest = original
    copy = tmp_path / "damaged.ledger"
    copy.write_bytes(path.read_bytes())
    assert change_by_force(copy, lambda connection: connection.execute(PROJECTIONS[name]))
    assert verify(copy, digest).outcome == "failed"
    good("export-journal", copy, tmp_path / "export")
    good("import-journal", tmp_path / "export", tmp_path / "again.ledger")
    assert verify(tmp_path / "again.ledger", digest) == ("verified", ())
    right, again = (open_ledger(each, demo_world(), read_only=True) for each in (path, tmp_path / "again.ledger"))
    for query in (
        "SELECT * FROM Person",
        "SELECT * FROM Person AS p WHERE p.name = 'Ann'",
        "SELECT * FROM history(Person)",
    ):
        assert run(again.session(), query) == run(right.session(), query)
    right.close()
    again.close()
