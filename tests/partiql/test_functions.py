"""The function registry: every row is complete and its example true; the extensions of SQL at their edges."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgershell.errors import EvaluationError, LedgershellError
from ledgershell.ion import dumps, loads
from ledgershell.ion.timestamp import Timestamp
from ledgershell.ion.values import MISSING, Annotated, Bag, Struct, Symbol, Value
from ledgershell.partiql.aggregates import AGGREGATES, Aggregate
from ledgershell.partiql.conformance import Globals
from ledgershell.partiql.dialect import PARTIQL_COERCE, SHELL
from ledgershell.partiql.engine import QueryPlan, compile_statement
from ledgershell.partiql.functions.definition import Function
from ledgershell.partiql.functions.page import document
from ledgershell.partiql.functions.registry import FUNCTIONS, bind, lookup
from ledgershell.partiql.parser import parse
from ledgershell.partiql.runtime import Runtime
from ledgershell.partiql.temporal import Date, IntervalYearMonth, Time
from ledgershell.partiql.typing_errors import TypeMismatch
from ledgershell.partiql.windows import (
    WINDOW_FUNCTIONS,
    WindowFunction,
    cume_dist,
    lag,
    lead,
    ntile,
    peer_groups,
    rank,
    shifted_over_known,
)
from tests.locations import REPOSITORY

RUNTIME = Runtime(now=Timestamp.parse("2020-05-06T07:08:09.123Z"), transaction_id="2EOkrgLG2Xa7qBwEwnKzDJ")
ROWS: list[Function | Aggregate | WindowFunction] = [
    *FUNCTIONS.values(),
    *AGGREGATES.values(),
    *WINDOW_FUNCTIONS.values(),
]


def run(statement: str) -> Value:
    """The value of a query as the shell speaks PartiQL."""
    plan = compile_statement(parse(statement), Globals({}), SHELL, text=statement)
    assert isinstance(plan, QueryPlan)
    return plan.value(RUNTIME)


def call(name: str, *arguments: Value) -> Value:
    """Call a function directly."""
    function = lookup(name)
    assert function is not None
    if function.wants_runtime:
        return bind(function, SHELL)(RUNTIME, *arguments)
    return bind(function, SHELL)(*arguments)


# --- The registry ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_every_example_gives_the_result_beside_it(row: Function | Aggregate | WindowFunction) -> None:
    value = run(row.example)
    written = dumps(list(value) if isinstance(value, Bag) else value, binary=False)
    assert written == dumps(loads(row.result), binary=False)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_every_row_says_what_help_prints(row: Function | Aggregate | WindowFunction) -> None:
    assert row.name == row.name.upper()
    assert row.signature.startswith(row.name)
    assert row.summary[0].isupper() or row.summary[0] == "-" or row.summary.startswith("e ")
    assert not row.summary.endswith(".")
    assert "\n" not in row.summary
    assert len(row.summary) <= 110
    assert row.name in row.example


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=lambda function: function.name)
def test_counts_of_arguments_fit_the_parameters(function: Function) -> None:
    assert function.accepts(function.minimum)
    assert not function.accepts(function.minimum - 1)
    if function.most is None:
        assert function.accepts(100)
    else:
        assert len(function.parameters) == function.most
        assert not function.accepts(function.most + 1)


def test_lookup_ignores_case_and_typos_get_candidates() -> None:
    assert lookup("substring") is FUNCTIONS["SUBSTRING"]
    assert lookup("substrng") is None
    with pytest.raises(LedgershellError) as caught:
        run("substrng('x', 1)")
    assert caught.value.hint == "did you mean SUBSTRING?"


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=lambda function: function.name)
def test_no_argument_makes_a_function_crash(function: Function) -> None:
    odd: list[Value] = [
        None, MISSING, True, -1, 10**30, Decimal("1e400"), math.nan, math.inf, "", "\ud800", "\x1b[31m\n", Symbol("x"),
        b"\xff", [], Bag([1]), Struct([("a", 1)]), Annotated(("n",), "x"), Timestamp(2020), Date(-5, 1, 1),
        Time(1, 2, 3), IntervalYearMonth(5),
    ]  # fmt: skip
    messages: list[str] = []
    leading: list[Value] = [RUNTIME] if function.wants_runtime else []
    if function.takes_part:
        leading.append("YEAR")
    for dialect in (SHELL, PARTIQL_COERCE):
        implementation = bind(function, dialect)
        for value in odd:
            for count in range(function.minimum, (3 if function.most is None else function.most) + 1):
                try:
                    implementation(*leading, *[value] * count)
                except LedgershellError as error:
                    messages.append(error.message)
    assert not any("\n" in message or "\x1b" in message for message in messages)


def test_text_that_would_fill_the_memory_is_refused() -> None:
    for name, arguments in (
        ("REPEAT", ("ab", 10**15)),
        ("LPAD", ("a", 10**15)),
        ("REPLACE", ("a" * 10_000, "a", "b" * 10_000)),
        ("TEXT_REPLACE", ("a" * 10_000, "a", "b" * 10_000)),
        ("GENERATE_SERIES", (1, 10**15)),
        ("POWER", (10, 10**9)),
        ("EXP", (10**9,)),
        ("ROUND", (1, 10**9)),
    ):
        with pytest.raises(EvaluationError) as error:
            call(name, *arguments)
        assert error.value.code == "LS-EVAL-011"


# --- PartiQL's own ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("hello", "", 2, 4), "h"),
        (("hello", "XX", 1), "XXllo"),
        (("hello", "XX", 1, 100), "XX"),
        (("hello", "XX", 7), "helloXX"),
    ],
)
def test_overlay_replaces_a_window(arguments: tuple[Value, ...], expected: str) -> None:
    assert call("OVERLAY", *arguments) == expected


def test_positions_count_from_one() -> None:
    assert call("POSITION", "", "abc") == 1
    assert call("POSITION", "c", "abc") == 3
    assert call("POSITION", "d", "abc") == 0


def test_absolute_values_have_no_sign_not_even_zero() -> None:
    assert str(call("ABS", Decimal("-0.00"))) == "0.00"
    assert call("ABS", -math.inf) == math.inf
    assert call("ABS", IntervalYearMonth(-18, 3)) == IntervalYearMonth(18, 3)


def test_an_unknown_beside_a_wrong_type_does_not_hide_it() -> None:
    function = lookup("MOD")
    assert function is not None
    with pytest.raises(TypeMismatch):
        bind(function, PARTIQL_COERCE)(None, "text")


# --- Aggregates ------------------------------------------------------------------------------------------------------


def aggregate(name: str, values: list[Value], quantifier: str | None = None) -> Value:
    accumulator = AGGREGATES[name].start(quantifier)
    for value in values:
        accumulator.add(value)
    return accumulator.result()


def test_aggregates_skip_unknowns_and_nothing_gives_null() -> None:
    values: list[Value] = [1, None, Decimal("2.50"), MISSING]
    assert aggregate("COUNT", values) == 2
    assert str(aggregate("SUM", values)) == "3.50"
    assert str(aggregate("AVG", values)) == "1.75"
    for name in AGGREGATES:
        assert aggregate(name, [None, MISSING]) == (0 if name == "COUNT" else None)


def test_sums_are_exact_and_do_not_overflow() -> None:
    assert aggregate("SUM", [2**63 - 1, 1]) == 2**63
    assert str(aggregate("SUM", [Decimal("0.1")] * 10)) == "1.0"
    assert type(aggregate("SUM", [1, 1.5])) is float


def test_extremes_are_those_of_order_by() -> None:
    assert aggregate("MAX", [1, "a", None]) == "a"
    assert aggregate("MIN", ["a", 1]) == 1


def test_distinct_knows_equal_values_of_different_types() -> None:
    assert aggregate("COUNT", [1, 1.0, Decimal("1.00"), 2], "DISTINCT") == 2
    assert aggregate("SUM", [1, 1.0, 2], "DISTINCT") == 3


@pytest.mark.parametrize(("name", "values"), [("SUM", [1, "a"]), ("AVG", [True]), ("ANY", [True, 1]), ("EVERY", ["x"])])
def test_a_value_of_a_wrong_type_spoils_the_result(name: str, values: list[Value]) -> None:
    with pytest.raises(TypeMismatch):
        aggregate(name, values)


def test_intervals_have_a_sum_and_a_mean() -> None:
    assert aggregate("SUM", [IntervalYearMonth(5), IntervalYearMonth(9)]).months == 14
    assert aggregate("AVG", [IntervalYearMonth(5), IntervalYearMonth(9)]).months == 7
    with pytest.raises(TypeMismatch):
        aggregate("SUM", [IntervalYearMonth(5), 1])


def test_texts_are_joined_in_the_order_of_the_rows() -> None:
    accumulator = AGGREGATES["STRING_AGG"].start("DISTINCT")
    for text in ("b", "a", None, "b"):
        accumulator.add(text, ", ")
    assert accumulator.result() == "b, a"


# --- Windows ---------------------------------------------------------------------------------------------------------


def test_ranks_of_rows_that_tie() -> None:
    peers = peer_groups(["a", "a", "b", "b", "c"])
    assert rank(peers, [()] * 5) == [1, 1, 3, 3, 5]
    assert cume_dist(peers, [()] * 5) == [0.4, 0.4, 0.8, 0.8, 1.0]


def test_ntile_deals_the_larger_buckets_first() -> None:
    assert ntile(list(range(5)), [(3,)] * 5) == [1, 1, 2, 2, 3]
    assert ntile(list(range(2)), [(5,)] * 2) == [1, 2]
    with pytest.raises(EvaluationError):
        ntile([0], [(0,)])


@given(st.lists(st.none() | st.integers(0, 9), max_size=9), st.integers(0, 3), st.sampled_from(["LAG", "LEAD"]))
def test_ignoring_nulls_is_shifting_without_them(values: list[int | None], offset: int, name: str) -> None:
    rows: list[tuple[Value, ...]] = [(value, offset, "none") for value in values]
    expected: list[Value] = []
    for position, value in enumerate(values):
        kept = [other for other, known in enumerate(values) if known is not None or other == position]
        shift = lag if name == "LAG" else lead
        expected.append(shift(kept, [rows[other] for other in kept])[kept.index(position)])
        assert offset or expected[-1] == value
    assert shifted_over_known(name, rows) == expected


def test_lag_beyond_the_partition_is_its_default() -> None:
    rows: list[tuple[Value, ...]] = [("a", 2, "-"), ("b", 2, "-"), ("c", 2, "-")]
    assert lag([0, 1, 2], rows) == ["-", "-", "a"]
    assert lag([0, 1], [("a",), ("b",)]) == [None, "a"]


# --- SQL's extensions ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        ("LEFT", ("abc", 10), "abc"),
        ("LEFT", ("abc", -1), "ab"),
        ("LEFT", ("abc", 0), ""),
        ("RIGHT", ("abc", -1), "bc"),
        ("RIGHT", ("abc", 0), ""),
        ("REPLACE", ("abc", "", "x"), "abc"),
        ("CONCAT", (None, MISSING), ""),
        ("LPAD", ("abc", 2), "ab"),
        ("RPAD", ("abc", -2), ""),
        ("LPAD", ("7", 6, "ab"), "ababa7"),
        ("REPEAT", ("ab", -1), ""),
        ("SPLIT_PART", ("a,b,c", ",", -1), "c"),
        ("SPLIT_PART", ("a,b,c", ",", 4), ""),
        ("ROUND", (Decimal("-2.5"),), -3),
        ("ROUND", (1250, -2), 1300),
        ("ROUND", (2.675, 2), 2.68),
        ("TRUNC", (Decimal("-2.999"),), -2),
        ("FLOOR", (-1.5,), -2),
        ("CEIL", (Decimal("1e30"),), 10**30),
        ("POWER", (2, -1), Decimal("0.5")),
        ("SIGN", (Decimal("-0.1"),), -1),
        ("GREATEST", (None, 1, "a"), "a"),
        ("LEAST", (None,), None),
        ("TYPE_OF", (MISSING,), "missing"),
        ("GENERATE_SERIES", (3, 1), []),
        ("GENERATE_SERIES", (3, 1, -2), [3, 1]),
    ],
)
def test_edges_of_the_extensions(name: str, arguments: tuple[Value, ...], expected: Value) -> None:
    assert call(name, *arguments) == expected


def test_a_series_of_months() -> None:
    series = call("GENERATE_SERIES", Date(2024, 1, 31), Date(2024, 4, 30), IntervalYearMonth(1))
    assert [day.text() for day in series] == ["2024-01-31", "2024-02-29", "2024-03-29", "2024-04-29"]
    with pytest.raises(TypeMismatch):
        call("GENERATE_SERIES", 1, 2, IntervalYearMonth(1))
    with pytest.raises(EvaluationError):
        call("GENERATE_SERIES", 1, 2, 0)


@pytest.mark.parametrize(
    ("name", "arguments"), [("SQRT", (-1,)), ("LN", (0,)), ("LOG10", (Decimal("-1"),)), ("POWER", (0, -1))]
)
def test_functions_are_not_defined_everywhere(name: str, arguments: tuple[Value, ...]) -> None:
    with pytest.raises(EvaluationError) as error:
        call(name, *arguments)
    assert error.value.code == "LS-EVAL-015"


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("YYYY-MM-DD HH24:MI:SS.MS", "2024-02-09 13:05:07.125"),
        ("FMDD Mon YYYY", "9 Feb 2024"),
        ("MONTH|month|FMMonth", "FEBRUARY |february |February"),
        ("DY D DDD IW Q", "FRI 6 040 06 1"),
        ('HH12 "hours" am TZH:TZM', "01 hours pm +05:30"),
    ],
)
def test_to_char_speaks_postgresql(pattern: str, expected: str) -> None:
    assert call("TO_CHAR", Timestamp.parse("2024-02-09T13:05:07.125+05:30"), pattern) == expected


@pytest.mark.parametrize(
    ("number", "pattern", "expected"),
    [
        (125, "999", " 125"),
        (Decimal("-1234.5"), "9,999.99", "-1,234.50"),
        (Decimal("0.1"), "0.00", " 0.10"),
        (1234567, "999", " ###"),
        (-3, "999MI", "  3-"),
        (5, "S99", " +5"),
        (Decimal("1.50"), "FM990.99", "1.5"),
    ],
)
def test_to_char_of_numbers(number: Value, pattern: str, expected: str) -> None:
    assert call("TO_CHAR", number, pattern) == expected


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("year", "2024-01-01T00:00:00+05:30"),
        ("quarter", "2024-01-01T00:00:00+05:30"),
        ("day", "2024-02-09T00:00:00+05:30"),
        ("minute", "2024-02-09T13:05:00+05:30"),
    ],
)
def test_date_trunc_sets_the_rest_to_its_lowest(part: str, expected: str) -> None:
    cut = call("DATE_TRUNC", part, Timestamp.parse("2024-02-09T13:05:07.125+05:30"))
    assert cut == Timestamp.parse(expected)


def test_the_functions_of_the_specification_s_rewritings() -> None:
    assert run("SELECT VALUE TUPLEUNION({'a': 1}, {'b': 2}, t) FROM <<{'a': 3}>> AS t") == Bag(
        [Struct([("a", 1), ("b", 2), ("a", 3)])]
    )
    assert call("TUPLEUNION", Struct([("a", 1)]), Struct(()), None) is None
    with pytest.raises(TypeMismatch, match="argument 3 is a whole number, not a struct"):
        call("TUPLEUNION", Struct(()), Struct(()), 3)
    assert run("COLL_TO_SCALAR(SELECT t.a FROM <<{'a': 3}>> AS t)") == 3
    assert call("COLL_TO_SCALAR", Bag()) is None
    with pytest.raises(TypeMismatch, match="one struct of one field"):
        call("COLL_TO_SCALAR", Bag([1]))


def test_the_page_of_functions_is_what_the_registry_makes() -> None:
    page = (REPOSITORY / "docs" / "functions.md").read_text(encoding="utf-8")
    assert page == document(), "run: python -m ledgershell.partiql.functions.page > docs/functions.md"
