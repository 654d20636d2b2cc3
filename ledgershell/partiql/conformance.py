"""The language as the conformance suite wants to call it: three functions over amazon.ion values.

What Ion has no type for is annotated: ``$bag::[…]``, ``$missing::null``, ``$date::{…}``, ``$time::{…}``,
``$timestamp::{…}``, ``$interval_ym::{…}``, ``$interval_dt::{…}``, and ``$graph::{…}`` in globals.  ``$ion::x`` is x.

    python run_partiql_tests.py --adapter  ledgershell.partiql.conformance:evaluate
                                --parser   ledgershell.partiql.conformance:parse
                                --analyzer ledgershell.partiql.conformance:analyze
                                --error-class ledgershell.errors:LedgershellError
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType

from ledgershell import environment
from ledgershell.errors import EvaluationError, SemanticError
from ledgershell.ion.convert import from_python, to_amazon
from ledgershell.ion.timestamp import Precision, Timestamp
from ledgershell.ion.values import MISSING, Annotated, Bag, SExpression, Struct, Symbol, TypedNull, Value
from ledgershell.partiql import ast, parser
from ledgershell.partiql.dialect import PARTIQL_COERCE, PARTIQL_STRICT, Dialect
from ledgershell.partiql.engine import QueryPlan, compile_statement
from ledgershell.partiql.runtime import Runtime
from ledgershell.partiql.sources import GlobalValue, Name, TableFunction, Target
from ledgershell.partiql.spelling import did_you_mean
from ledgershell.partiql.temporal import (
    NANOSECONDS,
    Date,
    IntervalDayTime,
    IntervalYearMonth,
    Time,
    WideTimestamp,
    make_timestamp,
)
from ledgershell.static_typing import Any, Final

MODES: Final = MappingProxyType({"coerce": PARTIQL_COERCE, "error": PARTIQL_STRICT})


def parse(statement: str) -> ast.Statement:
    """The tree of a statement; raises :class:`ParseError`."""
    return parser.parse(statement, reserved_fields=False)


def analyze(statement: str, globals: Mapping[str, Any]) -> QueryPlan:  # noqa: A002  the suite's name for it
    """Everything that is checked before a statement runs, and its constant parts; raises on any error."""
    plan = _compiled(statement, globals, PARTIQL_STRICT)
    plan.value(_runtime())
    return plan


def evaluate(statement: str, globals: Mapping[str, Any], mode: str) -> Any:  # noqa: A002
    """The value of a query as an amazon.ion value.  ``mode`` is ``coerce`` or ``error``."""
    return to_amazon(encode(_compiled(statement, globals, MODES[mode]).value(_runtime())))


def _compiled(statement: str, values: Mapping[str, Any], dialect: Dialect) -> QueryPlan:
    plan = compile_statement(parse(statement), Globals(values), dialect, text=statement)
    if not isinstance(plan, QueryPlan):
        raise SemanticError("LS-NAME-008", "only queries can be evaluated here")
    return plan


def _runtime() -> Runtime:
    return Runtime(now=Timestamp.from_milliseconds(environment.system().clock.milliseconds()))


class Globals:
    """A catalog of plain values."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values

    def source(self, name: Sequence[Name]) -> GlobalValue | None:
        """The value of that name: an unquoted name may have any case, if only one fits."""
        if len(name) != 1:
            return None
        text, quoted = name[0]
        fitting = [key for key in self._values if (key == text if quoted else key.lower() == text.lower())]
        if len(fitting) > 1:
            raise SemanticError("LS-NAME-002", f"{text!r} fits {' and '.join(map(repr, fitting))}")
        return GlobalValue(decode(from_python(self._values[fitting[0]]))) if fitting else None

    def target(self, _name: Sequence[Name]) -> Target | None:
        """Nothing here can be changed."""
        return None

    def function(self, _name: str) -> TableFunction | None:
        """There are no table functions."""
        return None

    def names(self) -> Sequence[str]:
        """All names."""
        return list(self._values)

    def hint(self, _name: str, near: Sequence[str]) -> str | None:
        """Nothing is known but what the name looks like."""
        return did_you_mean(near)


# --- From the suite's notation --------------------------------------------------------------------------------------


def decode(value: Value) -> Value:
    """A value in the suite's notation as a value of the language."""
    if isinstance(value, Annotated):
        return _decode_annotated(value)
    if isinstance(value, Struct):
        return Struct([(name, decode(item)) for name, item in value.items()])
    if isinstance(value, list):
        return type(value)(map(decode, value))
    return value


def _decode_annotated(value: Annotated) -> Value:
    for annotation in value.annotations:
        build = _DECODERS.get(annotation)
        if build is not None:
            return build(value.value)
    kept = tuple(note for note in value.annotations if note != "$ion")
    inside = decode(value.value)
    return Annotated(kept, inside) if kept else inside


def _fields(value: Value) -> dict[str, Any]:
    if not isinstance(value, Struct):
        raise EvaluationError("LS-EVAL-014", "a struct of parts was expected")
    return {name: None if isinstance(part, TypedNull) else part for name, part in value.items()}


