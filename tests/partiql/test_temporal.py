"""Dates, times, intervals: their text, their arithmetic, and laws that any calendar keeps."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ledgershell.errors import EvaluationError
from ledgershell.ion.equality import equality_key
from ledgershell.ion.timestamp import Precision, Timestamp
from ledgershell.ion.values import MISSING, Annotated, Value
from ledgershell.partiql.arithmetic import add, divide, multiply, negate, subtract
from ledgershell.partiql.comparison import equals, greater, less
from ledgershell.partiql.operators import overlaps
from ledgershell.partiql.temporal import (
    Date,
    IntervalDayTime,
    IntervalFields,
    IntervalYearMonth,
    Time,
    WideTimestamp,
)
from ledgershell.partiql.temporal_arithmetic import date_add, date_diff
from ledgershell.partiql.temporal_literals import parse_date, parse_interval, parse_time, parse_timestamp
from ledgershell.partiql.typing_errors import TypeMismatch

PARTS = st.sampled_from(["YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND"])
TIMESTAMPS = st.datetimes(datetime.datetime(1900, 1, 1), datetime.datetime(2100, 1, 1)).map(  # noqa: DTZ001
    Timestamp.from_datetime
)


def days(text: str, **fields: str | int) -> Value:
    return parse_interval(text, IntervalFields(**fields))  # type: ignore[arg-type]


YEAR = IntervalYearMonth(12)
MONTH = IntervalYearMonth(1)
DAY = days("1", leading="DAY")
HOUR = days("1", leading="HOUR")


# --- Literals --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "2021-02-29",
        "2021-13-01",
        "2021-00-01",
        "2021-01-00",
        "2021-3-10",
        "12345-03-10",
        "-9999-03-10",
        "date",
        "２０２１-01-01",
    ],
)
def test_days_that_the_calendar_lacks_are_refused(text: str) -> None:
    with pytest.raises(EvaluationError) as error:
        parse_date(text)
    assert error.value.code == "LS-EVAL-014"


@given(st.dates())
def test_dates_read_as_they_are_written(day: datetime.date) -> None:
    assert parse_date(day.isoformat()).text() == day.isoformat()


@pytest.mark.parametrize(
    "text", ["24:00:00", "12:59:61", "1:30:38", "12:30", "23:59:59+24:00", "23:59:59-18-01", "12:30:45 05:30", "time"]
)
def test_times_that_no_clock_shows_are_refused(text: str) -> None:
    with pytest.raises(EvaluationError):
        parse_time(text)


def test_nine_digits_of_a_second_are_kept_and_a_precision_rounds() -> None:
    assert parse_time("23:59:59.999999999999") == Time(23, 59, 59, Decimal("0.999999999"))
    assert parse_time("01:23:45.678", 2) == Time(1, 23, 45, Decimal("0.68"))
    assert parse_time("23:59:59.9", 0) == Time(0, 0, 0)
    assert parse_timestamp("2024-12-31 23:59:59.99", 1).text() == "2025-01-01T00:00:00.0-00:00"


def test_the_zone_clause_wants_or_forbids_an_offset() -> None:
    assert parse_time("14:30:15+05:30", zone=True).offset == 330
    with pytest.raises(EvaluationError):
        parse_time("12:00:00", zone=True)
    with pytest.raises(EvaluationError):
        parse_time("12:00:00+00:00", zone=False)
    with pytest.raises(EvaluationError):
        parse_timestamp("2025-01-01 12:00:00", zone=True)


@pytest.mark.parametrize(
    ("text", "fields", "expected"),
    [
        ("10", IntervalFields("YEAR"), "10-00"),
        ("-1-6", IntervalFields("YEAR", None, "MONTH"), "-1-06"),
        ("999", IntervalFields("MONTH", 3), "83-03"),
        ("2 4:5:10.5", IntervalFields("DAY", None, "SECOND"), "2 04:05:10.5"),
        ("2.123456789", IntervalFields("SECOND"), "0 00:00:02.123456"),
        ("999999.123456", IntervalFields("SECOND", 6, None, 6), "11 13:46:39.123456"),
        ("-999:59:59.123456789", IntervalFields("HOUR", 3, "SECOND", 5), "-41 15:59:59.12345"),
    ],
)
def test_interval_literals(text: str, fields: IntervalFields, expected: str) -> None:
    assert parse_interval(text, fields).text() == expected


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("100", IntervalFields("DAY")),
        ("100-11", IntervalFields("YEAR", None, "MONTH")),
        ("1-12", IntervalFields("YEAR", None, "MONTH")),
        ("1 24", IntervalFields("DAY", None, "HOUR")),
        ("1.1234567899", IntervalFields("SECOND")),
        ("1.5", IntervalFields("DAY")),
        ("", IntervalFields("DAY")),
        ("1:2", IntervalFields("DAY", None, "HOUR")),
        ("1", IntervalFields("YEAR", None, "DAY")),
        ("9" * 5000, IntervalFields("SECOND", 9)),
    ],
)
def test_interval_literals_that_do_not_fit_are_refused(text: str, fields: IntervalFields) -> None:
    with pytest.raises(EvaluationError):
        parse_interval(text, fields)


# --- Arithmetic ------------------------------------------------------------------------------------------------------


@given(PARTS, st.integers(-100_000, 100_000), TIMESTAMPS)
def test_what_date_add_adds_date_diff_counts(part: str, amount: int, start: Timestamp) -> None:
    if part == "YEAR":
        amount %= 500
    end = date_add(part, amount, start)
    # Adding months to the 31st may land on an earlier day, which is then not a whole month away.
    assume(part not in ("YEAR", "MONTH") or start.day <= 28)
    assert date_diff(part, start, end) == amount


@given(PARTS, TIMESTAMPS, TIMESTAMPS)
def test_date_diff_is_the_largest_step_that_does_not_overshoot(part: str, start: Timestamp, end: Timestamp) -> None:
    assume(start.day <= 28 and end.day <= 28)
    count = date_diff(part, start, end)
    assert date_diff(part, end, start) == -count
    landed, beyond = date_add(part, count, start), date_add(part, count + 1, start)
    if less(start, end):
        assert not greater(landed, end)
        assert greater(beyond, end)


@given(TIMESTAMPS, st.integers(-(10**15), 10**15))
def test_an_interval_added_and_taken_away_again_changes_nothing(moment: Timestamp, nanoseconds: int) -> None:
    interval = IntervalDayTime(nanoseconds, 9, 9)
    there = add(moment, interval)
    assert equals(subtract(there, interval), moment) is True
    assert subtract(there, moment).nanoseconds == nanoseconds


@given(TIMESTAMPS, TIMESTAMPS)
def test_comparison_is_that_of_instants(a: Timestamp, b: Timestamp) -> None:
    assert less(a, b) is (a.to_datetime() < b.to_datetime())
    assert (equality_key(a) == equality_key(b)) is (a.to_datetime() == b.to_datetime())


def test_months_end_where_the_month_ends() -> None:
    assert add(Date(2024, 1, 31), MONTH) == Date(2024, 2, 29)
    assert subtract(Date(2024, 2, 29), YEAR) == Date(2023, 2, 28)


def test_years_beyond_those_of_ion_have_a_type_of_their_own() -> None:
    last = Timestamp.parse("9999-12-31T23:59:59Z")
    beyond = date_add("SECOND", 1, last)
    assert isinstance(beyond, WideTimestamp)
    assert beyond.text() == "+10000-01-01T00:00:00Z"
    assert date_add("SECOND", -1, beyond) == last
    assert date_add("YEAR", -10_000, last) == beyond._replace(year=-1, month=12, day=31, hour=23, minute=59, second=59)
    assert greater(beyond, last) is True
    assert equality_key(beyond) != equality_key(last)
    with pytest.raises(EvaluationError):
        date_add("YEAR", 10**12, last)


def test_a_time_wraps_around_midnight_and_keeps_its_offset() -> None:
    assert add(Time(23, 30, 0, None, 60), HOUR) == Time(0, 30, 0, None, 60)
    assert subtract(Time(0, 30, 0), HOUR) == Time(23, 30, 0)
    with pytest.raises(TypeMismatch):
        add(Time(1, 1, 1), YEAR)


def test_differences_are_taken_at_utc() -> None:
    assert subtract(parse_time("10:30:00+05:00"), parse_time("10:30:00-03:00")).text() == "-0 08:00:00"
    assert subtract(Date(2025, 1, 20), Date(2025, 1, 15)).text() == "5 00:00:00"
    with pytest.raises(TypeMismatch):
        subtract(Date(2025, 1, 20), Time(1, 0, 0))


def test_a_date_equals_the_timestamp_of_its_midnight_alone_and_in_a_list() -> None:
    midnight = Timestamp.parse("2023-05-15T00:00:00Z")
    assert equals(Date(2023, 5, 15), midnight) is True
    assert equals([Date(2023, 5, 15)], [midnight]) is True
    assert less(Date(2023, 5, 15), Timestamp.parse("2023-05-15T00:00:01Z")) is True


def test_intervals_scale_and_overflow_the_precision_that_they_have() -> None:
    assert multiply(days("2", leading="DAY"), 20).text() == "40 00:00:00"
    assert divide(days("2 4:5:10.5", leading="DAY", trailing="SECOND"), Decimal("2.5")).text() == "0 20:50:04.2"
    assert negate(YEAR) == IntervalYearMonth(-12)
    for operation, factor in ((multiply, 100), (divide, Decimal("0.01"))):
        with pytest.raises(EvaluationError) as error:
            operation(DAY, factor)
        assert error.value.code == "LS-EVAL-019"
    with pytest.raises(EvaluationError) as error:
        divide(DAY, 0)
    assert error.value.code == "LS-EVAL-012"


@given(st.integers(-(10**14), 10**14), st.integers(1, 1000))
def test_an_interval_divided_and_multiplied_loses_less_than_the_divisor(nanoseconds: int, divisor: int) -> None:
    interval = IntervalDayTime(nanoseconds, 9, 9)
    back = multiply(divide(interval, divisor), divisor)
    assert abs(back.nanoseconds - nanoseconds) < divisor


@pytest.mark.parametrize("factor", [float("inf"), float("nan"), 1e300, Decimal("1e500")])
def test_factors_without_measure_end_in_an_error(factor: float | Decimal) -> None:
    with pytest.raises(EvaluationError):
        multiply(YEAR, factor)
    with pytest.raises(EvaluationError):
        multiply(DAY, factor)


# --- OVERLAPS --------------------------------------------------------------------------------------------------------

JANUARY = [Date(2023, 1, 1), Date(2023, 1, 31)]


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ([Date(2023, 1, 15), Date(2023, 2, 15)], True),
        ([Date(2023, 2, 15), Date(2023, 1, 15)], True),
        ([Date(2023, 1, 31), Date(2023, 2, 28)], False),
        ([Date(2023, 1, 15), Date(2023, 1, 15)], True),
        ([Date(2022, 12, 31), DAY], False),
        ([Date(2022, 12, 31), MONTH], True),
        ([None, Date(2023, 1, 15)], True),
        ([None, Date(2023, 2, 15)], None),
        ([None, None], None),
        (None, None),
        (MISSING, MISSING),
    ],
)
def test_periods_that_overlap_january(period: Value, expected: Value) -> None:
    assert overlaps(JANUARY, period) is expected
    assert overlaps(period, JANUARY) is expected


@pytest.mark.parametrize("period", [[], [Date(2023, 1, 1)], "text", [Date(2023, 1, 1), 5], [Time(1, 0, 0), HOUR]])
def test_what_is_no_period_of_dates_is_a_type_error(period: Value) -> None:
    with pytest.raises(TypeMismatch):
        overlaps(JANUARY, period)


# --- To Ion ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value", [Date(2024, 2, 29), Time(1, 2, 3, Decimal("0.5"), -60), YEAR, DAY, WideTimestamp(10_000)]
)
def test_every_value_has_a_form_in_ion(value: Value) -> None:
    written = value.to_ion()
    assert isinstance(written, Annotated)
    assert written.annotations[0].startswith("$")


def test_a_date_in_ion_is_still_that_day() -> None:
    written = Date(2024, 2, 29).to_ion()
    assert written.value == Timestamp(2024, 2, 29, precision=Precision.DAY)
    assert equals(written, Date(2024, 2, 29)) is True
