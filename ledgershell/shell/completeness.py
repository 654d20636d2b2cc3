"""Whether what was typed so far is to be run when Enter is pressed, and as how many statements.

People type ``;`` and Enter, or, as in Amazon QLDB's shells, Enter on an empty line.  The latter runs whatever is there
if no literal, comment or bracket is open, so a mistake is answered with its error and never with one more prompt.
While something is open an empty line may belong to it, unless no further text could make a statement of it any more.
"""

from __future__ import annotations

from ledgershell.commands.arguments import Lookup
from ledgershell.errors import LedgershellError, ParseError, Span
from ledgershell.partiql.lexer import scan
from ledgershell.partiql.parser import parse
from ledgershell.partiql.splitter import Brackets, open_at_line_starts
from ledgershell.shell.scanner import Scanner
from ledgershell.shell.substitution import substitute


def no_variables(_name: str) -> None:
    """For texts that are read without variables."""


def is_complete(
    text: str, *, cursor: int | None = None, single_line: bool = False, lookup: Lookup = no_variables
) -> bool:
    """Complete is: nothing at all, statements that all end in ``;``, and a last line of meta-commands.

    Also any text in which nothing is open, when Enter is pressed on an empty line behind it or ``single_line`` is on;
    and, on an empty line, a text that nothing can make a statement of.
    """
    rest = _unended(text)
    if not rest:
        return True
    nothing_open = open_at_line_starts(f"{text}\n")[-1] in "=-"
    if single_line:
        return nothing_open
    at_end = cursor is None or not text[cursor:].strip()
    if not at_end or "\n" not in text or text.rpartition("\n")[2].strip():
        return False
    return nothing_open or _is_hopeless(rest, lookup)


def _unended(text: str) -> str:
    """What stands behind the last statement that is ended, perhaps by a meta-command."""
    scanner = Scanner(None)
    scanner.append(f"{text}\n")
    while (item := scanner.next(final=False)) is not None:
        if item.kind == "statement":
            scanner.take(item)
            continue
        if "\n" not in scanner.text[item.end :].rstrip("\n"):
            return ""
        scanner.take_command(item, len(item.text), keep=False)
    return scanner.rest()


def _is_hopeless(text: str, lookup: Lookup) -> bool:
    """Whether the text is no statement and no more text can make it one."""
    error = _mistake(text, lookup)
    return error is not None and not (isinstance(error, ParseError) and error.incomplete)


def _mistake(text: str, lookup: Lookup) -> LedgershellError | None:
    """Why the text is no whole statement, with the place in the text as it was typed."""
    substitution = substitute(text, lookup)
    try:
        parse(substitution.text)
    except LedgershellError as error:
        return substitution.mapped(error)
    return None


def statements_of(text: str, lookup: Lookup = no_variables) -> list[Span]:
    """The statements in a text that the splitter takes for one: they may be parted by blank lines alone.

    Only if every one of them parses whole; otherwise the text is taken as it is, and its error will tell.
    """
    whole = [Span(0, len(text))]
    gaps = _blank_lines(text)
    found: list[Span] = []
    start = 0
    while gaps:
        mistake = _mistake(text[start:], lookup)
        if mistake is None:
            break
        if mistake.span is None:
            return whole
        # The parser reads as far as it can, so the statement ends at the last gap before the mistake, or nowhere.
        end = max((gap for gap in gaps if start < gap <= start + mistake.span.start), default=start)
        if _mistake(text[start:end], lookup) is not None:
            return whole
        found.append(Span(start, end))
        start = end
    return [*found, Span(start, len(text))]


def _blank_lines(text: str) -> list[int]:
    """Where tokens begin that stand behind a blank line and outside all brackets."""
    gaps: list[int] = []
    brackets = Brackets()
    line_ends = behind = 0
    for kind, start, end in scan(text):
        line_ends = max(line_ends, text.count("\n", behind, start))
        behind = end
        if kind == "comment":
            continue
        if line_ends > 1 and start and not brackets.open:
            gaps.append(start)
        line_ends = 0
        brackets.follow(text[start:end] if kind == "symbol" else "")
    return gaps
