"""Queries as the parser builds them; see :mod:`ledgershell.partiql.builder`."""

from __future__ import annotations

from ledgershell.errors import Span
from ledgershell.partiql.ast_base import Expression, Identifier, QueryBody
from ledgershell.partiql.ast_expressions import FieldsStep, FieldStep, IndexStep, Literal, Path
from ledgershell.partiql.ast_queries import (
    CommonTable,
    Corresponding,
    ExcludePath,
    FromItem,
    FromSource,
    GroupBy,
    GroupKey,
    Join,
    LetBinding,
    ProjectAll,
    Projection,
    ProjectItem,
    ProjectItems,
    ProjectPivot,
    ProjectStar,
    ProjectValue,
    Query,
    QueryStatement,
    Select,
    SetOperation,
    SortKey,
    Subquery,
    TableQuery,
    Unpivot,
    WindowDefinition,
    WithClause,
)
from ledgershell.partiql.ast_queries import (
    Values as ValuesBody,
)
from ledgershell.partiql.builder import Builder, Values
from ledgershell.partiql.builder_expressions import row_of_one, unquoted, whole_number
from ledgershell.static_typing import Any

# --- The frame ------------------------------------------------------------------------------------------------------


def query_statement(_b: Builder, s: Span, v: Values) -> QueryStatement:
    """A query, or an expression alone."""
    return QueryStatement(s, as_query(s, v[0]))


def query(_b: Builder, s: Span, v: Values) -> Query | Expression:
    """``body [ORDER BY …] [LIMIT …] [OFFSET …]``; a body alone is just that, if it is an expression or a query."""
    body, order, limit, offset = v
    if not order and limit is None and offset is None and isinstance(body, Expression | Query):
        return body
    return Query(s, None, body, order, limit, offset)


def query_with(_b: Builder, s: Span, v: Values) -> Query:
    """``WITH … body [ORDER BY …] [LIMIT …] [OFFSET …]``."""
    clause, body, order, limit, offset = v
    return Query(s, clause, body, order, limit, offset)


def as_query(span: Span, value: Query | Expression) -> Query:
    """A query even where there is only an expression."""
    return value if isinstance(value, Query) else Query(span, None, value)


def with_clause(_b: Builder, s: Span, v: Values) -> WithClause:
    """``WITH table, …``."""
    return WithClause(s, False, tuple(v[1]))


def with_recursive(_b: Builder, s: Span, v: Values) -> WithClause:
    """``WITH RECURSIVE table, …``."""
    return WithClause(s, True, tuple(v[2]))


def with_table(_b: Builder, s: Span, v: Values) -> CommonTable:
    """``name AS (query)``."""
    return CommonTable(s, v[0], (), as_query(v[3].span, v[3]))


def with_table_columns(_b: Builder, s: Span, v: Values) -> CommonTable:
    """``name (columns) AS (query)``."""
    return CommonTable(s, v[0], tuple(v[2]), as_query(v[6].span, v[6]))


def operand_expression(_b: Builder, _s: Span, v: Values) -> QueryBody | Expression:
    """An operand that is an expression: a query in parentheses is a query here and no scalar."""
    expression: Expression = v[0]
    return expression.query if isinstance(expression, Subquery) else expression


def parens(b: Builder, s: Span, v: Values) -> Expression:
    """``(query)``, where a query that is only an expression is just that."""
    inner = v[1]
    if isinstance(inner, Expression):
        b.parenthesized[id(inner)] = inner, s
        return inner
    return Subquery(s, inner)


def table_query(_b: Builder, s: Span, v: Values) -> TableQuery:
    """``TABLE name``."""
    return TableQuery(s, tuple(v[1]))


def values(b: Builder, s: Span, v: Values) -> ValuesBody:
    """``VALUES row, …``."""
    return ValuesBody(s, tuple(row_of_one(b, row) for row in v[1]))


def _set_operation(s: Span, operator: Any, outer: bool, v: Values) -> SetOperation:
    left, quantifier, corresponding_, right = v[0], v[-3], v[-2], v[-1]
    return SetOperation(s, operator, outer, quantifier, corresponding_, left, right)


def union(_b: Builder, s: Span, v: Values) -> SetOperation:
    """``a UNION b``."""
    return _set_operation(s, "UNION", False, v)


def except_(_b: Builder, s: Span, v: Values) -> SetOperation:
    """``a EXCEPT b``."""
    return _set_operation(s, "EXCEPT", False, v)


