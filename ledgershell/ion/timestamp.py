"""Ion timestamps: any precision from year to arbitrary fractions of a second, and an offset that may be unknown.

Source: Ion 1.0 specification, "Timestamps".  The calendar is the proleptic Gregorian one; there are no leap
seconds.  All arithmetic here is on integers, so nothing is rounded and no time zone database is asked.
"""

from __future__ import annotations

import re
from decimal import Decimal
from enum import IntEnum
from functools import cache

from ledgershell.errors import IonError
from ledgershell.ion.limits import MAXIMUM_COEFFICIENT_DIGITS
from ledgershell.static_typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    import datetime


class Precision(IntEnum):
    """The smallest part that is written."""

    YEAR = 1
    MONTH = 2
    DAY = 3
    MINUTE = 4
    SECOND = 5


_ZERO: Final = Decimal(0)
_DAYS_BEFORE_MONTH: Final = (0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)
_DAYS_IN_MONTH: Final = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_EPOCH_DAY: Final = 719_163
"""The ordinal of 1970-01-01, where 0001-01-01 is day 1."""

_TEXT: Final = r"(\d{4})(?:T|-(\d{2})(?:T|-(\d{2})(?:T?|T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?(Z|[+-]\d{2}:\d{2}))))"
"""A pattern, which re compiles when it is first needed."""


@cache
def _milliseconds(count: int) -> Decimal:
    """``count``, below 1,000, as a fraction of a second: there are so few that all are kept."""
    return Decimal(count).scaleb(-3)


