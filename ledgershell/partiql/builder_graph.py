"""Graph patterns as the parser builds them; see :mod:`ledgershell.partiql.builder`."""

from __future__ import annotations

from ledgershell.errors import Span
from ledgershell.partiql.ast_base import Expression, Identifier
from ledgershell.partiql.ast_calls import GraphMatch
from ledgershell.partiql.ast_graph import (
    EdgePattern,
    GraphPattern,
    Label,
    LabelAnd,
    LabelName,
    LabelNot,
    LabelOr,
    LabelWildcard,
    NodePattern,
    PathPattern,
    PatternPart,
    Quantifier,
    Selector,
    SubPattern,
)
from ledgershell.partiql.ast_queries import FromSource
from ledgershell.partiql.builder import Builder, Values
from ledgershell.partiql.builder_expressions import whole_number
from ledgershell.static_typing import Any


def graph_match(_b: Builder, s: Span, v: Values) -> GraphMatch:
    """``(graph MATCH pattern, … [WHERE condition])``."""
    _, graph, _, patterns, where, _ = v
    return GraphMatch(s, graph, GraphPattern(Span(patterns[0].span.start, s.end - 1), tuple(patterns), where))


def graph_source(_b: Builder, s: Span, v: Values) -> FromSource:
    """``graph MATCH pattern`` in FROM."""
    return FromSource(s, _match(v))


def graph_binding(_b: Builder, s: Span, v: Values) -> FromSource:
    """``graph MATCH pattern binding`` in FROM."""
    return FromSource(s, _match(v), *v[3])


def _match(v: Values) -> GraphMatch:
    graph, _, pattern, *_ = v
    return GraphMatch(Span(graph.span.start, pattern.span.end), graph, GraphPattern(pattern.span, (pattern,)))


def path_pattern(_b: Builder, s: Span, v: Values) -> PathPattern:
    """``[selector] [restrictor] part…``."""
    return PathPattern(s, v[0], v[1], None, tuple(v[2]))


def path_pattern_named(_b: Builder, s: Span, v: Values) -> PathPattern:
    """``[selector] [restrictor] name = part…``."""
    return PathPattern(s, v[0], v[1], v[2], tuple(v[4]))


def selector(_b: Builder, s: Span, v: Values) -> Selector:
    """``ANY``, ``ANY SHORTEST``, ``ALL SHORTEST``."""
    kind: Any = " ".join(v)
    return Selector(s, kind)


def selector_count(b: Builder, s: Span, v: Values) -> Selector:
    """``ANY k``, ``SHORTEST k``, ``SHORTEST k GROUP``."""
    word, number, *group = v
    kind: Any = " ".join((word, "k", *group))
    return Selector(s, kind, whole_number(b, s, number))


def restrictor(_b: Builder, _s: Span, v: Values) -> str:
    """``TRAIL`` and its like."""
    word: str = v[0]
    return word.upper()


# --- Nodes and sub-patterns -----------------------------------------------------------------------------------------


Element = tuple[Identifier | None, Label | None, Expression | None]
"""What stands between the brackets of a node or an edge: variable, label, condition."""


def element(_b: Builder, _s: Span, v: Values) -> Element:
    """``[:label] [WHERE condition]``."""
    return None, v[0], v[1]


def element_named(_b: Builder, _s: Span, v: Values) -> Element:
    """``name [:label] [WHERE condition]``."""
    return v[0], v[1], v[2]


def node_pattern(_b: Builder, s: Span, v: Values) -> NodePattern:
    """``(element)``."""
    return NodePattern(s, *v[1])


def sub_pattern(_b: Builder, s: Span, v: Values) -> SubPattern:
    """``(body)`` or ``[body]``."""
    restrictor_, variable, parts, where = v[1]
    return SubPattern(s, restrictor_, variable, tuple(parts), where)


def sub_body(_b: Builder, _s: Span, v: Values) -> tuple[Any, ...]:
    """``part… [WHERE condition]``."""
    return None, None, v[0], v[1]


