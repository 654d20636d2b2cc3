"""csv and tsv: RFC 4180, every value faithful.

* The first record names the columns.  Since a later row may bring a new field, rows wait in a spool for the last one.
* null, any typed null, missing and an absent field are an empty field, or the text of ``\\pset csv_null``; the empty
  string is ``""``, and a string that reads as that text is quoted.  So in a file of one column a line without anything
  on it is null, as in PostgreSQL.
* Strings and symbols are written as they are, quoted when they hold the delimiter, a quote or a line end.  Numbers are
  plain (``12.50``, ``1E+3``), a blob is Base64.
* Anything else is its text: timestamps and dates (``2024-03-09``), and in Ion lists, structs, annotated values.
* Into a file or a pipe control characters of the data go as they are, because a round trip must give the same bytes.
  On a terminal they become escapes.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from ledgershell.errors import UsageError
from ledgershell.ion.values import Missing, Symbol, TypedNull, UnknownSymbol, Value
from ledgershell.render.cells import own_text
from ledgershell.render.ion_form import ion_line
from ledgershell.render.options import RenderOptions
from ledgershell.render.safe_text import encodable, visible
from ledgershell.render.spool import Row
from ledgershell.render.spooled import SpooledTable, filled
from ledgershell.static_typing import IO


def _nothing(_: Value) -> str | None:
    return None


_FIELDS: dict[type, Callable[[Value], str | None]] = {
    type(None): _nothing,
    TypedNull: _nothing,
    Missing: _nothing,
    bool: lambda value: "true" if value else "false",
    str: lambda value: value,
    Symbol: str,
    UnknownSymbol: lambda _: "$0",
    float: repr,
    Decimal: str,
    bytes: lambda value: b64encode(value).decode("ascii"),
}


def field(value: Value) -> str | None:
    """One value as the text of a field; ``None`` for an empty one."""
    make = _FIELDS.get(type(value))
    if make is not None:
        return make(value)
    return own_text(value) or ion_line(value)


class Delimited(SpooledTable):
    """Writes delimiter-separated values."""

    def __init__(self, stream: IO[str], options: RenderOptions, delimiter: str) -> None:
        super().__init__(stream, options)
        self._delimiter = delimiter
        self._null = options.csv_null
        if delimiter in self._null:
            raise UsageError(
                "LS-FORMAT-003",
                f"the separator '{visible(delimiter)}' stands in '{self._null}', the text for null",
                hint=r"choose another with \pset csv_null",
            )
        self._needs_quotes = re.compile(f'^ |["\r\n{re.escape(delimiter)}]| $').search

    def field(self, value: Value) -> str | None:
        return field(value)

    def title_of(self, name: str) -> str:
        return name

    def draw(self, titles: Sequence[str], rows: Iterable[Row]) -> None:
        write, width = self._write, len(titles)
        if self._options.header:
            write(self._record([*titles], width))
        for row in rows:
            write(self._record(row, width))

    def _record(self, row: Row, width: int) -> str:
        fields = [self._quoted(text) for text in filled(row, width)]
        return self._delimiter.join(fields) + "\n"

    def _quoted(self, text: str | None) -> str:
        if text is None:
            return self._null
        text = visible(text) if self._options.terminal else encodable(text)
        if text == self._null or not text:
            return f'"{text}"'
        if self._needs_quotes(text):
            return '"' + text.replace('"', '""') + '"'
        return text
