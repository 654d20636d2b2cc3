"""Ion binary, read: bytes to values.

Everything that comes in is checked: lengths against the container they are in, numbers against the forms that Ion
allows, text against UTF-8, symbols against the table.  What is wrong raises :class:`IonError` LS-ION-002 with the
offset of the offending value.

:func:`decode_body` reads what :func:`ledgershell.ion.encoder.encode_body` wrote.  Its structs are lazy: their fields
are decoded when they are asked for.  :func:`decode_stream` reads a complete stream, eagerly.

Source: Ion 1.0 specification, "Ion Binary Encoding" and "Symbols".
"""

from __future__ import annotations

from collections.abc import Callable
from struct import unpack

from ledgershell.errors import IonError
from ledgershell.ion.limits import MAXIMUM_BITS, MAXIMUM_DEPTH, too_deep, too_many_digits
from ledgershell.ion.scalar_decoding import LENGTHS, broken, decimal_of, extent, read_varuint, timestamp_of
from ledgershell.ion.symbols import MAXIMUM_SYMBOLS, SYSTEM_SYMBOLS, SymbolTable, undefined
from ledgershell.ion.values import (
    SYMBOL_ZERO,
    TYPED_NULLS,
    Annotated,
    Clob,
    IonType,
    SExpression,
    Struct,
    Symbol,
    Value,
)
from ledgershell.static_typing import Final

Decoder = Callable[[bytes, int, int, SymbolTable, int], Value]
"""(data, start and end of the representation, symbols, depth) -> value.  The descriptor is at hand in the table."""


def read_value(data: bytes, position: int, limit: int, symbols: SymbolTable, depth: int) -> tuple[Value, int]:
    """(the value at ``position``, the position behind it).  A NOP pad is no value and must be skipped before."""
    start, end = extent(data, position, limit)
    return EAGER[data[position]](data, start, end, symbols, depth), end


def _null(_data: bytes, _start: int, _end: int, _symbols: SymbolTable, _depth: int) -> Value:
    return None


def _false(_data: bytes, _start: int, _end: int, _symbols: SymbolTable, _depth: int) -> Value:
    return False


def _true(_data: bytes, _start: int, _end: int, _symbols: SymbolTable, _depth: int) -> Value:
    return True


def _pad(_data: bytes, start: int, _end: int, _symbols: SymbolTable, _depth: int) -> Value:
    broken("a pad stands where a value must be", start)


def _positive(data: bytes, start: int, end: int, _symbols: SymbolTable, _depth: int) -> Value:
    number = int.from_bytes(data[start:end], "big")
    if end - start > MAXIMUM_BITS // 8 and number.bit_length() > MAXIMUM_BITS:
        raise too_many_digits()
    return number


def _negative(data: bytes, start: int, end: int, _symbols: SymbolTable, _depth: int) -> Value:
    number = int.from_bytes(data[start:end], "big")
    if number == 0:
        broken("a negative int is zero", start)
    if end - start > MAXIMUM_BITS // 8 and number.bit_length() > MAXIMUM_BITS:
        raise too_many_digits()
    return -number


def _float(data: bytes, start: int, end: int, _symbols: SymbolTable, _depth: int) -> Value:
    if start == end:
        return 0.0
    return unpack(">d" if end - start == 8 else ">f", data[start:end])[0]


def _decimal(data: bytes, start: int, end: int, _symbols: SymbolTable, _depth: int) -> Value:
    return decimal_of(data, start, end)


def _timestamp(data: bytes, start: int, end: int, _symbols: SymbolTable, _depth: int) -> Value:
    return timestamp_of(data, start, end)


def _string(data: bytes, start: int, end: int, _symbols: SymbolTable, _depth: int) -> Value:
    try:
        return data[start:end].decode()
    except UnicodeDecodeError:
        broken("a string is not valid UTF-8", start)


def _symbol(data: bytes, start: int, end: int, symbols: SymbolTable, _depth: int) -> Value:
    text = symbols.text(int.from_bytes(data[start:end], "big"))
    return text if text is SYMBOL_ZERO else Symbol(text)


