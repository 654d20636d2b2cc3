"""Every example prints what stands beside it, byte for byte, and nothing it prints was written into its script.

An example is a script of statements (.pql), or of commands for bash (.sh) where it shows more than one run of the
program.  ``python -m ledgershell test X.pql --update`` writes the first kind's outputs anew, ``python -m
tests.test_examples`` the second kind's.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from ledgershell.shell.golden import transcript
from tests.locations import REPOSITORY

SCRIPTS = sorted((REPOSITORY / "examples").glob("*/*.pql"))
COMMANDS = sorted((REPOSITORY / "examples").glob("*/*.sh"))
EXAMPLES = SCRIPTS + COMMANDS
HASH = re.compile(r"\{\{[0-9A-Za-z+/]{43}=\}\}")
IDENTIFIER = re.compile(r'"[0-9A-Za-z]{22}"')


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_an_example_prints_what_stands_beside_it(script: Path) -> None:
    expected = script.with_suffix(".out").read_text(encoding="utf-8")
    assert transcript(script) == expected


def printed(script: Path, folder: Path) -> str:
    """What a script of commands prints in a folder of its own: both streams, in their order."""
    python = shlex.quote(sys.executable)
    done = subprocess.run(
        ["bash", "-c", f'ledgershell() {{ {python} -m ledgershell "$@"; }}\n{script.read_text(encoding="utf-8")}'],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        cwd=folder,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(REPOSITORY),
            "HOME": str(folder),
            "LEDGERSHELL_HOME": str(folder / "ledgers"),
            "HOSTNAME": "example",
            "LANG": "C.UTF-8",
        },
        timeout=120,
        check=False,
    )
    return done.stdout.decode()


@pytest.mark.parametrize("script", COMMANDS, ids=lambda script: script.stem)
def test_an_example_of_commands_prints_what_stands_beside_it(script: Path, tmp_path: Path) -> None:
    expected = script.with_suffix(".out").read_text(encoding="utf-8")
    assert printed(script, tmp_path) == expected


@pytest.mark.parametrize("script", EXAMPLES, ids=lambda script: script.stem)
def test_no_hash_and_no_identifier_is_written_into_an_example(script: Path) -> None:
    text = script.read_text(encoding="utf-8")
    assert not HASH.search(text)
    assert not IDENTIFIER.search(text)


def test_there_are_the_examples_that_the_documentation_names() -> None:
    assert {script.parent.name for script in EXAMPLES} >= {
        "account-ledger",
        "employee-changes",
        "orders",
        "vehicle-registration",
    }


if __name__ == "__main__":
    for each in COMMANDS:
        with tempfile.TemporaryDirectory() as place:
            each.with_suffix(".out").write_text(printed(each, Path(place)), encoding="utf-8")
