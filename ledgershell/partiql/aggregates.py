"""Aggregates: the table that ``\\h``, completion and the compiler read, and their COLL_ forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from ledgershell.ion.values import Value
from ledgershell.partiql.accumulators import (
    Accumulator,
    Average,
    Count,
    CountRows,
    Distinct,
    Extreme,
    StringAggregate,
    Sum,
    Truth,
)
from ledgershell.partiql.functions.definition import COLLECTION, Function, Origin
from ledgershell.partiql.runtime import Runtime, checked
from ledgershell.partiql.typing_errors import bad_argument
from ledgershell.static_typing import Final, NamedTuple

__all__ = ["AGGREGATES", "FUNCTIONS", "Accumulator", "Aggregate", "lookup", "over_collection"]


class Aggregate(NamedTuple):
    """One row of the table: see :class:`~ledgershell.partiql.functions.definition.Function` for the words."""

    name: str
    signature: str
    summary: str
    example: str
    result: str
    origin: Origin
    accumulator: Callable[[], Accumulator]
    arguments: int = 1
    takes_star: bool = False

    def accepts(self, count: int) -> bool:
        """Whether it can be called with so many arguments."""
        return count == self.arguments

    def start(self, quantifier: str | None = None, star: bool = False) -> Accumulator:
        """A fresh accumulator for one group; ``quantifier`` is ALL, DISTINCT or ``None``."""
        if star:
            if not self.takes_star:
                raise bad_argument(self.name, "* is for COUNT only")
            return CountRows()
        inner = self.accumulator()
        return Distinct(inner) if quantifier == "DISTINCT" else inner


AGGREGATES: Final[Mapping[str, Aggregate]] = MappingProxyType(
    {
        row.name: row
        for row in (
            Aggregate(
                "COUNT",
                "COUNT(*) or COUNT([DISTINCT] value)",
                "How many rows there are, or how many values that are neither null nor missing",
                "SELECT VALUE COUNT(*) FROM [1, 2, 2]",
                "[3]",
                "QLDB",
                Count,
                takes_star=True,
            ),
            Aggregate(
                "SUM",
                "SUM([DISTINCT] number)",
                "The sum of the numbers; null when there are none",
                "SELECT VALUE SUM(x) FROM [1, 2.5] AS x",
                "[3.5]",
                "QLDB",
                Sum,
            ),
            Aggregate(
                "AVG",
                "AVG([DISTINCT] number)",
                "The mean of the numbers, as a decimal; null when there are none",
                "SELECT VALUE AVG(x) FROM [1, 2] AS x",
                "[1.5]",
                "QLDB",
                Average,
            ),
            Aggregate(
                "MIN",
                "MIN(value)",
                "The smallest value in the order of ORDER BY; null when there is none",
                "SELECT VALUE MIN(x) FROM [2, 1] AS x",
                "[1]",
                "QLDB",
                lambda: Extreme(greatest=False),
            ),
            Aggregate(
                "MAX",
                "MAX(value)",
                "The greatest value in the order of ORDER BY; null when there is none",
                "SELECT VALUE MAX(x) FROM [2, 1] AS x",
                "[2]",
                "QLDB",
                lambda: Extreme(greatest=True),
            ),
            Aggregate(
                "ANY",
                "ANY(boolean)",
                "Whether at least one is true; null when there is none",
                "SELECT VALUE ANY(x > 1) FROM [1, 2] AS x",
                "[true]",
                "PartiQL",
                lambda: Truth(decisive=True),
            ),
            Aggregate(
                "SOME",
                "SOME(boolean)",
                "Whether at least one is true; the same as ANY",
                "SELECT VALUE SOME(x > 2) FROM [1, 2] AS x",
                "[false]",
                "PartiQL",
                lambda: Truth(decisive=True),
            ),
            Aggregate(
                "EVERY",
                "EVERY(boolean)",
                "Whether all are true; null when there is none",
                "SELECT VALUE EVERY(x > 0) FROM [1, 2] AS x",
                "[true]",
                "PartiQL",
                lambda: Truth(decisive=False),
            ),
            Aggregate(
                "STRING_AGG",
                "STRING_AGG([DISTINCT] text, separator)",
                "The texts joined, with the separator between them; null when there are none",
                "SELECT VALUE STRING_AGG(x, '-') FROM ['a', 'b'] AS x",
                '["a-b"]',
                "SQL extension",
                StringAggregate,
                arguments=2,
            ),
        )
    }
)
"""Every aggregate by its upper-case name."""


def lookup(name: str) -> Aggregate | None:
    """The aggregate of that name, whatever its case."""
    return AGGREGATES.get(name.upper())


def over_collection(aggregate: Aggregate, quantifier: str | None = None) -> Callable[[Runtime, list[Value]], Value]:
    """``COLL_…(collection)``: the aggregate over the elements of one collection."""

    def compute(runtime: Runtime, collection: list[Value]) -> Value:
        accumulator = aggregate.start(quantifier)
        for element in checked(collection, runtime.check):
            accumulator.add(element)
        return accumulator.result()

    return compute


def _collection_function(aggregate: Aggregate, example: str, result: str) -> Function:
    name = f"COLL_{aggregate.name}"
    return Function(
        name,
        f"{name}([DISTINCT] collection)",
        f"{aggregate.name} over the elements of a list or bag",
        example,
        result,
        "PartiQL",
        (COLLECTION,),
        1,
        over_collection(aggregate),
        wants_runtime=True,
        distinct=over_collection(aggregate, "DISTINCT"),
    )


FUNCTIONS: Final = tuple(
    _collection_function(AGGREGATES[name], f"COLL_{name}({collection})", result)
    for name, collection, result in (
        ("COUNT", "[1, 2, NULL]", "2"),
        ("SUM", "[1, 2.5]", "3.5"),
        ("AVG", "[1, 2]", "1.5"),
        ("MIN", "[2, 1]", "1"),
        ("MAX", "[2, 1]", "2"),
        ("ANY", "[false, true]", "true"),
        ("SOME", "[false]", "false"),
        ("EVERY", "[true, false]", "false"),
    )
)
"""The COLL_ functions, for the function registry."""
