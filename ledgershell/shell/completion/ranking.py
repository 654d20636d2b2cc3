"""How well a name fits what was typed: the whole start first, then the starts of its words, then letters in order."""

from __future__ import annotations

from ledgershell.static_typing import Final

SCATTERED: Final = 4
SHORTEST_INSIDE: Final = 2
"""Fewer letters than these, somewhere in a name, are no match."""


def fit(typed: str, name: str) -> tuple[int, int] | None:
    """Smaller is better; ``None``: it does not fit.  Linear in the name, whatever is typed.

    0 the name starts so, in the same case; 1 in another; 2 the starts of its words (``pid`` in ``PersonId``); 3 it
    occurs in the name; 4 its letters do, in this order.  The second number tells how far apart they are.
    """
    if not typed:
        return 0, 0
    if name.startswith(typed):
        return 0, 0
    small_typed, small = typed.lower(), name.lower()
    if len(small) != len(name):  # a letter whose small form is two letters
        small = name
    if small.startswith(small_typed):
        return 1, 0
    if _at_word_starts(small_typed, name, small):
        return 2, 0
    if len(typed) < SHORTEST_INSIDE:
        return None
    place = small.find(small_typed)
    if place >= 0:
        return 3, place
    spread = _spread(small_typed, small)
    return None if spread is None else (SCATTERED, spread)


def _at_word_starts(typed: str, name: str, small: str) -> bool:
    """Whether what is typed is the beginnings of words, one after another: ``pid``, ``owpe``, ``v_r``."""
    at = 0
    inside = False
    for place, letter in enumerate(small):
        if at == len(typed):
            break
        starts = place == 0 or (name[place].isupper() and not name[place - 1].isupper()) or name[place - 1] in "_.$"
        inside = (inside or starts) and letter == typed[at]
        at += inside
    return at == len(typed)


def _spread(typed: str, small: str) -> int | None:
    """Over how many letters those typed are scattered; ``None`` when they do not all occur in order."""
    place = first = small.find(typed[0])
    for letter in typed[1:]:
        if place < 0:
            return None
        place = small.find(letter, place + 1)
    return None if place < 0 else place - first
