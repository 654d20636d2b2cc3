"""Functions on numbers."""

from __future__ import annotations

from ledgershell.ion.values import Value
from ledgershell.partiql.arithmetic import modulo, negate
from ledgershell.partiql.functions.definition import AMOUNT, NUMBER, Function
from ledgershell.partiql.temporal_arithmetic import absolute_interval
from ledgershell.partiql.types import INTERVALS, Kind, kind_of
from ledgershell.static_typing import Final


def absolute(value: Value) -> Value:
    """The value without its sign; zero without a minus."""
    kind = kind_of(value)
    if kind in INTERVALS:
        return absolute_interval(value)
    if kind is Kind.DECIMAL:
        return value.copy_abs()
    if kind is Kind.FLOAT:
        return abs(value)
    return negate(value) if value < 0 else value


FUNCTIONS: Final = (
    Function(
        "ABS",
        "ABS(number)",
        "The number, or interval, without its sign",
        "ABS(-1.50)",
        "1.50",
        "PartiQL",
        (AMOUNT,),
        1,
        absolute,
    ),
    Function(
        "MOD",
        "MOD(number, divisor)",
        "The remainder of a division; it has the sign of the number",
        "MOD(-17, 4)",
        "-1",
        "PartiQL",
        (NUMBER, NUMBER),
        2,
        modulo,
    ),
)
