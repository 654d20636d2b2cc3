"""``+ - * / %``, unary plus and minus, and bitwise and.

Integers are exact.  While both operands fit into 64 bits the result must too (PartiQL's BIGINT overflows in both
typing modes); larger integers, which Ion has, are computed exactly up to :data:`LARGEST_INT_BITS`.  Decimals are
exact up to :data:`DECIMAL_DIGITS` digits, except that a quotient has 38.  An operation with a float gives a float.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow

from ledgershell.ion.values import MISSING, Value
from ledgershell.partiql.dialect import Dialect
from ledgershell.partiql.numbers_text import MAXIMUM_BITS
from ledgershell.partiql.temporal_arithmetic import (
    difference,
    negate_interval,
    plus_interval,
    plus_intervals,
    scale_interval,
)
from ledgershell.partiql.types import DATETIMES, INTERVALS, NUMBERS, Kind, kind_name, kind_of, plain
from ledgershell.partiql.typing_errors import TypeMismatch, division_by_zero, out_of_range
from ledgershell.static_typing import Final, NamedTuple

SMALLEST_BIGINT: Final = -(2**63)
LARGEST_BIGINT: Final = 2**63 - 1
LARGEST_INT_BITS: Final = MAXIMUM_BITS
QUOTIENT_DIGITS: Final = 38
DECIMAL_DIGITS: Final = 1_000
EXPONENT_LIMIT: Final = 999_999

_TRAPS: Final = [InvalidOperation, DivisionByZero, Overflow]
EXACT: Final = Context(DECIMAL_DIGITS, ROUND_HALF_EVEN, -EXPONENT_LIMIT, EXPONENT_LIMIT, 1, 0, [], _TRAPS)
"""The context of sums, differences, products and remainders of decimals."""
QUOTIENT: Final = Context(QUOTIENT_DIGITS, ROUND_HALF_EVEN, -EXPONENT_LIMIT, EXPONENT_LIMIT, 1, 0, [], _TRAPS)
"""The context of quotients of decimals, and of decimal literals in the dialects of the conformance suite."""


class _Operation(NamedTuple):
    """One row of the table of operators: what it does to each kind of operands."""

    symbol: str
    ints: Callable[[int, int], int]
    decimals: Callable[[Decimal, Decimal], Decimal]
    floats: Callable[[float, float], float]
    operands: frozenset[Kind]
    temporal: Callable[[Value, Kind, Value, Kind], Value] | None = None


def add(left: Value, right: Value) -> Value:
    """``left + right``: numbers, datetime and interval, interval and interval."""
    if type(left) is int and type(right) is int:
        result = left + right
        if SMALLEST_BIGINT <= result <= LARGEST_BIGINT:
            return result
    elif type(left) is Decimal and type(right) is Decimal:
        return _decimal(_ADD, left, right)
    return _operate(_ADD, left, right)


def subtract(left: Value, right: Value) -> Value:
    """``left - right``."""
    if type(left) is int and type(right) is int:
        result = left - right
        if SMALLEST_BIGINT <= result <= LARGEST_BIGINT:
            return result
    elif type(left) is Decimal and type(right) is Decimal:
        return _decimal(_SUBTRACT, left, right)
    return _operate(_SUBTRACT, left, right)


def multiply(left: Value, right: Value) -> Value:
    """``left * right``."""
    if type(left) is int and type(right) is int:
        result = left * right
        if SMALLEST_BIGINT <= result <= LARGEST_BIGINT:
            return result
    elif type(left) is Decimal and type(right) is Decimal:
        return _decimal(_MULTIPLY, left, right)
    return _operate(_MULTIPLY, left, right)


def divide(left: Value, right: Value) -> Value:
    """``left / right``; of integers the quotient is cut towards zero."""
    return _operate(_DIVIDE, left, right)


def modulo(left: Value, right: Value) -> Value:
    """``left % right``; the result has the sign of ``left``."""
    return _operate(_MODULO, left, right)


def negate(value: Value) -> Value:
    """``-value``: a number or an interval."""
    value = plain(value)
    kind = kind_of(value)
    if kind is Kind.INT:
        return _checked_int("-", -value, value, value)
    if kind is Kind.DECIMAL:
        return value.copy_negate() if value else value.copy_abs()
    if kind is Kind.FLOAT:
        return -value
    if kind in INTERVALS:
        return negate_interval(value)
    return _unary_unknown("-", value, kind)


def positive(value: Value) -> Value:
    """``+value``: the value itself, if it is a number or an interval."""
    value = plain(value)
    kind = kind_of(value)
    if kind in NUMBERS or kind in INTERVALS:
        return value
    return _unary_unknown("+", value, kind)


def bitwise_and(left: Value, right: Value) -> Value:
    """``left & right`` of integers, two's complement."""
    return _operate(_AND, left, right)


def literal_decimal(value: Decimal, dialect: Dialect) -> Decimal:
    """A decimal literal: exact, but in the dialects of plain PartiQL rounded to 38 digits as its DECIMAL is."""
    return QUOTIENT.plus(value) if dialect.unknowns == "partiql" else value


def _unary_unknown(symbol: str, value: Value, kind: Kind) -> Value:
    if kind > Kind.NULL:
        raise TypeMismatch(f"{symbol} does not take a {kind_name(value)}")
    return MISSING if kind is Kind.MISSING else None


