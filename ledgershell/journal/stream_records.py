"""Stream records: the journal as a sequence of messages for other programs, in the shape of an Amazon QLDB stream.

Each record is one struct with the same three fields::

    { qldbStreamArn: "arn:…:stream/people/IiPT4brpZCqCq3f4MTHbYy", recordType: "…", payload: { … } }

``CONTROL``           ``{controlRecordType: "CREATED"}`` is the first record of a stream, ``"COMPLETED"`` the last one
                      of a stream that has an end and has reached it.
``BLOCK_SUMMARY``     a block without its revisions, of which it lists ``revisionSummaries: [{hash, documentId} …]``.
``REVISION_DETAILS``  ``{tableInfo: {tableName, tableId}, revision: { … }}``: one document's revision, as the committed
                      view shows it, and the table under the name that it had then.

A block gives its summary, then the details of its revisions in their order.  System revisions (those of tables and
indexes, and what other ledgers keep for themselves) show in the summary, by their hash and without a ``documentId``,
so that the hashes of the block still add up; they have no details.

What a block's records hold is in the block alone, so the same block always gives the same records, but for what a
redaction takes away later.  A record can come twice, when a stream goes on after a break: :attr:`StreamRecord.key`
tells whether it is the same one, and ``metadata.version`` of a revision, or ``sequenceNo`` of a block, which of two
came first.

Amazon's service left out blocks without any revision.  Here every block gives its summary, so that the chain of hashes
has no gap: block 0, in which the ledger was made, and the blocks of redactions, whose ``redactionInfo`` tells a
receiver what to erase.

Source: Amazon QLDB developer guide, "QLDB stream records in Kinesis".
"""

from __future__ import annotations

from collections.abc import Iterator

from ledgershell.ion.encoder import StreamEncoder
from ledgershell.ion.values import Struct, Value
from ledgershell.static_typing import Final, Literal, NamedTuple

RecordType = Literal["CONTROL", "BLOCK_SUMMARY", "REVISION_DETAILS"]


_BLOCK_NAMES: Final = (
    "qldbStreamArn",
    "recordType",
    "payload",
    "blockAddress",
    "strandId",
    "sequenceNo",
    "transactionId",
    "blockTimestamp",
    "blockHash",
    "entriesHash",
    "previousBlockHash",
    "entriesHashList",
    "transactionInfo",
    "statements",
    "statement",
    "startTime",
    "statementDigest",
    "documents",
    "revisionSummaries",
    "hash",
    "documentId",
    "tableName",
    "tableId",
)
_REVISION_NAMES: Final = (
    "qldbStreamArn",
    "recordType",
    "payload",
    "tableInfo",
    "tableName",
    "tableId",
    "revision",
    "blockAddress",
    "strandId",
    "sequenceNo",
    "hash",
    "data",
    "metadata",
    "id",
    "version",
    "txTime",
    "txId",
)
_ENCODERS: Final = {
    "CONTROL": StreamEncoder(),
    "BLOCK_SUMMARY": StreamEncoder(_BLOCK_NAMES),
    "REVISION_DETAILS": StreamEncoder(_REVISION_NAMES),
}


class StreamRecord(NamedTuple):
    """One record.

    ``key``    what it has in common with its repetitions and with no other record of the journal:
               ``(strand id, sequence number)`` of a block, ``(strand id, document id, version)`` of a revision
    ``value``  the struct
    """

    record_type: RecordType
    key: tuple[Value, ...]
    value: Struct

    def binary(self) -> bytes:
        """The record in binary Ion, a complete stream, so that it can be read without the others."""
        return _ENCODERS[self.record_type].encode([self.value])


def stream_arn(ledger_id: str, ledger_name: str, stream_id: str) -> str:
    """The name of a stream in the form of Amazon's: there is no region and no account, but there is a ledger's id.

    ``arn:ledgershell:qldb:local:LEDGER-ID:stream/LEDGER-NAME/STREAM-ID``
    """
    return f"arn:ledgershell:qldb:local:{ledger_id}:stream/{ledger_name}/{stream_id}"


def control_record(arn: str, event: Literal["CREATED", "COMPLETED"]) -> StreamRecord:
    """The first or the last record of a stream."""
    return _record(arn, "CONTROL", (arn, event), Struct((("controlRecordType", event),)))


def block_records(arn: str, block: Struct) -> Iterator[StreamRecord]:
    """The records of a complete block: its summary, then the details of its documents' revisions."""
    tables = _tables(block)
    yield _summary(arn, block, tables)
    for revision in _revisions(block):
        table = tables.get(_document_id(revision))
        if table is not None:
            yield _details(arn, revision, table)


def _summary(arn: str, block: Struct, tables: dict[str, Struct]) -> StreamRecord:
    fields: list[tuple[str, Value]] = [(name, value) for name, value in block.items() if name != "revisions"]
    summaries: list[Value] = []
    for revision in _revisions(block):
        document_id = _document_id(revision)
        known = (("documentId", document_id),) if document_id in tables else ()
        summaries.append(Struct((("hash", revision.get("hash")), *known)))
    fields.append(("revisionSummaries", summaries))
    address = _struct(block.get("blockAddress"))
    key = (address.get("strandId"), address.get("sequenceNo"))
    return _record(arn, "BLOCK_SUMMARY", key, Struct(fields))


def _details(arn: str, revision: Struct, table: Struct) -> StreamRecord:
    table_info = Struct((name, table.get(name)) for name in ("tableName", "tableId"))
    metadata = _struct(revision.get("metadata"))
    key = (_struct(revision.get("blockAddress")).get("strandId"), metadata.get("id"), metadata.get("version"))
    return _record(arn, "REVISION_DETAILS", key, Struct((("tableInfo", table_info), ("revision", revision))))


def _record(arn: str, record_type: RecordType, key: tuple[Value, ...], payload: Struct) -> StreamRecord:
    value = Struct((("qldbStreamArn", arn), ("recordType", record_type), ("payload", payload)))
    return StreamRecord(record_type, key, value)


def _tables(block: Struct) -> dict[str, Struct]:
    """What the block says of each document that it changed: in which table it is, under which name."""
    documents = _struct(_struct(block.get("transactionInfo")).get("documents"))
    return {str(document_id): entry for document_id, entry in documents.items() if isinstance(entry, Struct)}


def _revisions(block: Struct) -> list[Struct]:
    revisions = block.get("revisions")
    return [each for each in revisions if isinstance(each, Struct)] if type(revisions) is list else []


def _document_id(revision: Struct) -> str:
    """Empty for a system revision of which only the hash is known."""
    found = _struct(revision.get("metadata")).get("id")
    return found if type(found) is str else ""


def _struct(value: Value) -> Struct:
    return value if isinstance(value, Struct) else Struct()
