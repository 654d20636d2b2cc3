"""Each way to end has its exit code; psql's measured behaviour stands beside ours where they differ."""

from __future__ import annotations

import os
import signal
import subprocess

import pytest

from tests.cli.conftest import Program

SETUP = "CREATE TABLE t; INSERT INTO t {'a': 1};"
GOOD = "SELECT VALUE 1 FROM <<0>>;\n"
BAD = "SELECT FROM;\n"
ONE = "SELECT VALUE 1 FROM <<0>>"
TWO = "SELECT VALUE 2 FROM <<0>>"


def test_0_all_went_well(program: Program) -> None:
    outcome = program("-c", ONE, ":memory:")
    assert (outcome.code, outcome.out, outcome.err) == (0, "1\n", "")


def test_0_nothing_to_do(program: Program) -> None:
    assert program(":memory:", stdin="").code == 0
    assert program(":memory:", stdin="-- only a comment\n").code == 0


def test_1_a_statement_on_the_command_line_failed(program: Program) -> None:
    outcome = program("-c", BAD, ":memory:")
    assert (outcome.code, outcome.out) == (1, "")
    assert "LS-PARSE" in outcome.err


def test_1_the_first_of_two_failed(program: Program) -> None:
    """psql goes on and returns 0."""
    outcome = program("-c", BAD, "-c", ONE, ":memory:")
    assert (outcome.code, outcome.out) == (1, "")


def test_1_a_script_is_missing(program: Program) -> None:
    outcome = program("-f", "nosuch.pql", ":memory:")
    assert (outcome.code, outcome.out) == (1, "")
    assert "LS-FILE-001" in outcome.err
    assert "nosuch.pql" in outcome.err


def test_1_a_script_went_on_past_its_errors(program: Program) -> None:
    """psql returns 0."""
    script = program.write("x.pql", BAD + GOOD)
    outcome = program("-v", "ON_ERROR_STOP=off", "-f", script, ":memory:")
    assert (outcome.code, outcome.out) == (1, "1\n")


def test_2_the_usage_was_wrong(program: Program) -> None:
    for arguments in (["--nosuch"], ["--format", "xml"], ["a.ledger", "b.ledger"], ["-c"], ["test"], ["create-ledger"]):
        outcome = program(*arguments)
        assert (outcome.code, outcome.out) == (2, ""), arguments
        assert "LS-CLI-002" in outcome.err


def test_2_the_ledger_cannot_be_opened(program: Program) -> None:
    program.write("text.ledger", "this is no ledger, it is a text that is long enough to be one" * 100)
    (program.folder / "folder.ledger").mkdir()
    for ledger in ("text.ledger", "folder.ledger", "no/such/folder/x.ledger", "absentname"):
        outcome = program("-c", ONE, ledger)
        assert (outcome.code, outcome.out) == (2, ""), outcome


def test_3_a_script_stopped_at_an_error(program: Program) -> None:
    """psql goes on and returns 0, unless ON_ERROR_STOP is set."""
    script = program.write("x.pql", GOOD + "\n" + BAD + GOOD)
    outcome = program("-f", script, ":memory:")
    assert (outcome.code, outcome.out) == (3, "1\n")
    assert outcome.err.startswith("x.pql:3:8: error LS-PARSE")


def test_3_standard_input_stopped_at_an_error(program: Program) -> None:
    outcome = program(":memory:", stdin=GOOD + BAD + GOOD)
    assert (outcome.code, outcome.out) == (3, "1\n")
    assert outcome.err.startswith("<stdin>:2:8: error LS-PARSE")


def test_3_one_transaction_is_rolled_back_at_an_error(program: Program) -> None:
    """psql rolls back too, but returns 0."""
    assert program("-c", "CREATE TABLE t", "x.ledger").code == 0
    script = program.write("x.pql", "INSERT INTO t {'a': 1};\n" + BAD)
    assert program("-1", "-f", script, "x.ledger").code == 3
    assert program("-c", "SELECT VALUE COUNT(*) FROM t", "x.ledger").out == "0\n"


def test_3_an_included_script_stopped_at_an_error(program: Program) -> None:
    program.write("inner.pql", BAD)
    script = program.write("outer.pql", "\\i inner.pql\n" + GOOD)
    outcome = program("-f", script, ":memory:")
    assert (outcome.code, outcome.out) == (3, "")
    assert outcome.err.startswith("inner.pql:1:8:")


def test_3_a_meta_command_failed(program: Program) -> None:
    for line in ("\\nosuch", "\\i nosuch.pql", "\\format xml", "\\set BATCH many", "\\echo 'open"):
        script = program.write("x.pql", f"{line}\n{GOOD}")
        outcome = program("-f", script, ":memory:")
        assert (outcome.code, outcome.out) == (3, ""), line


def test_5_a_golden_file_differs(program: Program) -> None:
    program.write("x.pql", GOOD)
    program.write("x.out", "something else\n")
    outcome = program("test", "x.pql")
    assert outcome.code == 5
    assert outcome.out.startswith("--- x.out\n+++ x.out")


