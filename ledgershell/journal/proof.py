"""Proofs: the few hashes that lead from one revision or one block to the digest of everything.

A proof is the list of the *siblings* on the way from a leaf of a Merkle tree to its root: whoever has the leaf and the
siblings can join them one after another and must arrive at the root, the digest.  For a revision the way leads through
four floors::

                         ┌ digest ┐                       4. the tree over all blocks
                         │ …      │ …                        (a block of a million: at most 20 siblings)
                    blockHash    siblings
                    /       \\
          entriesHash    previousBlockHash                3. the block's link to the one before: 1 sibling
           /       \\
    revisions root  siblings: header, transactionInfo     2. the tree over the block's entries
      /      \\
    hash     siblings: hashes of other revisions          1. the tree over the block's revisions

The list has them from the leaf up.  A block's proof is the last floor alone.  A sibling is a hash, so a proof does not
show the documents of others.

The siblings on the top floor are roots of perfect subtrees, or are joined from a few of them; all of these were stored
when they became complete.  So a proof for any block under any earlier digest is made without reading other blocks.

A **consistency proof** shows that a longer journal continues a shorter one: from its hashes follow both roots.  It
needs a tree that knows left from right, so it exists for the RFC 9162 root only.

Source: Amazon QLDB developer guide, "Data verification"; RFC 9162 section 2.1.3 and 2.1.4.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ledgershell.ion.values import Struct, Value
from ledgershell.journal.digest import Digest, address_struct, digest_struct
from ledgershell.journal.hashing import dot, merkle_root
from ledgershell.journal.merkle import Node, Place, consistency_path, inclusion_path, peaks, root
from ledgershell.static_typing import NamedTuple

ReadNodes = Callable[[Sequence[Place]], Sequence[Node]]
"""Gives the stored perfect subtrees at some places."""


class BlockProof(NamedTuple):
    """A block and, if it was asked for, what leads from it to a digest.

    ``proof``     the siblings of Amazon QLDB's tree, from the leaf up
    ``position``  those of the RFC 9162 tree: they also show that the block stands at its sequence number
    """

    block: Struct
    proof: tuple[bytes, ...] | None
    position: tuple[bytes, ...] | None


class RevisionProof(NamedTuple):
    """A revision and, if it was asked for, what leads from it to a digest.

    ``block`` is there when the revision cannot be proved without it (:mod:`ledgershell.journal.verify_proof` tells
    why): the whole block, with the hashes of the other revisions' data in the place of these.
    """

    revision: Struct
    proof: tuple[bytes, ...] | None
    block: Struct | None


def root_of(size: int, nodes: ReadNodes) -> Node:
    """Both roots over the first ``size`` blocks, at least one."""
    found = root(nodes(peaks(size)))
    if found is None:
        raise ValueError("an empty journal has no digest")
    return found


def _path(index: int, size: int, nodes: ReadNodes) -> list[Node]:
    return [_joined(nodes(step)) for step in inclusion_path(index, size)]


def _joined(found: Sequence[Node]) -> Node:
    node = root(found)
    if node is None:
        raise AssertionError("a sibling covers at least one leaf")
    return node


def block_proof(index: int, size: int, nodes: ReadNodes) -> tuple[bytes, ...]:
    """The siblings of leaf number ``index`` of Amazon QLDB's tree over ``size`` blocks, from the leaf up."""
    return tuple(node.qldb for node in _path(index, size, nodes))


def position_proof(index: int, size: int, nodes: ReadNodes) -> tuple[bytes, ...]:
    """The same of the RFC 9162 tree."""
    return tuple(node.rfc9162 for node in _path(index, size, nodes))


def consistency_proof(first: int, second: int, nodes: ReadNodes) -> tuple[bytes, ...]:
    """That the tree over ``second`` blocks continues the one over ``first`` (RFC 9162, section 2.1.4.1)."""
    return tuple(_joined(nodes(step)).rfc9162 for step in consistency_path(first, second))


