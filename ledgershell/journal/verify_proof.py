"""The verifier of proofs: does this revision, this block, belong to the journal whose digest I kept?

It needs no ledger, and believes nobody: the leaf from which a proof starts is always a hash that is computed here,
from the document itself; the proof's length is computed from the number of blocks; the digest comes from whoever asks.

What a chain of sorted pairs can hide, and what is done about it
----------------------------------------------------------------
In Amazon QLDB's trees a pair is hashed without its order, and leaves are hashed as inner nodes are.  Whoever may choose
what is a leaf, or how long a proof is, can therefore show things that never were:

*   an inner node as a leaf, a shorter or a longer way: the length is fixed, and the leaf is computed;
*   a live document as a deleted one.  The hash of a revision is ``dot(hash of metadata, hash of data)`` and that of a
    deletion is the hash of its metadata alone.  So metadata that are shown without their data, with the hash of the
    data as one more sibling in front, lead to the digest as well;
*   a document that never was.  Anyone may insert a document whose *data* are ``{id, version, txTime, txId}``.  Since
    ``dot`` does not know sides, its data can afterwards pass for metadata, and its metadata for data; or, with a hash
    in the place of what is not shown, for a redacted revision of any document.

So a revision is believed by itself only when its data are shown and cannot be mistaken for metadata.  In all other
cases (a deletion, a redaction, data of that shape) the proof must bring the whole block: its ``transactionInfo`` names
each document that it changed and is hashed in a way that nothing else can pass for, and every revision of the block is
checked against it, so that the one in question has no room to be something else.  Other documents' data may be held
back: their hashes will do.

The position of a block follows from its own header (under the block's hash, in journals of ours), and from the second
proof, that of RFC 9162, which knows left from right.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from ledgershell.ion.hashing import ion_hash
from ledgershell.ion.values import Struct, Value
from ledgershell.journal.digest import Digest
from ledgershell.journal.verify import ChainVerifier, Finding, dot

METADATA_FIELDS = ("id", "txId", "txTime", "version")
LONGEST_WAY_IN_BLOCK = 64
"""Siblings; a block would need 2^62 revisions to have more."""


def path_length(index: int, size: int) -> int:
    """How many siblings leaf number ``index`` of a tree over ``size`` leaves has on its way up."""
    length = 0
    while size > 1:
        left = 1 << (size - 1).bit_length() - 1
        index, size = (index, left) if index < left else (index - left, size - left)
        length += 1
    return length


def verify_block_proof(
    block: Struct, proof: Sequence[Value], digest: Digest, position: Sequence[Value] | None = None
) -> list[Finding]:
    """All that speaks against the block being under the digest; nothing, when it is.

    ``position`` is the proof in the RFC 9162 tree, for digests that have its root.
    """
    found, seq, block_hash = _check_block(block, digest)
    if seq is None:
        return found
    found += _check_way(seq, block_hash, proof, digest)
    if position is not None and digest.rfc9162 is not None:
        found += _check_position(seq, block_hash, position, digest)
    return found


def verify_revision_proof(
    revision: Struct, proof: Sequence[Value], digest: Digest, block: Struct | None = None
) -> list[Finding]:
    """All that speaks against the revision being under the digest; nothing, when it is.

    ``block`` is the whole block in which it stands; :func:`needs_block` says when it must be given.
    """
    seq = _place(revision, "revision", digest)
    if isinstance(seq, Finding):
        return [seq]
    found = _check_fields(revision, seq)
    computed = _revision_hash(revision)
    if revision.get("hash") != computed:
        found.append(Finding(seq, "revision", "hash", computed, revision.get("hash")))
    if block is None and needs_block(revision):
        found.append(Finding(seq, "proof", "Block", "the whole block, since the data alone prove too little", "none"))
    if found:
        return found
    if block is not None:
        return _check_in_block(revision, computed, proof, block, digest)
    shortest = (2 if digest.owns(seq) else 0) + _outside_block(seq, digest)
    if not shortest <= len(proof) <= shortest + LONGEST_WAY_IN_BLOCK:
        return [Finding(seq, "proof", "length", f"at least {shortest} hashes", f"{len(proof)}")]
    return _check_fold(seq, computed, proof, digest)


def needs_block(revision: Struct) -> bool:
    """Whether the revision could be mistaken for another one, so that its proof must bring the block along."""
    data = revision.get("data")
    if "data" not in revision:
        return True
    return isinstance(data, Struct) and tuple(sorted(data.keys())) == METADATA_FIELDS


def _outside_block(seq: int, digest: Digest) -> int:
    """The siblings of a revision's proof that are outside its block: the link to the block before, and the way up."""
    linked = 1 if seq > 0 else 0
    return linked + path_length(seq - digest.first, digest.size)


