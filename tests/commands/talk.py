"""A conversation without a process: a ledger in memory, and streams that can be read afterwards."""

from __future__ import annotations

import io
from pathlib import Path

from ledgershell.commands.conversation import Conversation
from ledgershell.environment import DemoClock, DemoIdentifiers, Environment
from ledgershell.ledger.control import LocalControl
from ledgershell.ledger.session import LedgerSession
from ledgershell.shell.script import ScriptRunner, Stopped


class Screen(io.StringIO):
    """A stream that counts as a terminal, or not."""

    terminal = False

    def isatty(self) -> bool:
        return self.terminal


class Talk:
    """Types scripts and gives back what they print."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.stdout, self.stderr = Screen(), Screen()
        self.environment = Environment(
            DemoClock(),
            DemoIdentifiers("talk"),
            stdin=io.StringIO(),
            stdout=self.stdout,
            stderr=self.stderr,
            variables={
                "LEDGERSHELL_HOME": str(folder / "ledgers"),
                "XDG_STATE_HOME": str(folder / "state"),
                "XDG_CONFIG_HOME": str(folder / "config"),
                "NO_COLOR": "1",
            },
            deterministic=True,
            read_terminal_size=lambda: (80, 24),
        )
        self.control = LocalControl(self.environment)
        self.session = LedgerSession(self.control.open_or_create(":memory:").ledger, owns_ledger=True)
        self.conversation = Conversation(self.environment, self.session, self.control, folder=str(folder))
        self.runner = ScriptRunner(self.conversation)

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def __call__(self, script: str) -> str:
        """What the script prints on standard output; errors and notices are in :attr:`said`."""
        for stream in (self.stdout, self.stderr):
            stream.seek(0)
            stream.truncate()
        try:
            self.runner.run_text(script)
        except Stopped:
            pass
        return self.stdout.getvalue()

    @property
    def said(self) -> str:
        """What the last script printed on standard error."""
        return self.stderr.getvalue()

    def close(self) -> None:
        self.conversation.output.close()
        self.session.close()

    def on_a_terminal(self) -> None:
        self.stdout.terminal = self.stderr.terminal = True
