"""From other values to ours, and back: plain Python objects and amazon.ion's classes.

:func:`from_python` takes what callers of the public interface hand in.  :func:`to_amazon` gives our values to those
who work with amazon.ion.  That library is imported only when one of its values is made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from ledgershell.errors import IonError
from ledgershell.ion.limits import MAXIMUM_DEPTH, too_deep
from ledgershell.ion.timestamp import Precision, Timestamp
from ledgershell.ion.values import (
    MISSING,
    SYMBOL_ZERO,
    Annotated,
    Bag,
    Clob,
    IonType,
    Missing,
    SExpression,
    Struct,
    Symbol,
    TypedNull,
    UnknownSymbol,
    Value,
    typed_null,
)
from ledgershell.static_typing import Any, Final

_OURS: Final = frozenset(
    (type(None), bool, int, float, Decimal, Timestamp, str, Symbol, UnknownSymbol, bytes, Clob, TypedNull, Missing)
)
_BASES: Final[tuple[type[Any], ...]] = (int, float, Decimal, str, bytes)
_AMAZON_TYPES: Final = (
    IonType.NULL, IonType.BOOL, IonType.INT, IonType.FLOAT, IonType.DECIMAL, IonType.TIMESTAMP, IonType.SYMBOL,
    IonType.STRING, IonType.CLOB, IonType.BLOB, IonType.LIST, IonType.SEXP, IonType.STRUCT,
)  # fmt: skip
"""Our types by the number that amazon.ion gives them."""


def from_python(value: Any) -> Value:
    """A value of the model for a Python object.

    ``dict`` (any mapping with text keys) → :class:`Struct`; ``tuple`` → list; ``bytearray`` → ``bytes``;
    ``datetime`` and ``date`` → :class:`Timestamp`; amazon.ion's values with their annotations, typed nulls and
    symbols; values of the model as they are, except that lists are searched for the above.

    Raises :class:`IonError` LS-ION-003 for any other object, LS-ION-004 for more than 200 levels (or a cycle).
    """
    return _convert(value, 0)


def _convert(value: Any, depth: int) -> Value:
    kind = type(value)
    if kind in _OURS:
        return value
    if depth >= MAXIMUM_DEPTH:
        raise too_deep()
    converter = _BY_TYPE.get(kind)
    if converter is not None:
        return converter(value, depth)
    if hasattr(value, "ion_annotations"):
        return _from_amazon(value, depth)
    if isinstance(value, Struct) or hasattr(kind, "to_ion") or hasattr(kind, "equality_key"):
        return value
    return _from_subclass(value, depth)


def _sequence(value: Any, depth: int) -> list[Value]:
    depth += 1
    items = []
    for item in value:  # a loop: a comprehension is one more level of Python's stack
        items.append(item if type(item) in _OURS else _convert(item, depth))
    return items


def _struct(value: Struct, depth: int) -> Value:
    return Struct(_fields(value.items(), depth + 1))


def _fields(items: Iterable[tuple[str, Any]], depth: int) -> list[tuple[str, Value]]:
    fields = []
    for name, item in items:
        fields.append((name, item if type(item) in _OURS else _convert(item, depth)))
    return fields


def _mapping(value: Mapping[Any, Any], depth: int) -> Value:
    depth += 1
    fields = []
    for name, item in value.items():
        text = name if type(name) is str else _field_name(name)
        fields.append((text, item if type(item) in _OURS else _convert(item, depth)))
    return Struct(fields)


def _field_name(name: object) -> str:
    if not isinstance(name, str):
        raise IonError("LS-ION-003", f"a field name must be text, not {type(name).__name__}")
    return name if name is SYMBOL_ZERO else str.__str__(name)


def _annotated(value: Annotated, depth: int) -> Value:
    return Annotated(value.annotations, _convert(value.value, depth))


_BY_TYPE: Final[dict[type, Any]] = {
    list: _sequence,
    tuple: _sequence,
    Bag: lambda value, depth: Bag(_sequence(value, depth)),
    SExpression: lambda value, depth: SExpression(_sequence(value, depth)),
    Struct: _struct,
    dict: _mapping,
    Annotated: _annotated,
    bytearray: lambda value, _depth: bytes(value),
    memoryview: lambda value, _depth: bytes(value),
}


def _from_subclass(value: Any, depth: int) -> Value:
    """Dates, mappings, enumerations and other subclasses of what is known; amazon.ion's bare values."""
    import datetime

    if isinstance(value, datetime.date) and not hasattr(value, "precision"):
        return Timestamp.from_datetime(value)
    if isinstance(value, datetime.datetime):
        return _amazon_timestamp(value)
    if isinstance(value, Mapping):
        return _mapping(value, depth)
    if hasattr(value, "sid") and hasattr(value, "text"):
        return _symbol(value.text)
    for base in _BASES:
        if isinstance(value, base):
            return base(value)
    if isinstance(value, list | tuple):
        return _sequence(value, depth)
    raise IonError(
        "LS-ION-003",
        f"a Python {type(value).__name__} cannot be made an Ion value",
        hint="use dict, list, str, int, float, Decimal, datetime, bytes, bool or None",
    )


