"""Blocks are built, kept and put together again; the quick ways give what the plain ones give."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgershell.ion import ion_hash, loads
from ledgershell.ion.scalar_encoding import encode_timestamp
from ledgershell.ion.text_writer import write_text
from ledgershell.ion.timestamp import Timestamp
from ledgershell.ion.values import Struct, Value
from ledgershell.journal import revision as revisions
from ledgershell.journal.block import (
    BLOCK_SYMBOLS,
    Block,
    DocumentChange,
    RedactedRevision,
    Statement,
    assemble,
    build_block,
    decode_block,
    encode_block,
    header_hash,
    statement_digest,
    transaction_info,
    transaction_info_hash,
)
from ledgershell.journal.hashing import dot, merkle_root
from ledgershell.journal.revision import RevisionHasher, metadata_struct, revision_hash, revision_struct
from ledgershell.journal.serials import written_time

STRAND = "KmA3ZZca7vAIiJAK9S5Iwl"


def text_of(value: Value) -> str:
    """Ion text without spaces, fields in their order."""
    return write_text(value).replace(": ", ":").replace(", ", ",")


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
ids = st.text("0123456789ABCabc", min_size=22, max_size=22)
hashes = st.binary(min_size=32, max_size=32)
times = st.integers(-62_000_000_000_000, 253_000_000_000_000)
statements = st.lists(st.builds(Statement, texts, times, hashes), max_size=4)
documents = st.lists(
    st.builds(
        DocumentChange,
        ids | texts,
        st.sampled_from(["Person", "Vehicle"]) | texts,
        st.sampled_from(["A" * 22, "B" * 22]),
        st.lists(st.integers(0, 100_000), max_size=3).map(tuple),
    ),
    max_size=8,
    unique_by=lambda change: change.document_id,
)


def block_of(**changed: Any) -> Block:
    parts: dict[str, Any] = {
        "strand_id": STRAND,
        "seq": 7,
        "previous_block_hash": bytes(range(32)),
        "transaction_id": "FnQeJBAicTX0Ah32ZnVtSX",
        "time": 1_700_000_000_123,
        "statements": [Statement("INSERT INTO Person ?", 1_700_000_000_100, bytes(32))],
        "documents": [DocumentChange("JUJgkIcNbhS2goq8RqLuZ4", "Person", "BFJKdXgzt9oF4wjMbuxy4G", (0,))],
        "revision_hashes": [b"r" * 32],
    }
    return build_block(**parts | changed)


@given(ids | texts, st.integers(0, 1 << 40), times, ids, hashes)
def test_revision_hashes_of_a_transaction(
    document_id: str, version: int, time: int, transaction_id: str, data_hash: bytes
) -> None:
    hasher = RevisionHasher(transaction_id, time)
    metadata = metadata_struct(document_id, version, time, transaction_id)
    assert hasher.hash(document_id, version, data_hash) == revision_hash(metadata, data_hash)
    assert hasher.hash(document_id, version, b"") == ion_hash(metadata)


@given(statements, documents)
def test_the_hash_of_transaction_info(ran: list[Statement], changed: list[DocumentChange]) -> None:
    info = transaction_info(ran, changed)
    assert transaction_info_hash(ran, changed) == ion_hash(info)
    assert [entry["statementDigest"] for entry in info["statements"]] == [one.digest for one in ran]
    assert list(info["documents"].keys()) == [one.document_id for one in changed]


@given(ids | texts, st.integers(0, 1 << 62), ids, times)
def test_the_hash_of_the_header(strand_id: str, seq: int, transaction_id: str, time: int) -> None:
    header = Struct(
        [
            ("blockAddress", revisions.block_address(strand_id, seq)),
            ("transactionId", transaction_id),
            ("blockTimestamp", Timestamp.from_milliseconds(time)),
        ]
    )
    assert header_hash(strand_id, seq, transaction_id, time) == ion_hash(header)


def test_a_block_is_made_of_its_parts() -> None:
    block = block_of(revision_hashes=[b"a" * 32, b"b" * 32, b"c" * 32])
    struct = decode_block(block.body)
    header = Struct((name, struct[name]) for name in ("blockAddress", "transactionId", "blockTimestamp"))
    entries = [ion_hash(header), merkle_root([b"a" * 32, b"b" * 32, b"c" * 32]), ion_hash(struct["transactionInfo"])]
    assert struct["entriesHashList"] == entries == list(block.entries_hash_list)
    assert struct["entriesHash"] == merkle_root(entries) == block.entries_hash
    assert struct["blockHash"] == dot(merkle_root(entries), bytes(range(32))) == block.block_hash
    assert text_of(struct["blockAddress"]) == f'{{strandId:"{STRAND}",sequenceNo:7}}'
    assert text_of(struct["blockTimestamp"]) == "2023-11-14T22:13:20.123Z"
    assert struct.keys() == (
        "blockAddress",
        "transactionId",
        "blockTimestamp",
        "blockHash",
        "entriesHash",
        "previousBlockHash",
        "entriesHashList",
        "transactionInfo",
        "revisions",
    )


def test_a_redaction_is_an_entry_of_its_own() -> None:
    redacted = RedactedRevision(STRAND, 3, "BFJKdXgzt9oF4wjMbuxy4G", "JUJgkIcNbhS2goq8RqLuZ4", 0)
    struct = decode_block(block_of(revision_hashes=[], documents=[], redacted=[redacted]).body)
    assert text_of(struct["redactionInfo"]) == (
        f'{{revisions:[{{blockAddress:{{strandId:"{STRAND}",sequenceNo:3}},tableId:"BFJKdXgzt9oF4wjMbuxy4G",'
        'documentId:"JUJgkIcNbhS2goq8RqLuZ4",version:0}]}'
    )
    assert struct["entriesHashList"][1:] == [ion_hash(struct["redactionInfo"]), ion_hash(struct["transactionInfo"])]


def test_the_first_block_stands_on_nothing() -> None:
    block = block_of(seq=0, previous_block_hash=b"", revision_hashes=[], documents=[])
    assert block.block_hash == block.entries_hash
    assert decode_block(block.body)["previousBlockHash"] == b""


@given(statements, documents, st.lists(hashes, max_size=3))
def test_a_kept_block_comes_back(
    ran: list[Statement], changed: list[DocumentChange], revision_hashes: list[bytes]
) -> None:
    block = block_of(statements=ran, documents=changed, revision_hashes=revision_hashes)
    struct = decode_block(block.body)
    assert struct["transactionInfo"] == transaction_info(ran, changed)
    assert struct["transactionInfo"]["documents"].keys() == tuple(one.document_id for one in changed)
    assert encode_block(struct) == block.body


def test_runs_of_documents_are_kept_short() -> None:
    def size(count: int, width: int) -> int:
        changes = [DocumentChange(f"{number:0{width}}", "Person", "B" * 22, (0,)) for number in range(count)]
        return len(block_of(documents=changes).body)

    assert 1000 * 16 <= size(1040, 22) - size(40, 22) < 1000 * 16 + 10, "ids as ours: 16 bytes each"
    assert 1000 * 22 <= size(1040, 21) - size(40, 21) < 1000 * 23 + 10, "other ids: their text"


@pytest.mark.parametrize("largest", ["7n42DGM5Tflk9n8mt7Fhc7", "7n42DGM5Tflk9n8mt7Fhc8", "z" * 22, "0" * 22, "-" * 22])
def test_ids_at_the_edge_of_128_bits_come_back(largest: str) -> None:
    changes = [DocumentChange(largest, "Person", "B" * 22, (0,))]
    assert decode_block(block_of(documents=changes).body)["transactionInfo"]["documents"].keys() == (largest,)


def test_keeping_a_block_adds_no_name_to_any_table() -> None:
    before = BLOCK_SYMBOLS.last
    encode_block(
        loads("{blockAddress:{strandId:'s', sequenceNo:1}, somethingNew:{a:1}, transactionInfo:{documents:{x:1}}}")
    )
    assert BLOCK_SYMBOLS.last == before


FOREIGN = [
    "{}",
    "{blockAddress:null}",
    "{transactionInfo:null.struct}",
    "{transactionInfo:{}}",
    "{transactionInfo:{documents:{}}, revisions:[]}",
    "{transactionInfo:{documents:null}}",
    "{transactionInfo:{documents:[]}}",
    '{transactionInfo:{documents:[["a","b",[0],["x"]]]}}',
    '{transactionInfo:{documents:{x:{tableName:"T",tableId:"t",statements:[0]}}}}',
    '{transactionInfo:{documents:{x:{tableId:"t",tableName:"T",statements:[0]}}}}',
    '{transactionInfo:{documents:{x:{tableName:T,tableId:"t",statements:[0]}}}}',
    '{transactionInfo:{documents:{x:{tableName:"T",tableId:"t",statements:(0)}}}}',
    '{transactionInfo:{documents:{x:{tableName:"T",tableId:"t",statements:[true]}}}}',
    '{transactionInfo:{documents:{x:a::{tableName:"T",tableId:"t",statements:[0]}}}}',
    '{transactionInfo:{documents:{x:{tableName:"T",tableId:"t",statements:[0],more:1}}}}',
    '{transactionInfo:{documents:{$0:{tableName:"T",tableId:"t",statements:[0]}}}}',
    '{transactionInfo:{documents:{x:{tableName:"T",tableId:"t",statements:[0]},x:1}}}',
    "{transactionInfo:{documents:{},documents:{}}}",
    "{transactionInfo:{statements:[]},transactionInfo:{documents:{}}}",
    "{revisions:[], unknown:verbatim::{a:1}, blockTimestamp:2019-09-18T17:00:14.601000001Z}",
    "{revisions:(1)}",
    "{revisions:null.list}",
    "{revisions:a::[1]}",
]


@pytest.mark.parametrize("text", FOREIGN)
def test_blocks_of_others_are_kept_as_they_are(text: str) -> None:
    block = loads(text)
    assert text_of(decode_block(encode_block(block))) == text_of(block)


def test_only_the_revisions_are_left_out() -> None:
    parts = [loads("{hash:{{aGVsbG8=}}}"), loads("{hash:{{aGVsbG8=}},data:{secret:true}}")]
    block = Struct([("revisions", parts), ("later", 1)])
    body = encode_block(block)
    assert b"secret" not in body
    assert text_of(decode_block(body)) == "{revisions:[],later:1}"
    assert assemble(body, parts) == block
    assert assemble(body, parts).keys() == ("revisions", "later")


def test_a_statement_digest_joins_text_and_parameters() -> None:
    text, one, two = "SELECT * FROM T WHERE a = ? AND b = ?", 1, "x"
    assert statement_digest(text) == ion_hash(text)
    assert statement_digest(text, [one, two]) == dot(dot(ion_hash(text), ion_hash(one)), ion_hash(two))


def test_the_kinds_of_revisions() -> None:
    metadata = metadata_struct("d", 1, 0, "t")
    content = b"h" * 32
    normal = revision_struct(STRAND, 3, content, metadata, data=Struct([("a", 1)]))
    redacted = revision_struct(STRAND, 3, content, metadata, data_hash=b"d" * 32)
    deleted = revision_struct(STRAND, 3, content, metadata)
    assert normal.keys() == ("blockAddress", "hash", "data", "metadata")
    assert redacted.keys() == ("blockAddress", "hash", "dataHash", "metadata")
    assert deleted.keys() == ("blockAddress", "hash", "metadata")
    assert text_of(metadata) == '{id:"d",version:1,txTime:1970-01-01T00:00:00.000Z,txId:"t"}'


@given(st.integers(-62_135_596_800_000, 253_402_300_799_999))
def test_a_time_is_written_as_the_encoder_writes_it(milliseconds: int) -> None:
    assert written_time(milliseconds) == encode_timestamp(Timestamp.from_milliseconds(milliseconds))
