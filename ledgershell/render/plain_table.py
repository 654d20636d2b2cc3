"""Tables of plain text: for pipes, at full width, nothing cut and nothing wrapped; and for short listings.

The look is psql's.  It needs no library, takes any number of rows in bounded memory, and is plain ASCII apart from the
data (and the ``·`` of an absent field, where the encoding has it).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import repeat

from ledgershell.ion.values import Value
from ledgershell.render.cells import ABSENT, NUMERIC_KINDS, Cell, cell
from ledgershell.render.columns import EMPTY_STRUCT, VALUE_COLUMN, Columns
from ledgershell.render.options import RenderOptions
from ledgershell.render.safe_text import display_width, padded, visible
from ledgershell.render.spool import Row, RowSpool
from ledgershell.static_typing import IO


class ColumnFacts:
    """Width and alignment of columns, learnt cell by cell."""

    __slots__ = ("text", "widths")

    def __init__(self) -> None:
        self.widths: list[int] = []
        self.text: list[bool] = []

    def learn(self, cells: Sequence[Cell | None]) -> None:
        """Take a row's cells; what is not a number, null or absent makes its column one of text."""
        while len(self.widths) < len(cells):
            self.widths.append(1)
            self.text.append(False)
        for place, shown in enumerate(cells):
            if shown is not None:
                width = display_width(shown.text)
                if width > self.widths[place]:
                    self.widths[place] = width
                if shown.kind not in NUMERIC_KINDS and shown.kind != "null":
                    self.text[place] = True

    def titles(self, titles: Sequence[str]) -> None:
        """Make room for the column titles."""
        self.learn([None] * len(titles))
        self.widths = [max(width, display_width(title)) for width, title in zip(self.widths, titles, strict=True)]


class PlainTable:
    """The ``table`` format where nobody's terminal is concerned."""

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
        null = self._options.null
        cells: list[Cell | None] = self._columns.spread(value, lambda item: cell(item, null), None)
        self._facts.learn(cells)
        self._spool.append([shown and shown.text for shown in cells])

    def end(self) -> None:
        titles = [visible(title) for title in self._columns.titles]
        rows: Iterable[Row] = self._spool
        if not titles and self._spool.count:
            titles, rows = [VALUE_COLUMN], repeat([EMPTY_STRUCT], self._spool.count)
            self._facts.learn([Cell(EMPTY_STRUCT, "struct")])
        self._facts.titles(titles)
        if titles and self._options.header:
            self._write(line([*titles], self._facts, ""))
            self._write(rule(self._facts))
        for row in rows:
            self._write(line(row, self._facts, self._absent))
        self._spool.close()

    def abandon(self) -> None:
        self._spool.close()


def line(row: Row, facts: ColumnFacts, absent: str) -> str:
    """One row, its cells padded to their columns; no spaces at the end."""
    pieces: list[str] = []
    for place, width in enumerate(facts.widths):
        text = row[place] if place < len(row) else None
        pieces.append(padded(absent if text is None else text, width, right=not facts.text[place]))
    return (" " + " | ".join(pieces)).rstrip() + "\n"


def rule(facts: ColumnFacts) -> str:
    """The line under the titles."""
    return "-" + "-+-".join("-" * width for width in facts.widths) + "-\n"


def table_of(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A short listing as text: titles, rule, rows.  ``None`` is an empty cell; numbers align to the right.

    For listings of our own (``\\d``, ``\\l``): strings are made safe but not quoted.  Ends with a line feed.
    """
    facts = ColumnFacts()
    shown: list[Row] = []
    for row in rows:
        cells = [None if item is None else Cell(visible(str(item)), _kind(item)) for item in row]
        facts.learn(cells)
        shown.append([made and made.text for made in cells])
    titles: Row = [visible(title) for title in columns]
    facts.titles([title or "" for title in titles])
    return line(titles, facts, "") + rule(facts) + "".join(line(row, facts, "") for row in shown)


def _kind(item: object) -> str:
    return "int" if type(item) in (int, float) else "string"
