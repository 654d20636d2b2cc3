"""Colours for what is typed: those of the terminal, so that they fit whatever its background is."""

from __future__ import annotations

from types import MappingProxyType

from prompt_toolkit.lexers import PygmentsLexer
from prompt_toolkit.styles import BaseStyle, Style, merge_styles, style_from_pygments_dict
from pygments.token import Comment, Error, Keyword, Literal, Name, Number, String

from ledgershell.shell.pygments_lexer import COMMAND, PartiqlLexer
from ledgershell.static_typing import Final

STYLES: Final = MappingProxyType(
    {
        Keyword: "ansiblue bold",
        Keyword.Type: "ansicyan nobold",
        Name.Function: "ansicyan",
        String: "ansigreen",
        String.Symbol: "ansidefault italic",
        Number: "ansimagenta",
        Literal: "ansiyellow",
        Comment: "ansibrightblack italic",
        Error: "ansired",
        COMMAND: "ansiblue bold",
    }
)
"""Names and symbols have the terminal's own colour."""


def style() -> BaseStyle:
    """The prompt's and the statements' style."""
    return merge_styles([Style.from_dict({"prompt": "bold"}), style_from_pygments_dict(dict(STYLES))])


def statement_lexer() -> PygmentsLexer:
    """Always from the start of the text: a statement may be one string over many lines."""
    return PygmentsLexer(PartiqlLexer, sync_from_start=True)
