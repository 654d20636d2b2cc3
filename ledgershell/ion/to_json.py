"""Ion to JSON, with loss, and JSON to Ion.

Down, as the Ion cookbook says (and as Amazon QLDB's JSON export did): every null → ``null``; ints, decimals and floats
→ numbers with all their digits, but NaN and infinities → ``null``; timestamps and symbols → strings; clobs → strings
(each byte one character); blobs → Base64 strings; lists, bags and s-expressions → arrays; structs → objects.
Annotations are dropped.  A repeated field name is written repeatedly: JSON allows it, and most readers keep the last.
MISSING leaves a field out, and is ``null`` inside an array.

Up: a number with a point or an exponent becomes a decimal with the digits that were written, any other number an
int.  No float is ever made, since JSON's numbers are decimal.

Control characters, reordering characters and lone surrogates are written as ``\\u`` escapes.

Source: Ion cookbook, "Down-converting to JSON"; RFC 8259.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from ledgershell.errors import IonError, Span
from ledgershell.ion.limits import (
    MAXIMUM_COEFFICIENT_DIGITS,
    MAXIMUM_DEPTH,
    MAXIMUM_DIGITS,
    check_exponent,
    exponent_too_large,
    too_deep,
    too_many_digits,
)
from ledgershell.ion.text_writer import UNSAFE, _int
from ledgershell.ion.timestamp import Timestamp
from ledgershell.ion.values import (
    MISSING,
    Annotated,
    Clob,
    Missing,
    Struct,
    Symbol,
    TypedNull,
    UnknownSymbol,
    Value,
)
from ledgershell.static_typing import Any, Final

_ESCAPED: Final = re.compile(f'[{UNSAFE}"\\\\]')
_NAMED: Final = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    named = _NAMED.get(character)
    if named is not None:
        return named
    code = ord(character)
    if code < 0x10000:
        return f"\\u{code:04x}"
    code -= 0x10000
    return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"


def json_string(text: str) -> str:
    """A JSON string literal."""
    return f'"{_ESCAPED.sub(_escape, text)}"'


def _decimal(number: Decimal) -> str:
    """All digits; the trailing point of ``1.`` is no JSON, and the exponent's letter is E."""
    return str(number) if number.is_finite() else "null"


def _float(number: float) -> str:
    return repr(number) if number - number == 0 else "null"


def _blob(data: bytes) -> str:
    from base64 import b64encode

    return f'"{b64encode(data).decode()}"'


_SCALARS: Final[dict[type, Callable[[Any], str]]] = {
    type(None): lambda _value: "null",
    Missing: lambda _value: "null",
    TypedNull: lambda _value: "null",
    bool: lambda value: "true" if value else "false",
    int: _int,
    float: _float,
    Decimal: _decimal,
    Timestamp: lambda value: f'"{value.text()}"',
    str: json_string,
    Symbol: json_string,
    UnknownSymbol: json_string,
    bytes: _blob,
    Clob: lambda value: json_string(value.decode("latin-1")),
}


def write_json(value: Value, *, indent: int | None = None) -> str:
    """A value as JSON text on one line, or with ``indent`` spaces a level."""
    pieces: list[str] = []
    _write(value, pieces, indent, 0)
    return "".join(pieces)


def _write(value: Value, pieces: list[str], indent: int | None, depth: int) -> None:
    kind = type(value)
    scalar = _SCALARS.get(kind)
    if scalar is not None:
        pieces.append(scalar(value))
    elif kind is Annotated:
        _write(value.value, pieces, indent, depth)
    elif depth >= MAXIMUM_DEPTH:
        raise too_deep()
    elif isinstance(value, Struct):
        fields = [(json_string(name) + ": ", item) for name, item in value.items() if item is not MISSING]
        _container(fields, "{}", pieces, indent, depth)
    elif isinstance(value, list):
        _container([("", item) for item in value], "[]", pieces, indent, depth)
    elif hasattr(kind, "to_ion"):
        _write(value.to_ion(), pieces, indent, depth)
    else:
        raise IonError("LS-ION-003", f"a Python {kind.__name__} is no Ion value", hint="convert it first")


def _container(
    members: list[tuple[str, Value]], brackets: str, pieces: list[str], indent: int | None, depth: int
) -> None:
    if not members:
        pieces.append(brackets)
        return
    separator, first, last = ", ", "", ""
    if indent is not None:
        first = "\n" + " " * (indent * (depth + 1))
        separator, last = "," + first, "\n" + " " * (indent * depth)
    pieces.append(brackets[0] + first)
    for position, (name, item) in enumerate(members):
        pieces.append(separator + name if position else name)
        _write(item, pieces, indent, depth + 1)
    pieces.append(last + brackets[1])


def read_json(text: str) -> Value:
    """The value of one JSON text; repeated names of an object are kept.  Raises :class:`IonError` LS-ION-001.

    NaN and Infinity, which some writers produce, are refused.
    """
    import json

    _check_depth(text)
    try:
        return json.loads(
            text,
            parse_float=_number,
            parse_int=_integer,
            parse_constant=_constant,
            object_pairs_hook=Struct,
        )
    except json.JSONDecodeError as error:
        span = Span(error.pos, min(error.pos + 1, len(text)))
        raise IonError("LS-ION-001", f"this is not JSON: {error.msg}", span=span, text=text) from None
    except RecursionError:
        raise too_deep() from None


def _number(text: str) -> Decimal:
    if len(text) > MAXIMUM_COEFFICIENT_DIGITS:
        raise too_many_digits(MAXIMUM_COEFFICIENT_DIGITS)
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise exponent_too_large() from None
    check_exponent(int(number.as_tuple().exponent), number.adjusted(), zero=not number)
    return number


def _integer(text: str) -> int:
    if len(text) > MAXIMUM_DIGITS:
        raise too_many_digits()
    return int(text)


def _constant(text: str) -> None:
    raise IonError("LS-ION-001", f"{text} is no JSON number", hint="write null")


_BRACKETS: Final = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\Z)|[\[{]|[\]}]', re.DOTALL)


def _check_depth(text: str) -> None:
    depth = 0
    for match in _BRACKETS.finditer(text):
        first = text[match.start()]
        if first in "[{":
            depth += 1
            if depth > MAXIMUM_DEPTH:
                raise too_deep().at(Span(match.start(), match.end()), text)
        elif first != '"':
            depth -= 1
