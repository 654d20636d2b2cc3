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
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Literal

from ledgershell.errors import IonError
from ledgershell.ion.timestamp import Timestamp
from ledgershell.ion.values import Value

ColumnType = Literal["integer", "decimal", "date", "timestamp", "boolean", "text"]

_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,999}")
_DECIMAL = re.compile(r"-?(?:(?:0|[1-9][0-9]{0,999})(?:\.[0-9]{1,999})?|\.[0-9]{1,999})(?:[eE][+-]?[0-9]{1,4})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIMESTAMP = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,99})?)?(?:Z|[+-][0-9]{2}:[0-9]{2})"
)


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


def detect(rows: Iterable[Mapping[str, str]], columns: Iterable[str]) -> dict[str, ColumnType]:
    """The type of each column.  A row maps columns to text; empty text does not count.  Reads ``rows`` to its end."""
    from sqlite_utils.utils import TypeTracker

    candidates: dict[str, list[ColumnType]] = {column: list(_MATCHES) for column in columns}
    seen: set[str] = set()
    open_columns = list(candidates)

    def undecided() -> Iterator[dict[str, str]]:
        for row in rows:
            for column in open_columns:
                text = row[column]
                if text:
                    seen.add(column)
                    candidates[column] = [kind for kind in candidates[column] if _MATCHES[kind](text)]
            if not all(candidates[column] for column in open_columns):
                open_columns[:] = [column for column in open_columns if candidates[column]]
            yield {column: row[column] for column in open_columns}

    tracker = TypeTracker()
    for _ in tracker.wrap(undecided()):
        pass
    types: dict[str, ColumnType] = {}
    for column, fitting in candidates.items():
        agreed = _AGREES[tracker.types.get(column, "text")] if column in seen else ()
        types[column] = next((kind for kind in agreed if kind in fitting), "text")
    return types