def _symbol(text: str | None) -> Symbol:
    return SYMBOL_ZERO if text is None else Symbol(text)


def _name(token: Any) -> str:
    if isinstance(token, str):
        return str.__str__(token)
    text = None if token is None else token.text
    return SYMBOL_ZERO if text is None else str.__str__(text)


def _amazon_timestamp(value: Any) -> Timestamp:
    delta = value.utcoffset()
    offset = None if delta is None else (delta.days * 86400 + delta.seconds) // 60
    level = int(value.precision)
    fraction = value.fractional_seconds
    if fraction is not None and fraction.as_tuple().exponent >= 0:
        fraction = None
    if level < 3:
        return Timestamp(value.year, value.month, value.day, precision=Precision(level + 1))
    return Timestamp(
        value.year, value.month, value.day, value.hour, value.minute, value.second, fraction, offset,
        Precision(level + 1),
    )  # fmt: skip


def _from_amazon(value: Any, depth: int) -> Value:
    plain = _AMAZON[_AMAZON_TYPES[value.ion_type]](value, depth)
    annotations = value.ion_annotations
    return Annotated(tuple([_name(token) for token in annotations]), plain) if annotations else plain


def _amazon_struct(value: Any, depth: int) -> Value:
    if not hasattr(value, "items"):
        return typed_null(IonType.STRUCT)
    named = [(name if type(name) is str else _name(name), item) for name, item in value.items()]
    return Struct(_fields(named, depth + 1))


def _scalar_or_null(ion_type: IonType, convert: Any) -> Any:
    null = typed_null(ion_type)

    def converted(value: Any, _depth: int) -> Value:
        return null if type(value).__name__ == "IonPyNull" else convert(value)

    return converted


def _sequence_or_null(ion_type: IonType, kind: type) -> Any:
    null = typed_null(ion_type)

    def converted(value: Any, depth: int) -> Value:
        if type(value).__name__ == "IonPyNull":
            return null
        return kind(_sequence(value, depth))

    return converted


_AMAZON: Final[dict[IonType, Any]] = {
    IonType.NULL: lambda _value, _depth: None,
    IonType.BOOL: _scalar_or_null(IonType.BOOL, bool),
    IonType.INT: _scalar_or_null(IonType.INT, int),
    IonType.FLOAT: _scalar_or_null(IonType.FLOAT, float),
    IonType.DECIMAL: _scalar_or_null(IonType.DECIMAL, Decimal),
    IonType.TIMESTAMP: _scalar_or_null(IonType.TIMESTAMP, _amazon_timestamp),
    IonType.SYMBOL: _scalar_or_null(
        IonType.SYMBOL, lambda value: _symbol(str(value) if isinstance(value, str) else value.text)
    ),
    IonType.STRING: _scalar_or_null(IonType.STRING, str.__str__),
    IonType.CLOB: _scalar_or_null(IonType.CLOB, Clob),
    IonType.BLOB: _scalar_or_null(IonType.BLOB, bytes),
    IonType.LIST: _sequence_or_null(IonType.LIST, list),
    IonType.SEXP: _sequence_or_null(IonType.SEXP, SExpression),
    IonType.STRUCT: _amazon_struct,
}