def _clob(data: bytes, start: int, end: int, _symbols: SymbolTable, _depth: int) -> Value:
    return Clob(data[start:end])


def _blob(data: bytes, start: int, end: int, _symbols: SymbolTable, _depth: int) -> Value:
    return data[start:end]


def elements(
    table: tuple[Decoder, ...], data: bytes, position: int, end: int, symbols: SymbolTable, depth: int
) -> list[Value]:
    """The values in the range, pads left out, by the readers of ``table``."""
    if depth >= MAXIMUM_DEPTH:
        raise too_deep()
    found = []
    depth += 1
    while position < end:
        start, stop = extent(data, position, end)
        descriptor = data[position]
        if descriptor >= 0x0F:
            found.append(table[descriptor](data, start, stop, symbols, depth))
        position = stop
    return found


def fields(
    table: tuple[Decoder, ...], data: bytes, position: int, end: int, symbols: SymbolTable, depth: int
) -> list[tuple[str, Value]]:
    """(name, value) of each field in the range, pads left out, by the readers of ``table``."""
    if depth >= MAXIMUM_DEPTH:
        raise too_deep()
    depth += 1
    texts = symbols.texts
    found = []
    while position < end:
        number = data[position]
        if number >= 0x80:
            number &= 0x7F
            position += 1
        else:
            number, position = read_varuint(data, position, end)
        descriptor = data[position] if position < end else 0
        length = LENGTHS[descriptor]
        if length > 0 and position + length < end:
            start = position + 1
            position = start + length
        else:
            start, position = extent(data, position, end)
        if 0x80 <= descriptor <= 0x8E:
            try:
                value = data[start:position].decode()
            except UnicodeDecodeError:
                broken("a string is not valid UTF-8", start)
        elif descriptor >= 0x0F:
            value = table[descriptor](data, start, position, symbols, depth)
        else:
            continue
        try:
            found.append((texts[number], value))
        except IndexError:
            raise undefined(number) from None
    return found


def _list(data: bytes, start: int, end: int, symbols: SymbolTable, depth: int) -> Value:
    return elements(EAGER, data, start, end, symbols, depth)


def _sexp(data: bytes, start: int, end: int, symbols: SymbolTable, depth: int) -> Value:
    return SExpression(elements(EAGER, data, start, end, symbols, depth))


def _struct(data: bytes, start: int, end: int, symbols: SymbolTable, depth: int) -> Value:
    return Struct(fields(EAGER, data, start, end, symbols, depth))


def _ordered_struct(data: bytes, start: int, end: int, symbols: SymbolTable, depth: int) -> Value:
    if start == end:
        broken("an ordered struct is empty", start)
    return Struct(fields(EAGER, data, start, end, symbols, depth))


def annotated_parts(data: bytes, start: int, end: int, symbols: SymbolTable) -> tuple[tuple[str, ...], int]:
    """(the annotations, the position of the value) of an annotation wrapper's representation."""
    length, position = read_varuint(data, start, end)
    stop = position + length
    if length == 0 or stop >= end:
        broken("an annotation wrapper lacks annotations or a value", start)
    names = []
    while position < stop:
        number, position = read_varuint(data, position, stop)
        names.append(symbols.text(number))
    descriptor = data[stop]
    if descriptor >> 4 == 14:
        broken("an annotation wrapper holds another one", stop)
    if descriptor < 0x0F:
        broken("an annotation wrapper holds a pad", stop)
    if extent(data, stop, end)[1] != end:
        broken("an annotation wrapper is longer than its value", start)
    return tuple(names), stop


def _annotated(data: bytes, start: int, end: int, symbols: SymbolTable, depth: int) -> Value:
    annotations, position = annotated_parts(data, start, end, symbols)
    return Annotated(annotations, read_value(data, position, end, symbols, depth)[0])


def _typed_null(kind: int) -> Decoder:
    null = TYPED_NULLS[IonType(kind)]

    def typed_null(_data: bytes, _start: int, _end: int, _symbols: SymbolTable, _depth: int) -> Value:
        return null

    return typed_null


