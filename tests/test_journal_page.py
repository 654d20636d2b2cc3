"""``docs/journal.md``: what its console blocks show is what the commands print, down to every hash.

``python -m tests.test_journal_page`` writes the page's outputs anew.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.locations import REPOSITORY

PAGE = REPOSITORY / "docs" / "journal.md"
EXAMPLE = REPOSITORY / "examples" / "journal"
CONSOLE = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)


def ran(folder: Path, command: str, definitions: str) -> str:
    """What a command prints, run by bash, where ``ledgershell`` is this one."""
    python = shlex.quote(sys.executable)
    program = f'ledgershell() {{ {python} -m ledgershell "$@"; }}\npython3() {{ {python} "$@"; }}'
    done = subprocess.run(
        ["bash", "-c", f"{program}\n{definitions}\n{command}"],
        capture_output=True,
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(REPOSITORY), "HOME": str(folder), "LANG": "C.UTF-8"},
        timeout=60,
        check=False,
    )
    return done.stdout.decode() + done.stderr.decode()


def replayed(page: str, folder: Path) -> str:
    """The page with every output as it is now."""
    for name in ("people.pql", "eve.py"):
        (folder / name).write_bytes((EXAMPLE / name).read_bytes())
    definitions = ""

    def block(match: re.Match[str]) -> str:
        nonlocal definitions
        lines: list[str] = []
        for line in match.group().splitlines():
            if not line.startswith("$ "):
                continue
            lines.append(line)
            command = line[2:]
            if re.match(r"\w+\(\) ", command):
                definitions += command + "\n"
            else:
                lines += ran(folder, command, definitions).splitlines()
        return "\n".join(lines) + "\n"

    return CONSOLE.sub(block, page)


def test_every_command_of_the_page_prints_what_the_page_shows(tmp_path: Path) -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert len(CONSOLE.findall(page)) > 5
    assert replayed(page, tmp_path).splitlines() == page.splitlines()


def test_the_proof_that_is_told_is_the_one_that_sha256sum_repeats() -> None:
    """Each hash that a reader gets from sha256sum stands among the results of the program's own steps."""
    page, _, _ = PAGE.read_text(encoding="utf-8").partition("### Growth")
    by_hand = re.findall(r"^([0-9a-f]{64})  -$", page, re.MULTILINE)
    steps = re.findall(r"^ +=  ?([0-9a-f]{64})$", page, re.MULTILINE)
    assert len(by_hand) >= 8
    assert by_hand[-1] == steps[-1]
    assert set(by_hand) <= set(steps)


def update(write: Callable[[str], object]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write(replayed(PAGE.read_text(encoding="utf-8"), Path(folder)))


if __name__ == "__main__":
    update(lambda text: PAGE.write_text(text, encoding="utf-8"))
