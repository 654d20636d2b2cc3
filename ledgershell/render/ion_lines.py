"""ion-lines: one value a line, Ion text, no decoration.  Other programs read this.

The Ion writer puts every value on one line and escapes whatever a terminal would obey, so nothing is added here.  This
is what a pipe gets from ``-c``, and so this file imports next to nothing.
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
        if options.color:
            from ledgershell.render.ion_text import colored

            self._line = lambda value: colored(ion_line(value))

    def row(self, value: Value) -> None:
        self._write(self._line(value) + "\n")
