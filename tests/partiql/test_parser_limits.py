# ruff: noqa: E501, SIM905 - words read better so
"""Hostile statements: too deep, too long, not Unicode, made of rubbish.  All end in a ParseError, and soon."""

from __future__ import annotations

import random
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledgershell.errors import ERROR_CODES, ParseError
from ledgershell.partiql import ast
from ledgershell.partiql.builder import NESTING_LIMIT
from ledgershell.partiql.lexer import scan, tokens
from ledgershell.partiql.parser import parse
from ledgershell.partiql.splitter import open_at_line_starts, split
from tests.partiql.statements import GOOD


@contextmanager
def ends(seconds: int = 60) -> Iterator[None]:
    """For work that takes milliseconds, and hours if a pattern backtracks."""

    def give_up(_number: int, _frame: FrameType | None) -> None:
        raise TimeoutError(f"no end after {seconds} seconds")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def refused(text: str) -> ParseError:
    """The error that the text ends in."""
    with pytest.raises(ParseError) as caught, ends():
        parse(text)
    error = caught.value
    assert error.span is not None
    assert 0 <= error.span.start <= error.span.end <= len(text)
    assert "\n" not in error.message
    return error


DEEP = {
    "list": ("[", "1", "]"),
    "bag": ("<<", "1", ">>"),
    "struct": ("{'a': ", "1", "}"),
    "parentheses": ("(", "1", ")"),
    "call": ("f(", "1", ")"),
    "path": ("a[", "1", "]"),
    "subquery": ("(SELECT ", "1", ")"),
    "negative": ("- ", "1", ""),
    "not": ("NOT ", "1", ""),
    "case": ("CASE ", "1", " WHEN 1 THEN 2 END"),
    "cast": ("CAST(", "1", " AS INT)"),
    "sum": ("1 + ", "1", ""),
    "concatenation": ("'a' || ", "'b'", ""),
    "comparison": ("1 < ", "1", ""),
    "union": ("SELECT 1 UNION ", "SELECT 1", ""),
    "join": ("", "SELECT * FROM t", " JOIN t ON TRUE"),
    "type": ("CAST(1 AS ", "INT", ")"),
    "explain": ("EXPLAIN ", "1", ""),
    "label": ("(g MATCH (x:", "a", "))"),
}


def nested(name: str, depth: int) -> str:
    opening, inner, closing = DEEP[name]
    if name == "type":
        return f"CAST(1 AS {'LIST<' * depth}INT{'>' * depth})"
    if name == "label":
        return f"(g MATCH (x:{'(' * depth}a{')' * depth}))"
    return opening * depth + inner + closing * depth


@pytest.mark.parametrize("name", DEEP)
def test_sixty_levels_are_fine(name: str) -> None:
    ast.structure(parse(nested(name, 60)))


LEANING = ("sum", "concatenation", "union", "join")
"""Chains that lean to the left: they are long, and not deep."""


@pytest.mark.parametrize("name", LEANING)
def test_a_long_chain_is_not_deep(name: str) -> None:
    with ends():
        statement = parse(nested(name, 20_000))
        assert sum(isinstance(node, ast.Binary | ast.SetOperation | ast.Join) for node in statement.walk()) == 20_000


@pytest.mark.parametrize("name", [name for name in DEEP if name not in LEANING])
@pytest.mark.parametrize("depth", [1_000, 100_000])
def test_far_too_many_levels_are_refused(name: str, depth: int) -> None:
    assert refused(nested(name, depth)).code == "LS-PARSE-007"


@pytest.mark.parametrize("name", ["list", "bag", "struct", "parentheses", "call"])
def test_the_limit_of_brackets_is_exact(name: str) -> None:
    parse(nested(name, NESTING_LIMIT))
    assert refused(nested(name, NESTING_LIMIT + 1)).code == "LS-PARSE-007"


def test_an_unclosed_pile_of_brackets_is_refused() -> None:
    assert refused("[" * 100_000).code == "LS-PARSE-007"
    assert refused("SELECT (" * 150).incomplete


def test_the_deepest_that_is_accepted_can_be_walked_by_recursion() -> None:
    for name in DEEP:
        accepted = [depth for depth in range(60, 260, 4) if isinstance(outcome(nested(name, depth)), ast.Statement)]
        ast.structure(parse(nested(name, accepted[-1])))


def test_wide_is_not_deep() -> None:
    parse(" OR ".join(["a = 1"] * 3000))
    parse("INSERT INTO t << " + ", ".join("{'a': [-1, {'b': 'c'}], 'd': <<1>>}" for _ in range(1000)) + " >>")
    parse("SELECT " + ", ".join(f"a{i}.b + 1 AS c{i}" for i in range(1000)) + " FROM t")
    parse("a" + ".b[0]" * 5000)


