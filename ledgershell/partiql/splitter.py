r"""Where the statements of a script begin and end, by the lexer and not by the grammar.

``;`` ends a statement unless it stands in a string, a quoted name, an Ion literal, a comment, or between brackets, as
in psql, where it may stand between parentheses.  A backslash begins a meta-command, which runs to the end of its line:
at the start of a line it is a piece of its own, and behind a statement (``SELECT 1 \gx``) it ends that statement, even
between brackets, so that somebody who is lost among them can say so.  Whether a piece is correct is none of the
splitter's business: a mistake in one statement leaves the others readable.

There is one :class:`Splitter`, for text that is there (:func:`split`, the keyboard) and for text that still arrives (a
pipe).  No token is looked at twice, but for the last one before each piece of text.

Statements that are separated by blank lines only, as in many an article, are one piece here: a blank line may stand in
the midst of a statement.  The interactive shell parses such a piece and takes it apart where that makes sense.
"""

from __future__ import annotations

from types import MappingProxyType

from ledgershell.partiql.lexer import scan
from ledgershell.static_typing import Final, Literal, NamedTuple

BYTE_ORDER_MARK: Final = "\N{ZERO WIDTH NO-BREAK SPACE}"
OPENERS: Final = MappingProxyType({"(": ")", "[": "]", "{": "}", "<<": ">>"})
CLOSERS: Final = MappingProxyType({closer: opener for opener, closer in OPENERS.items()})
_ARRIVALS: Final = MappingProxyType({"'": "'", '"': '"', "`": "`", "/": "*/"})
"""What must arrive before a literal or comment that is open can be at its end."""
_ANY_END: Final = (";", "\\")


class Piece(NamedTuple):
    """One piece of a script: ``text[start:end]`` without surrounding white space and comments.

    ``kind``   ``statement``, or ``command`` (a meta-command, from its backslash on)
    ``line``   where it starts, from 1
    ``ended``  what ended a statement: ``;`` (which is not in the piece), the ``\\`` of a command, or nothing
    ``open``   what a statement without an end still has open, as a sign of :func:`open_at_line_starts`
    """

    kind: Literal["statement", "command"]
    start: int
    end: int
    line: int
    ended: str = ""
    open: str = ""


class Ending:
    """Where a statement ends.

    ``sign``  ``;``, the ``\\`` of a meta-command, or nothing: the text is at its end
    ``at``    where the sign stands
    ``last``  behind the statement's last token; comments do not count
    ``open``  what is open at the end of the text, as a sign of :func:`open_at_line_starts`
    """

    __slots__ = ("at", "last", "open", "sign")

    def __init__(self, sign: str, at: int, last: int, open: str = "") -> None:  # noqa: A002 - the word for it
        self.sign = sign
        self.at = at
        self.last = last
        self.open = open


class Brackets:
    """The brackets that are ``open``, innermost last; a closing one of the wrong kind closes nothing."""

    __slots__ = ("open",)

    def __init__(self) -> None:
        self.open: list[str] = []

    def follow(self, lexeme: str) -> None:
        """Take the next symbol into account; anything else, such as an empty text, changes nothing."""
        if lexeme in OPENERS:
            self.open.append(lexeme)
        elif lexeme in CLOSERS and self.open and self.open[-1] == CLOSERS[lexeme]:
            self.open.pop()

    def sign(self) -> str:
        """The innermost one as a sign of :func:`open_at_line_starts`; empty when none is open."""
        return self.open[-1][0] if self.open else ""


