r"""What the prompt says: which ledger, the transaction's state, and why a statement is not yet at its end.

``vehicles=> `` waits for a statement, ``vehicles=*> `` inside a transaction, ``vehicles=!> `` inside one in which a
statement has failed.  On further lines the ``=`` becomes what is open: ``-`` the statement, ``( { [ <`` a bracket
(``<`` is a bag), ``'`` a string, ``"`` a quoted name, `````` Ion, ``*`` a comment; and the ``>`` becomes ``#``.
"""

from __future__ import annotations

from ledgershell.partiql.splitter import open_at_line_starts


def prompt_text(ledger: str, mark: str) -> str:
    """The prompt of a first line."""
    return f"{ledger}={mark}> "


class Continuations:
    """The prompts of further lines; the reasons are looked up once for each text."""

    def __init__(self) -> None:
        self._text: str | None = None
        self._reasons: list[str] = []

    def prompt(self, text: str, line: int, wraps: int, width: int) -> str:
        """For the line of that number (from 0), as wide as the first line's prompt; a wrapped line gets blanks."""
        if wraps:
            return " " * width
        if text != self._text:
            self._text, self._reasons = text, open_at_line_starts(text)
        reason = self._reasons[line] if line < len(self._reasons) else "-"
        return f"{reason}# ".rjust(width)
