"""The colours of kinds of values, as ANSI codes and as Rich styles.  Both from one table, sixteen colours only."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ledgershell.static_typing import NamedTuple


class Paint(NamedTuple):
    """A colour: the parameters of an SGR sequence (empty: none) and Rich's name for the same."""

    sgr: str
    style: str


_DIM = Paint("2", "dim")
_NUMBER = Paint("36", "cyan")
_BYTES = Paint("34", "blue")
_PLAIN = Paint("", "")

PALETTE: Mapping[str, Paint] = MappingProxyType(
    {
        "null": _DIM,
        "missing": _DIM,
        "absent": _DIM,
        "bool": Paint("33", "yellow"),
        "int": _NUMBER,
        "float": _NUMBER,
        "decimal": _NUMBER,
        "timestamp": Paint("35", "magenta"),
        "string": Paint("32", "green"),
        "symbol": Paint("34", "blue"),
        "clob": _BYTES,
        "blob": _BYTES,
        "list": _PLAIN,
        "sexp": _PLAIN,
        "struct": _PLAIN,
        "bag": _PLAIN,
        "annotated": _PLAIN,
        "other": _PLAIN,
        "field": Paint("1", "bold"),
        "header": Paint("1", "bold"),
        "notice": _DIM,
        "error": Paint("1;31", "bold red"),
        "hint": Paint("36", "cyan"),
    }
)


_LIGHT: Mapping[str, Paint] = MappingProxyType(
    {
        **PALETTE,
        "bool": Paint("31", "red"),
        "int": Paint("34", "blue"),
        "float": Paint("34", "blue"),
        "decimal": Paint("34", "blue"),
        "symbol": Paint("35", "magenta"),
        "timestamp": Paint("31", "red"),
        "clob": Paint("36", "cyan"),
        "blob": Paint("36", "cyan"),
        "hint": Paint("34", "blue"),
    }
)
_MONOCHROME: Mapping[str, Paint] = MappingProxyType(
    {
        **dict.fromkeys(PALETTE, _PLAIN),
        **{kind: PALETTE[kind] for kind in ("null", "missing", "absent", "field", "header", "notice")},
        "error": Paint("1", "bold"),
    }
)
THEMES: Mapping[str, Mapping[str, Paint]] = MappingProxyType(
    {"dark": PALETTE, "light": _LIGHT, "monochrome": _MONOCHROME}
)
"""``dark`` suits a dark background (and most others), ``light`` a light one; ``monochrome`` is bold and dim only."""


def painted(text: str, kind: str, color: bool, theme: str = "dark") -> str:
    """``text`` (already safe) between ANSI codes, or as it is when ``color`` is off."""
    if not color:
        return text
    sgr = THEMES[theme][kind].sgr
    return f"\x1b[{sgr}m{text}\x1b[0m" if sgr and text else text
