"""Access paths never show in a result: whatever a source covers, rows and order are the same."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledgershell.ion.text_writer import write_text
from ledgershell.ion.values import MISSING, Struct, Value
from ledgershell.partiql.engine import QueryPlan
from ledgershell.partiql.sources import Condition
from tests.partiql.memory import Memory, Policy, compiled, run

SCALARS = st.sampled_from([0, 1, 2, True, None, "a", "b", MISSING])


@st.composite
def documents(draw: st.DrawFn) -> str:
    """Up to six documents with scalar and nested fields, as Ion text."""
    rows = []
    for _ in range(draw(st.integers(0, 6))):
        inner = Struct([(name, value) for name in "cd" if (value := draw(SCALARS)) is not MISSING])
        fields = [(name, value) for name in "ab" if (value := draw(SCALARS)) is not MISSING]
        rows.append(
            Struct(
                [
                    *fields,
                    ("in", inner),
                    ("items", draw(st.lists(SCALARS.filter(lambda v: v is not MISSING), max_size=3))),
                ]
            )
        )
    return " ".join(map(write_text, rows))


OPERANDS = st.sampled_from(
    ["x.a", "x.b", "y.a", "y.b", 'x."in".c', 'y."in".d', "xid", "yid", "1", "'a'", "?", "NULL", "'X-1'"]
)
LISTS = st.sampled_from(
    ["[1, 'a']", "(0, 2, NULL)", "x.items", "y.items", "(SELECT z.a FROM X AS z)", "5", "['Y-0', 'Y-2']"]
)


@st.composite
def conditions(draw: st.DrawFn) -> str:
    kind = draw(st.sampled_from(["=", "=", "=", "IN", "<", "OR", "NOT"]))
    left, right = draw(OPERANDS), draw(OPERANDS)
    if kind == "IN":
        return f"{left} IN {draw(LISTS)}"
    if kind == "OR":
        return f"({left} = {right} OR {draw(OPERANDS)} = {draw(OPERANDS)})"
    if kind == "NOT":
        return f"NOT {left} = {right}"
    return f"{left} {kind} {right}"


@st.composite
def queries(draw: st.DrawFn) -> str:
    where = " AND ".join(draw(st.lists(conditions(), min_size=1, max_size=4)))
    on = " AND ".join(draw(st.lists(conditions(), min_size=1, max_size=2)))
    template = draw(
        st.sampled_from(
            [
                "SELECT * FROM X AS x BY xid, Y AS y BY yid WHERE {where}",
                "SELECT * FROM Y AS y BY yid JOIN X AS x BY xid ON {on} WHERE {where}",
                "SELECT * FROM X AS x BY xid LEFT JOIN Y AS y BY yid ON {on} WHERE {where}",
                "SELECT * FROM X AS x BY xid LEFT JOIN Y AS y BY yid ON {on}",
                "SELECT * FROM X AS x BY xid FULL JOIN Y AS y BY yid ON {on} WHERE {where}",
                "SELECT * FROM X AS x BY xid, @x.items AS l, Y AS y BY yid WHERE {where} AND l = y.a",
                "SELECT VALUE [xid, i] FROM X AS x AT i BY xid, Y AS y BY yid WHERE {where}",
                "SELECT x.a, COUNT(*) FROM X AS x BY xid, Y AS y BY yid WHERE {where} GROUP BY x.a",
            ]
        )
    )
    return str(template.format(where=where, on=on))


def nothing(_condition: Condition) -> bool:
    return False


def everything(condition: Condition) -> bool:
    return condition.operator in ("=", "IN")


def identities(condition: Condition) -> bool:
    return condition.of_identity and condition.operator in ("=", "IN")


def one_field(condition: Condition) -> bool:
    return condition.path == ("a",) and condition.operator in ("=", "IN")


def parameters(query: str) -> list[Value]:
    return [1] * query.count("?")


@settings(max_examples=150, deadline=None)
@given(queries(), documents(), documents())
def test_every_access_path_yields_the_same_rows_in_the_same_order(query: str, x: str, y: str) -> None:
    plain = run(query, Memory(nothing, X=x, Y=y), *parameters(query))
    for policy in (everything, identities, one_field):
        assert run(query, Memory(policy, X=x, Y=y), *parameters(query)) == plain


# --- What is offered ------------------------------------------------------------------------------------------------


def watching(seen: list[Condition], cover: Policy = nothing) -> Policy:
    def policy(condition: Condition) -> bool:
        seen.append(condition)
        return cover(condition)

    return policy


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("x.a = 1", [Condition(("a",), "=")]),
        ("1 = x.a", [Condition(("a",), "=")]),
        ("5 > x.a", [Condition(("a",), "<")]),
        ("a = ?", [Condition(("a",), "=")]),
        ("x.metadata.id = 'q'", [Condition(("metadata", "id"), "=")]),
        ("x.a IN (1, 2) AND x.b = 3", [Condition(("a",), "IN"), Condition(("b",), "=")]),
        ("xid = 'q'", [Condition((), "=", True)]),
        ("xid IN ?", [Condition((), "IN", True)]),
        ("x.a = x.b", []),
        ("UPPER(x.a) = 'A'", []),
        ("x.a = 1 OR x.b = 2", []),
        ("NOT x.a = 1", []),
        ("x.items[0] = 1", []),
    ],
)
def test_a_source_is_told_what_concerns_it(where: str, expected: list[Condition]) -> None:
    seen: list[Condition] = []
    compiled(f"SELECT * FROM X AS x BY xid WHERE {where}", Memory(watching(seen), X="{a: 1}"))
    assert seen == expected


def produced(query: str, policy: Callable[[Condition], bool], **tables: str) -> dict[str, int]:
    catalog = Memory(policy, **tables)
    run(query, catalog)
    return {name: table.produced for name, table in catalog.tables.items()}


MANY = " ".join(f"{{a: {number}, b: {number % 3}}}" for number in range(30))


def test_an_index_is_looked_up_for_each_row_before_it() -> None:
    query = "SELECT * FROM X AS x, Y AS y WHERE y.a = x.a AND x.b = 0"
    assert produced(query, everything, X=MANY, Y=MANY) == {"X": 10, "Y": 10}


def test_without_an_index_a_join_reads_each_side_once() -> None:
    query = "SELECT * FROM X AS x, Y AS y WHERE y.a = x.a"
    assert produced(query, nothing, X=MANY, Y=MANY) == {"X": 30, "Y": 30}


def test_a_join_without_an_equality_reads_the_right_side_once_too() -> None:
    query = "SELECT * FROM X AS x, Y AS y WHERE y.a < x.a"
    assert produced(query, nothing, X=MANY, Y=MANY) == {"X": 30, "Y": 30}


def test_an_unknown_key_looks_nothing_up() -> None:
    assert produced("SELECT * FROM X AS x WHERE x.a = NULL", everything, X=MANY) == {"X": 0}


def test_a_plan_says_how_its_sources_are_read() -> None:
    plan = compiled("SELECT * FROM X AS x, Y AS y WHERE x.a = 1 AND y.b = x.b", Memory(one_field, X=MANY, Y=MANY))
    assert isinstance(plan, QueryPlan)
    assert [(use.name, use.kind, use.conditions) for use in plan.sources] == [
        ("x", "index", ("a",)),
        ("y", "scan", ()),
    ]


def test_a_table_that_is_used_as_a_value_counts_as_read_too() -> None:
    plan = compiled("SELECT VALUE CARDINALITY(X) FROM Y AS y", Memory(nothing, X=MANY, Y="{b: 1}"))
    assert isinstance(plan, QueryPlan)
    assert [(use.name, use.kind) for use in plan.sources] == [("y", "scan"), ("X", "scan")]
