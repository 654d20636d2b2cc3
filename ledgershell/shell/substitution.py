r"""Putting variables into statements: ``:name``, ``:'name'`` and ``:"name"``.

It is done on tokens, so nothing inside a string, a quoted name, a comment or Ion is touched, and the colon between a
field and its value in a struct is left alone: in ``{'a':x}`` it is that colon, in ``{'a': :x}`` the second one stands
for a variable.  A name that is not set is left as it is, as in psql: graph patterns use colons too.  Where the language
has no use for the colon, the error says that there is no such variable.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ledgershell.errors import LedgershellError, ParseError, SemanticError, Span
from ledgershell.partiql.lexer import RawKind, scan
from ledgershell.static_typing import NamedTuple

OPENERS = ("(", "[", "{", "<<")
CLOSING = (")", "]", "}", ">>")


class Piece(NamedTuple):
    """A variable: where it stood, and where its value (or it itself, if it is not set) stands now."""

    source: Span
    target: Span
    name: str


class Substitution(NamedTuple):
    """A statement with its variables put in; ``unknown`` are those that are not set."""

    source: str
    text: str
    pieces: tuple[Piece, ...] = ()
    unknown: tuple[Piece, ...] = ()

    def mapped(self, error: LedgershellError, known: Iterable[str] = ()) -> LedgershellError:
        """The error with its span in the statement as it was written, variables and all.

        ``known`` are the names of all variables, for one that is misspelt.
        """
        if error.text not in (None, self.text):
            return error
        if isinstance(error, ParseError) and error.span is not None:
            for piece in self.unknown:
                if piece.target.start == error.span.start:
                    return _no_variable(piece, self.source, known)
        if not self.pieces:
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


def _no_variable(piece: Piece, source: str, known: Iterable[str]) -> SemanticError:
    from ledgershell.partiql.spelling import candidates, did_you_mean, shortened

    hint = did_you_mean(f":{name}" for name in candidates(piece.name, known))
    name = shortened(piece.name)
    return SemanticError(
        "LS-CLI-014",
        f"there is no variable '{name}'",
        span=piece.source,
        text=source,
        hint=hint or f"\\set {name} VALUE makes it",
    )


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
        return Substitution(text, text)
    found = list(scan(text))
    replaced: list[str] = []
    pieces: list[Piece] = []
    unknown: list[Piece] = []
    length = done = 0
    for start, end, name, value in _variables(text, found, lookup):
        put = text[start:end] if value is None else value
        replaced += [text[done:start], put]
        length += start - done
        (unknown if value is None else pieces).append(Piece(Span(start, end), Span(length, length + len(put)), name))
        length += len(put)
        done = end
    replaced.append(text[done:])
    return Substitution(text, "".join(replaced), tuple(pieces), tuple(unknown))


def _variables(
    text: str, found: list[tuple[RawKind, int, int]], lookup: Callable[[str], str | None]
) -> list[tuple[int, int, str, str | None]]:
    """(start, end, name, what to put there) of each variable; nothing is put where it is not set."""
    result: list[tuple[int, int, str, str | None]] = []
    stack: list[_Bracket] = []
    skip_to = 0
    for index, (kind, start, end) in enumerate(found):
        if start < skip_to or kind == "comment":
            continue
        lexeme = text[start:end] if kind == "symbol" else ""
        if lexeme == ":" and not (stack and stack[-1].due == "colon"):
            variable = _variable_behind(text, found, index)
            if variable is not None:
                name, quote, behind = variable
                value = lookup(name)
                if value is not None:
                    value = quote + value.replace(quote, quote * 2) + quote if quote else value
                    skip_to, lexeme = behind, ""
                result.append((start, behind, name, value))
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
