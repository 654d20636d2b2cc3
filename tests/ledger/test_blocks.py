"""What a transaction leaves in the journal: statements as they were given, documents, hashes and times."""

from __future__ import annotations

import io

import pytest

from ledgershell.environment import Clock, DemoIdentifiers, Environment
from ledgershell.ion import ion_hash
from ledgershell.ion.convert import from_python
from ledgershell.ion.values import Struct
from ledgershell.journal.hashing import dot
from ledgershell.journal.verify import verify_chain
from ledgershell.ledger.audit import audit
from ledgershell.ledger.blocks import read_blocks
from ledgershell.ledger.ledger import Ledger, create_ledger
from ledgershell.ledger.session import LedgerSession
from tests.ledger.stories import failure, identities, run


def blocks(ledger: Ledger) -> list[Struct]:
    """The whole journal."""
    snapshot = ledger.store.snapshot()
    try:
        return list(read_blocks(snapshot, ledger.strand_id, ledger.symbols(snapshot, snapshot.head())))
    finally:
        snapshot.close()


def texts(block: Struct) -> list[str]:
    """The statements that a block records."""
    return [statement["statement"] for statement in block["transactionInfo"]["statements"]]


def assert_sound(ledger: Ledger) -> None:
    """The chain holds, and everything else follows from it."""
    assert list(verify_chain(iter(blocks(ledger)), strand_id=ledger.strand_id)) == []
    assert list(audit(ledger)) == []


def test_block_zero_says_which_ledger_this_is(ledger: Ledger) -> None:
    [first] = blocks(ledger)
    [text] = texts(first)
    assert text.startswith('CREATE LEDGER "memory" WITH')
    assert ledger.ledger_id in text
    assert ledger.strand_id in text
    assert first["previousBlockHash"] == b""
    assert first["revisions"] == []


def test_statements_stand_as_they_were_given_without_the_semicolon(ledger: Ledger, session: LedgerSession) -> None:
    session.begin()
    run(session, "  create TABLE T  ;  -- done")
    run(session, "INSERT INTO T\n  {'a': ';'} ; ")
    run(session, "SELECT t.a /* ; */ FROM T AS t -- all ;")
    run(session, "SELECT 1")
    assert failure(session, "SELECT nobody FROM nowhere").code.startswith("LS-")
    session.commit()
    assert texts(blocks(ledger)[-1]) == [
        "  create TABLE T  ",
        "INSERT INTO T\n  {'a': ';'} ",
        "SELECT t.a /* ; */ FROM T AS t -- all ;",
        "SELECT 1",
    ]


def test_documents_name_the_statements_that_changed_them(ledger: Ledger, session: LedgerSession) -> None:
    run(session, "CREATE TABLE T")
    session.begin()
    [one] = identities(run(session, "INSERT INTO T {'a': 1}"))
    [two] = identities(run(session, "INSERT INTO T {'a': 2}"))
    run(session, "SELECT * FROM T")
    run(session, "UPDATE T AS t SET t.a = 3 WHERE t.a = 1")
    session.commit()
    documents = blocks(ledger)[-1]["transactionInfo"]["documents"]
    assert {name: entry["statements"] for name, entry in documents.items()} == {one: [0, 3], two: [1]}
    assert {entry["tableName"] for entry in documents.values()} == {"T"}


def test_ddl_stands_in_the_revisions_but_is_no_document(ledger: Ledger, session: LedgerSession) -> None:
    [created] = run(session, "CREATE TABLE T")
    block = blocks(ledger)[-1]
    [revision] = block["revisions"]
    assert revision["metadata"]["id"] == created["tableId"]
    assert revision["data"]["name"] == "T"
    assert len(block["transactionInfo"]["documents"]) == 0


def test_the_digest_of_a_statement_without_parameters_is_the_hash_of_its_text(
    ledger: Ledger, session: LedgerSession
) -> None:
    run(session, "CREATE TABLE T")
    [statement] = blocks(ledger)[-1]["transactionInfo"]["statements"]
    assert statement["statementDigest"] == ion_hash("CREATE TABLE T")


