"""Where statements and meta-commands begin and end."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledgershell.partiql.splitter import open_at_line_starts
from ledgershell.shell.scanner import Item, Scanner


def items(*chunks: str) -> list[Item]:
    """All items of a script that arrives in these chunks; meta-commands use up their whole line."""
    scanner = Scanner("x.pql")
    found: list[Item] = []
    for number, chunk in enumerate(chunks, start=1):
        scanner.append(chunk)
        while (item := scanner.next(final=number == len(chunks))) is not None:
            found.append(item)
            if item.kind == "command":
                scanner.take_command(item, len(item.text), keep=False)
            else:
                scanner.take(item)
    return found


def texts(*chunks: str) -> list[str]:
    return [item.text for item in items(*chunks)]


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("", []),
        (" \n\t-- nothing\n/* at all */ ", []),
        (";;;", []),
        ("SELECT 1", ["SELECT 1"]),
        ("SELECT 1;", ["SELECT 1"]),
        ("a; b ; c", ["a", "b", "c"]),
        ("SELECT ';' ; x", ["SELECT ';'", "x"]),
        ("SELECT 'it''s; fine'; x", ["SELECT 'it''s; fine'", "x"]),
        ('SELECT "a;b"; x', ['SELECT "a;b"', "x"]),
        ('SELECT `"a;b"`; x', ['SELECT `"a;b"`', "x"]),
        ("SELECT `{{aGk=}}`; x", ["SELECT `{{aGk=}}`", "x"]),
        ("SELECT 1 -- one; two\n; x", ["SELECT 1 -- one; two", "x"]),
        ("SELECT /* ; */ 1; x", ["SELECT /* ; */ 1", "x"]),
        ("-- why\nSELECT 1; -- and\n/* so */ x", ["SELECT 1", "x"]),
        ("INSERT INTO t {'a': ')'};x", ["INSERT INTO t {'a': ')'}", "x"]),
        ("SELECT 'open; x", ["SELECT 'open; x"]),
        ("SELECT “x”; y", ["SELECT “x”", "y"]),
        ("SELECT 1abc; y", ["SELECT 1abc", "y"]),
        ("SELECT (1; 2); y", ["SELECT (1; 2)", "y"]),
        ("SELECT (1; y", ["SELECT (1; y"]),
    ],
)
def test_statements(script: str, expected: list[str]) -> None:
    assert texts(script) == expected
    assert texts(*script) == expected


def test_a_long_string_of_ion_may_hold_anything() -> None:
    assert texts("SELECT `'''`;\n'''`; x") == ["SELECT `'''`;\n'''`", "x"]


def test_a_meta_command_is_a_line() -> None:
    found = items("\\x on\nSELECT 1;\n  \\dt P*  \n")
    assert [(item.kind, item.text) for item in found] == [
        ("command", "\\x on"),
        ("statement", "SELECT 1"),
        ("command", "\\dt P*  "),
    ]


def test_a_backslash_ends_a_statement_too() -> None:
    (go,) = items("SELECT '\\', a\n  FROM t \\gx\n")
    assert (go.kind, go.text, go.before) == ("command", "\\gx", "SELECT '\\', a\n  FROM t")


def test_a_statement_goes_on_behind_a_command_that_leaves_it() -> None:
    scanner = Scanner(None)
    scanner.append("SELECT 1,\n\\echo here\n  2;\n")
    command = scanner.next(final=True)
    assert command is not None
    scanner.take_command(command, len(command.text), keep=True)
    statement = scanner.next(final=True)
    assert statement is not None
    assert statement.text.split() == ["SELECT", "1,", "2"]
    assert (command.place[1], statement.place[1]) == (2, 1)
    assert statement.text.index("2") == "SELECT 1,\n\\echo here\n  2".index("2")


@pytest.mark.parametrize("word", ["quit", "exit", "QUIT", "quit;", "  exit ;"])
def test_leaving_needs_no_backslash(word: str) -> None:
    (item,) = items(f"{word}\n")
    assert (item.kind, item.text) == ("command", "\\q")


def test_words_count_only_where_a_statement_could_begin() -> None:
    assert texts("SELECT *\nFROM\nquit\n;\n") == ["SELECT *\nFROM\nquit"]


def test_transactions_need_no_semicolon_on_a_line_of_their_own() -> None:
    assert texts("begin\nINSERT INTO t {};\nCOMMIT\nstart  transaction\nrollback;\n") == [
        "begin",
        "INSERT INTO t {}",
        "COMMIT",
        "start  transaction",
        "rollback",
    ]


def test_a_dot_begins_a_command_of_other_shells() -> None:
    assert [item.kind for item in items(".tables\n", "SELECT .5;\n", ".5\n")] == ["command", "statement", "statement"]


def test_a_hash_is_no_comment() -> None:
    assert [item.kind for item in items("# why\nSELECT 1;")] == ["hash", "statement"]


def test_items_know_their_place() -> None:
    found = items("-- first\nSELECT 1; SELECT\n 2;\n", "\n  \\dt\n", "/* c\n */ x")
    assert [(*item.place[1:], item.number) for item in found] == [
        (2, 1, 1),
        (2, 11, 2),
        (5, 3, 3),
        (7, 5, 3),
    ]


def test_what_has_been_used_is_dropped() -> None:
    scanner = Scanner(None)
    for _ in range(1000):
        scanner.append("SELECT 1;\n")
        item = scanner.next(final=False)
        assert item is not None
        scanner.reached(scanner.line_end(item))
        scanner.take(item)
    assert len(scanner.text) < 100


def test_a_statement_is_found_as_soon_as_it_has_arrived() -> None:
    for line in ("  {'a': 1},\n", "  {'a': 'semi;colon', 'b': \"back\\slash\"},\n", "`{a: ;\n}`,\n", "'\n;\n',\n"):
        scanner = Scanner(None)
        scanner.append("INSERT INTO t <<\n")
        assert scanner.next(final=False) is None
        for _ in range(500):
            for piece in line.splitlines(keepends=True):
                scanner.append(piece)
                assert scanner.next(final=False) is None
        scanner.append(">>;\n")
        item = scanner.next(final=False)
        assert item is not None
        assert item.text.count(line) == 500


PARTS = st.sampled_from(
    [
        "SELECT ",
        "a",
        "1.5",
        "'it''s; \\ fine'",
        '"q;\\"',
        "`{{aGk=}}`",
        "`';'`",
        '`"\\\\\\";"`',
        "/* ; */",
        "-- ; \\\n",
        "<<1, 2>>",
        "{'a': b}",
        "(a; b)",
        "]",
        "\n",
        "\n\n ",
        "?",
    ]
)
STATEMENT = st.lists(PARTS, min_size=1, max_size=8).map(lambda parts: "x " + " ".join(parts) + " y")


@settings(max_examples=300)
@given(st.lists(STATEMENT, max_size=6), st.booleans())
def test_statements_joined_come_apart_again(statements: list[str], by_letters: bool) -> None:
    script = ";\n".join(statements)
    assert texts(*(script if by_letters else [script])) == statements


@settings(max_examples=300)
@given(st.text(alphabet="ab;\\'\"`-/*\n(){}<>#. ", max_size=40))
def test_no_text_is_too_odd(script: str) -> None:
    whole = texts(script)
    assert sum(map(len, whole)) <= len(script) + 2 * len(whole)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT\n1\n", "=--"),
        ("SELECT 1;\n", "=="),
        ("f(\n", "=("),
        ("{'a': [\n1\n", "=[["),
        ("INSERT INTO t <<\n{\n", "=<{"),
        ("SELECT 'a\nb\n", "=''"),
        ('SELECT "a\n', '="'),
        ("SELECT `{a:\n", "=`"),
        ("SELECT /* a\nb */\n", "=*-"),
        ("( ')' \n", "=("),
        ("(a)\n", "=-"),
        ("-- c\n", "=="),
        ("SELECT 1; (\n", "=("),
    ],
)
def test_what_is_open_at_each_line(text: str, expected: str) -> None:
    assert "".join(open_at_line_starts(text)) == expected
