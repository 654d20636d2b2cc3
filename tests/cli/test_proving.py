"""Digests, proofs and verification on the command line: shapes, files, exit codes."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from ledgershell.ion import loads
from tests.cli.conftest import Program
from tests.ledger.tampering import change_by_force

SCRIPT = (
    "CREATE TABLE P; INSERT INTO P << {'name': 'Ann', 'age': 1}, {'name': 'Bob'} >>;"
    "UPDATE P SET age = 42 WHERE name = 'Ann'; DELETE FROM P WHERE name = 'Bob'"
)


@pytest.fixture
def bank(program: Program) -> str:
    """A ledger of five blocks; the id of the document that is left."""
    assert program("--demo", "-q", "-c", SCRIPT, "bank.ledger").code == 0
    return str(loads(program("-c", "SELECT VALUE id FROM P BY id", "bank.ledger").out))


def tamper(program: Program) -> None:
    changed = change_by_force(
        Path(program.folder / "bank.ledger"),
        lambda connection: connection.execute("UPDATE data SET body = zeroblob(3) WHERE ordinal = 4"),
    )
    assert changed


def test_a_ledger_is_verified_against_the_digest_that_was_kept(program: Program, bank: str) -> None:
    for name, options in (("kept.ion", ()), ("kept.json", ("--format", "json"))):
        digest = program("get-digest", "bank.ledger", "--save", name, *options)
        assert (digest.code, program.read(name)) == (0, digest.out)
        outcome = program("verify", "bank.ledger", "--digest", name, "--require-anchor")
        assert outcome.code == 0, outcome
        assert outcome.out.startswith("bank: verified against the digest of block 4: 5 blocks, 5 revisions\n")


def test_without_a_digest_it_is_said_that_nothing_anchors_the_journal(program: Program, bank: str) -> None:
    outcome = program("verify", "bank.ledger")
    assert outcome.code == 0
    assert "NOT ANCHORED" in outcome.out
    assert program("verify", "bank.ledger", "--require-anchor").code == 4
    told = json.loads(program("verify", "bank.ledger", "--format", "json").out)
    assert (told["outcome"], told["anchored"], told["faults"]) == ("not anchored", False, [])


def test_a_change_is_told_with_its_place(program: Program, bank: str) -> None:
    tamper(program)
    outcome = program("verify", "bank.ledger")
    assert outcome.code == 4
    assert "FAILED" in outcome.out
    assert "block 3: " in outcome.out
    told = json.loads(program("verify", "bank.ledger", "--format", "json").out)
    assert told["outcome"] == "failed"
    assert {"part", "sequenceNo", "entry", "field", "expected", "found"} == set(told["faults"][0])
    assert 3 in [fault["sequenceNo"] for fault in told["faults"]]
    inside = program("-c", "\\verify", "bank.ledger")
    assert inside.code == 4
    assert "LS-VERIFY-001" in inside.err


def test_a_file_that_cannot_be_opened_has_failed(program: Program, bank: str) -> None:
    connection = sqlite3.connect(program.folder / "bank.ledger")
    connection.execute("CREATE VIEW planted AS SELECT 1")
    connection.commit()
    connection.close()
    assert program("verify", "bank.ledger").code == 4
    told = json.loads(program("verify", "bank.ledger", "--format", "json").out)
    assert (told["outcome"], told["faults"][0]["field"]) == ("failed", "LS-STORE-011")
    program.write("text.ledger", "no ledger")
    assert program("verify", "text.ledger").code == 2
    assert program("verify", "nosuch.ledger").code == 2


def test_the_wrong_ledger_is_not_verified_by_a_sound_journal(program: Program, bank: str) -> None:
    program("get-digest", "bank.ledger", "--save", "kept")
    assert program("--demo=other", "-q", "-c", SCRIPT, "other.ledger").code == 0
    outcome = program("verify", "other.ledger", "--digest", "kept")
    assert outcome.code == 4
    assert "LedgerId" in outcome.out


@pytest.mark.parametrize("form", ["ion", "json"])
def test_a_proof_is_checked_without_the_ledger(program: Program, bank: str, form: str) -> None:
    program("get-digest", "bank.ledger", "--save", "kept")
    revision = program(
        "get-revision", "bank.ledger", "--document-id", bank, "--block-address", "3", "--digest-tip-address", "4",
        "--format", form, "--save", "revision",
    )  # fmt: skip
    block = program(
        "get-block", "bank.ledger", "--block-address", "2", "--digest-tip-address", "4", "--format", form,
        "--save", "block",
    )  # fmt: skip
    (program.folder / "bank.ledger").unlink()
    program.write("bare", revision.out)
    program.write("bare-block", block.out)
    for name in ("bare", "bare-block", "revision", "block"):
        outcome = program("verify-proof", name, "--digest", "kept")
        assert outcome.code == 0, outcome
        assert outcome.out.startswith("proved: ")
        assert "NOT ANCHORED" not in outcome.out
    assert "NOT ANCHORED" in program("verify-proof", "revision").out
    assert program("verify-proof", "revision", "--require-anchor").code == 4
    assert program("verify-proof", "bare").code == 4, "there is no digest"
    program.write("forged", revision.out.replace("42", "43"))
    outcome = program("verify-proof", "forged", "--digest", "kept")
    assert outcome.code == 4
    assert "revision hash" in outcome.out


def test_the_answers_have_the_shape_of_amazons(program: Program, bank: str) -> None:
    digest = json.loads(program("get-digest", "--name", "bank.ledger", "--format", "json").out)
    assert list(digest)[:2] == ["Digest", "DigestTipAddress"]
    tip = json.dumps(digest["DigestTipAddress"])
    address = json.dumps(
        {"IonText": f'{{strandId:"{loads(digest["DigestTipAddress"]["IonText"])["strandId"]}",sequenceNo:3}}'}
    )
    block = json.loads(
        program("get-block", "--name", "bank.ledger", "--block-address", address, "--format", "json").out
    )
    assert list(block) == ["Block"]
    assert loads(block["Block"]["IonText"])["blockAddress"]["sequenceNo"] == 3
    program.write("address.json", address)
    asked = ("--block-address", "file://address.json", "--digest-tip-address", tip, "--document-id", bank)
    revision = json.loads(program("get-revision", "bank.ledger", *asked, "--format", "json").out)
    assert list(revision) == ["Revision", "Proof"]
    assert all(len(node) == 32 for node in loads(revision["Proof"]["IonText"]))


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        (("--block-address", "9"), 1, "LS-VERIFY-003"),
        (("--block-address", "3", "--digest-tip-address", "9"), 1, "LS-VERIFY-004"),
        (("--block-address", "3", "--digest-tip-address", "2"), 1, "LS-VERIFY-004"),
        (("--block-address", "-1"), 2, "LS-CLI-002"),
        (("--block-address", "{"), 2, "LS-CLI-002"),
        (("--block-address", "nonsense"), 2, "LS-CLI-002"),
        (("--block-address", '{strandId:"x",sequenceNo:1}'), 1, "LS-VERIFY-003"),
        (("--block-address", "file://nosuch"), 1, "LS-FILE-001"),
        ((), 2, "LS-CLI-002"),
    ],
)
def test_addresses_that_lead_nowhere(
    program: Program, bank: str, arguments: tuple[str, ...], code: int, word: str
) -> None:
    outcome = program("get-block", "bank.ledger", *arguments)
    assert (outcome.code, outcome.out) == (code, "")
    assert word in outcome.err


@pytest.mark.parametrize("text", ["", "{}", "1", "{Digest:1}", "\x00", "{Block:{},Proof:[]}", "[" * 500, "{Proof:[]}"])
def test_nonsense_is_no_proof(program: Program, text: str) -> None:
    program.write("nonsense", text)
    assert program("verify-proof", "nonsense").code == 4


def test_a_proof_that_does_not_exist(program: Program) -> None:
    assert program("verify-proof", "nosuch").code == 1
    assert program("verify-proof").code == 2


@pytest.mark.parametrize("address", ["x", "-1", "{strandId: 1}", "[1", "1.5", ""])
def test_what_is_no_address_is_wrong_usage_and_no_failed_verification(program: Program, address: str) -> None:
    assert program("bank.ledger", "-c", "CREATE TABLE T").code == 0
    outcome = program("get-block", "bank.ledger", f"--block-address={address}")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("error LS-CLI-002")
