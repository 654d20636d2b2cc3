"""UNION, INTERSECT and EXCEPT.

The plain operators are SQL's: rows are compared by the position of their columns, the right's columns take the left's
names, and rows that do not go together are an error.  The OUTER operators take any values as they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, groupby
from types import MappingProxyType

from ledgershell.errors import EvaluationError, Span
from ledgershell.ion.equality import equality_key
from ledgershell.ion.values import MISSING, Struct, Value
from ledgershell.partiql.compiler.frame import Compiler, Emitter, Frame
from ledgershell.partiql.plan import relations as plan
from ledgershell.partiql.plan.node import Node
from ledgershell.partiql.types import NUMBERS, TEXTS, UNKNOWNS, Kind, is_unknown, kind_of
from ledgershell.static_typing import Final

Key = Callable[[Value], bytes]
Step = Callable[[Iterator[Value], Frame], Iterator[Value]]
"""One set operator over the rows so far."""


def compile_combine(node: plan.Combine, compiler: Compiler) -> Emitter:
    """The left side streams; of the right side (and for DISTINCT of both) keys are held in memory."""
    links = _chain(node)
    if len(links) > NESTED_LINKS and compiler.joined:
        return _compile_chain(links, compiler)
    left, right = compiler.query(node.left), compiler.query(node.right)
    combine, everything = _COMBINERS[node.operator], node.all
    if node.outer:
        if isinstance(node.left, plan.Elements) and isinstance(node.right, plan.Elements):
            left, right = _both_elements(node.left, node.right, compiler)
        return lambda frame: combine(left(frame), right(frame), equality_key, everything)
    names, span = node.corresponding, node.span
    listed = _listed(node.left), _listed(node.right)

    def by_position(frame: Frame) -> Iterator[Value]:
        columns = _Columns(names, listed, span)
        sides = map(columns.take_left, left(frame)), map(columns.take_right, right(frame))
        return combine(*sides, columns.key, everything)

    return by_position


NESTED_LINKS: Final = 16
"""Longer chains are not compiled to generators within generators."""


def _chain(node: plan.Combine) -> list[plan.Combine]:
    """The operators of ``a UNION b UNION c …``, the first one first."""
    links = [node]
    while isinstance(links[-1].left, plan.Combine):
        links.append(links[-1].left)
    links.reverse()
    return links


def _compile_chain(links: list[plan.Combine], compiler: Compiler) -> Emitter:
    """A run of one and the same UNION streams; between runs the rows so far are held in memory."""
    beginning, first = compiler.query(links[0]), _listed(links[0].left)
    steps: list[Step] = []
    for (operator, everything, outer, columns), group in groupby(links[1:], _sort_of_link):
        run = list(group)
        rights = [compiler.query(link.right) for link in run]
        if operator == "UNION" and columns is None:
            steps.append(_united(run, rights, everything, outer, first))
        else:
            steps += [_next_step(link, right, first) for link, right in zip(run, rights, strict=True)]

    def combined(frame: Frame) -> Iterator[Value]:
        values = beginning(frame)
        for number, step in enumerate(steps):
            values = step(values if number == 0 else iter(list(values)), frame)
        return values

    return combined


def _sort_of_link(link: plan.Combine) -> tuple[str, bool, bool, tuple[str, ...] | None]:
    return link.operator, link.all, link.outer, link.corresponding


def _next_step(link: plan.Combine, right: Emitter, first: Listed) -> Step:
    combine, everything = _COMBINERS[link.operator], link.all
    if link.outer:
        return lambda values, frame: combine(values, right(frame), equality_key, everything)
    listed = first, _listed(link.right)

    def step(values: Iterator[Value], frame: Frame) -> Iterator[Value]:
        columns = _Columns(link.corresponding, listed, link.span)
        return combine(map(columns.take_left, values), map(columns.take_right, right(frame)), columns.key, everything)

    return step


def _united(run: list[plan.Combine], rights: list[Emitter], everything: bool, outer: bool, first: Listed) -> Step:
    """``… UNION a UNION b``: the same as ``… UNION (a, then b)``."""
    if outer:
        return lambda values, frame: _union(
            values, chain.from_iterable(right(frame) for right in rights), equality_key, everything
        )
    others, spans = [_listed(link.right) for link in run], [link.span for link in run]

    def united(values: Iterator[Value], frame: Frame) -> Iterator[Value]:
        columns = _Columns(None, (first, None), spans[0])

        def further() -> Iterator[Value]:
            for listed, span, right in zip(others, spans, rights, strict=True):
                columns.listed, columns.span = (first, listed), span
                for value in right(frame):
                    row = columns.take_right(value)
                    columns.names = row.keys()
                    yield row

        return _union(map(columns.take_left, values), further(), columns.key, everything)

    return united


Listed = tuple[str, ...] | None


def _listed(node: Node) -> Listed:
    """The columns that a side's SELECT lists, if it lists them and no two have one name."""
    while isinstance(node, plan.Combine | plan.With):
        node = node.left if isinstance(node, plan.Combine) else node.body
    names = node.columns if isinstance(node, plan.Select) else None
    return None if names is None or len(set(names)) < len(names) else tuple(names)


