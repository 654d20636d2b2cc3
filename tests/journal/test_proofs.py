"""Proofs lead from every block and every revision to every digest; and nothing that is not one passes for a proof."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledgershell.ion import ion_hash
from ledgershell.ion.values import Struct, Value
from ledgershell.journal.hashing import dot, merkle_root
from ledgershell.journal.merkle import inclusion_path
from ledgershell.journal.proof import siblings
from ledgershell.journal.verify import Finding, verify_chain
from ledgershell.journal.verify_proof import (
    needs_block,
    path_length,
    verify_block_proof,
    verify_consistency,
    verify_revision_proof,
)
from tests.journal.journals import document_id, small_journal
from tests.journal.proving import LEDGER, Prover, longer_journal
from tests.journal.test_verify import replaced

LONG = Prover(longer_journal(13).blocks)
SMALL = Prover(small_journal().blocks)


def test_each_block_is_proved_under_each_digest_that_covers_it() -> None:
    for size in range(1, 14):
        digest = LONG.digest(size)
        assert digest.digest == merkle_root([block["blockHash"] for block in LONG.blocks[:size]])
        for seq in range(size):
            proof, position = LONG.block_proof(seq, size), LONG.position_proof(seq, size)
            assert verify_block_proof(LONG.blocks[seq], proof, digest, position) == [], (seq, size)
            assert verify_block_proof(LONG.blocks[seq], proof, LONG.digest(size, own=False)) == [], (seq, size)


def test_each_revision_is_proved_under_each_digest_that_covers_it() -> None:
    for prover in (LONG, SMALL):
        for size in range(1, len(prover.blocks) + 1):
            digest = prover.digest(size)
            for seq in range(size):
                for at, revision in enumerate(prover.blocks[seq]["revisions"]):
                    proof = prover.revision_proof(seq, at, size)
                    block = prover.held_back(seq, at) if needs_block(revision) else None
                    assert verify_revision_proof(revision, proof, digest, block) == [], (seq, at, size)
                    assert verify_revision_proof(revision, proof, digest, prover.blocks[seq]) == []


def test_each_digest_is_consistent_with_each_later_one() -> None:
    for first in range(1, 14):
        for second in range(first, 14):
            proof = LONG.consistency_proof(first, second)
            assert verify_consistency(LONG.digest(first), LONG.digest(second), proof) == [], (first, second)


def test_a_journal_that_was_forked_is_not_consistent_with_its_past() -> None:
    fork = longer_journal(13)
    fork.blocks = fork.blocks[:5]
    fork._previous = fork.blocks[-1]["blockHash"]
    for at in range(8):
        fork.append("INSERT INTO T ?", (f"fork{at}", 0, Struct([("n", at)])))
    other = Prover(fork.blocks)
    assert verify_consistency(LONG.digest(5), other.digest(13), other.consistency_proof(5, 13)) == []
    for first in range(6, 13):
        found = verify_consistency(LONG.digest(first), other.digest(13), other.consistency_proof(first, 13))
        assert [one.entry for one in found] == ["proof"], first


@given(st.integers(1, 5000), st.data())
def test_the_length_of_a_proof_follows_from_the_size_of_the_tree(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    assert path_length(index, size) == len(inclusion_path(index, size))


@given(st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=40), st.data())
def test_siblings_in_a_block_lead_to_its_root(hashes: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(hashes) - 1))
    path = siblings(hashes, index)
    assert len(path) == path_length(index, len(hashes))
    joined = hashes[index]
    for sibling in path:
        joined = dot(joined, sibling)
    assert joined == merkle_root(hashes)


@given(st.integers(1, 12), st.data())
@settings(max_examples=60)
def test_no_flipped_bit_of_a_proof_passes(seq: int, data: st.DataObject) -> None:
    digest, revision = LONG.digest(), LONG.revision(seq, 0)
    proof = LONG.revision_proof(seq, 0)
    at = data.draw(st.integers(0, len(proof) - 1))
    bit = data.draw(st.integers(0, 255))
    proof[at] = bytes(byte ^ (1 << bit % 8 if place == bit // 8 else 0) for place, byte in enumerate(proof[at]))
    assert verify_revision_proof(revision, proof, digest) != []


# -- Hostile proofs, each with the name of the trick.  Each is a change of what was sound before.

Forgery = Callable[[], list[Finding]]
SEQ, AT = 6, 1
DIGEST = LONG.digest()
BLOCK, REVISION = LONG.blocks[SEQ], LONG.revision(SEQ, AT)
PROOF = LONG.revision_proof(SEQ, AT)
WAY = LONG.block_proof(SEQ)
PLACE = LONG.position_proof(SEQ)


def revision_with(proof: list[Value], revision: Struct = REVISION) -> Forgery:
    return lambda: verify_revision_proof(revision, proof, DIGEST)


def block_with(proof: list[Value], position: list[Value] | None = None, block: Struct = BLOCK) -> Forgery:
    return lambda: verify_block_proof(block, proof, DIGEST, position)


def hashes_of(revision: Struct) -> tuple[bytes, bytes]:
    return ion_hash(revision["metadata"]), ion_hash(revision["data"])


def shown_as_deleted() -> list[Finding]:
    """The hash of the data as one more sibling; what is left looks like a deletion."""
    metadata_hash, data_hash = hashes_of(REVISION)
    deletion = Struct(
        (("blockAddress", REVISION["blockAddress"]), ("hash", metadata_hash), ("metadata", REVISION["metadata"]))
    )
    folded = metadata_hash
    for sibling in (data_hash, *PROOF):
        folded = dot(folded, sibling)
    assert folded == DIGEST.digest, "the forgery does lead to the digest"
    return verify_revision_proof(deletion, [data_hash, *PROOF], DIGEST)


def shown_as_deleted_with_a_block() -> list[Finding]:
    metadata_hash, data_hash = hashes_of(REVISION)
    deletion = Struct(
        (("blockAddress", REVISION["blockAddress"]), ("hash", metadata_hash), ("metadata", REVISION["metadata"]))
    )
    revisions = [deletion if at == AT else one for at, one in enumerate(BLOCK["revisions"])]
    return verify_revision_proof(
        deletion, [data_hash, *PROOF], DIGEST, replaced(BLOCK, ("revisions",), lambda _: revisions)
    )


def poisoned() -> Prover:
    """A journal into which somebody inserted a document that looks like metadata."""
    journal = longer_journal(4)
    data = Struct(
        (
            ("id", document_id("victim")),
            ("version", 7),
            ("txTime", journal.blocks[1]["blockTimestamp"]),
            ("txId", document_id("tx4")),
        )
    )
    journal.append("INSERT INTO T ?", ("mallory", 0, data), ("other", 0, Struct([("n", 1)])))
    journal.append("INSERT INTO T ?", ("later", 0, Struct([("n", 1)])))
    return Prover(journal.blocks)


def exchanged(prover: Prover, *, redacted: bool) -> Struct:
    """Its data as metadata, and its metadata as data, or as their hash."""
    real = prover.revision(4, 0)
    fields: list[tuple[str, Value]] = [("blockAddress", real["blockAddress"]), ("hash", real["hash"])]
    fields.append(("dataHash", ion_hash(real["metadata"])) if redacted else ("data", real["metadata"]))
    return Struct((*fields, ("metadata", real["data"])))


def a_document_that_never_was(redacted: bool, with_block: bool) -> Forgery:
    def attempt() -> list[Finding]:
        prover = poisoned()
        forged = exchanged(prover, redacted=redacted)
        proof = prover.revision_proof(4, 0)
        folded = dot(*hashes_of(prover.revision(4, 0)))
        for sibling in proof:
            folded = dot(folded, sibling)
        assert folded == prover.digest().digest, "the forgery does lead to the digest"
        block = replaced(prover.blocks[4], ("revisions", 0), lambda _: forged) if with_block else None
        return verify_revision_proof(forged, proof, prover.digest(), block)

    return attempt


def inner_node_as_leaf() -> list[Finding]:
    """A revision that states the hash of a pair, with the pair's sibling as its proof."""
    pair = dot(LONG.revision(SEQ, 0)["hash"], LONG.revision(SEQ, 1)["hash"])
    forged = replaced(LONG.revision(SEQ, 0), ("hash",), lambda _: pair)
    return verify_revision_proof(forged, LONG.revision_proof(SEQ, 0)[1:], DIGEST)


