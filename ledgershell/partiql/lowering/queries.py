"""Queries: what stands around SELECT blocks."""

from __future__ import annotations

from ledgershell.errors import SemanticError
from ledgershell.partiql import ast
from ledgershell.partiql.lowering.blocks import Tail, lower_bound, lower_select, sort_key
from ledgershell.partiql.lowering.context import Scope, Variable
from ledgershell.partiql.lowering.expressions import lower, static_columns
from ledgershell.partiql.plan import expressions as plan
from ledgershell.partiql.plan import relations
from ledgershell.partiql.plan.node import Node, expect


def lower_query(query: ast.Query, scope: Scope) -> Node:
    """The plan of a query with everything around its body."""
    if query.with_clause is not None:
        return _with(query, query.with_clause, scope)
    return _framed(query, scope)


def _framed(query: ast.Query, scope: Scope) -> Node:
    body = query.body
    tail = Tail(query.order_by, query.limit, query.offset)
    if isinstance(body, ast.Select):
        return lower_select(body, scope, tail)
    bare = not query.order_by and query.limit is None and query.offset is None
    if isinstance(body, ast.Expression) and bare:
        return relations.Single(lower(body, scope), query.span)
    inner = _operand(body, scope)
    return inner if bare else _ordered(inner, tail, scope, query)


def _operand(body: ast.QueryBody | ast.Expression, scope: Scope, *, plain: bool = False) -> Node:
    """A query's body, or an operand of a set operator, as a query that yields elements."""
    if isinstance(body, ast.Select):
        return lower_select(body, scope, Tail())
    if isinstance(body, ast.Query):
        inner = lower_query(body, scope)
        return relations.Elements(inner.expression, plain) if isinstance(inner, relations.Single) else inner
    if isinstance(body, ast.SetOperation):
        return _set_operation(body, scope)
    if isinstance(body, ast.Values):
        rows = plan.BagOf(tuple(lower(row, scope) for row in body.rows), body.span)
        return relations.Elements(rows, plain, body.span)
    if isinstance(body, ast.TableQuery):
        return _table(body, scope)
    value = lower(expect(body, ast.Expression), scope.derived(sources=False))
    return relations.Elements(value, plain, body.span)


def _table(body: ast.TableQuery, scope: Scope) -> Node:
    """``TABLE name`` is ``SELECT * FROM name``."""
    root, *rest = body.name
    expression: ast.Expression = ast.Variable(root.span, root)
    if rest:
        expression = ast.Path(body.span, expression, tuple(ast.FieldStep(name.span, name) for name in rest))
    block = ast.Select(body.span, None, ast.ProjectStar(body.span), (), (ast.FromSource(body.span, expression),))
    return lower_select(block, scope, Tail())


def _set_operation(node: ast.SetOperation, scope: Scope) -> Node:
    """A chain ``a UNION b UNION c …`` leans to the left and may be long: it is followed without recursion."""
    chain = [node]
    while isinstance(chain[-1].left, ast.SetOperation):
        chain.append(chain[-1].left)
    result = _operand(chain[-1].left, scope, plain=not chain[-1].outer)
    for link in reversed(chain):
        result = _combined(result, link, scope)
    return result


def _combined(left: Node, node: ast.SetOperation, scope: Scope) -> Node:
    right = _operand(node.right, scope, plain=not node.outer)
    names_ = None
    if node.corresponding is not None:
        names_ = tuple(column.text for column in node.corresponding.columns)
        if not names_:
            names_ = _shared(left, right, node)
    if not node.outer and names_ is None:
        columns, others = static_columns(left), static_columns(right)
        if columns is not None and others is not None and len(columns) != len(others):
            raise SemanticError(
                "LS-EVAL-031",
                f"{node.operator} has {len(columns)} columns on the left and {len(others)} on the right",
                span=node.span,
                hint=f"OUTER {node.operator} takes any values",
            )
    # A chain's columns are those of its first query; noted, so that nobody looks for them from its end again.
    columns = None if node.outer else static_columns(left)
    return relations.Combine(
        node.operator, node.quantifier == "ALL", node.outer, left, right, names_, columns, node.span
    )


