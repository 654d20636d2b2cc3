"""EXEC REDACT_REVISION: the data of a superseded revision go; everything that proves they were there stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from ledgershell.ion.hashing import ion_hash
from ledgershell.ion.values import Struct, Value
from ledgershell.journal.verify_proof import verify_revision_proof
from ledgershell.ledger.ledger import Ledger, create_ledger, open_ledger
from ledgershell.ledger.limits import QLDB
from ledgershell.ledger.session import LedgerSession
from tests.ledger.redacting import EXEC, address, arguments, history, kinds, redact, table_id
from tests.ledger.stories import demo_world, failure, identities, ion, run, tip


def faults(session: LedgerSession) -> list[object]:
    return list(session.verify())


# -- What goes, and what stays


def test_the_answer_is_qldbs(session: LedgerSession, ann: str) -> None:
    result = redact(session, ann, 0)
    [row] = result.all()
    assert row == Struct(
        (("blockAddress", address(session, 2)), ("tableId", table_id(session)), ("documentId", ann), ("version", 0))
    )
    assert (result.kind, result.tag) == ("redaction", "EXEC")
    assert result.committed is not None
    assert (result.committed.seq, result.committed.revisions, result.committed.erased) == (5, 0, True)


def test_the_data_go_and_their_hash_takes_the_place(session: LedgerSession, ann: str) -> None:
    before = history(session, ann)
    redact(session, ann, 0)
    after = history(session, ann)
    assert after[0].keys() == ("blockAddress", "hash", "dataHash", "metadata")
    assert after[0]["dataHash"] == ion_hash(before[0]["data"])
    assert (after[0]["hash"], after[0]["metadata"]) == (before[0]["hash"], before[0]["metadata"])
    assert after[1:] == before[1:]


def test_current_documents_do_not_notice(session: LedgerSession, ann: str) -> None:
    views = ("SELECT * FROM Person", "SELECT * FROM _ql_committed_Person", "SELECT COUNT(*) FROM Person")
    before = [ion(session, text) for text in views]
    redact(session, ann, 0)
    assert [ion(session, text) for text in views] == before


def test_the_block_says_what_was_redacted(session: LedgerSession, ann: str) -> None:
    redact(session, ann, 1)
    block = session.block(5).block
    [named] = block["redactionInfo"]["revisions"]
    assert named == run(session, "SELECT VALUE b FROM ? AS b", [named])[0]
    assert named.keys() == ("blockAddress", "tableId", "documentId", "version")
    assert (named["blockAddress"]["sequenceNo"], named["documentId"], named["version"]) == (3, ann, 1)
    assert ion_hash(block["redactionInfo"]) in block["entriesHashList"]
    assert block["transactionInfo"]["documents"] == Struct()
    assert block["revisions"] == []


def test_no_earlier_hash_changes_and_everything_verifies(session: LedgerSession, ann: str) -> None:
    anchor = session.digest()
    hashes = [session.block(seq).block["blockHash"] for seq in range(5)]
    redact(session, ann, 0)
    redact(session, ann, 1)
    assert [session.block(seq).block["blockHash"] for seq in range(5)] == hashes
    assert session.digest(anchor.sequence_no).digest == anchor.digest
    check = session.verify(anchor)
    assert list(check) == []
    assert check.outcome == "verified"


def test_the_redacted_revision_is_still_proved(session: LedgerSession, ann: str) -> None:
    anchor = session.digest()
    redact(session, ann, 0)
    shown = session.revision(ann, 2, anchor.sequence_no)
    assert "data" not in shown.revision
    assert verify_revision_proof(shown.revision, shown.proof or (), anchor, shown.block) == []
    other = Struct((name, bytes(32) if name == "dataHash" else value) for name, value in shown.revision.items())
    assert verify_revision_proof(other, shown.proof or (), anchor, shown.block) != []


def test_every_view_copes(session: LedgerSession, ann: str) -> None:
    redact(session, ann, 1)
    assert ion(session, "SELECT c.operation, c.old, c.new FROM changes(Person) AS c") == [
        '{operation: "INSERT", new: {name: "Ann", age: 41}}',
        '{operation: "UPDATE", old: {name: "Ann", age: 41}}',
        '{operation: "UPDATE", new: {name: "Hannah", age: 41}}',
    ]
    assert [one.state for one in session.log(ann)] == ["inserted", "redacted", "updated"]
    assert run(session, "SELECT VALUE h.metadata.version FROM history(Person) AS h WHERE h.data.name = 'Anna'") == []
    assert run(session, "SELECT VALUE h.dataHash IS MISSING FROM history(Person) AS h") == [True, False, True]
    [then] = [row["metadata"]["txTime"] for row in history(session, ann) if row["metadata"]["version"] == 1]
    at_that_time = run(session, f"SELECT * FROM history(Person, `{then.text()}`, `{then.text()}`) AS h")
    assert kinds(at_that_time) == ["dataHash"]


def test_the_revisions_of_a_deleted_document(session: LedgerSession, ann: str) -> None:
    run(session, "DELETE FROM Person")
    for version in (2, 0, 1):
        redact(session, ann, version)
    assert kinds(history(session, ann)) == ["dataHash", "dataHash", "dataHash", ""]
    assert faults(session) == []


def test_the_table_may_have_been_dropped(session: LedgerSession, ann: str) -> None:
    table = table_id(session)
    run(session, "DROP TABLE Person")
    redact(session, ann, 0)
    run(session, f'UNDROP TABLE "{table}"')
    assert kinds(history(session, ann)) == ["dataHash", "data", "data"]
    assert ion(session, "SELECT VALUE p.name FROM Person AS p") == ['"Hannah"']
    assert faults(session) == []


def test_one_document_of_many_in_a_block(session: LedgerSession) -> None:
    run(session, "CREATE TABLE Person")
    documents = identities(run(session, "INSERT INTO Person << {'n': 1}, {'n': 2}, {'n': 3} >>"))
    run(session, "UPDATE Person SET n = n + 10")
    redact(session, documents[1], 0)
    assert [kinds(history(session, document)) for document in documents] == [
        ["data", "data"],
        ["dataHash", "data"],
        ["data", "data"],
    ]
    assert faults(session) == []


def test_everything_is_the_same_after_reopening(path: Path) -> None:
    ledger = create_ledger(path, demo_world())
    session = ledger.session()
    run(session, "CREATE TABLE Person")
    [document] = identities(run(session, "INSERT INTO Person {'name': 'Ann', 'only_here': 1}"))
    run(session, "UPDATE Person AS p SET p = {'name': 'Anna'}")
    redact(session, document, 0)
    before = [session.digest().digest, ion(session, "SELECT * FROM history(Person) AS h")]
    ledger.close()
    ledger = open_ledger(path, demo_world("later"))
    session = ledger.session()
    assert [session.digest().digest, ion(session, "SELECT * FROM history(Person) AS h")] == before
    assert faults(session) == []
    ledger.close()


# -- How it may be written


def test_literals_in_any_case(ledger: Ledger, session: LedgerSession, ann: str) -> None:
    block = f'`{{strandId: "{ledger.strand_id}", sequenceNo: 2}}`'
    run(session, f"exec redact_revision {block}, '{table_id(session)}', '{ann}'")
    assert kinds(history(session, ann)) == ["dataHash", "data", "data"]


def test_a_struct_of_the_language(ledger: Ledger, session: LedgerSession, ann: str) -> None:
    block = f"{{'strandId': '{ledger.strand_id}', 'sequenceNo': ?}}"
    run(session, f"EXEC REDACT_REVISION {block}, '{table_id(session)}', '{ann}'", 3)
    assert kinds(history(session, ann)) == ["data", "dataHash", "data"]


@pytest.mark.parametrize(
    ("position", "wrong"),
    [
        (0, 2),
        (0, Struct((("sequenceNo", 2),))),
        (0, Struct((("strandId", "another"), ("sequenceNo", 2)))),
        (0, "{strandId: 1}"),
        (1, "Person"),
        (1, 5),
        (1, "_ql_catalogue"),
        (2, None),
    ],
)
def test_wrong_arguments_are_refused(session: LedgerSession, ann: str, position: int, wrong: Value) -> None:
    given = list(arguments(session, ann, 0))
    given[position] = wrong
    assert failure(session, EXEC, *given).code == "LS-LEDGER-015"


@pytest.mark.parametrize("seq", [1, 99, -1, 1 << 80])
def test_a_block_without_a_revision_of_the_document(session: LedgerSession, ann: str, seq: int) -> None:
    _, table, document = arguments(session, ann, 0)
    before = session.digest().digest
    assert failure(session, EXEC, address(session, seq), table, document).code == "LS-LEDGER-028"
    assert failure(session, EXEC, address(session, 2), table, "nobody").code == "LS-LEDGER-028"
    assert session.digest().digest == before


def test_an_address_is_not_known_by_its_number_alone(session: LedgerSession, ann: str) -> None:
    _, table, document = arguments(session, ann, 0)
    for seq in ("2", 2.0, True):
        wrong = Struct((("strandId", session.describe().strand_id), ("sequenceNo", seq)))
        assert failure(session, EXEC, wrong, table, document).code == "LS-LEDGER-015"


# -- What is refused


def test_the_current_revision_stays(session: LedgerSession, ann: str) -> None:
    error = failure(session, EXEC, *arguments(session, ann, 2))
    assert (error.code, error.message) == ("LS-LEDGER-016", f"version 2 of document {ann} is the current one")
    assert error.hint is not None
    run(session, "UPDATE Person SET name = 'Johanna'")
    redact(session, ann, 2)  # the control: superseded, it may go


def test_a_deletion_has_no_data(session: LedgerSession, ann: str) -> None:
    run(session, "DELETE FROM Person")
    error = failure(session, EXEC, *arguments(session, ann, 3))
    assert (error.code, error.message) == (
        "LS-LEDGER-016",
        f"version 3 of document {ann} is its deletion, and has no data",
    )


def test_nothing_is_redacted_twice(session: LedgerSession, ann: str) -> None:
    redact(session, ann, 0)
    error = failure(session, EXEC, *arguments(session, ann, 0))
    assert (error.code, error.message) == (
        "LS-LEDGER-016",
        f"version 0 of document {ann} was redacted already, by block 5",
    )


def test_a_transaction_redacts_once_and_changes_nothing_else(ledger: Ledger, session: LedgerSession, ann: str) -> None:
    session.begin()
    run(session, EXEC, *arguments(session, ann, 0))
    for text, parameters in (
        (EXEC, arguments(session, ann, 1)),
        ("INSERT INTO Person {'name': 'Bob'}", ()),
        ("UPDATE Person SET name = 'Bob'", ()),
        ("DELETE FROM Person", ()),
        ("CREATE TABLE Car", ()),
    ):
        assert failure(session, text, *parameters).code == "LS-TX-012", text
    assert len(run(session, "SELECT * FROM Person")) == 1, "queries may stand beside it"
    committed = session.commit()
    assert committed is not None
    assert committed.erased is True
    assert kinds(history(session, ann)) == ["dataHash", "data", "data"]
    texts = [each["statement"] for each in session.block(tip(ledger)).block["transactionInfo"]["statements"]]
    assert texts[-1] == "SELECT * FROM Person"
    assert EXEC in texts


@pytest.mark.parametrize("change", ["INSERT INTO Person {'name': 'Bob'}", "CREATE TABLE Car", "DELETE FROM Person"])
def test_nor_does_it_redact_after_a_change(session: LedgerSession, ann: str, change: str) -> None:
    session.begin()
    run(session, change)
    assert failure(session, EXEC, *arguments(session, ann, 0)).code == "LS-TX-012"
    session.commit()
    assert kinds(history(session, ann))[:3] == ["data", "data", "data"]
    assert faults(session) == []


def test_an_aborted_redaction_leaves_everything(ledger: Ledger, session: LedgerSession, ann: str) -> None:
    before = tip(ledger)
    session.begin()
    run(session, EXEC, *arguments(session, ann, 0))
    session.abort()
    assert tip(ledger) == before
    assert kinds(history(session, ann)) == ["data", "data", "data"]


def test_a_statement_that_fails_behind_it_does_not_undo_it(session: LedgerSession, ann: str) -> None:
    session.begin()
    run(session, EXEC, *arguments(session, ann, 0))
    failure(session, "SELECT * FROM nowhere")
    session.commit()
    assert kinds(history(session, ann)) == ["dataHash", "data", "data"]


def test_a_ledger_open_for_reading_refuses(path: Path) -> None:
    ledger = create_ledger(path, demo_world())
    session = ledger.session()
    run(session, "CREATE TABLE Person")
    [document] = identities(run(session, "INSERT INTO Person {'name': 'Ann'}"))
    run(session, "UPDATE Person SET name = 'Anna'")
    wanted = arguments(session, document, 0)
    ledger.close()
    reader = open_ledger(path, demo_world(), read_only=True)
    assert failure(reader.session(), EXEC, *wanted).code == "LS-LEDGER-018"
    reader.close()


def test_qldbs_limits_let_it_be() -> None:
    ledger = create_ledger(":memory:", demo_world(), limits=QLDB)
    session = ledger.session()
    run(session, "CREATE TABLE Person")
    [document] = identities(run(session, "INSERT INTO Person {'name': 'Ann'}"))
    run(session, "UPDATE Person SET name = 'Anna'")
    redact(session, document, 0)
    assert kinds(history(session, document)) == ["dataHash", "data"]
    ledger.close()


# -- Values in recorded statements


def test_the_result_names_the_blocks_whose_statements_still_hold_values(session: LedgerSession) -> None:
    run(session, "CREATE TABLE Person")
    [document] = identities(run(session, "INSERT INTO Person {'name': 'Ann', 'number': '123-45-6789', 'age': 41}"))
    run(session, "UPDATE Person AS p SET p = ?", Struct((("name", "x"),)))
    run(session, "INSERT INTO Person {'note': 'ask 123-45-6789'}")
    run(session, "INSERT INTO Person {'age': 41}")
    result = redact(session, document, 0)
    assert result.recorded_in == (2, 4), "block 5 has only a small number, which tells nothing"


def test_parameters_leave_nothing_behind(session: LedgerSession) -> None:
    run(session, "CREATE TABLE Person")
    document = Struct((("name", "Ann Smith"), ("numbers", [1234567, 2.5])))
    [identity] = identities(run(session, "INSERT INTO Person ?", document))
    run(session, "UPDATE Person AS p SET p = ?", Struct())
    assert redact(session, identity, 0).recorded_in == ()


@pytest.mark.parametrize(
    "written",
    [
        "{'v': 'O''Brien'}",
        '`{v: "O\'Brien"}`',
        '`{v: "tab\\there"}`',
        "{'v': `2024-01-31T`}",
        "{'v': 12.50}",
        "{'v': -7654321}",
        "{'v': `{{c2VjcmV0}}`}",
        "{'v': [[['deep down']]]}",
        "{'v': `note::'a symbol'`}",
        "{'very_private_name': true}",
    ],
)
def test_values_of_all_kinds_are_found_in_statements(session: LedgerSession, written: str) -> None:
    run(session, "CREATE TABLE Person")
    [identity] = identities(run(session, f"INSERT INTO Person {written}"))
    run(session, "UPDATE Person AS p SET p = {}")
    assert redact(session, identity, 0).recorded_in == (2,)
