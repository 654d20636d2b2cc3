r"""auto on a terminal, and ``\x auto``: the format that fits the rows.

The first rows decide: flat structs make a table; nested documents, and values that are no structs, are printed as
pretty Ion.  Elsewhere auto is ``ion-lines``, always, so that a script never sees anything else.
"""

from __future__ import annotations

from collections.abc import Sequence

from ledgershell.ion.values import Struct, Value
from ledgershell.render.cells import is_container
from ledgershell.render.ion_text import IonPretty
from ledgershell.render.options import RenderOptions
from ledgershell.render.renderer import Renderer
from ledgershell.static_typing import IO

DECIDING_ROWS = 50
"""Rows looked at before the choice is made."""


class ByRows:
    """Holds the first rows back until they have decided between a table and Ion text."""

    def __init__(self, stream: IO[str], options: RenderOptions) -> None:
        self._stream = stream
        self._options = options
        self._columns: Sequence[str] = ()
        self._held: list[Value] = []
        self._chosen: Renderer | None = None

    def begin(self, columns: Sequence[str] = ()) -> None:
        self._columns = columns
        self._held = []
        self._chosen = None

    def row(self, value: Value) -> None:
        if self._chosen is not None:
            self._chosen.row(value)
            return
        self._held.append(value)
        if not is_flat(value):
            self._choose(flat=False)
        elif len(self._held) == DECIDING_ROWS:
            self._choose(flat=True)

    def _choose(self, *, flat: bool) -> Renderer:
        if not flat:
            chosen: Renderer = IonPretty(self._stream, self._options)
        elif self._options.expanded == "auto":
            chosen = ByWidth(self._stream, self._options)
        else:
            from ledgershell.render.terminal_table import TerminalTable

            chosen = TerminalTable(self._stream, self._options)
        self._chosen = chosen
        chosen.begin(self._columns)
        for value in self._held:
            chosen.row(value)
        self._held = []
        return chosen

    def end(self) -> None:
        if self._chosen is None and self._held:
            self._choose(flat=True)
        if self._chosen is not None:
            self._chosen.end()

    def abandon(self) -> None:
        self._held = []
        if self._chosen is not None:
            self._chosen.abandon()


class ByWidth:
    r"""psql's ``\x auto``: a table where its columns fit the screen whole, else one field a line.

    The first rows decide, as many as a screen may show; one that is wider and comes later is cut.
    """

    def __init__(self, stream: IO[str], options: RenderOptions) -> None:
        from ledgershell.render.terminal_table import TerminalTable

        self._stream = stream
        self._options = options
        self._table = TerminalTable(stream, options)
        self._columns: Sequence[str] = ()
        self._held: list[Value] = []
        self._chosen: Renderer | None = None

    def begin(self, columns: Sequence[str] = ()) -> None:
        self._columns = columns
        self._table.begin(columns)

    def row(self, value: Value) -> None:
        if self._chosen is not None:
            self._chosen.row(value)
            return
        self._table.row(value)
        self._held.append(value)
        if len(self._held) == DECIDING_ROWS:
            self._choose()

    def _choose(self) -> Renderer:
        if self._table.fits():
            self._held = []
            self._chosen = self._table
            return self._table
        from ledgershell.render.vertical import Vertical

        self._table.abandon()
        chosen = self._chosen = Vertical(self._stream, self._options)
        chosen.begin(self._columns)
        for value in self._held:
            chosen.row(value)
        self._held = []
        return chosen

    def end(self) -> None:
        (self._chosen or self._choose()).end()

    def abandon(self) -> None:
        self._held = []
        (self._chosen or self._table).abandon()


def is_flat(value: Value) -> bool:
    """Whether a row is a struct without containers in it."""
    return isinstance(value, Struct) and not any(is_container(item) for item in value.values())
