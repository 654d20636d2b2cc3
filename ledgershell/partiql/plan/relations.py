"""Operators that bind variables row by row, and queries that yield values.

A *relation* runs over a frame: for each row it puts values into its ``slots`` and hands control on.  A *query* is
a relation with something to say for each row; it yields values.
"""

from __future__ import annotations

from ledgershell.errors import Span
from ledgershell.partiql.plan.expressions import Expression, Window
from ledgershell.partiql.plan.node import Node
from ledgershell.partiql.sources import AccessPath, Source
from ledgershell.static_typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from ledgershell.partiql import aggregates

Relation: TypeAlias = "Node"
Query: TypeAlias = "Node"


class Binding(NamedTuple):
    """Slots that one FROM item fills: the value, its ordinal or name (AT), its document id (BY)."""

    value: int
    at: int | None = None
    by: int | None = None


class SortKey(NamedTuple):
    """One ORDER BY item."""

    expression: Expression
    descending: bool
    nulls_first: bool


class Once(Node):
    """One row that binds nothing: SELECT without FROM."""

    span: Span | None = None


class Scan(Node):
    """The rows of a named source, by the access path that the source chose.

    ``values`` are the conditions' right sides in the order of ``access.needs``; ``arguments`` those of a table
    function.  ``keeps`` are the conjuncts that concern this source and are rechecked on each row.
    """

    name: str
    source: Source
    access: AccessPath
    values: tuple[Expression, ...]
    arguments: tuple[Expression, ...]
    binding: Binding
    keeps: tuple[Expression, ...] = ()
    membership: tuple[bool, ...] = ()
    """For each of ``values``: whether it is the collection of an IN."""
    span: Span | None = None


class Iterate(Node):
    """``FROM e``: the elements of a collection; anything else counts as one element."""

    expression: Expression
    binding: Binding
    keeps: tuple[Expression, ...] = ()
    span: Span | None = None


class Derived(Node):
    """``FROM (SELECT …)``: the values of a query, streamed."""

    query: Query
    binding: Binding
    keeps: tuple[Expression, ...] = ()
    span: Span | None = None


class Unpivot(Node):
    """``UNPIVOT e AS v AT n``: the fields of a struct."""

    expression: Expression
    binding: Binding
    keeps: tuple[Expression, ...] = ()
    span: Span | None = None


class Join(Node):
    """Nested loops: the right side runs anew for each row of the left, and may refer to it.

    For an outer join ``condition`` decides what matches; ``padding`` are the slots filled with null when nothing
    does, and ``left_padding`` those of the left side for RIGHT and FULL.  ``independent``: the right side does not
    depend on the left, so its rows are kept after the first round.
    """

    left: Relation
    right: Relation
    kind: Literal["inner", "left", "right", "full"]
    condition: tuple[Expression, ...]
    right_slots: tuple[int, ...]
    left_slots: tuple[int, ...]
    independent: bool
    paddings: tuple[tuple[int, Any], ...] = ()
    left_paddings: tuple[tuple[int, Any], ...] = ()
    span: Span | None = None


class HashJoin(Node):
    """An equality join whose right side does not depend on the left: its rows are held in a table by key."""

    left: Relation
    right: Relation
    kind: Literal["inner", "left"]
    left_keys: tuple[Expression, ...]
    right_keys: tuple[Expression, ...]
    condition: tuple[Expression, ...]
    right_slots: tuple[int, ...]
    paddings: tuple[tuple[int, Any], ...] = ()
    span: Span | None = None


class Filter(Node):
    """Rows for which all conditions are true."""

    input: Relation
    conditions: tuple[Expression, ...]
    span: Span | None = None


class Assign(Node):
    """LET: further variables, each from those before."""

    input: Relation
    bindings: tuple[tuple[int, Expression], ...]
    span: Span | None = None


class Accumulation(NamedTuple):
    """An aggregate that has found its group."""

    aggregate: aggregates.Aggregate
    quantifier: str | None
    arguments: tuple[Expression, ...]


class Group(Node):
    """One row a group.  Without keys there is exactly one, over an empty input too.

    ``members``: the slot of GROUP AS and what its structs are made of.  A missing key counts as null, unless
    ``keeps_missing``: under SELECT * it is no column (in strict typing too).
    """

    input: Relation
    keys: tuple[tuple[int, Expression], ...]
    aggregates: tuple[tuple[int, Accumulation], ...]
    members: tuple[int, tuple[tuple[str, Expression], ...]] | None = None
    keeps_missing: bool = False
    span: Span | None = None


class Windowed(Node):
    """All rows are held in memory; each gets the values of its window functions.  ``live``: slots to keep."""

    input: Relation
    windows: tuple[tuple[int, Window], ...]
    live: tuple[int, ...]
    span: Span | None = None


class Select(Node):
    """The values of a query block.  All sorted values are held in memory; ``distinct`` holds their keys.

    ``order`` keys see the same frame as ``output``.
    """

    input: Relation
    output: Expression
    distinct: bool = False
    order: tuple[SortKey, ...] | None = None
    limit: Expression | None = None
    offset: Expression | None = None
    columns: tuple[str, ...] | None = None
    span: Span | None = None


class Pivot(Node):
    """``PIVOT value AT name``: one struct of all rows.  A query of one value."""

    input: Relation
    value: Expression
    name: Expression
    order: tuple[SortKey, ...] | None = None
    limit: Expression | None = None
    offset: Expression | None = None
    span: Span | None = None


class Single(Node):
    """A bare expression as a query: one value, not a collection."""

    expression: Expression
    span: Span | None = None


class Elements(Node):
    """The elements of an expression's value as a query, for ORDER BY and the set operators.

    ``plain``: what is no collection is an error.  Else it counts as one element, and an unknown as none.
    """

    expression: Expression
    plain: bool = False
    span: Span | None = None


class Combine(Node):
    """UNION, INTERSECT and EXCEPT; ``columns`` are those of the left side, when they are known and count."""

    operator: Literal["UNION", "INTERSECT", "EXCEPT"]
    all: bool
    outer: bool
    left: Query
    right: Query
    corresponding: tuple[str, ...] | None = None
    columns: tuple[str, ...] | None = None
    span: Span | None = None


class Rename(Node):
    """Columns named anew, by position."""

    query: Query
    names: tuple[str, ...]
    span: Span | None = None


class Common(NamedTuple):
    """One table of WITH.  A recursive one has a ``step``, which is run over the rows of the round before it."""

    slot: int
    query: Query
    step: Query | None
    distinct: bool


class With(Node):
    """Common table expressions, evaluated once into their slots, then the body."""

    bindings: tuple[Common, ...]
    body: Query
    span: Span | None = None


def is_single(query: Query) -> bool:
    """Whether a query yields exactly one value, which is its result, instead of rows."""
    if isinstance(query, With):
        return is_single(query.body)
    return isinstance(query, Single | Pivot)


def is_ordered(query: Query) -> bool:
    """Whether a query's values come in a meaningful order: then it is a list, else a bag."""
    if isinstance(query, Select):
        return query.order is not None
    if isinstance(query, With):
        return is_ordered(query.body)
    return False
