"""When two values are equal: once for the language, once for Ion.

:func:`equality_key` is the language's equality.  ``a = b`` is true exactly when their keys are the same bytes, and so
the key serves ``=``, ``IN``, index entries, hash joins, ``GROUP BY`` and ``DISTINCT`` alike:

* numbers are equal by their exact mathematical value, whatever their types: ``1 = 1.0 = 1e0 = 1.00`` and ``-0e0 = 0``,
  but the float ``0.1e0`` is not the decimal ``0.1`` (it is 0.1000000000000000055…).  NaN equals NaN;
* a string equals the symbol of the same text;
* timestamps are equal when they are the same instant: ``2020T = 2020-01-01T00:00Z = 2020-01-01T01:00+01:00``.
  Precision and offset do not count, and an unknown offset counts as UTC;
* lists are equal element by element, bags and structs without regard to order (repeated elements and fields count);
  a list equals neither a bag nor an s-expression;
* a blob never equals a clob;
* every null equals every other null, MISSING equals MISSING.  (The language asks for neither with ``=``: it has
  its own logic of unknowns.  ``GROUP BY`` and ``DISTINCT`` do.)  A field that is MISSING is no field;
* annotations do not count.

A key begins with a byte that tells the kind, and no key is the beginning of another.  Classes of other rooms take
part with a method ``equality_key(self) -> bytes``, whose result stands behind the byte ``0x60``.

:func:`ion_equal` is Ion's equality, which tells apart what a hash tells apart: types, precision, the sign of zero,
annotations; only the order of a struct's fields does not count.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from struct import pack

from ledgershell.errors import IonError
from ledgershell.ion.limits import MAXIMUM_DEPTH, too_deep
from ledgershell.ion.timestamp import Precision, Timestamp
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

_NULL: Final = b"\x01"
_MISSING: Final = b"\x02"
_FALSE: Final = b"\x08"
_TRUE: Final = b"\x09"
_DOUBLE: Final = b"\x10"
_DECIMAL: Final = b"\x11"
_TIMESTAMP: Final = b"\x20"
_TEXT: Final = b"\x30"
_TEXT_UNKNOWN: Final = b"\x31"
_BLOB: Final = b"\x38"
_CLOB: Final = b"\x39"
_LIST: Final = b"\x40"
_SEXP: Final = b"\x41"
_BAG: Final = b"\x42"
_STRUCT: Final = b"\x43"
_EXTENSION: Final = b"\x60"

_INT_KEYS: Final = tuple(_DOUBLE + pack(">d", number) for number in range(256))
_LARGEST_DOUBLE: Final = 2**1024
_EXACT_DOUBLES: Final = 2**53


def counted(data: bytes) -> bytes:
    """Data behind its length in four bytes, so that what follows cannot be mistaken for it."""
    return pack(">I", len(data)) + data


def _int_key(number: int, _depth: int = 0) -> bytes:
    if 0 <= number < 256:
        return _INT_KEYS[number]
    if -_EXACT_DOUBLES <= number <= _EXACT_DOUBLES:
        return _DOUBLE + pack(">d", number)
    if -_LARGEST_DOUBLE < number < _LARGEST_DOUBLE:
        try:
            double = float(number)
        except OverflowError:
            return _digits_key(Decimal(number))
        if double == number:
            return _DOUBLE + pack(">d", double)
    return _digits_key(Decimal(number))


def _float_key(number: float, _depth: int = 0) -> bytes:
    if number != number:
        return _DOUBLE + b"\x7f\xf8\0\0\0\0\0\0"
    return _DOUBLE + pack(">d", number or 0.0)


def _decimal_key(number: Decimal, _depth: int = 0) -> bytes:
    double = float(number)
    if number == double:
        return _DOUBLE + pack(">d", double or 0.0)
    return _digits_key(number)


def _digits_key(number: Decimal) -> bytes:
    """For a number that is no double: its sign, its digits without zeros at the end, its exponent."""
    sign, digits, exponent = number.as_tuple()
    if not isinstance(exponent, int):  # NaN; an infinity is a double
        return _DOUBLE + b"\x7f\xf8\0\0\0\0\0\0"
    text = "".join(map(str, digits)).lstrip("0")
    stripped = text.rstrip("0")
    exponent += len(text) - len(stripped)
    return _DECIMAL + counted(f"{'-' if sign else '+'}{stripped}e{exponent}".encode())


def _timestamp_key(moment: Timestamp, _depth: int = 0) -> bytes:
    seconds, fraction = moment.instant()
    digits = "".join(map(str, fraction.as_tuple().digits)).rjust(-int(fraction.as_tuple().exponent), "0").rstrip("0")
    return _TIMESTAMP + pack(">q", seconds) + counted(digits.encode())


def _text_key(text: str, _depth: int = 0) -> bytes:
    data = text.encode("utf-8", "surrogatepass")
    return _TEXT + pack(">I", len(data)) + data


def _list_key(items: list[Value], depth: int) -> bytes:
    return _LIST + pack(">I", len(items)) + b"".join(_element_keys(items, depth))


def _sexp_key(items: list[Value], depth: int) -> bytes:
    return _SEXP + pack(">I", len(items)) + b"".join(_element_keys(items, depth))


def _bag_key(items: list[Value], depth: int) -> bytes:
    keys = _element_keys(items, depth)
    keys.sort()
    return _BAG + pack(">I", len(items)) + b"".join(keys)


def _element_keys(items: list[Value], depth: int) -> list[bytes]:
    if depth >= MAXIMUM_DEPTH:
        raise too_deep()
    keys = []
    for item in items:  # a loop: a comprehension is one more level of Python's stack
        keys.append((_KEYS.get(type(item)) or _other_key)(item, depth + 1))
    return keys


def _struct_key(struct: Struct, depth: int) -> bytes:
    if depth >= MAXIMUM_DEPTH:
        raise too_deep()
    keys = []
    for name, item in struct.items():
        if item is not MISSING:
            key = _TEXT_UNKNOWN if name is SYMBOL_ZERO else _text_key(name)
            keys.append(key + (_KEYS.get(type(item)) or _other_key)(item, depth + 1))
    keys.sort()
    return _STRUCT + pack(">I", len(keys)) + b"".join(keys)


def _annotated_key(value: Annotated, depth: int) -> bytes:
    return (_KEYS.get(type(value.value)) or _other_key)(value.value, depth)


def _other_key(value: Any, depth: int) -> bytes:
    """A lazy struct, or a value of another room; a plain Python object is an error."""
    if isinstance(value, Struct):
        return _struct_key(value, depth)
    if hasattr(type(value), "equality_key"):
        return _EXTENSION + counted(value.equality_key())
    raise IonError("LS-ION-003", f"a Python {type(value).__name__} cannot be compared", hint="convert it first")


_KEYS: Final[dict[type, Callable[[Any, int], bytes]]] = {
    type(None): lambda _value, _depth: _NULL,
    Missing: lambda _value, _depth: _MISSING,
    TypedNull: lambda _value, _depth: _NULL,
    bool: lambda value, _depth: _TRUE if value else _FALSE,
    int: _int_key,
    float: _float_key,
    Decimal: _decimal_key,
    Timestamp: _timestamp_key,
    str: _text_key,
    Symbol: _text_key,
    UnknownSymbol: lambda _value, _depth: _TEXT_UNKNOWN,
    bytes: lambda value, _depth: _BLOB + counted(value),
    Clob: lambda value, _depth: _CLOB + counted(value),
    list: _list_key,
    SExpression: _sexp_key,
    Bag: _bag_key,
    Struct: _struct_key,
    Annotated: _annotated_key,
}


def register_key(kind: type, function: Callable[[Any, int], bytes]) -> None:
    """Let another room's values of exactly this type have their own keys.

    ``function(value, depth)`` answers with bytes that begin as a key of this module does: with those of the value
    that it equals, or else with a byte that no key here begins with.
    """
    if kind in _KEYS:
        raise AssertionError(f"{kind.__name__} has a key already")
    _KEYS[kind] = function


def equality_key(value: Value) -> bytes:
    """The bytes that stand for a value's equality class; see this module's head.  LS-ION-003 for no value."""
    return (_KEYS.get(type(value)) or _other_key)(value, 0)


def ion_equal(left: Value, right: Value) -> bool:
    """Equality of Ion's data model."""
    if left is right:
        return True
    return _exact_key(left, 0) == _exact_key(right, 0)


