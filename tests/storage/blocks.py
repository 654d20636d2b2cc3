"""Small but honest blocks for the store: hash-chained, with documents, without any Ion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from ledgershell.journal.hashing import dot
from ledgershell.storage.sqlite import create_store
from ledgershell.storage.sqlite_store import SqliteStore
from ledgershell.storage.store import BlockRow, IndexChange, NewBlock, NewRevision, Snapshot, Writer

TABLE = 1
INDEX = 2


def hash_of(content: bytes | None) -> bytes:
    return sha256(b"nothing" if content is None else content).digest()


def block(
    view: Snapshot,
    transaction_id: str,
    revisions: Sequence[NewRevision] = (),
    index_changes: Sequence[IndexChange] = (),
    *,
    time: int | None = None,
    body: bytes | None = None,
    catalogue_changed: bool = False,
    symbols: Sequence[tuple[int, str]] = (),
) -> NewBlock:
    """The block that follows the one which ``view`` sees last."""
    head = view.head()
    content = f"block of {transaction_id}".encode() if body is None else body
    moment = head.time + 10 if time is None else time
    row = BlockRow(head.seq + 1, transaction_id, moment, moment, dot(hash_of(content), head.block_hash), content)
    return NewBlock(row, revisions, index_changes, symbols, catalogue_changed)


def revision(document_id: str, version: int, body: bytes | None, table: int = TABLE) -> NewRevision:
    return NewRevision(table, document_id, version, hash_of(body), body)


def begin(writer: Writer) -> None:
    """Block 0, and the numbers of a table and of an index of it."""
    assert writer.assign_number("table-id") == TABLE
    assert writer.assign_number("index-id") == INDEX
    writer.set_setting("name", "test")
    writer.append(block(writer, "T0", [revision("table-id", 0, b"catalogue entry", table=0)], catalogue_changed=True))


def new_store(folder: Path, name: str = "a.ledger") -> SqliteStore:
    return create_store(folder / name, begin)


def commit(
    store: SqliteStore,
    transaction_id: str,
    revisions: Sequence[NewRevision] = (),
    index_changes: Sequence[IndexChange] = (),
    *,
    time: int | None = None,
) -> None:
    with store.writing() as writer:
        writer.append(block(writer, transaction_id, revisions, index_changes, time=time))


def contents(view: Snapshot, table: int = TABLE) -> Mapping[str, bytes]:
    """Document id to body, in scan order."""
    return {row.document_id: row.body for row in view.documents(table)}


def broken_links(view: Snapshot) -> list[int]:
    """The blocks whose hash is not that of their body and the block before."""
    wrong, previous = [], b""
    for expected_seq, row in enumerate(view.blocks_after(-1)):
        if row.seq != expected_seq or row.block_hash != dot(hash_of(row.body), previous):
            wrong.append(row.seq)
        previous = row.block_hash
    return wrong
