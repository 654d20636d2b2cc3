"""CAST, CAN_CAST and CAN_LOSSLESS_CAST.

What can be cast to what is one table, :data:`_CASTS`, from the name of the target to a function.  Two dialects
differ (``Dialect.unknowns`` tells them apart):

==================================  =============================  ==========================================
                                    partiql                        qldb
==================================  =============================  ==========================================
a cast that cannot be               type error (MISSING if         error
                                    permissive)
decimal or float to INT             rounds half to even            cuts towards zero
INT                                 64 bits                        any size
text to BOOL                        ``true`` or ``false``          ``true``, anything else is false
``null``/``missing`` AS NULL or     error                          null, or missing
MISSING
==================================  =============================  ==========================================
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, Decimal
from types import MappingProxyType

from ledgershell.errors import EvaluationError, LedgershellError
from ledgershell.ion.timestamp import Precision, Timestamp
from ledgershell.ion.values import MISSING, Bag, Clob, SExpression, Symbol, Value
from ledgershell.partiql.arithmetic import EXACT
from ledgershell.partiql.comparison import same
from ledgershell.partiql.dialect import Dialect
from ledgershell.partiql.numbers_text import MAXIMUM_BITS, MAXIMUM_DIGITS, parse_decimal, parse_float, parse_integer
from ledgershell.partiql.temporal import (
    NANOSECONDS,
    NANOSECONDS_IN_DAY,
    SECONDS_IN_DAY,
    Date,
    IntervalDayTime,
    IntervalFields,
    IntervalYearMonth,
    Time,
    interval_day_time,
    interval_year_month,
    local_seconds,
    make_timestamp,
    timestamp_at,
    timestamp_text,
)
from ledgershell.partiql.temporal_literals import (
    MAXIMUM_FRACTION_DIGITS,
    interval_precisions,
    parse_date,
    parse_interval,
    parse_time,
    parse_timestamp,
    round_fraction,
)
from ledgershell.partiql.types import (
    INTEGER_RANGES,
    INTERVALS,
    LOBS,
    SEQUENCES,
    TEXTS,
    Kind,
    TypeSpec,
    kind_name,
    kind_of,
    plain,
)
from ledgershell.partiql.typing_errors import CastMismatch, out_of_range, quoted
from ledgershell.static_typing import Final

_Cast = Callable[[Value, Kind, TypeSpec, bool], Value]
"""(value without annotations, its kind, target, whether the dialect is QLDB's) -> value"""


def cast(value: Value, spec: TypeSpec, dialect: Dialect) -> Value:
    """``CAST(value AS type)``.

    Raises :class:`CastMismatch` (a type error) for what cannot be cast, a plain :class:`EvaluationError` for a
    number out of range and, in the dialects of QLDB, for what cannot be cast.
    """
    qldb = dialect.unknowns == "qldb"
    value = plain(value)
    kind = kind_of(value)
    if spec.name in ("NULL", "MISSING"):
        return _cast_to_unknown(kind, spec, qldb)
    if kind <= Kind.NULL:
        return value
    try:
        return _CASTS[spec.name](value, kind, spec, qldb)
    except CastMismatch as error:
        if qldb:
            raise EvaluationError(error.code, error.message, hint=error.hint) from None
        raise


def can_cast(value: Value, spec: TypeSpec, dialect: Dialect) -> bool:
    """``CAN_CAST(value AS type)``: whether CAST would succeed."""
    try:
        cast(value, spec, dialect)
    except EvaluationError:
        return False
    return True


def can_lossless_cast(value: Value, spec: TypeSpec, dialect: Dialect) -> bool:
    """``CAN_LOSSLESS_CAST(value AS type)``: whether CAST would succeed and casting back gives an equal value."""
    value = plain(value)
    kind = kind_of(value)
    try:
        there = cast(value, spec, dialect)
        if kind <= Kind.NULL:
            return True
        back = cast(there, TypeSpec(_OWN_TYPES[kind], interval=_OWN_FIELDS.get(kind)), dialect)
    except EvaluationError:
        return False
    return same(back, kind_of(back), value, kind)


def cast_target_exists(name: str) -> bool:
    """Whether a canonical type name can stand behind CAST … AS."""
    return name in _CASTS or name in ("NULL", "MISSING")


def number_text(value: Value, kind: Kind) -> str:
    """A number as text: ``5``, ``1.50``, ``1E+30``, ``2.5``, ``NaN``, ``Infinity``."""
    if kind is Kind.FLOAT and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return repr(value) if kind is Kind.FLOAT else str(value)


def text_of(value: Value, kind: Kind) -> str | None:
    """A scalar as text, as CAST … AS STRING has it; ``None`` for lobs and containers."""
    if kind in TEXTS:
        return str(value)
    if kind is Kind.BOOL:
        return "true" if value else "false"
    if kind in (Kind.INT, Kind.DECIMAL, Kind.FLOAT):
        return number_text(value, kind)
    if kind is Kind.TIMESTAMP:
        return timestamp_text(value)
    if kind is Kind.DATE or kind is Kind.TIME or kind in INTERVALS:
        return str(value.text())
    return None


def _mismatch(value: Value, spec: TypeSpec) -> CastMismatch:
    kind = kind_of(value)
    shown = text_of(value, kind)
    what = kind_name(value) if shown is None else f"{kind_name(value)} {quoted(shown)}"
    return CastMismatch(f"cannot cast the {what} to {spec}")


def _cast_to_unknown(kind: Kind, spec: TypeSpec, qldb: bool) -> Value:
    if qldb and kind <= Kind.NULL:
        return None if spec.name == "NULL" else MISSING
    raise EvaluationError("LS-EVAL-013", f"nothing is cast to {spec.name}", hint="write NULL or MISSING itself")


# --- Booleans and numbers --------------------------------------------------------------------------------------------


def _to_bool(value: Value, kind: Kind, spec: TypeSpec, qldb: bool) -> Value:
    if kind is Kind.BOOL:
        return value
    if kind in (Kind.INT, Kind.DECIMAL, Kind.FLOAT):
        return value != 0
    if kind in TEXTS:
        word = value.lower()
        if qldb or word in ("true", "false"):
            return word == "true"
    raise _mismatch(value, spec)


def _to_integer(value: Value, kind: Kind, spec: TypeSpec, qldb: bool) -> Value:
    number: int | None = None
    if kind is Kind.INT or kind is Kind.BOOL:
        number = int(value)
    elif kind is Kind.DECIMAL:
        number = _whole(value, qldb)
    elif kind is Kind.FLOAT and math.isfinite(value):
        number = int(value) if qldb else round(value)
    elif kind in TEXTS:
        number = parse_integer(value.strip() if qldb else value)
    if number is None:
        raise _mismatch(value, spec)
    if number.bit_length() > MAXIMUM_BITS:
        raise out_of_range(f"the number as {spec.name}")
    low, high = INTEGER_RANGES[spec.name]
    if not low <= number <= high and not (qldb and spec.name == "INT"):
        raise out_of_range(f"{quoted(str(number))} as {spec.name}")
    return number


def _whole(value: Decimal, cut: bool) -> int:
    if value.adjusted() > MAXIMUM_DIGITS:
        raise out_of_range("the integer")
    return int(value.to_integral_value(ROUND_DOWN if cut else ROUND_HALF_EVEN))


def _to_decimal(value: Value, kind: Kind, spec: TypeSpec, _qldb: bool) -> Value:
    number: Decimal | None = None
    if kind is Kind.INT or kind is Kind.BOOL or kind is Kind.DECIMAL:
        number = Decimal(value)
    elif kind is Kind.FLOAT and math.isfinite(value):
        number = Decimal(repr(value))
    elif kind in TEXTS:
        number = parse_decimal(value.strip())
    if number is None:
        raise _mismatch(value, spec)
    if not spec.arguments:
        return number
    precision, scale = spec.arguments[0], spec.arguments[1] if len(spec.arguments) > 1 else 0
    if number.adjusted() + 1 > precision - scale and number:
        raise out_of_range(f"{quoted(str(number))} as {spec}")
    try:
        rounded = number.quantize(Decimal(1).scaleb(-scale), context=EXACT)
    except ArithmeticError:
        raise out_of_range(f"{quoted(str(number))} as {spec}") from None
    if len(rounded.as_tuple().digits) > precision and rounded:
        raise out_of_range(f"{quoted(str(number))} as {spec}")
    return rounded


def _to_float(value: Value, kind: Kind, spec: TypeSpec, _qldb: bool) -> Value:
    if kind in (Kind.INT, Kind.DECIMAL, Kind.FLOAT, Kind.BOOL):
        try:
            return float(value)
        except OverflowError:
            raise out_of_range(f"the number as {spec.name}") from None
    number = parse_float(value.strip()) if kind in TEXTS else None
    if number is None:
        raise _mismatch(value, spec)
    return number


# --- Texts and lobs --------------------------------------------------------------------------------------------------


def _to_text(value: Value, kind: Kind, spec: TypeSpec, _qldb: bool) -> Value:
    text = text_of(value, kind)
    if text is None:
        raise _mismatch(value, spec)
    if spec.arguments:
        length = spec.arguments[0]
        text = text[:length].ljust(length) if spec.name == "CHAR" else text[:length]
    return Symbol(text) if spec.name == "SYMBOL" else text


def _to_lob(value: Value, kind: Kind, spec: TypeSpec, _qldb: bool) -> Value:
    if kind in TEXTS:
        try:
            value = value.encode("utf-8")
        except UnicodeEncodeError:
            raise _mismatch(value, spec) from None
    elif kind not in LOBS:
        raise _mismatch(value, spec)
    data = value[: spec.arguments[0]] if spec.arguments else value
    return Clob(data) if spec.name == "CLOB" else bytes(data)


# --- Dates, times, intervals -----------------------------------------------------------------------------------------


def _to_date(value: Value, kind: Kind, spec: TypeSpec, _qldb: bool) -> Value:
    if kind is Kind.DATE:
        return value
    if kind is Kind.TIMESTAMP:
        return Date(value.year, value.month, value.day)
    if kind in TEXTS:
        return _parsed(value, spec, lambda: parse_date(value.strip()))
    raise _mismatch(value, spec)


def _to_time(value: Value, kind: Kind, spec: TypeSpec, _qldb: bool) -> Value:
    if kind in TEXTS:
        value = _parsed(value, spec, lambda: parse_time(value.strip()))
    elif kind not in (Kind.TIME, Kind.TIMESTAMP):
        raise _mismatch(value, spec)
    carry, fraction = _rounded(value.fraction, spec)
    seconds = (value.hour * 3600 + value.minute * 60 + value.second + carry) % SECONDS_IN_DAY
    return Time(seconds // 3600, seconds // 60 % 60, seconds % 60, fraction, _zone(value.offset, spec))


def _rounded(fraction: Decimal | None, spec: TypeSpec) -> tuple[int, Decimal | None]:
    if fraction is None:
        return 0, None
    return round_fraction(fraction, spec.arguments[0] if spec.arguments else MAXIMUM_FRACTION_DIGITS)


def _to_timestamp(value: Value, kind: Kind, spec: TypeSpec, _qldb: bool) -> Value:
    if kind in TEXTS:
        value = _parsed(value, spec, lambda: timestamp_from_text(value.strip()))
    elif kind is Kind.DATE:
        value = make_timestamp(value)
    elif kind is not Kind.TIMESTAMP:
        raise _mismatch(value, spec)
    if spec.zone is not None and value.precision >= Precision.MINUTE:
        value = value._replace(offset=_zone(value.offset, spec))
    if spec.arguments and value.fraction is not None:
        carry, fraction = _rounded(value.fraction, spec)
        value = timestamp_at(local_seconds(value) + carry, fraction, value.offset, value.precision)
    return value


def timestamp_from_text(text: str) -> Value:
    """A timestamp in Ion's form (``2017T``, ``2017-01-10T05:30Z``) or in SQL's (``2017-01-10 05:30:55``)."""
    if text[10:11] == " ":
        return parse_timestamp(text)
    return Timestamp.parse(text)


def _zone(offset: int | None, spec: TypeSpec) -> int | None:
    if spec.zone is None:
        return offset
    return (offset or 0) if spec.zone else None


def _to_interval(value: Value, kind: Kind, spec: TypeSpec, _qldb: bool) -> Value:
    fields = spec.interval
    if fields is None:
        if kind in INTERVALS:
            return value
        raise _mismatch(value, spec)
    if kind in TEXTS:
        return _parsed(value, spec, lambda: parse_interval(value, fields))
    if kind is Kind.INT and fields.trailing is None:
        return parse_interval(str(abs(value)), fields, value < 0)
    if kind is not (Kind.INTERVAL_YEAR_MONTH if fields.is_year_month else Kind.INTERVAL_DAY_TIME):
        raise _mismatch(value, spec)
    return _fit_interval(value, fields)


def _fit_interval(value: IntervalYearMonth | IntervalDayTime, fields: IntervalFields) -> Value:
    """Drop what is below the last field, and check the first one's precision."""
    precision, scale = interval_precisions(fields)
    unit = _UNITS[fields.trailing or fields.leading]
    count = abs(value[0]) // unit * unit
    if count // _UNITS[fields.leading] >= 10**precision:
        raise EvaluationError("LS-EVAL-019", f"the interval needs more than {precision} digits of {fields.leading}")
    signed = -count if value[0] < 0 else count
    if type(value) is IntervalYearMonth:
        return interval_year_month(signed, max(precision, 2))
    return interval_day_time(signed, max(precision, 2), scale)


_UNITS: Final[Mapping[str, int]] = MappingProxyType(
    {
        "YEAR": 12,
        "MONTH": 1,
        "DAY": NANOSECONDS_IN_DAY,
        "HOUR": 3600 * NANOSECONDS,
        "MINUTE": 60 * NANOSECONDS,
        "SECOND": 1,
    }
)
"""Months, or nanoseconds; a SECOND field keeps its fraction."""


def _parsed(value: Value, spec: TypeSpec, parse: Callable[[], Value]) -> Value:
    """Text that a literal would refuse is here a value that cannot be cast."""
    try:
        return parse()
    except LedgershellError as error:
        raise CastMismatch(f"cannot cast {quoted(value)} to {spec}: {error.message}", hint=error.hint) from None


# --- Containers ------------------------------------------------------------------------------------------------------


def _to_sequence(value: Value, kind: Kind, spec: TypeSpec, _qldb: bool) -> Value:
    if kind not in SEQUENCES:
        raise _mismatch(value, spec)
    return _SEQUENCES[spec.name](value)


def _to_struct(value: Value, kind: Kind, spec: TypeSpec, _qldb: bool) -> Value:
    if kind is not Kind.STRUCT:
        raise _mismatch(value, spec)
    return value


_SEQUENCES: Final[Mapping[str, type[list[Value]]]] = MappingProxyType({"LIST": list, "BAG": Bag, "SEXP": SExpression})

_CASTS: Final[Mapping[str, _Cast]] = MappingProxyType(
    {
        "ANY": lambda value, _kind, _spec, _qldb: value,
        "BOOL": _to_bool,
        **dict.fromkeys(INTEGER_RANGES, _to_integer),
        "DECIMAL": _to_decimal,
        "NUMERIC": _to_decimal,
        "REAL": _to_float,
        "FLOAT": _to_float,
        "DOUBLE": _to_float,
        "CHAR": _to_text,
        "VARCHAR": _to_text,
        "STRING": _to_text,
        "SYMBOL": _to_text,
        "BLOB": _to_lob,
        "CLOB": _to_lob,
        "DATE": _to_date,
        "TIME": _to_time,
        "TIMESTAMP": _to_timestamp,
        "INTERVAL": _to_interval,
        "STRUCT": _to_struct,
        "MAP": _to_struct,
        "LIST": _to_sequence,
        "SEXP": _to_sequence,
        "BAG": _to_sequence,
    }
)

_OWN_TYPES: Final[Mapping[Kind, str]] = MappingProxyType(
    {
        Kind.BOOL: "BOOL",
        Kind.INT: "INT",
        Kind.DECIMAL: "DECIMAL",
        Kind.FLOAT: "DOUBLE",
        Kind.DATE: "DATE",
        Kind.TIME: "TIME",
        Kind.TIMESTAMP: "TIMESTAMP",
        Kind.INTERVAL_YEAR_MONTH: "INTERVAL",
        Kind.INTERVAL_DAY_TIME: "INTERVAL",
        Kind.STRING: "STRING",
        Kind.SYMBOL: "SYMBOL",
        Kind.BLOB: "BLOB",
        Kind.CLOB: "CLOB",
        Kind.LIST: "LIST",
        Kind.SEXP: "SEXP",
        Kind.STRUCT: "STRUCT",
        Kind.BAG: "BAG",
        Kind.GRAPH: "ANY",
    }
)
"""The type that a value of each kind is cast back to."""

_OWN_FIELDS: Final[Mapping[Kind, IntervalFields]] = MappingProxyType(
    {
        Kind.INTERVAL_YEAR_MONTH: IntervalFields("YEAR", 9, "MONTH"),
        Kind.INTERVAL_DAY_TIME: IntervalFields("DAY", 9, "SECOND", 9),
    }
)
