"""Expressions as the parser builds them; see :mod:`ledgershell.partiql.builder`."""

from __future__ import annotations

from ledgershell.errors import Span
from ledgershell.ion.values import MISSING
from ledgershell.partiql.ast_base import Expression, Identifier
from ledgershell.partiql.ast_expressions import (
    And,
    BagConstructor,
    Between,
    Binary,
    Case,
    CaseBranch,
    Cast,
    Comparison,
    DateLiteral,
    ElementsStep,
    FieldsStep,
    FieldStep,
    In,
    IndexStep,
    IntervalLiteral,
    IonLiteral,
    Is,
    IsType,
    Like,
    ListConstructor,
    Literal,
    MapConstructor,
    Not,
    Or,
    Overlaps,
    Parameter,
    Path,
    PathStep,
    RowConstructor,
    SexpConstructor,
    StructConstructor,
    StructField,
    TimeLiteral,
    TimestampLiteral,
    Unary,
    Variable,
)
from ledgershell.partiql.builder import Builder, Values
from ledgershell.static_typing import Any, Final

DIGIT_LIMIT: Final = 4000
"""Digits that a number may have: below what Python turns into an integer without a special wish."""

# --- Literals -------------------------------------------------------------------------------------------------------


def null(_b: Builder, s: Span, _v: Values) -> Literal:
    """``NULL``."""
    return Literal(s, None)


def missing(_b: Builder, s: Span, _v: Values) -> Literal:
    """``MISSING``."""
    return Literal(s, MISSING)


def true(_b: Builder, s: Span, _v: Values) -> Literal:
    """``TRUE``."""
    return Literal(s, True)


def false(_b: Builder, s: Span, _v: Values) -> Literal:
    """``FALSE``."""
    return Literal(s, False)


def unquoted(text: str) -> str:
    """The text of a string literal."""
    return text[1:-1].replace("''", "'")


def string(_b: Builder, s: Span, v: Values) -> Literal:
    """``'text'``."""
    return Literal(s, unquoted(v[0]))


def integer(b: Builder, s: Span, v: Values) -> Literal:
    """``123``."""
    return Literal(s, whole_number(b, s, v[0]))


def decimal(b: Builder, s: Span, v: Values) -> Literal:
    """``1.50``: exact, with the digits as they are written."""
    _check_digits(b, s, v[0])
    from decimal import Decimal

    return Literal(s, Decimal(v[0]))


def float_(b: Builder, s: Span, v: Values) -> Literal:
    """``1.5e0``: a number with an exponent is approximate, as in SQL."""
    value = float(v[0])
    if value == float("inf"):
        raise b.fail(
            "LS-PARSE-006",
            "this number is too large for a float",
            s,
            "an Ion decimal in backticks, `1d400`, has no such limit",
        )
    return Literal(s, value)


def whole_number(b: Builder, s: Span, text: str) -> int:
    """The value of an INT token."""
    _check_digits(b, s, text)
    return int(text)


def _check_digits(b: Builder, s: Span, text: str) -> None:
    if len(text) > DIGIT_LIMIT:
        raise b.fail("LS-PARSE-006", f"this number has {len(text)} digits; at most {DIGIT_LIMIT} are allowed", s)


def ion(_b: Builder, s: Span, v: Values) -> IonLiteral:
    """`` `ion` ``."""
    return IonLiteral(s, v[0][1:-1])


def date(_b: Builder, s: Span, v: Values) -> DateLiteral:
    """``DATE '…'``."""
    return DateLiteral(s, unquoted(v[1]))


def time(_b: Builder, s: Span, v: Values) -> TimeLiteral:
    """``TIME precision zone '…'``."""
    _, precision, zone, text = v
    return TimeLiteral(s, unquoted(text), precision, zone)


def timestamp(_b: Builder, s: Span, v: Values) -> TimestampLiteral:
    """``TIMESTAMP precision zone '…'``."""
    _, precision, zone, text = v
    return TimestampLiteral(s, unquoted(text), precision, zone)


def interval(_b: Builder, s: Span, v: Values) -> IntervalLiteral:
    """``INTERVAL '…' qualifier``."""
    return IntervalLiteral(s, False, unquoted(v[1]), v[2])


def interval_signed(_b: Builder, s: Span, v: Values) -> IntervalLiteral:
    """``INTERVAL sign '…' qualifier``."""
    return IntervalLiteral(s, v[1] == "-", unquoted(v[2]), v[3])


# --- Names and paths ------------------------------------------------------------------------------------------------


def variable_or_path(span: Span, names: list[Identifier]) -> Variable | Path:
    """``a`` or ``a.b.c``."""
    root = Variable(names[0].span, names[0])
    if len(names) == 1:
        return root
    return Path(span, root, tuple(FieldStep(name.span, name) for name in names[1:]))


