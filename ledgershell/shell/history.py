"""What was typed before, kept for each ledger apart, whole statements with their line ends."""

from __future__ import annotations

import os
from pathlib import Path

from prompt_toolkit.history import FileHistory, History, InMemoryHistory

from ledgershell.environment import Environment
from ledgershell.ledger.protocols import LedgerDescription

IN_MEMORY = "memory"


class PrivateFileHistory(FileHistory):
    """A history file that only its owner may read; one that cannot be written is not worth an error."""

    def store_string(self, string: str) -> None:
        try:
            super().store_string(string.encode("utf-8", "replace").decode("utf-8"))
        except OSError:
            pass


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
        os.close(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600))
    except OSError:
        return InMemoryHistory()
    return PrivateFileHistory(str(path))