@pytest.mark.parametrize(
    "document",
    [{"a": 1}, {"a": [1.5, "x"], "b": {"c": b"y"}}, [{"a": 1}], [{"a": 1}, {"b": 2}, {"a": 1}], [{"a": 1}] * 3],
    ids=["flat", "nested", "list of one", "list of three", "the same one thrice"],
)
def test_the_digest_of_a_statement_with_parameters_folds_them_in(
    ledger: Ledger, session: LedgerSession, document: object
) -> None:
    run(session, "CREATE TABLE T")
    value = from_python(document)
    session.begin()
    run(session, "INSERT INTO T ?", value)
    run(session, "SELECT * FROM T AS t WHERE t.a = ? AND t.b = ?", 5, value)
    session.commit()
    first, second = blocks(ledger)[-1]["transactionInfo"]["statements"]
    assert first["statementDigest"] == dot(ion_hash("INSERT INTO T ?"), ion_hash(value))
    expected = dot(dot(ion_hash("SELECT * FROM T AS t WHERE t.a = ? AND t.b = ?"), ion_hash(5)), ion_hash(value))
    assert second["statementDigest"] == expected


class BrokenClock(Clock):
    """A clock that somebody sets back."""

    def __init__(self) -> None:
        self.now = 1_000_000

    def milliseconds(self) -> int:
        return self.now

    def elapsed(self) -> float:
        return 0.0

    def follow(self, tip: int) -> None:
        """Not this one."""


def test_times_never_go_back_whatever_the_clock_does() -> None:
    clock = BrokenClock()
    world = Environment(
        clock, DemoIdentifiers("broken"), stdin=io.StringIO(), stdout=io.StringIO(), stderr=io.StringIO(), variables={}
    )
    ledger = create_ledger(":memory:", world)
    session = ledger.session()
    run(session, "CREATE TABLE T")
    for now in (2_000_000, 500_000, 0, 3_000_000):
        clock.now = now
        run(session, "INSERT INTO T {'a': 1}")
    times = [block["blockTimestamp"].milliseconds() for block in blocks(ledger)]
    assert times == [1_000_000, 1_000_000, 2_000_000, 2_000_000, 2_000_000, 3_000_000]
    taken = run(session, "SELECT VALUE h.metadata.txTime FROM history(T) AS h")
    assert [time.milliseconds() for time in taken] == [2_000_000, 2_000_000, 2_000_000, 3_000_000]
    assert_sound(ledger)
    ledger.close()


def test_names_of_fields_that_did_not_survive_are_not_kept(ledger: Ledger, session: LedgerSession) -> None:
    """A field name may be a secret: what was never committed leaves no symbol."""
    run(session, "CREATE TABLE T")
    session.begin()
    run(session, "INSERT INTO T {'kept': 1}")
    assert failure(session, "INSERT INTO T << {'failed_secret': 1}, 5 >>") is not None
    [gone] = identities(run(session, "INSERT INTO T {'deleted_secret': 1}"))
    run(session, "DELETE FROM T AS t BY id WHERE id = ?", gone)
    [changed] = identities(run(session, "INSERT INTO T {'changed_secret': 1}"))
    run(session, "UPDATE T AS t BY id SET t = {'open': 1} WHERE id = ?", changed)
    session.commit()
    snapshot = ledger.store.snapshot()
    symbols = [text for _, text in snapshot.symbols_after(0)]
    snapshot.close()
    assert {"kept", "open"} <= set(symbols)
    assert not [text for text in symbols if text is not None and "secret" in text]
    assert run(session, "SELECT VALUE t FROM T AS t") == [Struct((("kept", 1),)), Struct((("open", 1),))]
    assert_sound(ledger)


def test_two_writers_that_bring_new_names_at_once_agree_on_numbers(ledger: Ledger, session: LedgerSession) -> None:
    run(session, "CREATE TABLE T")
    first, second = ledger.session(), ledger.session()
    first.begin()
    second.begin()
    run(first, "INSERT INTO T {'alpha': 1, 'shared': 1, 'beta': {'gamma': 2}}")
    run(second, "INSERT INTO T {'delta': 3, 'shared': 3, 'epsilon': [{'gamma': 4}]}")
    first.commit()
    second.commit()
    expected = [
        Struct((("alpha", 1), ("shared", 1), ("beta", Struct((("gamma", 2),))))),
        Struct((("delta", 3), ("shared", 3), ("epsilon", [Struct((("gamma", 4),))]))),
    ]
    assert run(session, "SELECT VALUE t FROM T AS t") == expected
    assert_sound(ledger)
