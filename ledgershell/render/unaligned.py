r"""unaligned: psql's ``\a``: fields with a separator between them, for quick work with other programs.

Cells look as in a table, so that null, missing and the empty string stay apart and no value can forge a line; a
separator inside a value is not escaped, as in psql.  For programs csv and ion-lines are the better choice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ledgershell.render.options import RenderOptions
from ledgershell.render.safe_text import visible
from ledgershell.render.spool import Row
from ledgershell.render.spooled import SpooledTable, filled
from ledgershell.static_typing import IO


class Unaligned(SpooledTable):
    """Writes a record a line."""

    def __init__(self, stream: IO[str], options: RenderOptions) -> None:
        super().__init__(stream, options)
        self._separator, self._end = options.separator, options.record_end
        if options.terminal:
            self._separator = visible(self._separator)
            self._end = self._end if self._end == "\n" else visible(self._end)

    def draw(self, titles: Sequence[str], rows: Iterable[Row]) -> None:
        write, separator, end = self._write, self._separator, self._end
        if self._options.header:
            if self._options.title:
                write(visible(self._options.title) + "\n")
            write(separator.join(titles) + end)
        for row in rows:
            write(separator.join([text or "" for text in filled(row, len(titles))]) + end)
