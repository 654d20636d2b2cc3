"""GROUP BY and aggregates: one pass over the input, one state a group in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ledgershell.ion.equality import equality_key
from ledgershell.ion.values import MISSING, Bag, Struct, Value
from ledgershell.partiql.accumulators import Accumulator
from ledgershell.partiql.compiler.frame import Compiler, Evaluator, Frame, Producer
from ledgershell.partiql.plan import relations as plan
from ledgershell.partiql.runtime import CHECK_INTERVAL, checked
from ledgershell.partiql.typing_errors import TypeMismatch

_MASK = CHECK_INTERVAL - 1


class _State:
    """What is kept of one group."""

    __slots__ = ("accumulators", "keys", "members")

    def __init__(self, keys: list[Value], accumulators: list[Accumulator]) -> None:
        self.keys = keys
        self.accumulators = accumulators
        self.members = Bag()


def compile_group(node: plan.Group, compiler: Compiler) -> Producer:
    """Groups come out in the order in which their first rows came in.

    A null key and a missing key are one group.
    """
    produce = compiler.relation(node.input)
    keeps_missing = node.keeps_missing
    for_keys = compiler.permissive() if keeps_missing else compiler
    keys = [for_keys.expression(key) for _, key in node.keys]
    key_places = [place for place, _ in node.keys]
    aggregate_places = [place for place, _ in node.aggregates]
    starts = [_start(aggregate) for _, aggregate in node.aggregates]
    arguments = [[compiler.expression(one) for one in aggregate.arguments] for _, aggregate in node.aggregates]
    strict = compiler.strict
    member_place, member_fields = _members(node, compiler)

    def group(frame: Frame) -> Iterator[None]:
        groups: dict[tuple[bytes, ...], _State] = {}
        if not keys:
            groups[()] = _State([], [start() for start in starts])
        for count, _ in enumerate(produce(frame)):
            if not count & _MASK:
                frame[0].check()
            values = [key(frame) for key in keys]
            known = [None if value is MISSING else value for value in values]
            group_key = tuple(map(equality_key, known))
            state = groups.get(group_key)
            if state is None:
                state = groups[group_key] = _State(values if keeps_missing else known, [start() for start in starts])
            for target, evaluators in zip(state.accumulators, arguments, strict=True):
                target.add(*[evaluate(frame) for evaluate in evaluators])
            if member_place is not None:
                state.members.append(
                    Struct([(name, value) for name, field in member_fields if (value := field(frame)) is not MISSING])
                )
        for state in checked(groups.values(), frame[0].check):
            for place, value in zip(key_places, state.keys, strict=True):
                frame[place] = value
            for place, target in zip(aggregate_places, state.accumulators, strict=True):
                frame[place] = _result(target, strict)
            if member_place is not None:
                frame[member_place] = state.members
            yield

    return group


def _start(aggregate: plan.Accumulation) -> Callable[[], Accumulator]:
    row, quantifier, star = aggregate.aggregate, aggregate.quantifier, not aggregate.arguments
    return lambda: row.start(quantifier, star)


def _result(accumulator: Accumulator, strict: bool) -> Value:
    """The aggregate; one that met a value of a wrong type is MISSING, or raises, as the dialect says."""
    try:
        return accumulator.result()
    except TypeMismatch:
        if strict:
            raise
        return MISSING


def _members(node: plan.Group, compiler: Compiler) -> tuple[int | None, list[tuple[str, Evaluator]]]:
    if node.members is None:
        return None, []
    place, fields = node.members
    return place, [(name, compiler.expression(expression)) for name, expression in fields]
