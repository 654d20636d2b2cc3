"""Incremental backups: a whole ledger and ranges of blocks make the ledger that they were taken of, and no other."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledgershell.errors import BackupError, LedgerError, LedgershellError
from ledgershell.ion.encoder import encode_stream
from ledgershell.ion.streams import dumps, loads_all
from ledgershell.ion.values import Struct
from ledgershell.journal.stream_records import block_records
from ledgershell.ledger.backup import back_up
from ledgershell.ledger.block_ranges import back_up_range
from ledgershell.ledger.ledger import Ledger, create_ledger, open_ledger
from ledgershell.ledger.restore import Part, Restored, restore
from tests.ledger.stories import demo_world, run
from tests.ledger.tampering import everything, verify
from tests.ledger.test_verification import STEPS
from tests.locations import TEST_ALL


class Series:
    """A ledger and its backups, a whole one and the ranges that follow."""

    def __init__(self, folder: Path, seed: str = "story") -> None:
        self.folder = folder
        self.path = folder / "bank.ledger"
        self.ledger: Ledger = create_ledger(self.path, demo_world(seed), name="bank")
        self.session = self.ledger.session()
        self.parts: list[Part] = []
        self._number = itertools.count()

    def run(self, *texts: str) -> None:
        for text in texts:
            run(self.session, text)

    def whole(self) -> Part:
        path = self.folder / f"{next(self._number)}.backup"
        receipt = back_up(self.ledger, str(path), path.name, "host", silent)
        self.parts.append(Part(str(path), receipt))
        return self.parts[-1]

    def more(self, since: int | None = None) -> Part | None:
        path = self.folder / f"{next(self._number)}.blocks"
        last = self.parts[-1].receipt
        assert last is not None
        after = last.digest.sequence_no if since is None else since
        receipt = back_up_range(self.ledger, str(path), path.name, "host", after, silent)
        if receipt is None:
            assert not path.exists()
            return None
        self.parts.append(Part(str(path), receipt))
        return self.parts[-1]

    def restore(self, parts: Sequence[Part] | None = None, name: str = "new.ledger") -> Restored:
        parts = self.parts if parts is None else parts
        return restore(parts, str(self.folder / name), demo_world("restore"), lambda _: (), silent)


def silent(_title: str, _done: int, _total: int) -> None:
    """Tell nobody."""


@pytest.fixture
def series(tmp_path: Path) -> Series:
    """A whole backup and three ranges, with DDL, indexes, changes and deletions in each."""
    made = Series(tmp_path)
    made.run("CREATE TABLE Person", "CREATE INDEX ON Person (name)")
    made.run("INSERT INTO Person << {'name': 'Ann', 'age': 41}, {'name': 'Bob'}, {'name': 'Cy'} >>")
    made.whole()
    made.run("UPDATE Person SET age = 42 WHERE name = 'Ann'", "CREATE TABLE Car", "CREATE INDEX ON Car (plate)")
    made.more()
    made.run("BEGIN", "CREATE TABLE Town", "CREATE INDEX ON Town (zip)", "INSERT INTO Town {'zip': '98101'}", "COMMIT")
    made.run("DELETE FROM Person WHERE name = 'Bob'", "INSERT INTO Car << {'plate': 'A 1'}, {'plate': 'B 2'} >>")
    made.more()
    made.run("DROP TABLE Car", "UPDATE Person SET name = 'Di', tags = ['x'] WHERE name = 'Cy'")
    made.more()
    return made


def test_a_whole_backup_and_its_ranges_are_the_ledger(series: Series) -> None:
    restored = series.restore()
    assert restored.checked.digest.digest == series.session.digest().digest
    assert restored.missing == 0
    assert everything(series.folder / "new.ledger") == everything(series.path)
    assert [each.receipt.first for each in series.parts if each.receipt is not None] == [0, 4, 7, 10]
    assert len(list(series.folder.glob("*.new*"))) == 0


@given(st.lists(st.one_of(STEPS, st.just("backup")), max_size=20))
@settings(max_examples=12, deadline=None)
def test_whatever_was_done_and_wherever_it_was_cut(steps: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        series = Series(Path(folder))
        series.run("CREATE TABLE T")
        series.whole()
        for step in steps:
            if step == "backup":
                series.more()
                continue
            try:
                series.run(step)
            except LedgershellError:
                continue
        with suppress(LedgershellError):  # the steps may have left a transaction open
            series.run("ABORT")
        series.more()
        series.restore()
        anchor = series.session.digest()
        assert verify(series.folder / "new.ledger", anchor) == ("verified", ())
        tables = [table.name for table in series.session.tables() if table.status == "ACTIVE"]
        copy = open_ledger(series.folder / "new.ledger", demo_world())
        for query in [f"SELECT * FROM history({name})" for name in tables] + ["information_schema.user_tables"]:
            assert seen(copy, query) == seen(series.ledger, query)
        copy.close()
        series.ledger.close()


def seen(ledger: Ledger, query: str) -> list[str]:
    return [str(dumps(value, binary=False)) for value in run(ledger.session(), query)]


def test_a_restored_ledger_goes_on(series: Series) -> None:
    series.restore()
    ledger = open_ledger(series.folder / "new.ledger", demo_world())
    session = ledger.session()
    run(session, "INSERT INTO Person {'name': 'Eve', 'new_field': 1}")
    run(session, "CREATE INDEX ON Town (name)")
    assert list(session.verify(series.session.digest())) == []
    ledger.close()


def test_nothing_new_is_no_file(series: Series) -> None:
    assert series.more() is None
    with pytest.raises(LedgerError):
        series.more(since=99)


# -- Parts that do not belong together


def refused(series: Series, code: str, parts: Sequence[Part]) -> BackupError:
    before = sorted(path.name for path in series.folder.iterdir())
    with pytest.raises(BackupError) as caught:
        series.restore(parts)
    assert caught.value.code == code
    assert sorted(path.name for path in series.folder.iterdir()) == before
    return caught.value


def test_parts_in_another_order_or_missing(series: Series) -> None:
    base, one, two, three = series.parts
    assert "blocks 4 to 6 are missing" in refused(series, "LS-BACKUP-007", [base, two, three]).message
    assert "blocks 7 to 9 are missing" in refused(series, "LS-BACKUP-007", [base, one, three]).message
    assert "they overlap" in refused(series, "LS-BACKUP-007", [base, one, one]).message
    refused(series, "LS-BACKUP-007", [base, two, one, three])
    refused(series, "LS-BACKUP-003", [one, two])
    refused(series, "LS-BACKUP-003", [base, base])


def test_a_part_of_another_ledger(series: Series, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = Series(tmp_path / "other", "other")
    other.run("CREATE TABLE A", "CREATE TABLE B", "CREATE TABLE C")
    other.whole()
    other.run("CREATE TABLE D")
    other.more()
    refused(series, "LS-BACKUP-006", [series.parts[0], other.parts[1]])


def test_a_part_of_a_fork(series: Series, tmp_path: Path) -> None:
    (tmp_path / "fork").mkdir()
    fork = Series(tmp_path / "fork")
    fork.run("CREATE TABLE Person", "CREATE INDEX ON Person (name)", "INSERT INTO Person {'name': 'Mallory'}")
    fork.whole()
    fork.run("INSERT INTO Person {'name': 'Mallory'}")
    fork.more()
    refused(series, "LS-BACKUP-005", [series.parts[0], fork.parts[1]])


def test_a_part_that_is_not_what_its_receipt_tells_of(series: Series) -> None:
    part = series.parts[2]
    Path(part.path).write_bytes(Path(part.path).read_bytes()[:-1])
    refused(series, "LS-BACKUP-002", series.parts)
    refused(series, "LS-BACKUP-003", [*series.parts[:2], Part(part.path, None)])


Change = Callable[[list[Struct]], list[Struct]]


def field(value: Struct, **changed: object) -> Struct:
    return Struct((name, changed.get(name, old)) for name, old in value.items())


CHANGES: dict[str, Change] = {
    "a block less at the end": lambda blocks: blocks[:-1],
    "a block less in the middle": lambda blocks: [blocks[0], blocks[1], *blocks[3:]],
    "a block twice": lambda blocks: [*blocks, blocks[-1]],
    "two blocks swapped": lambda blocks: [blocks[0], blocks[2], blocks[1], *blocks[3:]],
    "no header": lambda blocks: blocks[1:],
    "another version": lambda blocks: [field(blocks[0], Version=2), *blocks[1:]],
    "another first block": lambda blocks: [field(blocks[0], FirstSequenceNo=8), *blocks[1:]],
    "a first block below 1": lambda blocks: [field(blocks[0], FirstSequenceNo=0), *blocks[1:]],
    "another end": lambda blocks: [field(blocks[0], LastBlockHash=b"x" * 32), *blocks[1:]],
    "another start": lambda blocks: [field(blocks[0], PreviousBlockHash=b"x" * 32), *blocks[1:]],
    "a hash that is none": lambda blocks: [field(blocks[0], LastBlockHash=b"x"), *blocks[1:]],
    "another transaction": lambda blocks: [*blocks[:-1], field(blocks[-1], transactionId="x")],
    "no revisions": lambda blocks: [*blocks[:-1], field(blocks[-1], revisions=[])],
    "revisions that are a number": lambda blocks: [*blocks[:-1], field(blocks[-1], revisions=1)],
    "nothing": lambda _: [],
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_changed_range_without_its_receipt(series: Series, name: str) -> None:
    path = Path(series.parts[2].path)
    values = [value for value in loads_all(path.read_bytes()) if isinstance(value, Struct)]
    path.write_bytes(b"".join(encode_stream([value]) for value in CHANGES[name](values)))
    refused(series, "LS-BACKUP-003", [*series.parts[:2], Part(str(path), None)])


def test_no_flipped_bit_of_a_range_is_restored_into_another_ledger(series: Series) -> None:
    path = Path(series.parts[2].path)
    data = path.read_bytes()
    right = everything(series.path)
    for offset in range(0, len(data), 41 if TEST_ALL else 127):
        path.write_bytes(data[:offset] + bytes([data[offset] ^ 1 << offset % 8]) + data[offset + 1 :])
        parts = [*series.parts[:2], Part(str(path), None), series.parts[3]]
        try:
            series.restore(parts)
        except BackupError:
            assert not (series.folder / "new.ledger").exists()
            continue
        assert everything(series.folder / "new.ledger") == right, offset
        (series.folder / "new.ledger").unlink()


# -- Redactions


def redact(series: Series, name: str, seq: int) -> None:
    [found] = run(series.session, f"SELECT id FROM Person BY id WHERE name = '{name}'")
    [table] = [each for each in series.session.tables() if each.name == "Person"]
    strand = series.ledger.strand_id
    series.run(
        f"EXEC REDACT_REVISION `{{strandId: \"{strand}\", sequenceNo: {seq}}}`, '{table.table_id}', '{found['id']}'"
    )


def test_a_redaction_is_repeated_and_what_it_took_is_nowhere_in_the_restored_file(tmp_path: Path) -> None:
    series = Series(tmp_path)
    secret = b"swordfish"
    series.run("CREATE TABLE Person", "CREATE INDEX ON Person (word)")
    run(series.session, "INSERT INTO Person ?", Struct((("name", "Ann"), ("word", secret.decode()), ("odd_name", 1))))
    series.whole()
    series.run("UPDATE Person AS p SET p.word = 'none' WHERE p.name = 'Ann'", "UPDATE Person AS p REMOVE p.odd_name")
    redact(series, "Ann", 3)
    series.run("INSERT INTO Person {'name': 'Bob'}")
    series.more()
    assert secret in Path(series.parts[0].path).read_bytes(), "what was backed up before is still there: destroy it"
    assert secret not in Path(series.parts[1].path).read_bytes()
    series.restore()
    assert everything(series.folder / "new.ledger") == everything(series.path)
    assert [path.name for path in tmp_path.iterdir() if secret in path.read_bytes()] == ["0.backup"]


def test_a_revision_that_was_redacted_before_its_range_was_written(tmp_path: Path) -> None:
    series = Series(tmp_path)
    series.run("CREATE TABLE Person", "CREATE INDEX ON Person (word)")
    series.whole()
    run(series.session, "INSERT INTO Person ?", Struct((("name", "Ann"), ("word", "swordfish"))))
    series.run("UPDATE Person AS p SET p.word = 'none' WHERE p.name = 'Ann'")
    redact(series, "Ann", 3)
    series.more()
    series.restore()
    assert everything(series.folder / "new.ledger") == everything(series.path)
    assert not [path.name for path in tmp_path.iterdir() if b"swordfish" in path.read_bytes()]


def test_a_backup_made_after_a_redaction_is_free_of_what_was_redacted(tmp_path: Path) -> None:
    series = Series(tmp_path)
    series.run("CREATE TABLE Person")
    run(series.session, "INSERT INTO Person ?", Struct((("name", "Ann"), ("word", "swordfish"))))
    series.run("UPDATE Person AS p SET p.word = 'none' WHERE p.name = 'Ann'")
    redact(series, "Ann", 2)
    series.whole()
    series.restore()
    assert not [path.name for path in tmp_path.iterdir() if b"swordfish" in path.read_bytes()]


def test_a_stream_tells_of_a_redaction_by_its_block(tmp_path: Path) -> None:
    series = Series(tmp_path)
    series.run("CREATE TABLE Person", "INSERT INTO Person {'name': 'Ann'}", "UPDATE Person SET age = 1")
    [before] = [each for each in records(series, 2, 2) if each["recordType"] == "REVISION_DETAILS"]
    redact(series, "Ann", 2)
    [summary] = records(series, 4, 4)
    [named] = summary["payload"]["redactionInfo"]["revisions"]
    assert named["documentId"] == before["payload"]["revision"]["metadata"]["id"]
    assert (summary["recordType"], summary["payload"]["revisionSummaries"]) == ("BLOCK_SUMMARY", [])
    [after] = [each for each in records(series, 2, 2) if each["recordType"] == "REVISION_DETAILS"]
    assert after["payload"]["revision"].keys() == ("blockAddress", "hash", "dataHash", "metadata")
    assert after["payload"]["revision"]["hash"] == before["payload"]["revision"]["hash"]


def records(series: Series, first: int, last: int) -> list[Struct]:
    return [record.value for block in series.session.blocks(first, last) for record in block_records("arn", block)]
