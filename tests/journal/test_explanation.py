"""The steps that are told are those that are taken: each result follows from its bytes, the last one is the digest."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest
from hypothesis import given

from ledgershell.ion import ion_hash, loads
from ledgershell.ion.values import Struct, Value
from ledgershell.journal.digest import held, read_digest
from ledgershell.journal.explanation import (
    Explanation,
    HashStep,
    JoinStep,
    explain_block,
    explain_revision,
    hash_step,
    join_step,
)
from tests.ion.strategies import values
from tests.journal.golden import struct
from tests.journal.proving import Prover
from tests.journal.test_digest import VECTORS
from tests.journal.test_proofs import LONG, SMALL


def repeated(explanation: Explanation) -> bytes:
    """Every step done again from the bytes that it tells, by SHA-256 alone."""
    known: list[bytes] = []
    result = b""
    for step in explanation.steps:
        if isinstance(step, HashStep):
            assert all(sha256(inner.content).digest() == inner.result for inner in step.inner)
            result = sha256(step.content).digest()
        elif isinstance(step, JoinStep):
            assert step.left in known
            first, second = (step.right, step.left) if step.right_first else (step.left, step.right)
            result = sha256(first + second).digest()
        else:
            result = step.result
        assert result == step.result, step.title
        known.append(result)
    return result


@pytest.mark.parametrize("prover", [LONG, SMALL], ids=["three a block", "deleted and redacted"])
def test_each_revision_and_each_block_is_told_up_to_the_digest(prover: Prover) -> None:
    digest = prover.digest()
    for seq, block in enumerate(prover.blocks):
        assert repeated(explain_block(block, prover.block_proof(seq), digest)) == digest.digest
        for at, revision in enumerate(block["revisions"]):
            told = explain_revision(revision, prover.revision_proof(seq, at), digest)
            assert repeated(told) == digest.digest, (seq, at)


@pytest.mark.skipif(not VECTORS.exists(), reason="the reference folder is not here")
def test_what_the_service_answered_is_told_too() -> None:
    published = json.loads(VECTORS.read_text())
    parts = {name: held(loads(json.dumps(value))) for name, value in published.items() if name != "_about"}
    two = {name: published[name] for name in ("Digest", "DigestTipAddress")}
    digest = read_digest(json.dumps(two).encode())
    assert repeated(explain_revision(parts["Revision"], parts["RevisionProof"], digest)) == digest.digest
    assert repeated(explain_block(parts["Block"], parts["BlockProof"], digest)) == digest.digest


@given(values())
def test_the_hash_of_any_value_is_made_of_the_bytes_that_are_told(value: Value) -> None:
    step = hash_step("any", value)
    assert sha256(step.content).digest() == step.result == ion_hash(value)
    assert all(sha256(inner.content).digest() == inner.result for inner in step.inner)


def test_fields_are_named_by_their_way_and_told_from_the_inside_out() -> None:
    step = hash_step("nested", struct("{a:{b:1,c:[{d:2}]},e:x::{f:3}}"))
    assert [inner.what for inner in step.inner] == ["a.b", "a.c[0].d", "a.c", "a", "e.f", "e"]
    hashes = {inner.what: inner.result for inner in step.inner}
    for inner in step.inner:
        if inner.what in ("a", "a.c"):
            assert inner.content.count(b"\x0b\xd0") == 1
    assert hashes["a.b"] == sha256(b"\x0b\x70b\x0e\x0b\x20\x01\x0e").digest()


def test_the_order_of_two_hashes_is_explained() -> None:
    low, high = bytes(31) + b"\x80", bytes(31) + b"\x7f"
    step = join_step("two", high, low, "the other")
    assert step.right_first
    assert step.why == "the last byte is 80 (-128) in right and 7f (127) in left; the smaller one goes first"
    one, two = b"\x01" + bytes(31), b"\x02" + bytes(31)
    step = join_step("two", one, two, "the other")
    assert not step.right_first
    assert step.why.startswith("the last byte that differs (number 1) is 01 (1) in left")
    assert join_step("two", one, one, "itself").why == "both are equal"


def test_names_of_the_data_do_not_reach_the_screen_as_control_characters() -> None:
    from ledgershell.journal.explanation import Explanation
    from ledgershell.render.proof_steps import proof_lines

    step = hash_step("hostile", Struct((("\x1b[31m\n", 1),)))
    text = "".join(proof_lines(Explanation((step,), step.result)))
    assert "\x1b" not in text
    assert "\n" not in text
