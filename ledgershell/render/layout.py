"""Fitting columns to a terminal's width: which are shown and how wide.  Pure arithmetic, no drawing."""

from __future__ import annotations

from collections.abc import Sequence

from ledgershell.static_typing import NamedTuple

NARROWEST = 12
"""No column is made narrower than this (unless its content is) before whole columns go; room for a date."""
NARROW_TERMINAL = 60
"""Below this width the first and the last column would often be alone, so two thirds must do."""


def narrowest(total: int) -> int:
    """The least width of a column in a line of ``total`` columns."""
    return NARROWEST if total >= NARROW_TERMINAL else NARROWEST * 2 // 3


class Slot(NamedTuple):
    """A place in the drawn table: a column (its number) or, with ``column`` None, the mark for columns left out."""

    column: int | None
    width: int


def fit(widths: Sequence[int], total: int, *, border: int = 3, edge: int = 1) -> list[Slot]:
    """Slots for columns whose contents need ``widths``, in a line of ``total`` columns.

    Each slot costs ``border`` columns more than its width, the line ``edge`` more.  Wide columns give way first, down
    to a common cap; when even :func:`narrowest` for each is too much, columns in the middle go and one mark of width 1
    stands for them.  The first and the last column always stay.
    """
    room = total - edge - border * len(widths)
    least = narrowest(total)
    narrow = [min(width, least) for width in widths]
    if sum(narrow) <= room or len(widths) <= 1:
        return [Slot(place, width) for place, width in enumerate(_capped(widths, max(room, 1)))]
    left, right = [0], [len(widths) - 1]
    room = total - edge - (border + 1) - narrow[0] - narrow[-1] - 2 * border
    while left[-1] + 1 < right[-1]:
        take_left = len(left) <= len(right)
        place = left[-1] + 1 if take_left else right[-1] - 1
        room -= narrow[place] + border
        if room < 0:
            break
        (left if take_left else right).append(place)
    right.reverse()
    kept = [*left, *right]
    given = _capped([widths[place] for place in kept], max(total - edge - (border + 1) - border * len(kept), len(kept)))
    slots = [Slot(place, width) for place, width in zip(kept, given, strict=True)]
    slots.insert(len(left), Slot(None, 1))
    return slots


def _capped(widths: Sequence[int], room: int) -> list[int]:
    """Widths whose sum is at most ``room``: those above the highest cap that fits are cut to it."""
    if sum(widths) <= room:
        return list(widths)
    low, high = 1, max(widths)
    while low < high:
        middle = (low + high + 1) // 2
        if sum(min(width, middle) for width in widths) <= room:
            low = middle
        else:
            high = middle - 1
    capped = [min(width, low) for width in widths]
    spare = room - sum(capped)
    for place, width in enumerate(widths):
        if spare > 0 and width > capped[place]:
            capped[place] += 1
            spare -= 1
    return capped
