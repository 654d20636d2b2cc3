"""The verifier accepts what is sound, and names block, entry and field of whatever is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgershell.ion import loads
from ledgershell.ion.text_writer import write_text
from ledgershell.ion.timestamp import Timestamp
from ledgershell.ion.values import MISSING, Struct, Symbol, Value
from ledgershell.journal import hashing, verify
from ledgershell.journal.block import RedactedRevision
from ledgershell.journal.verify import ChainVerifier, Finding, verify_chain
from tests.journal.journals import STRAND, TABLE, Journal, document_id, person, redact, small_journal

Path = tuple[str | int, ...]
hashes = st.binary(min_size=32, max_size=32)


def findings(blocks: list[Struct], *, own: bool = True) -> list[Finding]:
    return list(verify_chain(blocks, own=own))


def places(blocks: list[Struct]) -> list[tuple[int, str, str]]:
    return [(finding.seq, finding.entry, finding.field) for finding in findings(blocks)]


@given(hashes | st.just(b""), hashes | st.just(b""))
def test_the_verifiers_dot_is_the_builders(left: bytes, right: bytes) -> None:
    assert verify.dot(left, right) == hashing.dot(left, right)


@given(st.lists(hashes, max_size=20))
def test_the_verifiers_tree_is_the_builders(leaves: list[bytes]) -> None:
    assert verify.merkle_root(leaves) == hashing.merkle_root(leaves)


def test_a_sound_journal_has_no_findings() -> None:
    blocks = small_journal().blocks
    verifier = ChainVerifier()
    assert [verifier.add(block) for block in blocks] == [[]] * len(blocks)
    assert (verifier.blocks, verifier.revisions, verifier.seq) == (6, 7, 5)
    assert verifier.block_hash == blocks[-1]["blockHash"]
    assert findings(blocks, own=False) == []


def test_a_journal_of_others_may_begin_in_its_middle() -> None:
    blocks = small_journal().blocks[2:]
    assert findings(blocks, own=False) == []
    assert findings(blocks)[0] == Finding(0, "blockAddress", "sequenceNo", 0, 2)


def paths(value: Value, at: Path = ()) -> Iterator[Path]:
    """The way to everything inside a value."""
    if at:
        yield at
    if isinstance(value, Struct):
        for name, field in value.items():
            yield from paths(field, (*at, name))
    elif type(value) is list:
        for index, element in enumerate(value):
            yield from paths(element, (*at, index))


def at(value: Value, path: Path) -> Value:
    for step in path:
        value = value[step]
    return value


def replaced(value: Value, path: Path, change: Callable[[Value], Value]) -> Value:
    """A copy with one thing changed; ``MISSING`` takes it away."""
    if not path:
        return change(value)
    if isinstance(value, Struct):
        fields = [
            (name, replaced(field, path[1:], change) if name == path[0] else field) for name, field in value.items()
        ]
        return Struct((name, field) for name, field in fields if field is not MISSING)
    elements = [replaced(one, path[1:], change) if index == path[0] else one for index, one in enumerate(value)]
    return [one for one in elements if one is not MISSING]


def changed(value: Value) -> Value:
    """Something else of the same type."""
    kind = type(value)
    if kind is str:
        return value + "x"
    if kind is int:
        return value + 1
    if kind is bytes:
        return bytes([value[0] ^ 1]) + value[1:] if value else b"\x00"
    if kind is Timestamp:
        return Timestamp.from_milliseconds(value.milliseconds() + 1)
    if kind is list:
        return [*value, 1]
    if isinstance(value, Struct):
        return Struct([*value.items(), ("new", 1)])
    return 1


def retyped(value: Value) -> Value:
    """The same to the eye, of another type."""
    if type(value) is str:
        return Symbol(value)
    if type(value) is int:
        return Decimal(value)
    return "other"


EVERYTHING = [(seq, path) for seq, block in enumerate(small_journal().blocks) for path in paths(block)]


@pytest.mark.parametrize("tampering", [changed, retyped, lambda _: None, lambda _: MISSING, lambda value: [value]])
def test_no_change_of_anything_in_any_block_goes_unseen(tampering: Callable[[Value], Value]) -> None:
    blocks = small_journal().blocks
    assert len(EVERYTHING) > 200
    for seq, path in EVERYTHING:
        if tampering(at(blocks[seq], path)) is at(blocks[seq], path):
            continue
        tampered = [*blocks[:seq], replaced(blocks[seq], path, tampering), *blocks[seq + 1 :]]
        found = findings(tampered)
        assert found, f"block {seq}, {path}"
        assert found[0].seq == seq, f"block {seq}, {path}: told of block {found[0].seq}"


def test_the_control_a_verifier_that_hashes_nothing_sees_less(monkeypatch: pytest.MonkeyPatch) -> None:
    """Were the hashing switched off, most changes would pass: so it is the hashes that catch them."""
    monkeypatch.setattr(verify, "ion_hash", lambda _value: bytes(32))
    monkeypatch.setattr(verify, "dot", lambda _left, _right: bytes(32))
    monkeypatch.setattr(ChainVerifier, "_expect", lambda *_: None)
    blocks = small_journal().blocks
    unseen = [
        path
        for seq, path in EVERYTHING
        if not findings([*blocks[:seq], replaced(blocks[seq], path, changed), *blocks[seq + 1 :]])
    ]
    assert len(unseen) > 100


def test_a_changed_datum_is_named() -> None:
    blocks = small_journal().blocks
    blocks[2] = replaced(blocks[2], ("revisions", 0, "data", "age"), lambda _: 43)
    assert places(blocks) == [(2, "revisions[0]", "hash"), (2, "entriesHashList", "revisions")]


def test_a_changed_statement_is_named() -> None:
    blocks = small_journal().blocks
    blocks[2] = replaced(
        blocks[2], ("transactionInfo", "statements", 0, "statement"), lambda text: text.replace("42", "43")
    )
    assert places(blocks) == [(2, "entriesHashList", "transactionInfo")]


def test_all_failures_are_told_not_only_the_first() -> None:
    blocks = small_journal().blocks
    for seq in (1, 2, 5):
        blocks[seq] = replaced(blocks[seq], ("transactionId",), lambda _: "mallory")
    assert {finding.seq for finding in findings(blocks)} == {1, 2, 5}


def test_a_finding_tells_what_was_expected_and_what_is_there() -> None:
    blocks = small_journal().blocks
    right = blocks[2]["blockHash"]
    blocks[2] = replaced(blocks[2], ("blockHash",), lambda _: bytes(32))
    assert findings(blocks) == [Finding(2, "block", "blockHash", right, bytes(32))]


@pytest.mark.parametrize("missing", [1, 2, 3, 4])
def test_a_missing_block_in_the_middle_is_one_gap(missing: int) -> None:
    blocks = small_journal().blocks
    del blocks[missing]
    found = findings(blocks)
    gap = [("blockAddress", "sequenceNo"), ("block", "previousBlockHash")]
    if missing == 1:  # it had what block 4 redacts
        gap.append(("redactionInfo[0]", "revision"))
    if missing == 4:  # it says why data are missing in block 1
        gap.append(("revisions[0]", "dataHash"))
    assert [(one.entry, one.field) for one in found] == gap
    assert (found[0].expected, found[0].found) == (missing, missing + 1)


def test_the_first_block_cannot_be_left_out() -> None:
    assert places(small_journal().blocks[1:])[0] == (0, "blockAddress", "sequenceNo")


def test_swapped_doubled_and_renumbered_blocks() -> None:
    blocks = small_journal().blocks
    assert findings([blocks[0], blocks[2], blocks[1], *blocks[3:]])
    assert findings([*blocks[:3], blocks[2], *blocks[3:]])
    renumbered = replaced(blocks[3], ("blockAddress", "sequenceNo"), lambda _: 2)
    assert findings([*blocks[:2], renumbered, *blocks[4:]])


def test_a_block_of_another_strand() -> None:
    blocks = small_journal().blocks
    assert places(blocks) == []
    assert next(verify_chain(blocks, strand_id="another strand")).field == "strandId"


def test_swapped_documents_in_a_block() -> None:
    blocks = small_journal().blocks
    revisions = blocks[1]["revisions"]
    exchanged = [revisions[0], Struct([*revisions[1].items()]), revisions[2]]
    data_b, data_c = revisions[1]["data"], revisions[2]["data"]
    exchanged[1] = replaced(revisions[1], ("data",), lambda _: data_c)
    exchanged[2] = replaced(revisions[2], ("data",), lambda _: data_b)
    blocks[1] = replaced(blocks[1], ("revisions",), lambda _: exchanged)
    assert [place[1] for place in places(blocks)][:2] == ["revisions[1]", "revisions[2]"]


def test_swapped_revisions_are_seen_though_their_pair_hashes_the_same() -> None:
    """The root over two hashes does not know their order, so the place of each must not matter for what it says."""
    journal = Journal()
    journal.append("CREATE LEDGER")
    journal.append("INSERT INTO Person ?", ("a", 0, Struct([("n", 1)])), ("b", 0, Struct([("n", 2)])))
    block = journal.blocks[1]
    swapped = replaced(block, ("revisions",), lambda pair: [pair[1], pair[0]])
    assert findings([journal.blocks[0], swapped]) == [], "the same two documents, each with its own data"


def test_a_document_twice_in_a_block() -> None:
    journal = Journal()
    journal.append("CREATE LEDGER")
    journal.append("INSERT INTO Person ?", ("a", 0, Struct([("n", 1)])), ("a", 1, Struct([("n", 2)])))
    assert (1, "revisions", "metadata.id") in places(journal.blocks)


def test_data_cannot_be_hidden_by_pretending_it_was_never_ours() -> None:
    """A revision stripped down to its hash looks like a system revision; the block still names its document."""
    blocks = small_journal().blocks
    blocks[1] = replaced(blocks[1], ("revisions", 1), lambda revision: Struct([("hash", revision["hash"])]))
    found = [one for one in findings(blocks, own=False) if one.field == "metadata.id"]
    assert len(found) == 1
    assert (found[0].seq, found[0].entry, found[0].found) == (1, "revisions", MISSING)


def test_a_second_field_of_the_same_name() -> None:
    blocks = small_journal().blocks
    blocks[2] = replaced(
        blocks[2], ("revisions", 0), lambda one: Struct([*one.items(), ("data", Struct([("name", "Eve")]))])
    )
    assert places(blocks) == [(2, "revisions[0]", "fields")]
    assert len(findings(blocks, own=False)) == 1


def test_data_are_not_taken_away_without_a_block_that_says_so() -> None:
    """The hash still adds up, since it was made of the hash of the data."""
    journal = small_journal()
    redact(journal, 2, 0)
    assert places(journal.blocks) == [(2, "revisions[0]", "dataHash")]


def test_what_a_block_redacts_must_be_gone() -> None:
    journal = Journal()
    journal.append("CREATE LEDGER")
    journal.append("INSERT INTO Person ?", ("a", 0, person("Ann", 41)))
    redacted = (RedactedRevision(STRAND, 1, TABLE, document_id("a"), 0),)
    journal.append("EXEC REDACT_REVISION ?, ?, ?", redacted=redacted)
    assert places(journal.blocks) == [(2, "redactionInfo[0]", "revision")]
    redact(journal, 1, 0)
    assert places(journal.blocks) == []
    journal.append("EXEC REDACT_REVISION ?, ?, ?", redacted=redacted)
    assert places(journal.blocks) == [(3, "redactionInfo[0]", "revision")], "and only once"


def test_a_deleted_document_cannot_come_back_with_data() -> None:
    blocks = small_journal().blocks
    blocks[3] = replaced(
        blocks[3], ("revisions", 0), lambda one: Struct([*one.items(), ("data", Struct([("name", "Bob")]))])
    )
    assert (3, "revisions[0]", "hash") in places(blocks)


def test_time_does_not_go_back() -> None:
    """Even in a journal whose hashes were all made anew."""
    import tests.journal.journals as journals

    journal = Journal()
    journal.append("CREATE LEDGER")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(journals, "START", journals.START - 5000)
        journal.append("INSERT INTO Person ?", ("a", 0, Struct([("n", 1)])))
    assert places(journal.blocks) == [(1, "block", "blockTimestamp")]


HOSTILE = [
    "{}",
    "{blockAddress:1,revisions:1,entriesHashList:1,transactionInfo:1,blockHash:1,previousBlockHash:1}",
    "{blockAddress:{strandId:null,sequenceNo:null}}",
    "{revisions:[null,1,{},[],{hash:null},{metadata:null,data:null},{metadata:{id:1},hash:{{}}}]}",
    "{entriesHashList:[{{}},{{AAAA}},null,1,[]]}",
    "{revisions:(1 2)}",
    "{transactionInfo:{documents:[1],statements:{}}}",
    "{blockTimestamp:2019T,blockAddress:{sequenceNo:99999999999999999999999999}}",
    "{previousBlockHash:{{AAAA}},blockHash:{{AAAA}},entriesHash:{{AAAA}}}",
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("own", [True, False])
def test_nonsense_is_told_and_never_breaks_the_verifier(text: str, own: bool) -> None:
    blocks = small_journal().blocks
    found = findings([*blocks[:2], loads(text), *blocks[2:]], own=own)
    assert any(one.seq == 2 for one in found)
    assert findings([loads(text)], own=own)
    for one in found:
        write_text([str(one.expected), str(one.found)])
