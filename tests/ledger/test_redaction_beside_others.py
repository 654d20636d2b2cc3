"""Redactions beside others: the names that go with the data, and those who use them at the same time."""

from __future__ import annotations

from pathlib import Path

import pytest

from ledgershell.ion.values import MISSING
from ledgershell.ledger.audit import audit
from ledgershell.ledger.ledger import Ledger, create_ledger, open_ledger
from ledgershell.ledger.session import LedgerSession
from tests.ledger.redacting import EXEC, arguments, history, kinds, redact
from tests.ledger.stories import demo_world, identities, ion, run


def faults(session: LedgerSession) -> list[object]:
    return list(session.verify())


# -- Names


def names(ledger: Ledger) -> list[str | None]:
    snapshot = ledger.store.snapshot()
    try:
        return [text for _, text in snapshot.symbols_after(0)]
    finally:
        snapshot.close()


def test_names_that_nobody_else_uses_go_and_their_numbers_stay_used(ledger: Ledger, session: LedgerSession) -> None:
    run(session, "CREATE TABLE Person")
    catalogue = names(ledger)
    [ann] = identities(run(session, "INSERT INTO Person `{first: 1, shared: {inner: tag::symbol}, last: 2}`"))
    run(session, "UPDATE Person AS p SET p = {'shared': 1, 'new': 2}")
    assert names(ledger) == [*catalogue, "first", "shared", "inner", "symbol", "tag", "last", "new"]
    redact(session, ann, 0)
    assert names(ledger) == [*catalogue, None, "shared", None, None, None, None, "new"]
    run(session, "INSERT INTO Person {'first': 3, 'last': 4}")
    assert names(ledger) == [*catalogue, None, "shared", None, None, None, None, "new", "first", "last"]
    assert ion(session, "SELECT * FROM Person") == ["{shared: 1, new: 2}", "{first: 3, last: 4}"]
    assert faults(session) == []


def test_a_name_stays_while_any_revision_of_any_table_uses_it(ledger: Ledger, session: LedgerSession) -> None:
    run(session, "CREATE TABLE Person")
    run(session, "CREATE TABLE Other")
    [ann] = identities(run(session, "INSERT INTO Person {'kept': 1}"))
    [other] = identities(run(session, "INSERT INTO Other {'x': [{'kept': 1}]}"))
    run(session, "UPDATE Person AS p SET p = {'y': 1}")
    run(session, "DELETE FROM Other")
    redact(session, ann, 0)
    assert "kept" in names(ledger)
    redact(session, other, 0, "Other")
    assert "kept" not in names(ledger), "that was the last one"
    assert faults(session) == []


def test_a_transaction_that_knew_a_name_writes_it_anew(ledger: Ledger, session: LedgerSession) -> None:
    run(session, "CREATE TABLE Person")
    [ann] = identities(run(session, "INSERT INTO Person {'gone': 1}"))
    run(session, "UPDATE Person AS p SET p = {'here': 1}")
    other = ledger.session()
    other.begin()
    run(other, "INSERT INTO Person {'gone': 2, 'here': 3}")
    redact(session, ann, 0)
    assert "gone" not in names(ledger)
    other.commit()
    assert names(ledger)[-1] == "gone"
    assert ion(session, "SELECT * FROM Person") == ["{here: 1}", "{gone: 2, here: 3}"]
    assert faults(session) == []


def test_two_redactions_that_take_the_last_two_uses_of_a_name(ledger: Ledger, session: LedgerSession) -> None:
    run(session, "CREATE TABLE Person")
    [one] = identities(run(session, "INSERT INTO Person {'gone': 1}"))
    [two] = identities(run(session, "INSERT INTO Person {'gone': 2}"))
    run(session, "UPDATE Person AS p SET p = {'here': 1}")
    other = ledger.session()
    wanted = arguments(session, one, 0)
    other.begin()
    run(other, EXEC, *wanted)
    redact(session, two, 0)
    assert "gone" in names(ledger), "the other one has not committed yet"
    assert other.commit() is not None
    assert "gone" not in names(ledger)
    assert faults(session) == []


def test_a_name_that_somebody_begins_to_use_meanwhile_stays(ledger: Ledger, session: LedgerSession) -> None:
    run(session, "CREATE TABLE Person")
    [one] = identities(run(session, "INSERT INTO Person {'gone': 1}"))
    run(session, "UPDATE Person AS p SET p = {'here': 1}")
    other = ledger.session()
    wanted = arguments(session, one, 0)
    other.begin()
    run(other, EXEC, *wanted)
    run(session, "INSERT INTO Person {'gone': 2}")
    assert other.commit() is not None
    assert "gone" in names(ledger)
    assert ion(session, "SELECT * FROM Person") == ["{here: 1}", "{gone: 2}"]
    assert faults(session) == []


