"""Whether the projections equal a replay of the journal.

The journal is the truth; current documents, indexes, the catalogue and the links between revisions are conveniences
that must follow from it.  The audit walks over all revisions in journal order and says of each what the projections
must hold, then counts, so that nothing can be there beyond that.  It needs memory for one revision at a time.

It does not check hashes: that is the work of the verifier, which trusts no database.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ledgershell.errors import IonError, StorageError
from ledgershell.ion.lazy import decode_body
from ledgershell.ion.symbols import SymbolTable
from ledgershell.ion.values import Struct, Value
from ledgershell.journal.block import decode_block
from ledgershell.ledger.blocks import redacted_seq, redactions_after
from ledgershell.ledger.catalogue import CATALOGUE_NUMBER, CATALOGUE_TABLE, Catalogue, Index, Table
from ledgershell.ledger.imports import imported
from ledgershell.ledger.keys import index_key
from ledgershell.ledger.ledger import Ledger
from ledgershell.ledger.names import shown
from ledgershell.ledger.names_in_use import Unused
from ledgershell.static_typing import Final, NamedTuple
from ledgershell.storage.store import NO_TABLE, RevisionRow, Snapshot

_UNREADABLE: Final = (IonError, StorageError, AttributeError, LookupError, TypeError, ValueError)
"""What reading a document or a block ends with whose bytes are not those that were written."""


class Finding(NamedTuple):
    """Something that does not follow from the journal: where, what should be there, and what is."""

    place: str
    expected: str
    found: str


def audit(ledger: Ledger) -> Iterator[Finding]:
    """Every difference between a ledger's projections and its journal; none, for a sound ledger."""
    snapshot = ledger.store.snapshot()
    try:
        head = snapshot.head()
        symbols = ledger.symbols(snapshot, head)
        catalogue = ledger.catalogue(snapshot, head)
        kept = imported(ledger.read_settings())
        yield from _Audit(snapshot, symbols, catalogue, -1 if kept is None else kept.last).findings()
    except Exception as error:
        ledger.raise_damage_behind(error)
        raise
    finally:
        snapshot.close()


