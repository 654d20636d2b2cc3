"""The tree that grows with the journal is the tree that one would build over the whole list."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgershell.journal import merkle
from ledgershell.journal.hashing import dot, merkle_root
from ledgershell.journal.merkle import Node

SIZES = range(71)


def block_hash(seq: int) -> bytes:
    return sha256(b"block %d" % seq).digest()


def grown(size: int, first_seq: int = 0) -> dict[tuple[int, int], Node]:
    """All perfect subtrees, as appending leaf by leaf yields them; level 0 included."""
    nodes: dict[tuple[int, int], Node] = {}
    for index in range(size):
        node = merkle.leaf(first_seq + index, block_hash(index))
        nodes[0, index] = node
        for level, position, above in merkle.completed_by(index, node, lambda level, position: nodes[level, position]):
            assert (level, position) not in nodes
            nodes[level, position] = above
    return nodes


def rfc9162_root(leaves: list[bytes]) -> bytes:
    """RFC 9162, section 2.1.1, word for word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0]).digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return sha256(b"\x01" + rfc9162_root(leaves[:k]) + rfc9162_root(leaves[k:])).digest()


def test_the_root_of_the_peaks_is_the_root_of_the_list() -> None:
    nodes = grown(max(SIZES))
    for size in SIZES[1:]:
        root = merkle.root([nodes[place] for place in merkle.peaks(size)])
        assert root is not None
        assert root.qldb == merkle_root([block_hash(index) for index in range(size)])
        assert root.rfc9162 == rfc9162_root([index.to_bytes(8, "big") + block_hash(index) for index in range(size)])


def test_the_empty_tree_has_no_root() -> None:
    assert merkle.peaks(0) == []
    assert merkle.root([]) is None


def test_one_node_a_block_is_stored_and_never_changes() -> None:
    for size in SIZES:
        above_leaves = [place for place in grown(size) if place[0] > 0]
        assert len(above_leaves) == size - size.bit_count()


def test_every_leaf_has_a_path_to_the_root_of_every_size() -> None:
    nodes = grown(max(SIZES))
    for size in SIZES[1:]:
        root = merkle_root([block_hash(index) for index in range(size)])
        for index in range(size):
            candidate = block_hash(index)
            for step in merkle.inclusion_path(index, size):
                sibling = merkle.root([nodes[place] for place in step])
                assert sibling is not None
                candidate = dot(candidate, sibling.qldb)
            assert candidate == root


@pytest.mark.parametrize(("index", "size"), [(0, 0), (5, 5), (-1, 3)])
def test_a_leaf_outside_the_tree_has_no_path(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="not in a tree"):
        merkle.inclusion_path(index, size)


@given(st.integers(min_value=0, max_value=1 << 40))
def test_peaks_cover_all_leaves_from_left_to_right(size: int) -> None:
    covered = 0
    for level, position in merkle.peaks(size):
        assert position << level == covered
        covered += 1 << level
    assert covered == size


def test_the_standard_root_knows_the_order_and_the_other_does_not() -> None:
    leaves = [merkle.leaf(seq, block_hash(seq)) for seq in range(4)]
    straight = merkle.join(merkle.join(leaves[0], leaves[1]), merkle.join(leaves[2], leaves[3]))
    swapped = merkle.join(merkle.join(leaves[3], leaves[2]), merkle.join(leaves[1], leaves[0]))
    assert straight.qldb == swapped.qldb
    assert straight.rfc9162 != swapped.rfc9162


def test_the_standard_leaf_knows_its_sequence_number() -> None:
    assert merkle.leaf(7, block_hash(7)).qldb == merkle.leaf(8, block_hash(7)).qldb
    assert merkle.leaf(7, block_hash(7)).rfc9162 != merkle.leaf(8, block_hash(7)).rfc9162
