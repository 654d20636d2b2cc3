"""What kinds of values there are, the names of types, and ``IS <type>``.

A :class:`Kind` is what a value *is*.  A :class:`TypeSpec` is what a statement *says* after CAST … AS or IS.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType

from ledgershell.errors import EvaluationError
from ledgershell.ion.timestamp import Timestamp
from ledgershell.ion.values import (
    MISSING,
    Annotated,
    Bag,
    Clob,
    Missing,
    SExpression,
    Struct,
    Symbol,
    TypedNull,
    UnknownSymbol,
    Value,
)
from ledgershell.partiql.temporal import Date, IntervalDayTime, IntervalFields, IntervalYearMonth, Time, WideTimestamp
from ledgershell.static_typing import ClassVar, Final, NamedTuple


class Kind(int):
    """What a value is; NULL includes the typed nulls.

    An enumeration by hand: reading a member of an ``enum`` costs more than the operations that ask for it.
    """

    __slots__ = ()
    MISSING: ClassVar[Kind]
    NULL: ClassVar[Kind]
    BOOL: ClassVar[Kind]
    INT: ClassVar[Kind]
    DECIMAL: ClassVar[Kind]
    FLOAT: ClassVar[Kind]
    DATE: ClassVar[Kind]
    TIME: ClassVar[Kind]
    TIMESTAMP: ClassVar[Kind]
    INTERVAL_YEAR_MONTH: ClassVar[Kind]
    INTERVAL_DAY_TIME: ClassVar[Kind]
    STRING: ClassVar[Kind]
    SYMBOL: ClassVar[Kind]
    BLOB: ClassVar[Kind]
    CLOB: ClassVar[Kind]
    LIST: ClassVar[Kind]
    SEXP: ClassVar[Kind]
    STRUCT: ClassVar[Kind]
    BAG: ClassVar[Kind]
    GRAPH: ClassVar[Kind]

    def __repr__(self) -> str:
        return f"Kind {KIND_NAMES[self]}"


for _number, _name in enumerate(Kind.__annotations__):
    setattr(Kind, _name, Kind(_number))


KINDS: Final[dict[type, Kind]] = {
    Missing: Kind.MISSING,
    type(None): Kind.NULL,
    TypedNull: Kind.NULL,
    bool: Kind.BOOL,
    int: Kind.INT,
    Decimal: Kind.DECIMAL,
    float: Kind.FLOAT,
    Date: Kind.DATE,
    Time: Kind.TIME,
    Timestamp: Kind.TIMESTAMP,
    WideTimestamp: Kind.TIMESTAMP,
    IntervalYearMonth: Kind.INTERVAL_YEAR_MONTH,
    IntervalDayTime: Kind.INTERVAL_DAY_TIME,
    str: Kind.STRING,
    Symbol: Kind.SYMBOL,
    UnknownSymbol: Kind.SYMBOL,
    bytes: Kind.BLOB,
    Clob: Kind.CLOB,
    list: Kind.LIST,
    SExpression: Kind.SEXP,
    Struct: Kind.STRUCT,
    Bag: Kind.BAG,
}
"""Kinds by exact type.  Lazy subclasses are added when they are first met; a graph's type by its own room."""

UNKNOWNS: Final = frozenset({Kind.MISSING, Kind.NULL})
NUMBERS: Final = frozenset({Kind.INT, Kind.DECIMAL, Kind.FLOAT})
TEXTS: Final = frozenset({Kind.STRING, Kind.SYMBOL})
LOBS: Final = frozenset({Kind.BLOB, Kind.CLOB})
SEQUENCES: Final = frozenset({Kind.LIST, Kind.SEXP, Kind.BAG})
CONTAINERS: Final = SEQUENCES | {Kind.STRUCT}
INTERVALS: Final = frozenset({Kind.INTERVAL_YEAR_MONTH, Kind.INTERVAL_DAY_TIME})
DATETIMES: Final = frozenset({Kind.DATE, Kind.TIME, Kind.TIMESTAMP})

KIND_NAMES: Final[Mapping[Kind, str]] = MappingProxyType(
    {
        Kind.MISSING: "missing",
        Kind.NULL: "null",
        Kind.BOOL: "bool",
        Kind.INT: "int",
        Kind.DECIMAL: "decimal",
        Kind.FLOAT: "float",
        Kind.DATE: "date",
        Kind.TIME: "time",
        Kind.TIMESTAMP: "timestamp",
        Kind.INTERVAL_YEAR_MONTH: "interval year to month",
        Kind.INTERVAL_DAY_TIME: "interval day to second",
        Kind.STRING: "string",
        Kind.SYMBOL: "symbol",
        Kind.BLOB: "blob",
        Kind.CLOB: "clob",
        Kind.LIST: "list",
        Kind.SEXP: "sexp",
        Kind.STRUCT: "struct",
        Kind.BAG: "bag",
        Kind.GRAPH: "graph",
    }
)
"""The names that messages and ``TYPE_OF`` use."""