def consistency(first: int, second: int, change: Callable[[list[bytes]], list[bytes]]) -> Forgery:
    return lambda: verify_consistency(
        LONG.digest(first), LONG.digest(second), change(LONG.consistency_proof(first, second))
    )


HOSTILE: dict[str, Forgery] = {
    "an empty proof": revision_with([]),
    "an empty proof of a block": block_with([]),
    "the first sibling left out": revision_with(PROOF[1:]),
    "the last sibling left out": revision_with(PROOF[:-1]),
    "a sibling too many": revision_with([*PROOF, bytes(32)]),
    "a sibling too many, in front": revision_with([bytes(32), *PROOF]),
    "an empty sibling, which adds nothing": revision_with([*PROOF, b""]),
    "an empty sibling in a block's way": block_with([b"", *WAY]),
    "an empty sibling instead of one": block_with([b"", *WAY[1:]]),
    "31 bytes": revision_with([*PROOF[:-1], PROOF[-1][:-1]]),
    "33 bytes": revision_with([*PROOF[:-1], PROOF[-1] + b"\0"]),
    "text for bytes": revision_with([*PROOF[:-1], "x" * 32]),
    "null for bytes": revision_with([*PROOF[:-1], None]),
    "siblings reordered": revision_with([PROOF[1], PROOF[0], *PROOF[2:]]),
    "a block's siblings reordered": block_with([WAY[1], WAY[0], *WAY[2:]]),
    "another block's way": block_with(LONG.block_proof(SEQ + 1)),
    "another revision's way": revision_with(LONG.revision_proof(SEQ, 2)),
    "the way under another tip": block_with(LONG.block_proof(SEQ, 12)),
    "an inner node as the leaf": inner_node_as_leaf,
    "a live document as a deleted one": shown_as_deleted,
    "a live document as a deleted one, in a block made to fit": shown_as_deleted_with_a_block,
    "data as metadata": a_document_that_never_was(redacted=False, with_block=False),
    "data as metadata, redacted": a_document_that_never_was(redacted=True, with_block=False),
    "data as metadata, in a block made to fit": a_document_that_never_was(redacted=False, with_block=True),
    "data as metadata, redacted, in a block made to fit": a_document_that_never_was(redacted=True, with_block=True),
    "only a hash": revision_with(PROOF, Struct((("hash", REVISION["hash"]),))),
    "other data, the hash left as it was": revision_with(PROOF, replaced(REVISION, ("data", "n"), lambda _: 99)),
    "another address": revision_with(PROOF, replaced(REVISION, ("blockAddress", "sequenceNo"), lambda _: SEQ + 7)),
    "another strand": revision_with(PROOF, replaced(REVISION, ("blockAddress", "strandId"), lambda _: "other")),
    "an address beyond the tip": block_with(WAY, block=replaced(BLOCK, ("blockAddress", "sequenceNo"), lambda _: 13)),
    "an address below zero": block_with(WAY, block=replaced(BLOCK, ("blockAddress", "sequenceNo"), lambda _: -1)),
    "a block renumbered to where the way is as long": block_with(
        WAY, block=replaced(BLOCK, ("blockAddress", "sequenceNo"), lambda _: SEQ + 1)
    ),
    "a block whose two hashes are exchanged": block_with(
        WAY,
        block=Struct(
            (name, BLOCK["previousBlockHash" if name == "entriesHash" else "entriesHash"])
            if name in ("entriesHash", "previousBlockHash")
            else (name, value)
            for name, value in BLOCK.items()
        ),
    ),
    "a block without its transaction": block_with(
        WAY, block=Struct((name, value) for name, value in BLOCK.items() if name != "transactionInfo")
    ),
    "a position's way reordered": block_with(WAY, [PLACE[1], PLACE[0], *PLACE[2:]]),
    "another position's way": block_with(WAY, LONG.position_proof(SEQ - 1)),
    "a position's way cut short": block_with(WAY, PLACE[:-1]),
    "an empty node in a position's way": block_with(WAY, [*PLACE[:-1], b""]),
    "no consistency proof": consistency(5, 13, lambda _: []),
    "a consistency proof cut short": consistency(5, 13, lambda proof: proof[:-1]),
    "a consistency proof too long": consistency(5, 13, lambda proof: [*proof, bytes(32)]),
    "a consistency proof of equals that has nodes": consistency(5, 5, lambda _: [bytes(32)]),
    "a consistency proof reordered": consistency(5, 13, lambda proof: [proof[1], proof[0], *proof[2:]]),
    "a consistency proof of other sizes": lambda: verify_consistency(
        LONG.digest(6), LONG.digest(13), LONG.consistency_proof(5, 13)
    ),
    "a journal that became shorter": lambda: verify_consistency(
        LONG.digest(13), LONG.digest(5), LONG.consistency_proof(5, 13)
    ),
    "another ledger's digest": lambda: verify_consistency(
        LONG.digest(5)._replace(ledger_id="another"), LONG.digest(13), LONG.consistency_proof(5, 13)
    ),
}


