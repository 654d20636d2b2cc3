"""Functions on lists, bags, s-expressions and structs."""

from __future__ import annotations

from ledgershell.errors import EvaluationError
from ledgershell.ion.values import MISSING, Struct, Value
from ledgershell.partiql.functions.definition import ANY, COLLECTION, CONTAINER, STRUCT, Function
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


def tuple_union(*structs: Struct) -> Struct:
    """The fields of all structs, in order; a repeated name is kept as often as it comes (specification, section 6)."""
    return Struct([field for struct in structs for field in struct.items()])


def collection_to_scalar(collection: list[Value]) -> Value:
    """What SQL makes of a subquery where one value is wanted (specification, section 9)."""
    if not collection:
        return None
    row = plain(collection[0])
    if len(collection) > 1 or not isinstance(row, Struct) or len(row) != 1:
        raise TypeMismatch("COLL_TO_SCALAR takes a collection of one struct of one field")
    return row.values()[0]


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
    Function(
        "TUPLEUNION",
        "TUPLEUNION(struct, …)",
        "One struct of the fields of all, as SELECT a.*, b.* makes it",
        "TUPLEUNION({'a': 1}, {'b': 2})",
        "{a: 1, b: 2}",
        "PartiQL",
        (STRUCT,),
        1,
        tuple_union,
        maximum=None,
    ),
    Function(
        "COLL_TO_SCALAR",
        "COLL_TO_SCALAR(collection)",
        "The only field of the only struct of a collection; null when there is none",
        "COLL_TO_SCALAR(<<{'a': 1}>>)",
        "1",
        "PartiQL",
        (COLLECTION,),
        1,
        collection_to_scalar,
    ),
)
