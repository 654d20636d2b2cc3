"""What a ledger needs of whatever keeps its bytes: the ``Store`` protocol and the rows that cross it.

Rows hold canonical Ion bytes; a store does not interpret documents.  No method leaves a cursor open: ranges are
read in chunks, by key, so any snapshot may be used between two rows.  There is no SQLite in these signatures.

Words and units
    ``seq``       a block's sequence number; -1 stands for "before the first block"
    ``ordinal``   a number that grows by one with every revision written: by ordinal is journal order
    ``document``  the ordinal of a document's first revision, so by document is insertion order
    ``table``     a small number that stands for a table id inside the store (see :meth:`Writer.assign_number`);
                  table 0 is the system table ``_ql_catalogue``
    times         whole milliseconds since 1970-01-01T00:00:00Z

A store comes to be through :mod:`ledgershell.storage.sqlite`: ``create_store(path, initialise)``,
``open_store(path, read_only=…)`` and ``temporary_store(initialise)``.  Every method may raise
:class:`~ledgershell.errors.StorageError`, and :class:`~ledgershell.errors.Interrupted` when
:meth:`Store.on_progress` says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from ledgershell.static_typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from ledgershell.journal.merkle import Node

SYSTEM_TABLE = 0
"""The number of ``_ql_catalogue``."""
NO_TABLE = -1
"""The table of a hash-only system revision."""


class Head(NamedTuple):
    """The journal's end.  ``seq`` is -1 and ``block_hash`` empty before the first block."""

    seq: int
    block_hash: bytes
    time: int
    """The last block's time; no later block or transaction may be given an earlier one."""
    catalogue_seq: int
    """The last block that changed the catalogue; a cached catalogue is good while this stays the same."""
    first_seq: int = 0
    """The first block that is there: above 0 only in a journal imported from its middle."""


class BlockRow(NamedTuple):
    """One block.

    ``body`` is the block as an Ion struct without its ``revisions``; it needs no symbol table but its own.
    ``transaction_time`` is the ``txTime`` of its revisions, ``time`` its ``blockTimestamp``, both rounded down to
    milliseconds; for imported blocks never below those of the block before (what the block says stands in the body).
    """

    seq: int
    transaction_id: str
    transaction_time: int
    time: int
    block_hash: bytes
    body: bytes


class RevisionRow(NamedTuple):
    """One revision as stored.

    ``body`` is ``None`` for a deletion (``deleted``), for redacted data (then ``data_hash`` is set) and for the
    system revisions of imported blocks, of which only ``hash`` is known (``table`` -1, ``document_id`` empty,
    ``version`` -1).  ``superseded`` is the sequence number of the block that brought the document's next revision,
    ``None`` while there is none.  ``metadata`` is ``None`` when it is what the other columns say; else (imported
    revisions) the Ion struct as it was.
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
    metadata: bytes | None = None

    @property
    def deleted(self) -> bool:
        """Whether this revision ended the document's life."""
        return self.body is None and self.data_hash is None and self.table != NO_TABLE


class DocumentRow(NamedTuple):
    """The current state of a live document; :meth:`Snapshot.committed` tells the rest of its revision.

    ``document`` orders by insertion; ``revision`` is the ordinal of the current revision.
    """

    document: int
    table: int
    document_id: str
    version: int
    revision: int
    body: bytes


class IndexChange(NamedTuple):
    """Entries of one index to remove and to add for one document."""

    index: int  # type: ignore[assignment]
    document_id: str
    removed: tuple[bytes, ...]
    added: tuple[bytes, ...]


class NewRevision(NamedTuple):
    """One revision to append; its place in :attr:`NewBlock.revisions` is its position in the block.

    The last two are for imports: see :class:`RevisionRow`.
    """

    table: int
    document_id: str
    version: int
    hash: bytes
    body: bytes | None
    """``None`` deletes the document, unless ``data_hash`` says that the data were redacted."""
    data_hash: bytes | None = None
    metadata: bytes | None = None


