"""Tables and indexes come and go; documents, indexes and history of a dropped table stay."""

from __future__ import annotations

import pytest

from ledgershell.ion.values import Struct
from ledgershell.ledger.audit import audit
from ledgershell.ledger.ledger import Ledger, create_ledger
from ledgershell.ledger.session import LedgerSession
from tests.ledger.stories import accesses, demo_world, failure, identities, ion, run, tip


def table_id(session: LedgerSession, name: str) -> str:
    """The id of the youngest table of a name."""
    found = run(session, "SELECT VALUE t.tableId FROM information_schema.user_tables AS t WHERE t.name = ?", name)
    return str(found[-1])


def index_id(session: LedgerSession, name: str) -> str:
    """The id of a table's only index."""
    [found] = run(
        session, "SELECT VALUE t.indexes[0].indexId FROM information_schema.user_tables AS t WHERE t.name = ?", name
    )
    return str(found)


def test_ddl_returns_the_table_id_and_leaves_a_block_each(ledger: Ledger, session: LedgerSession) -> None:
    [created] = run(session, "CREATE TABLE T")
    assert created["tableId"] == table_id(session, "T")
    assert ion(session, "CREATE INDEX ON T (a)") == ion(session, "DROP TABLE T")
    assert tip(ledger) == 3


def test_a_table_of_that_name_exists_already(session: LedgerSession) -> None:
    run(session, "CREATE TABLE T")
    error = failure(session, "CREATE TABLE T")
    assert error.code == "LS-LEDGER-002"
    assert error.span is not None
    run(session, "DROP TABLE T")
    run(session, "CREATE TABLE T")


def test_drop_and_undrop_bring_documents_and_indexes_back(ledger: Ledger, session: LedgerSession) -> None:
    run(session, "CREATE TABLE T")
    run(session, "CREATE INDEX ON T (a)")
    run(session, "INSERT INTO T << {'a': 1}, {'a': 2} >>")
    old = table_id(session, "T")
    run(session, "DROP TABLE T")
    error = failure(session, "SELECT * FROM T")
    assert error.code.startswith("LS-NAME")
    run(session, "CREATE TABLE T")
    assert failure(session, f'UNDROP TABLE "{old}"').code == "LS-LEDGER-002"
    run(session, "DROP TABLE T")
    assert ion(session, f'UNDROP TABLE "{old}"') == [f'{{tableId: "{old}"}}']
    assert failure(session, f'UNDROP TABLE "{old}"').code == "LS-LEDGER-004"
    found = session.execute("SELECT * FROM T AS t WHERE t.a = 2")
    assert len(list(found)) == 1
    assert found.statistics.read_documents == 1
    assert list(audit(ledger)) == []


def test_undrop_wants_the_id_and_says_which(session: LedgerSession) -> None:
    run(session, "CREATE TABLE T")
    run(session, "DROP TABLE T")
    error = failure(session, 'UNDROP TABLE "T"')
    assert error.hint is not None
    assert table_id(session, "T") in error.hint


def test_an_index_on_a_full_table_is_built_with_the_commit(ledger: Ledger, session: LedgerSession) -> None:
    run(session, "CREATE TABLE T")
    run(session, "INSERT INTO T << {'a': 1}, {'a': `1.0`}, {'a': 2}, {'b': 1}, {'a': null}, {'a': {'x': 1}} >>")
    scanned = ion(session, "SELECT * FROM T AS t WHERE t.a = 1")
    run(session, "CREATE INDEX ON T (a)")
    looked_up = session.execute("SELECT * FROM T AS t WHERE t.a = 1")
    assert len(list(looked_up)) == 2 == looked_up.statistics.read_documents
    assert ion(session, "SELECT * FROM T AS t WHERE t.a = 1") == scanned
    assert list(audit(ledger)) == []


def test_an_index_is_dropped_by_its_id_and_with_the_clause_only(session: LedgerSession) -> None:
    run(session, "CREATE TABLE T")
    run(session, "CREATE INDEX ON T (a)")
    index = index_id(session, "T")
    for clause in ("", " WITH (purge = false)", " WITH (PURGE = true)", " WITH (other = true)"):
        assert failure(session, f'DROP INDEX "{index}" ON T{clause}').code == "LS-LEDGER-009"
    unknown = failure(session, 'DROP INDEX "a" ON T WITH (purge = true)')
    assert unknown.code == "LS-LEDGER-006"
    assert unknown.hint is not None
    assert index in unknown.hint
    run(session, f'DROP INDEX "{index}" ON T WITH (purge = true)')
    assert accesses(session, "SELECT * FROM T AS t WHERE t.a = 1") == ["scan"]
    run(session, "CREATE INDEX ON T (a)")


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("CREATE INDEX ON T (a)", "LS-LEDGER-005"),
        ("CREATE INDEX ON T (a, b)", "LS-LEDGER-023"),
        ("CREATE INDEX ON T (a.b)", "LS-LEDGER-023"),
        ("CREATE INDEX ON Tee (a)", "LS-LEDGER-001"),
        ("DROP TABLE Tee", "LS-LEDGER-001"),
        ("DROP TABLE \"t\"", "LS-LEDGER-001"),
        ("CREATE TABLE \"a b\"", "LS-LEDGER-003"),
        ("CREATE TABLE _ql_x", "LS-LEDGER-003"),
        ("CREATE TABLE a.b", "LS-LEDGER-024"),
        ("UNDROP TABLE \"nothing\"", "LS-LEDGER-001"),
        ("CREATE TABLE X WITH (other = 1)", "LS-LEDGER-020"),
        ("CREATE TABLE X WITH (aws_tags = 5)", "LS-LEDGER-020"),
        ("CREATE TABLE X WITH (aws_tags = `{a: 5}`)", "LS-LEDGER-020"),
    ],
)  # fmt: skip
def test_what_ddl_refuses(session: LedgerSession, statement: str, code: str) -> None:
    run(session, "CREATE TABLE T")
    run(session, "CREATE INDEX ON T (a)")
    assert failure(session, statement).code == code


