"""Whatever is done to a table, it is what a plain list would be, and an index never changes an answer."""

from __future__ import annotations

from typing import Final, NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from ledgershell.errors import LedgershellError
from ledgershell.journal.verify import verify_chain
from ledgershell.ledger.audit import audit
from ledgershell.ledger.blocks import read_blocks
from ledgershell.ledger.ledger import create_ledger
from ledgershell.ledger.protocols import Session
from tests.ledger.stories import accesses, demo_world, identities, ion, run

KEYS: Final = (
    "1",
    "1.0",
    "`1e0`",
    "2",
    "'ab'",
    "`ab`",
    "'k'",
    "`k`",
    "true",
    "null",
    "[1, 2]",
    "{'x': 1}",
    "`2024T`",
    "`2024-01T`",
)
"""As they stand in statements: equal ones of different types, symbols named like fields, unknowns, lists."""


class Step(NamedTuple):
    """One thing that somebody does."""

    action: str
    key: str
    other: str


STEPS: Final = st.lists(
    st.builds(
        Step,
        st.sampled_from(
            [
                "insert",
                "insert",
                "insert",
                "two",
                "update",
                "rekey",
                "unset",
                "delete",
                "fail",
                "begin",
                "commit",
                "abort",
            ]
        ),
        st.sampled_from(KEYS),
        st.sampled_from(KEYS),
    ),
    max_size=25,
)


class Model:
    """A table as a list of (id, key as written or absent, number)."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, str | None, int]] = []
        self.saved: list[tuple[str, str | None, int]] | None = None


def equal_keys(session: Session, key: str) -> set[str]:
    """The keys that the language finds equal to one, without any table."""
    return {each for each in KEYS if run(session, f"{each} = {key}") == [True]}


def apply(step: Step, number: int, session: Session, model: Model) -> None:
    """Do it to both."""
    same = equal_keys(session, step.key)
    if step.action == "insert":
        ids = identities(run(session, f"INSERT INTO T {{'k': {step.key}, 'n': {number}}}"))
        model.rows.append((ids[0], step.key, number))
    elif step.action == "two":
        text = f"INSERT INTO T << {{'k': {step.key}, 'n': {number}}}, {{'n': {number}}} >>"
        first, second = identities(run(session, text))
        model.rows += [(first, step.key, number), (second, None, number)]
    elif step.action == "update":
        run(session, f"UPDATE T AS t SET t.n = {number} WHERE t.k = {step.key}")
        model.rows = [(row, key, number if key in same else n) for row, key, n in model.rows]
    elif step.action == "rekey":
        run(session, f"UPDATE T AS t SET t.k = {step.other} WHERE t.k = {step.key}")
        model.rows = [(row, step.other if key in same else key, n) for row, key, n in model.rows]
    elif step.action == "unset":
        run(session, f"UPDATE T AS t REMOVE t.k WHERE t.k = {step.key}")
        model.rows = [(row, None if key in same else key, n) for row, key, n in model.rows]
    elif step.action == "delete":
        run(session, f"DELETE FROM T AS t WHERE t.k IN ({step.key}, {step.other})")
        gone = same | equal_keys(session, step.other)
        model.rows = [row for row in model.rows if row[1] not in gone]
    elif step.action == "fail":
        try:
            run(session, f"INSERT INTO T << {{'k': {step.key}}}, 5 >>")
        except LedgershellError:
            return
        raise AssertionError("5 is no document")


def say(step: Step, session: Session, model: Model) -> bool:
    """Whether the step was a word about transactions."""
    if step.action == "begin" and session.transaction() is None:
        session.begin()
        model.saved = list(model.rows)
    elif step.action in ("commit", "abort") and session.transaction() is not None:
        if step.action == "commit":
            session.commit()
        else:
            session.abort()
            assert model.saved is not None
            model.rows = model.saved
    return step.action in ("begin", "commit", "abort")


@settings(max_examples=40, deadline=None)
@given(steps=STEPS, indexed=st.booleans())
def test_a_table_is_what_a_list_would_be(steps: list[Step], indexed: bool) -> None:
    ledger = create_ledger(":memory:", demo_world())
    try:
        session = ledger.session()
        run(session, "CREATE TABLE T")
        if indexed:
            run(session, "CREATE INDEX ON T (k)")
        model = Model()
        for number, step in enumerate(steps):
            if not say(step, session, model):
                apply(step, number, session, model)
            found = run(session, "SELECT id, t.n FROM T AS t BY id")
            assert [(row["id"], row["n"]) for row in found] == [(row, n) for row, _, n in model.rows]
            same = equal_keys(session, step.key)
            looked_up = run(session, f"SELECT VALUE id FROM T AS t BY id WHERE t.k = {step.key}")
            assert looked_up == [row for row, key, _ in model.rows if key in same]
            if session.transaction() is None:
                committed = f"SELECT VALUE p.metadata.id FROM _ql_committed_T AS p WHERE p.data.k = {step.key}"
                assert run(session, committed) == looked_up
            by_id = "SELECT VALUE t.n FROM T AS t BY id WHERE id IN (?, ?)"
            ends = [model.rows[0][0], model.rows[-1][0]] if model.rows else ["a", "b"]
            wanted = [n for row, _, n in model.rows if row in ends]
            assert run(session, by_id, *reversed(ends)) == wanted
        if session.transaction() is not None:
            session.commit()
        snapshot = ledger.store.snapshot()
        blocks = read_blocks(snapshot, ledger.strand_id, ledger.symbols(snapshot, snapshot.head()))
        assert list(verify_chain(blocks, strand_id=ledger.strand_id)) == []
        snapshot.close()
        assert list(audit(ledger)) == []
    finally:
        ledger.close()


def test_an_index_made_late_answers_as_the_scan_did() -> None:
    ledger = create_ledger(":memory:", demo_world())
    session = ledger.session()
    run(session, "CREATE TABLE T")
    for number, key in enumerate(KEYS):
        run(session, f"INSERT INTO T {{'k': {key}, 'n': {number}}}")
    questions = [f"SELECT * FROM T AS t WHERE t.k = {key}" for key in KEYS]
    questions += [f"SELECT * FROM T AS t WHERE t.k IN ({key}, 2, 'ab', null)" for key in KEYS]
    questions += [f"SELECT * FROM T AS t WHERE t.k = {key} AND t.n > 3" for key in KEYS]
    scanned = [ion(session, question) for question in questions]
    run(session, "CREATE INDEX ON T (k)")
    assert [ion(session, question) for question in questions] == scanned
    assert all(accesses(session, question) == ["index"] for question in questions)
    ledger.close()