def name_path_expression(_b: Builder, s: Span, v: Values) -> Variable | Path:
    """A name path that turned out to be an expression."""
    return variable_or_path(s, v[0])


def local_variable(_b: Builder, s: Span, v: Values) -> Variable:
    """``@name``."""
    return Variable(s, v[1], True)


def parameter(b: Builder, s: Span, _v: Values) -> Parameter:
    """``?``."""
    b.parameters += 1
    return Parameter(s, b.parameters - 1)


def path_of_names(_b: Builder, _s: Span, v: Values) -> list[Any]:
    """A path while it grows: its root, then its steps."""
    names, step = v
    return [Variable(names[0].span, names[0]), *(FieldStep(name.span, name) for name in names[1:]), step]


def path_of_atom(_b: Builder, _s: Span, v: Values) -> list[Any]:
    """A path that does not begin with a name."""
    return [v[0], v[1]]


def path_step(_b: Builder, _s: Span, v: Values) -> Any:
    """A path and one more step."""
    v[0].append(v[1])
    return v[0]


def path_expression(_b: Builder, s: Span, v: Values) -> Path:
    """A path at its end."""
    root, *steps = v[0]
    return Path(s, root, tuple(steps))


def index_step(_b: Builder, s: Span, v: Values) -> PathStep:
    """``[expression]``."""
    return IndexStep(s, v[1])


def elements_step(_b: Builder, s: Span, _v: Values) -> PathStep:
    """``[*]``."""
    return ElementsStep(s)


def fields_step(_b: Builder, s: Span, _v: Values) -> PathStep:
    """``.*``."""
    return FieldsStep(s)


def field_step(_b: Builder, _s: Span, v: Values) -> PathStep:
    """``.name``."""
    return FieldStep(v[1].span, v[1])


def text_step(_b: Builder, s: Span, v: Values) -> PathStep:
    """``.'name'``."""
    span = Span(s.end - len(v[1]), s.end)
    return FieldStep(span, Identifier(span, unquoted(v[1]), True))


# --- Constructors ---------------------------------------------------------------------------------------------------


def row(_b: Builder, s: Span, v: Values) -> RowConstructor:
    """``(a, b, …)``."""
    return RowConstructor(s, (v[1], *v[3]))


def row_call(_b: Builder, s: Span, v: Values) -> RowConstructor:
    """``ROW(a, …)``."""
    return RowConstructor(s, tuple(v[2]))


def row_of_one(b: Builder, expression: Expression) -> Expression:
    """``(a)`` as a row of one, anything else as it is."""
    if found := b.parenthesized.get(id(expression)):
        return RowConstructor(found[1], (expression,))
    return expression


def list_empty(_b: Builder, s: Span, _v: Values) -> ListConstructor:
    """``[]``."""
    return ListConstructor(s, ())


def list_(_b: Builder, s: Span, v: Values) -> ListConstructor:
    """``[a, …]``."""
    return ListConstructor(s, tuple(v[1]))


def list_call_empty(_b: Builder, s: Span, _v: Values) -> ListConstructor:
    """``LIST()``."""
    return ListConstructor(s, ())


def list_call(_b: Builder, s: Span, v: Values) -> ListConstructor:
    """``LIST(a, …)``."""
    return ListConstructor(s, tuple(v[2]))


def bag_empty(_b: Builder, s: Span, _v: Values) -> BagConstructor:
    """``<<>>``."""
    return BagConstructor(s, ())


def bag(_b: Builder, s: Span, v: Values) -> BagConstructor:
    """``<<a, …>>``."""
    return BagConstructor(s, tuple(v[1]))


def bag_call_empty(_b: Builder, s: Span, _v: Values) -> BagConstructor:
    """``BAG()``."""
    return BagConstructor(s, ())


def bag_call(_b: Builder, s: Span, v: Values) -> BagConstructor:
    """``BAG(a, …)``."""
    return BagConstructor(s, tuple(v[2]))


def sexp_empty(_b: Builder, s: Span, _v: Values) -> SexpConstructor:
    """``SEXP()``."""
    return SexpConstructor(s, ())


def sexp(_b: Builder, s: Span, v: Values) -> SexpConstructor:
    """``SEXP(a, …)``."""
    return SexpConstructor(s, tuple(v[2]))


def struct_empty(_b: Builder, s: Span, _v: Values) -> StructConstructor:
    """``{}``."""
    return StructConstructor(s, ())


def struct(_b: Builder, s: Span, v: Values) -> StructConstructor:
    """``{key: value, …}``."""
    return StructConstructor(s, tuple(v[1]))


