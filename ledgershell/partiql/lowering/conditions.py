"""Conditions: taking WHERE apart, and telling sources what concerns them."""

from __future__ import annotations

from ledgershell.partiql.plan import expressions as plan
from ledgershell.partiql.plan.node import Node
from ledgershell.partiql.plan.relations import Binding
from ledgershell.partiql.plan.rewrite import slots_of
from ledgershell.partiql.sources import Condition
from ledgershell.static_typing import NamedTuple

MIRRORED = {"=": "=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
"""``a < b`` is ``b > a``."""


class Offer(NamedTuple):
    """A conjunct as a source understands it, with the expression of its right side."""

    condition: Condition
    value: Node
    conjunct: Node


def conjuncts(condition: Node | None) -> list[Node]:
    """The parts that must all be true; nested ANDs are opened."""
    if condition is None:
        return []
    if isinstance(condition, plan.And):
        return [part for operand in condition.operands for part in conjuncts(operand)]
    return [condition]


def offers(parts: list[Node], binding: Binding) -> list[Offer]:
    """What a source that fills ``binding`` can be told of these conjuncts."""
    found = (offer(part, binding) for part in parts)
    return [one for one in found if one is not None]


def offer(part: Node, binding: Binding) -> Offer | None:
    """One conjunct: ``path op value``, ``value op path`` or ``path IN value``, the value free of the source's slots."""
    if not isinstance(part, plan.Call) or len(part.arguments) != 2:
        return None
    left, right = part.arguments
    if part.name == "IN":
        return _offer(left, "IN", right, part, binding)
    mirrored = MIRRORED.get(part.name)
    if mirrored is None:
        return None
    return _offer(left, part.name, right, part, binding) or _offer(right, mirrored, left, part, binding)


def _offer(side: Node, operator: str, value: Node, part: Node, binding: Binding) -> Offer | None:
    own = {slot for slot in binding if slot is not None}
    if slots_of(value) & own:
        return None
    if isinstance(side, plan.Slot) and binding.by is not None and side.index == binding.by:
        return Offer(Condition((), operator, True), value, part)  # type: ignore[arg-type]
    path = path_of(side, binding.value)
    return None if not path else Offer(Condition(path, operator), value, part)  # type: ignore[arg-type]


def path_of(node: Node, slot: int) -> tuple[str, ...] | None:
    """The exact path from the variable in ``slot`` to this expression, or ``None``."""
    steps: list[str] = []
    while isinstance(node, plan.Field) and node.exact:
        steps.append(node.name)
        node = node.base
    if isinstance(node, plan.Slot) and node.index == slot:
        return tuple(reversed(steps))
    return None


class Equality(NamedTuple):
    """``left = right`` where each side belongs to one side of a join."""

    left: Node
    right: Node
    conjunct: Node


def equality(part: Node, left: frozenset[int], right: frozenset[int]) -> Equality | None:
    """The conjunct as an equality between slots of the left and slots of the right side, if it is one."""
    if isinstance(part, plan.Tolerant):
        part = part.expression
    if not isinstance(part, plan.Call) or part.name != "=":
        return None
    first, second = part.arguments
    first_slots, second_slots = slots_of(first), slots_of(second)
    for one, other, mine, theirs in (
        (first, second, first_slots, second_slots),
        (second, first, second_slots, first_slots),
    ):
        if theirs & right and not theirs & left and not mine & right:
            return Equality(one, other, part)
    return None
