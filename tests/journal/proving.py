"""A journal in memory that answers for digests and proofs, for the tests of those who check them."""

from __future__ import annotations

from collections.abc import Sequence

from ledgershell.ion import ion_hash
from ledgershell.ion.values import Struct
from ledgershell.journal.digest import Digest
from ledgershell.journal.merkle import Node, Place, join, leaf
from ledgershell.journal.proof import (
    block_proof,
    consistency_proof,
    path_in_block,
    position_proof,
    root_of,
    without_other_data,
)
from tests.journal.journals import STRAND, Journal

LEDGER = "LedgerLedgerLedgerLedg"


class Prover:
    """Makes nodes by the definition, each from the leaves below it."""

    def __init__(self, blocks: Sequence[Struct]) -> None:
        self.blocks = blocks

    def node(self, level: int, position: int) -> Node:
        if level == 0:
            return leaf(position, self.blocks[position]["blockHash"])
        return join(self.node(level - 1, position * 2), self.node(level - 1, position * 2 + 1))

    def nodes(self, places: Sequence[Place]) -> Sequence[Node]:
        return [self.node(level, position) for level, position in places]

    def digest(self, size: int | None = None, *, own: bool = True) -> Digest:
        size = len(self.blocks) if size is None else size
        root = root_of(size, self.nodes)
        if not own:
            return Digest(root.qldb, STRAND, size - 1)
        return Digest(root.qldb, STRAND, size - 1, 0, LEDGER, root.rfc9162)

    def block_proof(self, seq: int, size: int | None = None) -> list[bytes]:
        return list(block_proof(seq, size or len(self.blocks), self.nodes))

    def position_proof(self, seq: int, size: int | None = None) -> list[bytes]:
        return list(position_proof(seq, size or len(self.blocks), self.nodes))

    def revision_proof(self, seq: int, position: int, size: int | None = None) -> list[bytes]:
        return [*path_in_block(self.blocks[seq], position), *self.block_proof(seq, size)]

    def consistency_proof(self, first: int, second: int) -> list[bytes]:
        return list(consistency_proof(first, second, self.nodes))

    def revision(self, seq: int, position: int) -> Struct:
        revision: Struct = self.blocks[seq]["revisions"][position]
        return revision

    def held_back(self, seq: int, position: int) -> Struct:
        """The block without the other revisions' data."""
        return without_other_data(self.blocks[seq], position, ion_hash)


def longer_journal(blocks: int) -> Journal:
    """Three documents in each block after the first."""
    journal = Journal()
    journal.append("CREATE LEDGER")
    for seq in range(1, blocks):
        journal.append("INSERT INTO T ?", *((f"d{seq}n{at}", 0, Struct([("n", at), ("of", seq)])) for at in range(3)))
    return journal
