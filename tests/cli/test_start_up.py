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
    "prompt_toolkit",
    "pygments",
    "rich",
    "sqlite_utils",
    "subprocess",
    "tempfile",
    "unittest",
)


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


def test_a_script_needs_no_terminal_library(program: Program) -> None:
    program.write("x.pql", "\\set a 1\nSELECT VALUE :a FROM <<0>>;\n\\dt\n\\echo done\n")
    modules = imported(program, "-f", "x.pql", ":memory:")
    assert sorted({"prompt_toolkit", "pygments", "rich", "click", "sqlite_utils"} & modules) == []
