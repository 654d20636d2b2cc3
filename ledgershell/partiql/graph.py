"""Property graphs: the value, and walking along it.

A graph has nodes and edges; both may carry labels and a payload, which is any value.  An edge joins two nodes (or a
node with itself) and is directed or not.  Graphs are only ever looked at through MATCH.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ledgershell.errors import EvaluationError
from ledgershell.ion.values import MISSING, SExpression, Struct, Value
from ledgershell.partiql.types import KINDS, Kind
from ledgershell.static_typing import Final, NamedTuple


class GraphNode:
    """A node; ``incident`` are the edges at it, in the order of the graph."""

    __slots__ = ("identity", "incident", "labels", "payload")

    def __init__(self, identity: str, labels: frozenset[str], payload: Value) -> None:
        self.identity = identity
        self.labels = labels
        self.payload = payload
        self.incident: list[GraphEdge] = []


class GraphEdge(NamedTuple):
    """An edge.  Without direction ``source`` and ``target`` are just its two ends."""

    identity: str
    labels: frozenset[str]
    payload: Value
    directed: bool
    source: GraphNode
    target: GraphNode


class Graph:
    """Nodes and edges in the order in which they were given."""

    __slots__ = ("edges", "nodes")

    def __init__(self, nodes: Iterable[GraphNode], edges: Iterable[GraphEdge]) -> None:
        self.nodes = tuple(nodes)
        self.edges = tuple(edges)
        for edge in self.edges:
            edge.source.incident.append(edge)
            if edge.target is not edge.source:
                edge.target.incident.append(edge)

    def equality_key(self) -> bytes:
        """A graph equals itself only."""
        return id(self).to_bytes(8, "big")

    def __repr__(self) -> str:
        return f"Graph({len(self.nodes)} nodes, {len(self.edges)} edges)"


KINDS[Graph] = Kind.GRAPH

DIRECTIONS: Final = {
    "->": frozenset("r"),
    "<-": frozenset("l"),
    "~": frozenset("u"),
    "<~": frozenset("lu"),
    "~>": frozenset("ur"),
    "<->": frozenset("lr"),
    "-": frozenset("lur"),
}
"""Which ways a pattern follows: to the right along an edge, to the left against it, undirected."""


def steps(node: GraphNode, ways: frozenset[str]) -> Iterator[tuple[GraphEdge, GraphNode]]:
    """The edges at a node that a pattern may follow, each with the node at its other end."""
    for edge in node.incident:
        if not edge.directed:
            if "u" in ways:
                yield edge, edge.target if edge.source is node else edge.source
            continue
        if "r" in ways and edge.source is node:
            yield edge, edge.target
        if "l" in ways and edge.target is node:
            yield edge, edge.source


def read_graph(value: Value) -> Graph:
    """A graph from ``{nodes: [{id, labels, payload}], edges: [{id, labels, payload, ends: (a -> b)}]}``.

    ``ends`` is ``(a -> b)``, ``(a <- b)`` or ``(a -- b)``.  Raises :class:`EvaluationError`.
    """
    if not isinstance(value, Struct):
        raise _malformed("a struct with nodes and edges")
    nodes: dict[str, GraphNode] = {}
    for item in _items(value.get("nodes")):
        node = GraphNode(str(item.get("id")), _labels(item), item.get("payload", MISSING))
        nodes[node.identity] = node
    return Graph(nodes.values(), [_edge(item, nodes) for item in _items(value.get("edges"))])


def _items(value: Value) -> list[Struct]:
    if value is MISSING:
        return []
    if not isinstance(value, list) or not all(isinstance(item, Struct) for item in value):
        raise _malformed("a list of structs")
    return value


def _labels(item: Struct) -> frozenset[str]:
    labels = item.get("labels")
    return frozenset() if labels is MISSING else frozenset(map(str, labels))


def _edge(item: Struct, nodes: dict[str, GraphNode]) -> GraphEdge:
    ends = item.get("ends")
    if type(ends) is not SExpression or len(ends) != 3:
        raise _malformed("ends: (a -> b)")
    left, arrow, right = map(str, ends)
    if left not in nodes or right not in nodes:
        raise _malformed("ends that are nodes")
    source, target = (nodes[right], nodes[left]) if arrow == "<-" else (nodes[left], nodes[right])
    return GraphEdge(str(item.get("id")), _labels(item), item.get("payload", MISSING), arrow != "--", source, target)


def _malformed(expected: str) -> EvaluationError:
    return EvaluationError("LS-EVAL-036", f"this is no graph: it lacks {expected}")
