r"""Scripts that check themselves: ``\expect``, ``\assert``, and the runner that counts them."""

from __future__ import annotations

import xml.etree.ElementTree as Xml

import pytest

from tests.cli.conftest import Program
from tests.commands.talk import Talk

TWO = "SELECT VALUE x FROM <<1, 2>> AS x"


@pytest.mark.parametrize(
    "script",
    [
        f"\\expect rows 2\n{TWO};",
        f"\\expect unordered 2 1\n{TWO};",
        f"\\expect ordered 1 2\n{TWO} \\g",
        "\\expect error LS-NAME-001\nSELECT * FROM nosuch;",
        "\\expect error\nSELECT 1 +;",
        "\\expect error LS-CLI-003\n\\nosuch",
        "\\expect unordered {a: 1, b: [x::2.50, null.int]}\nSELECT VALUE `{b: [x::2.50, null.int], a: 1}` FROM <<0>>;",
        "\\expect rows 0\nSELECT VALUE 1 FROM <<>>;",
        f"\\expect rows 2\n\\echo between\n{TWO};",
        f"{TWO};\n\\assert :ROW_COUNT = 2",
        "SELECT 5 AS n \\gset\n\\assert :n BETWEEN 4 AND 6",
        "\\set ON_ERROR_STOP off\nSELECT 1 +;\n\\assert :'ERROR_CODE' = 'LS-PARSE-002' AND :ERROR",
        "SELECT 1;\n\\assert :'ERROR_CODE' = ''",
        "CREATE TABLE t;\n\\assert verified\n\\assert CHAR_LENGTH(:'LAST_DIGEST') = 44",
    ],
)
def test_what_is_so(talk: Talk, script: str) -> None:
    talk(script)
    assert "LS-CLI-019" not in talk.said
    assert talk("\\echo :ERROR") != ""


@pytest.mark.parametrize(
    ("script", "message"),
    [
        (f"\\expect rows 3\n{TWO};", "3 values expected, 2 returned"),
        (f"\\expect unordered 1 3\n{TWO};", "2 was returned, and not expected"),
        (f"\\expect ordered 2 1\n{TWO};", "value 1: 2 expected, 1 returned"),
        (f"\\expect unordered 1.0 2\n{TWO};", "1 was returned, and not expected"),
        (f"\\expect error\n{TWO};", "an error was expected, and there was none"),
        ("\\expect rows 1", r"no statement follows the \expect"),
        ("\\assert 1 = 2", "1 = 2 is false"),
        ("\\assert null", "null is null"),
        ("\\set n 3\n\\assert :n > 4", "3 > 4 is false"),
    ],
)
def test_what_is_not_so(talk: Talk, script: str, message: str) -> None:
    talk(script)
    assert f"error LS-CLI-019: {message}" in talk.said


def test_another_error_than_the_expected_one_is_an_error(talk: Talk) -> None:
    talk("\\expect error LS-NAME-001\nSELECT 1 +;")
    assert "error LS-PARSE-002" in talk.said


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "\\expect",
        "\\expect error LS-NAME-999",
        "\\expect rows x",
        "\\expect love",
        "\\assert",
        "\\assert CREATE TABLE t",
    ],
)
def test_mistakes(talk: Talk, wrong: str) -> None:
    if wrong:
        talk(wrong)
        assert "error LS-CLI-004" in talk.said
        assert talk("\\dt") == ""


def test_the_exit_code_is_5_whether_the_script_goes_on_or_not(program: Program) -> None:
    script = program.write("x.pql", "\\assert 1 = 2\n\\echo on\n")
    outcome = program("-f", script, ":memory:")
    assert (outcome.code, outcome.out) == (5, "")
    outcome = program("-v", "ON_ERROR_STOP=off", "-f", script, ":memory:")
    assert (outcome.code, outcome.out) == (5, "on\n")


def test_an_error_in_the_place_of_values_is_not_what_was_expected(program: Program) -> None:
    program.write("x.pql", "\\expect rows 1\nSELECT * FROM nosuch;\n")
    assert program("test", "--update", "x.pql").code == 5
    assert program("-v", "ON_ERROR_STOP=off", "-f", "x.pql", ":memory:").code == 5


def test_the_runner_takes_scripts_that_check_themselves(program: Program) -> None:
    (program.folder / "tests").mkdir()
    program.write("tests/good.pql", "\\expect rows 1\nSELECT VALUE 1 FROM <<0>>;\n")
    program.write("tests/bad.pql", "\\assert 'a' < 'a'\n")
    program.write("tests/broken.pql", "\\assert true\nSELECT 1 +;\n")
    program.write("tests/other.pql", "SELECT 1;\n")
    outcome = program("test", "--junit", "results.xml", "tests")
    assert outcome.code == 5
    assert "1 passed, 2 failed" in outcome.err
    assert "skipped tests/other.pql" in outcome.err
    suite = Xml.fromstring(program.read("results.xml"))
    assert (suite.get("tests"), suite.get("failures")) == ("3", "2")
    failures = {case.get("name"): case.find("failure") is not None for case in suite}
    assert failures == {"tests/bad.pql": True, "tests/broken.pql": True, "tests/good.pql": False}
    assert "'a' < 'a' is false" in "".join(suite.itertext())


def test_a_check_that_fails_fails_whatever_the_transcript_says(program: Program) -> None:
    program.write("x.pql", "\\assert 1 = 2\n")
    assert program("test", "--update", "x.pql").code == 5
    program.write("x.out", "\\assert 1 = 2\nx.pql:1:1: error LS-CLI-019: …\n")
    assert program("test", "x.pql").code == 5


def test_no_control_character_gets_into_the_results(program: Program) -> None:
    program.write("x.pql", "SELECT 'a\x1b[31m]]>&<' AS x;\n\\assert false\n")
    assert program("test", "--junit", "results.xml", "x.pql").code == 5
    assert "\x1b" not in program.read("results.xml")
    Xml.fromstring(program.read("results.xml"))
