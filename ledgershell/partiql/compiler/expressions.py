"""Scalar expressions as closures: one compile function a node class, in one table."""

from __future__ import annotations

import operator
from collections.abc import Callable

from ledgershell.errors import EvaluationError, LedgershellError, Span
from ledgershell.ion.values import MISSING, Bag, SExpression, Struct, Symbol, Value
from ledgershell.partiql.compiler.frame import Compiler, Evaluator, Frame, bare
from ledgershell.partiql.dispatch import FunctionsByClass
from ledgershell.partiql.plan import expressions as plan
from ledgershell.partiql.typing_errors import TypeMismatch
from ledgershell.static_typing import Any, Final

EXPRESSIONS: Final = FunctionsByClass(
    "ledgershell.partiql.compiler",
    {
        "Constant": "expressions:compile_constant",
        "Parameter": "expressions:compile_parameter",
        "Slot": "expressions:compile_slot",
        "Failure": "expressions:compile_failure",
        "Field": "navigation:compile_field",
        "Element": "navigation:compile_element",
        "Lookup": "navigation:compile_lookup",
        "Call": "expressions:compile_call",
        "Chain": "expressions:compile_chain",
        "RuntimeCall": "expressions:compile_runtime_call",
        "And": "expressions:compile_and",
        "Or": "expressions:compile_or",
        "Tolerant": "expressions:compile_tolerant",
        "Case": "expressions:compile_case",
        "Coalesce": "expressions:compile_coalesce",
        "StructOf": "expressions:compile_struct",
        "ListOf": "expressions:compile_list",
        "BagOf": "expressions:compile_bag",
        "SexpOf": "expressions:compile_sexp",
        "Columns": "expressions:compile_columns",
        "Collection": "subqueries:compile_collection",
        "Scalar": "subqueries:compile_scalar",
        "Only": "subqueries:compile_only",
        "Exists": "subqueries:compile_exists",
        "SourceRows": "subqueries:compile_source_rows",
        "Cached": "subqueries:compile_cached",
        "ColumnValues": "subqueries:compile_column_values",
        "RowValues": "subqueries:compile_row_values",
        "Match": "patterns:compile_match",
    },
)


def compile_constant(node: plan.Constant, _: Compiler) -> Evaluator:
    """A value."""
    value = node.value
    return lambda _: value


def compile_parameter(node: plan.Parameter, _: Compiler) -> Evaluator:
    """``?``."""
    index, span = node.index, node.span

    def parameter(frame: Frame) -> Value:
        try:
            return frame[0].parameters[index]
        except IndexError:
            raise EvaluationError("LS-EVAL-005", f"no value was given for parameter {index + 1}", span=span) from None

    return parameter


def compile_failure(node: plan.Failure, _: Compiler) -> Evaluator:
    """An error that is raised if this is evaluated."""
    error = node.error

    def failure(_frame: Frame) -> Value:
        raise error

    return failure


def compile_slot(node: plan.Slot, _: Compiler) -> Evaluator:
    """A variable."""
    index = node.index
    return lambda frame: frame[index]


def compile_call(node: plan.Call, compiler: Compiler) -> Evaluator:
    """A type error makes the value MISSING, or is raised, as the dialect says; other errors learn where they are."""
    function, span = node.function, node.span
    arguments = [compiler.expression(argument) for argument in node.arguments]
    forgiven = _NOTHING if compiler.strict or not node.forgiving else TypeMismatch
    if len(arguments) == 2:
        if node.name in ("IN", "NOT IN"):
            return _membership(node, arguments[0], arguments[1], forgiven)
        general = _call_of_two(function, arguments[0], arguments[1], forgiven, span)
        return _field_compared(node, compiler, general) or general
    if len(arguments) == 1:
        return _call_of_one(function, arguments[0], forgiven, span)

    def call(frame: Frame) -> Value:
        values = [argument(frame) for argument in arguments]
        try:
            return function(*values)
        except forgiven:
            return MISSING
        except LedgershellError as error:
            raise error.at(span) from None

    return call


