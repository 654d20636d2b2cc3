"""Blocks of a ledger's own journal appended to an older copy of it, and everything that follows from them.

This is a replay: documents, indexes, catalogue, symbols and redactions become what they were when the blocks were
written.  The blocks must hang on the copy's last one.  What is in them is verified together with the whole ledger,
afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable

from ledgershell.errors import BackupError, LedgershellError
from ledgershell.ion.encoder import encode_body
from ledgershell.ion.fused import ion_hash
from ledgershell.ion.lazy import decode_body
from ledgershell.ion.timestamp import Timestamp
from ledgershell.ion.values import MISSING, Struct, Value
from ledgershell.journal.block import encode_block
from ledgershell.ledger import erasure
from ledgershell.ledger.blocks import redacted_seq, transaction_time_of
from ledgershell.ledger.catalogue import CATALOGUE_NUMBER
from ledgershell.ledger.commit import change_indexes, keys_of
from ledgershell.ledger.derived_catalogue import catalogue_ids
from ledgershell.ledger.ledger import SYMBOL_OFFSET, Ledger
from ledgershell.ledger.names_in_use import only_used_by
from ledgershell.static_typing import NamedTuple
from ledgershell.storage.store import (
    NO_TABLE,
    BlockRow,
    IndexChange,
    NewBlock,
    NewRedaction,
    NewRevision,
    RevisionRow,
    Writer,
)


class _Redacted(NamedTuple):
    """What a block redacts here: nothing, when the data had gone before the block was copied."""

    redaction: NewRedaction | None
    erased: tuple[int, ...]


def continue_ledger(ledger: Ledger, blocks: Iterable[Struct]) -> None:
    """Append blocks in their order, all or none.

    Raises :class:`BackupError` LS-BACKUP-005 for a block that continues another journal, LS-BACKUP-003 for one from
    which nothing can be replayed.
    """
    with ledger.store.writing() as writer:
        replay = _Continuation(ledger, writer)
        for block in blocks:
            try:
                replay.append(block)
            except BackupError:
                raise
            except (LedgershellError, AttributeError, LookupError, TypeError, ValueError) as error:
                raise BackupError(
                    "LS-BACKUP-003",
                    f"block {replay.seq + 1} cannot be replayed: {_words(error)}",
                    hint="the range of blocks is damaged; take another backup of these blocks",
                ) from error
    if replay.redacted:
        erasure.finish(ledger.store, (), erasure.PATIENCE)


class _Continuation:
    """One replay; ``seq`` is the last block that is there."""

    def __init__(self, ledger: Ledger, writer: Writer) -> None:
        head = writer.head()
        self._ledger = ledger
        self._writer = writer
        self._block_hash = head.block_hash
        self._time = head.time
        self._symbols = ledger.symbols(writer, head).copy()
        self._catalogue = ledger.catalogue(writer, head)
        self.seq = head.seq
        self.redacted = False

    def append(self, block: Struct) -> None:
        """The next block."""
        if block["previousBlockHash"] != self._block_hash:
            raise BackupError(
                "LS-BACKUP-005",
                f"block {self.seq + 1} does not continue block {self.seq} of the backup: the journal has forked",
                hint="these files do not belong together; verify the ledger that they came from",
            )
        stamp = block["blockTimestamp"]
        if type(stamp) is not Timestamp:
            raise TypeError("the block has no time")
        time = max(stamp.milliseconds(), self._time)
        known = self._symbols.last
        seq = self.seq + 1
        self._number(block)
        revisions = [self._revision(block, each) for each in block["revisions"]]
        changes = [change for revision in revisions for change in self._index_changes(revision)]
        redaction, erased = self._redacted(block)
        told = transaction_time_of(block)
        row = BlockRow(
            seq, block["transactionId"], time if told is None else told, time, block["blockHash"], encode_block(block)
        )
        symbols = [(number - SYMBOL_OFFSET, text) for number, text in self._symbols.entries_after(known)]
        changed = any(revision.table == CATALOGUE_NUMBER for revision in revisions)
        self._writer.append(NewBlock(row, revisions, changes, symbols, changed, redaction, erased))
        self.seq, self._block_hash, self._time = seq, row.block_hash, time
        if redaction is not None:
            self._symbols = self._symbols.without(number + SYMBOL_OFFSET for number in erased)
            erasure.note(self._writer, seq)
            self.redacted = True
        if changed:
            self._change_indexes(revisions)

    def _revision(self, block: Struct, revision: Struct) -> NewRevision:
        if revision.keys() == ("hash",):
            return NewRevision(NO_TABLE, "", -1, revision["hash"], None)
        metadata = revision["metadata"]
        table = self._table_of(block, metadata["id"])
        data = revision.get("data")
        body = None if data is MISSING else encode_body(data, self._symbols, grow=True)
        data_hash = revision.get("dataHash", None)
        return NewRevision(table, metadata["id"], metadata["version"], revision["hash"], body, data_hash)

    def _table_of(self, block: Struct, document_id: str) -> int:
        """The number of a document's table; what no document accounts for is the catalogue's."""
        entry = block["transactionInfo"]["documents"].get(document_id)
        return CATALOGUE_NUMBER if entry is MISSING else self._writer.assign_number(_text(entry["tableId"]))

    def _index_changes(self, revision: NewRevision) -> list[IndexChange]:
        """What the indexes are to forget and to learn of a document."""
        table = next((each for each in self._catalogue.tables.values() if each.number == revision.table), None)
        if table is None or not table.indexes:
            return []
        before = self._writer.document(revision.table, revision.document_id) if revision.version else None
        old = None if before is None else decode_body(before.body, self._symbols)
        new = None if revision.body is None else decode_body(revision.body, self._symbols)
        pairs = ((index.number, keys_of(old, index), keys_of(new, index)) for index in table.indexes)
        return [
            IndexChange(number, revision.document_id, removed, added)
            for number, removed, added in pairs
            if number is not None and removed != added
        ]

    def _redacted(self, block: Struct) -> _Redacted:
        info = block.get("redactionInfo")
        for named in info["revisions"] if isinstance(info, Struct) else ():
            row = self._named(named)
            if row is not None and row.body is not None:
                unused = only_used_by(row, self._writer, self._symbols)
                data_hash = ion_hash(decode_body(row.body, self._symbols))
                erased = tuple(number - SYMBOL_OFFSET for number in unused.numbers)
                return _Redacted(NewRedaction(row.ordinal, data_hash), erased)
        return _Redacted(None, ())

    def _named(self, named: Struct) -> RevisionRow | None:
        """The revision that a redaction names."""
        table = self._catalogue.tables[named["tableId"]]
        seq = redacted_seq(named)
        history = () if table.number is None else self._writer.history(table.number, named["documentId"])
        return next((row for row in history if row.seq == seq), None)

    def _number(self, block: Struct) -> None:
        """Give the tables and indexes that the block makes their numbers."""
        for table_id in catalogue_ids(block):
            self._writer.assign_number(table_id)
        named = block["transactionInfo"]["documents"]
        for revision in block["revisions"]:
            if revision.keys() != ("hash",) and revision["metadata"]["id"] not in named:
                for index in revision["data"]["indexes"]:
                    self._writer.assign_number(_text(index["indexId"]))

    def _change_indexes(self, revisions: list[NewRevision]) -> None:
        """Read the catalogue again; build and drop the indexes of its changed tables."""
        before = self._catalogue
        self._catalogue = self._ledger.catalogue(self._writer, self._writer.head())
        for revision in revisions:
            if revision.table == CATALOGUE_NUMBER:
                after = self._catalogue.tables[revision.document_id]
                change_indexes(self._writer, before.tables.get(revision.document_id), after, self._symbols)


def _text(value: Value) -> str:
    if type(value) is not str:
        raise TypeError("an id is a string")
    return value


def _words(error: Exception) -> str:
    return error.message if isinstance(error, LedgershellError) else f"{type(error).__name__}: {str(error)[:100]}"
