"""The window operator: all rows are held, each partition is sorted, every row gets its values, in the rows' order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ledgershell.errors import LedgershellError
from ledgershell.ion.equality import equality_key
from ledgershell.ion.values import MISSING, Value
from ledgershell.partiql import aggregates
from ledgershell.partiql.compiler.frame import Compiler, Evaluator, Frame, Producer
from ledgershell.partiql.compiler.joins import restorer, saver
from ledgershell.partiql.ordering import SortOrder, sort_key, sort_rows
from ledgershell.partiql.plan import expressions, relations
from ledgershell.partiql.runtime import CHECK_INTERVAL, checked
from ledgershell.partiql.typing_errors import TypeMismatch
from ledgershell.partiql.windows import peer_groups, shifted_over_known
from ledgershell.static_typing import NamedTuple

_MASK = CHECK_INTERVAL - 1


class _Row(NamedTuple):
    """What one window has to know of one row; ``number`` is the row's place in the input."""

    number: int
    partition: tuple[bytes, ...]
    order: tuple[Value, ...]
    arguments: tuple[Value, ...]


class _Compiled(NamedTuple):
    """One window call with its expressions compiled."""

    place: int
    call: expressions.Window
    partition: list[Evaluator]
    order: list[Evaluator]
    arguments: list[Evaluator]

    def row(self, number: int, frame: Frame) -> _Row:
        return _Row(
            number,
            tuple(equality_key(evaluate(frame)) for evaluate in self.partition),
            tuple(evaluate(frame) for evaluate in self.order),
            tuple(evaluate(frame) for evaluate in self.arguments),
        )


def compile_windowed(node: relations.Windowed, compiler: Compiler) -> Producer:
    """The producer of all rows with their window values."""
    produce = compiler.relation(node.input)
    save, restore = saver(node.live), restorer(node.live)
    windows = [
        _Compiled(
            place,
            call,
            [compiler.expression(one) for one in call.partition],
            [compiler.expression(key.expression) for key in call.order],
            [compiler.expression(one) for one in call.arguments],
        )
        for place, call in node.windows
    ]
    strict = compiler.strict

    def windowed(frame: Frame) -> Iterator[None]:
        saved = []
        seen: list[list[_Row]] = [[] for _ in windows]
        for number, _ in enumerate(produce(frame)):
            if not number & _MASK:
                frame[0].check()
            saved.append(save(frame))
            for window, rows in zip(windows, seen, strict=True):
                rows.append(window.row(number, frame))
        check = frame[0].check
        columns = [_values(window, rows, strict, check) for window, rows in zip(windows, seen, strict=True)]
        for number, values in enumerate(checked(saved, check)):
            restore(frame, values)
            for window, column in zip(windows, columns, strict=True):
                frame[window.place] = column[number]
            yield

    return windowed


def _values(window: _Compiled, rows: list[_Row], strict: bool, check: Callable[[], None]) -> list[Value]:
    """The window's value for each row of the input."""
    partitions: dict[tuple[bytes, ...], list[_Row]] = {}
    for row in checked(rows, check):
        partitions.setdefault(row.partition, []).append(row)
    result: list[Value] = [MISSING] * len(rows)
    compute = _function(window.call, strict, check)
    for members in checked(partitions.values(), check):
        sort_rows(members, _sorting(window.call), check)
        peers = peer_groups(tuple(map(sort_key, row.order)) for row in checked(members, check))
        try:
            values = compute(peers, [row.arguments for row in members])
        except TypeMismatch as error:
            if strict:
                raise error.at(window.call.span) from None
            continue
        except LedgershellError as error:
            raise error.at(window.call.span) from None
        for row, value in zip(members, values, strict=True):
            result[row.number] = value
    return result


def _sorting(call: expressions.Window) -> list[tuple[Callable[[_Row], Value], SortOrder]]:
    def reader(number: int) -> Callable[[_Row], Value]:
        return lambda row: row.order[number]

    return [(reader(number), SortOrder(key.descending, key.nulls_first)) for number, key in enumerate(call.order)]


Compute = Callable[[Sequence[int], Sequence[tuple[Value, ...]]], list[Value]]


def _function(call: expressions.Window, strict: bool, check: Callable[[], None]) -> Compute:
    function = call.row
    if isinstance(function, aggregates.Aggregate):
        return _running(function, call, strict, check)
    if call.ignore_nulls:
        name = function.name
        return lambda _peers, rows: shifted_over_known(name, rows)
    return function.implementation


def _running(
    aggregate: aggregates.Aggregate, call: expressions.Window, strict: bool, check: Callable[[], None]
) -> Compute:
    """An aggregate over the partition up to the row's last peer; without ORDER BY all rows are peers."""
    star = not call.arguments

    def running(peers: Sequence[int], rows: Sequence[tuple[Value, ...]]) -> list[Value]:
        accumulator = aggregate.start(call.quantifier, star)
        values: list[Value] = []
        for position, group in enumerate(checked(peers, check)):
            accumulator.add(*rows[position])
            if position + 1 == len(peers) or peers[position + 1] != group:
                try:
                    value = accumulator.result()
                except TypeMismatch:
                    if strict:
                        raise
                    value = MISSING
                values.extend([value] * (position + 1 - len(values)))
        return values

    return running
