"""INSERT, UPDATE, DELETE and FROM statements: their targets, their rows, and where in a document they work."""

from __future__ import annotations

from ledgershell.errors import LedgershellError, SemanticError, Span
from ledgershell.partiql import ast
from ledgershell.partiql.lowering import names
from ledgershell.partiql.lowering.assembly import assemble
from ledgershell.partiql.lowering.conditions import conjuncts
from ledgershell.partiql.lowering.context import Scope, Statement, Variable
from ledgershell.partiql.lowering.expressions import lower
from ledgershell.partiql.lowering.from_items import Item, Leaf, leaves, lower_from
from ledgershell.partiql.lowering.queries import lower_query
from ledgershell.partiql.plan import changes as plan
from ledgershell.partiql.plan import expressions, relations
from ledgershell.partiql.plan.node import Node, changed, expect
from ledgershell.partiql.plan.rewrite import nodes
from ledgershell.partiql.sources import Name, Target
from ledgershell.static_typing import cast


def lower_change(node: ast.Statement, statement: Statement) -> Node:
    """The plan of INSERT, UPDATE, DELETE or a FROM statement."""
    scope = Scope(statement)
    if isinstance(node, ast.Insert):
        return _insert(node, scope)
    if isinstance(node, ast.FromStatement):
        return _from_statement(node, scope)
    if isinstance(node, ast.Update):
        return _modify(node.table, [], node.where, node.changes, scope, node)
    delete = expect(node, ast.Delete)
    return _modify(delete.table, [], delete.where, (), scope, delete)


def find_target(name: ast.QualifiedName, scope: Scope) -> Target:
    """The table that a statement changes."""
    span = Span(name[0].span.start, name[-1].span.end)
    try:
        target = scope.statement.catalog.target([Name(part.text, part.quoted) for part in name])
    except LedgershellError as error:
        raise error.at(span) from None
    if target is None:
        if len(name) > 1 and scope.statement.catalog.source([Name(name[0].text, name[0].quoted)]) is not None:
            raise SemanticError(
                "LS-NAME-008",
                "only whole tables are named here, not parts of documents",
                span=span,
                hint=f"FROM {name[0].text} AS d WHERE … and then SET, INSERT INTO or REMOVE d.{name[1].text}",
            )
        raise names.unknown(name[0], scope.derived(sources=True))
    return target


# --- INSERT ---------------------------------------------------------------------------------------------------------


def _insert(node: ast.Insert, scope: Scope) -> Node:
    if node.verb != "INSERT" or node.on_conflict is not None:
        clause = node.on_conflict or node
        raise SemanticError(
            "LS-NAME-008",
            "tables have no keys, so there can be no conflict",
            span=clause.span,
            hint="look the document up first, then INSERT or UPDATE it, in one transaction",
        )
    if node.source is None:
        raise SemanticError(
            "LS-NAME-008", "DEFAULT VALUES: columns have no defaults", span=node.span, hint="write VALUE {}"
        )
    target = find_target(node.table.name, scope)
    columns = tuple(column.text for column in node.columns)
    source = node.source
    rows: Node | None = None
    value: Node | None = None
    if isinstance(source, ast.Query):
        query = lower_query(source, scope)
        if isinstance(query, relations.Single):
            value = query.expression
        else:
            rows = query
    else:
        value = lower(source, scope)
    alias = node.table.name[-1] if node.table.alias is None else node.table.alias
    returning = _returning(node.returning, scope, alias.text, None)
    return plan.Insert(target, rows, value, node.single, columns, source.span, returning)


def _returning(
    items: tuple[ast.ReturningItem, ...], scope: Scope, alias: str, identity: tuple[ast.Identifier, int] | None
) -> plan.Returning | None:
    if not items:
        return None
    from ledgershell.partiql.lowering.returning import lower_returning

    return lower_returning(items, scope.statement, alias, identity)


# --- UPDATE, DELETE, FROM -------------------------------------------------------------------------------------------


