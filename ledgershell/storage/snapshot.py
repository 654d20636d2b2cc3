"""Reading: one SQLite read transaction, seen through :class:`~ledgershell.storage.store.Snapshot`.

Ranges are read in chunks, each a query of its own that goes on after the last key, so that no cursor stays open and
memory does not grow with the result: a chunk holds at most 1,024 rows or about a quarter of a megabyte of documents.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from ledgershell.errors import StorageError
from ledgershell.storage.failures import printable, translate
from ledgershell.storage.store import BlockRow, DocumentRow, Head, RevisionRow

if TYPE_CHECKING:
    from ledgershell.journal.merkle import Node

Row = tuple[Any, ...]

FIRST_CHUNK: Final = 16
LARGEST_CHUNK: Final = 1_024
CHUNK_BYTES: Final = 262_144
LARGEST_INTEGER: Final = (1 << 63) - 1
FETCH: Final = 64
"""Rows between two looks at how many bytes a chunk has."""

_DOCUMENT = """SELECT d.document, d.table_number, d.id, d.version, d.current, x.body
FROM document AS d CROSS JOIN data AS x ON x.ordinal = d.current"""

_REVISION = """SELECT r.ordinal, r.table_number, coalesce(d.id, ''), r.version, r.seq, r.ordinal - b.first_ordinal,
  r.superseded, r.hash, b.transaction_id, b.transaction_time, x.body, x.hash, r.metadata
FROM revision AS r
CROSS JOIN block AS b ON b.seq = r.seq
LEFT JOIN document AS d ON d.table_number = r.table_number AND d.document = r.document
LEFT JOIN data AS x ON x.ordinal = r.ordinal"""

_BLOCK = "SELECT seq, transaction_id, transaction_time, time, hash, body FROM block"

HEAD = """SELECT b.seq, b.hash, b.time, (SELECT coalesce(max(seq), -1) FROM block WHERE catalogue_changed = 1),
  (SELECT min(seq) FROM block)
