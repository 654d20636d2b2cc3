"""Standard output is data; all else is on standard error.  UTF-8 whatever the locale says."""

from __future__ import annotations

import json
import subprocess

import pytest

from tests.cli.conftest import Program

TABLE = "CREATE TABLE t; INSERT INTO t << {'a': 1, 'b': 'x'}, {'a': 2, 'b': 'y'} >>;"


@pytest.fixture
def ledger(program: Program) -> str:
    outcome = program("-q", "-c", TABLE, "x.ledger")
    assert outcome.code == 0, outcome
    return "x.ledger"


def test_notices_are_not_data(program: Program) -> None:
    outcome = program("-c", "SELECT VALUE 1 FROM <<0>>", "new.ledger")
    assert outcome.out == "1\n"
    assert "new.ledger" in outcome.err


def test_quiet_says_nothing(program: Program) -> None:
    outcome = program("-q", "-c", "CREATE TABLE t", "-c", "BEGIN; COMMIT", "new.ledger")
    assert (outcome.code, outcome.err) == (0, "")


def test_lines_of_ion_are_the_default_in_a_pipe(program: Program, ledger: str) -> None:
    outcome = program("-c", "SELECT * FROM t", ledger)
    assert (outcome.out, outcome.err) == ('{a: 1, b: "x"}\n{a: 2, b: "y"}\n', "")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("csv", "a,b\r\n1,x\r\n2,y\r\n"),
        ("tsv", "a\tb\n1\tx\n2\ty\n"),
        ("jsonl", '{"a": 1, "b": "x"}\n{"a": 2, "b": "y"}\n'),
        ("ion-lines", '{a: 1, b: "x"}\n{a: 2, b: "y"}\n'),
    ],
)
def test_formats(program: Program, ledger: str, name: str, expected: str) -> None:
    by_option = program("--format", name, "-c", "SELECT a, b FROM t", ledger)
    by_command = program("-q", "-c", f"\\format {name}", "-c", "SELECT a, b FROM t", ledger)
    assert by_option.code == by_command.code == 0, by_option
    assert by_option.out.replace("\r\n", "\n") == by_command.out.replace("\r\n", "\n") == expected.replace("\r\n", "\n")


def test_binary_ion_comes_back(program: Program, ledger: str) -> None:
    done = subprocess.run(
        [*program.command, "--format", "ion-binary", "-c", "SELECT a FROM t", ledger],
        capture_output=True,
        cwd=program.folder,
        env=program.variables,
        timeout=60,
        check=True,
    )
    assert done.stdout.startswith(b"\xe0\x01\x00\xea")


def test_results_go_to_a_file(program: Program, ledger: str) -> None:
    outcome = program("-o", "out.txt", "-c", "SELECT a FROM t", "-c", "\\echo said", ledger)
    assert (outcome.code, outcome.out, program.read("out.txt")) == (0, "said\n", "{a: 1}\n{a: 2}\n")


def test_o_sends_them_there_and_back(program: Program, ledger: str) -> None:
    script = "\\o one.txt\nSELECT a FROM t;\n\\qecho behind\n\\o\nSELECT b FROM t;\n"
    outcome = program(ledger, stdin=script)
    assert outcome.out == '{b: "x"}\n{b: "y"}\n'
    assert program.read("one.txt") == "{a: 1}\n{a: 2}\nbehind\n"


def test_a_file_that_cannot_be_written(program: Program, ledger: str) -> None:
    outcome = program("-o", "no/such/folder/out.txt", "-c", "SELECT a FROM t", ledger)
    assert (outcome.code, outcome.out) == (1, "")
    assert "LS-FILE-010" in outcome.err


def test_utf8_in_any_locale(program: Program) -> None:
    text = "Ünïcödé 日本 🚗"
    for locale in ("C", "POSIX", "de_DE.ISO-8859-1"):
        outcome = program(":memory:", stdin=f"SELECT VALUE '{text}' FROM <<0>>;\n", LC_ALL=locale, PYTHONUTF8="0")
        assert (outcome.code, outcome.out) == (0, f'"{text}"\n')


def test_a_byte_order_mark_and_a_first_line_for_the_system_are_skipped(program: Program) -> None:
    script = b"\xef\xbb\xbf#!/usr/bin/env ledgershell\r\nSELECT VALUE 1\r\nFROM <<0>>;\r\n"
    program.write("x.pql", script)
    assert program("-f", "x.pql", ":memory:").out == "1\n"
    assert program(":memory:", stdin=script).out == "1\n"


