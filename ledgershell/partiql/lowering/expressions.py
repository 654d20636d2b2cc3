"""Expressions: one lowering function a class of syntax nodes, in one table."""

from __future__ import annotations

from collections.abc import Callable

from ledgershell.ion.values import MISSING, Bag, SExpression, Struct, Value
from ledgershell.partiql import ast
from ledgershell.partiql.dispatch import FunctionsByClass
from ledgershell.partiql.lowering.context import Scope
from ledgershell.partiql.plan import expressions as plan
from ledgershell.partiql.plan import relations
from ledgershell.partiql.plan.node import Node
from ledgershell.partiql.plan.rewrite import slots_of
from ledgershell.static_typing import Final

LOWERERS: Final = FunctionsByClass(
    "ledgershell.partiql.lowering",
    {
        "Literal": "literals:literal",
        "IonLiteral": "literals:ion_literal",
        "DateLiteral": "literals:date_literal",
        "TimeLiteral": "literals:time_literal",
        "TimestampLiteral": "literals:timestamp_literal",
        "IntervalLiteral": "literals:interval_literal",
        "Variable": "expressions:lower_variable",
        "Path": "paths:lower_path",
        "Parameter": "expressions:lower_parameter",
        "StructConstructor": "expressions:lower_struct",
        "MapConstructor": "expressions:lower_struct",
        "ListConstructor": "expressions:lower_list",
        "RowConstructor": "expressions:lower_list",
        "BagConstructor": "expressions:lower_bag",
        "SexpConstructor": "expressions:lower_sexp",
        "Unary": "operators:lower_unary",
        "Binary": "operators:lower_binary",
        "Comparison": "operators:lower_comparison",
        "And": "operators:lower_and",
        "Or": "operators:lower_or",
        "Not": "operators:lower_not",
        "Is": "operators:lower_is",
        "IsType": "operators:lower_is_type",
        "In": "operators:lower_in",
        "Like": "operators:lower_like",
        "Between": "operators:lower_between",
        "Overlaps": "operators:lower_overlaps",
        "Case": "operators:lower_case",
        "Cast": "operators:lower_cast",
        "Subquery": "expressions:lower_subquery",
        "Call": "calls:lower_call",
        "SpecialCall": "calls:lower_special_call",
        "SessionValue": "calls:lower_session_value",
        "WindowCall": "calls:lower_window_call",
        "GraphMatch": "calls:lower_graph_match",
    },
)


def lower(node: ast.Expression, scope: Scope) -> Node:
    """The plan of an expression; raises :class:`SemanticError`."""
    lowered: Node = LOWERERS[type(node)](node, scope)
    return lowered


def lower_all(nodes: tuple[ast.Expression, ...], scope: Scope) -> tuple[Node, ...]:
    """Several expressions."""
    return tuple(lower(node, scope) for node in nodes)


# --- Names, paths, parameters ---------------------------------------------------------------------------------------


def lower_variable(node: ast.Variable, scope: Scope) -> Node:
    """``name``."""
    from ledgershell.partiql.lowering import names

    return names.resolve(node.name, scope, local=node.local)


def lower_parameter(node: ast.Parameter, scope: Scope) -> Node:
    """``?``."""
    scope.statement.parameters = max(scope.statement.parameters, node.ordinal + 1)
    return plan.Parameter(node.ordinal, node.span)


# --- Constructors ---------------------------------------------------------------------------------------------------


def lower_struct(node: ast.StructConstructor | ast.MapConstructor, scope: Scope) -> Node:
    """``{key: value, …}``; one of constants is a constant itself."""
    fields = tuple((_key(entry.key, scope), lower(entry.value, scope)) for entry in node.entries)
    if all(type(key) is plan.Constant and type(value) is plan.Constant for key, value in fields):
        pairs = [(key.value, value.value) for key, value in fields]  # type: ignore[attr-defined]
        if all(isinstance(name, str) for name, _ in pairs):
            return plan.Constant(Struct([(str(n), v) for n, v in pairs if v is not MISSING]), node.span)
    return plan.StructOf(fields, node.span)


def _key(key: ast.Expression, scope: Scope) -> Node:
    """A bare word before the colon is the name itself, as in Ion."""
    return plan.Constant(key.name.text, key.span) if isinstance(key, ast.Variable) else lower(key, scope)


def _collection(
    make: Callable[[list[Value]], Value], build: Callable[..., Node]
) -> Callable[[ast.Collection, Scope], Node]:
    def lower_collection(node: ast.Collection, scope: Scope) -> Node:
        items = lower_all(node.items, scope)
        if all(type(item) is plan.Constant for item in items):
            return plan.Constant(make([item.value for item in items]), node.span)  # type: ignore[attr-defined]
        return build(items, node.span)

    return lower_collection


lower_list = _collection(list, plan.ListOf)
lower_bag = _collection(Bag, plan.BagOf)
lower_sexp = _collection(SExpression, plan.SexpOf)


# --- Subqueries -----------------------------------------------------------------------------------------------------


def lower_subquery(node: ast.Subquery, scope: Scope, use: str = "value") -> Node:
    """A query in an expression.

    ``use`` says what it stands for: one ``value`` if it is a SELECT of one column (SQL's coercion; specification,
    section 9), else a collection; a ``row`` beside a row; a ``column`` of values behind IN; a ``collection`` always.
    """
    from ledgershell.partiql.lowering.queries import lower_query

    statement = scope.statement
    first_inside = statement.size
    query = lower_query(node.query, scope.derived(sources=False))
    result: Node
    columns = sql_columns(node.query)
    if isinstance(query, relations.Single):
        result = query.expression
    elif relations.is_single(query):
        result = plan.Only(query, node.span)
    elif columns == 1 and use == "value":
        result = plan.Scalar(query, node.span)
    elif columns == 1 and use == "column":
        result = plan.ColumnValues(query, node.span)
    elif columns and use == "row":
        result = plan.RowValues(query, node.span)
    else:
        result = plan.Collection(query, node.span)
    if isinstance(result, plan.Scalar | plan.Collection | plan.ColumnValues | plan.RowValues) and not any(
        slot < first_inside for slot in slots_of(result)
    ):
        return plan.Cached(result, statement.slot(), node.span)
    return result


def sql_columns(query: ast.Query) -> int:
    """How many columns a SELECT list has; 0 for anything else and when a star hides their number."""
    body = query.body
    while isinstance(body, ast.Query):
        body = body.body
    if not isinstance(body, ast.Select) or not isinstance(body.projection, ast.ProjectItems):
        return 0
    items = body.projection.items
    return 0 if any(isinstance(item, ast.ProjectAll) for item in items) else len(items)


def static_columns(query: Node) -> tuple[str, ...] | None:
    """The names of a query's columns, when they are known."""
    if isinstance(query, relations.Select):
        return query.columns
    if isinstance(query, relations.With):
        return static_columns(query.body)
    if isinstance(query, relations.Rename):
        return query.names
    if isinstance(query, relations.Combine):
        return query.columns
    return None


def default_name(expression: ast.Expression) -> str | None:
    """The name that an expression lends to a column or variable: that of a variable, or of a path's last step.

    A cast changes nothing about it.
    """
    if isinstance(expression, ast.Variable):
        return expression.name.text
    if isinstance(expression, ast.Cast) and expression.function == "CAST":
        return default_name(expression.operand)
    if isinstance(expression, ast.Path):
        last = expression.steps[-1]
        if isinstance(last, ast.FieldStep):
            return last.name.text
        if isinstance(last, ast.IndexStep) and isinstance(last.index, ast.Literal) and type(last.index.value) is str:
            return last.index.value
    return None
