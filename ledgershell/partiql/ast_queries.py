# ruff: noqa: RUF023 - the order of the slots is the order of the text
"""Nodes for queries: subqueries, SELECT blocks, what they range over, set operators, WITH."""

from __future__ import annotations

from ledgershell.errors import Span
from ledgershell.partiql.ast_base import Expression, Identifier, Node, QualifiedName, QueryBody, Statement
from ledgershell.static_typing import TYPE_CHECKING
from ledgershell.static_typing import Literal as OneOf

if TYPE_CHECKING:
    from ledgershell.partiql.ast_calls import WindowSpecification
    from ledgershell.partiql.ast_expressions import PathStep

# --- The frame ------------------------------------------------------------------------------------------------------


class SortKey(Node):
    """``expression [ASC|DESC] [NULLS FIRST|LAST]``; ``nulls`` is ``None`` when nothing is said."""

    __slots__ = ("expression", "descending", "nulls")

    def __init__(
        self,
        span: Span,
        expression: Expression,
        descending: bool = False,
        nulls: OneOf["FIRST", "LAST"] | None = None,
    ) -> None:
        self.span = span
        self.expression = expression
        self.descending = descending
        self.nulls = nulls


class CommonTable(Node):
    """``name [(columns)] AS (query)`` in WITH; ``columns`` is empty when none are given."""

    __slots__ = ("name", "columns", "query")

    def __init__(self, span: Span, name: Identifier, columns: tuple[Identifier, ...], query: Query) -> None:
        self.span = span
        self.name = name
        self.columns = columns
        self.query = query


class WithClause(Node):
    """``WITH [RECURSIVE] table, …``."""

    __slots__ = ("recursive", "tables")

    def __init__(self, span: Span, recursive: bool, tables: tuple[CommonTable, ...]) -> None:
        self.span = span
        self.recursive = recursive
        self.tables = tables


class Query(QueryBody):
    """``[WITH …] body [ORDER BY …] [LIMIT …] [OFFSET …]``.

    ``body`` is a :class:`Select`, :class:`SetOperation`, :class:`Values`, :class:`TableQuery`, an expression, or,
    for a query in parentheses, a Query again.  A parenthesised query that stands alone is never a
    :class:`~ledgershell.partiql.ast_calls.Subquery` here: no coercion to a scalar.
    """

    __slots__ = ("with_clause", "body", "order_by", "limit", "offset")

    def __init__(
        self,
        span: Span,
        with_clause: WithClause | None,
        body: QueryBody | Expression,
        order_by: tuple[SortKey, ...] = (),
        limit: Expression | None = None,
        offset: Expression | None = None,
    ) -> None:
        self.span = span
        self.with_clause = with_clause
        self.body = body
        self.order_by = order_by
        self.limit = limit
        self.offset = offset


class Corresponding(Node):
    """``CORRESPONDING [BY (columns)]``; ``columns`` is empty without BY."""

    __slots__ = ("columns",)

    def __init__(self, span: Span, columns: tuple[Identifier, ...]) -> None:
        self.span = span
        self.columns = columns


class QueryStatement(Statement):
    """A query, which may be just an expression."""

    __slots__ = ("query",)

    def __init__(self, span: Span, query: Query) -> None:
        self.span = span
        self.query = query


class Subquery(Expression):
    """``(query)`` in an expression; the span has the parentheses."""

    __slots__ = ("query",)

    def __init__(self, span: Span, query: Query) -> None:
        self.span = span
        self.query = query


class SetOperation(QueryBody):
    """``left [OUTER] UNION|INTERSECT|EXCEPT [ALL|DISTINCT] [CORRESPONDING …] right``.

    Operands are what a :class:`Query` may have as body.
    """

    __slots__ = ("operator", "outer", "quantifier", "corresponding", "left", "right")

    def __init__(
        self,
        span: Span,
        operator: OneOf["UNION", "INTERSECT", "EXCEPT"],
        outer: bool,
        quantifier: OneOf["ALL", "DISTINCT"] | None,
        corresponding: Corresponding | None,
        left: QueryBody | Expression,
        right: QueryBody | Expression,
    ) -> None:
        self.span = span
        self.operator = operator
        self.outer = outer
        self.quantifier = quantifier
        self.corresponding = corresponding
        self.left = left
        self.right = right


class Values(QueryBody):
    """``VALUES row, …``: a row is a :class:`RowConstructor` (also for ``(a)``) or any other expression."""

    __slots__ = ("rows",)

    def __init__(self, span: Span, rows: tuple[Expression, ...]) -> None:
        self.span = span
        self.rows = rows


class TableQuery(QueryBody):
    """``TABLE name``."""

    __slots__ = ("name",)

    def __init__(self, span: Span, name: QualifiedName) -> None:
        self.span = span
        self.name = name


# --- What is projected ----------------------------------------------------------------------------------------------


class Projection(Node):
    """What a SELECT block makes of each row."""

    __slots__ = ()


class ProjectStar(Projection):
    """``SELECT *``."""

    __slots__ = ()

    def __init__(self, span: Span) -> None:
        self.span = span


class ProjectItem(Node):
    """``expression [[AS] alias]``."""

    __slots__ = ("expression", "alias")

    def __init__(self, span: Span, expression: Expression, alias: Identifier | None = None) -> None:
        self.span = span
        self.expression = expression
        self.alias = alias


class ProjectAll(Node):
    """``expression.*`` as an item: all fields of a struct."""

    __slots__ = ("expression",)

    def __init__(self, span: Span, expression: Expression) -> None:
        self.span = span
        self.expression = expression


