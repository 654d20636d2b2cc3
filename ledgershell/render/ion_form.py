"""Values as Ion text, Ion binary and JSON: the ion room's writers, for every value that a query can yield.

A result may hold what Ion has no type for: MISSING, and PartiQL's dates, times and intervals.  Those are written as
annotated Ion, the way PartiQL's own tools do: ``$missing::null``, ``$date::2024-02-29``.  A bag becomes a list.
"""

from __future__ import annotations

from ledgershell.errors import IonError
from ledgershell.ion.json_writer import to_json
from ledgershell.ion.text_writer import write_text
from ledgershell.ion.values import MISSING, Annotated, Bag, SExpression, Struct, Value

_MISSING = Annotated(("$missing",), None)
_NO_ION_FORM = "LS-ION-003"


def ion_line(value: Value) -> str:
    """The value as Ion text on one line."""
    try:
        return write_text(value)
    except IonError as error:
        if error.code != _NO_ION_FORM:
            raise
    return write_text(as_ion(value))


def ion_pretty(value: Value) -> str:
    """The value as indented Ion text."""
    try:
        return write_text(value, pretty=True)
    except IonError as error:
        if error.code != _NO_ION_FORM:
            raise
    return write_text(as_ion(value), pretty=True)


def ion_bytes(value: Value) -> bytes:
    """The value as a complete binary Ion stream: version marker, symbol table, value."""
    from ledgershell.ion import dumps

    try:
        return dumps(value, binary=True)
    except IonError as error:
        if error.code != _NO_ION_FORM:
            raise
    return dumps(as_ion(value), binary=True)


def json_form(value: Value) -> str:
    """The value as JSON text on one line, converted down; MISSING is ``null``."""
    try:
        return to_json(value)
    except IonError as error:
        if error.code != _NO_ION_FORM:
            raise
    return to_json(as_ion(value))


def as_ion(value: Value) -> Value:
    """The value with everything that Ion has no type for replaced by its Ion form."""
    if value is MISSING:
        return _MISSING
    kind = type(value)
    if kind in (list, Bag):
        return [as_ion(item) for item in value]
    if kind is SExpression:
        return SExpression(as_ion(item) for item in value)
    if isinstance(value, Struct):
        return Struct((name, as_ion(item)) for name, item in value.items() if item is not MISSING)
    if kind is Annotated:
        return Annotated(value.annotations, as_ion(value.value))
    convert = getattr(value, "to_ion", None)
    return value if convert is None else convert()
