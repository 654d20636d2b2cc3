r"""The arguments of a meta-command, taken apart as psql does.

Words are separated by blanks.  ``'…'`` keeps blanks (``''`` is a quote, ``\n \t \\ \'`` and ``\xHH`` are escapes),
``"…"`` keeps blanks and its quotes' content as it is, and `` `…` `` is what a program prints.  ``:name``, ``:'name'``
and ``:"name"`` stand for a variable's value, ``:{?name}`` for whether it is set.  A word that begins with a backslash
begins the next meta-command on the same line, and ``\\`` ends the arguments: what follows is a statement.
"""

from __future__ import annotations

from collections.abc import Callable

from ledgershell.errors import Span, UsageError
from ledgershell.static_typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from ledgershell.ion.values import Value

Lookup = Callable[[str], str | None]
"""A variable's value, or ``None`` when it is not set."""
Run = Callable[[str], str]
"""Runs a command of the operating system and gives back what it printed."""

ESCAPES: Final = {"n": "\n", "t": "\t", "b": "\b", "r": "\r", "f": "\f"}
BLANKS: Final = " \t\r\f\v"


class Arguments(NamedTuple):
    """What a meta-command was given.

    ``words``  the arguments, quotes taken off and variables put in
    ``quoted``  for each word whether any part of it was quoted
    ``end``     where in the line the next meta-command or, behind ``\\\\``, a statement begins
    ``raw``     the text of all arguments as typed, blanks at both ends removed
    ``values``  for commands that take Ion values: those; then there are no words
    ``plus``    the command's name was typed with a ``+`` behind it, which asks for more detail
    """

    words: tuple[str, ...]
    quoted: tuple[bool, ...]
    end: int
    raw: str
    values: tuple[Value, ...] = ()
    plus: bool = False


class _Reader:
    """Reads one word after another."""

    def __init__(self, line: str, start: int, lookup: Lookup, run: Run) -> None:
        self.line = line
        self.position = start
        self.lookup = lookup
        self.run = run

    def peek(self) -> str:
        return self.line[self.position : self.position + 1]

    def skip_blanks(self) -> None:
        while self.peek() and self.peek() in BLANKS:
            self.position += 1

    def word(self) -> tuple[str, bool]:
        parts: list[str] = []
        quoted = False
        while (letter := self.peek()) and letter not in BLANKS:
            if letter == "'":
                parts.append(self.single_quoted())
                quoted = True
            elif letter == '"':
                parts.append(self.double_quoted())
                quoted = True
            elif letter == "`":
                parts.append(self.backquoted())
                quoted = True
            elif letter == ":":
                parts.append(self.variable())
            else:
                parts.append(letter)
                self.position += 1
        return "".join(parts), quoted

    def unclosed(self, start: int) -> UsageError:
        return UsageError(
            "LS-CLI-005",
            f"the quote {self.line[start]} is not closed",
            span=Span(start, len(self.line)),
            text=self.line,
            hint="close it on the same line",
        )

    def single_quoted(self) -> str:
        start = self.position
        self.position += 1
        parts: list[str] = []
        while letter := self.peek():
            self.position += 1
            if letter == "'":
                if self.peek() != "'":
                    return "".join(parts)
                self.position += 1
                parts.append("'")
            elif letter == "\\":
                parts.append(self.escape())
            else:
                parts.append(letter)
        raise self.unclosed(start)

    def escape(self) -> str:
        letter = self.peek()
        self.position += 1
        if letter == "x":
            digits = self.line[self.position : self.position + 2]
            if len(digits) == 2 and all(digit in "0123456789abcdefABCDEF" for digit in digits):
                self.position += 2
                return chr(int(digits, 16))
        return ESCAPES.get(letter, letter)

    def double_quoted(self) -> str:
        start = self.position
        self.position += 1
        parts: list[str] = []
        while letter := self.peek():
            self.position += 1
            if letter == '"':
                if self.peek() != '"':
                    return "".join(parts)
                self.position += 1
            parts.append(letter)
        raise self.unclosed(start)

    def backquoted(self) -> str:
        start = self.position
        end = self.line.find("`", start + 1)
        if end < 0:
            raise self.unclosed(start)
        self.position = end + 1
        return self.run(self.line[start + 1 : end])

    def variable(self) -> str:
        """``:name`` and its quoted forms; left as it stands when there is no such variable."""
        start = self.position
        self.position += 1
        quote = self.peek()
        if self.line.startswith("{?", self.position):
            end = self.line.find("}", self.position)
            name = self.line[self.position + 2 : end]
            if end > 0 and name.isascii() and name.replace("_", "a").isalnum():
                self.position = end + 1
                return "TRUE" if self.lookup(name) is not None else "FALSE"
            return ":"
        if quote in ("'", '"') and quote:
            end = self.line.find(quote, self.position + 1)
            name = self.line[self.position + 1 : end] if end > 0 else ""
            value = self.lookup(name) if name else None
            if value is not None:
                self.position = end + 1
                return quote + value.replace(quote, quote + quote) + quote
            return ":"
        while (letter := self.peek()) and (letter == "_" or (letter.isascii() and letter.isalnum())):
            self.position += 1
        value = self.lookup(self.line[start + 1 : self.position])
        return self.line[start : self.position] if value is None else value


def _run_nothing(_command: str) -> str:
    raise UsageError("LS-CLI-004", "no program can be run here", hint="put ' around the text")


def read_arguments(line: str, start: int, lookup: Lookup, run: Run = _run_nothing) -> Arguments:
    """The arguments that begin at ``start`` of ``line``.  Raises :class:`UsageError` for an unclosed quote."""
    reader = _Reader(line, start, lookup, run)
    words: list[str] = []
    quoted: list[bool] = []
    while True:
        reader.skip_blanks()
        if not reader.peek() or reader.peek() == "\\":
            break
        text, was_quoted = reader.word()
        words.append(text)
        quoted.append(was_quoted)
    raw = line[start : reader.position].strip()
    if line.startswith("\\\\", reader.position):
        reader.position += 2
    return Arguments(tuple(words), tuple(quoted), reader.position, raw)


def read_whole_line(line: str, start: int) -> Arguments:
    """For commands that take the rest of the line as it is (``\\copy``)."""
    raw = line[start:].strip()
    return Arguments((raw,) if raw else (), (False,) if raw else (), len(line), raw)
