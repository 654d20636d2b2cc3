"""What a misspelt name may have meant."""

from __future__ import annotations

from collections.abc import Iterable

from ledgershell.partiql.spelling import candidates


def nearest(name: str, names: Iterable[str]) -> list[str]:
    """At most three of ``names``, the nearest first."""
    return candidates(name, sorted(set(names)))
