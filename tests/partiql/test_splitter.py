"""Where statements begin and end, and why a text is not complete yet."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgershell.errors import ParseError
from ledgershell.partiql import ast
from ledgershell.partiql.parser import parse_script
from ledgershell.partiql.splitter import Splitter, open_at_line_starts, split
from tests.locations import SEEDS


def statements(text: str) -> list[str]:
    """The texts of the statements."""
    return [text[piece.start : piece.end] for piece in split(text) if piece.kind == "statement"]


# --- Statements -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("SELECT 1; SELECT 2", ["SELECT 1", "SELECT 2"]),
        ("SELECT 1;", ["SELECT 1"]),
        ("", []),
        (" ;; ; -- nothing\n /* ; */ ;", []),
        ("SELECT 'a;b'; x", ["SELECT 'a;b'", "x"]),
        ("SELECT 'it''s; fine'; x", ["SELECT 'it''s; fine'", "x"]),
        ('SELECT "a;b"; x', ['SELECT "a;b"', "x"]),
        ('SELECT `"a`;b"`; x', ['SELECT `"a`;b"`', "x"]),
        ("SELECT `'''a`;'''; /* ` */ // `;\n`; x", ["SELECT `'''a`;'''; /* ` */ // `;\n`", "x"]),
        ("SELECT `{{ YTti }}`; x", ["SELECT `{{ YTti }}`", "x"]),
        ("SELECT 1 -- ; no\n + 2; x", ["SELECT 1 -- ; no\n + 2", "x"]),
        ("SELECT /* ; */ 1; x", ["SELECT /* ; */ 1", "x"]),
        ("SELECT (1; 2); x", ["SELECT (1; 2)", "x"]),
        ("SELECT {'a': [<<1;>>]}; x", ["SELECT {'a': [<<1;>>]}", "x"]),
        ("-- first\nSELECT 1 /* last */ ; -- after\n x", ["SELECT 1", "x"]),
        ("\ufeffSELECT 1; x", ["SELECT 1", "x"]),
        ("#!/usr/bin/env ledgershell\nSELECT 1", ["SELECT 1"]),
        ("SELECT 1\n\nSELECT 2", ["SELECT 1\n\nSELECT 2"]),
    ],
)
def test_a_semicolon_ends_a_statement_where_it_stands_alone(text: str, found: list[str]) -> None:
    assert statements(text) == found


def test_a_piece_knows_its_line_and_its_end() -> None:
    text = "-- a comment\n\nSELECT\n 1;\n\\d t\nSELECT 2 \\gx\nSELECT 3"
    pieces = split(text)
    assert [(piece.kind, text[piece.start : piece.end], piece.line, piece.ended) for piece in pieces] == [
        ("statement", "SELECT\n 1", 3, ";"),
        ("command", "\\d t", 5, ""),
        ("statement", "SELECT 2", 6, "\\"),
        ("command", "\\gx", 6, ""),
        ("statement", "SELECT 3", 7, ""),
    ]


def test_a_meta_command_runs_to_the_end_of_its_line() -> None:
    text = "\\echo it's; \"open\r\nSELECT 1; \\echo b\nSELECT 'a\n\\not one';"
    pieces = split(text)
    assert [(piece.kind, text[piece.start : piece.end]) for piece in pieces] == [
        ("command", "\\echo it's; \"open"),
        ("statement", "SELECT 1"),
        ("command", "\\echo b"),
        ("statement", "SELECT 'a\n\\not one'"),
    ]


@pytest.mark.parametrize(
    ("text", "opener"),
    [
        ("SELECT (1;", "("),
        ("SELECT [1", "["),
        ("SELECT {", "{"),
        ("SELECT << {'a': 1}", "<"),
        ("SELECT 'a;", "'"),
        ('SELECT "a;', '"'),
        ("SELECT `a;", "`"),
        ("SELECT 1 /* a;", "*"),
        ("SELECT 1", ""),
    ],
)
def test_what_is_open_at_the_end_is_told(text: str, opener: str) -> None:
    (piece,) = split(text)
    assert (piece.ended, piece.open) == ("", opener)


def test_the_wrong_closing_bracket_closes_nothing() -> None:
    assert statements("SELECT (1]; 2); x") == ["SELECT (1]; 2)", "x"]


# --- What is open ---------------------------------------------------------------------------------------------------


def test_a_backslash_is_heard_even_between_brackets() -> None:
    text = "SELECT (1, [2\n\\r\nSELECT 3"
    assert [text[piece.start : piece.end] for piece in split(text)] == ["SELECT (1, [2", "\\r", "SELECT 3"]


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("SELECT 1", "-"),
        ("SELECT 1; SELECT", "-"),
        ("SELECT (1, [2", "["),
        ("SELECT (1, [2]", "("),
        ("SELECT {'a': 1", "{"),
        ("INSERT INTO T <<", "<"),
        ("SELECT (1;", "("),
        ("SELECT 'a;", "'"),
        ('SELECT "a;', '"'),
        ("SELECT `a;", "`"),
        ("SELECT 1 /* ;", "*"),
        ("SELECT 1; /* ;", "*"),
        ("/*", "*"),
        *((text, "=") for text in ("", " ", "-- x", "SELECT 1;", "SELECT 1; -- x", "SELECT (1); \n")),
    ],
)
def test_the_next_line_s_prompt_says_what_is_open(text: str, sign: str) -> None:
    assert open_at_line_starts(f"{text}\n")[-1] == sign


def test_a_semicolon_between_brackets_ends_nothing_however_it_arrives() -> None:
    script = "f(1; [2;\n 3]; {'a': <<4;>>}\n);\n"
    splitter = Splitter()
    for letter in script[:-2]:
        splitter.append(letter)
        assert splitter.waits() or splitter.end(0, final=False) is None
    splitter.append(";\n")
    ending = splitter.end(0, final=False)
    assert ending is not None
    assert (ending.sign, ending.at) == (";", len(script) - 2)


# --- Properties -----------------------------------------------------------------------------------------------------

PLAIN = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=8)
STRING = PLAIN.map(lambda text: "'" + text.replace("'", "''") + "'")
QUOTED = PLAIN.map(lambda text: '"' + text.replace('"', '""') + '"')
ION_STRING = PLAIN.map(
    lambda text: '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "").replace("\r", "") + '"'
)
ION_SYMBOL = PLAIN.map(
    lambda text: "'a" + text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "").replace("\r", "") + "'"
)
ION_LONG = PLAIN.map(lambda text: "'''" + text.replace("\\", "\\\\").replace("'", "\\'") + "'''")
ION_COMMENT = st.sampled_from(["/* ` ; ' */", '// ` ; "\n', "{{ YTti }}", "{{ YQ== }}", "[1, 2]"])
ION = st.lists(st.one_of(ION_STRING, ION_SYMBOL, ION_LONG, ION_COMMENT, st.just("a")), max_size=3).map(
    lambda parts: "`" + " ".join(parts) + "`"
)
COMMENT = st.sampled_from(["/* ; ' ` ( */", '-- ; " ) [\n'])
WORD = st.sampled_from(["SELECT", "a", "1.5", "=", ",", "<", ">", "FROM", "-1", "?"])
FRAGMENT = st.one_of(WORD, STRING, QUOTED, ION)
BRACKETS = st.sampled_from(["()", "[]", "{}", ("<<", ">>")])


def bracketed(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Fragments between brackets, where even a semicolon ends nothing."""
    content = st.lists(st.one_of(inner, COMMENT, st.just(";")), max_size=3).map(" ".join)
    return st.tuples(BRACKETS, content).map(lambda pair: f"{pair[0][0]} {pair[1]}\n{pair[0][1]}")


