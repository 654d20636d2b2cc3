"""What was typed before, kept for each ledger apart, whole statements with their line ends."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from pathlib import Path

from prompt_toolkit.auto_suggest import AutoSuggest, Suggestion
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.document import Document
from prompt_toolkit.history import FileHistory, History, InMemoryHistory

from ledgershell.environment import Environment
from ledgershell.ledger.protocols import LedgerDescription
from ledgershell.static_typing import Final

IN_MEMORY: Final = "memory"
READ: Final = 1 << 20
"""Bytes at a history's end that are read, so that years of it cost no start."""
SUGGESTED: Final = 1_000
"""Texts that are looked through for a suggestion at every key."""


class PrivateFileHistory(FileHistory):
    """A history file that only its owner may read; one that cannot be read or written is not worth an error."""

    def load_history_strings(self) -> Iterable[str]:
        """The texts, the last one first."""
        try:
            with open(self.filename, "rb") as file:  # noqa: PTH123 - prompt_toolkit has it as text
                size = file.seek(0, os.SEEK_END)
                file.seek(max(0, size - READ))
                kept = file.read().decode("utf-8", "replace")
        except OSError:
            return []
        if size > READ:
            kept = kept.partition("\n# ")[2]  # where the first text begins that is there from its beginning
        texts: list[str] = []
        lines: list[str] = []
        for line in [*kept.split("\n"), ""]:
            if line.startswith("+"):
                lines.append(line[1:])
            elif lines:
                texts.append("\n".join(lines))
                lines = []
        return reversed(texts)

    def store_string(self, string: str) -> None:
        """Keep a text."""
        try:
            super().store_string(string.encode("utf-8", "replace").decode("utf-8"))
        except OSError:
            pass


class StatementSuggestion(AutoSuggest):
    """In grey what is likely meant: the rest of the line of a statement that began just so, else of any line."""

    def get_suggestion(self, buffer: Buffer, document: Document) -> Suggestion | None:
        """As prompt_toolkit wants it."""
        text = document.text
        line = text.rpartition("\n")[2]
        if not line.strip():
            return None
        fallback: Suggestion | None = None
        for earlier in reversed(buffer.history.get_strings()[-SUGGESTED:]):
            if earlier.startswith(text) and (rest := earlier[len(text) :].partition("\n")[0]):
                return Suggestion(rest)
            if fallback is None and line in earlier:
                rests = [each[len(line) :] for each in earlier.split("\n") if each.startswith(line)]
                fallback = Suggestion(rests[-1]) if rests and rests[-1] else None
        return fallback


def history_path(environment: Environment, ledger: LedgerDescription) -> Path:
    """The file for one ledger: by its id, so that it may be renamed; all ledgers in memory share one."""
    named = environment.variables.get("LEDGERSHELL_HISTORY")
    if named:
        return Path(named)
    name = ledger.ledger_id if ledger.location != ":memory:" and ledger.ledger_id.isalnum() else IN_MEMORY
    return Path(environment.state_home(), "history", name)


def history_for(environment: Environment, ledger: LedgerDescription) -> History:
    """The ledger's history, on disk if that is possible."""
    path = history_path(environment, ledger)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            if stat.S_ISREG(os.fstat(descriptor).st_mode):
                os.fchmod(descriptor, 0o600)  # it may have been there before, for everybody to read
        finally:
            os.close(descriptor)
    except (OSError, ValueError):
        return InMemoryHistory()
    return PrivateFileHistory(str(path))
