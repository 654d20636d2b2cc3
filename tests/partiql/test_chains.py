"""Long chains: thousands of terms are no depth, and what follows them without recursion says what nesting says."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledgershell.errors import LedgershellError
from ledgershell.ion.text_writer import write_text
from ledgershell.ion.values import Value
from ledgershell.partiql.compiler import combining, joins
from ledgershell.partiql.dialect import PARTIQL_COERCE, PARTIQL_STRICT, SHELL, Dialect
from ledgershell.partiql.lowering import operators
from tests.partiql.memory import Memory, run

MANY = 2_000


def repeated(term: str, separator: str, count: int = MANY) -> str:
    return separator.join([term] * count)


JOINS = " ".join(f"JOIN [1] AS a{n} ON a{n} = a{n - 1}" for n in range(1, 300))


@pytest.mark.parametrize(
    ("text", "result"),
    [
        (repeated("1", " + "), MANY),
        (repeated("1", " - "), 2 - MANY),
        (repeated("'ab'", " || "), "ab" * MANY),
        (f"SELECT VALUE {repeated('t.x * 2', ' + ')} FROM T AS t", [2 * MANY]),
        (f"SELECT VALUE {repeated('COUNT(*)', ' + ')} FROM T AS t", [MANY]),
        (f"SELECT VALUE k FROM T AS t GROUP BY {repeated('t.x', ' + ')} AS k", [MANY]),
        (repeated("TRUE", " AND "), True),
        (repeated("FALSE", " OR "), False),
        (f"{MANY - 1} IN ({', '.join(map(str, range(MANY)))})", True),
        (f"CASE {' '.join(f'WHEN {n} = {MANY - 1} THEN {n}' for n in range(MANY))} END", MANY - 1),
        (f"SIZE([{repeated('1', ', ')}])", MANY),
        (repeated("SELECT 1 AS a", " UNION ", 500), [{"a": 1}]),
        (f"SIZE(({repeated('SELECT 1 AS a', ' UNION ALL ', 500)}))", 500),
        (f"SIZE(({repeated('<<1, 2>>', ' OUTER UNION ALL ', 500)}))", 1000),
        (f"SELECT 1 AS a EXCEPT {repeated('SELECT 2 AS b', ' EXCEPT ', 500)}", [{"a": 1}]),
        (repeated("SELECT 1 AS a", " INTERSECT ", 500), [{"a": 1}]),
        (f"SELECT VALUE COUNT(*) FROM {', '.join(f'[1] AS a{n}' for n in range(500))}", [1]),
        (f"SELECT VALUE a7 FROM [1] AS a0, {', '.join(f'[a{n} + 1] AS a{n + 1}' for n in range(500))}", [8]),
        (f"SELECT VALUE COUNT(*) FROM {' CROSS JOIN '.join(f'[1] AS a{n}' for n in range(500))}", [1]),
        (f"SELECT VALUE COUNT(*) FROM [1] AS a0 {JOINS}", [1]),
    ],
)
def test_thousands_of_terms(text: str, result: object) -> None:
    value = run(text, Memory(T="{x: 1}"))
    found = [dict(row.items()) if hasattr(row, "items") else row for row in value] if isinstance(value, list) else value
    assert found == result


@pytest.mark.parametrize(
    "text", ["(" * 201 + "1" + ")" * 201, "1" + " + (1" * 201 + ")" * 201, repeated("1", " = ", 202)]
)
def test_nesting_is_still_bounded(text: str) -> None:
    with pytest.raises(LedgershellError) as caught:
        run(text)
    assert caught.value.code == "LS-PARSE-007"


def outcome(text: str, dialect: Dialect, catalog: Callable[[], Memory]) -> str:
    try:
        value: Value = run(text, catalog(), dialect=dialect)
    except LedgershellError:
        return "an error"  # of several another may be met first
    return write_text(value)


LINKS = ["+", "-", "*", "/", "%", "||", "&"]
OPERANDS = st.sampled_from(
    ["1", "2.5", "0", "NULL", "MISSING", "'a'", "1e0", "t.x", "t.y", "t.none", "(1 + t.x)", "[1]", "INTERVAL '1' DAY"]
)
DIALECTS = st.sampled_from([SHELL, PARTIQL_COERCE, PARTIQL_STRICT])


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["+", "-", "*", "/", "%", "||", "&"]), OPERANDS), min_size=3, max_size=8),
    DIALECTS,
)
def test_a_chain_of_operators_is_as_if_nested(links: list[tuple[str, str]], dialect: Dialect) -> None:
    text = "SELECT VALUE 1 " + " ".join(f"{operator} {operand}" for operator, operand in links) + " FROM T AS t"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operators, "NESTED_LINKS", 1)
        chained = outcome(text, dialect, tables)
    assert chained == outcome(text, dialect, tables)


def tables() -> Memory:
    return Memory(T="{x: 1, y: 'a'} {x: 2}", U="{x: 2} {x: 3}", E="")


SELECTS = [
    "SELECT t.x FROM T AS t",
    "SELECT u.x AS other FROM U AS u",
    "SELECT e.x FROM E AS e",
    "SELECT t.y FROM T AS t",
    "SELECT VALUE t FROM T AS t",
    "SELECT 2 AS x",
    "SELECT 'a' AS s",
]
WORDS = ["UNION", "UNION", "UNION", "EXCEPT", "INTERSECT", "UNION ALL", "EXCEPT ALL", "INTERSECT ALL"]


@settings(max_examples=120, deadline=None)
@given(
    st.sampled_from(SELECTS),
    st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(SELECTS)), min_size=2, max_size=6),
    st.sampled_from(["", "OUTER "]),
    DIALECTS,
)
def test_a_chain_of_set_operators_is_as_if_nested(
    first: str, links: list[tuple[str, str]], outer: str, dialect: Dialect
) -> None:
    text = first + "".join(f" {outer}{operator} {select}" for operator, select in links)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(combining, "NESTED_LINKS", 1)
        chained = outcome(text, dialect, tables)
    assert chained == outcome(text, dialect, tables)


ITEMS = [
    ", T AS {0}",
    ", U AS {0}",
    ", E AS {0}",
    ", [{1}.x, 7] AS {0}",
    " CROSS JOIN U AS {0}",
    " JOIN U AS {0} ON {0}.x = {1}.x",
    " JOIN T AS {0} ON {0}.x > {1}.x",
    " LEFT JOIN U AS {0} ON {0}.x = {1}.x",
    " LEFT JOIN E AS {0} ON TRUE",
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(ITEMS), min_size=2, max_size=5), DIALECTS)
def test_a_chain_of_joins_is_as_if_nested(items: list[str], dialect: Dialect) -> None:
    text = "SELECT * FROM T AS a0" + "".join(item.format(f"a{n}", f"a{n - 1}") for n, item in enumerate(items, 1))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(joins, "NESTED_JOINS", 1)
        chained = outcome(text, dialect, tables)
    assert chained == outcome(text, dialect, tables)
