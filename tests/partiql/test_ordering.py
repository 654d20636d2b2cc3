"""The order of all values: total, and in agreement with equality."""

from __future__ import annotations

import math
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgershell.ion.equality import equality_key
from ledgershell.ion.timestamp import Precision, Timestamp
from ledgershell.ion.values import MISSING, Annotated, Bag, Clob, SExpression, Struct, Symbol, Value
from ledgershell.partiql import ordering
from ledgershell.partiql.comparison import equals, less
from ledgershell.partiql.ordering import SortOrder, sort_key, sort_rows
from ledgershell.partiql.temporal import Date, IntervalDayTime, IntervalYearMonth, Time
from ledgershell.partiql.types import Kind, kind_of

SCALARS = st.one_of(
    st.sampled_from([None, MISSING, True, False]),
    st.integers(-3, 3),
    st.floats(allow_nan=True, allow_infinity=True, width=16),
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-3, max_value=3, places=1),
    st.text("ab", max_size=2),
    st.text("ab", max_size=2).map(Symbol),
    st.binary(max_size=2),
    st.binary(max_size=2).map(Clob),
    st.builds(Date, st.integers(2019, 2021), st.integers(1, 2), st.integers(1, 2)),
    st.builds(Time, st.integers(0, 2), st.integers(0, 1), st.integers(0, 1), st.none(), st.sampled_from([None, 0, 60])),
    st.integers(2019, 2021).map(lambda year: Timestamp(year, precision=Precision.YEAR)),
    st.integers(0, 2).map(lambda hour: Timestamp(2020, 1, 1, hour, offset=60)),
    st.integers(-2, 2).map(IntervalYearMonth),
    st.integers(-2, 2).map(IntervalDayTime),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.lists(inner, max_size=3).map(Bag),
        st.lists(inner, max_size=2).map(SExpression),
        st.lists(st.tuples(st.sampled_from(["a", "b"]), inner), max_size=3).map(Struct),
        inner.map(lambda value: value if type(value) is Annotated else Annotated(("note",), value)),
    ),
    max_leaves=6,
)


@given(VALUES, VALUES, VALUES)
def test_the_order_is_total_and_transitive(a: Value, b: Value, c: Value) -> None:
    x, y, z = sort_key(a), sort_key(b), sort_key(c)
    assert (x < y) + (x == y) + (x > y) == 1
    if x <= y and y <= z:
        assert x <= z


def _without_dates(value: Value) -> bool:
    return not any(isinstance(part, Date) for part in _parts(value))


def _parts(value: Value) -> list[Value]:
    if isinstance(value, Annotated):
        return _parts(value.value)
    if isinstance(value, Struct):
        return [part for _, item in value.items() for part in _parts(item)]
    if isinstance(value, list):
        return [part for item in value for part in _parts(item)]
    return [value]


@given(VALUES.filter(_without_dates), VALUES.filter(_without_dates))
def test_equal_values_tie(a: Value, b: Value) -> None:
    if equality_key(a) == equality_key(b) and MISSING not in _parts(a) and MISSING not in _parts(b):
        assert sort_key(a) == sort_key(b)


@given(VALUES, VALUES)
def test_less_than_agrees_with_the_order_where_both_are_defined(a: Value, b: Value) -> None:
    if kind_of(a) is kind_of(b) and kind_of(a) in (Kind.INT, Kind.DECIMAL, Kind.STRING, Kind.TIMESTAMP, Kind.TIME):
        assert less(a, b) is (sort_key(a) < sort_key(b))
        assert equals(a, b) is (sort_key(a) == sort_key(b))


def test_kinds_stand_in_the_order_of_the_specification() -> None:
    ladder: list[Value] = [
        False,
        True,
        math.nan,
        -math.inf,
        Decimal("-1.5"),
        0,
        0.5,
        math.inf,
        Date(2021, 8, 22),
        Time(12, 12, 12, Decimal("0.1")),
        Timestamp.parse("2017-01-01T00:00-00:00"),
        IntervalYearMonth(3),
        IntervalDayTime(5),
        "A",
        Symbol("Z"),
        "a",
        "💩",
        b"aaaa",
        Clob(b"aaab"),
        [],
        [1],
        [1, 2],
        [None],
        SExpression(),
        Struct(),
        Struct([("a", 5)]),
        Struct([("a", "b")]),
        Struct([("b", 1)]),
        Bag(),
        Bag([1]),
        Bag([5]),
        None,
    ]
    keys = [sort_key(value) for value in ladder]
    assert all(low < high for low, high in pairwise(keys))


def test_unknowns_come_last_ascending_and_first_descending_unless_told_otherwise() -> None:
    def ordered(order: SortOrder) -> list[Value]:
        rows: list[Value] = [2, None, 1, MISSING, 3]
        sort_rows(rows, [(lambda row: row, order)])
        return rows

    assert ordered(SortOrder()) == [1, 2, 3, None, MISSING]
    assert ordered(SortOrder(descending=True)) == [None, MISSING, 3, 2, 1]
    assert ordered(SortOrder(nulls_first=True)) == [None, MISSING, 1, 2, 3]
    assert ordered(SortOrder(descending=True, nulls_first=False)) == [3, 2, 1, None, MISSING]


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), max_size=12), st.booleans(), st.booleans())
def test_rows_sort_by_several_keys_and_ties_keep_their_order(
    pairs: list[tuple[int, int]], first_down: bool, second_down: bool
) -> None:
    rows = [(*pair, place) for place, pair in enumerate(pairs)]
    sort_rows(rows, [(lambda row: row[0], SortOrder(first_down)), (lambda row: row[1], SortOrder(second_down))])

    def plain(row: tuple[int, int, int]) -> tuple[int, int, int]:
        return (-row[0] if first_down else row[0], -row[1] if second_down else row[1], row[2])

    assert rows == sorted(rows, key=plain)


@given(st.lists(st.integers(0, 9), max_size=60), st.booleans(), st.integers(1, 9))
def test_sorting_in_runs_is_sorting(numbers: list[int], descending: bool, length: int) -> None:
    looks = 0

    def look() -> None:
        nonlocal looks
        looks += 1

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ordering, "RUN_LENGTH", length)
        rows = list(enumerate(numbers))
        sort_rows(rows, [(lambda row: row[1], SortOrder(descending))], look)
    assert rows == sorted(enumerate(numbers), key=lambda row: row[1], reverse=descending)
    assert looks >= len(numbers) // length
