"""``changes(T [, since [, until]])``: what happened to a table, one row a revision, old and new side by side::

    { operation: 'INSERT'|'UPDATE'|'DELETE', old, new, metadata: {id, version, txTime, txId}, blockAddress }

An insertion has no ``old``, a deletion no ``new``; redacted data are absent too.  Ours, not QLDB's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ledgershell.ion.timestamp import Timestamp
from ledgershell.ion.values import Struct, Value
from ledgershell.journal.revision import block_address
from ledgershell.ledger.blocks import revision_metadata
from ledgershell.ledger.catalogue import Table
from ledgershell.ledger.committed_view import DATA_PATH, ID_PATH, round_up
from ledgershell.ledger.sources import best_lookup, of_ledger, sign, wanted_identities
from ledgershell.partiql.sources import AccessPath, ArgumentError, Condition, Row, Transaction
from ledgershell.static_typing import TYPE_CHECKING
from ledgershell.storage.store import RevisionRow

if TYPE_CHECKING:
    from ledgershell.ledger.transaction import Transaction as LedgerTransaction


class Changes:
    """``changes(T [, since [, until]])``: one row a revision, old and new content side by side.

    ``since`` and ``until`` are timestamps or blocks' sequence numbers; both are inclusive.  ``as_of``: of later blocks
    nothing is seen.
    """

    __slots__ = ("as_of", "table")

    def __init__(self, table: Table, as_of: int | None = None) -> None:
        self.table = table
        self.as_of = as_of

    def access(self, conditions: Sequence[Condition]) -> AccessPath:
        """As :meth:`ledgershell.partiql.sources.Source.access`; the document id helps."""
        table, as_of = self.table, self.as_of
        lookup = best_lookup(conditions, table._replace(indexes=()), DATA_PATH, ID_PATH)
        if lookup is None:

            def every(transaction: Transaction, _: Sequence[Value], arguments: Sequence[Value]) -> Iterator[Row]:
                ours = of_ledger(transaction)
                ours.must_be_open()
                ours.reads.add_table(table.table_id)
                after, until = _blocks(arguments, ours, as_of)
                if table.number is None:
                    return iter(())
                return _changes(ours.snapshot.revisions_after(after, table.number), until, ours)

            return AccessPath(every, "scan", f"all changes of {table.name} in the blocks asked for")
        condition = conditions[lookup.condition]
        operator = condition.operator

        def of_documents(
            transaction: Transaction, values: Sequence[Value], arguments: Sequence[Value]
        ) -> Iterator[Row]:
            ours = of_ledger(transaction)
            ours.must_be_open()
            after, until = _blocks(arguments, ours, as_of)
            found: list[RevisionRow] = []
            for identity in dict.fromkeys(wanted_identities(operator, values[0])):
                ours.reads.add_document(identity)
                if table.number is not None:
                    found += [row for row in ours.snapshot.history(table.number, identity) if row.seq > after]
            found.sort(key=lambda revision: revision.ordinal)
            return _changes(iter(found), until, ours)

        return AccessPath(
            of_documents, "identity", f"changes of {table.name} by id {sign(condition)}", (lookup.condition,)
        )


def _changes(revisions: Iterator[RevisionRow], until: int | None, transaction: LedgerTransaction) -> Iterator[Row]:
    for revision in revisions:
        if until is not None and revision.seq > until:
            return
        yield _change_row(revision, transaction)


def _change_row(revision: RevisionRow, transaction: LedgerTransaction) -> Row:
    operation = "DELETE" if revision.deleted else "UPDATE" if revision.version else "INSERT"
    fields: list[tuple[str, Value]] = [("operation", operation)]
    if revision.version:
        before = transaction.snapshot.revision(revision.table, revision.document_id, revision.version - 1)
        if before is not None and before.body is not None:
            fields.append(("old", transaction.data(before.body)))
    if revision.body is not None:
        fields.append(("new", transaction.data(revision.body)))
    fields.append(("metadata", revision_metadata(revision, transaction.symbols)))
    fields.append(("blockAddress", block_address(transaction.ledger.strand_id, revision.seq)))
    return Row(Struct(fields), revision.document_id)


def _blocks(arguments: Sequence[Value], transaction: LedgerTransaction, as_of: int | None) -> tuple[int, int | None]:
    """The block before the first one wanted, and the last one (``None``: to the end)."""
    after = -1
    until = as_of
    if arguments:
        since = arguments[0]
        if type(since) is int:
            after = min(max(since - 1, -1), transaction.head.seq)
        else:
            after = transaction.snapshot.seq_at(round_up(_moment(since, 0)) - 1)
    if len(arguments) > 1:
        last = arguments[1]
        until = last if type(last) is int else transaction.snapshot.seq_at(_moment(last, 1).milliseconds())
        if as_of is not None:
            until = min(until, as_of)
    return after, until


def _moment(argument: Value, position: int) -> Timestamp:
    if isinstance(argument, Timestamp):
        return argument
    raise ArgumentError(
        "LS-LEDGER-017",
        f"argument {position + 2} of changes() must be a timestamp or a block's sequence number",
        position,
        hint="write changes(T, `2024-01-31T12:00:00Z`) or changes(T, 17)",
    )
