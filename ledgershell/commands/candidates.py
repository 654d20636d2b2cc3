"""What a misspelt name may have meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

LONGEST = 60
"""Longer names are compared by their beginning, so that hostile input costs no time."""


def nearest(name: str, names: Iterable[str], *, cutoff: float = 0.7) -> list[str]:
    """At most three of ``names``, the nearest first; those that differ only in case come before all others."""
    lowered = name[:LONGEST].lower()
    known = sorted(set(names))
    found = [each for each in known if each.lower() == lowered]
    by_lower: dict[str, str] = {}
    for each in known:
        by_lower.setdefault(each[:LONGEST].lower(), each)
    for close in get_close_matches(lowered, list(by_lower), n=3, cutoff=cutoff):
        if by_lower[close] not in found:
            found.append(by_lower[close])
    return found[:3]
