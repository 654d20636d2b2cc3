"""Relations as producers: what FROM ranges over, filters and LET."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import MappingProxyType

from ledgershell.errors import EvaluationError
from ledgershell.ion.values import MISSING, Bag, SExpression, Struct, TypedNull, Value
from ledgershell.partiql.compiler.frame import Compiler, Evaluator, Frame, Producer, all_true, bare
from ledgershell.partiql.plan import relations as plan
from ledgershell.partiql.plan.node import Node
from ledgershell.partiql.runtime import CHECK_INTERVAL, checked
from ledgershell.partiql.sources import ArgumentError
from ledgershell.static_typing import Any

_MASK = CHECK_INTERVAL - 1


def _predicate(conditions: tuple[Node, ...], compiler: Compiler) -> Evaluator | None:
    return all_true([compiler.expression(condition) for condition in conditions])


def _once(_: plan.Once, __: Compiler) -> Producer:
    def once(_frame: Frame) -> Iterator[None]:
        yield

    return once


def _scan(node: plan.Scan, compiler: Compiler) -> Producer:
    return compile_scan(node, compiler, _nothing)


def _nothing(_frame: Frame) -> None:
    """What a producer yields means nothing."""


def compile_scan(node: plan.Scan, compiler: Compiler, output: Evaluator) -> Callable[[Frame], Iterator[Any]]:
    """Read a source; for each row that is kept, yield the ``output``: the inner loop of most queries."""
    values = [
        (compiler.expression(value), is_collection)
        for value, is_collection in zip(node.values, node.membership, strict=True)
    ]
    arguments = [compiler.expression(argument) for argument in node.arguments]
    keep = _predicate(node.keeps, compiler)
    produce = node.access.rows
    place, at, by = node.binding

    def scan(frame: Frame) -> Iterator[Any]:
        runtime = frame[0]
        runtime.check()
        wanted = []
        for evaluate, is_collection in values:
            value = condition_value(evaluate(frame), is_collection)
            if value is MISSING:
                return
            wanted.append(value)
        count = 0
        try:
            given = [evaluate(frame) for evaluate in arguments]
            try:
                rows = produce(runtime.transaction, wanted, given)
            except ArgumentError as error:
                raise error.at(getattr(node.arguments[error.position], "span", None)) from None
            for value, identity in rows:
                frame[place] = value
                if by is not None:
                    frame[by] = MISSING if identity is None else identity
                if at is not None:
                    frame[at] = count
                count += 1
                if not count & _MASK:
                    runtime.check()
                if keep is None or keep(frame) is True:
                    yield output(frame)
        finally:
            runtime.rows_read += count

    return scan


def condition_value(value: Value, is_collection: bool) -> Value:
    """What a source is given for a condition; MISSING when no row at all can meet it."""
    if is_collection:
        value = bare(value)
        if not isinstance(value, list):
            return MISSING
        known = [item for item in value if item is not None and item is not MISSING and type(item) is not TypedNull]
        return known or MISSING
    return MISSING if value is None or type(value) is TypedNull else value


def _iterate(node: plan.Iterate, compiler: Compiler) -> Producer:
    evaluate = compiler.expression(node.expression)
    keep = _predicate(node.keeps, compiler)
    place, at, by = node.binding
    strict, span = compiler.strict, node.span

    def iterate(frame: Frame) -> Iterator[None]:
        value = bare(evaluate(frame))
        kind = type(value)
        ordered = kind is list or kind is SExpression
        if not ordered and kind is not Bag:
            if strict:
                raise EvaluationError("LS-EVAL-009", "FROM needs a list, a bag or a table", span=span)
            value = (value,)
        elif strict and at is not None and not ordered:
            raise EvaluationError("LS-EVAL-009", "AT needs a list: a bag has no order", span=span)
        if by is not None:
            frame[by] = MISSING
        for count, item in enumerate(value):
            frame[place] = item
            if at is not None:
                frame[at] = count if ordered else MISSING
            if not count & _MASK:
                frame[0].check()
            if keep is None or keep(frame) is True:
                yield

    return iterate


def _derived(node: plan.Derived, compiler: Compiler) -> Producer:
    emit = compiler.query(node.query)
    keep = _predicate(node.keeps, compiler)
    place, at, by = node.binding
    ordered = plan.is_ordered(node.query)
    if at is not None and not ordered and compiler.strict:
        return _no_position(node)

    def derived(frame: Frame) -> Iterator[None]:
        if by is not None:
            frame[by] = MISSING
        for count, value in enumerate(emit(frame)):
            frame[place] = value
            if at is not None:
                frame[at] = count if ordered else MISSING
            if keep is None or keep(frame) is True:
                yield

    return derived


def _no_position(node: plan.Derived) -> Producer:
    span = node.span

    def refuse(_frame: Frame) -> Iterator[None]:
        raise EvaluationError("LS-EVAL-009", "AT needs a list: a query without ORDER BY yields a bag", span=span)
        yield

    return refuse


def _unpivot(node: plan.Unpivot, compiler: Compiler) -> Producer:
    evaluate = compiler.expression(node.expression)
    keep = _predicate(node.keeps, compiler)
    place, at, by = node.binding
    strict, span = compiler.strict, node.span

    def unpivot(frame: Frame) -> Iterator[None]:
        value = bare(evaluate(frame))
        if isinstance(value, Struct):
            pairs: Any = value.items()
        elif strict:
            raise EvaluationError("LS-EVAL-009", "UNPIVOT needs a struct", span=span)
        else:
            pairs = () if value is MISSING else (("_1", value),)
        if by is not None:
            frame[by] = MISSING
        for name, item in checked(pairs, frame[0].check):
            frame[place] = item
            if at is not None:
                frame[at] = str(name)
            if keep is None or keep(frame) is True:
                yield

    return unpivot


def _filter(node: plan.Filter, compiler: Compiler) -> Producer:
    produce = compiler.relation(node.input)
    keep = _predicate(node.conditions, compiler)
    if keep is None:
        return produce

    def filtered(frame: Frame) -> Iterator[None]:
        for _ in produce(frame):
            if keep(frame) is True:
                yield

    return filtered


def _assign(node: plan.Assign, compiler: Compiler) -> Producer:
    produce = compiler.relation(node.input)
    bindings = [(place, compiler.expression(expression)) for place, expression in node.bindings]

    def assign(frame: Frame) -> Iterator[None]:
        for _ in produce(frame):
            for place, evaluate in bindings:
                frame[place] = evaluate(frame)
            yield

    return assign


def _join(node: plan.Join | plan.HashJoin, compiler: Compiler) -> Producer:
    from ledgershell.partiql.compiler.joins import compile_join

    return compile_join(node, compiler)


def _group(node: plan.Group, compiler: Compiler) -> Producer:
    from ledgershell.partiql.compiler.grouping import compile_group

    return compile_group(node, compiler)


def _windowed(node: plan.Windowed, compiler: Compiler) -> Producer:
    from ledgershell.partiql.compiler.windows import compile_windowed

    return compile_windowed(node, compiler)


RELATIONS: MappingProxyType[type[Node], Callable[[Any, Compiler], Producer]] = MappingProxyType(
    {
        plan.Once: _once,
        plan.Scan: _scan,
        plan.Iterate: _iterate,
        plan.Derived: _derived,
        plan.Unpivot: _unpivot,
        plan.Filter: _filter,
        plan.Assign: _assign,
        plan.Join: _join,
        plan.HashJoin: _join,
        plan.Group: _group,
        plan.Windowed: _windowed,
    }
)
