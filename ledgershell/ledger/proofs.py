"""Digests and proofs of an open ledger: the operations GetDigest, GetBlock and GetRevision.

All of them read a few stored nodes of the journal's tree, and the one block that they are about.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ledgershell.errors import LedgerError, StorageError
from ledgershell.ion.fused import ion_hash
from ledgershell.ion.timestamp import Timestamp
from ledgershell.ion.values import Struct
from ledgershell.journal.digest import Digest
from ledgershell.journal.merkle import Node, Place
from ledgershell.journal.proof import (
    BlockProof,
    RevisionProof,
    block_proof,
    consistency_proof,
    path_in_block,
    position_proof,
    root_of,
    without_other_data,
)
from ledgershell.journal.verify_proof import needs_block
from ledgershell.ledger.blocks import complete_block, first_block_from, read_blocks, shown_revision
from ledgershell.ledger.catalogue import CATALOGUE_NUMBER, CATALOGUE_TABLE
from ledgershell.ledger.ledger import Ledger
from ledgershell.ledger.names import shown
from ledgershell.static_typing import NamedTuple
from ledgershell.storage.store import Head, RevisionRow, Snapshot


class LoggedRevision(NamedTuple):
    """One revision of a document's history, and the table that it stands in.

    ``state`` is ``inserted``, ``updated``, ``deleted`` or ``redacted``.
    """

    table: str
    state: str
    statement: str
    revision: Struct


def no_such_block(what: str) -> LedgerError:
    """The error for a block, revision or transaction that is not in the journal."""
    return LedgerError("LS-VERIFY-003", f"there is no {what}", hint=r"\chain lists blocks, \log DOCUMENT its revisions")


class Prover:
    """Answers from one snapshot; close it at the end, or use it in a ``with`` block."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._snapshot: Snapshot = ledger.store.snapshot()
        try:
            self._head: Head = self._snapshot.head()
            self._symbols = ledger.symbols(self._snapshot, self._head)
        except BaseException:
            self._snapshot.close()
            raise

    def __enter__(self) -> Prover:
        return self

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        self._snapshot.close()
        if error is not None:
            self._ledger.raise_damage_behind(error)

    def digest(self, tip: int | None = None) -> Digest:
        """The digest over all blocks up to ``tip``, by default the journal's."""
        tip = self._head.seq if tip is None else tip
        self._check_tip(tip)
        first = self._head.first_seq
        root = root_of(tip - first + 1, self._nodes)
        now = Timestamp.from_milliseconds(self._ledger.environment.clock.milliseconds())
        kept = self._ledger.imported
        foreign = 0 if kept is None else min(kept.foreign, tip - first + 1)
        ledger_id = self._ledger.ledger_id
        return Digest(root.qldb, self._ledger.strand_id, tip, first, ledger_id, root.rfc9162, now, foreign)

    def block(self, seq: int, tip: int | None = None) -> BlockProof:
        """Block number ``seq``, with its proofs under the digest of ``tip`` if one is given."""
        block = self._block(seq)
        if tip is None:
            return BlockProof(block, None, None)
        index, size = self._place(seq, tip)
        return BlockProof(block, block_proof(index, size, self._nodes), position_proof(index, size, self._nodes))

    def blocks(self, first: int, last: int) -> Iterator[Struct]:
        """Whole blocks, in order, one at a time; those that are there."""
        return read_blocks(self._snapshot, self._ledger.strand_id, self._symbols, after=first - 1, last=last)

    def first_block_from(self, time: int) -> int:
        """The first block whose ``blockTimestamp`` is not before ``time``, or one above the tip."""
        return first_block_from(self._snapshot, self._head, time)

    def tip(self) -> int:
        """The last block's sequence number."""
        return self._head.seq

    def revision(self, document_id: str, seq: int, tip: int | None = None) -> RevisionProof:
        """The document's revision in block ``seq``, with its proof under the digest of ``tip`` if one is given."""
        block = self._block(seq)
        position = _position(block, document_id)
        if position is None:
            raise no_such_block(f"revision of document {shown(document_id)} in block {seq}")
        revision = block["revisions"][position]
        if tip is None:
            return RevisionProof(revision, None, None)
        index, size = self._place(seq, tip)
        proof = (*path_in_block(block, position), *block_proof(index, size, self._nodes))
        return RevisionProof(
            revision, proof, without_other_data(block, position, ion_hash) if needs_block(revision) else None
        )

    def consistency(self, first_tip: int, second_tip: int) -> tuple[bytes, ...]:
        """That the digest of the second tip continues that of the first (RFC 9162)."""
        self._check_tip(second_tip)
        first = self._head.first_seq
        if not first <= first_tip <= second_tip:
            raise no_such_block(f"block {first_tip} at or before block {second_tip}")
        return consistency_proof(first_tip - first + 1, second_tip - first + 1, self._nodes)

    def block_of(self, transaction_id: str) -> int:
        """The sequence number of the block that a transaction wrote."""
        row = self._snapshot.block_of_transaction(transaction_id)
        if row is None:
            raise no_such_block(f"block of transaction {shown(transaction_id)}")
        return row.seq

    def log(self, document_id: str) -> Iterator[LoggedRevision]:
        """All revisions of a document, the first one first, from whatever table it is in, dropped or not."""
        for number, name in self._tables():
            found = False
            for row in self._snapshot.history(number, document_id):
                found = True
                yield LoggedRevision(
                    name,
                    _state(row),
                    self._statement(row),
                    shown_revision(row, self._ledger.strand_id, self._symbols),
                )
            if found:
                return
        raise no_such_block(f"document {shown(document_id)}")

    def _tables(self) -> Iterator[tuple[int, str]]:
        catalogue = self._ledger.catalogue(self._snapshot, self._head)
        for table in catalogue.tables.values():
            if table.number is not None:
                yield table.number, table.name
        yield CATALOGUE_NUMBER, CATALOGUE_TABLE

    def _statement(self, row: RevisionRow) -> str:
        """The text of the last statement that made the revision; empty when the block does not say."""
        info = self._block(row.seq).get("transactionInfo")
        statements = info.get("statements") if isinstance(info, Struct) else None
        documents = info.get("documents") if isinstance(info, Struct) else None
        entry = documents.get(row.document_id) if isinstance(documents, Struct) else None
        made_by = entry.get("statements") if isinstance(entry, Struct) else None
        if not isinstance(statements, list) or not isinstance(made_by, list) or not made_by:
            return ""
        last = made_by[-1]
        return str(statements[last].get("statement")) if type(last) is int and 0 <= last < len(statements) else ""

    def _nodes(self, places: Sequence[Place]) -> Sequence[Node]:
        try:
            return self._snapshot.merkle_nodes(places)
        except KeyError as missing:
            raise StorageError(
                "LS-STORE-009",
                f"{shown(self._ledger.store.location)} is damaged: node {missing} of the journal's tree is missing",
                hint="run verify, and restore the newest backup",
            ) from None

    def _block(self, seq: int) -> Struct:
        row = self._snapshot.block(seq)
        if row is None:
            raise no_such_block(f"block {seq}")
        return complete_block(self._snapshot, row, self._ledger.strand_id, self._symbols)

    def _check_tip(self, tip: int) -> None:
        if not self._head.first_seq <= tip <= self._head.seq:
            raise LedgerError(
                "LS-VERIFY-004",
                f"the sequence number {tip} of the digest's tip is not that of a committed block",
                hint=f"the last block is {self._head.seq}",
            )

    def _place(self, seq: int, tip: int) -> tuple[int, int]:
        """Leaf and number of leaves of the tree under the digest of ``tip``."""
        self._check_tip(tip)
        if seq > tip:
            raise LedgerError(
                "LS-VERIFY-004",
                f"block {seq} lies beyond the digest's tip, block {tip}",
                hint="take a new digest; the old one cannot tell of what came later",
            )
        return seq - self._head.first_seq, tip - self._head.first_seq + 1


def _position(block: Struct, document_id: str) -> int | None:
    for position, revision in enumerate(block["revisions"]):
        metadata = revision.get("metadata")
        if isinstance(metadata, Struct) and metadata.get("id") == document_id:
            return position
    return None


def _state(row: RevisionRow) -> str:
    if row.deleted:
        return "deleted"
    if row.body is None:
        return "redacted"
    return "updated" if row.version else "inserted"
