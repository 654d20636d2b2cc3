"""Blocks that Amazon QLDB itself wrote and published, as exports: what can be recomputed is, what was edited shows."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from ledgershell.ion import loads
from ledgershell.ion.values import Struct
from tests.exports import good, rows, run
from tests.journal.golden import BLOCK
from tests.locations import SEEDS


def exported(folder: Path, text: str) -> Path:
    """One block, in the very letters that were published, as an export of its own."""
    block = loads(text)
    assert isinstance(block, Struct)
    strand, seq = block["blockAddress"]["strandId"], block["blockAddress"]["sequenceNo"]
    name = f"{strand}.{seq}-{seq}.ion"
    folder.mkdir()
    (folder / name).write_text(text, encoding="utf-8")
    (folder / f"{'0' * 22}.{strand}.completed.manifest").write_text(f'{{keys: ["{name}"]}}')
    return folder


def findings(folder: Path) -> set[tuple[str, str]]:
    told = json.loads(run("verify", folder, "--format", "json").out)
    return {(fault["entry"], fault["field"]) for fault in told["faults"]}


def test_a_block_of_the_service_s_documentation_becomes_a_ledger(tmp_path: Path) -> None:
    """Block 100 of the answer to GetBlock, whose every hash recomputes, and leads to the published digest."""
    export = exported(tmp_path / "export", BLOCK)
    assert "1 block, 1 revision, 2 entries of which only the hash is known" in good("verify", export)
    ledger = tmp_path / "real.ledger"
    good("import-journal", export, ledger)
    assert rows(ledger, "SELECT v.VIN, v.City FROM VehicleRegistration AS v") == [
        '{VIN: "1N4AL11D75C109151", City: "Everett"}'
    ]
    [revision] = [loads(row) for row in rows(ledger, "SELECT * FROM history(VehicleRegistration)")]
    assert revision["metadata"]["version"] == 3
    assert loads(good("get-block", ledger, "--block-address", "100"))["Block"] == loads(BLOCK)


def seed(name: str) -> str:
    if not SEEDS.is_dir():
        pytest.skip(f"the articles are not at {SEEDS}")
    [path] = SEEDS.glob(f"{name}_*.txt")
    return path.read_text(encoding="utf-8")


def test_the_guide_s_block_recomputes_but_for_what_was_edited(tmp_path: Path) -> None:
    """Its transactionInfo was changed for publication; all else of it is what the service computed."""
    match = re.search(r"^\{\n  blockAddress:.*?^\}$", seed("003"), re.MULTILINE | re.DOTALL)
    assert match is not None
    export = exported(tmp_path / "export", match.group())
    assert findings(export) == {("entriesHashList", "transactionInfo")}
    outcome = run("import-journal", export, tmp_path / "new.ledger")
    assert outcome.code == 4
    assert "byte 0: block 25: entriesHashList transactionInfo" in outcome.err
    assert not (tmp_path / "new.ledger").exists()


def test_the_stream_s_block_recomputes_but_for_the_documents_it_leaves_out(tmp_path: Path) -> None:
    """A summary names its revisions by their hashes; as a block it lacks the documents, and nothing else."""
    match = re.search(r'recordType:"BLOCK_SUMMARY", payload:(\{.*\}) \}$', seed("002"), re.MULTILINE)
    assert match is not None
    summary = loads(match.group(1))
    revisions = [Struct([("hash", each["hash"])]) for each in summary["revisionSummaries"]]
    block = Struct(
        ("revisions", revisions) if name == "revisionSummaries" else (name, value) for name, value in summary.items()
    )
    from ledgershell.ion import dumps

    export = exported(tmp_path / "export", str(dumps(block, binary=False, indent=2)))
    assert findings(export) == {("revisions", "metadata.id")}