def intersect(_b: Builder, s: Span, v: Values) -> SetOperation:
    """``a INTERSECT b``."""
    return _set_operation(s, "INTERSECT", False, v)


def outer_union(_b: Builder, s: Span, v: Values) -> SetOperation:
    """``a OUTER UNION b``."""
    return _set_operation(s, "UNION", True, v)


def outer_except(_b: Builder, s: Span, v: Values) -> SetOperation:
    """``a OUTER EXCEPT b``."""
    return _set_operation(s, "EXCEPT", True, v)


def outer_intersect(_b: Builder, s: Span, v: Values) -> SetOperation:
    """``a OUTER INTERSECT b``."""
    return _set_operation(s, "INTERSECT", True, v)


def corresponding(_b: Builder, s: Span, _v: Values) -> Corresponding:
    """``CORRESPONDING``."""
    return Corresponding(s, ())


def corresponding_by(_b: Builder, s: Span, v: Values) -> Corresponding:
    """``CORRESPONDING BY (columns)``."""
    return Corresponding(s, tuple(v[3]))


def order_by(_b: Builder, _s: Span, v: Values) -> tuple[SortKey, ...]:
    """``ORDER BY key, …``."""
    return tuple(v[2])


def sort_key(_b: Builder, s: Span, v: Values) -> SortKey:
    """``expression [DESC] [NULLS FIRST|LAST]``."""
    return SortKey(s, v[0], v[1] == "DESC", v[2])


# --- The SELECT block -----------------------------------------------------------------------------------------------


def select(_b: Builder, s: Span, v: Values) -> Select:
    """``SELECT …``."""
    _, quantifier, projection, exclude, from_items, let, where, group, having, windows = v
    return Select(s, quantifier, projection, exclude, from_items, let, where, group, having, windows)


def select_pivot(_b: Builder, s: Span, v: Values) -> Select:
    """``PIVOT value AT name …``."""
    _, value, _, name, exclude, from_items, let, where, group, having, windows = v
    projection = ProjectPivot(Span(s.start, name.span.end), value, name)
    return Select(s, None, projection, exclude, from_items, let, where, group, having, windows)


def project_star(_b: Builder, s: Span, _v: Values) -> Projection:
    """``*``."""
    return ProjectStar(s)


def project_items(_b: Builder, s: Span, v: Values) -> Projection:
    """``item, …``."""
    return ProjectItems(s, tuple(v[0]))


def project_value(_b: Builder, s: Span, v: Values) -> Projection:
    """``VALUE expression``."""
    return ProjectValue(s, v[1])


def item(b: Builder, s: Span, v: Values) -> ProjectItem | ProjectAll:
    """``expression``; ``expression.*`` stands for all fields."""
    expression = v[0]
    if type(expression) is Path and type(expression.steps[-1]) is FieldsStep and id(expression) not in b.parenthesized:
        steps = expression.steps[:-1]
        if not steps:
            return ProjectAll(s, expression.root)
        return ProjectAll(s, Path(Span(expression.span.start, steps[-1].span.end), expression.root, steps))
    return ProjectItem(s, expression)


def item_alias(_b: Builder, s: Span, v: Values) -> ProjectItem:
    """``expression [AS] alias``."""
    return ProjectItem(s, v[0], v[1])


def exclude_path(_b: Builder, s: Span, v: Values) -> ExcludePath:
    """``name step…``."""
    return ExcludePath(s, v[0], tuple(v[1]))


def exclude_index(b: Builder, s: Span, v: Values) -> IndexStep:
    """``[1]``."""
    span = Span(s.end - 1 - len(v[1]), s.end - 1)
    return IndexStep(s, Literal(span, whole_number(b, s, v[1])))


def exclude_key(_b: Builder, s: Span, v: Values) -> FieldStep:
    """``['name']``, which is ``."name"``."""
    return FieldStep(s, Identifier(s, unquoted(v[1]), True))


def let_binding(_b: Builder, s: Span, v: Values) -> LetBinding:
    """``expression AS name``."""
    return LetBinding(s, v[0], v[2])


def group_by(_b: Builder, s: Span, v: Values) -> GroupBy:
    """``GROUP BY key, … [GROUP AS name]``."""
    return GroupBy(s, False, tuple(v[2]), v[3])


def group_partial(_b: Builder, s: Span, v: Values) -> GroupBy:
    """``GROUP PARTIAL BY key, … [GROUP AS name]``."""
    return GroupBy(s, True, tuple(v[3]), v[4])


