"""Ion binary, written: values to bytes.

Each value is a type descriptor (the type in the high four bits, the length in the low four), the length as a VarUInt
where it is 14 or more, and the representation::

    {a: 1, b: "two"}   with a = $10, b = $11

    D8                 a struct of 8 bytes
       8A 21 01        field $10, an int of 1 byte
       8B 83 74 77 6F  field $11, a string of 3 bytes

A **body** is what a ledger stores for a document: one value without a version marker, whose names are numbers of the
ledger's symbol table.  Names that the table lacks go into a local symbol table at the body's head.  It imports the
ledger's table in its full, final size, so that the numbers behind it mean the same for ever.

There is one way to write each value (shortest lengths, 64-bit floats, fields in their order, nothing padded), so equal
values with equal field order give equal bytes.  Two values exist in the language only: a bag is written as a list, and
MISSING leaves a field out, or is null inside a list.

Source: Ion 1.0 specification, "Ion Binary Encoding".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

from ledgershell.errors import IonError
from ledgershell.ion.limits import MAXIMUM_DEPTH, too_deep
from ledgershell.ion.scalar_encoding import (
    FALSE,
    NULL,
    SMALL_INTS,
    TRUE,
    encode_decimal,
    encode_float,
    encode_int,
    encode_string,
    encode_timestamp,
    sized,
)
from ledgershell.ion.symbols import FIRST_LOCAL, LEDGER_TABLE_NAME, LEDGER_TABLE_SIZE, SymbolTable, varuint
from ledgershell.ion.timestamp import Timestamp
from ledgershell.ion.values import (
    MISSING,
    SYMBOL_ZERO,
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
from ledgershell.static_typing import Any, Final

VERSION_MARKER: Final = b"\xe0\x01\x00\xea"


class Names:
    """Gives names their numbers while one body is written.

    ``known`` holds the numbers that are there already.  A name that is not, is added to ``symbols`` if that is
    wished and admitted, else to the body's own symbols.
    """

    __slots__ = ("_local", "grow", "known", "symbols")

    def __init__(self, symbols: SymbolTable, *, grow: bool) -> None:
        self.symbols = symbols
        self.known = symbols.prefixes
        self.grow = grow
        self._local: dict[str, bytes] | None = None

    def number(self, name: str) -> bytes:
        """The VarUInt of a name that is not in ``known``."""
        if not isinstance(name, str):
            raise not_a_name(name)
        name = str.__str__(name)
        if self.grow and self.symbols.admits(name):
            self.symbols.add(name)
            return self.symbols.prefixes[name]
        if self._local is None:
            self._local = {}
        number = self._local.get(name)
        if number is None:
            number = self._local[name] = varuint(FIRST_LOCAL + len(self._local))
        return number

    def annotated(self, annotations: tuple[str, ...], inner: Value, encoded: bytes) -> bytes:
        """An annotation wrapper around an encoded value."""
        check_annotations(annotations, inner)
        numbers = b"".join([self.known.get(name) or self.number(name) for name in annotations])
        return sized(14, varuint(len(numbers)) + numbers + encoded)

    def body(self, value: Value, encoded: bytes) -> bytes:
        """An encoded value behind the symbol table of its own that it may need."""
        if type(value) is Annotated:
            refuse_symbol_table(value)
        if self._local:
            return local_table(self._local, LEDGER_TABLE_NAME, LEDGER_TABLE_SIZE) + encoded
        return encoded


def not_a_name(name: object) -> IonError:
    """The error for a field name or annotation of another type."""
    return IonError("LS-ION-003", f"a field name or annotation must be text, not {type(name).__name__}")


def check_annotations(annotations: tuple[str, ...], inner: Value) -> None:
    """Refuse an annotated value that Ion cannot hold."""
    if not annotations or type(inner) is Annotated:
        raise IonError("LS-ION-003", "annotations must be there, and not be nested")


def refuse_symbol_table(value: Annotated) -> None:
    """At the top level a struct annotated as a symbol table would be taken for one."""
    if value.annotations[0] == "$ion_symbol_table" and isinstance(value.value, Struct):
        raise IonError(
            "LS-ION-003", "$ion_symbol_table::{...} is not a value of its own", hint="use another annotation"
        )


def local_table(texts: Iterable[str], import_name: str = "", import_size: int = 0, *, encoded: bytes = b"") -> bytes:
    """``$ion_symbol_table::{imports: [{name, version: 1, max_id}], symbols: [texts]}``.

    ``encoded`` are texts that come before the others, as they are written.
    """
    symbols = sized(11, encoded + b"".join([encode_string(text) for text in texts]))
    fields = b"\x87" + symbols
    if import_name:
        imported = b"\x84" + encode_string(import_name) + b"\x85\x21\x01\x88" + encode_int(import_size)
        fields = b"\x86" + sized(11, sized(13, imported)) + fields
    return sized(14, b"\x81\x83" + sized(13, fields))


Encoder = Callable[[Any, Names, int], bytes]


def _null(_value: Value, _names: Names, _depth: int) -> bytes:
    return NULL


def _bool(value: bool, _names: Names, _depth: int) -> bytes:
    return TRUE if value else FALSE


def _int(value: int, _names: Names, _depth: int) -> bytes:
    return SMALL_INTS[value] if 0 <= value < 256 else encode_int(value)


def _float(value: float, _names: Names, _depth: int) -> bytes:
    return encode_float(value)


def _decimal(value: Decimal, _names: Names, _depth: int) -> bytes:
    return encode_decimal(value)


def _timestamp(value: Timestamp, _names: Names, _depth: int) -> bytes:
    return encode_timestamp(value)


def _string(value: str, _names: Names, _depth: int) -> bytes:
    return encode_string(value)


def symbol_value(value: str, names: Names, _depth: int = 0) -> bytes:
    """A symbol: its number, big-endian without leading zeros."""
    if value is SYMBOL_ZERO:
        return b"\x70"
    prefix = names.known.get(value) or names.number(value)
    number = 0
    for byte in prefix:
        number = number << 7 | byte & 0x7F
    return sized(7, number.to_bytes((number.bit_length() + 7) >> 3, "big"))


def _blob(value: bytes, _names: Names, _depth: int) -> bytes:
    return sized(10, value)


def _clob(value: bytes, _names: Names, _depth: int) -> bytes:
    return sized(9, value)


def _typed_null(value: TypedNull, _names: Names, _depth: int) -> bytes:
    return bytes((value.ion_type << 4 | 15,))


def _elements(value: list[Value], names: Names, depth: int) -> bytes:
    if depth >= MAXIMUM_DEPTH:
        raise too_deep()
    depth += 1
    parts = []
    for item in value:  # a loop: a comprehension is one more level of Python's stack
        parts.append(ENCODERS[type(item)](item, names, depth))
    return b"".join(parts)


def _list(value: list[Value], names: Names, depth: int) -> bytes:
    return sized(11, _elements(value, names, depth))


def _sexp(value: list[Value], names: Names, depth: int) -> bytes:
    return sized(12, _elements(value, names, depth))


def _struct(value: Struct, names: Names, depth: int) -> bytes:
    if depth >= MAXIMUM_DEPTH:
        raise too_deep()
    depth += 1
    known = names.known
    parts = []
    for name, item in value.items():
        if item is MISSING:
            continue
        try:
            parts.append(known[name])
        except KeyError:
            parts.append(names.number(name))
        kind = type(item)
        parts.append(encode_string(item) if kind is str else ENCODERS[kind](item, names, depth))
    return sized(13, b"".join(parts))


def _annotated(value: Annotated, names: Names, depth: int) -> bytes:
    annotations, inner = value
    encoded = ENCODERS[type(inner)](inner, names, depth)
    return names.annotated(annotations, inner, encoded)


def _extension(value: Any, names: Names, depth: int) -> bytes:
    inner = value.to_ion()
    return ENCODERS[type(inner)](inner, names, depth)


def _refused(value: Any, _names: Names, _depth: int) -> bytes:
    raise IonError("LS-ION-003", f"a Python {type(value).__name__} is no Ion value", hint="convert it first")


class _Encoders(dict[type, Encoder]):
    """The writer of each type.  Kinds of structs are written as structs; values of other rooms offer ``to_ion``."""

    def __missing__(self, kind: type) -> Encoder:
        if issubclass(kind, Struct):
            return _struct
        return _extension if hasattr(kind, "to_ion") else _refused


ENCODERS: Final = _Encoders(
    {
        type(None): _null,
        Missing: _null,
        TypedNull: _typed_null,
        bool: _bool,
        int: _int,
        float: _float,
        Decimal: _decimal,
        Timestamp: _timestamp,
        str: _string,
        Symbol: symbol_value,
        UnknownSymbol: symbol_value,
        bytes: _blob,
        Clob: _clob,
        list: _list,
        Bag: _list,
        SExpression: _sexp,
        Struct: _struct,
        Annotated: _annotated,
    }
)


def encode_body(value: Value, symbols: SymbolTable, *, grow: bool) -> bytes:
    """A value's body for a ledger whose symbol table is ``symbols``.

    With ``grow`` new names that the table admits are added to it (the caller holds the write lock and stores them);
    all other new names go into the body.  Raises :class:`IonError` for what Ion cannot hold.
    """
    names = Names(symbols, grow=grow)
    encoded = ENCODERS[type(value)](value, names, 0)
    return names.body(value, encoded)


def encode_stream(values: Iterable[Value]) -> bytes:
    """A complete Ion stream: version marker, one local symbol table if there are names, the values."""
    return _NO_NAMES.encode(values)


class StreamEncoder:
    """Writes complete streams whose symbol tables all begin with the same names, which is quicker.

    A name stands in the table whether a value uses it or not, so these should be names that nearly all values have.
    """

    __slots__ = ("_encoded", "_table")

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._table = _StreamTable()
        for name in names:
            self._table.add(name)
        self._encoded = b"".join([encode_string(text) for _, text in self._table.entries_after(0)])

    def encode(self, values: Iterable[Value]) -> bytes:
        """The values as one complete stream."""
        symbols = self._table.copy()
        names = Names(symbols, grow=True)
        encoded = []
        for value in values:
            if type(value) is Annotated:
                refuse_symbol_table(value)
            encoded.append(ENCODERS[type(value)](value, names, 0))
        texts = [text for _, text in symbols.entries_after(self._table.last)]
        known = self._encoded
        table = local_table(texts, encoded=known) if texts or known else b""
        return VERSION_MARKER + table + b"".join(encoded)


class _StreamTable(SymbolTable):
    """The table of a stream of its own: it takes every name."""

    __slots__ = ()

    def admits(self, _text: str, /) -> bool:
        return True


_NO_NAMES: Final = StreamEncoder()
