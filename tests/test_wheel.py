"""A wheel that was built here works in an empty environment, away from the checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pexpect
import pytest

from tests.locations import REPOSITORY

pytestmark = pytest.mark.xdist_group("wheel")
"""One build serves all tests, so they run in one process."""

TIMEOUT = 300


class Installed:
    """An environment that holds nothing but the wheel and what it depends on."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.bin = root / "environment" / "bin"
        self.elsewhere = root / "elsewhere"
        self.elsewhere.mkdir()
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR") if name in os.environ}
        self.variables = {**kept, "HOME": str(root), "TERM": "xterm", "LEDGERSHELL_HOME": str(root / "ledgers")}

    def run(self, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(self.bin / "ledgershell"), *arguments],
            cwd=self.elsewhere,
            env=self.variables,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=TIMEOUT,
            check=False,
        )


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    root = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    source = root / "source"  # building leaves files behind, and another test may be building too
    shutil.copytree(REPOSITORY, source, ignore=shutil.ignore_patterns(".*", "build", "*.egg-info", "tests", "bench"))
    subprocess.run(
        [*pip, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(root), str(source)],
        check=True,
        timeout=TIMEOUT,
    )
    (wheel,) = root.glob("ledgershell-*.whl")
    venv.create(root / "environment", with_pip=True)
    python = str(root / "environment" / "bin" / "python")
    constraints = str(REPOSITORY / "constraints.txt")
    install = [python, "-m", "pip", "--disable-pip-version-check", "--quiet", "install", "-c", constraints, str(wheel)]
    elsewhere = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    subprocess.run(install, check=True, timeout=TIMEOUT, env=elsewhere)
    return Installed(root)


def test_a_statement_on_the_command_line(installed: Installed) -> None:
    outcome = installed.run("-c", "SELECT VALUE v * 2 FROM <<1, 2, 3>> AS v", ":memory:")
    assert (outcome.returncode, outcome.stdout) == (0, "2\n4\n6\n"), outcome.stderr


def test_what_is_written_is_there_again(installed: Installed) -> None:
    written = installed.run("-q", "-c", "CREATE TABLE t", "-c", "INSERT INTO t {'a': 1.50}", "kept.ledger")
    assert written.returncode == 0, written.stderr
    read = installed.run("-q", "-c", "SELECT VALUE t.a FROM t", "kept.ledger")
    assert (read.returncode, read.stdout) == (0, "1.50\n"), read.stderr


def test_a_script_on_standard_input(installed: Installed) -> None:
    outcome = installed.run(":memory:", stdin="CREATE TABLE t;\nSELECT COUNT(*) AS n FROM t;\n")
    assert outcome.returncode == 0, outcome.stderr
    assert outcome.stdout.splitlines()[-1] == "{n: 0}"


def test_the_test_runner(installed: Installed) -> None:
    (installed.elsewhere / "sum.pql").write_text("SELECT VALUE 1 + 1 FROM <<0>>;\n")
    assert installed.run("test", "--update", "sum.pql").returncode == 0
    assert installed.run("test", "sum.pql").returncode == 0
    (installed.elsewhere / "sum.pql").write_text("SELECT VALUE 1 + 2 FROM <<0>>;\n")
    assert installed.run("test", "sum.pql").returncode == 5


def test_pygments_finds_the_lexer(installed: Installed) -> None:
    script = "from pygments.lexers import get_lexer_for_filename; print(get_lexer_for_filename('x.pql').name)"
    found = subprocess.run(
        [str(installed.bin / "python"), "-c", script],
        cwd=installed.elsewhere,
        env=installed.variables,
        capture_output=True,
        text=True,
        timeout=TIMEOUT,
        check=True,
    )
    assert found.stdout == "PartiQL\n"


def test_the_shell_on_a_terminal(installed: Installed) -> None:
    child = pexpect.spawn(
        str(installed.bin / "ledgershell"),
        [":memory:"],
        cwd=str(installed.elsewhere),
        env=installed.variables,
        encoding="utf-8",
        timeout=60,
        dimensions=(24, 80),
    )
    child.expect("=>")
    child.send("SELECT VALUE 6 * 7 FROM <<0>>;\r")
    child.expect("42")
    child.expect("=>")
    child.send("\\q\r")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
