r"""``\set BATCH n``: large changes in several blocks, with the same outcome as in one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledgershell.commands.batches import split
from tests.cli.conftest import Program
from tests.commands.talk import Talk

SEVEN = "<<{'a': 1}, {'a': 2}, {'a': 3}, {'a': 4}, {'a': 5}, {'a': 6}, {'a': 7}>>"
ALL = "SELECT VALUE t FROM t AS t ORDER BY t.a"


def blocks(talk: Talk, statement: str) -> list[int]:
    """How many documents each block of the statement has."""
    talk("\\set QUIET off\n" + statement)
    return [int(line.split()[2]) for line in talk.said.splitlines() if line.startswith("block ")]


@pytest.fixture
def table(talk: Talk) -> Talk:
    talk(f"CREATE TABLE t; INSERT INTO t {SEVEN}; \\set BATCH 3")
    return talk


@pytest.mark.parametrize(
    ("statement", "sizes", "left"),
    [
        ("UPDATE t SET b = 1", [3, 3, 1], 7),
        ("UPDATE t AS x BY i SET x.b = x.a WHERE x.a > 3", [3, 1], 7),
        ("FROM t AS x WHERE x.a IN (1, 2, 3, 4) SET x.b = 1", [3, 1], 7),
        ("FROM t AS x WHERE x.a < 5 REMOVE x", [3, 1], 3),
        ("DELETE FROM t", [3, 3, 1], 0),
        ("DELETE FROM t AS x WHERE x.a <> 4 AND x.a > (SELECT MIN(y.a) AS least FROM t AS y)", [3, 2], 2),
        (f"INSERT INTO t {SEVEN}", [3, 3, 1], 14),
        ("INSERT INTO t SELECT VALUE {'a': x.a + 10} FROM t AS x", [3, 3, 1], 14),
        ("INSERT INTO t (SELECT x.a FROM t AS x WHERE x.a < 5)", [3, 1], 11),
        ("INSERT INTO t VALUE {'a': 8}", [], 8),
        ("DELETE FROM t WHERE a = 100", [], 7),
    ],
)
def test_each_block_has_at_most_so_many(table: Talk, statement: str, sizes: list[int], left: int) -> None:
    assert blocks(table, statement) == sizes
    assert "error" not in table.said
    assert table("SELECT VALUE COUNT(*) FROM t") == f"{left}\n"


def test_parameters_keep_their_places(table: Talk) -> None:
    table("UPDATE t AS x SET x.b = ?, x.c = ? WHERE x.a > ? AND x.a < ? \\bind 'b' 'c' 1 6;")
    table("FROM t AS x WHERE x.a = ? SET x.d = ? \\bind 5 'd';")
    rows = table(ALL).splitlines()
    assert rows[0] == "{a: 1}"
    assert rows[1] == '{a: 2, b: "b", c: "c"}'
    assert rows[4] == '{a: 5, b: "b", c: "c", d: "d"}'
    assert blocks(table, "INSERT INTO t ? \\bind [{a: 8}, {a: 9}, {a: 10}, {a: 11}];") == [3, 1]


def test_more_than_a_transaction_can_hold(program: Program) -> None:
    rows = "SELECT VALUE {'a': x * 150 + y} FROM " + ", ".join(
        f"<<{', '.join(map(str, range(size)))}>> AS {name}" for size, name in ((80, "x"), (150, "y"))
    )
    one = program("-q", "-c", f"CREATE TABLE t; INSERT INTO t {rows}", "a.ledger")
    assert "LS-TX-008" in one.err
    assert r"\set BATCH 10000" in one.err
    script = (
        f"\\set BATCH 10000\nINSERT INTO t {rows};\nUPDATE t SET b = 1;\nDELETE FROM t WHERE b = 1 AND a >= 12000;\n"
    )
    outcome = program("-f", program.write("x.pql", script), "-o", "out", "a.ledger")
    assert (outcome.code, outcome.err.count("10000 documents"), outcome.err.count("2000 documents")) == (0, 2, 2)
    outcome = program("-c", "SELECT COUNT(*) AS n, SUM(t.b) AS b FROM t", "a.ledger")
    assert outcome.out == "{n: 12000, b: 12000}\n"
    assert program("verify", "a.ledger").code == 0


def test_an_error_in_the_midst_leaves_what_was_committed_and_says_so(table: Talk) -> None:
    table("\\set QUIET off\nINSERT INTO t [{'a': 8}, {'a': 9}, {'a': 10}, 'no document']")
    assert "3 documents are committed in block" in table.said
    assert "LS-EVAL-032" in table.said or "LS-LEDGER-014" in table.said
    assert table("SELECT VALUE COUNT(*) FROM t") == "10\n"
    table("UPDATE t AS x SET x.b = CASE WHEN x.a = 5 THEN CAST('x' AS INT) ELSE 1 END")
    assert "committed in block" in table.said
    assert "$id in batch" not in table.said
    assert table("SELECT VALUE COUNT(*) FROM t AS x WHERE x.b = 1") == "3\n"


def test_nothing_is_split_inside_a_transaction(table: Talk) -> None:
    assert blocks(table, "BEGIN; DELETE FROM t; COMMIT;") == []
    assert table("SELECT VALUE COUNT(*) FROM t") == "0\n"


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO t VALUE {'a': 1}",
        "INSERT INTO t (a, b) VALUES (1, 2)",
        "INSERT INTO t VALUES (1, 2), (3, 4)",
        "FROM t AS x, x.items AS y SET x.b = 1",
        "SELECT 1",
        "CREATE TABLE t",
    ],
)
def test_what_cannot_be_told_apart_is_not_split(statement: str) -> None:
    assert split(statement, ()) is None


STATEMENTS = st.sampled_from(
    [
        "UPDATE t AS x SET x.b = x.a * 2 WHERE x.a > 2",
        "UPDATE t SET a = 9",
        "FROM t AS x WHERE x.a = 2 OR x.a = 5 REMOVE x",
        "FROM t AS x WHERE x.b IS NOT MISSING SET x.c = x.b",
        "DELETE FROM t WHERE a = 3",
        "DELETE FROM t AS x BY i WHERE x.a > 5",
        f"INSERT INTO t {SEVEN}",
        "INSERT INTO t SELECT VALUE {'a': x.a + 1} FROM t AS x WHERE x.a < 4",
    ]
)


def test_the_outcome_is_that_of_one_block(tmp_path_factory: pytest.TempPathFactory) -> None:
    @given(st.lists(STATEMENTS, min_size=1, max_size=4), st.integers(1, 9))
    @settings(max_examples=25, deadline=None)
    def check(statements: list[str], size: int) -> None:
        outcomes = []
        for batch in (0, size):
            talk = Talk(tmp_path_factory.mktemp("batches"))
            talk(f"CREATE TABLE t; INSERT INTO t {SEVEN}; \\set BATCH {batch}")
            talk("\\set QUIET on\n" + ";\n".join(statements))
            assert talk.said == ""
            outcomes.append(sorted(talk("SELECT VALUE t FROM t AS t").splitlines()))
            talk.close()
        assert outcomes[0] == outcomes[1]

    check()
