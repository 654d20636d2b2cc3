"""Results that are input again: what one run prints, another takes."""

from __future__ import annotations

from tests.cli.conftest import Program

DOCUMENTS = (
    "INSERT INTO T << {'a': 1, 'b': ''}, {'a': null, 'b': `sym`}, {'a': `null.int`, 'b': [1, {'c': `2020T`}]},"
    " {'odd ''name`': 'x', 'b': `\"\\x1b\\u202e\"`} >>"
)


def test_insert_statements_carry_a_table_to_another_ledger(program: Program) -> None:
    assert program("-q", "-c", "CREATE TABLE T", "-c", DOCUMENTS, "a.ledger").code == 0
    statements = program("-q", "--format", "insert", "-c", "SELECT VALUE t FROM T AS t", "a.ledger")
    assert (statements.code, statements.err) == (0, "")
    program.write("t.pql", statements.out)
    assert program("-q", "-c", "CREATE TABLE T", "-f", "t.pql", "b.ledger").code == 0
    one, other = (program("-q", "-c", "SELECT VALUE t FROM T AS t", name).out for name in ("a.ledger", "b.ledger"))
    assert one == other
    assert one.count("\n") == 4


def test_a_result_pastes_into_a_query(program: Program) -> None:
    program("-q", "-c", "CREATE TABLE T", "-c", DOCUMENTS, "a.ledger")
    bag = program("-q", "--format", "partiql", "-c", "SELECT VALUE t FROM T AS t", "a.ledger").out
    pasted = program("-q", "-c", f"SELECT VALUE x FROM {bag} AS x", ":memory:")
    assert pasted.out == program("-q", "-c", "SELECT VALUE t FROM T AS t", "a.ledger").out


def test_null_and_the_empty_string_survive_a_csv_of_one_column(program: Program) -> None:
    values = "<< {'a': 'x'}, {'a': ''}, {'a': null} >>"
    csv = program("-q", "--format", "csv", "-c", f"SELECT x.a FROM {values} AS x", ":memory:").out
    assert csv == 'a\nx\n""\n\n'
    program.write("one.csv", csv)
    copied = program(
        "-q",
        "-c",
        "CREATE TABLE T",
        "-c",
        "\\copy T FROM 'one.csv' CSV HEADER",
        "-c",
        "SELECT VALUE t.a FROM T AS t",
        ":memory:",
    )
    assert copied.out.splitlines()[1:] == ['"x"', '""', "null"]


def test_insert_for_what_reads_no_table_is_an_error_that_says_what_to_do(program: Program) -> None:
    refused = program("--format", "insert", "-c", "SELECT 1 AS a", ":memory:")
    assert (refused.code, refused.out) == (1, "")
    assert "LS-FORMAT-004" in refused.err
    assert "\\pset table NAME" in refused.err
