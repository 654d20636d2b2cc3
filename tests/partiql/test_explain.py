"""EXPLAIN: the plan as data."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from ledgershell.ion.values import MISSING, Struct, Value
from ledgershell.partiql.engine import QueryPlan
from ledgershell.partiql.runtime import Runtime
from ledgershell.partiql.sources import Condition
from tests.partiql.memory import NOW, Memory, compiled


def by_a(condition: Condition) -> bool:
    return condition.path == ("a",)


TABLES = {"X": "{a: 1, b: 1} {a: 2, b: 2} {a: 3, b: 3}", "Y": "{a: 1, b: 3} {a: 2, b: 3}"}


def walk(tree: Struct) -> Iterator[Struct]:
    yield tree
    inputs = tree.get("inputs")
    for part in [] if inputs is MISSING else inputs:
        yield from walk(part)


def explained(query: str) -> list[Struct]:
    return list(walk(compiled(query, Memory(by_a, **TABLES)).explain()))


def operators(query: str) -> list[Value]:
    return [node["operator"] for node in explained(query)]


def test_the_tree_follows_the_plan() -> None:
    assert operators("SELECT * FROM X AS x, Y AS y WHERE x.b = y.b ORDER BY x.a") == [
        "select",
        "hash join",
        "read",
        "read",
    ]
    assert operators("SELECT b, COUNT(*) FROM X GROUP BY b HAVING COUNT(*) > 1") == [
        "select",
        "filter",
        "group",
        "read",
    ]
    assert operators("SELECT (SELECT COUNT(*) FROM Y) AS n FROM X") == ["select", "read", "select", "group", "read"]
    assert operators("1 + 1") == ["value"]
    assert operators("UPDATE X SET b = 1") == ["change", "read"]


def test_a_read_says_how_and_by_what() -> None:
    (read,) = [node for node in explained("SELECT * FROM X AS x WHERE x.a = 1 + 1 AND x.b > 5") if "access" in node]
    assert (read["access"], read["looked_up"], read["tested"]) == ("index", ["1 + 1"], ["x.b > 5"])


def test_a_join_quotes_its_keys_from_the_statement() -> None:
    (join,) = [node for node in explained("SELECT * FROM X AS x LEFT JOIN Y AS y ON y.b = x.b") if "keys" in node]
    assert join["keys"] == ["x.b = y.b"]
    assert join["kind"] == "left"


def test_what_is_held_in_memory_is_said() -> None:
    held = [node["memory"] for node in explained("SELECT DISTINCT b FROM X ORDER BY b") if "memory" in node]
    assert held == ["all rows, with their sort keys"]


def test_analyze_counts_what_each_part_did() -> None:
    plan = compiled("SELECT y.b FROM X AS x, Y AS y WHERE y.a = x.a AND x.b > 1", Memory(by_a, **TABLES))
    assert isinstance(plan, QueryPlan)
    ticks = count()
    tree = plan.analyze(Runtime(now=NOW, elapsed=lambda: float(next(ticks))))
    _select, _loops, x, y = walk(tree)
    assert (x["read"], x["rows"], x.get("runs")) == (3, 2, MISSING)
    assert (y["read"], y["rows"], y["runs"]) == (1, 1, 2)
    assert tree["seconds"] > x["seconds"] > 0
