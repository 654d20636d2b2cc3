"""Functions on lists, bags, s-expressions and structs."""

from __future__ import annotations

from ledgershell.errors import EvaluationError
from ledgershell.ion.values import MISSING, Value
from ledgershell.partiql.functions.definition import ANY, CONTAINER, Function
from ledgershell.partiql.types import CONTAINERS, Kind, kind_name, kind_of, plain
from ledgershell.partiql.typing_errors import TypeMismatch
from ledgershell.static_typing import Final


def size(container: Value) -> int:
    """Elements of a collection, fields of a struct (repeated names count)."""
    return len(container)


def exists(container: Value) -> Value:
    """Whether there is any element or field; unknowns propagate."""
    container = plain(container)
    kind = kind_of(container)
    if kind <= Kind.NULL:
        return MISSING if kind is Kind.MISSING else None
    if kind not in CONTAINERS:
        raise TypeMismatch(f"EXISTS takes a list, bag, sexp or struct, not a {kind_name(container)}")
    return len(container) > 0


def exists_qldb(container: Value) -> bool:
    """As QLDB has it: an error for anything that is no container, null and MISSING included."""
    container = plain(container)
    if kind_of(container) not in CONTAINERS:
        raise EvaluationError("LS-EVAL-010", f"EXISTS takes a list, bag, sexp or struct, not a {kind_name(container)}")
    return len(container) > 0


FUNCTIONS: Final = (
    Function(
        "SIZE",
        "SIZE(container)",
        "The number of elements of a list, bag or sexp, or of fields of a struct",
        "SIZE([1, 2, 3])",
        "3",
        "QLDB",
        (CONTAINER,),
        1,
        size,
        qldb_checks=True,
    ),
    Function(
        "CARDINALITY",
        "CARDINALITY(container)",
        "The number of elements of a list, bag or sexp, or of fields of a struct",
        "CARDINALITY(<<1, 2>>)",
        "2",
        "PartiQL",
        (CONTAINER,),
        1,
        size,
    ),
    Function(
        "EXISTS",
        "EXISTS(container)",
        "Whether a list, bag, sexp, struct or subquery has anything in it",
        "EXISTS(SELECT * FROM [1, 2])",
        "true",
        "QLDB",
        (ANY,),
        1,
        exists,
        unknowns="own",
        qldb=exists_qldb,
    ),
)