class _Audit:
    def __init__(self, snapshot: Snapshot, symbols: SymbolTable, catalogue: Catalogue, imported_last: int) -> None:
        self._snapshot = snapshot
        self._symbols = symbols
        self._tables: Mapping[int, Table] = {
            CATALOGUE_NUMBER: Table(CATALOGUE_TABLE, CATALOGUE_TABLE, number=CATALOGUE_NUMBER),
            **{table.number: table for table in catalogue.tables.values() if table.number is not None},
        }
        self._redacted = {
            (redacted_seq(one), str(one.get("documentId"))): (seq, one.get("tableId"))
            for seq, named in redactions_after(snapshot, imported_last)
            for one in named
        }
        """By block and document: which block of ours took the data away, and from which table it says."""
        self._live: dict[int, int] = {}
        self._entries: dict[int, int] = {}
        self._block: tuple[int, dict[str, str]] = (-1, {})

    def findings(self) -> Iterator[Finding]:
        unused = Unused(self._symbols.texts, self._symbols)
        for revision in self._snapshot.revisions_after(-1):
            _meet(unused, revision)
            if revision.table == NO_TABLE:
                continue
            try:
                yield from self._revision(revision)
            except _UNREADABLE as error:
                if isinstance(error, StorageError) and error.code != "LS-STORE-009":
                    raise  # the disk, and not what is on it
                place = f"document {shown(revision.document_id)} version {revision.version}, block {revision.seq}"
                yield Finding(place, "content that can be read", str(error))
        for number, table in self._tables.items():
            yield from self._counts(number, table)
        for index, size in self._snapshot.index_sizes():
            expected = self._entries.pop(index, 0)
            if size != expected:
                yield Finding(f"index number {index}", f"{expected} entries", f"{size}")
        for name in sorted(unused.names):
            yield Finding(f"symbol {shown(name)}", "a document that uses it", "none")

    def _revision(self, revision: RevisionRow) -> Iterator[Finding]:
        place = f"document {revision.document_id} version {revision.version}"
        table = self._tables.get(revision.table)
        if table is None:
            yield Finding(place, "a table of the catalogue", f"table number {revision.table}")
            return
        yield from self._recorded(revision, table, place)
        if revision.data_hash is not None:
            yield from self._inactive(revision, table, place)
        if revision.superseded is None:
            yield from self._current(revision, table, place)
            return
        following = self._snapshot.revision(revision.table, revision.document_id, revision.version + 1)
        if following is None:
            yield Finding(place, f"a next version in block {revision.superseded}", "none")
        elif following.seq != revision.superseded:
            yield Finding(place, f"superseded by block {following.seq}", f"by block {revision.superseded}")

    def _inactive(self, revision: RevisionRow, table: Table, place: str) -> Iterator[Finding]:
        """A redaction takes data of revisions that were superseded before it, from the table that it names."""
        if (revision.seq, revision.document_id) not in self._redacted:
            return  # the verifier tells of data that are gone without a block that says so
        seq, table_id = self._redacted[revision.seq, revision.document_id]
        if revision.superseded is None or revision.superseded >= seq:
            yield Finding(place, f"superseded before block {seq}, which redacts it", f"by block {revision.superseded}")
        elif table_id != table.table_id:
            yield Finding(place, f"table {shown(str(table_id))}, as block {seq} says", f"table {table.table_id}")

    def _current(self, revision: RevisionRow, table: Table, place: str) -> Iterator[Finding]:
        row = self._snapshot.document(revision.table, revision.document_id)
        if revision.body is None:
            if row is not None and revision.deleted:
                yield Finding(place, "deleted", f"current as version {row.version}")
            return
        self._live[revision.table] = self._live.get(revision.table, 0) + 1
        if row is None:
            yield Finding(place, "the current document", "none")
        elif (row.version, row.revision, row.body) != (revision.version, revision.ordinal, revision.body):
            yield Finding(place, f"current version {revision.version}", f"version {row.version}, or other content")
        else:
            document: Struct = decode_body(row.body, self._symbols)
            for index in table.indexes:
                yield from self._indexed(document.get(index.field), index, table, revision.document_id)

    def _indexed(self, value: Value, index: Index, table: Table, document_id: str) -> Iterator[Finding]:
        key = index_key(value)
        if key is None or index.number is None or table.number is None:
            return
        self._entries[index.number] = self._entries.get(index.number, 0) + 1
        found = self._snapshot.documents_by_key(table.number, index.number, [key])
        if all(row.document_id != document_id for row in found):
            yield Finding(f"index {table.name}({index.field})", f"an entry for document {document_id}", "none")

    def _recorded(self, revision: RevisionRow, table: Table, place: str) -> Iterator[Finding]:
        """The block must name every user document that it changed, and its table."""
        if revision.table == CATALOGUE_NUMBER:
            return
        if self._block[0] != revision.seq:
            self._block = (revision.seq, {})
            row = self._snapshot.block(revision.seq)
            self._block = (revision.seq, {} if row is None else _tables_of(decode_block(row.body)))
        recorded = self._block[1].get(revision.document_id)
        if recorded != table.table_id:
            yield Finding(place, f"block {revision.seq} to record it under table {recorded}", f"table {table.table_id}")

    def _counts(self, number: int, table: Table) -> Iterator[Finding]:
        live, counted = self._live.get(number, 0), self._snapshot.count_documents(number)
        if live != counted:
            yield Finding(f"table {table.name}", f"{live} documents", f"{counted}")


def _meet(unused: Unused, revision: RevisionRow) -> None:
    """Strike out the names that a revision uses.  What cannot be read is told of elsewhere."""
    try:
        unused.meet(revision.body)
        unused.meet(revision.metadata)
    except _UNREADABLE:
        return


def _tables_of(block: Struct) -> dict[str, str]:
    info = block.get("transactionInfo")
    documents = info.get("documents") if isinstance(info, Struct) else None
    if not isinstance(documents, Struct):
        return {}
    return {name: str(entry.get("tableId")) for name, entry in documents.items() if isinstance(entry, Struct)}