def siblings(hashes: Sequence[bytes], index: int) -> list[bytes]:
    """The siblings of one of the hashes in the tree over all of them, from the leaf up."""
    level = list(hashes)
    path: list[bytes] = []
    while len(level) > 1:
        if index ^ 1 < len(level):
            path.append(level[index ^ 1])
        above = [dot(left, right) for left, right in zip(level[::2], level[1::2], strict=False)]
        if len(level) % 2:
            above.append(level[-1])
        level, index = above, index // 2
    return path


def path_in_block(block: Struct, position: int) -> tuple[bytes, ...]:
    """The siblings on the way from the block's revision number ``position`` to ``blockHash``, from the leaf up.

    Raises ``ValueError`` when the block does not have its revisions' root among its entries.
    """
    entries: list[bytes] = block["entriesHashList"]
    revisions: list[Struct] = block["revisions"]
    hashes = [revision["hash"] for revision in revisions]
    if merkle_root(hashes) not in entries:
        # A block of the developer guide lists a system revision that its root leaves out.
        position = sum(len(revision) > 1 for revision in revisions[:position])
        hashes = [revision["hash"] for revision in revisions if len(revision) > 1]
    path = siblings(hashes, position)
    path += siblings(entries, entries.index(merkle_root(hashes)))
    previous: bytes = block["previousBlockHash"]
    return tuple([*path, previous] if previous else path)


def without_other_data(block: Struct, position: int, data_hash: Callable[[Value], bytes]) -> Struct:
    """The block with the hash of the data in place of the data, in all revisions but number ``position``."""

    def stripped(revision: Struct) -> Struct:
        return Struct(
            ("dataHash", data_hash(value)) if name == "data" else (name, value) for name, value in revision.items()
        )

    revisions = [revision if at == position else stripped(revision) for at, revision in enumerate(block["revisions"])]
    return Struct((name, revisions if name == "revisions" else value) for name, value in block.items())


# -- The file that holds a proof: what verify-proof reads.


def block_proof_struct(proved: BlockProof, digest: Digest | None = None) -> Struct:
    """``{Block, Proof}`` as Amazon's GetBlock gives it; with a digest, all that a check needs."""
    fields: list[tuple[str, Value]] = [("Block", proved.block)]
    if proved.proof is not None:
        fields.append(("Proof", list(proved.proof)))
    if proved.position is not None:
        fields.append(("PositionProof", list(proved.position)))
    return _with_digest(fields, digest)


def revision_proof_struct(proved: RevisionProof, digest: Digest | None = None) -> Struct:
    """``{Revision, Proof}`` as Amazon's GetRevision gives it; with a digest, all that a check needs."""
    fields: list[tuple[str, Value]] = [("Revision", proved.revision)]
    if proved.proof is not None:
        fields.append(("Proof", list(proved.proof)))
        if proved.block is not None:
            fields.append(("Block", proved.block))
    return _with_digest(fields, digest)


def consistency_struct(first: Digest, second: Digest, proof: Sequence[bytes]) -> Struct:
    """``{FirstDigest, SecondDigest, ConsistencyProof}``."""
    return Struct(
        (
            ("FirstDigest", digest_struct(first)),
            ("SecondDigest", digest_struct(second)),
            ("ConsistencyProof", list(proof)),
        )
    )


def _with_digest(fields: list[tuple[str, Value]], digest: Digest | None) -> Struct:
    return Struct((*fields, *(() if digest is None else digest_struct(digest).items())))


__all__ = [
    "BlockProof",
    "ReadNodes",
    "RevisionProof",
    "address_struct",
    "block_proof",
    "block_proof_struct",
    "consistency_proof",
    "consistency_struct",
    "path_in_block",
    "position_proof",
    "revision_proof_struct",
    "root_of",
    "siblings",
    "without_other_data",
]
