r"""What the prompt says: which ledger, the transaction's state, and why a statement is not yet at its end.

``vehicles=> `` waits for a statement, ``vehicles=*> `` inside a transaction, ``vehicles=!> `` inside one in which a
statement has failed, ``vehicles@41=> `` where tables are read as of block 41.  On further lines the ``=`` becomes what
is open: ``-`` the statement, ``( { [ <`` a bracket (``<`` is a bag), ``'`` a string, ``"`` a quoted name, `````` Ion,
``*`` a comment; and the ``>`` becomes ``#``.

The variables PROMPT1 and PROMPT2 say it otherwise, in psql's escapes::

    %/ %~   the ledger's name          %T      the open transaction's id
    %R      what is open; = nothing    %B      the tip: the last block's number
    %x      * in a transaction, ! in   %D      the first eight digits of the digest
            one with a failure         %l      the line's number in the statement
    %#      > on the first line, #     %:NAME: a variable's value
            on further ones            %NNN    the character of an octal number
    %w      blanks as wide as the first line's prompt
    %[ %]   around colour: ESC [ … m and nothing else
    %%      %

psql's ``%`command```, ``%n``, ``%m`` and their like have no meaning here and vanish.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from ledgershell.partiql.splitter import open_at_line_starts
from ledgershell.render.safe_text import display_width, visible
from ledgershell.shell.pieces import Pieces
from ledgershell.static_typing import Final, NamedTuple

COLOUR_CHARACTERS: Final = frozenset("0123456789;:[m")


class Facts(NamedTuple):
    """What a prompt and the toolbar tell of.

    ``mark``         of the transaction: nothing, ``*`` or ``!``
    ``transaction``  the open transaction's id
    ``digest``       in hexadecimal digits, as many as are known
    ``single_line``  Enter runs without ``;``
    """

    ledger: str
    mark: str = ""
    transaction: str = ""
    tip: int = -1
    digest: str = ""
    single_line: bool = False


def no_variable(_name: str) -> None:
    """For prompts without variables."""


class _Line(NamedTuple):
    """What differs from line to line of a statement."""

    reason: str = "="
    number: int = 1
    width: int = 0


def prompt_text(template: str, facts: Facts, variable: Callable[[str], str | None] = no_variable) -> str:
    """The prompt of a first line; the only escape sequences in it are those for colour between ``%[`` and ``%]``."""
    return _expanded(template, facts, _Line("^" if facts.single_line else "="), variable)


def _expanded(template: str, facts: Facts, line: _Line, variable: Callable[[str], str | None]) -> str:
    parts: list[str] = []
    position = 0
    while position < len(template):
        percent = template.find("%", position)
        if percent < 0:
            break
        parts.append(visible(template[position:percent]))
        sign = template[percent + 1 : percent + 2]
        position = percent + 2
        if sign == "[":
            colour, position = _colour(template, position)
            parts.append(colour)
        elif sign == ":":
            name, colon, _ = template[position:].partition(":")
            position += len(name) + len(colon)
            parts.append(visible(variable(name) or ""))
        elif sign == "`":
            position = (template.find("`", position) + 1) or len(template)
        elif sign and sign in "01234567":
            character, position = _octal(template, percent + 1)
            parts.append(visible(character))
        else:
            parts.append(visible(_escape(sign, facts, line)))
    return "".join([*parts, visible(template[position:])])


def _escape(sign: str, facts: Facts, line: _Line) -> str:
    further = line.number > 1
    meanings = {
        "%": "%",
        "/": facts.ledger,
        "~": facts.ledger,
        "R": line.reason,
        "x": facts.mark,
        "#": "#" if further else ">",
        "T": facts.transaction,
        "B": str(facts.tip) if facts.tip >= 0 else "",
        "D": facts.digest[:8],
        "l": str(line.number),
        "w": " " * line.width,
    }
    return meanings.get(sign, "")


def _octal(template: str, start: int) -> tuple[str, int]:
    end = start
    while end < min(start + 3, len(template)) and template[end] in "01234567":
        end += 1
    return chr(int(template[start:end] or "0", 8)), max(end, start + 1)


def _colour(template: str, start: int) -> tuple[str, int]:
    """The colour that stands between ``%[`` and ``%]``, if it is that and nothing else, and where the text goes on."""
    end = template.find("%]", start)
    behind = len(template) if end < 0 else end + 2
    inside = template[start : end if end >= 0 else len(template)].replace("%033", "\x1b")
    if inside.startswith("\x1b[") and inside.endswith("m") and COLOUR_CHARACTERS.issuperset(inside[1:]):
        return inside, behind
    return "", behind


def without_colour(prompt: str) -> str:
    """What of a prompt is seen."""
    first, *others = prompt.split("\x1b[")
    return first + "".join(other.partition("m")[2] for other in others)


class Continuations:
    """The prompts of further lines; the reasons are looked up once for each text."""

    def __init__(self) -> None:
        self._text: str | None = None
        self._reasons: Sequence[str] = ()
        self._pieces = Pieces()

    def prompt(
        self,
        text: str,
        line: int,
        template: str,
        facts: Facts,
        width: int,
        variable: Callable[[str], str | None] = no_variable,
    ) -> str:
        """For the line of that number (from 0), at least as wide as the first line's prompt."""
        if text != self._text:
            self._text, self._reasons = text, self._work_out(text)
        reason = self._reasons[line] if line < len(self._reasons) else "-"
        shown = _expanded(template, facts, _Line(reason, line + 1, width), variable)
        return " " * (width - display_width(without_colour(shown))) + shown

    def _work_out(self, text: str) -> Sequence[str]:
        """As :func:`~ledgershell.partiql.splitter.open_at_line_starts`, remembered for statements that have ended."""
        reasons: list[str] = []
        for start, end in self._pieces.spans(text):
            of_piece = _open_at_line_starts(text[start:end])
            reasons += of_piece[1:] if reasons else of_piece
        return reasons


_open_at_line_starts: Final = lru_cache(maxsize=4_096)(open_at_line_starts)
