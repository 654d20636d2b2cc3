"""The end of a transaction: one block, or nothing.

Documents are encoded and hashed while statements run.  What is left to do under the write lock, which all processes
share, is little: see whether others have committed meanwhile and test the read set against that, hash the metadata,
put the block together, hand everything to the store.

Times are taken under the lock and are never below the tip's, so they grow along the journal whatever the clocks of
the writers do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ledgershell.errors import ConflictError, LedgershellError, StorageError
from ledgershell.ion.lazy import decode_body
from ledgershell.ion.symbols import SymbolTable
from ledgershell.ion.values import Struct
from ledgershell.journal.block import Block, DocumentChange, RedactedRevision, Statement, build_block
from ledgershell.journal.revision import RevisionHasher
from ledgershell.ledger import catalogue as catalogues
from ledgershell.ledger.catalogue import CATALOGUE_NUMBER, CATALOGUE_TABLE, Catalogue, Index, Table
from ledgershell.ledger.keys import index_key
from ledgershell.ledger.ledger import SYMBOL_OFFSET, Ledger
from ledgershell.ledger.protocols import CommittedBlock
from ledgershell.ledger.transaction import Transaction, remembered_too_long
from ledgershell.ledger.validation import validate
from ledgershell.ledger.write_set import Change
from ledgershell.static_typing import Final, NamedTuple
from ledgershell.storage.store import (
    BlockRow,
    DocumentRow,
    Head,
    IndexChange,
    NewBlock,
    NewRedaction,
    NewRevision,
    Snapshot,
    Writer,
)

UNCLEAR: Final = "LS-STORE-016"
"""The store's word for a commit of which nobody knows whether it happened."""


def commit(transaction: Transaction) -> CommittedBlock | None:
    """Validate the transaction and append its block; ``None`` when it changed nothing.

    Raises :class:`ConflictError` when something it read has changed, :class:`StorageError` when the block could not
    be written.  The caller closes the transaction.
    """
    transaction.must_be_open()
    if not len(transaction.writes) and transaction.redaction is None:
        _validate_reads(transaction)
        return None
    ledger = transaction.ledger
    statements = transaction.recorded_statements()
    try:
        with ledger.store.writing() as writer:
            done = _append(transaction, statements, writer)
            transaction.let_go()
    except StorageError as error:
        if error.code != UNCLEAR or not _is_there(transaction):
            raise
    ledger.learn(done.head, done.catalogue, done.symbols)
    block = done.block
    committed = CommittedBlock(
        ledger.strand_id, block.seq, block.block_hash, block.transaction_id, block.time, len(transaction.writes)
    )
    return committed if transaction.redaction is None else _redacted(ledger, committed)


def _redacted(ledger: Ledger, committed: CommittedBlock) -> CommittedBlock:
    ledger.erasure = (*(ledger.erasure or ()), committed.seq)
    return committed._replace(erased=False)


class _Done(NamedTuple):
    """What a commit has come to."""

    block: Block
    head: Head
    catalogue: Catalogue
    symbols: SymbolTable


def _validate_reads(transaction: Transaction) -> None:
    """A transaction that only read is held to its reads too; a statement of its own stands at its snapshot."""
    if not transaction.explicit:
        return
    ledger = transaction.ledger
    now = ledger.store.snapshot()
    try:
        if now.head().seq != transaction.head.seq:
            ledger.symbols(now, now.head())
            _validate(transaction, now)
    finally:
        now.close()


def _validate(transaction: Transaction, now: Snapshot) -> None:
    ledger = transaction.ledger
    decide = ledger.validator or validate
    decide(transaction.reads, transaction.catalogue, transaction.head.seq, now, ledger.key_of)


def _append(transaction: Transaction, statements: Sequence[Statement], writer: Writer) -> _Done:
    ledger = transaction.ledger
    head = writer.head()
    moved = head.seq != transaction.head.seq
    tip_symbols = ledger.symbols(writer, head)
    if moved:
        if transaction.has_looked:
            _validate(transaction, writer)
        elif head.catalogue_seq != transaction.head.catalogue_seq:
            raise remembered_too_long()
    tip = ledger.catalogue(writer, head)
    symbols = transaction.settle_symbols(tip_symbols)
    changes = list(transaction.writes.changes.values())
    changed_tables = [change.document_id for change in changes if change.table_id == CATALOGUE_TABLE]
    seq = head.seq + 1
    catalogue = tip
    if changed_tables:
        catalogue = catalogues.committed(transaction.catalogue, changed_tables, seq, tip, writer.assign_number)

    clock = ledger.environment.clock
    transaction_time = max(clock.milliseconds(), head.time)
    hasher = RevisionHasher(transaction.transaction_id, transaction_time)
    work = _Work(writer, catalogue, tip, symbols, moved=moved)
    revisions = [work.revision(change, hasher) for change in changes]
    redacting = _redacting(transaction, writer, tip_symbols, seq)
    block = build_block(
        strand_id=ledger.strand_id,
        seq=seq,
        previous_block_hash=head.block_hash,
        transaction_id=transaction.transaction_id,
        time=max(clock.milliseconds(), transaction_time) if revisions else transaction_time,
        statements=statements,
        documents=work.documents,
        revision_hashes=[revision.hash for revision in revisions],
        redacted=redacting.entries,
    )
    writer.append(
        NewBlock(
            BlockRow(seq, transaction.transaction_id, transaction_time, block.time, block.block_hash, block.body),
            revisions,
            work.index_changes,
            [(number - SYMBOL_OFFSET, text) for number, text in symbols.entries_after(tip_symbols.last)],
            catalogue_changed=bool(changed_tables),
            redaction=redacting.redaction,
            erased_symbols=[number - SYMBOL_OFFSET for number in redacting.erased],
        )
    )
    if redacting.erased:
        symbols = symbols.without(redacting.erased)
    for table_id in changed_tables:
        change_indexes(writer, tip.tables.get(table_id), catalogue.tables[table_id], symbols)
    catalogue_seq = seq if changed_tables else head.catalogue_seq
    first_seq = seq if head.seq < 0 else head.first_seq
    return _Done(block, Head(seq, block.block_hash, block.time, catalogue_seq, first_seq), catalogue, symbols)


