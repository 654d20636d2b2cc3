"""What the keyboard's side works out from text alone: completeness and prompts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgershell.shell.completeness import is_complete, statements_of
from ledgershell.shell.prompts import Continuations, Facts, prompt_text

PROMPT1, PROMPT2 = "%/%R%x%# ", "%R%# "


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  \n",
        "SELECT 1;",
        "SELECT 1; SELECT 2;",
        "SELECT ';';",
        "\\dt",
        "\\x \\dt",
        "SELECT 1\n\\gx",
        "quit",
        "HELP",
        "begin",
        "commit",
        ".tables",
        "SELECT\n1\n;",
        "SELECT 1; -- done",
        "SELECT 1;\n\\echo a",
    ],
)
def test_enter_runs(text: str) -> None:
    assert is_complete(text)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT 1",
        "SELECT ';",
        "SELECT 1; SELECT",
        "SELECT /* ;",
        "SELECT `;",
        '"a;',
        "SELECT (\n",
        "SELECT * FROM\nquit",
        "SELECT 1 -- ;",
        "\\echo a\nSELECT",
    ],
)
def test_enter_begins_a_line(text: str) -> None:
    assert not is_complete(text)


@pytest.mark.parametrize("text", ["SELECT 1", "SELEC 1", "SELECT 1 +", "SELECT ‘a’", "SELECT 1 SELECT 2", "SELECT 1)"])
def test_enter_on_an_empty_line_runs_that_in_which_nothing_is_open(text: str) -> None:
    assert not is_complete(text)
    assert is_complete(f"{text}\n")
    assert is_complete(f"SELECT 0; {text}\n  ")
    assert not is_complete(f"{text}\n", cursor=3)


@pytest.mark.parametrize(
    "text", ["SELECT (1", "SELECT 'a", "SELECT `a", "SELECT /* a", "INSERT INTO t << {'a': 1}", "SELECT (:one", "[:'x'"]
)
def test_an_empty_line_may_belong_to_what_is_open(text: str) -> None:
    variables = {"one": "1", "x": "y"}
    assert not is_complete(f"{text}\n", lookup=variables.get)


@pytest.mark.parametrize("text", ["SELECT (1]", "INSERT INTO t << {‘a’: 1}", "SELEC t (1", "SELECT 1 FROM FROM ('"])
def test_what_nothing_can_make_a_statement_of_is_answered_on_an_empty_line(text: str) -> None:
    assert is_complete(f"{text}\n")


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        ("SELECT 1", ["SELECT 1"]),
        (
            "CREATE TABLE a\n\nCREATE TABLE b\n \n\n-- the last\nCREATE TABLE c",
            ["CREATE TABLE a", "CREATE TABLE b", "CREATE TABLE c"],
        ),
        ("SELECT\n\n1\n\nFROM t", ["SELECT\n\n1\n\nFROM t"]),
        ("SELECT\n\n1\n\nFROM t\n\nSELECT\n\n2", ["SELECT\n\n1\n\nFROM t", "SELECT\n\n2"]),
        ("INSERT INTO t {\n\n'a': 1\n}\n\nSELECT 'x\n\ny'", ["INSERT INTO t {\n\n'a': 1\n}", "SELECT 'x\n\ny'"]),
        ('SELECT * FROM t\n\nUNDROP TABLE "a"', ["SELECT * FROM t", 'UNDROP TABLE "a"']),
        ("SELECT :a FROM t\n\nSELECT :'b'", ["SELECT :a FROM t", "SELECT :'b'"]),
        ("SELECT 1\nSELECT 2", ["SELECT 1\nSELECT 2"]),
        ("SELECT 1\n\nSELEC 2", ["SELECT 1\n\nSELEC 2"]),
        ("SELECT 1 2\n\nSELECT 3", ["SELECT 1 2\n\nSELECT 3"]),
    ],
)
def test_statements_that_blank_lines_part(text: str, statements: list[str]) -> None:
    spans = statements_of(text, {"a": "1", "b": "2"}.get)
    assert [text[start:end].rstrip().removesuffix("-- the last").rstrip() for start, end in spans] == statements


def test_a_single_line_needs_no_semicolon() -> None:
    assert is_complete("SELECT 1", single_line=True)
    assert is_complete("this is no statement", single_line=True)
    for text in ("SELECT (1", "INSERT INTO t <<", "SELECT 'a", "SELECT {'a': 1"):
        assert not is_complete(text, single_line=True)


def test_prompts_tell_the_state() -> None:
    prompts = [prompt_text(PROMPT1, Facts("bank", mark)) for mark in ("", "*", "!")]
    assert prompts == ["bank=> ", "bank=*> ", "bank=!> "]


def test_continuation_prompts_say_why() -> None:
    text = "SELECT {\n'a': 'x\ny' }\nFROM t /*\n*/\n"
    prompts = Continuations()
    width = len("bank=> ")
    assert [prompts.prompt(text, line, PROMPT2, Facts("bank"), width) for line in range(1, 5)] == [
        "    {# ",
        "    '# ",
        "    -# ",
        "    *# ",
    ]


@given(st.text(alphabet="ab;\\'\"`-/*\n(){}<>#. ", max_size=30))
def test_no_text_is_too_odd_to_type(text: str) -> None:
    assert is_complete(text) in (True, False)
    assert is_complete(f"{text}\n") in (True, False)
    assert "".join(text[start:end] for start, end in statements_of(text)) == text
