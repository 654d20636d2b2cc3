"""What SQL databases say otherwise gets a hint that says it in this language's words."""

from __future__ import annotations

import re

import pytest

from ledgershell.errors import LedgershellError, ParseError
from ledgershell.partiql import aggregates, habits
from ledgershell.partiql.functions import registry
from ledgershell.partiql.lowering.calls import unknown_function
from ledgershell.partiql.parser import parse


def hint_for(text: str) -> str:
    with pytest.raises(ParseError) as caught:
        parse(text)
    return caught.value.hint or ""


@pytest.mark.parametrize("beginning", habits.STATEMENTS, ids=" ".join)
def test_a_statement_of_another_database_is_refused_with_its_equivalent(beginning: tuple[str, ...]) -> None:
    assert hint_for(" ".join((*beginning, "t x y"))) == habits.STATEMENTS[beginning]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("CREATE TABLE IF NOT EXISTS t", "IF NOT EXISTS"),
        ("DROP TABLE IF EXISTS t", "IF EXISTS"),
        ("SELECT TOP 5 * FROM t", "LIMIT"),
        ("SELECT * FROM t FETCH FIRST 5 ROWS ONLY", "LIMIT"),
        ("SELECT * FROM t WHERE a ILIKE 'x%'", "LOWER"),
        ("SELECT * FROM t WHERE a REGEXP 'x'", "LIKE"),
        ("SELECT * FROM t FOR UPDATE", "COMMIT"),
        ("INSERT INTO t VALUE {'a': 1} ON DUPLICATE KEY UPDATE a = 1", "unique"),
    ],
)
def test_a_clause_of_another_database_is_refused_with_its_equivalent(text: str, words: str) -> None:
    assert words in hint_for(text)


@pytest.mark.parametrize(
    "text",
    ["SELECT top FROM t", "SELECT t.regexp FROM t", "SELECT * FROM t AS show", "SELECT top, use FROM t AS merge"],
)
def test_the_words_remain_names(text: str) -> None:
    parse(text)


def test_another_mistake_behind_such_a_word_keeps_its_own_hint() -> None:
    assert "LIMIT" not in hint_for("SELECT top FROM t WHERE a = = 1")
    assert hint_for("SELECT a == 1") == "write = once"


@pytest.mark.parametrize("name", habits.FUNCTIONS)
def test_a_function_of_another_database_is_not_here_and_what_the_hint_says_can_be_parsed(name: str) -> None:
    assert registry.lookup(name) is None
    error: LedgershellError = unknown_function(name.lower(), parse("SELECT 1").span)
    assert error.hint == habits.FUNCTIONS[name]


@pytest.mark.parametrize("hint", sorted({hint for hint in habits.FUNCTIONS.values() if "…" not in hint}))
def test_the_functions_that_hints_name_exist(hint: str) -> None:
    for name in re.findall(r"([A-Z_]+)\(", hint):
        assert name == "CAST" or registry.lookup(name) or name in aggregates.AGGREGATES, hint
