"""The ten Hermitage cases: what two or three sessions at once may never see.

Each case is a script.  ``1: statement`` is said by session 1; BEGIN is implied by a session's first word.  What a
SELECT returned stands in the outcome under the number of its line; so does whether a COMMIT went through.  The test
passes when the outcome is one that some order of whole transactions, one after the other, could have had.

A test that finds nothing proves nothing.  So the same cases run once more on a ledger that validates nothing, and
there the anomalies must show.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

import pytest

from ledgershell.environment import Environment
from ledgershell.errors import ConflictError
from ledgershell.ledger.ledger import Ledger, create_ledger
from ledgershell.ledger.session import LedgerSession
from tests.ledger.stories import quiet_world, run


class Outcome(NamedTuple):
    """What happened: values by line, whether commits went through, and what the table held at the end."""

    seen: dict[int, list[int]]
    committed: dict[int, bool]
    final: dict[int, int]


class Case(NamedTuple):
    """A script, and what no serial order of its transactions could have come to."""

    name: str
    script: str
    is_anomaly: Callable[[Outcome], bool]


ALL: Final = "SELECT VALUE t.v FROM Test AS t"


def one(identity: int) -> str:
    return f"SELECT VALUE t.v FROM Test AS t WHERE t.id = {identity}"


def put(identity: int, value: int) -> str:
    return f"UPDATE Test AS t SET t.v = {value} WHERE t.id = {identity}"


def divisible(divisor: int) -> str:
    return f"SELECT VALUE t.v FROM Test AS t WHERE t.v % {divisor} = 0"


CASES: Final = (
    Case(
        "G0 write cycles",
        f"""
        1: {put(1, 11)}
        2: {put(1, 12)}
        1: {put(2, 21)}
        1: COMMIT
        2: {put(2, 22)}
        2: COMMIT
        """,
        lambda outcome: tuple(outcome.final.values()) not in ((11, 21), (12, 22)),
    ),
    Case(
        "G1a aborted reads",
        f"""
        1: {put(1, 101)}
        2: {ALL}
        1: ABORT
        2: {ALL}
        2: COMMIT
        """,
        lambda outcome: any(101 in values for values in outcome.seen.values()),
    ),
    Case(
        "G1b intermediate reads",
        f"""
        1: {put(1, 101)}
        2: {ALL}
        1: {put(1, 11)}
        1: COMMIT
        2: {ALL}
        2: COMMIT
        """,
        lambda outcome: any(101 in values for values in outcome.seen.values()),
    ),
    Case(
        "G1c circular information flow",
        f"""
        1: {put(1, 11)}
        2: {put(2, 22)}
        1: {one(2)}
        2: {one(1)}
        1: COMMIT
        2: COMMIT
        """,
        # Each may have missed the other only if it came first, and both cannot.
        lambda outcome: (
            (outcome.seen[3], outcome.seen[4]) == ([22], [11])
            or (outcome.committed[5] and outcome.committed[6] and (outcome.seen[3], outcome.seen[4]) == ([20], [10]))
        ),
    ),
    Case(
        "OTV observed transaction vanishes",
        f"""
        1: {put(1, 11)}
        1: {put(2, 19)}
        2: {put(1, 12)}
        1: COMMIT
        3: {one(1)}
        2: {put(2, 18)}
        3: {one(2)}
        2: COMMIT
        3: {one(2)}
        3: {one(1)}
        3: COMMIT
        """,
        lambda outcome: (
            outcome.committed[11]
            and (
                outcome.seen[5] != outcome.seen[10]
                or outcome.seen[7] != outcome.seen[9]
                or (outcome.seen[5], outcome.seen[7]) not in (([10], [20]), ([11], [19]), ([12], [18]))
            )
        ),
    ),
    Case(
        "PMP predicate with many preceders, read",
        f"""
        1: SELECT VALUE t.v FROM Test AS t WHERE t.v = 30
        2: INSERT INTO Test {{'id': 3, 'v': 30}}
        2: COMMIT
        1: {divisible(3)}
        1: COMMIT
        """,
        lambda outcome: outcome.seen[1] != outcome.seen[4],
    ),
    Case(
        "PMP predicate with many preceders, write",
        """
        1: UPDATE Test AS t SET t.v = t.v + 10
        2: SELECT VALUE t.v FROM Test AS t WHERE t.v = 20
        2: DELETE FROM Test AS t WHERE t.v = 20
        1: COMMIT
        2: COMMIT
        """,
        # 1 before 2 leaves {2: 30}; 2 before 1 leaves {1: 20}, but then 1 would have had to read after 2.
        lambda outcome: outcome.committed[4] and outcome.committed[5],
    ),
    Case(
        "P4 lost update",
        f"""
        1: {one(1)}
        2: {one(1)}
        1: {put(1, 11)}
        2: {put(1, 11)}
        1: COMMIT
        2: COMMIT
        """,
        lambda outcome: outcome.committed[5] and outcome.committed[6],
    ),
    Case(
        "G-single read skew",
        f"""
        1: {one(1)}
        2: {one(1)}
        2: {one(2)}
        2: {put(1, 12)}
        2: {put(2, 18)}
        2: COMMIT
        1: {one(2)}
        1: COMMIT
        """,
        lambda outcome: (outcome.seen[1], outcome.seen[7]) == ([10], [18]),
    ),
    Case(
        "G-single read skew over a predicate",
        f"""
        1: {divisible(5)}
        2: UPDATE Test AS t SET t.v = 12 WHERE t.v = 10
        2: COMMIT
        1: {divisible(3)}
        1: COMMIT
        """,
        lambda outcome: outcome.seen[4] == [12],
    ),
    Case(
        "G-single read skew with a write",
        f"""
        1: {one(1)}
        2: {put(1, 12)}
        2: {put(2, 18)}
        2: COMMIT
        1: DELETE FROM Test AS t WHERE t.v = 20
        1: COMMIT
        """,
        lambda outcome: outcome.committed[6],
    ),
    Case(
        "G2-item write skew",
        f"""
        1: SELECT VALUE t.v FROM Test AS t WHERE t.id IN (1, 2)
        2: SELECT VALUE t.v FROM Test AS t WHERE t.id IN (1, 2)
        1: {put(1, 11)}
        2: {put(2, 21)}
        1: COMMIT
        2: COMMIT
        """,
        lambda outcome: outcome.committed[5] and outcome.committed[6],
    ),
    Case(
        "G2 anti-dependency cycles over a predicate",
        f"""
        1: {divisible(3)}
        2: {divisible(3)}
        1: INSERT INTO Test {{'id': 3, 'v': 30}}
        2: INSERT INTO Test {{'id': 4, 'v': 42}}
        1: COMMIT
        2: COMMIT
        """,
        lambda outcome: outcome.committed[5] and outcome.committed[6],
    ),
    Case(
        "G2 through a third that only reads",
        f"""
        1: {ALL}
        2: UPDATE Test AS t SET t.v = t.v + 5 WHERE t.id = 2
        2: COMMIT
        3: {ALL}
        3: COMMIT
        1: {put(1, 0)}
        1: COMMIT
        """,
        lambda outcome: outcome.seen[4] == [10, 25] and outcome.committed[7],
    ),
)


def play(case: Case, ledger: Ledger) -> Outcome:
    """Set the table, say the script's lines in order, and look at the table."""
    setup = ledger.session()
    run(setup, "CREATE TABLE Test")
    run(setup, "CREATE INDEX ON Test (id)")
    run(setup, "INSERT INTO Test << {'id': 1, 'v': 10}, {'id': 2, 'v': 20} >>")
    sessions: dict[str, LedgerSession] = {}
    seen: dict[int, list[int]] = {}
    committed: dict[int, bool] = {}
    for number, line in enumerate(case.script.strip().splitlines(), 1):
        who, _, statement = line.strip().partition(": ")
        session = sessions.get(who)
        if session is None:
            session = sessions[who] = ledger.session()
            session.begin()
        if statement == "COMMIT":
            committed[number] = _commits(session)
        else:
            values = run(session, statement)
            if statement.startswith("SELECT"):
                seen[number] = values
    assert all(session.transaction() is None for session in sessions.values())
    final = {row["id"]: row["v"] for row in run(setup, "SELECT t.id, t.v FROM Test AS t")}
    return Outcome(seen, committed, final)


def _commits(session: LedgerSession) -> bool:
    try:
        session.commit()
    except ConflictError:
        return False
    return True


@pytest.fixture
def world() -> Environment:
    return quiet_world()


@pytest.fixture
def ledger(world: Environment) -> Iterator[Ledger]:
    opened = create_ledger(":memory:", world)
    yield opened
    opened.close()


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_no_anomaly(case: Case, ledger: Ledger) -> None:
    outcome = play(case, ledger)
    assert not case.is_anomaly(outcome), outcome
    assert any(outcome.committed.values()), "somebody must get through"


def test_the_cases_would_notice(world: Environment) -> None:
    """With validation switched off (reads still come from snapshots) exactly the write anomalies show."""
    shown: set[str] = set()
    for case in CASES:
        control = create_ledger(":memory:", world)
        control.validator = lambda *_: None
        try:
            if case.is_anomaly(play(case, control)):
                shown.add(case.name)
        except ConflictError:
            raise AssertionError("the control must not detect conflicts") from None
        finally:
            control.close()
    assert {
        "P4 lost update",
        "G2-item write skew",
        "G2 anti-dependency cycles over a predicate",
        "G2 through a third that only reads",
        "G-single read skew with a write",
        "G1c circular information flow",
    } <= shown
