"""One transaction: a snapshot to read from, notes of what was read, and the changes that wait to be committed.

It knows how to read a table with its own changes laid over the snapshot, and how to change a document.  What happens
at its end is the business of :mod:`ledgershell.ledger.commit`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ledgershell.errors import ConflictError, LedgerError, TransactionError
from ledgershell.ion.symbols import SymbolTable
from ledgershell.ion.values import MISSING, Struct, TypedNull, Value
from ledgershell.ledger.catalogue import CATALOGUE_NUMBER, CATALOGUE_TABLE, Catalogue, Index, Table
from ledgershell.ledger.names import shown
from ledgershell.ledger.read_set import ReadSet, Unnoted
from ledgershell.ledger.write_set import Change, WriteSet
from ledgershell.partiql.sources import Row
from ledgershell.static_typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from ledgershell.journal.block import Statement
    from ledgershell.ledger.ledger import Ledger
    from ledgershell.ledger.redaction import Redaction
    from ledgershell.storage.store import DocumentRow, Head, Snapshot


class _Query(NamedTuple):
    """A query that was run; its parameters wait to be hashed."""

    text: str
    start_time: int
    parameters: Sequence[Value]


_Placed = tuple[int, str, bytes]
"""A document's place in the order of insertion, its id, its body."""


