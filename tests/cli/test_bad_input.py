"""Hostile and mistaken input: one line that says what is wrong, a code, the right exit code, nothing half-written."""

from __future__ import annotations

import os
import sqlite3

import pytest

from tests.cli.conftest import Outcome, Program

DEEP = 1000


def refused(outcome: Outcome, code: int, *, says: str) -> None:
    assert outcome.code == code, outcome
    assert says in outcome.err, outcome
    assert "LS-CLI-001" not in outcome.err, outcome
    first = outcome.err.splitlines()[0]
    assert "error LS-" in first
    assert len(first) < 300


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("SELECT 'open", "LS-PARSE"),
        ('SELECT "open', "LS-PARSE"),
        ("SELECT `open", "LS-PARSE"),
        ("SELECT /* open", "LS-PARSE"),
        ("SELECT `{a:`", "LS-ION"),
        ("SELECT ‘curly’", "LS-PARSE"),
        ("INSERT INTO t 5", "LS-"),
        ("INSERT INTO t <<{'a': 1}, 2>>", "must be a struct"),
        ("SELECT * FROM nosuch", "LS-NAME"),
        ("INSERT INTO nosuch {'a': 1}", "LS-"),
        ("SELECT NOSUCH(1) FROM <<0>>", "LS-NAME"),
        ("SELECT nosuch", "LS-NAME"),
        ("SELECT CAST('a' AS INT) FROM <<0>>", "LS-"),
        (f"SELECT {'(' * DEEP}1{')' * DEEP}", "LS-"),
        (f"SELECT {'[' * DEEP}{']' * DEEP}", "LS-"),
        (f"SELECT `{'[' * DEEP}{']' * DEEP}`", "LS-"),
        (f"INSERT INTO t {chr(123) + chr(39) + 'a' + chr(39) + ':'}{'[' * DEEP}{']' * DEEP}}}", "LS-"),
        (f"SELECT {'NOT ' * DEEP}true", "LS-"),
        (f"SELECT {'-' * 0}{'- ' * DEEP}1", "LS-"),
        (f"SELECT {'9' * 5000}", "LS-"),
        (f"SELECT `{'9' * 5000}`", "LS-"),
        ("SELECT `1d99999999999999`", "LS-"),
        ('SELECT `"\\uD800"`', "LS-"),
        ("begin; begin", "LS-TX-005"),
        ("commit", "LS-TX-006"),
        ("EXEC REDACT_REVISION 1, 2, 3", "LS-"),
    ],
)
def test_statements(program: Program, statement: str, says: str) -> None:
    outcome = program("-q", "-c", "CREATE TABLE t", "-c", statement, "x.ledger")
    refused(outcome, 1, says=says)
    assert program("-c", "SELECT VALUE COUNT(*) FROM t", "x.ledger").out == "0\n"


def test_a_large_integer_is_either_right_or_refused(program: Program) -> None:
    digits = "9" * 4000
    outcome = program("-c", f"SELECT VALUE {digits} FROM <<0>>", ":memory:")
    assert outcome.out.strip() == digits if outcome.code == 0 else "error LS-" in outcome.err


def test_a_thousand_levels_are_refused_quickly_in_every_place(program: Program) -> None:
    nested = "(SELECT VALUE x FROM " * DEEP + "<<1>>" + " AS x)" * DEEP
    refused(program("-c", f"SELECT VALUE x FROM {nested} AS x", ":memory:"), 1, says="LS-")
    case = "CASE WHEN true THEN " * DEEP + "1" + " END" * DEEP
    refused(program("-c", f"SELECT {case}", ":memory:"), 1, says="LS-")


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        (["lis-ledgers"], "list-ledgers"),
        (["create-leger", "bank"], "create-ledger"),
        (["describe-leger"], "describe-ledger"),
    ],
)
def test_a_misspelt_subcommand(program: Program, arguments: list[str], meant: str) -> None:
    outcome = program(*arguments)
    refused(outcome, 2, says="error LS-")
    assert "did you mean" in outcome.err
    assert meant in outcome.err


def test_bytes_that_are_no_utf8(program: Program) -> None:
    program.write("x.pql", b"SELECT VALUE '\xff\xfe' FROM <<0>>;\n")
    refused(program("-f", "x.pql", ":memory:"), 3, says="LS-FILE-003")
    refused(program(":memory:", stdin=b"SELECT '\xc3\x28';\n"), 3, says="LS-FILE-003")


def test_an_argument_that_is_no_utf8(program: Program) -> None:
    bad = os.fsdecode(b"SELECT VALUE '\xff' FROM <<0>>")
    outcome = program("-c", bad, ":memory:")
    refused(outcome, 1, says="LS-")