def _check_in_block(
    revision: Struct, computed: bytes, proof: Sequence[Value], block: Struct, digest: Digest
) -> list[Finding]:
    """The block must be sound, hold the revision, and be under the digest; then the proof adds nothing but must fit."""
    found, seq, block_hash = _check_block(block, digest)
    if found or seq is None:
        return found
    wanted = _without_data(revision)
    hashes = [one.get("hash") for one in block["revisions"] if _without_data(one) == wanted]
    if hashes != [computed]:
        return [Finding(seq, "revisions", "revision", "the revision, once", f"{len(hashes)} times")]
    outside = _outside_block(seq, digest)
    inside, way = (proof[: len(proof) - outside], proof[len(proof) - outside :]) if outside else (proof, ())
    length = len(inside)
    if len(proof) < outside or length > LONGEST_WAY_IN_BLOCK:
        return [Finding(seq, "proof", "length", f"at least {outside} hashes", f"{len(proof)}")]
    linked = way[0] if seq > 0 and way else b""
    if linked != block.get("previousBlockHash"):
        return [Finding(seq, "proof", "previousBlockHash", block.get("previousBlockHash"), linked)]
    found = _check_way(seq, block_hash, way[1:] if seq > 0 else way, digest)
    return found or _check_fold(seq, computed, proof, digest)


def _without_data(revision: Value) -> Value:
    """What two views of one revision have in common, whether the data are shown or only their hash."""
    if not isinstance(revision, Struct):
        return None
    return [(name, revision.get(name)) for name in ("blockAddress", "hash", "metadata")]


def _check_fields(revision: Struct, seq: int) -> list[Finding]:
    names = revision.keys()
    if len(set(names)) < len(names) or not set(names) <= {"blockAddress", "hash", "data", "dataHash", "metadata"}:
        return [Finding(seq, "revision", "fields", "each known name once", ", ".join(names))]
    metadata = revision.get("metadata")
    if not isinstance(metadata, Struct) or tuple(sorted(metadata.keys())) != METADATA_FIELDS:
        return [Finding(seq, "revision", "metadata", "{id, version, txTime, txId}", metadata)]
    if "data" in revision and "dataHash" in revision:
        return [Finding(seq, "revision", "dataHash", "no dataHash beside data", revision["dataHash"])]
    if "dataHash" in revision and not _is_hash(revision["dataHash"]):
        return [Finding(seq, "revision", "dataHash", "32 bytes", revision["dataHash"])]
    return []


def _revision_hash(revision: Struct) -> bytes:
    data_hash = ion_hash(revision["data"]) if "data" in revision else revision.get("dataHash", b"")
    return dot(ion_hash(revision.get("metadata")), data_hash if _is_hash(data_hash) else b"")


def _check_block(block: Struct, digest: Digest) -> tuple[list[Finding], int | None, bytes]:
    """Recompute the block by itself: what is wrong with it, its sequence number, and its hash as computed."""
    seq = _place(block, "block", digest)
    if isinstance(seq, Finding):
        return [seq], None, b""
    if not isinstance(block.get("transactionInfo"), Struct):
        return [Finding(seq, "block", "transactionInfo", "a struct", block.get("transactionInfo"))], None, b""
    verifier = ChainVerifier(own=digest.owns(seq), strand_id=digest.strand_id, whole=False)
    verifier.seq = seq - 1
    verifier.block_hash = block.get("previousBlockHash") if seq > 0 else b""
    found = verifier.add(block)
    return found, seq, verifier.block_hash if _is_hash(verifier.block_hash) else b""


def _place(thing: Value, entry: str, digest: Digest) -> int | Finding:
    """The sequence number that a block or revision gives itself, if it is under the digest."""
    if not isinstance(thing, Struct):
        return Finding(-1, entry, entry, "a struct", thing)
    address = thing.get("blockAddress")
    if not isinstance(address, Struct) or sorted(address.keys()) != ["sequenceNo", "strandId"]:
        return Finding(-1, entry, "blockAddress", "{strandId, sequenceNo}", address)
    seq = address["sequenceNo"]
    if type(seq) is not int or not digest.first <= seq <= digest.sequence_no:
        return Finding(-1, entry, "sequenceNo", f"{digest.first} to {digest.sequence_no}, as under the digest", seq)
    if type(address["strandId"]) is not str or address["strandId"] != digest.strand_id:
        return Finding(seq, entry, "strandId", digest.strand_id, address["strandId"])
    return seq


