"""Dates, times and intervals: the values of PartiQL that Ion has no type for.

An Ion timestamp serves as PartiQL's TIMESTAMP, with or without a time zone: "without" is Ion's unknown offset, and
both specifications compare such a value as if it were UTC.  Four types are added:

=========================  ==================================================================================
:class:`Date`              a day of the proleptic Gregorian calendar, any year
:class:`Time`              a time of day, to the nanosecond, with an offset or without
:class:`WideTimestamp`     a timestamp whose year is outside 1 to 9999, which only arithmetic makes
:class:`IntervalYearMonth` a number of months
:class:`IntervalDayTime`   a number of nanoseconds
=========================  ==================================================================================

Arithmetic makes years that Ion and Python's ``datetime`` do not have.  The calendar functions of
:mod:`ledgershell.ion.timestamp` count days for any year; days and seconds are counted from 1970 throughout.
"""

from __future__ import annotations

from decimal import ROUND_DOWN, Context, Decimal

from ledgershell.errors import EvaluationError
from ledgershell.ion import equality
from ledgershell.ion.equality import equality_key
from ledgershell.ion.limits import MAXIMUM_COEFFICIENT_DIGITS
from ledgershell.ion.timestamp import (
    Precision,
    Timestamp,
    civil_from_days,
    days_from_civil,
)
from ledgershell.ion.values import Annotated, IonType, Struct, Value, typed_null
from ledgershell.partiql.typing_errors import out_of_range
from ledgershell.static_typing import Final, NamedTuple

SECONDS_IN_DAY: Final = 86_400
NANOSECONDS: Final = 1_000_000_000
"""Nanoseconds in a second."""
NANOSECONDS_IN_DAY: Final = SECONDS_IN_DAY * NANOSECONDS
FRACTIONS: Final = Context(prec=MAXIMUM_COEFFICIENT_DIGITS + 40)
"""The context in which fractions of a second are exact."""
_NANOSECOND: Final = Decimal("1e-9")
YEAR_LIMIT: Final = 999_999_999
"""Years run from minus this to plus this."""


def civil_date(days: int) -> tuple[int, int, int]:
    """The (year, month, day) so many days after 1970-01-01; raises beyond :data:`YEAR_LIMIT`."""
    date = civil_from_days(days)
    check_year(date[0])
    return date


def check_year(year: int) -> None:
    """Refuse years that no calendar needs, before numbers grow without bound."""
    if not -YEAR_LIMIT <= year <= YEAR_LIMIT:
        raise out_of_range("the year")


class Date(NamedTuple):
    """A day.  Equal to the timestamp of its midnight in UTC."""

    year: int
    month: int
    day: int

    def text(self) -> str:
        """``2024-02-29``."""
        return f"{year_text(self.year)}-{self.month:02}-{self.day:02}"

    def to_ion(self) -> Value:
        """``$date::2024-02-29``, or a struct of the parts where Ion has no such year."""
        if 1 <= self.year <= 9999:
            return Annotated(("$date",), Timestamp(*self, precision=Precision.DAY))
        return Annotated(("$date",), Struct((("year", self.year), ("month", self.month), ("day", self.day))))

    def equality_key(self) -> bytes:
        """The key of the timestamp of its midnight."""
        return instant_equality_key(days_from_civil(*self) * SECONDS_IN_DAY, None)


class Time(NamedTuple):
    """A time of day.

    ``fraction`` is ``None`` or a decimal in [0, 1) of at most nine digits; ``offset`` is in minutes east of UTC.
    Times are compared at UTC, one without an offset as if it were UTC, and are not wrapped around midnight:
    ``01:00+05:00`` comes before ``00:00+00:00``.
    """

    hour: int
    minute: int
    second: int
    fraction: Decimal | None = None
    offset: int | None = None

    def instant(self) -> tuple[int, Decimal]:
        """Seconds since midnight UTC (may be negative) and the fraction of a second."""
        seconds = self.hour * 3600 + self.minute * 60 + self.second - (self.offset or 0) * 60
        return seconds, self.fraction or Decimal(0)

    def nanoseconds(self) -> int:
        """Nanoseconds since midnight UTC; may be negative."""
        seconds, fraction = self.instant()
        return seconds * NANOSECONDS + fraction_nanoseconds(fraction)

    def text(self) -> str:
        """``09:15:30.25-08:00``."""
        return f"{self.hour:02}:{self.minute:02}:{second_text(self.second, self.fraction)}{offset_text(self.offset)}"

    def to_ion(self) -> Value:
        """``$time::{hour, minute, second, offset}``."""
        return Annotated(("$time",), Struct(_clock_fields(self)))

    def equality_key(self) -> bytes:
        """Of the nanoseconds since midnight UTC."""
        return b"time:%d" % self.nanoseconds()


