# ruff: noqa: RUF023 - the order of the slots is the order of the text
"""Nodes for graph patterns (GPML): what stands behind MATCH."""

from __future__ import annotations

from ledgershell.errors import Span
from ledgershell.partiql.ast_base import Expression, Identifier, Node
from ledgershell.static_typing import Literal as OneOf


class Label(Node):
    """A condition on the labels of a node or an edge."""

    __slots__ = ()


class LabelName(Label):
    """``:name``."""

    __slots__ = ("name",)

    def __init__(self, span: Span, name: Identifier) -> None:
        self.span = span
        self.name = name


class LabelWildcard(Label):
    """``:%``: any label at all."""

    __slots__ = ()

    def __init__(self, span: Span) -> None:
        self.span = span


class LabelNot(Label):
    """``!label``."""

    __slots__ = ("label",)

    def __init__(self, span: Span, label: Label) -> None:
        self.span = span
        self.label = label


class LabelAnd(Label):
    """``a & b``."""

    __slots__ = ("left", "right")

    def __init__(self, span: Span, left: Label, right: Label) -> None:
        self.span = span
        self.left = left
        self.right = right


class LabelOr(Label):
    """``a | b``."""

    __slots__ = ("left", "right")

    def __init__(self, span: Span, left: Label, right: Label) -> None:
        self.span = span
        self.left = left
        self.right = right


class Quantifier(Node):
    """``+`` (1, ``None``), ``*`` (0, ``None``), ``{m,n}``, ``{m,}``, ``{m}``; no upper bound is ``None``."""

    __slots__ = ("minimum", "maximum")

    def __init__(self, span: Span, minimum: int, maximum: int | None) -> None:
        self.span = span
        self.minimum = minimum
        self.maximum = maximum


class Selector(Node):
    """``ANY``, ``ANY SHORTEST``, ``ALL SHORTEST``, ``ANY k``, ``SHORTEST k``, ``SHORTEST k GROUP``."""

    __slots__ = ("kind", "count")

    def __init__(
        self,
        span: Span,
        kind: OneOf["ANY", "ANY SHORTEST", "ALL SHORTEST", "ANY k", "SHORTEST k", "SHORTEST k GROUP"],
        count: int | None = None,
    ) -> None:
        self.span = span
        self.kind = kind
        self.count = count


Restrictor = OneOf["TRAIL", "ACYCLIC", "SIMPLE", "WALK"]
Direction = OneOf["<-", "~", "->", "<~", "~>", "<->", "-"]
"""Left, undirected, right, left or undirected, undirected or right, left or right, any."""


class PatternPart(Node):
    """One part of a path pattern."""

    __slots__ = ()


class NodePattern(PatternPart):
    """``(variable:label WHERE condition)``; all three may be absent."""

    __slots__ = ("label", "variable", "where")

    def __init__(self, span: Span, variable: Identifier | None, label: Label | None, where: Expression | None) -> None:
        self.span = span
        self.variable = variable
        self.label = label
        self.where = where


class EdgePattern(PatternPart):
    """``-[variable:label WHERE condition]->`` or ``->``, with a quantifier perhaps."""

    __slots__ = ("direction", "variable", "label", "where", "quantifier")

    def __init__(
        self,
        span: Span,
        direction: Direction,
        variable: Identifier | None = None,
        label: Label | None = None,
        where: Expression | None = None,
        quantifier: Quantifier | None = None,
    ) -> None:
        self.span = span
        self.direction = direction
        self.variable = variable
        self.label = label
        self.where = where
        self.quantifier = quantifier


class SubPattern(PatternPart):
    """``( [restrictor] [variable =] parts [WHERE condition] ) [quantifier]``, or in square brackets."""

    __slots__ = ("restrictor", "variable", "parts", "where", "quantifier")

    def __init__(
        self,
        span: Span,
        restrictor: Restrictor | None,
        variable: Identifier | None,
        parts: tuple[PatternPart, ...],
        where: Expression | None = None,
        quantifier: Quantifier | None = None,
    ) -> None:
        self.span = span
        self.restrictor = restrictor
        self.variable = variable
        self.parts = parts
        self.where = where
        self.quantifier = quantifier


class PathPattern(Node):
    """``[selector] [restrictor] [variable =] part…``: nodes, edges and sub-patterns in order."""

    __slots__ = ("selector", "restrictor", "variable", "parts")

    def __init__(
        self,
        span: Span,
        selector: Selector | None,
        restrictor: Restrictor | None,
        variable: Identifier | None,
        parts: tuple[PatternPart, ...],
    ) -> None:
        self.span = span
        self.selector = selector
        self.restrictor = restrictor
        self.variable = variable
        self.parts = parts


class GraphPattern(Node):
    """``path, … [WHERE condition]``."""

    __slots__ = ("paths", "where")

    def __init__(self, span: Span, paths: tuple[PathPattern, ...], where: Expression | None = None) -> None:
        self.span = span
        self.paths = paths
        self.where = where
