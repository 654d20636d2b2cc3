"""Receipts: written and read again, as Ion and as JSON; those of Amazon's GetDigest too; nonsense is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ledgershell.errors import VerificationError
from ledgershell.ion import dumps, loads
from ledgershell.ion.timestamp import Timestamp
from ledgershell.ion.to_json import write_json
from ledgershell.journal.digest import Digest, address_in, digest_struct, held, json_shape, read_digest
from ledgershell.journal.verify import Finding
from ledgershell.journal.verify_proof import verify_block_proof, verify_revision_proof
from tests.journal.golden import hash_of, struct
from tests.journal.proving import LEDGER, Prover
from tests.journal.test_proofs import LONG
from tests.journal.test_verify import replaced
from tests.locations import SHARED

VECTORS = SHARED / "reference" / "verification-golden-vector.json"
FULL = LONG.digest(13)._replace(time=Timestamp.from_milliseconds(1_700_000_000_123))


@pytest.mark.parametrize("digest", [FULL, LONG.digest(1, own=False), Digest(bytes(32), "s", 9, 4, LEDGER, bytes(32))])
def test_a_receipt_is_read_as_it_was_written(digest: Digest) -> None:
    receipt = digest_struct(digest)
    assert read_digest(dumps(receipt)) == digest
    assert read_digest(dumps(receipt, binary=False, indent=2).encode()) == digest
    assert read_digest(write_json(json_shape(receipt)).encode()) == digest


def test_a_receipt_in_json_has_the_shape_of_amazons() -> None:
    shown = json.loads(write_json(json_shape(digest_struct(FULL))))
    assert list(shown)[:2] == ["Digest", "DigestTipAddress"]
    assert hash_of(shown["Digest"]) == FULL.digest
    assert loads(shown["DigestTipAddress"]["IonText"])["sequenceNo"] == 12
    assert shown["Size"] == 13


GOOD = '"Digest":"6m6BMXobbJKpMhahwVthAEsN6awgnHK62Qq5McGP1Gk="'
TIP = '"DigestTipAddress":{"IonText":"{strandId:\\"KmA3ZZca7vAIiJAK9S5Iwl\\",sequenceNo:123}"}'


def test_what_amazons_get_digest_gave_is_read() -> None:
    digest = read_digest(f"{{{GOOD},{TIP}}}".encode())
    assert (digest.strand_id, digest.sequence_no, digest.size) == ("KmA3ZZca7vAIiJAK9S5Iwl", 123, 124)
    assert digest.digest.hex().startswith("ea6e81317a1b")
    assert not digest.own
    assert digest.ledger_id is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1",
        "[]",
        "{}",
        f"{{{GOOD}}}",
        f"{{{TIP}}}",
        f"{{{GOOD},{GOOD},{TIP}}}",
        f'{{"Digest":"AAAA",{TIP}}}',
        f'{{"Digest":"not base64!",{TIP}}}',
        f'{{"Digest":null,{TIP}}}',
        f'{{"Digest":5,{TIP}}}',
        f"{{Digest:{{{{}}}},{TIP}}}",
        f'{{{GOOD},"DigestTipAddress":5}}',
        f'{{{GOOD},"DigestTipAddress":{{"IonText":"{{"}}}}',
        f'{{{GOOD},"DigestTipAddress":{{"IonText":"{{strandId:\\"s\\",sequenceNo:-1}}"}}}}',
        f'{{{GOOD},"DigestTipAddress":{{"IonText":"{{strandId:\\"s\\",sequenceNo:1.0}}"}}}}',
        f'{{{GOOD},"DigestTipAddress":{{"IonText":"{{strandId:s,sequenceNo:1}}"}}}}',
        f'{{{GOOD},"DigestTipAddress":{{"IonText":"{{strandId:\\"s\\",sequenceNo:{"9" * 30}}}"}}}}',
        f'{{{GOOD},{TIP},"Size":125}}',
        f'{{{GOOD},{TIP},"Size":0}}',
        f'{{{GOOD},{TIP},"LedgerId":5}}',
        f'{{{GOOD},{TIP},"Rfc9162Root":"AAAA"}}',
        f'{{{GOOD},{TIP},"Time":5}}',
        f'{{{GOOD},{TIP},"Time":"yesterday"}}',
        "[" * 1000,
        "{Digest:" * 1000,
    ],
)
def test_nonsense_is_no_digest(text: str) -> None:
    with pytest.raises(VerificationError) as caught:
        read_digest(text.encode())
    assert caught.value.code == "LS-VERIFY-002"


@pytest.mark.parametrize("data", [b"\xe0\x01\x00\xea\xde\xff", b"\xff\xfe\x00", b"\x00" * 8, b'{"Digest":"\xff"}'])
def test_bytes_that_are_no_text_are_no_digest(data: bytes) -> None:
    with pytest.raises(VerificationError):
        read_digest(data)


def test_an_address_has_two_fields_and_no_more() -> None:
    assert address_in(struct('{strandId:"s",sequenceNo:1}')) == ("s", 1)
    for text in ('{strandId:"s",sequenceNo:1,x:1}', '{strandId:"s",strandId:"t"}', "{}"):
        with pytest.raises(VerificationError):
            address_in(struct(text))


@pytest.mark.skipif(not VECTORS.exists(), reason="the reference folder is not here")
class TestWhatTheServiceAnswered:
    """GetDigest, GetRevision and GetBlock as published, through the verifier as they are."""

    published = json.loads(Path(VECTORS).read_text()) if VECTORS.exists() else {}

    @property
    def digest(self) -> Digest:
        two = {name: self.published[name] for name in ("Digest", "DigestTipAddress")}
        return read_digest(json.dumps(two).encode())

    def part(self, name: str) -> object:
        return held(loads(json.dumps(self.published[name])))

    def test_the_block_is_under_the_digest(self) -> None:
        block, proof = self.part("Block"), self.part("BlockProof")
        assert verify_block_proof(block, proof, self.digest) == []  # type: ignore[arg-type]

    def test_the_revision_is_under_the_digest(self) -> None:
        revision, proof = self.part("Revision"), self.part("RevisionProof")
        assert verify_revision_proof(revision, proof, self.digest) == []  # type: ignore[arg-type]
        assert verify_revision_proof(revision, proof, self.digest, self.part("Block")) == []  # type: ignore[arg-type]

    def test_nothing_in_the_revision_can_be_changed(self) -> None:
        revision, proof = self.part("Revision"), self.part("RevisionProof")
        changed = replaced(revision, ("data", "City"), lambda _: "Seattle")
        found = verify_revision_proof(changed, proof, self.digest)  # type: ignore[arg-type]
        assert [(one.entry, one.field) for one in found] == [("revision", "hash")]
        again = replaced(changed, ("hash",), lambda _: found[0].expected)
        found = verify_revision_proof(again, proof, self.digest)  # type: ignore[arg-type]
        assert [(one.entry, one.field) for one in found] == [("proof", "digest")]

    def test_the_published_proof_of_another_block_does_not_fit(self) -> None:
        proof: list[bytes] = self.part("BlockProof")  # type: ignore[assignment]
        block = self.part("Block")
        for wrong in (proof[1:], proof[:-1], [*proof, b""], proof[::-1]):
            found: list[Finding] = verify_block_proof(block, wrong, self.digest)  # type: ignore[arg-type]
            assert found, wrong


def test_the_prover_of_these_tests_agrees_with_the_definition() -> None:
    assert isinstance(LONG, Prover)
    assert LONG.digest(1).digest == LONG.blocks[0]["blockHash"]
