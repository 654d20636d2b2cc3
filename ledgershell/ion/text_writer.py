"""Ion text, written.

What is written reads back as the same value, annotations, precision and types included, and is safe to show: control
characters (C0, DEL, C1), the characters that reorder text on a screen, line separators and lone surrogates are
always written as escapes.  Two values exist in the language only: a bag is written as a list, and MISSING leaves a
field out, or is null inside a list.

On one line, ``{a: 1, b: [1, 2]}``.  With ``indent=2``, as Amazon QLDB's shell printed::

    {
      a: 1,
      b: [
        1,
        2
      ]
    }

Source: Ion 1.0 specification, "Ion Text".
"""

from __future__ import annotations

import re
from collections.abc import Callable

from ledgershell.errors import IonError
from ledgershell.ion.limits import MAXIMUM_BITS, MAXIMUM_DEPTH, too_deep, too_many_digits
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
from ledgershell.static_typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from decimal import Decimal

UNSAFE: Final = (
    r"\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    r"\ud800-\udfff\U000e0000-\U000e007f"
)
"""The inside of a character class: control, reordering, some invisible and ill-formed code points.

Joiners and variation selectors are not among them: Persian, Indic scripts and emoji need them."""
# Patterns as text: re compiles them when they are first needed, and most runs need none.
_ESCAPED: Final = f'[{UNSAFE}"\\\\]'
_ESCAPED_SYMBOL: Final = f"[{UNSAFE}'\\\\]"
_ESCAPED_BYTES: Final = rb'[^\x20-\x7e]|["\\]'
_NAMED: Final = {
    "\0": "\\0", "\a": "\\a", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", "\v": "\\v",
    '"': '\\"', "'": "\\'", "\\": "\\\\",
}  # fmt: skip
_RESERVED: Final = frozenset(("null", "true", "false", "nan"))
_OPERATOR: Final = frozenset("!#%&*+-./;<=>?@^`|~")
_TYPE_NAMES: Final = {1: "bool", 2: "int", 4: "float", 5: "decimal", 6: "timestamp", 7: "symbol", 8: "string",
                      9: "clob", 10: "blob", 11: "list", 12: "sexp", 13: "struct"}  # fmt: skip


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    named = _NAMED.get(character)
    if named is not None:
        return named
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def quoted(text: str) -> str:
    """A string literal.  A lone surrogate is written as its escape, which no reader of Ion accepts."""
    if text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    return f'"{re.sub(_ESCAPED, _escape, text)}"'


def symbol_text(text: str, *, inside_sexp: bool = False) -> str:
    """A symbol, field name or annotation: bare where that is allowed, else in single quotes."""
    if text is SYMBOL_ZERO:
        return "$0"
    if _is_identifier(text) and text not in _RESERVED and not (text[0] == "$" and text[1:].isdigit()):
        return str.__str__(text)
    if inside_sexp and text and _OPERATOR.issuperset(text):
        return str.__str__(text)
    return f"'{re.sub(_ESCAPED_SYMBOL, _escape, text)}'"


class _FieldNames(dict[str, str]):
    """Field names as they are written, with their colon; forgotten when there are very many."""

    def __missing__(self, name: str) -> str:
        text = symbol_text(name) + ": "
        if len(self) >= 4096:
            self.clear()
        self[name] = text
        return text


_FIELD_NAMES: Final = _FieldNames()


def _is_identifier(text: str) -> bool:
    """ASCII letters, digits, ``_`` and ``$``, not beginning with a digit."""
    return text.isascii() and text.replace("$", "_").isidentifier()


def _int(number: int) -> str:
    if number.bit_length() > MAXIMUM_BITS:
        raise too_many_digits()
    return str(number)


def float_text(number: float) -> str:
    """A float, with the exponent that makes it one in Ion: ``1.5e0``, ``1e300``, ``nan``, ``+inf``."""
    if number != number:
        return "nan"
    if number in (float("inf"), float("-inf")):
        return "+inf" if number > 0 else "-inf"
    text = repr(number)
    if "e" in text:
        return text.replace("e+", "e")
    return text[:-2] + "e0" if text.endswith(".0") else text + "e0"


def decimal_text(number: Decimal) -> str:
    """A decimal: with a point where that is short, else in Ion's form ``1d10``."""
    sign, digits, exponent = number.as_tuple()
    if not isinstance(exponent, int):
        raise IonError("LS-ION-003", "Ion has no decimal NaN or infinity", hint="use a float")
    text = "".join(map(str, digits))
    minus = "-" if sign else ""
    if exponent == 0:
        return f"{minus}{text}."
    if exponent > 0 or exponent < -len(text) - 6:
        return f"{minus}{text}d{exponent}"
    text = text.rjust(1 - exponent, "0")
    return f"{minus}{text[:exponent]}.{text[exponent:]}"


def _blob(data: bytes) -> str:
    from base64 import b64encode

    return "{{" + b64encode(data).decode() + "}}"