class Timestamp(NamedTuple):
    """One Ion timestamp.

    The parts are local time, as they are written.  ``fraction`` is ``None`` or a decimal in [0, 1) whose exponent
    tells the number of digits.  ``offset`` is in minutes east of UTC; ``None`` is the unknown offset ``-00:00``,
    and always ``None`` for the precisions without a time.  Years run from 1 to 9999.

    Being a tuple it compares by its parts.  For "the same instant" use :meth:`instant`.
    """

    year: int
    month: int = 1
    day: int = 1
    hour: int = 0
    minute: int = 0
    second: int = 0
    fraction: Decimal | None = None
    offset: int | None = None
    precision: Precision = Precision.SECOND

    def checked(self) -> Timestamp:
        """This timestamp, if all its parts are in range; raises :class:`IonError` (LS-ION-005) otherwise."""
        year, month, day, hour, minute, second, fraction, offset, _ = self
        if not 1 <= year <= 9999:
            raise IonError("LS-ION-005", "there is no such year", hint="years run from 0001 to 9999")
        if not 1 <= month <= 12:
            raise IonError("LS-ION-005", "there is no such month", hint="months run from 01 to 12")
        if not 1 <= day <= days_in_month(year, month):
            raise IonError("LS-ION-005", "there is no such day in the calendar")
        if not (0 <= hour <= 23 and 0 <= minute <= 59 and 0 <= second <= 59):
            raise IonError("LS-ION-005", "there is no such time of day", hint="a leap second cannot be written in Ion")
        if fraction is not None and not (fraction.is_finite() and 0 <= fraction < 1):
            raise IonError("LS-ION-005", "a fraction of a second lies between 0 and 1")
        if fraction is not None and -int(fraction.as_tuple().exponent) > MAXIMUM_COEFFICIENT_DIGITS:
            raise IonError("LS-ION-005", f"a timestamp has more than {MAXIMUM_COEFFICIENT_DIGITS} fractional digits")
        if offset is not None:
            if not -1440 < offset < 1440:
                raise IonError("LS-ION-005", "an offset from UTC must be less than 24 hours")
            if not _FIRST_SECOND <= self._seconds() <= _LAST_SECOND:
                raise IonError("LS-ION-005", "the timestamp is outside the years 0001 to 9999 in UTC")
        return self

    @classmethod
    def parse(cls, text: str) -> Timestamp:
        """Read the text form, e.g. ``2017T``, ``2017-08-21``, ``2022-06-08T18:46:46.492Z``.

        Raises :class:`IonError` (LS-ION-001 for the form, LS-ION-005 for parts out of range).
        """
        if len(text) > MAXIMUM_COEFFICIENT_DIGITS + 30:
            raise IonError("LS-ION-005", f"a timestamp has more than {MAXIMUM_COEFFICIENT_DIGITS} fractional digits")
        match = re.fullmatch(_TEXT, text, re.ASCII)
        if match is None:
            raise IonError("LS-ION-001", "this is not an Ion timestamp", hint="write 2022-06-08T18:46:46.492Z")
        year, month, day, hour, minute, second, digits, zone = match.groups()
        if month is None:
            return cls(int(year), precision=Precision.YEAR).checked()
        if day is None:
            return cls(int(year), int(month), precision=Precision.MONTH).checked()
        if hour is None:
            return cls(int(year), int(month), int(day), precision=Precision.DAY).checked()
        offset = _offset_of(zone)
        if second is None:
            return cls(
                int(year), int(month), int(day), int(hour), int(minute), offset=offset, precision=Precision.MINUTE
            ).checked()
        fraction = None if digits is None else Decimal(f"0.{digits}")
        return cls(int(year), int(month), int(day), int(hour), int(minute), int(second), fraction, offset).checked()

    def text(self) -> str:
        """The Ion text form, e.g. ``2022-06-08T18:46:46.492Z``; every digit of the precision is written."""
        year, month, day, hour, minute, second, fraction, offset, precision = self
        if precision is Precision.SECOND:
            seconds = f"{second:02d}" if fraction is None else f"{second:02d}{_fraction_text(fraction)}"
            return f"{year:04d}-{month:02d}-{day:02d}T{hour:02d}:{minute:02d}:{seconds}{_zone_text(offset)}"
        if precision is Precision.MINUTE:
            return f"{year:04d}-{month:02d}-{day:02d}T{hour:02d}:{minute:02d}{_zone_text(offset)}"
        if precision is Precision.DAY:
            return f"{year:04d}-{month:02d}-{day:02d}"
        return f"{year:04d}-{month:02d}T" if precision is Precision.MONTH else f"{year:04d}T"

    def _seconds(self) -> int:
        year, month, day, hour, minute, second, _, offset, _ = self
        days = days_from_civil(year, month, day)
        return days * 86400 + hour * 3600 + (minute - (offset or 0)) * 60 + second

    def instant(self) -> tuple[int, Decimal]:
        """(whole seconds since 1970 in UTC, the fraction): exact, and comparable between any two timestamps.

        An unknown offset counts as UTC, and parts that are not written count as their lowest value.
        """
        return self._seconds(), self.fraction or _ZERO

    @classmethod
    def from_milliseconds(cls, milliseconds: int) -> Timestamp:
        """The UTC timestamp with three fractional digits of a number of milliseconds since 1970."""
        seconds, rest = divmod(milliseconds, 1000)
        days, seconds = divmod(seconds, 86400)
        minutes, second = divmod(seconds, 60)
        hour, minute = divmod(minutes, 60)
        year, month, day = civil_from_days(days)
        if not 1 <= year <= 9999:
            raise IonError("LS-ION-005", "the time is outside the years 0001 to 9999")
        return cls(year, month, day, hour, minute, second, _milliseconds(rest), 0)

    def milliseconds(self) -> int:
        """Milliseconds since 1970 in UTC, rounded down."""
        fraction = self.fraction
        return self._seconds() * 1000 + (0 if fraction is None else int(fraction.scaleb(3)))

    @classmethod
    def from_datetime(cls, moment: datetime.datetime | datetime.date) -> Timestamp:
        """A ``date`` becomes day precision, a ``datetime`` seconds (six digits if it has microseconds).

        A ``datetime`` without a time zone gets the unknown offset.  Offsets with seconds are refused.
        """
        import datetime

        if not isinstance(moment, datetime.datetime):
            return cls(moment.year, moment.month, moment.day, precision=Precision.DAY)
        delta = moment.utcoffset()
        offset = None
        if delta is not None:
            offset, rest = divmod(delta, datetime.timedelta(minutes=1))
            if rest:
                raise IonError("LS-ION-003", "Ion writes offsets from UTC in whole minutes")
        fraction = Decimal(moment.microsecond).scaleb(-6) if moment.microsecond else None
        return cls(
            moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second, fraction, offset
        ).checked()

    def to_datetime(self) -> datetime.datetime:
        """An aware ``datetime``; an unknown offset becomes UTC, digits below a microsecond are cut off."""
        import datetime

        year, month, day, hour, minute, second, fraction, offset, _ = self
        zone = datetime.timezone(datetime.timedelta(minutes=offset)) if offset else datetime.UTC
        microsecond = 0 if fraction is None else int(fraction.scaleb(6))
        return datetime.datetime(year, month, day, hour, minute, second, microsecond, zone)