class NewRedaction(NamedTuple):
    """The revision whose data a block takes away: its ordinal, and the hash that is left in their place."""

    ordinal: int
    data_hash: bytes


class NewBlock(NamedTuple):
    """All that one commit writes."""

    block: BlockRow
    revisions: Sequence[NewRevision]
    index_changes: Sequence[IndexChange] = ()
    symbols: Sequence[tuple[int, str]] = ()
    """New entries of the ledger's symbol table; ids go up by one."""
    catalogue_changed: bool = False
    redaction: NewRedaction | None = None
    erased_symbols: Sequence[int] = ()
    """Entries of the symbol table that lose their texts."""


class Inconsistency(NamedTuple):
    """A column that is not what it follows from: in which table, in which row, and what it should be."""

    table: str
    key: str
    column: str
    expected: int | str | None
    found: int | str | None


Wanted = Literal["document", "documents", "history"]
"""What :meth:`Store.find` can look up."""


Transaction = tuple[str, int]
"""A transaction's id and its time."""


class Found(NamedTuple):
    """What a lookup has found, and where the journal ended at that moment."""

    seq: int
    catalogue_seq: int
    """As in :class:`Head`."""
    rows: Sequence[tuple[Any, ...]]
    transactions: Mapping[int, Transaction] = {}
    """For a history: the transaction of each of its blocks, and perhaps of others."""


class Snapshot(Protocol):
    """A consistent, read-only view of the store as of one block.  Close it: an open one keeps old pages alive."""

    def head(self) -> Head: ...

    def symbols_after(self, last: int) -> Sequence[tuple[int, str | None]]:
        """Symbol table entries with an id above ``last``, in order; ``None`` for an erased text."""
        ...

    def erased_symbols(self) -> Sequence[int]:
        """The ids of the symbol table's entries that have lost their texts, in order."""
        ...

    def setting(self, name: str) -> str | None:
        """One of the ledger's own settings: name, ledger id, strand id, …"""
        ...

    def settings(self) -> Sequence[tuple[str, str]]:
        """All settings, by name."""
        ...

    def numbers(self) -> Sequence[tuple[int, str]]:
        """All ``(number, id)`` pairs that :meth:`Writer.assign_number` gave out, by number."""
        ...

    def documents(self, table: int, containing: bytes | None = None) -> Iterator[DocumentRow]:
        """Live documents by insertion; with ``containing`` only those whose body holds these bytes."""
        ...

    def newest_documents(self, table: int, count: int) -> Sequence[DocumentRow]:
        """At most so many live documents, the one inserted last first."""
        ...

    def document(self, table: int, document_id: str) -> DocumentRow | None: ...

    def documents_by_key(self, table: int, index: int, keys: Sequence[bytes]) -> Iterable[DocumentRow]:
        """Live documents under any of the index keys, by insertion, each once."""
        ...

    def count_documents(self, table: int) -> int: ...

    def committed(self, rows: Iterable[DocumentRow]) -> Iterator[RevisionRow]:
        """The current revision of each document, in the order given."""
        ...

    def history(
        self,
        table: int,
        document_id: str | None = None,
        *,
        active_from: int | None = None,
        active_until: int | None = None,
    ) -> Iterator[RevisionRow]:
        """Revisions by ordinal; with times, those that were current at some moment of the inclusive range.

        A revision is current from its transaction's time until that of the next one of its document.
        """
        ...

    def documents_at(self, table: int, seq: int, document_ids: Sequence[str] | None = None) -> Iterator[RevisionRow]:
        """What was alive right after block ``seq``, by insertion, each document as its revision of then.

        With ``document_ids`` only those.  Redacted revisions are among them, without a body.
        """
        ...

    def revision(self, table: int, document_id: str, version: int) -> RevisionRow | None: ...

    def revisions_after(self, seq: int, table: int | None = None) -> Iterator[RevisionRow]:
        """All revisions of blocks above ``seq``, by ordinal; without ``table`` system revisions too."""
        ...

    def block(self, seq: int) -> BlockRow | None: ...

    def block_of_transaction(self, transaction_id: str) -> BlockRow | None: ...

    def blocks_after(self, seq: int) -> Iterator[BlockRow]: ...

    def blocks_without_revisions(self, seq: int) -> Iterator[BlockRow]:
        """The blocks above ``seq`` that brought no revision: among them all redactions."""
        ...

    def block_revisions(self, seq: int) -> Sequence[RevisionRow]:
        """The revisions of one block, by position."""
        ...

    def seq_at(self, time: int) -> int:
        """The last block whose transaction time is not after ``time``; -1 (or before the first) when none is."""
        ...

    def merkle_nodes(self, places: Sequence[tuple[int, int]]) -> Sequence[Node]:
        """The perfect subtrees at these ``(level, position)``; level 0 are the blocks, from the first one.

        Raises ``KeyError`` for a subtree that is not complete yet.
        """
        ...

    def inconsistencies(self) -> Iterator[Inconsistency]:
        """Columns that no hash covers, and that are not what they follow from; none, in a sound store."""
        ...

    def index_sizes(self) -> Sequence[tuple[int, int]]:
        """The number of each index that has entries, and how many it has."""
        ...

    def close(self) -> None: ...


