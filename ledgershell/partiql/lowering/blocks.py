"""SELECT blocks: FROM, LET, WHERE, GROUP BY, HAVING, projection, ORDER BY, LIMIT, in that order of meaning."""

from __future__ import annotations

from ledgershell.errors import SemanticError
from ledgershell.partiql import ast
from ledgershell.partiql.lowering.context import Scope, Variable
from ledgershell.partiql.lowering.expressions import default_name, lower
from ledgershell.partiql.lowering.grouping import Grouping
from ledgershell.partiql.plan import expressions as plan
from ledgershell.partiql.plan import relations
from ledgershell.partiql.plan.node import Node, expect
from ledgershell.partiql.plan.rewrite import nodes
from ledgershell.static_typing import Any


class Tail:
    """What follows a query's body: ORDER BY, LIMIT and OFFSET."""

    __slots__ = ("limit", "offset", "order_by")

    def __init__(
        self,
        order_by: tuple[ast.SortKey, ...] = (),
        limit: ast.Expression | None = None,
        offset: ast.Expression | None = None,
    ) -> None:
        self.order_by = order_by
        self.limit = limit
        self.offset = offset


def lower_select(block: ast.Select, parent: Scope, tail: Tail) -> Node:
    """The query of one block with what follows it."""
    rows = Scope(parent.statement, parent)
    relation = _rows(block, rows)
    grouping = Grouping(block, rows)
    scope = grouping.scope
    if block.windows:
        from ledgershell.partiql.lowering.window_calls import define

        scope.windows = define(block.windows)
    having = None if block.having is None else lower(block.having, scope)
    exclusions, scope = _excluded(scope, block.exclude)
    projection = _project(block, scope)
    order = _order(tail.order_by, scope, projection)
    if grouping.wanted(projection, having, order):
        relation = grouping.relation(relation, projection, having, order)
        projection, having, order = (grouping.rewritten(part) for part in (projection, having, order))
    if having is not None:
        from ledgershell.partiql.lowering.conditions import conjuncts

        relation = relations.Filter(relation, tuple(conjuncts(having)))
    if exclusions:
        relation = relations.Assign(relation, exclusions)
    relation, (projection, order) = _windowed(relation, scope, projection, order)
    return _query(block, relation, projection, order, _bounds(tail, parent))


def _excluded(scope: Scope, paths: tuple[ast.ExcludePath, ...]) -> tuple[tuple[tuple[int, Node], ...], Scope]:
    if not paths:
        return (), scope
    from ledgershell.partiql.lowering.exclusions import excluded

    return excluded(scope, paths)


def _windowed(relation: Node, scope: Scope, *parts: Any) -> tuple[Node, tuple[Any, ...]]:
    """The window operator below the projection, if there are window functions."""
    if not any(isinstance(node, plan.Window) for node in nodes(parts)):
        return relation, parts
    from ledgershell.partiql.lowering.window_calls import windowed

    return windowed(relation, scope, *parts)


def _rows(block: ast.Select, rows: Scope) -> Node:
    """FROM, LET and WHERE."""
    if not block.from_items and not block.let and block.where is None:
        return relations.Once()
    from ledgershell.partiql.lowering.rows import lower_rows

    return lower_rows(block, rows)


# --- Projection -----------------------------------------------------------------------------------------------------


def _project(block: ast.Select, scope: Scope) -> Node:
    """What becomes of each row; of PIVOT, a pair of value and name."""
    projection = block.projection
    if isinstance(projection, ast.ProjectValue):
        return lower(projection.expression, scope)
    if isinstance(projection, ast.ProjectPivot):
        return plan.ListOf((lower(projection.value, scope), lower(projection.name, scope)), projection.span)
    if isinstance(projection, ast.ProjectStar):
        return plan.Columns(_star(scope, block), projection.span)
    projection = expect(projection, ast.ProjectItems)
    by_position = scope.statement.dialect.names == "exact"
    items: list[tuple[str | None, Node, int]] = []
    unnamed = 0
    for position, item in enumerate(projection.items, 1):
        if isinstance(item, ast.ProjectAll):
            unnamed += 1
            items.append((None, lower(item.expression, scope), position if by_position else unnamed))
            continue
        name = item.alias.text if item.alias is not None else default_name(item.expression)
        if name is None:
            unnamed += 1
            name = f"_{position if by_position else unnamed}"
        items.append((name, lower(item.expression, scope), position))
    return plan.Columns(tuple(items), projection.span)


