# ruff: noqa: E501 - a case is a line
"""What is said about mistakes: the code, the place (the whole token), and what to do."""

from __future__ import annotations

import re

import pytest

from ledgershell.errors import ParseError
from ledgershell.partiql.characters import TYPOGRAPHIC
from ledgershell.partiql.keywords import RESERVED
from ledgershell.partiql.lexer import scan
from ledgershell.partiql.parser import parse
from ledgershell.partiql.spelling import distance
from tests.locations import SEEDS
from tests.partiql.statements import GOOD


def mistake(text: str) -> ParseError:
    """The error that a text ends in."""
    with pytest.raises(ParseError) as caught:
        parse(text)
    return caught.value


def told(text: str) -> tuple[str, str, str | None]:
    """Code, the text at the error's place, hint."""
    error = mistake(text)
    assert error.span is not None
    return error.code, text[slice(*error.span)], error.hint


@pytest.mark.parametrize(
    ("text", "place", "keyword"),
    [
        ("SELCT a FROM t", "SELCT", "SELECT"),
        ("SELECT * FORM t", "FORM", "FROM"),
        ("SELECT a FORM t", "FORM", "FROM"),
        ("SELECT a AS b FRM t", "FRM", "FROM"),
        ("SELECT a FROM t WERE a = 1", "WERE", "WHERE"),
        ("SELECT a FROM t AS u WHER a = 1", "WHER", "WHERE"),
        ("SELECT a FROM t WHERE b GROPU BY a", "GROPU", "GROUP"),
        ("SELECT a FROM t ORDER YB a", "YB", "BY"),
        ("SELECT a FROM t ORDER BY a DSC", "DSC", "DESC"),
        ("SELECT a FROM t ORDER BY a NULLS FRIST", "FRIST", "FIRST"),
        ("SELECT a FROM t LIMTI 5", "LIMTI", "LIMIT"),
        ("SELECT a FROM t LEFT JION u ON x", "JION", "JOIN"),
        ("SELECT a BETWEN 1 AND 2", "BETWEN", "BETWEEN"),
        ("SELECT a NOT LIEK 'x'", "LIEK", "LIKE"),
        ("CRAETE TABLE t", "CRAETE", "CREATE"),
        ("CREATE TABEL t", "TABEL", "TABLE"),
        ("INSRET INTO t VALUE 1", "INSRET", "INSERT"),
        ("INSERT INOT t VALUE 1", "INOT", "INTO"),
        ("UPDATE t SETT a = 1", "SETT", "SET"),
        ("DELTE FROM t", "DELTE", "DELETE"),
        ("FROM t REMVE t.a", "REMVE", "REMOVE"),
        ("EXTRACT(yaer FROM x)", "yaer", "YEAR"),
        ("BEGIN TRANSACTON", "TRANSACTON", "TRANSACTION"),
        ("SELECT x FROM g MATCH ANY SHORTST (x)", "SHORTST", "SHORTEST"),
    ],
)
def test_a_misspelt_keyword_is_found_where_it_stands(text: str, place: str, keyword: str) -> None:
    assert told(text) == ("LS-PARSE-009", place, f"did you mean {keyword}?")


@pytest.mark.parametrize("text", ["SELECT a b c FROM t", "SELECT a FROM t x y", "SELECT a FROM t WHERE b c"])
def test_short_names_are_not_taken_for_keywords(text: str) -> None:
    assert told(text)[0] == "LS-PARSE-001"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("SELECT order FROM t", "order"),
        ("SELECT t. user FROM t", "user"),
        ("SELECT x. Table FROM x", "Table"),
        ("SELECT a AS group FROM t", "group"),
        ("CREATE TABLE order", "order"),
        ("INSERT INTO Index VALUE {'a': 1}", "Index"),
        ("UPDATE t SET key = 1", "key"),
        ("SELECT date FROM t", "date"),
        ("SELECT 1 WHERE timestamp > 2", "timestamp"),
    ],
)
def test_a_reserved_word_can_be_quoted(text: str, place: str) -> None:
    code, found, hint = told(text)
    assert (code, found) == ("LS-PARSE-008", place)
    assert hint == f'to use it as a name, write "{place}" in double quotes'
    parse(re.sub(rf"\b{place}\b", f'"{place}"', text, count=1))


