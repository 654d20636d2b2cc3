"""Which transactions conflict: the rules of QLDB, one story each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

import pytest

from ledgershell.errors import ConflictError
from ledgershell.ledger.ledger import Ledger
from ledgershell.ledger.session import AUTOMATIC_ATTEMPTS, LedgerSession
from ledgershell.storage.store import Found, Snapshot, Wanted, Writer
from tests.ledger.stories import identities, run


@pytest.fixture(autouse=True)
def people(session: LedgerSession) -> list[str]:
    """Ann, Bob and Cid; names are indexed, cities are not."""
    run(session, "CREATE TABLE Person")
    run(session, "CREATE TABLE Pet")
    run(session, "CREATE INDEX ON Person (name)")
    return identities(
        run(
            session,
            """INSERT INTO Person << {'name': 'Ann', 'city': 'Rome'}, {'name': 'Bob', 'city': 'Oslo'},
                                     {'name': 'Cid', 'city': 'Rome'} >>""",
        )
    )


def conflict(ledger: Ledger, mine: Callable[[LedgerSession], object], theirs: str, *parameters: object) -> str | None:
    """The code of the conflict between what I do in a transaction and what others commit meanwhile; or ``None``."""
    me, other = ledger.session(), ledger.session()
    me.begin()
    mine(me)
    run(other, theirs, *parameters)
    error: ConflictError | None = None
    try:
        me.commit()
    except ConflictError as met:
        error = met
    assert me.transaction() is None
    return None if error is None else error.code


def reading(text: str, *parameters: object) -> Callable[[LedgerSession], object]:
    """I read, and write something elsewhere."""

    def both(me: LedgerSession) -> None:
        run(me, text, *parameters)
        run(me, "INSERT INTO Pet {'kind': 'cat'}")

    return both


BY_NAME = "SELECT * FROM Person AS p WHERE p.name = 'Ann'"
BY_CITY = "SELECT * FROM Person AS p WHERE p.city = 'Rome'"


def test_a_scan_conflicts_with_any_change_of_the_table(ledger: Ledger) -> None:
    assert (
        conflict(ledger, reading(BY_CITY), "UPDATE Person AS p SET p.city = 'Bonn' WHERE p.name = 'Bob'") == "LS-TX-001"
    )
    assert conflict(ledger, reading(BY_CITY), "INSERT INTO Person {'name': 'Dan', 'city': 'Bern'}") == "LS-TX-001"
    assert conflict(ledger, reading(BY_CITY), "DELETE FROM Person AS p WHERE p.name = 'Bob'") == "LS-TX-001"


def test_an_indexed_lookup_conflicts_with_its_key_only(ledger: Ledger) -> None:
    assert conflict(ledger, reading(BY_NAME), "UPDATE Person AS p SET p.city = 'Bonn' WHERE p.name = 'Bob'") is None
    assert conflict(ledger, reading(BY_NAME), "INSERT INTO Person {'name': 'Dan'}") is None
    assert (
        conflict(ledger, reading(BY_NAME), "UPDATE Person AS p SET p.city = 'Bonn' WHERE p.name = 'Ann'") == "LS-TX-003"
    )


def test_a_document_that_comes_to_a_key_and_one_that_leaves_it_conflict(ledger: Ledger) -> None:
    renamed = "UPDATE Person AS p SET p.name = 'Ann' WHERE p.name = 'Bob'"
    assert conflict(ledger, reading(BY_NAME), renamed) == "LS-TX-003"
    left = "UPDATE Person AS p SET p.name = 'Zoe' WHERE p.name = 'Ann'"
    assert conflict(ledger, reading(BY_NAME), left) == "LS-TX-003"


def test_a_deleted_document_conflicts_through_its_old_key(ledger: Ledger) -> None:
    assert conflict(ledger, reading(BY_NAME), "DELETE FROM Person AS p WHERE p.name = 'Ann'") == "LS-TX-003"


def test_a_key_that_was_not_found_is_a_read_too(ledger: Ledger) -> None:
    absent = reading("SELECT * FROM Person AS p WHERE p.name = 'Dan'")
    assert conflict(ledger, absent, "INSERT INTO Person {'name': 'Dan'}") == "LS-TX-003"
    assert conflict(ledger, absent, "INSERT INTO Person {'name': 'Eve'}") is None


def test_check_that_it_is_absent_then_insert_keeps_names_unique(ledger: Ledger) -> None:
    """The idiom on which users of QLDB relied."""

    def register(me: LedgerSession) -> None:
        assert run(me, "SELECT * FROM Person AS p WHERE p.name = 'Dan'") == []
        run(me, "INSERT INTO Person {'name': 'Dan'}")

    assert conflict(ledger, register, "INSERT INTO Person {'name': 'Dan'}") == "LS-TX-003"


def test_a_lookup_by_id_conflicts_with_its_document_only(ledger: Ledger, people: list[str]) -> None:
    by_id = reading("SELECT p.* FROM Person AS p BY pid WHERE pid = ?", people[0])
    assert conflict(ledger, by_id, "UPDATE Person AS p SET p.city = 'Bonn' WHERE p.name = 'Bob'") is None
    assert conflict(ledger, by_id, "UPDATE Person AS p SET p.city = 'Bonn' WHERE p.name = 'Ann'") == "LS-TX-002"


def test_inserts_without_reads_never_conflict(ledger: Ledger) -> None:
    def insert(me: LedgerSession) -> None:
        run(me, "INSERT INTO Person {'name': 'Dan'}")

    assert conflict(ledger, insert, "INSERT INTO Person {'name': 'Dan'}") is None


def test_two_writers_of_one_document_conflict(ledger: Ledger) -> None:
    def update(me: LedgerSession) -> None:
        run(me, "UPDATE Person AS p SET p.city = 'Wien' WHERE p.name = 'Ann'")

    assert conflict(ledger, update, "UPDATE Person AS p SET p.city = 'Bonn' WHERE p.name = 'Ann'") is not None


def test_a_transaction_that_only_reads_is_held_to_it(ledger: Ledger) -> None:
    theirs = "UPDATE Person AS p SET p.city = 'Bonn' WHERE p.name = 'Ann'"
    assert conflict(ledger, lambda me: run(me, BY_NAME), theirs) == "LS-TX-003"
    assert conflict(ledger, lambda me: run(me, BY_NAME), "INSERT INTO Person {'name': 'Dan'}") is None


def test_readers_do_not_conflict_with_readers(ledger: Ledger) -> None:
    assert conflict(ledger, lambda me: run(me, BY_CITY), BY_CITY) is None


def test_other_tables_do_not_matter(ledger: Ledger) -> None:
    assert conflict(ledger, reading(BY_CITY), "INSERT INTO Pet {'kind': 'dog'}") is None


def test_history_and_the_committed_view_are_reads(ledger: Ledger, people: list[str]) -> None:
    theirs = "UPDATE Person AS p SET p.city = 'Bonn' WHERE p.name = 'Ann'"
    assert conflict(ledger, reading("SELECT * FROM history(Person)"), theirs) == "LS-TX-001"
    by_id = reading("SELECT * FROM history(Person) AS h WHERE h.metadata.id = ?", people[1])
    assert conflict(ledger, by_id, theirs) is None
    by_key = reading("SELECT * FROM _ql_committed_Person AS p WHERE p.data.name = 'Bob'")
    assert conflict(ledger, by_key, theirs) is None
    assert conflict(ledger, reading("SELECT * FROM changes(Person)"), theirs) == "LS-TX-001"


@pytest.mark.parametrize(
    "theirs", ["DROP TABLE Person", "CREATE INDEX ON Person (city)"], ids=["drop the table", "create an index"]
)
def test_a_changed_definition_conflicts_with_every_user_of_the_table(ledger: Ledger, theirs: str) -> None:
    def insert(me: LedgerSession) -> None:
        run(me, "INSERT INTO Person {'name': 'Dan'}")

    assert conflict(ledger, insert, theirs) == "LS-TX-004"


def test_two_tables_of_one_name_cannot_be_made_at_once(ledger: Ledger) -> None:
    def create(me: LedgerSession) -> None:
        run(me, "CREATE TABLE House")

    assert conflict(ledger, create, "CREATE TABLE House") == "LS-TX-004"
    assert conflict(ledger, lambda me: run(me, "CREATE TABLE Boat"), "CREATE TABLE Car") is None


def test_reading_the_catalogue_conflicts_with_ddl_alone(ledger: Ledger) -> None:
    catalogue = reading("SELECT * FROM information_schema.user_tables")
    assert conflict(ledger, catalogue, "CREATE TABLE House") == "LS-TX-004"
    assert conflict(ledger, catalogue, "INSERT INTO Person {'name': 'Dan'}") is None


def test_an_index_made_meanwhile_sees_inserts_that_were_committed_meanwhile(ledger: Ledger) -> None:
    """The definition is what conflicts, not the documents: the index is built from what is there at its commit."""

    def index(me: LedgerSession) -> None:
        run(me, "CREATE INDEX ON Person (city)")

    assert conflict(ledger, index, "INSERT INTO Person {'name': 'Dan', 'city': 'Graz'}") is None
    found = run(ledger.session(), "SELECT VALUE p.name FROM Person AS p WHERE p.city = 'Graz'")
    assert found == ["Dan"]


class Raced:
    """The real store; but each time that somebody is about to write, somebody else is faster, so many times."""

    def __init__(self, ledger: Ledger, times: int, theirs: str) -> None:
        self._real = ledger.store
        self._other = Ledger(ledger.store, ledger.environment).session()
        self._times = times
        self._theirs = theirs
        self.location = self._real.location
        self.read_only = self._real.read_only

    def snapshot(self) -> Snapshot:
        return self._real.snapshot()

    def find(self, what: Wanted, key: tuple[int | str | bytes, ...]) -> Found | None:
        return self._real.find(what, key)

    def writing(self) -> AbstractContextManager[Writer]:
        if self._times:
            self._times -= 1
            run(self._other, self._theirs)
        return self._real.writing()

    def erase(self, patience: float = 0.0) -> bool:
        return self._real.erase(patience)

    def check_structure(self) -> Sequence[str]:
        return self._real.check_structure()

    def copy_to(self, path: str, tell: Callable[[int, int], None]) -> None:
        self._real.copy_to(path, tell)

    def on_progress(self, should_stop: Callable[[], bool] | None) -> None:
        self._real.on_progress(should_stop)

    def close(self) -> None:
        self._real.close()


def test_a_statement_for_itself_is_tried_again(ledger: Ledger, session: LedgerSession) -> None:
    """Nobody has seen anything of it yet, so it may as well have come later."""
    real = ledger.store
    ledger.store = Raced(ledger, 4, "INSERT INTO Person {'name': 'Dan', 'city': 'Rome'}")
    moved = run(session, "UPDATE Person AS p SET p.city = 'Roma' WHERE p.city = 'Rome'")
    ledger.store = real
    assert len(moved) == 2 + 4
    assert run(session, BY_CITY) == []


def test_but_not_for_ever(ledger: Ledger, session: LedgerSession) -> None:
    real = ledger.store
    ledger.store = Raced(ledger, 100, "INSERT INTO Person {'name': 'Dan', 'city': 'Rome'}")
    with pytest.raises(ConflictError):
        run(session, "UPDATE Person AS p SET p.city = 'Roma' WHERE p.city = 'Rome'")
    ledger.store = real
    assert len(run(session, BY_CITY)) == 2 + AUTOMATIC_ATTEMPTS


def test_the_error_names_what_was_in_the_way(ledger: Ledger, people: list[str]) -> None:
    me, other = ledger.session(), ledger.session()
    me.begin()
    run(me, BY_NAME)
    block = other.execute("UPDATE Person AS p SET p.city = 'Bonn' WHERE p.name = 'Ann'").committed
    assert block is not None
    with pytest.raises(ConflictError) as error:
        me.commit()
    assert "Person(name)" in error.value.message
    assert f"block {block.seq}" in error.value.message
    assert people[0] in error.value.message
