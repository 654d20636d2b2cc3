"""Names and what else is found wrong before a statement runs: code, place and candidates."""

from __future__ import annotations

import pytest

from ledgershell.errors import LedgershellError, SemanticError
from ledgershell.ion.text_reader import read_text
from ledgershell.partiql.dialect import PARTIQL_COERCE, PARTIQL_STRICT
from ledgershell.partiql.spelling import candidates, distance
from tests.partiql.memory import Memory, compiled, run

GARAGE = Memory(Person='{name: "a"}', VehicleRegistration='{VIN: "1"}', Vehicle='{VIN: "1"}')


@pytest.mark.parametrize(
    ("text", "code", "place", "hint"),
    [
        ("SELECT * FROM Vehicel", "LS-NAME-001", "Vehicel", "did you mean Vehicle?"),
        ("SELECT * FROM VehiclRegistration", "LS-NAME-001", "VehiclRegistration", "did you mean VehicleRegistration?"),
        ("SELECT * FROM Person AS p, Vehicls AS v", "LS-NAME-001", "Vehicls", "did you mean Vehicle?"),
        ("SELECT * FROM Person AS p, (SELECT * FROM Vehicls) AS v", "LS-NAME-001", "Vehicls", "did you mean Vehicle?"),
        ('SELECT * FROM "person"', "LS-NAME-001", '"person"', "did you mean Person?"),
        ("persn.name", "LS-NAME-001", "persn", "did you mean Person?"),
        ("SELECT UPER(name) FROM Person", "LS-NAME-003", "UPER(name)", "did you mean UPPER?"),
        ("SELECT COUNTT(*) FROM Person", "LS-NAME-003", "COUNTT(*)", "did you mean COUNT?"),
        ("UPPER('a', 'b')", "LS-NAME-004", "UPPER('a', 'b')", "use: UPPER(text)"),
        ("SELECT SUM(*) FROM Person", "LS-NAME-004", "SUM(*)", "use: SUM([DISTINCT] number)"),
        ("SELECT * FROM Person WHERE COUNT(*) > 1", "LS-NAME-005", "COUNT(*)", None),
        ("SELECT SUM(COUNT(*)) FROM Person", "LS-NAME-005", "COUNT(*)", None),
        ("COUNT(*)", "LS-NAME-005", "COUNT(*)", None),
        ("SELECT RANK() OVER () FROM Person", "LS-NAME-010", None, "use: RANK() OVER (… ORDER BY …)"),
        ("SELECT RANK() OVER w2 FROM Person WINDOW w1 AS (ORDER BY name)", "LS-NAME-010", "w2", "did you mean w1?"),
        ("SELECT * FROM Person AS p, Vehicle AS p", "LS-NAME-006", "Vehicle AS p", None),
        ("SELECT p.name, p.age FROM Person AS p GROUP BY p.name", "LS-NAME-008", "p.age", None),
        ("SELECT *", "LS-NAME-008", "*", None),
        ("SELECT a FROM [1] AS a LIMIT -1", "LS-EVAL-030", "-1", None),
        ("SELECT a, b FROM Person UNION SELECT c FROM Person", "LS-EVAL-031", None, "OUTER UNION takes any values"),
        ("SELECT * FROM numbers(5)", "LS-NAME-001", "5", None),
        ("SELECT * FROM numbers(Person, 1, 2, 3)", "LS-NAME-004", "numbers(Person, 1, 2, 3)", None),
        ("CAST(1 AS STRUCTURE)", "LS-EVAL-018", "STRUCTURE", None),
        ("SELECT `{a:` FROM Person", "LS-ION-001", "`{a:`", None),
        ("SELECT * EXCLUDE q.a FROM Person AS p", "LS-NAME-001", "q", None),
        ("WITH RECURSIVE t AS (SELECT 1 AS n INTERSECT SELECT n FROM t) SELECT * FROM t", "LS-NAME-008", None, None),
        ("SELECT * FROM [1] AS a RIGHT JOIN a AS b ON true", "LS-NAME-008", "a AS b", None),
    ],
)
def test_a_mistake_is_named_placed_and_where_possible_mended(
    text: str, code: str, place: str | None, hint: str | None
) -> None:
    with pytest.raises(LedgershellError) as caught:
        compiled(text, GARAGE)
    error = caught.value
    assert error.code == code
    assert error.text == text
    assert error.span is not None
    if place is not None:
        assert text[error.span.start : error.span.end] == place
    if hint is not None:
        assert error.hint is not None
        assert error.hint.endswith(hint)


def test_tables_are_found_in_any_case_when_only_one_fits() -> None:
    assert run("SELECT VALUE name FROM PERSON", GARAGE) == ["a"]
    twins = Memory(ab="{n: 1}", AB="{n: 2}")
    assert run("SELECT VALUE n FROM ab", twins) == [1]
    assert run("SELECT VALUE n FROM AB", twins) == [2]


def test_fields_are_exact_in_the_shell_and_folded_in_plain_partiql() -> None:
    assert run("SELECT VALUE x.NAME IS MISSING FROM [{'name': 1}] AS x") == [True]
    assert run("SELECT VALUE x.NAME FROM [{'name': 1}] AS x", dialect=PARTIQL_COERCE) == [1]
    assert run("SELECT VALUE x.\"NAME\" IS MISSING FROM [{'name': 1}] AS x", dialect=PARTIQL_COERCE) == [True]


