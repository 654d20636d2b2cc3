"""What commands, shell and server may ask of a ledger, here or far away.

``Session`` runs statements; ``Control`` creates, lists and deletes ledgers.  Everything above this floor is
written against these two protocols, so that a ledger behind the QLDB wire API can stand in for a local one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ledgershell.ion.values import Struct, Value
from ledgershell.static_typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from ledgershell.journal.digest import Digest
    from ledgershell.journal.proof import BlockProof, RevisionProof
    from ledgershell.ledger.export import JournalRange
    from ledgershell.ledger.proofs import LoggedRevision
    from ledgershell.ledger.verification import Verification

StatementKind = Literal["query", "insert", "update", "delete", "ddl", "redaction", "transaction", "explain"]


class CommittedBlock(NamedTuple):
    """What a commit left behind: the block's address, hash and time, and how many revisions it holds.

    ``erased`` is ``None`` but for a redaction; of it, it tells whether the bytes are gone from the files already.
    """

    strand_id: str
    seq: int
    block_hash: bytes
    transaction_id: str
    time: int
    revisions: int
    erased: bool | None = None


class Statistics(NamedTuple):
    """What a statement cost.  ``read_documents`` counts documents fetched from storage."""

    read_documents: int
    seconds: float


class Result(Protocol):
    """The outcome of one statement: its values, one by one, and afterwards what they cost.

    Iterating streams; a result that is not read to its end should be closed.  ``ordered`` tells a list (ORDER BY)
    from a bag.  ``shape`` is ``"collection"`` for rows and ``"value"`` for a bare expression's single value.
    ``columns`` are the rows' field names in the order of the SELECT list, where the statement tells them, else empty;
    a row lacks those that are MISSING.  ``committed`` is the block that auto-commit appended, once all values have
    been read.  ``recorded_in`` is for a redaction: the blocks whose recorded statements still hold values of the
    redacted document, which are hashed and cannot go.
    """

    kind: StatementKind
    ordered: bool
    shape: Literal["collection", "value"]
    columns: tuple[str, ...]
    recorded_in: tuple[int, ...]

    @property
    def transaction_id(self) -> str | None:
        """The transaction that the statement ran in, or was."""
        ...

    @property
    def tag(self) -> str:
        """Like psql's command tags: ``INSERT 3``, ``CREATE TABLE``, ``SELECT 2`` (complete once all rows are read)."""
        ...

    @property
    def committed(self) -> CommittedBlock | None: ...

    @property
    def statistics(self) -> Statistics: ...

    def __iter__(self) -> Iterator[Value]: ...

    def all(self) -> list[Value]:
        """The values that have not been read yet."""
        ...

    def close(self) -> None: ...


class TransactionState(NamedTuple):
    """An open transaction: its id, when it began, the block it reads, and how much it has changed.

    ``started`` is in milliseconds since 1970; so is ``deadline``, behind which it can only be given up.
    """

    transaction_id: str
    started: int
    snapshot_seq: int
    changed_documents: int
    statements: int
    deadline: int | None = None


class IndexDescription(NamedTuple):
    """An index of a table."""

    index_id: str
    field: str
    status: str


class TableDescription(NamedTuple):
    """A table of the catalogue."""

    table_id: str
    name: str
    status: str
    indexes: tuple[IndexDescription, ...]
    documents: int


class LedgerDescription(NamedTuple):
    """A ledger as ``describe-ledger`` shows it.  ``location`` is a path, or ``:memory:``.

    ``erasure_pending`` are the redactions, by their blocks, of which bytes may still be in the files.
    """

    name: str
    ledger_id: str
    strand_id: str
    location: str
    created: int
    state: str
    permissions_mode: str
    deletion_protection: bool
    tip: int
    writable: bool
    erasure_pending: tuple[int, ...] = ()


