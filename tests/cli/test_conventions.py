r"""psql's conventions, one test a row: options, streams, exit codes, and the meta-commands by their groups."""

from __future__ import annotations

import json

import pytest

from ledgershell.commands.conversation import VERSION
from ledgershell.commands.options import OPTIONS
from ledgershell.commands.registry import BY_ANY_NAME, COMMANDS
from tests.cli.conftest import Program

ONE = "SELECT 1 AS a, 'x' AS b"
FAILING = "SELECT 1 +;"


@pytest.mark.parametrize(
    ("option", "printed"),
    [
        ("--csv", "a,b\n1,x\n"),
        ("--tsv", "a\tb\n1\tx\n"),
        ("--jsonl", '{"a": 1, "b": "x"}\n'),
        ("-x", "-[ RECORD 1 ]-\na | 1\nb | x\n"),
    ],
)
def test_an_option_for_each_way_to_write_results(program: Program, option: str, printed: str) -> None:
    outcome = program(option, "-c", ONE, ":memory:")
    assert (outcome.code, outcome.out, outcome.err) == (0, printed, "")


def test_json_and_ion(program: Program) -> None:
    assert json.loads(program("--json", "-c", ONE, ":memory:").out) == [{"a": 1, "b": "x"}]
    assert program("--markdown", "-c", ONE, ":memory:").out.startswith("|")
    assert program("--ion", "-c", ONE, ":memory:").out == '{\n  a: 1,\n  b: "x"\n}\n'


def test_the_wish_of_a_name_wins_over_the_short_one(program: Program) -> None:
    assert program("--csv", "--format", "jsonl", "-c", ONE, ":memory:").out == '{"a": 1, "b": "x"}\n'


def test_t_rows_only(program: Program) -> None:
    assert program("-t", "--csv", "-c", ONE, ":memory:").out == "1,x\n"


def test_p_an_option_of_display(program: Program) -> None:
    outcome = program("-P", "null=NIL", "--format", "table", "-c", "SELECT NULL AS a", ":memory:")
    assert outcome.out.split() == ["a", "-----", "NIL"]
    outcome = program("-P", "nosuch=1", "-c", ONE, ":memory:")
    assert (outcome.code, outcome.out) == (2, "")
    assert "LS-FORMAT-002" in outcome.err


def test_a_e_and_b_echo(program: Program) -> None:
    script = program.write("x.pql", "-- words\nSELECT VALUE 1 FROM <<0>>;\n")
    assert program("-a", "-f", script, ":memory:").out == "-- words\nSELECT VALUE 1 FROM <<0>>;\n1\n"
    assert program("-e", "-f", script, ":memory:").out == "SELECT VALUE 1 FROM <<0>>\n1\n"
    outcome = program("-b", "-c", FAILING, ":memory:")
    assert outcome.err.endswith("STATEMENT: SELECT 1 +\n")


def test_upper_e_shows_what_is_behind_a_description(program: Program) -> None:
    outcome = program("-E", "-c", "CREATE TABLE t", "-c", "\\dt", ":memory:")
    statement = outcome.err.split("*/\n")[1].split(";\n")[0]
    shown = program("-c", "CREATE TABLE t", "-c", statement, ":memory:")
    assert (shown.code, 'name: "t"' in shown.out) == (0, True)
    assert "QUERY" not in program("-c", "\\dt", ":memory:").err


def test_s_asks_before_each_statement(program: Program) -> None:
    script = program.write(
        "x.pql", "SELECT VALUE 1 FROM <<0>>;\nSELECT VALUE 2 FROM <<0>>;\nSELECT VALUE 3 FROM <<0>>;\n"
    )
    outcome = program("-s", "-f", script, ":memory:", stdin="\nx\n\n")
    assert (outcome.code, outcome.out) == (0, "1\n3\n")
    assert "SELECT VALUE 2 FROM <<0>>\n(Enter runs it" in outcome.err
    assert program("-s", "-f", script, ":memory:", stdin="").code == 3


def test_upper_s_is_a_variable(program: Program) -> None:
    assert "SINGLELINE = 'on'" in program("-S", "-c", "\\set", ":memory:").out


def test_upper_l_keeps_statements_and_results(program: Program) -> None:
    outcome = program("-L", "kept.txt", "-c", "SELECT VALUE 1 FROM <<0>>; SELECT VALUE 2 FROM <<0>>", ":memory:")
    assert (outcome.out, program.read("kept.txt")) == (
        "1\n2\n",
        "SELECT VALUE 1 FROM <<0>>;\n1\nSELECT VALUE 2 FROM <<0>>;\n2\n",
    )


def test_tee_keeps_what_lies_between(program: Program) -> None:
    script = (
        "SELECT VALUE 1 FROM <<0>>;\n\\tee kept.txt\nSELECT VALUE 2 FROM <<0>>;\n\\tee\nSELECT VALUE 3 FROM <<0>>;\n"
    )
    assert program(":memory:", stdin=script).out == "1\n2\n3\n"
    assert program.read("kept.txt") == "SELECT VALUE 2 FROM <<0>>;\n2\n"