def group_all(_b: Builder, s: Span, v: Values) -> GroupBy:
    """``GROUP ALL AS name``."""
    return GroupBy(s, False, (), v[3])


def group_key(_b: Builder, s: Span, v: Values) -> GroupKey:
    """``expression``."""
    return GroupKey(s, v[0])


def group_key_alias(_b: Builder, s: Span, v: Values) -> GroupKey:
    """``expression [AS] alias``."""
    return GroupKey(s, v[0], v[1])


def window_definition(_b: Builder, s: Span, v: Values) -> WindowDefinition:
    """``name AS (specification)``."""
    return WindowDefinition(s, v[0], v[2])


# --- FROM -----------------------------------------------------------------------------------------------------------


Binding = tuple[Identifier | None, Identifier | None, Identifier | None]
"""The names given to a row, to its position, to its identity."""


def binding_alias(_b: Builder, _s: Span, v: Values) -> Binding:
    """``alias``."""
    return v[0], None, None


def binding_alias_at(_b: Builder, _s: Span, v: Values) -> Binding:
    """``alias AT name``."""
    return v[0], v[2], None


def binding_alias_by(_b: Builder, _s: Span, v: Values) -> Binding:
    """``alias BY name``."""
    return v[0], None, v[2]


def binding_alias_at_by(_b: Builder, _s: Span, v: Values) -> Binding:
    """``alias AT name BY name``."""
    return v[0], v[2], v[4]


def binding_at(_b: Builder, _s: Span, v: Values) -> Binding:
    """``AT name``."""
    return None, v[1], None


def binding_at_by(_b: Builder, _s: Span, v: Values) -> Binding:
    """``AT name BY name``."""
    return None, v[1], v[3]


def binding_by(_b: Builder, _s: Span, v: Values) -> Binding:
    """``BY name``."""
    return None, None, v[1]


def from_clause(_b: Builder, _s: Span, v: Values) -> tuple[FromItem, ...]:
    """``FROM item, …``."""
    return tuple(v[1])


def source(_b: Builder, s: Span, v: Values) -> FromSource:
    """``expression``."""
    return FromSource(s, v[0])


def source_binding(_b: Builder, s: Span, v: Values) -> FromSource:
    """``expression binding``."""
    return FromSource(s, v[0], *v[1])


def source_past(_b: Builder, s: Span, v: Values) -> FromSource:
    """``expression AS OF moment``."""
    return FromSource(s, v[0], moment=v[3])


def past_binding(_b: Builder, s: Span, v: Values) -> FromSource:
    """``expression AS OF moment binding``."""
    past: FromSource = v[0]
    alias, position, identity = v[1]
    return FromSource(s, past.expression, alias, position, identity, moment=past.moment)


def lateral(_b: Builder, s: Span, v: Values) -> FromItem:
    """``LATERAL item``: every item may use those to its left anyway, so it is only noted."""
    inner: FromItem = v[1]
    if isinstance(inner, FromSource):
        inner.lateral = True
    inner.span = s
    return inner


def unpivot(_b: Builder, s: Span, v: Values) -> Unpivot:
    """``UNPIVOT expression``."""
    return Unpivot(s, v[1])


def unpivot_binding(_b: Builder, s: Span, v: Values) -> Unpivot:
    """``UNPIVOT expression binding``."""
    return Unpivot(s, v[1], *v[2])


def cross_join(_b: Builder, s: Span, v: Values) -> Join:
    """``a CROSS JOIN b``."""
    return Join(s, "CROSS", v[0], v[3])


def typed_cross_join(b: Builder, s: Span, v: Values) -> Join:
    """``a LEFT CROSS JOIN b`` and its like."""
    left, kind, _, _, right = v
    kinds: Any = "CROSS" if kind == "INNER" else f"{kind} CROSS"
    join = Join(s, kinds, left, right)
    return join if kinds == "CROSS" else b.chain(left, join)


def inner_join(_b: Builder, s: Span, v: Values) -> Join:
    """``a JOIN b ON c``."""
    return Join(s, "INNER", v[0], v[2], v[4])


def typed_join(b: Builder, s: Span, v: Values) -> Join:
    """``a LEFT JOIN b ON c`` and its like."""
    join = Join(s, v[1], v[0], v[3], v[5])
    return join if v[1] == "INNER" else b.chain(v[0], join)


def join_inner(_b: Builder, _s: Span, _v: Values) -> str:
    """``INNER``."""
    return "INNER"


def join_full(_b: Builder, _s: Span, _v: Values) -> str:
    """``OUTER`` alone."""
    return "FULL"
