"""Errors: where the marks stand, what a script's error is called, what a program reads."""

from __future__ import annotations

import json
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ledgershell.errors import ParseError, Span
from ledgershell.render.diagnostic import Origin, diagnostic_json, diagnostic_text
from ledgershell.render.safe_text import display_width


def error(text: str | None, token: str | None, *, hint: str | None = None) -> ParseError:
    span = None if text is None or token is None else Span(text.index(token), text.index(token) + len(token))
    return ParseError("LS-ION-001", "that is wrong", span=span, text=text, hint=hint)


def marked(output: str) -> list[str]:
    """The parts of source lines above the marks, by display column."""
    found = []
    lines = output.splitlines()
    for source, marks in pairwise(lines):
        if "^" in marks and set(marks.split("|", 1)[1]) <= {" ", "^"}:
            start, end = marks.index("^"), marks.rindex("^") + 1
            found.append(by_columns(source, start, end))
    return found


def by_columns(line: str, start: int, end: int) -> str:
    column, kept = 0, ""
    for character in line:
        if start <= column < end:
            kept += character
        column += display_width(character)
    return kept


def test_the_whole_token_is_marked() -> None:
    text = "SELECT * FROM Acount WHERE n = 1"
    assert diagnostic_text(error(text, "Acount", hint="did you mean 'Account'?")) == (
        "error LS-ION-001: that is wrong\n"
        "  1 | SELECT * FROM Acount WHERE n = 1\n"
        "    |               ^^^^^^\n"
        "hint: did you mean 'Account'?\n"
    )


def test_in_a_script_the_place_in_the_file_comes_first() -> None:
    output = diagnostic_text(error("SELECT *\n  FROM Acount", "Acount"), origin=Origin("bank.pql", 12, 5))
    assert output.startswith("bank.pql:13:8: error LS-ION-001: that is wrong\n  13 |   FROM Acount\n")
    same_line = diagnostic_text(error("SELECT x", "x"), origin=Origin("bank.pql", 12, 5))
    assert same_line.startswith("bank.pql:12:12: ")


def test_an_error_without_a_place_in_a_script_names_the_statement() -> None:
    assert diagnostic_text(error(None, None), origin=Origin("bank.pql", 12, 5)) == (
        "bank.pql:12:5: error LS-ION-001: that is wrong\n"
    )


def test_wide_characters_tabs_and_escapes_before_the_token() -> None:
    for before in ("'日本語' ", "\t\t", "e\u0301e\u0301 ", "\x1b\x07 ", "\u202e"):
        output = diagnostic_text(error(f"{before}Acount rest", "Acount"))
        assert marked(output) == ["Acount"]


def test_a_wide_token_gets_a_mark_for_each_column() -> None:
    assert diagnostic_text(error("SELECT 表 FROM x", "表")).splitlines()[2] == "    |        ^^"


def test_the_end_of_the_text_is_marked_behind_its_last_character() -> None:
    text = "SELECT * FROM \n\n"
    output = diagnostic_text(ParseError("LS-ION-001", "more expected", span=Span(len(text), len(text)), text=text))
    assert output.splitlines()[1:] == ["  1 | SELECT * FROM", "    |              ^"]


def test_several_lines_are_marked_up_to_three() -> None:
    output = diagnostic_text(error("SELECT (1,\n  2,\n\n  3,\n  4)", "(1,\n  2,\n\n  3,\n  4)"))
    assert marked(output) == ["(1,", "2,"]
    assert output.splitlines()[-1].strip() == "... |"


def test_of_a_long_line_the_part_around_the_token_is_shown() -> None:
    text = "x" * 3000 + " TOKEN " + "y" * 3000
    output = diagnostic_text(error(text, "TOKEN"))
    assert marked(output) == ["TOKEN"]
    assert all(len(line) < 130 for line in output.splitlines())


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40), st.integers(0, 45), st.integers(0, 45))
def test_any_span_of_any_text_gives_a_diagnostic(text: str, start: int, length: int) -> None:
    wrong = ParseError("LS-ION-001", "x", span=Span(start, start + length), text=text)
    output = diagnostic_text(wrong)
    assert output.endswith("\n")
    assert ("^" in output.replace(text, "")) or not text.strip() or "^" in text


@given(st.text("ab 日\t\n", max_size=20), st.text("cd日", min_size=1, max_size=8), st.text("ab \n", max_size=20))
def test_the_marks_stand_under_exactly_the_token(before: str, token: str, after: str) -> None:
    text = before + token + after
    wrong = ParseError("LS-ION-001", "x", span=Span(len(before), len(before) + len(token)), text=text)
    assert marked(diagnostic_text(wrong)) == [token]


def test_a_text_of_the_errors_own_is_shown_and_the_place_stays_the_statements() -> None:
    inner = error("{a: 1,, b: 2}", ",,")
    output = diagnostic_text(inner, text="INSERT INTO t `{a: 1,, b: 2}`", origin=Origin("bank.pql", 4, 1))
    assert output.startswith("bank.pql:4:1: error")
    assert "  1 | {a: 1,, b: 2}" in output


def test_colour_only_when_asked_for() -> None:
    wrong = error("SELECT x", "x", hint="y")
    assert "\x1b" not in diagnostic_text(wrong)
    coloured = diagnostic_text(wrong, color=True)
    assert "\x1b[1;31merror LS-ION-001:\x1b[0m" in coloured


def test_as_json() -> None:
    wrong = error("SELECT *\nFROM Acount", "Acount", hint="did you mean 'Account'?")
    line = diagnostic_json(wrong, origin=Origin("bank.pql", 3, 1), statement=2)
    assert json.loads(line) == {
        "code": "LS-ION-001",
        "message": "that is wrong",
        "file": "bank.pql",
        "line": 4,
        "column": 6,
        "end": {"line": 4, "column": 12},
        "hint": "did you mean 'Account'?",
        "statement": 2,
    }
    assert line.endswith("}\n")


def test_as_json_without_a_place() -> None:
    found = json.loads(diagnostic_json(error(None, None)))
    assert found["line"] is None
    assert found["column"] is None
    assert found["end"] is None
    assert found["file"] is None


def test_for_a_screen_reader_the_place_is_said_in_words() -> None:
    wrong = error("SELECT *\nFROM Acount", "Acount", hint="did you mean 'Account'?")
    assert diagnostic_text(wrong, plain=True) == (
        "error LS-ION-001: that is wrong\nline 2, column 6: Acount\nhint: did you mean 'Account'?\n"
    )
    end = ParseError("LS-ION-001", "more expected", span=Span(6, 6), text="SELECT")
    assert diagnostic_text(end, plain=True).splitlines()[1] == "line 1, column 7: the end"
