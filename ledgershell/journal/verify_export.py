"""The verification of an export: the rules of :mod:`ledgershell.journal.verify`, over blocks that come from files.

Nothing is kept but the last block's hash, the few open nodes of the tree, and the redactions of which one side is still
to come, so memory does not grow with the export.  An export may begin in mid-journal, and end anywhere.  Then some
things cannot be told, and are not: whether data that are gone from a block were taken away by a later block that is not
here, and, for one that does not begin with the first block, whether it belongs to a digest over the whole journal.
"""

from __future__ import annotations

from collections.abc import Iterator

from ledgershell.ion.timestamp import Timestamp
from ledgershell.ion.values import Struct
from ledgershell.journal.digest import Digest
from ledgershell.journal.export import address_of
from ledgershell.journal.growing_tree import Difference, GrowingTree, against_anchor
from ledgershell.journal.ledger_statements import named_ledger
from ledgershell.journal.merkle import Node
from ledgershell.journal.verify import ChainVerifier, Finding


class ExportVerifier:
    """Takes the blocks in order; ``blocks``, ``revisions`` and ``unexplained`` count."""

    def __init__(self, anchor: Digest | None = None) -> None:
        self._anchor = anchor
        self._chain = ChainVerifier(own=False, whole=False)
        self._tree: GrowingTree | None = None
        self._at_anchor: Node | None = None
        self._strand_id = ""
        self._ledger_id: str | None = None
        self._last = -1

    @property
    def blocks(self) -> int:
        """How many blocks were checked."""
        return self._chain.blocks

    @property
    def revisions(self) -> int:
        """How many revisions were checked."""
        return self._chain.revisions

    @property
    def unexplained(self) -> int:
        """Entries of other ledgers' blocks of which only the hash is known."""
        return self._chain.unexplained

    def add(self, block: Struct) -> list[Finding]:
        """Check the next block; returns all that is wrong with it."""
        found = self._chain.add(block)
        seq, block_hash = self._chain.seq, self._chain.block_hash
        if self._tree is None:
            self._tree = GrowingTree(seq)
            address = address_of(block)
            self._strand_id = address[0] if address is not None else ""
        if self._chain.own:
            named = named_ledger(block)
            self._ledger_id = self._ledger_id if named is None else named.ledger_id
        self._tree.add(max(seq, 0), block_hash if type(block_hash) is bytes and len(block_hash) == 32 else b"")
        self._last = seq
        if self._anchor is not None and seq == self._anchor.sequence_no:
            self._at_anchor = self._tree.root()
        return found

    def digest(self, time: Timestamp | None = None) -> Digest | None:
        """The digest as computed from the blocks; ``None`` when there were none."""
        top = None if self._tree is None else self._tree.root()
        if top is None or self._tree is None:
            return None
        return Digest(
            top.qldb,
            self._strand_id,
            self._last,
            self._tree.first,
            self._ledger_id,
            top.rfc9162,
            time,
            self._chain.foreign,
        )

    def finish(self) -> Iterator[Difference]:
        """What the anchor, if there is one, says against the whole."""
        if self._anchor is not None:
            yield from against_anchor(self._anchor, self.digest(), self._at_anchor)