def test_130_ctrl_c_in_a_script(program: Program) -> None:
    process = program.start("-f", "-", ":memory:")
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(b"SELECT VALUE 'begun' FROM <<0>>;\n")
    process.stdin.flush()
    assert process.stdout.readline() == b'"begun"\n'
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert b"Traceback" not in err


def test_130_ctrl_c_in_a_query_stops_it_and_gives_its_transaction_up(program: Program) -> None:
    program("-q", "-c", "CREATE TABLE t", "x.ledger")
    many = "<<0, 1, 2, 3, 4, 5, 6, 7, 8, 9>>"
    endless = f"SELECT VALUE 'begun' FROM {', '.join(f'{many} AS {letter}' for letter in 'abcdefgh')};"
    script = f"begin\nINSERT INTO t {{'a': 1}};\n{endless}\nSELECT VALUE 'not reached' FROM <<0>>;\n"
    program.write("x.pql", script)
    process = program.start("-f", "x.pql", "x.ledger")
    assert process.stdout is not None
    while process.stdout.readline() != b'"begun"\n':
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert b"not reached" not in out
    assert b"LS-EVAL-001" in err
    assert b"given up, with 1 changed document" in err
    assert program("-c", "SELECT VALUE COUNT(*) FROM t", "x.ledger").out == "0\n"


ENDINGS = pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])


@ENDINGS
def test_a_signal_ends_a_script_that_waits_and_leaves_nothing(program: Program, number: int, code: int) -> None:
    temporary = program.folder / "temporary"
    temporary.mkdir()
    program.variables["TMPDIR"] = str(temporary)
    process = program.start("-f", "-", ":memory:")
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(b"CREATE TABLE t;\nbegin\nINSERT INTO t {'a': 1};\nSELECT VALUE 'begun' FROM <<0>>;\n")
    process.stdin.flush()
    while process.stdout.readline() != b'"begun"\n':
        assert process.poll() is None
    assert any(temporary.iterdir())
    process.send_signal(number)
    _, err = process.communicate(timeout=30)
    assert process.returncode == code
    assert err == b"the open transaction was given up, with 1 changed document\n"
    assert list(temporary.iterdir()) == []


@ENDINGS
def test_a_signal_ends_a_statement_and_gives_its_transaction_up(program: Program, number: int, code: int) -> None:
    program("-q", "-c", "CREATE TABLE t", "x.ledger")
    many = "<<0, 1, 2, 3, 4, 5, 6, 7, 8, 9>>"
    endless = f"SELECT VALUE 'begun' FROM {', '.join(f'{many} AS {letter}' for letter in 'abcdefgh')};"
    program.write("x.pql", f"INSERT INTO t {{'a': 1}};\nbegin\nINSERT INTO t {{'a': 2}};\n{endless}\n")
    process = program.start("-f", "x.pql", "x.ledger")
    assert process.stdout is not None
    while process.stdout.readline() != b'"begun"\n':
        assert process.poll() is None
    process.send_signal(number)
    _, err = process.communicate(timeout=30)
    assert process.returncode == code
    assert b"Traceback" not in err
    assert program("-c", "SELECT VALUE t.a FROM t", "x.ledger").out == "1\n"


def test_nohup_is_heeded(program: Program) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        process = program.start("-f", "-", ":memory:")
    finally:
        signal.signal(signal.SIGHUP, before)
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(b"SELECT VALUE 'begun' FROM <<0>>;\n")
    process.stdin.flush()
    assert process.stdout.readline() == b'"begun"\n'
    process.send_signal(signal.SIGHUP)
    out, _ = process.communicate(b"SELECT VALUE 'alive' FROM <<0>>;\n", timeout=30)
    assert (process.returncode, out) == (0, b'"alive"\n')


def test_141_nobody_reads(program: Program) -> None:
    many = ", ".join(["0"] * 400)
    script = program.write("x.pql", f"SELECT VALUE 'a line of output' FROM <<{many}>> AS a, <<{many}>> AS b;\n")
    process = subprocess.Popen(
        [*program.command, "-f", script, ":memory:"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=program.folder,
        env=program.variables,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b'"a line of output"\n'
    process.stdout.close()
    assert process.stderr is not None
    err = process.stderr.read()
    assert (process.wait(timeout=30), err) == (141, b"")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full here")
def test_1_the_disk_is_full(program: Program) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [*program.command, "-c", ONE, ":memory:"],
            stdout=full,
            stderr=subprocess.PIPE,
            cwd=program.folder,
            env=program.variables,
            timeout=60,
            check=False,
        )
    assert done.returncode == 1
    assert b"LS-FILE-010" in done.stderr
    assert b"Traceback" not in done.stderr


def test_quitting_a_script_is_no_error(program: Program) -> None:
    for word in ("\\q", "quit", "EXIT"):
        outcome = program(":memory:", stdin=f"{GOOD}{word}\n{BAD}")
        assert (outcome.code, outcome.out) == (0, "1\n")


def test_quitting_ends_only_the_script_that_says_it(program: Program) -> None:
    program.write("inner.pql", f"{GOOD}\\q\n{BAD}")
    outcome = program("-c", "\\i inner.pql", "-c", TWO, ":memory:")
    assert (outcome.code, outcome.out) == (0, "1\n2\n")
