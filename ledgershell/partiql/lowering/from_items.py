"""FROM: what its items range over and which variables they bind.

Each item becomes a :class:`Leaf`, or a :class:`Branch` for an outer join.  Nothing is decided here about the order of
work: that is the business of :mod:`assembly`, which knows the conditions.
"""

from __future__ import annotations

from ledgershell.errors import LedgershellError, SemanticError, Span
from ledgershell.partiql import ast
from ledgershell.partiql.lowering.context import Scope, Variable
from ledgershell.partiql.lowering.expressions import default_name, lower, static_columns
from ledgershell.partiql.plan import expressions as plan
from ledgershell.partiql.plan import relations
from ledgershell.partiql.plan.node import Node, expect
from ledgershell.partiql.plan.rewrite import slots_of
from ledgershell.partiql.sources import Name, Source, past_of
from ledgershell.static_typing import NamedTuple


class Leaf:
    """One thing to range over.

    ``source`` with ``arguments``: a table or table function; else ``node`` is a finished relation without
    conditions.  ``reads`` are the slots that it depends on.
    """

    __slots__ = ("arguments", "binding", "columns", "name", "node", "reads", "source", "span")

    def __init__(self, name: str, binding: relations.Binding, span: Span) -> None:
        self.name = name
        self.binding = binding
        self.span = span
        self.source: Source | None = None
        self.arguments: tuple[Node, ...] = ()
        self.node: Node | None = None
        self.columns: tuple[str, ...] | None = None
        self.reads: frozenset[int] = frozenset()

    def slots(self) -> frozenset[int]:
        """The slots that it fills."""
        return frozenset(slot for slot in self.binding if slot is not None)


class Side(NamedTuple):
    """One side of an outer join: its items, and the conditions of the inner joins among them."""

    items: list[Item]
    conditions: list[Node]


class Branch:
    """A join that is not simply a longer list: LEFT, RIGHT and FULL."""

    __slots__ = ("conditions", "kind", "left", "right", "span")

    def __init__(self, kind: str, left: Side, right: Side, conditions: list[Node], span: Span) -> None:
        self.kind = kind
        self.left = left
        self.right = right
        self.conditions = conditions
        self.span = span

    def slots(self) -> frozenset[int]:
        """The slots that either side fills."""
        return slots_filled(self.left.items) | slots_filled(self.right.items)


Item = Leaf | Branch


def slots_filled(items: list[Item]) -> frozenset[int]:
    """The slots that some items fill."""
    return frozenset().union(*(item.slots() for item in items))


def leaves(items: list[Item]) -> list[Leaf]:
    """All leaves, from left to right."""
    found: list[Leaf] = []
    for item in items:
        found.extend([item] if isinstance(item, Leaf) else leaves(item.left.items) + leaves(item.right.items))
    return found


def lower_from(item: ast.FromItem, scope: Scope, conditions: list[Node]) -> list[Item]:
    """The items of one part of FROM; conditions of inner joins are added to ``conditions``."""
    if isinstance(item, ast.Join):
        return _join(item, scope, conditions)
    if isinstance(item, ast.Unpivot):
        return [_unpivot(item, scope)]
    return [_source(expect(item, ast.FromSource), scope)]


def _join(join: ast.Join, scope: Scope, conditions: list[Node]) -> list[Item]:
    kind = _kind(join)
    if kind == "INNER":
        return _inner_joins(join, scope, conditions)
    left_side, right_side = Side([], []), Side([], [])
    left_side.items.extend(lower_from(join.left, scope, left_side.conditions))
    right_side.items.extend(lower_from(join.right, scope, right_side.conditions))
    condition = [] if join.condition is None else [lower(join.condition, scope.derived(sources=False))]
    if kind != "LEFT":
        filled = slots_filled(left_side.items)
        if any(leaf.reads & filled for leaf in leaves(right_side.items)):
            raise SemanticError(
                "LS-NAME-008",
                f"the right side of a {kind} JOIN cannot range over the left side",
                span=join.right.span,
                hint="use LEFT JOIN, or turn the sides round",
            )
    return [Branch(kind.lower(), left_side, right_side, condition, join.span)]


def _kind(join: ast.Join) -> str:
    return join.kind.replace("CROSS", "").strip() or "INNER"


def _inner_joins(join: ast.Join, scope: Scope, conditions: list[Node]) -> list[Item]:
    """A chain of inner joins leans to the left and may be long: it is followed without recursion."""
    chain = [join]
    while isinstance(chain[-1].left, ast.Join) and _kind(chain[-1].left) == "INNER":
        chain.append(chain[-1].left)
    items = lower_from(chain[-1].left, scope, conditions)
    for link in reversed(chain):
        items.extend(lower_from(link.right, scope, conditions))
        if link.condition is not None:
            conditions.append(lower(link.condition, scope.derived(sources=False)))
    return items


