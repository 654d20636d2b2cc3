"""Which type the fields of a CSV column have, decided by all of its values.

sqlite-utils' ``TypeTracker`` says integer, float or text.  A ledger is stricter, because what it takes in is there for
good and text that changes is data lost:

=========  ==========================================  =======================================
type       every value is                              becomes
=========  ==========================================  =======================================
integer    ``0``, ``42``, ``-7``                       int
decimal    ``12.50``, ``.5``, ``1e3``, integers        decimal, digit for digit
date       ``2024-03-09``, a day that exists           timestamp of day precision
timestamp  ``2024-03-09T10:15:00Z`` (an offset or Z)   timestamp
boolean    ``true``, ``false``                         bool
text       anything else                               string
=========  ==========================================  =======================================

So ``007``, ``+49 30``, ``1_000``, ``nan`` and dates of other habits stay text.  Empty fields do not count.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from types import MappingProxyType

from ledgershell.errors import IonError
from ledgershell.ion.timestamp import Timestamp
from ledgershell.ion.values import Value
from ledgershell.static_typing import Literal

ColumnType = Literal["integer", "decimal", "date", "timestamp", "boolean", "text"]

TRACKED_ROWS = 1000
"""Rows shown to sqlite-utils' type tracker."""

_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,999}")
_DECIMAL = re.compile(r"-?(?:(?:0|[1-9][0-9]{0,999})(?:\.[0-9]{1,999})?|\.[0-9]{1,999})(?:[eE][+-]?[0-9]{1,4})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIMESTAMP = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,99})?)?(?:Z|[+-][0-9]{2}:[0-9]{2})"
)


@lru_cache(maxsize=4096)
def _date(text: str) -> Timestamp | None:
    return _parsed(text) if _DATE.fullmatch(text) else None


def _timestamp(text: str) -> Timestamp | None:
    return _parsed(text) if _TIMESTAMP.fullmatch(text) else None


def _parsed(text: str) -> Timestamp | None:
    try:
        return Timestamp.parse(text)
    except IonError:
        return None  # no such day or hour


_MATCHES: Mapping[ColumnType, Callable[[str], object]] = MappingProxyType(
    {
        "integer": _INTEGER.fullmatch,
        "decimal": _DECIMAL.fullmatch,
        "date": _date,
        "timestamp": _timestamp,
        "boolean": {"true": True, "false": True}.get,
    }
)
_AGREES: Mapping[str, tuple[ColumnType, ...]] = MappingProxyType(
    {"integer": ("integer", "decimal"), "float": ("decimal",), "text": ("date", "timestamp", "boolean")}
)
"""What may come of each answer of the type tracker, the first that fits every value."""

CONVERTERS: Mapping[ColumnType, Callable[[str], Value]] = MappingProxyType(
    {
        "integer": int,
        "decimal": Decimal,
        "date": _date,
        "timestamp": _timestamp,
        "boolean": "true".__eq__,
        "text": str,
    }
)
"""From the text of a field to its value; for fields of which the type is known to fit."""


def detect(rows: Iterable[Sequence[str]], width: int) -> list[ColumnType]:
    """The type of each of ``width`` columns; empty text does not count.  Reads ``rows`` to their end.

    The type tracker sees the first :data:`TRACKED_ROWS` rows.  More would change nothing: whatever passes a rule of
    ours passes the tracker's for the same type.
    """
    from sqlite_utils.utils import TypeTracker

    fitting: list[list[ColumnType]] = [list(_MATCHES) for _ in range(width)]
    seen = [False] * width
    undecided = list(range(width))

    def narrowed() -> Iterator[dict[str, str]]:
        for fields in rows:
            decided = False
            for place in undecided:
                text = fields[place]
                if text:
                    seen[place] = True
                    kinds = fitting[place] = [kind for kind in fitting[place] if _MATCHES[kind](text)]
                    decided = decided or not kinds
            if decided:
                undecided[:] = [place for place in undecided if fitting[place]]
            yield {str(place): fields[place] for place in undecided}

    tracker = TypeTracker()
    candidates = narrowed()
    for _ in tracker.wrap(islice(candidates, TRACKED_ROWS)):
        pass
    answers = [tracker.types.get(str(place), "text") if seen[place] else "" for place in range(width)]
    for _ in candidates:
        pass
    return [
        next((kind for kind in _AGREES.get(answers[place], _MATCHES) if seen[place] and kind in fitting[place]), "text")
        for place in range(width)
    ]
