"""markdown: a table in GitHub's dialect, whose cells show the data and nothing that the data might ask for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ledgershell.ion.values import Value
from ledgershell.render.cells import Cell, cell
from ledgershell.render.plain_table import PaddedTable
from ledgershell.render.safe_text import visible
from ledgershell.render.spool import Row

_MARKUP = re.compile(
    r"[\\`*<>\[\]|&~$#!]|(?<![0-9A-Za-z])_|_(?![0-9A-Za-z])|:(?=(?:[A-Za-z+-][\w+-]*|100|1234):)|(?<=[hfpsHFPS]):(?=//)|(?i:(?<=www)\.)|@"
)


def escaped(text: str) -> str:
    """Text with a backslash before whatever Markdown would take for markup, a link, an emoji or a mention."""
    return _MARKUP.sub(r"\\\g<0>", text)


class Markdown(PaddedTable):
    """Writes one Markdown table, its columns padded so that the source is readable too."""

    def cell(self, value: Value) -> Cell:
        text, kind = cell(value, self._options.null)
        return Cell(escaped(text), kind)

    def title_of(self, name: str) -> str:
        return escaped(visible(name))

    def draw(self, titles: Sequence[str], rows: Iterable[Row]) -> None:
        facts = self._facts
        facts.titles(titles)
        facts.widths = [max(width, 3) for width in facts.widths]
        self._line([*titles])
        marks = (
            "-" * (width - 1) + ":" if facts.right(place) else "-" * width for place, width in enumerate(facts.widths)
        )
        self._write(f"| {' | '.join(marks)} |\n")
        for row in rows:
            self._line(row)

    def _line(self, row: Row) -> None:
        self._write(f"| {' | '.join(self.padded(row))} |\n")