_BY_KIND: Final[tuple[Decoder, ...]] = (
    _pad, _false, _positive, _negative, _float, _decimal, _timestamp, _symbol, _string, _clob, _blob, _list, _sexp,
    _struct, _annotated, _pad,
)  # fmt: skip


def decoders(by_kind: tuple[Decoder, ...], ordered_struct: Decoder) -> tuple[Decoder, ...]:
    """A reader for each of the 256 descriptors, from one for each type."""
    table = [by_kind[descriptor >> 4] for descriptor in range(256)]
    for kind in range(1, 14):
        table[kind << 4 | 15] = _typed_null(2 if kind == 3 else kind)
    table[0x0F], table[0x11], table[0xD1] = _null, _true, ordered_struct
    return tuple(table)


EAGER: Final = decoders(_BY_KIND, _ordered_struct)


_MANY_SYMBOLS: Final = 16 * MAXIMUM_SYMBOLS
"""So many symbols, most of them unknown, may the tables of one stream make in all."""


def decode_stream(data: bytes) -> list[Value]:
    """All values of a complete stream that begins with a version marker.  Symbol tables are not values.

    Shared symbol tables are unknown here: symbols that a stream imports have unknown text (``SYMBOL_ZERO``).
    """
    from ledgershell.ion.encoder import VERSION_MARKER  # bodies are read without the encoder

    if not data.startswith(VERSION_MARKER):
        broken("there is no Ion 1.0 version marker", 0)
    values: list[Value] = []
    symbols = SymbolTable()
    imported = 0
    position, end = 4, len(data)
    while position < end:
        if data[position] == 0xE0:
            if data[position : position + 4] != VERSION_MARKER:
                broken("the version marker is not that of Ion 1.0", position)
            symbols = SymbolTable()
            position += 4
            continue
        start, stop = extent(data, position, end)
        descriptor = data[position]
        if descriptor >= 0x0F:
            table = own_table(data, position, stop, symbols) if descriptor >> 4 == 14 else None
            if table is not None:
                if table is not symbols:
                    imported += table.last
                    if imported > _MANY_SYMBOLS:
                        broken("the symbol tables import too many symbols", position)
                symbols = table
            else:
                values.append(EAGER[descriptor](data, start, stop, symbols, 0))
        position = stop
    return values


def own_table(data: bytes, position: int, end: int, current: SymbolTable) -> SymbolTable | None:
    """The symbol table that the annotated value at ``position`` is, or ``None`` when it is another value.

    ``current`` may be changed: see :func:`table_of`.
    """
    start, stop = extent(data, position, end)
    annotations, inner = annotated_parts(data, start, stop, current)
    if annotations[0] != SYSTEM_SYMBOLS[2] or data[inner] >> 4 != 13 or data[inner] == 0xDF:
        return None
    struct = read_value(data, inner, stop, current, 0)[0]
    return table_of(struct, current)


def table_of(struct: Struct, current: SymbolTable) -> SymbolTable:
    """The symbol table that a ``$ion_symbol_table`` struct describes, in the context of the current one.

    A table that appends to the current one is that one, changed.
    """
    names = struct.keys()
    if names.count("imports") > 1 or names.count("symbols") > 1:
        raise IonError("LS-ION-002", "a symbol table has several lists of imports or symbols")
    imports = struct.get("imports", None)
    table = SymbolTable()
    if type(imports) is Symbol and imports == "$ion_symbol_table":
        table = current
    elif type(imports) is list:
        for item in imports:
            if isinstance(item, Struct) and item.get("name", "") not in ("", "$ion"):
                _import(table, item)
    texts = struct.get("symbols", None)
    if type(texts) is list:
        table.extend([text if type(text) is str else SYMBOL_ZERO for text in texts])
    return table


def _import(table: SymbolTable, declared: Struct) -> None:
    """Use up the numbers of a shared table, which is not known here: ``max_id`` says how many."""
    if type(declared.get("name")) is not str:
        return
    size = declared.get("max_id", None)
    if type(size) is not int or size < 0:
        raise IonError("LS-ION-002", "the import of an unknown symbol table must say its max_id")
    table.add_unknown(size)
