"""Literals, types and constructors: what is known while compiling becomes a constant."""

from __future__ import annotations

from collections.abc import Callable

from ledgershell.errors import EvaluationError, LedgershellError, SemanticError
from ledgershell.ion.values import Value
from ledgershell.partiql import ast
from ledgershell.partiql.lowering.context import Scope
from ledgershell.partiql.plan import expressions as plan
from ledgershell.partiql.plan.node import Node
from ledgershell.static_typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledgershell.partiql.temporal import IntervalFields
    from ledgershell.partiql.types import TypeSpec


def literal(node: ast.Literal, scope: Scope) -> Node:
    """A number, string, truth value, NULL or MISSING.  PartiQL's own decimals have 38 digits; ours, Ion's, any."""
    value = node.value
    if scope.statement.dialect.names == "partiql":
        value = _of_38_digits(value, node)
    return plan.Constant(value, node.span)


def _of_38_digits(value: Value, node: ast.Literal) -> Value:
    from decimal import Decimal

    if type(value) is Decimal:
        from ledgershell.partiql.arithmetic import QUOTIENT

        try:
            value = QUOTIENT.plus(value)
        except ArithmeticError:
            raise SemanticError("LS-EVAL-011", "the number is outside the supported range", span=node.span) from None
    return value


def ion_literal(node: ast.IonLiteral, _: Scope) -> Node:
    """A value in backticks.  The reader of Ion text is only loaded here."""
    from ledgershell.ion.text_reader import read_text

    try:
        return plan.Constant(read_text(node.text), node.span)
    except LedgershellError as error:
        raise SemanticError(error.code, error.message, span=node.span, hint=error.hint) from None


def _temporal(node: ast.Expression, read: Callable[[], Value]) -> Node:
    try:
        return plan.Constant(read(), node.span)
    except EvaluationError as error:
        raise error.at(node.span) from None


def date_literal(node: ast.DateLiteral, _: Scope) -> Node:
    """``DATE '…'``."""
    from ledgershell.partiql.temporal_literals import parse_date

    return _temporal(node, lambda: parse_date(node.text))


def time_literal(node: ast.TimeLiteral, _: Scope) -> Node:
    """``TIME '…'``."""
    from ledgershell.partiql.temporal_literals import parse_time

    return _temporal(node, lambda: parse_time(node.text, node.precision, node.zone))


def timestamp_literal(node: ast.TimestampLiteral, _: Scope) -> Node:
    """``TIMESTAMP '…'``."""
    from ledgershell.partiql.temporal_literals import parse_timestamp

    return _temporal(node, lambda: parse_timestamp(node.text, node.precision, node.zone))


def interval_literal(node: ast.IntervalLiteral, _: Scope) -> Node:
    """``INTERVAL '…' DAY TO SECOND``."""
    from ledgershell.partiql.temporal_literals import parse_interval

    return _temporal(node, lambda: parse_interval(node.text, interval_fields(node.qualifier), node.negative))


def interval_fields(qualifier: ast.IntervalQualifier) -> IntervalFields:
    """The qualifier as plain data."""
    from ledgershell.partiql.temporal import IntervalFields

    return IntervalFields(qualifier.leading, qualifier.precision, qualifier.trailing, qualifier.fraction)


def type_of(node: ast.TypeName) -> TypeSpec:
    """The type that is named; raises :class:`SemanticError` when there is none of that name."""
    from ledgershell.partiql.types import type_spec

    interval = None if node.qualifier is None else interval_fields(node.qualifier)
    try:
        return type_spec(node.name, node.arguments, tuple(map(type_of, node.elements)), node.zone, interval)
    except EvaluationError as error:
        raise SemanticError(error.code, error.message, span=node.span, hint=error.hint) from None
