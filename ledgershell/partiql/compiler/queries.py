"""Queries as emitters: projection, DISTINCT, ORDER BY, LIMIT, PIVOT, set operators, WITH."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from operator import itemgetter
from types import MappingProxyType

from ledgershell.errors import EvaluationError, LimitError
from ledgershell.ion.values import MISSING, Bag, SExpression, Struct, Symbol, Value
from ledgershell.partiql.compiler.frame import Compiler, Emitter, Evaluator, Frame, Producer, bare
from ledgershell.partiql.plan import relations as plan
from ledgershell.partiql.plan.node import Node
from ledgershell.partiql.runtime import CHECK_INTERVAL, checked
from ledgershell.static_typing import Any

_MASK = CHECK_INTERVAL - 1


def _select(node: plan.Select, compiler: Compiler) -> Emitter:
    output = compiler.expression(node.output)
    if compiler.joined and type(node.input) is plan.Scan and node.order is None and not node.distinct:
        from ledgershell.partiql.compiler.relations import compile_scan

        return bounded(compile_scan(node.input, compiler, output), node.limit, node.offset, compiler)
    produce = compiler.relation(node.input)
    if node.order is not None:
        emit = _sorted(node, produce, output, compiler)
    elif node.distinct:
        emit = _distinct(produce, output)
    else:
        emit = _plain(produce, output)
    return bounded(emit, node.limit, node.offset, compiler)


def _plain(produce: Producer, output: Evaluator) -> Emitter:
    def plain(frame: Frame) -> Iterator[Value]:
        for _ in produce(frame):
            yield output(frame)

    return plain


def _distinct(produce: Producer, output: Evaluator) -> Emitter:
    from ledgershell.ion.equality import equality_key

    def distinct(frame: Frame) -> Iterator[Value]:
        seen: set[bytes] = set()
        for _ in produce(frame):
            value = output(frame)
            key = equality_key(value)
            if key not in seen:
                seen.add(key)
                yield value

    return distinct


def _sorted(node: plan.Select, produce: Producer, output: Evaluator, compiler: Compiler) -> Emitter:
    """All values with their sort keys are held in memory; rows with equal keys keep their order."""
    from ledgershell.ion.equality import equality_key
    from ledgershell.partiql.ordering import SortOrder, sort_rows

    order = node.order or ()
    distinct = node.distinct
    keys = [compiler.expression(key.expression) for key in order]
    sorting = [(itemgetter(number), SortOrder(key.descending, key.nulls_first)) for number, key in enumerate(order, 1)]

    def sort(frame: Frame) -> Iterator[Value]:
        seen: set[bytes] = set()
        held: list[tuple[Any, ...]] = []
        for count, _ in enumerate(produce(frame)):
            if not count & _MASK:
                frame[0].check()
            value = output(frame)
            if distinct:
                key = equality_key(value)
                if key in seen:
                    continue
                seen.add(key)
            held.append((value, *[evaluate(frame) for evaluate in keys]))
        check = frame[0].check
        sort_rows(held, sorting, check)
        for row in checked(held, check):
            yield row[0]

    return sort


def bounded(emit: Emitter, limit: Node | None, offset: Node | None, compiler: Compiler) -> Emitter:
    """LIMIT and OFFSET; their expressions see no variables of the query."""
    if limit is None and offset is None:
        return emit
    count = None if limit is None else _row_count(limit, "LIMIT", compiler)
    skip = None if offset is None else _row_count(offset, "OFFSET", compiler)

    def limited(frame: Frame) -> Iterator[Value]:
        start = (skip(frame) if skip is not None else None) or 0
        length = count(frame) if count is not None else None
        if start > _MOST or length == 0:
            return iter(())
        stop = None if length is None or start + length > _MOST else start + length
        return islice(emit(frame), start, stop)

    return limited


_MOST = 2**62


def _row_count(node: Node, word: str, compiler: Compiler) -> Callable[[Frame], int | None]:
    """A whole number of rows.  Plain PartiQL ignores anything else when typing is permissive."""
    evaluate = compiler.expression(node)
    lenient = not compiler.strict and compiler.dialect.names == "partiql"
    span = getattr(node, "span", None)

    def row_count(frame: Frame) -> int | None:
        value = bare(evaluate(frame))
        if type(value) is int and value >= 0:
            return value
        if lenient:
            return None
        raise EvaluationError(
            "LS-EVAL-030", f"{word} needs a whole number that is not negative", span=span, hint=f"for example {word} 10"
        )

    return row_count


def _pivot(node: plan.Pivot, compiler: Compiler) -> Emitter:
    produce = compiler.relation(node.input)
    value, name = compiler.expression(node.value), compiler.expression(node.name)
    strict, span = compiler.strict, node.span

    def pair(frame: Frame) -> Value:
        return (name(frame), value(frame))

    pairs = _plain(produce, pair)
    if node.order is not None:
        select = plan.Select(node.input, node.value, order=node.order)
        pairs = _sorted(select, produce, pair, compiler)
    pairs = bounded(pairs, node.limit, node.offset, compiler)

    def pivot(frame: Frame) -> Iterator[Value]:
        fields = []
        for key, item in pairs(frame):
            if type(key) in (str, Symbol):
                if item is not MISSING:
                    fields.append((str(key), item))
            elif strict:
                raise EvaluationError("LS-EVAL-007", "PIVOT … AT needs strings", span=span)
        yield Struct(fields)

    return pivot


def _single(node: plan.Single, compiler: Compiler) -> Emitter:
    evaluate = compiler.expression(node.expression)

    def single(frame: Frame) -> Iterator[Value]:
        yield evaluate(frame)

    return single


def _elements(node: plan.Elements, compiler: Compiler) -> Emitter:
    from ledgershell.partiql.types import is_unknown

    evaluate = compiler.expression(node.expression)
    span, strict, plain = node.span, compiler.strict, node.plain

    def elements(frame: Frame) -> Iterator[Value]:
        value = bare(evaluate(frame))
        if type(value) in (list, Bag, SExpression):
            yield from checked(value, frame[0].check)
        elif plain or (strict and not is_unknown(value)):
            raise EvaluationError("LS-EVAL-031", "a collection is needed here", span=span)
        elif not is_unknown(value):
            yield value

    return elements


def _rename(node: plan.Rename, compiler: Compiler) -> Emitter:
    emit = compiler.query(node.query)
    names, span = node.names, node.span

    def rename(frame: Frame) -> Iterator[Value]:
        for value in emit(frame):
            items = value.values() if isinstance(value, Struct) else (value,)
            if len(items) != len(names):
                raise EvaluationError(
                    "LS-EVAL-031", f"there are {len(names)} names, but a row of {len(items)} columns", span=span
                )
            yield Struct(zip(names, items, strict=True))

    return rename


def _with(node: plan.With, compiler: Compiler) -> Emitter:
    tables = [(common.slot, _common(common, compiler)) for common in node.bindings]
    body = compiler.query(node.body)

    def with_tables(frame: Frame) -> Iterator[Value]:
        for place, fill in tables:
            frame[place] = fill(frame)
        return body(frame)

    return with_tables


def _common(common: plan.Common, compiler: Compiler) -> Evaluator:
    emit = compiler.query(common.query)
    if common.step is not None:
        return _recursive(common, emit, compiler.query(common.step))
    if plan.is_ordered(common.query):
        return lambda frame: list(emit(frame))
    return lambda frame: Bag(emit(frame))


MOST_ROUNDS = 100_000
MOST_ROWS = 1_000_000
"""Where a recursion is taken for one without an end.  All its rows are held in memory."""


def _recursive(common: plan.Common, seed: Emitter, step: Emitter) -> Evaluator:
    """Rounds until one brings nothing new.  All rows are held in memory."""
    from ledgershell.ion.equality import equality_key

    place, distinct = common.slot, common.distinct

    def endless(limit: int, unit: str) -> LimitError:
        return LimitError(
            "LS-EVAL-037",
            f"the recursive query has no end within {limit:,} {unit}",
            hint="let a condition end it, or write UNION instead of UNION ALL to drop rows that are known already",
        )

    def recursive(frame: Frame) -> Value:
        seen: set[bytes] = set()
        held = rounds = 0

        def fresh(values: Iterator[Value]) -> Bag:
            found = Bag()
            for value in values:
                if distinct:
                    key = equality_key(value)
                    if key in seen:
                        continue
                    seen.add(key)
                found.append(value)
                if not len(found) & _MASK:
                    frame[0].check()
                    if held + len(found) > MOST_ROWS:
                        raise endless(MOST_ROWS, "rows")
            return found

        newest = fresh(seed(frame))
        everything = Bag(newest)
        while newest:
            frame[0].check()
            held, rounds = len(everything), rounds + 1
            if rounds > MOST_ROUNDS:
                raise endless(MOST_ROUNDS, "rounds")
            frame[place] = newest
            newest = fresh(step(frame))
            everything.extend(newest)
        return everything

    return recursive


def _combine(node: plan.Combine, compiler: Compiler) -> Emitter:
    from ledgershell.partiql.compiler.combining import compile_combine

    return compile_combine(node, compiler)


QUERIES: MappingProxyType[type[Node], Callable[[Any, Compiler], Emitter]] = MappingProxyType(
    {
        plan.Select: _select,
        plan.Pivot: _pivot,
        plan.Single: _single,
        plan.Elements: _elements,
        plan.Combine: _combine,
        plan.With: _with,
        plan.Rename: _rename,
    }
)
