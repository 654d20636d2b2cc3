"""The tree's own ways: walking it, looking at it, and what it costs to load."""

from __future__ import annotations

import subprocess
import sys

from ledgershell.errors import Span
from ledgershell.partiql import ast
from ledgershell.partiql.parser import parse
from tests.partiql.statements import GOOD


def test_a_node_can_be_taken_apart_by_matching() -> None:
    statement = parse("a = 5")
    match statement:
        case ast.QueryStatement(ast.Query(None, ast.Comparison("=", ast.Variable(name), ast.Literal(value)))):
            assert (name.text, value) == ("a", 5)
        case _:
            raise AssertionError(statement)


def test_walking_meets_every_node_parents_first_in_reading_order() -> None:
    statement = parse("SELECT a + b FROM t WHERE c")
    names = [node.text for node in statement.walk() if isinstance(node, ast.Identifier)]
    assert names == ["a", "b", "t", "c"]
    met = list(statement.walk())
    assert met[0] is statement
    for node in met:
        for child in node.children():
            assert met.index(child) > met.index(node)


def test_fields_are_all_that_a_node_holds() -> None:
    for text in GOOD:
        for node in parse(text).walk():
            names = [name for name, _ in node.fields()]
            assert tuple(names) == type(node).__match_args__
            held = [value for _, value in node.fields()]
            assert set(map(id, node.children())) <= {
                id(item) for value in held for item in (value if isinstance(value, tuple) else (value,))
            }


def test_structure_ignores_places_and_nothing_else() -> None:
    assert ast.structure(parse("SELECT a")) == ast.structure(parse("select  /* x */ a;"))
    assert ast.structure(parse("SELECT a")) != ast.structure(parse("SELECT A"))
    assert ast.structure(parse("1")) != ast.structure(parse("1.0"))
    assert ast.structure(parse("1")) != ast.structure(parse("TRUE"))
    assert ast.structure(parse("a")) != ast.structure(parse('"a"'))
    assert ast.structure(ast.Literal(Span(0, 1), 5)) == ast.structure(ast.Literal(Span(8, 9), 5))


def test_parsing_loads_nothing_heavy() -> None:
    program = (
        "import sys; from ledgershell.partiql.parser import parse; parse('SELECT a FROM t'); "
        "print(*sorted({'lark', 'dataclasses', 'inspect', 'amazon', 'rich', 'click', 'interegular', "
        "'ledgershell.partiql.diagnostics', 'ledgershell.partiql.splitter', 'ledgershell.partiql.generate'}"
        " & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.split() == []
