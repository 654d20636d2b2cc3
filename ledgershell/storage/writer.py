"""Writing: one block at a time, under the write lock."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ledgershell.errors import StorageError
from ledgershell.static_typing import TYPE_CHECKING
from ledgershell.storage import queries
from ledgershell.storage.failures import FAILURES, damaged, printable, translate
from ledgershell.storage.snapshot import NO_HEAD, Row, SqliteSnapshot
from ledgershell.storage.store import NO_TABLE, BlockRow, Head, IndexChange, NewBlock, NewRevision

if TYPE_CHECKING:
    from ledgershell.journal.merkle import Node

INDEX_BATCH = 1_000

_ADD_ENTRY = "INSERT INTO index_entry (index_number, key, document) VALUES (?, ?, ?)"


class SqliteWriter(SqliteSnapshot):
    """The write transaction, on the store's one writing connection."""

    _end: tuple[Head, int] | None = None
    """The journal's end and the last revision's ordinal, once they have been asked for: nobody else writes now."""

    def head(self) -> Head:
        return self._known_end()[0]

    def _known_end(self) -> tuple[Head, int]:
        if self._end is None:
            rows = self._rows(queries.HEAD_AND_LAST_ORDINAL)
            self._end = (Head._make(rows[0][:-1]), rows[0][-1]) if rows else (NO_HEAD, 0)
        return self._end

    def append(self, new: NewBlock) -> None:
        block = new.block
        head, last_ordinal = self._known_end()
        first = last_ordinal + 1
        self._write_many(
            "INSERT INTO block"
            " (seq, transaction_id, transaction_time, time, first_ordinal, catalogue_changed, hash, body)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    block.seq,
                    block.transaction_id,
                    block.transaction_time,
                    block.time,
                    first,
                    int(new.catalogue_changed),
                    block.block_hash,
                    block.body,
                )
            ],
        )
        documents = self._append_revisions(block.seq, first, new.revisions)
        self._write_many("INSERT INTO symbol (id, text) VALUES (?, ?)", new.symbols)
        self._change_indexes(new.index_changes, documents)
        if new.redaction is not None:
            ordinal, data_hash = new.redaction
            self._write_many("UPDATE data SET body = NULL, hash = ? WHERE ordinal = ?", [(data_hash, ordinal)])
            self._write_many("UPDATE symbol SET text = NULL WHERE id = ?", [(each,) for each in new.erased_symbols])
        first_seq = block.seq if head.seq < 0 else head.first_seq
        self._append_merkle_nodes(block, head, first_seq)
        catalogue_seq = block.seq if new.catalogue_changed else head.catalogue_seq
        after = Head(block.seq, block.block_hash, block.time, catalogue_seq, first_seq)
        self._end = (after, last_ordinal + len(new.revisions))

    def _append_revisions(self, seq: int, first: int, revisions: Sequence[NewRevision]) -> dict[str, int]:
        """Write revisions and what follows from them; returns the numbers of the documents concerned, by id."""
        documents: dict[str, int] = {}
        revision_rows: list[Row] = []
        data_rows: list[Row] = []
        new_documents: list[Row] = []
        superseded: list[Row] = []
        moved: list[Row] = []
        for ordinal, revision in enumerate(revisions, first):
            table, document_id, version, content_hash, body, data_hash, metadata = revision
            if table == NO_TABLE:
                revision_rows.append((ordinal, NO_TABLE, None, -1, seq, content_hash, metadata))
                continue
            current = None if body is None and data_hash is None else ordinal
            known = self._document_number(document_id) if version else None
            if known is None:
                document = ordinal
                new_documents.append((table, document, document_id, current, version))
            else:
                document = self._follow(known, revision)
                superseded.append((seq, known[2]))
                moved.append((current, version, table, document))
            documents[document_id] = document
            revision_rows.append((ordinal, table, document, version, seq, content_hash, metadata))
            if current is not None:
                data_rows.append((ordinal, body, data_hash if body is None else None))
        self._write_many(
            "INSERT INTO revision (ordinal, table_number, document, version, seq, hash, metadata)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            revision_rows,
        )
        self._write_many("INSERT INTO data (ordinal, body, hash) VALUES (?, ?, ?)", data_rows)
        self._write_many(
            "INSERT INTO document (table_number, document, id, current, version) VALUES (?, ?, ?, ?, ?)", new_documents
        )
        self._write_many("UPDATE revision SET superseded = ? WHERE ordinal = ?", superseded)
        self._write_many("UPDATE document SET current = ?, version = ? WHERE table_number = ? AND document = ?", moved)
        return documents

    def _follow(self, known: Row, revision: NewRevision) -> int:
        """The number of the document that the revision goes on with, if it may."""
        document, table, current, version = known
        if table != revision.table or current is None or version + 1 != revision.version:
            raise StorageError(
                "LS-STORE-012",
                f"{printable(self._location)}: version {revision.version} of document {printable(revision.document_id)}"
                f" does not follow version {version}{' (a deletion)' if current is None else ''}",
                hint="run verify: the file may have been changed",
            )
        number: int = document
        return number

    def _change_indexes(self, changes: Sequence[IndexChange], documents: dict[str, int]) -> None:
        removed: list[Row] = []
        added: list[Row] = []
        for index, document_id, old_keys, new_keys in changes:
            document = documents.get(document_id) or self._known_document(document_id)
            removed += [(index, key, document) for key in old_keys]
            added += [(index, key, document) for key in new_keys]
        self._write_many("DELETE FROM index_entry WHERE index_number = ? AND key = ? AND document = ?", removed)
        self._write_many(_ADD_ENTRY, added)

    def _known_document(self, document_id: str) -> int:
        found = self._document_number(document_id)
        if found is None:
            raise StorageError("LS-STORE-012", f"there is no document {printable(document_id)} to index")
        document: int = found[0]
        return document

    def _append_merkle_nodes(self, block: BlockRow, head: Head, first_seq: int) -> None:
        from ledgershell.journal.merkle import completed_by, leaf

        index = block.seq - first_seq

        def stored(level: int, position: int) -> Node:
            if level == 0 and position == index - 1:
                return leaf(head.seq, head.block_hash)
            return self._merkle_node(level, position)

        try:
            nodes = completed_by(index, leaf(block.seq, block.block_hash), stored)
        except KeyError as missing:
            raise damaged(self._location, f"the subtree {missing} of the journal's tree is not there") from None
        self._write_many(
            "INSERT INTO merkle_node (level, position, qldb, rfc9162) VALUES (?, ?, ?, ?)",
            [(level, position, *node) for level, position, node in nodes],
        )

    def assign_number(self, identifier: str) -> int:
        rows = self._rows("SELECT number FROM number WHERE id = ?", (identifier,))
        if rows:
            known: int = rows[0][0]
            return known
        number: int = self._rows("SELECT coalesce(max(number), 0) + 1 FROM number")[0][0]
        self._write_many("INSERT INTO number (number, id) VALUES (?, ?)", [(number, identifier)])
        return number

    def build_index(self, table: int, index: int, entries: Iterator[tuple[bytes, str]]) -> None:
        batch: list[Row] = []
        for key, document_id in entries:
            found = self._document_number(document_id)
            if found is None or found[1] != table:
                raise StorageError("LS-STORE-012", f"there is no document {printable(document_id)} to index")
            batch.append((index, key, found[0]))
            if len(batch) == INDEX_BATCH:
                self._write_many(_ADD_ENTRY, batch)
                batch.clear()
        self._write_many(_ADD_ENTRY, batch)

    def drop_index(self, index: int) -> None:
        self._write_many("DELETE FROM index_entry WHERE index_number = ?", [(index,)])

    def set_setting(self, name: str, value: str) -> None:
        self._write_many(
            "INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            [(name, value)],
        )

    def clear_setting(self, name: str) -> None:
        self._write_many("DELETE FROM setting WHERE name = ?", [(name,)])

    def _write_many(self, sql: str, rows: Sequence[Row]) -> None:
        if not rows:
            return
        connection = self._open_connection()
        try:
            connection.executemany(sql, rows)
        except FAILURES as error:
            raise translate(error, self._location) from error