def _target_leaf(table: ast.Table, scope: Scope) -> Leaf:
    """The table itself as a FROM item; its document id always gets a slot."""
    statement = scope.statement
    at = None if table.position is None else statement.slot()
    name = table.name[-1].text if table.alias is None else table.alias.text
    leaf = Leaf(name, relations.Binding(statement.slot(), at, statement.slot()), table.span)
    leaf.source = find_target(table.name, scope)
    scope.add(Variable(name, leaf.binding.value), table.span)
    if table.position is not None and at is not None:
        scope.add(Variable(table.position.text, at, "at"), table.span)
    if table.identity is not None and leaf.binding.by is not None:
        scope.add(Variable(table.identity.text, leaf.binding.by, "by"), table.span)
    return leaf


def _from_statement(node: ast.FromStatement, scope: Scope) -> Node:
    first, *others = _flattened(node.from_items)
    name = _table_name(first)
    table = ast.Table(first.span, name, first.alias, first.position, first.identity)
    return _modify(table, others, node.where, node.changes, scope, node)


def _flattened(items: tuple[ast.FromItem, ...]) -> tuple[ast.FromSource, *tuple[ast.FromItem, ...]]:
    flat: list[ast.FromItem] = []
    for item in items:
        while isinstance(item, ast.Join) and item.kind in ("CROSS", "INNER") and item.condition is None:
            flat.append(item.left)
            item = item.right
        flat.append(item)
    first, *others = flat
    if not isinstance(first, ast.FromSource):
        raise SemanticError("LS-NAME-009", "the first item of a FROM statement names the table", span=first.span)
    if first.moment is not None:
        raise SemanticError(
            "LS-NAME-009",
            "the past cannot be changed",
            span=first.moment.span,
            hint="AS OF is for queries; change the table as it is, with values that a query finds in its past",
        )
    return (first, *others)


def _table_name(item: ast.FromSource) -> ast.QualifiedName:
    expression = item.expression
    if isinstance(expression, ast.Variable):
        return (expression.name,)
    if isinstance(expression, ast.Path) and isinstance(expression.root, ast.Variable):
        steps = [step.name for step in expression.steps if isinstance(step, ast.FieldStep)]
        if len(steps) == len(expression.steps):
            return (expression.root.name, *steps)
    raise SemanticError("LS-NAME-009", "the first item of a FROM statement names the table", span=item.span)


def _positioned(item: ast.FromSource | ast.Unpivot, scope: Scope) -> list[Item]:
    """A nested item with a slot for its position, which says where its element stands in the document."""
    found = lower_from(item, scope, [])
    for leaf in leaves(found):
        if leaf.source is None and leaf.node is not None and leaf.binding.at is None:
            leaf.binding = leaf.binding._replace(at=scope.statement.slot())
            leaf.node = changed(leaf.node, binding=leaf.binding)
    return found


def _modify(
    table: ast.Table,
    others: list[ast.FromItem],
    where: ast.Expression | None,
    changes: tuple[ast.Change, ...],
    scope: Scope,
    statement: ast.Update | ast.Delete | ast.FromStatement,
) -> Node:
    span = statement.span
    items: list[Item] = [_target_leaf(table, scope)]
    for item in others:
        if not isinstance(item, ast.FromSource | ast.Unpivot):
            raise SemanticError("LS-NAME-009", "a FROM statement takes a list of items", span=item.span)
        items.extend(_positioned(item, scope))
    conditions = conjuncts(None if where is None else lower(where, scope))
    relation, rest = assemble(scope.statement, items, conditions)
    if rest:
        relation = relations.Filter(relation, tuple(rest))
    document = expect(items[0], Leaf)
    places = _Places(document, leaves(items), scope, table.alias)
    operations: tuple[Node, ...] = tuple(_operation(change, places, scope) for change in changes)
    if not changes:
        operations = (plan.Remove(plan.Location((), span), span),)
    by = expect(document.binding.by, int)
    identity = None if table.identity is None else (table.identity, by)
    return plan.Modify(
        cast("Target", document.source),
        relation,
        document.binding.value,
        by,
        operations,
        span,
        _returning(statement.returning, scope, document.name, identity),
    )


