"""The committed view ``_ql_committed_T``, and the shape in which revisions are shown.

What is committed is in the journal, so the open transaction's own changes are not here: they have no block, no hash
and no version yet.  The shape is QLDB's::

    { blockAddress: {strandId, sequenceNo}, hash, data, metadata: {id, version, txTime, txId} }

A deletion has no ``data``; a redacted revision has ``dataHash`` instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from ledgershell.ion.timestamp import Timestamp
from ledgershell.ion.values import Value
from ledgershell.ledger.catalogue import Table
from ledgershell.ledger.revision_rows import RevisionStruct
from ledgershell.ledger.sources import (
    Way,
    advice,
    best_lookup,
    of_ledger,
    sign,
    text_conditions,
    wanted_identities,
    wanted_keys,
)
from ledgershell.partiql.sources import AccessPath, Condition, Row, Source, Transaction
from ledgershell.static_typing import TYPE_CHECKING, Final
from ledgershell.storage.store import DocumentRow, RevisionRow

if TYPE_CHECKING:
    from ledgershell.ledger.transaction import Transaction as LedgerTransaction

DATA_PATH: Final = ("data",)
ID_PATH: Final = ("metadata", "id")


def committed_rows(revisions: Iterable[RevisionRow], transaction: LedgerTransaction) -> Iterator[Row]:
    """Revisions in the shape of the committed view."""
    strand_id, symbols = transaction.ledger.strand_id, transaction.symbols
    return (Row(RevisionStruct(revision, strand_id, symbols), revision.document_id) for revision in revisions)


class CommittedView:
    """``_ql_committed_T``: the latest revision of each live document, as committed."""

    __slots__ = ("table",)

    def __init__(self, table: Table) -> None:
        self.table = table

    def past(self) -> Source:
        """The view as it was, for AS OF."""
        from ledgershell.ledger.past import PastTable

        return PastTable(self.table, committed=True)

    def access(self, conditions: Sequence[Condition]) -> AccessPath:
        """As :meth:`ledgershell.partiql.sources.Source.access`; ``data.f`` uses an index on ``f``."""
        table = self.table
        lookup = best_lookup(conditions, table, DATA_PATH, ID_PATH)
        if lookup is None:
            texts = text_conditions(conditions, DATA_PATH)
            hint = advice(conditions, table, DATA_PATH)
            rows = _rows(_all_documents, table, "=")
            return AccessPath(rows, "scan", f"all of the committed view of {table.name}{hint}", texts)
        condition = conditions[lookup.condition]
        needs = (lookup.condition,)
        index = lookup.by
        if index is None:
            rows = _rows(_documents_by_identity, table, condition.operator)
            return AccessPath(rows, "identity", f"{table.name} by id {sign(condition)}", needs)

        def by_key(
            transaction: LedgerTransaction, table: Table, operator: str, values: Values
        ) -> Iterable[DocumentRow]:
            keys = wanted_keys(operator, values[0])
            for key in keys:
                transaction.reads.add_key(index.index_id, key)
            if table.number is None or index.number is None:
                return ()
            return transaction.snapshot.documents_by_key(table.number, index.number, keys)

        rows = _rows(by_key, table, condition.operator)
        return AccessPath(rows, "index", f"{table.name}({index.field}) {sign(condition)}", needs)


Values = Sequence[Value]
Documents = Callable[["LedgerTransaction", Table, str, Values], Iterable[DocumentRow]]


def _rows(documents: Documents, table: Table, operator: str) -> Way:
    def rows(transaction: Transaction, values: Sequence[Value], _: Sequence[Value]) -> Iterator[Row]:
        ours = of_ledger(transaction)
        ours.must_be_open()
        found = documents(ours, table, operator, values)
        return committed_rows(ours.snapshot.committed(found), ours)

    return rows


def _all_documents(transaction: LedgerTransaction, table: Table, _: str, texts: Values) -> Iterator[DocumentRow]:
    transaction.reads.add_table(table.table_id)
    if table.number is None:
        return iter(())
    return transaction.snapshot.documents(table.number, transaction.needle(texts))


def _documents_by_identity(
    transaction: LedgerTransaction, table: Table, operator: str, values: Values
) -> Iterator[DocumentRow]:
    found: list[DocumentRow] = []
    for identity in dict.fromkeys(wanted_identities(operator, values[0])):
        transaction.reads.add_document(identity)
        row = None if table.number is None else transaction.snapshot.document(table.number, identity)
        if row is not None:
            found.append(row)
    found.sort(key=lambda row: row.document)
    return iter(found)


def round_up(moment: Timestamp) -> int:
    """Milliseconds since 1970 of the first whole one that is not before ``moment``."""
    whole = moment.milliseconds()
    return whole if Timestamp.from_milliseconds(whole).instant() == moment.instant() else whole + 1
