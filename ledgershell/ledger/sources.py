"""Tables as the language sees them: where rows come from, by the cheapest way, and how documents are changed.

Every source answers with one of three ways of reading, in this order of preference: by document id, by an index, or
by a scan.  All three yield documents by insertion, so an index changes how long a query takes and nothing else.
A scan for ``field = 'text'`` lets the store skip the documents whose bytes do not hold the text.
The language rechecks the conditions on every row, which is what lets long index keys be hashes; only the history of a
document by its id is marked as covered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ledgershell.ion.values import Struct, Value
from ledgershell.ledger.catalogue import CATALOGUE_TABLE, Index, Table
from ledgershell.ledger.names import shown
from ledgershell.partiql.sources import AccessPath, Condition, Row, Source, Transaction
from ledgershell.static_typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ledgershell.ledger.transaction import Transaction as LedgerTransaction

Way = Callable[[Transaction, Sequence[Value], Sequence[Value]], Iterator[Row]]


class KeyLookup(NamedTuple):
    """What :mod:`ledgershell.ledger.point_reads` needs to look up documents by the key of an index, in one step.

    Tables and indexes go by the store's numbers.
    """

    table: int
    by: int


class IdentityLookup(NamedTuple):
    """The same for a document by its id."""

    table: int


class HistoryLookup(NamedTuple):
    """The same for all revisions of a document by its id."""

    table: int


class Lookup(NamedTuple):
    """A condition that a source can use: its number, and the index to look ``by`` (``None``: by document id)."""

    condition: int
    by: Index | None


def best_lookup(
    conditions: Sequence[Condition], table: Table, field: tuple[str, ...], identity: tuple[str, ...] | None
) -> Lookup | None:
    """The condition to look up by: a document id before an index, one value before several.

    ``field`` is the path that leads to a document's fields, ``identity`` the one to its id in the rows of a view.
    """
    best: Lookup | None = None
    best_rank = 4
    depth = len(field)
    for position, condition in enumerate(conditions):
        if condition.operator not in ("=", "IN"):
            continue
        index: Index | None = None
        path = condition.path
        if not (condition.of_identity or (identity is not None and path == identity)):
            if condition.of_identity or len(path) != depth + 1 or path[:depth] != field:
                continue
            index = table.index_on(path[depth])
            if index is None or index.number is None:
                continue
        rank = (0 if index is None else 2) + (condition.operator == "IN")
        if rank < best_rank:
            best, best_rank = Lookup(position, index), rank
    return best


def wanted_values(operator: str, value: Value) -> Sequence[Value]:
    """The values that a condition asks for: one for ``=``, the elements for ``IN``."""
    if operator == "IN":
        return value if isinstance(value, list) else ()
    return (value,)


def wanted_identities(operator: str, value: Value) -> list[str]:
    """Those of the values that can be document ids."""
    return [str(each) for each in wanted_values(operator, value) if isinstance(each, str)]


def wanted_keys(operator: str, value: Value) -> list[bytes]:
    """The index keys of the values."""
    from ledgershell.ledger.keys import index_key

    if operator == "=":
        only = index_key(value)
        return [] if only is None else [only]
    keys = (index_key(each) for each in wanted_values(operator, value))
    return list(dict.fromkeys(key for key in keys if key is not None))


def text_conditions(conditions: Sequence[Condition], prefix: tuple[str, ...]) -> tuple[int, ...]:
    """The conditions ``field = value`` which, should the value turn out to be a string, make a prefilter."""
    depth = len(prefix)
    return tuple(
        position
        for position, condition in enumerate(conditions)
        if condition.operator == "=" and len(condition.path) > depth and condition.path[:depth] == prefix
    )


def sign(condition: Condition) -> str:
    """The right side of a condition for EXPLAIN."""
    return "= ?" if condition.operator == "=" else "IN (…)"


def advice(conditions: Sequence[Condition], table: Table, prefix: tuple[str, ...]) -> str:
    """What EXPLAIN adds to a scan: the index that would have avoided it, if one could."""
    depth = len(prefix)
    for condition in conditions:
        wanted = condition.operator in ("=", "IN") and len(condition.path) == depth + 1
        if wanted and condition.path[:depth] == prefix and table.index_on(condition.path[depth]) is None:
            return f"; CREATE INDEX ON {table.name} ({shown(condition.path[depth])}) would avoid that"
    return ""


class TableSource:
    """The user view of a table: its documents, as the transaction has left them."""

    __slots__ = ("table",)

    def __init__(self, table: Table) -> None:
        self.table = table

    def past(self) -> Source:
        """The table as it was, for AS OF."""
        from ledgershell.ledger.past import PastTable

        return PastTable(self.table)

    def access(self, conditions: Sequence[Condition]) -> AccessPath:
        """As :meth:`ledgershell.partiql.sources.Source.access`."""
        table = self.table
        lookup = best_lookup(conditions, table, (), None)
        if lookup is None:
            texts = text_conditions(conditions, ())
            return AccessPath(self._scan, "scan", f"all of {table.name}{advice(conditions, table, ())}", texts)
        condition = conditions[lookup.condition]
        operator, index = condition.operator, lookup.by
        if index is None:

            def by_identity(transaction: Transaction, values: Sequence[Value], _: Sequence[Value]) -> Iterator[Row]:
                return of_ledger(transaction).by_identity(table, wanted_identities(operator, values[0]))

            by_id = f"{table.name} by id {sign(condition)}"
            found_by_id = None if table.number is None else IdentityLookup(table.number)
            return AccessPath(by_identity, "identity", by_id, (lookup.condition,), lookup=found_by_id)

        def by_key(transaction: Transaction, values: Sequence[Value], _: Sequence[Value]) -> Iterator[Row]:
            return of_ledger(transaction).by_key(table, index, wanted_keys(operator, values[0]))

        by_index = f"{table.name}({index.field}) {sign(condition)}"
        found_by_key = None
        if table.number is not None and index.number is not None:
            found_by_key = KeyLookup(table.number, index.number)
        return AccessPath(by_key, "index", by_index, (lookup.condition,), lookup=found_by_key)

    def _scan(self, transaction: Transaction, values: Sequence[Value], _: Sequence[Value]) -> Iterator[Row]:
        return of_ledger(transaction).scan(self.table, values)

    def insert(self, transaction: Transaction, document: Struct) -> str:
        """As :meth:`ledgershell.partiql.sources.Target.insert`."""
        return of_ledger(transaction).insert(self.table, document)

    def replace(self, transaction: Transaction, identity: str, document: Struct) -> None:
        """As :meth:`ledgershell.partiql.sources.Target.replace`."""
        of_ledger(transaction).replace(self.table, identity, document)

    def delete(self, transaction: Transaction, identity: str) -> None:
        """As :meth:`ledgershell.partiql.sources.Target.delete`."""
        of_ledger(transaction).delete(self.table, identity)


class UserTables:
    """``information_schema.user_tables``: one row for each table ever created."""

    __slots__ = ()

    def access(self, conditions: Sequence[Condition]) -> AccessPath:  # noqa: ARG002
        """As :meth:`ledgershell.partiql.sources.Source.access`; the catalogue is in memory."""
        return AccessPath(_user_tables, "value", "the catalogue")


def _user_tables(transaction: Transaction, _: Sequence[Value], __: Sequence[Value]) -> Iterator[Row]:
    ours = of_ledger(transaction)
    ours.reads.add_table(CATALOGUE_TABLE)
    tables = list(ours.catalogue.tables.values())
    return (Row(table.row(), table.table_id) for table in tables)


def of_ledger(transaction: Transaction) -> LedgerTransaction:
    """The language passes transactions through without looking; this is where they are ours again."""
    return transaction  # type: ignore[return-value]
