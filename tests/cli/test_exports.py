"""Exports and imports on the command line: a journal goes out as files, comes back, and is the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Outcome, Program

SCRIPT = """
CREATE TABLE Person; CREATE INDEX ON Person (name); CREATE TABLE Gone;
INSERT INTO Person <<
  {'name': 'Ann', 'at': `2020-01-01T`, 'n': 1.50, 's': `sym`, 'b': `{{aGk=}}`, 'x': `a::1`}, {'name': 'Bob'} >>;
INSERT INTO Gone {'a': 1};
UPDATE Person SET n = 2e0 WHERE name = 'Ann';
DELETE FROM Person WHERE name = 'Bob';
DROP TABLE Gone
"""
QUERIES = (
    "SELECT * FROM Person; SELECT * FROM history(Person); SELECT * FROM _ql_committed_Person;"
    "SELECT * FROM information_schema.user_tables; SELECT VALUE p.n FROM Person AS p WHERE p.name = 'Ann'"
)


def good(outcome: Outcome) -> str:
    assert outcome.code == 0, outcome
    return outcome.out


@pytest.fixture
def bank(program: Program) -> Program:
    good(program("--demo", "-q", "-c", SCRIPT, "bank.ledger"))
    good(program("get-digest", "bank.ledger", "--save", "kept.digest"))
    return program


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("form", ["ION_TEXT", "ION_BINARY"])
def test_a_journal_that_went_out_and_came_back_is_the_same(bank: Program, form: str) -> None:
    told = json.loads(good(bank("export-journal", "bank.ledger", "out", "--output-format", form)))
    assert told["Blocks"] == 9
    verified = good(bank("verify", "out", "--digest", "kept.digest", "--require-anchor"))
    assert verified.startswith("out: verified against the digest of block 8: 9 blocks, ")
    good(bank("import-journal", "out", "copy.ledger"))
    assert "verified against the digest of block 8" in good(bank("verify", "copy.ledger", "--digest", "kept.digest"))
    assert good(bank("get-digest", "copy.ledger")).split("Time")[0] == bank.read("kept.digest").split("Time")[0]
    assert good(bank("-c", QUERIES, "copy.ledger")) == good(bank("-c", QUERIES, "bank.ledger"))
    good(bank("export-journal", "copy.ledger", "again", "--output-format", form))
    objects = [name for name in files(bank.folder / "out") if name.endswith(".ion")]
    assert objects == [name for name in files(bank.folder / "again") if name.endswith(".ion")] != []
    assert all(
        (bank.folder / "out" / each).read_bytes() == (bank.folder / "again" / each).read_bytes() for each in objects
    )


def test_json_is_for_others_to_read(bank: Program) -> None:
    good(bank("export-journal-to-s3", "bank.ledger", "out", "--output-format", "JSON"))
    [data] = [name for name in files(bank.folder / "out") if name.endswith(".json")]
    lines = [json.loads(line) for line in bank.read(f"out/{data}").splitlines()]
    assert [line["blockAddress"]["sequenceNo"] for line in lines] == list(range(9))
    for refused in (bank("verify", "out"), bank("import-journal", "out", "copy.ledger")):
        assert refused.code == 1
        assert "LS-EXPORT-006" in refused.err
    assert not (bank.folder / "copy.ledger").exists()


def test_an_imported_ledger_is_for_reading_until_it_is_said_to_go_on(bank: Program) -> None:
    good(bank("export-journal", "bank.ledger", "out"))
    good(bank("import-journal", "out", "copy.ledger"))
    refused = bank("-c", "INSERT INTO Person {'name': 'Cy'}", "copy.ledger")
    assert refused.code == 1
    assert "LS-LEDGER-029" in refused.err
    assert "update-ledger" in refused.err
    good(bank("update-ledger", "copy.ledger", "--writable"))
    good(bank("update-ledger", "copy.ledger", "--writable"))
    good(bank("-c", "INSERT INTO Person {'name': 'Cy'}", "copy.ledger"))
    assert "verified against the digest of block 8: 11 blocks" in good(
        bank("verify", "copy.ledger", "--digest", "kept.digest")
    )
    provenance = good(bank("get-block", "copy.ledger", "--block-address", "9", "--format", "json"))
    assert "IMPORT LEDGER" in provenance
    assert "last_sequence_no = 8" in provenance
