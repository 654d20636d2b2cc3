"""Whatever the owner of the file does to it: it is seen, or changes nothing that anybody can see.

What nobody can see without a digest kept elsewhere (a journal rewritten as a whole, an older copy) is told as it is:
the journal agrees with itself, and is not anchored.
"""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledgershell.errors import LedgershellError
from ledgershell.ion.values import Struct
from ledgershell.journal.digest import Digest
from ledgershell.journal.verify import ChainVerifier, Finding
from ledgershell.ledger import verification
from ledgershell.storage.snapshot import SqliteSnapshot
from tests.ledger.tampering import WITH_REDACTION, Cell, all_rows, cells, changed_copy, everything, make, verify
from tests.locations import TEST_ALL

SLICES = 32 if TEST_ALL else 2
"""Tests over which the file's bytes are spread, so that they can run side by side."""
SAMPLED_OFFSETS = 120
"""Bytes a slice, unless all are wanted."""
UNPROTECTED = {("setting", "value", "deletion_protection")}
"""(table, column, row) that the owner may change: local settings under no hash."""


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Digest]:
    path = tmp_path_factory.mktemp("tampering") / "bank.ledger"
    return path, make(path, WITH_REDACTION)


def test_the_untouched_ledger_is_sound(original: tuple[Path, Digest]) -> None:
    path, digest = original
    assert verify(path) == ("not anchored", ())
    assert verify(path, digest) == ("verified", ())
    assert len(everything(path)) > 20


# -- Every byte


@pytest.mark.parametrize("slice_number", range(SLICES))
def test_no_flipped_bit_of_the_file_changes_anything_unseen(
    original: tuple[Path, Digest], tmp_path: Path, slice_number: int
) -> None:
    path, _ = original
    data = path.read_bytes()
    before, rows_before = everything(path), all_rows(path)
    assert rows_before is not None
    chance = random.Random(slice_number)
    every = range(slice_number, len(data), SLICES)
    offsets = every if TEST_ALL else sorted(chance.sample(every, SAMPLED_OFFSETS))
    seen = harmless = 0
    for number, offset in enumerate(offsets):
        copy = tmp_path / "flipped.ledger"
        flipped = bytearray(data)
        flipped[offset] ^= 1 << chance.randrange(8)
        copy.write_bytes(flipped)
        if TEST_ALL and number % 16 and all_rows(copy) == rows_before:
            harmless += 1  # most of the file is unused; every sixteenth of these is looked at in full all the same
            continue
        if verify(copy).outcome == "failed":
            seen += 1
            continue
        assert everything(copy) == before, f"offset {offset}: another answer, and nothing was seen"
        harmless += 1
    assert seen > len(offsets) // 10
    assert seen + harmless == len(offsets)


# -- Every column


def undetected(path: Path, every: Iterator[Cell]) -> tuple[list[Cell], dict[tuple[str, str], int]]:
    """The changes of single columns that verification does not see, and how many were made of each column."""
    missed: list[Cell] = []
    made: dict[tuple[str, str], int] = {}
    for cell in every:
        made.setdefault((cell.table, cell.column), 0)
        if cell.new == cell.old and type(cell.new) is type(cell.old):
            continue
        copy = changed_copy(path, cell.apply)
        if copy is None:
            continue
        made[cell.table, cell.column] += 1
        if verify(copy).outcome != "failed":
            missed.append(cell)
    return missed, made


def test_no_changed_column_of_any_table_goes_unseen(original: tuple[Path, Digest], tmp_path: Path) -> None:
    path = tmp_path / "bank.ledger"
    shutil.copyfile(original[0], path)
    every = [cell for cell in cells(path) if (cell.table, cell.column, cell.rowid[0][1]) not in UNPROTECTED]
    if not TEST_ALL:
        every = sampled(every)
    missed, made = undetected(path, iter(every))
    assert missed == []
    tables = {table for table, _ in made}
    assert {
        "block",
        "data",
        "document",
        "index_entry",
        "merkle_node",
        "number",
        "revision",
        "setting",
        "symbol",
    } <= tables
    assert [column for column, times in made.items() if times == 0] == [], "each column was changed"


def sampled(every: list[Cell]) -> list[Cell]:
    """All values for the first and the last row of each table, and some others."""
    rows: dict[str, list[object]] = {}
    for cell in every:
        known = rows.setdefault(cell.table, [])
        if cell.rowid not in known:
            known.append(cell.rowid)
    return [
        cell
        for at, cell in enumerate(every)
        if cell.rowid in (rows[cell.table][0], rows[cell.table][-1]) or at % 40 == 0
    ]


