r"""``\digest``, ``\block``, ``\tx``, ``\chain``, ``\log``, ``\diff``, ``\proof`` and ``\verify`` in a conversation."""

from __future__ import annotations

from ledgershell.commands.receipts import check_proof, read_anchor
from ledgershell.ion import loads
from tests.commands.talk import Talk

SCRIPT = r"""CREATE TABLE P;
INSERT INTO P << {'name': 'Ann', 'age': 1, 'tags': ['a', 'b', 'c']}, {'name': 'Bob'} >>;
UPDATE P SET age = 42, city = 'Everett' WHERE name = 'Ann';
UPDATE P SET tags = ['a', 'c', 'd'] WHERE name = 'Ann';
DELETE FROM P WHERE name = 'Bob';
"""


def filled(talk: Talk) -> tuple[str, str]:
    """The ids of Ann's and of Bob's document."""
    made = talk(SCRIPT).splitlines()
    return loads(made[1])["documentId"], loads(made[2])["documentId"]


def test_a_digest_is_shown_and_kept(talk: Talk) -> None:
    filled(talk)
    shown = loads(talk("\\digest kept.ion\n"))
    assert read_anchor(str(talk.folder / "kept.ion")).digest == shown["Digest"]
    assert shown["Size"] == 6
    assert "kept.ion" in talk.said


def test_blocks_are_found_by_number_and_by_transaction(talk: Talk) -> None:
    filled(talk)
    block = loads(talk("\\block 3\n"))
    assert block["transactionInfo"]["statements"][0]["statement"].startswith("UPDATE P SET age")
    assert loads(talk(f"\\tx {block['transactionId']}\n")) == block
    talk("\\block 99\n")
    assert "LS-VERIFY-003" in talk.said
    talk("\\tx nobody\n")
    assert "LS-VERIFY-003" in talk.said


def test_the_chain_shows_that_each_block_names_the_one_before(talk: Talk) -> None:
    filled(talk)
    drawn = talk("\\chain 2..4\n")
    assert drawn.count("┌ block") == 3
    assert drawn.count("▼") == 2
    hashes = [line.split()[-1] for line in drawn.splitlines() if "blockHash  " in line]
    previous = [line.split()[-1] for line in drawn.splitlines() if "previousBlockHash" in line]
    assert previous[1:] == hashes[:-1]
    assert talk("\\chain\n").count("┌ block") == 5
    assert talk("\\chain 0\n").count("first block") == 1
    for wrong in ("3..1", "x", "1..x", "-1"):
        talk(f"\\chain {wrong}\n")
        assert "LS-CLI-004" in talk.said, wrong


def test_the_log_of_a_document_tells_what_happened_to_it(talk: Talk) -> None:
    ann, bob = filled(talk)
    rows = [loads(line) for line in talk(f"\\log {ann}\n").splitlines()]
    assert [(row["version"], row["block"], row["state"]) for row in rows] == [
        (0, 2, "inserted"),
        (1, 3, "updated"),
        (2, 4, "updated"),
    ]
    rows = [loads(line) for line in talk(f"\\log {bob}\n").splitlines()]
    assert [row["state"] for row in rows] == ["inserted", "deleted"]
    assert rows[1]["statement"].startswith("DELETE")
    talk("\\log nobody\n")
    assert "LS-VERIFY-003" in talk.said


def test_a_difference_names_paths(talk: Talk) -> None:
    ann, bob = filled(talk)
    assert talk(f"\\diff {ann} 0 1\n") == 'age\n  - 1\n  + 42\ncity\n  + "Everett"\n'
    assert talk(f"\\diff {ann}\n") == 'tags[1]\n  - "b"\ntags[2]\n  + "d"\n'
    assert talk(f"\\diff {ann} 1 1\n") == ""
    assert talk(f"\\diff {bob}\n") == '(the whole document)\n  - {name: "Bob"}\n'
    rows = talk(f"\\format json\n\\diff {ann} 0 1\n")
    assert '"path"' in rows
    talk(f"\\diff {ann} 0 7\n")
    assert "LS-VERIFY-003" in talk.said


def test_a_proof_for_the_road(talk: Talk) -> None:
    ann, bob = filled(talk)
    talk(f"\\digest kept\n\\proof {ann} ann\n\\proof {bob} bob\n\\proof 3 block\n")
    anchor = read_anchor(str(talk.folder / "kept"))
    for name in ("ann", "bob", "block"):
        checked = check_proof((talk.folder / name).read_bytes(), anchor, explain=True)
        assert checked.findings == [], name
        assert checked.explanation is not None
        assert checked.explanation.result == anchor.digest


def test_a_proof_that_the_journal_has_only_grown(talk: Talk) -> None:
    filled(talk)
    talk("\\digest early\nINSERT INTO P {'name': 'Cy'};\nINSERT INTO P {'name': 'Di'};\n\\proof 5..7 growth\n")
    early = read_anchor(str(talk.folder / "early"))
    growth = (talk.folder / "growth").read_bytes()
    assert check_proof(growth, early).findings == []
    assert check_proof(growth, None).anchored is False
    assert check_proof(growth, early._replace(digest=bytes(32))).findings != []
    talk("\\proof 7..5\n")
    assert "LS-CLI-004" in talk.said
    talk("\\proof 5..99\n")
    assert "LS-VERIFY-004" in talk.said


def test_verification_of_everything_and_of_one(talk: Talk) -> None:
    ann, bob = filled(talk)
    told = talk("\\verify\n")
    assert "NOT ANCHORED" in told
    assert "(6 blocks, 6 revisions)" in told
    talk("\\digest kept\n")
    assert talk("\\verify --digest kept\n").startswith("verified against the digest of block 5: 6 blocks")
    talk("INSERT INTO P {'name': 'Cy'};\n")
    assert talk("\\verify --digest kept\n").startswith("verified against the digest of block 5: 7 blocks")
    assert talk(f"\\verify {ann} --digest kept\n").startswith(f"proved: document {ann} version 2 (updated)")
    assert "(deleted)" in talk(f"\\verify {bob}\n")
    assert talk("\\verify 3\n").startswith("proved: block 3")
    talk("\\verify --digest nosuch\n")
    assert "LS-FILE-001" in talk.said


def test_the_explanation_ends_at_the_digest(talk: Talk) -> None:
    ann, _ = filled(talk)
    told = talk(f"\\verify {ann} --explain\n")
    assert told.startswith("1. the hash of the metadata\n")
    assert "That is the digest, in Base64 " in told
    assert "smaller one goes first" in told
