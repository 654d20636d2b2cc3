"""Structs that stay bytes until a field is asked for.

A ledger's document is a body of Ion binary, and most queries want two or three of its forty fields.
:class:`LazyStruct` finds a field by walking over the descriptors, which say how far to jump, and decodes that value
alone: some microseconds where reading all of it costs fifty.  Structs inside come out lazy too.

The walk is remembered: a second field is looked for from where the first one was found.

A lazy struct holds its bytes and nothing that could be closed.  It may outlive the cursor that it came from.
"""

from __future__ import annotations

from collections.abc import Sequence

from ledgershell.ion.decoder import EAGER, annotated_parts, decoders, elements, fields, own_table
from ledgershell.ion.limits import MAXIMUM_DEPTH, too_deep
from ledgershell.ion.scalar_decoding import LENGTHS, broken, extent
from ledgershell.ion.symbols import FIRST_LOCAL, SymbolTable
from ledgershell.ion.values import MISSING, Annotated, SExpression, Struct, Value
from ledgershell.static_typing import Any, Final

_WITH_HEAD: Final = tuple(
    length + 1 if length >= 0 and descriptor >= 0x0F else 0 for descriptor, length in enumerate(LENGTHS)
)
"""The bytes from a descriptor to the next field, 0 where that takes a closer look."""


class LazyStruct(Struct):
    """A struct over the range ``[start, end)`` of ``data``, which holds its fields in Ion binary."""

    __slots__ = ("_data", "_depth", "_end", "_found", "_items", "_next", "_start", "_symbols")

    def __init__(self, data: bytes, symbols: SymbolTable, start: int, end: int, depth: int = 0) -> None:
        self._data = data
        self._symbols = symbols
        self._start = self._next = start
        self._end = end
        self._depth = depth
        self._items: tuple[tuple[str, Value], ...] | None = None
        self._found: dict[bytes, int] = {}

    def items(self) -> tuple[tuple[str, Value], ...]:
        """All fields, decoded now; structs inside stay lazy."""
        items = self._items
        if items is None:
            items = tuple(fields(LAZY, self._data, self._start, self._end, self._symbols, self._depth))
            self._items = items
        return items

    def get(self, name: str, default: Value = MISSING) -> Value:
        """The first value under ``name``, else ``default``; only this value is decoded."""
        symbols = self._symbols
        wanted = symbols.prefixes.get(name)
        if wanted is None:
            return default
        position = self._found.get(wanted)
        if position is None:
            if not symbols.unique:
                return super().get(name, default)
            position = self._walk(wanted)
            if position is None:
                return default
            if position < 0:
                return super().get(name, default)
        data = self._data
        descriptor = data[position]
        length = LENGTHS[descriptor]
        if length >= 0:
            start = position + 1
            end = start + length
        else:
            start, end = extent(data, position, self._end)
        if descriptor >> 4 == 8 and descriptor != 0x8F:
            try:
                return data[start:end].decode()
            except UnicodeDecodeError:
                broken("a string is not valid UTF-8", start)
        return LAZY[descriptor](data, start, end, symbols, self._depth + 1)

    def _walk(self, wanted: bytes) -> int | None:
        """The position of the first value under a name, looked for behind what was walked already.

        Names are compared as the bytes of their number.  ``None``: there is no such field.  Below zero: the numbers
        are written in a way that is not ours (padded), so that bytes cannot be compared.
        """
        data, end, found = self._data, self._end, self._found
        position = self._next
        try:
            while position < end:
                start = position
                number = data[position]
                position += 1
                if number < 0x80:
                    if number == 0:
                        return -1
                    while data[position] < 0x80:
                        position += 1
                    position += 1
                name = data[start:position]
                value = position
                step = _WITH_HEAD[data[position]]
                if step:
                    position += step
                else:
                    position = extent(data, position, end)[1]
                    if data[value] < 0x0F:
                        continue
                if position > end:
                    broken("a value is longer than what it is in", value)
                if name not in found:
                    found[name] = value
                    if name == wanted:
                        self._next = position
                        return value
        except IndexError:
            broken("a value is missing", position)
        self._next = position
        return found.get(wanted)  # it can be there when another thread has walked at the same time

    def get_path(self, path: Sequence[str]) -> Value:
        """The value under ``path[0]``, in it under ``path[1]`` …; MISSING where a step is no struct or absent."""
        value: Value = self
        for name in path:
            if type(value) is Annotated:
                value = value.value
            if not isinstance(value, Struct):
                return MISSING
            value = value.get(name)
        return value

    def __copy__(self) -> LazyStruct:
        return self

    def __deepcopy__(self, memo: object) -> LazyStruct:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return Struct, (self.items(),)


def _list(data: bytes, start: int, end: int, symbols: SymbolTable, depth: int) -> Value:
    return elements(LAZY, data, start, end, symbols, depth)


def _sexp(data: bytes, start: int, end: int, symbols: SymbolTable, depth: int) -> Value:
    return SExpression(elements(LAZY, data, start, end, symbols, depth))


def _struct_of(data: bytes, start: int, end: int, symbols: SymbolTable, depth: int) -> Value:
    if depth >= MAXIMUM_DEPTH:
        raise too_deep()
    return LazyStruct(data, symbols, start, end, depth)


def _ordered_struct(data: bytes, start: int, end: int, symbols: SymbolTable, depth: int) -> Value:
    if start == end:
        broken("an ordered struct is empty", start)
    return _struct_of(data, start, end, symbols, depth)


def _annotated(data: bytes, start: int, end: int, symbols: SymbolTable, depth: int) -> Value:
    annotations, position = annotated_parts(data, start, end, symbols)
    start, stop = extent(data, position, end)
    return Annotated(annotations, LAZY[data[position]](data, start, stop, symbols, depth))


def _lazy_table() -> Any:
    by_kind = [EAGER[kind << 4] for kind in range(16)]
    by_kind[11:15] = [_list, _sexp, _struct_of, _annotated]
    return decoders(tuple(by_kind), _ordered_struct)


LAZY: Final = _lazy_table()


def decode_body(body: bytes, symbols: SymbolTable) -> Value:
    """The value of a body that :func:`ledgershell.ion.encoder.encode_body` wrote; its structs are lazy.

    Raises :class:`IonError` LS-ION-002 for what is no such body, now or when the damaged part is read.
    """
    position, start, stop, symbols = open_body(body, symbols)
    return LAZY[body[position]](body, start, stop, symbols, 0)


def open_body(body: bytes, symbols: SymbolTable) -> tuple[int, int, int, SymbolTable]:
    """(position of a body's value, start and end of its representation, the symbols that hold in it)."""
    position, end = 0, len(body)
    start, stop = extent(body, 0, end)
    if body[0] >> 4 == 14:
        if stop < end:
            symbols = symbols.with_body_symbols(body[:stop], _read_head)
            position = stop
            start, stop = extent(body, position, end)
        elif own_table(body, 0, end, symbols) is not None:
            broken("a body has a symbol table and no value", end)
    if stop != end:
        broken("a body holds more than one value", stop)
    return position, start, stop, symbols


def _read_head(head: bytes) -> list[tuple[int, str]]:
    table = own_table(head, 0, len(head), SymbolTable())
    if table is None:
        broken("a body holds more than one value", len(head))
    return table.entries_after(FIRST_LOCAL - 1)
