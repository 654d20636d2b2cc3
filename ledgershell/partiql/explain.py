"""EXPLAIN: a plan as a tree of structs, and what each of its parts did when it ran.

A node is ``{operator, …, inputs: [node, …]}``: the operator in words, what it works by (conditions and keys as they
stand in the statement), the ``access`` of a source, and what it holds in ``memory``.  ANALYZE adds to each node
``rows`` (how many came out; before it ``read``, how many a source produced), ``runs`` (how often it was started, if
not once) and, when the clock runs, ``seconds`` (its inputs' included).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from types import MappingProxyType

from ledgershell.errors import Span
from ledgershell.ion.values import Struct, Value
from ledgershell.partiql.compiler.expressions import EXPRESSIONS
from ledgershell.partiql.compiler.frame import Compiler, Emitter, Evaluator, Frame, Producer
from ledgershell.partiql.compiler.queries import QUERIES
from ledgershell.partiql.compiler.relations import RELATIONS
from ledgershell.partiql.dialect import Dialect
from ledgershell.partiql.plan import changes, relations
from ledgershell.partiql.plan.node import Node, changed
from ledgershell.partiql.plan.rewrite import nodes
from ledgershell.partiql.sources import Row
from ledgershell.static_typing import Any, NamedTuple

Fields = list[tuple[str, Value]]


class Description(NamedTuple):
    """One node in words; ``inputs`` are the nodes that it works on."""

    operator: str
    fields: Fields
    inputs: tuple[Node, ...]


class Measure:
    """What one node did."""

    __slots__ = ("read", "rows", "runs", "seconds")

    def __init__(self) -> None:
        self.read: int | None = None
        self.runs = 0
        self.rows = 0
        self.seconds = 0.0


Measures = dict[int, Measure]
"""By the ``id`` of the node; the plan keeps its nodes alive."""


def describe(node: Node, text: str, measures: Measures | None = None) -> Struct:
    """The tree of a plan.  ``text`` is the statement's, from which conditions are quoted."""
    description = _DESCRIBERS[type(node)](node, text)
    fields: Fields = [("operator", description.operator), *description.fields]
    measure = None if measures is None else measures.get(id(node))
    if measure is not None:
        if measure.read is not None:
            fields.append(("read", measure.read))
        fields.append(("rows", measure.rows))
        if measure.runs != 1:
            fields.append(("runs", measure.runs))
        if measure.seconds > 0:  # a clock that stands still, as the demo's does, measures nothing
            fields.append(("seconds", Decimal(f"{measure.seconds:.6f}")))
    inputs = [describe(part, text, measures) for part in description.inputs]
    inputs += [describe(part, text, measures) for part in _subqueries(node)]
    if inputs:
        fields.append(("inputs", inputs))
    return Struct(fields)


# --- Words ----------------------------------------------------------------------------------------------------------


def _quote(part: Node, text: str) -> str:
    """A part of the plan as it stands in the statement."""
    span: Span | None = getattr(part, "span", None)
    if span is None or not 0 <= span.start < span.end <= len(text):
        return getattr(part, "name", None) or type(part).__name__.lower()
    return " ".join(text[span.start : span.end].split())


def _quotes(parts: tuple[Node, ...], text: str) -> list[str]:
    return [_quote(part, text) for part in parts]


def _if_any(name: str, parts: tuple[Node, ...], text: str) -> Fields:
    return [(name, _quotes(parts, text))] if parts else []


def _scan(node: relations.Scan, text: str) -> Description:
    fields: Fields = [
        ("source", node.name),
        ("access", node.access.kind),
        ("description", node.access.description),
        *_if_any("arguments", node.arguments, text),
        *(_if_any("looked_up", node.values, text) if node.access.kind != "scan" else []),
        *_if_any("tested", node.keeps, text),
    ]
    return Description("read", fields, ())


