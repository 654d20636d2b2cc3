"""Structs that stay bytes until a field is asked for.

A ledger's document is a body of Ion binary, and most queries want two or three of its forty fields.
:class:`LazyStruct` finds a field by walking over the descriptors, which say how far to jump, and decodes that value
alone: some microseconds where reading all of it costs fifty.  Structs inside come out lazy too.

The walk is remembered: a second field is looked for from where the first one was found.

A lazy struct holds its bytes and nothing that could be closed.  It may outlive the cursor that it came from.
"""

from __future__ import annotations

from collections.abc import Sequence

from ledgershell.errors import IonError
from ledgershell.ion.decoder import EAGER, annotated_parts, decoders, elements, fields, own_table
from ledgershell.ion.limits import MAXIMUM_DEPTH, too_deep
from ledgershell.ion.scalar_decoding import INVALID, LENGTHS, VARIABLE, broken, extent
from ledgershell.ion.symbols import FIRST_LOCAL, SymbolTable
from ledgershell.ion.values import MISSING, Annotated, SExpression, Struct, Value
from ledgershell.static_typing import Any, Final


def _steps() -> tuple[int, ...]:
    """From a field's number of one byte to the next field, by descriptor.

    Below zero: the length follows the descriptor.  0: a pad, or no such descriptor.
    """
    steps = []
    for descriptor, length in enumerate(LENGTHS):
        if descriptor < 0x0F or length == INVALID:
            steps.append(0)
        else:
            steps.append(length + 2 if length >= 0 else -1)
    return tuple(steps)


_STEPS: Final = _steps()
_UNINDEXED: Final = 3
"""So many fields are looked for from the start; then an index of all fields pays."""


class LazyStruct(Struct):
    """A struct over the range ``[start, end)`` of ``data``, which holds its fields in Ion binary."""

    __slots__ = ("_asked", "_data", "_depth", "_end", "_index", "_items", "_start", "_symbols")

    def __init__(self, data: bytes, symbols: SymbolTable, start: int, end: int, depth: int = 0) -> None:
        # _items and _index are set when they are first made
        self._data = data
        self._symbols = symbols
        self._start = start
        self._end = end
        self._depth = depth
        self._asked = 0

    def items(self) -> tuple[tuple[str, Value], ...]:
        """All fields, decoded now; structs inside stay lazy."""
        try:
            return self._items
        except AttributeError:
            pass
        try:
            items = tuple(fields(LAZY, self._data, self._start, self._end, self._symbols, self._depth))
        except IonError as error:
            raise self._symbols.damage(error) from None
        self._items: tuple[tuple[str, Value], ...] = items
        return items

    def get(self, name: str, default: Value = MISSING) -> Value:
        """The first value under ``name``, else ``default``; only this value is decoded."""
        try:
            symbols = self._symbols
            wanted = symbols.marks.get(name)
            if wanted is None:
                return default
            data = self._data
            if self._asked < _UNINDEXED and symbols.unique:
                self._asked += 1
                position = _find(data, self._start, self._end, wanted)
            else:
                position = self._look_up(wanted)
            if position <= 0:
                return default if position == 0 else super().get(name, default)
            descriptor = data[position]
            length = LENGTHS[descriptor]
            start = position + 1
            if length >= 0:
                end = start + length
            elif length == VARIABLE and start < self._end and data[start] >= 0x80:  # a length of one byte
                end = start + 1 + (data[start] & 0x7F)
                start += 1
            else:
                start, end = extent(data, position, self._end)
            if end > self._end:
                broken("a value is longer than what it is in", position)
            if 0x80 <= descriptor <= 0x8E:
                try:
                    return data[start:end].decode()
                except UnicodeDecodeError:
                    broken("a string is not valid UTF-8", start)
            return LAZY[descriptor](data, start, end, symbols, self._depth + 1)
        except IonError as error:
            raise self._symbols.damage(error) from None

    def _look_up(self, wanted: int) -> int:
        """Like :func:`_find`, in an index of all fields.  Below zero also when a text has several numbers."""
        try:
            return self._index.get(wanted, 0)
        except AttributeError:
            if not self._symbols.unique or (index := _index(self._data, self._start, self._end)) is None:
                return -1
            self._index: dict[int, int] = index
            return index.get(wanted, 0)

    def extent(self) -> tuple[bytes, SymbolTable, int, int]:
        """The bytes, the symbols that hold in them, and where in them the fields begin and end."""
        return self._data, self._symbols, self._start, self._end

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


