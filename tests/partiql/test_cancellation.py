"""Ctrl-C: whatever runs looks at the cancel flag, however the rows are made."""

from __future__ import annotations

import pytest

from ledgershell.errors import Interrupted
from ledgershell.ion.values import Bag, Struct, Value
from ledgershell.partiql.runtime import CHECK_INTERVAL, Runtime
from tests.partiql.memory import NOW, Memory, compiled

MANY = f"GENERATE_SERIES(1, {20 * CHECK_INTERVAL})"
LONG = 20 * CHECK_INTERVAL
ENDLESS = f"{MANY} AS a, {MANY} AS b, {MANY} AS c, {MANY} AS d"


def looks(query: str, *parameters: Value, most: int | None = None, documents: str = "{x: 1}") -> int:
    """How often a run looks at the flag, which is set from the ``most``-th look on.  T holds the documents."""
    plan = compiled(query, Memory(T=documents))
    count = 0

    def cancelled() -> bool:
        nonlocal count
        count += 1
        return most is not None and count >= most

    for _ in plan.run(Runtime(parameters, now=NOW, cancelled=cancelled)):
        pass
    return count


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT a FROM {ENDLESS} WHERE d < 0",
        f"SELECT COUNT(*) FROM {ENDLESS}",
        f"SELECT a FROM {ENDLESS} ORDER BY a",
        f"SELECT DISTINCT 1 FROM {ENDLESS}",
        f"SELECT a, ROW_NUMBER() OVER (ORDER BY b) FROM {ENDLESS}",
        f"SELECT a FROM {MANY} AS a FULL JOIN {MANY} AS b ON a < b AND a > b FULL JOIN {MANY} AS c ON c < a",
        f"EXISTS(SELECT 1 FROM {ENDLESS} WHERE d < 0)",
        f"SELECT (SELECT COUNT(*) FROM {MANY} AS x, {MANY} AS y WHERE x < a) AS n FROM {MANY} AS a",
        f"PIVOT a AT 'x' FROM {ENDLESS}",
        f"SELECT a FROM {ENDLESS} WHERE d < 0 UNION SELECT a FROM {ENDLESS} WHERE d < 0",
        "WITH RECURSIVE r(n) AS (SELECT 1 AS n UNION SELECT r.n + 1 AS n FROM r) SELECT n FROM r",
    ],
)
def test_what_would_take_for_ever_ends_when_it_is_asked_to(query: str) -> None:
    with pytest.raises(Interrupted):
        looks(query, most=400)


LIST: list[Value] = list(range(LONG))
WIDE = Struct([(f"f{number}", number) for number in range(LONG)])


@pytest.mark.parametrize(
    ("query", "passes"),
    [
        ("SELECT x FROM ? AS x", 1),
        ("SELECT x FROM ? AS x ORDER BY x", 3),
        ("SELECT x FROM ? AS x GROUP BY x", 2),
        ("SELECT x, SUM(x) OVER (ORDER BY x) FROM ? AS x", 6),
        ("SELECT a FROM [1] AS a FULL JOIN ? AS b ON a = b AND a < 0", 2),
        ("COLL_SUM(?)", 1),
        ("COLL_COUNT(DISTINCT ?)", 1),
        ("COLL_MAX(?)", 1),
        ("FROM T AS t, ? AS x SET t.y = x", 2),
    ],
)
def test_each_pass_over_the_rows_looks(query: str, passes: int) -> None:
    assert looks(query, LIST) >= passes * LONG // CHECK_INTERVAL


def test_what_is_about_to_be_written_looks() -> None:
    documents: list[Value] = [Struct([("x", number)]) for number in range(LONG)]
    assert looks("INSERT INTO T ?", documents) >= 2 * LONG // CHECK_INTERVAL
    many = " ".join(["{x: 1}"] * LONG)
    assert looks("UPDATE T AS t SET t.y = 1", documents=many) >= 4 * LONG // CHECK_INTERVAL
    assert looks("DELETE FROM T", documents=many) >= 4 * LONG // CHECK_INTERVAL


@pytest.mark.parametrize(
    ("query", "value"), [("SELECT v FROM UNPIVOT ? AS v", WIDE), ("? OUTER UNION <<>>", Bag(LIST))]
)
def test_other_rows_look_as_well(query: str, value: Value) -> None:
    assert looks(query, value) >= LONG // CHECK_INTERVAL
