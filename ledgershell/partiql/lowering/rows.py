"""The rows of a SELECT block: FROM, LET and WHERE."""

from __future__ import annotations

from ledgershell.partiql import ast
from ledgershell.partiql.lowering.assembly import assemble
from ledgershell.partiql.lowering.conditions import conjuncts
from ledgershell.partiql.lowering.context import Scope, Variable
from ledgershell.partiql.lowering.expressions import lower
from ledgershell.partiql.lowering.from_items import Item, lower_from
from ledgershell.partiql.plan import relations
from ledgershell.partiql.plan.node import Node


def lower_rows(block: ast.Select, rows: Scope) -> Node:
    """The relation of a block's FROM, LET and WHERE; ``rows`` gets their variables."""
    conditions: list[Node] = []
    items: list[Item] = []
    for item in block.from_items:
        items.extend(lower_from(item, rows, conditions))
    bindings = []
    for binding in block.let:
        variable = Variable(binding.name.text, rows.statement.slot(), "let")
        bindings.append((variable.slot, lower(binding.expression, rows)))
        rows.add(variable, binding.span)
    parts = [part for condition in conditions for part in conjuncts(condition)]
    if block.where is not None:
        parts.extend(conjuncts(lower(block.where, rows.derived(aggregates_refused="in WHERE"))))
    late = frozenset(slot for slot, _ in bindings)
    relation, rest = assemble(rows.statement, items, parts, late)
    if bindings:
        relation = relations.Assign(relation, tuple(bindings))
    return relations.Filter(relation, tuple(rest)) if rest else relation
