"""PartiQL for Pygments: for the prompt, and for anybody else's documents (it is registered as ``partiql``).

It runs on the tokens of the language's own lexer, so it is right where patterns are not: Ion in backticks with its
strings, comments and blobs, quotes that are doubled, words that are keywords in some places only.  Meta-commands of the
shell are coloured as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from pygments.lexer import Lexer
from pygments.token import (
    Comment,
    Error,
    Keyword,
    Literal,
    Name,
    Number,
    Punctuation,
    String,
    Whitespace,
)

from ledgershell.shell.marking import MarkKind, stretches
from ledgershell.static_typing import Any, Final, TypeAlias

TokenType: TypeAlias = Any
"""Pygments has no types of its own to check with."""
COMMAND: Final = Name.Decorator
"""A meta-command, from its backslash to the end of its line."""
TYPES: Final = MappingProxyType[MarkKind, TokenType](
    {
        "keyword": Keyword,
        "type": Keyword.Type,
        "function": Name.Function,
        "name": Name,
        "symbol": Punctuation,
        "string": String,
        "number": Number,
        "quoted": String.Symbol,
        "ion": Literal,
        "comment": Comment,
        "unterminated": Error,
        "unknown": Error,
        "command": COMMAND,
    }
)


class PartiqlLexer(Lexer):  # type: ignore[misc]
    """Pygments' lexer for PartiQL and ``.pql`` scripts."""

    name = "PartiQL"
    aliases = ["partiql", "pql"]  # noqa: RUF012 - as Pygments wants them
    filenames = ["*.pql", "*.partiql"]  # noqa: RUF012
    url = "https://partiql.org"

    def get_tokens_unprocessed(self, text: str) -> Iterator[tuple[int, TokenType, str]]:
        """``(start, type, text)`` of each token; together they are the whole text."""
        done = 0
        for kind, start, end in stretches(text):
            if start > done:
                yield done, Whitespace, text[done:start]
            yield start, TYPES[kind], text[start:end]
            done = end
        if done < len(text):
            yield done, Whitespace, text[done:]
