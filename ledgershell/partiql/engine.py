"""The entry: a statement's tree and a catalog in, a plan that can run out.

>>> plan = compile_statement(parse(text), catalog, SHELL, text=text)     # doctest: +SKIP
>>> list(plan.rows(Runtime(now=now)))                                    # doctest: +SKIP
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

from ledgershell.errors import EvaluationError, LedgershellError, SemanticError
from ledgershell.ion.values import MISSING, Bag, Struct, Value
from ledgershell.partiql import ast
from ledgershell.partiql.compiler.compile import compiler_for
from ledgershell.partiql.compiler.frame import Emitter, Frame
from ledgershell.partiql.dialect import Dialect
from ledgershell.partiql.lowering.context import Scope, SourceUse, Statement
from ledgershell.partiql.lowering.expressions import static_columns
from ledgershell.partiql.lowering.queries import lower_query
from ledgershell.partiql.plan import expressions, relations
from ledgershell.partiql.plan.node import Node
from ledgershell.partiql.plan.rewrite import nodes
from ledgershell.partiql.runtime import LIMITS, Runtime, limit_error
from ledgershell.partiql.sources import Catalog
from ledgershell.static_typing import TYPE_CHECKING, Literal, TypeVar

if TYPE_CHECKING:
    from ledgershell.partiql.compiler.changes import Change
    from ledgershell.partiql.compiler.points import Point

_Result = TypeVar("_Result")

DEPTH = 4_000
"""Python frames for the deepest statement that the parser lets through: 200 levels of at most 20 calls each."""

if sys.getrecursionlimit() < DEPTH:
    sys.setrecursionlimit(DEPTH)


class _Plan:
    """What both kinds of plans have.

    ``parameter_count``  how many values ``?`` needs
    ``sources``          the tables that are read, and by which access path
    ``text``             the statement's text, for errors
    """

    __slots__ = ("dialect", "node", "parameter_count", "size", "sources", "text")

    def __init__(self, node: Node, statement: Statement, text: str) -> None:
        self.node = node
        self.dialect = statement.dialect
        self.size = statement.size
        self.parameter_count = statement.parameters
        self.sources: tuple[SourceUse, ...] = (*statement.sources, *_read_as_values(node))
        self.text = text

    def explain(self) -> Struct:
        """The plan as a tree of structs: see :mod:`ledgershell.partiql.explain`."""
        from ledgershell.partiql.explain import describe

        return _located(lambda: describe(self.node, self.text), self.text)

    def frame(self, runtime: Runtime) -> Frame:
        """A fresh frame for one run; raises when the number of parameters is wrong."""
        given = len(runtime.parameters)
        if given != self.parameter_count:
            raise wrong_number_of_parameters(self.parameter_count, given, self.text)
        frame: Frame = [None] * self.size
        frame[0] = runtime
        return frame


def wrong_number_of_parameters(wanted: int, given: int, text: str) -> EvaluationError:
    """The error for more or fewer values than a statement has ``?``."""
    return EvaluationError(
        "LS-EVAL-005",
        f"the statement has {wanted} parameter{'s' * (wanted != 1)}, "
        f"but {given} value{'s' * (given != 1)} {'was' if given == 1 else 'were'} given",
        text=text,
    )


class QueryPlan(_Plan):
    """A query that can run any number of times, also at once.

    ``shape``    ``collection`` for rows, ``value`` for a bare expression or PIVOT
    ``ordered``  whether the rows are a list (ORDER BY), not a bag
    ``columns``  the rows' field names, when they are known beforehand
    """

    __slots__ = ("_emit", "_keeps_missing", "columns", "ordered", "shape")

    def __init__(self, node: Node, statement: Statement, text: str, emit: Emitter) -> None:
        super().__init__(node, statement, text)
        self.shape: Literal["collection", "value"] = "value" if relations.is_single(node) else "collection"
        self.ordered = relations.is_ordered(node)
        self.columns = static_columns(node)
        self._emit = emit
        # Rows with columns are structs; SELECT VALUE may yield MISSING, which QLDB leaves out of a result.
        self._keeps_missing = self.dialect.names == "partiql" or self.shape == "value" or self.columns is not None

    def rows(self, runtime: Runtime) -> Iterator[Value]:
        """The values one by one; for the shape ``value`` there is exactly one.

        A wrong number of parameters raises at once, everything else while the values are asked for.
        """
        return self._stream(self._emit, self.frame(runtime))

    run = rows

    def _stream(self, emit: Emitter, frame: Frame) -> Iterator[Value]:
        try:
            yield from emit(frame) if self._keeps_missing else filter(_is_there, emit(frame))
        except LedgershellError as error:
            raise error.at(None, self.text) from None
        except LIMITS as error:
            raise limit_error(error, self.text) from None

    def point(self) -> Point | None:
        """The point query that this is, if it is one; compiled anew each time, so keep it."""
        if type(self.node) is not relations.Select or type(self.node.input) is not relations.Scan:
            return None
        from ledgershell.partiql.compiler.points import compile_point

        return compile_point(self.node, compiler_for(self.dialect), self.text, keeps_missing=self._keeps_missing)

    def analyze(self, runtime: Runtime) -> Struct:
        """Run the query, throw its rows away, and tell what each part of the plan did."""
        from ledgershell.partiql.explain import Measures, describe, measuring_compiler

        measures: Measures = {}
        emit = _located(lambda: measuring_compiler(self.dialect, measures, runtime.elapsed).query(self.node), self.text)
        for _ in self._stream(emit, self.frame(runtime)):
            pass
        return _located(lambda: describe(self.node, self.text, measures), self.text)

    def value(self, runtime: Runtime) -> Value:
        """The result as one value: a list or bag of rows, or the value itself."""
        if self.shape == "value":
            return next(self.rows(runtime), MISSING)
        return list(self.rows(runtime)) if self.ordered else Bag(self.rows(runtime))


def _is_there(value: Value) -> bool:
    return value is not MISSING


class ChangePlan(_Plan):
    """An INSERT, UPDATE, DELETE or FROM statement."""

    __slots__ = ("_change", "kind")

    def __init__(self, node: Node, statement: Statement, text: str, change: Change, kind: str) -> None:
        super().__init__(node, statement, text)
        self.kind = kind
        self._change = change

    def run(self, runtime: Runtime) -> list[Value]:
        """Change the documents; returns ``{documentId: …}`` of each, or what RETURNING asks for, in the order in which
        they were met.

        When it raises, nothing has been written by the language itself: all rows are read, and all new documents
        made, before the first is handed to its table.
        """
        try:
            return self._change(self.frame(runtime))
        except LedgershellError as error:
            raise error.at(None, self.text) from None
        except LIMITS as error:
            raise limit_error(error, self.text) from None


def _read_as_values(node: Node) -> Iterator[SourceUse]:
    """Tables that stand where a value is expected, and are read as a whole."""
    for part in nodes(node):
        if isinstance(part, expressions.SourceRows):
            access = part.source.access(())
            yield SourceUse(part.name, access.kind, access.description)


def compile_statement(
    statement: ast.Statement, catalog: Catalog, dialect: Dialect, *, text: str
) -> QueryPlan | ChangePlan:
    """The plan of a query or of a change.

    Raises :class:`SemanticError` (unknown names with candidates, wrong arities, clauses that cannot stand where they
    do), with its place in ``text``.  Other statements (DDL, transactions, EXPLAIN) are not the language's business.
    """
    return _located(lambda: _compile(statement, catalog, dialect, text), text)


def _compile(node: ast.Statement, catalog: Catalog, dialect: Dialect, text: str) -> QueryPlan | ChangePlan:
    statement = Statement(catalog, dialect)
    compiler = compiler_for(dialect)
    if isinstance(node, ast.QueryStatement):
        query = lower_query(node.query, Scope(statement))
        return QueryPlan(query, statement, text, compiler.query(query))
    if isinstance(node, (ast.Insert, ast.Update, ast.FromStatement, ast.Delete)):
        from ledgershell.partiql.compiler.changes import compile_change
        from ledgershell.partiql.lowering.changes import lower_change

        change = lower_change(node, statement)
        return ChangePlan(change, statement, text, compile_change(change, compiler), type(node).__name__)
    raise SemanticError("LS-NAME-008", "this statement is neither a query nor a change of documents", span=node.span)


def _located(work: Callable[[], _Result], text: str) -> _Result:
    try:
        return work()
    except LedgershellError as error:
        raise error.at(None, text) from None
    except LIMITS as error:
        raise limit_error(error, text) from None