_OF_EQUAL_TYPES: Final = {"=": operator.eq, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
"""What the comparisons are for two texts, or two ints: Python's."""


def _field_compared(node: plan.Call, compiler: Compiler, general: Evaluator) -> Evaluator | None:
    """``row.name < value`` with a value that is no expression: what most rows are asked, in one function.

    What is not as simple as that, when it comes to it, is left to ``general``.
    """
    compare = _OF_EQUAL_TYPES.get(node.name)
    field, other = node.arguments
    if compare is None or compiler.strict or compiler.dialect.names == "partiql":
        return None
    if type(field) is not plan.Field or not field.exact or type(field.base) is not plan.Slot:
        return None
    name, place = field.name, field.base.index
    if type(other) is plan.Constant and type(other.value) in (str, int):
        constant, kind = other.value, type(other.value)

        def compared_with_constant(frame: Frame) -> Value:
            row = frame[place]
            if isinstance(row, Struct):
                value = row.get(name)
                if type(value) is kind:
                    return compare(value, constant)
            return general(frame)

        return compared_with_constant
    if type(other) is not plan.Parameter:
        return None
    evaluate = compiler.expression(other)

    def compared(frame: Frame) -> Value:
        row = frame[place]
        if isinstance(row, Struct):
            value, wanted = row.get(name), evaluate(frame)
            kind = type(value)
            if kind is type(wanted) and (kind is str or kind is int):
                return compare(value, wanted)
        return general(frame)

    return compared


def compile_chain(node: plan.Chain, compiler: Compiler) -> Evaluator:
    """As calls within calls, without going deeper."""
    first = compiler.expression(node.first)
    links = [(link.function, compiler.expression(link.operand), link.span) for link in node.links]
    forgiven = _NOTHING if compiler.strict else TypeMismatch

    def chain(frame: Frame) -> Value:
        value = first(frame)
        for function, evaluate, span in links:
            operand = evaluate(frame)
            try:
                value = function(value, operand)
            except forgiven:
                value = MISSING
            except LedgershellError as error:
                raise error.at(span) from None
        return value

    return chain


class _NOTHING(Exception):
    """Never raised: the class of errors that strict typing forgives."""


Forgiven = type[Exception]


def _call_of_one(
    function: Callable[..., Value], argument: Evaluator, forgiven: Forgiven, span: Span | None
) -> Evaluator:
    def call(frame: Frame) -> Value:
        value = argument(frame)
        try:
            return function(value)
        except forgiven:
            return MISSING
        except LedgershellError as error:
            raise error.at(span) from None

    return call


def _call_of_two(
    function: Callable[..., Value], left: Evaluator, right: Evaluator, forgiven: Forgiven, span: Span | None
) -> Evaluator:
    def call(frame: Frame) -> Value:
        first, second = left(frame), right(frame)
        try:
            return function(first, second)
        except forgiven:
            return MISSING
        except LedgershellError as error:
            raise error.at(span) from None

    return call


def _membership(node: plan.Call, value: Evaluator, collection: Evaluator, forgiven: Forgiven) -> Evaluator:
    from ledgershell.partiql.compiler.membership import remembering

    function, span = node.function, node.span

    def plainly(sought: Value, elements: Value) -> Value:
        try:
            return function(sought, elements)
        except forgiven:
            return MISSING
        except LedgershellError as error:
            raise error.at(span) from None

    return remembering(value, collection, plainly, node.name == "NOT IN")


def compile_runtime_call(node: plan.RuntimeCall, compiler: Compiler) -> Evaluator:
    """A function that is given the runtime first."""
    function, span = node.function, node.span
    arguments = [compiler.expression(argument) for argument in node.arguments]
    forgiven = _NOTHING if compiler.strict else TypeMismatch

    def call(frame: Frame) -> Value:
        values = [argument(frame) for argument in arguments]
        try:
            return function(frame[0], *values)
        except forgiven:
            return MISSING
        except LedgershellError as error:
            raise error.at(span) from None

    return call


def _connective(stop: bool) -> Callable[[Any, Compiler], Evaluator]:
    """AND stops at the first false, OR at the first true; anything unknown else makes the whole null.

    A value that is neither boolean nor unknown is a type error.
    """

    def compile_connective(node: plan.And | plan.Or, compiler: Compiler) -> Evaluator:
        from ledgershell.partiql.logic import truth

        operands = [compiler.expression(operand) for operand in node.operands]
        strict, span = compiler.strict, node.span
        word = "OR" if stop else "AND"

        def connective(frame: Frame) -> Value:
            answer: Value = not stop
            for operand in operands:
                value = operand(frame)
                if value is stop:
                    return stop
                if value is not answer:
                    if type(value) is bool:
                        continue
                    try:
                        known = truth(word, value)
                    except TypeMismatch as error:
                        if strict:
                            raise error.at(span) from None
                        return MISSING
                    if known is stop:
                        return stop
                    if known is None:
                        answer = None
            return answer

        return connective

    return compile_connective


compile_and = _connective(False)
compile_or = _connective(True)


def compile_tolerant(node: plan.Tolerant, compiler: Compiler) -> Evaluator:
    """True where its expression raises an error."""
    evaluate = compiler.expression(node.expression)

    def tolerant(frame: Frame) -> Value:
        try:
            return evaluate(frame)
        except EvaluationError:
            return True

    return tolerant


def compile_case(node: plan.Case, compiler: Compiler) -> Evaluator:
    """Searched CASE."""
    branches = [(compiler.expression(when), compiler.expression(then)) for when, then in node.branches]
    otherwise = compiler.expression(node.otherwise)

    def case(frame: Frame) -> Value:
        for when, then in branches:
            if when(frame) is True:
                return then(frame)
        return otherwise(frame)

    return case


def compile_coalesce(node: plan.Coalesce, compiler: Compiler) -> Evaluator:
    """The first argument that is known."""
    from ledgershell.partiql.types import is_unknown

    arguments = [compiler.expression(argument) for argument in node.arguments]

    def coalesce(frame: Frame) -> Value:
        for argument in arguments:
            value = argument(frame)
            if not is_unknown(value):
                return value
        return None

    return coalesce


def compile_struct(node: plan.StructOf, compiler: Compiler) -> Evaluator:
    """``{key: value, …}``."""
    strict, span = compiler.strict, node.span
    if all(type(key) is plan.Constant and type(key.value) in (str, Symbol) for key, _ in node.fields):
        named = [(str(key.value), compiler.expression(value)) for key, value in node.fields]  # type: ignore[attr-defined]

        def struct(frame: Frame) -> Value:
            pairs = [(name, value(frame)) for name, value in named]
            return Struct([pair for pair in pairs if pair[1] is not MISSING])

        return struct
    fields = [(compiler.expression(key), compiler.expression(value)) for key, value in node.fields]

    def computed(frame: Frame) -> Value:
        pairs = []
        for evaluate_key, evaluate in fields:
            key, value = evaluate_key(frame), evaluate(frame)
            if type(key) in (str, Symbol):
                if value is not MISSING:
                    pairs.append((str(key), value))
            elif strict:
                raise EvaluationError("LS-EVAL-007", "a field name must be a string", span=span)
        return Struct(pairs)

    return computed


def _items(make: Callable[[list[Value]], Value]) -> Callable[[Any, Compiler], Evaluator]:
    def compile_items(node: plan.ListOf | plan.BagOf | plan.SexpOf, compiler: Compiler) -> Evaluator:
        if all(type(item) is plan.Constant for item in node.items):
            constant = make([item.value for item in node.items])  # type: ignore[attr-defined]
            return lambda _: constant
        items = [compiler.expression(item) for item in node.items]
        return lambda frame: make([item(frame) for item in items])

    return compile_items


compile_list = _items(lambda items: items)
compile_bag = _items(Bag)
compile_sexp = _items(SExpression)


def compile_columns(node: plan.Columns, compiler: Compiler) -> Evaluator:
    """A SELECT list."""
    items = node.items
    if len(items) == 1 and items[0][0] is None:
        return _only_star(compiler.expression(items[0][1]), items[0][2])
    if all(name is not None for name, _, _ in items):
        named = [(str(name), compiler.expression(value)) for name, value, _ in items]

        def columns(frame: Frame) -> Value:
            pairs = [(name, value(frame)) for name, value in named]
            return Struct([pair for pair in pairs if pair[1] is not MISSING])

        return columns
    parts = [(name, compiler.expression(value), ordinal) for name, value, ordinal in items]

    def spread(frame: Frame) -> Value:
        pairs: list[tuple[str, Value]] = []
        for name, evaluate, ordinal in parts:
            value = evaluate(frame)
            if name is not None:
                if value is not MISSING:
                    pairs.append((name, value))
                continue
            value = bare(value) if isinstance(bare(value), Struct) else value
            if isinstance(value, Struct):
                pairs.extend(value.items())
            elif value is not MISSING:
                pairs.append((f"_{ordinal}", value))
        return Struct(pairs)

    return spread


def _only_star(evaluate: Evaluator, ordinal: int) -> Evaluator:
    """``SELECT *`` over one variable: a struct is its own answer, without a copy."""

    def star(frame: Frame) -> Value:
        value = evaluate(frame)
        if isinstance(value, Struct):
            return value
        if isinstance(bare(value), Struct):
            return bare(value)
        return Struct(()) if value is MISSING else Struct(((f"_{ordinal}", value),))

    return star
