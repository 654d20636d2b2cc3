"""The program as others see it: a process with arguments, three streams and an exit code."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.locations import REPOSITORY

TIMEOUT = 60


class Outcome:
    """What one run left."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code = code
        self.out = out
        self.err = err

    def __repr__(self) -> str:
        return f"exit {self.code}\n--- out\n{self.out}--- err\n{self.err}"


class Program:
    """Runs ledgershell in a folder of its own, where nothing of the user's can be seen."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        kept = {name: os.environ[name] for name in ("PATH", "TMPDIR") if name in os.environ}
        self.variables = {
            **kept,
            "HOME": str(folder / "home"),
            "LEDGERSHELL_HOME": str(folder / "ledgers"),
            "XDG_STATE_HOME": str(folder / "state"),
            "XDG_CONFIG_HOME": str(folder / "config"),
            "PYTHONPATH": str(REPOSITORY),
            "LANG": "C",
            "TERM": "xterm-256color",
        }
        self.command = [sys.executable, "-m", "ledgershell"]

    def write(self, name: str, text: str | bytes) -> str:
        path = self.folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return name

    def read(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")

    def __call__(self, *arguments: str, stdin: str | bytes = b"", **variables: str) -> Outcome:
        done = subprocess.run(
            [*self.command, *arguments],
            input=stdin if isinstance(stdin, bytes) else stdin.encode(),
            capture_output=True,
            cwd=self.folder,
            env={**self.variables, **variables},
            timeout=TIMEOUT,
            check=False,
        )
        outcome = Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())
        assert "Traceback" not in outcome.err, outcome
        return outcome

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [*self.command, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=self.folder,
            env=self.variables,
        )


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path)
