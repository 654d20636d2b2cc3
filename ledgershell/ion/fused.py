"""Ion hash at speed: body and hash in one pass, or the hash straight from a body's bytes.

:mod:`ledgershell.ion.hashing` explains what an Ion hash is; this file only computes it fast.  Both passes build for
each value its serialisation ``s(value)`` as bytes.  SHA-256 is started where the definition forces it: once for each
field and once for the whole.

What makes it fast: dispatch by tables, ``copy()`` of an empty SHA-256 state (which spares OpenSSL's lookup of the
algorithm), serialised field names remembered by text, and looking for bytes to escape only where there can be some.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from hashlib import sha256

from ledgershell.errors import IonError
from ledgershell.ion.decoder import (
    EAGER,
    annotated_parts,
    broken,
    decoders,
    extent,
    read_varuint,
)
from ledgershell.ion.encoder import (
    FALSE,
    HEADS,
    LONG_HEADS,
    NULL,
    SMALL_INTS,
    TRUE,
    Names,
    decimal_parts,
    encode_float,
    encode_int,
    encode_timestamp,
    sized,
    symbol_value,
    wrong_text,
)
from ledgershell.ion.lazy import LazyStruct, open_body
from ledgershell.ion.limits import MAXIMUM_DEPTH, too_deep
from ledgershell.ion.symbols import SymbolTable, varuint
from ledgershell.ion.timestamp import Timestamp
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

_new_state: Final = sha256().copy
"""A fresh SHA-256 state, without asking OpenSSL for the algorithm again."""

Pair = tuple[bytes, bytes]
"""(the value in Ion binary, its serialisation for the hash)."""
Pairer = Callable[[Any, Names, int], Pair]

_NULL_PAIR: Final = (NULL, b"\x0b\x0f\x0e")
_FALSE_PAIR: Final = (FALSE, b"\x0b\x10\x0e")
_TRUE_PAIR: Final = (TRUE, b"\x0b\x11\x0e")


def escape(data: bytes) -> bytes:
    """``data`` with ESC before each byte that has a meaning in a serialisation."""
    if 0x0C in data:
        data = data.replace(b"\x0c", b"\x0c\x0c")
    if 0x0B in data:
        data = data.replace(b"\x0b", b"\x0c\x0b")
    if 0x0E in data:
        data = data.replace(b"\x0e", b"\x0c\x0e")
    return data


class _SerialNames(dict[str, bytes]):
    """Serialised field names by text, made when first wanted; emptied when there are very many."""

    def __missing__(self, name: str) -> bytes:
        if name is SYMBOL_ZERO:
            serial = b"\x0b\x71\x0e"
        else:
            try:
                serial = b"\x0b\x70" + escape(name.encode()) + b"\x0e"
            except UnicodeEncodeError as error:
                raise wrong_text(error) from None
        if len(self) >= 8192:
            self.clear()
        self[name] = serial
        return serial


_SERIAL_NAMES: Final = _SerialNames()


def _null(_value: Value, _names: Names, _depth: int) -> Pair:
    return _NULL_PAIR


def _bool(value: bool, _names: Names, _depth: int) -> Pair:
    return _TRUE_PAIR if value else _FALSE_PAIR


def _small_int_pairs() -> tuple[Pair, ...]:
    return tuple((head, b"\x0b\x20" + escape(head[1:]) + b"\x0e") for head in SMALL_INTS)


_SMALL_INT_PAIRS: Final = _small_int_pairs()


def _int(value: int, _names: Names, _depth: int) -> Pair:
    if 0 <= value < 256:
        return _SMALL_INT_PAIRS[value]
    code = b"\x0b\x20" if value > 0 else b"\x0b\x30"
    encoded = encode_int(value)
    return encoded, code + escape(_representation(encoded)) + b"\x0e"


def _string(value: str, _names: Names, _depth: int) -> Pair:
    try:
        data = value.encode()
    except UnicodeEncodeError as error:
        raise wrong_text(error) from None
    length = len(data)
    serial = b"\x0b\x80" + (data if value.isprintable() else escape(data)) + b"\x0e"
    if length < 14:
        return HEADS[8][length] + data, serial
    return LONG_HEADS[8] + varuint(length) + data, serial


def _symbol(value: str, names: Names, depth: int) -> Pair:
    return symbol_value(value, names, depth), _SERIAL_NAMES[value]


def _float(value: float, _names: Names, _depth: int) -> Pair:
    encoded = encode_float(value)
    return encoded, b"\x0b\x40" + escape(encoded[1:]) + b"\x0e"


def _decimal(value: Decimal, _names: Names, _depth: int) -> Pair:
    parts = decimal_parts(value)
    return sized(5, parts), b"\x0b\x50" + escape(parts) + b"\x0e"


def _timestamp(value: Timestamp, _names: Names, _depth: int) -> Pair:
    encoded = encode_timestamp(value)
    return encoded, b"\x0b\x60" + escape(_representation(encoded)) + b"\x0e"


def _blob(value: bytes, _names: Names, _depth: int) -> Pair:
    return sized(10, value), b"\x0b\xa0" + escape(value) + b"\x0e"


def _clob(value: bytes, _names: Names, _depth: int) -> Pair:
    return sized(9, value), b"\x0b\x90" + escape(value) + b"\x0e"


def _typed_null(value: TypedNull, _names: Names, _depth: int) -> Pair:
    encoded = bytes((value.ion_type << 4 | 15,))
    return encoded, b"\x0b" + encoded + b"\x0e"


def _representation(encoded: bytes) -> bytes:
    """A scalar's encoding without descriptor and length."""
    if encoded[0] & 15 != 14:
        return encoded[1:]
    return encoded[read_varuint(encoded, 1, len(encoded))[1] :]


