"""json and jsonl: values converted down to JSON by Ion's rules.

JSON has fewer types: symbols, timestamps and blobs become strings, annotations go, every null is ``null``.  Control
characters and the like stand as ``\\u`` escapes, which mean the same to every reader, so the output is safe to look at.
"""

from __future__ import annotations

from ledgershell.ion.values import Value
from ledgershell.render.ion_form import json_form
from ledgershell.render.options import RenderOptions
from ledgershell.render.renderer import RowByRow
from ledgershell.render.safe_text import escaped_json
from ledgershell.static_typing import IO


class JsonLines(RowByRow):
    """One JSON value a line."""

    def __init__(self, stream: IO[str], options: RenderOptions) -> None:  # noqa: ARG002 - the common constructor
        self._write = stream.write

    def row(self, value: Value) -> None:
        self._write(escaped_json(json_form(value)) + "\n")


class JsonArray(RowByRow):
    """One array, an element a line.  A result that breaks off leaves it open, so that no reader takes it for whole."""

    def __init__(self, stream: IO[str], options: RenderOptions) -> None:  # noqa: ARG002 - the common constructor
        self._write = stream.write
        self._begun = False

    def row(self, value: Value) -> None:
        self._write((",\n " if self._begun else "[\n ") + escaped_json(json_form(value)))
        self._begun = True

    def end(self) -> None:
        self._write("\n]\n" if self._begun else "[]\n")

    def abandon(self) -> None:
        if self._begun:
            self._write("\n")