def _operate(operation: _Operation, left: Value, right: Value) -> Value:
    left, right = plain(left), plain(right)
    left_kind, right_kind = kind_of(left), kind_of(right)
    if left_kind in NUMBERS and right_kind in NUMBERS and left_kind in operation.operands:
        return _number(operation, left, left_kind, right, right_kind)
    if left_kind <= Kind.NULL or right_kind <= Kind.NULL:
        for value, kind in ((left, left_kind), (right, right_kind)):
            if kind > Kind.NULL and kind not in operation.operands:
                raise TypeMismatch(f"{operation.symbol} does not take a {kind_name(value)}")
        return MISSING if left_kind is Kind.MISSING or right_kind is Kind.MISSING else None
    if operation.temporal is not None and left_kind in operation.operands and right_kind in operation.operands:
        result = operation.temporal(left, left_kind, right, right_kind)
        if result is not MISSING:
            return result
    raise TypeMismatch(f"{operation.symbol} does not take a {kind_name(left)} and a {kind_name(right)}")


def _number(operation: _Operation, left: Value, left_kind: Kind, right: Value, right_kind: Kind) -> Value:
    if left_kind is Kind.INT and right_kind is Kind.INT:
        return _checked_int(operation.symbol, operation.ints(left, right), left, right)
    if left_kind is Kind.FLOAT or right_kind is Kind.FLOAT:
        if operation.floats is _no_floats:
            raise TypeMismatch(f"{operation.symbol} takes integers only")
        try:
            return operation.floats(float(left), float(right))
        except OverflowError:
            raise out_of_range(f"the result of {operation.symbol}") from None
    return _decimal(operation, Decimal(left), Decimal(right))


def _decimal(operation: _Operation, left: Decimal, right: Decimal) -> Decimal:
    try:
        return operation.decimals(left, right)
    except ArithmeticError:
        raise out_of_range(f"the result of {operation.symbol}") from None


def _checked_int(symbol: str, result: int, left: int, right: int) -> int:
    if SMALLEST_BIGINT <= result <= LARGEST_BIGINT:
        return result
    small = SMALLEST_BIGINT <= left <= LARGEST_BIGINT and SMALLEST_BIGINT <= right <= LARGEST_BIGINT
    if small or result.bit_length() > LARGEST_INT_BITS:
        raise out_of_range(f"the integer result of {symbol}", hint="compute with decimals: write 1.0 * n")
    return result


def _divide_ints(left: int, right: int) -> int:
    if right == 0:
        raise division_by_zero()
    quotient = abs(left) // abs(right)
    return quotient if (left < 0) == (right < 0) else -quotient


def _modulo_ints(left: int, right: int) -> int:
    if right == 0:
        raise division_by_zero()
    remainder = abs(left) % abs(right)
    return remainder if left >= 0 else -remainder


def _divide_decimals(left: Decimal, right: Decimal) -> Decimal:
    if not right:
        raise division_by_zero()
    return QUOTIENT.divide(left, right)


def _modulo_decimals(left: Decimal, right: Decimal) -> Decimal:
    if not right:
        raise division_by_zero()
    return EXACT.remainder(left, right)


def _divide_floats(left: float, right: float) -> float:
    if right == 0:
        raise division_by_zero()
    return left / right


def _modulo_floats(left: float, right: float) -> float:
    if right == 0:
        raise division_by_zero()
    return math.fmod(left, right) if math.isfinite(left) else math.nan


def _no_floats(_left: float, _right: float) -> float:
    raise AssertionError


def _no_decimals(_left: Decimal, _right: Decimal) -> Decimal:
    raise TypeMismatch("& takes integers only")


def _add_temporal(left: Value, left_kind: Kind, right: Value, right_kind: Kind) -> Value:
    if left_kind in INTERVALS and right_kind in INTERVALS:
        return plus_intervals(left, right)
    if left_kind in DATETIMES and right_kind in INTERVALS:
        return plus_interval(left, right)
    if left_kind in INTERVALS and right_kind in DATETIMES:
        return plus_interval(right, left)
    return MISSING


def _subtract_temporal(left: Value, left_kind: Kind, right: Value, right_kind: Kind) -> Value:
    if left_kind in INTERVALS and right_kind in INTERVALS:
        return plus_intervals(left, right, -1)
    if left_kind in DATETIMES and right_kind in INTERVALS:
        return plus_interval(left, right, -1)
    if left_kind in DATETIMES and right_kind in DATETIMES:
        return difference(left, right)
    return MISSING


def _multiply_temporal(left: Value, left_kind: Kind, right: Value, right_kind: Kind) -> Value:
    if left_kind in INTERVALS and right_kind in NUMBERS:
        return scale_interval(left, right)
    if left_kind in NUMBERS and right_kind in INTERVALS:
        return scale_interval(right, left)
    return MISSING


def _divide_temporal(left: Value, left_kind: Kind, right: Value, right_kind: Kind) -> Value:
    if left_kind in INTERVALS and right_kind in NUMBERS:
        return scale_interval(left, right, divide=True)
    return MISSING


_SUMMANDS: Final = NUMBERS | DATETIMES | INTERVALS
_FACTORS: Final = NUMBERS | INTERVALS

_ADD: Final = _Operation("+", operator.add, EXACT.add, operator.add, _SUMMANDS, _add_temporal)
_SUBTRACT: Final = _Operation("-", operator.sub, EXACT.subtract, operator.sub, _SUMMANDS, _subtract_temporal)
_MULTIPLY: Final = _Operation("*", operator.mul, EXACT.multiply, operator.mul, _FACTORS, _multiply_temporal)
_DIVIDE: Final = _Operation("/", _divide_ints, _divide_decimals, _divide_floats, _FACTORS, _divide_temporal)
_MODULO: Final = _Operation("%", _modulo_ints, _modulo_decimals, _modulo_floats, NUMBERS)
_AND: Final = _Operation("&", operator.and_, _no_decimals, _no_floats, frozenset({Kind.INT}))
