"""Values as PartiQL literals that read back as the same values.

Where the language has a literal of its own it is used: ``1``, ``1.50``, ``'text'``, ``DATE '2024-02-29'``,
``{'a': 1}``, ``[1, 2]``, ``<<1, MISSING>>``.  Everything else (symbols, floats, timestamps, blobs, typed nulls,
annotations, odd strings) is an Ion literal in backticks, where control characters are escapes.  A date whose year Ion
does not have is an expression that computes it.

The one thing without a literal is Ion's unknown symbol inside a container that also holds values that Ion has not.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from ledgershell.errors import UsageError
from ledgershell.ion.text_writer import write_text
from ledgershell.ion.values import MISSING, SYMBOL_ZERO, Annotated, Bag, Missing, SExpression, Struct, Value
from ledgershell.render.safe_text import is_safe, visible
from ledgershell.static_typing import Any

_CYCLE = 400
"""Years after which the Gregorian calendar repeats itself."""


def partiql_literal(value: Value) -> str:
    """The value as PartiQL on one line.  Raises :class:`UsageError` (LS-FORMAT-004) for what has no literal."""
    kind = type(value)
    make = _LITERALS.get(kind)
    if make is not None:
        return make(value)
    if isinstance(value, Struct):
        return _struct(value)
    if kind is list or kind is Bag:
        return _sequence(value)
    make = _TEMPORAL.get(kind.__name__) if hasattr(kind, "to_ion") else None
    if make is not None:
        return make(value)
    return _ion(value)


def _ion(value: Value) -> str:
    if not _is_ion(value):
        raise UsageError(
            "LS-FORMAT-004",
            "an s-expression, an annotated value or an unknown symbol beside values that Ion has not",
            hint="PartiQL has no literal for it; ion-lines writes it, with the nearest Ion value",
        )
    return f"`{visible(write_text(value))}`"


def _is_ion(value: Value) -> bool:
    """Whether Ion has the value and all that is in it."""
    kind = type(value)
    if kind is Annotated:
        return _is_ion(value.value)
    if isinstance(value, Struct):
        return all(_is_ion(item) for _, item in value.items())
    if kind is list or kind is SExpression:
        return all(map(_is_ion, value))
    return kind is not Bag and kind is not Missing and not hasattr(kind, "to_ion")


def _string(value: str) -> str:
    if is_safe(value):
        return "'" + value.replace("'", "''") + "'"
    return _ion(value)


def _int(value: int) -> str:
    return str(value) if value.bit_length() < 4000 else _ion(value)


def _decimal(value: Decimal) -> str:
    sign, digits, exponent = value.as_tuple()
    if isinstance(exponent, int) and -40 < exponent < 0 and not (sign and not any(digits)):
        return format(value, "f")
    return _ion(value)


def _struct(value: Struct) -> str:
    fields = [(name, item) for name, item in value.items() if item is not MISSING]
    if any(name is SYMBOL_ZERO for name, _ in fields):
        return _ion(value)
    return "{" + ", ".join(f"{_string(str(name))}: {partiql_literal(item)}" for name, item in fields) + "}"


def _sequence(value: list[Value]) -> str:
    left, right = ("<<", ">>") if type(value) is Bag else ("[", "]")
    return left + ", ".join(map(partiql_literal, value)) + right


_LITERALS: dict[type, Callable[[Any], str]] = {
    type(None): lambda _: "null",
    Missing: lambda _: "MISSING",
    bool: lambda value: "true" if value else "false",
    int: _int,
    Decimal: _decimal,
    str: _string,
}


def _shifted(value: Any, literal: Callable[[Any], str]) -> str:
    """A date far away as one near by, so many years off; a multiple of 400, which leaves the calendar as it is."""
    near = 2000 + value.year % _CYCLE
    return f"DATE_ADD(year, {value.year - near}, {literal(value._replace(year=near))})"


def _date(value: Any) -> str:
    return f"DATE '{value.text()}'" if 1 <= value.year <= 9999 else _shifted(value, _date)


def _timestamp(value: Any) -> str:
    return _shifted(value, lambda near: f"`{near.text()}`")


def _time(value: Any) -> str:
    return f"TIME {'' if value.offset is None else 'WITH TIME ZONE '}'{value.text()}'"


def _year_month(value: Any) -> str:
    # A leading field of months may have made more years than the precision has digits; it is kept by months alone.
    if abs(value.months) // 12 < 10**value.precision:
        return f"INTERVAL '{value.text()}' YEAR ({value.precision}) TO MONTH"
    return f"INTERVAL '{value.months}' MONTH ({value.precision})"


def _day_time(value: Any) -> str:
    return f"INTERVAL '{value.text()}' DAY ({value.precision}) TO SECOND ({value.scale})"


_TEMPORAL: dict[str, Callable[[Any], str]] = {
    "Date": _date,
    "Time": _time,
    "WideTimestamp": _timestamp,
    "IntervalYearMonth": _year_month,
    "IntervalDayTime": _day_time,
}
"""PartiQL's own types, by name: the format should not load the language to print a number."""