def test_what_the_hostile_proofs_are_made_of_is_sound() -> None:
    assert list(verify_chain(LONG.blocks)) == []
    assert verify_revision_proof(REVISION, PROOF, DIGEST) == []
    assert verify_block_proof(BLOCK, WAY, DIGEST, PLACE) == []
    assert DIGEST.ledger_id == LEDGER


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_proof_is_rejected(name: str) -> None:
    assert HOSTILE[name]() != []


def test_the_control_a_verifier_that_only_folds_accepts_forgeries() -> None:
    """What a plain fold, as samples for the service do it, would believe: so the checks around it are needed."""
    from functools import reduce

    metadata_hash, data_hash = hashes_of(REVISION)
    assert reduce(dot, [data_hash, *PROOF], metadata_hash) == DIGEST.digest
    assert reduce(dot, [b"", *WAY, b""], BLOCK["blockHash"]) == DIGEST.digest
    assert reduce(dot, PROOF[1:], dot(REVISION["hash"], PROOF[0])) == DIGEST.digest


def test_a_revision_without_data_is_proved_with_its_block() -> None:
    """A deletion and a redaction: not by themselves, but with the block, from which all other data were taken."""
    for seq, at in ((3, 0), (1, 0)):
        revision, proof = SMALL.revision(seq, at), SMALL.revision_proof(seq, at)
        assert [one.field for one in verify_revision_proof(revision, proof, SMALL.digest())] == ["Block"]
        assert verify_revision_proof(revision, proof, SMALL.digest(), SMALL.held_back(seq, at)) == []
