"""What there is: each table with its indexes and, if asked for, how many documents it has."""

from __future__ import annotations

from collections.abc import Sequence

from ledgershell.ledger.catalogue import Catalogue, Table
from ledgershell.ledger.protocols import IndexDescription, TableDescription
from ledgershell.storage.store import Snapshot


def describe_tables(catalogue: Catalogue, snapshot: Snapshot, counted: bool) -> Sequence[TableDescription]:
    """The tables of a catalogue by name, dropped ones too; their documents only if they are to be ``counted``."""
    tables = sorted(catalogue.tables.values(), key=lambda table: (table.name, table.table_id))
    return [_described(table, snapshot if counted else None, catalogue.as_of) for table in tables]


def _described(table: Table, counted_in: Snapshot | None, as_of: int | None) -> TableDescription:
    indexes = tuple(IndexDescription(index.index_id, index.field, index.status) for index in table.indexes)
    if table.number is None or counted_in is None:
        documents = 0
    elif as_of is None:
        documents = counted_in.count_documents(table.number)
    else:
        documents = sum(1 for row in counted_in.documents_at(table.number, as_of) if row.body is not None)
    return TableDescription(table.table_id, table.name, table.status, indexes, documents)