def test_the_control_without_its_core_verification_misses_most(
    original: tuple[Path, Digest], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If this found all as well, the tests above would prove nothing of the checks that are switched off here."""
    path = tmp_path / "bank.ledger"
    shutil.copyfile(original[0], path)

    def believe(self: ChainVerifier, block: Struct) -> list[Finding]:
        self.seq, self.blocks = self.seq + 1, self.blocks + 1
        self.block_hash = block.get("blockHash")
        return []

    monkeypatch.setattr(ChainVerifier, "add", believe)
    every = [cell for cell in cells(path) if cell.table in ("block", "revision")][::9]
    every += [
        cell for cell in cells(path) if cell.table == "data" and cell.column == "body" and is_another_letter(cell)
    ]
    missed, _ = undetected(path, iter(every))
    assert {cell.table for cell in missed} >= {"block", "data", "revision"}

    monkeypatch.setattr(SqliteSnapshot, "inconsistencies", lambda _self: iter(()))
    monkeypatch.setattr(verification, "audit", lambda _ledger: iter(()))
    every = [cell for cell in cells(path) if cell.table in ("document", "index_entry")]
    missed, _ = undetected(path, iter(every[::4]))
    assert {cell.table for cell in missed} == {"document", "index_entry"}


def is_another_letter(cell: Cell) -> bool:
    """Whether a document says something else and can still be read: the replay of the names then finds it sound."""
    return type(cell.old) is type(cell.new) is bytes and len(cell.new) == len(cell.old) and cell.new[0] == cell.old[0]


# -- Whole rows


ROWS = {
    "the first block taken out": "DELETE FROM block WHERE seq = 0",
    "a block in the middle taken out": "DELETE FROM block WHERE seq = 3",
    "the last block taken out": "DELETE FROM block WHERE seq = (SELECT max(seq) FROM block)",
    "a revision taken out": "DELETE FROM revision WHERE ordinal = 4",
    "the last revision taken out": "DELETE FROM revision WHERE ordinal = (SELECT max(ordinal) FROM revision)",
    "all data taken out": "DELETE FROM data",
    "data taken out": "DELETE FROM data WHERE ordinal = 4",
    "a document taken out": "DELETE FROM document WHERE document = 4",
    "an index emptied": "DELETE FROM index_entry",
    "an index entry taken out": "DELETE FROM index_entry WHERE document = (SELECT max(document) FROM index_entry)",
    "an index entry put in": "INSERT INTO index_entry SELECT index_number, x'00', document FROM index_entry LIMIT 1",
    "an entry of no index": "INSERT INTO index_entry SELECT 99, key, document FROM index_entry LIMIT 1",
    "a node taken out": "DELETE FROM merkle_node WHERE level = 1 AND position = 1",
    "a node put in": "INSERT INTO merkle_node SELECT 1, 99, qldb, rfc9162 FROM merkle_node LIMIT 1",
    "a symbol taken out": "DELETE FROM symbol WHERE id = (SELECT max(id) FROM symbol WHERE text IS NOT NULL)",
    "a number taken out": "DELETE FROM number WHERE number = 1",
    "a number put in": "INSERT INTO number SELECT max(number) + 1, 'x' FROM number",
    "a setting taken out": "DELETE FROM setting WHERE name = 'created'",
    "a setting put in": "INSERT INTO setting VALUES ('read_only', 'true')",
    "all settings taken out": "DELETE FROM setting",
    "data put in": "INSERT INTO data SELECT 99, body, hash FROM data LIMIT 1",
    "a document put in": "INSERT INTO document SELECT table_number, 99, 'x', current, version FROM document LIMIT 1",
    "a revision put in": "INSERT INTO revision SELECT (SELECT max(ordinal) + 1 FROM revision), table_number, document,"
    " version, seq, superseded, hash, metadata FROM revision ORDER BY ordinal DESC LIMIT 1",
    "a block doubled": "INSERT INTO block SELECT seq + 1, 'x' || transaction_id, transaction_time, time,"
    " first_ordinal + 1, catalogue_changed, hash, body FROM block ORDER BY seq DESC LIMIT 1",
    "the last block renumbered": "UPDATE block SET seq = seq + 1 WHERE seq = (SELECT max(seq) FROM block)",
    "all blocks renumbered": "UPDATE block SET seq = -seq",
    "data redacted without a block that says so": "UPDATE data SET hash = zeroblob(32), body = NULL WHERE ordinal = 4",
}


@pytest.mark.parametrize("name", ROWS)
def test_rows_taken_out_or_put_in_are_seen(original: tuple[Path, Digest], tmp_path: Path, name: str) -> None:
    path = tmp_path / "bank.ledger"
    shutil.copyfile(original[0], path)
    copy = changed_copy(path, lambda connection: connection.execute(ROWS[name]))
    assert copy is not None
    verdict = verify(copy)
    assert verdict.outcome == "failed", name
    assert verify(copy, original[1]).outcome == "failed", name


SWAPS = [
    ("block", "body", "seq", 3, 4),
    ("block", "hash", "seq", 3, 4),
    ("block", "body", "seq", 9, 10),
    ("data", "body", "ordinal", 3, 4),
    ("data", "body", "ordinal", 4, 6),
    ("revision", "hash", "ordinal", 3, 4),
    ("revision", "version", "ordinal", 4, 6),
    ("revision", "table_number", "ordinal", 4, 9),
    ("document", "id", "document", 3, 4),
    ("document", "current", "document", 3, 4),
    ("number", "id", "number", 1, 2),
    ("symbol", "text", "id", 1, 2),
]


@pytest.mark.parametrize(("table", "column", "key", "one", "two"), SWAPS)
def test_swapped_columns_are_seen(
    original: tuple[Path, Digest], tmp_path: Path, table: str, column: str, key: str, one: int, two: int
) -> None:
    path = tmp_path / "bank.ledger"
    shutil.copyfile(original[0], path)

    def swap(connection: sqlite3.Connection) -> None:
        rows = dict(connection.execute(f"SELECT {key}, {column} FROM {table} WHERE {key} IN (?, ?)", (one, two)))
        assert rows[one] != rows[two]
        connection.execute(f"UPDATE {table} SET {column} = {interim(rows[one])} WHERE {key} = {one}")
        connection.execute(f"UPDATE {table} SET {column} = ? WHERE {key} = ?", (rows[one], two))
        connection.execute(f"UPDATE {table} SET {column} = ? WHERE {key} = ?", (rows[two], one))

    copy = changed_copy(path, swap)
    assert copy is not None
    assert verify(copy).outcome == "failed"


def interim(value: object) -> str:
    if type(value) is bytes:
        return "zeroblob(32)"
    return "'interim'" if type(value) is str else "-5"


# -- What only an anchor shows


def test_an_older_copy_put_back(tmp_path: Path) -> None:
    newest = make(tmp_path / "new.ledger", WITH_REDACTION)
    for missing in range(1, len(WITH_REDACTION)):
        older = tmp_path / f"old{missing}.ledger"
        make(older, WITH_REDACTION[:-missing])
        assert verify(older).outcome == "not anchored"
        verdict = verify(older, newest)
        assert verdict.outcome == "failed"
        [fault] = verdict.faults
        assert str(fault.found).endswith(f"{missing} block{'' if missing == 1 else 's'} missing at the end")


def test_all_hashes_made_anew_after_a_change(original: tuple[Path, Digest], tmp_path: Path) -> None:
    """The same ledger to the last id and time, but Ann is 24, and everything fits together."""
    path, digest = original
    forged = tmp_path / "forged.ledger"
    other = make(forged, tuple(text.replace("42", "24") for text in WITH_REDACTION))
    assert (other.ledger_id, other.strand_id, other.size) == (digest.ledger_id, digest.strand_id, digest.size)
    assert verify(forged).outcome == "not anchored"
    verdict = verify(forged, digest)
    assert verdict.outcome == "failed"
    assert verdict.places == [("digest", "Digest"), ("digest", "Rfc9162Root")]
    assert verify(path, other).outcome == "failed"


def test_a_digest_from_before_the_change_still_fits(original: tuple[Path, Digest], tmp_path: Path) -> None:
    early = make(tmp_path / "early.ledger", WITH_REDACTION[:3])
    assert verify(original[0], early) == ("verified", ())


def test_a_digest_of_amazons_kind_has_one_root(original: tuple[Path, Digest], tmp_path: Path) -> None:
    path, digest = original
    bare = Digest(digest.digest, digest.strand_id, digest.sequence_no)
    assert verify(path, bare) == ("verified", ())
    forged = tmp_path / "forged.ledger"
    make(forged, tuple(text.replace("42", "24") for text in WITH_REDACTION))
    assert verify(forged, bare).places == [("digest", "Digest")]


def test_another_ledger_in_its_place(original: tuple[Path, Digest], tmp_path: Path) -> None:
    other = tmp_path / "other.ledger"
    make(other, WITH_REDACTION, seed="another")
    assert verify(other).outcome == "not anchored"
    places = verify(other, original[1]).places
    assert ("digest", "LedgerId") in places
    assert ("digest", "strandId") in places


def test_all_faults_are_told(original: tuple[Path, Digest], tmp_path: Path) -> None:
    path = tmp_path / "bank.ledger"
    shutil.copyfile(original[0], path)

    def change(connection: sqlite3.Connection) -> None:
        connection.execute("UPDATE data SET body = zeroblob(3) WHERE ordinal = 3")
        connection.execute("UPDATE block SET time = time + 1 WHERE seq = 5")
        connection.execute("DELETE FROM index_entry")

    copy = changed_copy(path, change)
    assert copy is not None
    faults = verify(copy).faults
    assert {fault.part for fault in faults} >= {"journal", "projections"}
    assert {fault.seq for fault in faults} >= {3, 5}
    assert any(fault.entry.startswith("index") for fault in faults)


def test_a_damaged_file_ends_in_an_error_and_never_in_a_traceback(
    original: tuple[Path, Digest], tmp_path: Path
) -> None:
    data = original[0].read_bytes()
    copy = tmp_path / "cut.ledger"
    for length in (0, 1, 100, 4096, 8192, len(data) // 2, len(data) - 1):
        copy.write_bytes(data[:length])
        assert verify(copy).outcome == "failed", length
        try:
            everything(copy)
        except LedgershellError:
            continue