class WideTimestamp(NamedTuple):
    """The shape of an Ion timestamp for years that Ion does not have."""

    year: int
    month: int = 1
    day: int = 1
    hour: int = 0
    minute: int = 0
    second: int = 0
    fraction: Decimal | None = None
    offset: int | None = None
    precision: Precision = Precision.SECOND

    def text(self) -> str:
        """As Ion would write it, the year with its sign."""
        return timestamp_text(self)

    def to_ion(self) -> Value:
        """``$timestamp::{year, month, day, hour, minute, second, offset}``."""
        date = (("year", self.year), ("month", self.month), ("day", self.day))
        return Annotated(("$timestamp",), Struct(date + _clock_fields(self)))

    def equality_key(self) -> bytes:
        """Of the instant."""
        return instant_equality_key(*timestamp_instant(self))


AnyTimestamp = Timestamp | WideTimestamp


class IntervalYearMonth(NamedTuple):
    """A signed number of months; ``precision`` is the number of digits that its years may have."""

    months: int
    precision: int = 2

    def text(self) -> str:
        """``-1-06``."""
        years, months = divmod(abs(self.months), 12)
        return f"{'-' if self.months < 0 else ''}{years}-{months:02}"

    def to_ion(self) -> Value:
        """``$interval_ym::{sign, years, months}``."""
        years, months = divmod(abs(self.months), 12)
        return Annotated(
            ("$interval_ym",),
            Struct((("sign", "-" if self.months < 0 else "+"), ("years", years), ("months", months))),
        )

    def equality_key(self) -> bytes:
        """Of the number of months."""
        return b"months:%d" % self.months


class IntervalDayTime(NamedTuple):
    """A signed number of nanoseconds.

    ``precision`` is the number of digits that its days may have, ``scale`` that of its fraction of a second.
    """

    nanoseconds: int
    precision: int = 2
    scale: int = 6

    def parts(self) -> tuple[int, int, int, int, int]:
        """Days, hours, minutes, seconds, nanoseconds, all without a sign."""
        seconds, nanoseconds = divmod(abs(self.nanoseconds), NANOSECONDS)
        minutes, seconds = divmod(seconds, 60)
        hours, minutes = divmod(minutes, 60)
        days, hours = divmod(hours, 24)
        return days, hours, minutes, seconds, nanoseconds

    def text(self) -> str:
        """``-3 04:05:06.789``."""
        days, hours, minutes, seconds, nanoseconds = self.parts()
        fraction = f"{nanoseconds:09}".rstrip("0")
        sign = "-" if self.nanoseconds < 0 else ""
        return f"{sign}{days} {hours:02}:{minutes:02}:{seconds:02}" + (f".{fraction}" if fraction else "")

    def to_ion(self) -> Value:
        """``$interval_dt::{sign, days, hours, minutes, seconds, nanos}``."""
        sign = "-" if self.nanoseconds < 0 else "+"
        names = ("days", "hours", "minutes", "seconds", "nanos")
        return Annotated(("$interval_dt",), Struct((("sign", sign), *zip(names, self.parts(), strict=True))))

    def equality_key(self) -> bytes:
        """Of the number of nanoseconds."""
        return b"nanoseconds:%d" % self.nanoseconds


class IntervalFields(NamedTuple):
    """``DAY (3) TO SECOND (6)``; names in upper case."""

    leading: str
    precision: int | None = None
    trailing: str | None = None
    fraction: int | None = None

    @property
    def is_year_month(self) -> bool:
        """Whether it counts months; otherwise it counts nanoseconds."""
        return self.leading in ("YEAR", "MONTH")


def interval_year_month(months: int, precision: int) -> IntervalYearMonth:
    """An interval whose years fit into ``precision`` digits, else :class:`EvaluationError`."""
    if abs(months) // 12 >= 10**precision:
        raise _interval_overflow("years", precision)
    return IntervalYearMonth(months, precision)


def interval_day_time(nanoseconds: int, precision: int, scale: int) -> IntervalDayTime:
    """An interval whose days fit into ``precision`` digits, cut (not rounded) to ``scale`` digits of a second."""
    if abs(nanoseconds) // NANOSECONDS_IN_DAY >= 10**precision:
        raise _interval_overflow("days", precision)
    unit = 10 ** (9 - scale)
    cut = abs(nanoseconds) // unit * unit
    return IntervalDayTime(-cut if nanoseconds < 0 else cut, precision, scale)


def _interval_overflow(field: str, precision: int) -> EvaluationError:
    return EvaluationError(
        "LS-EVAL-019",
        f"the interval's {field} need more than {precision} digits",
        hint="give the leading field a precision, as in INTERVAL '100' DAY (3)",
    )


