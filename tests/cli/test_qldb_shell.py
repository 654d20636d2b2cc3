r"""What hands used to Amazon QLDB's shell (2.0) type, and what it does here; its defects are not copied."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Program

SETUP = "CREATE TABLE t; INSERT INTO t <<{'a': 1}, {'a': 2}, {'a': 3}>>;"


@pytest.fixture
def ledger(program: Program) -> Program:
    assert program("-q", "-c", SETUP, "x.ledger").code == 0
    return program


def piped(program: Program, script: str, *options: str) -> str:
    outcome = program(*options, "x.ledger", stdin=script)
    assert outcome.code == 0, outcome
    return outcome.out


# --- Words without a backslash, alone on a line, in any case ---


@pytest.mark.parametrize("begin", ["begin", "BEGIN", "start transaction", "Start   Transaction"])
@pytest.mark.parametrize(("end", "left"), [("commit", 2), ("ABORT", 3)])
def test_transactions_by_words(ledger: Program, begin: str, end: str, left: int) -> None:
    piped(ledger, f"{begin}\nDELETE FROM t WHERE a = 1\n;\n{end}\n")
    assert piped(ledger, "SELECT VALUE COUNT(*) FROM t") == f"{left}\n"


@pytest.mark.parametrize("word", ["quit", "EXIT", "quit;"])
def test_leaving_by_words(ledger: Program, word: str) -> None:
    assert piped(ledger, f"SELECT VALUE 1 FROM <<0>>;\n{word}\nSELECT VALUE 2 FROM <<0>>;\n") == "1\n"


def test_help_by_a_word(ledger: Program) -> None:
    assert piped(ledger, "HELP\n") == piped(ledger, "\\?\n")


# --- Meta-commands ---


def test_use_goes_to_another_ledger(ledger: Program) -> None:
    assert ledger("create-ledger", "other").code == 0
    outcome = ledger("x.ledger", stdin="\\use -l other -r us-east-1 -p default\n\\status\n")
    assert outcome.code == 0
    assert 'ledger: "other"' in outcome.out
    assert "-r us-east-1 means nothing" in outcome.err


@pytest.mark.parametrize(
    ("setting", "ours"),
    [
        ("edit-mode vi", "EDIT_MODE = 'vi'"),
        ("terminator-required true", "SINGLELINE = 'off'"),
        ("terminator-required false", "SINGLELINE = 'on'"),
        ("auto-commit false", "AUTOCOMMIT = 'off'"),
    ],
)
def test_settings_in_its_words(ledger: Program, setting: str, ours: str) -> None:
    outcome = ledger("x.ledger", stdin=f"\\set {setting}\n\\set\n")
    assert ours in outcome.out
    assert outcome.err.startswith("Here that is \\set ")


def test_show_tables_lists_active_ones(ledger: Program) -> None:
    assert piped(ledger, "CREATE TABLE gone; DROP TABLE gone;\n\\o /dev/null\n\\o\n\\show tables\n").endswith("- t\n")


def test_status_and_env(ledger: Program) -> None:
    status = piped(ledger, "\\status\n")
    assert all(field in status for field in ("ledger:", "tip:", "version:"))
    assert '{setting: "ledger"' in piped(ledger, "\\env\n")


def test_an_unknown_command_gets_candidates(ledger: Program) -> None:
    outcome = ledger("x.ledger", stdin="\\shw tables\n")
    assert (outcome.code, "did you mean \\show?" in outcome.err) == (3, True)


# --- Results ---


def test_ion_values_are_joined_by_commas(ledger: Program) -> None:
    assert piped(ledger, "SELECT t.a FROM t WHERE t.a < 3", "--format", "ion") == "{\n  a: 1\n},\n{\n  a: 2\n}\n"


def test_a_table_tells_null_from_absent(ledger: Program) -> None:
    rows = "<<{'a': null, 'b': 'null'}, {'b': 'x', 'c': [1]}, 5>>"
    out = piped(ledger, f"SELECT VALUE v FROM {rows} AS v", "--format", "table")
    assert out.splitlines()[0].split() == ["a", "|", "b", "|", "c", "|", "VALUE"]
    assert out.count("null") == 2


def test_the_footer_counts_and_times(ledger: Program) -> None:
    script = "\\set QUIET off\nSELECT * FROM t;\nSELECT * FROM t WHERE t.a = 1;\n"
    outcome = ledger("x.ledger", stdin=script)
    first, second = outcome.err.splitlines()
    assert first.startswith("3 documents in bag (read-ios: 3, server-time: ")
    assert second.startswith("1 document in bag (read-ios: ")
    assert "bag" not in outcome.out


# --- Transactions ---


def test_a_statement_alone_is_a_transaction(ledger: Program) -> None:
    assert "block 2" not in piped(ledger, "SELECT 1")
    assert ledger("x.ledger", stdin="INSERT INTO t {'a': 4};\nSELECT FROM;\n").code == 3
    assert piped(ledger, "SELECT VALUE COUNT(*) FROM t") == "4\n"


@pytest.mark.parametrize(
    ("script", "code"),
    [("begin\nbegin\n", "LS-TX-005"), ("commit\n", "LS-TX-006"), ("abort\n", "LS-TX-006")],
)
def test_transactions_out_of_turn(ledger: Program, script: str, code: str) -> None:
    outcome = ledger("x.ledger", stdin=script)
    assert (outcome.code, code in outcome.err) == (3, True)


def test_an_error_leaves_the_transaction_open(ledger: Program) -> None:
    script = "\\set ON_ERROR_STOP off\nbegin\nDELETE FROM t WHERE a = 1;\nSELECT * FROM nosuch;\ncommit\n"
    assert ledger("x.ledger", stdin=script).code == 1
    assert piped(ledger, "SELECT VALUE COUNT(*) FROM t") == "2\n"


def test_without_auto_commit_a_transaction_is_opened(ledger: Program) -> None:
    script = "\\set AUTOCOMMIT off\nDELETE FROM t WHERE a = 1;\nDELETE FROM t WHERE a = 2;\n"
    assert "given up" in ledger("x.ledger", stdin=script).err
    assert piped(ledger, "SELECT VALUE COUNT(*) FROM t") == "3\n"
    piped(ledger, f"{script}commit\nDELETE FROM t WHERE a = 3;\nabort\n")
    assert piped(ledger, "SELECT VALUE COUNT(*) FROM t") == "1\n"


# --- Input ---


def test_a_pipe_gets_no_welcome_and_an_exit_code(ledger: Program) -> None:
    outcome = ledger("x.ledger", stdin="SELECT VALUE 1 FROM <<0>>")
    assert (outcome.code, outcome.out, outcome.err) == (0, "1\n", "")


def test_several_statements_stand_on_a_line_and_signs_in_strings_are_texts(ledger: Program) -> None:
    script = (
        "SELECT VALUE ';)' FROM <<0>>; SELECT VALUE '({[' FROM <<0>>; -- ;(\nSELECT VALUE `{a: \";)\"}` FROM <<0>>;"
    )
    assert piped(ledger, script) == '";)"\n"({["\n{a: ";)"}\n'


def test_open_brackets_go_on(ledger: Program) -> None:
    assert piped(ledger, "SELECT VALUE x\nFROM <<\n  1,\n  2\n>> AS x\n;\n") == "1\n2\n"


def test_an_empty_settings_file_is_fine_and_the_command_line_is_stronger(ledger: Program) -> None:
    folder = ledger.folder / "config" / "ledgershell"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text("")
    assert piped(ledger, "SELECT VALUE 1 FROM <<0>>") == "1\n"
    (folder / "config.toml").write_text('[display]\nformat = "ion"\n')
    assert piped(ledger, "SELECT 1", "--rc", "--csv").startswith("_1")
