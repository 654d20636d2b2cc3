"""The committed view, history() and changes(): what they show of a ledger in which things have happened."""

from __future__ import annotations

import pytest

from ledgershell.journal.revision import revision_hash
from ledgershell.ledger.ledger import Ledger
from ledgershell.ledger.session import LedgerSession
from tests.ledger.stories import accesses, failure, identities, ion, pointed_at, run, tip

# In the demo world block n has the second n of 2024-01-01, so times can be told beforehand.
SECOND = "2024-01-01T00:00:0"


@pytest.fixture(autouse=True)
def ann(session: LedgerSession) -> str:
    """Blocks 1 to 6: a table, its index, Ann and Bob come, Ann moves twice, Bob leaves."""
    run(session, "CREATE TABLE Person")
    run(session, "CREATE INDEX ON Person (name)")
    [ann, _] = identities(
        run(session, "INSERT INTO Person << {'name': 'Ann', 'city': 'Rome'}, {'name': 'Bob', 'city': 'Oslo'} >>")
    )
    run(session, "UPDATE Person AS p SET p.city = 'Bonn' WHERE p.name = 'Ann'")
    run(session, "UPDATE Person AS p SET p.city = 'Wien' WHERE p.name = 'Ann'")
    run(session, "DELETE FROM Person AS p WHERE p.name = 'Bob'")
    return ann


def test_the_committed_view_has_qldbs_shape_and_hashes_that_add_up(
    ledger: Ledger, session: LedgerSession, ann: str
) -> None:
    [row] = run(session, "SELECT * FROM _ql_committed_Person")
    assert row.keys() == ("blockAddress", "hash", "data", "metadata")
    assert row["metadata"].keys() == ("id", "version", "txTime", "txId")
    assert row["metadata"]["id"] == ann
    assert dict(row["blockAddress"].items()) == {"strandId": ledger.strand_id, "sequenceNo": 5}
    from ledgershell.ion import ion_hash

    assert row["hash"] == revision_hash(row["metadata"], ion_hash(row["data"]))


@pytest.mark.parametrize(
    "condition", ["p.data.name = 'Ann'", "p.metadata.id = ?", "p.data.name IN ('Ann', 'Bob')", "p.metadata.id IN (?)"]
)
def test_the_committed_view_is_looked_up_by_field_and_by_id(session: LedgerSession, ann: str, condition: str) -> None:
    parameters = (ann,) if "?" in condition else ()
    found = session.execute(f"SELECT VALUE p.data.city FROM _ql_committed_Person AS p WHERE {condition}", parameters)
    assert list(found) == ["Wien"]
    assert found.statistics.read_documents == 1
    way = accesses(session, f"SELECT * FROM _ql_committed_Person AS p WHERE {condition}", *parameters)
    assert way == ["index" if "name" in condition else "identity"]


def test_own_uncommitted_changes_are_not_in_the_journal_yet(session: LedgerSession, ann: str) -> None:
    session.begin()
    run(session, "UPDATE Person AS p SET p.city = 'Graz' WHERE p.name = 'Ann'")
    run(session, "INSERT INTO Person {'name': 'Dan'}")
    assert run(session, "SELECT VALUE p.data.city FROM _ql_committed_Person AS p") == ["Wien"]
    assert len(run(session, "SELECT * FROM history(Person)")) == 5
    assert len(run(session, "SELECT * FROM changes(Person)")) == 5
    session.abort()


