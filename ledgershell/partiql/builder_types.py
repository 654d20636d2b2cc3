"""Types and column definitions as the parser builds them; see :mod:`ledgershell.partiql.builder`."""

from __future__ import annotations

from types import MappingProxyType

from ledgershell.errors import Span
from ledgershell.partiql.ast_types import ColumnDefinition, Constraint, IntervalQualifier, TypeName
from ledgershell.partiql.builder import Builder, Values
from ledgershell.partiql.builder_expressions import unquoted, whole_number
from ledgershell.partiql.keywords import DATE_PARTS
from ledgershell.static_typing import Any, Final

CANONICAL: Final = {
    "ARRAY": "LIST",
    "BOOLEAN": "BOOL",
    "CHARACTER": "CHAR",
    "DEC": "DECIMAL",
    "INT2": "SMALLINT",
    "INTEGER2": "SMALLINT",
    "INT4": "INT",
    "INTEGER4": "INT",
    "INTEGER": "INT",
    "INT8": "BIGINT",
    "INTEGER8": "BIGINT",
    "TUPLE": "STRUCT",
}
"""Types with more than one name."""
NAMED_TYPES: Final = frozenset({"ANY", "MAP", "TIME", "TIMESTAMP"})
"""Types whose names are no reserved words."""
ELSEWHERE: Final = MappingProxyType(
    {
        "NUMBER": "DECIMAL",
        "TEXT": "VARCHAR",
        "NVARCHAR": "VARCHAR",
        "VARCHAR2": "VARCHAR",
        "NVARCHAR2": "VARCHAR",
        "BINARY": "BLOB",
        "VARBINARY": "BLOB",
        "DATETIME": "TIMESTAMP",
    }
)
"""Types of other databases, and what they are here."""
_WITH_LENGTH: Final = frozenset({"BLOB", "CHAR", "CLOB", "DECIMAL", "FLOAT", "NUMERIC", "VARCHAR"})
_WITH_SCALE: Final = frozenset({"DECIMAL", "NUMERIC"})


def _canonical(word: str) -> str:
    word = word.upper()
    return CANONICAL.get(word, word)


def type_word(_b: Builder, s: Span, v: Values) -> TypeName:
    """``INT``."""
    return TypeName(s, _canonical(v[0]))


def type_length(b: Builder, s: Span, v: Values) -> TypeName:
    """``VARCHAR(10)``."""
    name = _canonical(v[0])
    if name not in _WITH_LENGTH:
        raise b.fail("LS-PARSE-011", f"the type {name} takes no number in parentheses", s)
    return TypeName(s, name, (whole_number(b, s, v[2]),))


def type_scale(b: Builder, s: Span, v: Values) -> TypeName:
    """``DECIMAL(10, 2)``."""
    name = _canonical(v[0])
    if name not in _WITH_SCALE:
        raise b.fail("LS-PARSE-011", f"the type {name} does not take two numbers in parentheses", s)
    return TypeName(s, name, (whole_number(b, s, v[2]), whole_number(b, s, v[4])))


def type_double(_b: Builder, s: Span, _v: Values) -> TypeName:
    """``DOUBLE PRECISION``."""
    return TypeName(s, "DOUBLE")


def type_varying(_b: Builder, s: Span, _v: Values) -> TypeName:
    """``CHARACTER VARYING``."""
    return TypeName(s, "VARCHAR")


def type_varying_length(b: Builder, s: Span, v: Values) -> TypeName:
    """``CHARACTER VARYING(10)``."""
    return TypeName(s, "VARCHAR", (whole_number(b, s, v[3]),))


def type_time(_b: Builder, s: Span, v: Values) -> TypeName:
    """``TIME(3) WITH TIME ZONE``."""
    name, precision, zone = v
    return TypeName(s, name, () if precision is None else (precision,), zone=zone)


def type_interval(_b: Builder, s: Span, v: Values) -> TypeName:
    """``INTERVAL qualifier``."""
    return TypeName(s, "INTERVAL", qualifier=v[1])


def type_list(_b: Builder, s: Span, v: Values) -> TypeName:
    """``LIST<type>``, ``BAG<type>``."""
    return TypeName(s, _canonical(v[0]), elements=(v[2],))


def type_map(_b: Builder, s: Span, v: Values) -> TypeName:
    """``MAP<type, type>``."""
    return TypeName(s, "MAP", elements=(v[2], v[4]))


def type_struct_empty(_b: Builder, s: Span, _v: Values) -> TypeName:
    """``STRUCT<>``."""
    return TypeName(s, "STRUCT", members=())


def type_struct(_b: Builder, s: Span, v: Values) -> TypeName:
    """``STRUCT<name: type, …>``."""
    return TypeName(s, "STRUCT", members=tuple(v[2]))


def type_unknown(_b: Builder, s: Span, v: Values) -> TypeName:
    """``NULL`` and ``MISSING``, only as the target of a CAST."""
    return TypeName(s, v[0])


def _named(b: Builder, s: Span, v: Values, numbers: tuple[int, ...]) -> TypeName:
    """A type that other databases have, under its name there: ``NUMBER(10, 2)``, ``TEXT(20)``."""
    word = v[0][0].text.upper() if len(v[0]) == 1 and not v[0][0].quoted else ""
    name = ELSEWHERE.get(word)
    if name is None or name not in (_WITH_SCALE if len(numbers) > 1 else _WITH_LENGTH):
        shown = ".".join(part.text for part in v[0])
        raise b.fail("LS-PARSE-011", f"the type {shown} takes no numbers in parentheses", s)
    return TypeName(s, name, numbers)


