r"""``\bind``, ``\gdesc``, ``\gexec``, ``\watch``, ``\w``, and what goes on with another ledger or program."""

from __future__ import annotations

import pytest

from ledgershell.commands.ion_arguments import read_values
from ledgershell.errors import UsageError
from ledgershell.ion.streams import dumps
from tests.cli.conftest import Program
from tests.commands.talk import Talk

VARIABLES = {"n": "7", "word": 'it\'s "so"', "doc": "{a: 1}"}


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("", []),
        (" 1 2.50 true null", ["1", "2.50", "true", "null"]),
        (""" 'a b' "c d" """, ['"a b"', '"c d"']),
        (r""" 'it\'s "so"' """, [r'''"it's \"so\""''']),
        (" {name: 'Ada', list: [1, 2]} 2024-01-31T10:30:00Z", ["{name: Ada, list: [1, 2]}", "2024-01-31T10:30:00Z"]),
        (" :n :'word' :doc", ["7", r'''"it's \"so\""''', "{a: 1}"]),
        (" note::5 {a:n}", ["note::5", "{a: n}"]),
        (r""" ";\\" 1 \g x""", [r'''";\\"''', "1"]),
        (" 1;", ["1"]),
    ],
)
def test_values_are_ion(line: str, values: list[str]) -> None:
    found = read_values(line, 0, VARIABLES.get).values
    assert [dumps(value, binary=False) for value in found] == values


@pytest.mark.parametrize(("line", "code"), [(" [1", "LS-CLI-004"), (' "a', "LS-CLI-005"), (" :nosuch", "LS-CLI-014")])
def test_what_is_no_ion_is_refused(line: str, code: str) -> None:
    with pytest.raises(UsageError) as raised:
        read_values(line, 0, VARIABLES.get)
    assert raised.value.code == code


def test_bound_values_are_good_for_one_run(talk: Talk) -> None:
    talk("CREATE TABLE t")
    talk("INSERT INTO t ? \\bind {a: 1, b: 'x'} \\g")
    assert talk("SELECT x.b FROM t AS x WHERE x.a = ? \\bind 1;") == "{b: x}\n"
    assert talk("SELECT VALUE ? FROM <<0>> \\bind 'plain' \\gx") != ""
    talk("SELECT VALUE ? FROM <<0>>;")
    assert "LS-EVAL-005" in talk.said


def test_bound_values_reach_gset(talk: Talk) -> None:
    assert talk("SELECT ? + 1 AS n FROM <<0>> \\bind 41 \\gset\n\\echo :n") == "42\n"


def test_the_columns_of_a_query(talk: Talk) -> None:
    out = talk("SELECT x.a, x.b FROM <<{'a': 1, 'b': 'x'}, {'a': 2.5}>> AS x \\gdesc")
    assert out == '{column: "a", types: "int | decimal"}\n{column: "b", types: "string"}\n'
    talk("CREATE TABLE t \\gdesc")
    assert "CREATE TABLE returns no columns" in talk.said
    assert talk("\\dt") == ""


def test_each_text_of_a_result_is_run(talk: Talk) -> None:
    talk("SELECT 'CREATE TABLE ' || x AS a, 'CREATE INDEX ON ' || x || ' (k)' AS b FROM <<'one', 'two'>> AS x \\gexec")
    assert talk("\\di").count('"k"') == 2
    talk("SELECT VALUE 5 FROM <<0>> \\gexec")
    assert "LS-CLI-011" in talk.said


def test_a_failure_among_them_counts(program: Program) -> None:
    script = (
        "\\set ON_ERROR_STOP off\nSELECT VALUE x FROM <<'SELECT 1', 'DROP TABLE nosuch', 'SELECT 2'>> AS x \\gexec\n"
    )
    outcome = program(":memory:", stdin=script)
    assert (outcome.code, outcome.out) == (1, "{_1: 1}\n{_1: 2}\n")
    assert "LS-LEDGER-001" in outcome.err


