r"""Where the statements of a script begin and end, by the lexer and not by the grammar.

``;`` ends a statement unless it stands in a string, a quoted name, an Ion literal, a comment, or between brackets.
A backslash begins a meta-command, which runs to the end of its line: at the start of a line it is a piece of its own,
and behind a statement (``SELECT 1 \gx``) it ends that statement.  A first line ``#!…`` is skipped; so is a byte order
mark.  Whether a piece is correct is none of the splitter's business: a mistake in one statement leaves the others
readable.

Statements that are separated by blank lines only, as in many an article, are one piece here: a blank line may stand in
the midst of a statement.  An interactive shell may take an empty line after a buffer that parses whole as its end.
"""

from __future__ import annotations

from collections.abc import Iterator

from ledgershell.partiql.lexer import scan
from ledgershell.static_typing import Final, Literal, NamedTuple

BYTE_ORDER_MARK: Final = "\ufeff"
_OPENERS: Final = {"(": ")", "[": "]", "{": "}", "<<": ">>"}
_CLOSERS: Final = frozenset(_OPENERS.values())


class Piece(NamedTuple):
    """One piece of a script: ``text[start:end]`` without surrounding white space and comments.

    ``kind``   ``statement``, ``command`` (a meta-command, from its backslash on), ``shebang`` (the first line)
    ``line``   where it starts, from 1
    ``ended``  what ended a statement: ``;`` (which is not in the piece), the ``\\`` of a command, or nothing
    ``open``   what a statement without an end still has open; see :class:`Completeness`
    """

    kind: Literal["statement", "command", "shebang"]
    start: int
    end: int
    line: int
    ended: str = ""
    open: str = ""


class Completeness(NamedTuple):
    """Whether a text can be run.

    ``complete``  every statement in it is ended by ``;`` or a meta-command
    ``reason``    why not, as the sign of a continuation prompt: ``-`` (a statement goes on), the opener of a bracket
                  (``( [ { <``), a literal (``' " ` ``), ``*`` (a comment); empty when complete
    """

    complete: bool
    reason: str


def split(text: str) -> list[Piece]:
    """The pieces of a script, in order; empty statements are left out."""
    return list(pieces(text))


def pieces(text: str) -> Iterator[Piece]:
    """The pieces one by one."""
    position = line = 0
    for piece in _pieces(text, 1 if text.startswith(BYTE_ORDER_MARK) else 0):
        line += text.count("\n", position, piece.start)
        position = piece.start
        yield piece._replace(line=line + 1)


def state(text: str) -> Completeness:
    """Whether the text is complete, and if not, why."""
    found = list(_pieces(text, 0))
    last = found[-1] if found else None
    if last is not None and last.kind == "statement" and not last.ended:
        return Completeness(False, last.open or "-")
    comment = _open_comment(text, last.end if last else 0)
    return Completeness(not comment, "*" if comment else "")


def _pieces(text: str, position: int) -> Iterator[Piece]:
    """The pieces, without their line numbers."""
    if text.startswith("#!", position):
        end = _line_end(text, position)
        yield Piece("shebang", position, end, 1)
        position = end
    while True:
        piece, position = _next(text, position)
        if piece is None:
            return
        if piece.start < piece.end:
            yield piece


def _next(text: str, position: int) -> tuple[Piece | None, int]:
    """The piece that begins at or behind ``position``, and where the next may begin."""
    first = last = -1
    brackets: list[str] = []
    for kind, start, end in scan(text, position):
        if kind == "comment":
            continue
        word = text[start:end] if kind == "symbol" else ""
        if word == ";" and not brackets:
            return Piece("statement", first, last, 0, ";") if first >= 0 else Piece("statement", start, start, 0), end
        if kind == "unknown" and text[start] == "\\" and (first < 0 or not brackets):
            if first >= 0:
                return Piece("statement", first, last, 0, "\\"), start
            stop = _line_end(text, start)
            return Piece("command", start, stop, 0), stop
        if kind == "unterminated" and text[start] == "/":
            if first < 0:
                break
            return Piece("statement", first, last, 0, "", "*"), len(text)
        first = start if first < 0 else first
        last = end
        if kind == "unterminated":
            return Piece("statement", first, end, 0, "", text[start]), end
        if word in _OPENERS:
            brackets.append(word)
        elif word in _CLOSERS and brackets and _OPENERS[brackets[-1]] == word:
            brackets.pop()
    if first < 0:
        return None, len(text)
    return Piece("statement", first, last, 0, "", brackets[-1][0] if brackets else ""), len(text)


def _open_comment(text: str, position: int) -> bool:
    """Whether a comment that does not end follows the last piece."""
    return any(kind == "unterminated" and text[start] == "/" for kind, start, _ in scan(text, position))


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    end = len(text) if end < 0 else end
    return end - 1 if end > start and text[end - 1] == "\r" else end