def days_in_month(year: int, month: int) -> int:
    """28 to 31."""
    if month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0):
        return 29
    return _DAYS_IN_MONTH[month]


def days_from_civil(year: int, month: int, day: int) -> int:
    """Days since 1970-01-01 of a date in the proleptic Gregorian calendar."""
    before = year - 1
    days = before * 365 + before // 4 - before // 100 + before // 400 + _DAYS_BEFORE_MONTH[month] + day
    if month > 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0):
        days += 1
    return days - _EPOCH_DAY


def civil_from_days(days: int) -> tuple[int, int, int]:
    """The (year, month, day) of a number of days since 1970-01-01; the inverse of :func:`days_from_civil`.

    The year is counted from March, so that the leap day is a year's last day and months have a fixed pattern
    of lengths: 153 days every five months.
    """
    era, day_of_era = divmod(days + 719_468, 146_097)
    year_of_era = (day_of_era - day_of_era // 1460 + day_of_era // 36_524 - day_of_era // 146_096) // 365
    day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    shifted = (5 * day_of_year + 2) // 153
    month = shifted + 3 if shifted < 10 else shifted - 9
    year = era * 400 + year_of_era + (1 if month <= 2 else 0)
    return year, month, day_of_year - (153 * shifted + 2) // 5 + 1


_FIRST_SECOND: Final = days_from_civil(1, 1, 1) * 86400
_LAST_SECOND: Final = days_from_civil(9999, 12, 31) * 86400 + 86399


def shifted(local: Timestamp, minutes: int) -> tuple[int, int, int, int, int]:
    """The (year, month, day, hour, minute) that lies ``minutes`` later; the binary form counts in UTC."""
    days, rest = divmod(
        days_from_civil(local.year, local.month, local.day) * 1440 + minutes + local.hour * 60 + local.minute, 1440
    )
    year, month, day = civil_from_days(days)
    return year, month, day, rest // 60, rest % 60


def _offset_of(zone: str) -> int | None:
    if zone == "Z":
        return 0
    hours, minutes = int(zone[1:3]), int(zone[4:6])
    if hours > 23 or minutes > 59:
        raise IonError("LS-ION-005", "an offset from UTC must be less than 24 hours")
    if zone[0] == "-":
        return None if hours == minutes == 0 else -(hours * 60 + minutes)
    return hours * 60 + minutes


def _zone_text(offset: int | None) -> str:
    if offset is None:
        return "-00:00"
    if offset == 0:
        return "Z"
    hours, minutes = divmod(abs(offset), 60)
    return f"{'-' if offset < 0 else '+'}{hours:02d}:{minutes:02d}"


def _fraction_text(fraction: Decimal) -> str:
    _, digits, exponent = fraction.as_tuple()
    places = -int(exponent)
    return "." + "".join(map(str, digits)).rjust(places, "0") if places > 0 else ""
