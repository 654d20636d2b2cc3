"""The tables from classes to functions: every class has a row, and every row leads somewhere."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

import pytest

from ledgershell.partiql import ast
from ledgershell.partiql.ast_base import Expression as SyntaxExpression
from ledgershell.partiql.compiler.expressions import EXPRESSIONS
from ledgershell.partiql.dispatch import FunctionsByClass
from ledgershell.partiql.lowering.expressions import LOWERERS
from ledgershell.partiql.plan import expressions, patterns

NEVER_COMPILED = {"Aggregate", "Window", "Link"}
"""Nodes for which grouping and windows put slots before anything is compiled, and a part of Chain."""


def final_classes(kind: type) -> Iterator[type]:
    """The classes below one that have none below themselves."""
    below: list[type] = kind.__subclasses__()
    if not below:
        yield kind
    for each in below:
        yield from final_classes(each)


@pytest.mark.parametrize("table", [LOWERERS, EXPRESSIONS])
def test_every_row_leads_to_a_function(table: FunctionsByClass) -> None:
    for place in table.rows.values():
        module, _, name = place.partition(":")
        assert callable(getattr(import_module(f"{table.package}.{module}"), name)), place


def test_every_expression_of_the_syntax_can_be_lowered() -> None:
    for module in ast.MODULES:
        import_module(f"ledgershell.partiql.ast_{module}")
    names = {kind.__name__ for kind in final_classes(SyntaxExpression)}
    assert names == set(LOWERERS.rows)


def test_every_expression_of_the_plan_can_be_compiled() -> None:
    own = expressions.__name__
    names = {name for name, kind in vars(expressions).items() if getattr(kind, "__module__", "") == own}
    assert (names | {patterns.Match.__name__}) - NEVER_COMPILED == set(EXPRESSIONS.rows)


def test_a_class_is_looked_up_once() -> None:
    table = FunctionsByClass("ledgershell.partiql.lowering", {"Literal": "literals:literal"})
    assert table[ast.Literal] is table[ast.Literal]
    assert list(table) == [ast.Literal]
    with pytest.raises(KeyError, match="Path"):
        table[ast.Path]
