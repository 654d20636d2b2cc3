"""Tables in memory for tests: a catalog whose sources can be told to cover conditions, or not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from ledgershell.errors import LedgerError
from ledgershell.ion.equality import equality_key
from ledgershell.ion.text_reader import read_all
from ledgershell.ion.timestamp import Timestamp
from ledgershell.ion.values import MISSING, Struct, Value
from ledgershell.partiql.dialect import SHELL, Dialect
from ledgershell.partiql.engine import ChangePlan, QueryPlan, compile_statement
from ledgershell.partiql.parser import parse
from ledgershell.partiql.runtime import Runtime
from ledgershell.partiql.sources import AccessPath, Condition, Name, Row, TableFunction
from ledgershell.partiql.spelling import did_you_mean

NOW = Timestamp(2024, 1, 1, 12, 30, 15, offset=0)

Policy = Callable[[Condition], bool]
"""Which conditions a table answers from an index."""


class Table:
    """Documents by id, in the order in which they were inserted."""

    def __init__(self, name: str, documents: Sequence[Struct], policy: Policy) -> None:
        self.name = name
        self.documents = {f"{name}-{number}": document for number, document in enumerate(documents)}
        self.policy = policy
        self.produced = 0

    def access(self, conditions: Sequence[Condition]) -> AccessPath:
        """All conditions that the policy accepts are covered."""
        chosen = [number for number, condition in enumerate(conditions) if self.policy(condition)]

        def rows(_transaction: object, values: Sequence[Value], _arguments: Sequence[Value]) -> Iterator[Row]:
            for identity, document in list(self.documents.items()):
                if all(
                    meets(identity, document, conditions[number], value)
                    for number, value in zip(chosen, values, strict=True)
                ):
                    self.produced += 1
                    yield Row(document, identity)

        kind: Any = "index" if chosen else "scan"
        return AccessPath(rows, kind, self.name, tuple(chosen), frozenset(chosen))

    def insert(self, _transaction: object, document: Struct) -> str:
        identity = f"{self.name}-{len(self.documents)}"
        self.documents[identity] = document
        return identity

    def replace(self, _transaction: object, identity: str, document: Struct) -> None:
        self.documents[identity] = document

    def delete(self, _transaction: object, identity: str) -> None:
        del self.documents[identity]


def meets(identity: str, document: Struct, condition: Condition, value: Value) -> bool:
    """Whether a document meets an equality or membership."""
    found: Value = identity if condition.of_identity else document
    for step in condition.path:
        found = found.get(step) if isinstance(found, Struct) else MISSING
    if found is None or found is MISSING:
        return False
    wanted = value if condition.operator == "IN" else [value]
    return equality_key(found) in [equality_key(item) for item in wanted]


class Numbers:
    """``numbers(T, from, to)``: a table function over integers, whatever the table."""

    maximum_arguments = 2

    def bind(self, table: Name | str) -> NumberRows:
        return NumberRows(table if isinstance(table, str) else table.text)


class NumberRows:
    """The rows of :class:`Numbers`."""

    def __init__(self, name: str) -> None:
        self.name = name

    def access(self, conditions: Sequence[Condition]) -> AccessPath:
        def rows(_transaction: object, _values: Sequence[Value], arguments: Sequence[Value]) -> Iterator[Row]:
            for number in range(arguments[0], arguments[1] + 1):
                yield Row(Struct([("name", self.name), ("data", Struct([("n", number)]))]))

        return AccessPath(rows, "scan", "numbers")


class Memory:
    """A catalog of :class:`Table`; ``read_only`` tables may not be changed."""

    def __init__(self, policy: Policy = lambda _condition: False, /, **tables: str) -> None:
        self.tables = {name: Table(name, read_all(text), policy) for name, text in tables.items()}
        self.read_only: set[str] = set()

    def source(self, name: Sequence[Name]) -> Table | None:
        text = ".".join(part.text for part in name)
        if text in self.tables:
            return self.tables[text]
        near = [table for key, table in self.tables.items() if key.lower() == text.lower() and not name[0].quoted]
        return near[0] if len(near) == 1 else None

    def target(self, name: Sequence[Name]) -> Table | None:
        table = self.source(name)
        if table is not None and table.name in self.read_only:
            raise LedgerError("LS-LEDGER-007", f"{table.name} cannot be changed")
        return table

    def function(self, name: str) -> TableFunction | None:
        return Numbers() if name.lower() == "numbers" else None

    def names(self) -> Sequence[str]:
        return list(self.tables)

    def hint(self, name: str, near: Sequence[str]) -> str | None:
        return did_you_mean(near)


def compiled(text: str, catalog: Memory, dialect: Dialect = SHELL) -> QueryPlan | ChangePlan:
    """The plan of a statement's text."""
    return compile_statement(parse(text), catalog, dialect, text=text)


def run(text: str, catalog: Memory | None = None, *parameters: Value, dialect: Dialect = SHELL) -> Value:
    """What a statement yields: a value, or the list of ``documentId`` structs."""
    plan = compiled(text, catalog or Memory(), dialect)
    runtime = Runtime(parameters, now=NOW, transaction_id="TX")
    return plan.value(runtime) if isinstance(plan, QueryPlan) else plan.run(runtime)