def _second(parts: Mapping[str, Any]) -> tuple[int, Decimal | None]:
    second = Decimal(str(parts["second"]))
    whole = int(second)
    return whole, (None if second == whole and int(second.as_tuple().exponent) >= 0 else second - whole)


def _offset(parts: Mapping[str, Any]) -> int | None:
    offset = parts.get("offset")
    return None if offset is None else int(offset)


def _decode_date(value: Value) -> Value:
    if isinstance(value, Timestamp):
        return Date(value.year, value.month, value.day)
    parts = _fields(value)
    return Date(parts["year"], parts["month"], parts["day"])


def _decode_time(value: Value) -> Value:
    if isinstance(value, str):
        from ledgershell.partiql.temporal_literals import parse_time

        return parse_time(value)
    parts = _fields(value)
    second, fraction = _second(parts)
    return Time(parts["hour"], parts["minute"], second, fraction, _offset(parts))


def _decode_timestamp(value: Value) -> Value:
    if isinstance(value, Timestamp):
        return value
    parts = _fields(value)
    second, fraction = _second(parts)
    day = (parts["year"], parts["month"], parts["day"])
    return make_timestamp(day, parts["hour"], parts["minute"], second, fraction, _offset(parts), Precision.SECOND)


def _sign(parts: Mapping[str, Any]) -> int:
    return -1 if parts.get("sign") == "-" else 1


def _decode_interval_ym(value: Value) -> Value:
    parts = _fields(value)
    return IntervalYearMonth(_sign(parts) * (int(parts.get("years") or 0) * 12 + int(parts.get("months") or 0)))


def _decode_interval_dt(value: Value) -> Value:
    parts = _fields(value)
    seconds = 0
    for name, length in (("days", 86_400), ("hours", 3_600), ("minutes", 60), ("seconds", 1)):
        seconds += int(parts.get(name) or 0) * length
    return IntervalDayTime(_sign(parts) * (seconds * NANOSECONDS + int(parts.get("nanos") or 0)))


def _decode_graph(value: Value) -> Value:
    from ledgershell.partiql.graph import read_graph

    return read_graph(decode(value))


_DECODERS: MappingProxyType[str, Callable[[Value], Value]] = MappingProxyType(
    {
        "$bag": lambda value: Bag(map(decode, value)),
        "$missing": lambda _: MISSING,
        "$date": _decode_date,
        "$time": _decode_time,
        "$timestamp": _decode_timestamp,
        "$interval_ym": _decode_interval_ym,
        "$interval_dt": _decode_interval_dt,
        "$graph": _decode_graph,
    }
)


# --- Into the suite's notation --------------------------------------------------------------------------------------


def encode(value: Value) -> Value:
    """A value of the language in the suite's notation: nothing is left that Ion has no type for."""
    build = _ENCODERS.get(type(value))
    if build is not None:
        return build(value)
    if isinstance(value, Struct):
        return Struct([(name, encode(item)) for name, item in value.items()])
    if type(value) is Annotated:
        return Annotated(value.annotations, encode(value.value))
    if isinstance(value, list):
        return type(value)(map(encode, value))
    return value


def _clock_fields(value: Any) -> list[tuple[str, Value]]:
    second = value.second + (value.fraction or 0)
    return [("hour", value.hour), ("minute", value.minute), ("second", second), ("offset", value.offset)]


def _encode_wide(value: WideTimestamp) -> Value:
    day = [("year", value.year), ("month", value.month), ("day", value.day)]
    return Annotated(("$timestamp",), Struct(day + _clock_fields(value)))


def _encode_interval_ym(value: IntervalYearMonth) -> Value:
    years, months = divmod(abs(value.months), 12)
    sign = "-" if value.months < 0 else "+"
    return Annotated(("$interval_ym",), Struct([("sign", sign), ("years", years), ("months", months)]))


def _encode_interval_dt(value: IntervalDayTime) -> Value:
    seconds, nanos = divmod(abs(value.nanoseconds), NANOSECONDS)
    sign = "-" if value.nanoseconds < 0 else "+"
    return Annotated(("$interval_dt",), Struct([("sign", sign), ("seconds", seconds), ("nanos", nanos)]))


_ENCODERS: MappingProxyType[type, Callable[[Any], Value]] = MappingProxyType(
    {
        Bag: lambda value: Annotated(("$bag",), [encode(item) for item in value]),
        SExpression: lambda value: SExpression(map(encode, value)),
        type(MISSING): lambda _: Annotated(("$missing",), None),
        Date: lambda value: Annotated(
            ("$date",), Struct([("year", value.year), ("month", value.month), ("day", value.day)])
        ),
        Time: lambda value: Annotated(("$time",), Struct(_clock_fields(value))),
        WideTimestamp: _encode_wide,
        IntervalYearMonth: _encode_interval_ym,
        IntervalDayTime: _encode_interval_dt,
        Symbol: lambda value: value,
    }
)
