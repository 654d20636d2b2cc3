"""Milliseconds to timestamps, quickly: every statement and every revision has one, and most are of the same day."""

from __future__ import annotations

from decimal import Decimal

from ledgershell.ion.timestamp import Precision, Timestamp
from ledgershell.static_typing import Final

DAY: Final = 86_400_000
_SECOND: Final = Precision.SECOND
_REMEMBERED: Final = 64

_days: dict[int, tuple[int, int, int]] = {}
_fractions: dict[int, Decimal] = {}


def timestamp_of(milliseconds: int) -> Timestamp:
    """The UTC timestamp with three fractional digits, as :meth:`Timestamp.from_milliseconds` makes it."""
    day, rest = divmod(milliseconds, DAY)
    date = _days.get(day)
    if date is None:
        whole = Timestamp.from_milliseconds(milliseconds)
        if len(_days) >= _REMEMBERED:
            _days.clear()
        _days[day] = whole[:3]
        return whole
    seconds, fraction = divmod(rest, 1000)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    digits = _fractions.get(fraction)
    if digits is None:
        digits = _fractions[fraction] = Decimal(fraction).scaleb(-3)
    return Timestamp(*date, hour, minute, second, digits, 0, _SECOND)
