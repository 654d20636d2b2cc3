r"""Pygments' styles for what is typed: ``\set SYNTAX_STYLE monokai``.

A style says how tokens of Pygments look; which of them a mark of ours is, the lexer for Pygments knows already.
"""

from __future__ import annotations

from types import MappingProxyType

from prompt_toolkit.styles import BaseStyle, style_from_pygments_cls
from prompt_toolkit.styles.pygments import pygments_token_to_classname
from pygments.styles import get_all_styles, get_style_by_name

from ledgershell.shell.marking import MarkKind
from ledgershell.shell.pygments_lexer import TYPES
from ledgershell.static_typing import Final

PYGMENTS_CLASSES: Final = MappingProxyType[MarkKind, str](
    {kind: f"class:{pygments_token_to_classname(token)}" for kind, token in TYPES.items()}
)
"""A bracket or quote that lacks its other is not here: Pygments has no token for it."""


def style_names() -> list[str]:
    """All that are installed, in the order of the alphabet; those of other packages are left out when one is broken."""
    names = set()
    try:
        for name in get_all_styles():
            names.add(name)
    except (ImportError, AttributeError):
        pass
    return sorted(names)


def pygments_style(name: str) -> BaseStyle:
    """One of :func:`style_names`.  No other name may come here: Pygments imports a module that is called like it."""
    return style_from_pygments_cls(get_style_by_name(name))