def _find(data: bytes, position: int, end: int, wanted: int) -> int:
    """The position of the first value under a name, given as the bytes of its number read as one int.

    0: there is no such field.  Below zero: a number in these bytes is padded, which is not how we write them, so that
    bytes cannot be compared.
    """
    try:
        while position < end:
            number = data[position]
            step = _STEPS[data[position + 1]]
            if number < 0x80 or step == 0:
                return _find_with_care(data, position, end, wanted)
            if number == wanted:
                return position + 1
            if step > 0:
                position += step
            else:
                length = data[position + 2]
                if length >= 0x80:
                    position += 3 + (length & 0x7F)
                else:
                    position = extent(data, position + 1, end)[1]
    except IndexError:
        broken("a value is missing", position)
    if position > end:
        broken("a value is longer than what it is in", end)
    return 0


def _find_with_care(data: bytes, position: int, end: int, wanted: int) -> int:
    """The rest of :func:`_find` where there are pads, or numbers of several bytes."""
    while position < end:
        number = data[position]
        if number == 0:
            return -1
        position += 1
        while number & 0x80 == 0:
            number = number << 8 | data[position]
            position += 1
        if number == wanted and data[position] >= 0x0F:
            return position
        position = extent(data, position, end)[1]
    return 0


def _index(data: bytes, position: int, end: int) -> dict[int, int] | None:
    """The positions of all values (the first under each name) by the bytes of their numbers read as one int.

    ``None`` when a number is padded.
    """
    index: dict[int, int] = {}
    try:
        while position < end:
            number = data[position]
            if number == 0:
                return None
            position += 1
            while number & 0x80 == 0:
                number = number << 8 | data[position]
                position += 1
            if data[position] >= 0x0F and number not in index:
                index[number] = position
            position = extent(data, position, end)[1]
    except IndexError:
        broken("a value is missing", position)
    return index


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

    Raises :class:`IonError` LS-ION-002 for what is no such body, now or when the damaged part is read; or, if the table
    has an ``on_damage``, what that makes of it.
    """
    size = len(body)
    if size > 14 and body[0] == 0xDE:  # a struct whose length takes one byte, or two
        high, low = body[1], body[2]
        if high >= 0x80:
            if size == 2 + (high & 0x7F):
                return LazyStruct(body, symbols, 2, size)
        elif low >= 0x80 and size == 3 + (high << 7 | low & 0x7F):
            return LazyStruct(body, symbols, 3, size)
    try:
        position, start, stop, symbols = open_body(body, symbols)
        return LAZY[body[position]](body, start, stop, symbols, 0)
    except IonError as error:
        raise symbols.damage(error) from None


def open_body(body: bytes, symbols: SymbolTable) -> tuple[int, int, int, SymbolTable]:
    """(position of a body's value, start and end of its representation, the symbols that hold in it)."""
    position, end = 0, len(body)
    start, stop = extent(body, 0, end)
    if body[0] >> 4 == 14:
        if stop < end:
            symbols = symbols.with_body_symbols(body[:stop], _read_head)
            position = stop
            start, stop = extent(body, position, end)
        elif own_table(body, 0, end, symbols.copy()) is not None:
            broken("a body has a symbol table and no value", end)
    if stop != end:
        broken("a body holds more than one value", stop)
    return position, start, stop, symbols


def _read_head(head: bytes) -> list[tuple[int, str]]:
    table = own_table(head, 0, len(head), SymbolTable())
    if table is None:
        broken("a body holds more than one value", len(head))
    return table.entries_after(FIRST_LOCAL - 1)