def test_a_nul_character(program: Program) -> None:
    outcome = program(":memory:", stdin="SELECT \0 1;\n")
    refused(outcome, 3, says="LS-PARSE")


def test_a_file_that_is_no_ledger(program: Program) -> None:
    program.write("x.ledger", b"\x00\x01\x02" * 10_000)
    refused(program("-c", "SELECT 1", "x.ledger"), 2, says="LS-STORE")
    connection = sqlite3.connect(program.folder / "other.ledger")
    connection.execute("CREATE TABLE t (a)")
    connection.commit()
    connection.close()
    before = (program.folder / "other.ledger").read_bytes()
    refused(program("-c", "SELECT 1", "other.ledger"), 2, says="LS-STORE")
    assert (program.folder / "other.ledger").read_bytes() == before


def test_an_empty_file(program: Program) -> None:
    program.write("x.ledger", b"")
    outcome = program("-c", "SELECT 1", "x.ledger")
    assert outcome.code == 2
    assert "error LS-" in outcome.err


def test_a_newer_format(program: Program) -> None:
    assert program("-c", "CREATE TABLE t", "x.ledger").code == 0
    connection = sqlite3.connect(program.folder / "x.ledger")
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    connection.execute(f"PRAGMA user_version = {version + 1}")
    connection.commit()
    connection.close()
    refused(program("-c", "SELECT 1", "x.ledger"), 2, says="newer")


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_file_that_may_only_be_read(program: Program) -> None:
    assert program("-c", "CREATE TABLE t", "x.ledger").code == 0
    (program.folder / "x.ledger").chmod(0o400)
    outcome = program("-c", "INSERT INTO t {'a': 1}", "x.ledger")
    assert outcome.code in (1, 2)
    assert "error LS-" in outcome.err


def test_writing_to_a_ledger_that_is_open_for_reading(program: Program) -> None:
    assert program("-c", "CREATE TABLE t", "x.ledger").code == 0
    refused(program("--read-only", "-c", "INSERT INTO t {'a': 1}", "x.ledger"), 1, says="LS-LEDGER-018")
    assert program("--read-only", "-c", "SELECT VALUE COUNT(*) FROM t", "x.ledger").out == "0\n"


def test_an_error_in_a_transaction_leaves_it_open_and_says_so(program: Program) -> None:
    script = "begin\nINSERT INTO t {'a': 1};\nSELECT * FROM nosuch;\ncommit\nSELECT VALUE COUNT(*) FROM t;\n"
    outcome = program("-v", "ON_ERROR_STOP=off", "-c", "CREATE TABLE t", "-f", "-", "x.ledger", stdin=script)
    assert outcome.code == 1
    assert "the transaction is still open" in outcome.err
    assert outcome.out.endswith("1\n")


def test_what_stops_in_a_transaction_writes_nothing_and_says_so(program: Program) -> None:
    program("-c", "CREATE TABLE t", "x.ledger")
    outcome = program("x.ledger", stdin="begin\nINSERT INTO t {'a': 1};\nSELECT FROM;\ncommit\n")
    assert outcome.code == 3
    assert "given up, with 1 changed document" in outcome.err
    assert program("-c", "SELECT VALUE COUNT(*) FROM t", "x.ledger").out == "0\n"


def test_scripts_that_include_themselves(program: Program) -> None:
    program.write("x.pql", "\\i x.pql\n")
    refused(program("-f", "x.pql", ":memory:"), 3, says="LS-CLI-009")


def test_a_script_that_is_a_folder(program: Program) -> None:
    (program.folder / "x.pql").mkdir()
    refused(program("-f", "x.pql", ":memory:"), 1, says="LS-FILE-001")


def test_no_control_character_of_a_name_reaches_the_terminal(program: Program) -> None:
    evil = "\x1b]0;evil\x07\x9b31m"
    runs = (
        program("-c", f'SELECT * FROM "{evil}"', ":memory:"),
        program("-c", f"\\{evil}", ":memory:"),
        program("-f", f"{evil}.pql", ":memory:"),
        program("-c", "SELECT 1", f"./{evil}/x.ledger"),
        program("--format", evil),
        program(evil),
        program(":memory:", stdin=f"\\echo {evil}\n\\set x {evil}\n\\set\n\\h {evil}\n"),
        program("-a", ":memory:", stdin=f"-- {evil}\nSELECT VALUE '{evil}' FROM <<0>>;\n"),
    )
    for outcome in runs:
        assert not {"\x1b", "\x07", "\x9b"} & set(outcome.out + outcome.err), outcome
