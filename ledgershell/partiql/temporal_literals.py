"""Reading the text of DATE, TIME, TIMESTAMP and INTERVAL literals (and of the casts to these types).

The forms are those of SQL-92, section 5.3, with PartiQL's limits: four digits of year, nine of a fraction of a
second.  All raise :class:`~ledgershell.errors.EvaluationError` (``LS-EVAL-014``) in both typing modes.
"""

from __future__ import annotations

import re
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from ledgershell.ion.timestamp import Precision, Timestamp, days_in_month
from ledgershell.partiql.temporal import (
    NANOSECONDS,
    NANOSECONDS_IN_DAY,
    AnyTimestamp,
    Date,
    IntervalDayTime,
    IntervalFields,
    IntervalYearMonth,
    Time,
    interval_day_time,
    interval_year_month,
    local_seconds,
    timestamp_at,
)
from ledgershell.partiql.typing_errors import bad_literal
from ledgershell.static_typing import Final

MAXIMUM_FRACTION_DIGITS: Final = 9
LARGEST_OFFSET: Final = 18 * 60
"""In minutes; no zone was ever further from UTC."""
DEFAULT_LEADING_PRECISION: Final = 2
DEFAULT_FRACTION_PRECISION: Final = 6

# Each pattern is a fixed sequence of counted digits with one unbounded run at most: none can backtrack.  ``re``
# compiles them when they are first used, and remembers them.
_DATE: Final = r"([0-9]{4})-([0-9]{2})-([0-9]{2})"
_CLOCK: Final = r"([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]+))?(Z|[+-][0-9]{2}:[0-9]{2})?"
_INTERVAL_FIELD: Final = r"([0-9]{1,18})(?:\.([0-9]*))?"


def parse_date(text: str) -> Date:
    """``2024-02-29``."""
    match = re.fullmatch(_DATE, text)
    if match is None:
        raise bad_literal("DATE", text, "write YYYY-MM-DD")
    return Date(*_checked_date("DATE", text, match))