def type_name_length(b: Builder, s: Span, v: Values) -> TypeName:
    """``NUMBER(10)``."""
    return _named(b, s, v, (whole_number(b, s, v[2]),))


def type_name_scale(b: Builder, s: Span, v: Values) -> TypeName:
    """``NUMBER(10, 2)``."""
    return _named(b, s, v, (whole_number(b, s, v[2]), whole_number(b, s, v[4])))


def type_name(_b: Builder, s: Span, v: Values) -> TypeName:
    """A name: one of the language's types that are no reserved words, or a custom type."""
    names = v[0]
    word = names[0].text.upper()
    if len(names) == 1 and not names[0].quoted and word in NAMED_TYPES:
        return TypeName(s, word)
    if len(names) == 1 and not names[0].quoted and word in ELSEWHERE:
        return TypeName(s, ELSEWHERE[word])
    return TypeName(s, ".".join(name.text for name in names), custom=tuple(names))


# --- Date and time --------------------------------------------------------------------------------------------------


def precision(b: Builder, s: Span, v: Values) -> int:
    """``(p)``."""
    return whole_number(b, s, v[1])


def with_zone(_b: Builder, _s: Span, _v: Values) -> bool:
    """``WITH TIME ZONE``."""
    return True


def without_zone(_b: Builder, _s: Span, _v: Values) -> bool:
    """``WITHOUT TIME ZONE``."""
    return False


def _interval_field(b: Builder, s: Span, text: str) -> str:
    name = text.upper()
    if name.startswith("TIMEZONE"):
        raise b.fail("LS-PARSE-014", f"{name} is no field of an interval", s, f"one of {', '.join(DATE_PARTS[:6])}")
    return name


def qualifier(b: Builder, s: Span, v: Values) -> IntervalQualifier:
    """``DAY``."""
    return IntervalQualifier(s, _interval_field(b, s, v[0]))


def qualifier_precision(b: Builder, s: Span, v: Values) -> IntervalQualifier:
    """``DAY(3)``."""
    return IntervalQualifier(s, _interval_field(b, s, v[0]), whole_number(b, s, v[2]))


def qualifier_fraction(b: Builder, s: Span, v: Values) -> IntervalQualifier:
    """``SECOND(2, 6)``."""
    name = _interval_field(b, s, v[0])
    if name != "SECOND":
        raise b.fail("LS-PARSE-014", f"{name} has no fraction: only SECOND takes two numbers", s)
    return IntervalQualifier(s, name, whole_number(b, s, v[2]), None, whole_number(b, s, v[4]))


def qualifier_to(b: Builder, s: Span, v: Values) -> IntervalQualifier:
    """``DAY(3) TO SECOND(6)``."""
    leading, leading_precision, _, trailing, fraction = v
    trailing = _interval_field(b, s, trailing)
    if fraction is not None and trailing != "SECOND":
        raise b.fail("LS-PARSE-014", f"{trailing} has no fraction: only SECOND takes a number behind TO", s)
    return IntervalQualifier(s, _interval_field(b, s, leading), leading_precision, trailing, fraction)


# --- Columns and constraints ----------------------------------------------------------------------------------------


def column(_b: Builder, s: Span, v: Values) -> ColumnDefinition:
    """``name type constraints comment``."""
    name, kind, constraints, text = v
    return ColumnDefinition(s, name, False, kind, tuple(constraints), text)


def column_optional(_b: Builder, s: Span, v: Values) -> ColumnDefinition:
    """``name OPTIONAL type constraints comment``."""
    name, _, kind, constraints, text = v
    return ColumnDefinition(s, name, True, kind, tuple(constraints), text)


def column_colon(_b: Builder, s: Span, v: Values) -> ColumnDefinition:
    """``name: type constraints comment``."""
    name, _, kind, constraints, text = v
    return ColumnDefinition(s, name, False, kind, tuple(constraints), text)


def column_optional_colon(_b: Builder, s: Span, v: Values) -> ColumnDefinition:
    """``name OPTIONAL: type constraints comment``."""
    name, _, _, kind, constraints, text = v
    return ColumnDefinition(s, name, True, kind, tuple(constraints), text)


def comment(_b: Builder, _s: Span, v: Values) -> str:
    """``COMMENT 'text'``."""
    return unquoted(v[1])


def constraint_words(_b: Builder, s: Span, v: Values) -> Constraint:
    """``NOT NULL``, ``NULL``, ``UNIQUE``, ``PRIMARY KEY``."""
    words: Any = " ".join(v)
    return Constraint(s, words)


def constraint_check(_b: Builder, s: Span, v: Values) -> Constraint:
    """``CHECK (condition)``."""
    return Constraint(s, "CHECK", condition=v[2])


def append_named_constraint(_b: Builder, s: Span, v: Values) -> Any:
    """``constraints CONSTRAINT name constraint``."""
    constraints, _, name, constraint = v
    constraint.name = tuple(name)
    constraint.span = Span(name[0].span.start, s.end)
    constraints.append(constraint)
    return constraints


def table_primary_key(_b: Builder, s: Span, v: Values) -> Constraint:
    """``PRIMARY KEY (a, …)``."""
    return Constraint(s, "PRIMARY KEY", None, tuple(v[3]))


def table_unique(_b: Builder, s: Span, v: Values) -> Constraint:
    """``UNIQUE (a, …)``."""
    return Constraint(s, "UNIQUE", None, tuple(v[2]))


def named_constraint(_b: Builder, s: Span, v: Values) -> Constraint:
    """``CONSTRAINT name constraint``."""
    constraint: Constraint = v[2]
    constraint.name = tuple(v[1])
    constraint.span = s
    return constraint
