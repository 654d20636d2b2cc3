"""Names that lead nowhere: dropped tables, other letters, ids in the wrong quotes; and where the caret stands."""

from __future__ import annotations

import pytest

from ledgershell.ledger.session import LedgerSession
from tests.ledger.stories import failure, ion, pointed_at, run


@pytest.fixture
def dropped(session: LedgerSession) -> str:
    """``T`` was dropped, with a document in it, and ``t`` is there; returns the id of ``T``."""
    [created] = run(session, "CREATE TABLE T")
    run(session, "INSERT INTO T {'a': 1}")
    run(session, "DROP TABLE T")
    run(session, "CREATE TABLE t")
    run(session, "INSERT INTO t {'b': 2}")
    return str(created["tableId"])


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM T",
        "SELECT * FROM _ql_committed_T",
        "SELECT * FROM history(T) AS h",
        "SELECT * FROM changes(T) AS c",
        "INSERT INTO T {'a': 1}",
        "UPDATE T SET a = 1",
        "DELETE FROM T",
        "CREATE INDEX ON T (a)",
        "DROP TABLE T",
    ],
)
def test_a_dropped_table_of_exactly_that_name_is_meant_and_no_other(
    session: LedgerSession, dropped: str, statement: str
) -> None:
    error = failure(session, statement)
    assert error.code in ("LS-LEDGER-001", "LS-NAME-001")
    assert error.hint is not None
    assert f'UNDROP TABLE "{dropped}"' in error.hint
    assert f"history('{dropped}')" in error.hint
    assert pointed_at(error).endswith("T")
    assert ion(session, "SELECT * FROM t") == ["{b: 2}"]


def test_the_way_in_the_hint_leads_to_the_history(session: LedgerSession, dropped: str) -> None:
    assert ion(session, f"SELECT VALUE h.data FROM history('{dropped}') AS h") == ["{a: 1}"]
    run(session, f'UNDROP TABLE "{dropped}"')
    assert ion(session, "SELECT * FROM T") == ["{a: 1}"]


def test_a_dropped_table_does_not_hide_a_field_of_that_name(session: LedgerSession, dropped: str) -> None:
    assert ion(session, "SELECT VALUE T FROM <<{'T': 5}>> AS x") == ["5"]


@pytest.mark.parametrize("statement", ["DROP TABLE person", 'DROP INDEX "x" ON PERSON WITH (purge = true)'])
def test_what_puts_something_away_takes_names_exactly(session: LedgerSession, statement: str) -> None:
    run(session, "CREATE TABLE Person")
    error = failure(session, statement)
    assert error.code == "LS-LEDGER-001"
    assert error.hint == "did you mean Person?"
    assert pointed_at(error).lower() == "person"
    assert len(run(session, "SELECT * FROM person")) == 0


def test_an_id_in_double_quotes_belongs_into_single_ones(session: LedgerSession) -> None:
    [created] = run(session, "CREATE TABLE Person")
    number = created["tableId"]
    for source in (f'history("{number}")', f'"{number}"'):
        error = failure(session, f"SELECT * FROM {source}")
        assert error.hint is not None
        assert error.hint.endswith(f"single quotes: '{number}'")
        assert pointed_at(error) == f'"{number}"'


def test_the_tables_are_named_when_nothing_is_near(session: LedgerSession) -> None:
    assert failure(session, "SELECT * FROM zebra").hint == "the ledger has no tables yet; CREATE TABLE zebra makes one"
    for name in ("B", "A"):
        run(session, f"CREATE TABLE {name}")
    assert failure(session, "SELECT * FROM zebra").hint == "the tables are A, B"
    assert failure(session, "SELECT * FROM history(zebra)").hint == "the tables are A, B"
    for number in range(10):
        run(session, f"CREATE TABLE T{number}")
    assert failure(session, "SELECT * FROM zebra").hint == "the tables are A, B, T0, T1, T2, T3, T4, T5 and 4 more"


@pytest.mark.parametrize(
    ("statement", "part"),
    [
        ("SELECT * FROM history(Nope)", "Nope"),
        ("SELECT * FROM changes('nope')", "'nope'"),
        ("SELECT * FROM changes(Person, 'x')", "'x'"),
        ("SELECT * FROM changes(Person, 1, 'y')", "'y'"),
        ("SELECT * FROM pERSON", "pERSON"),
        ("SELECT * FROM history(pERSON)", "pERSON"),
        ('UNDROP TABLE "nope"', '"nope"'),
        ("CREATE TABLE Person", "Person"),
        ("CREATE TABLE Other WITH (aws_tags = `{a: }`)", "`{a: }`"),
    ],
)
def test_the_caret_stands_under_what_is_wrong(session: LedgerSession, statement: str, part: str) -> None:
    run(session, "CREATE TABLE Person")
    run(session, "CREATE TABLE PERSON")
    assert pointed_at(failure(session, statement)) == part


def test_undrop_says_which_name_is_taken(session: LedgerSession) -> None:
    [created] = run(session, "CREATE TABLE T")
    run(session, "DROP TABLE T")
    run(session, "CREATE TABLE T")
    error = failure(session, f'UNDROP TABLE "{created["tableId"]}"')
    assert error.code == "LS-LEDGER-002"
    assert pointed_at(error) == f'"{created["tableId"]}"'