def test_a_variable_that_fits_two_names_is_ambiguous_in_plain_partiql() -> None:
    query = "SELECT v.a FROM [{'a': 1}] AS v, [{'a': 2}] AS V"
    assert run(query) == run("SELECT x.a FROM [{'a': 1}] AS x")
    with pytest.raises(SemanticError, match="LS-NAME-002"):
        run(query, dialect=PARTIQL_COERCE)


@pytest.mark.parametrize(
    ("query", "hint"),
    [
        ("SELECT nope FROM T AS a, T AS b", "write a.nope or b.nope"),
        ("SELECT VALUE 1 FROM T AS a, a.l AS item WHERE itm.x = 1", "did you mean item? else write a.itm or item.itm"),
        ("SELECT a.x FROM T AS a JOIN T AS b ON a.x = y", "write a.y or b.y"),
        ("SELECT a.x FROM T AS a, T AS b ORDER BY z", "write a.z or b.z"),
        ("SELECT VALUE (SELECT nope FROM T AS a, T AS b) FROM T AS c", "write a.nope or b.nope"),
        ("UPDATE T AS t SET a = (SELECT q FROM T AS u, T AS v)", "write u.q or v.q"),
    ],
)
def test_an_unqualified_name_that_several_sources_may_have_is_an_error(query: str, hint: str) -> None:
    with pytest.raises(SemanticError) as caught:
        run(query, Memory(T="{x: 1}"))
    assert caught.value.code == "LS-NAME-002"
    assert "there is no variable" in caught.value.message
    assert caught.value.hint == hint
    assert caught.value.span is not None


@pytest.mark.parametrize(
    ("query", "result"),
    [
        ("SELECT x FROM T AS a", "[{x: 1}]"),
        ("SELECT p, q FROM (SELECT 1 AS p FROM T AS a) AS a, (SELECT 2 AS q FROM T AS b) AS b", "[{p: 1, q: 2}]"),
        ("SELECT VALUE p FROM (SELECT 1 AS p FROM T AS a) AS a, (SELECT 2 AS q FROM T AS b) AS b", "[1]"),
        ("SELECT VALUE a.x FROM T AS a WHERE EXISTS (SELECT VALUE 0 FROM [5] AS y WHERE x = 1)", "[1]"),
        ("SELECT VALUE x FROM T AS a LET a.x + 1 AS b", "[1]"),
        ("SELECT VALUE 1 IN (SELECT VALUE u.u - 1 FROM U AS u) FROM T AS a, T AS b", "[true]"),
        ("SELECT VALUE {'u': 2} IN U FROM T AS a, T AS b", "[true]"),
    ],
)
def test_an_unqualified_name_that_only_one_source_can_have_is_its_field(query: str, result: str) -> None:
    found = run(query, Memory(T="{x: 1}", U="{u: 2}"))
    assert list(found) == read_text(result)


def test_strict_typing_raises_where_permissive_typing_is_missing() -> None:
    query = "SELECT x.a, x.b FROM [{'a': 1}] AS x"
    assert len(run(query, dialect=PARTIQL_COERCE)) == 1
    with pytest.raises(LedgershellError) as caught:
        run(query, dialect=PARTIQL_STRICT)
    assert caught.value.code == "LS-EVAL-002"
    assert caught.value.span is not None


@pytest.mark.parametrize(
    ("left", "right", "steps"),
    [("", "", 0), ("a", "", 1), ("abc", "abd", 1), ("abcd", "abdc", 1), ("kitten", "sitting", 3), ("ab", "ba", 1)],
)
def test_the_distance_counts_swaps_as_one(left: str, right: str, steps: int) -> None:
    assert distance(left, right, limit=5) == steps
    assert distance(right, left, limit=5) == steps


@pytest.mark.parametrize(
    ("word", "known", "near"),
    [
        ("Persn", ["Persons", "Person", "Vehicle", "PersonAddress", "X"], ["Person", "Persons"]),
        ("person", ["Vehicle", "PERSON", "Persons"], ["PERSON", "Persons"]),
        ("Zebra", ["Person", "Vehicle"], []),
        ("nope", ["NOW", "SOME", "NONE"], ["NONE"]),
        ("nope", ["NOW", "SOME"], []),
        ("ab", ["abc", "cd", "AB"], ["AB", "abc"]),
        ("v", ["w", "V"], ["V"]),
        ("Vehicle", ["VehicleRegistration"], ["VehicleRegistration"]),
        ("VehicelRegistratoin", ["VehicleRegistration"], ["VehicleRegistration"]),
    ],
)
def test_candidates_are_near_few_and_nearest_first(word: str, known: list[str], near: list[str]) -> None:
    assert candidates(word, known) == near


def test_deep_statements_compile_and_deeper_ones_are_refused() -> None:
    assert run("(" * 190 + "1" + ")" * 190) == 1
    assert run("COALESCE(" * 190 + "1" + ")" * 190) == 1
    assert run(" AND ".join(["true"] * 3000)) is True
    with pytest.raises(LedgershellError, match="nested"):
        run("[" * 1000 + "]" * 1000)


def test_the_number_of_parameters_must_fit() -> None:
    with pytest.raises(LedgershellError, match="the statement has 2 parameters, but 1 value was given"):
        run("? + ?", None, 1)
