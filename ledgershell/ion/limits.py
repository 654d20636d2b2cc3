"""The limits of what is accepted as a value, so that hostile input fails early and cheaply."""

from __future__ import annotations

from ledgershell.errors import IonError
from ledgershell.static_typing import Final

MAXIMUM_DEPTH: Final = 200
"""Containers inside containers."""
MAXIMUM_DIGITS: Final = 4_300
"""Decimal digits of an int: Python's own limit between digits and numbers."""
MAXIMUM_BITS: Final = 14_284
"""The bits of an int: every number of so many bits has at most that many digits."""
MAXIMUM_COEFFICIENT_DIGITS: Final = 10_000
"""Decimal digits of a decimal's coefficient and of a fraction of a second."""
MAXIMUM_COEFFICIENT_BITS: Final = 33_219
"""The bits of a coefficient: every number of so many bits has at most that many digits."""
MAXIMUM_EXPONENT: Final = 999_999
"""The largest exponent of a decimal, and the largest power of ten in it, either sign."""
MAXIMUM_ZERO_EXPONENT: Final = 2_147_483_647
"""The largest exponent of a zero, which only records a precision and costs nobody anything."""


def too_deep() -> IonError:
    """The error for more than :data:`MAXIMUM_DEPTH` levels."""
    return IonError(
        "LS-ION-004",
        f"the value is nested more than {MAXIMUM_DEPTH} levels deep",
        hint="flatten the document",
    )


def too_many_digits(limit: int = MAXIMUM_DIGITS) -> IonError:
    """The error for more digits than allowed."""
    return IonError("LS-ION-005", f"the number has more than {limit:,} digits")


def check_exponent(exponent: int, adjusted: int, *, zero: bool) -> None:
    """Refuse a decimal whose exponent, or whose highest power of ten, is beyond the limits."""
    limit = MAXIMUM_ZERO_EXPONENT if zero else MAXIMUM_EXPONENT
    if abs(exponent) > limit or (abs(adjusted) > limit and not zero):
        raise exponent_too_large()


def exponent_too_large() -> IonError:
    """The error for a decimal beyond :data:`MAXIMUM_EXPONENT`."""
    return IonError("LS-ION-005", f"the decimal's exponent is outside -{MAXIMUM_EXPONENT:,} to {MAXIMUM_EXPONENT:,}")
