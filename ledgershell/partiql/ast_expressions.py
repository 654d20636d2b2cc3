# ruff: noqa: RUF023 - the order of the slots is the order of the text
"""Nodes for expressions: literals, names and paths, constructors, operators."""

from __future__ import annotations

from ledgershell.errors import Span
from ledgershell.partiql.ast_base import Expression, Identifier, Node
from ledgershell.static_typing import TYPE_CHECKING
from ledgershell.static_typing import Literal as OneOf

if TYPE_CHECKING:
    from ledgershell.ion.values import Value
    from ledgershell.partiql.ast_types import IntervalQualifier, TypeName

# --- Literals -------------------------------------------------------------------------------------------------------


class Literal(Expression):
    """``NULL``, ``MISSING``, ``TRUE``, ``5``, ``1.50``, ``1e0``, ``'text'``, with its value of the value model.

    A number with a point is a ``Decimal`` that keeps its digits; one with an exponent is a ``float``, as in SQL.
    """

    __slots__ = ("value",)

    def __init__(self, span: Span, value: Value) -> None:
        self.span = span
        self.value = value


class IonLiteral(Expression):
    """A value in backticks; ``text`` is what stands between them, read only when the statement is compiled."""

    __slots__ = ("text",)

    def __init__(self, span: Span, text: str) -> None:
        self.span = span
        self.text = text


class DateLiteral(Expression):
    """``DATE '2024-02-29'``; the text is not checked here."""

    __slots__ = ("text",)

    def __init__(self, span: Span, text: str) -> None:
        self.span = span
        self.text = text


class TimeLiteral(Expression):
    """``TIME [(p)] [WITH|WITHOUT TIME ZONE] '…'``; ``zone`` is ``None`` when nothing is said of it."""

    __slots__ = ("text", "precision", "zone")

    def __init__(self, span: Span, text: str, precision: int | None = None, zone: bool | None = None) -> None:
        self.span = span
        self.text = text
        self.precision = precision
        self.zone = zone


class TimestampLiteral(Expression):
    """``TIMESTAMP [(p)] [WITH|WITHOUT TIME ZONE] '…'``."""

    __slots__ = ("text", "precision", "zone")

    def __init__(self, span: Span, text: str, precision: int | None = None, zone: bool | None = None) -> None:
        self.span = span
        self.text = text
        self.precision = precision
        self.zone = zone


class IntervalLiteral(Expression):
    """``INTERVAL [+|-] '…' qualifier``; ``negative`` is the sign before the quotes, not one within."""

    __slots__ = ("negative", "text", "qualifier")

    def __init__(self, span: Span, negative: bool, text: str, qualifier: IntervalQualifier) -> None:
        self.span = span
        self.negative = negative
        self.text = text
        self.qualifier = qualifier


# --- Names and paths ------------------------------------------------------------------------------------------------


class Variable(Expression):
    """A name in an expression; ``local`` is the ``@`` before it (variables before tables)."""

    __slots__ = ("name", "local")

    def __init__(self, span: Span, name: Identifier, local: bool = False) -> None:
        self.span = span
        self.name = name
        self.local = local


class Parameter(Expression):
    """``?``; ``ordinal`` counts from 0 in the order of the text, anew in each statement of a script."""

    __slots__ = ("ordinal",)

    def __init__(self, span: Span, ordinal: int) -> None:
        self.span = span
        self.ordinal = ordinal


class PathStep(Node):
    """One step of a :class:`Path`."""

    __slots__ = ()


class FieldStep(PathStep):
    """``.name``, ``."name"`` or ``.'name'`` (the last two are exact)."""

    __slots__ = ("name",)

    def __init__(self, span: Span, name: Identifier) -> None:
        self.span = span
        self.name = name


class IndexStep(PathStep):
    """``[expression]``: a number for a list, a string for a struct."""

    __slots__ = ("index",)

    def __init__(self, span: Span, index: Expression) -> None:
        self.span = span
        self.index = index


class ElementsStep(PathStep):
    """``[*]``: each element."""

    __slots__ = ()

    def __init__(self, span: Span) -> None:
        self.span = span


class FieldsStep(PathStep):
    """``.*``: the value of each field."""

    __slots__ = ()

    def __init__(self, span: Span) -> None:
        self.span = span


class Path(Expression):
    """``root.step[step]…``; ``a.b.c`` is a Path too, since only name resolution knows whether ``a`` is a schema."""

    __slots__ = ("root", "steps")

    def __init__(self, span: Span, root: Expression, steps: tuple[PathStep, ...]) -> None:
        self.span = span
        self.root = root
        self.steps = steps


# --- Constructors ---------------------------------------------------------------------------------------------------


class StructField(Node):
    """``key: value``; the key is any expression (``{'a': 1}`` has a string literal, ``{a: 1}`` a Variable)."""

    __slots__ = ("key", "value")

    def __init__(self, span: Span, key: Expression, value: Expression) -> None:
        self.span = span
        self.key = key
        self.value = value


class StructConstructor(Expression):
    """``{key: value, …}``."""

    __slots__ = ("entries",)

    def __init__(self, span: Span, entries: tuple[StructField, ...]) -> None:
        self.span = span
        self.entries = entries


class MapConstructor(Expression):
    """``MAP {key: value, …}``."""

    __slots__ = ("entries",)

    def __init__(self, span: Span, entries: tuple[StructField, ...]) -> None:
        self.span = span
        self.entries = entries


class Collection(Expression):
    """A collection that is written out."""

    __slots__ = ("items",)

    def __init__(self, span: Span, items: tuple[Expression, ...]) -> None:
        self.span = span
        self.items = items


class ListConstructor(Collection):
    """``[a, b]`` or ``LIST(a, b)``."""

    __slots__ = ()


