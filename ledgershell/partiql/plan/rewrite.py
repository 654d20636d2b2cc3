"""Walking and rewriting plans, whatever their nodes are."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ledgershell.partiql.plan.expressions import Slot
from ledgershell.partiql.plan.node import Node
from ledgershell.partiql.sources import AccessPath
from ledgershell.static_typing import Any


def nodes(part: Any) -> Iterator[Node]:
    """Every node in a part of a plan, parents first."""
    pending = [part]
    while pending:
        item = pending.pop()
        if isinstance(item, Node):
            yield item
            pending.extend(getattr(item, field) for field in reversed(item.FIELDS))
        elif isinstance(item, tuple) and type(item) is not AccessPath:
            pending.extend(reversed(item))


def slots_of(part: Any) -> frozenset[int]:
    """The slots that are read anywhere in a part of a plan, those of nested queries included."""
    return frozenset(node.index for node in nodes(part) if type(node) is Slot)


def transform(part: Any, replace: Callable[[Node], Node | None]) -> Any:
    """The part with nodes replaced, from the top down; a replacement is not looked into again."""
    if isinstance(part, Node):
        replacement = replace(part)
        if replacement is not None:
            return replacement
        values = [getattr(part, field) for field in part.FIELDS]
        rewritten = [transform(value, replace) for value in values]
        if all(new is old for new, old in zip(rewritten, values, strict=True)):
            return part
        return type(part)(*rewritten)
    if isinstance(part, tuple) and type(part) is not AccessPath:
        items = [transform(item, replace) for item in part]
        if all(new is old for new, old in zip(items, part, strict=True)):
            return part
        return type(part)._make(items) if hasattr(part, "_make") else tuple(items)
    return part
