"""Graph matching: backtracking along the graph, one step function a part of the pattern.

A step function takes the walk so far and the node at its end (``None`` before the first), and yields the node at its
new end once for each way to go on.  While it is suspended the walk and the bindings are those of that way; when it is
resumed it takes them back.  So the whole search holds one walk in memory.

Restrictors are tested as the walk grows: TRAIL repeats no edge, ACYCLIC no node, SIMPLE no node but the first, which
may be the last.  A selector (ANY, SHORTEST …) picks among the matches with the same two ends; with a quantifier that
has no upper bound, and no restrictor, walks are searched as trails, since a shortest walk needs no edge twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby

from ledgershell.errors import EvaluationError
from ledgershell.ion.values import MISSING, Bag, Struct, TypedNull, Value
from ledgershell.partiql.compiler.frame import Compiler, Evaluator, Frame, bare
from ledgershell.partiql.graph import Graph, GraphEdge, GraphNode
from ledgershell.partiql.graph import steps as graph_steps
from ledgershell.partiql.plan import patterns as plan
from ledgershell.partiql.plan.node import Node, expect
from ledgershell.static_typing import Any, NamedTuple

End = GraphNode | None


class _Scope(NamedTuple):
    """A restrictor and where on the walk its part begins."""

    kind: str
    first_node: int
    first_edge: int


class Walk:
    """The state of one search."""

    __slots__ = ("bound", "edges", "frame", "graph", "looked", "nodes", "scopes")

    def __init__(self, graph: Graph, frame: Frame) -> None:
        self.graph = graph
        self.frame = frame
        self.nodes: list[GraphNode] = []
        self.edges: list[GraphEdge] = []
        self.bound: dict[int, Any] = {}
        self.scopes: list[_Scope] = []
        self.looked = 0

    def look(self) -> None:
        """Count a step; from time to time see whether somebody wants to stop."""
        self.looked += 1
        if not self.looked & 1023:
            self.frame[0].check()

    def allows(self, edge: GraphEdge, node: GraphNode) -> bool:
        """Whether every restrictor lets the walk go on along this edge."""
        for kind, first_node, first_edge in self.scopes:
            if kind == "TRAIL":
                if any(known is edge for known in self.edges[first_edge:]):
                    return False
                continue
            nodes = self.nodes[first_node:]
            if kind == "ACYCLIC":
                if any(known is node for known in nodes):
                    return False
            elif (len(nodes) > 1 and nodes[-1] is nodes[0]) or any(known is node for known in nodes[1:]):
                return False
        return True


StepFunction = Callable[[Walk, End], Iterator[End]]


def compile_match(match_node: Node, compiler: Compiler) -> Evaluator:
    """The bag of all matches of a :class:`~ledgershell.partiql.plan.patterns.Match`.

    Conditions inside a pattern are always permissive: a node whose payload lacks a field does not match.
    """
    node = expect(match_node, plan.Match)
    evaluate = compiler.expression(node.graph)
    forgiving = compiler.permissive()
    paths = [_path(path, forgiving) for path in node.paths]
    where = None if node.where is None else forgiving.expression(node.where)
    columns, strict, span = node.columns, compiler.strict, node.span

    def match(frame: Frame) -> Value:
        graph = bare(evaluate(frame))
        if not isinstance(graph, Graph):
            if graph is None or type(graph) is TypedNull or not strict:
                return MISSING
            raise EvaluationError("LS-EVAL-036", "MATCH needs a graph", span=span)
        found = Bag()
        for _ in _all_paths(paths, 0, Walk(graph, frame)):
            if where is None or where(frame) is True:
                found.append(Struct([(name, frame[slot]) for name, slot in columns if frame[slot] is not MISSING]))
        return found

    return match


PathFunction = Callable[[Walk], Iterator[None]]


def _all_paths(paths: list[PathFunction], number: int, walk: Walk) -> Iterator[None]:
    """Matches of the first path, for each of them those of the second, and so on."""
    if number == len(paths):
        yield
        return
    for _ in paths[number](walk):
        yield from _all_paths(paths, number + 1, walk)


# --- Whole paths ----------------------------------------------------------------------------------------------------


class _Found(NamedTuple):
    """A match set aside for a selector: its ends, its length, and the bindings to put back."""

    ends: tuple[int, int]
    length: int
    values: tuple[Value, ...]
    bound: dict[int, Any]


def _path(path: plan.PathPattern, compiler: Compiler) -> PathFunction:
    run = _sequence(path.steps, compiler)
    restrictor = path.restrictor
    if path.selector is not None and restrictor in (None, "WALK"):
        restrictor = "TRAIL"
    slots = path.slots if path.path_slot is None else (*path.slots, path.path_slot)

    def plain(walk: Walk) -> Iterator[None]:
        kept = walk.nodes, walk.edges, walk.scopes
        walk.nodes, walk.edges = [], []
        walk.scopes = [] if restrictor in (None, "WALK") else [_Scope(restrictor, 0, 0)]
        for _ in run(walk, None):
            if path.path_slot is not None:
                walk.frame[path.path_slot] = _payloads(walk, 0, 0)
            inside = walk.nodes, walk.edges, walk.scopes
            yield
            walk.nodes, walk.edges, walk.scopes = inside
        walk.nodes, walk.edges, walk.scopes = kept

    if path.selector is None:
        return plain
    return _selected(plain, path.selector, path.count, slots)


def _selected(plain: PathFunction, selector: str, count: int, slots: tuple[int, ...]) -> PathFunction:
    def selected(walk: Walk) -> Iterator[None]:
        before = dict(walk.bound)
        by_ends: dict[tuple[int, int], list[_Found]] = {}
        for _ in plain(walk):
            found = _Found(
                (id(walk.nodes[0]), id(walk.nodes[-1])),
                len(walk.edges),
                tuple(walk.frame[slot] for slot in slots),
                dict(walk.bound),
            )
            by_ends.setdefault(found.ends, []).append(found)
        for matches in by_ends.values():
            for found in _choose(matches, selector, count):
                for slot, value in zip(slots, found.values, strict=True):
                    walk.frame[slot] = value
                walk.bound = dict(found.bound)
                yield
        walk.bound = before

    return selected


def _choose(matches: list[_Found], selector: str, count: int) -> list[_Found]:
    if selector in ("ANY", "ANY k"):
        return matches[:count]
    matches = sorted(matches, key=lambda found: found.length)
    if selector == "ALL SHORTEST":
        return [found for found in matches if found.length == matches[0].length]
    if selector == "SHORTEST k GROUP":
        groups = [list(group) for _, group in groupby(matches, key=lambda found: found.length)]
        return [found for group in groups[:count] for found in group]
    return matches[:count]


def _payloads(walk: Walk, first_node: int, first_edge: int) -> list[Value]:
    """A path as a value: payloads of nodes and edges in turn."""
    values = [walk.nodes[first_node].payload]
    for node, edge in zip(walk.nodes[first_node + 1 :], walk.edges[first_edge:], strict=False):
        values += [edge.payload, node.payload]
    return values


# --- Steps ----------------------------------------------------------------------------------------------------------


def _sequence(parts: tuple[Node, ...], compiler: Compiler) -> StepFunction:
    functions = [_step(part, compiler) for part in parts]

    def run(walk: Walk, at: End, number: int = 0) -> Iterator[End]:
        if number == len(functions):
            yield at
            return
        for end in functions[number](walk, at):
            yield from run(walk, end, number + 1)

    return run


def _step(part: Node, compiler: Compiler) -> StepFunction:
    if isinstance(part, plan.NodeStep):
        return _node(part, compiler)
    if isinstance(part, plan.EdgeStep):
        return _edge(part, compiler)
    if isinstance(part, plan.SubPattern):
        return _sub_pattern(part, compiler)
    return _repeat(expect(part, plan.Repeat), compiler)


def _starts(walk: Walk, at: End) -> Iterator[GraphNode]:
    """The node where the walk stands; before its first, each node of the graph in turn."""
    if at is not None:
        yield at
        return
    for node in walk.graph.nodes:
        walk.look()
        walk.nodes.append(node)
        yield node
        walk.nodes.pop()


def _bound(walk: Walk, slot: int | None, element: GraphNode | GraphEdge) -> Iterator[None]:
    """Yield once if the variable may stand for this element, bound to it meanwhile."""
    if slot is None:
        yield
    elif slot in walk.bound:
        if walk.bound[slot] is element:
            yield
    else:
        walk.bound[slot] = element
        walk.frame[slot] = element.payload
        yield
        del walk.bound[slot]


def _node(part: plan.NodeStep, compiler: Compiler) -> StepFunction:
    label, slot = part.label, part.slot
    where = None if part.where is None else compiler.expression(part.where)

    def node(walk: Walk, at: End) -> Iterator[End]:
        for here in _starts(walk, at):
            if label is not None and not label(here.labels):
                continue
            for _ in _bound(walk, slot, here):
                if where is None or where(walk.frame) is True:
                    yield here

    return node


def _edge(part: plan.EdgeStep, compiler: Compiler) -> StepFunction:
    label, slot, ways = part.label, part.slot, part.ways
    where = None if part.where is None else compiler.expression(part.where)

    def edge(walk: Walk, at: End) -> Iterator[End]:
        for here in _starts(walk, at):
            for along, there in graph_steps(here, ways):
                walk.look()
                if (label is not None and not label(along.labels)) or not walk.allows(along, there):
                    continue
                for _ in _bound(walk, slot, along):
                    if where is None or where(walk.frame) is True:
                        walk.edges.append(along)
                        walk.nodes.append(there)
                        yield there
                        walk.nodes.pop()
                        walk.edges.pop()

    return edge


def _sub_pattern(part: plan.SubPattern, compiler: Compiler) -> StepFunction:
    run = _sequence(part.steps, compiler)
    where = None if part.where is None else compiler.expression(part.where)
    restrictor = None if part.restrictor == "WALK" else part.restrictor
    path_slot = part.path_slot

    def sub_pattern(walk: Walk, at: End) -> Iterator[End]:
        first_node, first_edge = max(len(walk.nodes) - (at is not None), 0), len(walk.edges)
        outside = walk.scopes
        inside = outside if restrictor is None else [*outside, _Scope(restrictor, first_node, first_edge)]
        walk.scopes = inside
        for end in run(walk, at):
            if path_slot is not None:
                walk.frame[path_slot] = _payloads(walk, first_node, first_edge)
            if where is None or where(walk.frame) is True:
                walk.scopes = outside
                yield end
                walk.scopes = inside
        walk.scopes = outside

    return sub_pattern


def _repeat(part: plan.Repeat, compiler: Compiler) -> StepFunction:
    run = _step(part.step, compiler)
    minimum, maximum, slots = part.minimum, part.maximum, part.slots

    def rounds(walk: Walk, at: End, done: int, groups: tuple[list[Value], ...]) -> Iterator[End]:
        if done >= minimum:
            for slot, group in zip(slots, groups, strict=True):
                walk.frame[slot] = group
                walk.bound[slot] = group
            yield at
            for slot in slots:
                walk.bound.pop(slot, None)
        if maximum is not None and done >= maximum:
            return
        length = len(walk.edges)
        for end in run(walk, at):
            if done >= minimum and len(walk.edges) == length:
                continue
            longer = tuple([*group, walk.frame[slot]] for slot, group in zip(slots, groups, strict=True))
            inside = {slot: walk.bound.pop(slot) for slot in slots if slot in walk.bound}
            yield from rounds(walk, end, done + 1, longer)
            for slot, element in inside.items():
                walk.bound[slot] = element
                walk.frame[slot] = getattr(element, "payload", element)

    def repeat(walk: Walk, at: End) -> Iterator[End]:
        yield from rounds(walk, at, 0, tuple([] for _ in slots))

    return repeat