def _escape_byte(match: re.Match[bytes]) -> bytes:
    byte = match.group()
    return b"\\" + byte if byte in (b'"', b"\\") else b"\\x%02x" % byte[0]


def _clob(data: bytes) -> str:
    return '{{"' + re.sub(_ESCAPED_BYTES, _escape_byte, data).decode() + '"}}'


def _typed_null(null: TypedNull) -> str:
    return f"null.{_TYPE_NAMES[null.ion_type]}"


_SCALARS: Final[dict[type, Callable[[Any], str]]] = {
    type(None): lambda _value: "null",
    Missing: lambda _value: "null",
    TypedNull: _typed_null,
    bool: lambda value: "true" if value else "false",
    int: _int,
    float: float_text,
    str: quoted,
    Symbol: symbol_text,
    UnknownSymbol: symbol_text,
    bytes: _blob,
    Clob: _clob,
}


def _scalar(kind: type) -> Callable[[Any], str] | None:
    """How values of a type are written, if they have no parts.

    Decimals and timestamps enter the table with the first value of theirs: their modules take time to load.
    """
    known = _SCALARS.get(kind)
    if known is None and kind.__name__ in ("Decimal", "Timestamp"):
        from decimal import Decimal

        from ledgershell.ion.timestamp import Timestamp

        _SCALARS[Decimal], _SCALARS[Timestamp] = decimal_text, Timestamp.text
        return _SCALARS.get(kind)
    return known


_BRACKETS: Final = {list: "[]", Bag: "[]", SExpression: "()"}


class _Writer:
    """Collects the pieces of one value's text."""

    __slots__ = ("indent", "pieces")

    def __init__(self, indent: int | None) -> None:
        self.indent = indent
        self.pieces: list[str] = []

    def value(self, value: Value, depth: int, *, inside_sexp: bool = False) -> None:
        kind = type(value)
        scalar = _scalar(kind)
        if inside_sexp and (kind is Symbol or kind is Annotated):
            self.operator(value, depth)
        elif scalar is not None:
            self.pieces.append(scalar(value))
        elif kind is Annotated:
            if not value.annotations or type(value.value) is Annotated:
                raise IonError("LS-ION-003", "annotations must be there, and not be nested")
            self.pieces.extend([symbol_text(name) + "::" for name in value.annotations])
            self.value(value.value, depth)
        elif depth >= MAXIMUM_DEPTH:
            raise too_deep()
        elif isinstance(value, Struct):
            self.struct(value, depth)
        elif isinstance(value, list):
            self.sequence(value, depth)
        elif hasattr(kind, "to_ion"):
            self.value(value.to_ion(), depth)
        else:
            raise IonError("LS-ION-003", f"a Python {kind.__name__} is no Ion value", hint="convert it first")

    def operator(self, value: Value, depth: int) -> None:
        """A symbol in an s-expression, where symbols made of operator characters stand bare."""
        if type(value) is Annotated:
            self.pieces.extend([symbol_text(name) + "::" for name in value.annotations])
            value = value.value
        if type(value) is Symbol:
            self.pieces.append(symbol_text(value, inside_sexp=True))
        else:
            self.value(value, depth)

    def struct(self, value: Struct, depth: int) -> None:
        fields = [(name, item) for name, item in value.items() if item is not MISSING]
        if not fields:
            self.pieces.append("{}")
            return
        separator, first, last = self.layout(depth)
        write = self.pieces.append
        write("{" + first)
        before = ""
        for name, item in fields:
            scalar = _SCALARS.get(type(item))
            if scalar is not None:
                write(before + _FIELD_NAMES[name] + scalar(item))
            else:
                write(before + _FIELD_NAMES[name])
                self.value(item, depth + 1)
            before = separator
        write(last + "}")

    def sequence(self, value: list[Value], depth: int) -> None:
        brackets = _BRACKETS[type(value)]
        if not value:
            self.pieces.append(brackets)
            return
        separator, first, last = self.layout(depth)
        inside_sexp = type(value) is SExpression
        if inside_sexp:
            separator = separator[1:]
        self.pieces.append(brackets[0] + first)
        for position, item in enumerate(value):
            if position:
                self.pieces.append(separator)
            self.value(item, depth + 1, inside_sexp=inside_sexp)
        self.pieces.append(last + brackets[1])

    def layout(self, depth: int) -> tuple[str, str, str]:
        """(what stands between elements, before the first, behind the last)."""
        if self.indent is None:
            return ", ", "", ""
        inner = "\n" + " " * (self.indent * (depth + 1))
        return "," + inner, inner, "\n" + " " * (self.indent * depth)


def write_text(value: Value, *, indent: int | None = None) -> str:
    """A value as Ion text, on one line, or with ``indent`` spaces a level.

    Raises :class:`IonError` for what Ion cannot hold (LS-ION-003, LS-ION-004, LS-ION-005).
    """
    writer = _Writer(indent)
    writer.value(value, 0)
    return "".join(writer.pieces)