def test_a_statement_is_answered_as_soon_as_it_ends(program: Program) -> None:
    process = program.start(":memory:")
    assert process.stdin is not None
    assert process.stdout is not None
    for number in (1, 2):
        process.stdin.write(f"SELECT VALUE {number}\nFROM <<0>>;\n".encode())
        process.stdin.flush()
        assert process.stdout.readline() == f"{number}\n".encode()
    out, err = process.communicate(b"SELECT VALUE 3 FROM <<0>>", timeout=30)
    assert (out, err, process.returncode) == (b"3\n", b"", 0)


def test_commands_and_files_run_in_their_order(program: Program) -> None:
    program.write("two.pql", "SELECT VALUE 2 FROM <<0>>")
    program.write("four.pql", "SELECT VALUE :n FROM <<0>>;")
    outcome = program(
        "-v", "n=4", "-c", "SELECT VALUE 1 FROM <<0>>", "-f", "two.pql", "-c", "SELECT VALUE 3 FROM <<0>>;", "-f",
        "four.pql", ":memory:",
    )  # fmt: skip
    assert (outcome.code, outcome.out) == (0, "1\n2\n3\n4\n")


def test_errors_as_json(program: Program) -> None:
    program.write("x.pql", "SELECT VALUE 1 FROM <<0>>;\nSELECT *\nFROM nosuch;\n")
    outcome = program("--errors", "json", "-f", "x.pql", ":memory:")
    error = json.loads(outcome.err)
    assert (outcome.code, error["file"], error["line"], error["column"], error["statement"]) == (3, "x.pql", 3, 6, 2)
    assert error["code"].startswith("LS-")
    before = program("--errors=json", "nosuchledger")
    assert json.loads(before.err)["code"] == "LS-LEDGER-011"


def test_the_script_is_echoed_where_it_is_wanted(program: Program) -> None:
    script = "-- first\nSELECT VALUE 1 FROM <<0>>; SELECT VALUE 2\nFROM <<0>>;\n\n-- end\n"
    outcome = program("-a", ":memory:", stdin=script)
    assert outcome.out == ("-- first\nSELECT VALUE 1 FROM <<0>>; SELECT VALUE 2\n1\nFROM <<0>>;\n2\n\n-- end\n")


def test_version_and_help_are_data(program: Program) -> None:
    version = program("--version")
    assert (version.code, version.err) == (0, "")
    assert version.out.startswith("ledgershell ")
    shown = program("--help")
    assert (shown.code, shown.err) == (0, "")
    assert "--single-transaction" in shown.out


def test_columns_stand_in_the_order_of_the_select_list_whatever_the_first_row_lacks(program: Program) -> None:
    queries = ("-c", "SELECT a, b, c FROM <<{'c': 3, 'b': 2}, {'a': 1}>>", "-c", "SELECT a, b FROM <<>>")
    outcome = program("-q", "--format", "csv", *queries, ":memory:")
    assert outcome.out == "a,b,c\n,2,3\n1,,\na,b\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ("bank.ledger", "-o", "bank.ledger", "-c", "SELECT 1"),
        ("bank.ledger", "-o", "other.ledger", "-c", "SELECT 1"),
        ("bank.ledger", "-L", "bank.ledger", "-c", "SELECT 1"),
        ("bank.ledger", "-c", "\\o bank.ledger"),
        ("bank.ledger", "-c", "\\digest bank.ledger"),
        ("bank.ledger", "-c", "\\proof 1 other.ledger"),
        ("bank.ledger", "-c", "SELECT 1", "-c", "\\w bank.ledger"),
        ("bank.ledger", "-c", "\\copy (SELECT * FROM T) TO 'bank.ledger' CSV"),
        ("get-digest", "bank.ledger", "--save", "other.ledger"),
        ("get-block", "bank.ledger", "--block-address", "1", "--save", "bank.ledger"),
    ],
    ids=" ".join,
)
def test_nothing_is_written_over_a_ledger(program: Program, arguments: tuple[str, ...]) -> None:
    for name in ("bank.ledger", "other.ledger"):
        assert program(name, "-c", "CREATE TABLE T", "-c", "INSERT INTO T {'a': 1}").code == 0
    before = [(program.folder / name).read_bytes() for name in ("bank.ledger", "other.ledger")]
    outcome = program(*arguments)
    assert outcome.code == 1
    assert "belongs to a ledger" in outcome.err
    assert [(program.folder / name).read_bytes() for name in ("bank.ledger", "other.ledger")] == before
    assert sorted(path.name for path in program.folder.glob("*.ledger*")) == ["bank.ledger", "other.ledger"]