class Splitter:
    """Finds the ends of statements one by one, in a text that may still be arriving.

    ``text``      what has arrived and was not forgotten
    ``position``  everything before it has been used
    """

    def __init__(self, text: str = "", position: int = 0) -> None:
        self.text = text
        self.position = position
        self._searched = position
        self._last = position
        self._brackets = Brackets()
        self._awaited: tuple[str, ...] = ()

    def append(self, more: str) -> None:
        """More of the text."""
        self.text += more
        if any(sign in more for sign in self._awaited):
            self._awaited = ()

    def waits(self) -> bool:
        """Whether nothing has arrived that could end the statement."""
        return bool(self._awaited)

    def begin(self, *, final: bool) -> int | None:
        """The first character behind white space and comments; ``None`` when only those are left.

        ``final``: no more text will come.
        """
        for kind, start, _ in scan(self.text, self.position):
            if kind == "comment":
                continue
            return None if kind == "unterminated" and self.text[start] == "/" and not final else start
        return None

    def end(self, begin: int, *, final: bool) -> Ending | None:
        """Where the statement at ``begin`` ends, or ``None`` when that has not arrived."""
        text, brackets = self.text, self._brackets
        if begin > self._searched:
            self._searched = self._last = begin
        kind, start, lexeme, behind = "", begin, "", self._last
        for kind, start, stop in scan(text, self._searched):
            brackets.follow(lexeme)
            self._searched, self._last = start, behind
            lexeme = text[start:stop] if kind == "symbol" else ""
            if lexeme == ";" and not brackets.open:
                return Ending(";", start, behind)
            if kind == "unknown" and text[start] == "\\":
                return Ending("\\", start, behind)
            if kind != "comment" and text[start : start + 2] != "/*":
                behind = stop
        if final:
            brackets.follow(lexeme)
            self._searched, self._last = len(text), behind
            literal = _sign(text, start) if kind == "unterminated" else ""
            return Ending("", len(text), behind, literal or brackets.sign())
        if text.endswith("\n"):
            self._awaited = (_ARRIVALS[text[start]],) if kind == "unterminated" else _ANY_END
        return None

    def move(self, position: int) -> None:
        """Everything before ``position`` is used, and a statement may begin there."""
        self.position = self._searched = self._last = position
        self._brackets = Brackets()
        self._awaited = ()

    def blank(self, start: int, end: int) -> None:
        """Put blanks in the place of a meta-command in the midst of a statement, which goes on behind it."""
        self.text = self.text[:start] + " " * (end - start) + self.text[end:]
        self._awaited = ()

    def forget(self, count: int) -> None:
        """Drop the first characters, which are all used."""
        self.text = self.text[count:]
        self.position -= count
        self._searched -= count
        self._last -= count


def _sign(text: str, start: int) -> str:
    """The sign for the literal or comment that begins at ``start``."""
    return "*" if text[start] in "-/" else text[start]


def content_start(text: str) -> int:
    """Where a script's own text begins: behind a byte order mark and a first line ``#!…``."""
    start = 1 if text.startswith(BYTE_ORDER_MARK) else 0
    if text.startswith("#!", start):
        return _line_end(text, start)
    return start


def split(text: str) -> list[Piece]:
    """The pieces of a script, in order; empty statements are left out."""
    found: list[Piece] = []
    splitter = Splitter(text, content_start(text))
    line, counted = 1, 0
    while (begin := splitter.begin(final=True)) is not None:
        line += text.count("\n", counted, begin)
        counted = begin
        ending = splitter.end(begin, final=True)
        if ending is None:
            break
        if ending.at == begin and ending.sign == "\\":
            stop = _line_end(text, begin)
            found.append(Piece("command", begin, stop, line))
            splitter.move(stop)
            continue
        last = len(text) if ending.open == "*" else ending.last
        if last > begin:
            found.append(Piece("statement", begin, last, line, ending.sign, ending.open))
        splitter.move(ending.at + (ending.sign == ";"))
    return found


def open_at_line_starts(text: str) -> list[str]:
    """For each line: what is open where it begins, as the sign of a continuation prompt.

    ``-`` the statement, ``( { [ <`` a bracket (``<`` is a bag), ``' " ` *`` a string, a quoted name, Ion, a comment;
    ``=`` nothing.
    """
    starts = [0, *(index + 1 for index, letter in enumerate(text) if letter == "\n")]
    signs: list[str] = []
    brackets = Brackets()
    state = "="
    for kind, start, end in scan(text):
        while len(signs) < len(starts) and starts[len(signs)] <= start:
            signs.append(state)
        inside = _sign(text, start)
        while len(signs) < len(starts) and starts[len(signs)] < end:
            signs.append(inside)
        if kind == "unterminated":
            signs += [inside] * (len(starts) - len(signs))
        if kind != "comment":
            lexeme = text[start:end] if kind == "symbol" else ""
            brackets.follow(lexeme)
            state = brackets.sign() or ("=" if lexeme == ";" else "-")
    return signs + [state] * (len(starts) - len(signs))


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    end = len(text) if end < 0 else end
    return end - 1 if end > start and text[end - 1] == "\r" else end
