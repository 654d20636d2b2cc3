"""ion-binary: a stream of binary Ion, for programs that read Ion."""

from __future__ import annotations

from collections.abc import Sequence

from ledgershell.ion.encoder import encode_stream
from ledgershell.ion.values import Value
from ledgershell.render.ion_form import ion_value
from ledgershell.render.options import RenderOptions
from ledgershell.static_typing import IO

BATCH = 100
"""Values that share a version marker and a symbol table."""


class IonBinary:
    """Writes batches of values, each batch a complete stream of its own; joined they are a stream again."""

    def __init__(self, stream: IO[bytes], options: RenderOptions) -> None:  # noqa: ARG002 - the common constructor
        self._stream = stream
        self._batch: list[Value] = []
        self._batches = 0

    def begin(self, columns: Sequence[str] = ()) -> None:
        """Ion streams have no header."""

    def row(self, value: Value) -> None:
        self._batch.append(ion_value(value))
        if len(self._batch) == BATCH:
            self._flush()

    def _flush(self) -> None:
        self._stream.write(encode_stream(self._batch))
        self._batches += 1
        self._batch = []

    def end(self) -> None:
        if self._batch or not self._batches:
            self._flush()

    def abandon(self) -> None:
        self._batch = []
