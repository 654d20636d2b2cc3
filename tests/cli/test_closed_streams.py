"""Streams that were closed before the program began, and standard output that takes nothing."""

from __future__ import annotations

import os
import shlex
import subprocess

import pytest

from tests.cli.conftest import Outcome, Program

TABLE = "CREATE TABLE t; INSERT INTO t {'a': 1}"
pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs a POSIX shell")
full = pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full here")


@pytest.fixture
def ledger(program: Program) -> str:
    outcome = program("-q", "-c", TABLE, "x.ledger")
    assert outcome.code == 0, outcome
    return "x.ledger"


def through_a_shell(program: Program, redirection: str, *arguments: str, stdin: bytes = b"") -> Outcome:
    """One run whose streams a shell has redirected."""
    done = subprocess.run(
        ["sh", "-c", f"{shlex.join([*program.command, *arguments])} {redirection}"],
        input=stdin,
        capture_output=True,
        cwd=program.folder,
        env=program.variables,
        timeout=60,
        check=False,
    )
    outcome = Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())
    assert "Traceback" not in outcome.err, outcome
    assert "LS-CLI-001" not in outcome.err, outcome
    return outcome


@pytest.mark.parametrize(
    "arguments",
    [
        ("x.ledger", "-c", "SELECT * FROM t"),
        ("x.ledger", "--format", "ion-binary", "-c", "SELECT * FROM t"),
        ("-V",),
        ("--help",),
        ("verify", "x.ledger"),
        ("get-digest", "x.ledger"),
    ],
)
def test_closed_output_is_an_error(program: Program, ledger: str, arguments: tuple[str, ...]) -> None:
    outcome = through_a_shell(program, ">&-", *arguments)
    assert (outcome.code, outcome.out) == (1, ""), outcome
    assert "error LS-FILE-010: " in outcome.err


def test_closed_output_does_not_hurt_who_writes_nothing(program: Program, ledger: str) -> None:
    quiet = through_a_shell(program, ">&-", "-q", "-c", "BEGIN; COMMIT", ledger)
    assert (quiet.code, quiet.err) == (0, "")
    failed = through_a_shell(program, ">&-", "verify", "absent.ledger")
    assert failed.code == 2
    assert "there is no ledger absent.ledger" in failed.err


def test_closed_input_is_empty(program: Program, ledger: str) -> None:
    outcome = through_a_shell(program, "<&-", ledger)
    assert (outcome.code, outcome.out, outcome.err) == (0, "", "")


def test_closed_errors_leave_data_and_exit_code(program: Program, ledger: str) -> None:
    told = through_a_shell(program, "2>&-", "-c", "SELECT VALUE a FROM t", "-c", "SELECT FROM", ledger)
    assert (told.code, told.out) == (1, "1\n")


def test_all_closed(program: Program, ledger: str) -> None:
    assert through_a_shell(program, "<&- >&- 2>&-", "-c", "SELECT * FROM t", ledger).code == 1
    assert program("verify", ledger).code == 0


@full
@pytest.mark.parametrize(
    "arguments",
    [
        ("x.ledger", "-c", "SELECT * FROM t"),
        ("get-digest", "x.ledger"),
        ("export-journal", "x.ledger", "exported"),
        ("list-ledgers",),
        ("verify", "x.ledger"),
        ("--help",),
        ("-V",),
        ("test", "stories"),
    ],
)
def test_a_full_disk_is_no_defect(program: Program, ledger: str, arguments: tuple[str, ...]) -> None:
    program("create-ledger", "named")
    (program.folder / "stories").mkdir()
    program.write("stories/a.pql", "SELECT VALUE 1 FROM <<0>>;\n")
    program.write("stories/a.out", "something else\n")
    outcome = through_a_shell(program, ">/dev/full", *arguments)
    assert outcome.code == 1, outcome
    assert "error LS-FILE-010: " in outcome.err
    assert "no space left on device" in outcome.err
