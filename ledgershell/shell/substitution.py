r"""Putting variables into statements: ``:name``, ``:'name'`` and ``:"name"``.

It is done on tokens, so nothing inside a string, a quoted name, a comment or Ion is touched, and the colon between a
field and its value in a struct is left alone: in ``{'a':x}`` it is that colon, in ``{'a': :x}`` the second one stands
for a variable.  A name that is not set is left as it is, as in psql: graph patterns use colons too.
"""

from __future__ import annotations

from collections.abc import Callable

from ledgershell.errors import LedgershellError, Span
from ledgershell.partiql.lexer import RawKind, scan
from ledgershell.static_typing import NamedTuple

OPENERS = ("(", "[", "{", "<<")
CLOSING = (")", "]", "}", ">>")


class Piece(NamedTuple):
    """A variable that was replaced: where it stood, and where its value stands now."""

    source: Span
    target: Span
    name: str


class Substitution(NamedTuple):
    """A statement with its variables put in."""

    source: str
    text: str
    pieces: tuple[Piece, ...]

    def mapped(self, error: LedgershellError) -> LedgershellError:
        """The error with its span in the statement as it was written, variables and all."""
        if not self.pieces or error.text not in (None, self.text):
            return error
        error.text = self.source
        if error.span is not None:
            inside = [piece for piece in self.pieces if _overlap(piece.target, error.span)]
            error.span = Span(self._back(error.span.start, first=True), self._back(error.span.end, first=False))
            if inside:
                values = ", ".join(f":{piece.name} is {_short(self.text, piece.target)}" for piece in inside)
                error.hint = f"{error.hint}; {values}" if error.hint else values
        return error

    def _back(self, offset: int, *, first: bool) -> int:
        """An offset in the new text as one in the old; inside a value it is the variable's start or end."""
        shift = 0
        for piece in self.pieces:
            if offset < piece.target.start + (0 if first else 1):
                break
            if offset < piece.target.end + (0 if first else 1):
                return piece.source.start if first else piece.source.end
            shift = piece.source.end - piece.target.end
        return max(0, min(offset + shift, len(self.source)))


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _short(text: str, span: Span) -> str:
    value = text[span.start : span.end]
    return value if len(value) <= 30 else f"{value[:30]}…"


class _Bracket:
    """An open bracket; in a struct also what is due: a field's ``name``, its ``colon``, or its ``value``."""

    __slots__ = ("due", "opener")

    def __init__(self, opener: str) -> None:
        self.opener = opener
        self.due = "name" if opener == "{" else ""


def substitute(text: str, lookup: Callable[[str], str | None]) -> Substitution:
    """Replace every variable that is set."""
    if ":" not in text:
        return Substitution(text, text, ())
    found = list(scan(text))
    replaced: list[str] = []
    pieces: list[Piece] = []
    length = done = 0
    for start, end, name, value in _variables(text, found, lookup):
        replaced += [text[done:start], value]
        length += start - done
        pieces.append(Piece(Span(start, end), Span(length, length + len(value)), name))
        length += len(value)
        done = end
    replaced.append(text[done:])
    return Substitution(text, "".join(replaced), tuple(pieces))


def _variables(
    text: str, found: list[tuple[RawKind, int, int]], lookup: Callable[[str], str | None]
) -> list[tuple[int, int, str, str]]:
    """(start, end, name, what to put there) of each variable that is set."""
    result: list[tuple[int, int, str, str]] = []
    stack: list[_Bracket] = []
    skip_to = 0
    for index, (kind, start, end) in enumerate(found):
        if start < skip_to or kind == "comment":
            continue
        lexeme = text[start:end] if kind == "symbol" else ""
        if lexeme == ":" and not (stack and stack[-1].due == "colon"):
            variable = _variable_behind(text, found, index)
            value = None if variable is None else lookup(variable[0])
            if variable is not None and value is not None:
                name, quote, skip_to = variable
                put = quote + value.replace(quote, quote * 2) + quote if quote else value
                result.append((start, skip_to, name, put))
                lexeme = ""
        _advance(stack, lexeme)
    return result


def _variable_behind(text: str, found: list[tuple[RawKind, int, int]], index: int) -> tuple[str, str, int] | None:
    """(name, quote, end) of the variable whose colon is at ``index``, if something directly behind it can be one."""
    if index + 1 >= len(found):
        return None
    kind, start, end = found[index + 1]
    if start != found[index][2]:
        return None
    if kind == "word":
        return text[start:end], "", end
    if kind in ("string", "quoted"):
        return text[start + 1 : end - 1], text[start], end
    return None


def _advance(stack: list[_Bracket], lexeme: str) -> None:
    """Keep track of brackets and of what is due in a struct; ``lexeme`` is empty for anything but a symbol."""
    if lexeme in CLOSING:
        if stack:
            stack.pop()
    elif stack and stack[-1].due:
        top = stack[-1]
        if lexeme == ",":
            top.due = "name"
        elif top.due == "colon":
            top.due = "value" if lexeme == ":" else "colon"
        elif top.due == "name":
            top.due = "colon"
    if lexeme in OPENERS:
        stack.append(_Bracket(lexeme))
