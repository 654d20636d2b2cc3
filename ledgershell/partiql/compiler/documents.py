"""Making a new document from an old one: set, insert, remove at a place inside.

Documents are never changed; what lies beside the path is shared.  All operations on one document speak of the places
of the old one: removed elements of lists leave a hole until the end, and insertions come after everything else.
"""

from __future__ import annotations

from collections.abc import Callable

from ledgershell.errors import EvaluationError, Span
from ledgershell.ion.values import MISSING, Annotated, SExpression, Struct, Symbol, Value
from ledgershell.partiql.types import kind_name
from ledgershell.static_typing import Final, Literal, NamedTuple


class Operation(NamedTuple):
    """One change: what, where, the value, and for an insertion the key behind AT."""

    action: Literal["set", "insert", "remove"]
    place: list[Value]
    value: Value
    key: Value
    span: Span | None


class _Hole:
    """Where an element was; never seen outside this module."""


_HOLE: Final = _Hole()


class Untouched:
    """What comes out where there was nothing to do.

    A part that is set to what it was before is touched all the same, so it is not enough to compare old and new.
    """


UNTOUCHED: Final = Untouched()


def apply(document: Struct, operations: list[Operation]) -> Struct | Untouched | None:
    """The new document; ``None`` when it is deleted; ``UNTOUCHED`` when no operation found anything to do."""
    if any(operation.action == "remove" and not operation.place for operation in operations):
        return None
    result: Value = document
    touched = holes = False
    for operation in sorted(operations, key=_insertions_last):
        changed = _changed(result, operation, 0)
        if changed is not UNTOUCHED:
            result, touched = changed, True
            holes = holes or operation.action == "remove"
    if not touched:
        return UNTOUCHED
    if holes:
        result = _without_holes(result)
    if not isinstance(result, Struct):
        raise EvaluationError(
            "LS-EVAL-032",
            f"a document must be a struct, this is a {kind_name(result)}",
            span=operations[-1].span,
        )
    return result


def _insertions_last(operation: Operation) -> bool:
    return operation.action == "insert"


def _changed(value: Value, operation: Operation, depth: int) -> Value:
    """The value with the operation done at ``place[depth:]``; ``UNTOUCHED`` when there is nothing to do."""
    if type(value) is Annotated:
        inside = _changed(value.value, operation, depth)
        return inside if inside is UNTOUCHED else Annotated(value.annotations, inside)
    if depth == len(operation.place):
        return _done(value, operation)
    step = operation.place[depth]
    if type(step) is int:
        return _changed_element(value, step, operation, depth)
    if type(step) in (str, Symbol):
        return _changed_field(value, str(step), operation, depth)
    raise _refusal(operation, f"a path step must be a name or a number, not a {kind_name(step)}")


def _done(value: Value, operation: Operation) -> Value:
    """At the place itself; the caller takes MISSING and holes out."""
    if operation.action == "insert":
        return _inserted(value, operation)
    new = operation.value if operation.action == "set" else MISSING
    return UNTOUCHED if new is MISSING and value is MISSING else new


def _changed_field(value: Value, name: str, operation: Operation, depth: int) -> Value:
    if value is MISSING and operation.action != "remove":
        value = Struct()
    if not isinstance(value, Struct):
        if operation.action == "remove":
            return UNTOUCHED
        raise _refusal(operation, f"there is no field {name!r} in a {kind_name(value)}")
    old = value.get(name)
    new = _changed(old, operation, depth + 1)
    if new is UNTOUCHED:
        return UNTOUCHED
    if old is MISSING:
        return Struct((*value.items(), (name, new)))
    return _with_field(value, name, new)


def _with_field(struct: Struct, name: str, new: Value) -> Struct:
    """The struct with the first field of that name replaced, or left out when ``new`` is MISSING."""
    fields = []
    pending = True
    for field in struct.items():
        if pending and field[0] == name:
            pending = False
            if new is MISSING:
                continue
            field = (name, new)
        fields.append(field)
    return Struct(fields)


def _changed_element(value: Value, index: int, operation: Operation, depth: int) -> Value:
    if not isinstance(value, list) or not 0 <= index < len(value):
        if operation.action == "remove":
            return UNTOUCHED
        what = f"a list of {len(value)}" if isinstance(value, list) else f"a {kind_name(value)}"
        raise _refusal(operation, f"there is no element {index} in {what}")
    old = value[index]
    if old is _HOLE:
        return UNTOUCHED
    new = _changed(old, operation, depth + 1)
    if new is UNTOUCHED:
        return UNTOUCHED
    copy = _same_type(value)(value)
    copy[index] = _HOLE if new is MISSING else new
    return copy


def _same_type(value: list[Value]) -> Callable[[list[Value]], list[Value]]:
    return SExpression if type(value) is SExpression else list


def _inserted(value: Value, operation: Operation) -> Value:
    new, key = operation.value, operation.key
    if new is MISSING:
        return UNTOUCHED
    if type(key) in (str, Symbol):
        if value is MISSING:
            value = Struct()
        if not isinstance(value, Struct):
            raise _refusal(operation, f"a field cannot be inserted into a {kind_name(value)}")
        if value.get(str(key)) is not MISSING:
            raise _refusal(operation, f"there is a field {str(key)!r} already", "SET replaces it")
        return Struct((*value.items(), (str(key), new)))
    if value is MISSING:
        value = []
    if not isinstance(value, list):
        hint = "AT 'name' says under which name" if isinstance(value, Struct) else None
        raise _refusal(operation, f"an element cannot be inserted into a {kind_name(value)}", hint)
    position = len(value) if key is None else key
    if type(position) is not int or not 0 <= position <= len(value):
        raise _refusal(operation, f"AT needs a position from 0 to {len(value)}")
    copy = _same_type(value)(value)
    copy.insert(position, new)
    return copy


def _without_holes(value: Value) -> Value:
    """The value without what was removed; what has no holes inside is kept as it is."""
    if isinstance(value, Struct):
        if type(value) is not Struct:
            return value
        fields = [(name, _without_holes(item)) for name, item in value.items()]
        if all(new is old for (_, new), old in zip(fields, value.values(), strict=True)):
            return value
        return Struct(fields)
    if isinstance(value, list):
        items = [_without_holes(item) for item in value if item is not _HOLE]
        if len(items) == len(value) and all(new is old for new, old in zip(items, value, strict=True)):
            return value
        return _same_type(value)(items)
    return value


def _refusal(operation: Operation, reason: str, hint: str | None = None) -> EvaluationError:
    return EvaluationError("LS-EVAL-033", reason, span=operation.span, hint=hint)
