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
from ledgershell.static_typing import Any

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


def compile_join(node: plan.Join, compiler: Compiler) -> Producer:
    """Nested loops of any kind."""
    left, right = compiler.relation(node.left), compiler.relation(node.right)
    condition = all_true([compiler.expression(part) for part in node.condition])
    if node.kind in ("right", "full"):
        return _full(node, left, right, condition)
    begin = _kept(right, node.right_slots) if node.independent else lambda: right
    if node.kind == "left":
        return _left(node, left, begin, condition)
    return _inner(left, begin, condition)


def _kept(produce: Producer, places: tuple[int, ...]) -> Callable[[], Producer]:
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


def _inner(left: Producer, begin: Callable[[], Producer], condition: Evaluator | None) -> Producer:
    def inner(frame: Frame) -> Iterator[None]:
        right = begin()
        for _ in left(frame):
            if condition is None:
                yield from right(frame)
            else:
                for _ in right(frame):
                    if condition(frame) is True:
                        yield

    return inner


def _pad(frame: Frame, paddings: tuple[tuple[int, Any], ...]) -> None:
    for place, value in paddings:
        frame[place] = value


def _left(node: plan.Join, left: Producer, begin: Callable[[], Producer], condition: Evaluator | None) -> Producer:
    paddings = node.paddings

    def outer(frame: Frame) -> Iterator[None]:
        right = begin()
        for _ in left(frame):
            matched = False
            for _ in right(frame):
                if condition is None or condition(frame) is True:
                    matched = True
                    yield
            if not matched:
                _pad(frame, paddings)
                yield

    return outer


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


def compile_hash_join(node: plan.HashJoin, compiler: Compiler) -> Producer:
    """The right side's rows by key.

    The equalities are tested again, among the conditions or further up: long keys are hashes, and a key that cannot
    be computed is somebody else's error, to be raised where the equality stands.
    """
    left, right = compiler.relation(node.left), compiler.relation(node.right)
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

    def hashed(frame: Frame) -> Iterator[None]:
        table: _Table | None = None
        for _ in left(frame):
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

    return hashed
