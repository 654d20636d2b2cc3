"""IN over the same collection again and again: its elements' equality keys are kept for the run.

A list of constants, an independent subquery or a parameter is one object for all rows of a run.  When it comes the
second time, its keys make a set; looking at every element for every row would be rows times elements.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from ledgershell.ion.equality import equality_key
from ledgershell.ion.values import MISSING, Symbol, Value
from ledgershell.partiql.compiler.frame import Evaluator, Frame
from ledgershell.static_typing import Final

_KEYED: Final = frozenset((str, int, bool, float, Decimal, Symbol))
"""Types of values for which equal keys are all there is to equality."""
_FEWEST: Final = 8
"""Fewer elements are compared one by one."""


class _Kept:
    """A collection that came for some row.

    ``keys``     the keys of its known elements, once it has come again; ``None`` when they would not do
    ``unknown``  some element is null or missing, so that what is not found is not known to be absent
    """

    __slots__ = ("collection", "keys", "seen", "unknown")

    def __init__(self, collection: Value) -> None:
        self.collection = collection
        self.keys: frozenset[bytes] | None = None
        self.seen = False
        self.unknown = False

    def again(self) -> None:
        """The collection has come a second time."""
        self.seen = True
        if not isinstance(self.collection, list) or len(self.collection) < _FEWEST:
            return
        known = [value for value in self.collection if value is not None and value is not MISSING]
        if all(type(value) in _KEYED for value in known):
            self.unknown = len(known) < len(self.collection)
            self.keys = frozenset(map(equality_key, known))


def remembering(
    value: Evaluator, collection: Evaluator, plainly: Callable[[Value, Value], Value], negated: bool
) -> Evaluator:
    """IN, or NOT IN, of two operands; ``plainly`` compares the elements one by one."""

    def member(frame: Frame) -> Value:
        sought, elements = value(frame), collection(frame)
        all_kept = frame[0].kept
        kept = all_kept.get(member)
        if kept is None or kept.collection is not elements:
            all_kept[member] = _Kept(elements)
        else:
            if not kept.seen:
                kept.again()
            if kept.keys is not None and type(sought) in _KEYED:
                if equality_key(sought) in kept.keys:
                    return not negated
                return None if kept.unknown else negated
        return plainly(sought, elements)

    return member
