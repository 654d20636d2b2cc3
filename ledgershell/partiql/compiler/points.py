"""Point queries: one source, looked up by one value, and nothing else that would have to be read.

``SELECT a.owner FROM Account AS a WHERE a.id = ?`` finds a row or two.  To run it as any other query costs far more
than to find them: a snapshot is taken, a chain of generators is set up, and all is taken down again.  When the owner
of the source can answer such a lookup in one step (:attr:`AccessPath.lookup`), the rows are asked for first, and the
rest of the query runs over them.

What is computed for each row is compiled by the same functions as ever, so it cannot differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ledgershell.errors import LedgershellError
from ledgershell.ion.values import MISSING, Value
from ledgershell.partiql.compiler.frame import Compiler, Evaluator, Frame, all_true
from ledgershell.partiql.plan import expressions, relations
from ledgershell.partiql.plan.node import Node
from ledgershell.partiql.plan.rewrite import nodes
from ledgershell.partiql.runtime import LIMITS, limit_error
from ledgershell.static_typing import Final, NamedTuple

Values = Callable[[Frame, Sequence[Value], Sequence[str]], Iterator[Value]]
"""From the rows that were found, and their document ids, to the values of the query."""


class Point(NamedTuple):
    """A query that one lookup answers.

    ``lookup``  what the source's owner has put into its access path
    ``sought``  the value to look up
    ``values``  the rest of the query
    ``whole``   whether a row that is a struct is its own answer (``SELECT *``)
    """

    lookup: object
    sought: Evaluator
    values: Values
    whole: bool


_SIMPLE: Final = (
    expressions.Constant,
    expressions.Parameter,
    expressions.Slot,
    expressions.Field,
    expressions.Element,
    expressions.Lookup,
    expressions.Call,
    expressions.And,
    expressions.Or,
    expressions.Case,
    expressions.Coalesce,
    expressions.StructOf,
    expressions.ListOf,
    expressions.BagOf,
    expressions.Columns,
)
"""Expressions that are computed from the row and the parameters alone: they ask neither clock nor transaction."""


def compile_point(node: Node, compiler: Compiler, text: str, *, keeps_missing: bool) -> Point | None:
    """The point query that a plan is, or ``None`` when it is none.

    ``keeps_missing`` is false when values that are MISSING are no part of the result.
    """
    if type(node) is not relations.Select or type(node.input) is not relations.Scan:
        return None
    scan = node.input
    more = node.distinct or node.order is not None or node.limit is not None or node.offset is not None
    if more or scan.access.lookup is None or scan.arguments or scan.binding.at is not None:
        return None
    if len(scan.values) != 1 or any(scan.membership):
        return None
    if type(scan.values[0]) not in (expressions.Constant, expressions.Parameter):
        return None
    if not all(type(part) in _SIMPLE for part in nodes((scan.keeps, node.output))):
        return None
    keep = all_true([compiler.expression(condition) for condition in scan.keeps])
    output = compiler.expression(node.output)
    place, by = scan.binding.value, scan.binding.by
    values = _computed(keep, output, place, by, text, keeps_missing=keeps_missing)
    whole = keep is None and _is_whole_row(node.output, place)
    return Point(scan.access.lookup, compiler.expression(scan.values[0]), values, whole)


def _computed(
    keep: Evaluator | None, output: Evaluator, place: int, by: int | None, text: str, *, keeps_missing: bool
) -> Values:
    def computed(frame: Frame, rows: Sequence[Value], identities: Sequence[str]) -> Iterator[Value]:
        if frame[0].cancelled():
            frame[0].check()
        try:
            for number, row in enumerate(rows):
                frame[place] = row
                if by is not None:
                    frame[by] = identities[number]
                if keep is None or keep(frame) is True:
                    value = output(frame)
                    if keeps_missing or value is not MISSING:
                        yield value
        except LedgershellError as error:
            raise error.at(None, text) from None
        except LIMITS as error:
            raise limit_error(error, text) from None

    return computed


def _is_whole_row(output: Node, place: int) -> bool:
    """Whether this is ``*`` of the only variable."""
    if type(output) is not expressions.Columns or len(output.items) != 1:
        return False
    name, value, _ = output.items[0]
    return name is None and type(value) is expressions.Slot and value.index == place
