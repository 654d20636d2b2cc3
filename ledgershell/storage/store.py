"""What a ledger needs of whatever keeps its bytes: the ``Store`` protocol and the rows that cross it.

Rows hold canonical Ion bytes; a store does not interpret documents.  No method leaves a cursor open: ranges are
read in chunks, by key, so any snapshot may be used between two rows.  There is no SQLite in these signatures.

Times are integers, milliseconds since 1970 in UTC.  ``seq`` is a block's sequence number, ``ordinal`` a number
that grows with every revision written (so "by ordinal" is journal order).  ``table`` is a small integer that
stands for a table id inside the store; table 0 is the system table ``_ql_catalogue``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from typing import NamedTuple, Protocol


class Head(NamedTuple):
    """The journal's end.  ``seq`` is -1 and ``block_hash`` empty before the first block."""

    seq: int
    block_hash: bytes
    time: int
    catalogue_seq: int
    """The last block that changed the catalogue; a cached catalogue is good while this stays the same."""


class BlockRow(NamedTuple):
    """One block.  ``body`` is the block's Ion struct without the revisions' data, self-contained."""

    seq: int
    transaction_id: str
    time: int
    block_hash: bytes
    body: bytes


class RevisionRow(NamedTuple):
    """One revision as stored.

    ``body`` is ``None`` for a deletion and for redacted data (then ``data_hash`` is set).  ``superseded`` is the
    sequence number of the block that brought the document's next revision, ``None`` while there is none.
    """

    ordinal: int
    table: int
    document_id: str
    version: int
    seq: int
    position: int
    superseded: int | None
    hash: bytes
    transaction_id: str
    transaction_time: int
    body: bytes | None
    data_hash: bytes | None = None
    deleted: bool = False


class DocumentRow(NamedTuple):
    """The current revision of a live document.  ``ordinal`` is that of its first revision: insertion order."""

    ordinal: int
    table: int
    document_id: str
    version: int
    seq: int
    hash: bytes
    transaction_id: str
    transaction_time: int
    body: bytes


class IndexChange(NamedTuple):
    """Entries of one index to remove and to add for one document."""

    index: int
    document_id: str
    removed: tuple[bytes, ...]
    added: tuple[bytes, ...]


class NewRevision(NamedTuple):
    """One revision to append; the store assigns the ordinal."""

    table: int
    document_id: str
    version: int
    position: int
    hash: bytes
    body: bytes | None
    """``None`` deletes the document."""


class NewBlock(NamedTuple):
    """All that one commit writes."""

    block: BlockRow
    transaction_time: int
    revisions: Sequence[NewRevision]
    index_changes: Sequence[IndexChange]
    symbols: Sequence[tuple[int, str]]
    """New entries of the ledger's symbol table."""
    catalogue_changed: bool


class Snapshot(Protocol):
    """A consistent, read-only view of the store as of one block."""

    def head(self) -> Head: ...

    def symbols_after(self, last: int) -> Sequence[tuple[int, str]]:
        """Symbol table entries with an id above ``last``, in order."""
        ...

    def setting(self, name: str) -> str | None:
        """One of the ledger's own settings: name, ledger id, strand id, …"""
        ...

    def documents(self, table: int, containing: bytes | None = None) -> Iterator[DocumentRow]:
        """Live documents by ordinal; with ``containing`` only those whose body holds these bytes."""
        ...

    def document(self, table: int, document_id: str) -> DocumentRow | None: ...

    def documents_by_key(self, table: int, index: int, keys: Sequence[bytes]) -> Iterator[DocumentRow]:
        """Live documents under any of the index keys, by ordinal, each once."""
        ...

    def count_documents(self, table: int) -> int: ...

    def history(
        self,
        table: int,
        document_id: str | None = None,
        *,
        active_from: int | None = None,
        active_until: int | None = None,
    ) -> Iterator[RevisionRow]:
        """Revisions by ordinal; with times, those that were current at some moment of the inclusive range."""
        ...

    def revision(self, table: int, document_id: str, version: int) -> RevisionRow | None: ...

    def revisions_after(self, seq: int, table: int | None = None) -> Iterator[RevisionRow]:
        """All revisions of blocks above ``seq``, by ordinal."""
        ...

    def block(self, seq: int) -> BlockRow | None: ...

    def block_of_transaction(self, transaction_id: str) -> BlockRow | None: ...

    def blocks_after(self, seq: int) -> Iterator[BlockRow]: ...

    def block_revisions(self, seq: int) -> Sequence[RevisionRow]:
        """The revisions of one block, by position."""
        ...

    def close(self) -> None: ...


class Writer(Snapshot, Protocol):
    """The one writer, holding the write lock; it sees the journal's very end."""

    def append(self, new: NewBlock) -> None:
        """Write one block and all that follows from it.  Nothing is visible before the context ends."""
        ...

    def build_index(self, table: int, index: int, entries: Iterator[tuple[bytes, str]]) -> None:
        """Fill a new index with ``(key, document id)`` pairs."""
        ...

    def drop_index(self, index: int) -> None: ...

    def set_setting(self, name: str, value: str) -> None: ...


class Store(Protocol):
    """One ledger's bytes."""

    def snapshot(self) -> Snapshot: ...

    def writing(self) -> AbstractContextManager[Writer]:
        """Take the write lock; commits when the block ends normally, else rolls back."""
        ...

    def close(self) -> None: ...
