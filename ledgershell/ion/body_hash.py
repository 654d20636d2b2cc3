"""The Ion hash of a body, straight from its bytes: how documents are verified.

Nothing is decoded where the representation in the body is the hash's own, byte for byte, which is so for everything
that this program has written.  What Ion allows to be written in several ways (padded numbers, 32-bit floats …) is
decoded and written again in the one form that the hash wants, so the result is always that of the value.

Each reader returns the serialisation ``s(value)`` of the value in a range; see :mod:`ledgershell.ion.hashing`.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256

from ledgershell.ion.decoder import EAGER, annotated_parts, decoders
from ledgershell.ion.field_hashes import (
    FIELD_HASHES,
    FIELD_STATES,
    FULL,
    LONGEST_REMEMBERED,
    SERIAL_SYMBOLS,
    escape,
    remember,
)
from ledgershell.ion.fused import NO_NAMES, PAIRERS
from ledgershell.ion.lazy import LazyStruct, open_body
from ledgershell.ion.limits import MAXIMUM_BITS, MAXIMUM_DEPTH, too_deep
from ledgershell.ion.scalar_decoding import LENGTHS, broken, extent, read_varuint, simple_timestamp
from ledgershell.ion.symbols import SymbolTable
from ledgershell.static_typing import Final

Serialiser = Callable[[bytes, int, int, SymbolTable, int], bytes]
"""Like :data:`ledgershell.ion.decoder.Decoder`, but the result is the value's serialisation."""


def _plain(code: int) -> Serialiser:
    """A reader for values whose representation is the hash's."""
    begin = bytes((0x0B, code))

    def plain(data: bytes, start: int, end: int, _symbols: SymbolTable, _depth: int) -> bytes:
        return begin + escape(data[start:end]) + b"\x0e"

    return plain


def _rewritten(kind: int) -> Serialiser:
    """A reader for values that can be written in several ways: it decodes them, which also checks them."""
    read = EAGER[kind << 4]

    def rewritten(data: bytes, start: int, end: int, symbols: SymbolTable, depth: int) -> bytes:
        value = read(data, start, end, symbols, depth)
        return PAIRERS[type(value)](value, NO_NAMES, depth)[1]

    return rewritten


_rewritten_float = _rewritten(4)
_rewritten_decimal = _rewritten(5)
_rewritten_timestamp = _rewritten(6)


def _int(code: int) -> Serialiser:
    begin = bytes((0x0B, code))
    rewritten = _rewritten(code >> 4)

    def serial(data: bytes, start: int, end: int, symbols: SymbolTable, depth: int) -> bytes:
        if end - start > MAXIMUM_BITS // 8 or (start < end and data[start] == 0):
            return rewritten(data, start, end, symbols, depth)
        return begin + escape(data[start:end]) + b"\x0e"

    return serial


def _float(data: bytes, start: int, end: int, symbols: SymbolTable, depth: int) -> bytes:
    """64 bits are taken as they are, but for the zero that has a shorter form and the many ways to write NaN."""
    if end - start == 8 and data[start] & 0x7F not in (0, 0x7F):
        return b"\x0b\x40" + escape(data[start:end]) + b"\x0e"
    return _rewritten_float(data, start, end, symbols, depth)


def _decimal(data: bytes, start: int, end: int, symbols: SymbolTable, depth: int) -> bytes:
    """Taken as they are: an exponent of one byte, and a short coefficient that begins with a digit that counts."""
    length = end - start
    if 1 < length < 16 and data[start] > 0xC0 and (data[start + 1] & 0x7F or (length > 2 and data[start + 2] & 0x80)):
        return b"\x0b\x50" + escape(data[start:end]) + b"\x0e"
    return _rewritten_decimal(data, start, end, symbols, depth)


def _timestamp(data: bytes, start: int, end: int, symbols: SymbolTable, depth: int) -> bytes:
    if simple_timestamp().fullmatch(data, start, end):
        return b"\x0b\x60" + escape(data[start:end]) + b"\x0e"
    return _rewritten_timestamp(data, start, end, symbols, depth)


def _string(data: bytes, start: int, end: int, _symbols: SymbolTable, _depth: int) -> bytes:
    return b"\x0b\x80" + escape(checked_utf8(data[start:end], start)) + b"\x0e"


def checked_utf8(text: bytes, position: int) -> bytes:
    """The same bytes, if they are UTF-8."""
    try:
        text.decode()
    except UnicodeDecodeError:
        broken("a string is not valid UTF-8", position)
    return text


def _symbol(data: bytes, start: int, end: int, symbols: SymbolTable, _depth: int) -> bytes:
    return SERIAL_SYMBOLS[symbols.text(int.from_bytes(data[start:end], "big"))]