def test_history_has_every_version_and_a_deletion_without_data(session: LedgerSession, ann: str) -> None:
    shown = "SELECT h.data.name, h.data.city, h.metadata.version FROM history(Person) AS h"
    assert ion(session, shown) == [
        '{name: "Ann", city: "Rome", version: 0}',
        '{name: "Bob", city: "Oslo", version: 0}',
        '{name: "Ann", city: "Bonn", version: 1}',
        '{name: "Ann", city: "Wien", version: 2}',
        "{version: 1}",
    ]
    last = run(session, "SELECT * FROM history(Person)")[-1]
    assert last.keys() == ("blockAddress", "hash", "metadata")
    assert last["hash"] == revision_hash(last["metadata"], b"")
    only_ann = "SELECT VALUE h.metadata.version FROM history(Person) AS h WHERE h.metadata.id = ?"
    assert run(session, only_ann, ann) == [0, 1, 2]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        # Revisions are written in seconds 3 (both arrive), 4, 5 (Ann moves) and 6 (Bob leaves).
        ("0Z", "2.5Z", []),
        ("0Z", "3.5Z", ["Ann 0", "Bob 0"]),
        ("3.5Z", "3.9Z", ["Ann 0", "Bob 0"]),  # written before it began, and active in it
        ("4.5Z", "4.5Z", ["Bob 0", "Ann 1"]),  # one moment is a range
        ("4.5Z", "5.5Z", ["Bob 0", "Ann 1", "Ann 2"]),
        ("6.5Z", "6.5Z", ["Ann 2", "Bob 1"]),  # the deletion stays what is known of Bob
        ("6.5Z", None, ["Ann 2", "Bob 1"]),
        ("0Z", None, ["Ann 0", "Bob 0", "Ann 1", "Ann 2", "Bob 1"]),
    ],
)
def test_a_range_of_history_has_what_was_active_at_some_moment_of_it(
    session: LedgerSession, ann: str, start: str, end: str | None, expected: list[str]
) -> None:
    run(session, "CREATE TABLE Later")  # so that "now" is behind second 6
    ends = "" if end is None else f", `{SECOND}{end}`"
    rows = run(session, f"SELECT VALUE h.metadata FROM history(Person, `{SECOND}{start}`{ends}) AS h")
    assert [f"{'Ann' if row['id'] == ann else 'Bob'} {row['version']}" for row in rows] == expected


def test_the_ends_of_a_range_are_part_of_it(session: LedgerSession, ann: str) -> None:
    [moment] = run(session, "SELECT VALUE h.metadata.txTime FROM history(Person) AS h WHERE h.data.city = 'Bonn'")
    at = "SELECT VALUE h.metadata.version FROM history(Person, ?, ?) AS h WHERE h.metadata.id = ?"
    assert run(session, at, moment, moment, ann) == [1]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("5", "must be a timestamp"),
        ("`2024T`, 5", "must be a timestamp"),
        ("`2024-02-02`, `2024-01-01`", "ends before it starts"),
        ("`2024-01-01`, `9999-01-01`", "ends in the future"),
        ("`9999-01-01`", "starts in the future"),
        ("`9999-01-01`, `9999-01-02`", "starts in the future"),
    ],
)
def test_history_refuses_what_is_no_range(session: LedgerSession, arguments: str, words: str) -> None:
    error = failure(session, f"SELECT * FROM history(Person, {arguments})")
    assert error.code == "LS-LEDGER-017"
    assert words in error.message
    assert pointed_at(error) in arguments.split(", ")


def test_the_history_of_a_dropped_table_is_found_by_its_id(session: LedgerSession) -> None:
    [table_id] = run(session, "SELECT VALUE t.tableId FROM information_schema.user_tables AS t")
    run(session, "DROP TABLE Person")
    assert failure(session, "SELECT * FROM history(Person)").code == "LS-LEDGER-001"
    assert len(run(session, f"SELECT * FROM history('{table_id}')")) == 5
    assert len(run(session, f"SELECT * FROM changes('{table_id}')")) == 5


def test_a_name_in_single_quotes_gets_a_hint(session: LedgerSession) -> None:
    error = failure(session, "SELECT * FROM history('Person')")
    assert error.hint is not None
    assert "without them: Person" in error.hint


def test_changes_show_old_and_new_side_by_side(session: LedgerSession) -> None:
    shown = ion(session, "SELECT c.operation, c.old.city AS was, c.new.city AS is_now FROM changes(Person) AS c")
    assert shown == [
        '{operation: "INSERT", is_now: "Rome"}',
        '{operation: "INSERT", is_now: "Oslo"}',
        '{operation: "UPDATE", was: "Rome", is_now: "Bonn"}',
        '{operation: "UPDATE", was: "Bonn", is_now: "Wien"}',
        '{operation: "DELETE", was: "Oslo"}',
    ]
    [last] = run(session, "SELECT * FROM changes(Person, 6)")
    assert last.keys() == ("operation", "old", "metadata", "blockAddress")


