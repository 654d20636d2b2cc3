"""A statement's tokens, and which brackets stand around each: what scope and place are read from."""

from __future__ import annotations

from collections.abc import Iterator

from ledgershell.partiql.lexer import RawKind, scan
from ledgershell.partiql.splitter import CLOSERS, OPENERS
from ledgershell.static_typing import NamedTuple


class Token(NamedTuple):
    """One token; ``word`` is its text in upper case if it is a word or a symbol, else empty."""

    kind: RawKind
    start: int
    end: int
    word: str


class Level(NamedTuple):
    """What stands directly between two brackets, or outside all of them.

    ``opener``  the index of the opening bracket's token; -1 outside all
    ``parent``  the index of the level around it; -1 for none
    ``tokens``  the indexes of the tokens directly inside, brackets of further levels included
    """

    opener: int
    parent: int
    tokens: list[int]


class Levels:
    """The tokens of ``text[start:end]`` by level, and which levels stand around the cursor.

    ``tokens``  without comments
    ``before``  how many of them end before the cursor, or at it
    """

    def __init__(self, text: str, start: int, end: int, cursor: int) -> None:
        self.text = text
        self.tokens = [
            Token(kind, start + first, start + last, _word(kind, text[start + first : start + last]))
            for kind, first, last in scan(text[start:end])
            if kind != "comment"
        ]
        self.before = sum(1 for token in self.tokens if token.end <= cursor)
        self.levels = [Level(-1, -1, [])]
        self.innermost = self._build(cursor)

    def _build(self, cursor: int) -> int:
        level, at_cursor = 0, -1
        for index, token in enumerate(self.tokens):
            if at_cursor < 0 and token.start >= cursor:
                at_cursor = level
            if token.word in CLOSERS and self.levels[level].parent >= 0 and self._closes(level, token.word):
                level = self.levels[level].parent
            self.levels[level].tokens.append(index)
            if token.word in OPENERS:
                self.levels.append(Level(index, level, []))
                level = len(self.levels) - 1
        return level if at_cursor < 0 else at_cursor

    def _closes(self, level: int, closer: str) -> bool:
        return self.tokens[self.levels[level].opener].word == CLOSERS[closer]

    def around(self) -> Iterator[Level]:
        """The levels around the cursor, innermost first."""
        number = self.innermost
        while number >= 0:
            yield self.levels[number]
            number = self.levels[number].parent

    def callee(self, level: Level) -> str:
        """The word in front of a level's opening bracket, upper-cased."""
        return self.tokens[level.opener - 1].word if level.opener > 0 else ""

    def text_of(self, first: int, last: int) -> str:
        """The text from one token to another, both included."""
        return self.text[self.tokens[first].start : self.tokens[last].end]


def _word(kind: RawKind, text: str) -> str:
    return text.upper() if kind in ("word", "symbol") else ""
