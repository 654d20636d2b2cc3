"""A block: what one transaction wrote, chained to all that was written before.

::

    { blockAddress:      {strandId: "…", sequenceNo: 14},
      transactionId:     "…",
      blockTimestamp:    2019-06-05T20:53:32.101Z,
      blockHash:         {{…}}        dot(entriesHash, previousBlockHash)
      entriesHash:       {{…}}        Merkle root of entriesHashList
      previousBlockHash: {{…}}        the blockHash of block 13; empty in the first block
      entriesHashList:   [ {{…}} … ]  one hash for each of the parts below
      transactionInfo:   {statements: [{statement, startTime, statementDigest} …],
                          documents:  {'document id': {tableName, tableId, statements: [0 …]} …}},
      redactionInfo:     {revisions: [{blockAddress, tableId, documentId, version} …]}    in redactions only
      revisions:         [ … ] }                             as ledgershell.journal.revision tells

One change of one character, say in a statement's text, changes the hash of transactionInfo, so entriesHash, so
blockHash, so the next block's blockHash, and so on to the end of the journal and into every digest::

      block 13                      block 14                      block 15
    ┌──────────────────┐          ┌──────────────────┐          ┌──────────────────┐
    │ entries … ─┐     │          │ entries … ─┐     │          │ entries … ─┐     │
    │            ▼     │          │            ▼     │          │            ▼     │
    │   blockHash = dot│◄──┐      │   blockHash = dot│◄──┐      │   blockHash = dot│
    │ previous ──┘     │   └──────┼─ previous ─┘     │   └──────┼─ previous ─┘     │
    └──────────────────┘          └──────────────────┘          └──────────────────┘

``entriesHashList`` holds, in this order, the hash of the header (a struct of blockAddress, transactionId and
blockTimestamp, so that these three cannot be changed either), the root over the hashes of the revisions (when there
are any), the hash of redactionInfo (when there is one) and the hash of transactionInfo.  Amazon QLDB's own blocks have
the latter in this order too, with two hashes of internal metadata before and between them; who checks a block looks
for the entries that he knows, and takes others as they are.

What is stored of a block tells :mod:`ledgershell.journal.kept_block`.

Source: Amazon QLDB developer guide, "Journal contents"; formulas checked against blocks that the service published.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from ledgershell.ion.fused import ion_hash
from ledgershell.journal.hashing import dot, merkle_root
from ledgershell.journal.kept_block import BLOCK_SYMBOLS, assemble, decode_block, encode_block, write_block
from ledgershell.journal.serials import (
    Remembered,
    field_hash,
    int_serial,
    name_serial,
    string_serial,
    struct_serial,
    time_serial,
)
from ledgershell.journal.transaction_info import (
    DocumentChange,
    RedactedRevision,
    Statement,
    redaction_info,
    statement_digest,
    transaction_info,
    transaction_info_hash,
)
from ledgershell.static_typing import Final, NamedTuple

__all__ = [
    "BLOCK_SYMBOLS",
    "Block",
    "DocumentChange",
    "RedactedRevision",
    "Statement",
    "assemble",
    "build_block",
    "decode_block",
    "encode_block",
    "header_hash",
    "redaction_info",
    "statement_digest",
    "transaction_info",
    "transaction_info_hash",
]


class Block(NamedTuple):
    """A finished block.  ``body`` is what is kept of it: see :mod:`ledgershell.journal.kept_block`."""

    seq: int
    transaction_id: str
    time: int
    block_hash: bytes
    entries_hash: bytes
    entries_hash_list: tuple[bytes, ...]
    body: bytes


def build_block(
    *,
    strand_id: str,
    seq: int,
    previous_block_hash: bytes,
    transaction_id: str,
    time: int,
    statements: Sequence[Statement],
    documents: Sequence[DocumentChange],
    revision_hashes: Sequence[bytes],
    redacted: Sequence[RedactedRevision] = (),
) -> Block:
    """Put a block together and hash it.

    ``previous_block_hash`` is empty for the first block; ``time`` is in milliseconds since 1970; ``revision_hashes``
    stand in the order of the revisions in the block.
    """
    entries = [header_hash(strand_id, seq, transaction_id, time)]
    if revision_hashes:
        entries.append(merkle_root(revision_hashes))
    redaction = redaction_info(redacted) if redacted else None
    if redaction is not None:
        entries.append(ion_hash(redaction))
    entries.append(transaction_info_hash(statements, documents))
    entries_hash = merkle_root(entries)
    block_hash = dot(entries_hash, previous_block_hash)
    body = write_block(
        strand_id=strand_id,
        seq=seq,
        transaction_id=transaction_id,
        time=time,
        block_hash=block_hash,
        entries_hash=entries_hash,
        previous_block_hash=previous_block_hash,
        entries=entries,
        statements=statements,
        documents=documents,
        redaction=redaction,
    )
    return Block(seq, transaction_id, time, block_hash, entries_hash, tuple(entries), body)


_STRAND_ID: Final = name_serial("strandId")
_SEQUENCE_NO: Final = name_serial("sequenceNo")
_BLOCK_ADDRESS: Final = name_serial("blockAddress")
_TRANSACTION_ID: Final = name_serial("transactionId")
_BLOCK_TIMESTAMP: Final = name_serial("blockTimestamp")


_strand_hashes: Final = Remembered[str](lambda strand_id: field_hash(_STRAND_ID, string_serial(strand_id)))


def header_hash(strand_id: str, seq: int, transaction_id: str, time: int) -> bytes:
    """The Ion hash of ``{blockAddress, transactionId, blockTimestamp}``."""
    address = struct_serial((_strand_hashes[strand_id], field_hash(_SEQUENCE_NO, int_serial(seq))))
    return sha256(
        struct_serial(
            (
                field_hash(_BLOCK_ADDRESS, address),
                field_hash(_TRANSACTION_ID, string_serial(transaction_id)),
                field_hash(_BLOCK_TIMESTAMP, time_serial(time)),
            )
        )
    ).digest()