def parse_time(text: str, precision: int | None = None, zone: bool | None = None) -> Time:
    """``12:30:45[.fraction][+05:30]``.

    Without a ``precision`` digits beyond the ninth are cut, with one the fraction is rounded to it.  ``zone`` true
    wants an offset (with a precision it may be left out and is then UTC, the session's), false forbids it.
    """
    match = re.fullmatch(_CLOCK, text)
    if match is None:
        raise bad_literal("TIME", text, "write HH:MM:SS, then a fraction and an offset if you like")
    offset = _checked_zone("TIME", text, match[5], precision, zone)
    seconds = _checked_clock("TIME", text, match)
    carry, fraction = _fraction("TIME", text, match[4], precision)
    seconds = (seconds + carry) % 86_400
    return Time(seconds // 3600, seconds // 60 % 60, seconds % 60, fraction, offset)


def parse_timestamp(text: str, precision: int | None = None, zone: bool | None = None) -> AnyTimestamp:
    """``2024-02-29 12:30:45[.fraction][+05:30]``; a ``T`` may stand for the space."""
    date = re.fullmatch(_DATE, text[:10])
    clock = re.fullmatch(_CLOCK, text[11:]) if date is not None and text[10:11] in (" ", "T") else None
    if date is None or clock is None:
        raise bad_literal("TIMESTAMP", text, "write YYYY-MM-DD HH:MM:SS, then a fraction and an offset if you like")
    year, month, day = _checked_date("TIMESTAMP", text, date)
    offset = _checked_zone("TIMESTAMP", text, clock[5], precision, zone)
    midnight = local_seconds(Timestamp(year, month, day))
    seconds = midnight + _checked_clock("TIMESTAMP", text, clock)
    carry, fraction = _fraction("TIMESTAMP", text, clock[4], precision)
    return timestamp_at(seconds + carry, fraction, offset, Precision.SECOND)


def parse_interval(text: str, fields: IntervalFields, negative: bool = False) -> IntervalYearMonth | IntervalDayTime:
    """The text of ``INTERVAL '…' fields``; ``negative`` is a minus before the quotes."""
    body = text.strip()
    if body[:1] in ("+", "-"):
        negative = negative != (body[0] == "-")
        body = body[1:]
    precision, scale = interval_precisions(fields)
    units = _units_between(fields.leading, fields.trailing or fields.leading)
    parts = _split_interval(body, len(units), units[0])
    if parts is None:
        raise bad_literal("INTERVAL", text, f"write it as {_INTERVAL_FORMS[units]}")
    total = 0
    for position, (unit, part) in enumerate(zip(units, parts, strict=True)):
        value = _interval_field(text, unit, part, 10**precision - 1 if position == 0 else _LARGEST[unit])
        total += value * _UNIT_SIZE[unit] if unit != "SECOND" else value
    if negative:
        total = -total
    if fields.is_year_month:
        # A leading field of months may hold more years than its own precision has digits for years.
        return interval_year_month(total, precision)
    return interval_day_time(total, precision, scale)


def interval_precisions(fields: IntervalFields) -> tuple[int, int]:
    """The digits of the leading field and of the fraction of a second: as written, else 2 and 6."""
    precision = DEFAULT_LEADING_PRECISION if fields.precision is None else fields.precision
    scale = DEFAULT_FRACTION_PRECISION if fields.fraction is None else fields.fraction
    if not 1 <= precision <= MAXIMUM_FRACTION_DIGITS or not 0 <= scale <= MAXIMUM_FRACTION_DIGITS:
        raise bad_literal("INTERVAL", fields.leading, "a precision is between 1 and 9, that of a fraction 0 and 9")
    return precision, scale


# --- Dates and times -------------------------------------------------------------------------------------------------


def _checked_date(kind: str, text: str, match: re.Match[str]) -> tuple[int, int, int]:
    year, month, day = int(match[1]), int(match[2]), int(match[3])
    if not 1 <= month <= 12:
        raise bad_literal(kind, text, f"there is no month {month}")
    if not 1 <= day <= days_in_month(year, month):
        raise bad_literal(kind, text, f"month {month} of {year} has no day {day}")
    return year, month, day


def _checked_clock(kind: str, text: str, match: re.Match[str]) -> int:
    hour, minute, second = int(match[1]), int(match[2]), int(match[3])
    if hour > 23 or minute > 59 or second > 59:
        raise bad_literal(kind, text, "the hour is at most 23, minute and second are at most 59")
    return hour * 3600 + minute * 60 + second


def _checked_zone(kind: str, text: str, written: str | None, precision: int | None, zone: bool | None) -> int | None:
    if precision is not None and not 0 <= precision <= MAXIMUM_FRACTION_DIGITS:
        raise bad_literal(kind, text, "a precision is between 0 and 9")
    if written is None:
        if not zone:
            return None
        if precision is None:
            raise bad_literal(kind, text, "WITH TIME ZONE wants an offset, such as +00:00")
        return 0
    if zone is False:
        raise bad_literal(kind, text, "WITHOUT TIME ZONE takes no offset")
    if written == "Z":
        return 0
    hours, minutes = int(written[1:3]), int(written[4:6])
    offset = hours * 60 + minutes
    if minutes > 59 or offset > LARGEST_OFFSET:
        raise bad_literal(kind, text, "an offset is at most 18:00")
    return -offset if written[0] == "-" else offset


def _fraction(kind: str, text: str, digits: str | None, precision: int | None) -> tuple[int, Decimal | None]:
    """Whole seconds carried over by rounding, and the fraction."""
    if not digits:
        return 0, None
    if len(digits) > 100:
        raise bad_literal(kind, text, "a fraction of a second has at most 100 digits")
    exact = Decimal("0." + digits)
    if precision is None:
        kept = min(len(digits), MAXIMUM_FRACTION_DIGITS)
        return 0, exact.quantize(Decimal(1).scaleb(-kept), ROUND_DOWN)
    return round_fraction(exact, precision)


def round_fraction(fraction: Decimal, precision: int) -> tuple[int, Decimal | None]:
    """Whole seconds carried over, and the fraction rounded (half up) to at most so many digits."""
    digits = min(precision, -int(fraction.as_tuple().exponent))
    rounded = fraction.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    carry = int(rounded)
    return carry, (rounded - carry if digits else None)


# --- Intervals -------------------------------------------------------------------------------------------------------

_ORDER: Final = ("YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND")
_LARGEST: Final = {"MONTH": 11, "HOUR": 23, "MINUTE": 59, "SECOND": 59}
_UNIT_SIZE: Final = {
    "YEAR": 12,
    "MONTH": 1,
    "DAY": NANOSECONDS_IN_DAY,
    "HOUR": 3600 * NANOSECONDS,
    "MINUTE": 60 * NANOSECONDS,
}
_SEPARATORS: Final = {"YEAR": "-", "DAY": " ", "HOUR": ":", "MINUTE": ":"}
_SAMPLES: Final = {"YEAR": "1", "MONTH": "6", "DAY": "3", "HOUR": "12", "MINUTE": "30", "SECOND": "5.25"}


def _units_between(leading: str, trailing: str) -> tuple[str, ...]:
    units = _ORDER[_ORDER.index(leading) : _ORDER.index(trailing) + 1]
    if not units or (leading in ("YEAR", "MONTH")) != (trailing in ("YEAR", "MONTH")):
        raise bad_literal(
            "INTERVAL", f"{leading} TO {trailing}", "an interval is of years and months or of days to seconds"
        )
    return units


def _sample(units: tuple[str, ...]) -> str:
    return "".join(_SAMPLES[unit] + (_SEPARATORS[unit] if unit != units[-1] else "") for unit in units)


_INTERVAL_FORMS: Final = {
    _ORDER[start : end + 1]: f"INTERVAL '{_sample(_ORDER[start : end + 1])}' {_ORDER[start]}"
    + (f" TO {_ORDER[end]}" if end > start else "")
    for start in range(6)
    for end in range(start, 6)
    if (start < 2) == (end < 2)
}
"""An example of each form, for messages."""


def _split_interval(body: str, count: int, leading: str) -> list[str] | None:
    """The texts of the fields, or ``None`` when there are not ``count`` of them."""
    if count == 1:
        return [body]
    if leading == "YEAR":
        parts = body.split("-")
    elif leading == "DAY":
        days, _, rest = body.partition(" ")
        parts = [days, *rest.strip().split(":")]
    else:
        parts = body.split(":")
    return parts if len(parts) == count else None


def _interval_field(text: str, unit: str, part: str, largest: int) -> int:
    """The value of one field; of seconds, in nanoseconds."""
    match = re.fullmatch(_INTERVAL_FIELD, part)
    if match is None or (match[2] is not None and unit != "SECOND"):
        raise bad_literal("INTERVAL", text, f"{unit} is {part!r}")
    value = int(match[1])
    if value > largest:
        raise bad_literal("INTERVAL", text, f"{unit} is at most {largest}; a precision, as in DAY (3), allows more")
    if unit != "SECOND":
        return value
    digits = match[2] or ""
    if len(digits) > MAXIMUM_FRACTION_DIGITS:
        raise bad_literal("INTERVAL", text, "a fraction of a second has at most nine digits")
    return value * NANOSECONDS + int(digits.ljust(9, "0"))