def map_empty(_b: Builder, s: Span, _v: Values) -> MapConstructor:
    """``MAP {}``."""
    return MapConstructor(s, ())


def map_(_b: Builder, s: Span, v: Values) -> MapConstructor:
    """``MAP {key: value, …}``."""
    return MapConstructor(s, tuple(v[2]))


def field(_b: Builder, s: Span, v: Values) -> StructField:
    """``key: value``."""
    return StructField(s, v[0], v[2])


# --- Operators ------------------------------------------------------------------------------------------------------


def or_(_b: Builder, s: Span, v: Values) -> Or:
    """A chain of OR."""
    return Or(s, tuple(v[0]))


def and_(_b: Builder, s: Span, v: Values) -> And:
    """A chain of AND."""
    return And(s, tuple(v[0]))


def not_(_b: Builder, s: Span, v: Values) -> Not:
    """``NOT a``."""
    return Not(s, v[1])


def comparison(b: Builder, s: Span, v: Values) -> Comparison:
    """``a = b`` and its like."""
    return b.chain(v[0], Comparison(s, v[1], v[0], v[2]))


def unequal(b: Builder, s: Span, v: Values) -> Comparison:
    """``a != b``."""
    return b.chain(v[0], Comparison(s, "<>", v[0], v[2]))


def is_(b: Builder, s: Span, v: Values) -> Is:
    """``a IS NULL`` and its like."""
    return b.chain(v[0], Is(s, v[0], v[2], False))


def is_not(b: Builder, s: Span, v: Values) -> Is:
    """``a IS NOT NULL`` and its like."""
    return b.chain(v[0], Is(s, v[0], v[3], True))


def is_type(b: Builder, s: Span, v: Values) -> IsType:
    """``a IS type``."""
    return b.chain(v[0], IsType(s, v[0], v[2], False))


def is_not_type(b: Builder, s: Span, v: Values) -> IsType:
    """``a IS NOT type``."""
    return b.chain(v[0], IsType(s, v[0], v[3], True))


def in_(b: Builder, s: Span, v: Values) -> In:
    """``a IN b``."""
    return b.chain(v[0], In(s, v[0], row_of_one(b, v[2]), False))


def not_in(b: Builder, s: Span, v: Values) -> In:
    """``a NOT IN b``."""
    return b.chain(v[0], In(s, v[0], row_of_one(b, v[3]), True))


def like(b: Builder, s: Span, v: Values) -> Like:
    """``a LIKE b``."""
    return b.chain(v[0], Like(s, v[0], v[2], None, False))


def like_escape(b: Builder, s: Span, v: Values) -> Like:
    """``a LIKE b ESCAPE c``."""
    return b.chain(v[0], Like(s, v[0], v[2], v[4], False))


def not_like(b: Builder, s: Span, v: Values) -> Like:
    """``a NOT LIKE b``."""
    return b.chain(v[0], Like(s, v[0], v[3], None, True))


def not_like_escape(b: Builder, s: Span, v: Values) -> Like:
    """``a NOT LIKE b ESCAPE c``."""
    return b.chain(v[0], Like(s, v[0], v[3], v[5], True))


def between(b: Builder, s: Span, v: Values) -> Between:
    """``a BETWEEN b AND c``."""
    return b.chain(v[0], Between(s, v[0], v[2], v[4], False))


def not_between(b: Builder, s: Span, v: Values) -> Between:
    """``a NOT BETWEEN b AND c``."""
    return b.chain(v[0], Between(s, v[0], v[3], v[5], True))


def overlaps(b: Builder, s: Span, v: Values) -> Overlaps:
    """``a OVERLAPS b``."""
    return b.chain(v[0], Overlaps(s, v[0], v[2]))


def binary(_b: Builder, s: Span, v: Values) -> Binary:
    """``a + b`` and its like."""
    return Binary(s, v[1], v[0], v[2])


def unary(_b: Builder, s: Span, v: Values) -> Unary:
    """``-a``, ``+a``."""
    return Unary(s, v[0], v[1])


def branch(_b: Builder, s: Span, v: Values) -> CaseBranch:
    """``WHEN a THEN b``."""
    return CaseBranch(s, v[1], v[3])


def case_searched(_b: Builder, s: Span, v: Values) -> Case:
    """``CASE branches otherwise END``."""
    return Case(s, None, tuple(v[1]), v[2])


def case_simple(_b: Builder, s: Span, v: Values) -> Case:
    """``CASE a branches otherwise END``."""
    return Case(s, v[1], tuple(v[2]), v[3])


def cast(_b: Builder, s: Span, v: Values) -> Cast:
    """``CAST(a AS type)``."""
    return Cast(s, v[0], v[2], v[4])