def to_amazon(value: Value) -> Any:
    """The amazon.ion value (an ``IonPy…`` object) of a value; bags become lists, MISSING null."""
    from amazon.ion import simple_types as simple
    from amazon.ion.core import IonType as AmazonType
    from amazon.ion.symbols import SymbolToken

    def token(name: str) -> Any:
        return SymbolToken(None, 0) if name is SYMBOL_ZERO else SymbolToken(str.__str__(name), None)

    def convert(item: Value, annotations: tuple[Any, ...] = ()) -> Any:
        kind = type(item)
        if kind is Annotated:
            return convert(item.value, tuple(token(name) for name in item.annotations))
        if item is None or item is MISSING:
            return simple.IonPyNull.from_value(AmazonType.NULL, None, annotations)
        if kind is TypedNull:
            return simple.IonPyNull.from_value(AmazonType(_AMAZON_TYPES.index(item.ion_type)), None, annotations)
        if kind in (Symbol, UnknownSymbol):
            return simple.IonPySymbol.from_value(AmazonType.SYMBOL, token(item), annotations)
        if kind is Timestamp:
            return simple.IonPyTimestamp.from_value(AmazonType.TIMESTAMP, _to_amazon_timestamp(item), annotations)
        if isinstance(item, Struct):
            fields = [(name, convert(field)) for name, field in item.items() if field is not MISSING]
            return _amazon_dict(simple.IonPyDict, AmazonType.STRUCT, fields, annotations)
        if isinstance(item, list):
            ion_type = AmazonType.SEXP if kind is SExpression else AmazonType.LIST
            return simple.IonPyList.from_value(ion_type, [convert(element) for element in item], annotations)
        if kind in scalars:
            cls, ion_type = scalars[kind]
            return cls.from_value(ion_type, item, annotations)
        if hasattr(kind, "to_ion"):
            return convert(item.to_ion(), annotations)
        raise IonError("LS-ION-003", f"a Python {kind.__name__} is no Ion value", hint="convert it first")

    scalars: dict[type, tuple[Any, Any]] = {
        bool: (simple.IonPyBool, AmazonType.BOOL),
        int: (simple.IonPyInt, AmazonType.INT),
        float: (simple.IonPyFloat, AmazonType.FLOAT),
        Decimal: (simple.IonPyDecimal, AmazonType.DECIMAL),
        str: (simple.IonPyText, AmazonType.STRING),
        bytes: (simple.IonPyBytes, AmazonType.BLOB),
        Clob: (simple.IonPyBytes, AmazonType.CLOB),
    }
    return convert(value)


def _amazon_dict(cls: Any, ion_type: Any, fields: list[tuple[str, Any]], annotations: tuple[Any, ...]) -> Any:
    struct = cls()
    for name, item in fields:
        struct.add_item(None if name is SYMBOL_ZERO else name, item)
    struct.ion_type = ion_type
    struct.ion_annotations = annotations
    return struct


def _to_amazon_timestamp(moment: Timestamp) -> Any:
    import datetime

    from amazon.ion.core import Timestamp as AmazonTimestamp
    from amazon.ion.core import TimestampPrecision

    year, month, day, hour, minute, second, fraction, offset, precision = moment
    zone = None if offset is None else datetime.timezone(datetime.timedelta(minutes=offset))
    return AmazonTimestamp(
        year, month, day, hour, minute, second, None, zone,
        precision=TimestampPrecision(precision - 1), fractional_seconds=fraction or Decimal(0) if fraction is None
        else fraction,
    )  # fmt: skip
