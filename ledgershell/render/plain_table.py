"""Tables of plain text: for pipes, at full width, nothing cut and nothing wrapped; and for short listings.

The look is psql's.  It needs no library, takes any number of rows in bounded memory, and is plain ASCII apart from the
data (and the ``·`` of an absent field, where the encoding has it).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ledgershell.ion.values import Value
from ledgershell.render.cells import ABSENT, NUMERIC_KINDS, Cell, cell
from ledgershell.render.frame import Frame, frame
from ledgershell.render.options import RenderOptions
from ledgershell.render.safe_text import display_width, padded, visible
from ledgershell.render.spool import Row
from ledgershell.render.spooled import SpooledTable
from ledgershell.static_typing import IO


class ColumnFacts:
    """Width and alignment of columns, learnt cell by cell."""

    __slots__ = ("_numbers", "_text", "widths")

    def __init__(self) -> None:
        self.widths: list[int] = []
        self._numbers: list[bool] = []
        self._text: list[bool] = []

    def learn(self, cells: Sequence[Cell | None]) -> None:
        """Take a row's cells."""
        while len(self.widths) < len(cells):
            self.widths.append(1)
            self._numbers.append(False)
            self._text.append(False)
        for place, shown in enumerate(cells):
            if shown is not None:
                width = display_width(shown.text)
                if width > self.widths[place]:
                    self.widths[place] = width
                if shown.kind in NUMERIC_KINDS:
                    self._numbers[place] = True
                elif shown.kind != "null":
                    self._text[place] = True

    def right(self, place: int) -> bool:
        """Whether a column aligns to the right: it holds numbers, and nothing else but null."""
        return self._numbers[place] and not self._text[place]

    def titles(self, titles: Sequence[str]) -> None:
        """Make room for the column titles."""
        self.learn([None] * len(titles))
        self.widths = [max(width, display_width(title)) for width, title in zip(self.widths, titles, strict=True)]


class PaddedTable(SpooledTable):
    """A table whose columns are as wide as their widest cell."""

    def __init__(self, stream: IO[str], options: RenderOptions) -> None:
        super().__init__(stream, options)
        self._absent = ABSENT.text if options.unicode else ""
        self._facts = ColumnFacts()

    def row(self, value: Value) -> None:
        cells: list[Cell | None] = self._columns.spread(value, self.cell, None)
        self._facts.learn(cells)
        self._spool.append([shown and shown.text for shown in cells])

    def cell(self, value: Value) -> Cell:
        """What a value looks like."""
        return cell(value, self._options.null)

    def padded(self, row: Row) -> list[str]:
        """One row, its cells padded to their columns."""
        return padded_row(row, self._facts, self._absent)


class PlainTable(PaddedTable):
    """The ``table`` format where nobody's terminal is concerned."""

    def draw(self, titles: Sequence[str], rows: Iterable[Row]) -> None:
        options, facts, write = self._options, self._facts, self._write
        facts.titles(titles)
        border = 1 if options.border is None else options.border
        lines = frame(border, unicode=options.unicode and options.line_style == "unicode")
        if options.title and options.header:
            write(titled(options.title, lines, facts.widths))
        write(lines.rule(0, facts.widths))
        if options.header:
            write(lines.row(self.padded([*titles])))
            write(lines.rule(1, facts.widths))
        for row in rows:
            write(lines.row(self.padded(row)))
        write(lines.rule(2, facts.widths))


def padded_row(row: Row, facts: ColumnFacts, absent: str) -> list[str]:
    """The cells of a row, padded to their columns; numbers align to the right."""
    pieces: list[str] = []
    for place, width in enumerate(facts.widths):
        text = row[place] if place < len(row) else None
        pieces.append(padded(absent if text is None else text, width, right=facts.right(place)))
    return pieces


def titled(title: str, lines: Frame, widths: Sequence[int]) -> str:
    """A title in the middle above a table, as psql puts it."""
    shown = visible(title)
    each, edge = lines.cost
    room = sum(widths) + each * len(widths) + edge - display_width(shown)
    return " " * max(room // 2, 0) + shown + "\n"


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
    titles = [visible(title) for title in columns]
    facts.titles(titles)
    lines = frame(1, unicode=False)
    body = "".join(lines.row(padded_row(row, facts, "")) for row in shown)
    return lines.row(padded_row([*titles], facts, "")) + lines.rule(1, facts.widths) + body


def _kind(item: object) -> str:
    return "int" if type(item) in (int, float) else "string"