def _bind(
    scope: Scope,
    name: str,
    at: ast.Identifier | None,
    by: ast.Identifier | None,
    span: Span,
) -> Leaf:
    """Slots for an item; its variables are added by :func:`_declare` once the item itself has been read."""
    statement = scope.statement
    binding = relations.Binding(
        statement.slot(), None if at is None else statement.slot(), None if by is None else statement.slot()
    )
    return Leaf(name, binding, span)


def _declare(leaf: Leaf, scope: Scope, at: ast.Identifier | None, by: ast.Identifier | None) -> Leaf:
    scope.add(Variable(leaf.name, leaf.binding.value, "item", leaf.columns), leaf.span)
    if at is not None and leaf.binding.at is not None:
        scope.add(Variable(at.text, leaf.binding.at, "at"), at.span)
    if by is not None and leaf.binding.by is not None:
        scope.add(Variable(by.text, leaf.binding.by, "by"), by.span)
    return leaf


def _source(item: ast.FromSource, scope: Scope) -> Leaf:
    alias = item.alias.text if item.alias is not None else default_name(item.expression)
    if alias is None:
        alias = f"_{sum(variable.role == 'item' for variable in scope.variables) + 1}"
    leaf = _bind(scope, alias, item.position, item.identity, item.span)
    _range_over(leaf, item.expression, scope)
    if item.moment is not None:
        _turn_back(leaf, item.moment, scope)
    return _declare(leaf, scope, item.position, item.identity)


def _range_over(leaf: Leaf, expression: ast.Expression, scope: Scope) -> None:
    """Fill in what the leaf ranges over."""
    if isinstance(expression, ast.Call) and _table_function(leaf, expression, scope):
        return
    inside = scope.derived(sources=True)
    if isinstance(expression, ast.Subquery):
        from ledgershell.partiql.lowering.queries import lower_query

        query = lower_query(expression.query, inside)
        leaf.columns = static_columns(query)
        leaf.node = relations.Derived(query, leaf.binding, span=expression.span)
        leaf.reads = slots_of(query)
        return
    value = lower(expression, inside)
    leaf.reads = slots_of(value)
    if isinstance(value, plan.SourceRows):
        leaf.source = value.source
        leaf.name = leaf.name or value.name
    elif isinstance(value, plan.Collection):
        leaf.node = relations.Derived(value.query, leaf.binding, span=expression.span)
    else:
        leaf.node = relations.Iterate(value, leaf.binding, span=expression.span)


def _turn_back(leaf: Leaf, moment: ast.Expression, scope: Scope) -> None:
    """``AS OF moment``: the rows of a table as it was.  The moment is the same for all rows, so it sees no variable."""
    past = None if leaf.source is None or leaf.arguments else past_of(leaf.source)
    if past is None:
        raise SemanticError(
            "LS-NAME-008",
            "only a table, or its committed view, can be read as of a moment",
            span=leaf.span,
            hint="write AS OF behind the name of the table; history(T) has all revisions of one",
        )
    leaf.source = past
    leaf.arguments = (lower(moment, Scope(scope.statement)),)


def _table_function(leaf: Leaf, call: ast.Call, scope: Scope) -> bool:
    """Whether the call is ``history(T, …)`` or its like."""
    if len(call.name) != 1:
        return False
    function = scope.statement.catalog.function(call.name[0].text)
    if function is None:
        return False
    word = call.name[0].text
    if not call.arguments or len(call.arguments) - 1 > function.maximum_arguments:
        raise SemanticError(
            "LS-NAME-004",
            f"{word} takes a table and at most {function.maximum_arguments} more arguments",
            span=call.span,
            hint=f"for example {word}(Person)",
        )
    table = _table_argument(call.arguments[0], word)
    try:
        leaf.source = function.bind(table)
    except LedgershellError as error:
        raise error.at(call.arguments[0].span) from None
    leaf.arguments = tuple(lower(argument, scope.derived(sources=True)) for argument in call.arguments[1:])
    leaf.reads = slots_of(leaf.arguments)
    return True


def _table_argument(argument: ast.Expression, word: str) -> Name | str:
    if isinstance(argument, ast.Variable):
        return Name(argument.name.text, argument.name.quoted)
    if isinstance(argument, ast.Literal) and type(argument.value) is str:
        return argument.value
    raise SemanticError(
        "LS-NAME-001",
        f"the first argument of {word} names a table",
        span=argument.span,
        hint=f"{word}(Person), or {word}('…') with a table id in single quotes",
    )


def _unpivot(item: ast.Unpivot, scope: Scope) -> Leaf:
    name = item.alias.text if item.alias is not None else default_name(item.expression)
    leaf = _bind(scope, name or f"_{len(scope.variables) + 1}", item.name, item.identity, item.span)
    value = lower(item.expression, scope.derived(sources=True))
    leaf.reads = slots_of(value)
    leaf.node = relations.Unpivot(value, leaf.binding, span=item.span)
    return _declare(leaf, scope, item.name, item.identity)
