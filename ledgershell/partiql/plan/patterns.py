"""Graph patterns (GPML) in the plan: variables are slots, label conditions are predicates."""

from __future__ import annotations

from collections.abc import Callable

from ledgershell.errors import Span
from ledgershell.partiql.plan.expressions import Expression
from ledgershell.partiql.plan.node import Node
from ledgershell.static_typing import Literal

LabelTest = Callable[[frozenset[str]], bool]


class NodeStep(Node):
    """``(variable:label WHERE condition)``."""

    slot: int | None
    label: LabelTest | None
    where: Expression | None
    span: Span | None = None


class EdgeStep(Node):
    """``-[variable:label WHERE condition]->``; ``ways`` as in :data:`ledgershell.partiql.graph.DIRECTIONS`."""

    ways: frozenset[str]
    slot: int | None
    label: LabelTest | None
    where: Expression | None
    span: Span | None = None


class SubPattern(Node):
    """``( restrictor path = steps WHERE condition )``."""

    restrictor: str | None
    path_slot: int | None
    steps: tuple[Node, ...]
    where: Expression | None
    span: Span | None = None


class Repeat(Node):
    """A step so many times.  Outside it the variables inside (``slots``) are lists, one element a round."""

    step: Node
    minimum: int
    maximum: int | None
    slots: tuple[int, ...]
    span: Span | None = None


class PathPattern(Node):
    """One path; ``selector`` picks among the matches that have the same ends."""

    selector: str | None
    count: int
    restrictor: Literal["TRAIL", "ACYCLIC", "SIMPLE", "WALK"] | None
    path_slot: int | None
    steps: tuple[Node, ...]
    slots: tuple[int, ...]
    span: Span | None = None


class Match(Node):
    """``graph MATCH path, … WHERE condition``: a bag of structs, one a match, with a field a variable."""

    graph: Expression
    paths: tuple[PathPattern, ...]
    where: Expression | None
    columns: tuple[tuple[str, int], ...]
    span: Span | None = None
