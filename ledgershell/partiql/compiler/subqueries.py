"""Queries inside expressions: as a collection, as one value, as a column, as a row, as a truth value."""

from __future__ import annotations

from itertools import islice

from ledgershell.errors import EvaluationError, Span
from ledgershell.ion.values import MISSING, Bag, Struct, Value
from ledgershell.partiql.compiler.frame import Compiler, Evaluator, Frame
from ledgershell.partiql.plan import expressions as plan
from ledgershell.partiql.plan.relations import is_ordered
from ledgershell.partiql.runtime import CHECK_INTERVAL

_MASK = CHECK_INTERVAL - 1


def compile_collection(node: plan.Collection, compiler: Compiler) -> Evaluator:
    """The rows: a list when they are ordered, else a bag."""
    emit = compiler.query(node.query)
    if is_ordered(node.query):
        return lambda frame: list(emit(frame))
    return lambda frame: Bag(emit(frame))


def compile_scalar(node: plan.Scalar, compiler: Compiler) -> Evaluator:
    """The only column of the only row; null when there is no row, a type error when there are more."""
    emit = compiler.query(node.query)
    strict, span = compiler.strict, node.span

    def scalar(frame: Frame) -> Value:
        values = emit(frame)
        for value in values:
            for _ in values:
                if strict:
                    raise EvaluationError(
                        "LS-EVAL-008", "the subquery has more than one row where one value is expected", span=span
                    )
                return MISSING
            return _only_column(value, strict, span)
        return None

    return scalar


def _only_column(value: Value, strict: bool, span: Span | None) -> Value:
    if isinstance(value, Struct):
        columns = value.values()
        if len(columns) == 1:
            return columns[0]
        if not columns:
            return MISSING
    if strict:
        raise EvaluationError("LS-EVAL-008", "the subquery has more than one column", span=span)
    return MISSING


def compile_exists(node: plan.Exists, compiler: Compiler) -> Evaluator:
    """Whether there is a first row."""
    emit = compiler.query(node.query)

    def exists(frame: Frame) -> bool:
        for _ in emit(frame):
            return True
        return False

    return exists


def compile_only(node: plan.Only, compiler: Compiler) -> Evaluator:
    """The one value of PIVOT and its like."""
    emit = compiler.query(node.query)
    return lambda frame: next(emit(frame), MISSING)


def compile_cached(node: plan.Cached, compiler: Compiler) -> Evaluator:
    """Evaluated at the first use in a run, then kept in the frame."""
    evaluate, place = compiler.expression(node.expression), node.place

    def cached(frame: Frame) -> Value:
        kept = frame[place]
        if kept is None:
            kept = frame[place] = (evaluate(frame),)
        return kept[0]

    return cached


def compile_column_values(node: plan.ColumnValues, compiler: Compiler) -> Evaluator:
    """The only column of each row."""
    emit = compiler.query(node.query)
    strict, span = compiler.strict, node.span
    return lambda frame: Bag(_only_column(value, strict, span) for value in emit(frame))


def compile_row_values(node: plan.RowValues, compiler: Compiler) -> Evaluator:
    """The columns of the only row, as a list."""
    emit = compiler.query(node.query)
    strict, span = compiler.strict, node.span

    def row_values(frame: Frame) -> Value:
        rows = [list(value.values()) if isinstance(value, Struct) else [value] for value in islice(emit(frame), 2)]
        if len(rows) == 1:
            return rows[0]
        if rows and strict:
            raise EvaluationError("LS-EVAL-008", "the subquery has more than one row", span=span)
        return MISSING if rows else None

    return row_values


def compile_source_rows(node: plan.SourceRows, _: Compiler) -> Evaluator:
    """All rows of a table."""
    access = node.source.access(())

    def rows(frame: Frame) -> Value:
        runtime = frame[0]
        values = Bag()
        for value, _identity in access.rows(runtime.transaction, (), ()):
            values.append(value)
            if not len(values) & _MASK:
                runtime.check()
        runtime.rows_read += len(values)
        return values

    return rows
