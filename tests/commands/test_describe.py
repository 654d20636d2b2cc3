r"""The ``\d`` family: what it shows with ``+``, with patterns, and of the language."""

from __future__ import annotations

from ledgershell.commands.help_topics import functions
from tests.commands.talk import Talk

DOCUMENT = (
    "{'id': 1, 'owner': {'name': 'Ada', 'tags': ['a', 'b']}, 'lines': [{'price': 2.5}, {'price': 3, 'note': 'x'}]}"
)


def fields_of(text: str) -> list[list[str]]:
    return [line.split(",", 4) for line in text.splitlines()[1:]]


def test_fields_inside_of_fields_with_a_plus(talk: Talk) -> None:
    talk(f"CREATE TABLE t; CREATE INDEX ON t (id); INSERT INTO t {DOCUMENT}")
    talk("\\format csv")
    assert [row[0] for row in fields_of(talk("\\d t"))] == ["id", "owner", "lines"]
    rows = {row[0]: row[1:] for row in fields_of(talk("\\d+ t"))}
    assert rows["id"] == ["int", "1", "true", "1"]
    assert rows["owner.name"] == ["string", "1", "false", "Ada"]
    assert rows["lines[*].price"][0] == "decimal | int"
    assert rows["lines[*].note"][1] == "1"


def test_dropped_tables_with_a_plus(talk: Talk) -> None:
    talk("CREATE TABLE gone; DROP TABLE gone; CREATE TABLE here; CREATE INDEX ON here (k)")
    assert "gone" not in talk("\\dt")
    assert "gone" in talk("\\dt+")
    assert 'CREATE INDEX ON \\"here\\" (k)' in talk("\\di+ h*")


def test_the_statements_behind_it_can_be_run(talk: Talk) -> None:
    talk("CREATE TABLE t; CREATE INDEX ON t (k); INSERT INTO t {'k': 1}")
    talk("\\set ECHO_HIDDEN on")
    for command in ("\\dt", "\\di", "\\d t"):
        talk(command)
        statement = talk.said.split("/******** QUERY *********/\n")[1].split(";\n")[0]
        assert talk(statement) != "", statement
        assert "error" not in talk.said


def test_functions_by_pattern(talk: Talk) -> None:
    assert talk("\\df").count("\n") == len(functions())
    assert talk("\\df sub*").startswith('{name: "SUBSTRING"')
    assert "example:" in talk("\\df+ upper")
    talk("\\df nosuch*")
    assert "There are no such functions." in talk.said


def test_views(talk: Talk) -> None:
    talk("CREATE TABLE t")
    shown = talk("\\dv")
    assert '{view: "_ql_committed_t"' in shown
    assert talk("\\dv _ql*t").count("\n") == 1
    assert talk("\\dv history").count("\n") == 1
