"""Window functions: ``f(…) OVER (PARTITION BY … ORDER BY …)``.

Each takes a whole partition, sorted, and gives one value a row.  Rows that tie in ORDER BY are *peers*; ``peers[i]``
is the number of row ``i``'s peer group, counted from 0 (without ORDER BY all rows are peers of each other, for
ROW_NUMBER, LAG and LEAD the rows' own order counts).  ``rows[i]`` are the values of the arguments for row ``i``.
Source: SQL:2003, section 4.15.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

from ledgershell.ion.values import Value
from ledgershell.partiql.functions.definition import Origin
from ledgershell.partiql.types import Kind, is_unknown, kind_name, kind_of, plain
from ledgershell.partiql.typing_errors import TypeMismatch, bad_argument
from ledgershell.static_typing import Final, NamedTuple

Peers = Sequence[int]
Rows = Sequence[tuple[Value, ...]]
Implementation = Callable[[Peers, Rows], list[Value]]


class WindowFunction(NamedTuple):
    """One row of the table; see :class:`~ledgershell.partiql.functions.definition.Function` for the words.

    ``needs_order``: the window must have ORDER BY.
    """

    name: str
    signature: str
    summary: str
    example: str
    result: str
    origin: Origin
    minimum: int
    maximum: int
    implementation: Implementation
    needs_order: bool = True

    def accepts(self, count: int) -> bool:
        """Whether it can be called with so many arguments."""
        return self.minimum <= count <= self.maximum


def peer_groups(keys: Iterable[object]) -> list[int]:
    """The peer group of each row of a sorted partition: rows with equal sort keys stand together."""
    groups: list[int] = []
    group, last = -1, object()
    for key in keys:
        if key != last:
            group, last = group + 1, key
        groups.append(group)
    return groups


def row_number(peers: Peers, _rows: Rows) -> list[Value]:
    """1, 2, 3, …"""
    return list(range(1, len(peers) + 1))


def rank(peers: Peers, _rows: Rows) -> list[Value]:
    """One more than the number of rows before the peers: 1, 1, 3."""
    ranks: list[Value] = []
    for position, group in enumerate(peers):
        ranks.append(ranks[-1] if position and peers[position - 1] == group else position + 1)
    return ranks


def dense_rank(peers: Peers, _rows: Rows) -> list[Value]:
    """The number of the peer group: 1, 1, 2."""
    return [group + 1 for group in peers]


def percent_rank(peers: Peers, rows: Rows) -> list[Value]:
    """(rank - 1) / (rows - 1), a float; 0 of a single row."""
    last = max(len(peers) - 1, 1)
    return [(number - 1) / last for number in rank(peers, rows)]


def cume_dist(peers: Peers, _rows: Rows) -> list[Value]:
    """The share of rows that do not come after the peers, a float."""
    ends: dict[int, int] = {}
    for position, group in enumerate(peers):
        ends[group] = position + 1
    return [ends[group] / len(peers) for group in peers]


def ntile(peers: Peers, rows: Rows) -> list[Value]:
    """The number of the bucket when rows are dealt into so many buckets, the first ones larger by one."""
    if not rows:
        return []
    buckets = _whole("NTILE", rows[0][0])
    if buckets is None:
        return [None] * len(peers)
    if buckets < 1:
        raise bad_argument("NTILE", f"there cannot be {buckets} buckets")
    size, larger = divmod(len(peers), buckets)
    boundary = larger * (size + 1)
    return [
        position // (size + 1) + 1 if position < boundary else larger + (position - boundary) // max(size, 1) + 1
        for position in range(len(peers))
    ]


def lag(peers: Peers, rows: Rows) -> list[Value]:
    """The argument so many rows before (1 by default), else the third argument, else null."""
    return _shifted("LAG", rows, len(peers), -1)


def lead(peers: Peers, rows: Rows) -> list[Value]:
    """The argument so many rows after (1 by default), else the third argument, else null."""
    return _shifted("LEAD", rows, len(peers), 1)


def first_value(_peers: Peers, rows: Rows) -> list[Value]:
    """The argument at the partition's first row."""
    return [rows[0][0]] * len(rows) if rows else []


def last_value(peers: Peers, rows: Rows) -> list[Value]:
    """The argument at the last of the row's peers: the window ends there, as in SQL."""
    ends: dict[int, int] = {}
    for position, group in enumerate(peers):
        ends[group] = position
    return [rows[ends[group]][0] for group in peers]


def _shifted(name: str, rows: Rows, size: int, direction: int) -> list[Value]:
    values: list[Value] = []
    for position, arguments in enumerate(rows):
        offset = _offset(name, arguments)
        if offset is None:
            values.append(None)
            continue
        other = position + direction * offset
        default = arguments[2] if len(arguments) > 2 else None
        values.append(rows[other][0] if 0 <= other < size else default)
    return values


def shifted_over_known(name: str, rows: Rows) -> list[Value]:
    """LAG or LEAD … IGNORE NULLS: rows whose argument is unknown are not counted, and never the answer.

    A row that is itself unknown stands between its known neighbours.
    """
    known = [number for number, arguments in enumerate(rows) if not is_unknown(arguments[0])]
    values: list[Value] = []
    before = 0  # known rows before the one at hand
    for position, arguments in enumerate(rows):
        here = before < len(known) and known[before] == position
        offset = _offset(name, arguments)
        if offset is None:
            values.append(None)
        elif offset == 0:
            values.append(arguments[0])
        else:
            other = before - offset if name == "LAG" else before + offset - (0 if here else 1)
            default = arguments[2] if len(arguments) > 2 else None
            values.append(rows[known[other]][0] if 0 <= other < len(known) else default)
        before += here
    return values