def _elements(value: list[Value], names: Names, depth: int) -> Pair:
    if depth >= MAXIMUM_DEPTH:
        raise too_deep()
    bodies, serials = [], []
    for item in value:
        encoded, serial = (PAIRERS.get(type(item)) or _pairer_of(item))(item, names, depth + 1)
        bodies.append(encoded)
        serials.append(serial)
    return b"".join(bodies), b"".join(serials)


def _list(value: list[Value], names: Names, depth: int) -> Pair:
    bodies, serials = _elements(value, names, depth)
    return sized(11, bodies), b"\x0b\xb0" + serials + b"\x0e"


def _sexp(value: list[Value], names: Names, depth: int) -> Pair:
    bodies, serials = _elements(value, names, depth)
    return sized(12, bodies), b"\x0b\xc0" + serials + b"\x0e"


def _struct(value: Struct, names: Names, depth: int) -> Pair:
    if depth >= MAXIMUM_DEPTH:
        raise too_deep()
    depth += 1
    known = names.known
    parts: list[bytes] = []
    digests: list[bytes] = []
    for name, item in value.items():
        if item is MISSING:
            continue
        parts.append(known.get(name) or names.number(name))
        encoded, serial = (PAIRERS.get(type(item)) or _pairer_of(item))(item, names, depth)
        parts.append(encoded)
        state = _new_state()
        state.update(_SERIAL_NAMES[name] + serial)
        digests.append(state.digest())
    digests.sort()
    return sized(13, b"".join(parts)), b"\x0b\xd0" + escape(b"".join(digests)) + b"\x0e"


def _annotated(value: Annotated, names: Names, depth: int) -> Pair:
    annotations, inner = value
    encoded, serial = (PAIRERS.get(type(inner)) or _pairer_of(inner))(inner, names, depth)
    serials = b"".join([_SERIAL_NAMES[name] for name in annotations])
    return names.annotated(annotations, inner, encoded), b"\x0b\xe0" + serials + serial + b"\x0e"


def _extension(value: Any, names: Names, depth: int) -> Pair:
    inner = value.to_ion()
    return (PAIRERS.get(type(inner)) or _pairer_of(inner))(inner, names, depth)


PAIRERS: Final[dict[type, Pairer]] = {
    type(None): _null,
    Missing: _null,
    TypedNull: _typed_null,
    bool: _bool,
    int: _int,
    float: _float,
    Decimal: _decimal,
    Timestamp: _timestamp,
    str: _string,
    Symbol: _symbol,
    UnknownSymbol: _symbol,
    bytes: _blob,
    Clob: _clob,
    list: _list,
    Bag: _list,
    SExpression: _sexp,
    Struct: _struct,
    LazyStruct: _struct,
    Annotated: _annotated,
}


def _pairer_of(value: Value) -> Pairer:
    if hasattr(type(value), "to_ion"):
        return _extension
    raise IonError("LS-ION-003", f"a Python {type(value).__name__} is no Ion value", hint="convert it first")


def encode_and_hash(value: Value, symbols: SymbolTable, *, grow: bool) -> Pair:
    """(the body of a value, its Ion hash), in one pass; see :func:`ledgershell.ion.encoder.encode_body`."""
    names = Names(symbols, grow=grow)
    encoded, serial = (PAIRERS.get(type(value)) or _pairer_of(value))(value, names, 0)
    return names.body(value, encoded), sha256(serial).digest()


def ion_hash(value: Value) -> bytes:
    """The Ion hash (SHA-256, 32 bytes) of a value."""
    names = Names(_NO_SYMBOLS, grow=False)
    return sha256((PAIRERS.get(type(value)) or _pairer_of(value))(value, names, 0)[1]).digest()


_NO_SYMBOLS: Final = SymbolTable()


# From here on: straight from bytes.

Serialiser = Callable[[bytes, int, int, SymbolTable, int], bytes]
"""A reader that returns the serialisation of the value in a range; see :data:`ledgershell.ion.decoder.Decoder`."""


def _plain(code: int) -> Serialiser:
    """A reader for values whose representation is the hash's, byte for byte."""
    begin = bytes((0x0B, code))

    def plain(data: bytes, start: int, end: int, _symbols: SymbolTable, _depth: int) -> bytes:
        return begin + escape(data[start:end]) + b"\x0e"

    return plain