def _shared(left: Node, right: Node, node: ast.SetOperation) -> tuple[str, ...]:
    """The columns that both sides have, in the left's order."""
    columns, others = static_columns(left), static_columns(right)
    if columns is None or others is None:
        raise SemanticError(
            "LS-EVAL-031",
            "the columns of both sides are not known here",
            span=node.span,
            hint="write CORRESPONDING BY (a, b)",
        )
    return tuple(name for name in columns if name in others)


def _ordered(inner: Node, tail: Tail, scope: Scope, query: ast.Query) -> Node:
    """ORDER BY, LIMIT and OFFSET over values that are there already; their fields can be named."""
    statement = scope.statement
    place = statement.slot()
    columns = static_columns(inner)
    values = Scope(statement, scope, (Variable("_1", place, "item", columns),))
    order = None
    if tail.order_by:
        order = tuple(sort_key(key, values, []) for key in tail.order_by)
    return relations.Select(
        relations.Derived(inner, relations.Binding(place)),
        plan.Slot(place, "_1"),
        False,
        order,
        None if tail.limit is None else lower_bound(tail.limit, "LIMIT", scope),
        None if tail.offset is None else lower_bound(tail.offset, "OFFSET", scope),
        columns,
        query.span,
    )


def _with(query: ast.Query, clause: ast.WithClause, scope: Scope) -> Node:
    """Common tables: each sees those before it; with RECURSIVE also itself."""
    inner = Scope(scope.statement, scope)
    bindings: list[relations.Common] = []
    for table in clause.tables:
        slot = scope.statement.slot()
        body = table.query.body
        if clause.recursive and isinstance(body, ast.SetOperation) and _mentions(body.right, table.name):
            common, columns = _recursive(table, body, slot, inner)
        else:
            lowered = _renamed(lower_query(table.query, inner), table)
            common, columns = relations.Common(slot, lowered, None, False), static_columns(lowered)
        bindings.append(common)
        inner.add(Variable(table.name.text, slot, "table", columns), table.span)
    return relations.With(tuple(bindings), _framed(query, inner), query.span)


def _mentions(body: ast.Node, name: ast.Identifier) -> bool:
    return any(isinstance(node, ast.Variable) and node.name.text.lower() == name.text.lower() for node in body.walk())


def _renamed(query: Node, table: ast.CommonTable) -> Node:
    """The query with its columns named anew, by position."""
    if not table.columns:
        return query
    columns = static_columns(query)
    names = tuple(column.text for column in table.columns)
    if columns is not None and len(columns) != len(names):
        raise SemanticError(
            "LS-NAME-008",
            f"{table.name.text} has {len(columns)} columns, but {len(names)} names",
            span=table.span,
        )
    return relations.Rename(query, names, table.span)


def _recursive(
    table: ast.CommonTable, body: ast.SetOperation, slot: int, scope: Scope
) -> tuple[relations.Common, tuple[str, ...] | None]:
    """``seed UNION [ALL] step``: the step sees the rows of the round before."""
    if body.operator != "UNION" or table.query.order_by or table.query.limit is not None:
        raise SemanticError(
            "LS-NAME-008",
            "a recursive table is one query UNION [ALL] another",
            span=body.span,
            hint="WITH RECURSIVE t AS (SELECT 1 AS n UNION ALL SELECT n + 1 AS n FROM t WHERE n < 10)",
        )
    seed = _renamed(_operand(body.left, scope), table)
    columns = static_columns(seed)
    inner = Scope(scope.statement, scope, (Variable(table.name.text, slot, "table", columns),))
    step = _operand(body.right, inner)
    names = tuple(column.text for column in table.columns) or columns
    if names is not None and not body.outer:
        step = relations.Rename(step, names, body.span)
    return relations.Common(slot, seed, step, body.quantifier != "ALL"), columns