def _elements(data: bytes, position: int, end: int, symbols: SymbolTable, depth: int) -> bytes:
    if depth >= MAXIMUM_DEPTH:
        raise too_deep()
    depth += 1
    serials = []
    while position < end:
        start, stop = extent(data, position, end)
        descriptor = data[position]
        if descriptor >= 0x0F:
            serials.append(_SERIALISERS[descriptor](data, start, stop, symbols, depth))
        position = stop
    return b"".join(serials)


def _list(data: bytes, start: int, end: int, symbols: SymbolTable, depth: int) -> bytes:
    return b"\x0b\xb0" + _elements(data, start, end, symbols, depth) + b"\x0e"


def _sexp(data: bytes, start: int, end: int, symbols: SymbolTable, depth: int) -> bytes:
    return b"\x0b\xc0" + _elements(data, start, end, symbols, depth) + b"\x0e"


def _struct(data: bytes, position: int, end: int, symbols: SymbolTable, depth: int) -> bytes:
    if depth >= MAXIMUM_DEPTH:
        raise too_deep()
    depth += 1
    texts = symbols.texts
    digests = []
    number = 0
    try:
        while position < end:
            number = data[position]
            if number >= 0x80:
                number &= 0x7F
                position += 1
            else:
                number, position = read_varuint(data, position, end)
            value = position
            descriptor = data[position]
            length = LENGTHS[descriptor]
            if length < 0:
                start, position = extent(data, position, end)
            else:
                start = position + 1
                position = start + length
                if position > end:
                    broken("a value is longer than what it is in", start)
            if descriptor < 0x0F:
                continue
            name = texts[number]
            if position - start <= LONGEST_REMEMBERED and descriptor in _REMEMBERED:
                memo = FIELD_HASHES[name]
                encoded = data[value:position]
                digest = memo.get(encoded)
                if digest is None:
                    state = FIELD_STATES[name]()
                    state.update(_SERIALISERS[descriptor](data, start, position, symbols, depth))
                    digest = state.digest()
                    if memo is not FULL:
                        remember(name, memo, encoded, digest)
            else:
                state = FIELD_STATES[name]()
                state.update(_SERIALISERS[descriptor](data, start, position, symbols, depth))
                digest = state.digest()
            digests.append(digest)
    except IndexError:
        symbols.text(number)
        broken("a value is missing", position)
    digests.sort()
    return b"\x0b\xd0" + escape(b"".join(digests)) + b"\x0e"


def _ordered_struct(data: bytes, start: int, end: int, symbols: SymbolTable, depth: int) -> bytes:
    if start == end:
        broken("an ordered struct is empty", start)
    return _struct(data, start, end, symbols, depth)


def _annotated(data: bytes, start: int, end: int, symbols: SymbolTable, depth: int) -> bytes:
    annotations, position = annotated_parts(data, start, end, symbols)
    start, stop = extent(data, position, end)
    serials = b"".join([SERIAL_SYMBOLS[name] for name in annotations])
    return b"\x0b\xe0" + serials + _SERIALISERS[data[position]](data, start, stop, symbols, depth) + b"\x0e"


def _serialisers() -> tuple[Serialiser, ...]:
    no_value: Serialiser = EAGER[0]
    by_kind = (
        no_value, _plain(0x10), _int(0x20), _int(0x30), _float, _decimal, _timestamp, _symbol, _string, _plain(0x90),
        _plain(0xA0), _list, _sexp, _struct, _annotated, no_value,
    )  # fmt: skip
    table = list(decoders(by_kind, _ordered_struct))
    table[0x11] = _plain(0x11)
    for descriptor in range(0x0F, 0xE0, 0x10):
        table[descriptor] = _plain(0x2F if descriptor == 0x3F else descriptor)
    return tuple(table)


_SERIALISERS: Final = _serialisers()


_REMEMBERED: Final = frozenset(
    descriptor for descriptor in range(0x0F, 0xB0) if descriptor >> 4 != 7 or descriptor == 0x7F
)
"""The descriptors of scalars whose bytes say everything.  (Those of a symbol depend on a table.)"""


def hash_body(body: bytes, symbols: SymbolTable) -> bytes:
    """The Ion hash of the value of a body, without decoding it; the same as ``ion_hash`` of the decoded value.

    Raises :class:`IonError` LS-ION-002 for damaged bytes.
    """
    position, start, stop, symbols = open_body(body, symbols)
    return sha256(_SERIALISERS[body[position]](body, start, stop, symbols, 0)).digest()


def hash_lazy(value: LazyStruct) -> bytes:
    """The Ion hash of a struct that is read from bytes, whatever of it has been looked at."""
    data, symbols, start, end = value.extent()
    return sha256(_struct(data, start, end, symbols, 0)).digest()
