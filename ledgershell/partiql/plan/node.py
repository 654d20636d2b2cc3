"""The base of all plan nodes: immutable, slotted, compared by structure.

Named tuples would do, but two of unlike type are equal when their fields are, and each costs fourteen times as much
to create at start-up.  A node's class is nothing but its annotated fields; the metaclass makes the slots.
"""

from __future__ import annotations

from ledgershell.static_typing import Any, ClassVar, TypeVar, dataclass_transform

_Node = TypeVar("_Node", bound="Node")

IGNORED = frozenset(("span", "function"))
"""Fields that do not count in comparisons: where a node came from is not what it means, and the Python function of a
call is made anew each time; its name and details say which it is."""


@dataclass_transform(frozen_default=True, eq_default=False)
class NodeType(type):
    """Turns annotated fields into slots and their values into defaults."""

    def __new__(mcs, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> NodeType:
        fields = tuple(field for field in namespace.get("__annotations__", ()) if not field.isupper())
        namespace["DEFAULTS"] = {field: namespace.pop(field) for field in fields if field in namespace}
        namespace["FIELDS"] = fields
        namespace["__slots__"] = fields
        namespace["__match_args__"] = fields
        return super().__new__(mcs, name, bases, namespace)


class Node(metaclass=NodeType):
    """A plan node.  Subclasses are final and only declare fields; there is no inheritance of fields."""

    FIELDS: ClassVar[tuple[str, ...]]
    DEFAULTS: ClassVar[dict[str, Any]]

    def __init__(self, *values: Any, **named: Any) -> None:
        put = object.__setattr__
        fields = self.FIELDS
        for field, value in zip(fields, values, strict=False):
            put(self, field, value)
        for field in fields[len(values) :]:
            if field in named:
                put(self, field, named.pop(field))
            elif field in self.DEFAULTS:
                put(self, field, self.DEFAULTS[field])
            else:
                raise TypeError(f"{type(self).__name__} lacks {field}")
        if named or len(values) > len(fields):
            raise TypeError(f"{type(self).__name__} has no such field: {sorted(named)}")

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is immutable")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and all(
            same(getattr(self, field), getattr(other, field)) for field in self.FIELDS if field not in IGNORED
        )

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        inside = ", ".join(f"{field}={getattr(self, field)!r}" for field in self.FIELDS if field not in IGNORED)
        return f"{type(self).__name__}({inside})"


def same(left: Any, right: Any) -> bool:
    """Whether two parts of a plan are alike, types included: ``1`` is neither ``True`` nor ``1.0``."""
    if left is right:
        return True
    if type(left) is not type(right):
        return False
    if isinstance(left, (tuple, list)):
        return len(left) == len(right) and all(map(same, left, right))
    if hasattr(left, "as_tuple"):
        return bool(left.as_tuple() == right.as_tuple())
    return bool(left == right)


def changed(node: _Node, **fields: Any) -> _Node:
    """A copy with some fields replaced."""
    values = [fields.get(field, getattr(node, field)) for field in node.FIELDS]
    return type(node)(*values)


_Kind = TypeVar("_Kind")


def expect(value: object, kind: type[_Kind]) -> _Kind:
    """The value, which is of this class unless the program is wrong."""
    if not isinstance(value, kind):
        raise AssertionError(f"{type(value).__name__} where {kind.__name__} is expected")
    return value
