"""The colours of kinds of values: parameters of ANSI's SGR sequence; empty: none.  Sixteen colours only."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_DIM = "2"
_NUMBER = "36"
_BYTES = "34"
_PLAIN = ""

PALETTE: Mapping[str, str] = MappingProxyType(
    {
        "null": _DIM,
        "missing": _DIM,
        "absent": _DIM,
        "bool": "33",
        "int": _NUMBER,
        "float": _NUMBER,
        "decimal": _NUMBER,
        "timestamp": "35",
        "date": "35",
        "time": "35",
        "interval": "35",
        "string": "32",
        "symbol": "34",
        "clob": _BYTES,
        "blob": _BYTES,
        "list": _PLAIN,
        "sexp": _PLAIN,
        "struct": _PLAIN,
        "bag": _PLAIN,
        "annotated": _PLAIN,
        "other": _PLAIN,
        "field": "1",
        "header": "1",
        "notice": _DIM,
        "error": "1;31",
        "hint": "36",
    }
)


_LIGHT: Mapping[str, str] = MappingProxyType(
    {
        **PALETTE,
        "bool": "31",
        "int": "34",
        "float": "34",
        "decimal": "34",
        "symbol": "35",
        "timestamp": "31",
        "date": "31",
        "time": "31",
        "interval": "31",
        "clob": "36",
        "blob": "36",
        "hint": "34",
    }
)
_MONOCHROME: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(PALETTE, _PLAIN),
        **{kind: PALETTE[kind] for kind in ("null", "missing", "absent", "field", "header", "notice")},
        "error": "1",
    }
)
THEMES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {"dark": PALETTE, "light": _LIGHT, "monochrome": _MONOCHROME}
)
"""``dark`` suits a dark background (and most others), ``light`` a light one; ``monochrome`` is bold and dim only."""


def painted(text: str, kind: str, color: bool, theme: str = "dark") -> str:
    """``text`` (already safe) between ANSI codes, or as it is when ``color`` is off."""
    if not color:
        return text
    sgr = THEMES[theme][kind]
    return f"\x1b[{sgr}m{text}\x1b[0m" if sgr and text else text
