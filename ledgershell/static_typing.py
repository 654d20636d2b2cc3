"""What :mod:`typing` offers, at a tenth of its price, for modules that every run of the program imports.

Importing ``typing`` and making a hundred of its named tuples takes longer than Python itself takes to start.  Yet
all that a run needs of it are the named tuples: annotations are never evaluated (``from __future__ import
annotations``), and a type checker reads them in the text.  So write::

    from ledgershell.static_typing import TYPE_CHECKING, Any, Final, NamedTuple

A type checker sees ``typing``'s own names here.  A run gets a :class:`NamedTuple` that does the same and is made
faster, and for every other name something that stands for nothing.  Modules that only some runs import may as well
use ``typing`` itself.
"""

from __future__ import annotations

TYPE_CHECKING = False
"""Type checkers take any variable of this name for true."""

if TYPE_CHECKING:
    from typing import (
        IO,
        Any,
        ClassVar,
        Final,
        Literal,
        NamedTuple,
        NoReturn,
        Protocol,
        Self,
        TextIO,
        TypeAlias,
        TypeVar,
        cast,
        dataclass_transform,
        final,
    )
else:
    from _collections import _tuplegetter  # what collections.namedtuple reads its fields with

    class _NamedTupleType(type):
        """Makes a tuple with named fields out of a class that only declares fields."""

        def __new__(mcs, name, bases, namespace):
            fields = tuple(namespace.get("__annotations__", ()))
            namespace["_field_defaults"] = {field: namespace[field] for field in fields if field in namespace}
            namespace["_fields"] = namespace["__match_args__"] = fields
            namespace["__slots__"] = ()
            for index, field in enumerate(fields):
                namespace[field] = _tuplegetter(index, None)
            return super().__new__(mcs, name, bases, namespace)

    class NamedTuple(tuple, metaclass=_NamedTupleType):
        """As ``typing.NamedTuple``.  Most classes of a run have no instance, so constructors are made when called."""

        __slots__ = ()

        def __new__(cls, *values, **named):
            # The same text as in collections.namedtuple: nothing written in Python builds a tuple faster.
            parameters = "".join(f"{field}, " for field in cls._fields)
            text = f"lambda _cls, {parameters}: _new(_cls, ({parameters}))"
            constructor = eval(text, {"_new": tuple.__new__})  # noqa: S307 - field names of our own classes
            constructor.__defaults__ = tuple(cls._field_defaults.values())
            constructor.__name__ = "__new__"
            cls.__new__ = staticmethod(constructor)
            return constructor(cls, *values, **named)

        _make = classmethod(tuple.__new__)  # one call into C, for the rows of a query

        def _replace(self, **changes):
            return type(self)(**{**self._asdict(), **changes})

        def _asdict(self):
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self):
            inside = ", ".join(f"{field}={value!r}" for field, value in zip(self._fields, self, strict=True))
            return f"{type(self).__name__}({inside})"

        def __getnewargs__(self):
            return tuple(self)

    class _Nothing:
        """Stands for a name that only type checkers read, however it is combined: ``Literal["a"] | None``."""

        def __getitem__(self, _):
            return self

        def __or__(self, _):
            return self

        __ror__ = __or__

    IO = Any = ClassVar = Final = Literal = NoReturn = Self = TextIO = TypeAlias = _Nothing()

    class Protocol:
        """The methods that a class must have to be accepted."""

    def TypeVar(_name, *_constraints, **_options):  # noqa: N802 - typing's name
        return Any

    def cast(_type, value):
        return value

    def final(decorated):
        return decorated

    def dataclass_transform(**_options):
        return final


__all__ = [
    "IO",
    "TYPE_CHECKING",
    "Any",
    "ClassVar",
    "Final",
    "Literal",
    "NamedTuple",
    "NoReturn",
    "Protocol",
    "Self",
    "TextIO",
    "TypeAlias",
    "TypeVar",
    "cast",
    "dataclass_transform",
    "final",
]
