"""EXCLUDE: a value without the parts that some paths name.

All paths speak of the value as it was: ``EXCLUDE t.a[0], t.a[1]`` takes the first two elements away.  A path that
does not fit the value does nothing (PartiQL RFC 0051).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ledgershell.ion.values import Annotated, Bag, SExpression, Struct, Value
from ledgershell.static_typing import NamedTuple


class FieldName(NamedTuple):
    """``.name``; ``exact`` false: of any case."""

    name: str
    exact: bool


class Position(NamedTuple):
    """``[index]``."""

    number: int


class EveryField(NamedTuple):
    """``.*``."""


class EveryElement(NamedTuple):
    """``[*]``."""


Step = FieldName | Position | EveryField | EveryElement
Path = tuple[Step, ...]


def excluder(paths: Sequence[Path]) -> Callable[[Value], Value]:
    """The function that takes these parts out of a value."""
    return lambda value: _without(value, list(paths))


def _without(value: Value, paths: list[Path]) -> Value:
    if isinstance(value, Struct):
        return _struct_without(value, paths)
    if isinstance(value, list):
        return _list_without(value, paths)
    if type(value) is Annotated:
        return Annotated(value.annotations, _without(value.value, paths))
    return value


def _struct_without(struct: Struct, paths: list[Path]) -> Value:
    fields = []
    for name, item in struct.items():
        deeper = [path[1:] for path in paths if _names(path[0], name)]
        if () in deeper:
            continue
        fields.append((name, _without(item, deeper) if deeper else item))
    return Struct(fields)


def _names(step: Step, name: str) -> bool:
    if type(step) is FieldName:
        return step.name == name if step.exact else step.name.lower() == name.lower()
    return type(step) is EveryField


def _list_without(items: list[Value], paths: list[Path]) -> Value:
    kind = type(items) if type(items) in (Bag, SExpression) else list
    kept = []
    for position, item in enumerate(items):
        deeper = [path[1:] for path in paths if _counts(path[0], position, kind)]
        if () in deeper:
            continue
        kept.append(_without(item, deeper) if deeper else item)
    return kind(kept)


def _counts(step: Step, position: int, kind: type) -> bool:
    if type(step) is Position:
        return kind is not Bag and step.number == position
    return type(step) is EveryElement