def _both_elements(left: plan.Elements, right: plan.Elements, compiler: Compiler) -> tuple[Emitter, Emitter]:
    """An unknown beside an unknown counts as null, not as an empty bag (and is a type error, as anything scalar)."""
    evaluators = compiler.expression(left.expression), compiler.expression(right.expression)
    emitters = compiler.query(left), compiler.query(right)

    def side(emit: Emitter) -> Emitter:
        def values(frame: Frame) -> Iterator[Value]:
            if not all(is_unknown(evaluate(frame)) for evaluate in evaluators):
                yield from emit(frame)
            elif compiler.strict:
                raise EvaluationError("LS-EVAL-031", "a collection is needed here", span=left.span)
            else:
                yield None

        return values

    return side(emitters[0]), side(emitters[1])


def _union(left: Iterator[Value], right: Iterator[Value], key_of: Key, everything: bool) -> Iterator[Value]:
    if everything:
        yield from left
        yield from right
        return
    seen: set[bytes] = set()
    for side in (left, right):
        for value in side:
            key = key_of(value)
            if key not in seen:
                seen.add(key)
                yield value


def _intersect(left: Iterator[Value], right: Iterator[Value], key_of: Key, everything: bool) -> Iterator[Value]:
    available = Counter(map(key_of, right))
    for value in left:
        key = key_of(value)
        if available[key] > 0:
            available[key] = available[key] - 1 if everything else 0
            yield value


def _except(left: Iterator[Value], right: Iterator[Value], key_of: Key, everything: bool) -> Iterator[Value]:
    removed = Counter(map(key_of, right))
    for value in left:
        key = key_of(value)
        if removed[key] > 0:
            if everything:
                removed[key] -= 1
            continue
        if not everything:
            removed[key] = 1
        yield value


_COMBINERS = MappingProxyType({"UNION": _union, "INTERSECT": _intersect, "EXCEPT": _except})

_CLASSES = MappingProxyType({**dict.fromkeys(NUMBERS, Kind.INT), **dict.fromkeys(TEXTS, Kind.STRING)})
"""Kinds that may stand in one column count as one."""


class _Columns:
    """What is known of the columns while both sides run: their names on the left, their kinds on either side.

    ``listed``: the columns that each side's SELECT names.  One of them that is missing in a row is null there, for
    a column has to keep its position.
    """

    __slots__ = ("kinds", "listed", "names", "selected", "span")

    def __init__(
        self, selected: tuple[str, ...] | None, listed: Sequence[tuple[str, ...] | None], span: Span | None
    ) -> None:
        self.selected = selected
        self.listed = listed
        self.span = span
        self.names: tuple[str, ...] | None = None
        self.kinds: list[Kind | None] | None = None

    def take_left(self, value: Value) -> Value:
        """A row of the left side, checked."""
        row = self._checked(value, self.listed[0])
        self.names = row.keys()
        return row

    def take_right(self, value: Value) -> Value:
        """A row of the right side, checked, under the left's names."""
        row = self._checked(value, self.listed[1])
        if self.names is None or row.keys() == self.names:
            return row
        return Struct(zip(self.names, row.values(), strict=True))

    def key(self, value: Value) -> bytes:
        """By position: the names do not count."""
        return equality_key(list(value.values()))

    def _checked(self, value: Value, listed: tuple[str, ...] | None) -> Struct:
        if not isinstance(value, Struct):
            raise self._refusal("a row is no struct")
        row: Struct = value
        if listed is not None and len(row) < len(listed):
            row = Struct([(name, None if row.get(name) is MISSING else row.get(name)) for name in listed])
        if self.selected is not None:
            row = Struct([(name, row.get(name)) for name in self.selected if row.get(name) is not MISSING])
        items = row.values()
        if self.kinds is None:
            self.kinds = [None] * len(items)
        if len(items) != len(self.kinds):
            raise self._refusal(f"one row has {len(self.kinds)}, another {len(items)} columns")
        for number, item in enumerate(items):
            kind = kind_of(item)
            if kind in UNKNOWNS:
                continue
            kind = _CLASSES.get(kind, kind)
            if self.kinds[number] is None:
                self.kinds[number] = kind
            elif self.kinds[number] is not kind:
                raise self._refusal(f"column {number + 1} has values of unlike types")
        return row

    def _refusal(self, reason: str) -> EvaluationError:
        return EvaluationError(
            "LS-EVAL-031", reason, span=self.span, hint="the OUTER operators (OUTER UNION …) take any values"
        )