@pytest.mark.parametrize(
    ("arguments", "blocks"),
    [
        ("", [3, 3, 4, 5, 6]),
        (", 4", [4, 5, 6]),
        (", 4, 5", [4, 5]),
        (", 7", []),
        (", -5", [3, 3, 4, 5, 6]),
        (", 99999999999999999999999999", []),
        (f", `{SECOND}4.5Z`", [5, 6]),
        (f", `{SECOND}0Z`, `{SECOND}4.5Z`", [3, 3, 4]),
        (f", 4, `{SECOND}5.5Z`", [4, 5]),
    ],
)
def test_changes_since_a_block_or_a_time(session: LedgerSession, arguments: str, blocks: list[int]) -> None:
    assert run(session, f"SELECT VALUE c.blockAddress.sequenceNo FROM changes(Person{arguments}) AS c") == blocks


def test_changes_of_one_document(session: LedgerSession, ann: str) -> None:
    of_ann = session.execute("SELECT VALUE c.operation FROM changes(Person, 4) AS c WHERE c.metadata.id = ?", (ann,))
    assert list(of_ann) == ["UPDATE", "UPDATE"]
    assert of_ann.statistics.read_documents == 2


def test_changes_refuse_what_is_neither_time_nor_block(session: LedgerSession) -> None:
    assert failure(session, "SELECT * FROM changes(Person, 'yesterday')").code == "LS-LEDGER-017"


def test_views_are_not_changed(session: LedgerSession) -> None:
    for statement in (
        "INSERT INTO _ql_committed_Person {'a': 1}",
        "DELETE FROM information_schema.user_tables",
        "UPDATE _ql_committed_Person AS p SET p.data = 1",
    ):
        assert failure(session, statement).code == "LS-LEDGER-007"


def test_a_new_table_is_empty_in_all_its_views(session: LedgerSession) -> None:
    session.begin()
    run(session, "CREATE TABLE Fresh")
    for source in ("Fresh", "_ql_committed_Fresh", "history(Fresh)", "changes(Fresh)"):
        assert run(session, f"SELECT * FROM {source}") == []
    session.abort()


def test_the_table_list_shows_dropped_tables_too(session: LedgerSession) -> None:
    run(session, "CREATE TABLE Pet")
    run(session, "DROP TABLE Pet")
    rows = run(session, "SELECT * FROM information_schema.user_tables")
    assert [(row["name"], row["status"]) for row in rows] == [("Person", "ACTIVE"), ("Pet", "INACTIVE")]
    [index] = rows[0]["indexes"]
    assert (index["expr"], index["status"], len(index["indexId"])) == ("[name]", "ONLINE", 22)
    assert rows[0].keys() == ("tableId", "name", "indexes", "status")


def test_explain_tells_the_way_and_runs_nothing(ledger: Ledger, session: LedgerSession) -> None:
    before = tip(ledger)
    assert accesses(session, "SELECT * FROM Person AS p WHERE p.name = 'Ann'") == ["index"]
    assert accesses(session, "SELECT * FROM Person AS p BY id WHERE id = 'x'") == ["identity"]
    assert accesses(session, "DELETE FROM Person AS p WHERE p.city = 'Wien'") == ["scan"]
    assert accesses(session, "SELECT * FROM Person AS p, Person AS q WHERE q.name = p.friend") == ["scan", "index"]
    [plan] = run(session, "EXPLAIN SELECT * FROM Person AS p WHERE p.city = 'Wien'")
    assert "CREATE INDEX ON Person (city)" in str(plan)
    assert tip(ledger) == before


def test_explain_analyze_runs_a_query_and_no_change(ledger: Ledger, session: LedgerSession) -> None:
    [plan] = run(session, "EXPLAIN ANALYZE SELECT * FROM Person AS p WHERE p.city = ?", "Wien")
    assert plan["rows"] == 1
    before = tip(ledger)
    assert failure(session, "EXPLAIN ANALYZE DELETE FROM Person").code == "LS-LEDGER-024"
    assert tip(ledger) == before


def test_an_update_to_the_same_value_is_a_revision_too(session: LedgerSession) -> None:
    run(session, "CREATE TABLE T")
    run(session, "INSERT INTO T {'a': 1, 's': 'x'}")
    assert len(run(session, "UPDATE T SET a = 1, s = 'x'")) == 1
    assert run(session, "UPDATE T REMOVE b") == []
    assert ion(session, "SELECT VALUE [h.metadata.version, h.data] FROM history(T) AS h") == [
        '[0, {a: 1, s: "x"}]',
        '[1, {a: 1, s: "x"}]',
    ]
