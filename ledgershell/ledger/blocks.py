"""Whole blocks: what the store keeps of a block, and its revisions, put together again.

This is what a verifier is fed, and what an export writes.  Nothing is computed here that is under a hash: hashes come
out as they were written, and metadata of imported revisions as they were brought along.
"""

from __future__ import annotations

from collections.abc import Iterator

from ledgershell.ion.lazy import decode_body
from ledgershell.ion.symbols import SymbolTable
from ledgershell.ion.timestamp import Timestamp
from ledgershell.ion.values import MISSING, Struct
from ledgershell.journal.block import BLOCK_SYMBOLS, assemble
from ledgershell.journal.revision import metadata_struct, revision_struct, system_revision_struct
from ledgershell.storage.store import NO_TABLE, BlockRow, Head, RevisionRow, Snapshot


def read_blocks(
    snapshot: Snapshot, strand_id: str, symbols: SymbolTable, *, after: int = -1, last: int | None = None
) -> Iterator[Struct]:
    """The complete blocks above ``after``, up to ``last`` if that is given, in order, one at a time."""
    for row in snapshot.blocks_after(after):
        if last is not None and row.seq > last:
            return
        yield complete_block(snapshot, row, strand_id, symbols)


def first_block_from(snapshot: Snapshot, head: Head, time: int) -> int:
    """The first block whose ``blockTimestamp`` is not before ``time`` (milliseconds); one above the tip if none is."""
    low, high = head.first_seq, head.seq + 1
    while low < high:
        middle = (low + high) // 2
        row = snapshot.block(middle)
        if row is None or row.time < time:
            low = middle + 1
        else:
            high = middle
    return low


def complete_block(snapshot: Snapshot, row: BlockRow, strand_id: str, symbols: SymbolTable) -> Struct:
    """One block with its revisions."""
    revisions = snapshot.block_revisions(row.seq)
    shown = [shown_revision(revision, strand_id, symbols) for revision in revisions]
    return assemble(row.body, shown, symbols.on_damage)


def redactions_after(snapshot: Snapshot, seq: int) -> Iterator[tuple[int, list[Struct]]]:
    """The redactions in blocks above ``seq``: the block, and the revisions that its ``redactionInfo`` names."""
    for row in snapshot.blocks_without_revisions(seq):
        block = decode_body(row.body, BLOCK_SYMBOLS)
        info = block.get("redactionInfo") if isinstance(block, Struct) else None
        named = info.get("revisions") if isinstance(info, Struct) else None
        if isinstance(named, list):
            yield row.seq, [one for one in named if isinstance(one, Struct)]


def redacted_seq(named: Struct) -> int:
    """The block of a revision that a ``redactionInfo`` names; -1 when it does not say."""
    address = named.get("blockAddress")
    seq = address.get("sequenceNo") if isinstance(address, Struct) else None
    return seq if type(seq) is int else -1


def transaction_time_of(block: Struct) -> int | None:
    """The ``txTime`` that a block's revisions share, in milliseconds; ``None`` when none of them tells it."""
    for revision in block.get("revisions", ()):
        metadata = revision.get("metadata") if isinstance(revision, Struct) else None
        time = metadata.get("txTime") if isinstance(metadata, Struct) else None
        if type(time) is Timestamp:
            return time.milliseconds()
    return None


def shown_revision(revision: RevisionRow, strand_id: str, symbols: SymbolTable) -> Struct:
    """A revision in the shape of blocks, of the committed view and of history."""
    if revision.table == NO_TABLE:
        return system_revision_struct(revision.hash)
    return revision_struct(
        strand_id,
        revision.seq,
        revision.hash,
        revision_metadata(revision, symbols),
        data=MISSING if revision.body is None else decode_body(revision.body, symbols),
        data_hash=revision.data_hash,
    )


def revision_metadata(revision: RevisionRow, symbols: SymbolTable) -> Struct:
    """``{id, version, txTime, txId}``, or, for an imported revision, what it brought along."""
    if revision.metadata is not None:
        brought: Struct = decode_body(revision.metadata, symbols)
        return brought
    return metadata_struct(revision.document_id, revision.version, revision.transaction_time, revision.transaction_id)
