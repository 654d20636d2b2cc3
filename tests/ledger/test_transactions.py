"""Transactions: what they see, what they leave, and what an error inside one does."""

from __future__ import annotations

from contextlib import closing

import pytest

from ledgershell.errors import Interrupted, LedgershellError, TransactionError
from ledgershell.ledger.ledger import Ledger
from ledgershell.ledger.session import LedgerSession
from tests.ledger.stories import failure, identities, ion, run, tip


@pytest.fixture(autouse=True)
def _accounts(session: LedgerSession) -> None:
    run(session, "CREATE TABLE Account")
    run(session, "CREATE INDEX ON Account (owner)")
    run(session, "INSERT INTO Account << {'owner': 'Ann', 'sum': 10}, {'owner': 'Bob', 'sum': 20} >>")


def test_a_statement_alone_is_a_transaction_and_a_block(ledger: Ledger, session: LedgerSession) -> None:
    before = tip(ledger)
    result = session.execute("INSERT INTO Account {'owner': 'Cid'}")
    assert result.committed is not None
    assert result.committed.seq == before + 1 == tip(ledger)
    assert result.committed.revisions == 1
    assert result.tag == "INSERT 1"


def test_a_query_leaves_no_block(ledger: Ledger, session: LedgerSession) -> None:
    before = tip(ledger)
    result = session.execute("SELECT a.owner FROM Account AS a")
    assert len(list(result)) == 2
    assert (result.tag, result.committed) == ("SELECT 2", None)
    assert tip(ledger) == before


def test_a_change_that_changes_nothing_leaves_no_block(ledger: Ledger, session: LedgerSession) -> None:
    before = tip(ledger)
    result = session.execute("DELETE FROM Account AS a WHERE a.owner = 'Zoe'")
    assert list(result) == []
    assert (result.tag, result.committed) == ("DELETE 0", None)
    session.begin()
    run(session, "SELECT * FROM Account")
    assert session.commit() is None
    assert tip(ledger) == before


def test_own_changes_are_seen_by_scan_index_and_id_and_by_nobody_else(ledger: Ledger, session: LedgerSession) -> None:
    other = ledger.session()
    session.begin()
    [new] = identities(run(session, "INSERT INTO Account {'owner': 'Cid', 'sum': 30}"))
    run(session, "UPDATE Account AS a SET a.sum = 11 WHERE a.owner = 'Ann'")
    run(session, "DELETE FROM Account AS a WHERE a.owner = 'Bob'")

    assert ion(session, "SELECT VALUE a.sum FROM Account AS a") == ["11", "30"]
    assert ion(session, "SELECT VALUE a.sum FROM Account AS a WHERE a.owner = 'Cid'") == ["30"]
    assert ion(session, "SELECT VALUE a.sum FROM Account AS a WHERE a.owner IN ('Bob', 'Ann')") == ["11"]
    assert ion(session, "SELECT VALUE a.sum FROM Account AS a BY id WHERE id = ?", new) == ["30"]
    assert ion(other, "SELECT VALUE a.sum FROM Account AS a") == ["10", "20"]

    session.commit()
    assert ion(other, "SELECT VALUE a.sum FROM Account AS a") == ["11", "30"]


def test_an_own_change_of_the_indexed_field_moves_the_document_in_the_index(session: LedgerSession) -> None:
    session.begin()
    run(session, "UPDATE Account AS a SET a.owner = 'Anna' WHERE a.owner = 'Ann'")
    assert ion(session, "SELECT VALUE a.sum FROM Account AS a WHERE a.owner = 'Ann'") == []
    assert ion(session, "SELECT VALUE a.sum FROM Account AS a WHERE a.owner = 'Anna'") == ["10"]
    run(session, "UPDATE Account AS a SET a.owner = 'Ann' WHERE a.owner = 'Anna'")
    assert ion(session, "SELECT VALUE a.sum FROM Account AS a WHERE a.owner = 'Ann'") == ["10"]
    session.commit()
    assert ion(session, "SELECT VALUE a.sum FROM Account AS a WHERE a.owner = 'Ann'") == ["10"]


