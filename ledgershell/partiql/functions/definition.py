"""What a row of the function registry says, and how it becomes something that can be called.

A row names its parameters' types, so that one place checks them, propagates unknowns and words the errors; an
implementation gets plain values of the right types and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable

from ledgershell.errors import EvaluationError
from ledgershell.ion.values import MISSING, Value
from ledgershell.partiql.dialect import Dialect
from ledgershell.partiql.types import (
    CONTAINERS,
    DATETIMES,
    INTERVALS,
    KINDS,
    LOBS,
    NUMBERS,
    SEQUENCES,
    TEXTS,
    Kind,
    kind_name,
    kind_of,
    plain,
)
from ledgershell.partiql.typing_errors import TypeMismatch, bad_argument
from ledgershell.static_typing import Any, Final, Literal, NamedTuple


class Parameter(NamedTuple):
    """The type of an argument: its name for people and the kinds it may be (empty: any)."""

    name: str
    kinds: frozenset[Kind]


ANY: Final = Parameter("value", frozenset())
BOOLEAN: Final = Parameter("boolean", frozenset({Kind.BOOL}))
TEXT: Final = Parameter("string", TEXTS)
BYTES: Final = Parameter("string or lob", TEXTS | LOBS)
INTEGER: Final = Parameter("whole number", frozenset({Kind.INT}))
NUMBER: Final = Parameter("number", NUMBERS)
AMOUNT: Final = Parameter("number or interval", NUMBERS | INTERVALS)
TIMESTAMP: Final = Parameter("timestamp", frozenset({Kind.TIMESTAMP, Kind.DATE}))
DATETIME: Final = Parameter("date, time or timestamp", DATETIMES)
TEMPORAL: Final = Parameter("date, time, timestamp or interval", DATETIMES | INTERVALS)
SERIES: Final = Parameter("number, date or timestamp", NUMBERS | {Kind.DATE, Kind.TIMESTAMP})
STEP: Final = Parameter("number or interval", NUMBERS | INTERVALS)
FORMATTED: Final = Parameter("timestamp, date, time or number", DATETIMES | NUMBERS)
CONTAINER: Final = Parameter("list, bag, sexp or struct", CONTAINERS)
COLLECTION: Final = Parameter("list, bag or sexp", SEQUENCES)
STRUCT: Final = Parameter("struct", frozenset({Kind.STRUCT}))

Implementation = Callable[..., Value]
Origin = Literal["PartiQL", "QLDB", "SQL extension"]


class Function(NamedTuple):
    """One function.

    ``name``            upper case
    ``signature``       for people, as in ``SUBSTRING(text, start [, length])``
    ``summary``         one line
    ``example``         an expression, and ``result``, the Ion text of its value
    ``origin``          who defined it; QLDB's functions are documented there, whether or not PartiQL has them too
    ``parameters``      types of the arguments; the last one stands for all further ones
    ``minimum``, ``maximum``  how many arguments there may be (``maximum`` ``None``: any number)
    ``implementation``  called with the arguments; before them the part if ``takes_part`` (a keyword of a call with
                        a syntax of its own: ``YEAR``, ``BOTH``; may be ``None``), and before all the
                        :class:`~ledgershell.partiql.runtime.Runtime` if ``wants_runtime``
    ``unknowns``        ``propagate``: a MISSING argument gives MISSING, else a null one null; ``own``: arguments come
                        as they are, types unchecked, annotations on
    ``qldb``            the implementation in the dialects of QLDB, where it documented something else
    ``qldb_checks``     whether a wrong type is an error there under permissive typing too
    ``distinct``        the implementation of ``f(DISTINCT x)``; ``None``: it takes no quantifier but ALL
    """

    name: str
    signature: str
    summary: str
    example: str
    result: str
    origin: Origin
    parameters: tuple[Parameter, ...]
    minimum: int
    implementation: Implementation
    maximum: int | None = -1
    unknowns: Literal["propagate", "own"] = "propagate"
    wants_runtime: bool = False
    takes_part: bool = False
    qldb: Implementation | None = None
    qldb_checks: bool = False
    distinct: Implementation | None = None

    @property
    def most(self) -> int | None:
        """The largest number of arguments; ``None`` is without limit."""
        return len(self.parameters) if self.maximum == -1 else self.maximum

    def accepts(self, count: int) -> bool:
        """Whether it can be called with so many arguments (the part not counted)."""
        return self.minimum <= count and (self.most is None or count <= self.most)


def bind(function: Function, dialect: Dialect, distinct: bool = False) -> Implementation:
    """What a compiled plan calls: ``call([runtime,] [part,] *arguments) -> value``.

    It raises :class:`TypeMismatch` for an argument of a wrong type, also where another argument is unknown, and
    propagates unknowns as the dialect says.
    """
    as_qldb = dialect.unknowns == "qldb" and function.origin == "QLDB"
    implementation = (function.qldb if as_qldb else None) or function.implementation
    if distinct:
        if function.distinct is None:
            raise bad_argument(function.name, "it takes no DISTINCT", hint=f"use: {function.signature}")
        implementation = function.distinct
    if function.unknowns == "own":
        return implementation
    leading = int(function.wants_runtime) + int(function.takes_part)
    accepted = [_python_types(parameter) for parameter in function.parameters]
    if leading == 0 and function.most == 1:
        return _bind_one(function, implementation, accepted[0], as_qldb)
    return _bind_any(function, implementation, accepted, leading, as_qldb)


def _python_types(parameter: Parameter) -> frozenset[type]:
    """The types of values that need no further look.  (Lazy ones, not known yet, are looked at.)"""
    return frozenset(
        made for made, kind in KINDS.items() if kind > Kind.NULL and (not parameter.kinds or kind in parameter.kinds)
    )


def _bind_one(
    function: Function, implementation: Implementation, accepted: frozenset[type], as_qldb: bool
) -> Implementation:
    def call(value: Value) -> Value:
        if type(value) in accepted:
            return implementation(value)
        return _checked(function, implementation, (value,), 0, as_qldb)

    return call


def _bind_any(
    function: Function, implementation: Implementation, accepted: list[frozenset[type]], leading: int, as_qldb: bool
) -> Implementation:
    further = accepted[-1:] if function.most is None else []

    def call(*arguments: Any) -> Value:
        expected = accepted + further * (len(arguments) - leading - len(accepted)) if further else accepted
        for value, types in zip(arguments[leading:], expected, strict=False):
            if type(value) not in types:
                return _checked(function, implementation, arguments, leading, as_qldb)
        return implementation(*arguments)

    return call


def _checked(
    function: Function, implementation: Implementation, arguments: tuple[Any, ...], leading: int, as_qldb: bool
) -> Value:
    """The call with annotations taken off, types checked and unknowns propagated."""
    values = [plain(value) for value in arguments[leading:]]
    kinds = [kind_of(value) for value in values]
    unknown = min(kinds) <= Kind.NULL
    if unknown and as_qldb:
        return None
    for place, kind in enumerate(kinds):
        parameter = function.parameters[min(place, len(function.parameters) - 1)]
        if kind > Kind.NULL and parameter.kinds and kind not in parameter.kinds:
            raise _wrong_type(function, place + 1, parameter, values[place], as_qldb)
    if unknown:
        return MISSING if Kind.MISSING in kinds else None
    return implementation(*arguments[:leading], *values)


def _wrong_type(
    function: Function, position: int, parameter: Parameter, value: Value, as_qldb: bool
) -> EvaluationError:
    message = f"{function.name}: argument {position} is a {kind_name(value)}, not a {parameter.name}"
    if as_qldb and function.qldb_checks:
        return EvaluationError("LS-EVAL-010", message, hint=f"use: {function.signature}")
    return TypeMismatch(message, hint=f"use: {function.signature}")