def test_a_statement_is_watched(talk: Talk) -> None:
    assert talk("SELECT VALUE 1 FROM <<0>> \\watch 0.5 c=3") == "1\n1\n1\n"
    for wrong in ("x", "-1", "c=0", "z=1", "nan"):
        talk(f"SELECT 1 \\watch {wrong}")
        assert "LS-CLI-004" in talk.said, wrong


def test_the_statement_is_written_to_a_file(talk: Talk) -> None:
    talk("SELECT 1\nFROM t \\w kept.pql\n\\r")
    assert (talk.folder / "kept.pql").read_text() == "SELECT 1\nFROM t\n"


def test_another_ledger(program: Program) -> None:
    assert program("-q", "-c", "CREATE TABLE one", "one.ledger").code == 0
    assert program("create-ledger", "two").code == 0
    outcome = program(
        "-q",
        "-c",
        "\\c two",
        "-c",
        "CREATE TABLE here",
        "-c",
        "\\dt",
        "-c",
        "\\use -l ./one.ledger",
        "-c",
        "\\show tables",
        "one.ledger",
    )
    assert outcome.code == 0
    assert '"here"' in outcome.out
    assert outcome.out.endswith("- one\n")


def test_a_ledger_that_is_not_there_changes_nothing(program: Program) -> None:
    assert program("-q", "-c", "CREATE TABLE one", "one.ledger").code == 0
    outcome = program(
        "-v", "ON_ERROR_STOP=off", "-c", "\\c nosuch", "-c", "\\c no.ledger", "-c", "\\show tables", "one.ledger"
    )
    assert (outcome.code, outcome.out) == (1, "- one\n")
    assert outcome.err.count("LS-LEDGER-011") == 2
    assert not (program.folder / "no.ledger").exists()


def test_no_ledger_is_left_with_a_transaction_open_and_reading_only_stays_so(program: Program) -> None:
    assert program("create-ledger", "two").code == 0
    outcome = program("-c", "BEGIN; \\c two", "one.ledger")
    assert "LS-TX-005" in outcome.err
    outcome = program("--read-only", "-c", "\\c two", "-c", "CREATE TABLE t", "one.ledger")
    assert "LS-LEDGER-018" in outcome.err


def test_programs_get_the_environment_and_the_folder(talk: Talk) -> None:
    (talk.folder / "sub").mkdir()
    script = r"""
    \setenv GREETING 'hello there'
    \cd sub
    \! echo $GREETING
    \set folder `pwd`
    \echo :folder
    \getenv copy GREETING
    \getenv nothing NO_SUCH_VARIABLE
    \echo :copy :{?nothing} :SHELL_EXIT_CODE
    \! exit 3
    \echo :SHELL_ERROR :SHELL_EXIT_CODE
    """
    assert talk(script).splitlines() == ["hello there", str(talk.folder / "sub"), "hello there FALSE 0", "true 3"]
    talk("\\cd nosuch")
    assert "LS-FILE-001" in talk.said


def test_a_program_s_output_stands_where_it_belongs(program: Program) -> None:
    outcome = program("-c", "SELECT VALUE 1 FROM <<0>>; \\! echo two\n\\echo three", ":memory:")
    assert (outcome.code, outcome.out) == (0, "1\ntwo\nthree\n")


def test_an_answer_becomes_a_variable(program: Program) -> None:
    program.write("x.pql", "\\prompt 'Who? ' who\n\\echo hello :who\n")
    outcome = program("-f", "x.pql", ":memory:", stdin="Ada L\nrest")
    assert (outcome.code, outcome.out, outcome.err) == (0, "hello Ada L\n", "Who? ")
    assert "LS-CLI-018" in program("-f", "x.pql", ":memory:").err
    assert "LS-CLI-018" in program(":memory:", stdin="\\prompt who\nAda\n").err


def test_backquotes_are_refused_to_untrusted_scripts(talk: Talk) -> None:
    talk.conversation.safe = True
    talk("\\echo `touch made`")
    assert "LS-CLI-015" in talk.said
    assert sorted(talk.folder.iterdir()) == []