def test_a_snapshot_stays_as_it_was(ledger: Ledger, session: LedgerSession) -> None:
    reader = ledger.session()
    reader.begin()
    before = ion(reader, "SELECT * FROM Account")
    run(session, "INSERT INTO Account {'owner': 'Cid'}")
    run(session, "UPDATE Account AS a SET a.sum = 0")
    assert ion(reader, "SELECT * FROM Account") == before
    reader.abort()


def test_rows_that_are_being_read_do_not_show_what_is_written_meanwhile(session: LedgerSession) -> None:
    session.begin()
    rows = iter(session.execute("SELECT VALUE a.sum FROM Account AS a"))
    assert next(rows) == 10
    run(session, "UPDATE Account AS a SET a.sum = 99")
    run(session, "INSERT INTO Account {'owner': 'Cid', 'sum': 99}")
    assert list(rows) == [20]


def test_a_document_changed_thrice_gets_one_revision(session: LedgerSession) -> None:
    session.begin()
    [new] = identities(run(session, "INSERT INTO Account {'owner': 'Cid', 'sum': 1}"))
    run(session, "UPDATE Account AS a BY id SET a.sum = 2 WHERE id = ?", new)
    run(session, "UPDATE Account AS a BY id SET a.sum = 3 WHERE id = ?", new)
    block = session.commit()
    assert block is not None
    assert block.revisions == 1
    shown = "SELECT h.data.sum, h.metadata.version FROM history(Account) AS h WHERE h.metadata.id = ?"
    assert ion(session, shown, new) == ["{sum: 3, version: 0}"]


def test_inserted_and_deleted_in_one_transaction_was_never_there(ledger: Ledger, session: LedgerSession) -> None:
    before = tip(ledger)
    session.begin()
    [new] = identities(run(session, "INSERT INTO Account {'owner': 'Cid'}"))
    run(session, "DELETE FROM Account AS a BY id WHERE id = ?", new)
    assert session.commit() is None
    assert tip(ledger) == before
    assert ion(session, "SELECT * FROM history(Account) AS h WHERE h.metadata.id = ?", new) == []


def test_updated_and_deleted_in_one_transaction_is_deleted(session: LedgerSession) -> None:
    session.begin()
    [ann] = identities(run(session, "UPDATE Account AS a SET a.sum = 11 WHERE a.owner = 'Ann'"))
    run(session, "DELETE FROM Account AS a WHERE a.owner = 'Ann'")
    session.commit()
    assert ion(session, "SELECT VALUE a.owner FROM Account AS a") == ['"Bob"']
    versions = "SELECT VALUE h.metadata.version FROM history(Account) AS h WHERE h.metadata.id = ?"
    assert ion(session, versions, ann) == ["0", "1"]


def test_a_failed_statement_leaves_no_trace_and_the_transaction_open(session: LedgerSession) -> None:
    session.begin()
    run(session, "INSERT INTO Account {'owner': 'Cid', 'sum': 30}")
    error = failure(session, "INSERT INTO Account << {'owner': 'Dan'}, 5 >>")
    assert error.code == "LS-LEDGER-014" or error.code.startswith("LS-EVAL")
    assert session.transaction() is not None
    assert ion(session, "SELECT VALUE a.owner FROM Account AS a") == ['"Ann"', '"Bob"', '"Cid"']
    block = session.commit()
    assert block is not None
    assert block.revisions == 1


def test_an_abort_leaves_nothing(ledger: Ledger, session: LedgerSession) -> None:
    before = tip(ledger)
    run(session, "START TRANSACTION")
    run(session, "DELETE FROM Account")
    assert ion(session, "SELECT * FROM Account") == []
    run(session, "ABORT")
    assert session.transaction() is None
    assert tip(ledger) == before
    assert len(run(session, "SELECT * FROM Account")) == 2


def test_transaction_words_are_statements(session: LedgerSession) -> None:
    [opened] = run(session, "BEGIN")
    state = session.transaction()
    assert state is not None
    assert state.transaction_id == opened["transactionId"]
    run(session, "INSERT INTO Account {'owner': 'Cid'}")
    result = session.execute("COMMIT")
    assert (result.kind, result.tag) == ("transaction", "COMMIT")
    assert result.committed is not None
    assert result.committed.transaction_id == state.transaction_id
    run(session, "BEGIN TRANSACTION")
    assert session.execute("ROLLBACK").tag == "ROLLBACK"


