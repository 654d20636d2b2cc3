"""What documents look like: their fields, the fields of those, and the elements of lists, learnt from samples.

A ledger's tables have no declared fields, so completion shows those that were seen.  What is learnt is bounded, since
documents are somebody else's: names that are no names (long ones, or such as a terminal would obey) are left out, and
so is all that is deeper or more than a person would complete.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ledgershell.ion.values import Annotated, Bag, SExpression, Struct, Value
from ledgershell.render.safe_text import is_safe
from ledgershell.static_typing import Final, Protocol

DEEPEST: Final = 12
MOST_FIELDS: Final = 200
"""Of one struct: more than that are keys made of data."""
MOST_ELEMENTS: Final = 5
"""Of one list that are looked at."""
LONGEST_NAME: Final = 64


class Names(Protocol):
    """What a type is called."""

    def __call__(self, value: Value) -> str: ...


class Shape:
    """``fields`` of a struct, ``elements`` of a collection, and the ``types`` seen, each once."""

    __slots__ = ("elements", "fields", "types")

    def __init__(self, fields: Mapping[str, Shape] | None = None, elements: Shape | None = None, *types: str) -> None:
        self.fields: dict[str, Shape] = dict(fields or {})
        self.elements = elements
        self.types: dict[str, None] = dict.fromkeys(types)

    def learn(self, value: Value, type_name: Names, depth: int = 0) -> None:
        """Take one more value into account."""
        while isinstance(value, Annotated):
            value = value.value
        self.types[type_name(value)] = None
        if depth >= DEEPEST:
            return
        if isinstance(value, Struct):
            for name, field in value.items():
                shape = self.fields.get(name)
                if shape is None:
                    if len(self.fields) >= MOST_FIELDS or not _is_name(name):
                        continue
                    shape = self.fields[name] = Shape()
                shape.learn(field, type_name, depth + 1)
        elif isinstance(value, list | Bag | SExpression):
            for position, element in enumerate(value):
                if position >= MOST_ELEMENTS:
                    break
                self.elements = self.elements or Shape()
                self.elements.learn(element, type_name, depth + 1)

    def field(self, name: str) -> Shape | None:
        """The shape under a name: exactly that one, else the only one that differs in case."""
        found = self.fields.get(name)
        if found is None:
            folded = [shape for other, shape in self.fields.items() if other.lower() == name.lower()]
            found = folded[0] if len(folded) == 1 else None
        return found


def _is_name(name: str) -> bool:
    return 0 < len(name) <= LONGEST_NAME and is_safe(name)


def walked(shape: Shape, path: Sequence[str | None]) -> Shape:
    """What a path leads to, ``None`` in it being an element; nothing is known of what is not there."""
    for step in path:
        inside = shape.elements if step is None else shape.field(step)
        if inside is None:
            return Shape()
        shape = inside
    return shape


def rows_of(document: Shape) -> Shape:
    """A table of such documents."""
    return Shape(None, document, "bag")


def _text() -> Shape:
    return Shape(None, None, "string")


def _whole_number() -> Shape:
    return Shape(None, None, "int")


def _address() -> Shape:
    return Shape({"strandId": _text(), "sequenceNo": _whole_number()}, None, "struct")


def _metadata() -> Shape:
    times = Shape(None, None, "timestamp")
    fields = {"id": _text(), "version": _whole_number(), "txTime": times, "txId": _text()}
    return Shape(fields, None, "struct")


def committed(document: Shape) -> Shape:
    """A row of ``_ql_committed_T`` and of ``history(T)``."""
    hashes = Shape(None, None, "blob")
    fields = {"blockAddress": _address(), "hash": hashes, "data": document, "metadata": _metadata()}
    return Shape(fields, None, "struct")


def change(document: Shape) -> Shape:
    """A row of ``changes(T)``."""
    fields = {
        "operation": _text(),
        "old": document,
        "new": document,
        "metadata": _metadata(),
        "blockAddress": _address(),
    }
    return Shape(fields, None, "struct")


def user_table() -> Shape:
    """A row of ``information_schema.user_tables``."""
    index = Shape({"indexId": _text(), "expr": _text(), "status": _text()}, None, "struct")
    fields = {"tableId": _text(), "name": _text(), "indexes": Shape(None, index, "list"), "status": _text()}
    return Shape(fields, None, "struct")
