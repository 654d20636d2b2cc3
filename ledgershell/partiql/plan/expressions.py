"""Scalar expressions of the plan.  Variables are slots of the frame; functions are Python callables, chosen already."""

from __future__ import annotations

from collections.abc import Callable

from ledgershell.errors import LedgershellError, Span
from ledgershell.ion.values import Value
from ledgershell.partiql.plan.node import Node
from ledgershell.static_typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from ledgershell.partiql import aggregates, windows
    from ledgershell.partiql.plan.relations import Query

Expression: TypeAlias = "Node"
"""Any of the classes below."""


class Constant(Node):
    """A value known while compiling."""

    value: Value
    span: Span | None = None


class Parameter(Node):
    """The value of the ``index``-th ``?``, from 0."""

    index: int
    span: Span | None = None


class Failure(Node):
    """An error that is raised if this is ever evaluated."""

    error: LedgershellError
    span: Span | None = None


class Slot(Node):
    """A variable: a place in the frame.  ``name`` is for people."""

    index: int
    name: str
    span: Span | None = None


class Field(Node):
    """``base.name``.  ``exact`` false: a name of any case, and two that match are an error."""

    base: Expression
    name: str
    exact: bool
    span: Span | None = None


class Element(Node):
    """``base[key]``: of a list by number, of a struct by name.  ``named``: the key was cast to a string."""

    base: Expression
    key: Expression
    named: bool = False
    span: Span | None = None


class Lookup(Node):
    """An unqualified name that is no variable: the field of the first of ``variables`` which has it.

    When none has, ``fallback``: the table of that name, if there is one.
    """

    variables: tuple[Slot, ...]
    name: str
    exact: bool
    fallback: Expression | None = None
    span: Span | None = None


class Call(Node):
    """A function or operator whose arguments are all evaluated first.

    ``detail``: what makes it another function than one of the same name: the type of a cast, say.
    """

    name: str
    function: Callable[..., Value]
    arguments: tuple[Expression, ...]
    forgiving: bool = True
    """Whether permissive typing turns its type errors into MISSING."""
    span: Span | None = None
    detail: Any = None


class Link(Node):
    """One operator of a :class:`Chain`, and its right operand."""

    name: str
    function: Callable[..., Value]
    operand: Expression
    span: Span | None = None


class Chain(Node):
    """``first + a - b …``: what :class:`Call` would nest a thousand times, as a list."""

    first: Expression
    links: tuple[Link, ...]
    span: Span | None = None


class RuntimeCall(Node):
    """A function that is also given the :class:`Runtime`: ``UTCNOW()``, ``TXID()``."""

    name: str
    function: Callable[..., Value]
    arguments: tuple[Expression, ...]
    span: Span | None = None


class And(Node):
    """Three-valued conjunction; stops at the first false."""

    operands: tuple[Expression, ...]
    span: Span | None = None


class Tolerant(Node):
    """A condition that is tested ahead of its place: true when it raises an error, which is its place's business."""

    expression: Expression
    span: Span | None = None


class Or(Node):
    """Three-valued disjunction; stops at the first true."""

    operands: tuple[Expression, ...]
    span: Span | None = None


class Case(Node):
    """Searched CASE: the first branch whose condition is true."""

    branches: tuple[tuple[Expression, Expression], ...]
    otherwise: Expression
    span: Span | None = None


class Coalesce(Node):
    """The first argument that is neither null nor missing, else null; those behind it are not evaluated."""

    arguments: tuple[Expression, ...]
    span: Span | None = None


class StructOf(Node):
    """``{key: value, …}``; a field whose value is MISSING is left out."""

    fields: tuple[tuple[Expression, Expression], ...]
    span: Span | None = None


class ListOf(Node):
    """``[…]`` or ``(…, …)``."""

    items: tuple[Expression, ...]
    span: Span | None = None


class BagOf(Node):
    """``<<…>>``."""

    items: tuple[Expression, ...]
    span: Span | None = None


class SexpOf(Node):
    """``SEXP(…)``."""

    items: tuple[Expression, ...]
    span: Span | None = None


class Columns(Node):
    """A SELECT list.  Each item has a name, or is a star (``None``) that spreads the struct it evaluates to.

    A star over something else gives a column ``_n``, where n is the item's ``ordinal``.
    """

    items: tuple[tuple[str | None, Expression, int], ...]
    span: Span | None = None


class Collection(Node):
    """A query as a value: a list when it is ordered, else a bag."""

    query: Query
    span: Span | None = None


class Scalar(Node):
    """A query coerced to one value: the only column of the only row.  No row: null; more: a type error."""

    query: Query
    span: Span | None = None


class Only(Node):
    """The one value of a query that yields exactly one."""

    query: Query
    span: Span | None = None


class ColumnValues(Node):
    """``x IN (SELECT a …)``: the only column of each row, as a bag."""

    query: Query
    span: Span | None = None


class RowValues(Node):
    """``(a, b) = (SELECT c, d …)``: the columns of the only row, as a list."""

    query: Query
    span: Span | None = None


class Cached(Node):
    """A subquery that depends on nothing around it: evaluated once a run, and kept in a place of the frame."""

    expression: Expression
    place: int
    span: Span | None = None


class Exists(Node):
    """Whether a query yields anything; it is not run further than its first value."""

    query: Query
    span: Span | None = None


class SourceRows(Node):
    """A named source as a value: a bag of all its rows."""

    source: Any
    name: str
    span: Span | None = None


class Aggregate(Node):
    """An aggregate call, until grouping puts a slot in its place.  No arguments: ``COUNT(*)``."""

    aggregate: aggregates.Aggregate
    quantifier: str | None
    arguments: tuple[Expression, ...]
    span: Span | None = None


class Window(Node):
    """A window function call, until the window operator puts a slot in its place.

    ``row`` is that of the table of window functions or of aggregates.  ``order`` has sort keys.
    """

    row: windows.WindowFunction | aggregates.Aggregate
    arguments: tuple[Expression, ...]
    quantifier: str | None
    partition: tuple[Expression, ...]
    order: tuple[Any, ...]
    ignore_nulls: bool = False
    span: Span | None = None
