"""markdown: a table in GitHub's dialect, whose cells show the data and nothing that the data might ask for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import repeat

from ledgershell.ion.values import Value
from ledgershell.render.cells import ABSENT, Cell, cell
from ledgershell.render.columns import EMPTY_STRUCT, VALUE_COLUMN, Columns
from ledgershell.render.options import RenderOptions
from ledgershell.render.plain_table import ColumnFacts
from ledgershell.render.safe_text import padded, visible
from ledgershell.render.spool import Row, RowSpool
from ledgershell.static_typing import IO

_MARKUP = re.compile(
    r"[\\`*<>\[\]|&~$#!]|(?<![0-9A-Za-z])_|_(?![0-9A-Za-z])|:(?=(?:[A-Za-z+-][\w+-]*|100|1234):)|(?<=[hfpsHFPS]):(?=//)|(?i:(?<=www)\.)|@"
)


def escaped(text: str) -> str:
    """Text with a backslash before whatever Markdown would take for markup, a link, an emoji or a mention."""
    return _MARKUP.sub(r"\\\g<0>", text)


class Markdown:
    """Writes one Markdown table, its columns padded so that the source is readable too."""

    def __init__(self, stream: IO[str], options: RenderOptions) -> None:
        self._write = stream.write
        self._options = options
        self._absent = ABSENT.text if options.unicode else ""
        self._columns = Columns()
        self._facts = ColumnFacts()
        self._spool = RowSpool()

    def begin(self, columns: Sequence[str] = ()) -> None:
        self._columns = Columns(columns)

    def row(self, value: Value) -> None:
        cells: list[Cell | None] = self._columns.spread(value, self._cell, None)
        self._facts.learn(cells)
        self._spool.append([shown and shown.text for shown in cells])

    def _cell(self, value: Value) -> Cell:
        text, kind = cell(value, self._options.null)
        return Cell(escaped(text), kind)

    def end(self) -> None:
        facts = self._facts
        titles: Row = [escaped(visible(title)) for title in self._columns.titles]
        rows: Iterable[Row] = self._spool
        if not titles and self._spool.count:
            titles, rows = [VALUE_COLUMN], repeat([EMPTY_STRUCT], self._spool.count)
            facts.learn([Cell(EMPTY_STRUCT, "struct")])
        facts.titles([title or "" for title in titles])
        facts.widths = [max(width, 3) for width in facts.widths]
        if titles:
            self._line(titles)
            marks = (
                "-" * width if text else "-" * (width - 1) + ":"
                for width, text in zip(facts.widths, facts.text, strict=True)
            )
            self._write(f"| {' | '.join(marks)} |\n")
        for row in rows:
            self._line(row)
        self._spool.close()

    def _line(self, row: Row) -> None:
        facts = self._facts
        pieces: list[str] = []
        for place, width in enumerate(facts.widths):
            text = row[place] if place < len(row) else None
            pieces.append(padded(self._absent if text is None else text, width, right=not facts.text[place]))
        self._write(f"| {' | '.join(pieces)} |\n")

    def abandon(self) -> None:
        self._spool.close()
