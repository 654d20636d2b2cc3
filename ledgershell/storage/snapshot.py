"""Reading: one SQLite read transaction, seen through :class:`~ledgershell.storage.store.Snapshot`.

Ranges are read in chunks, each a query of its own that goes on after the last key, so that no cursor stays open and
memory does not grow with the result: a chunk holds at most 1,024 rows or about a quarter of a megabyte of documents.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from ledgershell.errors import StorageError
from ledgershell.static_typing import TYPE_CHECKING, Any, Final
from ledgershell.storage import queries
from ledgershell.storage.binding import sqlite3
from ledgershell.storage.failures import FAILURES, damaged, printable, translate
from ledgershell.storage.store import BlockRow, DocumentRow, Head, RevisionRow

if TYPE_CHECKING:
    from ledgershell.journal.merkle import Node
    from ledgershell.storage.connections import Reader
    from ledgershell.storage.store import Inconsistency

Row = tuple[Any, ...]

FIRST_CHUNK: Final = 16
LARGEST_CHUNK: Final = 1_024
CHUNK_BYTES: Final = 262_144
LARGEST_INTEGER: Final = (1 << 63) - 1
NO_HEAD: Final = Head(-1, b"", 0, -1, 0)
FETCH: Final = 64
"""Rows between two looks at how many bytes a chunk has."""
_document_row: Final = DocumentRow._make


class SqliteSnapshot:
    """A read transaction on a connection of its own."""

    def __init__(
        self, connection: sqlite3.Connection, location: str, release: Callable[[], None], reader: Reader | None = None
    ) -> None:
        self._connection: sqlite3.Connection | None = connection
        self._location = location
        self._release = release
        self._reader = reader

    # -- the journal's end, names and settings

    def head(self) -> Head:
        reader = self._reader
        if reader is not None and reader.head is not None and self._connection is not None:
            return reader.head
        rows = self._rows(queries.HEAD)
        head = Head._make(rows[0]) if rows else NO_HEAD
        if reader is not None:
            reader.head = head
        return head

    def symbols_after(self, last: int) -> Sequence[tuple[int, str | None]]:
        return self._rows("SELECT id, text FROM symbol WHERE id > ? ORDER BY id", (last,))

    def erased_symbols(self) -> Sequence[int]:
        return [row[0] for row in self._rows("SELECT id FROM symbol WHERE text IS NULL ORDER BY id")]

    def setting(self, name: str) -> str | None:
        rows = self._rows("SELECT value FROM setting WHERE name = ?", (name,))
        return rows[0][0] if rows else None

    def settings(self) -> Sequence[tuple[str, str]]:
        return self._rows("SELECT name, value FROM setting ORDER BY name")

    def numbers(self) -> Sequence[tuple[int, str]]:
        return self._rows("SELECT number, id FROM number ORDER BY number")

    # -- current documents

    def documents(self, table: int, containing: bytes | None = None) -> Iterator[DocumentRow]:
        if containing is None:
            chunks = self._chunks(queries.SCAN, (table,), weight=5)
        else:
            chunks = self._chunks(queries.SCAN_CONTAINING, (table, containing), weight=5)
        for chunk in chunks:
            yield from map(DocumentRow._make, chunk)

    def newest_documents(self, table: int, count: int) -> Sequence[DocumentRow]:
        return list(map(DocumentRow._make, self._rows(queries.NEWEST, (table, count))))

    def document(self, table: int, document_id: str) -> DocumentRow | None:
        rows = self._rows(queries.BY_ID, (_storable(document_id), table))
        return DocumentRow._make(rows[0]) if rows else None

    def documents_by_key(self, table: int, index: int, keys: Sequence[bytes]) -> Iterable[DocumentRow]:
        if len(keys) == 1:
            return self._documents_under(table, index, keys[0])
        return self._documents_under_any(table, index, keys)

    def _documents_under(self, table: int, index: int, key: bytes) -> Iterable[DocumentRow]:
        rows = self._rows(queries.BY_KEY, (table, index, key, -1, FIRST_CHUNK))
        if len(rows) < FIRST_CHUNK:
            return [_document_row(row) for row in rows]
        return self._many_under(table, index, key)

    def _many_under(self, table: int, index: int, key: bytes) -> Iterator[DocumentRow]:
        for chunk in self._chunks(queries.BY_KEY, (table, index, key), weight=5):
            yield from map(DocumentRow._make, chunk)

    def _documents_under_any(self, table: int, index: int, keys: Sequence[bytes]) -> Iterator[DocumentRow]:
        from heapq import merge

        last = 0
        for row in merge(*(self._documents_under(table, index, key) for key in dict.fromkeys(keys))):
            if row.document != last:
                last = row.document
                yield row

    def count_documents(self, table: int) -> int:
        count: int = self._rows(queries.COUNT, {"table": table})[0][0]
        return count

    def committed(self, rows: Iterable[DocumentRow]) -> Iterator[RevisionRow]:
        for row in rows:
            yield RevisionRow._make(self._row(queries.REVISION_AT, (row.revision,)))

    # -- documents as they were

    def documents_at(self, table: int, seq: int, document_ids: Sequence[str] | None = None) -> Iterator[RevisionRow]:
        following = self._rows(queries.FIRST_ORDINAL, (min(seq, LARGEST_INTEGER),))
        before = following[0][0] if following else LARGEST_INTEGER
        if document_ids is not None:
            found = [
                row
                for document_id in dict.fromkeys(document_ids)
                for row in self._rows(queries.PAST_DOCUMENT, (before, table, before, _storable(document_id)))
            ]
            found.sort()
            yield from (RevisionRow._make(row[1:]) for row in found)
            return
        for chunk in self._chunks(queries.PAST_DOCUMENTS, (before, table, before), weight=11):
            yield from (RevisionRow._make(row[1:]) for row in chunk)

    # -- history

    def history(
        self,
        table: int,
        document_id: str | None = None,
        *,
        active_from: int | None = None,
        active_until: int | None = None,
    ) -> Iterator[RevisionRow]:
        last_seq = LARGEST_INTEGER if active_until is None else self.seq_at(active_until)
        start_seq, before_seq = (
            (-1, -1) if active_from is None else (self.seq_at(active_from), self.seq_at(active_from - 1))
        )
        if document_id is not None:
            revisions = self._history_of(table, document_id)
            if active_from is None and active_until is None:
                yield from revisions
                return
            for row in revisions:
                if row.seq > last_seq:
                    return
                # Current at the range's start, or born inside it (and be it for less than a millisecond).
                if row.superseded is None or row.superseded > start_seq or row.seq > before_seq:
                    yield row
            return
        for chunk in self._chunks(
            queries.ACTIVE_REVISIONS_OF_TABLE, (table, last_seq, start_seq, before_seq), weight=10
        ):
            yield from map(RevisionRow._make, chunk)

    def _history_of(self, table: int, document_id: str) -> Iterator[RevisionRow]:
        rows = self._rows(queries.SHORT_HISTORY, (_storable(document_id), table, FIRST_CHUNK + 1))
        if len(rows) <= FIRST_CHUNK:
            rows.sort()
            return map(RevisionRow._make, rows)
        return self._long_history_of(document_id)

    def _long_history_of(self, document_id: str) -> Iterator[RevisionRow]:
        document = self._row(queries.DOCUMENT_NUMBER, (document_id,))[0]
        yield from map(RevisionRow._make, self._rows(queries.FIRST_REVISION, (document_id, document)))
        for chunk in self._chunks(queries.LATER_REVISIONS, (document_id, document), weight=10, after=document):
            yield from map(RevisionRow._make, chunk)

    def revision(self, table: int, document_id: str, version: int) -> RevisionRow | None:
        found = self._document_number(document_id)
        if found is None or found[1] != table:
            return None
        for sql, parameters in (
            (queries.FIRST_REVISION, (document_id, found[0])),
            (queries.LATER_REVISION_OF_VERSION, (document_id, found[0], version)),
        ):
            for row in map(RevisionRow._make, self._rows(sql, parameters)):
                if row.version == version:
                    return row
        return None

    def revisions_after(self, seq: int, table: int | None = None) -> Iterator[RevisionRow]:
        rows = self._rows("SELECT first_ordinal FROM block WHERE seq > ? ORDER BY seq LIMIT 1", (seq,))
        if not rows:
            return
        after = rows[0][0] - 1
        if table is None:
            chunks = self._chunks(queries.REVISIONS, (), weight=10, after=after)
        else:
            chunks = self._chunks(queries.REVISIONS_OF_TABLE, (table,), weight=10, after=after)
        for chunk in chunks:
            yield from map(RevisionRow._make, chunk)

    # -- blocks

    def block(self, seq: int) -> BlockRow | None:
        rows = self._rows(queries.BLOCK, (_storable(seq),))
        return BlockRow._make(rows[0]) if rows else None

    def block_of_transaction(self, transaction_id: str) -> BlockRow | None:
        rows = self._rows(queries.BLOCK_OF_TRANSACTION, (_storable(transaction_id),))
        return BlockRow._make(rows[0]) if rows else None

    def blocks_after(self, seq: int) -> Iterator[BlockRow]:
        for chunk in self._chunks(queries.BLOCKS, (), weight=5, after=seq):
            yield from map(BlockRow._make, chunk)

    def blocks_without_revisions(self, seq: int) -> Iterator[BlockRow]:
        for chunk in self._chunks(queries.BLOCKS_WITHOUT_REVISIONS, (), weight=5, after=seq):
            yield from map(BlockRow._make, chunk)

    def block_revisions(self, seq: int) -> Sequence[RevisionRow]:
        rows = self._rows(queries.ORDINALS_OF_BLOCK, (_storable(seq),))
        if not rows:
            return []
        return list(map(RevisionRow._make, self._rows(queries.REVISIONS_OF_BLOCK, (*rows[0], seq))))

    def seq_at(self, time: int) -> int:
        head = self.head()
        low, high = head.first_seq, head.seq + 1  # the answer is just below the first block that is too late
        while low < high:
            middle = (low + high) // 2
            if self._row("SELECT transaction_time FROM block WHERE seq = ?", (middle,))[0] <= time:
                low = middle + 1
            else:
                high = middle
        return low - 1

    def merkle_nodes(self, places: Sequence[tuple[int, int]]) -> Sequence[Node]:
        return [self._merkle_node(level, position) for level, position in places]

    def _merkle_node(self, level: int, position: int) -> Node:
        from ledgershell.journal.merkle import Node, leaf

        if level:
            rows = self._rows(
                "SELECT qldb, rfc9162 FROM merkle_node WHERE level = ? AND position = ?", (level, position)
            )
            if rows:
                return Node._make(rows[0])
        else:
            rows = self._rows("SELECT seq, hash FROM block WHERE seq = ? + (SELECT min(seq) FROM block)", (position,))
            if rows and position >= 0:
                return leaf(*rows[0])
        raise KeyError((level, position))

    def inconsistencies(self) -> Iterator[Inconsistency]:
        from ledgershell.storage.consistency import inconsistencies

        return inconsistencies(self._rows)

    def index_sizes(self) -> Sequence[tuple[int, int]]:
        return self._rows("SELECT index_number, count(*) FROM index_entry GROUP BY index_number ORDER BY index_number")

    def close(self) -> None:
        """Let the snapshot go.  Closing twice does no harm."""
        if self._connection is not None:
            self._connection = None
            self._release()

    # -- how rows are fetched

    def _document_number(self, document_id: str) -> Row | None:
        rows = self._rows(queries.DOCUMENT_NUMBER, (_storable(document_id),))
        return rows[0] if rows else None

    def _open_connection(self) -> sqlite3.Connection:
        connection = self._connection
        if connection is None:
            raise StorageError("LS-STORE-017", f"{printable(self._location)} is closed", hint="open it again")
        return connection

    def _rows(self, sql: str, parameters: Sequence[object] | dict[str, object] = ()) -> list[Row]:
        try:
            connection = self._connection or self._open_connection()
            return connection.execute(sql, parameters).fetchall()
        except FAILURES as error:
            raise translate(error, self._location) from error

    def _row(self, sql: str, parameters: Sequence[object]) -> Row:
        """The first row of a query that has one in every sound file."""
        rows = self._rows(sql, parameters)
        if not rows:
            raise damaged(self._location, "a row that others refer to is not there")
        return rows[0]

    def _chunks(self, sql: str, fixed: Row, *, weight: int, after: int = -1) -> Iterator[list[Row]]:
        """The rows of a query whose last two parameters are the key after which it begins, and a limit.

        The key is the first column; ``weight`` is the column whose bytes count.
        """
        limit = FIRST_CHUNK
        while True:
            chunk, complete = self._chunk(sql, (*fixed, after, limit), limit, weight)
            if chunk:
                yield chunk
            if complete:
                return
            after = chunk[-1][0]
            limit = min(limit * 4, LARGEST_CHUNK)

    def _chunk(self, sql: str, parameters: Row, limit: int, weight: int) -> tuple[list[Row], bool]:
        connection = self._open_connection()
        rows: list[Row] = []
        size = 0
        try:
            cursor = connection.execute(sql, parameters)
            while True:
                part = cursor.fetchmany(FETCH)
                rows += part
                if len(part) < FETCH:
                    return rows, len(rows) < limit
                size += sum(len(row[weight] or b"") for row in part)
                if size > CHUNK_BYTES or len(rows) >= limit:
                    cursor.close()
                    return rows, False
        except FAILURES as error:
            raise translate(error, self._location) from error


def _storable(value: int | str) -> int | str | None:
    """The value as a bound parameter; ``None``, which equals nothing, when SQLite could not take it."""
    if isinstance(value, int):
        return value if 0 <= value <= LARGEST_INTEGER else None
    try:
        value.encode()
    except UnicodeEncodeError:
        return None
    return value