def _exact_key(value: Value, depth: int) -> bytes:
    """Bytes that two values share exactly when Ion finds them equal."""
    if depth > MAXIMUM_DEPTH:
        raise too_deep()
    kind = type(value)
    if kind in _EXACT:
        return _EXACT[kind](value)
    if kind is Annotated:
        names = [_exact_name(name) for name in value.annotations]
        return b"A" + counted(b"".join(names)) + _exact_key(value.value, depth)
    if isinstance(value, Struct):
        fields = [_exact_name(name) + _exact_key(item, depth + 1) for name, item in value.items()]
        return b"{" + counted(b"".join(sorted(fields)))
    if isinstance(value, list):
        keys = [_exact_key(item, depth + 1) for item in value]
        if kind is Bag:
            keys.sort()
        return _SEQUENCES[kind] + counted(b"".join(keys))
    if hasattr(kind, "equality_key"):
        return b"X" + kind.__qualname__.encode() + counted(value.equality_key())
    raise IonError("LS-ION-003", f"a Python {kind.__name__} cannot be compared", hint="convert it first")


def _exact_name(name: str) -> bytes:
    return b"$" if name is SYMBOL_ZERO else b"'" + counted(name.encode("utf-8", "surrogatepass"))


def _exact_timestamp(moment: Timestamp) -> bytes:
    fraction = moment.fraction
    places = None if fraction is None or not fraction.as_tuple().exponent else fraction.as_tuple()
    parts = (*moment[:6], places, moment.offset, Precision(moment.precision).value)
    return b"T" + counted(repr(parts).encode())


_SEQUENCES: Final = {list: b"[", SExpression: b"(", Bag: b"<"}
_EXACT: Final[dict[type, Callable[[Any], bytes]]] = {
    type(None): lambda _value: b"n",
    Missing: lambda _value: b"m",
    TypedNull: lambda value: b"N" + bytes((value.ion_type,)),
    bool: lambda value: b"t" if value else b"f",
    int: lambda value: b"i" + counted(f"{value:x}".encode()),
    float: lambda value: b"d" + (b"\x7f\xf8\0\0\0\0\0\0" if value != value else pack(">d", value)),
    Decimal: lambda value: b"D" + counted(str(value.as_tuple()).encode()),
    Timestamp: _exact_timestamp,
    str: lambda value: b'"' + counted(value.encode("utf-8", "surrogatepass")),
    Symbol: lambda value: b"s" + _exact_name(value),
    UnknownSymbol: lambda value: b"s" + _exact_name(value),
    bytes: lambda value: b"b" + counted(value),
    Clob: lambda value: b"c" + counted(value),
}
