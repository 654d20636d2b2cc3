"""The order of all values, for ORDER BY, MIN and MAX (PartiQL specification, section 12.2).

Values of different kinds stand in this order::

    false < true < numbers (NaN, -inf, …, +inf) < dates < times < timestamps < intervals < texts < lobs
          < lists < s-expressions < structs < bags < graphs < NULL and MISSING

Within a kind: numbers by value whatever their type; moments by instant; texts by code point; lobs by byte; lists
element by element, a beginning before the whole; structs by their fields sorted by name, then value; bags by their
sorted elements.  Two values that are equal have the same key, except that a date is equal to a timestamp and stands
before it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ledgershell.errors import EvaluationError
from ledgershell.ion.values import Value
from ledgershell.partiql.runtime import checked
from ledgershell.partiql.temporal_arithmetic import instant
from ledgershell.partiql.types import NUMBERS, Kind, kind_of, plain
from ledgershell.static_typing import Any, Final, NamedTuple, TypeVar

Row = TypeVar("Row")
SortKey = tuple[int, Any]
"""Comparable with every other such key: rank of the kind, then what orders values of it."""

MAXIMUM_DEPTH: Final = 200

_RANKS: Final[dict[Kind, int]] = {
    Kind.BOOL: 0,
    Kind.INT: 1,
    Kind.DECIMAL: 1,
    Kind.FLOAT: 1,
    Kind.DATE: 2,
    Kind.TIME: 3,
    Kind.TIMESTAMP: 4,
    Kind.INTERVAL_YEAR_MONTH: 5,
    Kind.INTERVAL_DAY_TIME: 6,
    Kind.STRING: 7,
    Kind.SYMBOL: 7,
    Kind.BLOB: 8,
    Kind.CLOB: 8,
    Kind.LIST: 9,
    Kind.SEXP: 10,
    Kind.STRUCT: 11,
    Kind.BAG: 12,
    Kind.GRAPH: 13,
    Kind.NULL: 14,
    Kind.MISSING: 14,
}
UNKNOWN_RANK: Final = 14


def sort_key(value: Value, depth: int = 0) -> SortKey:
    """The key by which values are ordered; unknowns come last."""
    kind = type(value)
    if kind is int:
        return 1, (1, value)
    if kind is str:
        return 7, value
    return _key(plain(value), depth)


def _key(value: Value, depth: int) -> SortKey:
    kind = kind_of(value)
    rank = _RANKS[kind]
    if kind in NUMBERS:
        return rank, ((0, 0) if value != value else (1, value))
    if kind is Kind.BOOL:
        return rank, value
    if rank == 7:
        return rank, str(value)
    if rank == 8:
        return rank, bytes(value)
    if kind in (Kind.DATE, Kind.TIME, Kind.TIMESTAMP):
        return rank, instant(value)
    if kind in (Kind.INTERVAL_YEAR_MONTH, Kind.INTERVAL_DAY_TIME):
        return rank, value[0]
    if rank in (UNKNOWN_RANK, 13):
        return rank, 0
    if depth >= MAXIMUM_DEPTH:
        raise EvaluationError("LS-ION-004", f"a value is nested more than {MAXIMUM_DEPTH} levels deep")
    if kind is Kind.STRUCT:
        return rank, tuple(sorted((str(name), sort_key(item, depth + 1)) for name, item in value.items()))
    keys = [sort_key(item, depth + 1) for item in value]
    if kind is Kind.BAG:
        keys.sort()
    return rank, tuple(keys)


class SortOrder(NamedTuple):
    """How one key of ORDER BY sorts.  ``nulls_first`` ``None``: unknowns are the largest values."""

    descending: bool = False
    nulls_first: bool | None = None


def sort_rows(
    rows: list[Row],
    keys: Sequence[tuple[Callable[[Row], Value], SortOrder]],
    check: Callable[[], None] = lambda: None,
) -> None:
    """Sort in place by the first key, rows that tie by the second, and so on; what ties in all keeps its order.

    One stable pass a key, the last key first.  ``check`` is called now and then, and ends the work by raising.
    """
    for read, order in reversed(keys):
        key = _row_key(read, order)
        found = [key(row) for row in checked(rows, check)]
        rows[:] = [rows[place] for place in _sorted_places(found, order.descending, check)]


RUN_LENGTH: Final = 1 << 16
"""Python's own sort cannot be interrupted, so it gets so many rows at a time."""


def _sorted_places(keys: list[SortKey], descending: bool, check: Callable[[], None]) -> list[int]:
    """The places of the keys in their order.

    Runs are sorted by themselves, then merged two by two, for which Python's sort is as good as any merge: it finds
    the two runs, and needs one comparison a row.
    """
    places = list(range(len(keys)))
    length = RUN_LENGTH
    if len(places) <= length:
        places.sort(key=keys.__getitem__, reverse=descending)
        return places
    for start in range(0, len(places), length):
        check()
        places[start : start + length] = sorted(
            places[start : start + length], key=keys.__getitem__, reverse=descending
        )
    while length < len(places):
        for start in range(0, len(places) - length, 2 * length):
            check()
            places[start : start + 2 * length] = sorted(
                places[start : start + 2 * length], key=keys.__getitem__, reverse=descending
            )
        length *= 2
    return places


def _row_key(read: Callable[[Row], Value], order: SortOrder) -> Callable[[Row], SortKey]:
    if order.nulls_first is None or order.nulls_first is order.descending:
        return lambda row: sort_key(read(row))

    # Unknowns are wanted at the end where a smallest key comes.
    def key(row: Row) -> SortKey:
        found = sort_key(read(row))
        return (-1, 0) if found[0] == UNKNOWN_RANK else found

    return key
