"""The tree over all blocks, kept so that it grows with the journal and answers without a scan.

A journal only ever gets longer, so a subtree over 2, 4, 8 … blocks, once complete, never changes again.  Those
*perfect* subtrees are stored as they become complete, one a block on average.  A place in the tree is
``(level, position)``: the subtree over the leaves ``position * 2**level`` up to, not including,
``(position + 1) * 2**level``.  Level 0 are the leaves themselves.  After block 6 (seven leaves)::

    level 2          (2,0)                         stored
                   /       \\
    level 1     (1,0)     (1,1)      (1,2)         stored
                /  \\      /  \\       /  \\
    level 0    0    1    2    3     4    5     6   the blocks

The **peaks** are the highest perfect subtrees, one for each 1 in the binary number of leaves (7 = 4 + 2 + 1): here
(2,0), (1,2) and leaf 6.  The root joins them from the right: ``join((2,0), join((1,2), 6))``.  That is the same tree as
the level-by-level one with its odd last element carried up, and the tree of RFC 9162 (Certificate Transparency), since
all three split a list at the largest power of two below its length.

So one set of places carries two hashes:

``qldb``     Amazon QLDB's: a leaf is a block hash, a pair is joined by ``dot``.  Its root is the **digest**.
``rfc9162``  the standard's: a leaf is SHA-256(0x00, sequence number, block hash), a pair SHA-256(0x01, left, right).
             The first byte keeps leaves apart from pairs, and left stays left, so a proof against this root shows the
             *position* of a block, and that one journal continues another.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256

from ledgershell.journal.hashing import dot
from ledgershell.static_typing import NamedTuple

Place = tuple[int, int]
"""``(level, position)``."""


class Node(NamedTuple):
    """The root of a perfect subtree, by both rules; 32 bytes each."""

    qldb: bytes
    rfc9162: bytes


def leaf(seq: int, block_hash: bytes) -> Node:
    """The leaf of one block.  The sequence number enters as 8 bytes, big end first."""
    return Node(block_hash, sha256(b"\x00" + seq.to_bytes(8, "big") + block_hash).digest())


def join(left: Node, right: Node) -> Node:
    """The node above two."""
    return Node(dot(left.qldb, right.qldb), sha256(b"\x01" + left.rfc9162 + right.rfc9162).digest())


def completed_by(index: int, node: Node, stored: Callable[[int, int], Node]) -> list[tuple[int, int, Node]]:
    """The perfect subtrees, above level 0, that leaf number ``index`` completes, from the lowest up.

    ``stored(level, position)`` gives nodes that are there already: one for each subtree returned.
    """
    completed: list[tuple[int, int, Node]] = []
    level, position = 0, index
    while position % 2:
        node = join(stored(level, position - 1), node)
        level, position = level + 1, position // 2
        completed.append((level, position, node))
    return completed


def peaks(size: int) -> list[Place]:
    """The highest perfect subtrees of a tree of ``size`` leaves, from left to right."""
    places: list[Place] = []
    start = 0
    for level in reversed(range(size.bit_length())):
        if size >> level & 1:
            places.append((level, start >> level))
            start += 1 << level
    return places


def root(nodes: Sequence[Node]) -> Node | None:
    """The root from the peaks, left to right; ``None`` for the empty tree."""
    result: Node | None = None
    for node in reversed(nodes):
        result = node if result is None else join(node, result)
    return result


def inclusion_path(index: int, size: int) -> list[list[Place]]:
    """What a proof for leaf ``index`` in a tree of ``size`` leaves is made of, from the leaf up.

    Each step is one sibling, as the peaks (left to right) of which it is the :func:`root`: a single place inside
    perfect subtrees, several where the sibling is the unfinished right side of the tree.
    Raises ``ValueError`` when the leaf is not in the tree.
    """
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} is not in a tree of {size}")
    steps: list[list[Place]] = []
    _descend(index, 0, size, steps)
    steps.reverse()
    return steps


def _descend(index: int, start: int, size: int, steps: list[list[Place]]) -> None:
    """Collect siblings from the root of the subtree over ``[start, start + size)`` down to the leaf."""
    while size > 1:
        left = 1 << (size - 1).bit_length() - 1
        if index < start + left:
            steps.append(_cover(start + left, size - left))
            size = left
        else:
            steps.append(_cover(start, left))
            start, size = start + left, size - left


def _cover(start: int, size: int) -> list[Place]:
    """The peaks of the subtree over ``[start, start + size)``; ``start`` is a multiple of a power of two >= size."""
    return [(level, (start >> level) + position) for level, position in peaks(size)]


def consistency_path(first: int, second: int) -> list[list[Place]]:
    """What a proof that a tree of ``second`` leaves continues one of ``first`` is made of, as :func:`inclusion_path`.

    Raises ``ValueError`` unless 0 < ``first`` <= ``second``.  RFC 9162, section 2.1.4.1.
    """
    if not 0 < first <= second:
        raise ValueError(f"a tree of {second} leaves does not continue one of {first}")
    steps: list[list[Place]] = []
    start, size, known = 0, second, True
    while first != size:
        left = 1 << (size - 1).bit_length() - 1
        if first <= left:
            steps.append(_cover(start + left, size - left))
            size = left
        else:
            steps.append(_cover(start, left))
            start, size, first, known = start + left, size - left, first - left, False
    if not known:
        steps.append(_cover(start, size))
    steps.reverse()
    return steps
