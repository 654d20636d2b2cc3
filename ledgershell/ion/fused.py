"""Encoding and hashing in one pass: how a document is written.

:mod:`ledgershell.ion.hashing` explains what an Ion hash is; this file only computes it fast, next to the body's bytes.
Every writer here returns a pair: the value in Ion binary, and its serialisation ``s(value)`` for the hash.  SHA-256 is
started where the definition forces it: once for each field and once for the whole.

What makes it fast: dispatch by tables, ``copy()`` of SHA-256 states that have taken in a field's name already, and
looking for bytes to escape only where there can be some.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from hashlib import sha256

from ledgershell.errors import IonError
from ledgershell.ion.encoder import ENCODERS, Names, check_annotations, symbol_value
from ledgershell.ion.field_hashes import (
    FIELD_HASHES,
    FIELD_STATES,
    FULL,
    LONGEST_REMEMBERED,
    SERIAL_SYMBOLS,
    STRING_FIELD_STATES,
    escape,
    remember,
)
from ledgershell.ion.lazy import LazyStruct
from ledgershell.ion.limits import MAXIMUM_DEPTH, too_deep
from ledgershell.ion.scalar_encoding import (
    FALSE,
    HEADS,
    NULL,
    SMALL_INTS,
    STRING_HEADS,
    TRUE,
    decimal_parts,
    encode_float,
    encode_int,
    encode_timestamp,
    sized,
    wrong_text,
)
from ledgershell.ion.symbols import SymbolTable, varuint
from ledgershell.ion.timestamp import Timestamp
from ledgershell.ion.values import (
    MISSING,
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

Pair = tuple[bytes, bytes]
"""(the value in Ion binary, its serialisation for the hash)."""
Pairer = Callable[[Any, Names, int], Pair]


_NULL_PAIR: Final = (NULL, b"\x0b\x0f\x0e")
_FALSE_PAIR: Final = (FALSE, b"\x0b\x10\x0e")
_TRUE_PAIR: Final = (TRUE, b"\x0b\x11\x0e")


def _null(_value: Value, _names: Names, _depth: int) -> Pair:
    return _NULL_PAIR


def _bool(value: bool, _names: Names, _depth: int) -> Pair:
    return _TRUE_PAIR if value else _FALSE_PAIR


_SMALL_INT_PAIRS: Final = tuple((head, b"\x0b\x20" + escape(head[1:]) + b"\x0e") for head in SMALL_INTS)


def _int(value: int, _names: Names, _depth: int) -> Pair:
    if 0 <= value < 256:
        return _SMALL_INT_PAIRS[value]
    length = (value.bit_length() + 7) >> 3
    if value > 0:
        data = value.to_bytes(length, "big")
        encoded = HEADS[2][length] + data if length < 14 else encode_int(value)
        return encoded, b"\x0b\x20" + escape(data) + b"\x0e"
    return encode_int(value), b"\x0b\x30" + escape((-value).to_bytes(length, "big")) + b"\x0e"


def _string(value: str, _names: Names, _depth: int) -> Pair:
    try:
        data = value.encode()
    except UnicodeEncodeError as error:
        raise wrong_text(error) from None
    length = len(data)
    head = STRING_HEADS[length] if length < 128 else b"\x8e" + varuint(length)
    return head + data, b"\x0b\x80" + (data if value.isprintable() else escape(data)) + b"\x0e"


def _symbol(value: str, names: Names, depth: int) -> Pair:
    return symbol_value(value, names, depth), SERIAL_SYMBOLS[value]


def _float(value: float, _names: Names, _depth: int) -> Pair:
    encoded = encode_float(value)
    return encoded, b"\x0b\x40" + escape(encoded[1:]) + b"\x0e"


def _decimal(value: Decimal, _names: Names, _depth: int) -> Pair:
    parts = decimal_parts(value)
    return sized(5, parts), b"\x0b\x50" + escape(parts) + b"\x0e"


def _timestamp(value: Timestamp, _names: Names, _depth: int) -> Pair:
    encoded = encode_timestamp(value)
    start = 1
    if encoded[0] == 0x6E:
        start = 2 if encoded[1] & 0x80 else 3
    return encoded, b"\x0b\x60" + escape(encoded[start:]) + b"\x0e"


def _blob(value: bytes, _names: Names, _depth: int) -> Pair:
    return sized(10, value), b"\x0b\xa0" + escape(value) + b"\x0e"


def _clob(value: bytes, _names: Names, _depth: int) -> Pair:
    return sized(9, value), b"\x0b\x90" + escape(value) + b"\x0e"


def _typed_null(value: TypedNull, _names: Names, _depth: int) -> Pair:
    encoded = bytes((value.ion_type << 4 | 15,))
    return encoded, b"\x0b" + encoded + b"\x0e"


def _elements(value: list[Value], names: Names, depth: int) -> Pair:
    if depth >= MAXIMUM_DEPTH:
        raise too_deep()
    depth += 1
    bodies, serials = [], []
    for item in value:
        encoded, serial = PAIRERS[type(item)](item, names, depth)
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
    append = parts.append
    for name, item in value.items():
        if item is MISSING:
            continue
        try:
            append(known[name])
        except KeyError:
            append(names.number(name))
        kind = type(item)
        if kind is str:
            try:
                data = item.encode()
            except UnicodeEncodeError as error:
                raise wrong_text(error) from None
            length = len(data)
            encoded = (STRING_HEADS[length] if length < 128 else b"\x8e" + varuint(length)) + data
            memo = FIELD_HASHES[name]
            digest = memo.get(encoded)
            if digest is None:
                state = STRING_FIELD_STATES[name]()
                state.update((data if item.isprintable() else escape(data)) + b"\x0e")
                digest = state.digest()
                if memo is not FULL and length <= LONGEST_REMEMBERED:
                    remember(name, memo, encoded, digest)
        elif kind in _REMEMBERED_TYPES:
            encoded = ENCODERS[kind](item, names, depth)
            memo = FIELD_HASHES[name]
            digest = memo.get(encoded)
            if digest is None:
                digest = _field_hash(name, PAIRERS[kind](item, names, depth)[1])
                if memo is not FULL and len(encoded) <= LONGEST_REMEMBERED:
                    remember(name, memo, encoded, digest)
        else:
            encoded, serial = PAIRERS[kind](item, names, depth)
            digest = _field_hash(name, serial)
        append(encoded)
        digests.append(digest)
    digests.sort()
    return sized(13, b"".join(parts)), b"\x0b\xd0" + escape(b"".join(digests)) + b"\x0e"


def _field_hash(name: str, serial: bytes) -> bytes:
    state = FIELD_STATES[name]()
    state.update(serial)
    return state.digest()


def _annotated(value: Annotated, names: Names, depth: int) -> Pair:
    annotations, inner = value
    encoded, serial = PAIRERS[type(inner)](inner, names, depth)
    serials = b"".join([SERIAL_SYMBOLS[name] for name in annotations])
    return names.annotated(annotations, inner, encoded), b"\x0b\xe0" + serials + serial + b"\x0e"


def _extension(value: Any, names: Names, depth: int) -> Pair:
    inner = value.to_ion()
    return PAIRERS[type(inner)](inner, names, depth)


def _refused(value: Any, _names: Names, _depth: int) -> Pair:
    raise IonError("LS-ION-003", f"a Python {type(value).__name__} is no Ion value", hint="convert it first")


class _Pairers(dict[type, Pairer]):
    """The writer of each type; see :data:`ledgershell.ion.encoder.ENCODERS`."""

    def __missing__(self, kind: type) -> Pairer:
        if issubclass(kind, Struct):
            return _struct
        return _extension if hasattr(kind, "to_ion") else _refused


PAIRERS: Final = _Pairers(
    {
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
        Annotated: _annotated,
    }
)


_REMEMBERED_TYPES: Final = frozenset((type(None), bool, int, float, Decimal, Timestamp))
"""Beside strings: types whose bytes say everything.  (Those of a symbol depend on a table.)"""


def encode_and_hash(value: Value, symbols: SymbolTable, *, grow: bool) -> Pair:
    """(the body of a value, its Ion hash), in one pass; see :func:`ledgershell.ion.encoder.encode_body`."""
    names = Names(symbols, grow=grow)
    encoded, serial = PAIRERS[type(value)](value, names, 0)
    return names.body(value, encoded), sha256(serial).digest()


class _NoPrefixes(dict[str, bytes]):
    def __missing__(self, _name: str) -> bytes:
        return b""


class _NoNames(Names):
    """For a hash alone: no name needs a number."""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__(SymbolTable(), grow=False)
        self.known = _NoPrefixes()

    def number(self, name: str) -> bytes:  # noqa: ARG002
        return b""

    def annotated(self, annotations: tuple[str, ...], inner: Value, encoded: bytes) -> bytes:  # noqa: ARG002
        check_annotations(annotations, inner)
        return b""


NO_NAMES: Final = _NoNames()


def ion_hash(value: Value) -> bytes:
    """The Ion hash (SHA-256, 32 bytes) of a value; of a struct that is still bytes, from these bytes."""
    if type(value) is LazyStruct:
        from ledgershell.ion.body_hash import hash_lazy  # which is made from this module

        return hash_lazy(value)
    return sha256(PAIRERS[type(value)](value, NO_NAMES, 0)[1]).digest()