FROM block AS b ORDER BY b.seq DESC LIMIT 1"""

SCAN = f"{_DOCUMENT} WHERE d.table_number = ? AND x.body IS NOT NULL AND d.document > ? ORDER BY d.document LIMIT ?"
SCAN_CONTAINING = f"""{_DOCUMENT} WHERE d.table_number = ? AND instr(x.body, ?) > 0 AND d.document > ?
ORDER BY d.document LIMIT ?"""
BY_ID = f"{_DOCUMENT} WHERE d.id = ? AND d.table_number = ? AND x.body IS NOT NULL"
BY_KEY = """SELECT d.document, d.table_number, d.id, d.version, d.current, x.body
FROM index_entry AS e
CROSS JOIN document AS d ON d.table_number = ? AND d.document = e.document
CROSS JOIN data AS x ON x.ordinal = d.current
WHERE e.index_number = ? AND e.key = ? AND e.document > ? ORDER BY e.document LIMIT ?"""

COUNT = """SELECT (SELECT count(current) FROM document WHERE table_number = :table) - (
  SELECT count(*) FROM data AS x
  CROSS JOIN revision AS r ON r.ordinal = x.ordinal
  CROSS JOIN document AS d ON d.table_number = r.table_number AND d.document = r.document
  WHERE x.body IS NULL AND d.table_number = :table AND d.current = x.ordinal)"""

DOCUMENT_NUMBER = "SELECT document, table_number, current, version FROM document WHERE id = ?"
REVISION_AT = f"{_REVISION} WHERE r.ordinal = ?"
REVISIONS = f"{_REVISION} WHERE r.ordinal > ? ORDER BY r.ordinal LIMIT ?"
REVISIONS_OF_TABLE = f"{_REVISION} WHERE r.table_number = ? AND r.ordinal > ? ORDER BY r.ordinal LIMIT ?"
LATER_REVISIONS = f"""{_REVISION} WHERE r.document = ? AND r.ordinal <> r.document AND r.ordinal > ?
ORDER BY r.ordinal LIMIT ?"""
LATER_REVISION_OF_VERSION = f"{_REVISION} WHERE r.document = ? AND r.ordinal <> r.document AND r.version = ?"
REVISIONS_OF_BLOCK = f"{_REVISION} WHERE r.ordinal >= ? AND r.seq = ? ORDER BY r.ordinal"
ACTIVE_REVISIONS_OF_TABLE = f"""{_REVISION} WHERE r.table_number = ? AND r.seq <= ?
  AND (r.superseded IS NULL OR r.superseded > ? OR r.seq > ?) AND r.ordinal > ? ORDER BY r.ordinal LIMIT ?"""

BLOCK = f"{_BLOCK} WHERE seq = ?"
BLOCKS = f"{_BLOCK} WHERE seq > ? ORDER BY seq LIMIT ?"
BLOCK_OF_TRANSACTION = f"{_BLOCK} WHERE transaction_id = ?"


class SqliteSnapshot:
    """A read transaction on a connection of its own."""

    def __init__(self, connection: sqlite3.Connection, location: str, release: Callable[[], None]) -> None:
        self._connection: sqlite3.Connection | None = connection
        self._location = location
        self._release = release

    # -- the journal's end, names and settings

    def head(self) -> Head:
        rows = self._rows(HEAD)
        return Head._make(rows[0]) if rows else Head(-1, b"", 0, -1, 0)

    def symbols_after(self, last: int) -> Sequence[tuple[int, str | None]]:
        return self._rows("SELECT id, text FROM symbol WHERE id > ? ORDER BY id", (last,))

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
            chunks = self._chunks(SCAN, (table,), weight=5)
        else:
            chunks = self._chunks(SCAN_CONTAINING, (table, containing), weight=5)
        for chunk in chunks:
            yield from map(DocumentRow._make, chunk)

    def document(self, table: int, document_id: str) -> DocumentRow | None:
        rows = self._rows(BY_ID, (_storable(document_id), table))
        return DocumentRow._make(rows[0]) if rows else None

    def documents_by_key(self, table: int, index: int, keys: Sequence[bytes]) -> Iterator[DocumentRow]:
        if len(keys) == 1:
            return self._documents_under(table, index, keys[0])
        return self._documents_under_any(table, index, keys)

    def _documents_under(self, table: int, index: int, key: bytes) -> Iterator[DocumentRow]:
        for chunk in self._chunks(BY_KEY, (table, index, key), weight=5):
            yield from map(DocumentRow._make, chunk)

    def _documents_under_any(self, table: int, index: int, keys: Sequence[bytes]) -> Iterator[DocumentRow]:
        from heapq import merge

        last = 0
        for row in merge(*(self._documents_under(table, index, key) for key in dict.fromkeys(keys))):
            if row.document != last:
                last = row.document
                yield row

    def count_documents(self, table: int) -> int:
        count: int = self._rows(COUNT, {"table": table})[0][0]
        return count

    def committed(self, rows: Iterable[DocumentRow]) -> Iterator[RevisionRow]:
        for row in rows:
            yield RevisionRow._make(self._rows(REVISION_AT, (row.revision,))[0])

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
            for row in self._history_of(table, document_id):
                if row.seq > last_seq:
                    return
                # Current at the range's start, or born inside it (and be it for less than a millisecond).
                if row.superseded is None or row.superseded > start_seq or row.seq > before_seq:
                    yield row
            return
        for chunk in self._chunks(ACTIVE_REVISIONS_OF_TABLE, (table, last_seq, start_seq, before_seq), weight=10):
            yield from map(RevisionRow._make, chunk)

    def _history_of(self, table: int, document_id: str) -> Iterator[RevisionRow]:
        found = self._document_number(document_id)
        if found is None or found[1] != table:
            return
        document = found[0]
        yield from map(RevisionRow._make, self._rows(REVISION_AT, (document,)))
        for chunk in self._chunks(LATER_REVISIONS, (document,), weight=10, after=document):
            yield from map(RevisionRow._make, chunk)

    def revision(self, table: int, document_id: str, version: int) -> RevisionRow | None:
        found = self._document_number(document_id)
        if found is None or found[1] != table:
            return None
        for sql, parameters in (
            (REVISION_AT, (found[0],)),
            (LATER_REVISION_OF_VERSION, (found[0], version)),
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
            chunks = self._chunks(REVISIONS, (), weight=10, after=after)
        else:
            chunks = self._chunks(REVISIONS_OF_TABLE, (table,), weight=10, after=after)
        for chunk in chunks:
            yield from map(RevisionRow._make, chunk)

    # -- blocks

    def block(self, seq: int) -> BlockRow | None:
        rows = self._rows(BLOCK, (_storable(seq),))
        return BlockRow._make(rows[0]) if rows else None

    def block_of_transaction(self, transaction_id: str) -> BlockRow | None:
        rows = self._rows(BLOCK_OF_TRANSACTION, (_storable(transaction_id),))
        return BlockRow._make(rows[0]) if rows else None

    def blocks_after(self, seq: int) -> Iterator[BlockRow]:
        for chunk in self._chunks(BLOCKS, (), weight=5, after=seq):
            yield from map(BlockRow._make, chunk)

    def block_revisions(self, seq: int) -> Sequence[RevisionRow]:
        rows = self._rows("SELECT first_ordinal FROM block WHERE seq = ?", (_storable(seq),))
        if not rows:
            return []
        return list(map(RevisionRow._make, self._rows(REVISIONS_OF_BLOCK, (rows[0][0], seq))))

    def seq_at(self, time: int) -> int:
        head = self.head()
        low, high = head.first_seq, head.seq + 1  # the answer is just below the first block that is too late
        while low < high:
            middle = (low + high) // 2
            if self._rows("SELECT transaction_time FROM block WHERE seq = ?", (middle,))[0][0] <= time:
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

    def close(self) -> None:
        """Let the snapshot go.  Closing twice does no harm."""
        if self._connection is not None:
            self._connection = None
            self._release()

    # -- how rows are fetched

    def _document_number(self, document_id: str) -> Row | None:
        rows = self._rows(DOCUMENT_NUMBER, (_storable(document_id),))
        return rows[0] if rows else None

    def _open_connection(self) -> sqlite3.Connection:
        connection = self._connection
        if connection is None:
            raise StorageError("LS-STORE-017", f"{printable(self._location)} is closed", hint="open it again")
        return connection

    def _rows(self, sql: str, parameters: Sequence[object] | dict[str, object] = ()) -> list[Row]:
        connection = self._open_connection()
        try:
            return connection.execute(sql, parameters).fetchall()
        except sqlite3.Error as error:
            raise translate(error, self._location) from error

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
        except sqlite3.Error as error:
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