def test_o_to_a_file_or_a_program(program: Program) -> None:
    assert program("-o", "out.txt", "-c", ONE, ":memory:").out == ""
    assert program.read("out.txt") == '{a: 1, b: "x"}\n'
    assert program("-o", "|sort -r", "-c", "SELECT VALUE x FROM <<1, 3, 2>> AS x", ":memory:").out == "3\n2\n1\n"
    script = "SELECT 1 \\g |cat -n\n\\o |tr 2 7\nSELECT 2;\n\\o\nSELECT 3;\n"
    assert program(":memory:", stdin=script).out == "     1\t{_1: 1}\n{_1: 7}\n{_1: 3}\n"


def test_l_lists_ledgers_and_opens_none(program: Program) -> None:
    assert program("create-ledger", "one").code == 0
    outcome = program("-l", "--csv")
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.splitlines()[1].startswith("one,ACTIVE,")
    assert not (program.folder / "ledgers" / "default.ledger").exists()


def test_v_and_help(program: Program) -> None:
    assert program("-V").out == f"ledgershell {VERSION}\n"
    for flag in ("-?", "--help"):
        outcome = program(flag)
        assert (outcome.code, outcome.err) == (0, "")
        assert all(option in outcome.out for each in OPTIONS for option in each.flags)


def test_spec_tells_all_of_it_as_json(program: Program) -> None:
    outcome = program("--spec")
    told = json.loads(outcome.out)
    assert (outcome.code, outcome.err) == (0, "")
    assert [option["flags"] for option in told["options"]] == [list(option.flags) for option in OPTIONS]
    assert [command["name"] for command in told["commands"]] == list(COMMANDS)
    assert told["exitCodes"]["VERIFICATION_FAILED"] == 4


def test_a_statement_is_given_up_after_its_time(program: Program) -> None:
    ten = "<<1, 2, 3, 4, 5, 6, 7, 8, 9, 10>>"
    product = ", ".join(f"{ten} AS a{number}" for number in range(9))
    outcome = program("--timeout", "0.2", "-c", f"SELECT COUNT(*) FROM {product}", ":memory:")
    assert (outcome.code, outcome.out) == (1, "")
    assert "LS-EVAL-038" in outcome.err
    outcome = program("-v", "TIMEOUT=soon", "-c", ONE, ":memory:")
    assert (outcome.code, "LS-CLI-006" in outcome.err) == (2, True)


def test_a_frozen_clock(program: Program) -> None:
    runs = [program("--frozen-clock=2020-02-02T", "-c", "SELECT VALUE utcnow() FROM <<0>>", ":memory:") for _ in "ab"]
    assert runs[0].out == runs[1].out
    assert runs[0].out.startswith("2020-02-02T00:00:0")
    assert program("--frozen-clock=soon", "-c", ONE, ":memory:").code == 2


def test_color_on_and_off_by_force(program: Program) -> None:
    assert "\x1b[" in program("--color", "always", "--ion", "-c", ONE, ":memory:").out
    assert "\x1b[" not in program("--color", "never", "--ion", "-c", ONE, ":memory:", CLICOLOR_FORCE="1").out


def test_quiet(program: Program) -> None:
    assert program("-q", "-c", "CREATE TABLE t", "new.ledger").err == ""
    assert "created ledger" in program("-c", "CREATE TABLE t", "newer.ledger").err


def test_errors_as_json_also_those_of_meta_commands(program: Program) -> None:
    script = (
        "\\set ON_ERROR_STOP off\n\\nosuch\n\\if perhaps\n\\endif\nSELECT 1 +;\n\\i nosuch.pql\n\\echo `exit 1` '\n"
    )
    outcome = program("--errors", "json", ":memory:", stdin=script)
    found = [json.loads(line) for line in outcome.err.splitlines()]
    assert [each["code"] for each in found] == ["LS-CLI-003", "LS-CLI-004", "LS-PARSE-002", "LS-FILE-001", "LS-CLI-005"]
    assert [each["line"] for each in found[:3]] == [2, 3, 5]
    assert outcome.out == ""


NAMES = """
    q ? h conninfo status p r g gx gset gdesc gexec watch w s l d dt di df dv i ir o copy echo qecho warn ! cd tee
    if elif else endif set unset getenv setenv prompt bind a x t H C pset timing format T c use begin commit abort
    digest block tx chain log diff verify proof
"""


def test_every_name_of_the_conventions_is_there() -> None:
    missing = [name for name in NAMES.split() if name not in BY_ANY_NAME]
    assert missing == []


@pytest.mark.parametrize("line", [".tables", ".quit", ".mode csv", ".echo hello"])
def test_a_dot_is_understood(program: Program, line: str) -> None:
    assert program(":memory:", stdin=f"{line}\n").code == 0