def _operation(change: ast.Change, places: _Places, scope: Scope) -> Node:
    if isinstance(change, ast.Assignment):
        return plan.SetValue(places.locate(change.target), lower(change.value, scope), change.span)
    if isinstance(change, ast.InsertElement):
        key = None if change.at is None else lower(change.at, scope)
        return plan.InsertValue(places.locate(change.target), lower(change.value, scope), key, change.span)
    return plan.Remove(places.locate(expect(change, ast.RemoveElement).target), change.span)


class _Places:
    """Where the variables of the statement stand in the document."""

    def __init__(self, document: Leaf, members: list[Leaf], scope: Scope, alias: ast.Identifier | None) -> None:
        self.scope = scope
        self.alias = alias
        self.steps: dict[int, tuple[str | int | Node, ...]] = {document.binding.value: ()}
        for leaf in members[1:]:
            self._add(leaf)

    def _add(self, leaf: Leaf) -> None:
        """A nested variable: the place of what it ranges over, and its position there."""
        node = leaf.node
        if not isinstance(node, relations.Iterate | relations.Unpivot):
            return
        base = self._place(node.expression)
        if base is not None and leaf.binding.at is not None:
            self.steps[leaf.binding.value] = (*base, expressions.Slot(leaf.binding.at, leaf.name))

    def _place(self, node: Node) -> tuple[str | int | Node, ...] | None:
        trail: list[str | int | Node] = []
        while not isinstance(node, expressions.Slot):
            if isinstance(node, expressions.Field):
                trail.append(node.name)
            elif isinstance(node, expressions.Element):
                trail.append(node.key)
            else:
                return None
            node = node.base
        start = self.steps.get(node.index)
        return None if start is None else (*start, *reversed(trail))

    def locate(self, target: ast.Variable | ast.Path) -> plan.Location:
        """The place that a target names; raises when it is none inside the document."""
        self._require_declared(target)
        lowered = lower(target, self.scope)
        for node in nodes(lowered):
            if isinstance(node, expressions.Lookup) and len(node.variables) > 1:
                raise SemanticError(
                    "LS-NAME-002",
                    f"{node.name!r} may be a part of {' or of '.join(slot.name for slot in node.variables)}",
                    span=node.span,
                    hint=f"write {node.variables[0].name}.{node.name}",
                )
        place = self._place(lowered)
        if place is None:
            raise SemanticError(
                "LS-NAME-009",
                "this is no part of the document that the statement changes",
                span=target.span,
                hint="start the path with the table's alias, or with a variable that ranges over one of its lists",
            )
        return plan.Location(place, target.span)

    def _require_declared(self, target: ast.Variable | ast.Path) -> None:
        """Where the table has an alias, paths begin with a variable: a misspelt one is no new field."""
        if self.alias is None or not isinstance(target, ast.Path) or not isinstance(target.root, ast.Variable):
            return
        name = target.root.name
        if names.find_variable(name, self.scope, aliases=False) is not None:
            return
        from ledgershell.partiql.spelling import candidates, did_you_mean

        declared = [variable.name for variable in self.scope.variables]
        meant = did_you_mean(candidates(name.text, declared)) or f"declared: {', '.join(declared)};"
        path = self.alias.text + "." + _written(target)
        raise SemanticError(
            "LS-NAME-001",
            f"there is no variable {name.text!r} in this statement",
            span=name.span,
            hint=f"{meant} a field of the document is {path}",
        )


def _written(path: ast.Path) -> str:
    """About how a path was written."""
    text = path.root.name.text if isinstance(path.root, ast.Variable) else "…"
    for step in path.steps:
        if isinstance(step, ast.FieldStep):
            text += f".{step.name.text}"
        else:
            index = step.index if isinstance(step, ast.IndexStep) else None
            text += f"[{index.value}]" if isinstance(index, ast.Literal) else "[…]"
    return text
