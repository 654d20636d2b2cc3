"""Each step of an explained growth can be done by hand, and the steps lead to both roots, for trees of every size."""

from __future__ import annotations

import itertools
from hashlib import sha256
from pathlib import Path

import pytest

from ledgershell.ion import loads
from tests.cli.conftest import Program


def by_hand(lines: list[str]) -> None:
    """Work out anew whatever a step says is hashed."""
    for line, told in itertools.pairwise(lines):
        if line.startswith("   SHA-256 of "):
            content = bytes.fromhex(line.removeprefix("   SHA-256 of "))
            assert told == f"   = {sha256(content).hexdigest()}"


@pytest.mark.parametrize("first", range(9))
def test_the_steps_lead_to_both_roots(program: Program, first: int) -> None:
    commands = ["-c", "CREATE TABLE T", *[part for n in range(7) for part in ("-c", f"INSERT INTO T {{'n': {n}}}")]]
    assert program("-q", "bank.ledger", *commands).code == 0
    for second in range(first, 9):
        assert program("bank.ledger", "-c", f"\\proof {first}..{second} growth.ion").code == 0
        outcome = program("verify-proof", "growth.ion", "--explain")
        assert outcome.code == 0, outcome
        growth = loads(Path(program.folder, "growth.ion").read_bytes())
        lines = outcome.out.splitlines()
        results = [line.removeprefix("   = ") for line in lines if line.startswith("   = ")]
        by_hand(lines)
        assert growth["SecondDigest"]["Rfc9162Root"].hex() == results[-1]
        if first < second:
            at = next(number for number, line in enumerate(lines) if line.endswith(". the first Rfc9162Root"))
            assert lines[at + 2] == f"   = {growth['FirstDigest']['Rfc9162Root'].hex()}"
        assert "That is the second Rfc9162Root" in outcome.out