@pytest.mark.parametrize(
    ("text", "place", "hint"),
    [
        ("SELECT FROM t", "FROM", 'expected a value, VALUE, ALL, DISTINCT or "*"'),
        ("SELECT a, FROM t", "FROM", "expected a value"),
        ("SELECT value FROM t", "FROM", 'expected a value; to use VALUE as a name, write "value"'),
        ("SELECT a BETWEEN 1 OR 2", "OR", "expected an operator or AND"),
        ("SELECT a FROM t GROUP a", "a", "expected BY, ALL or PARTIAL"),
        ("CREATE SPARSE INDEX ON t (a)", "SPARSE", "expected INDEX or TABLE"),
        ("x NOT 5", "5", "expected BETWEEN, IN or LIKE"),
        ("UPDATE t WHERE a = 1", "WHERE", 'expected an alias, INSERT, SET, BY, AT, REMOVE or "."'),
        ("SELECT a FROM t LIMIT 10, 5", ",", 'expected an operator, OFFSET, ";" or the end of the statement'),
        ("SELECT a.1", ".1", None),
        ("INSERT INTO t {'a': 1, 'b' 2}", "2", 'expected an operator or ":"'),
        ("SELECT CAST(a AS 5)", "5", None),
        ("SELECT a == 1", "=", "write = once"),
        ("SELECT a && b", "&", "write AND"),
        ("SELECT a =< b", "<", "write <="),
        ("SELECT !a", "!", "write NOT"),
        ("SELECT a // b", "/", "a comment begins with --"),
        ("SELECT a::TEXT", ":", "write CAST(value AS type)"),
        ("SELECT *, a FROM t", ",", "* stands alone; to add columns write the table's alias before it, as in t.*"),
        (
            "SELECT INTERVAL '6 months', a",
            ",",
            "the unit stands behind the quotes, as in INTERVAL '6' MONTH (one of YEAR, MONTH, DAY, HOUR, MINUTE, SECOND)",
        ),
        ("SELECT a)", ")", "there is no open bracket before it"),
        ("SELECT f(a,\n [1; 2", ";", 'the "[" at line 2, column 2 is not closed'),
        ("SELECT (a + [1, 2)", ")", 'the "[" at line 1, column 13 is closed by "]"'),
    ],
)
def test_what_does_not_belong_is_told_with_what_does(text: str, place: str, hint: str | None) -> None:
    code, found, said = told(text)
    assert (code, found) == ("LS-PARSE-001", place)
    assert hint is None or said == hint


def test_a_long_list_of_what_was_expected_is_cut() -> None:
    _, _, hint = told("SELECT a b c FROM t")
    assert hint is not None
    assert hint.startswith("expected FROM, WHERE, GROUP, HAVING, ORDER, LIMIT")
    assert hint.endswith(" …")


# --- Unfinished -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("SELECT", 'expected a value, VALUE, ALL, DISTINCT or "*"'),
        ("SELECT a FROM", None),
        ("CREATE", "expected INDEX or TABLE"),
        ("UPDATE t SET a =   -- now\n", "expected a value"),
        ("SELECT (a + [1, 2", 'the "[" at line 1, column 13 is not closed'),
        ("SELECT {\n'a': 1", 'the "{" at line 1, column 8 is not closed'),
        ("INSERT INTO t\n <<{'a': 1}", 'the "<<" at line 2, column 2 is not closed'),
        ("SELECT INTERVAL '6'", "expected one of YEAR, MONTH, DAY, HOUR, MINUTE, SECOND"),
    ],
)
def test_an_unfinished_statement_ends_behind_its_last_token(text: str, hint: str | None) -> None:
    error = mistake(text)
    assert (error.code, error.incomplete) == ("LS-PARSE-002", True)
    *_, (_, _, last) = [token for token in scan(text) if token[0] != "comment"]
    assert error.span == (last, last)
    assert hint is None or error.hint == hint


@pytest.mark.parametrize(
    ("text", "mark"), [("SELECT 'abc", "'"), ('SELECT "abc', '"'), ("SELECT `{a: 1", "`"), ("SELECT 1 /* abc", "/*")]
)
def test_what_does_not_end_is_shown_at_its_opening_mark(text: str, mark: str) -> None:
    error = mistake(text)
    assert error.span is not None
    assert (error.code, text[slice(*error.span)], error.incomplete) == ("LS-PARSE-003", mark, True)


def waits(text: str) -> bool:
    """Whether the text is a statement, or could become one."""
    try:
        parse(text)
    except ParseError as error:
        return error.incomplete
    return True


@pytest.mark.parametrize("text", GOOD)
def test_every_beginning_of_a_statement_can_still_become_one(text: str) -> None:
    """Cut behind any token, a statement is another statement or incomplete."""
    ends = [end for kind, _, end in scan(text) if kind != "comment"]
    assert [text[:end] for end in ends if not waits(text[:end])] == []


def test_a_mistake_in_the_midst_is_not_incomplete() -> None:
    assert not mistake("SELECT a FORM t WHERE").incomplete
    assert not mistake("SELECT a FROM t GROUP a (").incomplete


# --- Characters -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("character", TYPOGRAPHIC)
def test_a_typographic_character_says_what_to_type(character: str) -> None:
    text = f"SELECT a {character} b"
    code, place, hint = told(text)
    assert (code, place, hint) == ("LS-PARSE-004", character, f"type {TYPOGRAPHIC[character].type}")


