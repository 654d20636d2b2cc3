"""Ion Hash 1.0: one hash for each Ion value, whatever bytes the value happens to be written in.

The same document can be written in many ways: as text or binary, with its fields in another order, with names as
text or as numbers of a table.  A hash over the bytes would differ each time.  Ion Hash therefore hashes a
*serialisation* of the value, ``s(value)``, of which there is only one.

Theory
------
Three bytes have a meaning, and are escaped by ``0C`` where they occur in data::

    B = 0B  begin a value      E = 0E  end a value      ESC = 0C  the next byte is data

    scalar       s(v) = B || TQ || escape(representation) || E
    list, sexp   s(v) = B || TQ || s(element 1) || s(element 2) … || E
    struct       s(v) = B || TQ || escape(sorted(H(field 1), H(field 2) …)) || E
                 H(field) = hash(s(name as a symbol) || s(value))
    annotated    s(v) = B || E0 || s(annotation 1 as a symbol) … || s(value) || E

    hash(v) = SHA-256(s(v))

``TQ`` is a byte: the type code of Ion binary, and a qualifier (0; F for a null; 1 for ``true`` and for a symbol
without text).  ``representation`` is that of Ion binary in its one shortest form; a symbol is represented by its
text, so that no symbol table matters.

Elements of a list count in their order.  Fields of a struct have none, so each is hashed on its own and the hashes
are *sorted*: that is why a struct with 40 fields takes 41 small hashes, and why the field order never matters.

An example, ``{a: 1}``::

    s("a" as symbol) = 0B 70 61 0E
    s(1)             = 0B 20 01 0E
    H(field)         = SHA-256(0B 70 61 0E 0B 20 01 0E)
    s({a: 1})        = 0B D0 escape(H(field)) 0E
    hash             = SHA-256(of that)

What the hash sees, and Python's ``==`` does not: ``1.0`` and ``1.00`` differ, ``2020T`` and ``2020-01-01`` differ,
``"a"`` and ``'a'`` differ, ``null.int`` and ``null`` differ, annotations count.

Here are four ways to it, which tests hold equal: :func:`hash_with`, the specification word by word for any hash
function; :func:`ion_hash`; :func:`encode_and_hash`, which makes body and hash in one pass (both in
:mod:`ledgershell.ion.fused`); and :func:`hash_body`, straight from the bytes (:mod:`ledgershell.ion.body_hash`).

Source: Amazon Ion Hash 1.0 specification; the test vectors of amazon-ion/ion-hash-test.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from ledgershell.errors import IonError
from ledgershell.ion.body_hash import hash_body
from ledgershell.ion.encoder import ENCODERS, Names
from ledgershell.ion.fused import encode_and_hash, ion_hash
from ledgershell.ion.limits import MAXIMUM_DEPTH, too_deep
from ledgershell.ion.symbols import SymbolTable
from ledgershell.ion.timestamp import Timestamp
from ledgershell.ion.values import (
    MISSING,
    SYMBOL_ZERO,
    Annotated,
    Clob,
    SExpression,
    Struct,
    Symbol,
    TypedNull,
    Value,
)
from ledgershell.static_typing import Final, Protocol

__all__ = ["Hasher", "encode_and_hash", "hash_body", "hash_with", "ion_hash"]

BEGIN: Final = b"\x0b"
END: Final = b"\x0e"


class Hasher(Protocol):
    """A hash function at work; ``hashlib``'s objects are such."""

    def update(self, data: bytes, /) -> None:
        """Take more data."""
        ...

    def digest(self) -> bytes:
        """The hash of all data so far."""
        ...


def escape(data: bytes) -> bytes:
    """``data`` with ESC before each byte that has a meaning."""
    return data.replace(b"\x0c", b"\x0c\x0c").replace(b"\x0b", b"\x0c\x0b").replace(b"\x0e", b"\x0c\x0e")


def hash_with(value: Value, hasher: Callable[[], Hasher]) -> bytes:
    """The Ion hash of a value by any hash function: the definition, followed step by step, without any haste.

    ``hasher`` makes a new, empty hash object.  The calls of ``update`` and ``digest`` come in the order, and with
    the pieces, that the specification's test vectors list.
    """
    top = hasher()
    _serialise(value, top, hasher, 0)
    return top.digest()


def _serialise(value: Value, into: Hasher, hasher: Callable[[], Hasher], depth: int) -> None:
    if depth > MAXIMUM_DEPTH:
        raise too_deep()
    if type(value) is Annotated:
        into.update(BEGIN)
        into.update(b"\xe0")
        for annotation in value.annotations:
            _symbol(annotation, into)
        _serialise(value.value, into, hasher, depth)
        into.update(END)
    elif isinstance(value, Struct):
        into.update(BEGIN)
        into.update(b"\xd0")
        for digest in sorted(_field_hashes(value, hasher, depth)):
            into.update(escape(digest))
        into.update(END)
    elif isinstance(value, list):
        into.update(BEGIN)
        into.update(b"\xc0" if type(value) is SExpression else b"\xb0")
        for element in value:
            _serialise(element, into, hasher, depth + 1)
        into.update(END)
    elif isinstance(value, Symbol):
        _symbol(value, into)
    elif hasattr(value, "to_ion"):
        _serialise(value.to_ion(), into, hasher, depth)
    else:
        _scalar(*_code_and_representation(value), into)


def _field_hashes(struct: Struct, hasher: Callable[[], Hasher], depth: int) -> list[bytes]:
    digests = []
    for name, value in struct.items():
        if value is not MISSING:
            field = hasher()
            _symbol(name, field)
            _serialise(value, field, hasher, depth + 1)
            digests.append(field.digest())
    return digests


def _symbol(text: str, into: Hasher) -> None:
    if text is SYMBOL_ZERO:
        _scalar(b"\x71", b"", into)
    else:
        _scalar(b"\x70", _utf8(text), into)


def _utf8(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise IonError("LS-ION-006", "the text has a lone surrogate", hint="repair its source") from None


def _scalar(code: bytes, representation: bytes, into: Hasher) -> None:
    into.update(BEGIN)
    into.update(code)
    if representation:
        into.update(escape(representation))
    into.update(END)


_CODES: Final[dict[type, int]] = {
    int: 0x20, float: 0x40, Decimal: 0x50, Timestamp: 0x60, str: 0x80, Clob: 0x90, bytes: 0xA0,
}  # fmt: skip


def _code_and_representation(value: Value) -> tuple[bytes, bytes]:
    """TQ and representation of a scalar, the latter cut out of its binary encoding."""
    if value is None or value is MISSING:
        return b"\x0f", b""
    kind = type(value)
    if kind is bool:
        return (b"\x11" if value else b"\x10"), b""
    if kind is TypedNull:
        return bytes((value.ion_type << 4 | 15,)), b""
    if kind not in _CODES:
        raise IonError("LS-ION-003", f"a Python {kind.__name__} is no Ion value", hint="convert it first")
    encoded = ENCODERS[kind](value, Names(SymbolTable(), grow=False), 0)
    code = 0x30 if kind is int and value < 0 else _CODES[kind]
    start = 1
    if encoded[0] & 15 == 14:
        while not encoded[start] & 0x80:
            start += 1
        start += 1
    return bytes((code,)), encoded[start:]
