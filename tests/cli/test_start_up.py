"""What a one-line run imports: the time until the first answer is made of imports."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.cli.conftest import Program

HEAVY = (
    "amazon",
    "argparse",
    "asyncio",
    "click",
    "dataclasses",
    "importlib.metadata",
    "inspect",
    "lark",
    "logging",
    "pathlib",
    "prompt_toolkit",
    "pygments",
    "rich",
    "sqlite_utils",
    "subprocess",
    "tempfile",
    "typing",
    "unittest",
    "urllib.parse",
)
MOST_FOR_A_CONSTANT = 84
"""Modules of ours for ``SELECT 1`` in a ledger in memory.  Each costs about as much as a hundredth of Python's start.

When this is too few: load the new module where it is used, or say in its commit what it is worth to every run.
"""
MOST_FOR_A_FILE = 96
"""The same in a ledger that is kept in a file."""


def imported(program: Program, *arguments: str) -> set[str]:
    """The modules that a run has imported when it ends."""
    script = (
        "import sys\n"
        "from ledgershell.cli import main\n"
        "code = main(sys.argv[1:])\n"
        "assert code == 0, code\n"
        "sys.stderr.write('\\n'.join(sys.modules))\n"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", script, *arguments],
        capture_output=True,
        text=True,
        cwd=program.folder,
        env=program.variables,
        timeout=60,
        check=True,
    )
    return set(done.stderr.splitlines())


@pytest.mark.parametrize(
    "statements",
    [
        "SELECT 1",
        "SELECT * FROM t AS x BY id WHERE x.a = 1",
        "INSERT INTO t {'a': 2}",
        "SELECT 1 \\g",
    ],
)
def test_a_plain_run_imports_nothing_heavy(program: Program, statements: str) -> None:
    assert program("-q", "-c", "CREATE TABLE t", "-c", "INSERT INTO t {'a': 1}", "x.ledger").code == 0
    modules = imported(program, "-c", statements, "x.ledger")
    assert sorted(set(HEAVY) & modules) == []
    assert "ledgershell.shell.repl" not in modules


def ours(modules: set[str]) -> set[str]:
    return {module for module in modules if module.partition(".")[0] == "ledgershell"}


def test_a_constant_needs_neither_a_file_nor_many_modules(program: Program) -> None:
    modules = imported(program, "-c", "SELECT 1", ":memory:")
    assert len(ours(modules)) <= MOST_FOR_A_CONSTANT
    assert sorted({"hashlib", "sqlite3", "_sqlite3", "decimal", "datetime", "zlib", "binascii"} & modules) == []


def test_a_ledger_in_a_file_takes_few_modules_more(program: Program) -> None:
    assert program("-q", "-c", "CREATE TABLE t", "x.ledger").code == 0
    modules = imported(program, "-c", "SELECT 1", "x.ledger")
    assert len(ours(modules)) <= MOST_FOR_A_FILE
    assert "hashlib" not in modules, "what was written is hashed when it is verified, not when it is read"
    assert sorted({"sqlite3", "datetime", "decimal"} & modules) == []


def test_a_script_needs_no_terminal_library(program: Program) -> None:
    program.write("x.pql", "\\set a 1\nSELECT VALUE :a FROM <<0>>;\n\\dt\n\\echo done\n")
    modules = imported(program, "-f", "x.pql", ":memory:")
    assert sorted({"prompt_toolkit", "pygments", "rich", "click", "sqlite_utils"} & modules) == []