class _Redacting(NamedTuple):
    """What a block has of a redaction."""

    entries: Sequence[RedactedRevision] = ()
    redaction: NewRedaction | None = None
    erased: Sequence[int] = ()


def _redacting(transaction: Transaction, writer: Writer, symbols: SymbolTable, seq: int) -> _Redacting:
    redaction = transaction.redaction
    if redaction is None:
        return _NOTHING_REDACTED
    from ledgershell.ledger import erasure
    from ledgershell.ledger.redaction import check_again, names_to_erase

    after = transaction.head.seq
    check_again(redaction, writer, after)
    erasure.note(writer, seq)
    return _Redacting(
        [redaction.entry(transaction.ledger.strand_id)],
        NewRedaction(redaction.revision.ordinal, redaction.data_hash),
        names_to_erase(redaction, writer, symbols, after).numbers,
    )


_NOTHING_REDACTED: Final = _Redacting()


class _Work:
    """What one commit collects while it goes through the changed documents."""

    __slots__ = ("_catalogue", "_moved", "_symbols", "_tip", "_writer", "documents", "index_changes")

    def __init__(
        self, writer: Writer, catalogue: Catalogue, tip: Catalogue, symbols: SymbolTable, *, moved: bool
    ) -> None:
        self._writer = writer
        self._catalogue = catalogue
        self._tip = tip
        self._symbols = symbols
        self._moved = moved
        self.documents: list[DocumentChange] = []
        self.index_changes: list[IndexChange] = []

    def revision(self, change: Change, hasher: RevisionHasher) -> NewRevision:
        """The revision that a change becomes; notes the document, and what its indexes are to forget and to learn."""
        if change.table_id == CATALOGUE_TABLE:
            number = CATALOGUE_NUMBER
            base = self._base(change, number)
        else:
            table = self._catalogue.tables[change.table_id]
            number = _number(table)
            base = self._base(change, number)
            self.documents.append(DocumentChange(change.document_id, table.name, table.table_id, change.statements))
            if table.indexes:
                self._index(change, base, table)
        version = 0 if base is None else base.version + 1
        content_hash = hasher.hash(change.document_id, version, change.data_hash)
        return NewRevision(number, change.document_id, version, content_hash, change.body)

    def _base(self, change: Change, number: int) -> DocumentRow | None:
        """The revision that this one follows, as of now: what was validated has not changed, so neither has this."""
        if change.base is None or not self._moved:
            return change.base
        base = self._writer.document(number, change.document_id)
        if base is None:
            raise ConflictError(
                "LS-TX-002",
                f"document {change.document_id} was changed here and deleted by somebody else",
                hint="the transaction was undone; run it again",
            )
        return base

    def _index(self, change: Change, base: DocumentRow | None, table: Table) -> None:
        old = None if base is None else decode_body(base.body, self._symbols)
        new = None if change.body is None else decode_body(change.body, self._symbols)
        before = self._tip.tables.get(table.table_id)
        for index in () if before is None else before.indexes:
            removed, added = keys_of(old, index), keys_of(new, index)
            if index.number is not None and removed != added:
                self.index_changes.append(IndexChange(index.number, change.document_id, removed, added))


def keys_of(document: Struct | None, index: Index) -> tuple[bytes, ...]:
    """The keys under which an index has a document: one, or none."""
    key = None if document is None else index_key(document.get(index.field))
    return () if key is None else (key,)


def _number(table: Table) -> int:
    if table.number is None:
        raise AssertionError(f"table {table.table_id} has no number")
    return table.number


def change_indexes(writer: Writer, before: Table | None, after: Table, symbols: SymbolTable) -> None:
    """Build the indexes that a table got in this block, and remove those that it lost."""
    old = {} if before is None else {index.index_id: index for index in before.indexes}
    for index in after.indexes:
        if old.pop(index.index_id, None) is None and index.number is not None:
            writer.build_index(_number(after), index.number, _entries(writer, after, index, symbols))
    for dropped in old.values():
        if dropped.number is not None:
            writer.drop_index(dropped.number)


def _entries(writer: Writer, table: Table, index: Index, symbols: SymbolTable) -> Iterator[tuple[bytes, str]]:
    for row in writer.documents(_number(table)):
        for key in keys_of(decode_body(row.body, symbols), index):
            yield key, row.document_id


def _is_there(transaction: Transaction) -> bool:
    """Whether the block of a commit that ended unclearly is in the journal: transaction ids are unique in it."""
    try:
        snapshot = transaction.ledger.store.snapshot()
        try:
            return snapshot.block_of_transaction(transaction.transaction_id) is not None
        finally:
            snapshot.close()
    except LedgershellError as error:
        raise StorageError(
            "LS-TX-009",
            f"whether transaction {transaction.transaction_id} was committed is not known: {error.message}",
            hint="open the ledger again and look for the transaction before you repeat it",
        ) from error
