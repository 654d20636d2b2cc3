"""ion-lines: one value a line, Ion text, no decoration.  Other programs read this.

The Ion writer puts every value on one line and escapes whatever a terminal would obey; for a terminal, what is out of
place (a joiner in Latin text) is escaped too.  This is what a pipe gets from ``-c``, and so this file imports next to
nothing.
"""

from __future__ import annotations

from ledgershell.ion.values import Value
from ledgershell.render.ion_form import ion_line
from ledgershell.render.options import RenderOptions
from ledgershell.render.renderer import RowByRow
from ledgershell.static_typing import IO


class IonLines(RowByRow):
    """One value a line."""

    def __init__(self, stream: IO[str], options: RenderOptions) -> None:
        self._write = stream.write
        self._line = ion_line
        if options.terminal:
            from ledgershell.render.safe_text import visible

            self._line = lambda value: visible(ion_line(value))
        if options.color:
            from ledgershell.render.ion_text import colored
            from ledgershell.render.safe_text import visible

            self._line = lambda value: colored(visible(ion_line(value)), options.theme)

    def row(self, value: Value) -> None:
        self._write(self._line(value) + "\n")