def kind_of(value: Value) -> Kind:
    """The kind of a value; annotations are looked through."""
    kind = KINDS.get(type(value))
    return kind if kind is not None else _learn(value)


def _learn(value: Value) -> Kind:
    if type(value) is Annotated:
        return kind_of(value.value)
    for ancestor in type(value).__mro__[1:]:
        if ancestor in KINDS:
            kind = KINDS[type(value)] = KINDS[ancestor]
            return kind
    raise AssertionError(f"no PartiQL value: {type(value).__name__}")


def plain(value: Value) -> Value:
    """The value without its annotations."""
    return value.value if type(value) is Annotated else value


def is_unknown(value: Value) -> bool:
    """Whether it is MISSING or a null."""
    return value is None or value is MISSING or kind_of(value) <= Kind.NULL


def kind_name(value: Value) -> str:
    """The kind in words, for messages: with "a" before it."""
    if type(value) is TypedNull:
        return repr(value)
    kind = kind_of(value)
    return _WORDS.get(kind) or KIND_NAMES[kind]


_WORDS: Final[dict[Kind, str]] = {
    Kind.INT: "whole number",
    Kind.INTERVAL_YEAR_MONTH: "year-month interval",
    Kind.INTERVAL_DAY_TIME: "day-time interval",
}


class TypeSpec(NamedTuple):
    """A type as a statement names it.

    ``name`` is canonical (see :data:`TYPE_NAMES`), ``arguments`` are length or precision and scale, ``elements``
    the types of a container's elements, ``zone`` WITH (true) or WITHOUT TIME ZONE.
    """

    name: str
    arguments: tuple[int, ...] = ()
    elements: tuple[TypeSpec, ...] = ()
    zone: bool | None = None
    interval: IntervalFields | None = None

    def __str__(self) -> str:
        words = self.name
        if self.arguments:
            words += f"({', '.join(map(str, self.arguments))})"
        return words


TYPE_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        **{name: name for name in (
            "BOOL", "TINYINT", "SMALLINT", "INT4", "INT", "BIGINT", "REAL", "FLOAT", "DOUBLE", "DECIMAL", "NUMERIC",
            "CHAR", "VARCHAR", "STRING", "SYMBOL", "BLOB", "CLOB", "DATE", "TIME", "TIMESTAMP", "INTERVAL",
            "STRUCT", "LIST", "MAP", "BAG", "SEXP", "ANY", "NULL", "MISSING",
        )},
        "BOOLEAN": "BOOL",
        "INT2": "SMALLINT",
        "INTEGER2": "SMALLINT",
        "INTEGER": "INT",
        "INTEGER4": "INT4",
        "INT8": "BIGINT",
        "INTEGER8": "BIGINT",
        "DEC": "DECIMAL",
        "CHARACTER": "CHAR",
        "CHARACTER VARYING": "VARCHAR",
        "DOUBLE PRECISION": "DOUBLE",
        "TEXT": "STRING",
        "TUPLE": "STRUCT",
        "NUMBER": "DECIMAL",
        "ARRAY": "LIST",
    }
)  # fmt: skip
"""Every spelling of a type's name and the canonical one."""

INTEGER_RANGES: Final[Mapping[str, tuple[int, int]]] = MappingProxyType(
    {
        "TINYINT": (-(2**7), 2**7 - 1),
        "SMALLINT": (-(2**15), 2**15 - 1),
        "INT4": (-(2**31), 2**31 - 1),
        "INT": (-(2**63), 2**63 - 1),
        "BIGINT": (-(2**63), 2**63 - 1),
    }
)
"""The bounds of the integer types.  INT alone is as wide as BIGINT: Ion has one integer type."""


def type_spec(
    name: str,
    arguments: tuple[int, ...] = (),
    elements: tuple[TypeSpec, ...] = (),
    zone: bool | None = None,
    interval: IntervalFields | None = None,
) -> TypeSpec:
    """A type under any of its names; raises :class:`EvaluationError` for one that does not exist."""
    canonical = TYPE_NAMES.get(name.upper())
    if canonical is None:
        raise EvaluationError(
            "LS-EVAL-018",
            f"there is no type {name}",
            hint="the types are " + ", ".join(sorted(set(TYPE_NAMES.values()))),
        )
    if canonical in ("DECIMAL", "NUMERIC") and arguments:
        precision, scale = arguments[0], arguments[1] if len(arguments) > 1 else 0
        if precision < 1 or scale > precision:
            raise EvaluationError(
                "LS-EVAL-018",
                f"{canonical}({precision}, {scale}): the precision is at least 1 and no less than the scale",
            )
    return TypeSpec(canonical, arguments, elements, zone, interval)