def _offset(name: str, arguments: tuple[Value, ...]) -> int | None:
    offset = _whole(name, arguments[1]) if len(arguments) > 1 else 1
    if offset is not None and offset < 0:
        raise bad_argument(name, f"the offset is {offset}", hint="an offset is at least 0")
    return offset


def _whole(name: str, value: Value) -> int | None:
    value = plain(value)
    kind = kind_of(value)
    if kind <= Kind.NULL:
        return None
    if kind is not Kind.INT:
        raise TypeMismatch(f"{name} takes a whole number, not a {kind_name(value)}")
    return int(value)


_ROWS: Final = "FROM [10, 20, 20] AS x"

WINDOW_FUNCTIONS: Final[Mapping[str, WindowFunction]] = MappingProxyType(
    {
        row.name: row
        for row in (
            WindowFunction(
                "ROW_NUMBER",
                "ROW_NUMBER() OVER (…)",
                "The number of the row in its partition, from 1",
                f"SELECT VALUE ROW_NUMBER() OVER (ORDER BY x) {_ROWS}",
                "[1, 2, 3]",
                "PartiQL",
                0,
                0,
                row_number,
                needs_order=False,
            ),
            WindowFunction(
                "RANK",
                "RANK() OVER (… ORDER BY …)",
                "The rank of the row; rows that tie share one, and the next ones are skipped",
                f"SELECT VALUE RANK() OVER (ORDER BY x DESC) {_ROWS}",
                "[3, 1, 1]",
                "PartiQL",
                0,
                0,
                rank,
            ),
            WindowFunction(
                "DENSE_RANK",
                "DENSE_RANK() OVER (… ORDER BY …)",
                "The rank of the row; rows that tie share one, and none is skipped",
                f"SELECT VALUE DENSE_RANK() OVER (ORDER BY x) {_ROWS}",
                "[1, 2, 2]",
                "PartiQL",
                0,
                0,
                dense_rank,
            ),
            WindowFunction(
                "PERCENT_RANK",
                "PERCENT_RANK() OVER (… ORDER BY …)",
                "The rank as a share of the other rows, 0 to 1",
                f"SELECT VALUE PERCENT_RANK() OVER (ORDER BY x) {_ROWS}",
                "[0e0, 0.5e0, 0.5e0]",
                "PartiQL",
                0,
                0,
                percent_rank,
            ),
            WindowFunction(
                "CUME_DIST",
                "CUME_DIST() OVER (… ORDER BY …)",
                "The share of the partition's rows that do not come after the row",
                "SELECT VALUE CUME_DIST() OVER (ORDER BY x) FROM [10, 20] AS x",
                "[0.5e0, 1e0]",
                "PartiQL",
                0,
                0,
                cume_dist,
            ),
            WindowFunction(
                "LAG",
                "LAG(value [, offset [, default]]) OVER (… ORDER BY …)",
                "The value so many rows before this one (1 by default)",
                f"SELECT VALUE LAG(x, 1, 0) OVER (ORDER BY x) {_ROWS}",
                "[0, 10, 20]",
                "PartiQL",
                1,
                3,
                lag,
            ),
            WindowFunction(
                "LEAD",
                "LEAD(value [, offset [, default]]) OVER (… ORDER BY …)",
                "The value so many rows after this one (1 by default)",
                f"SELECT VALUE LEAD(x, 1, 0) OVER (ORDER BY x) {_ROWS}",
                "[20, 20, 0]",
                "PartiQL",
                1,
                3,
                lead,
            ),
            WindowFunction(
                "NTILE",
                "NTILE(buckets) OVER (… ORDER BY …)",
                "The number of the bucket when the rows are dealt into so many",
                f"SELECT VALUE NTILE(2) OVER (ORDER BY x) {_ROWS}",
                "[1, 1, 2]",
                "SQL extension",
                1,
                1,
                ntile,
            ),
            WindowFunction(
                "FIRST_VALUE",
                "FIRST_VALUE(value) OVER (…)",
                "The value at the first row of the partition",
                f"SELECT VALUE FIRST_VALUE(x) OVER (ORDER BY x) {_ROWS}",
                "[10, 10, 10]",
                "SQL extension",
                1,
                1,
                first_value,
                needs_order=False,
            ),
            WindowFunction(
                "LAST_VALUE",
                "LAST_VALUE(value) OVER (…)",
                "The value at the last row that ties with this one",
                f"SELECT VALUE LAST_VALUE(x) OVER (ORDER BY x) {_ROWS}",
                "[10, 20, 20]",
                "SQL extension",
                1,
                1,
                last_value,
                needs_order=False,
            ),
        )
    }
)
"""Every window function by its upper-case name.  Aggregates can stand before OVER too."""


def lookup(name: str) -> WindowFunction | None:
    """The window function of that name, whatever its case."""
    return WINDOW_FUNCTIONS.get(name.upper())
