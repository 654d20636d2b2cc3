"""Any value as one line of safe text, the same in every table.

``cell`` is the only way from a value into a table, a vertical listing or a Markdown table:

==================  ==========================================================
value               shown as
==================  ==========================================================
null, null.int      ``null`` (or the null text of the options), ``null.int``
MISSING             ``missing``
no such field       ``·`` (:data:`ABSENT`; the table draws it)
empty string        ``''``
string              as it is; in single quotes when it could be taken for
                    something else (``'null'``, ``'42'``, ``' x'``) or holds
                    characters that need an escape (``'a\\x1b[31m'``)
symbol              as it is; as a PartiQL literal, `` `'null'` ``, when it
                    could be taken for something else
date, interval …    PartiQL's text for it, without quotes
anything else       its Ion text on one line; a bag in ``<<`` ``>>``
==================  ==========================================================

Inside quotes backslash escapes count, and only there: so no two strings look the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

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
from ledgershell.render.ion_form import ion_line
from ledgershell.render.safe_text import is_safe, visible
from ledgershell.static_typing import NamedTuple


class Cell(NamedTuple):
    """Safe text on one line, and the kind of value it shows (a key of the palette)."""

    text: str
    kind: str


ABSENT = Cell("·", "absent")
"""The row has no such field."""
NUMERIC_KINDS = frozenset({"int", "float", "decimal"})
"""Kinds that tables align to the right."""
CONTAINER_KINDS = frozenset({"list", "sexp", "struct", "bag"})
"""Kinds that hold other values: a row with one of these is not flat."""

_WORD_LIKE = re.compile(r"(?i:null(?:\.[a-z]+)?|missing|true|false|nan|[+-]?inf)")
_NUMBER_LIKE = re.compile(r"[+-]?\d[\d_]*(?:\.\d*)?(?:[edED][+-]?\d+)?")
_TIME_LIKE = re.compile(r"\d{4}(?:T|-\d\d(?:-\d\d)?(?:T[\d:.Z+-]*)?)")
_OPENING = "{[(<'\"`·…"


def could_be_another(text: str) -> bool:
    """Whether a bare string would read as null, a number, a time, a container, cut text, or hide its ends."""
    if not text or text[0] in _OPENING or text[0].isspace() or text[-1].isspace() or "::" in text or text[-1] == "…":
        return True
    if text[0] in "+-0123456789":
        return bool(_NUMBER_LIKE.fullmatch(text) or _TIME_LIKE.fullmatch(text) or _WORD_LIKE.fullmatch(text))
    return len(text) <= 16 and _WORD_LIKE.fullmatch(text) is not None


def quoted(text: str) -> str:
    """A string in single quotes as PartiQL writes them, with escapes for what must not be shown raw."""
    return "'" + visible(text.replace("\\", "\\\\").replace("'", "''")) + "'"


def _string(value: str) -> Cell:
    if could_be_another(value) or not is_safe(value):
        return Cell(quoted(value), "string")
    return Cell(value, "string")


def _symbol(value: Symbol) -> Cell:
    if could_be_another(value) or not is_safe(value):
        return Cell(f"`{_ion(value)}`", "symbol")
    return Cell(str(value), "symbol")


def _ion(value: Value) -> str:
    return visible(ion_line(value))


def _list(value: list[Value]) -> Cell:
    if any(item is MISSING for item in value):
        return Cell(f"[{_items(value)}]", "list")
    return Cell(_ion(value), "list")


def _bag(value: Bag) -> Cell:
    return Cell(f"<<{_items(value)}>>", "bag")


def _items(value: list[Value]) -> str:
    return ", ".join("missing" if item is MISSING else _ion(item) for item in value)


def _of_kind(kind: str) -> Callable[[Value], Cell]:
    return lambda value: Cell(_ion(value), kind)


_CELLS: dict[type, Callable[[Value], Cell]] = {
    TypedNull: _of_kind("null"),
    Missing: lambda _: Cell("missing", "missing"),
    bool: lambda value: Cell("true" if value else "false", "bool"),
    int: _of_kind("int"),
    float: _of_kind("float"),
    Decimal: _of_kind("decimal"),
    Timestamp: _of_kind("timestamp"),
    str: _string,
    Symbol: _symbol,
    UnknownSymbol: lambda _: Cell("$0", "symbol"),
    bytes: _of_kind("blob"),
    Clob: _of_kind("clob"),
    list: _list,
    SExpression: _of_kind("sexp"),
    Bag: _bag,
    Struct: _of_kind("struct"),
    Annotated: _of_kind("annotated"),
}


_TEMPORAL = {
    "Date": "date",
    "Time": "time",
    "WideTimestamp": "timestamp",
    "IntervalYearMonth": "interval",
    "IntervalDayTime": "interval",
}
"""PartiQL's own types, by name: a table should not load the language to print a number."""


def cell(value: Value, null: str = "null") -> Cell:
    """The cell of a value.  ``null`` is shown for the untyped null (and must be safe itself)."""
    if value is None:
        return Cell(null, "null")
    make = _CELLS.get(type(value))
    if make is not None:
        return make(value)
    if isinstance(value, Struct):
        return Cell(_ion(value), "struct")
    text = own_text(value)
    return (
        Cell(_ion(value), "other")
        if text is None
        else Cell(visible(text), _TEMPORAL.get(type(value).__name__, "other"))
    )


def own_text(value: Value) -> str | None:
    """The text of one of PartiQL's dates, times and intervals: values that know their own text and their Ion form."""
    kind = type(value)
    return value.text() if hasattr(kind, "to_ion") and hasattr(kind, "text") else None


_KINDS: dict[type, str] = {
    type(None): "null",
    TypedNull: "null",
    Missing: "missing",
    bool: "bool",
    int: "int",
    float: "float",
    Decimal: "decimal",
    Timestamp: "timestamp",
    str: "string",
    Symbol: "symbol",
    UnknownSymbol: "symbol",
    bytes: "blob",
    Clob: "clob",
    list: "list",
    SExpression: "sexp",
    Bag: "bag",
    Struct: "struct",
    Annotated: "annotated",
}


def kind_of(value: Value) -> str:
    """The kind that the cell of a value has, without its text."""
    known = _KINDS.get(type(value))
    if known is not None:
        return known
    return "struct" if isinstance(value, Struct) else _TEMPORAL.get(type(value).__name__, "other")


def is_container(value: Value) -> bool:
    """Whether a value holds other values."""
    if type(value) is Annotated:
        value = value.value
    return isinstance(value, (list, Struct))