def _check_way(seq: int, block_hash: bytes, proof: Sequence[Value], digest: Digest) -> list[Finding]:
    """From a block's hash to the digest; there is exactly one length that the way can have."""
    length = path_length(seq - digest.first, digest.size)
    if len(proof) != length:
        return [Finding(seq, "proof", "length", f"{length} hashes", f"{len(proof)}")]
    return _check_fold(seq, block_hash, proof, digest)


def _check_fold(seq: int, leaf: bytes, proof: Sequence[Value], digest: Digest) -> list[Finding]:
    found = _check_nodes(seq, "proof", proof)
    if found:
        return found
    for sibling in proof:
        leaf = dot(leaf, sibling)
    return [] if leaf == digest.digest else [Finding(seq, "proof", "digest", digest.digest, leaf)]


def _check_nodes(seq: int, entry: str, proof: Sequence[Value]) -> list[Finding]:
    return [
        Finding(seq, f"{entry}[{at}]", "hash", "32 bytes", node) for at, node in enumerate(proof) if not _is_hash(node)
    ]


# -- RFC 9162: trees that know left from right.


def _leaf(seq: int, block_hash: bytes) -> bytes:
    return sha256(b"\x00" + seq.to_bytes(8, "big") + block_hash).digest()


def _pair(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def _check_position(seq: int, block_hash: bytes, proof: Sequence[Value], digest: Digest) -> list[Finding]:
    """RFC 9162, section 2.1.3.2."""
    index, last = seq - digest.first, digest.size - 1
    length = path_length(index, digest.size)
    if len(proof) != length:
        return [Finding(seq, "position", "length", f"{length} hashes", f"{len(proof)}")]
    found = _check_nodes(seq, "position", proof)
    if found:
        return found
    result = _leaf(seq, block_hash)
    for sibling in proof:
        if index % 2 or index == last:
            result = _pair(sibling, result)
            while index and not index % 2:
                index, last = index // 2, last // 2
        else:
            result = _pair(result, sibling)
        index, last = index // 2, last // 2
    return [] if result == digest.rfc9162 else [Finding(seq, "position", "Rfc9162Root", digest.rfc9162, result)]


def verify_consistency(first: Digest, second: Digest, proof: Sequence[Value]) -> list[Finding]:
    """All that speaks against the second digest's journal being the first one's, with blocks added behind.

    RFC 9162, section 2.1.4.2.
    """
    tip = second.sequence_no
    for field, expected, there in (
        ("LedgerId", first.ledger_id, second.ledger_id),
        ("strandId", first.strand_id, second.strand_id),
        ("first block", first.first, second.first),
    ):
        if expected != there:
            return [Finding(tip, "digest", field, expected, there)]
    if first.rfc9162 is None or second.rfc9162 is None:
        return [Finding(tip, "digest", "Rfc9162Root", "a root in both digests", "none")]
    if first.size > second.size:
        return [Finding(tip, "digest", "Size", f"at least {first.size}", f"{second.size}")]
    found = _check_nodes(tip, "proof", proof)
    if found:
        return found
    if first.size == second.size:
        if proof:
            return [Finding(tip, "proof", "length", "0 hashes", f"{len(proof)}")]
        same = first.rfc9162 == second.rfc9162 and first.digest == second.digest
        return [] if same else [Finding(tip, "digest", "Rfc9162Root", first.rfc9162, second.rfc9162)]
    return _check_growth(first, second, list(proof))


def _check_growth(first: Digest, second: Digest, path: list[bytes]) -> list[Finding]:
    tip = second.sequence_no
    index, last = first.size - 1, second.size - 1
    if first.size & index == 0:  # a perfect tree is a node of the larger one, and not told again
        path = [first.rfc9162 or b"", *path]
    while index % 2:
        index, last = index // 2, last // 2
    if not path:
        return [Finding(tip, "proof", "length", "at least 1 hash", "0")]
    old = new = path[0]
    for node in path[1:]:
        if not last:
            return [Finding(tip, "proof", "length", "fewer hashes", f"{len(path)}")]
        if index % 2 or index == last:
            old, new = _pair(node, old), _pair(node, new)
            while index and not index % 2:
                index, last = index // 2, last // 2
        else:
            new = _pair(new, node)
        index, last = index // 2, last // 2
    if last:
        return [Finding(tip, "proof", "length", "more hashes", f"{len(path)}")]
    found = []
    if old != first.rfc9162:
        found.append(Finding(tip, "proof", "first Rfc9162Root", first.rfc9162, old))
    if new != second.rfc9162:
        found.append(Finding(tip, "proof", "second Rfc9162Root", second.rfc9162, new))
    return found


def _is_hash(value: Value) -> bool:
    return type(value) is bytes and len(value) == 32