def test_long_numbers() -> None:
    parse("9" * 4000)
    assert refused("SELECT " + "9" * 5000).code == "LS-PARSE-006"
    assert refused("SELECT 0." + "9" * 5000).code == "LS-PARSE-006"
    assert refused("SELECT 1e400").code == "LS-PARSE-006"
    assert refused("SELECT 1e" + "9" * 5000).code == "LS-PARSE-006"
    assert refused("SELECT CAST(a AS VARCHAR(" + "9" * 5000 + "))").code == "LS-PARSE-006"
    assert refused("SELECT INTERVAL '1' DAY(" + "9" * 5000 + ")").code == "LS-PARSE-006"
    assert refused("SELECT x FROM g MATCH (a)->{" + "9" * 5000 + "}(b)").code == "LS-PARSE-006"


def test_text_that_is_not_unicode() -> None:
    error = refused("SELECT 'a\udcff'")
    assert error.code == "LS-PARSE-015"
    assert error.span == (9, 10)


@pytest.mark.parametrize(
    "inside",
    [
        '"' * 5001,
        "'" * 5001,
        "'''" * 1667,
        "/*" * 5000,
        "//" * 5000,
        "{{" * 5000,
        "{{a" * 5000,
        '"\\' * 5000,
        "'\"" * 5000,
        "\"'''/*{{//" * 1000,
    ],
)
def test_an_ion_literal_that_does_not_end_is_found_out_in_time(inside: str) -> None:
    """Each of these takes hours when a repetition backtracks."""
    error = refused(f"SELECT `{inside}")
    assert error.code == "LS-PARSE-003"
    assert error.incomplete
    with ends():
        list(scan(f"SELECT `{inside}"))
        list(scan(f"SELECT `{inside}`"))


def test_much_white_space_and_many_comments() -> None:
    with ends():
        parse(" " * 100_000 + "1" + " " * 100_000)
        parse("/**/" * 30_000 + "1" + "-- x\n" * 30_000)
        refused("/*" * 50_000)
        refused("'" * 50_001)
        list(scan("/*" * 50_000))
        list(scan("* /" * 50_000))


SCRAPS = (
    *"SELECT FROM WHERE GROUP BY ORDER LIMIT INSERT INTO VALUE VALUES UPDATE SET DELETE CREATE TABLE DROP INDEX ON AS AT".split(),
    *"JOIN LEFT UNION ALL OUTER CASE WHEN THEN END NOT AND OR IN IS NULL LIKE BETWEEN CAST TRIM EXTRACT DATE TIME".split(),
    *"INTERVAL MATCH ANY SHORTEST TRAIL WITH EXPLAIN BEGIN COMMIT ABORT a b c t YEAR LEADING MAP LIST REPLACE".split(),
    *"( ) [ ] { } << >> < > = <> != <= >= + - * / % || & | ! ~ , . : ; ? @ 1 .5 1e3 'x' \"y\" `z` ' \" ` /* -- # \\ ‘ — é".split(),
    "\n",
    "\x00",
)


def outcome(text: str) -> ast.Statement | ParseError:
    """What the text parses to, or how it is refused."""
    try:
        return parse(text)
    except ParseError as error:
        return error


def assert_sound(text: str) -> None:
    """The text parses, or is refused with a place, a known code and a message that can be printed."""
    found = outcome(text)
    if isinstance(found, ParseError):
        assert found.code in ERROR_CODES
        assert found.span is not None
        assert 0 <= found.span.start <= found.span.end <= len(text)
        assert found.message.isprintable()
        assert found.hint is None or found.hint.isprintable()
    list(tokens(text))
    split(text)
    open_at_line_starts(text)


@given(st.lists(st.sampled_from(SCRAPS), max_size=25))
@settings(max_examples=600, deadline=None)
def test_any_tokens_parse_or_end_in_a_parse_error(words: list[str]) -> None:
    assert_sound(" ".join(words))


@given(st.text(max_size=40))
@settings(max_examples=300, deadline=None)
def test_any_characters_parse_or_end_in_a_parse_error(text: str) -> None:
    assert_sound(text)


def test_statements_with_a_word_lost_or_doubled_or_swapped() -> None:
    """Near misses of real statements."""
    chance = random.Random(7)
    for text in GOOD:
        words = text.split(" ")
        for _ in range(6):
            changed = words.copy()
            at = chance.randrange(len(changed))
            what = chance.randrange(4)
            if what == 0:
                del changed[at]
            elif what == 1:
                changed.insert(at, changed[at])
            elif what == 2:
                other = chance.randrange(len(changed))
                changed[at], changed[other] = changed[other], changed[at]
            else:
                changed[at] = changed[at][:-1] + chance.choice("xyz")
            assert_sound(" ".join(changed))
