"""``history(T [, start [, end]])``: every revision of a table, or those that were active in a range of time.

A revision is active from its transaction's time until that of the document's next revision.  The range takes in every
revision that was active at *some* moment of it, ends included: also the one that was written before it began.
Rows have the committed view's shape; changes of the open transaction are not among them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from ledgershell.ion.timestamp import Timestamp
from ledgershell.ion.values import Value
from ledgershell.ledger.blocks import revision_metadata
from ledgershell.ledger.catalogue import Table
from ledgershell.ledger.committed_view import DATA_PATH, ID_PATH, committed_rows, round_up
from ledgershell.ledger.revision_rows import RevisionStruct
from ledgershell.ledger.sources import HistoryLookup, best_lookup, of_ledger, sign, wanted_identities
from ledgershell.partiql.comparison import equals
from ledgershell.partiql.sources import AccessPath, ArgumentError, Condition, Row, Transaction
from ledgershell.static_typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledgershell.ledger.transaction import Transaction as LedgerTransaction
    from ledgershell.storage.store import RevisionRow


class History:
    """``history(T [, start [, end]])``: all revisions, or those active at some moment of the inclusive range.

    ``as_of``: of later blocks nothing is seen.
    """

    __slots__ = ("as_of", "table")

    def __init__(self, table: Table, as_of: int | None = None) -> None:
        self.table = table
        self.as_of = as_of

    def access(self, conditions: Sequence[Condition]) -> AccessPath:
        """As :meth:`ledgershell.partiql.sources.Source.access`; indexes do not help, the document id does."""
        table, as_of = self.table, self.as_of
        lookup = best_lookup(conditions, table._replace(indexes=()), DATA_PATH, ID_PATH)
        if lookup is None:

            def every(transaction: Transaction, _: Sequence[Value], arguments: Sequence[Value]) -> Iterator[Row]:
                ours = of_ledger(transaction)
                ours.must_be_open()
                ours.reads.add_table(table.table_id)
                start, end = _range(arguments, ours)
                if table.number is None:
                    return iter(())
                revisions = ours.snapshot.history(table.number, active_from=start, active_until=end)
                return committed_rows(_until(as_of, revisions), ours)

            return AccessPath(every, "scan", f"all of the history of {table.name}")
        condition = conditions[lookup.condition]
        operator = condition.operator

        def of_documents(
            transaction: Transaction, values: Sequence[Value], arguments: Sequence[Value]
        ) -> Iterator[Row]:
            ours = of_ledger(transaction)
            ours.must_be_open()
            start, end = _range(arguments, ours)
            identities = list(dict.fromkeys(wanted_identities(operator, values[0])))
            for identity in identities:
                ours.reads.add_document(identity)
            return _of_its_document(_until(as_of, _history_of(ours, table, identities, start, end)), ours)

        by_id = f"history of {table.name} by id {sign(condition)}"
        found = None if table.number is None or as_of is not None else HistoryLookup(table.number)
        covered = frozenset((lookup.condition,))
        return AccessPath(of_documents, "identity", by_id, (lookup.condition,), covered, found)


def _until(as_of: int | None, revisions: Iterator[RevisionRow]) -> Iterator[RevisionRow]:
    """Those of blocks up to that one; revisions come by block."""
    return revisions if as_of is None else takewhile(lambda revision: revision.seq <= as_of, revisions)


def _history_of(
    transaction: LedgerTransaction, table: Table, identities: Sequence[str], start: int | None, end: int | None
) -> Iterator[RevisionRow]:
    if table.number is None:
        return iter(())
    snapshot = transaction.snapshot
    if len(identities) == 1:
        return snapshot.history(table.number, identities[0], active_from=start, active_until=end)
    number = table.number
    several = [
        revision
        for identity in identities
        for revision in snapshot.history(number, identity, active_from=start, active_until=end)
    ]
    several.sort(key=lambda revision: revision.ordinal)
    return iter(several)


def _of_its_document(revisions: Iterator[RevisionRow], transaction: LedgerTransaction) -> Iterator[Row]:
    """As :func:`committed_rows`, but sure to meet the condition on ``metadata.id``, so that nobody asks each row.

    Revisions of ours were found by their id; the metadata of imported ones may say anything.
    """
    strand_id, symbols = transaction.ledger.strand_id, transaction.symbols
    for revision in revisions:
        document_id = revision.document_id
        if revision.metadata is None or equals(revision_metadata(revision, symbols).get("id"), document_id) is True:
            yield Row(RevisionStruct(revision, strand_id, symbols), document_id)


def _range(arguments: Sequence[Value], transaction: LedgerTransaction) -> tuple[int | None, int | None]:
    """Milliseconds.  Both ends are inclusive; the end is rounded down and the start up, so that neither grows."""
    if not arguments:
        return None, None
    instants = [_instant(argument, position) for position, argument in enumerate(arguments)]
    start, end = instants[0], instants[-1]
    if start.instant() > end.instant():
        raise ArgumentError(
            "LS-LEDGER-017", "the range of history() ends before it starts", 1, hint="history(T, `start`, `end`)"
        )
    now = max(transaction.statement_time, transaction.head.time)
    for position, (instant, word) in enumerate(zip(instants, ("starts", "ends"), strict=False)):
        if instant.milliseconds() > now:
            raise ArgumentError(
                "LS-LEDGER-017",
                f"the range of history() {word} in the future",
                position,
                hint="history(T, `start`) ends now, history(T) has everything",
            )
    return round_up(start), None if len(instants) == 1 else end.milliseconds()


def _instant(argument: Value, position: int) -> Timestamp:
    if isinstance(argument, Timestamp):
        return argument
    raise ArgumentError(
        "LS-LEDGER-017",
        f"argument {position + 2} of history() must be a timestamp",
        position,
        hint="write it in backticks: `2024-01-31T12:00:00Z`",
    )
