"""Queries over tables: the slice that QLDB had, and how its clauses fit together."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgershell.errors import EvaluationError, SemanticError
from ledgershell.ion.text_reader import read_all
from ledgershell.ion.values import MISSING, Bag, Struct, Value
from ledgershell.partiql.comparison import in_, not_in
from ledgershell.partiql.dialect import PARTIQL_COERCE
from ledgershell.partiql.engine import QueryPlan
from ledgershell.partiql.runtime import Runtime
from tests.partiql.memory import NOW, Memory, compiled, run

PEOPLE = """
{GovId: "LEWISR261LL", FirstName: "Raul", LastName: "Lewis"}
{GovId: "LOGANB486CG", FirstName: "Brent", LastName: "Logan"}
{GovId: "744 849 301", FirstName: "Alexis", LastName: "Pena"}
"""
REGISTRATIONS = """
{VIN: "1N4AL11D75C109151", City: "Seattle",
 Owners: {PrimaryOwner: {PersonId: "Person-0"}, SecondaryOwners: []}}
{VIN: "KM8SRDHF6EU074761", City: "Kent",
 Owners: {PrimaryOwner: {PersonId: "Person-1"}, SecondaryOwners: [{PersonId: "Person-0"}, {PersonId: "Person-2"}]}}
"""


@pytest.fixture
def garage() -> Memory:
    return Memory(Person=PEOPLE, Registration=REGISTRATIONS)


def ion(text: str) -> list[Value]:
    return read_all(text)


# --- Projection -----------------------------------------------------------------------------------------------------


def test_a_star_over_one_table_gives_back_the_documents_themselves(garage: Memory) -> None:
    assert run("SELECT * FROM Person", garage) == ion(PEOPLE)


def test_the_document_id_is_a_column_of_the_star_and_a_condition(garage: Memory) -> None:
    found = run("SELECT * FROM Person AS p BY pid WHERE pid = 'Person-1'", garage)
    assert found == ion('{GovId: "LOGANB486CG", FirstName: "Brent", LastName: "Logan", pid: "Person-1"}')


def test_an_alias_of_by_hides_the_field_of_the_same_name(garage: Memory) -> None:
    assert run("SELECT GovId FROM Person AS p BY GovId WHERE p.LastName = 'Pena'", garage) == ion('{GovId: "Person-2"}')


def test_a_variable_is_the_whole_document(garage: Memory) -> None:
    (row,) = run("SELECT Person FROM Person WHERE GovId = 'LEWISR261LL'", garage)
    assert row == Struct([("Person", ion(PEOPLE)[0])])


@pytest.mark.parametrize(
    ("items", "names"),
    [
        ("p.FirstName, p.LastName AS Surname", ["FirstName", "Surname"]),
        ("COUNT(*)", ["_1"]),
        ("p.FirstName || p.LastName, p.GovId, 1 + 1", ["_1", "GovId", "_3"]),
        ("CAST(p.GovId AS SYMBOL)", ["GovId"]),
        ("p['GovId']", ["GovId"]),
    ],
)
def test_columns_are_named_by_alias_by_last_step_or_by_position(garage: Memory, items: str, names: list[str]) -> None:
    plan = compiled(f"SELECT {items} FROM Person AS p WHERE p.LastName = 'Pena'", garage)
    assert isinstance(plan, QueryPlan)
    assert plan.columns == tuple(names)
    (row,) = run(f"SELECT {items} FROM Person AS p WHERE p.LastName = 'Pena'", garage)
    assert list(row) == names


def test_a_missing_field_is_no_column() -> None:
    assert run("SELECT a, b FROM [{'a': 1}]") == ion("{a: 1}")


def test_in_plain_partiql_an_unqualified_name_is_a_field_of_whatever_variable_has_it(garage: Memory) -> None:
    found = run(
        "SELECT LastName, City FROM Registration AS r, Person AS p BY pid WHERE Owners.PrimaryOwner.PersonId = pid",
        garage,
        dialect=PARTIQL_COERCE,
    )
    assert found == ion('{LastName: "Lewis", City: "Seattle"} {LastName: "Logan", City: "Kent"}')


def test_a_star_spreads_each_variable_and_numbers_what_is_no_struct() -> None:
    assert run("SELECT * FROM [{'a': 1}] AS x, [2, 3] AS y AT i") == ion("{a: 1, _2: 2, i: 0} {a: 1, _2: 3, i: 1}")


def test_select_without_from_is_one_row() -> None:
    assert run("SELECT 1 AS a, 'x' AS b") == ion('{a: 1, b: "x"}')


def test_a_bare_expression_is_a_value_and_not_rows() -> None:
    plan = compiled("1 + 1", Memory())
    assert isinstance(plan, QueryPlan)
    assert (plan.shape, run("1 + 1")) == ("value", 2)


# --- FROM -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "source",
    ["Registration AS r, r.Owners.SecondaryOwners AS o", "Registration AS r, @r.Owners.SecondaryOwners AS o"],
)
def test_a_later_item_ranges_over_a_list_inside_an_earlier_one(garage: Memory, source: str) -> None:
    found = run(f"SELECT r.City, o.PersonId FROM {source}", garage)
    assert found == ion('{City: "Kent", PersonId: "Person-0"} {City: "Kent", PersonId: "Person-2"}')


def test_what_is_no_collection_counts_as_one_element() -> None:
    assert run("SELECT VALUE x FROM 5 AS x") == [5]
    assert run("SELECT x FROM MISSING AS x") == [Struct()]


def test_positions_count_all_rows_whatever_is_looked_up() -> None:
    table = Memory(lambda _condition: True, T="{a: 1} {a: 2} {a: 1}")
    assert run("SELECT VALUE i FROM T AS t AT i WHERE t.a = 1", table) == [0, 2]


def test_a_table_before_a_variable_in_from_and_a_variable_before_a_table_behind_an_at_sign() -> None:
    tables = Memory(x="{a: 1}", y="{x: [5]}")
    assert run("SELECT VALUE v FROM y AS x, x AS v", tables) == ion("{a: 1}")
    assert run("SELECT VALUE v FROM y AS x, @x.x AS v", tables) == [5]


def test_wildcards_range_over_elements_and_fields() -> None:
    nested = "{'a': [{'b': 1}, {'b': 2}], 'c': {'x': 3, 'y': 4}}"
    assert run(f"{nested}.a[*].b") == [1, 2]
    assert run(f"{nested}.c.*") == [3, 4]
    assert run(f"SELECT VALUE v FROM {nested}.a[*].b AS v") == [1, 2]


def test_a_table_function_gets_its_table_and_its_arguments(garage: Memory) -> None:
    assert run("SELECT h.name, data.n FROM numbers(Person, 1, ?) AS h", garage, 2) == ion(
        '{name: "Person", n: 1} {name: "Person", n: 2}'
    )
    assert run("SELECT VALUE h.name FROM numbers('8F0TPCmdNQ6JTRpiLj2TmW', 1, 1) AS h", garage) == [
        "8F0TPCmdNQ6JTRpiLj2TmW"
    ]


# --- Joins ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("join", "expected"),
    [
        ("JOIN", "{a: 1, b: 1}"),
        ("LEFT JOIN", "{a: 1, b: 1} {a: 2, b: null}"),
        ("RIGHT JOIN", "{a: 1, b: 1} {a: null, b: 3}"),
        ("FULL JOIN", "{a: 1, b: 1} {a: 2, b: null} {a: null, b: 3}"),
    ],
)
@pytest.mark.parametrize("condition", ["x.n = y.n", "x.n <= y.n AND x.n >= y.n"])
def test_joins_by_hash_and_by_loops_agree(join: str, expected: str, condition: str) -> None:
    tables = Memory(X="{n: 1} {n: 2}", Y="{n: 1} {n: 3}")
    assert run(f"SELECT x.n AS a, y.n AS b FROM X AS x {join} Y AS y ON {condition}", tables) == ion(expected)


def test_a_condition_behind_a_left_join_is_tested_after_it() -> None:
    tables = Memory(X="{n: 1} {n: 2}", Y="{n: 1}")
    query = "SELECT VALUE x.n FROM X AS x LEFT JOIN Y AS y ON x.n = y.n WHERE y IS NULL"
    assert run(query, tables) == [2]


def test_a_left_join_knows_the_columns_of_a_subquery() -> None:
    query = "SELECT * FROM [{'a': 1}] AS x LEFT JOIN (SELECT b, c FROM [{'b': 2, 'c': 3}]) AS y ON x.a = y.b"
    assert run(query) == ion("{a: 1, b: null, c: null}")


def test_joins_may_be_nested_on_the_right() -> None:
    query = "SELECT a, b, c FROM [1, 2] AS a LEFT JOIN ([1] AS b JOIN [1, 5] AS c ON b <= c) ON a = b ORDER BY a, b, c"
    assert run(query) == ion("{a: 1, b: 1, c: 1} {a: 1, b: 1, c: 5} {a: 2, b: null, c: null}")


def test_unknown_values_join_with_nothing() -> None:
    tables = Memory(X="{n: null} {m: 1}", Y="{n: null} {m: 1}")
    assert run("SELECT * FROM X AS x, Y AS y WHERE x.n = y.n", tables) == []


# --- Subqueries -----------------------------------------------------------------------------------------------------


def test_a_subquery_of_one_column_is_a_value(garage: Memory) -> None:
    query = (
        "SELECT p.LastName, (SELECT COUNT(*) FROM Registration AS r) AS n FROM Person AS p WHERE p.LastName = 'Pena'"
    )
    assert run(query, garage) == ion('{LastName: "Pena", n: 2}')


def test_a_subquery_with_more_rows_than_one_is_missing_as_a_value() -> None:
    assert run("SELECT (SELECT x FROM [1, 2] AS x) AS n, 1 AS m") == ion("{m: 1}")


def test_a_subquery_of_select_value_stays_a_collection() -> None:
    assert run("SELECT (SELECT VALUE x FROM [1, 2] AS x) AS n") == [Struct([("n", Bag([1, 2]))])]


def test_in_takes_the_only_column_of_a_subquery(garage: Memory) -> None:
    query = (
        "SELECT VALUE LastName FROM Person AS p BY pid "
        "WHERE pid IN (SELECT r.Owners.PrimaryOwner.PersonId FROM Registration AS r)"
    )
    assert run(query, garage) == ["Lewis", "Logan"]


def test_a_subquery_that_depends_on_nothing_is_run_once(garage: Memory) -> None:
    run("SELECT * FROM Person WHERE GovId IN (SELECT VALUE p.GovId FROM Person AS p)", garage)
    assert garage.tables["Person"].produced == 6


def test_exists_stops_at_the_first_row(garage: Memory) -> None:
    assert run("EXISTS(SELECT * FROM Person)", garage) is True
    assert garage.tables["Person"].produced == 1


# --- Grouping -------------------------------------------------------------------------------------------------------


def test_aggregates_over_the_whole_result() -> None:
    assert run("SELECT COUNT(*), SUM(x), MAX(x) FROM [1, 2, NULL] AS x") == ion("{_1: 3, _2: 3, _3: 2}")
    assert run("SELECT COUNT(*) FROM [] AS x") == ion("{_1: 0}")


def test_groups_come_in_the_order_of_their_first_rows() -> None:
    query = "SELECT a % 2 AS odd, COUNT(*) AS n FROM [1, 2, 3] AS a GROUP BY a % 2"
    assert run(query) == ion("{odd: 1, n: 2} {odd: 0, n: 1}")


def test_having_and_order_by_see_aggregates() -> None:
    query = (
        "SELECT k, SUM(v) AS total "
        "FROM [{'k': 'a', 'v': 1}, {'k': 'b', 'v': 5}, {'k': 'a', 'v': 2}, {'k': 'c', 'v': 1}] "
        "GROUP BY k HAVING COUNT(*) > 1 OR SUM(v) > 4 ORDER BY SUM(v) DESC"
    )
    assert run(query) == ion('{k: "b", total: 5} {k: "a", total: 3}')


def test_group_as_keeps_the_rows() -> None:
    query = (
        "SELECT k, (SELECT VALUE m.x.v FROM g AS m) AS vs FROM [{'k': 1, 'v': 2}, {'k': 1, 'v': 3}] AS x "
        "GROUP BY x.k AS k GROUP AS g"
    )
    assert run(query) == [Struct([("k", 1), ("vs", Bag([2, 3]))])]


def test_one_and_true_are_different_keys_but_one_and_one_point_zero_are_not() -> None:
    query = "SELECT VALUE COUNT(*) FROM [1, true, 1.0, 1e0, '1'] AS x GROUP BY x"
    assert run(query) == [3, 1, 1]


# --- Order and bounds -----------------------------------------------------------------------------------------------


def test_order_by_makes_a_list_and_sees_columns_before_variables() -> None:
    plan = compiled("SELECT -x AS x FROM [1, 2] AS x ORDER BY x", Memory())
    assert isinstance(plan, QueryPlan)
    assert plan.ordered
    assert run("SELECT -x AS x FROM [1, 2] AS x ORDER BY x") == ion("{x: -2} {x: -1}")


def test_order_by_a_number_means_the_column() -> None:
    assert run("SELECT a, b FROM [{'a': 1, 'b': 9}, {'a': 2, 'b': 8}] ORDER BY 2") == ion("{a: 2, b: 8} {a: 1, b: 9}")


def test_unknowns_come_last_and_first_when_descending() -> None:
    rows = "[{'a': NULL}, {'a': 1}, {}]"
    assert run(f"SELECT * FROM {rows} ORDER BY a") == ion("{a: 1} {a: null} {}")
    assert run(f"SELECT * FROM {rows} ORDER BY a DESC NULLS LAST") == ion("{a: 1} {a: null} {}")
    assert run(f"SELECT * FROM {rows} ORDER BY a DESC") == ion("{a: null} {} {a: 1}")


def test_limit_stops_reading(garage: Memory) -> None:
    assert len(run("SELECT * FROM Person LIMIT 1", garage)) == 1
    assert garage.tables["Person"].produced == 1


@pytest.mark.parametrize("bound", ["LIMIT 'x'", "LIMIT 1.5", "OFFSET 1 - 2", "LIMIT NULL"])
def test_a_bound_must_be_a_whole_number(bound: str) -> None:
    with pytest.raises(EvaluationError, match="LS-EVAL-030"):
        run(f"SELECT VALUE x FROM [1, 2] AS x {bound}")


def test_plain_partiql_ignores_a_bound_that_is_no_number() -> None:
    assert run("SELECT VALUE x FROM [1, 2] AS x LIMIT 'x'", dialect=PARTIQL_COERCE) == [1, 2]


# --- Set operators --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT a FROM [{'a': 1}, {'a': 1}] UNION SELECT b FROM [{'b': 2}]", "{a: 1} {a: 2}"),
        (
            "SELECT a, b FROM [{'a': 1}, {'b': 2}] UNION SELECT c, 3 FROM [{}]",
            "{a: 1, b: null} {a: null, b: 2} {a: null, b: 3}",
        ),
        ("SELECT a FROM [{'a': 1}, {'a': 1}] UNION ALL SELECT b FROM [{'b': 1}]", "{a: 1} {a: 1} {a: 1}"),
        ("SELECT a FROM [{'a': 1}, {'a': 2}] INTERSECT SELECT b FROM [{'b': 2}]", "{a: 2}"),
        ("SELECT a FROM [{'a': 1}, {'a': 2}, {'a': 1}] EXCEPT SELECT b FROM [{'b': 2}]", "{a: 1}"),
        ("SELECT a FROM [{'a': 1}, {'a': 1}] EXCEPT ALL SELECT b FROM [{'b': 1}]", "{a: 1}"),
        ("[1, 2, 2] OUTER UNION ['a']", '1 2 "a"'),
        ("[1, 2, 2] OUTER INTERSECT ALL [2, 2, 3]", "2 2"),
    ],
)
def test_set_operators(query: str, expected: str) -> None:
    assert run(query) == ion(expected)


def test_plain_set_operators_refuse_rows_of_unlike_shape() -> None:
    with pytest.raises(EvaluationError, match="column 1 has values of unlike types"):
        run("SELECT a FROM [{'a': 1}] UNION SELECT a FROM [{'a': 'x'}]")


# --- What QLDB lacked -----------------------------------------------------------------------------------------------


def test_let_names_values_for_every_clause_behind_it() -> None:
    assert run("SELECT y FROM [1, 2, 3] AS x LET x * 2 AS y, y + 1 AS z WHERE z > 4") == ion("{y: 4} {y: 6}")


def test_common_tables_hide_tables_and_see_those_before_them(garage: Memory) -> None:
    query = (
        "WITH Person AS (SELECT VALUE 1 FROM [0] AS q), two(n) AS (SELECT p + 1 AS m FROM Person AS p) "
        "SELECT VALUE n FROM two"
    )
    assert run(query, garage) == [2]


def test_a_recursive_table_goes_on_until_nothing_is_new() -> None:
    edges = "[{'a': 1, 'b': 2}, {'a': 2, 'b': 3}, {'a': 3, 'b': 1}]"
    query = (
        f"WITH RECURSIVE r(n) AS (SELECT 1 AS n UNION SELECT e.b AS n FROM r, {edges} AS e WHERE e.a = r.n) "
        "SELECT VALUE n FROM r ORDER BY n"
    )
    assert run(query) == [1, 2, 3]


def test_pivot_and_unpivot_are_each_other_s_inverse() -> None:
    plan = compiled("PIVOT v AT n FROM UNPIVOT {'a': 1, 'b': 2} AS v AT n", Memory())
    assert isinstance(plan, QueryPlan)
    assert plan.shape == "value"
    assert run("PIVOT v AT n FROM UNPIVOT {'a': 1, 'b': 2} AS v AT n") == ion("{a: 1, b: 2}")[0]


def test_exclude_takes_parts_away_and_leaves_conditions_alone() -> None:
    query = (
        "SELECT * EXCLUDE t.a, t.b[*].c, t.d[0], t.d[2] "
        "FROM [{'a': 1, 'b': [{'c': 1, 'e': 2}], 'd': [5, 6, 7]}] AS t WHERE t.a = 1"
    )
    assert run(query) == ion("{b: [{e: 2}], d: [6]}")


def test_windows_rank_within_partitions_and_run_totals() -> None:
    rows = "[{'k': 'a', 'v': 3}, {'k': 'b', 'v': 9}, {'k': 'a', 'v': 1}]"
    query = (
        f"SELECT v, RANK() OVER w AS r, SUM(v) OVER w AS total, LAG(v) OVER w AS before FROM {rows} AS x "
        "WINDOW w AS (PARTITION BY k ORDER BY v)"
    )
    assert run(query) == ion(
        "{v: 3, r: 2, total: 4, before: 1} {v: 9, r: 1, total: 9, before: null} {v: 1, r: 1, total: 1, before: null}"
    )


def test_lag_can_skip_unknowns() -> None:
    query = (
        "SELECT VALUE LAG(x.v) IGNORE NULLS OVER (ORDER BY x.n) "
        "FROM [{'n': 1, 'v': 5}, {'n': 2, 'v': NULL}, {'n': 3, 'v': 7}] AS x"
    )
    assert run(query) == [None, 5, 5]


def test_a_missing_window_value_is_no_column() -> None:
    (row,) = run("SELECT SUM(x) OVER () AS s FROM ['a'] AS x")
    assert row.get("s") is MISSING


@pytest.mark.parametrize(
    "query",
    [
        "SELECT LEFT(x, 1) AS k, COUNT(*) AS n FROM ['ab', 'ac', 'b'] AS x GROUP BY k",
        "SELECT LEFT(x, 1) AS k, COUNT(*) AS n FROM ['ab', 'ac', 'b'] AS x GROUP BY LEFT(x, 1)",
        "SELECT x || '' AS k, COUNT(*) AS n FROM ['a', 'b', 'a'] AS x GROUP BY x || ''",
    ],
)
def test_group_by_names_a_column_or_repeats_its_expression(query: str) -> None:
    assert [(str(row["k"]), row["n"]) for row in run(query)] == [("a", 2), ("b", 1)]


def test_casts_to_different_types_are_different_keys() -> None:
    with pytest.raises(SemanticError, match="neither grouped by nor inside an aggregate"):
        run("SELECT CAST(x AS INT) FROM ['1'] AS x GROUP BY CAST(x AS DECIMAL) AS d")


_ELEMENTS = (
    st.none() | st.booleans() | st.integers(-2, 2) | st.sampled_from(["a", "1", 1.0, 2.5, Decimal("1.0"), MISSING])
)


@given(st.lists(_ELEMENTS, max_size=12), st.lists(_ELEMENTS, min_size=1, max_size=5), st.booleans())
def test_in_over_one_collection_answers_as_one_by_one(
    collection: list[Value], sought: list[Value], negated: bool
) -> None:
    member = not_in if negated else in_
    plan = compiled(f"SELECT VALUE [x {'NOT ' * negated}IN ?] FROM ? AS x", Memory())
    assert isinstance(plan, QueryPlan)
    found = list(plan.rows(Runtime([collection, sought], now=NOW)))
    assert found == [[member(value, collection)] for value in sought]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT VALUE p.Age FROM T AS p",
        "SELECT VALUE p.Age FROM T AS p ORDER BY p.Name",
        "(SELECT VALUE p.Age FROM T AS p)",
        "WITH x AS (SELECT * FROM T) SELECT VALUE p.Age FROM x AS p",
    ],
)
def test_a_missing_value_is_no_row_of_a_result(query: str) -> None:
    catalog = Memory(T='{Name: "a", Age: 1} {Name: "b"} {Name: "c", Age: null}')
    assert list(run(query, catalog)) == [1, None]
    assert list(run(query, catalog, dialect=PARTIQL_COERCE)) == [1, MISSING, None]
    plan = compiled(query, catalog)
    assert isinstance(plan, QueryPlan)
    assert list(plan.rows(Runtime(now=NOW))) == [1, None]


@pytest.mark.parametrize(
    ("query", "result"),
    [
        ("SELECT VALUE COUNT(*) FROM (SELECT VALUE p.Age FROM T AS p) AS q", [2]),
        ("SELECT VALUE SIZE((SELECT VALUE p.Age FROM T AS p)) FROM <<0>>", [2]),
        ("SELECT VALUE [q] FROM (SELECT VALUE p.Age FROM T AS p) AS q", [[1], [MISSING]]),
    ],
)
def test_inside_a_statement_a_bag_keeps_what_is_missing(query: str, result: list[Value]) -> None:
    assert list(run(query, Memory(T="{Age: 1} {Name: 2}"))) == result
