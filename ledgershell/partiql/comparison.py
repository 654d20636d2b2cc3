"""``= <> < <= > >=``, BETWEEN and IN.

Equality is that of :func:`ledgershell.ion.equality.equality_key`: it compares any two values and is never a type
error; only an unknown operand makes it unknown.  Order is defined within a family: numbers, texts, booleans,
dates and timestamps, times, intervals of one kind, lobs.  (ORDER BY orders everything: see ``ordering.py``.)
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from decimal import Decimal

from ledgershell.ion.equality import equality_key
from ledgershell.ion.values import MISSING, Value
from ledgershell.partiql.logic import and_, not_
from ledgershell.partiql.numbers_text import parse_number
from ledgershell.partiql.temporal_arithmetic import comparable, instant
from ledgershell.partiql.types import (
    DATETIMES,
    INTERVALS,
    LOBS,
    NUMBERS,
    SEQUENCES,
    TEXTS,
    Kind,
    kind_name,
    kind_of,
    plain,
)
from ledgershell.partiql.typing_errors import TypeMismatch
from ledgershell.static_typing import Final


def equals(left: Value, right: Value) -> Value:
    """``left = right``: a bool; null when an operand is null; MISSING when one is missing and none null."""
    kind = type(left)
    if kind is type(right) and (kind is str or kind is int or kind is bool or kind is Decimal):
        return left == right
    left, right = plain(left), plain(right)
    left_kind, right_kind = kind_of(left), kind_of(right)
    if left_kind <= Kind.NULL or right_kind <= Kind.NULL:
        return None if Kind.NULL in (left_kind, right_kind) else MISSING
    return same(left, left_kind, right, right_kind)


def not_equals(left: Value, right: Value) -> Value:
    """``left <> right``."""
    return not_(equals(left, right))


def same(left: Value, left_kind: Kind, right: Value, right_kind: Kind) -> bool:
    """Equality of two known values without annotations."""
    if left_kind in NUMBERS and right_kind in NUMBERS and Kind.FLOAT not in (left_kind, right_kind):
        return bool(left == right)
    if left_kind is Kind.TIMESTAMP and right_kind is Kind.TIMESTAMP:
        return left == right or instant(left) == instant(right)
    return equality_key(left) == equality_key(right)


def less(left: Value, right: Value) -> Value:
    """``left < right``."""
    kind = type(left)
    if kind is type(right) and (kind is int or kind is str or kind is Decimal):
        return left < right
    return _ordered("<", operator.lt, left, right)


def less_or_equal(left: Value, right: Value) -> Value:
    """``left <= right``."""
    kind = type(left)
    if kind is type(right) and (kind is int or kind is str or kind is Decimal):
        return left <= right
    return _ordered("<=", operator.le, left, right)


def greater(left: Value, right: Value) -> Value:
    """``left > right``."""
    kind = type(left)
    if kind is type(right) and (kind is int or kind is str or kind is Decimal):
        return left > right
    return _ordered(">", operator.gt, left, right)


def greater_or_equal(left: Value, right: Value) -> Value:
    """``left >= right``."""
    kind = type(left)
    if kind is type(right) and (kind is int or kind is str or kind is Decimal):
        return left >= right
    return _ordered(">=", operator.ge, left, right)


def between(value: Value, low: Value, high: Value) -> Value:
    """``value BETWEEN low AND high``, which is ``value >= low AND value <= high``."""
    return and_(greater_or_equal(value, low), less_or_equal(value, high))


def not_between(value: Value, low: Value, high: Value) -> Value:
    """``value NOT BETWEEN low AND high``."""
    return not_(between(value, low, high))


def in_(value: Value, collection: Value) -> Value:
    """``value IN collection``: true at the first equal element, else null when an element is unknown, else false.

    What is no collection has no elements to be found in: the answer is MISSING in both typing modes.
    """
    return _member(value, collection, MISSING)


def not_in(value: Value, collection: Value) -> Value:
    """``value NOT IN collection``; what is no collection is a type error here."""
    return not_(_member(value, collection, None))


def _member(value: Value, collection: Value, absent: Value) -> Value:
    collection = plain(collection)
    collection_kind = kind_of(collection)
    if collection_kind <= Kind.NULL:
        return MISSING if collection_kind is Kind.MISSING else None
    if collection_kind not in SEQUENCES:
        if absent is MISSING:
            return MISSING
        raise TypeMismatch(f"NOT IN takes a list or bag, not a {kind_name(collection)}")
    value = plain(value)
    value_kind = kind_of(value)
    if value_kind <= Kind.NULL:
        return MISSING if value_kind is Kind.MISSING else None
    answer: Value = False
    for element in collection:
        found = equals(value, element)
        if found is True:
            return True
        if found is not False:
            answer = None
    return answer


def _ordered(symbol: str, compare: Callable[[Value, Value], bool], left: Value, right: Value) -> Value:
    left, right = plain(left), plain(right)
    left_kind, right_kind = kind_of(left), kind_of(right)
    if left_kind <= Kind.NULL or right_kind <= Kind.NULL:
        return MISSING if Kind.MISSING in (left_kind, right_kind) else None
    pair = _comparable(left, left_kind, right, right_kind)
    if pair is None:
        raise TypeMismatch(f"{symbol} does not order a {kind_name(left)} and a {kind_name(right)}")
    return compare(*pair)


def _comparable(left: Value, left_kind: Kind, right: Value, right_kind: Kind) -> tuple[Value, Value] | None:
    """Two Python values in the order of the two given ones, or ``None`` when these have no order."""
    if left_kind in NUMBERS and right_kind in NUMBERS:
        return _numbers(left, right)
    if (left_kind in TEXTS and right_kind in TEXTS) or (left_kind in LOBS and right_kind in LOBS):
        return left, right
    if left_kind is right_kind and (left_kind is Kind.BOOL or left_kind in INTERVALS):
        return (left, right) if left_kind is Kind.BOOL else (left[0], right[0])
    if left_kind in DATETIMES and right_kind in DATETIMES and comparable(left, right):
        return instant(left), instant(right)
    # A number and a text are compared as numbers where the text is one (specification, section 12).
    if left_kind in NUMBERS and right_kind in TEXTS:
        number = parse_number(right)
        return None if number is None else _numbers(left, number)
    if left_kind in TEXTS and right_kind in NUMBERS:
        number = parse_number(left)
        return None if number is None else _numbers(number, right)
    return None


def _numbers(left: Value, right: Value) -> tuple[Value, Value]:
    """Python compares int, float and Decimal by their exact values; only NaN, which has no place, is in the way."""
    return (math.nan, math.nan) if left != left or right != right else (left, right)


COMPARISONS: Final[dict[str, Callable[[Value, Value], Value]]] = {
    "=": equals,
    "<>": not_equals,
    "!=": not_equals,
    "<": less,
    "<=": less_or_equal,
    ">": greater,
    ">=": greater_or_equal,
}
