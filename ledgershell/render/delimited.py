"""csv and tsv: RFC 4180, every value faithful.

* The first record names the columns.  Since a later row may bring a new field, rows wait in a spool for the last one.
* null, any typed null, missing and an absent field are an empty field; the empty string is ``""``.
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
from itertools import repeat

from ledgershell.ion.values import Missing, Symbol, TypedNull, UnknownSymbol, Value
from ledgershell.render.cells import own_text
from ledgershell.render.columns import EMPTY_STRUCT, VALUE_COLUMN, Columns
from ledgershell.render.ion_form import ion_line
from ledgershell.render.options import RenderOptions
from ledgershell.render.safe_text import encodable, visible
from ledgershell.render.spool import Row, RowSpool
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


class Delimited:
    """Writes delimiter-separated values."""

    def __init__(self, stream: IO[str], options: RenderOptions, delimiter: str) -> None:
        self._stream = stream
        self._options = options
        self._delimiter = delimiter
        self._needs_quotes = re.compile(f'^ |["\r\n{delimiter}]| $').search
        self._columns = Columns()
        self._spool = RowSpool()

    def begin(self, columns: Sequence[str] = ()) -> None:
        self._columns = Columns(columns)

    def row(self, value: Value) -> None:
        self._spool.append(self._columns.spread(value, field, None))

    def end(self) -> None:
        titles = self._columns.titles
        rows: Iterable[Row] = self._spool
        if not titles and self._spool.count:
            titles, rows = [VALUE_COLUMN], repeat([EMPTY_STRUCT], self._spool.count)
        write = self._stream.write
        if titles and self._options.header:
            write(self._record([*titles], len(titles)))
        for row in rows:
            write(self._record(row, len(titles)))
        self._spool.close()

    def abandon(self) -> None:
        self._spool.close()

    def _record(self, row: Row, width: int) -> str:
        if width == 1 and (not row or row[0] is None):
            return '""\n'  # an empty line would be no record at all for most readers
        fields = [self._quoted(text) for text in row]
        fields.extend([""] * (width - len(fields)))
        return self._delimiter.join(fields) + "\n"

    def _quoted(self, text: str | None) -> str:
        if text is None:
            return ""
        text = visible(text) if self._options.terminal else encodable(text)
        if not text:
            return '""'
        if self._needs_quotes(text):
            return '"' + text.replace('"', '""') + '"'
        return text
