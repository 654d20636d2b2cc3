"""vertical: one field a line, as psql's ``\\x``.  Nothing is cut; nested values are pretty Ion over several lines."""

from __future__ import annotations

from ledgershell.ion.values import MISSING, Struct, Value
from ledgershell.render.cells import Cell, cell, is_container
from ledgershell.render.columns import NO_FIELDS, VALUE_COLUMN
from ledgershell.render.ion_form import ion_pretty
from ledgershell.render.ion_text import colored
from ledgershell.render.options import RenderOptions
from ledgershell.render.palette import painted
from ledgershell.render.renderer import RowByRow
from ledgershell.render.safe_text import display_width, padded, visible, visible_lines
from ledgershell.static_typing import IO


class Vertical(RowByRow):
    """Writes a record of ``name | value`` lines for each row."""

    def __init__(self, stream: IO[str], options: RenderOptions) -> None:
        self._write = stream.write
        self._options = options
        self._records = 0

    def row(self, value: Value) -> None:
        options = self._options
        if isinstance(value, Struct):
            fields = [(visible(name), item) for name, item in value.items() if item is not MISSING]
        else:
            fields = [(VALUE_COLUMN, value)]
        width = max((display_width(name) for name, _ in fields), default=0)
        if not self._records and options.title and options.header:
            self._write(visible(options.title) + "\n")
        self._records += 1
        if options.header:
            title = f"-[ RECORD {self._records} ]-"
            self._write(self._painted(title + "-" * (width + 3 - len(title)), "notice") + "\n")
        elif self._records > 1:
            self._write("\n")
        if not fields:
            self._write(self._painted(NO_FIELDS, "notice") + "\n")
        for name, item in fields:
            first, *rest = self._lines(item)
            self._write(f"{self._painted(padded(name, width), 'field')} | {first}".rstrip() + "\n")
            for line in rest:
                self._write(f"{' ' * width} | {line}\n")

    def _painted(self, text: str, kind: str) -> str:
        return painted(text, kind, self._options.color, self._options.theme)

    def _lines(self, value: Value) -> list[str]:
        if is_container(value):
            text = visible_lines(ion_pretty(value))
            return (colored(text, self._options.theme) if self._options.color else text).split("\n")
        shown: Cell = cell(value, self._options.null)
        return [self._painted(shown.text, shown.kind)]