PART = st.recursive(FRAGMENT, bracketed, max_leaves=4)
STATEMENT = st.tuples(PART, st.lists(st.one_of(PART, COMMENT), max_size=4), PART).map(
    lambda parts: " ".join((parts[0], *parts[1], parts[2]))
)
SEPARATOR = st.sampled_from([";", " ; ", ";\n", "; -- ; '\n", " /* ; */ ;", ";;\n;"])


@given(st.lists(st.tuples(STATEMENT, SEPARATOR), max_size=5))
def test_joined_statements_come_apart_again(parts: list[tuple[str, str]]) -> None:
    text = "".join(statement + separator for statement, separator in parts)
    assert statements(text) == [statement for statement, _ in parts]
    assert all(piece.ended == ";" for piece in split(text))


@given(st.lists(STATEMENT, min_size=1, max_size=3))
def test_each_line_is_told_right(parts: list[str]) -> None:
    text = ";\n".join(parts)
    for piece in split(text):
        assert piece.line == text.count("\n", 0, piece.start) + 1


@given(STATEMENT, st.data())
def test_a_statement_cut_short_has_no_end(statement: str, data: st.DataObject) -> None:
    """Whatever is cut off at the end, the prompt of the next line never says that a statement could begin there,
    unless nothing but comments is left."""
    cut = statement[: data.draw(st.integers(1, len(statement)))]
    if any(piece.kind == "statement" and not piece.ended for piece in split(cut)[-1:]):
        assert open_at_line_starts(f"{cut}\n")[-1] != "="