def _ranging(operator: str) -> Callable[[Any, str], Description]:
    def describe_ranging(node: relations.Iterate | relations.Unpivot, text: str) -> Description:
        over: Fields = [("over", _quote(node.expression, text)), *_if_any("tested", node.keeps, text)]
        return Description(operator, over, ())

    return describe_ranging


def _derived(node: relations.Derived, text: str) -> Description:
    return Description("subquery", _if_any("tested", node.keeps, text), (node.query,))


def _join(node: relations.Join, text: str) -> Description:
    fields: Fields = [("kind", node.kind), *_if_any("on", node.condition, text)]
    if node.independent or node.kind in ("right", "full"):
        fields.append(("memory", "the rows of the second input"))
    return Description("nested loops", fields, (node.left, node.right))


def _hash_join(node: relations.HashJoin, text: str) -> Description:
    keys = [
        f"{_quote(left, text)} = {_quote(right, text)}"
        for left, right in zip(node.left_keys, node.right_keys, strict=True)
    ]
    fields: Fields = [("kind", node.kind), ("keys", keys), ("memory", "the rows of the second input, by key")]
    return Description("hash join", fields, (node.left, node.right))


def _filter(node: relations.Filter, text: str) -> Description:
    return Description("filter", [("tested", _quotes(node.conditions, text))], (node.input,))


def _assign(node: relations.Assign, text: str) -> Description:
    return Description("assign", [("values", _quotes(tuple(part for _, part in node.bindings), text))], (node.input,))


def _group(node: relations.Group, text: str) -> Description:
    fields: Fields = [*_if_any("keys", tuple(key for _, key in node.keys), text)]
    if node.aggregates:
        fields.append(("aggregates", [accumulation.aggregate.name for _, accumulation in node.aggregates]))
    fields.append(("memory", "all rows, by group" if node.members else "one state a group"))
    return Description("group", fields, (node.input,))


def _windowed(node: relations.Windowed, text: str) -> Description:
    fields: Fields = [
        ("functions", [_quote(window, text) for _, window in node.windows]),
        ("memory", "all rows"),
    ]
    return Description("windows", fields, (node.input,))


def _tail(node: relations.Select | relations.Pivot, text: str) -> Fields:
    fields: Fields = []
    if node.order is not None:
        fields.append(
            ("order_by", [_quote(key.expression, text) + " DESC" * key.descending for key in node.order]),
        )
        fields.append(("memory", "all rows, with their sort keys"))
    if node.limit is not None:
        fields.append(("limit", _quote(node.limit, text)))
    if node.offset is not None:
        fields.append(("offset", _quote(node.offset, text)))
    return fields


def _select(node: relations.Select, text: str) -> Description:
    fields: Fields = [("columns", list(node.columns))] if node.columns is not None else []
    if node.distinct:
        fields.append(("distinct", "the keys of all rows are held in memory"))
    return Description("select", [*fields, *_tail(node, text)], (node.input,))


def _pivot(node: relations.Pivot, text: str) -> Description:
    return Description("pivot", _tail(node, text), (node.input,))


def _combine(node: relations.Combine, _text: str) -> Description:
    words = f"{'OUTER ' * node.outer}{node.operator}{' ALL' * node.all}"
    fields: Fields = []
    if node.operator != "UNION" or not node.all:
        held = "all rows" if node.operator == "UNION" else "the second input"
        fields.append(("memory", f"the keys of {held}"))
    return Description(words.lower(), fields, (node.left, node.right))


def _with(node: relations.With, _text: str) -> Description:
    tables = tuple(part for common in node.bindings for part in (common.query, common.step) if part is not None)
    return Description("with", [("memory", "each table once")], (*tables, node.body))


def _rename(node: relations.Rename, _text: str) -> Description:
    return Description("rename", [("columns", list(node.names))], (node.query,))


def _value(node: relations.Single | relations.Elements, text: str) -> Description:
    return Description("value", [("of", _quote(node.expression, text))], ())


