"""Our hashes are the ones that Amazon QLDB computed."""

from __future__ import annotations

import json
import re
from functools import reduce

import pytest

from ledgershell.errors import IonError
from ledgershell.ion import dumps, ion_hash, loads, loads_all
from ledgershell.ion.values import Struct
from ledgershell.journal import merkle
from ledgershell.journal.block import assemble, decode_block, encode_block, statement_digest
from ledgershell.journal.hashing import dot, merkle_root
from ledgershell.journal.revision import RevisionHasher, revision_hash
from ledgershell.journal.verify import ChainVerifier, verify_chain
from tests.journal.golden import (
    BLOCK,
    BLOCK_PROOF,
    BLOCKS,
    DIGEST,
    REVISION_PROOF,
    REVISIONS,
    TRANSACTION_INFO_2019,
    hash_of,
    struct,
)
from tests.locations import SEEDS, SHARED

VECTORS = SHARED / "reference" / "verification-golden-vector.json"


@pytest.mark.parametrize("name", REVISIONS)
def test_the_hash_of_a_revision(name: str) -> None:
    data_text, metadata_text, expected, parts = REVISIONS[name]
    metadata = struct(metadata_text)
    data_hash = b"" if data_text is None else ion_hash(struct(data_text))
    assert revision_hash(metadata, data_hash) == hash_of(expected)
    by_transaction = RevisionHasher(metadata["txId"], metadata["txTime"].milliseconds())
    assert by_transaction.hash(metadata["id"], metadata["version"], data_hash) == hash_of(expected)
    if parts is not None:
        assert (data_hash, ion_hash(metadata)) == (hash_of(parts[0]), hash_of(parts[1]))


@pytest.mark.parametrize("year", BLOCKS)
def test_the_hashes_of_a_block(year: str) -> None:
    entries, revisions, entries_hash, previous, block_hash = BLOCKS[year]
    assert merkle_root([hash_of(one) for one in revisions]) == hash_of(entries[1])
    assert merkle_root([hash_of(one) for one in entries]) == hash_of(entries_hash)
    assert dot(hash_of(entries_hash), hash_of(previous)) == hash_of(block_hash)


def test_the_hash_of_transaction_info() -> None:
    assert ion_hash(struct(TRANSACTION_INFO_2019)) == hash_of(BLOCKS["2019"][0][3])


def test_a_statement_without_parameters_has_the_services_digest() -> None:
    statement = struct(BLOCK)["transactionInfo"]["statements"][0]
    assert statement_digest(statement["statement"]) == statement["statementDigest"]


def test_the_verifier_accepts_a_block_of_the_service() -> None:
    verifier = ChainVerifier(own=False)
    assert verifier.add(struct(BLOCK)) == []
    assert verifier.block_hash == struct(BLOCK)["blockHash"]
    assert (verifier.blocks, verifier.revisions, verifier.unexplained) == (1, 1, 2)


def test_the_proofs_lead_to_the_digest() -> None:
    block = struct(BLOCK)
    assert reduce(dot, map(hash_of, BLOCK_PROOF), block["blockHash"]) == hash_of(DIGEST)
    assert reduce(dot, map(hash_of, REVISION_PROOF), block["revisions"][0]["hash"]) == hash_of(DIGEST)


def test_the_revision_proof_is_made_of_the_block_as_we_think() -> None:
    """Siblings in the tree of entries, then previousBlockHash, then the way through the journal."""
    entries = struct(BLOCK)["entriesHashList"]
    assert REVISION_PROOF[0] == BLOCK_ENTRY_TEXTS[0]
    assert hash_of(REVISION_PROOF[1]) == dot(entries[2], entries[3])
    assert hash_of(REVISION_PROOF[2]) == struct(BLOCK)["previousBlockHash"]


BLOCK_ENTRY_TEXTS = re.findall(r"\{\{(.{44})\}\}", BLOCK.split("entriesHashList")[1])


def test_the_services_journal_tree_has_the_shape_of_ours() -> None:
    """Block 100 of 124: as many siblings as the published proof has."""
    assert len(merkle.inclusion_path(100, 124)) == len(BLOCK_PROOF)


def test_a_kept_block_of_the_service_comes_back_whole() -> None:
    block = struct(BLOCK)
    body = encode_block(block)
    assert b"1N4AL11D75C109151" in body, "statement texts are kept"
    assert b"Everett" not in body, "data are not"
    again = assemble(body, block["revisions"])
    assert again == block
    assert again.keys() == block.keys()
    assert dumps(again) == dumps(block), "order of fields and all"
    assert list(verify_chain([again], own=False)) == []


@pytest.mark.skipif(not VECTORS.exists(), reason="the reference folder is not here")
def test_the_vectors_are_those_of_the_command_line_reference() -> None:
    published = json.loads(VECTORS.read_text())
    assert loads(published["Block"]["IonText"]) == struct(BLOCK)
    assert loads(published["Revision"]["IonText"]) == struct(BLOCK)["revisions"][0]
    assert tuple(map(hash_of, BLOCK_PROOF)) == tuple(loads(published["BlockProof"]["IonText"]))
    assert tuple(map(hash_of, REVISION_PROOF)) == tuple(loads(published["RevisionProof"]["IonText"]))
    assert published["Digest"] == DIGEST


def ion_blocks_of(name: str) -> list[Struct]:
    """Every Ion struct that a vendor's page shows, by the words with which such a thing begins."""
    path = next(iter(SEEDS.glob(f"{name}_*.txt")), None)
    if path is None:
        pytest.skip("the seeds are not here")
    text = path.read_text().translate({0x201C: '"', 0x201D: '"', 0xA0: " "})
    found = []
    for start in (match.start() for match in re.finditer(r"\{\s*(?:qldbStreamArn|blockAddress)\s*:", text)):
        depth = 0
        for position in range(start, len(text)):
            depth += (text[position] == "{") - (text[position] == "}")
            if depth == 0:
                break
        try:
            values = loads_all(text[start : position + 1])
        except IonError:
            continue
        found += [value for value in values if isinstance(value, Struct)]
    return found


def test_the_block_of_the_developer_guide_as_far_as_it_was_not_edited() -> None:
    """All adds up but transactionInfo, which was edited for publication."""
    block = next(one for one in ion_blocks_of("003") if "entriesHashList" in one)
    findings = list(verify_chain([block], own=False))
    assert [(finding.entry, finding.field) for finding in findings] == [("entriesHashList", "transactionInfo")]
    assert assemble(encode_block(block), block["revisions"]) == block


def test_the_stream_record_of_the_developer_guide() -> None:
    summary = next(one["payload"] for one in ion_blocks_of("002") if one["recordType"] == "BLOCK_SUMMARY")
    entries = summary["entriesHashList"]
    assert ion_hash(summary["transactionInfo"]) == entries[3]
    assert merkle_root([one["hash"] for one in summary["revisionSummaries"]]) == entries[1]
    assert merkle_root(entries) == summary["entriesHash"]
    assert dot(summary["entriesHash"], summary["previousBlockHash"]) == summary["blockHash"]
    assert decode_block(encode_block(summary)) == summary, "nanoseconds, summaries and all"


def test_the_revisions_of_the_account_tutorial() -> None:
    revisions = [one for one in ion_blocks_of("000") if "metadata" in one]
    assert len(revisions) == 2
    for revision in revisions:
        assert revision_hash(revision["metadata"], ion_hash(revision["data"])) == revision["hash"]