def sub_body_named(_b: Builder, _s: Span, v: Values) -> tuple[Any, ...]:
    """``name = part… [WHERE condition]``."""
    return None, v[0], v[2], v[3]


def sub_body_restricted(_b: Builder, _s: Span, v: Values) -> tuple[Any, ...]:
    """``restrictor part… [WHERE condition]``."""
    return v[0].upper(), None, v[1], v[2]


def sub_body_restricted_named(_b: Builder, _s: Span, v: Values) -> tuple[Any, ...]:
    """``restrictor name = part… [WHERE condition]``."""
    return v[0].upper(), v[1], v[3], v[4]


# --- Edges ----------------------------------------------------------------------------------------------------------


def edge_bare(_b: Builder, s: Span, v: Values) -> EdgePattern:
    """``->`` and its like."""
    direction: Any = "".join(v)
    return EdgePattern(s, direction)


def edge_any(_b: Builder, s: Span, v: Values) -> EdgePattern:
    """``-[element]-``."""
    return EdgePattern(s, "-", *v[2])


def edge_right(_b: Builder, s: Span, v: Values) -> EdgePattern:
    """``-[element]->``."""
    return EdgePattern(s, "->", *v[2])


def edge_left(_b: Builder, s: Span, v: Values) -> EdgePattern:
    """``<-[element]-``."""
    return EdgePattern(s, "<-", *v[3])


def edge_left_right(_b: Builder, s: Span, v: Values) -> EdgePattern:
    """``<-[element]->``."""
    return EdgePattern(s, "<->", *v[3])


def edge_undirected(_b: Builder, s: Span, v: Values) -> EdgePattern:
    """``~[element]~``."""
    return EdgePattern(s, "~", *v[2])


def edge_undirected_right(_b: Builder, s: Span, v: Values) -> EdgePattern:
    """``~[element]~>``."""
    return EdgePattern(s, "~>", *v[2])


def edge_left_undirected(_b: Builder, s: Span, v: Values) -> EdgePattern:
    """``<~[element]~``."""
    return EdgePattern(s, "<~", *v[3])


def quantified(_b: Builder, s: Span, v: Values) -> PatternPart:
    """``part quantifier``."""
    part: EdgePattern | SubPattern = v[0]
    part.quantifier = v[1]
    part.span = s
    return part


def repeat_plus(_b: Builder, s: Span, _v: Values) -> Quantifier:
    """``+``."""
    return Quantifier(s, 1, None)


def repeat_star(_b: Builder, s: Span, _v: Values) -> Quantifier:
    """``*``."""
    return Quantifier(s, 0, None)


def repeat_exactly(b: Builder, s: Span, v: Values) -> Quantifier:
    """``{m}``."""
    count = whole_number(b, s, v[1])
    return Quantifier(s, count, count)


def repeat_at_least(b: Builder, s: Span, v: Values) -> Quantifier:
    """``{m,}``."""
    return Quantifier(s, whole_number(b, s, v[1]), None)


def repeat_between(b: Builder, s: Span, v: Values) -> Quantifier:
    """``{m,n}``."""
    return Quantifier(s, whole_number(b, s, v[1]), whole_number(b, s, v[3]))


# --- Labels ---------------------------------------------------------------------------------------------------------


def label_or(b: Builder, s: Span, v: Values) -> LabelOr:
    """``a | b``."""
    return b.chain(v[0], LabelOr(s, v[0], v[2]))


def label_and(b: Builder, s: Span, v: Values) -> LabelAnd:
    """``a & b``."""
    return b.chain(v[0], LabelAnd(s, v[0], v[2]))


def label_not(_b: Builder, s: Span, v: Values) -> LabelNot:
    """``!a``."""
    return LabelNot(s, v[1])


def label_name(_b: Builder, s: Span, v: Values) -> LabelName:
    """``name``."""
    return LabelName(s, v[0])


def label_wildcard(_b: Builder, s: Span, _v: Values) -> LabelWildcard:
    """``%``."""
    return LabelWildcard(s)
