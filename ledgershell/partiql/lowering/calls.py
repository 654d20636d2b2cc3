"""Calls: functions of the registry, aggregates, calls with a syntax of their own, windows, graph matches."""

from __future__ import annotations

from ledgershell.errors import SemanticError, Span
from ledgershell.partiql import aggregates, ast
from ledgershell.partiql.functions import registry
from ledgershell.partiql.functions.definition import Function
from ledgershell.partiql.lowering.context import Scope
from ledgershell.partiql.lowering.expressions import lower, lower_all, lower_subquery
from ledgershell.partiql.plan import expressions as plan
from ledgershell.partiql.plan.node import Node
from ledgershell.partiql.types import CONTAINERS


def lower_call(node: ast.Call, scope: Scope) -> Node:
    """``name(arguments)``."""
    name = ".".join(part.text for part in node.name)
    aggregate = aggregates.lookup(name)
    if aggregate is not None:
        return _aggregate(node, aggregate, scope)
    function = registry.lookup(name)
    if function is None or function.takes_part:
        raise unknown_function(name, node.span)
    if node.star or (node.quantifier is not None and function.distinct is None):
        raise SemanticError(
            "LS-NAME-004", f"{function.name} takes no {'*' if node.star else node.quantifier}", span=node.span
        )
    if function.name == "EXISTS" and len(node.arguments) == 1 and isinstance(node.arguments[0], ast.Subquery):
        return _exists(node, node.arguments[0], scope)
    return _function(function, None, node.arguments, node.span, scope, distinct=node.quantifier == "DISTINCT")


def _function(
    function: Function,
    part: str | None,
    arguments: tuple[ast.Expression, ...],
    span: Span,
    scope: Scope,
    *,
    distinct: bool = False,
) -> Node:
    if not function.accepts(len(arguments)):
        raise SemanticError(
            "LS-NAME-004",
            f"{function.name} takes {_counts(function)}, not {len(arguments)}",
            span=span,
            hint=f"use: {function.signature}",
        )
    lowered = tuple(_argument(function, number, argument, scope) for number, argument in enumerate(arguments))
    if function.name == "COALESCE":
        return plan.Coalesce(lowered, span)
    if function.takes_part:
        lowered = (plan.Constant(part), *lowered)
    call = registry.bind(function, scope.statement.dialect, distinct)
    if function.wants_runtime:
        return plan.RuntimeCall(function.name, call, lowered, span)
    return plan.Call(function.name, call, lowered, True, span, distinct)


def _counts(function: Function) -> str:
    most = function.most
    if most is None:
        return f"at least {function.minimum} argument{'s' * (function.minimum != 1)}"
    if most == function.minimum:
        return f"{most or 'no'} argument{'s' * (most != 1)}"
    return f"{function.minimum} to {most} arguments"


def _argument(function: Function, number: int, argument: ast.Expression, scope: Scope) -> Node:
    """An argument; a subquery stays a collection where the function takes collections."""
    if isinstance(argument, ast.Subquery) and function.parameters:
        kinds = function.parameters[min(number, len(function.parameters) - 1)].kinds
        collected = kinds & CONTAINERS or function.name.startswith("COLL_") or function.name == "EXISTS"
        return lower_subquery(argument, scope, "collection" if collected else "value")
    return lower(argument, scope)


def _exists(node: ast.Call, argument: ast.Subquery, scope: Scope) -> Node:
    from ledgershell.partiql.lowering.queries import lower_query
    from ledgershell.partiql.plan.relations import Pivot, Single

    query = lower_query(argument.query, scope.derived(sources=False))
    if isinstance(query, Single | Pivot):
        return _function(registry.FUNCTIONS["EXISTS"], None, (argument,), node.span, scope)
    return plan.Exists(query, node.span)


def _aggregate(node: ast.Call, aggregate: aggregates.Aggregate, scope: Scope) -> Node:
    """``SUM(DISTINCT x)``, ``COUNT(*)``: grouping will put a slot in its place."""
    if scope.aggregates_refused is not None:
        raise SemanticError(
            "LS-NAME-005",
            f"the aggregate {aggregate.name} cannot stand {scope.aggregates_refused}",
            span=node.span,
            hint="aggregates belong into SELECT, HAVING and ORDER BY; for a collection use COLL_" + aggregate.name,
        )
    count = len(node.arguments)
    if (node.star and not aggregate.takes_star) or (not node.star and not aggregate.accepts(count)):
        raise SemanticError(
            "LS-NAME-004",
            f"{aggregate.name} does not take {'*' if node.star else f'{count} arguments'}",
            span=node.span,
            hint=f"use: {aggregate.signature}",
        )
    rows = (scope.rows or scope).derived(aggregates_refused="inside another aggregate")
    return plan.Aggregate(aggregate, node.quantifier, lower_all(node.arguments, rows), node.span)


def lower_special_call(node: ast.SpecialCall, scope: Scope) -> Node:
    """``TRIM(BOTH 'x' FROM y)`` and its like: keywords between the arguments."""
    function = registry.lookup(node.function)
    if function is None:
        raise unknown_function(node.function, node.span)
    return _function(function, node.part, node.arguments, node.span, scope)


def lower_session_value(node: ast.SessionValue, scope: Scope) -> Node:
    """``CURRENT_DATE`` and its like: functions without parentheses."""
    function = registry.lookup(node.name)
    if function is None:
        raise unknown_function(node.name, node.span)
    return _function(function, None, (), node.span, scope)


def lower_window_call(node: ast.WindowCall, scope: Scope) -> Node:
    """``RANK() OVER (…)``."""
    from ledgershell.partiql.lowering.window_calls import lower_window

    return lower_window(node, scope)


def lower_graph_match(node: ast.GraphMatch, scope: Scope) -> Node:
    """``graph MATCH pattern``."""
    from ledgershell.partiql.lowering.patterns import lower_match

    return lower_match(node, scope)


def unknown_function(name: str, span: Span) -> SemanticError:
    """The error for a function that does not exist."""
    from ledgershell.partiql.habits import function_hint
    from ledgershell.partiql.spelling import candidates, did_you_mean

    near = candidates(name.upper(), [*registry.FUNCTIONS, *aggregates.AGGREGATES])
    return SemanticError(
        "LS-NAME-003",
        f"there is no function {name}",
        span=span,
        hint=function_hint(name) or did_you_mean(near),
    )
