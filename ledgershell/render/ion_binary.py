"""ion-binary: a stream of binary Ion, one top-level value each, for programs that read Ion."""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO

from ledgershell.ion.values import Value
from ledgershell.render.ion_form import ion_bytes
from ledgershell.render.options import RenderOptions


class IonBinary:
    """Writes each value with its version marker and symbol table: a valid stream however often one is joined."""

    def __init__(self, stream: BinaryIO, options: RenderOptions) -> None:  # noqa: ARG002 - the common constructor
        self._stream = stream

    def begin(self, columns: Sequence[str] = ()) -> None:
        """Values bring their own version markers."""

    def row(self, value: Value) -> None:
        self._stream.write(ion_bytes(value))

    def end(self) -> None:
        """Nothing is held back."""

    def abandon(self) -> None:
        """Nothing is held."""