@given(STATEMENT, STATEMENT, st.lists(st.integers(0, 400), max_size=6))
def test_a_statement_ends_at_the_same_place_however_it_arrives(first: str, second: str, cuts: list[int]) -> None:
    text = f"{first};\n{second}\n;\n"
    splitter = Splitter()
    whole = Splitter(text)
    places = sorted({min(cut, len(text)) for cut in cuts} | {0, len(text)})
    found = []
    for start, stop in itertools.pairwise(places):
        splitter.append(text[start:stop])
        while not splitter.waits() and (begin := splitter.begin(final=False)) is not None:
            ending = splitter.end(begin, final=False)
            if ending is None:
                break
            found.append(ending.at)
            splitter.move(ending.at + 1)
    expected = []
    while (begin := whole.begin(final=True)) is not None and (ending := whole.end(begin, final=True)) is not None:
        expected.append(ending.at)
        whole.move(ending.at + 1)
    assert found == expected
    assert len(found) == 2


# --- Scripts --------------------------------------------------------------------------------------------------------


def test_a_script_is_its_statements_with_places_in_the_whole_text() -> None:
    text = "-- setup\nCREATE TABLE t;\n INSERT INTO t VALUE {'a': ';'};\n\nSELECT a FROM t"
    found = parse_script(text)
    assert [type(statement) for statement in found] == [ast.CreateTable, ast.Insert, ast.QueryStatement]
    assert [text[statement.span.start : statement.span.end] for statement in found] == statements(text)
    assert parse_script(" -- nothing\n") == []


def test_the_first_mistake_of_a_script_is_reported_where_it_stands() -> None:
    text = "SELECT 1;\nSELEC 2;\nSELECT 3"
    with pytest.raises(ParseError) as caught:
        parse_script(text)
    assert caught.value.span is not None
    assert text[slice(*caught.value.span)] == "SELEC"


def test_a_hash_is_no_comment() -> None:
    with pytest.raises(ParseError) as caught:
        parse_script("SELECT 1;\n# and now\nSELECT 2")
    assert caught.value.hint == "a comment begins with --"


def test_an_article_can_be_split_whatever_it_holds() -> None:
    """Prose, curly quotes and shell commands: no piece is lost, and nothing raises."""
    article = SEEDS / "000_c6e31f3737a54128.txt"
    if not article.exists():
        pytest.skip(f"the articles are not at {SEEDS}; set LEDGERSHELL_SEEDS")
    text = article.read_text(encoding="utf-8")
    pieces = split(text)
    assert len(pieces) > 10
    assert [piece.line for piece in pieces] == [text.count("\n", 0, piece.start) + 1 for piece in pieces]
    assert all(before.end <= after.start for before, after in itertools.pairwise(pieces))