def test_whoever_read_the_past_conflicts_with_a_redaction(ledger: Ledger, session: LedgerSession, ann: str) -> None:
    other = ledger.session()
    other.begin()
    assert ion(other, "SELECT VALUE p.name FROM Person AS OF 2 AS p") == ['"Ann"']
    run(other, "INSERT INTO Person {'name': 'Bob'}")
    redact(session, ann, 0)
    with pytest.raises(Exception, match="a revision of it"):
        other.commit()
    assert ion(other, "SELECT VALUE p.name FROM Person AS OF 2 AS p") == []


def test_another_program_learns_that_names_went(path: Path) -> None:
    ours = create_ledger(path, demo_world())
    session = ours.session()
    run(session, "CREATE TABLE Person")
    [ann] = identities(run(session, "INSERT INTO Person {'gone': 1}"))
    run(session, "UPDATE Person AS p SET p = {'here': 1}")
    theirs = open_ledger(path, demo_world("theirs"))
    other = theirs.session()
    assert ion(other, "SELECT h.data FROM history(Person) AS h")[0] == "{data: {gone: 1}}"
    redact(session, ann, 0)
    run(other, "INSERT INTO Person {'gone': 2}")
    assert ion(session, "SELECT * FROM Person") == ion(other, "SELECT * FROM Person") == ["{here: 1}", "{gone: 2}"]
    assert names(ours)[-2:] == ["here", "gone"]
    assert list(audit(theirs)) == []
    theirs.close()
    ours.close()


def test_a_snapshot_from_before_still_reads_what_it_saw(ledger: Ledger, session: LedgerSession, ann: str) -> None:
    other = ledger.session()
    other.begin()
    rows = iter(other.execute("SELECT * FROM history(Person) AS h"))
    first = next(rows)
    redact(session, ann, 0)
    assert first["data"]["name"] == "Ann", "a row that was read stays what it is"
    assert [row["data"]["name"] for row in rows] == ["Anna", "Hannah"]
    assert [row["data"].get("name", MISSING) for row in history(other, ann)] == ["Ann", "Anna", "Hannah"]
    other.abort()
    assert kinds(history(other, ann)) == ["dataHash", "data", "data"]


# -- Others at the same time


def test_two_redactions_in_the_same_block_conflict(ledger: Ledger, session: LedgerSession) -> None:
    run(session, "CREATE TABLE Person")
    one, two = identities(run(session, "INSERT INTO Person << {'n': 1}, {'n': 2} >>"))
    run(session, "UPDATE Person SET n = 0")
    other = ledger.session()
    other.begin()
    run(other, EXEC, *arguments(session, one, 0))
    redact(session, two, 0)
    with pytest.raises(Exception, match="block 4 has redacted a revision of block 2 meanwhile") as caught:
        other.commit()
    assert caught.value.code == "LS-TX-013"  # type: ignore[attr-defined]
    redact(other, one, 0)  # alone it is tried again by itself
    assert faults(session) == []


def test_two_redactions_in_different_blocks_do_not(ledger: Ledger, session: LedgerSession, ann: str) -> None:
    wanted = arguments(session, ann, 0)
    other = ledger.session()
    other.begin()
    run(other, EXEC, *wanted)
    redact(session, ann, 1)
    assert other.commit() is not None
    assert kinds(history(session, ann)) == ["dataHash", "dataHash", "data"]
    assert faults(session) == []


def test_whoever_read_the_history_conflicts_with_a_redaction(ledger: Ledger, session: LedgerSession, ann: str) -> None:
    other = ledger.session()
    other.begin()
    history(other, ann)
    run(other, "INSERT INTO Person {'name': 'Bob'}")
    redact(session, ann, 0)
    with pytest.raises(Exception, match="a revision of it") as caught:
        other.commit()
    assert caught.value.code == "LS-TX-013"  # type: ignore[attr-defined]
    run(other, "INSERT INTO Person {'name': 'Bob'}")


def test_a_redaction_minds_no_change_of_its_document(ledger: Ledger, session: LedgerSession, ann: str) -> None:
    wanted = arguments(session, ann, 0)
    other = ledger.session()
    other.begin()
    run(other, EXEC, *wanted)
    run(session, "UPDATE Person SET name = 'Johanna'")
    run(session, "DELETE FROM Person")
    assert other.commit() is not None
    assert kinds(history(session, ann)) == ["dataHash", "data", "data", "data", ""]
    assert faults(session) == []


def test_an_index_built_afterwards_has_what_is_current(session: LedgerSession, ann: str) -> None:
    redact(session, ann, 0)
    run(session, "CREATE INDEX ON Person (name)")
    assert len(run(session, "SELECT * FROM Person WHERE name = 'Hannah'")) == 1
    assert run(session, "SELECT * FROM Person WHERE name = 'Ann'") == []
    assert faults(session) == []
