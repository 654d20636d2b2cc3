"""Whatever is inserted, changed, deleted and redacted: history and names are what a plain list says they are."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledgershell.errors import ConflictError
from ledgershell.ion.names import names_in
from ledgershell.ion.values import Struct, Value
from ledgershell.ledger.ledger import Ledger, create_ledger
from ledgershell.ledger.protocols import Session
from tests.ledger.redacting import EXEC, address, kinds, table_id
from tests.ledger.stories import demo_world, identities, run
from tests.locations import TEST_ALL

NAMES = ("a", "b", "not an identifier")
SOME = st.lists(st.sampled_from(NAMES), unique=True, min_size=1, max_size=2)
Action = tuple[str, list[str], int]
ACTION: st.SearchStrategy[Action] = st.one_of(
    st.tuples(st.just("insert"), SOME, st.just(0)),
    st.tuples(st.just("replace"), SOME, st.integers(0, 5)),
    st.tuples(st.just("delete"), st.just([]), st.integers(0, 5)),
    st.tuples(st.just("redact"), st.just([]), st.integers(0, 12)),
    st.tuples(st.just("redact"), st.just([]), st.integers(0, 12)),
)


class Model:
    """Committed revisions as they were written, by document and block; those that are redacted are told apart."""

    def __init__(self) -> None:
        self.ledger: Ledger = create_ledger(":memory:", demo_world())
        self.sessions: list[Session] = [self.ledger.session(), self.ledger.session()]
        run(self.sessions[0], "CREATE TABLE Person")
        self.table = table_id(self.sessions[0])
        self.redacted: set[tuple[str, int]] = set()
        self.waiting: list[set[tuple[str, int]]] = [set(), set()]
        self.known: dict[tuple[str, int], Value] = {}
        """Data that were seen."""

    def history(self, session: Session) -> list[Value]:
        rows = run(session, f"SELECT * FROM history('{self.table}') AS h")
        for row in rows:
            if "data" in row:
                self.known[row["metadata"]["id"], row["blockAddress"]["sequenceNo"]] = row["data"]
        return rows

    def act(self, who: int, action: Action) -> None:
        """Do something in a session; an error of the statement itself is fine."""
        what, names, which = action
        session = self.sessions[who]
        document = Struct((name, which) for name in names)
        if what == "insert":
            run(session, "INSERT INTO Person ?", document)
        elif what == "redact":
            self.redact(session, who, which)
        elif rows := run(session, "SELECT VALUE id FROM Person BY id"):
            chosen = rows[which % len(rows)]
            if what == "replace":
                run(session, "UPDATE Person AS p BY id SET p = ? WHERE id = ?", document, chosen)
            else:
                run(session, "DELETE FROM Person BY id WHERE id = ?", chosen)

    def round(self, outer: Action, inner: Action, *, commit: bool) -> None:
        """One session begins and does something, the other does something on its own, the first one commits."""
        first = self.sessions[0]
        first.begin()
        self.act(0, outer)
        self.act(1, inner)
        waiting, self.waiting[0] = self.waiting[0], set()
        if not commit:
            first.abort()
            return
        try:
            first.commit()
        except ConflictError:
            return
        self.redacted |= waiting

    def redact(self, session: Session, who: int, which: int) -> None:
        every = self.history(session)
        newest = {row["metadata"]["id"]: row["metadata"]["version"] for row in every}
        rows = [row for row in every if "data" in row and row["metadata"]["version"] < newest[row["metadata"]["id"]]]
        if not rows:
            return
        row = rows[which % len(rows)]
        seq, document = row["blockAddress"]["sequenceNo"], row["metadata"]["id"]
        run(session, EXEC, address(session, seq), self.table, document)
        (self.redacted if session.transaction() is None else self.waiting[who]).add((document, seq))

    def check(self) -> None:
        session = self.ledger.session()
        rows = self.history(session)
        gone = {
            (row["metadata"]["id"], row["blockAddress"]["sequenceNo"]) for row in rows if kinds([row]) == ["dataHash"]
        }
        assert gone == self.redacted
        for row in rows:
            if "data" in row:
                assert row["data"] == self.known[row["metadata"]["id"], row["blockAddress"]["sequenceNo"]]
        assert list(session.verify()) == []
        used = set().union(*(names_in(row["data"]) for row in rows if "data" in row), [])
        snapshot = self.ledger.store.snapshot()
        table = {text for _, text in snapshot.symbols_after(0) if text is not None}
        snapshot.close()
        assert table & set(NAMES) == {name for name in used if name.isidentifier()}


@settings(max_examples=150 if TEST_ALL else 40, deadline=None)
@given(
    st.lists(SOME, min_size=2, max_size=3),
    st.lists(st.tuples(ACTION, ACTION, st.integers(0, 5)), min_size=2, max_size=6),
)
def test_history_and_names_are_what_a_plain_list_says(
    old: list[list[str]], rounds: list[tuple[Action, Action, int]]
) -> None:
    model = Model()
    try:
        for names in old:
            run(model.sessions[0], "INSERT INTO Person ?", Struct((name, 0) for name in names))
        run(model.sessions[0], "UPDATE Person AS p SET p = {}")
        for outer, inner, end in rounds:
            model.history(model.ledger.session())
            model.round(outer, inner, commit=end > 0)
        model.history(model.ledger.session())
        model.check()
    finally:
        model.ledger.close()


def test_the_model_would_see_a_name_that_stays() -> None:
    """The control: the check is not blind to what it is there for."""
    model = Model()
    [document] = identities(run(model.sessions[0], "INSERT INTO Person {'a': 1}"))
    run(model.sessions[0], "UPDATE Person AS p SET p = {}")
    model.redact(model.sessions[0], 0, 0)
    assert model.redacted == {(document, 2)}
    model.check()
    with model.ledger.store.writing() as writer:
        last = writer.symbols_after(0)[-1][0]
        writer._write_many("INSERT INTO symbol (id, text) VALUES (?, ?)", [(last + 1, "a")])  # type: ignore[attr-defined]
    with pytest.raises(AssertionError):
        model.check()
    model.ledger.close()
