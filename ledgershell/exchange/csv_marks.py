"""CSV text made ready for Python's reader without losing what that reader cannot tell.

The reader behind ``sqlite_utils.utils.rows_from_file`` gives the same for an empty field and for ``""``, and reads
CR LF inside a quoted field as LF.  For a ledger both matter: one is null and the other an empty string, and bytes that
were exported must come back.  So the text passes through here first.  NUL cannot occur in it (the lines are checked),
which makes it free for marks:

* a quoted field whose whole content is the null text becomes ``"\\0q…"``;
* a CR inside a quoted field becomes ``\\0r``.

On the way quotes are checked, since here line and column are still known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ledgershell.errors import FileError
from ledgershell.exchange.text_source import LONGEST_LINE, FileName, at_line

QUOTED_NULL = "\0q"
_CARRIAGE_RETURN = "\0r"


def restored(text: str) -> str:
    """A field as it was in the file, marks undone; not for a field that is null."""
    if text.startswith(QUOTED_NULL):
        return text[len(QUOTED_NULL) :]
    return text.replace(_CARRIAGE_RETURN, "\r")


class Marker:
    """Passes lines on, marked.  Remembers from line to line whether a quoted field is open."""

    def __init__(self, path: FileName, delimiter: str, null: str) -> None:
        self._path = path
        self._delimiter = delimiter
        self._quoted_null = f'"{null}"'
        self._null = null
        separator = re.escape(delimiter)
        field = f'(?:[^"{separator}\r\n]*|"[^"\r\n]*")'
        self._simple = re.compile(f"{field}(?:{separator}{field})*[\r\n]*")
        self._field_end = re.compile(f"[{separator}\r\n]")
        self._number = 0
        self._opened_at = 0
        self._held = 0
        self.marked = False
        """Whether any mark has been set so far."""
        self.open = False
        """Whether the last line ended inside a quoted field."""

    def lines(self, lines: Iterator[str]) -> Iterator[str]:
        """The lines, marked.  Raises :class:`FileError` (LS-FILE-004) for quotes that close too early or never."""
        for line in lines:
            self._number += 1
            if self.open:
                self._hold(len(line))
                yield self._walk(line)
            elif '"' not in line or (self._quoted_null not in line and self._simple.fullmatch(line)):
                yield line
            else:
                yield self._walk(line)
        if self.open:
            raise self._unclosed()

    def _hold(self, length: int) -> None:
        self._held += length
        if self._held > LONGEST_LINE:
            raise self._unclosed()

    def _unclosed(self) -> FileError:
        return FileError(
            "LS-FILE-004",
            f"{at_line(self._path, self._opened_at)}: the quoted field that begins here is never closed",
            hint='a quote inside a quoted field is written twice: ""',
        )

    def _walk(self, line: str) -> str:
        pieces: list[str] = []
        place = 0
        while place < len(line):
            if self.open:
                place = self._inside(line, place, pieces)
            elif line.startswith('"', place):
                place = self._open(line, place, pieces)
            else:
                end = self._end_of_field(line, place) + 1
                pieces.append(line[place:end])
                place = end
        return "".join(pieces)

    def _end_of_field(self, line: str, place: int) -> int:
        match = self._field_end.search(line, place)
        return len(line) if match is None else match.start()

    def _open(self, line: str, place: int, pieces: list[str]) -> int:
        end = place + len(self._quoted_null)
        if line.startswith(self._quoted_null, place) and self._ends_field(line, end):
            pieces.append(f'"{QUOTED_NULL}{self._null}"{line[end : end + 1]}')
            self.marked = True
            return end + 1
        pieces.append('"')
        self.open = True
        self._opened_at = self._number
        self._held = len(line)
        return place + 1

    def _inside(self, line: str, place: int, pieces: list[str]) -> int:
        close = line.find('"', place)
        while close >= 0 and line.startswith('""', close):
            close = line.find('"', close + 2)
        content = line[place:] if close < 0 else line[place:close]
        if "\r" in content:
            content = content.replace("\r", _CARRIAGE_RETURN)
            self.marked = True
        pieces.append(content)
        if close < 0:
            return len(line)
        self.open = False
        if not self._ends_field(line, close + 1):
            raise FileError(
                "LS-FILE-004",
                f"{at_line(self._path, self._number)}, column {close + 2}: the field goes on after its closing quote",
                hint='a quote inside a quoted field is written twice: ""',
            )
        pieces.append(line[close : close + 2])
        return close + 2

    def _ends_field(self, line: str, place: int) -> bool:
        return place >= len(line) or line[place] in "\r\n" or line[place] == self._delimiter
