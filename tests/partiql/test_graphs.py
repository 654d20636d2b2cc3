"""Graph patterns: quantifiers, restrictors, selectors and groups, which the published suite hardly tests."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from ledgershell.errors import LedgershellError, SemanticError
from ledgershell.ion.text_reader import read_text
from ledgershell.ion.values import MISSING, Value
from ledgershell.partiql.dialect import PARTIQL_STRICT, SHELL, Dialect
from ledgershell.partiql.engine import QueryPlan, compile_statement
from ledgershell.partiql.graph import read_graph
from ledgershell.partiql.parser import parse
from ledgershell.partiql.runtime import Runtime
from ledgershell.partiql.sources import GlobalValue, Name, TableFunction, Target
from tests.partiql.memory import NOW

# a -> b -> c -> a is a ring; c -> d leads out of it; d ~ e has no direction.
RING = """{
  nodes: [{id: a, labels: ["N"], payload: "a"},
          {id: b, labels: ["N"], payload: "b"},
          {id: c, labels: ["N"], payload: "c"},
          {id: d, labels: ["N", "Exit"], payload: "d"},
          {id: e, labels: ["Other"], payload: "e"}],
  edges: [{id: ab, payload: 1, ends: (a -> b)},
          {id: bc, payload: 2, ends: (b -> c)},
          {id: ca, payload: 3, ends: (c -> a)},
          {id: cd, payload: 4, ends: (c -> d)},
          {id: de, labels: ["soft"], payload: 5, ends: (d -- e)}]
}"""


class Graphs:
    """A catalog with one graph."""

    def source(self, name: Sequence[Name]) -> GlobalValue | None:
        return GlobalValue(read_graph(read_text(RING))) if name[0].text == "g" else None

    def target(self, name: Sequence[Name]) -> Target | None:
        return None

    def function(self, name: str) -> TableFunction | None:
        return None

    def names(self) -> Sequence[str]:
        return ["g"]

    def hint(self, name: str, near: Sequence[str]) -> str | None:
        return None


def match(pattern: str, dialect: Dialect = SHELL) -> list[Value]:
    text = f"(g MATCH {pattern})"
    plan = compile_statement(parse(text), Graphs(), dialect, text=text)
    assert isinstance(plan, QueryPlan)
    return list(plan.value(Runtime(now=NOW)))


def words(pattern: str) -> list[str]:
    """The payloads of each match, joined; groups in brackets."""
    return [
        " ".join(
            "[" + "".join(map(str, value)) + "]" if isinstance(value, list) else str(value) for value in row.values()
        )
        for row in match(pattern)
    ]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("(x:Exit)", ["d"]),
        ("(x:!N)", ["e"]),
        ("(x:N&Exit)", ["d"]),
        ("(x:Exit|Other)", ["d", "e"]),
        ("(x:%)", ["a", "b", "c", "d", "e"]),
        ("(x WHERE x = 'a')-[y]->(z)", ["a 1 b"]),
        ("(x)<-[y]-(z WHERE z = 'a')", ["b 1 a"]),
        ("(x WHERE x = 'd')~[:soft]~(z)", ["d e"]),
        ("(x WHERE x = 'd')-(z)", ["d c", "d e"]),
        ("(x)-[e1]->(y)-[e2]->(x)", []),
        ("(x)->(y)->(z)->(x)", ["a b c", "b c a", "c a b"]),
        ("(x)->(y), (y)->(z:Exit)", ["b c d"]),
        ("(x WHERE x = 'a')-[e]->{2,3}(z)", ["a [12] c", "a [123] a", "a [124] d"]),
        ("(x WHERE x = 'a')-[e]->{0,1}(z)", ["a [] a", "a [1] b"]),
        ("(x WHERE x = 'a') ((m)-[e]->(n)){2} (z)", ["a [ab] [12] [bc] c"]),
        ("TRAIL (x WHERE x = 'a')-[e]->+(z WHERE z = 'd')", ["a [124] d"]),
        ("TRAIL (x WHERE x = 'a')-[e]->*(z WHERE z = 'a')", ["a [] a", "a [123] a"]),
        ("ACYCLIC (x WHERE x = 'a')-[e]->+(z)", ["a [1] b", "a [12] c", "a [124] d"]),
        ("SIMPLE (x WHERE x = 'a')-[e]->+(z WHERE z = 'a')", ["a [123] a"]),
        ("ANY SHORTEST (x WHERE x = 'a')-[e]->+(z WHERE z = 'd')", ["a [124] d"]),
        ("ALL SHORTEST (x WHERE x = 'a')-[e]-+(z WHERE z = 'c')", ["a [3] c"]),
        ("ANY (x WHERE x = 'a')-[e]-+(z WHERE z = 'c')", ["a [12] c"]),
        ("SHORTEST 2 (x WHERE x = 'a')-[e]-+(z WHERE z = 'c')", ["a [3] c", "a [12] c"]),
        ("p = (x WHERE x = 'a')->()->(z)", ["[a1b2c] a c"]),
    ],
)
def test_patterns(pattern: str, expected: list[str]) -> None:
    assert words(pattern) == expected


def test_a_condition_over_all_paths_sees_groups() -> None:
    text = "(g MATCH (x WHERE x = 'a')-[e]->{1,3}(z) WHERE COLL_SUM(e) > 5)"
    plan = compile_statement(parse(text), Graphs(), SHELL, text=text)
    assert isinstance(plan, QueryPlan)
    assert [row["z"] for row in plan.value(Runtime(now=NOW))] == ["a", "d"]


def test_an_endless_pattern_needs_a_restrictor_or_a_selector() -> None:
    with pytest.raises(SemanticError, match="without upper bound"):
        match("(x)-[e]->+(z)")


def test_a_name_stands_for_one_kind_of_thing() -> None:
    with pytest.raises(SemanticError, match="stands for a node already"):
        match("(x)-[x]->(z)")


def test_what_is_no_graph_matches_nothing_or_is_an_error() -> None:
    text = "([1] MATCH (x))"
    for dialect in (SHELL, PARTIQL_STRICT):
        plan = compile_statement(parse(text), Graphs(), dialect, text=text)
        assert isinstance(plan, QueryPlan)
        if dialect is SHELL:
            assert plan.value(Runtime(now=NOW)) is MISSING
        else:
            with pytest.raises(LedgershellError, match="MATCH needs a graph"):
                plan.value(Runtime(now=NOW))


@pytest.mark.parametrize(
    "text", ["5", "{nodes: 5}", "{nodes: [], edges: [{id: x, ends: (a -> b)}]}", "{edges: [{id: x}]}"]
)
def test_a_malformed_graph_is_refused(text: str) -> None:
    with pytest.raises(LedgershellError, match="LS-EVAL-036"):
        read_graph(read_text(text))
