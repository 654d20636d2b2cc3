"""What stands next to the suite's cases: one operator or clause at a time, in all three ways of typing and naming.

Each row was worked out from the specification's rules: how NULL and MISSING go on, what is coerced, what a mistyped
operand becomes, what order and which columns come out.  Where strict typing differs it is the second result.
"""

from __future__ import annotations

import pytest

from ledgershell.errors import LedgershellError
from ledgershell.ion.text_writer import write_text
from ledgershell.ion.values import MISSING
from ledgershell.partiql.dialect import PARTIQL_COERCE, PARTIQL_STRICT, SHELL, Dialect
from tests.partiql.memory import run

ERROR = "an error"


def outcome(text: str, dialect: Dialect) -> str:
    try:
        value = run(text, dialect=dialect)
    except LedgershellError:
        return ERROR
    return "missing" if value is MISSING else write_text(value)


CASES = [
    # Unknown operands
    ("NULL + MISSING", "missing"),
    ("NULL || MISSING", "missing"),
    ("NULL = NULL", "null"),
    ("MISSING = MISSING", "missing"),
    ("NULL AND FALSE", "false"),
    ("MISSING AND TRUE", "null"),
    ("MISSING OR TRUE", "true"),
    ("NOT MISSING", "null"),
    ("1 BETWEEN NULL AND 0", "false"),
    ("1 BETWEEN NULL AND 3", "null"),
    ("2 IN [1, NULL]", "null"),
    ("1 IN [1, NULL]", "true"),
    ("1 NOT IN [2, NULL]", "null"),
    ("NULL LIKE 'a'", "null"),
    ("'a' LIKE 'a' ESCAPE NULL", "null"),
    ("MISSING IS NULL", "true"),
    ("NULL IS MISSING", "false"),
    ("COALESCE(MISSING, NULL)", "null"),
    ("CASE NULL WHEN NULL THEN 1 ELSE 2 END", "2"),
    ("CASE MISSING WHEN MISSING THEN 1 ELSE 2 END", "2"),
    ("CASE 1 WHEN 'a' THEN 1 WHEN 1.0 THEN 2 END", "2"),
    # Wrong types
    ("1 < 'a'", "missing", ERROR),
    ("'a' || 1", "missing", ERROR),
    ("1 AND TRUE", "missing", ERROR),
    ("-'a'", "missing", ERROR),
    ("1 LIKE 'a'", "missing", ERROR),
    ("1 BETWEEN 'a' AND 'b'", "missing", ERROR),
    ("{'a': 1, NULL: 2}", "{a: 1}", ERROR),
    ("'a' LIKE 'a' ESCAPE ''", ERROR),
    ("'ab' LIKE 'a\\b' ESCAPE '\\'", ERROR),
    # Joins
    ("SELECT VALUE [x, y] FROM [1, 2] AS x LEFT JOIN [2, 3] AS y ON x = y", "[[1, null], [2, 2]]"),
    ("SELECT VALUE [x, y] FROM [1, 2] AS x RIGHT JOIN [2, 3] AS y ON x = y", "[[2, 2], [null, 3]]"),
    ("SELECT VALUE [x, y] FROM [1, 2] AS x FULL JOIN [2, 3] AS y ON x = y", "[[1, null], [2, 2], [null, 3]]"),
    ("SELECT VALUE [x, y] FROM [1] AS x LEFT JOIN [2] AS y ON NULL", "[[1, null]]"),
    ("SELECT VALUE [x, y] FROM [[1], [2, 3]] AS x LEFT JOIN x AS y ON y > 2", "[[[1], null], [[2, 3], 3]]"),
    ("SELECT VALUE [x, y] FROM [[1], []] AS x LEFT CROSS JOIN x AS y", "[[[1], 1], [[], null]]"),
    # Ranging, wildcards, PIVOT and UNPIVOT
    ("SELECT VALUE x FROM {'a': 1} AS x", "[{a: 1}]", ERROR),
    ("SELECT VALUE [x, i] FROM <<10>> AS x AT i", "[[10, null]]", ERROR),
    ("SELECT VALUE [v, n] FROM UNPIVOT {'a': 1, 'b': NULL, 'c': MISSING} AS v AT n", '[[1, "a"], [null, "b"]]'),
    ("SELECT VALUE [v, n] FROM UNPIVOT [1] AS v AT n", '[[[1], "_1"]]', ERROR),
    ("SELECT VALUE v FROM UNPIVOT MISSING AS v", "[]", ERROR),
    ("PIVOT x.v AT x.n FROM [{'n': 'a', 'v': 1}, {'n': 'a', 'v': 2}] AS x", "{a: 1, a: 2}"),
    ("PIVOT x AT `sym` FROM [1] AS x", "{sym: 1}"),
    ("[[1, 2], [3]][*][*]", "[1, 2, 3]"),
    ("[[1, 2], 3][*][*]", "[1, 2, 3]", ERROR),
    ("{'a': {'b': 1}, 'c': {'b': 2}}.*.b", "[1, 2]"),
    # Groups and aggregates
    ("SELECT COUNT(*) AS n, SUM(x) AS s FROM [] AS x", "[{n: 0, s: null}]"),
    ("SELECT VALUE COUNT(x) FROM [1, NULL, MISSING] AS x", "[1]"),
    ("SELECT SUM(x) AS s FROM [1, 'a'] AS x", "[{}]", ERROR),
    ("COLL_COUNT(DISTINCT [1, 1.0, 'a', NULL])", "2"),
    ("COLL_MAX([1, 'a', NULL])", '"a"'),
    ("COLL_EVERY([TRUE, 1])", "missing", ERROR),
    ("COLL_SUM({'a': 1})", "missing", ERROR),
    ("SELECT k, COUNT(*) AS c FROM [1, NULL, MISSING, 1.0] AS x GROUP BY x AS k", "[{k: 1, c: 2}, {k: null, c: 2}]"),
    ("SELECT k FROM [1] AS x GROUP BY x AS k HAVING 'a'", "[]"),
    ("SELECT SUM(DISTINCT x) AS s, AVG(x) AS a FROM [1, 1, 4] AS x", "[{s: 5, a: 2.}]"),
    # Order
    ("SELECT VALUE x FROM [3, NULL, 'a', TRUE, [1], {'a': 1}] AS x ORDER BY x", '[true, 3, "a", [1], {a: 1}, null]'),
    ("SELECT VALUE x FROM [3, NULL, 'a'] AS x ORDER BY x DESC", '[null, "a", 3]'),
    ("SELECT VALUE x FROM [3, NULL, 'a'] AS x ORDER BY x DESC NULLS LAST", '["a", 3, null]'),
    # Set operators
    ("<<1, 2, 2>> OUTER UNION <<2, 3>>", "[1, 2, 3]"),
    ("<<1, 2, 2>> OUTER EXCEPT ALL <<2, 3>>", "[1, 2]"),
    ("<<1, 2, 2>> OUTER INTERSECT ALL <<2, 2, 3>>", "[2, 2]"),
    ("<<1>> UNION <<2>>", ERROR),
    ("1 OUTER UNION ALL 2", "[1, 2]", ERROR),
    # Dates, times, intervals
    ("CAST(DATE '2024-01-31' + INTERVAL '1' MONTH AS STRING)", '"2024-02-29"'),
    ("CAST(DATE '2024-02-29' + INTERVAL '1' YEAR AS STRING)", '"2025-02-28"'),
    ("CAST(TIME '23:30:00' + INTERVAL '1' HOUR AS STRING)", '"00:30:00"'),
    ("TIME '00:30:00' + INTERVAL '1' YEAR", "missing", ERROR),
    ("DATE '2024-01-31' + 1", "missing", ERROR),
    ("INTERVAL '1' DAY + INTERVAL '1' MONTH", "missing", ERROR),
    ("INTERVAL '12' MONTH = INTERVAL '1' YEAR", "true"),
    ("INTERVAL '1' DAY < INTERVAL '25' HOUR", "true"),
    ("INTERVAL '1' DAY / 0", ERROR),
    ("INTERVAL '100' DAY", ERROR),
    ("EXTRACT(MONTH FROM INTERVAL '18' MONTH)", "6"),
    ("EXTRACT(TIMEZONE_MINUTE FROM TIME WITH TIME ZONE '10:11:12-05:30')", "-30"),
    ("EXTRACT(TIMEZONE_HOUR FROM TIME '10:11:12')", "missing", ERROR),
    ("EXTRACT(HOUR FROM DATE '2024-01-01')", "missing", ERROR),
    ("(DATE '2024-01-01', DATE '2024-01-10') OVERLAPS (DATE '2024-01-10', DATE '2024-01-12')", "false"),
    ("(DATE '2024-01-10', DATE '2024-01-01') OVERLAPS (DATE '2024-01-05', INTERVAL '1' DAY)", "true"),
    ("(DATE '2024-01-01', DATE '2024-01-01') OVERLAPS (DATE '2024-01-01', DATE '2024-01-01')", "true"),
    ("(1, 2) OVERLAPS (2, 3)", "missing", ERROR),
    # Casts
    ("CAST(128 AS TINYINT)", ERROR),
    ("CAST(-128 AS TINYINT)", "-128"),
    ("CAST(123.45 AS DECIMAL(3, 1))", ERROR),
    ("CAST('hello' AS VARCHAR(3))", '"hel"'),
    ("CAST('hello' AS CHAR(8))", '"hello   "'),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_each_way_of_typing(case: tuple[str, ...]) -> None:
    text, permissive, strict = case[0], case[1], case[-1]
    assert [outcome(text, dialect) for dialect in (SHELL, PARTIQL_COERCE, PARTIQL_STRICT)] == [
        permissive,
        permissive,
        strict,
    ]