def _insert(node: changes.Insert, _text: str) -> Description:
    fields: Fields = [("memory", "all documents")]
    return Description("insert", fields, () if node.rows is None else (node.rows,))


def _modify(node: changes.Modify, text: str) -> Description:
    fields: Fields = [("changes", _quotes(node.operations, text)), ("memory", "all changed documents")]
    return Description("change", fields, (node.relation,))


_DESCRIBERS: MappingProxyType[type[Node], Callable[[Any, str], Description]] = MappingProxyType(
    {
        relations.Once: lambda _node, _text: Description("one row", [], ()),
        relations.Scan: _scan,
        relations.Iterate: _ranging("range"),
        relations.Unpivot: _ranging("unpivot"),
        relations.Derived: _derived,
        relations.Join: _join,
        relations.HashJoin: _hash_join,
        relations.Filter: _filter,
        relations.Assign: _assign,
        relations.Group: _group,
        relations.Windowed: _windowed,
        relations.Select: _select,
        relations.Pivot: _pivot,
        relations.Single: _value,
        relations.Elements: _value,
        relations.Combine: _combine,
        relations.With: _with,
        relations.Rename: _rename,
        changes.Insert: _insert,
        changes.Modify: _modify,
    }
)
assert set(RELATIONS) | set(QUERIES) <= set(_DESCRIBERS)  # noqa: S101  a new operator needs its words


def _subqueries(node: Node) -> Iterator[Node]:
    """Queries inside the node's own expressions, not those inside its inputs."""
    pending: list[Any] = [getattr(node, field) for field in node.FIELDS]
    while pending:
        part = pending.pop(0)
        if isinstance(part, Node):
            if type(part) in _DESCRIBERS:
                continue
            query = getattr(part, "query", None)
            if isinstance(query, Node):
                yield query
                continue
            pending.extend(getattr(part, field) for field in part.FIELDS)
        elif isinstance(part, tuple):
            pending.extend(part)


# --- Measuring ------------------------------------------------------------------------------------------------------


def measuring_compiler(dialect: Dialect, measures: Measures, elapsed: Callable[[], float]) -> Compiler:
    """A compiler whose relations and queries count what they yield and how long it takes."""

    def measured(node: Node, run: Producer | Emitter) -> Callable[[Frame], Iterator[Any]]:
        measure = measures.setdefault(id(node), Measure())

        def counted(frame: Frame) -> Iterator[Any]:
            measure.runs += 1
            source = iter(run(frame))
            while True:
                began = elapsed()
                try:
                    item = next(source)
                except StopIteration:
                    return
                finally:
                    measure.seconds += elapsed() - began
                measure.rows += 1
                yield item

        return counted

    def expression(node: Node) -> Evaluator:
        evaluator: Evaluator = EXPRESSIONS[type(node)](node, compiler)
        return evaluator

    def relation(node: Node) -> Producer:
        counted = _counting(node, measures.setdefault(id(node), Measure())) if type(node) is relations.Scan else node
        return measured(node, RELATIONS[type(node)](counted, compiler))

    def query(node: Node) -> Emitter:
        return measured(node, QUERIES[type(node)](node, compiler))

    compiler = Compiler(
        dialect, expression, relation, query, lambda other: measuring_compiler(other, measures, elapsed), joined=False
    )
    return compiler


def _counting(node: relations.Scan, measure: Measure) -> Node:
    """The scan with a source that counts what it produces."""
    produce = node.access.rows
    measure.read = 0

    def rows(transaction: object, values: Sequence[Value], arguments: Sequence[Value]) -> Iterator[Row]:
        for row in produce(transaction, values, arguments):
            measure.read = (measure.read or 0) + 1
            yield row

    return changed(node, access=node.access._replace(rows=rows))


def full_scans(node: Node) -> list[relations.Scan]:
    """The reads of a plan that look at every document."""
    return [part for part in nodes(node) if isinstance(part, relations.Scan) and part.access.kind == "scan"]
