"""GROUP BY and aggregates.

SELECT, HAVING and ORDER BY of a grouped block are lowered as if there were no groups.  Then every aggregate, and every
part that is the same as a key, is replaced by the slot where the group operator puts its value.
"""

from __future__ import annotations

from typing import Any

from ledgershell.errors import SemanticError
from ledgershell.partiql import ast
from ledgershell.partiql.lowering.context import Scope, Variable
from ledgershell.partiql.lowering.expressions import lower
from ledgershell.partiql.lowering.from_items import default_name
from ledgershell.partiql.plan import expressions as plan
from ledgershell.partiql.plan import relations
from ledgershell.partiql.plan.node import Node
from ledgershell.partiql.plan.rewrite import nodes, transform


class Grouping:
    """The groups of one block.  ``scope`` is where SELECT, HAVING and ORDER BY look names up."""

    __slots__ = ("aggregates", "clause", "keys", "members", "rows", "scope")

    def __init__(self, block: ast.Select, rows: Scope) -> None:
        self.rows = rows
        self.clause = block.group_by
        self.keys: list[tuple[int, Node]] = []
        self.aggregates: list[tuple[int, plan.Aggregate]] = []
        self.members: tuple[int, tuple[tuple[str, Node], ...]] | None = None
        if self.clause is None:
            self.scope = rows.derived(aggregates_refused=None)
            self.scope.rows = rows
            return
        self.scope = Scope(rows.statement, rows, aggregates_refused=None)
        self.scope.rows = rows
        for number, key in enumerate(self.clause.keys, 1):
            self._add_key(key, number, block)
        if self.clause.group_as is not None:
            self._add_members(self.clause.group_as)

    def _add_key(self, key: ast.GroupKey, number: int, block: ast.Select) -> None:
        expression = _behind_alias(key.expression, block)
        lowered = lower(expression, self.rows.derived(aggregates_refused="in GROUP BY"))
        alias = None if key.alias is None else key.alias.text
        name = alias or default_name(key.expression) or f"_{number}"
        slot = self.rows.statement.slot()
        self.keys.append((slot, lowered))
        self.scope.variables.append(Variable(name, slot, "key"))

    def _add_members(self, name: ast.Identifier) -> None:
        slot = self.rows.statement.slot()
        fields = tuple((variable.name, variable.expression(None)) for variable in self.rows.variables)
        self.members = (slot, fields)
        self.scope.variables.append(Variable(name.text, slot, "group"))

    def wanted(self, *parts: Any) -> bool:
        """Whether the block has groups at all: GROUP BY, or an aggregate somewhere."""
        return self.clause is not None or any(type(node) is plan.Aggregate for node in nodes(parts))

    def relation(self, relation: Node, *parts: Any) -> Node:
        """The group operator, with a slot for each aggregate in ``parts``."""
        for node in nodes(parts):
            if type(node) is plan.Aggregate and not any(node == known for _, known in self.aggregates):
                self.aggregates.append((self.rows.statement.slot(), node))
        return relations.Group(relation, tuple(self.keys), tuple(self.aggregates), self.members)

    def rewritten(self, part: Any) -> Any:
        """The part over the group operator's slots; raises when it reads a variable that is not grouped by."""
        result = transform(part, self._replace)
        row_slots = {variable.slot: variable for variable in self.rows.variables}
        for node in nodes(result):
            if type(node) is plan.Slot and node.index in row_slots:
                raise self._ungrouped(node, part)
        return result

    def _replace(self, node: Node) -> Node | None:
        if type(node) is plan.Aggregate:
            return next(plan.Slot(slot, node.aggregate.name) for slot, known in self.aggregates if known == node)
        for slot, key in self.keys:
            if node == key:
                return plan.Slot(slot, "key")
        return None

    def _ungrouped(self, slot: plan.Slot, part: Any) -> SemanticError:
        span = slot.span
        what = f"{slot.name!r}"
        for node in nodes(part):
            if isinstance(node, plan.Field) and isinstance(node.base, plan.Slot) and node.base.index == slot.index:
                span, what = node.span, f"{node.name!r}"
                break
        return SemanticError(
            "LS-NAME-008",
            f"{what} is neither grouped by nor inside an aggregate",
            span=span,
            hint="add it to GROUP BY, or put it into MIN(…), COUNT(…) or another aggregate",
        )


def _behind_alias(expression: ast.Expression, block: ast.Select) -> ast.Expression:
    """GROUP BY may name a column of SELECT, unless the column is made of something of the same name."""
    if not isinstance(expression, ast.Variable) or not isinstance(block.projection, ast.ProjectItems):
        return expression
    name = expression.name.text
    for item in block.projection.items:
        if isinstance(item, ast.ProjectItem) and item.alias is not None and item.alias.text == name:
            mentioned = {default_name(node) for node in item.expression.walk() if isinstance(node, ast.Expression)}
            if name not in mentioned and not isinstance(item.expression, ast.Call):
                return item.expression
    return expression
