"""Whether what was typed so far is to be run when Enter is pressed."""

from __future__ import annotations

from ledgershell.errors import LedgershellError
from ledgershell.partiql.splitter import open_at_line_starts
from ledgershell.shell.scanner import Scanner


def is_complete(text: str, *, cursor: int | None = None, single_line: bool = False) -> bool:
    """Complete is: nothing at all, statements that all end in ``;``, and a last line of meta-commands.

    Also a statement that parses whole, when Enter is pressed on an empty line behind it, and, with ``single_line``,
    any text in which nothing is open.
    """
    if not text.strip():
        return True
    if _ends_with_item(text):
        return True
    if single_line:
        return open_at_line_starts(f"{text}\n")[-1] in "=-"
    at_end = cursor is None or not text[cursor:].strip()
    last_line = text.rpartition("\n")[2]
    return at_end and "\n" in text and not last_line.strip() and parses(text)


def _ends_with_item(text: str) -> bool:
    """Whether every statement is ended, the last one perhaps by a meta-command."""
    scanner = Scanner(None)
    scanner.append(f"{text}\n")
    while (item := scanner.next(final=False)) is not None:
        if item.kind == "statement":
            scanner.take(item)
            continue
        if "\n" not in scanner.text[item.end :].rstrip("\n"):
            return True
        scanner.take_command(item, len(item.text), keep=False)
    return not scanner.has_rest()


def parses(text: str) -> bool:
    """Whether the text is one whole statement."""
    from ledgershell.partiql.parser import parse

    try:
        parse(text)
    except LedgershellError:
        return False
    return True
