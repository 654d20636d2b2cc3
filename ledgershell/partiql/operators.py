"""All operators by their symbol, and the few that have no room of their own: ``||``, OVERLAPS.

The functions are plain: they take values and give a value, an unknown or a
:class:`~ledgershell.partiql.typing_errors.TypeMismatch`; the compiler puts them into closures.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from ledgershell.ion.values import MISSING, Value
from ledgershell.partiql import temporal_arithmetic
from ledgershell.partiql.arithmetic import add, bitwise_and, divide, modulo, multiply, negate, positive, subtract
from ledgershell.partiql.comparison import (
    between,
    equals,
    greater,
    greater_or_equal,
    in_,
    less,
    less_or_equal,
    not_between,
    not_equals,
    not_in,
)
from ledgershell.partiql.like import like, like_escape
from ledgershell.partiql.logic import and_, is_false, is_true, not_, or_
from ledgershell.partiql.types import DATETIMES, INTERVALS, TEXTS, Kind, is_unknown, kind_name, kind_of, plain
from ledgershell.partiql.typing_errors import TypeMismatch
from ledgershell.static_typing import Final

__all__ = [
    "BINARY", "UNARY", "TypeMismatch", "add", "and_", "between", "bitwise_and", "concatenate", "divide", "equals",
    "greater", "greater_or_equal", "in_", "is_false", "is_true", "is_unknown", "less", "less_or_equal", "like",
    "like_escape", "modulo", "multiply", "negate", "not_", "not_between", "not_equals", "not_in", "or_", "overlaps",
    "positive", "subtract",
]  # fmt: skip


def concatenate(left: Value, right: Value) -> Value:
    """``left || right`` of texts; always a string."""
    if type(left) is str and type(right) is str:
        return left + right
    left, right = plain(left), plain(right)
    left_kind, right_kind = kind_of(left), kind_of(right)
    for value, kind in ((left, left_kind), (right, right_kind)):
        if kind > Kind.NULL and kind not in TEXTS:
            raise TypeMismatch(f"|| takes strings, not a {kind_name(value)}", hint="CAST(value AS STRING)")
    if left_kind is Kind.MISSING or right_kind is Kind.MISSING:
        return MISSING
    if left_kind is Kind.NULL or right_kind is Kind.NULL:
        return None
    return str(left) + str(right)


def overlaps(left: Value, right: Value) -> Value:
    """``(start, end) OVERLAPS (start, end)``; an end may be an interval."""
    left, right = plain(left), plain(right)
    left_kind, right_kind = kind_of(left), kind_of(right)
    if left_kind <= Kind.NULL or right_kind <= Kind.NULL:
        return MISSING if Kind.MISSING in (left_kind, right_kind) else None
    return temporal_arithmetic.overlaps(_period(left, left_kind), _period(right, right_kind))


def _period(value: Value, kind: Kind) -> temporal_arithmetic.Period:
    if kind is not Kind.LIST or len(value) != 2:
        raise TypeMismatch("OVERLAPS takes two periods: (start, end) or (start, interval)")
    start, end = plain(value[0]), plain(value[1])
    start_kind, end_kind = kind_of(start), kind_of(end)
    if (start_kind > Kind.NULL and start_kind not in DATETIMES) or (
        end_kind > Kind.NULL and end_kind not in DATETIMES and end_kind not in INTERVALS
    ):
        raise TypeMismatch(f"OVERLAPS: a {kind_name(start)} and a {kind_name(end)} are no period")
    return (None if start_kind <= Kind.NULL else start), (None if end_kind <= Kind.NULL else end)


BINARY: Final[Mapping[str, Callable[[Value, Value], Value]]] = MappingProxyType(
    {
        "+": add,
        "-": subtract,
        "*": multiply,
        "/": divide,
        "%": modulo,
        "&": bitwise_and,
        "||": concatenate,
        "=": equals,
        "<>": not_equals,
        "!=": not_equals,
        "<": less,
        "<=": less_or_equal,
        ">": greater,
        ">=": greater_or_equal,
        "AND": and_,
        "OR": or_,
        "IN": in_,
        "NOT IN": not_in,
        "LIKE": like,
        "OVERLAPS": overlaps,
    }
)
"""Operators of two operands by their symbol or word."""

UNARY: Final[Mapping[str, Callable[[Value], Value]]] = MappingProxyType({"+": positive, "-": negate, "NOT": not_})
"""Operators of one operand."""
