"""Rows set aside until the last one is known: in memory at first, then in a temporary file.

A header that names every column, or a column as wide as its widest cell, is known only at the end.  The spool lets such
formats be exact with bounded memory.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from ledgershell.static_typing import IO

MEMORY_CHARACTERS = 8_000_000
"""Characters held in memory before rows go to a file."""
_ROW_OVERHEAD = 100

Row = list[str | None]
"""Cells of a row; ``None`` where it has none."""


class RowSpool:
    """A list of rows of text that does not grow in memory.  Written once, read as often as wanted, then closed."""

    __slots__ = ("_file", "_held", "_limit", "_rows", "count")

    def __init__(self, limit: int = MEMORY_CHARACTERS) -> None:
        self._limit = limit
        self._rows: list[Row] = []
        self._held = 0
        self._file: IO[str] | None = None
        self.count = 0

    def append(self, row: Row) -> None:
        self.count += 1
        self._rows.append(row)
        self._held += _ROW_OVERHEAD + sum(len(text) for text in row if text)
        if self._held > self._limit:
            self._spill()

    def _spill(self) -> None:
        if self._file is None:
            import tempfile

            self._file = tempfile.TemporaryFile("w+", encoding="ascii", newline="\n", prefix="ledgershell-")  # noqa: SIM115
        write = self._file.write
        for row in self._rows:
            write(json.dumps(row))
            write("\n")
        self._rows.clear()
        self._held = 0

    def __iter__(self) -> Iterator[Row]:
        if self._file is not None:
            self._spill()
            self._file.seek(0)
            for line in self._file:
                yield json.loads(line)
        yield from self._rows

    def close(self) -> None:
        self._rows.clear()
        if self._file is not None:
            self._file.close()
            self._file = None
