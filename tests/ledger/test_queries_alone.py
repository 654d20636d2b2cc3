"""A query on its own takes a shorter way than one in a transaction; the answers are the same."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ledgershell
from ledgershell.errors import LedgershellError
from ledgershell.ion.values import Value


@pytest.fixture
def memory_ledger() -> Iterator[ledgershell.Ledger]:
    with ledgershell.open(":memory:") as ledger:
        yield ledger


STATEMENTS = (
    "SELECT VALUE t.n FROM T AS t WHERE t.k = ?",
    "SELECT * FROM T AS t BY d WHERE t.k = ? AND t.n < 15",
    "SELECT t.n, p FROM T AS t AT p WHERE t.k = ?",
    "SELECT VALUE t.n FROM T AS t WHERE t.k IN [?, 'b', null]",
    "SELECT VALUE t.n FROM T AS t WHERE t.k = ? LIMIT 3 OFFSET 1",
    "SELECT VALUE t.n FROM T AS t WHERE t.n = 3 AND t.k <> ?",
    "SELECT VALUE h.metadata.version FROM history(T) AS h WHERE h.data.k = ?",
    "SELECT VALUE c.data.n FROM _ql_committed_T AS c WHERE c.data.k = ?",
)


@settings(max_examples=25, deadline=None)
@given(
    of_a=st.integers(0, 40),
    of_b=st.integers(0, 2),
    asked=st.sampled_from(["a", "b", "nobody", None, 5]),
    removed=st.sets(st.integers(0, 41), max_size=5),
)
def test_alone_in_a_transaction_one_by_one_and_all_at_once(
    of_a: int, of_b: int, asked: Value, removed: set[int]
) -> None:
    with ledgershell.open(":memory:") as ledger:
        ledger.execute("CREATE TABLE T")
        ledger.execute("CREATE INDEX ON T (k)")
        keys = ["a"] * of_a + ["b"] * of_b
        if keys:
            ledger.execute("INSERT INTO T ?", [{"k": key, "n": number} for number, key in enumerate(keys)])
        for number in removed:
            ledger.execute("DELETE FROM T AS t WHERE t.n = ?", number)
        for statement in STATEMENTS:
            at_once = ledger.execute(statement, asked).all()
            assert list(ledger.execute(statement, asked)) == at_once
            ledger.begin()
            assert ledger.execute(statement, asked).all() == at_once
            ledger.abort()
            begun = ledger.execute(statement, asked)
            first = list(islice(begun, 1))
            assert first + begun.all() == at_once


def test_all_takes_what_has_not_been_read(memory_ledger: ledgershell.Ledger) -> None:
    rows = memory_ledger.execute("SELECT VALUE x FROM [1, 2, 3] AS x")
    assert next(iter(rows)) == 1
    assert rows.all() == [2, 3]
    assert rows.all() == []
    assert list(rows) == []


def test_all_says_what_went_wrong_and_ends_the_query(memory_ledger: ledgershell.Ledger) -> None:
    rows = memory_ledger.execute("SELECT VALUE 1 / x FROM [1, 0] AS x LIMIT ?", "many")
    with pytest.raises(LedgershellError) as caught:
        rows.all()
    assert caught.value.text is not None
    assert rows.all() == []


def test_a_closed_result_has_no_more_values(memory_ledger: ledgershell.Ledger) -> None:
    rows = memory_ledger.execute("SELECT VALUE x FROM [1, 2, 3] AS x")
    rows.close()
    assert rows.all() == []
    assert list(rows) == []
