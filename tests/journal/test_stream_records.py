"""Stream records have the shape that Amazon QLDB's had: held against the records that its guide shows."""

from __future__ import annotations

import pytest
from amazon.ion import simpleion
from amazon.ion.equivalence import ion_equals

from ledgershell.ion import dumps, loads
from ledgershell.ion.values import Struct, Value
from ledgershell.journal.stream_records import block_records, control_record, stream_arn
from ledgershell.ledger.session import LedgerSession
from tests.ledger.conftest import ledger, session  # noqa: F401 - fixtures
from tests.ledger.stories import run
from tests.locations import SEEDS

ARN = "arn:aws:qldb:us-east-1:123456789012:stream/exampleLedger/IiPT4brpZCqCq3f4MTHbYy"


def published() -> dict[str, Struct]:
    """The records of the guide's page, by their type."""
    pages = sorted(SEEDS.glob("002_*"))
    if not pages:
        pytest.skip("the page with the published stream records is not here")
    text = pages[0].read_text(encoding="utf-8")
    found: dict[str, Struct] = {}
    start = text.find('{ qldbStreamArn:"')
    while start >= 0:
        depth, end = 0, start
        while True:
            depth += (text[end] == "{") - (text[end] == "}")
            end += 1
            if not depth:
                break
        record = loads(text[start:end])
        assert isinstance(record, Struct)
        payload = record["payload"]
        found[payload.get("controlRecordType") if record["recordType"] == "CONTROL" else record["recordType"]] = record
        start = text.find('{ qldbStreamArn:"', end)
    assert sorted(found) == ["BLOCK_SUMMARY", "COMPLETED", "CREATED", "REVISION_DETAILS"]
    return found


def published_block() -> Struct:
    """The block that the guide's records were made of: its summary with the revisions put back, as far as shown."""
    records = published()
    payload = records["BLOCK_SUMMARY"]["payload"]
    details = records["REVISION_DETAILS"]["payload"]["revision"]
    first = payload["revisionSummaries"][0]
    metadata = Struct((("id", first["documentId"]), ("version", 0)))
    hidden = Struct((("blockAddress", payload["blockAddress"]), ("hash", first["hash"]), ("metadata", metadata)))
    fields = [(name, value) for name, value in payload.items() if name != "revisionSummaries"]
    return Struct([*fields, ("revisions", [hidden, details])])


def test_the_published_block_gives_the_published_records_byte_for_byte() -> None:
    records = published()
    summary, _, details = block_records(ARN, published_block())
    assert dumps(summary.value) == dumps(records["BLOCK_SUMMARY"])
    assert dumps(details.value) == dumps(records["REVISION_DETAILS"])
    assert dumps(control_record(ARN, "CREATED").value) == dumps(records["CREATED"])
    assert dumps(control_record(ARN, "COMPLETED").value) == dumps(records["COMPLETED"])
    strand = "ElYL30RGoqrFCbbaQn3K6m"
    assert (summary.key, details.key) == ((strand, 60807), (strand, "K0FpsSLpydLDr7hi6KUzqk", 0))


def shape(value: Value, path: str = "") -> list[tuple[str, str]]:
    """Every field with its type, in order; a list by its first element, documents and their ids left open."""
    if isinstance(value, Struct):
        if path.endswith(".data"):
            return [(path, "struct")]
        if path.endswith(".documents"):
            return shape(next(iter(value.values())), f"{path}.*")
        return [found for name, field in value.items() for found in shape(field, f"{path}.{name}")]
    if type(value) is list:
        return shape(value[0], f"{path}[]") if value else []
    return [(path, type(value).__name__)]


def test_our_records_have_the_published_fields_in_their_order_and_types(session: LedgerSession) -> None:  # noqa: F811
    records = published()
    run(session, "CREATE TABLE Person")
    run(session, "INSERT INTO Person {'name': 'Ann'}")
    [block] = session.blocks(2, 2)
    summary, details = block_records(ARN, block)
    assert shape(summary.value) == shape(records["BLOCK_SUMMARY"])
    assert shape(details.value) == shape(records["REVISION_DETAILS"])


def test_a_revision_of_a_table_s_definition_shows_by_its_hash_alone(session: LedgerSession) -> None:  # noqa: F811
    run(session, "CREATE TABLE Person")
    [block] = session.blocks(1, 1)
    [summary] = block_records(ARN, block)
    [revision] = block["revisions"]
    assert summary.value["payload"]["revisionSummaries"] == [Struct((("hash", revision["hash"]),))]


def test_a_system_revision_of_another_ledger_has_a_hash_and_no_details() -> None:
    block = published_block()
    *others, (_, revisions) = block.items()
    hidden = Struct((("hash", b"x" * 32),))
    summary, *details = block_records(ARN, Struct([*others, ("revisions", [*revisions, hidden])]))
    assert summary.value["payload"]["revisionSummaries"][2] == hidden
    assert len(details) == 2


def test_a_deletion_has_no_data_and_a_table_that_was_dropped_keeps_its_name(session: LedgerSession) -> None:  # noqa: F811
    run(session, "CREATE TABLE Person")
    run(session, "INSERT INTO Person {'name': 'Ann'}")
    run(session, "DELETE FROM Person")
    run(session, "DROP TABLE Person")
    [block] = session.blocks(3, 3)
    _, details = block_records(ARN, block)
    assert details.value["payload"]["revision"].keys() == ("blockAddress", "hash", "metadata")
    assert details.value["payload"]["tableInfo"]["tableName"] == "Person"
    assert details.key[2] == 1


def test_blocks_of_any_odd_shape_give_records_and_no_error() -> None:
    for text in (
        "{}",
        "{revisions:1}",
        "{revisions:[1,{}]}",
        "{transactionInfo:{documents:{a:1}},revisions:[{hash:1}]}",
    ):
        block = loads(text)
        assert isinstance(block, Struct)
        [summary] = block_records(ARN, block)
        assert summary.record_type == "BLOCK_SUMMARY"


def test_the_name_of_a_stream_has_six_parts_as_amazon_s() -> None:
    assert len(stream_arn("a", "b", "c").split(":")) == len(ARN.split(":"))
    assert stream_arn("a", "b", "c").endswith(":stream/b/c")


def test_the_binary_form_is_a_stream_of_its_own_that_holds_the_record(session: LedgerSession) -> None:  # noqa: F811
    run(session, "CREATE TABLE Person")
    run(session, "INSERT INTO Person {'name': 'Ann', 'a name of its own': `sym::{x: y}`}")
    run(session, "DELETE FROM Person")
    for record in (
        control_record(ARN, "CREATED"),
        *(each for block in session.blocks(0, 3) for each in block_records(ARN, block)),
    ):
        assert loads(record.binary()) == record.value
        assert dumps(loads(record.binary())) == dumps(record.value)
        assert ion_equals(simpleion.loads(record.binary()), simpleion.loads(dumps(record.value, binary=False)))
