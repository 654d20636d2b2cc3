"""The past: whatever a ledger looked like after a block is what AS OF that block shows."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledgershell.ion.values import Struct, Value
from ledgershell.ledger.ledger import Ledger, create_ledger
from ledgershell.ledger.session import LedgerSession
from tests.ledger.stories import accesses, demo_world, failure, identities, ion, run, tip

ROWS = "SELECT v AS doc, id FROM T AS v BY id"

Step = tuple[str, int]
STEPS = st.lists(st.tuples(st.sampled_from(["insert", "update", "delete", "several"]), st.integers(0, 4)), max_size=12)


def take(session: LedgerSession, step: Step, number: int) -> None:
    kind, which = step
    living = [row["id"] for row in run(session, ROWS)]
    if kind == "insert" or not living:
        run(session, "INSERT INTO T ?", [_document(number, 0), _document(number, 1)][: 1 + which % 2])
    elif kind == "update":
        run(session, f"FROM T AS v BY id WHERE id = ? SET v.n = {number}", living[which % len(living)])
    elif kind == "delete":
        run(session, "FROM T AS v BY id WHERE id = ? REMOVE v", living[which % len(living)])
    else:
        run(session, f"FROM T AS v WHERE v.n >= {which} SET v.more = {number}")


def _document(number: int, place: int) -> Value:
    return Struct([("n", number), ("place", place)])


@settings(max_examples=25, deadline=None)
@given(STEPS)
def test_as_of_a_block_is_what_was_seen_after_it(steps: list[Step]) -> None:
    ledger = create_ledger(":memory:", demo_world())
    session = ledger.session()
    run(session, "CREATE TABLE T")
    run(session, "CREATE INDEX ON T (n)")
    seen = {tip(session.ledger): (ion(session, ROWS), ion(session, "SELECT * FROM _ql_committed_T"))}
    for number, step in enumerate(steps):
        take(session, step, number)
        seen[tip(session.ledger)] = ion(session, ROWS), ion(session, "SELECT * FROM _ql_committed_T")
    for seq, (rows, committed) in seen.items():
        assert ion(session, "SELECT v AS doc, id FROM T AS OF ? AS v BY id", seq) == rows
        assert ion(session, "SELECT * FROM _ql_committed_T AS OF ? AS c", seq) == committed
        session.go_back(seq)
        assert ion(session, ROWS) == rows
        assert ion(session, "SELECT * FROM _ql_committed_T") == committed
        session.go_back(None)
    ledger.close()


@pytest.fixture
def ann(session: LedgerSession) -> str:
    """Block 1: a table; 2: its index; 3: Ann and Bob; 4: Ann moves."""
    run(session, "CREATE TABLE Person")
    run(session, "CREATE INDEX ON Person (name)")
    [ann, _] = identities(
        run(session, "INSERT INTO Person << {'name': 'Ann', 'city': 'Rome'}, {'name': 'Bob', 'city': 'Oslo'} >>")
    )
    run(session, "UPDATE Person AS p SET p.city = 'Bonn' WHERE p.name = 'Ann'")
    return ann


def test_a_document_of_the_past_is_looked_up_by_its_id_alone(session: LedgerSession, ann: str) -> None:
    text = "SELECT VALUE p.city FROM Person AS OF 3 AS p BY id WHERE id = ?"
    found = session.execute(text, (ann,))
    assert list(found) == ["Rome"]
    assert found.statistics.read_documents == 1
    assert accesses(session, text, ann) == ["identity"]
    by_view = "SELECT VALUE c.data.city FROM _ql_committed_Person AS OF 3 AS c WHERE c.metadata.id IN (?, ?)"
    assert run(session, by_view, ann, ann) == ["Rome"]
    assert accesses(session, by_view, ann, ann) == ["identity"]


def test_an_index_of_the_present_is_not_asked_about_the_past(session: LedgerSession, ann: str) -> None:
    run(session, "UPDATE Person AS p SET p.name = 'Eve' WHERE p.name = 'Bob'")
    text = "SELECT VALUE p.city FROM Person AS OF 4 AS p WHERE p.name = 'Bob'"
    assert run(session, text) == ["Oslo"]
    assert accesses(session, text) == ["scan"]
    session.go_back(4)
    assert run(session, "SELECT VALUE p.city FROM Person AS p WHERE p.name = 'Bob'") == ["Oslo"]
    assert run(session, "SELECT VALUE p.city FROM Person AS p WHERE p.name = 'Eve'") == []


def test_own_changes_have_no_block_yet(session: LedgerSession, ann: str) -> None:
    session.begin()
    run(session, "UPDATE Person AS p SET p.city = 'Graz' WHERE p.name = 'Ann'")
    assert run(session, "SELECT VALUE p.city FROM Person AS OF 4 AS p") == ["Bonn", "Oslo"]
    assert failure(session, "SELECT * FROM Person AS OF 5").code == "LS-LEDGER-026"
    assert failure(session, "SELECT * FROM Person AS OF 'x'").code == "LS-LEDGER-026"


def test_a_block_of_others_is_not_there_before_the_snapshot_sees_it(
    ledger: Ledger, session: LedgerSession, ann: str
) -> None:
    session.begin()
    other = ledger.session()
    run(other, "UPDATE Person AS p SET p.city = 'Kiel'")
    assert failure(session, "SELECT * FROM Person AS OF 5").code == "LS-LEDGER-026"
    session.commit()
    assert run(session, "SELECT VALUE p.city FROM Person AS OF 5 AS p") == ["Kiel", "Kiel"]


def test_who_only_looked_at_the_past_is_in_nobodys_way(ledger: Ledger, session: LedgerSession, ann: str) -> None:
    session.begin()
    run(session, "SELECT * FROM Person AS OF 3")
    run(session, "CREATE TABLE Note")
    run(ledger.session(), "UPDATE Person AS p SET p.city = 'Kiel'")
    assert session.commit() is not None


def test_a_plan_of_the_present_is_not_used_for_the_past(session: LedgerSession, ann: str) -> None:
    text = "SELECT VALUE p.city FROM Person AS p WHERE p.name = 'Ann'"
    assert run(session, text) == ["Bonn"]
    assert session.go_back(3) == 3
    assert run(session, text) == ["Rome"]
    assert session.go_back(4) == session.as_of == 4
    assert run(session, text) == ["Bonn"]
    assert session.go_back(None) is session.as_of is None
    assert run(session, text) == ["Bonn"]


@pytest.mark.parametrize(
    "text",
    [
        "INSERT INTO Person {'name': 'Cid'}",
        "DELETE FROM Person",
        "CREATE TABLE X",
        "DROP TABLE Person",
        "BEGIN",
        "COMMIT",
    ],
)
def test_a_session_in_the_past_changes_nothing(session: LedgerSession, ann: str, text: str) -> None:
    session.go_back(3)
    before = tip(session.ledger)
    error = failure(session, text)
    assert error.code == "LS-LEDGER-027"
    assert r"\asof now" in str(error.hint)
    assert tip(session.ledger) == before


def test_a_transaction_and_the_past_exclude_each_other(session: LedgerSession, ann: str) -> None:
    session.begin()
    with pytest.raises(Exception, match="a transaction is open"):
        session.go_back(3)
    session.abort()
    session.go_back(3)
    with pytest.raises(Exception, match="would be one of the present"):
        session.begin()


def test_tables_are_counted_as_they_were(session: LedgerSession, ann: str) -> None:
    run(session, "DELETE FROM Person AS p WHERE p.name = 'Bob'")
    run(session, "CREATE TABLE Later")
    session.go_back(4)
    assert [(table.name, table.documents) for table in session.tables()] == [("Person", 2)]
    assert [index.field for index in session.tables()[0].indexes] == ["name"]
