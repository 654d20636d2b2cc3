r"""latex: a ``tabular`` as psql writes it, for documents set with LuaLaTeX, XeLaTeX or a UTF-8 LaTeX.

Each cell is the text of a table's cell; whatever TeX would obey is written as a command that prints it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ledgershell.ion.values import Value
from ledgershell.render.cells import Cell, cell
from ledgershell.render.plain_table import PaddedTable
from ledgershell.render.safe_text import visible
from ledgershell.render.spool import Row
from ledgershell.render.spooled import filled

_COMMANDS = str.maketrans(
    {
        **{mark: f"\\{mark}" for mark in "&%$#_{}"},
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "<": r"\textless{}",
        ">": r"\textgreater{}",
        "|": r"\textbar{}",
        '"': r"\textquotedbl{}",
        "'": r"\textquotesingle{}",
        "`": r"\textasciigrave{}",
        "·": r"\textperiodcentered{}",
        "…": r"\ldots{}",
    }
)
_BORDERS = {0: ("", " ", ""), 1: ("", " | ", ""), 2: ("| ", " | ", " |")}


def escaped(text: str) -> str:
    """Text that TeX prints and does not obey."""
    shown = text.translate(_COMMANDS)
    for joined in ("--", ",,"):  # which fonts set as one sign
        shown = shown.replace(joined, f"{joined[0]}{{}}{joined[0]}").replace(joined, f"{joined[0]}{{}}{joined[0]}")
    return shown


class Latex(PaddedTable):
    """Writes one ``tabular`` environment."""

    def cell(self, value: Value) -> Cell:
        text, kind = cell(value, self._options.null)
        return Cell(escaped(text), kind)

    def title_of(self, name: str) -> str:
        return escaped(visible(name))

    def draw(self, titles: Sequence[str], rows: Iterable[Row]) -> None:
        write, options = self._write, self._options
        self._facts.titles(titles)
        border = 1 if options.border is None else options.border
        left, between, right = _BORDERS[border]
        columns = between.join("r" if self._facts.right(place) else "l" for place in range(len(titles)))
        if options.title and options.header:
            write(f"\\begin{{center}}\n{escaped(visible(options.title))}\n\\end{{center}}\n\n")
        write(f"\\begin{{tabular}}{{{left}{columns}{right}}}\n")
        outside = "\\hline\n" if border == 2 else ""
        write(outside)
        if options.header:
            write(" & ".join(f"\\textit{{{title}}}" for title in titles) + " \\\\\n\\hline\n")
        for row in rows:
            cells = [escaped("{}") if text == "{}" else text or "" for text in filled(row, len(titles))]
            write(" & ".join(cells) + " \\\\\n")
        write(f"{outside}\\end{{tabular}}\n")
