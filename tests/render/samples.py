"""Results that the tests print: one with every type in it, and text that would like to be more than data."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

from ledgershell.ion.timestamp import Precision, Timestamp
from ledgershell.ion.values import (
    MISSING,
    SYMBOL_ZERO,
    TYPED_NULLS,
    Annotated,
    Bag,
    Clob,
    IonType,
    SExpression,
    Struct,
    Symbol,
    Value,
)
from ledgershell.partiql.temporal import Date
from ledgershell.render.formats import FORMATS, format_named, render
from ledgershell.render.options import RenderOptions

DOCUMENT_FORMATS = ("insert",)
"""Formats that take documents only."""
TEXT_FORMATS = tuple(name for name, entry in FORMATS.items() if not entry.binary)
PIPE = RenderOptions(table="T")
TERMINAL = RenderOptions(terminal=True, width=100, table="T")
COLOR = RenderOptions(terminal=True, width=100, color=True, table="T")

ALL_TYPES: tuple[Value, ...] = (
    Struct(
        [
            ("nothing", None),
            ("typed", TYPED_NULLS[IonType.INT]),
            ("bool", True),
            ("int", 42),
            ("float", 1.5),
            ("decimal", Decimal("12.50")),
            ("time", Timestamp(2024, 3, 9, 10, 15, 0, Decimal("0.250"), -480)),
            ("day", Timestamp(2024, 3, 9, precision=Precision.DAY)),
            ("string", "plain"),
            ("symbol", Symbol("sym")),
            ("blob", b"\x00\xff"),
            ("clob", Clob(b'say "hi"\n')),
            ("list", [1, [2, "x"], None]),
            ("sexp", SExpression([Symbol("+"), 1])),
            ("struct", Struct([("k", "v"), ("a b", Decimal("-0.0"))])),
        ]
    ),
    Struct(
        [
            ("nothing", "null"),
            ("typed", ""),
            ("bool", "true"),
            ("int", 123456789012345678901234567890),
            ("float", float("nan")),
            ("decimal", Decimal("1E+30")),
            ("time", Timestamp(2024, precision=Precision.YEAR)),
            ("day", "2024-03-09"),
            ("string", " it's\n日本語 "),
            ("symbol", Symbol("null")),
            ("string", "a second field of the same name"),
        ]
    ),
    Struct([("new", "a field that the first rows lack"), ("symbol", SYMBOL_ZERO)]),
    Struct([("weird", "\x1b]0;title\x07\u202egnp.exe\x9b31m"), ("markup", "[bold red]x[/] :smile: *a* <b>|</b>")]),
    Struct([("date", Date(2024, 2, 29))]),
    Struct(),
    7,
    None,
    MISSING,
    "a bare string, with a comma",
    Annotated(("kg",), Decimal("5")),
    Annotated(("kind",), Struct([("a", 1)])),
    Bag([1, MISSING, "x"]),
)

_TAGS = (
    "red", "bold", "/", "/red", "link=https://example.org", "@click=app.bell", "on blue", "not bold", "#ff0000",
    "blink", "reverse", "conceal", "/link", "i", "b", "u", "s", "dim", "rgb(1,2,3)", "color(9)",
)  # fmt: skip
_SHAPES = ("[{0}]x", "[{0}]x[/{0}]", "\\[{0}]", "[[{0}]]", ":{0}: [{0}")
MARKUP: tuple[str, ...] = (
    *(shape.format(tag) for tag in _TAGS for shape in _SHAPES),
    *("[/] boom", ":smile:", "[a] list", "[1, 2]", "\\[", "[]"),
)
"""More than a hundred texts that Rich would interpret if it were allowed to."""


def printed(rows: Iterable[Value], name: str, options: RenderOptions = PIPE, columns: Sequence[str] = ()) -> str:
    """What a text format writes for a result."""
    if name in DOCUMENT_FORMATS:
        rows = (row if isinstance(row, Struct) else Struct([("value", row)]) for row in rows)
    stream = io.StringIO(newline="")
    render(rows, format_named(name).make(stream, options), columns)
    return stream.getvalue()


def printed_bytes(rows: Iterable[Value], name: str) -> bytes:
    """What a binary format writes for a result."""
    stream = io.BytesIO()
    render(rows, format_named(name).make(stream, PIPE))
    return stream.getvalue()
