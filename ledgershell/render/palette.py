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


def painted(text: str, kind: str, color: bool) -> str:
    """``text`` (already safe) between ANSI codes, or as it is when ``color`` is off."""
    if not color:
        return text
    sgr = PALETTE[kind].sgr
    return f"\x1b[{sgr}m{text}\x1b[0m" if sgr and text else text
