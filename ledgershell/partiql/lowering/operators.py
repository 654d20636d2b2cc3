"""Operators, and what looks like one: comparisons, tests, LIKE, IN, BETWEEN, CASE and CAST."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

from ledgershell.errors import SemanticError
from ledgershell.ion.values import MISSING, Value
from ledgershell.partiql import arithmetic, ast, comparison, logic
from ledgershell.partiql.lowering import literals
from ledgershell.partiql.lowering.context import Scope
from ledgershell.partiql.lowering.expressions import lower, lower_all, lower_subquery
from ledgershell.partiql.plan import expressions as plan
from ledgershell.partiql.plan.node import Node
from ledgershell.partiql.types import is_type, is_unknown

BINARY = MappingProxyType(
    {
        "+": arithmetic.add,
        "-": arithmetic.subtract,
        "*": arithmetic.multiply,
        "/": arithmetic.divide,
        "%": arithmetic.modulo,
        "&": arithmetic.bitwise_and,
    }
)
COMPARISONS = MappingProxyType(
    {
        "=": comparison.equals,
        "<>": comparison.not_equals,
        "<": comparison.less,
        "<=": comparison.less_or_equal,
        ">": comparison.greater,
        ">=": comparison.greater_or_equal,
    }
)


def lower_unary(node: ast.Unary, scope: Scope) -> Node:
    """``-a``, ``+a``."""
    function = arithmetic.negate if node.operator == "-" else arithmetic.positive
    return plan.Call(f"unary {node.operator}", function, (lower(node.operand, scope),), True, node.span)


def lower_binary(node: ast.Binary, scope: Scope) -> Node:
    """A chain ``a + b + c …`` leans to the left and may be long: it is followed without recursion."""
    chain: list[ast.Binary] = [node]
    while isinstance(chain[-1].left, ast.Binary):
        chain.append(chain[-1].left)
    result = lower(chain[-1].left, scope)
    chain.reverse()
    for link in chain[:NESTED_LINKS]:
        operands = result, lower(link.right, scope)
        result = plan.Call(link.operator, _binary(link.operator), operands, True, link.span)
    if len(chain) <= NESTED_LINKS:
        return result
    links = [
        plan.Link(link.operator, _binary(link.operator), lower(link.right, scope), link.span)
        for link in chain[NESTED_LINKS:]
    ]
    return plan.Chain(result, tuple(links), node.span)


NESTED_LINKS = 16
"""A longer chain goes on as a :class:`~ledgershell.partiql.plan.expressions.Chain`."""


def _binary(operator: str) -> Callable[[Value, Value], Value]:
    return _concatenate if operator == "||" else BINARY[operator]


def _concatenate(left: Value, right: Value) -> Value:
    from ledgershell.partiql.operators import concatenate

    return concatenate(left, right)


def lower_comparison(node: ast.Comparison, scope: Scope) -> Node:
    """``a < b`` and the others."""
    left, right = _compared(node.left, node.right, scope), _compared(node.right, node.left, scope)
    return plan.Call(node.operator, COMPARISONS[node.operator], (left, right), True, node.span)


def _compared(side: ast.Expression, other: ast.Expression, scope: Scope) -> Node:
    """A subquery beside a row ``(a, b)`` stands for a row itself."""
    if isinstance(side, ast.Subquery) and isinstance(other, ast.RowConstructor | ast.ListConstructor):
        return lower_subquery(side, scope, "row")
    return lower(side, scope)


def lower_and(node: ast.And, scope: Scope) -> Node:
    """``a AND b AND …``."""
    return plan.And(lower_all(node.operands, scope), node.span)


def lower_or(node: ast.Or, scope: Scope) -> Node:
    """``a OR b OR …``."""
    return plan.Or(lower_all(node.operands, scope), node.span)


def lower_not(node: ast.Not, scope: Scope) -> Node:
    """``NOT a``."""
    return plan.Call("NOT", logic.not_, (lower(node.operand, scope),), True, node.span)


def _negated(result: Node, negated: bool, node: ast.Expression) -> Node:
    return plan.Call("NOT", logic.not_, (result,), True, node.span) if negated else result


TESTS: MappingProxyType[str, Callable[[Value], bool]] = MappingProxyType(
    {
        "NULL": is_unknown,
        "MISSING": lambda value: value is MISSING,
        "TRUE": logic.is_true,
        "FALSE": logic.is_false,
        "UNKNOWN": is_unknown,
    }
)


def lower_is(node: ast.Is, scope: Scope) -> Node:
    """``a IS [NOT] NULL``, ``MISSING``, ``TRUE`` …"""
    test = plan.Call(f"IS {node.test}", TESTS[node.test], (lower(node.operand, scope),), True, node.span)
    return _negated(test, node.negated, node)


def lower_is_type(node: ast.IsType, scope: Scope) -> Node:
    """``a IS [NOT] type``."""
    spec = literals.type_of(node.type)

    def has_type(value: Value) -> bool:
        return is_type(value, spec)

    test = plan.Call(f"IS {spec}", has_type, (lower(node.operand, scope),), True, node.span, spec)
    return _negated(test, node.negated, node)


def lower_in(node: ast.In, scope: Scope) -> Node:
    """``a [NOT] IN b``."""
    collection = node.collection
    if isinstance(collection, ast.Subquery):
        right = lower_subquery(collection, scope, "column")
    else:
        right = lower(collection, scope)
    operands = (lower(node.operand, scope), right)
    if node.negated:
        return plan.Call("NOT IN", comparison.not_in, operands, True, node.span)
    return plan.Call("IN", comparison.in_, operands, True, node.span)


def lower_like(node: ast.Like, scope: Scope) -> Node:
    """``a [NOT] LIKE b [ESCAPE c]``."""
    from ledgershell.partiql import like

    operands = [node.operand, node.pattern]
    function: Callable[..., Value] = like.like_in
    if node.escape is not None:
        operands.append(node.escape)
        function = like.like_escape_in
    lowered = tuple(lower(operand, scope) for operand in operands)
    return _negated(plan.RuntimeCall("LIKE", function, lowered, node.span), node.negated, node)


def lower_between(node: ast.Between, scope: Scope) -> Node:
    """``a [NOT] BETWEEN b AND c``."""
    operands = lower_all((node.operand, node.low, node.high), scope)
    if node.negated:
        return plan.Call("NOT BETWEEN", comparison.not_between, operands, True, node.span)
    return plan.Call("BETWEEN", comparison.between, operands, True, node.span)


def lower_overlaps(node: ast.Overlaps, scope: Scope) -> Node:
    """``(a, b) OVERLAPS (c, d)``."""
    from ledgershell.partiql.operators import overlaps

    return plan.Call("OVERLAPS", overlaps, lower_all((node.left, node.right), scope), True, node.span)


def lower_case(node: ast.Case, scope: Scope) -> Node:
    """``CASE … END``."""
    otherwise: Node = plan.Constant(None, node.span) if node.otherwise is None else lower(node.otherwise, scope)
    branches = []
    for branch in node.branches:
        condition = lower(branch.condition, scope)
        if node.operand is not None:
            operand = lower(node.operand, scope)
            condition = plan.Call("=", comparison.equals, (operand, condition), True, branch.span)
        branches.append((condition, lower(branch.result, scope)))
    return plan.Case(tuple(branches), otherwise, node.span)


def lower_cast(node: ast.Cast, scope: Scope) -> Node:
    """``CAST(a AS type)``, ``CAN_CAST``, ``CAN_LOSSLESS_CAST``."""
    from ledgershell.partiql import casts

    spec, dialect = literals.type_of(node.type), scope.statement.dialect
    if not casts.cast_target_exists(spec.name):
        raise SemanticError("LS-EVAL-018", f"nothing can be cast to {spec}", span=node.type.span)
    function = {"CAST": casts.cast, "CAN_CAST": casts.can_cast, "CAN_LOSSLESS_CAST": casts.can_lossless_cast}
    run = function[node.function]

    def converted(value: Value) -> Value:
        return run(value, spec, dialect)

    return plan.Call(f"{node.function} {spec}", converted, (lower(node.operand, scope),), True, node.span, spec)
