"""What each stretch of the typed text is, and which brackets belong together.

For the colours at the prompt: worked out once for each text, from the tokens of the language's own lexer, so that a
bracket in a string, a comment or Ion is no bracket.
"""

from __future__ import annotations

from collections.abc import Iterator

from ledgershell.errors import Span
from ledgershell.partiql.lexer import TokenKind, tokens
from ledgershell.partiql.splitter import CLOSERS, OPENERS, split
from ledgershell.static_typing import Literal, NamedTuple

MarkKind = TokenKind | Literal["command", "open", "unmatched"]


class Mark(NamedTuple):
    """A stretch of one kind: as the lexer calls it, or a meta-command, or a bracket or quote that lacks its other."""

    kind: MarkKind
    start: int
    end: int


class Pair(NamedTuple):
    """Two brackets that belong together."""

    opener: Span
    closer: Span


class Marked(NamedTuple):
    """A text's ``marks``, in order (white space has none), and its ``pairs`` of brackets."""

    marks: tuple[Mark, ...]
    pairs: tuple[Pair, ...]

    def pair_at(self, cursor: int) -> Pair | None:
        """The pair of which the cursor stands on one; else the one right behind which it stands."""
        behind = None
        for pair in self.pairs:
            for each in pair:
                if each.start <= cursor < each.end:
                    return pair
                if each.end == cursor:
                    behind = pair
        return behind


def stretches(text: str) -> Iterator[Mark]:
    """The tokens of a script; each meta-command is one.  What stands in it is no token of the language."""
    done = 0
    for piece in split(text):
        if piece.kind == "command":
            yield from _tokens(text, done, piece.start)
            yield Mark("command", piece.start, piece.end)
            done = piece.end
    yield from _tokens(text, done, len(text))


def _tokens(text: str, begin: int, end: int) -> Iterator[Mark]:
    for kind, start, stop in tokens(text[begin:end]):
        yield Mark(kind, begin + start, begin + stop)


def marked(text: str) -> Marked:
    """The stretches, with the brackets and quotes that lack their other marked.

    ``open`` are those that more text may still close, ``unmatched`` closing ones that nothing has opened.
    """
    marks: list[Mark] = []
    pairs: list[Pair] = []
    opened: list[int] = []
    less = False
    for mark in stretches(text):
        if mark.kind == "symbol":
            lexeme = text[mark.start : mark.end]
            if lexeme in OPENERS:
                opened.append(len(marks))
            elif lexeme in CLOSERS:
                opener = marks[opened[-1]] if opened else None
                if opener is not None and text[opener.start : opener.end] == CLOSERS[lexeme]:
                    opened.pop()
                    pairs.append(Pair(Span(opener.start, opener.end), Span(mark.start, mark.end)))
                elif lexeme != ">>" or not less:  # LIST<LIST<INT>> is no bag
                    mark = mark._replace(kind="unmatched")
            less = less or lexeme == "<"
        elif mark.kind == "unterminated":
            marks += _unterminated(text, mark)
            continue
        marks.append(mark)
    for index in opened:
        marks[index] = marks[index]._replace(kind="open")
    return Marked(tuple(marks), tuple(pairs))


def _unterminated(text: str, mark: Mark) -> tuple[Mark, Mark]:
    """The quote that is open, and what stands behind it."""
    sign = text[mark.start]
    inside: MarkKind = {"'": "string", '"': "quoted", "`": "ion"}.get(sign, "comment")  # type: ignore[assignment]
    behind = mark.start + (2 if sign == "/" else 1)
    return Mark("open", mark.start, behind), Mark(inside, behind, mark.end)