class BagConstructor(Collection):
    """``<<a, b>>`` or ``BAG(a, b)``."""

    __slots__ = ()


class SexpConstructor(Collection):
    """``SEXP(a, b)``."""

    __slots__ = ()


class RowConstructor(Collection):
    """``(a, b)`` or ``ROW(a, b)``.

    On the right of IN also ``(a)``: one element, since ``x IN (a)`` asks for membership in a list of one.
    """

    __slots__ = ()


# --- Operators ------------------------------------------------------------------------------------------------------


class Unary(Expression):
    """``+operand`` or ``-operand``."""

    __slots__ = ("operator", "operand")

    def __init__(self, span: Span, operator: OneOf["+", "-"], operand: Expression) -> None:
        self.span = span
        self.operator = operator
        self.operand = operand


class Binary(Expression):
    """Arithmetic ``+ - * / %``, concatenation ``||``, bitwise ``&``."""

    __slots__ = ("operator", "left", "right")

    def __init__(
        self, span: Span, operator: OneOf["+", "-", "*", "/", "%", "||", "&"], left: Expression, right: Expression
    ) -> None:
        self.span = span
        self.operator = operator
        self.left = left
        self.right = right


class Comparison(Expression):
    """``left = right`` and so on; ``!=`` is told as ``<>``."""

    __slots__ = ("operator", "left", "right")

    def __init__(
        self, span: Span, operator: OneOf["=", "<>", "<", "<=", ">", ">="], left: Expression, right: Expression
    ) -> None:
        self.span = span
        self.operator = operator
        self.left = left
        self.right = right


class And(Expression):
    """``a AND b AND c``: a chain is one node, so that long ones are not deep.  At least two operands."""

    __slots__ = ("operands",)

    def __init__(self, span: Span, operands: tuple[Expression, ...]) -> None:
        self.span = span
        self.operands = operands


class Or(Expression):
    """``a OR b OR c``; see :class:`And`."""

    __slots__ = ("operands",)

    def __init__(self, span: Span, operands: tuple[Expression, ...]) -> None:
        self.span = span
        self.operands = operands


class Not(Expression):
    """``NOT operand``."""

    __slots__ = ("operand",)

    def __init__(self, span: Span, operand: Expression) -> None:
        self.span = span
        self.operand = operand


class Is(Expression):
    """``operand IS [NOT] NULL | MISSING | TRUE | FALSE | UNKNOWN``."""

    __slots__ = ("operand", "test", "negated")

    def __init__(
        self,
        span: Span,
        operand: Expression,
        test: OneOf["NULL", "MISSING", "TRUE", "FALSE", "UNKNOWN"],
        negated: bool = False,
    ) -> None:
        self.span = span
        self.operand = operand
        self.test = test
        self.negated = negated


class IsType(Expression):
    """``operand IS [NOT] type``."""

    __slots__ = ("operand", "type", "negated")

    def __init__(self, span: Span, operand: Expression, type: TypeName, negated: bool = False) -> None:  # noqa: A002
        self.span = span
        self.operand = operand
        self.type = type
        self.negated = negated


class In(Expression):
    """``operand [NOT] IN collection``; see :class:`RowConstructor` for ``IN (a)``."""

    __slots__ = ("operand", "collection", "negated")

    def __init__(self, span: Span, operand: Expression, collection: Expression, negated: bool = False) -> None:
        self.span = span
        self.operand = operand
        self.collection = collection
        self.negated = negated


class Like(Expression):
    """``operand [NOT] LIKE pattern [ESCAPE escape]``."""

    __slots__ = ("operand", "pattern", "escape", "negated")

    def __init__(
        self,
        span: Span,
        operand: Expression,
        pattern: Expression,
        escape: Expression | None = None,
        negated: bool = False,
    ) -> None:
        self.span = span
        self.operand = operand
        self.pattern = pattern
        self.escape = escape
        self.negated = negated


class Between(Expression):
    """``operand [NOT] BETWEEN low AND high``."""

    __slots__ = ("operand", "low", "high", "negated")

    def __init__(
        self, span: Span, operand: Expression, low: Expression, high: Expression, negated: bool = False
    ) -> None:
        self.span = span
        self.operand = operand
        self.low = low
        self.high = high
        self.negated = negated


class Overlaps(Expression):
    """``(start, end) OVERLAPS (start, end)``; either side may be any expression."""

    __slots__ = ("left", "right")

    def __init__(self, span: Span, left: Expression, right: Expression) -> None:
        self.span = span
        self.left = left
        self.right = right


class CaseBranch(Node):
    """``WHEN condition THEN result``."""

    __slots__ = ("condition", "result")

    def __init__(self, span: Span, condition: Expression, result: Expression) -> None:
        self.span = span
        self.condition = condition
        self.result = result


class Case(Expression):
    """``CASE [operand] WHEN … THEN … [ELSE otherwise] END``; with an operand each condition is compared with it."""

    __slots__ = ("operand", "branches", "otherwise")

    def __init__(
        self,
        span: Span,
        operand: Expression | None,
        branches: tuple[CaseBranch, ...],
        otherwise: Expression | None = None,
    ) -> None:
        self.span = span
        self.operand = operand
        self.branches = branches
        self.otherwise = otherwise


class Cast(Expression):
    """``CAST(operand AS type)`` and its two tests."""

    __slots__ = ("function", "operand", "type")

    def __init__(
        self,
        span: Span,
        function: OneOf["CAST", "CAN_CAST", "CAN_LOSSLESS_CAST"],
        operand: Expression,
        type: TypeName,  # noqa: A002
    ) -> None:
        self.span = span
        self.function = function
        self.operand = operand
        self.type = type