class Session(Protocol):
    """A conversation with one ledger.  At most one transaction is open at a time."""

    def describe(self) -> LedgerDescription: ...

    def tables(self, *, counted: bool = True) -> Sequence[TableDescription]:
        """Every table of the catalogue, active or not, by name; unless ``counted``, with 0 documents each."""
        ...

    def sample(self, table_id: str, count: int) -> Sequence[Struct]:
        """A few documents of an active table, old and new ones, to see what they look like.

        No transaction depends on what was seen; the open one's own changes are among it.
        """
        ...

    def transaction(self) -> TransactionState | None:
        """The open transaction, if any."""
        ...

    def execute(self, text: str, parameters: Sequence[Value] = ()) -> Result:
        """Run one statement.  Without an open transaction it is one of its own.

        A statement of its own that meets a conflict is tried again a few times.  An error inside an open
        transaction leaves it open, and nothing of the statement in it.  Raises :class:`LedgershellError`.
        """
        ...

    def begin(self) -> str:
        """Open a transaction; returns its id."""
        ...

    def commit(self) -> CommittedBlock | None:
        """Commit; ``None`` when nothing was changed.

        Raises ``ConflictError`` and others; the transaction is over either way, but for ``Interrupted``: a commit
        that was cancelled while it waited for its turn may be tried again.
        """
        ...

    def abort(self) -> None:
        """Give up the open transaction."""
        ...

    def go_back(self, moment: Value | None) -> int | None:
        """Read all tables as they were from now on; returns the block as of which, also kept as :attr:`as_of`.

        ``moment`` is a timestamp, a block's number or a transaction's id; ``None`` returns to the present.  Meanwhile
        nothing can be changed.  Raises :class:`LedgerError` when there is no such moment, and
        :class:`TransactionError` while a transaction is open.
        """
        ...

    @property
    def as_of(self) -> int | None:
        """The block as of which tables are read, if not as they are now."""
        ...

    def cancel(self) -> None:
        """Ask the running statement to stop; only sets a flag, so a signal handler may call it."""
        ...

    def digest(self, tip: int | None = None) -> Digest:
        """The digest over all blocks up to a tip, by default the last one.

        This and the next ones raise :class:`LedgerError` for blocks that are not there, or are beyond the tip.
        """
        ...

    def block(self, seq: int, tip: int | None = None) -> BlockProof:
        """A whole block; with a tip also its proof under that tip's digest."""
        ...

    def blocks(self, first: int, last: int) -> Iterator[Struct]:
        """Whole blocks of a range, in order, one at a time, all from one snapshot; those that are there."""
        ...

    def tip(self) -> int:
        """The last block's sequence number, as of now."""
        ...

    def first_block_from(self, time: int) -> int:
        """The first block whose time is not before ``time`` (milliseconds since 1970); one above the tip if none is."""
        ...

    def block_of(self, transaction_id: str) -> int:
        """The sequence number of the block that a transaction wrote."""
        ...

    def revision(self, document_id: str, seq: int, tip: int | None = None) -> RevisionProof:
        """A document's revision in a block; with a tip also its proof under that tip's digest."""
        ...

    def consistency(self, first_tip: int, second_tip: int) -> tuple[bytes, ...]:
        """The proof that the second tip's digest continues the first one's."""
        ...

    def log(self, document_id: str) -> Iterator[LoggedRevision]:
        """All revisions of a document, the first one first."""
        ...

    def journal(self, start: int | None = None, end: int | None = None) -> JournalRange:
        """The blocks from ``start`` until before ``end``, in milliseconds since 1970; without them all blocks."""
        ...

    def verify(self, digest: Digest | None = None, progress: Callable[[int, int], None] | None = None) -> Verification:
        """Recompute everything; iterating over the answer does the work and gives all that is wrong.

        ``digest`` is the anchor: one that was kept elsewhere.  ``progress`` is told (blocks done, blocks in all).
        """
        ...

    def close(self) -> None: ...


class Control(Protocol):
    """The ledgers that go by a name."""

    def create(
        self, name: str, *, permissions_mode: str = "STANDARD", deletion_protection: bool = True
    ) -> LedgerDescription: ...

    def describe(self, name: str) -> LedgerDescription: ...

    def list(self) -> Sequence[LedgerDescription]: ...

    def update(
        self, name: str, *, deletion_protection: bool | None = None, writable: bool = False
    ) -> LedgerDescription: ...

    def delete(self, name: str) -> None: ...

    def open(self, name: str, *, read_only: bool = False) -> Session:
        """A session with a ledger that is there; closing it closes the ledger."""
        ...