class Transaction:
    """Open from its creation until :meth:`close`.  Not for use by two threads at once."""

    __slots__ = (
        "_base",
        "_looked",
        "_past",
        "_remembers",
        "_serials",
        "_statement",
        "_statement_catalogue",
        "_statement_redaction",
        "_statements",
        "_symbols",
        "_transaction_id",
        "catalogue",
        "explicit",
        "head",
        "is_open",
        "ledger",
        "reads",
        "redaction",
        "snapshot",
        "started",
        "statement_time",
        "writes",
    )

    snapshot: Snapshot
    head: Head
    catalogue: Catalogue
    _symbols: SymbolTable

    def __init__(
        self,
        ledger: Ledger,
        *,
        explicit: bool,
        changes: bool = True,
        past: Catalogue | None = None,
        from_memory: bool = False,
    ) -> None:
        """Without ``changes``, for a query on its own, nothing is noted: there will be no commit to need it.

        Nor is the snapshot taken before something is looked at, since such a query may name no table.  ``past`` is the
        catalogue to go by where tables are to be read as they were.

        ``from_memory``, for a change on its own: it may begin where the last commit of this process ended, without a
        snapshot, since most insertions read nothing.  If it does read, or others have changed the catalogue, and that
        was not the journal's end any more, :class:`ConflictError` is raised; then it is to be begun without.
        """
        self.ledger = ledger
        self._past = past
        self.explicit = explicit
        """Whether it was begun by BEGIN, and not by a statement for itself."""
        self.is_open = True
        self._looked = False
        remembered = ledger.remembered() if from_memory and not ledger.environment.deterministic else None
        self._remembers = remembered is not None
        if remembered is not None:
            self.head, self.catalogue, self._symbols = remembered
        elif changes or ledger.environment.deterministic:
            self._look()
        self.started = ledger.environment.clock.milliseconds()
        self._base: SymbolTable | None = None
        self._serials: dict[int, tuple[Value, bytes]] = {}
        """What documents that the running statement has written were hashed from, by ``id()``.

        They may be its parameters, which have to be hashed as well.
        """
        self._transaction_id: str | None = None
        self.reads = ReadSet() if changes else _NOT_NOTED
        self.writes = WriteSet() if changes else _NO_CHANGES
        self.redaction: Redaction | None = None
        """The only change, if it is a redaction."""
        self._statements: list[Statement | _Query] = []
        self.statement_time = self.started
        """When the running statement began, milliseconds since 1970."""
        self._statement = 0
        if changes:
            self._statement_catalogue = self.catalogue

    def _look(self) -> None:
        """Take the snapshot, and what follows from it."""
        ledger = self.ledger
        snapshot = ledger.store.snapshot()
        try:
            head = snapshot.head()
            if self._remembers and head.seq != self.head.seq:
                raise remembered_too_long()
            self.head = head
            ledger.environment.follow(self.head.seq)
            self.catalogue = ledger.catalogue(snapshot, self.head) if self._past is None else self._past
            self._symbols = ledger.symbols(snapshot, self.head)
        except BaseException:
            snapshot.close()
            raise
        self.snapshot = snapshot
        self._looked = True

    def __getattr__(self, name: str) -> Any:
        """Python asks here for what is not set yet: that is what :meth:`_look` sets."""
        if name in _SET_BY_LOOKING and not self._looked:
            self.must_be_open()
            self._look()
            return getattr(self, name)
        raise AttributeError(name)

    @property
    def transaction_id(self) -> str:
        """The id, which sorts by the time of the beginning; a query that nobody asks for its id costs none."""
        if self._transaction_id is None:
            self._transaction_id = self.ledger.environment.identifiers.ordered(self.started)
        return self._transaction_id

    @property
    def has_looked(self) -> bool:
        """Whether there is a snapshot, and so whether anything was read from the store."""
        return self._looked

    def let_go(self) -> None:
        """Let go of the snapshot, nothing more is to be read.

        A commit does that just before its end: SQLite brings its log into the main file then, as far as nobody reads
        older pages, and a log that is never brought in as a whole grows for ever.
        """
        if self._looked:
            self.snapshot.close()

    def close(self) -> None:
        """Let go of the snapshot.  Nothing of what was written remains."""
        self.is_open = False
        self.let_go()

    # --- Statements ----------------------------------------------------------------------------------------------

    def begin_statement(self, time: int) -> None:
        """What is written from now on belongs to the next statement, and can be taken back with it."""
        self.statement_time = time
        self._statement = len(self._statements)
        self._statement_catalogue = self.catalogue
        self._statement_redaction = self.redaction
        self._serials.clear()
        self.writes.begin_statement()

    def end_statement(self, text: str, parameters: Sequence[Value]) -> None:
        """The statement succeeded: record it, as it was given."""
        self._statements.append(self._recorded(text, self.statement_time, parameters))
        self._serials.clear()

    def end_query(self, text: str, parameters: Sequence[Value]) -> None:
        """A query was begun: record it.  Its digest is computed when a block is to be made, which is seldom."""
        self._statements.append(_Query(text, self.statement_time, parameters))

    @property
    def statement_count(self) -> int:
        """How many statements have succeeded so far."""
        return len(self._statements)

    def recorded_statements(self) -> list[Statement]:
        """All statements, with their digests."""
        return [
            self._recorded(each.text, each.start_time, each.parameters) if isinstance(each, _Query) else each
            for each in self._statements
        ]

    def _recorded(self, text: str, start_time: int, parameters: Sequence[Value]) -> Statement:
        from ledgershell.journal.block import Statement
        from ledgershell.ledger.encoding import statement_digest

        return Statement(text, start_time, statement_digest(self.ledger.text_hash(text), parameters, self._serials))

    def undo_statement(self) -> None:
        """The statement failed: what it wrote never was.  What it read stays noted, which is safe."""
        self.writes.roll_back()
        self.catalogue = self._statement_catalogue
        self.redaction = self._statement_redaction

    # --- Reading -------------------------------------------------------------------------------------------------

    def data(self, body: bytes) -> Struct:
        """The document in a body of this snapshot or of this transaction's own."""
        from ledgershell.ion.lazy import decode_body

        document: Struct = decode_body(body, self._symbols)
        return document

    @property
    def symbols(self) -> SymbolTable:
        """What the bodies of the snapshot, and of this transaction, are read with."""
        return self._symbols

    def scan(self, table: Table, texts: Sequence[Value] = ()) -> Iterator[Row]:
        """All documents by insertion, own changes included.

        Documents that hold not all of ``texts`` may be left out; what of them is no string does not count.
        """
        self.must_be_open()
        self.reads.add_table(table.table_id)
        number = table.number
        stored: Iterator[DocumentRow] = iter(())
        if number is not None:
            stored = self.snapshot.documents(number, self.needle(texts))
        changed = self.writes.of_table(table.table_id)
        return self._overlaid(stored, changed.values(), changed)

    def needle(self, texts: Sequence[Value]) -> bytes | None:
        """Bytes that stand in every body which holds these values: the longest string's, as Ion writes it.

        A string that is also a symbol of the ledger may be written as the symbol's number, so it is none.
        """
        lookup = self._symbols.lookup
        strings = [text for text in texts if isinstance(text, str) and text and lookup(text) is None]
        if not strings:
            return None
        try:
            return max(strings, key=len).encode()
        except UnicodeEncodeError:
            return None

    def by_identity(self, table: Table, identities: Iterable[str]) -> Iterator[Row]:
        """The documents of these ids, own changes included, by insertion."""
        self.must_be_open()
        changed = self.writes.of_table(table.table_id)
        stored: list[DocumentRow] = []
        changes: list[Change] = []
        for identity in dict.fromkeys(identities):
            self.reads.add_document(identity)
            change = changed.get(identity)
            if change is not None:
                changes.append(change)
            elif table.number is not None:
                row = self.snapshot.document(table.number, identity)
                if row is not None:
                    stored.append(row)
        stored.sort(key=_order_of_row)
        return self._overlaid(iter(stored), changes, {})

    def by_key(self, table: Table, index: Index, keys: Sequence[bytes]) -> Iterator[Row]:
        """The documents that have one of these keys under an index, own changes included, by insertion."""
        self.must_be_open()
        note = self.reads.add_key
        for key in keys:
            note(index.index_id, key)
        stored: Iterable[DocumentRow] = ()
        if table.number is not None and index.number is not None:
            stored = self.snapshot.documents_by_key(table.number, index.number, keys)
        changed = self.writes.of_table(table.table_id)
        if not changed:
            if type(stored) is list and len(stored) <= 1:  # most often: there is nothing to wait for
                from ledgershell.ion.lazy import decode_body

                symbols = self._symbols
                return iter([Row(decode_body(row.body, symbols), row.document_id) for row in stored])
            return self._rows(stored, self._symbols)
        field = index.field
        keyed = self.writes.by_key(table.table_id, field, lambda body: self.key_of(body, field))
        found = dict.fromkeys(each for key in keys for each in keyed.find(key))
        return self._overlaid(iter(stored), [changed[each] for each in found], changed)

    def _overlaid(
        self, stored: Iterator[DocumentRow], changes: Iterable[Change], changed: Mapping[str, Change]
    ) -> Iterator[Row]:
        """The stored documents that are not ``changed``, and the ``changes`` that are not deletions, in order.

        What has been changed is decided here and now: changes made while the rows are being read do not show.
        """
        symbols = self._symbols
        if not changes and not changed:
            return self._rows(stored, symbols)
        own = sorted((each.order, each.document_id, each.body) for each in changes if each.body is not None)
        hidden = frozenset(changed)
        return self._merged(stored, own, hidden, symbols)

    def _rows(self, stored: Iterable[DocumentRow], symbols: SymbolTable) -> Iterator[Row]:
        from ledgershell.ion.lazy import decode_body

        make = Row._make
        for row in stored:
            yield make((decode_body(row.body, symbols), row.document_id))
            if not self.is_open:
                self.must_be_open()

    def _merged(
        self, stored: Iterator[DocumentRow], own: Sequence[_Placed], hidden: frozenset[str], symbols: SymbolTable
    ) -> Iterator[Row]:
        from heapq import merge

        from ledgershell.ion.lazy import decode_body

        theirs = ((row.document, row.document_id, row.body) for row in stored if row.document_id not in hidden)
        for _, document_id, body in merge(theirs, own):
            yield Row(decode_body(body, symbols), document_id)
            if not self.is_open:
                self.must_be_open()

    def key_of(self, body: bytes, field: str) -> bytes | None:
        """The index key of a body's top-level field; ``None`` when it is absent or null."""
        from ledgershell.ion.lazy import decode_body
        from ledgershell.ledger.keys import index_key

        return index_key(decode_body(body, self._symbols).get(field))

    def must_be_open(self) -> None:
        """Raise :class:`TransactionError` when the transaction is over."""
        if not self.is_open:
            raise TransactionError(
                "LS-TX-011",
                f"transaction {self.transaction_id} is over; its results can be read no further",
                hint="read results to their end before the transaction ends",
            )

    # --- Writing -------------------------------------------------------------------------------------------------

    def insert(self, table: Table, document: Value) -> str:
        """Add a document; returns its id."""
        body, data_hash = self._encode(document)
        document_id = self.ledger.environment.identifiers.random()
        self.writes.insert(table.table_id, document_id, body, data_hash, self._statement)
        self._check_limits(body)
        return document_id

    def replace(self, table: Table, document_id: str, document: Value) -> None:
        """Give a document new content."""
        body, data_hash = self._encode(document)
        self._change(table, document_id, body, data_hash)
        self._check_limits(body)

    def delete(self, table: Table, document_id: str) -> None:
        """End a document's life."""
        self._change(table, document_id, None, b"")
        self._check_limits(b"")

    def change_definition(self, table: Table, *, new: bool = False) -> None:
        """Add a table to the catalogue, or alter it there."""
        body, data_hash = self._encode(table.document())
        if new:
            self.writes.insert(CATALOGUE_TABLE, table.table_id, body, data_hash, self._statement)
        else:
            self.reads.add_definition(table.table_id)
            self._change(_SYSTEM_TABLE, table.table_id, body, data_hash)
        self.catalogue = self.catalogue.changed(table)

    def _change(self, table: Table, document_id: str, body: bytes | None, data_hash: bytes) -> None:
        change = self.writes.get(document_id)
        if change is not None and change.body is not None and change.table_id == table.table_id:
            self.writes.change_again(change, body, data_hash, self._statement)
            return
        base = None
        if change is None and table.number is not None:
            base = self.snapshot.document(table.number, document_id)
        if base is None:
            raise LedgerError(
                "LS-LEDGER-019", f"table {shown(table.name)} has no document {shown(document_id)} to change"
            )
        self.reads.add_document(document_id)
        self.writes.replace(table.table_id, base, body, data_hash, self._statement)

    def _encode(self, document: Value) -> tuple[bytes, bytes]:
        if not isinstance(document, Struct):
            raise LedgerError(
                "LS-LEDGER-014",
                f"a document must be a struct, not {_kind(document)}",
                hint="write {'field': value, …}",
            )
        if self._base is None:
            self._base = self._symbols
            self._symbols = self._base.copy()
        from ledgershell.ledger.encoding import encode

        try:
            body, data_hash, serial = encode(document, self._symbols)
        except BaseException:
            self.writes.overwritten = True  # names may have got numbers, and nothing uses them
            raise
        if len(self._serials) < _REMEMBERED_SERIALS:
            self._serials[id(document)] = (document, serial)
        return body, data_hash

    def _check_limits(self, body: bytes) -> None:
        limits = self.ledger.limits
        limits.check_document(len(body))
        limits.check_documents(self.changed_documents)
        limits.check_transaction(self.writes.size)

    @property
    def changed_documents(self) -> int:
        """How many documents of users' tables have been changed."""
        return len(self.writes) - len(self.writes.of_table(CATALOGUE_TABLE))

    # --- For the commit ------------------------------------------------------------------------------------------

    def settle_symbols(self, tip: SymbolTable) -> SymbolTable:
        """The symbol table that all changed documents are written with; what it has beyond ``tip`` is to be stored.

        ``tip`` is the ledger's table now that the write lock is held.  When others have added to it since, or when
        names were given numbers for content that did not survive (a statement that failed, a document that was
        changed again), or names went with a redaction, the documents are written anew.
        """
        base = self._base
        if base is None:
            return tip
        erased = tip is not base and tip.lacks_any_of(base)
        if erased or (self._symbols.last > base.last and (self.writes.overwritten or tip.last > base.last)):
            self._encode_again(tip.copy())
        elif self._symbols.last == base.last:
            return tip
        return self._symbols

    def _encode_again(self, symbols: SymbolTable) -> None:
        from ledgershell.ledger.encoding import encode_again

        old = self._symbols
        for change in list(self.writes.changes.values()):
            if change.body is not None:
                self.writes.rewrite(change.document_id, encode_again(change.body, old, symbols))
        self._symbols = symbols


def remembered_too_long() -> ConflictError:
    """The error for a change that began where this process had left the ledger, which others have changed since."""
    return ConflictError("LS-TX-004", "others have changed the ledger meanwhile", hint="run the statement again")


def _order_of_row(row: DocumentRow) -> int:
    return row.document


def _kind(value: Value) -> str:
    if value is MISSING:
        return "MISSING"
    if value is None or type(value) is TypedNull:
        return "null"
    return f"a value of type {type(value).__name__.lower()}"


_SET_BY_LOOKING: Final = frozenset(("snapshot", "head", "catalogue", "_symbols"))
_NOT_NOTED: Final = Unnoted()
_NO_CHANGES: Final = WriteSet()
"""Those of a query on its own, which cannot change anything."""
_REMEMBERED_SERIALS: Final = 1_000
_SYSTEM_TABLE: Final = Table(CATALOGUE_TABLE, CATALOGUE_TABLE, number=CATALOGUE_NUMBER)
