"""Joins: nested loops, kept right sides, hash tables.

All of them yield the left's rows in order and, for each, the right's rows in order, so which one is chosen never
shows in the result.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import itemgetter

from ledgershell.errors import EvaluationError
from ledgershell.ion.equality import equality_key
from ledgershell.ion.values import MISSING, TypedNull, Value
from ledgershell.partiql.compiler.frame import Compiler, Evaluator, Frame, Producer, all_true
from ledgershell.partiql.plan import relations as plan
from ledgershell.partiql.runtime import CHECK_INTERVAL, checked
from ledgershell.static_typing import Any, Final

_MASK = CHECK_INTERVAL - 1

Saved = tuple[Any, ...]


def saver(places: tuple[int, ...]) -> Callable[[Frame], Saved]:
    """A function that takes the values of some places out of a frame."""
    if not places:
        return lambda _: ()
    if len(places) == 1:
        place = places[0]
        return lambda frame: (frame[place],)
    return itemgetter(*places)


def restorer(places: tuple[int, ...]) -> Callable[[Frame, Saved], None]:
    """A function that puts them back."""
    if len(places) == 1:
        place = places[0]

        def restore_one(frame: Frame, saved: Saved) -> None:
            frame[place] = saved[0]

        return restore_one

    def restore(frame: Frame, saved: Saved) -> None:
        for place, value in zip(places, saved, strict=True):
            frame[place] = value

    return restore


Begin = Callable[[], Producer]
"""Begins one run of a join: what it returns yields once for each match of the row that the frame holds."""

NESTED_JOINS: Final = 16
"""Longer chains of joins are not compiled to generators within generators."""


def compile_join(node: plan.Join | plan.HashJoin, compiler: Compiler) -> Producer:
    """Joins of any kind."""
    if isinstance(node, plan.Join) and node.kind in ("right", "full"):
        condition = all_true([compiler.expression(part) for part in node.condition])
        return _full(node, compiler.relation(node.left), compiler.relation(node.right), condition)
    chain = [node]
    while compiler.joined:
        below = chain[-1].left
        if not isinstance(below, plan.Join | plan.HashJoin) or below.kind not in _LEANING:
            break
        chain.append(below)
    if len(chain) <= NESTED_JOINS:
        chain = chain[:1]
    left = compiler.relation(chain[-1].left)
    steps = [_step(join, compiler) for join in reversed(chain)]
    return _stepwise(left, steps) if len(steps) > 1 else _single(left, steps[0])


_LEANING: Final = ("inner", "left")


def _step(node: plan.Join | plan.HashJoin, compiler: Compiler) -> Begin:
    if isinstance(node, plan.HashJoin):
        return _hashed(node, compiler)
    condition = all_true([compiler.expression(part) for part in node.condition])
    right = compiler.relation(node.right)
    begin = _kept(right, node.right_slots) if node.independent else lambda: right
    return _left(node, begin, condition) if node.kind == "left" else _inner(begin, condition)


def _single(left: Producer, begin: Begin) -> Producer:
    def joined(frame: Frame) -> Iterator[None]:
        matches = begin()
        for _ in left(frame):
            yield from matches(frame)

    return joined


def _stepwise(left: Producer, begins: list[Begin]) -> Producer:
    """Many joins, one behind the other: a stack of iterators in place of as many nested loops."""

    def joined(frame: Frame) -> Iterator[None]:
        producers = [begin() for begin in begins]
        depth = len(producers)
        stack = [left(frame)]
        while stack:
            for _ in stack[-1]:
                if len(stack) > depth:
                    yield
                    continue
                stack.append(producers[len(stack) - 1](frame))
                break
            else:
                stack.pop()

    return joined


def _kept(produce: Producer, places: tuple[int, ...]) -> Begin:
    """A right side that does not depend on the left: run once, then replayed from memory.

    What it returns makes a producer for one run of the join.
    """
    save, restore = saver(places), restorer(places)

    def begin() -> Producer:
        rows: list[Saved] = []
        complete = False

        def replay(frame: Frame) -> Iterator[None]:
            nonlocal complete
            if complete:
                for count, saved in enumerate(rows):
                    if not count & _MASK:
                        frame[0].check()
                    restore(frame, saved)
                    yield
                return
            for _ in produce(frame):
                rows.append(save(frame))
                yield
            complete = True

        return replay

    return begin


def _inner(begin: Begin, condition: Evaluator | None) -> Begin:
    if condition is None:
        return begin

    def begin_inner() -> Producer:
        right = begin()

        def matches(frame: Frame) -> Iterator[None]:
            for _ in right(frame):
                if condition(frame) is True:
                    yield

        return matches

    return begin_inner


def _pad(frame: Frame, paddings: tuple[tuple[int, Any], ...]) -> None:
    for place, value in paddings:
        frame[place] = value


def _left(node: plan.Join, begin: Begin, condition: Evaluator | None) -> Begin:
    paddings = node.paddings

    def begin_left() -> Producer:
        right = begin()

        def matches(frame: Frame) -> Iterator[None]:
            matched = False
            for _ in right(frame):
                if condition is None or condition(frame) is True:
                    matched = True
                    yield
            if not matched:
                _pad(frame, paddings)
                yield

        return matches

    return begin_left


def _full(node: plan.Join, left: Producer, right: Producer, condition: Evaluator | None) -> Producer:
    save, restore = saver(node.right_slots), restorer(node.right_slots)
    paddings, left_paddings = node.paddings, node.left_paddings
    keep_left = node.kind == "full"

    def full(frame: Frame) -> Iterator[None]:
        rows = [save(frame) for _ in right(frame)]
        unmatched = [True] * len(rows)
        for _ in left(frame):
            alone = True
            for number, saved in enumerate(checked(rows, frame[0].check)):
                restore(frame, saved)
                if condition is None or condition(frame) is True:
                    alone = unmatched[number] = False
                    yield
            if alone and keep_left:
                _pad(frame, paddings)
                yield
        _pad(frame, left_paddings)
        for number, saved in enumerate(checked(rows, frame[0].check)):
            if unmatched[number]:
                restore(frame, saved)
                yield

    return full


def key_of(keys: list[Evaluator], frame: Frame) -> tuple[bytes, ...] | None:
    """The equality keys of several values; ``None`` when one is unknown, for then nothing equals them."""
    result = []
    for evaluate in keys:
        value: Value = evaluate(frame)
        if value is None or value is MISSING or type(value) is TypedNull:
            return None
        result.append(equality_key(value))
    return tuple(result)


class _Table:
    """The right side's rows: all of them in order, and those with a known key by key.

    ``failed``: some key could not be computed, so that every pair of rows has to be looked at.
    """

    __slots__ = ("by_key", "failed", "rows")

    def __init__(self) -> None:
        self.rows: list[Saved] = []
        self.by_key: dict[tuple[bytes, ...], list[Saved]] = {}
        self.failed = False

    def candidates(self, keys: list[Evaluator], frame: Frame) -> list[Saved]:
        """The rows that may go with what is in the frame."""
        if self.failed:
            return self.rows
        try:
            key = key_of(keys, frame)
        except EvaluationError:
            return self.rows
        return [] if key is None else self.by_key.get(key, [])


def _hashed(node: plan.HashJoin, compiler: Compiler) -> Begin:
    """The right side's rows by key.

    The equalities are tested again, among the conditions or further up: long keys are hashes, and a key that cannot
    be computed is somebody else's error, to be raised where the equality stands.
    """
    right = compiler.relation(node.right)
    left_keys = [compiler.expression(key) for key in node.left_keys]
    right_keys = [compiler.expression(key) for key in node.right_keys]
    condition = all_true([compiler.expression(part) for part in node.condition])
    save, restore = saver(node.right_slots), restorer(node.right_slots)
    outer, paddings = node.kind == "left", node.paddings

    def build(frame: Frame) -> _Table:
        table = _Table()
        for _ in right(frame):
            row = save(frame)
            table.rows.append(row)
            try:
                key = key_of(right_keys, frame)
            except EvaluationError:
                table.failed = True
                continue
            if key is not None:
                table.by_key.setdefault(key, []).append(row)
        return table

    def begin() -> Producer:
        table: _Table | None = None

        def matches(frame: Frame) -> Iterator[None]:
            nonlocal table
            if table is None:
                table = build(frame)
            matched = False
            for count, saved in enumerate(table.candidates(left_keys, frame)):
                if count & _MASK == _MASK:
                    frame[0].check()
                restore(frame, saved)
                if condition is None or condition(frame) is True:
                    matched = True
                    yield
            if outer and not matched:
                _pad(frame, paddings)
                yield

        return matches

    return begin
