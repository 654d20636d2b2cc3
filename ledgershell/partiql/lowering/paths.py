"""Paths: qualified names, field and index steps, wildcards.

A wildcard is sugar (PartiQL specification, section 4.3): ``a[*].b.*`` means ``SELECT VALUE v2 FROM a AS v1, UNPIVOT
v1.b AS v2``, and that is what becomes of it.
"""

from __future__ import annotations

from ledgershell.errors import SemanticError, Span
from ledgershell.partiql import ast
from ledgershell.partiql.lowering import names
from ledgershell.partiql.lowering.context import Scope
from ledgershell.partiql.lowering.expressions import lower
from ledgershell.partiql.plan import expressions as plan
from ledgershell.partiql.plan import relations
from ledgershell.partiql.plan.node import Node, expect

MOST_QUALIFIERS = 8
"""A table's name has no more parts than that and one; what follows is a path."""
WILDCARDS = (ast.ElementsStep, ast.FieldsStep)


def lower_path(path: ast.Path, scope: Scope) -> Node:
    """The plan of a whole path."""
    base, steps = _root(path, scope)
    relation: Node | None = None
    for step in steps:
        if isinstance(step, WILDCARDS):
            relation, base = _wildcard(relation, base, step, scope)
        else:
            base = lower_step(base, step, scope, path.span.start)
    if relation is None:
        return base
    return plan.Collection(relations.Select(relation, base, span=path.span), path.span)


def _root(path: ast.Path, scope: Scope) -> tuple[Node, tuple[ast.PathStep, ...]]:
    """The plan of the path's beginning, and the steps that remain.

    ``a.b.c`` may begin with a table ``a``, a table ``b`` of schema ``a``, or a variable.
    """
    root = path.root
    if not isinstance(root, ast.Variable):
        return lower(root, scope), path.steps
    variable = names.find_variable(root.name, scope, aliases=False)
    if scope.sources and not root.local and (variable is None or variable.role != "table"):
        found = _qualified(root.name, path.steps, scope, exact=scope.statement.dialect.names == "exact")
        if found is not None:
            return found
    if variable is None and names.find_source((root.name,), scope) is None:
        found = _qualified(root.name, path.steps, scope)
        if found is not None:
            return found
    return names.resolve(root.name, scope, local=root.local, aliases=False), path.steps


def _qualified(
    root: ast.Identifier, steps: tuple[ast.PathStep, ...], scope: Scope, *, exact: bool = False
) -> tuple[Node, tuple[ast.PathStep, ...]] | None:
    parts = [root]
    for count in range(min(len(steps), MOST_QUALIFIERS) + 1):
        found = names.find_source(parts, scope, exact=exact)
        if found is not None:
            return found, steps[count:]
        if count == len(steps):
            return None
        step = steps[count]
        if not isinstance(step, ast.FieldStep):
            return None
        parts.append(step.name)
    return None


def lower_step(base: Node, step: ast.PathStep, scope: Scope, start: int) -> Node:
    """One step that is no wildcard; its place is that of the path up to here, from ``start``."""
    span = Span(start, step.span.end)
    if isinstance(step, ast.FieldStep):
        exact = step.name.quoted or scope.statement.dialect.names == "exact"
        return plan.Field(base, step.name.text, exact, span)
    index = expect(step, ast.IndexStep).index
    named = isinstance(index, ast.Literal) or (
        isinstance(index, ast.Cast) and index.function == "CAST" and index.type.name == "STRING"
    )
    return plan.Element(base, _subscript(index, scope), named, span)


def _subscript(index: ast.Expression, scope: Scope) -> Node:
    """A subscript; plain PartiQL looks at it only where there is a list, so that a bad name is an error only there."""
    try:
        return lower(index, scope)
    except SemanticError as error:
        if error.code != "LS-NAME-001" or scope.statement.dialect.names == "exact":
            raise
        return plan.Failure(error)


def _wildcard(relation: Node | None, base: Node, step: ast.PathStep, scope: Scope) -> tuple[Node, Node]:
    place = scope.statement.slot()
    binding = relations.Binding(place)
    item: Node
    if isinstance(step, ast.ElementsStep):
        item = relations.Iterate(base, binding, span=step.span)
        if isinstance(base, plan.Collection):
            item = relations.Derived(base.query, binding, span=step.span)
    else:
        item = relations.Unpivot(base, binding, span=step.span)
    if relation is not None:
        item = relations.Join(relation, item, "inner", (), (place,), (), False)
    return item, plan.Slot(place, "*", step.span)
