"""Sessions for the documentation: what somebody at a terminal types and sees, with fixed clock and identifiers.

A transcript is text in which a line that begins with a prompt is what was typed, and all other lines are what was
printed.  :func:`replayed` runs what was typed and writes the transcript anew.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

from ledgershell.commands.conversation import Conversation
from ledgershell.commands.output import Output
from ledgershell.environment import Environment, demo, system
from ledgershell.ledger.control import LocalControl
from ledgershell.ledger.session import LedgerSession
from ledgershell.shell.prompts import Continuations, Facts, prompt_text
from ledgershell.shell.scanner import Scanner
from ledgershell.shell.script import ScriptRunner, Stopped

FIRST = re.compile(r"(?P<prompt>[a-z]+(?:@\d+)?=[*!]?> )(?P<typed>.*)")
FURTHER = re.compile(r" +[-({\[<'\"`*][*!]?# (?P<typed>.*)")


class Screen(io.StringIO):
    """A stream that counts as a terminal."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


class Session:
    """The shell without its line editor: a ledger in memory, and one screen for all that it prints."""

    def __init__(self, folder: Path, *, width: int = 88, color: bool = False) -> None:
        self._screen = Screen()
        variables = {"LEDGERSHELL_HOME": str(folder), "TERM": "xterm-256color"}
        outside = Environment(
            system().clock,
            system().identifiers,
            stdin=io.StringIO(),
            stdout=self._screen,
            stderr=self._screen,
            variables=variables if color else {**variables, "NO_COLOR": "1"},
            read_terminal_size=lambda: (width, 50),
        )
        environment = demo(base=outside)
        control = LocalControl(environment)
        self._color = color
        self._session = LedgerSession(control.open_or_create(":memory:").ledger, owns_ledger=True)
        self._conversation = Conversation(
            environment, self._session, control, interactive=True, output=Output(environment), folder=str(folder)
        )
        self._runner = ScriptRunner(self._conversation)

    def enter(self, text: str) -> str:
        """What the screen shows of a statement or a meta-command: the prompts, what was typed, and the answer."""
        self._screen.seek(0)
        self._screen.truncate()
        template = self._conversation.variables.get("PROMPT1") or ""
        further = self._conversation.variables.get("PROMPT2") or ""
        facts = Facts(
            "vehicles" if self._session.as_of is None else f"vehicles@{self._session.as_of}",
            self._conversation.transaction_mark(),
        )
        continuations = Continuations()
        first = prompt_text(template, facts)
        for number, line in enumerate(text.split("\n")):
            prompt = first if number == 0 else continuations.prompt(text, number, further, facts, len(first))
            self._screen.write((f"\x1b[1m{prompt}\x1b[0m" if self._color else prompt) + line + "\n")
        scanner = Scanner(None)
        scanner.append(f"{text}\n")
        try:
            while (item := scanner.next(final=True)) is not None:
                self._runner.carry_out(scanner, item)
        except Stopped:
            pass
        return self._screen.getvalue()

    def close(self) -> None:
        self._session.close()


def typed(transcript: str) -> Iterator[str]:
    """What was typed in a transcript, statement by statement."""
    lines: list[str] = []
    for line in transcript.splitlines():
        if first := FIRST.fullmatch(line):
            if lines:
                yield "\n".join(lines)
            lines = [first["typed"]]
        elif (further := FURTHER.fullmatch(line)) and lines:
            lines.append(further["typed"])
    if lines:
        yield "\n".join(lines)


def replayed(session: Session, transcript: str) -> str:
    """The transcript with the output of this program."""
    return "".join(session.enter(text) for text in typed(transcript))
