"""ion-binary: a stream of binary Ion, one top-level value each, for programs that read Ion."""

from __future__ import annotations

from typing import IO

from ledgershell.ion.values import Value
from ledgershell.render.ion_form import ion_bytes
from ledgershell.render.options import RenderOptions
from ledgershell.render.renderer import RowByRow


class IonBinary(RowByRow):
    """Writes each value with its version marker and symbol table: a valid stream however often one is joined."""

    def __init__(self, stream: IO[bytes], options: RenderOptions) -> None:  # noqa: ARG002 - the common constructor
        self._stream = stream

    def row(self, value: Value) -> None:
        self._stream.write(ion_bytes(value))
