"""Ion timestamps: any precision from year to arbitrary fractions of a second, and an offset that may be unknown."""

from __future__ import annotations

from decimal import Decimal
from enum import IntEnum
from typing import NamedTuple


class Precision(IntEnum):
    """The smallest part that is written."""

    YEAR = 1
    MONTH = 2
    DAY = 3
    MINUTE = 4
    SECOND = 5


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