def test_transactions_do_not_nest_and_are_not_ended_twice(session: LedgerSession) -> None:
    assert failure(session, "COMMIT").code == "LS-TX-006"
    assert failure(session, "ABORT").code == "LS-TX-006"
    session.begin()
    assert failure(session, "BEGIN").code == "LS-TX-005"
    assert session.transaction() is not None


def test_the_state_tells_what_was_done_so_far(session: LedgerSession) -> None:
    session.begin()
    run(session, "SELECT * FROM Account")
    run(session, "UPDATE Account AS a SET a.sum = 1")
    state = session.transaction()
    assert state is not None
    assert (state.changed_documents, state.statements) == (2, 2)


def test_a_result_cannot_be_read_behind_the_end_of_its_transaction(session: LedgerSession) -> None:
    session.begin()
    rows = iter(session.execute("SELECT * FROM Account"))
    next(rows)
    session.commit()
    with pytest.raises(TransactionError) as late:
        list(rows)
    assert late.value.code == "LS-TX-011"


def test_a_query_outside_a_transaction_holds_its_snapshot_until_its_end(session: LedgerSession) -> None:
    rows = iter(session.execute("SELECT VALUE a.owner FROM Account AS a"))
    assert next(rows) == "Ann"
    run(session, "DELETE FROM Account")
    assert list(rows) == ["Bob"]


def test_closing_a_result_lets_go_of_it(session: LedgerSession) -> None:
    result = session.execute("SELECT * FROM Account")
    next(iter(result))
    result.close()
    result.close()
    assert list(result) == []


def test_cancelling_stops_the_statement_and_keeps_the_transaction(session: LedgerSession) -> None:
    session.begin()
    run(session, "INSERT INTO Account {'owner': 'Cid'}")
    rows = iter(
        session.execute(
            "SELECT 1 FROM Account AS a, Account AS b, Account AS c, Account AS d, Account AS e, Account AS f"
        )
    )
    next(rows)
    session.cancel()
    with pytest.raises(Interrupted):
        list(rows)
    assert session.transaction() is not None
    assert len(run(session, "SELECT * FROM Account")) == 3


def test_a_closed_session_says_so(session: LedgerSession) -> None:
    session.begin()
    session.close()
    with pytest.raises(TransactionError) as closed:
        session.execute("SELECT 1")
    assert closed.value.code == "LS-TX-010"


def test_an_error_carries_the_statement_and_its_place(session: LedgerSession) -> None:
    text = "SELECT * FROM Acount"
    error = failure(session, text)
    assert error.text == text
    assert error.span is not None
    assert text[error.span.start : error.span.end] == "Acount"
    assert error.hint is not None
    assert "Account" in error.hint


@pytest.mark.parametrize(
    "text", ["", ";", "-- nothing", "SELECT", "SELECT 1; SELECT 2", "INSERT INTO _ql_committed_Account {}"]
)
def test_nonsense_is_an_error_of_ours(session: LedgerSession, text: str) -> None:
    with pytest.raises(LedgershellError):
        run(session, text)


@pytest.mark.parametrize(
    ("statement", "columns"),
    [
        ("SELECT b, a AS x, 1 + 1 FROM T", ("b", "x", "_3")),
        ("SELECT * FROM T", ()),
        ("SELECT VALUE a FROM T", ()),
        ("INSERT INTO T {'c': 1}", ()),
    ],
)
def test_a_result_tells_its_columns_in_the_order_of_the_select_list(
    session: LedgerSession, statement: str, columns: tuple[str, ...]
) -> None:
    run(session, "CREATE TABLE T")
    run(session, "INSERT INTO T {'a': 1}")
    with closing(session.execute(statement)) as result:
        assert result.columns == columns
    session.begin()
    with closing(session.execute(statement)) as result:
        assert result.columns == columns
