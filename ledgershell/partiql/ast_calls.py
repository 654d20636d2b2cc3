# ruff: noqa: RUF023 - the order of the slots is the order of the text
"""Nodes for calls: functions, those with a syntax of their own, windows, graph matches."""

from __future__ import annotations

from ledgershell.errors import Span
from ledgershell.partiql.ast_base import Expression, Identifier, Node, QualifiedName
from ledgershell.static_typing import TYPE_CHECKING
from ledgershell.static_typing import Literal as OneOf

if TYPE_CHECKING:
    from ledgershell.partiql.ast_graph import GraphPattern
    from ledgershell.partiql.ast_queries import SortKey


class Call(Expression):
    """``name(arguments)``.  Aggregates and table functions are calls like any other.

    ``quantifier`` is that of ``f(DISTINCT x)``; ``star`` is ``f(*)``, then without arguments.
    ``f(SELECT …)`` has one argument, a :class:`Subquery`.
    """

    __slots__ = ("name", "arguments", "quantifier", "star")

    def __init__(
        self,
        span: Span,
        name: QualifiedName,
        arguments: tuple[Expression, ...] = (),
        quantifier: OneOf["ALL", "DISTINCT"] | None = None,
        star: bool = False,
    ) -> None:
        self.span = span
        self.name = name
        self.arguments = arguments
        self.quantifier = quantifier
        self.star = star


class SpecialCall(Expression):
    """A call with keywords between its arguments.  ``function`` is upper-cased.

    ============ ===================================== ==========================================
    function     ``part``                              ``arguments``
    ============ ===================================== ==========================================
    TRIM         LEADING, TRAILING, BOTH or ``None``   operand [, characters]
    SUBSTRING    ``None``                              operand, start [, length]
    POSITION     ``None``                              needle, haystack
    OVERLAY      ``None``                              operand, replacement, start [, length]
    EXTRACT      YEAR … SECOND, TIMEZONE_HOUR, …       operand
    DATE_ADD     YEAR … SECOND                         amount, operand
    DATE_DIFF    YEAR … SECOND                         from, to
    ============ ===================================== ==========================================

    ``SUBSTRING(a, b, c)``, ``POSITION(a, b)`` and ``OVERLAY(a, b, c)`` arrive in the same form.
    """

    __slots__ = ("function", "part", "arguments")

    def __init__(self, span: Span, function: str, part: str | None, arguments: tuple[Expression, ...]) -> None:
        self.span = span
        self.function = function
        self.part = part
        self.arguments = arguments


class SessionValue(Expression):
    """``CURRENT_DATE``, ``CURRENT_TIME``, ``CURRENT_TIMESTAMP``, ``CURRENT_USER``: ``name`` in upper case."""

    __slots__ = ("name",)

    def __init__(self, span: Span, name: str) -> None:
        self.span = span
        self.name = name


class WindowSpecification(Node):
    """``[base] [PARTITION BY …] [ORDER BY …]``: what stands in the parentheses behind OVER or WINDOW w AS."""

    __slots__ = ("base", "partition_by", "order_by")

    def __init__(
        self,
        span: Span,
        base: Identifier | None,
        partition_by: tuple[Expression, ...],
        order_by: tuple[SortKey, ...],
    ) -> None:
        self.span = span
        self.base = base
        self.partition_by = partition_by
        self.order_by = order_by


class WindowCall(Expression):
    """``call [IGNORE|RESPECT NULLS] OVER window``; a bare name behind OVER is a specification with that base."""

    __slots__ = ("call", "nulls", "window")

    def __init__(
        self, span: Span, call: Call, nulls: OneOf["IGNORE", "RESPECT"] | None, window: WindowSpecification
    ) -> None:
        self.span = span
        self.call = call
        self.nulls = nulls
        self.window = window


class GraphMatch(Expression):
    """``graph MATCH pattern``."""

    __slots__ = ("graph", "pattern")

    def __init__(self, span: Span, graph: Expression, pattern: GraphPattern) -> None:
        self.span = span
        self.graph = graph
        self.pattern = pattern
