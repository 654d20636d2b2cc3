"""Tables as they were: ``FROM T AS OF moment``, and all names of a session that went back (``\\asof``).

A moment is a block's sequence number (the state right after it), the id of a transaction that wrote a block, or a
timestamp (the last block whose transaction time is not after it).  Whatever a document was then is found by one seek
in its revisions; what was alive comes by insertion, as from the table itself.  Indexes hold the present only, so all
but a lookup by document id reads every document of then; the language tests the conditions.

A block that is written never changes, so by reading the past a transaction relies on nothing but that no redaction
takes it away meanwhile, unless the moment is one that later blocks may still belong to.  What the open transaction
itself has changed has no block yet and does not show.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ledgershell.errors import LedgerError
from ledgershell.ion.lazy import decode_body
from ledgershell.ion.timestamp import Timestamp
from ledgershell.ion.values import Value
from ledgershell.ledger.catalogue import CATALOGUE_NUMBER, Catalogue, Table, read_catalogue
from ledgershell.ledger.committed_view import DATA_PATH, ID_PATH, committed_rows
from ledgershell.ledger.names import shown
from ledgershell.ledger.sources import best_lookup, of_ledger, sign, wanted_identities
from ledgershell.ledger.times import timestamp_of
from ledgershell.partiql.sources import AccessPath, ArgumentError, Condition, Row, Transaction
from ledgershell.partiql.types import kind_name, plain
from ledgershell.static_typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledgershell.ledger.ledger import Ledger
    from ledgershell.ledger.transaction import Transaction as LedgerTransaction
    from ledgershell.storage.store import RevisionRow


class PastTable:
    """A table, or its committed view, as it was.

    ``seq``  right after which block; ``None``: the moment is the first argument of the rows
    """

    __slots__ = ("committed", "seq", "table")

    def __init__(self, table: Table, seq: int | None = None, *, committed: bool = False) -> None:
        self.table = table
        self.seq = seq
        self.committed = committed

    def past(self) -> PastTable:
        """As it was at a moment that the statement names."""
        return PastTable(self.table, committed=self.committed)

    def access(self, conditions: Sequence[Condition]) -> AccessPath:
        """As :meth:`ledgershell.partiql.sources.Source.access`; indexes do not help, the document id does."""
        table = self.table._replace(indexes=())
        what = f"the committed view of {table.name}" if self.committed else table.name
        when = "as it was then" if self.seq is None else f"as of block {self.seq}"
        field, identity = (DATA_PATH, ID_PATH) if self.committed else ((), None)
        lookup = best_lookup(conditions, table, field, identity)
        if lookup is None:
            description = f"all of {what}, {when}; an index holds the present only"
            return AccessPath(self._every, "scan", description)
        condition = conditions[lookup.condition]
        operator = condition.operator

        def by_identity(transaction: Transaction, values: Sequence[Value], given: Sequence[Value]) -> Iterator[Row]:
            return self._rows(transaction, given, wanted_identities(operator, values[0]))

        return AccessPath(by_identity, "identity", f"{what} by id {sign(condition)}, {when}", (lookup.condition,))

    def _every(self, transaction: Transaction, _: Sequence[Value], given: Sequence[Value]) -> Iterator[Row]:
        return self._rows(transaction, given, None)

    def _rows(self, transaction: Transaction, given: Sequence[Value], identities: list[str] | None) -> Iterator[Row]:
        ours = of_ledger(transaction)
        ours.must_be_open()
        seq = _block_of_argument(given[0], ours, self.table) if self.seq is None else self.seq
        if self.table.number is None:
            return iter(())
        ours.reads.add_past(self.table.table_id)
        revisions = ours.snapshot.documents_at(self.table.number, seq, identities)
        return committed_rows(revisions, ours) if self.committed else _documents(revisions, ours)


def _documents(revisions: Iterator[RevisionRow], transaction: LedgerTransaction) -> Iterator[Row]:
    """The documents' content; what has been redacted since is not there any more."""
    for revision in revisions:
        if revision.body is not None:
            yield Row(decode_body(revision.body, transaction.symbols), revision.document_id)
            if not transaction.is_open:
                transaction.must_be_open()


def _block_of_argument(moment: Value, transaction: LedgerTransaction, table: Table) -> int:
    try:
        seq = block_of_moment(moment, transaction)
    except LedgerError as error:
        raise ArgumentError(error.code, error.message, 0, hint=error.hint) from None
    if isinstance(plain(moment), Timestamp) and seq >= transaction.head.seq:
        transaction.reads.add_table(table.table_id)  # a block that comes next may have this very time
    return seq


def block_of_moment(moment: Value, transaction: LedgerTransaction) -> int:
    """The block right after which it is that moment; -1 for a time before the first one.

    Raises :class:`LedgerError` when there is no such block, or the time has not come yet.
    """
    moment = plain(moment)
    snapshot, head = transaction.snapshot, transaction.head
    if type(moment) is int:
        if not head.first_seq <= moment <= head.seq:
            raise _no_moment(
                f"there is no block {shown(str(moment))}", f"the blocks are {head.first_seq} to {head.seq}"
            )
        return moment
    if isinstance(moment, Timestamp):
        milliseconds = moment.milliseconds()
        if milliseconds > max(transaction.statement_time, head.time):
            raise _no_moment("that moment lies in the future", "without AS OF a table is read as it is now")
        return snapshot.seq_at(milliseconds)
    if isinstance(moment, str):
        block = snapshot.block_of_transaction(str(moment))
        if block is None:
            raise _no_moment(
                f"no block was written by a transaction {shown(str(moment))}",
                "a text is a transaction's id; write a time in backticks: `2024-01-31T12:00:00Z`",
            )
        return block.seq
    raise _no_moment(
        f"AS OF takes a timestamp, a block's number or a transaction's id, not a {kind_name(moment)}",
        "for example T AS OF `2024-01-31T12:00:00Z`, or T AS OF 17",
    )


def _no_moment(message: str, hint: str) -> LedgerError:
    return LedgerError("LS-LEDGER-026", message, hint=hint)


def go_back(ledger: Ledger, moment: Value) -> Catalogue:
    """The catalogue as it was at a moment; names in it lead to :class:`PastTable`.  Raises :class:`LedgerError`."""
    from ledgershell.ledger.transaction import Transaction as Reading

    transaction = Reading(ledger, explicit=False, changes=False)
    try:
        seq = block_of_moment(moment, transaction)
        head = transaction.head
        if seq < head.first_seq:
            from ledgershell.ion.text_writer import write_text

            began = transaction.snapshot.block(head.first_seq)
            since = "" if began is None else f"it began at {write_text(timestamp_of(began.transaction_time))}"
            raise _no_moment("the ledger did not exist at that time", since or "choose a later one")
        return _catalogue_at(seq, transaction)
    finally:
        transaction.close()


def _catalogue_at(seq: int, transaction: LedgerTransaction) -> Catalogue:
    snapshot, symbols = transaction.snapshot, transaction.symbols
    numbers: Mapping[str, int] = {identifier: number for number, identifier in snapshot.numbers()}
    rows = snapshot.documents_at(CATALOGUE_NUMBER, seq)
    documents = [decode_body(row.body, symbols) for row in rows if row.body is not None]
    return read_catalogue(seq, documents, numbers).at(seq)
