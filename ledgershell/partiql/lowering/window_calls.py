"""Window functions: ``f(…) OVER (PARTITION BY … ORDER BY …)`` and the windows that WINDOW names."""

from __future__ import annotations

from ledgershell.errors import SemanticError
from ledgershell.partiql import aggregates, ast, windows
from ledgershell.partiql.lowering.context import Scope
from ledgershell.partiql.lowering.expressions import lower_all
from ledgershell.partiql.plan import expressions as plan
from ledgershell.partiql.plan import relations
from ledgershell.partiql.plan.node import Node
from ledgershell.partiql.plan.rewrite import nodes, slots_of, transform
from ledgershell.static_typing import Any


def lower_window(node: ast.WindowCall, scope: Scope) -> Node:
    """One call with its window."""
    from ledgershell.partiql.lowering.blocks import sort_key
    from ledgershell.partiql.lowering.calls import unknown_function

    call = node.call
    name = ".".join(part.text for part in call.name)
    function = windows.lookup(name) or aggregates.lookup(name)
    if function is None:
        raise unknown_function(name, call.span)
    if scope.aggregates_refused is not None:
        raise SemanticError(
            "LS-NAME-005",
            f"the window function {function.name} cannot stand {scope.aggregates_refused}",
            span=node.span,
        )
    _check_call(node, function)
    partition, order = _window(node.window, scope)
    if isinstance(function, windows.WindowFunction) and function.needs_order and not order:
        raise SemanticError(
            "LS-NAME-010",
            f"the window of {function.name} needs ORDER BY",
            span=node.window.span,
            hint=f"use: {function.signature}",
        )
    return plan.Window(
        function,
        lower_all(call.arguments, scope),
        call.quantifier,
        lower_all(partition, scope),
        tuple(sort_key(key, scope, []) for key in order),
        node.nulls == "IGNORE",
        node.span,
    )


def _check_call(node: ast.WindowCall, function: windows.WindowFunction | aggregates.Aggregate) -> None:
    call = node.call
    is_aggregate = isinstance(function, aggregates.Aggregate)
    star_fits = is_aggregate and getattr(function, "takes_star", False)
    if (call.star and not star_fits) or (not call.star and not function.accepts(len(call.arguments))):
        raise SemanticError(
            "LS-NAME-004",
            f"{function.name} does not take {'*' if call.star else f'{len(call.arguments)} arguments'}",
            span=call.span,
            hint=f"use: {function.signature}",
        )
    if call.quantifier is not None and not is_aggregate:
        raise SemanticError("LS-NAME-004", f"{function.name} takes no {call.quantifier}", span=call.span)
    if node.nulls == "IGNORE" and function.name not in ("LAG", "LEAD"):
        raise SemanticError("LS-NAME-008", "IGNORE NULLS is for LAG and LEAD", span=node.span)


def _window(
    specification: ast.WindowSpecification, scope: Scope
) -> tuple[tuple[ast.Expression, ...], tuple[ast.SortKey, ...]]:
    """Partition and order, those of the window that it builds on included."""
    if specification.base is None:
        return specification.partition_by, specification.order_by
    base = _named(specification.base, scope)
    partition, order = _window(base, scope)
    if (specification.partition_by and partition) or (specification.order_by and order):
        raise SemanticError(
            "LS-NAME-010",
            f"the window {specification.base.text!r} says that already",
            span=specification.span,
        )
    return specification.partition_by or partition, specification.order_by or order


def _named(name: ast.Identifier, scope: Scope) -> ast.WindowSpecification:
    known = scope.windows
    found = known.get(name.text) if name.quoted else known.get(name.text) or known.get(name.text.lower())
    if found is None:
        from ledgershell.partiql.spelling import candidates, did_you_mean

        raise SemanticError(
            "LS-NAME-010",
            f"there is no window {name.text!r}",
            span=name.span,
            hint=did_you_mean(candidates(name.text, known)) or "WINDOW w AS (…) defines one",
        )
    return found


def define(definitions: tuple[ast.WindowDefinition, ...]) -> dict[str, ast.WindowSpecification]:
    """The windows of a WINDOW clause by name; each may build on those before it."""
    known: dict[str, ast.WindowSpecification] = {}
    for definition in definitions:
        base = definition.specification.base
        if base is not None and base.text not in known:
            raise SemanticError("LS-NAME-010", f"there is no window {base.text!r} before this one", span=base.span)
        known[definition.name.text] = definition.specification
    return known


def windowed(relation: Node, scope: Scope, *parts: Any) -> tuple[Node, tuple[Any, ...]]:
    """The relation with the window operator, if ``parts`` have windows, and the parts over its slots."""
    found: list[tuple[int, plan.Window]] = []
    for node in nodes(parts):
        if type(node) is plan.Window and not any(node == known for _, known in found):
            found.append((scope.statement.slot(), node))
    if not found:
        return relation, parts
    live = tuple(sorted(slots_of(parts)))

    def replace(node: Node) -> Node | None:
        for slot, known in found:
            if node == known:
                return plan.Slot(slot, known.row.name)
        return None

    return relations.Windowed(relation, tuple(found), live), transform(parts, replace)
