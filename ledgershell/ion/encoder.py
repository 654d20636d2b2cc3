"""Ion binary, written: values to bytes.

Each value is a type descriptor (the type in the high four bits, the length in the low four), the length as a VarUInt
where it is 14 or more, and the representation::

    {a: 1, b: "two"}   with a = $10, b = $11

    D8                 a struct of 8 bytes
       8A 21 01        field $10, an int of 1 byte
       8B 83 74 77 6F  field $11, a string of 3 bytes

A **body** is what a ledger stores for a document: one value without a version marker, whose names are numbers of the
ledger's symbol table.  Names that the table lacks go into a local symbol table at the body's head.  It imports the
ledger's table in its full, final size, so that the numbers behind it mean the same for ever.

There is one way to write each value (shortest lengths, 64-bit floats, fields in their order, nothing padded), so equal
values with equal field order give equal bytes.  Two values exist in the language only: a bag is written as a list, and
MISSING leaves a field out, or is null inside a list.

Source: Ion 1.0 specification, "Ion Binary Encoding".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from struct import pack

from ledgershell.errors import IonError
from ledgershell.ion.limits import (
    MAXIMUM_BITS,
    MAXIMUM_COEFFICIENT_BITS,
    MAXIMUM_COEFFICIENT_DIGITS,
    MAXIMUM_DEPTH,
    MAXIMUM_DIGITS,
    MAXIMUM_EXPONENT,
    check_exponent,
    too_deep,
    too_many_digits,
)
from ledgershell.ion.symbols import FIRST_LOCAL, LEDGER_TABLE_NAME, LEDGER_TABLE_SIZE, SymbolTable, varuint
from ledgershell.ion.timestamp import Precision, Timestamp, shifted
from ledgershell.ion.values import (
    MISSING,
    SYMBOL_ZERO,
    Annotated,
    Bag,
    Clob,
    Missing,
    SExpression,
    Struct,
    Symbol,
    TypedNull,
    UnknownSymbol,
    Value,
)
from ledgershell.static_typing import Any, Final

VERSION_MARKER: Final = b"\xe0\x01\x00\xea"

NULL: Final = b"\x0f"
FALSE: Final = b"\x10"
TRUE: Final = b"\x11"
HEADS: Final = tuple(tuple(bytes((kind << 4 | length,)) for length in range(14)) for kind in range(16))
"""``HEADS[type][length]``: the descriptors of representations shorter than 14 bytes."""
LONG_HEADS: Final = tuple(bytes((kind << 4 | 14,)) for kind in range(16))
SMALL_INTS: Final = (b"\x20", *(bytes((0x21, number)) for number in range(1, 256)))

_EXPONENT_AT_EASE: Final = MAXIMUM_EXPONENT - MAXIMUM_COEFFICIENT_DIGITS
"""Exponents within this need no further check."""


class Names:
    """Gives names their numbers while one body is written.

    ``known`` holds the numbers that are there already.  A name that is not, is added to ``symbols`` if that is
    wished and admitted, else to the body's own symbols.
    """

    __slots__ = ("_local", "grow", "known", "symbols")

    def __init__(self, symbols: SymbolTable, *, grow: bool) -> None:
        self.symbols = symbols
        self.known: Mapping[str, bytes] = symbols.prefixes
        self.grow = grow
        self._local: dict[str, bytes] | None = None

    def number(self, name: str) -> bytes:
        """The VarUInt of a name that is not in ``known``."""
        if not isinstance(name, str):
            raise IonError("LS-ION-003", f"a field name or annotation must be text, not {type(name).__name__}")
        name = str.__str__(name)
        if self.grow and self.symbols.admits(name):
            self.symbols.add(name)
            return self.symbols.prefixes[name]
        if self._local is None:
            self._local = {}
        number = self._local.get(name)
        if number is None:
            number = self._local[name] = varuint(FIRST_LOCAL + len(self._local))
        return number

    def annotated(self, annotations: tuple[str, ...], inner: Value, encoded: bytes) -> bytes:
        """An annotation wrapper around an encoded value."""
        if not annotations or type(inner) is Annotated:
            raise IonError("LS-ION-003", "annotations must be there, and not be nested")
        numbers = b"".join([self.known.get(name) or self.number(name) for name in annotations])
        return sized(14, varuint(len(numbers)) + numbers + encoded)

    def body(self, value: Value, encoded: bytes) -> bytes:
        """An encoded value behind the symbol table of its own that it may need."""
        if type(value) is Annotated:
            refuse_symbol_table(value)
        if self._local:
            return local_table(self._local, LEDGER_TABLE_NAME, LEDGER_TABLE_SIZE) + encoded
        return encoded


def refuse_symbol_table(value: Annotated) -> None:
    """At the top level a struct annotated as a symbol table would be taken for one."""
    if value.annotations[0] == "$ion_symbol_table" and isinstance(value.value, Struct):
        raise IonError(
            "LS-ION-003", "$ion_symbol_table::{...} is not a value of its own", hint="use another annotation"
        )


def local_table(texts: Iterable[str], import_name: str = "", import_size: int = 0) -> bytes:
    """``$ion_symbol_table::{imports: [{name, version: 1, max_id}], symbols: [texts]}``."""
    symbols = sized(11, b"".join([encode_string(text) for text in texts]))
    fields = b"\x87" + symbols
    if import_name:
        imported = b"\x84" + encode_string(import_name) + b"\x85\x21\x01\x88" + encode_int(import_size)
        fields = b"\x86" + sized(11, sized(13, imported)) + fields
    return sized(14, b"\x81\x83" + sized(13, fields))


def sized(kind: int, representation: bytes) -> bytes:
    """A type descriptor, the length, the representation."""
    length = len(representation)
    if length < 14:
        return HEADS[kind][length] + representation
    return LONG_HEADS[kind] + varuint(length) + representation


def encode_string(text: str) -> bytes:
    """A string without regard to the context; LS-ION-006 for lone surrogates."""
    try:
        return sized(8, text.encode())
    except UnicodeEncodeError as error:
        raise wrong_text(error) from None


def wrong_text(error: UnicodeEncodeError) -> IonError:
    """The error for text that is no Unicode."""
    code = ord(error.object[error.start])
    return IonError("LS-ION-006", f"the text has a lone surrogate (U+{code:04X})", hint="repair its source")


def encode_int(number: int) -> bytes:
    """An int of any size up to the limit."""
    if 0 <= number < 256:
        return SMALL_INTS[number]
    bits = number.bit_length()
    if bits > MAXIMUM_BITS:
        raise too_many_digits()
    return sized(2 if number > 0 else 3, abs(number).to_bytes((bits + 7) >> 3, "big"))


def encode_float(number: float) -> bytes:
    """A float in 64 bits; positive zero has the short form, and there is one NaN."""
    if number == 0.0:
        return b"\x40" if str(number) == "0.0" else b"\x48\x80\0\0\0\0\0\0\0"
    if number != number:
        return b"\x48\x7f\xf8\0\0\0\0\0\0"
    return b"\x48" + pack(">d", number)


def signed(number: int, negative: bool) -> bytes:
    """An Int subfield of a magnitude: big-endian, the highest bit is the sign."""
    length = (number.bit_length() >> 3) + 1
    data = number.to_bytes(length, "big")
    return bytes((data[0] | 0x80,)) + data[1:] if negative else data


def varint(number: int) -> bytes:
    """A VarInt: like a VarUInt, with the sign in bit 6 of the first byte."""
    magnitude = abs(number)
    if magnitude < 0x40:
        return bytes((magnitude | (0xC0 if number < 0 else 0x80),))
    parts = [magnitude & 0x7F | 0x80]
    magnitude >>= 7
    while magnitude >= 0x40:
        parts.append(magnitude & 0x7F)
        magnitude >>= 7
    parts.append(magnitude | (0x40 if number < 0 else 0))
    parts.reverse()
    return bytes(parts)


def decimal_parts(number: Decimal) -> bytes:
    """Exponent and coefficient of a decimal; nothing for plain ``0.``, no coefficient for other positive zeros."""
    sign, digits, exponent = number.as_tuple()
    if not isinstance(exponent, int):
        raise IonError("LS-ION-003", "Ion has no decimal NaN or infinity", hint="use a float")
    if len(digits) > MAXIMUM_COEFFICIENT_DIGITS:
        raise too_many_digits(MAXIMUM_COEFFICIENT_DIGITS)
    coefficient = _whole(digits)
    if not -_EXPONENT_AT_EASE < exponent < _EXPONENT_AT_EASE:
        check_exponent(exponent, exponent + len(digits) - 1, zero=not coefficient)
    if coefficient == 0 and not sign:
        return varint(exponent) if exponent else b""
    return varint(exponent) + signed(coefficient, bool(sign))


def _whole(digits: tuple[int, ...]) -> int:
    """The number that the digits make; through Decimal where Python refuses to convert so long a text."""
    if len(digits) <= MAXIMUM_DIGITS:
        return int("".join(map(str, digits)))
    number = int(Decimal((0, digits, 0)))
    if number.bit_length() > MAXIMUM_COEFFICIENT_BITS:
        raise too_many_digits(MAXIMUM_COEFFICIENT_DIGITS)
    return number


def encode_decimal(number: Decimal) -> bytes:
    """A decimal with its precision and the sign of zero."""
    return sized(5, decimal_parts(number))


def encode_timestamp(moment: Timestamp) -> bytes:
    """A timestamp: the offset, then the parts in UTC down to its precision."""
    year, month, day, hour, minute, second, fraction, offset, precision = moment.checked()
    if precision >= Precision.MINUTE and offset:
        year, month, day, hour, minute = shifted(moment, -offset)
    parts = [b"\xc0" if offset is None else varint(offset), varuint(year)]
    if precision >= Precision.MINUTE:
        parts.append(bytes((month | 0x80, day | 0x80, hour | 0x80, minute | 0x80)))
        if precision is Precision.SECOND:
            parts.append(bytes((second | 0x80,)))
            if fraction is not None:
                parts.append(_fraction_parts(fraction))
    elif precision is Precision.DAY:
        parts.append(bytes((month | 0x80, day | 0x80)))
    elif precision is Precision.MONTH:
        parts.append(bytes((month | 0x80,)))
    return sized(6, b"".join(parts))


def _fraction_parts(fraction: Decimal) -> bytes:
    _, digits, exponent = fraction.as_tuple()
    if not isinstance(exponent, int) or exponent >= 0:
        return b""
    coefficient = _whole(digits)
    return varint(exponent) + (signed(coefficient, negative=False) if coefficient else b"")


Encoder = Callable[[Any, Names, int], bytes]


def _null(_value: Value, _names: Names, _depth: int) -> bytes:
    return NULL


def _bool(value: bool, _names: Names, _depth: int) -> bytes:
    return TRUE if value else FALSE


def _int(value: int, _names: Names, _depth: int) -> bytes:
    return SMALL_INTS[value] if 0 <= value < 256 else encode_int(value)


def _float(value: float, _names: Names, _depth: int) -> bytes:
    return encode_float(value)


def _decimal(value: Decimal, _names: Names, _depth: int) -> bytes:
    return encode_decimal(value)


def _timestamp(value: Timestamp, _names: Names, _depth: int) -> bytes:
    return encode_timestamp(value)


def _string(value: str, _names: Names, _depth: int) -> bytes:
    return encode_string(value)


def symbol_value(value: str, names: Names, _depth: int = 0) -> bytes:
    """A symbol: its number, big-endian without leading zeros."""
    if value is SYMBOL_ZERO:
        return b"\x70"
    prefix = names.known.get(value) or names.number(value)
    number = 0
    for byte in prefix:
        number = number << 7 | byte & 0x7F
    return sized(7, number.to_bytes((number.bit_length() + 7) >> 3, "big"))


def _blob(value: bytes, _names: Names, _depth: int) -> bytes:
    return sized(10, value)


def _clob(value: bytes, _names: Names, _depth: int) -> bytes:
    return sized(9, value)


def _typed_null(value: TypedNull, _names: Names, _depth: int) -> bytes:
    return bytes((value.ion_type << 4 | 15,))


def _elements(value: list[Value], names: Names, depth: int) -> bytes:
    if depth >= MAXIMUM_DEPTH:
        raise too_deep()
    return b"".join([(ENCODERS.get(type(item)) or encoder_of(item))(item, names, depth + 1) for item in value])


def _list(value: list[Value], names: Names, depth: int) -> bytes:
    return sized(11, _elements(value, names, depth))


def _sexp(value: list[Value], names: Names, depth: int) -> bytes:
    return sized(12, _elements(value, names, depth))


def _struct(value: Struct, names: Names, depth: int) -> bytes:
    if depth >= MAXIMUM_DEPTH:
        raise too_deep()
    known = names.known
    parts = []
    for name, item in value.items():
        if item is not MISSING:
            parts.append(known.get(name) or names.number(name))
            parts.append((ENCODERS.get(type(item)) or encoder_of(item))(item, names, depth + 1))
    return sized(13, b"".join(parts))


def _annotated(value: Annotated, names: Names, depth: int) -> bytes:
    annotations, inner = value
    encoded = (ENCODERS.get(type(inner)) or encoder_of(inner))(inner, names, depth)
    return names.annotated(annotations, inner, encoded)


def _extension(value: Any, names: Names, depth: int) -> bytes:
    inner = value.to_ion()
    return (ENCODERS.get(type(inner)) or encoder_of(inner))(inner, names, depth)


ENCODERS: Final[dict[type, Encoder]] = {
    type(None): _null,
    Missing: _null,
    TypedNull: _typed_null,
    bool: _bool,
    int: _int,
    float: _float,
    Decimal: _decimal,
    Timestamp: _timestamp,
    str: _string,
    Symbol: symbol_value,
    UnknownSymbol: symbol_value,
    bytes: _blob,
    Clob: _clob,
    list: _list,
    Bag: _list,
    SExpression: _sexp,
    Struct: _struct,
    Annotated: _annotated,
}
"""The writer of each type.  The lazy struct registers itself; values of other rooms offer ``to_ion``."""


def encoder_of(value: Value) -> Encoder:
    """The writer of a type that is not in the table."""
    if hasattr(type(value), "to_ion"):
        return _extension
    raise IonError("LS-ION-003", f"a Python {type(value).__name__} is no Ion value", hint="convert it first")


def encode_body(value: Value, symbols: SymbolTable, *, grow: bool) -> bytes:
    """A value's body for a ledger whose symbol table is ``symbols``.

    With ``grow`` new names that the table admits are added to it (the caller holds the write lock and stores them);
    all other new names go into the body.  Raises :class:`IonError` for what Ion cannot hold.
    """
    names = Names(symbols, grow=grow)
    encoded = (ENCODERS.get(type(value)) or encoder_of(value))(value, names, 0)
    return names.body(value, encoded)


def encode_stream(values: Iterable[Value]) -> bytes:
    """A complete Ion stream: version marker, one local symbol table if there are names, the values."""
    symbols = _StreamTable()
    names = Names(symbols, grow=True)
    encoded = []
    for value in values:
        if type(value) is Annotated:
            refuse_symbol_table(value)
        encoded.append((ENCODERS.get(type(value)) or encoder_of(value))(value, names, 0))
    texts = [text for _, text in symbols.entries_after(0)]
    return VERSION_MARKER + (local_table(texts) if texts else b"") + b"".join(encoded)


class _StreamTable(SymbolTable):
    """The table of a stream of its own: it takes every name."""

    __slots__ = ()

    def admits(self, _text: str, /) -> bool:
        return True
