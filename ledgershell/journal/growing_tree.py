"""The tree over all blocks while it is walked along: the few nodes that are not joined yet, and its root at any time.

And what an anchor, a digest that was kept elsewhere, says to such a walk.
"""

from __future__ import annotations

from collections.abc import Iterator

from ledgershell.ion.values import MISSING, Value
from ledgershell.journal.digest import Digest
from ledgershell.journal.merkle import Node, join, leaf, root
from ledgershell.static_typing import NamedTuple


class GrowingTree:
    """``first`` is the sequence number of its first leaf, ``size`` how many leaves it has."""

    def __init__(self, first: int) -> None:
        self.first = first
        self.size = 0
        self._peaks: list[tuple[int, Node]] = []

    def add(self, seq: int, block_hash: bytes) -> list[tuple[int, int, Node]]:
        """Add the next leaf; returns the nodes that it completes, as (level, position, node), from the lowest up."""
        completed: list[tuple[int, int, Node]] = []
        level, position, node = 0, self.size, leaf(seq, block_hash)
        while self._peaks and self._peaks[-1][0] == level:
            node = join(self._peaks.pop()[1], node)
            level, position = level + 1, position // 2
            completed.append((level, position, node))
        self._peaks.append((level, node))
        self.size += 1
        return completed

    def root(self) -> Node | None:
        """The root over all leaves so far; ``None`` when there are none."""
        return root([node for _, node in self._peaks])


class Difference(NamedTuple):
    """What an anchor says and the journal does not; ``seq`` is a block, if it is about one."""

    seq: int | None
    field: str
    expected: Value
    found: Value


def against_anchor(anchor: Digest, found: Digest | None, there: Node | None) -> Iterator[Difference]:
    """All in which the journal is not the one that the anchor was taken of.

    ``found`` is the digest of the journal as computed (its ``ledger_id`` is ``None`` where that is not known),
    ``there`` the root at the anchor's tip.
    """
    if found is None:
        yield Difference(None, "DigestTipAddress", anchor.sequence_no, "no block")
        return
    if None not in (anchor.ledger_id, found.ledger_id) and anchor.ledger_id != found.ledger_id:
        yield Difference(None, "LedgerId", anchor.ledger_id, found.ledger_id)
    if anchor.strand_id != found.strand_id:
        yield Difference(None, "strandId", anchor.strand_id, found.strand_id)
    if found.first != anchor.first:
        yield Difference(None, "first block", anchor.first, _first_block(anchor, found))
        return
    if found.sequence_no < anchor.sequence_no:
        missing = anchor.sequence_no - found.sequence_no
        plural = "" if missing == 1 else "s"
        words = f"{found.sequence_no}: {missing} block{plural} missing at the end"
        yield Difference(found.sequence_no, "DigestTipAddress", anchor.sequence_no, words)
        return
    if there is None or there.qldb != anchor.digest:
        yield Difference(anchor.sequence_no, "Digest", anchor.digest, MISSING if there is None else there.qldb)
    if anchor.rfc9162 is None:
        return
    if there is None or there.rfc9162 != anchor.rfc9162:
        other = MISSING if there is None else there.rfc9162
        yield Difference(anchor.sequence_no, "Rfc9162Root", anchor.rfc9162, other)
    foreign = min(found.foreign, anchor.size)
    if foreign != anchor.foreign:
        yield Difference(None, "ForeignBlocks", anchor.foreign, foreign)


def _first_block(anchor: Digest, found: Digest) -> Value:
    if found.first > anchor.first:
        return f"{found.first}: without the blocks before it this digest can be neither proved nor refuted"
    return found.first