def make_timestamp(
    date: tuple[int, int, int],
    hour: int = 0,
    minute: int = 0,
    second: int = 0,
    fraction: Decimal | None = None,
    offset: int | None = None,
    precision: Precision = Precision.SECOND,
) -> AnyTimestamp:
    """An Ion timestamp where Ion has the year (in UTC too), else a wide one.  Parts below the precision are dropped."""
    year, month, day = date
    if precision < Precision.MINUTE:
        hour, minute, offset = 0, 0, None
    if precision < Precision.SECOND:
        second, fraction = 0, None
    if precision < Precision.DAY:
        day = 1
    if precision < Precision.MONTH:
        month = 1
    wide = WideTimestamp(year, month, day, hour, minute, second, fraction, offset, precision)
    if 1 < year < 9999 or (1 <= year <= 9999 and 1 <= civil_date(_utc_day(wide))[0] <= 9999):
        return Timestamp(*wide)
    return wide


def _utc_day(value: AnyTimestamp) -> int:
    return timestamp_instant(value)[0] // SECONDS_IN_DAY


def local_seconds(value: AnyTimestamp) -> int:
    """Whole seconds since 1970 on the clock as it is written, offset ignored."""
    days = days_from_civil(value.year, value.month, value.day)
    return days * SECONDS_IN_DAY + value.hour * 3600 + value.minute * 60 + value.second


def timestamp_instant(value: AnyTimestamp) -> tuple[int, Decimal | None]:
    """Whole UTC seconds since 1970 and the fraction; an unknown offset counts as UTC."""
    return local_seconds(value) - (value.offset or 0) * 60, value.fraction


def timestamp_at(seconds: int, fraction: Decimal | None, offset: int | None, precision: Precision) -> AnyTimestamp:
    """The timestamp whose *local* clock shows ``seconds`` since 1970."""
    days, within = divmod(seconds, SECONDS_IN_DAY)
    clock = within // 3600, within // 60 % 60, within % 60
    return make_timestamp(civil_date(days), *clock, fraction, offset, precision)


def instant_equality_key(seconds: int, fraction: Decimal | None) -> bytes:
    """The equality key of the timestamp at this UTC second: that of the Ion timestamp where there is one."""
    value = timestamp_at(seconds, fraction, 0, Precision.SECOND)
    if isinstance(value, Timestamp):
        return equality_key(value)
    return b"instant:%d:%b" % (seconds, str(fraction.normalize(FRACTIONS) if fraction else 0).encode())


def year_text(year: int) -> str:
    """Four digits; a sign where four do not do."""
    if 0 <= year <= 9999:
        return f"{year:04}"
    return f"{'-' if year < 0 else '+'}{abs(year):04}"


def second_text(second: int, fraction: Decimal | None) -> str:
    """``05`` or ``05.250``."""
    return f"{second:02}" if fraction is None else f"{second:02}{format(fraction, 'f')[1:]}"


def offset_text(offset: int | None) -> str:
    """``+05:30``, ``-08:00``, or nothing."""
    if offset is None:
        return ""
    hours, minutes = divmod(abs(offset), 60)
    return f"{'-' if offset < 0 else '+'}{hours:02}:{minutes:02}"


def timestamp_text(value: AnyTimestamp) -> str:
    """Ion's text form, for any year: ``2017T``, ``2017-01-10``, ``2017-01-10T05:30:55.5-08:00``."""
    text = year_text(value.year)
    if value.precision is Precision.YEAR:
        return text + "T"
    text += f"-{value.month:02}"
    if value.precision is Precision.MONTH:
        return text + "T"
    text += f"-{value.day:02}"
    if value.precision is Precision.DAY:
        return text
    text += f"T{value.hour:02}:{value.minute:02}"
    if value.precision is Precision.SECOND:
        text += ":" + second_text(value.second, value.fraction)
    if value.offset is None:
        return text + "-00:00"
    return text + (offset_text(value.offset) if value.offset else "Z")


def fraction_nanoseconds(fraction: Decimal | None) -> int:
    """A fraction of a second in whole nanoseconds, cut."""
    if not fraction:
        return 0
    return int(fraction.quantize(_NANOSECOND, ROUND_DOWN).scaleb(9))


def second_value(second: int, fraction: Decimal | None) -> int | Decimal:
    """Seconds as a number: an int, or a decimal with the digits of the fraction."""
    return second if fraction is None else FRACTIONS.add(Decimal(second), fraction)


def _clock_fields(value: Time | WideTimestamp) -> tuple[tuple[str, Value], ...]:
    second = Decimal(second_value(value.second, value.fraction))
    offset = typed_null(IonType.INT) if value.offset is None else value.offset
    return ("hour", value.hour), ("minute", value.minute), ("second", second), ("offset", offset)


def _date_key(value: Date, _depth: int) -> bytes:
    return value.equality_key()


# A date equals a timestamp, so its key is a timestamp's and not one behind the byte of other rooms' classes.
equality.register_key(Date, _date_key)