class Writer(Snapshot, Protocol):
    """The one writer, holding the write lock; it sees the journal's very end and what it wrote itself."""

    def append(self, new: NewBlock) -> None:
        """Write one block and all that follows from it.  Nothing is visible to others before the context ends.

        The revisions' versions must follow those that are there; a document that was deleted gets no more.
        """
        ...

    def assign_number(self, identifier: str) -> int:
        """The number that stands for a table id or an index id; a new one, from 1 up, when it has none yet."""
        ...

    def build_index(self, table: int, index: int, entries: Iterator[tuple[bytes, str]]) -> None:
        """Fill a new index with ``(key, document id)`` pairs."""
        ...

    def drop_index(self, index: int) -> None: ...

    def set_setting(self, name: str, value: str) -> None: ...

    def clear_setting(self, name: str) -> None: ...


class Store(Protocol):
    """One ledger's bytes.  ``location`` is a path, or ``:memory:``."""

    location: str
    read_only: bool

    def snapshot(self) -> Snapshot:
        """The store as of now; whatever is committed later does not show."""
        ...

    def find(self, what: Wanted, key: tuple[int | str | bytes, ...]) -> Found | None:
        """One lookup as of now, without a snapshot.  ``None``: there is more than can be told at once.

        ``"document"``   by (table, document id): a live document as ``(number, body, id)``
        ``"documents"``  by (table, index, key): the live documents under an index key, by insertion, in the same
                         shape; without a body where the data were redacted
        ``"history"``    by (table, document id): its revisions in order, as ``(version, seq, hash, body, more)``; with
                         ``more``, the revision was imported or redacted and has parts that are not told here
        """
        ...

    def writing(self) -> AbstractContextManager[Writer]:
        """Take the write lock; commits when the ``with`` block ends normally, else rolls back."""
        ...

    def on_progress(self, should_stop: Callable[[], bool] | None) -> None:
        """Ask ``should_stop`` now and then during long work; ``True`` ends it with ``Interrupted``."""
        ...

    def copy_to(self, path: str, tell: Callable[[int, int], None]) -> None:
        """Write all of it, as of now, into the empty file at ``path``, which is then a ledger's; writers go on.

        ``tell`` is told how much is done of how much.
        """
        ...

    def check_structure(self) -> Sequence[str]:
        """What is wrong with how the bytes are kept: nothing, for a sound store.  Says nothing about content."""
        ...

    def erase(self, patience: float = 0.0) -> bool:
        """Overwrite all bytes that are no longer part of the content: what was deleted, and copies of it.

        ``False`` when that could not be finished, mostly because a snapshot, of whomever, still reads old pages;
        ``patience`` is how many seconds to wait for it.  It may be tried again at any time.
        """
        ...

    def close(self) -> None: ...
