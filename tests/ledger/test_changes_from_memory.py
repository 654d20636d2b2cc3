"""A change on its own begins where the last commit of this process ended; whatever others did, nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import ledgershell
from ledgershell.errors import LedgershellError
from ledgershell.ledger.session import LedgerSession
from ledgershell.storage.settings import DURABLE


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "shared.ledger"


@pytest.fixture
def ours(path: Path) -> Iterator[ledgershell.Ledger]:
    with ledgershell.open(path) as opened:
        opened.execute("CREATE TABLE T")
        opened.execute("INSERT INTO T {'n': 0}")
        yield opened


@pytest.fixture
def theirs(ours: ledgershell.Ledger, path: Path) -> Iterator[ledgershell.Ledger]:
    assert ours.describe().tip == 2
    with ledgershell.open(path) as opened:
        opened.execute("INSERT INTO T {'n': 1}")
        yield opened


def numbers(ledger: ledgershell.Ledger, table: str = "T") -> list[object]:
    return ledger.execute(f"SELECT VALUE t.n FROM {table} AS t").all()


def test_insertions_of_two_processes_take_turns(ours: ledgershell.Ledger, theirs: ledgershell.Ledger) -> None:
    for number in range(2, 10):
        ledger = ours if number % 3 else theirs
        ledger.execute("INSERT INTO T ?", {"n": number, f"field{number}": number})
    assert numbers(ours) == numbers(theirs) == list(range(10))
    fields = ours.execute("SELECT VALUE COALESCE(t.field5, t.field6) FROM T AS t WHERE t.n IN [5, 6]").all()
    assert fields == [5, 6]
    assert not list(ours.session.verify())


def test_an_update_reads_what_others_wrote(ours: ledgershell.Ledger, theirs: ledgershell.Ledger) -> None:
    theirs.execute("UPDATE T AS t SET t.n = 5 WHERE t.n = 1")
    assert len(ours.execute("UPDATE T AS t SET t.seen = true WHERE t.n = 5").all()) == 1
    theirs.execute("DELETE FROM T AS t WHERE t.n = 5")
    assert ours.execute("DELETE FROM T AS t WHERE t.n = 5").all() == []
    assert ours.execute("INSERT INTO T SELECT t.n + 1 AS n FROM T AS t").all() != []
    assert numbers(theirs) == [0, 1]


def test_a_table_that_others_dropped_takes_nothing_more(ours: ledgershell.Ledger, theirs: ledgershell.Ledger) -> None:
    theirs.execute("DROP TABLE T")
    with pytest.raises(LedgershellError, match="no table"):
        ours.execute("INSERT INTO T {'n': 3}")
    theirs.execute("CREATE TABLE T")
    ours.execute("INSERT INTO T {'n': 4}")
    assert numbers(theirs) == [4]


def test_an_index_that_others_made_gets_our_documents(ours: ledgershell.Ledger, theirs: ledgershell.Ledger) -> None:
    theirs.execute("CREATE INDEX ON T (n)")
    ours.execute("INSERT INTO T {'n': 7}")
    assert theirs.execute("SELECT VALUE t.n FROM T AS t WHERE t.n = 7").all() == [7]
    assert not list(theirs.session.verify())


def test_what_others_redacted_is_not_written_with_its_names(
    ours: ledgershell.Ledger, theirs: ledgershell.Ledger
) -> None:
    theirs.execute("INSERT INTO T {'n': 2, 'private': {'name': 'x'}}")
    theirs.execute("UPDATE T AS t REMOVE t.private WHERE t.n = 2")
    assert ours.execute("INSERT INTO T {'n': 3, 'private': {'name': 'y'}}").all() != []
    assert ours.execute("SELECT VALUE t.private.name FROM T AS t WHERE t.n = 3").all() == ["y"]
    assert not list(theirs.session.verify())


def test_the_log_is_brought_into_the_file(ours: ledgershell.Ledger, path: Path) -> None:
    """Were a snapshot held at the commit, no checkpoint would ever be complete, and the log would only grow."""
    session = ours.session
    assert isinstance(session, LedgerSession)
    frames = int(next(setting.value for setting in DURABLE if setting.pragma == "wal_autocheckpoint"))
    log = path.with_name(path.name + "-wal")
    most = 0
    for number in range(400):
        ours.execute("UPDATE T AS t SET t.n = ?", number)
        most = max(most, log.stat().st_size)
    assert most < 1.5 * frames * 4_096
