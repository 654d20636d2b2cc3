r"""The lines of a table: psql's three border styles, in ASCII and with box drawing characters.

::

    border 0        border 1          border 2
    a  b             a | b            +---+---+
    -- -            ----+---          | a | b |
    1  x             1 | x            +---+---+
"""

from __future__ import annotations

from collections.abc import Sequence

from ledgershell.static_typing import NamedTuple


class Frame(NamedTuple):
    """How rows are put together.

    ``left``, ``between``, ``right``  around the cells of a row
    ``rules``  horizontal lines, each as (stroke, left end, crossing, right end): above, under the titles, below.
               ``None``: there is none
    """

    left: str
    between: str
    right: str
    rules: tuple[tuple[str, str, str, str] | None, tuple[str, str, str, str], tuple[str, str, str, str] | None]

    def row(self, cells: Sequence[str]) -> str:
        """One line of cells that have been padded; no spaces at its end."""
        return (self.left + self.between.join(cells) + self.right).rstrip(" ") + "\n"

    def rule(self, place: int, widths: Sequence[int]) -> str:
        """The horizontal line above (0) all, under the titles (1) or below (2) all; empty where there is none."""
        parts = self.rules[place]
        if parts is None:
            return ""
        stroke, left, crossing, right = parts
        return left + crossing.join(stroke * width for width in widths) + right + "\n"

    @property
    def cost(self) -> tuple[int, int]:
        """Columns that each cell costs besides its width, and those that a line costs besides its cells."""
        between = len(self.between)
        return between, len(self.left) + len(self.right) - between


_FRAMES: dict[tuple[int, bool], Frame] = {
    (0, False): Frame("", " ", "", (None, ("-", "", " ", ""), None)),
    (1, False): Frame(" ", " | ", "", (None, ("-", "-", "-+-", "-"), None)),
    (2, False): Frame(
        "| ", " | ", " |", (("-", "+-", "-+-", "-+"), ("-", "+-", "-+-", "-+"), ("-", "+-", "-+-", "-+"))
    ),
    (0, True): Frame("", " ", "", (None, ("─", "", " ", ""), None)),
    (1, True): Frame(" ", " │ ", "", (None, ("─", "─", "─┼─", "─"), None)),
    (2, True): Frame("│ ", " │ ", " │", (("─", "┌─", "─┬─", "─┐"), ("─", "├─", "─┼─", "─┤"), ("─", "└─", "─┴─", "─┘"))),
}


def frame(border: int, *, unicode: bool) -> Frame:
    """The frame of a border style."""
    return _FRAMES[border, unicode]
