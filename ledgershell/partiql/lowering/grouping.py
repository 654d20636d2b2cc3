"""GROUP BY and aggregates.

SELECT, HAVING and ORDER BY of a grouped block are lowered as if there were no groups.  Then every aggregate, and every
part that is the same as a key, is replaced by the slot where the group operator puts its value.
"""

from __future__ import annotations

from ledgershell.errors import SemanticError
from ledgershell.ion.values import MISSING
from ledgershell.partiql import ast
from ledgershell.partiql.lowering.context import Scope, Variable
from ledgershell.partiql.lowering.expressions import default_name, lower
from ledgershell.partiql.plan import expressions as plan
from ledgershell.partiql.plan import relations
from ledgershell.partiql.plan.node import Node, changed
from ledgershell.partiql.plan.rewrite import nodes, transform
from ledgershell.static_typing import Any


class Grouping:
    """The groups of one block.  ``scope`` is where SELECT, HAVING and ORDER BY look names up."""

    __slots__ = ("aggregates", "canonical_keys", "clause", "keys", "known", "members", "rows", "scope", "starred")

    def __init__(self, block: ast.Select, rows: Scope) -> None:
        self.rows = rows
        self.clause = block.group_by
        self.starred = isinstance(block.projection, ast.ProjectStar)
        self.keys: list[tuple[int, Node]] = []
        self.canonical_keys: list[Node] = []
        self.aggregates: list[tuple[int, plan.Aggregate]] = []
        self.known: dict[str, list[tuple[int, plan.Aggregate]]] = {}
        """The same by their text: among a thousand of them few look alike."""
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
        self.canonical_keys.append(canonical(lowered))
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
            if type(node) is plan.Aggregate:
                alike = self.known.setdefault(repr(node), [])
                if not any(node == known for _, known in alike):
                    alike.append((self.rows.statement.slot(), node))
                    self.aggregates.append(alike[-1])
        accumulations = tuple(
            (slot, relations.Accumulation(node.aggregate, node.quantifier, node.arguments))
            for slot, node in self.aggregates
        )
        return relations.Group(relation, tuple(self.keys), accumulations, self.members, self.starred)

    def rewritten(self, part: Any) -> Any:
        """The part over the group operator's slots.

        A variable that is not grouped by is an error; MISSING in plain permissive PartiQL.
        """
        row_slots = {variable.slot for variable in self.rows.variables}
        dialect = self.rows.statement.dialect
        lenient = dialect.names == "partiql" and dialect.typing == "permissive"

        def hide(node: Node) -> Node | None:
            """A bare name inside a subquery is not looked for in the rows, which are gone."""
            if not isinstance(node, plan.Lookup):
                return None
            left = tuple(slot for slot in node.variables if slot.index not in row_slots)
            return changed(node, variables=left) if left and len(left) < len(node.variables) else None

        result = transform(transform(part, self._replace), hide)
        for node in nodes(result):
            if type(node) is plan.Slot and node.index in row_slots and not lenient:
                raise self._ungrouped(node, result)

        def forget(node: Node) -> Node | None:
            return plan.Constant(MISSING) if type(node) is plan.Slot and node.index in row_slots else None

        return transform(result, forget) if lenient else result

    def _replace(self, node: Node) -> Node | None:
        if type(node) is plan.Aggregate:
            return next(plan.Slot(slot, node.aggregate.name) for slot, known in self.known[repr(node)] if known == node)
        if self.keys:
            plain = canonical(node)
            for (slot, _), key in zip(self.keys, self.canonical_keys, strict=True):
                if plain == key:
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


def canonical(node: Node) -> Node:
    """The expression with names that match in any case in one case."""

    def fold(part: Node) -> Node | None:
        if isinstance(part, plan.Field) and not part.exact and part.name != part.name.lower():
            return plan.Field(canonical(part.base), part.name.lower(), False)
        return None

    folded: Node = transform(node, fold)
    return folded


def _aggregates(expression: ast.Expression) -> bool:
    """Whether there is an aggregate or a window function in it."""
    from ledgershell.partiql import aggregates

    return any(
        isinstance(node, ast.WindowCall)
        or (isinstance(node, ast.Call) and aggregates.lookup(".".join(part.text for part in node.name)) is not None)
        for node in expression.walk()
    )


def _behind_alias(expression: ast.Expression, block: ast.Select) -> ast.Expression:
    """GROUP BY may name a column of SELECT, unless the column is made of something of the same name."""
    if not isinstance(expression, ast.Variable) or not isinstance(block.projection, ast.ProjectItems):
        return expression
    name = expression.name.text
    for item in block.projection.items:
        if isinstance(item, ast.ProjectItem) and item.alias is not None and item.alias.text == name:
            mentioned = {default_name(node) for node in item.expression.walk() if isinstance(node, ast.Expression)}
            if name not in mentioned and not _aggregates(item.expression):
                return item.expression
    return expression
