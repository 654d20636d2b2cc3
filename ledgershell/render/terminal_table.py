"""The ``table`` format on a terminal: drawn by Rich, fitted to the width, middle rows and columns left out if need be.

Rich gets nothing but :class:`~rich.text.Text` objects made of safe text, and a console that interprets neither markup
nor emoji.  Whatever is not shown is named under the table.  Only the first and the last rows are held, each cell cut to
what a line could show: memory does not grow with the result.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence

from rich.box import ASCII, SQUARE
from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ledgershell.ion.values import Value
from ledgershell.render.cells import ABSENT, NUMERIC_KINDS, Cell, cell
from ledgershell.render.columns import EMPTY_STRUCT, VALUE_COLUMN, Columns
from ledgershell.render.layout import Slot, fit
from ledgershell.render.options import RenderOptions
from ledgershell.render.palette import PALETTE
from ledgershell.render.safe_text import visible
from ledgershell.static_typing import IO

_Cells = list[Cell | None]


class TerminalTable:
    """Collects the rows that can be shown and draws them at the end."""

    def __init__(self, stream: IO[str], options: RenderOptions) -> None:
        self._stream = stream
        self._options = options
        self._longest = max(options.width, 20)
        self._ellipsis = "…" if options.unicode else "~"
        self._begin(())

    def _begin(self, columns: Sequence[str]) -> None:
        limit = self._options.max_rows
        self._columns = Columns(columns)
        self._head: list[_Cells] = []
        self._head_limit = (limit + 1) // 2 if limit else None
        self._tail: deque[_Cells] = deque(maxlen=limit // 2 if limit else None)
        self._count = 0

    def begin(self, columns: Sequence[str] = ()) -> None:
        self._begin(columns)

    def row(self, value: Value) -> None:
        self._count += 1
        cells: _Cells = self._columns.spread(value, self._cell, None)
        if self._head_limit is None or len(self._head) < self._head_limit:
            self._head.append(cells)
        else:
            self._tail.append(cells)

    def _cell(self, value: Value) -> Cell:
        made = cell(value, self._options.null)
        return made if len(made.text) <= self._longest else Cell(made.text[: self._longest + 1], made.kind)

    def abandon(self) -> None:
        self._head.clear()
        self._tail.clear()

    def end(self) -> None:
        titles = [visible(title) for title in self._columns.titles]
        rows = [*self._head, *self._tail]
        if not titles and rows:
            titles, rows = [VALUE_COLUMN], [[Cell(EMPTY_STRUCT, "struct")] for _ in rows]
        if not titles:
            return
        slots = fit(self._natural_widths(titles, rows), self._options.width)
        console = _console(self._stream, self._options)
        console.print(self._table(titles, rows, slots))
        for notice in self._notices(len(titles), slots):
            console.print(Text(notice, style=PALETTE["notice"].style))
        self.abandon()

    def _natural_widths(self, titles: list[str], rows: list[_Cells]) -> list[int]:
        widths = [cell_len(title) if self._options.header else 1 for title in titles]
        for cells in rows:
            for place, shown in enumerate(cells):
                if shown is not None:
                    widths[place] = max(widths[place], cell_len(shown.text))
        return [max(width, 1) for width in widths]

    def _table(self, titles: list[str], rows: list[_Cells], slots: list[Slot]) -> Table:
        table = Table(box=SQUARE if self._options.unicode else ASCII, show_header=self._options.header, show_edge=True)
        for slot in slots:
            title = self._ellipsis if slot.column is None else self._cut(titles[slot.column], slot.width)
            right = slot.column is not None and _is_numeric(rows, slot.column)
            table.add_column(
                Text(title, style=PALETTE["header"].style),
                width=slot.width,
                no_wrap=True,
                justify="right" if right else "left",
            )
        shown = len(self._head)
        for number, cells in enumerate(rows):
            if number == shown and self._count > len(rows):
                table.add_row(*[Text("⋮" if self._options.unicode else ":", style="dim") for _ in slots])
            table.add_row(*self._drawn(cells, slots))
        return table

    def _drawn(self, cells: _Cells, slots: list[Slot]) -> Iterator[Text]:
        absent = ABSENT.text if self._options.unicode else ""
        for slot in slots:
            if slot.column is None:
                yield Text(self._ellipsis, style="dim")
                continue
            shown = cells[slot.column] if slot.column < len(cells) else None
            if shown is None:
                yield Text(absent, style=PALETTE["absent"].style)
            else:
                yield Text(self._cut(shown.text, slot.width), style=PALETTE[shown.kind].style)

    def _cut(self, text: str, width: int) -> str:
        if cell_len(text) <= width:
            return text
        return set_cell_size(text, width - 1).rstrip(" ") + self._ellipsis if width > 1 else self._ellipsis

    def _notices(self, columns: int, slots: list[Slot]) -> Iterator[str]:
        rows = len(self._head) + len(self._tail)
        kept = sum(slot.column is not None for slot in slots)
        if self._count > rows:
            yield f"{self._count:,} rows, {rows:,} of them shown"
        if kept < columns:
            yield f"{columns:,} columns, {kept:,} of them shown"
        if self._count > rows or kept < columns:
            yield "everything: --format vertical, or write to a file or a pipe"


def _is_numeric(rows: list[_Cells], place: int) -> bool:
    kinds = {shown.kind for cells in rows if place < len(cells) and (shown := cells[place]) is not None}
    return bool(kinds & NUMERIC_KINDS) and kinds <= NUMERIC_KINDS | {"null"}


def _console(stream: IO[str], options: RenderOptions) -> Console:
    return Console(
        file=stream,
        width=options.width,
        force_terminal=options.color,
        color_system="standard" if options.color else None,
        no_color=not options.color,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
        safe_box=False,
        _environ={},
    )