@pytest.mark.parametrize(
    ("text", "place", "hint"),
    [
        ("SELECT a # b", "#", "a comment begins with --"),
        ("SELECT a \\ b", "\\", "a command of the shell begins a line, or ends a statement"),
        ("SELECT a ^ b", "^", "there is no such operator"),
        ("SELECT café FROM t", "café", 'write "café"'),
        ("SELECT größe, b", "größe", 'write "größe"'),
        ("SELECT a\u200b", "\u200b", None),
        ("SELECT \x00", "\x00", None),
    ],
)
def test_a_character_that_means_nothing(text: str, place: str, hint: str | None) -> None:
    error = mistake(text)
    assert error.span is not None
    assert (error.code, text[slice(*error.span)], error.hint) == ("LS-PARSE-004", place, hint)
    assert error.message.isprintable()


@pytest.mark.parametrize(
    ("text", "place", "hint"),
    [
        ("SELECT 1abc", "1abc", 'a name that begins with a digit is written "1abc"'),
        ("SELECT 1e FROM t", "1e", 'a name that begins with a digit is written "1e"'),
        ("SELECT * FROM history(t, 2019-06-05T12:00Z)", "05T12", "a timestamp stands in backticks"),
    ],
)
def test_a_number_that_runs_into_a_word(text: str, place: str, hint: str) -> None:
    code, found, said = told(text)
    assert (code, found) == ("LS-PARSE-005", place)
    assert said is not None
    assert hint in said


# --- More than one statement ----------------------------------------------------------------------------------------


def test_one_statement_is_wanted() -> None:
    assert told("SELECT 1; SELECT 2") == ("LS-PARSE-012", "SELECT", "run them one after the other")
    assert told("SELECT 1;;") == ("LS-PARSE-012", ";", "end a statement with one ;")
    assert told("CREATE TABLE a\n\nCREATE TABLE b") == ("LS-PARSE-012", "CREATE", "end the statement before it with ;")
    assert told("CREATE TABLE a\nCREATE TABL b") == ("LS-PARSE-012", "CREATE", "end the statement before it with ;")
    assert mistake(" -- nothing\n").code == "LS-PARSE-013"
    assert mistake(";").code == "LS-PARSE-001"


# --- The article ----------------------------------------------------------------------------------------------------


def article() -> str:
    """The tutorial whose statements people will paste."""
    path = SEEDS / "000_c6e31f3737a54128.txt"
    if not path.exists():
        pytest.skip(f"the articles are not at {SEEDS}; set LEDGERSHELL_SEEDS")
    return path.read_text(encoding="utf-8")


def straightened(text: str) -> str:
    """The text with the characters that the errors say to type."""
    return "".join(TYPOGRAPHIC[letter].plain if letter in TYPOGRAPHIC else letter for letter in text)


def test_the_articles_inserts_can_be_repaired_by_what_the_errors_say() -> None:
    text = article()
    inserts = [
        match.group().strip() for match in re.finditer(r"INSERT INTO Account\n.*?(?=\n\ndocumentId)", text, re.DOTALL)
    ]
    assert len(inserts) == 2
    for insert in inserts:
        code, place, hint = told(insert)
        assert (code, place, hint) == ("LS-PARSE-004", "‘", "type a straight single quote (')")
        parse(straightened(insert))


def test_the_articles_queries_run_or_say_what_partiql_writes_differently() -> None:
    text = article()
    queries = re.findall(r"\n\n((?:WITH|SELECT)\b[^;]*?;)", text[: text.index("7. Check Latency")])
    assert len(queries) == 3
    orders, addresses, trends = map(straightened, queries)
    assert told(queries[0])[1] == "–"
    assert told(orders)[2] == (
        "the unit stands behind the quotes, as in INTERVAL '6' MONTH (one of YEAR, MONTH, DAY, HOUR, MINUTE, SECOND)"
    )
    orders = orders.replace("INTERVAL '6 months'", "INTERVAL '6' MONTH")
    assert told(orders)[2] == "write CAST(value AS type)"
    parse(orders.replace("product_id::TEXT", "CAST(product_id AS STRING)"))
    parse(addresses)
    parse(trends.replace("- Example", "-- Example"))


# --- Spelling -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "right", "steps"),
    [
        ("FROM", "FROM", 0),
        ("FORM", "FROM", 1),
        ("FRM", "FROM", 1),
        ("FFROM", "FROM", 1),
        ("FRAM", "FROM", 1),
        ("SLECT", "SELECT", 1),
        ("SLECTT", "SELECT", 2),
        ("ABC", "XYZ", None),
        ("", "AB", 2),
        ("", "ABC", None),
    ],
)
def test_distance_counts_letters_to_change(left: str, right: str, steps: int | None) -> None:
    assert distance(left, right, limit=2) == steps
    assert distance(right, left, limit=2) == steps


def test_no_reserved_word_is_a_name_unless_it_is_quoted_or_right_behind_a_dot() -> None:
    for word in sorted(RESERVED):
        mistake(f"SELECT t. {word} FROM t")
        parse(f'SELECT t."{word}" FROM t')
