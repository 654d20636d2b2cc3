"""Limits: ours always hold, QLDB's when they are asked for."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest

from ledgershell.environment import DemoIdentifiers, Environment
from ledgershell.errors import LimitError, TransactionError
from ledgershell.ion.values import Struct
from ledgershell.ledger.ledger import Ledger, create_ledger
from ledgershell.ledger.limits import QLDB
from ledgershell.ledger.session import LedgerSession
from tests.ledger.stories import demo_world, failure, run, tip


class SlowClock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1_704_067_200_000

    def milliseconds(self) -> int:
        return self.now

    def elapsed(self) -> float:
        return 0.0

    def follow(self, tip: int) -> None:
        """Not this one."""


@pytest.fixture
def clock() -> SlowClock:
    return SlowClock()


@pytest.fixture
def qldb(clock: SlowClock) -> Iterator[Ledger]:
    """A ledger with the limits of the service."""
    world = Environment(
        clock, DemoIdentifiers("limits"), stdin=io.StringIO(), stdout=io.StringIO(), stderr=io.StringIO(), variables={}
    )
    ledger = create_ledger(":memory:", world, limits=QLDB)
    run(ledger.session(), "CREATE TABLE T")
    yield ledger
    ledger.close()


def documents(count: int) -> list[Struct]:
    return [Struct((("a", number),)) for number in range(count)]


def test_ten_thousand_documents_are_a_transaction_and_one_more_is_not(ledger: Ledger, session: LedgerSession) -> None:
    run(session, "CREATE TABLE T")
    before = tip(ledger)
    error = failure(session, "INSERT INTO T ?", documents(10_001))
    assert error.code == "LS-TX-008"
    assert error.hint is not None
    assert "\\set BATCH" in error.hint
    assert tip(ledger) == before
    assert len(run(session, "INSERT INTO T ?", documents(10_000))) == 10_000
    assert tip(ledger) == before + 1


def test_forty_documents_a_transaction(qldb: Ledger) -> None:
    session = qldb.session()
    session.begin()
    run(session, "INSERT INTO T ?", documents(39))
    run(session, "UPDATE T AS t SET t.b = 1 WHERE t.a < 10")
    assert failure(session, "INSERT INTO T ?", documents(2)).code == "LS-TX-008"
    run(session, "INSERT INTO T ?", documents(1))
    block = session.commit()
    assert block is not None
    assert block.revisions == 40


def test_a_document_of_128_kilobytes(qldb: Ledger) -> None:
    session = qldb.session()
    run(session, "INSERT INTO T {'a': ?}", "x" * 130_000)
    error = failure(session, "INSERT INTO T << {'a': ?, 'b': ?} >>", "x" * 70_000, "y" * 70_000)
    assert error.code == "LS-LIMIT-001"
    assert isinstance(error, LimitError)


def test_a_parameter_of_128_kilobytes(qldb: Ledger) -> None:
    assert failure(qldb.session(), "SELECT ? FROM T", "x" * 131_073).code == "LS-LIMIT-004"


def test_a_statement_of_a_hundred_thousand_characters(qldb: Ledger) -> None:
    text = f"SELECT '{'x' * 100_000}' FROM T"
    assert failure(qldb.session(), text).code == "LS-LIMIT-003"


def test_a_transaction_of_four_megabytes(qldb: Ledger) -> None:
    session = qldb.session()
    session.begin()
    for _ in range(32):
        run(session, "INSERT INTO T {'a': ?}", "x" * 130_000)
    assert failure(session, "INSERT INTO T {'a': ?}", "x" * 130_000).code == "LS-LIMIT-002"
    session.abort()


def test_thirty_seconds_and_then_the_transaction_is_over(qldb: Ledger, clock: SlowClock) -> None:
    session = qldb.session()
    transaction_id = session.begin()
    clock.now += 30_000
    run(session, "INSERT INTO T {'a': 1}")
    clock.now += 1
    error = failure(session, "SELECT * FROM T")
    assert (error.code, error.message) == ("LS-TX-007", f"Transaction {transaction_id} has expired")
    assert session.transaction() is None
    session.begin()
    run(session, "INSERT INTO T {'a': 1}")
    clock.now += 30_001
    with pytest.raises(TransactionError, match="has expired"):
        session.commit()
    assert run(session, "SELECT * FROM T") == []


def test_twenty_active_and_forty_tables_in_all(qldb: Ledger) -> None:
    session = qldb.session()
    for number in range(19):
        run(session, f"CREATE TABLE T{number}")
    assert failure(session, "CREATE TABLE Many").code == "LS-LIMIT-005"
    for number in range(19):
        run(session, f"DROP TABLE T{number}")
        run(session, f"CREATE TABLE U{number}")
    run(session, "DROP TABLE U0")
    run(session, "CREATE TABLE V")
    run(session, "DROP TABLE V")
    assert failure(session, "CREATE TABLE W").code == "LS-LIMIT-005"


def test_five_indexes_a_table(qldb: Ledger) -> None:
    session = qldb.session()
    for number in range(5):
        run(session, f"CREATE INDEX ON T (f{number})")
    assert failure(session, "CREATE INDEX ON T (f5)").code == "LS-LIMIT-006"


def test_documents_nest_two_hundred_levels() -> None:
    ledger = create_ledger(":memory:", demo_world())
    session = ledger.session()
    run(session, "CREATE TABLE T")
    value: object = 1
    for _ in range(250):
        value = [value]
    assert failure(session, "INSERT INTO T {'a': ?}", value).code.startswith("LS-")
    assert run(session, "SELECT * FROM T") == []
    ledger.close()
