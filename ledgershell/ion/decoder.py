"""Ion binary, read: bytes to values.

Everything that comes in is checked: lengths against the container they are in, numbers against the forms that Ion
allows, text against UTF-8, symbols against the table.  What is wrong raises :class:`IonError` LS-ION-002 with the
offset of the offending value.

:func:`decode_body` reads what :func:`ledgershell.ion.encoder.encode_body` wrote.  Its structs are lazy: their fields
are decoded when they are asked for.  :func:`decode_stream` reads a complete stream, eagerly.

Source: Ion 1.0 specification, "Ion Binary Encoding" and "Symbols".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal
from struct import unpack

from ledgershell.errors import IonError
from ledgershell.ion.encoder import VERSION_MARKER
from ledgershell.ion.limits import (
    MAXIMUM_BITS,
    MAXIMUM_COEFFICIENT_BITS,
    MAXIMUM_COEFFICIENT_DIGITS,
    MAXIMUM_DEPTH,
    check_exponent,
    too_deep,
    too_many_digits,
)
from ledgershell.ion.symbols import SYSTEM_SYMBOLS, SymbolTable
from ledgershell.ion.timestamp import Precision, Timestamp, shifted
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
from ledgershell.static_typing import Final, NoReturn

VARIABLE: Final = -1
INVALID: Final = -2
EXACT: Final = Context(prec=MAX_PREC, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[])


def _lengths() -> tuple[int, ...]:
    """The representation's length for each descriptor; below zero: a VarUInt follows, or no such value."""
    lengths = []
    for descriptor in range(256):
        kind, length = descriptor >> 4, descriptor & 15
        if kind == 15 or (kind == 14 and length < 3) or descriptor in (0xEF, 0x30):
            lengths.append(INVALID)
        elif length == 15:
            lengths.append(0)
        elif kind == 1:
            lengths.append(0 if length < 2 else INVALID)
        elif (kind == 4 and length not in (0, 4, 8)) or (kind == 6 and length < 2):
            lengths.append(INVALID)
        elif length == 14 or descriptor == 0xD1:
            lengths.append(VARIABLE)
        else:
            lengths.append(length)
    return tuple(lengths)


LENGTHS: Final = _lengths()


def broken(what: str, position: int) -> NoReturn:
    """Raise LS-ION-002 for the value at an offset."""
    raise IonError("LS-ION-002", f"{what} at byte {position}", hint="the data are damaged, or not Ion 1.0 binary")


def read_varuint(data: bytes, position: int, end: int) -> tuple[int, int]:
    """(the VarUInt at ``position``, the position behind it)."""
    number = 0
    start = position
    while position < end:
        byte = data[position]
        position += 1
        number = number << 7 | byte & 0x7F
        if byte & 0x80:
            return number, position
        if position - start > 9:
            broken("a length or symbol number is too large", start)
    broken("the data end inside a number", start)


def read_varint(data: bytes, position: int, end: int) -> tuple[int, bool, int]:
    """(magnitude, whether the sign is minus, the position behind it) of a VarInt."""
    if position >= end:
        broken("the data end inside a number", position)
    start = position
    byte = data[position]
    position += 1
    negative = byte & 0x40 != 0
    number = byte & 0x3F
    while not byte & 0x80:
        if position >= end:
            broken("the data end inside a number", start)
        if position - start > 9:
            broken("a number is too large", start)
        byte = data[position]
        position += 1
        number = number << 7 | byte & 0x7F
    return number, negative, position


def extent(data: bytes, position: int, limit: int) -> tuple[int, int]:
    """(start, end) of the representation of the value at ``position`` inside a container that ends at ``limit``."""
    if position >= limit:
        broken("a value is missing", position)
    length = LENGTHS[data[position]]
    start = position + 1
    if length < 0:
        if length == INVALID:
            broken(f"there is no type descriptor 0x{data[position]:02X}", position)
        length, start = read_varuint(data, start, limit)
    end = start + length
    if end > limit:
        broken("a value is longer than what it is in", position)
    return start, end


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


def decimal_of(data: bytes, start: int, end: int) -> Decimal:
    """The decimal whose exponent and coefficient fill the range."""
    if start == end:
        return Decimal(0)
    magnitude, negative, position = read_varint(data, start, end)
    exponent = -magnitude if negative else magnitude
    coefficient, minus = _signed(data, position, end)
    number = Decimal(coefficient)
    check_exponent(exponent, exponent + number.adjusted(), zero=not coefficient)
    if exponent:
        number = number.scaleb(exponent, EXACT)
    return number.copy_negate() if minus else number


def _signed(data: bytes, start: int, end: int) -> tuple[int, bool]:
    """(magnitude, sign) of an Int subfield."""
    if start == end:
        return 0, False
    first = data[start]
    if end - start == 1:
        return first & 0x7F, first >= 0x80
    number = int.from_bytes(data[start:end], "big")
    if first >= 0x80:
        number ^= 1 << (8 * (end - start) - 1)
    if number.bit_length() > MAXIMUM_COEFFICIENT_BITS:
        raise too_many_digits(MAXIMUM_COEFFICIENT_DIGITS)
    return number, first >= 0x80


def _timestamp(data: bytes, start: int, end: int, _symbols: SymbolTable, _depth: int) -> Value:
    return timestamp_of(data, start, end)


