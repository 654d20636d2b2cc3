"""Random histories of several sessions: each must equal one transaction after the other, in the journal's order.

The journal tells the order, so nothing has to be searched: the committed transactions are replayed on a dictionary,
one after the other, and every answer that a transaction got must be the one that it would have got there.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Final, NamedTuple

import pytest

from ledgershell.environment import Environment
from ledgershell.errors import ConflictError
from ledgershell.ledger.ledger import Ledger, create_ledger
from ledgershell.ledger.session import LedgerSession
from tests.ledger.stories import quiet_world, run

SESSIONS: Final = 3
KEYS: Final = range(4)
HISTORIES: Final = 60

State = dict[int, int]


class Act(NamedTuple):
    """What a session did, what it was told, and what a serial ledger would have told it."""

    statement: str
    told: list[int]
    serially: Callable[[State], list[int]]


def read_key(session: LedgerSession, chance: random.Random) -> Act:
    key = chance.choice(KEYS)
    text = f"SELECT VALUE t.v FROM Test AS t WHERE t.k = {key}"
    return Act(text, run(session, text), lambda state: [state[key]] if key in state else [])


def read_above(session: LedgerSession, chance: random.Random) -> Act:
    limit = chance.randrange(20)
    text = f"SELECT VALUE t.v FROM Test AS t WHERE t.v > {limit}"
    return Act(text, sorted(run(session, text)), lambda state: sorted(v for v in state.values() if v > limit))


def write_key(session: LedgerSession, chance: random.Random) -> Act:
    key, value = chance.choice(KEYS), chance.randrange(20)
    text = f"UPDATE Test AS t SET t.v = {value} WHERE t.k = {key}"
    changed = len(run(session, text))

    def serially(state: State) -> list[int]:
        if key not in state:
            return [0]
        state[key] = value
        return [1]

    return Act(text, [changed], serially)


def insert_if_absent(session: LedgerSession, chance: random.Random) -> Act:
    key, value = chance.choice(KEYS), chance.randrange(20)
    absent = run(session, f"SELECT t.k FROM Test AS t WHERE t.k = {key}") == []
    if absent:
        run(session, f"INSERT INTO Test {{'k': {key}, 'v': {value}}}")

    def serially(state: State) -> list[int]:
        if key in state:
            return [0]
        state[key] = value
        return [1]

    return Act(f"insert {key} if absent", [int(absent)], serially)


def delete_above(session: LedgerSession, chance: random.Random) -> Act:
    limit = chance.randrange(15, 20)
    text = f"DELETE FROM Test AS t WHERE t.v > {limit}"
    gone = len(run(session, text))

    def serially(state: State) -> list[int]:
        doomed = [key for key, value in state.items() if value > limit]
        for key in doomed:
            del state[key]
        return [len(doomed)]

    return Act(text, [gone], serially)


ACTS: Final = (read_key, read_key, read_above, write_key, write_key, insert_if_absent, delete_above)


def anomalies(ledger: Ledger, chance: random.Random, steps: int) -> list[str]:
    """Play a random history; what in it no serial ledger would have done."""
    setup = ledger.session()
    run(setup, "CREATE TABLE Test")
    run(setup, "CREATE INDEX ON Test (k)")
    run(setup, "INSERT INTO Test << {'k': 0, 'v': 0}, {'k': 1, 'v': 1} >>")
    sessions = [ledger.session() for _ in range(SESSIONS)]
    open_acts: list[list[Act]] = [[] for _ in sessions]
    state: State = {0: 0, 1: 1}
    found: list[str] = []
    for _ in range(steps):
        number = chance.randrange(SESSIONS)
        session = sessions[number]
        if session.transaction() is None:
            session.begin()
            open_acts[number] = []
        elif chance.random() < 0.3:
            try:
                session.commit()
            except ConflictError:
                continue
            for act in open_acts[number]:
                expected = act.serially(state)
                if act.told != expected:
                    found.append(f"{act.statement}: told {act.told}, serially {expected}")
        else:
            open_acts[number].append(chance.choice(ACTS)(session, chance))
    rows = run(setup, "SELECT t.k, t.v FROM Test AS t")
    if sorted((row["k"], row["v"]) for row in rows) != sorted(state.items()):
        found.append(f"the table ended as {rows}, serially {state}")
    return found


@pytest.fixture
def world() -> Environment:
    return quiet_world()


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_a_random_history_is_serializable(world: Environment, seed: int) -> None:
    ledger = create_ledger(":memory:", world)
    assert anomalies(ledger, random.Random(seed), steps=60) == []
    ledger.close()


def test_without_validation_most_random_histories_are_not(world: Environment) -> None:
    broken = 0
    for seed in range(10):
        ledger = create_ledger(":memory:", world)
        ledger.validator = lambda *_: None
        try:
            broken += bool(anomalies(ledger, random.Random(seed), steps=60))
        except ConflictError:
            broken += 1
        ledger.close()
    assert broken >= 5
