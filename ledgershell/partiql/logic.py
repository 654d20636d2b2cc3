"""Three-valued logic: NOT, AND, OR and ``IS TRUE`` and its like.

An unknown is null or MISSING; where the answer is unknown it is null, never MISSING (specification, section 7.2).
An operand that is neither a boolean nor unknown is a type error.
"""

from __future__ import annotations

from ledgershell.ion.values import Value
from ledgershell.partiql.types import Kind, kind_name, kind_of, plain
from ledgershell.partiql.typing_errors import TypeMismatch


def truth(operation: str, value: Value) -> bool | None:
    """``True``, ``False`` or ``None`` for unknown; raises for anything that is no boolean."""
    if value is True or value is False or value is None:
        return value
    value = plain(value)
    kind = kind_of(value)
    if kind <= Kind.NULL:
        return None
    if kind is Kind.BOOL:
        return bool(value)
    raise TypeMismatch(f"{operation} takes booleans, not a {kind_name(value)}")


def not_(value: Value) -> Value:
    """``NOT value``."""
    if value is True:
        return False
    if value is False:
        return True
    known = truth("NOT", value)
    return None if known is None else not known


def and_(left: Value, right: Value) -> Value:
    """``left AND right``: false when either is false."""
    if left is True and right is True:
        return True
    first, second = truth("AND", left), truth("AND", right)
    if first is False or second is False:
        return False
    return None if first is None or second is None else True


def or_(left: Value, right: Value) -> Value:
    """``left OR right``: true when either is true."""
    if left is False and right is False:
        return False
    first, second = truth("OR", left), truth("OR", right)
    if first is True or second is True:
        return True
    return None if first is None or second is None else False


def is_true(value: Value) -> bool:
    """``value IS TRUE``; not true, and no error, for what is no boolean."""
    return value is True or plain(value) is True


def is_false(value: Value) -> bool:
    """``value IS FALSE``."""
    return value is False or plain(value) is False