def timestamp_of(data: bytes, start: int, end: int) -> Timestamp:
    """The timestamp whose parts, counted in UTC, fill the range."""
    magnitude, negative, position = read_varint(data, start, end)
    offset: int | None = -magnitude if negative else magnitude
    if negative and magnitude == 0:
        offset = None
    year, position = read_varuint(data, position, end)
    parts: list[int] = []
    while position < end and len(parts) < 5:
        part, position = read_varuint(data, position, end)
        parts.append(part)
    count = len(parts)
    if count == 3:
        broken("a timestamp has an hour without minutes", start)
    if count < 3:
        # the offset of a date has no meaning; some writers put it there
        month, day = (*parts, 1, 1)[:2]
        return Timestamp(year, month, day, precision=Precision(count + 1)).checked()
    fraction = _fraction(data, position, end) if position < end else None
    month, day, hour, minute = parts[:4]
    second = parts[4] if count == 5 else 0
    moment = Timestamp(year, month, day, hour, minute, second, fraction, None, Precision(count)).checked()
    if not offset:
        return moment if offset is None else moment._replace(offset=0)
    if not -1440 < offset < 1440:
        broken("a timestamp's offset is 24 hours or more", start)
    year, month, day, hour, minute = shifted(moment, offset)
    return moment._replace(year=year, month=month, day=day, hour=hour, minute=minute, offset=offset).checked()


def _fraction(data: bytes, position: int, end: int) -> Decimal | None:
    start = position
    magnitude, negative, position = read_varint(data, position, end)
    coefficient, minus = _signed(data, position, end)
    if not negative and magnitude:
        if coefficient:
            broken("a timestamp's fraction is not below one second", start)
        return None
    if magnitude == 0:
        if coefficient:
            broken("a timestamp's fraction is not below one second", start)
        return None
    if magnitude > MAXIMUM_COEFFICIENT_DIGITS:
        raise too_many_digits(MAXIMUM_COEFFICIENT_DIGITS)
    if minus and coefficient:
        broken("a timestamp's fraction is negative", start)
    fraction = Decimal(coefficient).scaleb(-magnitude, EXACT)
    if fraction >= 1:
        broken("a timestamp's fraction is not below one second", start)
    return fraction


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
        if descriptor > 0x0F or descriptor == 0x0F:
            found.append(table[descriptor](data, start, stop, symbols, depth))
        position = stop
    return found


def fields(
    table: tuple[Decoder, ...], data: bytes, position: int, end: int, symbols: SymbolTable, depth: int
) -> Iterator[tuple[str, Value]]:
    """(name, value) of each field in the range, pads left out, by the readers of ``table``."""
    if depth >= MAXIMUM_DEPTH:
        raise too_deep()
    depth += 1
    text = symbols.text
    while position < end:
        number = data[position]
        position += 1
        if number & 0x80:
            number &= 0x7F
        else:
            number, position = read_varuint(data, position - 1, end)
        start, stop = extent(data, position, end)
        descriptor = data[position]
        if descriptor >= 0x0F:
            yield text(number), table[descriptor](data, start, stop, symbols, depth)
        position = stop


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


def decode_stream(data: bytes) -> list[Value]:
    """All values of a complete stream that begins with a version marker.  Symbol tables are not values.

    Shared symbol tables are unknown here: symbols that a stream imports have unknown text (``SYMBOL_ZERO``).
    """
    if not data.startswith(VERSION_MARKER):
        broken("there is no Ion 1.0 version marker", 0)
    values: list[Value] = []
    symbols = SymbolTable()
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
                symbols = table
            else:
                values.append(EAGER[descriptor](data, start, stop, symbols, 0))
        position = stop
    return values


def own_table(data: bytes, position: int, end: int, current: SymbolTable) -> SymbolTable | None:
    """The symbol table that the annotated value at ``position`` is, or ``None`` when it is another value."""
    start, stop = extent(data, position, end)
    annotations, inner = annotated_parts(data, start, stop, current)
    if annotations[0] != SYSTEM_SYMBOLS[2] or data[inner] >> 4 != 13 or data[inner] == 0xDF:
        return None
    struct = read_value(data, inner, stop, current, 0)[0]
    return table_of(struct, current)


def table_of(struct: Struct, current: SymbolTable) -> SymbolTable:
    """The symbol table that a ``$ion_symbol_table`` struct describes, in the context of the current one."""
    names = struct.keys()
    if names.count("imports") > 1 or names.count("symbols") > 1:
        raise IonError("LS-ION-002", "a symbol table has several lists of imports or symbols")
    imports = struct.get("imports", None)
    table = SymbolTable()
    if type(imports) is Symbol and imports == "$ion_symbol_table":
        table = current.copy()
    elif type(imports) is list:
        for item in imports:
            if isinstance(item, Struct) and item.get("name", "") not in ("", "$ion"):
                _import(table, item)
    texts = struct.get("symbols", None)
    for text in texts if type(texts) is list else ():
        if type(text) is str:
            table.place(table.last + 1, text)
        else:
            table.add_unknown()
    return table


def _import(table: SymbolTable, declared: Struct) -> None:
    """Use up the numbers of a shared table, which is not known here: ``max_id`` says how many."""
    if type(declared.get("name")) is not str:
        return
    size = declared.get("max_id", None)
    if type(size) is not int or size < 0:
        raise IonError("LS-ION-002", "the import of an unknown symbol table must say its max_id")
    table.add_unknown(size)
