"""Sums, differences, parts and overlaps of dates, times, timestamps and intervals.

Adding months keeps the day of the month, or takes the last day of a shorter month (2024-01-31 plus one month is
2024-02-29).  Adding to a time wraps around midnight; adding to a date counts whole days of the interval only.
Differences are taken at UTC, where a value without an offset counts as UTC.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType

from ledgershell.ion.timestamp import Precision, Timestamp, days_from_civil, days_in_month
from ledgershell.ion.values import Value
from ledgershell.partiql.temporal import (
    FRACTIONS,
    NANOSECONDS,
    NANOSECONDS_IN_DAY,
    SECONDS_IN_DAY,
    AnyTimestamp,
    Date,
    IntervalDayTime,
    IntervalYearMonth,
    Time,
    WideTimestamp,
    check_year,
    civil_date,
    fraction_nanoseconds,
    interval_day_time,
    interval_year_month,
    local_seconds,
    make_timestamp,
    second_value,
    timestamp_at,
    timestamp_instant,
)
from ledgershell.partiql.typing_errors import TypeMismatch, bad_argument, division_by_zero, out_of_range
from ledgershell.static_typing import Final

WIDEST_PRECISION: Final = 9
"""Digits of the leading field of an interval that a sum or difference makes."""
AMOUNT_LIMIT: Final = 10**18
"""No sensible number of seconds, months or days is larger; more is refused before it costs time."""

Datetime = Date | Time | Timestamp | WideTimestamp
Interval = IntervalYearMonth | IntervalDayTime


# --- Datetime and interval -------------------------------------------------------------------------------------------


def plus_interval(value: Datetime, interval: Interval, sign: int = 1) -> Datetime:
    """``datetime + interval`` (``sign`` -1: minus)."""
    if isinstance(interval, IntervalYearMonth):
        if isinstance(value, Time):
            raise TypeMismatch("a time of day has no years and months to add to")
        return plus_months(value, interval.months * sign)
    nanoseconds = interval.nanoseconds * sign
    if isinstance(value, Date):
        days = abs(nanoseconds) // NANOSECONDS_IN_DAY
        return Date(*civil_date(days_from_civil(*value) + (days if nanoseconds >= 0 else -days)))
    if isinstance(value, Time):
        return _time_plus(value, nanoseconds)
    return plus_nanoseconds(value, nanoseconds, _needed_precision(nanoseconds))


def _needed_precision(nanoseconds: int) -> Precision:
    """The coarsest precision that can show a move by so many nanoseconds."""
    if nanoseconds % NANOSECONDS_IN_DAY == 0:
        return Precision.DAY
    return Precision.SECOND if nanoseconds % (60 * NANOSECONDS) else Precision.MINUTE


def plus_months(value: Date | AnyTimestamp, months: int) -> Date | AnyTimestamp:
    """Move by whole months; the day is the last of the month where the month is too short for it."""
    year, month = divmod(value.year * 12 + value.month - 1 + months, 12)
    month += 1
    check_year(year)
    day = min(value.day, days_in_month(year, month))
    if isinstance(value, Date):
        return Date(year, month, day)
    clock = value.hour, value.minute, value.second, value.fraction
    return make_timestamp((year, month, day), *clock, value.offset, value.precision)


def plus_nanoseconds(value: AnyTimestamp, nanoseconds: int, precision: Precision) -> AnyTimestamp:
    """Move by nanoseconds; the result has at least ``precision``, and a fraction only where it needs one."""
    seconds, fraction = local_seconds(value), value.fraction
    whole, rest = divmod(nanoseconds, NANOSECONDS)
    seconds += whole
    if rest:
        total = FRACTIONS.add(fraction or Decimal(0), Decimal(rest).scaleb(-9).normalize())
        carry = int(total)
        seconds, fraction = seconds + carry, FRACTIONS.subtract(total, Decimal(carry))
    return timestamp_at(seconds, fraction, value.offset, max(precision, value.precision))


def _time_plus(value: Time, nanoseconds: int) -> Time:
    clock = (value.hour * 3600 + value.minute * 60 + value.second) * NANOSECONDS
    clock += fraction_nanoseconds(value.fraction) + nanoseconds
    seconds, rest = divmod(clock % NANOSECONDS_IN_DAY, NANOSECONDS)
    digits = 0 if value.fraction is None else -int(value.fraction.as_tuple().exponent)
    needed = len(f"{rest:09}".rstrip("0")) if rest else 0
    digits = max(digits, needed)
    fraction = Decimal(rest // 10 ** (9 - digits)).scaleb(-digits) if digits else None
    return Time(seconds // 3600, seconds // 60 % 60, seconds % 60, fraction, value.offset)


def difference(left: Datetime, right: Datetime) -> IntervalDayTime:
    """``datetime - datetime``; a time only from a time."""
    return IntervalDayTime(_nanoseconds(left) - _nanoseconds(right, left), WIDEST_PRECISION, 9)


def _nanoseconds(value: Datetime, other: Datetime | None = None) -> int:
    if other is not None and (isinstance(value, Time)) != (isinstance(other, Time)):
        raise TypeMismatch("a time of day and a date or timestamp have no difference")
    if isinstance(value, Time):
        return value.nanoseconds()
    seconds, fraction = instant(value)
    return seconds * NANOSECONDS + fraction_nanoseconds(fraction)


def instant(value: Datetime) -> tuple[int, Decimal]:
    """Where a value stands on the line of time: whole UTC seconds and the rest.  Times count from midnight."""
    if isinstance(value, Date):
        return days_from_civil(*value) * SECONDS_IN_DAY, Decimal(0)
    if isinstance(value, Time):
        return value.instant()
    seconds, fraction = timestamp_instant(value)
    return seconds, fraction or Decimal(0)


# --- Interval and interval, interval and number ----------------------------------------------------------------------


def plus_intervals(left: Interval, right: Interval, sign: int = 1) -> Interval:
    """``interval + interval`` of the same family (``sign`` -1: minus)."""
    if isinstance(left, IntervalYearMonth) and isinstance(right, IntervalYearMonth):
        return interval_year_month(left.months + sign * right.months, WIDEST_PRECISION)
    if isinstance(left, IntervalDayTime) and isinstance(right, IntervalDayTime):
        total = left.nanoseconds + sign * right.nanoseconds
        return interval_day_time(total, WIDEST_PRECISION, max(left.scale, right.scale))
    raise TypeMismatch("an interval of years and months and one of days to seconds have no sum")


def scale_interval(interval: Interval, factor: int | float | Decimal, divide: bool = False) -> Interval:
    """``interval * number``, or with ``divide`` ``interval / number``, cut towards zero.

    The result keeps the interval's precision and may overflow it.
    """
    if divide and factor == 0:
        raise division_by_zero()
    if isinstance(interval, IntervalYearMonth):
        return interval_year_month(_scaled(interval.months, factor, divide), interval.precision)
    # A float is taken at its exact binary value: 4 hours / 2.25e-1 is not quite 64,000 seconds.
    exact = Decimal(factor) if type(factor) is float and math.isfinite(factor) else factor
    nanoseconds = _scaled(interval.nanoseconds, exact, divide)
    return interval_day_time(nanoseconds, interval.precision, interval.scale)


def _scaled(count: int, factor: int | float | Decimal, divide: bool) -> int:
    if type(factor) is float:
        result = count / factor if divide else count * factor
        if not abs(result) < AMOUNT_LIMIT:
            raise out_of_range("the interval")
        return int(result)
    if type(factor) is Decimal and not -60 < factor.adjusted() < 30:
        raise out_of_range("the interval's factor")
    numerator, denominator = factor.as_integer_ratio()
    top, bottom = (count * denominator, numerator) if divide else (count * numerator, denominator)
    quotient = abs(top) // abs(bottom)
    return quotient if (top < 0) == (bottom < 0) else -quotient


def negate_interval(interval: Interval) -> Interval:
    """``- interval``."""
    if isinstance(interval, IntervalYearMonth):
        return interval._replace(months=-interval.months)
    return interval._replace(nanoseconds=-interval.nanoseconds)


def absolute_interval(interval: Interval) -> Interval:
    """``ABS(interval)``."""
    negative = interval.months < 0 if isinstance(interval, IntervalYearMonth) else interval[0] < 0
    return negate_interval(interval) if negative else interval


# --- DATE_ADD, DATE_DIFF, EXTRACT ------------------------------------------------------------------------------------

_MONTHS: Final = {"YEAR": 12, "MONTH": 1}
_SECONDS: Final = {"DAY": SECONDS_IN_DAY, "HOUR": 3600, "MINUTE": 60, "SECOND": 1}
_PRECISIONS: Final = {
    "YEAR": Precision.YEAR,
    "MONTH": Precision.MONTH,
    "DAY": Precision.DAY,
    "HOUR": Precision.MINUTE,
    "MINUTE": Precision.MINUTE,
    "SECOND": Precision.SECOND,
}


def date_add(part: str, amount: int, value: Datetime) -> Datetime:
    """``DATE_ADD(part, amount, value)``: the precision grows to that of the part where it must."""
    if abs(amount) > AMOUNT_LIMIT:
        raise out_of_range("the amount to add")
    if part not in _PRECISIONS:
        raise bad_argument("DATE_ADD", f"{part} cannot be added", hint="YEAR, MONTH, DAY, HOUR, MINUTE, SECOND")
    if isinstance(value, Time):
        if part not in ("HOUR", "MINUTE", "SECOND"):
            raise TypeMismatch(f"a time of day has no {part}")
        return _time_plus(value, amount * _SECONDS[part] * NANOSECONDS)
    if isinstance(value, Date):
        if part in _MONTHS:
            return plus_months(value, amount * _MONTHS[part])
        if part == "DAY":
            return Date(*civil_date(_checked_days(days_from_civil(*value) + amount)))
        value = make_timestamp(value, precision=Precision.DAY)
    precision = max(_PRECISIONS[part], value.precision)
    if part in _MONTHS:
        return plus_months(value._replace(precision=precision), amount * _MONTHS[part])
    _checked_days(amount * _SECONDS[part] // SECONDS_IN_DAY)
    return plus_nanoseconds(value, amount * _SECONDS[part] * NANOSECONDS, precision)


def _checked_days(days: int) -> int:
    if abs(days) > 400_000_000_000:
        raise out_of_range("the date")
    return days


def date_diff(part: str, start: Datetime, end: Datetime) -> int:
    """``DATE_DIFF(part, start, end)``: whole units from start to end, cut towards zero."""
    if (isinstance(start, Time)) != (isinstance(end, Time)):
        raise TypeMismatch("a time of day and a date or timestamp have no difference")
    if part in _SECONDS:
        first, first_rest = instant(start)
        last, last_rest = instant(end)
        seconds, rest = last - first, FRACTIONS.subtract(last_rest, first_rest)
        # Whole seconds towards zero, then whole units towards zero.
        if seconds > 0 and rest < 0:
            seconds -= 1
        elif seconds < 0 and rest > 0:
            seconds += 1
        units = abs(seconds) // _SECONDS[part]
        return units if seconds >= 0 else -units
    if part not in _MONTHS:
        raise bad_argument("DATE_DIFF", f"{part} cannot be counted", hint="YEAR, MONTH, DAY, HOUR, MINUTE, SECOND")
    if isinstance(start, Time):
        raise TypeMismatch(f"a time of day has no {part}")
    months = _months_between(start, end)
    units = abs(months) // _MONTHS[part]
    return units if months >= 0 else -units


def _months_between(start: Datetime, end: Datetime) -> int:
    first, last = _utc_parts(start), _utc_parts(end)
    months = (last[0] - first[0]) * 12 + last[1] - first[1]
    if months > 0 and last[2:] < first[2:]:
        return months - 1
    if months < 0 and last[2:] > first[2:]:
        return months + 1
    return months


def _utc_parts(value: Datetime) -> tuple[int, int, int, int, Decimal]:
    """Year, month, day, second of the day, rest."""
    seconds, rest = instant(value)
    days, within = divmod(seconds, SECONDS_IN_DAY)
    return *civil_date(days), within, rest


def extract(part: str, value: Datetime | Interval) -> int | Decimal:
    """``EXTRACT(part FROM value)``: of the clock as it is written, not at UTC."""
    read = _READERS.get(part)
    if read is None:
        raise bad_argument("EXTRACT", f"{part} is no part of a date or time", hint=", ".join(_READERS))
    if part not in _PARTS_OF[type(value)]:
        raise TypeMismatch(f"EXTRACT: a value of this type has no {part}")
    if isinstance(value, IntervalYearMonth):
        years, months = divmod(abs(value.months), 12)
        return _signed(years if part == "YEAR" else months, value.months)
    if isinstance(value, IntervalDayTime):
        days, hours, minutes, seconds, rest = value.parts()
        fraction = Decimal(rest).scaleb(-9).normalize() if rest else None
        amounts = {"DAY": days, "HOUR": hours, "MINUTE": minutes, "SECOND": second_value(seconds, fraction)}
        return _signed(amounts[part], value.nanoseconds)
    return read(value)


def _signed(amount: int | Decimal, sign: int) -> int | Decimal:
    return -amount if sign < 0 else amount


def _zone_part(value: Time | AnyTimestamp, minutes: bool) -> int:
    offset = value.offset
    if offset is None:
        raise TypeMismatch("EXTRACT: the value has no time zone")
    amount = abs(offset) % 60 if minutes else abs(offset) // 60
    return -amount if offset < 0 else amount


_READERS: Final[Mapping[str, Callable[[Value], int | Decimal]]] = MappingProxyType(
    {
        "YEAR": lambda value: int(value.year),
        "MONTH": lambda value: int(value.month),
        "DAY": lambda value: int(value.day),
        "HOUR": lambda value: int(value.hour),
        "MINUTE": lambda value: int(value.minute),
        "SECOND": lambda value: second_value(value.second, value.fraction),
        "TIMEZONE_HOUR": lambda value: _zone_part(value, minutes=False),
        "TIMEZONE_MINUTE": lambda value: _zone_part(value, minutes=True),
    }
)
_CLOCK: Final = frozenset({"HOUR", "MINUTE", "SECOND", "TIMEZONE_HOUR", "TIMEZONE_MINUTE"})
_PARTS_OF: Final[Mapping[type, frozenset[str]]] = MappingProxyType(
    {
        Date: frozenset({"YEAR", "MONTH", "DAY"}),
        Time: _CLOCK,
        Timestamp: frozenset(_READERS),
        WideTimestamp: frozenset(_READERS),
        IntervalYearMonth: frozenset({"YEAR", "MONTH"}),
        IntervalDayTime: frozenset({"DAY", "HOUR", "MINUTE", "SECOND"}),
    }
)


# --- Order and overlap -----------------------------------------------------------------------------------------------


def comparable(left: Datetime, right: Datetime) -> bool:
    """Whether two values can be ordered: times among themselves, dates and timestamps among themselves."""
    return (isinstance(left, Time)) == (isinstance(right, Time))


def overlaps(left: Period, right: Period) -> bool | None:
    """``(start, end) OVERLAPS (start, end)``; an end may be an interval (SQL:1999, section 8.12).

    Periods contain their start and not their end; one that is a single instant contains that instant.  A bound
    that is ``None`` is unknown: the answer is then known only where the other bounds decide it.
    """
    families = {_family(bound) for bound in (*left, *right) if isinstance(bound, Datetime)}
    if len(families) > 1:
        raise TypeMismatch("OVERLAPS compares periods of dates, of times or of timestamps, not of two of these")
    start1, end1 = _bounds(left)
    start2, end2 = _bounds(right)
    one = _both(_after(start1, start2), _negated(_both(_reaches(start1, end2), _reaches(end1, end2))))
    two = _both(_after(start2, start1), _negated(_both(_reaches(start2, end1), _reaches(end2, end1))))
    same = None if start1 is None or start2 is None else start1 == start2
    three = _both(same, None if end1 is None or end2 is None else True)
    return _any(one, _any(two, three))


def _family(value: Datetime) -> str:
    return "date" if isinstance(value, Date) else "time" if isinstance(value, Time) else "timestamp"


Instant = tuple[int, Decimal]
Period = tuple[Datetime | None, Datetime | Interval | None]


def _bounds(period: Period) -> tuple[Instant | None, Instant | None]:
    """The earlier bound first; where one is unknown the known one counts as the start."""
    start, end = period
    if isinstance(end, (IntervalYearMonth, IntervalDayTime)):
        end = None if start is None else plus_interval(start, end)
    first = None if start is None else instant(start)
    last = None if end is None else instant(end)
    if first is None or (last is not None and last < first):
        return last, first
    return first, last


def _after(left: Instant | None, right: Instant | None) -> bool | None:
    return None if left is None or right is None else left > right


def _reaches(left: Instant | None, right: Instant | None) -> bool | None:
    return None if left is None or right is None else left >= right


def _both(left: bool | None, right: bool | None) -> bool | None:
    if left is False or right is False:
        return False
    return None if left is None or right is None else True


def _any(left: bool | None, right: bool | None) -> bool | None:
    return _negated(_both(_negated(left), _negated(right)))


def _negated(value: bool | None) -> bool | None:
    return None if value is None else not value
