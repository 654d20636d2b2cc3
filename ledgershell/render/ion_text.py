"""ion: what QLDB's shell printed: each value pretty, joined by a comma and a line feed, without brackets around.

On a terminal that takes colour it is coloured; otherwise the bytes are the same everywhere.
"""

from __future__ import annotations

import re

from ledgershell.ion.values import Value
from ledgershell.render.ion_form import ion_pretty
from ledgershell.render.options import RenderOptions
from ledgershell.render.palette import painted
from ledgershell.render.renderer import RowByRow
from ledgershell.render.safe_text import visible_lines
from ledgershell.static_typing import IO

_TOKEN = re.compile(
    r"""
      (?P<lob>\{\{ (?: "(?:[^"\\]|\\.)*" | [^}"] )* \}\})
    | (?P<string>"(?:[^"\\]|\\.)*")
    | (?P<name>'(?:[^'\\]|\\.)*' | [A-Za-z_$][\w$]*(?:\.[a-z]+)? )
      (?P<colons>::?)?
    | (?P<timestamp>\d{4}(?: T | -\d\d (?: T | -\d\d (?: T [\d:.Z+-]* )? ) ) )
    | (?P<number>[+-]?(?: inf | \d[\d_.eEdD+-]*))
    """,
    re.VERBOSE,
)
_WORDS = {"true": "bool", "false": "bool", "nan": "float"}


def colored(ion: str, theme: str = "dark") -> str:
    """Ion text of ours with ANSI colours: strings, symbols, numbers, times, nulls and field names."""
    return _TOKEN.sub(lambda match: _color_token(match, theme), ion)


def _color_token(match: re.Match[str], theme: str) -> str:
    text = match.group()
    kind = match.lastgroup or ""
    if kind == "colons":
        kind = "field" if match.group("colons") == ":" else "symbol"
        return painted(match.group("name"), kind, True, theme) + match.group("colons")
    if kind == "name":
        kind = "null" if text.startswith("null") else _WORDS.get(text, "symbol")
    elif kind == "lob":
        kind = "blob"
    elif kind == "number":
        kind = "int"
    return painted(text, kind, True, theme)


class IonPretty(RowByRow):
    """Pretty values, joined by ``,`` and a line feed."""

    def __init__(self, stream: IO[str], options: RenderOptions) -> None:
        self._write = stream.write
        self._color = options.color
        self._theme = options.theme
        self._begun = False

    def row(self, value: Value) -> None:
        text = visible_lines(ion_pretty(value))
        if self._begun:
            self._write(",\n")
        self._begun = True
        self._write(colored(text, self._theme) if self._color else text)

    def end(self) -> None:
        if self._begun:
            self._write("\n")

    def abandon(self) -> None:
        if self._begun:
            self._write("\n")