class ProjectItems(Projection):
    """``SELECT item, …``."""

    __slots__ = ("items",)

    def __init__(self, span: Span, items: tuple[ProjectItem | ProjectAll, ...]) -> None:
        self.span = span
        self.items = items


class ProjectValue(Projection):
    """``SELECT VALUE expression``."""

    __slots__ = ("expression",)

    def __init__(self, span: Span, expression: Expression) -> None:
        self.span = span
        self.expression = expression


class ProjectPivot(Projection):
    """``PIVOT value AT name``: the whole block yields one struct."""

    __slots__ = ("value", "name")

    def __init__(self, span: Span, value: Expression, name: Expression) -> None:
        self.span = span
        self.value = value
        self.name = name


class ExcludePath(Node):
    """``root.step…`` in EXCLUDE; an :class:`IndexStep` holds a literal."""

    __slots__ = ("root", "steps")

    def __init__(self, span: Span, root: Identifier, steps: tuple[PathStep, ...]) -> None:
        self.span = span
        self.root = root
        self.steps = steps


# --- FROM -----------------------------------------------------------------------------------------------------------


class FromItem(Node):
    """What FROM ranges over.  A list with commas is a tuple of these."""

    __slots__ = ()


class FromSource(FromItem):
    """``[LATERAL] expression [AS OF moment] [[AS] alias] [AT position] [BY identity]``.

    The expression may be a :class:`Subquery`, a :class:`GraphMatch`, a table function's :class:`Call`.
    """

    __slots__ = ("expression", "alias", "position", "identity", "lateral", "moment")

    def __init__(
        self,
        span: Span,
        expression: Expression,
        alias: Identifier | None = None,
        position: Identifier | None = None,
        identity: Identifier | None = None,
        lateral: bool = False,
        moment: Expression | None = None,
    ) -> None:
        self.span = span
        self.expression = expression
        self.alias = alias
        self.position = position
        self.identity = identity
        self.lateral = lateral
        self.moment = moment


class Unpivot(FromItem):
    """``UNPIVOT expression [[AS] alias] [AT name] [BY identity]``."""

    __slots__ = ("expression", "alias", "name", "identity")

    def __init__(
        self,
        span: Span,
        expression: Expression,
        alias: Identifier | None = None,
        name: Identifier | None = None,
        identity: Identifier | None = None,
    ) -> None:
        self.span = span
        self.expression = expression
        self.alias = alias
        self.name = name
        self.identity = identity


class Join(FromItem):
    """``left kind JOIN right [ON condition]``; only CROSS has no condition.

    ``kind`` is CROSS for ``CROSS JOIN`` (also with a type before it, as ``LEFT CROSS JOIN``, which changes
    ``outer``); INNER for plain JOIN; FULL for ``OUTER JOIN``.
    """

    __slots__ = ("kind", "left", "right", "condition")

    def __init__(
        self,
        span: Span,
        kind: OneOf["INNER", "LEFT", "RIGHT", "FULL", "CROSS", "LEFT CROSS", "RIGHT CROSS", "FULL CROSS"],
        left: FromItem,
        right: FromItem,
        condition: Expression | None = None,
    ) -> None:
        self.span = span
        self.kind = kind
        self.left = left
        self.right = right
        self.condition = condition


class LetBinding(Node):
    """``expression AS name``."""

    __slots__ = ("expression", "name")

    def __init__(self, span: Span, expression: Expression, name: Identifier) -> None:
        self.span = span
        self.expression = expression
        self.name = name


# --- Grouping and windows -------------------------------------------------------------------------------------------


class GroupKey(Node):
    """``expression [[AS] alias]``."""

    __slots__ = ("expression", "alias")

    def __init__(self, span: Span, expression: Expression, alias: Identifier | None = None) -> None:
        self.span = span
        self.expression = expression
        self.alias = alias


class GroupBy(Node):
    """``GROUP [PARTIAL] BY key, … [GROUP AS name]``; ``GROUP ALL AS name`` has no keys."""

    __slots__ = ("partial", "keys", "group_as")

    def __init__(
        self, span: Span, partial: bool, keys: tuple[GroupKey, ...], group_as: Identifier | None = None
    ) -> None:
        self.span = span
        self.partial = partial
        self.keys = keys
        self.group_as = group_as


class WindowDefinition(Node):
    """``name AS (specification)`` in WINDOW."""

    __slots__ = ("name", "specification")

    def __init__(self, span: Span, name: Identifier, specification: WindowSpecification) -> None:
        self.span = span
        self.name = name
        self.specification = specification


class Select(QueryBody):
    """One SELECT or PIVOT block, clauses in the order of the text.  Without FROM ``from_items`` is empty."""

    __slots__ = ("quantifier", "projection", "exclude", "from_items", "let", "where", "group_by", "having", "windows")

    def __init__(
        self,
        span: Span,
        quantifier: OneOf["ALL", "DISTINCT"] | None,
        projection: Projection,
        exclude: tuple[ExcludePath, ...] = (),
        from_items: tuple[FromItem, ...] = (),
        let: tuple[LetBinding, ...] = (),
        where: Expression | None = None,
        group_by: GroupBy | None = None,
        having: Expression | None = None,
        windows: tuple[WindowDefinition, ...] = (),
    ) -> None:
        self.span = span
        self.quantifier = quantifier
        self.projection = projection
        self.exclude = exclude
        self.from_items = from_items
        self.let = let
        self.where = where
        self.group_by = group_by
        self.having = having
        self.windows = windows
