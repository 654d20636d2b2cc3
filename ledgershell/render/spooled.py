"""What formats share that can begin only when the last row is known: its fields may bring a column of their own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import repeat

from ledgershell.ion.values import Value
from ledgershell.render.cells import cell
from ledgershell.render.columns import EMPTY_STRUCT, NO_FIELDS, Columns
from ledgershell.render.options import RenderOptions
from ledgershell.render.safe_text import visible
from ledgershell.render.spool import Row, RowSpool
from ledgershell.static_typing import IO


class SpooledTable:
    """Sets rows aside as text; a format says what a field's text is and how all of it is written."""

    def __init__(self, stream: IO[str], options: RenderOptions) -> None:
        self._write = stream.write
        self._options = options
        self._columns = Columns()
        self._spool = RowSpool()

    def begin(self, columns: Sequence[str] = ()) -> None:
        self._columns = Columns(columns)

    def row(self, value: Value) -> None:
        self._spool.append(self._columns.spread(value, self.field, None))

    def field(self, value: Value) -> str | None:
        """The text that is set aside for a value; by default that of its cell."""
        return cell(value, self._options.null).text

    def title_of(self, name: str) -> str:
        """A column's title, safe to print."""
        return visible(name)

    def draw(self, titles: Sequence[str], rows: Iterable[Row]) -> None:
        """Write the whole result.  Rows may be shorter than there are titles; ``None`` is an absent field."""
        raise NotImplementedError

    def end(self) -> None:
        titles = [self.title_of(title) for title in self._columns.titles]
        rows: Iterable[Row] = self._spool
        if not titles and self._spool.count:
            titles, rows = [NO_FIELDS], repeat([EMPTY_STRUCT], self._spool.count)
        if titles:
            self.draw(titles, rows)
        self._spool.close()

    def abandon(self) -> None:
        self._spool.close()


def filled(row: Row, width: int) -> Row:
    """The row with ``None`` for columns that came after it."""
    return row if len(row) == width else [*row, *[None] * (width - len(row))]
