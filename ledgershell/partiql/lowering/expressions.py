"""Expressions: one lowering function a class of syntax nodes, in one table."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

from ledgershell.errors import SemanticError
from ledgershell.ion.values import MISSING, Bag, SExpression, Struct, Value
from ledgershell.partiql import arithmetic, ast, comparison, logic
from ledgershell.partiql.lowering import literals
from ledgershell.partiql.lowering.context import Scope
from ledgershell.partiql.plan import expressions as plan
from ledgershell.partiql.plan import relations
from ledgershell.partiql.plan.node import Node
from ledgershell.partiql.plan.rewrite import slots_of
from ledgershell.partiql.types import is_type, is_unknown
from ledgershell.static_typing import Any


def lower(node: ast.Expression, scope: Scope) -> Node:
    """The plan of an expression; raises :class:`SemanticError`."""
    return _LOWERERS[type(node)](node, scope)


def lower_all(nodes: tuple[ast.Expression, ...], scope: Scope) -> tuple[Node, ...]:
    """Several expressions."""
    return tuple(lower(node, scope) for node in nodes)


# --- Names, paths, parameters ---------------------------------------------------------------------------------------


def _variable(node: ast.Variable, scope: Scope) -> Node:
    from ledgershell.partiql.lowering import names

    return names.resolve(node.name, scope, local=node.local)


def _path(node: ast.Path, scope: Scope) -> Node:
    from ledgershell.partiql.lowering.paths import lower_path

    return lower_path(node, scope)


def _parameter(node: ast.Parameter, scope: Scope) -> Node:
    scope.statement.parameters = max(scope.statement.parameters, node.ordinal + 1)
    return plan.Parameter(node.ordinal, node.span)


# --- Constructors ---------------------------------------------------------------------------------------------------


def _struct(node: ast.StructConstructor | ast.MapConstructor, scope: Scope) -> Node:
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


# --- Operators ------------------------------------------------------------------------------------------------------

BINARY = MappingProxyType(
    {
        "+": arithmetic.add,
        "-": arithmetic.subtract,
        "*": arithmetic.multiply,
        "/": arithmetic.divide,
        "%": arithmetic.modulo,
        "&": arithmetic.bitwise_and,
    }
)
COMPARISONS = MappingProxyType(
    {
        "=": comparison.equals,
        "<>": comparison.not_equals,
        "<": comparison.less,
        "<=": comparison.less_or_equal,
        ">": comparison.greater,
        ">=": comparison.greater_or_equal,
    }
)


def _unary(node: ast.Unary, scope: Scope) -> Node:
    function = arithmetic.negate if node.operator == "-" else arithmetic.positive
    return plan.Call(f"unary {node.operator}", function, (lower(node.operand, scope),), True, node.span)


def _binary(node: ast.Binary, scope: Scope) -> Node:
    """A chain ``a + b + c …`` leans to the left and may be long: it is followed without recursion."""
    chain: list[ast.Binary] = [node]
    while isinstance(chain[-1].left, ast.Binary):
        chain.append(chain[-1].left)
    result = lower(chain[-1].left, scope)
    for link in reversed(chain):
        right = lower(link.right, scope)
        function = _concatenate if link.operator == "||" else BINARY[link.operator]
        result = plan.Call(link.operator, function, (result, right), True, link.span)
    return result


def _concatenate(left: Value, right: Value) -> Value:
    from ledgershell.partiql.operators import concatenate

    return concatenate(left, right)


def _comparison(node: ast.Comparison, scope: Scope) -> Node:
    left, right = _compared(node.left, node.right, scope), _compared(node.right, node.left, scope)
    return plan.Call(node.operator, COMPARISONS[node.operator], (left, right), True, node.span)


def _compared(side: ast.Expression, other: ast.Expression, scope: Scope) -> Node:
    """A subquery beside a row ``(a, b)`` stands for a row itself."""
    if isinstance(side, ast.Subquery) and isinstance(other, ast.RowConstructor | ast.ListConstructor):
        return lower_subquery(side, scope, "row")
    return lower(side, scope)


def _and(node: ast.And, scope: Scope) -> Node:
    return plan.And(lower_all(node.operands, scope), node.span)


def _or(node: ast.Or, scope: Scope) -> Node:
    return plan.Or(lower_all(node.operands, scope), node.span)


def _not(node: ast.Not, scope: Scope) -> Node:
    return plan.Call("NOT", logic.not_, (lower(node.operand, scope),), True, node.span)


def _negated(result: Node, negated: bool, node: ast.Expression) -> Node:
    return plan.Call("NOT", logic.not_, (result,), True, node.span) if negated else result


TESTS: MappingProxyType[str, Callable[[Value], bool]] = MappingProxyType(
    {
        "NULL": is_unknown,
        "MISSING": lambda value: value is MISSING,
        "TRUE": logic.is_true,
        "FALSE": logic.is_false,
        "UNKNOWN": is_unknown,
    }
)


def _is(node: ast.Is, scope: Scope) -> Node:
    test = plan.Call(f"IS {node.test}", TESTS[node.test], (lower(node.operand, scope),), True, node.span)
    return _negated(test, node.negated, node)


def _is_type(node: ast.IsType, scope: Scope) -> Node:
    spec = literals.type_of(node.type)

    def has_type(value: Value) -> bool:
        return is_type(value, spec)

    test = plan.Call(f"IS {spec}", has_type, (lower(node.operand, scope),), True, node.span, spec)
    return _negated(test, node.negated, node)


def _in(node: ast.In, scope: Scope) -> Node:
    collection = node.collection
    if isinstance(collection, ast.Subquery):
        right = lower_subquery(collection, scope, "column")
    else:
        right = lower(collection, scope)
    operands = (lower(node.operand, scope), right)
    if node.negated:
        return plan.Call("NOT IN", comparison.not_in, operands, True, node.span)
    return plan.Call("IN", comparison.in_, operands, True, node.span)


def _like(node: ast.Like, scope: Scope) -> Node:
    from ledgershell.partiql import like

    operands = [node.operand, node.pattern]
    function: Callable[..., Value] = like.like
    if node.escape is not None:
        operands.append(node.escape)
        function = like.like_escape
    lowered = tuple(lower(operand, scope) for operand in operands)
    return _negated(plan.Call("LIKE", function, lowered, True, node.span), node.negated, node)


def _between(node: ast.Between, scope: Scope) -> Node:
    operands = lower_all((node.operand, node.low, node.high), scope)
    if node.negated:
        return plan.Call("NOT BETWEEN", comparison.not_between, operands, True, node.span)
    return plan.Call("BETWEEN", comparison.between, operands, True, node.span)


def _overlaps(node: ast.Overlaps, scope: Scope) -> Node:
    from ledgershell.partiql.operators import overlaps

    return plan.Call("OVERLAPS", overlaps, lower_all((node.left, node.right), scope), True, node.span)


def _case(node: ast.Case, scope: Scope) -> Node:
    otherwise: Node = plan.Constant(None, node.span) if node.otherwise is None else lower(node.otherwise, scope)
    branches = []
    for branch in node.branches:
        condition = lower(branch.condition, scope)
        if node.operand is not None:
            operand = lower(node.operand, scope)
            condition = plan.Call("=", comparison.equals, (operand, condition), True, branch.span)
        branches.append((condition, lower(branch.result, scope)))
    return plan.Case(tuple(branches), otherwise, node.span)


def _cast(node: ast.Cast, scope: Scope) -> Node:
    from ledgershell.partiql import casts

    spec, dialect = literals.type_of(node.type), scope.statement.dialect
    if not casts.cast_target_exists(spec.name):
        raise SemanticError("LS-EVAL-018", f"nothing can be cast to {spec}", span=node.type.span)
    function = {"CAST": casts.cast, "CAN_CAST": casts.can_cast, "CAN_LOSSLESS_CAST": casts.can_lossless_cast}
    run = function[node.function]

    def converted(value: Value) -> Value:
        return run(value, spec, dialect)

    return plan.Call(f"{node.function} {spec}", converted, (lower(node.operand, scope),), True, node.span, spec)


# --- Subqueries -----------------------------------------------------------------------------------------------------


def _subquery(node: ast.Subquery, scope: Scope) -> Node:
    return lower_subquery(node, scope, "value")


def lower_subquery(node: ast.Subquery, scope: Scope, use: str) -> Node:
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
    if isinstance(query, relations.Combine) and not query.outer:
        return static_columns(query.left)
    return None


def _calls(name: str) -> Callable[[Any, Scope], Node]:
    def lower_call(node: Any, scope: Scope) -> Node:
        from ledgershell.partiql.lowering import calls

        return getattr(calls, name)(node, scope)  # type: ignore[no-any-return]

    return lower_call


_LOWERERS: MappingProxyType[type[ast.Node], Callable[[Any, Scope], Node]] = MappingProxyType(
    {
        ast.Literal: literals.literal,
        ast.IonLiteral: literals.ion_literal,
        ast.DateLiteral: literals.date_literal,
        ast.TimeLiteral: literals.time_literal,
        ast.TimestampLiteral: literals.timestamp_literal,
        ast.IntervalLiteral: literals.interval_literal,
        ast.Variable: _variable,
        ast.Path: _path,
        ast.Parameter: _parameter,
        ast.StructConstructor: _struct,
        ast.MapConstructor: _struct,
        ast.ListConstructor: _collection(list, plan.ListOf),
        ast.RowConstructor: _collection(list, plan.ListOf),
        ast.BagConstructor: _collection(Bag, plan.BagOf),
        ast.SexpConstructor: _collection(SExpression, plan.SexpOf),
        ast.Unary: _unary,
        ast.Binary: _binary,
        ast.Comparison: _comparison,
        ast.And: _and,
        ast.Or: _or,
        ast.Not: _not,
        ast.Is: _is,
        ast.IsType: _is_type,
        ast.In: _in,
        ast.Like: _like,
        ast.Between: _between,
        ast.Overlaps: _overlaps,
        ast.Case: _case,
        ast.Cast: _cast,
        ast.Subquery: _subquery,
        ast.Call: _calls("lower_call"),
        ast.SpecialCall: _calls("lower_special_call"),
        ast.SessionValue: _calls("lower_session_value"),
        ast.WindowCall: _calls("lower_window_call"),
        ast.GraphMatch: _calls("lower_graph_match"),
    }
)
