"""The interface of an output format."""

from __future__ import annotations

from collections.abc import Sequence

from ledgershell.ion.values import Value
from ledgershell.static_typing import Protocol


class Renderer(Protocol):
    """Writes the values of one result to the stream that it was made with.

    The calls come in the order ``begin``, any number of ``row``, then ``end`` or ``abandon``.  Memory is bounded
    whatever the number of rows.  A stream that breaks raises ``BrokenPipeError`` through any of them.
    """

    def begin(self, columns: Sequence[str] = ()) -> None:
        """Start a result.  ``columns`` are field names known beforehand; they come first, in this order."""
        ...

    def row(self, value: Value) -> None:
        """Take one value of the result, a struct or not."""
        ...

    def end(self) -> None:
        """The result is complete: write whatever was held back."""
        ...

    def abandon(self) -> None:
        """The result broke off (an error, Ctrl-C): release what is held; nothing is completed for appearance's sake."""
        ...


class RowByRow:
    """The parts of a renderer that has nothing to prepare and holds nothing back."""

    def begin(self, columns: Sequence[str] = ()) -> None:
        """Rows need no preparation."""

    def end(self) -> None:
        """Nothing is held back."""

    def abandon(self) -> None:
        """Nothing is held."""
