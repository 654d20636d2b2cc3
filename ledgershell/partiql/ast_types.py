# ruff: noqa: RUF023 - the order of the slots is the order of the text
"""Nodes for types, as they stand in CAST, IS and column definitions."""

from __future__ import annotations

from ledgershell.errors import Span
from ledgershell.partiql.ast_base import Expression, Identifier, Node, QualifiedName
from ledgershell.static_typing import Literal as OneOf


class IntervalQualifier(Node):
    """``DAY (3) TO SECOND (6)``: ``leading`` field with its ``precision``, ``trailing`` field if any, ``fraction``.

    ``SECOND (p, f)`` alone has ``leading`` SECOND, precision ``p`` and fraction ``f``.  Fields are upper-cased.
    """

    __slots__ = ("leading", "precision", "trailing", "fraction")

    def __init__(
        self,
        span: Span,
        leading: str,
        precision: int | None = None,
        trailing: str | None = None,
        fraction: int | None = None,
    ) -> None:
        self.span = span
        self.leading = leading
        self.precision = precision
        self.trailing = trailing
        self.fraction = fraction


class TypeName(Node):
    """A type as written.

    ``name``        one canonical upper-case name a type: BOOL, SMALLINT, INT, BIGINT, TINYINT, REAL, FLOAT, DOUBLE,
                    DECIMAL, NUMERIC, CHAR, VARCHAR, STRING, SYMBOL, BLOB, CLOB, DATE, TIME, TIMESTAMP, INTERVAL,
                    STRUCT (also for TUPLE), LIST (also for ARRAY), MAP, BAG, SEXP, ANY, NULL, MISSING; else the
                    custom name as written
    ``arguments``   the numbers in parentheses: length, precision, scale
    ``elements``    the types in angle brackets: one for LIST and BAG, two for MAP
    ``members``     what stands in ``STRUCT<…>``; ``None`` without brackets
    ``zone``        WITH (true) or WITHOUT (false) TIME ZONE, else ``None``
    ``qualifier``   of INTERVAL
    ``custom``      the parts of a name that is no type of the language's
    """

    __slots__ = ("name", "arguments", "elements", "members", "zone", "qualifier", "custom")

    def __init__(
        self,
        span: Span,
        name: str,
        arguments: tuple[int, ...] = (),
        elements: tuple[TypeName, ...] = (),
        members: tuple[ColumnDefinition, ...] | None = None,
        zone: bool | None = None,
        qualifier: IntervalQualifier | None = None,
        custom: QualifiedName | None = None,
    ) -> None:
        self.span = span
        self.name = name
        self.arguments = arguments
        self.elements = elements
        self.members = members
        self.zone = zone
        self.qualifier = qualifier
        self.custom = custom


class Constraint(Node):
    """One constraint of a column or a table.

    ``kind``       NULL, NOT NULL, UNIQUE, PRIMARY KEY or CHECK
    ``name``       of ``CONSTRAINT name …``
    ``columns``    of a table's UNIQUE (…) or PRIMARY KEY (…)
    ``condition``  of CHECK (…)
    """

    __slots__ = ("kind", "name", "columns", "condition")

    def __init__(
        self,
        span: Span,
        kind: OneOf["NULL", "NOT NULL", "UNIQUE", "PRIMARY KEY", "CHECK"],
        name: QualifiedName | None = None,
        columns: tuple[Identifier, ...] = (),
        condition: Expression | None = None,
    ) -> None:
        self.span = span
        self.kind = kind
        self.name = name
        self.columns = columns
        self.condition = condition


class ColumnDefinition(Node):
    """``name [OPTIONAL] type constraint… [COMMENT 'text']`` of a table; in ``STRUCT<…>`` also with a colon."""

    __slots__ = ("name", "optional", "type", "constraints", "comment")

    def __init__(
        self,
        span: Span,
        name: Identifier,
        optional: bool,
        type: TypeName,  # noqa: A002
        constraints: tuple[Constraint, ...] = (),
        comment: str | None = None,
    ) -> None:
        self.span = span
        self.name = name
        self.optional = optional
        self.type = type
        self.constraints = constraints
        self.comment = comment