def _star(scope: Scope, block: ast.Select) -> tuple[tuple[str | None, Node, int], ...]:
    """``*``: the fields of each variable, and the variables of AT and BY themselves."""
    if not block.from_items:
        raise SemanticError("LS-NAME-008", "SELECT * needs a FROM", span=block.projection.span)
    items: list[tuple[str | None, Node, int]] = []
    ordinal = 0
    for variable in scope.variables:
        if variable.role == "item":
            ordinal += 1
            items.append((None, variable.expression(None), ordinal))
        elif variable.role != "let":
            items.append((variable.name, variable.expression(None), 0))
    return tuple(items)


# --- ORDER BY, LIMIT, OFFSET ----------------------------------------------------------------------------------------


def _order(keys: tuple[ast.SortKey, ...], scope: Scope, projection: Node) -> tuple[relations.SortKey, ...] | None:
    """The sort keys; they see the names of the columns before the variables."""
    if not keys:
        return None
    inner = Scope(scope.statement, scope, aggregates_refused=scope.aggregates_refused)
    inner.rows, inner.windows = scope.rows, scope.windows
    columns = projection.items if isinstance(projection, plan.Columns) else ()
    for name, expression, _ in columns:
        if name is not None:
            inner.variables.append(Variable(name, 0, "alias", meaning=expression))
    return tuple(
        sort_key(key, inner, [expression for name, expression, _ in columns if name is not None]) for key in keys
    )


def sort_key(key: ast.SortKey, scope: Scope, columns: list[Node]) -> relations.SortKey:
    """One key.  Unless it says otherwise unknowns come last, and first when descending."""
    nulls_first = key.descending if key.nulls is None else key.nulls == "FIRST"
    expression = key.expression
    if isinstance(expression, ast.Literal) and type(expression.value) is int and 0 < expression.value <= len(columns):
        return relations.SortKey(columns[expression.value - 1], key.descending, nulls_first)
    return relations.SortKey(lower(expression, scope), key.descending, nulls_first)


def _bounds(tail: Tail, parent: Scope) -> tuple[Node | None, Node | None]:
    limit, offset = (
        None if part is None else lower_bound(part, word, parent)
        for part, word in ((tail.limit, "LIMIT"), (tail.offset, "OFFSET"))
    )
    return limit, offset


def lower_bound(node: ast.Expression, word: str, scope: Scope) -> Node:
    """The expression of LIMIT or OFFSET; a negative literal is refused at once."""
    if isinstance(node, ast.Unary) and node.operator == "-" and isinstance(node.operand, ast.Literal):
        raise SemanticError("LS-EVAL-030", f"{word} must not be negative", span=node.span)
    return lower(node, scope)


# --- The whole ------------------------------------------------------------------------------------------------------


def _query(
    block: ast.Select,
    relation: Node,
    projection: Node,
    order: tuple[relations.SortKey, ...] | None,
    bounds: tuple[Node | None, Node | None],
) -> Node:
    limit, offset = bounds
    if isinstance(block.projection, ast.ProjectPivot):
        value, name = expect(projection, plan.ListOf).items
        return relations.Pivot(relation, value, name, order, limit, offset, block.span)
    columns = None
    if isinstance(projection, plan.Columns) and all(name is not None for name, _, _ in projection.items):
        columns = tuple(str(name) for name, _, _ in projection.items)
    distinct = block.quantifier == "DISTINCT"
    return relations.Select(relation, projection, distinct, order, limit, offset, columns, block.span)
