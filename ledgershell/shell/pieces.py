"""Where statements end in a text that is being typed, without looking again at what has not changed.

A pasted script has hundreds of statements, and each key changes one: colours, prompts and completion are worked out for
the pieces between two ends, and remembered for those that stay as they are.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from ledgershell.partiql.splitter import Splitter


class Pieces:
    """The ends of the last text that was asked for; ``ends`` are places behind a ``;`` or a meta-command's line."""

    def __init__(self) -> None:
        self._text = ""
        self._ends: list[int] = []

    def ends(self, text: str) -> list[int]:
        """All ends of a text, in order."""
        if text != self._text:
            same = self._unchanged(text)
            self._ends = [*self._ends[:same], *_ends_behind(text, self._ends[same - 1] if same else 0)]
            self._text = text
        return self._ends

    def _unchanged(self, text: str) -> int:
        """How many of the ends stand in what both texts begin with: that alone decides where they are."""
        low, high = 0, len(self._ends)
        while low < high:
            middle = (low + high + 1) // 2
            if text.startswith(self._text[: self._ends[middle - 1]]):
                low = middle
            else:
                high = middle - 1
        return low

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """``(start, end)`` of each piece, the unfinished last one included; together they are the whole text."""
        start = 0
        for end in self.ends(text):
            yield start, end
            start = end
        if start < len(text):
            yield start, len(text)

    def around(self, text: str, cursor: int) -> tuple[int, int]:
        """The piece that the cursor stands in; right behind an end that is the one before it, if nothing follows."""
        ends = self.ends(text)
        number = min(bisect_right(ends, cursor), len(ends) if not ends or ends[-1] < len(text) else len(ends) - 1)
        return ends[number - 1] if number else 0, ends[number] if number < len(ends) else len(text)

    def tail(self, text: str) -> str:
        """What stands behind the last end."""
        ends = self.ends(text)
        return text[ends[-1] :] if ends else text


def _ends_behind(text: str, start: int) -> Iterator[int]:
    splitter = Splitter(text, start)
    while (begin := splitter.begin(final=True)) is not None:
        ending = splitter.end(begin, final=True)
        if ending is None or not ending.sign:
            return
        end = ending.at + 1
        if ending.sign == "\\":
            line_end = text.find("\n", ending.at)
            if line_end < 0:
                return
            end = line_end + 1
        yield end
        splitter.move(end)
