"""Colours for what is typed, from the language's own lexer."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.lexers import Lexer

from ledgershell.partiql.lexer import tokens
from ledgershell.static_typing import Final

STYLES: Final = MappingProxyType(
    {
        "prompt": "bold",
        "keyword": "ansiblue bold",
        "type": "ansicyan",
        "function": "ansicyan",
        "string": "ansigreen",
        "number": "ansimagenta",
        "ion": "ansiyellow",
        "quoted": "ansidefault italic",
        "comment": "ansibrightblack italic",
        "unterminated": "ansired",
        "unknown": "ansired underline",
        "command": "ansiblue bold",
    }
)
"""By the kind of token; names and symbols have the terminal's own colour."""


class StatementLexer(Lexer):
    """Colours statements by their tokens and meta-commands as a whole."""

    def lex_document(self, document: Document) -> Callable[[int], StyleAndTextTuples]:
        """Style and text of each line."""
        lines = styled_lines(document.text)
        return lambda number: lines[number] if number < len(lines) else []


def styled_lines(text: str) -> list[StyleAndTextTuples]:
    """The text's lines, each in pieces with their styles."""
    lines: list[StyleAndTextTuples] = [[]]
    done = 0
    for kind, start, end in tokens(text):
        if start < done:
            continue
        if kind == "unknown" and text[start] == "\\":
            kind_or_command = "command"
            line_end = text.find("\n", start)
            end = len(text) if line_end < 0 else line_end
        else:
            kind_or_command = kind
        _add(lines, "", text[done:start])
        _add(lines, f"class:{kind_or_command}" if kind_or_command in STYLES else "", text[start:end])
        done = end
    _add(lines, "", text[done:])
    return lines


def _add(lines: list[StyleAndTextTuples], style: str, text: str) -> None:
    first, *others = text.split("\n")
    if first:
        lines[-1].append((style, first))
    for other in others:
        lines.append([(style, other)] if other else [])
