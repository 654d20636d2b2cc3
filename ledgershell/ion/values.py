"""The value model: what Ion's and PartiQL's values are in Python.

================  =============================================================
Ion type          Python
================  =============================================================
null              ``None``
null.int …        :class:`TypedNull`, one instance for each Ion type
bool              ``bool``
int               ``int``
float             ``float``
decimal           ``decimal.Decimal`` (coefficient, exponent and sign all count)
timestamp         :class:`ledgershell.ion.timestamp.Timestamp`
string            ``str``
symbol            :class:`Symbol`, a ``str``; ``SYMBOL_ZERO`` is the one without known text
blob              ``bytes``
clob              :class:`Clob`, a ``bytes``
list              ``list``
sexp              :class:`SExpression`, a ``list``
struct            :class:`Struct` (or its lazy subclass)
annotated value   :class:`Annotated` around one of the above
================  =============================================================

Two values exist in the language only: :data:`MISSING` and :class:`Bag`.  PartiQL adds dates, times and
intervals of its own, which live in its room and carry their own ``equality_key`` method.

Code dispatches on ``type(value)``, never on ``isinstance``: ``bool`` is an ``int`` and a ``Symbol`` is a
``str`` for Python, but not here.  No dictionary or set is keyed by raw values, since ``True == 1 == 1.0``.
Values are not changed once they are made, whatever Python would allow.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import IntEnum

from ledgershell.static_typing import Any, Final, NamedTuple, TypeAlias, final

Value: TypeAlias = Any
"""Any value of the model.  Spelled out so that signatures say what they mean."""


class IonType(IntEnum):
    """Ion 1.0's types; the number is the high nibble of the binary type descriptor."""

    NULL = 0
    BOOL = 1
    INT = 2
    FLOAT = 4
    DECIMAL = 5
    TIMESTAMP = 6
    SYMBOL = 7
    STRING = 8
    CLOB = 9
    BLOB = 10
    LIST = 11
    SEXP = 12
    STRUCT = 13


@final
class Missing:
    """The type of :data:`MISSING`, PartiQL's absent value."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "MISSING"

    def __bool__(self) -> bool:
        return False

    def __reduce__(self) -> str:
        return "MISSING"


MISSING: Final = Missing()


@final
class TypedNull:
    """``null.int`` and its like; use :func:`typed_null`, which hands out one instance a type."""

    __slots__ = ("ion_type",)

    def __init__(self, ion_type: IonType) -> None:
        self.ion_type = ion_type

    def __repr__(self) -> str:
        return f"null.{self.ion_type.name.lower()}"

    def __reduce__(self) -> tuple[Any, ...]:
        return typed_null, (self.ion_type,)


TYPED_NULLS: Final[Mapping[IonType, TypedNull]] = {kind: TypedNull(kind) for kind in IonType}


def typed_null(ion_type: IonType) -> TypedNull | None:
    """The null of a type; ``null.null`` is plain ``None``."""
    return None if ion_type is IonType.NULL else TYPED_NULLS[ion_type]


class Symbol(str):
    """An Ion symbol.  Python finds it equal to the string of the same text; Ion does not."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"Symbol({str.__repr__(self)})"


@final
class UnknownSymbol(Symbol):
    """``$0``: a symbol whose text nobody knows.  There is one, :data:`SYMBOL_ZERO`.

    It equals nothing but itself, least of all the symbol whose text is dollar zero.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return "$0"

    def __eq__(self, other: object) -> bool:
        return self is other

    def __ne__(self, other: object) -> bool:
        return self is not other

    def __hash__(self) -> int:
        return 0x105

    def __reduce__(self) -> str:
        return "SYMBOL_ZERO"


SYMBOL_ZERO: Final = UnknownSymbol("$0")


class Clob(bytes):
    """Text of unknown encoding."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"Clob({bytes.__repr__(self)})"


class SExpression(list[Value]):
    """An Ion s-expression."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"SExpression({list.__repr__(self)})"


class Bag(list[Value]):
    """PartiQL's unordered collection.  Ion has no such type: it is written as a list."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"Bag({list.__repr__(self)})"


class Annotated(NamedTuple):
    """A value with annotations, outermost first.  Annotations are never nested."""

    annotations: tuple[str, ...]
    value: Value


class Struct:
    """Fields in the order in which they were written; a name may occur more than once.

    A field name is a ``str`` (``SYMBOL_ZERO`` for the unknown one).  ``get`` finds the first field of a name.
    Equality is Ion's (names, values and their types, in any order).
    """

    __slots__ = ("_fields",)

    def __init__(self, fields: Iterable[tuple[str, Value]] = ()) -> None:
        self._fields: tuple[tuple[str, Value], ...] = tuple(fields)

    def items(self) -> tuple[tuple[str, Value], ...]:
        """All fields, repeated names included."""
        return self._fields

    def get(self, name: str, default: Value = MISSING) -> Value:
        """The first value under ``name``, else ``default``."""
        for key, value in self.items():
            if key == name:
                return value
        return default

    def __getitem__(self, name: str) -> Value:
        value = self.get(name)
        if value is MISSING:
            raise KeyError(name)
        return value

    def keys(self) -> tuple[str, ...]:
        """All field names, repeated ones included."""
        return tuple(name for name, _ in self.items())

    def values(self) -> tuple[Value, ...]:
        """All field values, in order."""
        return tuple(value for _, value in self.items())

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self.get(name) is not MISSING

    def __iter__(self) -> Iterator[str]:
        return iter(self.keys())

    def __len__(self) -> int:
        return len(self.items())

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Struct):
            return NotImplemented
        from ledgershell.ion.equality import ion_equal

        return ion_equal(self, other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Struct({list(self.items())!r})"
