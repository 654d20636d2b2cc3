"""A real terminal: the program on a pseudo-terminal, and a screen that understands what it writes."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pexpect
import pyte

from tests.locations import REPOSITORY

PATIENCE = 30.0


class Terminal:
    """ledgershell as somebody at a terminal sees it."""

    def __init__(
        self, folder: Path, *arguments: str, pipe: str = "", size: str = "90x30", before: str = "", **variables: str
    ) -> None:
        """``before``: commands of the system's shell that are run first."""
        columns, lines = map(int, size.split("x"))
        self.screen = pyte.Screen(columns, lines)
        self.screen.write_process_input = self._answer
        self._stream = pyte.Stream(self.screen)
        self.raw = ""
        kept = {name: os.environ[name] for name in ("PATH", "TMPDIR") if name in os.environ}
        home = {
            "HOME": str(folder / "home"),
            "LEDGERSHELL_HOME": str(folder / "ledgers"),
            "XDG_STATE_HOME": str(folder / "state"),
            "XDG_CONFIG_HOME": str(folder / "config"),
            "PYTHONPATH": str(REPOSITORY),
            "TERM": "xterm-256color",
            "PAGER": "",  # none, unless a test names one
        }
        program = [sys.executable, "-m", "ledgershell", *arguments]
        if pipe:
            program = ["/bin/sh", "-c", f'"$@" | {pipe}', "sh", *program]
        if before:
            program = ["/bin/sh", "-c", f'{before}; exec "$@"', "sh", *program]
        self.child = pexpect.spawn(
            program[0],
            program[1:],
            cwd=str(folder),
            env={**kept, **home, **variables},
            encoding="utf-8",
            dimensions=(lines, columns),
            timeout=PATIENCE,
        )

    def _answer(self, data: str) -> None:
        """A terminal answers when it is asked where its cursor is."""
        self.child.send(data)

    def type(self, text: str) -> None:
        self.child.send(text)

    def enter(self, line: str) -> None:
        self.type(f"{line}\r")

    def paste(self, text: str) -> None:
        """As a terminal does that marks what is pasted."""
        self.type("\x1b[200~" + text.replace("\n", "\r") + "\x1b[201~")

    def resize(self, columns: int, lines: int) -> None:
        """As when somebody drags the window's corner."""
        self.screen.resize(lines, columns)
        self.child.setwinsize(lines, columns)

    def clear(self) -> None:
        """Forget what is typed and what is on the screen."""
        self.type("\x03")
        self.type("\x0c")
        self.wait(lambda screen: self.screen.cursor.y == 0 and "=>" in screen.split("\n")[0])
        self.raw = ""

    def cell(self, text: str) -> pyte.screens.Char:
        """How the first character of ``text`` looks where it stands first on the screen."""
        for number, line in enumerate(self.screen.display):
            if text in line:
                found: pyte.screens.Char = self.screen.buffer[number][line.index(text)]
                return found
        raise AssertionError(f"{text!r} is not there:\n{self.text()}")

    def lines(self) -> list[str]:
        """The screen without what is blank at the ends."""
        return [line.rstrip() for line in self.screen.display]

    def text(self) -> str:
        return "\n".join(self.lines()).rstrip()

    def line(self) -> str:
        """The line that the cursor is in."""
        shown: str = self.screen.display[self.screen.cursor.y]
        return shown.rstrip()

    def _read(self) -> bool:
        try:
            data = self.child.read_nonblocking(65536, 0.05)
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        self.raw += data
        self._stream.feed(data)
        return True

    def wait(self, condition: Callable[[str], bool], *, patience: float = PATIENCE) -> str:
        """Read until the screen is as wanted, and return its text."""
        deadline = time.monotonic() + patience
        while not condition(self.text()):
            alive = self._read()
            assert alive or condition(self.text()), f"the program has ended:\n{self.text()}"
            assert time.monotonic() < deadline, f"the screen never got there:\n{self.text()}"
        return self.text()

    def wait_for(self, text: str) -> str:
        return self.wait(lambda screen: text in screen)

    def wait_for_prompt(self, prompt: str) -> str:
        """Until the cursor's line is this prompt and nothing else, blanks aside."""
        return self.wait(lambda _: self.line().strip() == prompt)

    def interrupt_until(self, condition: Callable[[str], bool]) -> str:
        """Press Ctrl-C until the screen is as wanted: one that is pressed while the line is being taken is lost."""
        for _ in range(int(PATIENCE)):
            self.type("\x03")
            try:
                return self.wait(condition, patience=1.0)
            except AssertionError:
                continue
        return self.wait(condition)

    def vanish(self) -> int | None:
        """Take the terminal away, as a connection that breaks does, and return the program's exit code."""
        self.child.ptyproc.fileobj.close()
        self.child.ptyproc.closed = self.child.closed = True
        self.child.child_fd = -1
        deadline = time.monotonic() + PATIENCE
        while self.child.isalive():
            assert time.monotonic() < deadline, "the program does not notice that its terminal is gone"
            time.sleep(0.02)
        code: int | None = self.child.exitstatus
        return code

    def end(self) -> int | None:
        """Wait for the program's end and return its exit code."""
        deadline = time.monotonic() + PATIENCE
        while self._read():
            assert time.monotonic() < deadline, f"the program does not end:\n{self.text()}"
        self.child.close()
        code: int | None = self.child.exitstatus
        return code
