"""``stream-journal`` with signals: Ctrl-C, SIGTERM and SIGHUP end a stream between two blocks, with its place kept."""

from __future__ import annotations

from ledgershell.commands.stream_journal import stream_journal as stream
from ledgershell.commands.subcommands import Call
from ledgershell.environment import Environment
from ledgershell.errors import ExitCode
from ledgershell.shell.interruption import CancelOnInterrupt, Termination


def stream_journal(environment: Environment, call: Call) -> ExitCode:
    """``stream-journal``.  Raises ``KeyboardInterrupt`` or ``Terminated`` once the stream has ended for that."""
    stopped = False

    def stop() -> None:
        nonlocal stopped
        stopped = True

    with Termination() as termination:
        cancelling = CancelOnInterrupt(stop, termination, insistent=True)
        with cancelling:
            code = stream(environment, call, lambda: stopped)
        if cancelling.requested():
            raise KeyboardInterrupt
    return code
