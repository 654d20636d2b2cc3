"""Number functions that SQL users expect and PartiQL lacks.  Integers and decimals stay exact where they can."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from ledgershell.ion.values import Value
from ledgershell.partiql.arithmetic import EXACT, LARGEST_INT_BITS, QUOTIENT
from ledgershell.partiql.functions.definition import ANY, INTEGER, NUMBER, Function
from ledgershell.partiql.ordering import sort_key
from ledgershell.partiql.types import is_unknown
from ledgershell.partiql.typing_errors import bad_argument, out_of_range
from ledgershell.static_typing import Final

DIGIT_LIMIT: Final = 900
"""So many places before or behind the point can be rounded to."""


def _at_place(value: Value, digits: int, rounding: str) -> Value:
    if abs(digits) > DIGIT_LIMIT:
        raise out_of_range("the number of digits")
    if type(value) is float:
        if not math.isfinite(value):
            return value
        return float(_at_place(Decimal(repr(value)), digits, rounding))
    unit = Decimal(1).scaleb(-digits)
    exact = Decimal(value)
    try:
        if digits < 0:
            result = EXACT.multiply(EXACT.divide(exact, unit).to_integral_value(rounding), unit)
            result = result.quantize(Decimal(1), context=EXACT)
        elif -int(exact.as_tuple().exponent) <= digits:
            result = exact
        else:
            result = exact.quantize(unit, rounding, EXACT)
    except ArithmeticError:
        raise out_of_range("the number") from None
    return int(result) if type(value) is int else result


def round_(value: Value, digits: int = 0) -> Value:
    """Halves go away from zero; negative digits are places before the point."""
    return _at_place(value, digits, ROUND_HALF_UP)


def truncate(value: Value, digits: int = 0) -> Value:
    """Cut towards zero."""
    return _at_place(value, digits, ROUND_DOWN)


def _whole(rounding: str) -> Callable[[Value], Value]:
    def compute(value: Value) -> Value:
        if type(value) is int or (type(value) is float and not math.isfinite(value)):
            return value
        exact = Decimal(value)
        if exact.adjusted() > DIGIT_LIMIT:
            raise out_of_range("the number")
        return int(exact.to_integral_value(rounding))

    return compute


def sign(value: Value) -> int:
    """-1, 0 or 1."""
    return 1 if value > 0 else -1 if value < 0 else 0


def _real(
    name: str, floats: Callable[[float], float], decimals: Callable[[Decimal], Decimal]
) -> Callable[[Value], Value]:
    """A function of real numbers: of a float a float, of anything else a decimal of 38 digits."""

    def compute(value: Value) -> Value:
        try:
            return floats(value) if type(value) is float else decimals(Decimal(value))
        except OverflowError:
            raise out_of_range(f"the result of {name}") from None
        except (ArithmeticError, ValueError):
            raise bad_argument(name, f"it is not defined for {value}") from None

    return compute


def _exp(value: Decimal) -> Decimal:
    if value.adjusted() > 6:
        raise OverflowError
    return QUOTIENT.exp(value)


def _positive(function: Callable[[Decimal], Decimal]) -> Callable[[Decimal], Decimal]:
    def compute(value: Decimal) -> Decimal:
        if value <= 0:
            raise ValueError
        return function(value)

    return compute


def power(base: Value, exponent: Value) -> Value:
    """Exact for integers and an exponent that is not negative; else a decimal, or a float of floats."""
    try:
        if type(base) is float or type(exponent) is float:
            return math.pow(base, exponent)
        if type(base) is not int or type(exponent) is not int or exponent < 0:
            result = QUOTIENT.power(Decimal(base), Decimal(exponent))
            if not result.is_finite():
                raise ValueError
            return result
        if base.bit_length() * exponent > LARGEST_INT_BITS:
            raise OverflowError
        return base**exponent
    except OverflowError:
        raise out_of_range("the power") from None
    except (ArithmeticError, ValueError):
        raise bad_argument("POWER", f"{base} has no power {exponent}") from None


def greatest(*values: Value) -> Value:
    """The greatest of the known values in the order of ORDER BY, else null."""
    known = [value for value in values if not is_unknown(value)]
    return max(known, key=sort_key) if known else None


def least(*values: Value) -> Value:
    """The smallest of the known values in the order of ORDER BY, else null."""
    known = [value for value in values if not is_unknown(value)]
    return min(known, key=sort_key) if known else None


FUNCTIONS: Final = (
    Function(
        "ROUND",
        "ROUND(number [, digits])",
        "The number rounded to so many digits (0 by default); halves go away from zero",
        "ROUND(2.345, 2)",
        "2.35",
        "SQL extension",
        (NUMBER, INTEGER),
        1,
        round_,
    ),
    Function(
        "TRUNC",
        "TRUNC(number [, digits])",
        "The number cut to so many digits (0 by default)",
        "TRUNC(-2.345, 1)",
        "-2.3",
        "SQL extension",
        (NUMBER, INTEGER),
        1,
        truncate,
    ),
    Function(
        "FLOOR",
        "FLOOR(number)",
        "The greatest integer that is not greater than the number",
        "FLOOR(-1.5)",
        "-2",
        "SQL extension",
        (NUMBER,),
        1,
        _whole(ROUND_FLOOR),
    ),
    Function(
        "CEIL",
        "CEIL(number)",
        "The smallest integer that is not less than the number",
        "CEIL(1.2)",
        "2",
        "SQL extension",
        (NUMBER,),
        1,
        _whole(ROUND_CEILING),
    ),
    Function(
        "CEILING",
        "CEILING(number)",
        "The smallest integer that is not less than the number; the same as CEIL",
        "CEILING(-1.2)",
        "-1",
        "SQL extension",
        (NUMBER,),
        1,
        _whole(ROUND_CEILING),
    ),
    Function(
        "SIGN",
        "SIGN(number)",
        "-1, 0 or 1, as the number is negative, zero or positive",
        "SIGN(-3.5)",
        "-1",
        "SQL extension",
        (NUMBER,),
        1,
        sign,
    ),
    Function(
        "SQRT",
        "SQRT(number)",
        "The square root",
        "SQRT(2.25)",
        "1.5",
        "SQL extension",
        (NUMBER,),
        1,
        _real("SQRT", math.sqrt, QUOTIENT.sqrt),
    ),
    Function(
        "EXP",
        "EXP(number)",
        "e to the power of the number",
        "EXP(0)",
        "1.",
        "SQL extension",
        (NUMBER,),
        1,
        _real("EXP", math.exp, _exp),
    ),
    Function(
        "LN",
        "LN(number)",
        "The natural logarithm",
        "LN(1)",
        "0.",
        "SQL extension",
        (NUMBER,),
        1,
        _real("LN", math.log, _positive(QUOTIENT.ln)),
    ),
    Function(
        "LOG10",
        "LOG10(number)",
        "The logarithm to base 10",
        "LOG10(1000)",
        "3.",
        "SQL extension",
        (NUMBER,),
        1,
        _real("LOG10", math.log10, _positive(QUOTIENT.log10)),
    ),
    Function(
        "POWER",
        "POWER(base, exponent)",
        "The base to the power of the exponent",
        "POWER(2, 10)",
        "1024",
        "SQL extension",
        (NUMBER, NUMBER),
        2,
        power,
    ),
    Function(
        "GREATEST",
        "GREATEST(value, …)",
        "The greatest argument in the order of ORDER BY; null and missing do not count",
        "GREATEST(1, 2.5, NULL)",
        "2.5",
        "SQL extension",
        (ANY,),
        1,
        greatest,
        maximum=None,
        unknowns="own",
    ),
    Function(
        "LEAST",
        "LEAST(value, …)",
        "The smallest argument in the order of ORDER BY; null and missing do not count",
        "LEAST(1, 2.5, NULL)",
        "1",
        "SQL extension",
        (ANY,),
        1,
        least,
        maximum=None,
        unknowns="own",
    ),
)