def test_tags_are_kept_but_not_shown(session: LedgerSession) -> None:
    run(session, "CREATE TABLE T WITH (aws_tags = `{'owner': 'me', stage: 'test'}`)")
    [row] = run(session, "SELECT * FROM information_schema.user_tables")
    assert row.keys() == ("tableId", "name", "indexes", "status")


def test_tags_need_a_ledger_in_standard_mode() -> None:
    ledger = create_ledger(":memory:", demo_world(), permissions_mode="ALLOW_ALL")
    session = ledger.session()
    assert failure(session, "CREATE TABLE T WITH (aws_tags = `{owner: 'me'}`)").code == "LS-LEDGER-020"
    ledger.close()


def test_tables_and_documents_may_share_a_transaction(ledger: Ledger, session: LedgerSession) -> None:
    before = tip(ledger)
    session.begin()
    run(session, "CREATE TABLE T")
    run(session, "CREATE INDEX ON T (a)")
    ids = identities(run(session, "INSERT INTO T << {'a': 1}, {'a': 2} >>"))
    assert ion(session, "SELECT VALUE t.a FROM T AS t WHERE t.a = 2") == ["2"]
    run(session, "DELETE FROM T AS t WHERE t.a = 1")
    assert failure(ledger.session(), "SELECT * FROM T").code.startswith("LS-NAME")
    block = session.commit()
    assert block is not None
    assert (block.revisions, tip(ledger)) == (2, before + 1)  # the table, and the document that is left
    assert ion(session, "SELECT VALUE id FROM T AS t BY id WHERE t.a = 2") == [f'"{ids[1]}"']
    assert list(audit(ledger)) == []


def test_an_abort_takes_tables_back_too(session: LedgerSession) -> None:
    session.begin()
    run(session, "CREATE TABLE T")
    run(session, "INSERT INTO T {'a': 1}")
    session.abort()
    assert run(session, "SELECT * FROM information_schema.user_tables") == []
    run(session, "CREATE TABLE T")
    assert run(session, "SELECT * FROM T") == []


def test_a_failed_definition_leaves_the_catalogue_of_the_transaction_alone(session: LedgerSession) -> None:
    session.begin()
    run(session, "CREATE TABLE T")
    assert failure(session, "CREATE TABLE T").code == "LS-LEDGER-002"
    run(session, "INSERT INTO T {'a': 1}")
    session.commit()
    assert len(run(session, "SELECT * FROM T")) == 1


def test_names_are_found_exactly_then_in_any_case(session: LedgerSession) -> None:
    run(session, "CREATE TABLE Person")
    run(session, "INSERT INTO person {'a': 1}")
    assert len(run(session, "SELECT * FROM PERSON")) == 1
    assert len(run(session, "SELECT * FROM _ql_committed_person")) == 1
    assert len(run(session, "SELECT * FROM history(pErson)")) == 1
    run(session, "CREATE TABLE person")
    assert run(session, "SELECT * FROM person") == []
    error = failure(session, "SELECT * FROM PERSON")
    assert error.code == "LS-LEDGER-008"
    assert "Person, person" in error.message


def test_the_description_counts_documents(session: LedgerSession) -> None:
    run(session, "CREATE TABLE B")
    run(session, "CREATE TABLE A")
    run(session, "CREATE INDEX ON A (x)")
    run(session, "INSERT INTO A << {'x': 1}, {'x': 2} >>")
    described = session.tables()
    assert [(table.name, table.documents, len(table.indexes)) for table in described] == [("A", 2, 1), ("B", 0, 0)]


def test_there_is_one_procedure_and_it_takes_three_arguments(ledger: Ledger, session: LedgerSession) -> None:
    run(session, "CREATE TABLE T")
    address = f'`{{strandId: "{ledger.strand_id}", sequenceNo: 2}}`'
    assert failure(session, f"EXEC REDACT_REVISION {address}").code == "LS-LEDGER-015"
    assert failure(session, "EXEC something 1").code == "LS-LEDGER-015"


def test_a_definition_takes_exactly_the_values_that_it_has_parameters_for(session: LedgerSession) -> None:
    for statement, values in (
        ("CREATE TABLE T", (1,)),
        ("BEGIN", (1,)),
        ("DROP TABLE T", (1, 2)),
        ("CREATE TABLE T WITH (aws_tags = ?)", ()),
        ("EXPLAIN SELECT 1", (1,)),
    ):
        assert failure(session, statement, *values).code == "LS-EVAL-005"
    assert session.transaction() is None
    run(session, "CREATE TABLE T WITH (aws_tags = ?)", Struct([("k", "v")]))
    run(session, "EXPLAIN SELECT * FROM T WHERE T.a = ?")
    assert len(run(session, "SELECT * FROM T WHERE T.a = ?", 1)) == 0
