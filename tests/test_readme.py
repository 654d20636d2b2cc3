"""The README's sessions are real: each command is run, and prints what stands below it.

A ``console`` block holds lines that begin with ``$ `` and, below each, what it printed (standard output and standard
error).  ``python -m tests.test_readme`` writes the output anew.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledgershell.cli import program
from ledgershell.environment import system
from tests.locations import REPOSITORY

README = REPOSITORY / "README.md"
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)


def run(command: str) -> str:
    """What one ``ledgershell …`` prints."""
    name, *arguments = shlex.split(command)
    assert name == "ledgershell"
    pages = io.StringIO()
    outside = system()
    outside.stdout = outside.stderr = pages
    outside.stdin = io.StringIO()
    program(arguments, outside)
    return pages.getvalue()


def replayed(text: str) -> Iterator[tuple[str, str]]:
    """Each block as it is written and as it should be, run in order in the working directory."""
    for block in BLOCK.findall(text):
        commands = [line[2:] for line in block.splitlines() if line.startswith("$ ")]
        yield block, "".join(f"$ {command}\n{run(command)}" for command in commands)


def test_the_sessions_of_the_readme_are_real(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    blocks = list(replayed(README.read_text(encoding="utf-8")))
    assert len(blocks) >= 5
    for written, real in blocks:
        assert written == real


if __name__ == "__main__":
    import tempfile

    page = README.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        for written, real in replayed(page):
            page = page.replace(written, real)
    README.write_text(page, encoding="utf-8")
    sys.stdout.write(f"wrote {os.path.relpath(README)}\n")