def _reencoded(kind: int) -> Serialiser:
    """A reader for values that can be written in several ways: it decodes them, so it checks them too."""
    read = EAGER[kind << 4]

    def reencoded(data: bytes, start: int, end: int, symbols: SymbolTable, depth: int) -> bytes:
        value = read(data, start, end, symbols, depth)
        serial: bytes = PAIRERS[type(value)](value, _NO_NAMES, depth)[1]
        return serial

    return reencoded


_NO_NAMES: Final = Names(_NO_SYMBOLS, grow=False)


def _int_bytes(data: bytes, start: int, end: int, symbols: SymbolTable, depth: int) -> bytes:
    if start < end and data[start] == 0:
        return _reencoded(2)(data, start, end, symbols, depth)
    return b"\x0b\x20" + escape(data[start:end]) + b"\x0e"


def _string_bytes(data: bytes, start: int, end: int, _symbols: SymbolTable, _depth: int) -> bytes:
    raw = data[start:end]
    try:
        raw.decode()
    except UnicodeDecodeError:
        broken("a string is not valid UTF-8", start)
    return b"\x0b\x80" + escape(raw) + b"\x0e"


def _symbol_bytes(data: bytes, start: int, end: int, symbols: SymbolTable, _depth: int) -> bytes:
    return _SERIAL_NAMES[symbols.text(int.from_bytes(data[start:end], "big"))]


def _element_bytes(data: bytes, position: int, end: int, symbols: SymbolTable, depth: int) -> bytes:
    if depth >= MAXIMUM_DEPTH:
        raise too_deep()
    depth += 1
    serials = []
    while position < end:
        start, stop = extent(data, position, end)
        descriptor = data[position]
        if descriptor >= 0x0F:
            serials.append(_BYTES[descriptor](data, start, stop, symbols, depth))
        position = stop
    return b"".join(serials)


def _list_bytes(data: bytes, start: int, end: int, symbols: SymbolTable, depth: int) -> bytes:
    return b"\x0b\xb0" + _element_bytes(data, start, end, symbols, depth) + b"\x0e"


def _sexp_bytes(data: bytes, start: int, end: int, symbols: SymbolTable, depth: int) -> bytes:
    return b"\x0b\xc0" + _element_bytes(data, start, end, symbols, depth) + b"\x0e"


def _struct_bytes(data: bytes, position: int, end: int, symbols: SymbolTable, depth: int) -> bytes:
    if depth >= MAXIMUM_DEPTH:
        raise too_deep()
    depth += 1
    text = symbols.text
    digests = []
    while position < end:
        number, position = read_varuint(data, position, end)
        start, stop = extent(data, position, end)
        descriptor = data[position]
        if descriptor >= 0x0F:
            state = _new_state()
            state.update(_SERIAL_NAMES[text(number)] + _BYTES[descriptor](data, start, stop, symbols, depth))
            digests.append(state.digest())
        position = stop
    digests.sort()
    return b"\x0b\xd0" + escape(b"".join(digests)) + b"\x0e"


def _ordered_bytes(data: bytes, start: int, end: int, symbols: SymbolTable, depth: int) -> bytes:
    if start == end:
        broken("an ordered struct is empty", start)
    return _struct_bytes(data, start, end, symbols, depth)


def _annotated_bytes(data: bytes, start: int, end: int, symbols: SymbolTable, depth: int) -> bytes:
    annotations, position = annotated_parts(data, start, end, symbols)
    start, stop = extent(data, position, end)
    serials = b"".join([_SERIAL_NAMES[name] for name in annotations])
    return b"\x0b\xe0" + serials + _BYTES[data[position]](data, start, stop, symbols, depth) + b"\x0e"


def _bytes_table() -> tuple[Serialiser, ...]:
    by_kind: list[Serialiser] = [EAGER[0]]
    by_kind += [_plain(0x10), _int_bytes, _reencoded(3), _reencoded(4), _reencoded(5), _reencoded(6), _symbol_bytes]
    by_kind += [_string_bytes, _plain(0x90), _plain(0xA0), _list_bytes, _sexp_bytes, _struct_bytes, _annotated_bytes]
    by_kind.append(EAGER[0xF0])
    table = list(decoders(tuple(by_kind), _ordered_bytes))
    table[0x11] = _plain(0x11)
    for descriptor in range(0x0F, 0xE0, 0x10):
        table[descriptor] = _plain(0x2F if descriptor == 0x3F else descriptor)
    return tuple(table)


_BYTES: Final = _bytes_table()


def hash_body(body: bytes, symbols: SymbolTable) -> bytes:
    """The Ion hash of the value of a body, without decoding it; the same as ``ion_hash`` of the decoded value.

    Raises :class:`IonError` LS-ION-002 for damaged bytes.
    """
    position, start, stop, symbols = open_body(body, symbols)
    return sha256(_BYTES[body[position]](body, start, stop, symbols, 0)).digest()