def is_type(value: Value, spec: TypeSpec) -> bool:
    """``value IS <type>``.  ``x IS NULL`` holds for MISSING too; no other type has an unknown among its values."""
    value = plain(value)
    kind = kind_of(value)
    if kind <= Kind.NULL:
        return spec.name == "NULL" or (spec.name == "MISSING" and kind is Kind.MISSING)
    test = _TESTS.get(spec.name)
    return test is not None and test(value, kind, spec)


def _of_kinds(*kinds: Kind) -> Callable[[Value, Kind, TypeSpec], bool]:
    members = frozenset(kinds)
    return lambda _value, kind, _spec: kind in members


def _is_integer(value: Value, kind: Kind, spec: TypeSpec) -> bool:
    low, high = INTEGER_RANGES[spec.name]
    return kind is Kind.INT and low <= value <= high


def _is_decimal(value: Value, kind: Kind, spec: TypeSpec) -> bool:
    if kind is Kind.INT and spec.name == "NUMERIC" and not spec.arguments:
        return True
    if kind is not Kind.DECIMAL:
        return False
    if not spec.arguments:
        return True
    precision, scale = spec.arguments[0], spec.arguments[1] if len(spec.arguments) > 1 else 0
    if -value.as_tuple().exponent > scale:
        return False
    # A value of at most one needs no digit before the point: 1.000 is a DECIMAL(3, 3).
    integral = value.adjusted() + 1 if abs(value) > 1 else 0
    return bool(integral <= precision - scale)


def _is_text(value: Value, kind: Kind, spec: TypeSpec) -> bool:
    if kind not in TEXTS:
        return False
    if not spec.arguments:
        return True
    return len(value) == spec.arguments[0] if spec.name == "CHAR" else len(value) <= spec.arguments[0]


def _is_lob(value: Value, kind: Kind, spec: TypeSpec) -> bool:
    wanted = Kind.BLOB if spec.name == "BLOB" else Kind.CLOB
    return kind is wanted and (not spec.arguments or len(value) <= spec.arguments[0])


def _is_zoned(value: Value, kind: Kind, spec: TypeSpec) -> bool:
    if kind is not (Kind.TIME if spec.name == "TIME" else Kind.TIMESTAMP):
        return False
    return spec.zone is None or spec.zone == (value.offset is not None)


def _is_interval(_value: Value, kind: Kind, spec: TypeSpec) -> bool:
    if spec.interval is None:
        return kind in INTERVALS
    return kind is (Kind.INTERVAL_YEAR_MONTH if spec.interval.is_year_month else Kind.INTERVAL_DAY_TIME)


def _is_sequence(value: Value, kind: Kind, spec: TypeSpec) -> bool:
    if kind is not _SEQUENCE_KINDS[spec.name]:
        return False
    return not spec.elements or all(is_type(item, spec.elements[0]) for item in value)


_SEQUENCE_KINDS: Final = MappingProxyType({"LIST": Kind.LIST, "SEXP": Kind.SEXP, "BAG": Kind.BAG})

_TESTS: Final[Mapping[str, Callable[[Value, Kind, TypeSpec], bool]]] = MappingProxyType(
    {
        "ANY": lambda _value, _kind, _spec: True,
        "BOOL": _of_kinds(Kind.BOOL),
        **dict.fromkeys(INTEGER_RANGES, _is_integer),
        "DECIMAL": _is_decimal,
        "NUMERIC": _is_decimal,
        "REAL": _of_kinds(Kind.FLOAT),
        "FLOAT": _of_kinds(Kind.FLOAT),
        "DOUBLE": _of_kinds(Kind.FLOAT),
        "CHAR": _is_text,
        "VARCHAR": _is_text,
        "STRING": _of_kinds(Kind.STRING),
        "SYMBOL": _of_kinds(Kind.SYMBOL),
        "BLOB": _is_lob,
        "CLOB": _is_lob,
        "DATE": _of_kinds(Kind.DATE),
        "TIME": _is_zoned,
        "TIMESTAMP": _is_zoned,
        "INTERVAL": _is_interval,
        "STRUCT": _of_kinds(Kind.STRUCT),
        "MAP": _of_kinds(Kind.STRUCT),
        "LIST": _is_sequence,
        "SEXP": _is_sequence,
        "BAG": _is_sequence,
    }
)
