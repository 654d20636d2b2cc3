r"""html: a table that stands in a page of its own or goes into another: no style, no script, classes for both.

Each cell is the text of a table's cell in entities, with the kind of its value as its class (``int``, ``null``,
``absent`` …).  Column names are ``th`` with a scope, the title is the caption: screen readers need these.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ledgershell.ion.values import Value
from ledgershell.render.cells import cell
from ledgershell.render.safe_text import visible
from ledgershell.render.spool import Row
from ledgershell.render.spooled import SpooledTable, filled

_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;", "`": "&#96;"})


def escaped(text: str) -> str:
    """Text without anything that HTML would read as markup, in an element or in an attribute."""
    return text.translate(_ENTITIES)


class Html(SpooledTable):
    """Writes one ``table`` element."""

    def field(self, value: Value) -> str | None:
        text, kind = cell(value, self._options.null)
        return f'<td class="{kind}">{escaped(text)}</td>'

    def title_of(self, name: str) -> str:
        return escaped(visible(name))

    def draw(self, titles: Sequence[str], rows: Iterable[Row]) -> None:
        write, options = self._write, self._options
        border = 1 if options.border is None else options.border
        write(f'<table border="{border}">\n')
        if options.header:
            if options.title:
                write(f"  <caption>{escaped(visible(options.title))}</caption>\n")
            heads = "".join(f'<th scope="col">{title}</th>' for title in titles)
            write(f"  <thead>\n    <tr>{heads}</tr>\n  </thead>\n")
        write("  <tbody>\n")
        for row in rows:
            cells = [self._cell(text) for text in filled(row, len(titles))]
            write(f"    <tr>{''.join(cells)}</tr>\n")
        write("  </tbody>\n</table>\n")

    def _cell(self, text: str | None) -> str:
        if text is None:
            return '<td class="absent"></td>'
        return text if text.startswith("<td") else f'<td class="struct">{escaped(text)}</td>'
