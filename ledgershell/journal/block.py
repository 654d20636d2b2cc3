"""A block: what one transaction wrote, chained to all that was written before.

::

    { blockAddress:      {strandId: "…", sequenceNo: 14},
      transactionId:     "…",
      blockTimestamp:    2019-06-05T20:53:32.101Z,
      blockHash:         {{…}}        dot(entriesHash, previousBlockHash)
      entriesHash:       {{…}}        Merkle root of entriesHashList
      previousBlockHash: {{…}}        the blockHash of block 13; empty in the first block
      entriesHashList:   [ {{…}} … ]  one hash for each of the parts below
      transactionInfo:   {statements: [{statement, startTime, statementDigest} …],
                          documents:  {'document id': {tableName, tableId, statements: [0 …]} …}},
      redactionInfo:     {revisions: [{blockAddress, tableId, documentId, version} …]}    in redactions only
      revisions:         [ … ] }                             as ledgershell.journal.revision tells

One change of one character, say in a statement's text, changes the hash of transactionInfo, so entriesHash, so
blockHash, so the next block's blockHash, and so on to the end of the journal and into every digest::

      block 13                      block 14                      block 15
    ┌──────────────────┐          ┌──────────────────┐          ┌──────────────────┐
    │ entries … ─┐     │          │ entries … ─┐     │          │ entries … ─┐     │
    │            ▼     │          │            ▼     │          │            ▼     │
    │   blockHash = dot│◄──┐      │   blockHash = dot│◄──┐      │   blockHash = dot│
    │ previous ──┘     │   └──────┼─ previous ─┘     │   └──────┼─ previous ─┘     │
    └──────────────────┘          └──────────────────┘          └──────────────────┘

``entriesHashList`` holds, in this order, the hash of the header (a struct of blockAddress, transactionId and
blockTimestamp, so that these three cannot be changed either), the root over the hashes of the revisions (when there
are any), the hash of redactionInfo (when there is one) and the hash of transactionInfo.  Amazon QLDB's own blocks have
the latter in this order too, with two hashes of internal metadata before and between them; who checks a block looks
for the entries that he knows, and takes others as they are.

**Kept** is a block as one Ion struct without its revisions (they are stored apart, and put back by
:func:`assemble`).  Its symbols are those of :data:`BLOCK_SYMBOLS`, fixed for ever, or its own; nothing of it enters
the ledger's symbol table.  Runs of documents that differ in their id only are kept as one entry, and ids as the
128-bit numbers that they stand for.  Blocks of others keep whatever they have: unknown fields, unknown entries,
another order.

Source: Amazon QLDB developer guide, "Journal contents"; formulas checked against blocks that the service published.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from typing import Final, NamedTuple

from ledgershell.environment import IDENTIFIER_ALPHABET, IDENTIFIER_LENGTH, identifier_text
from ledgershell.ion.encoder import encode_body
from ledgershell.ion.fused import ion_hash
from ledgershell.ion.lazy import decode_body
from ledgershell.ion.symbols import FIRST_FREE, SymbolTable
from ledgershell.ion.timestamp import Timestamp
from ledgershell.ion.values import SYMBOL_ZERO, Annotated, Struct, Value
from ledgershell.journal.hashing import NO_HASH, dot, merkle_root
from ledgershell.journal.revision import (
    blob_serial,
    block_address,
    field_hash,
    int_serial,
    list_serial,
    string_serial,
    struct_serial,
    time_serial,
)

VERBATIM: Final = "verbatim"
"""Annotates a kept block of others whose documents do not fit into runs."""
BLOCK_SYMBOLS: Final = SymbolTable(
    enumerate(
        (
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
            "tableName",
            "tableId",
            "redactionInfo",
            "revisions",
            "documentId",
            "id",
            "txTime",
            "txId",
            "hash",
            "data",
            "dataHash",
            "metadata",
            VERBATIM,
        ),
        FIRST_FREE,
    )
)
"""Part of the format: names may be added at the end, never moved or taken away."""


class Statement(NamedTuple):
    """A statement that the transaction ran; ``start_time`` in milliseconds since 1970."""

    text: str
    start_time: int
    digest: bytes


class DocumentChange(NamedTuple):
    """A document that the transaction changed, and which of its statements (by index) had a part in that."""

    document_id: str
    table_name: str
    table_id: str
    statements: tuple[int, ...]


class RedactedRevision(NamedTuple):
    """A revision whose data the transaction took away."""

    strand_id: str
    seq: int
    table_id: str
    document_id: str
    version: int


class Block(NamedTuple):
    """A finished block.  ``body`` is what is kept of it: see :func:`decode_block`."""

    seq: int
    transaction_id: str
    time: int
    block_hash: bytes
    entries_hash: bytes
    entries_hash_list: tuple[bytes, ...]
    body: bytes


def statement_digest(text: str, parameters: Iterable[Value] = ()) -> bytes:
    """The digest of a statement: the Ion hash of its text, joined with that of each parameter in order.

    Without parameters it is what Amazon QLDB computes; what that service does with parameters was never published.
    """
    digest = ion_hash(text)
    for parameter in parameters:
        digest = dot(digest, ion_hash(parameter))
    return digest


def build_block(
    *,
    strand_id: str,
    seq: int,
    previous_block_hash: bytes,
    transaction_id: str,
    time: int,
    statements: Sequence[Statement],
    documents: Sequence[DocumentChange],
    revision_hashes: Sequence[bytes],
    redacted: Sequence[RedactedRevision] = (),
) -> Block:
    """Put a block together and hash it.

    ``previous_block_hash`` is empty for the first block; ``time`` is in milliseconds since 1970; ``revision_hashes``
    stand in the order of the revisions in the block.
    """
    entries = [header_hash(strand_id, seq, transaction_id, time)]
    if revision_hashes:
        entries.append(merkle_root(revision_hashes))
    redaction_info = _redaction_info(redacted) if redacted else None
    if redaction_info is not None:
        entries.append(ion_hash(redaction_info))
    entries.append(transaction_info_hash(statements, documents))
    entries_hash = merkle_root(entries)
    block_hash = dot(entries_hash, previous_block_hash or NO_HASH)
    fields: list[tuple[str, Value]] = [
        ("blockAddress", block_address(strand_id, seq)),
        ("transactionId", transaction_id),
        ("blockTimestamp", Timestamp.from_milliseconds(time)),
        ("blockHash", block_hash),
        ("entriesHash", entries_hash),
        ("previousBlockHash", previous_block_hash),
        ("entriesHashList", entries),
        ("transactionInfo", Struct((("statements", _statements(statements)), ("documents", _runs(documents))))),
    ]
    if redaction_info is not None:
        fields.append(("redactionInfo", redaction_info))
    fields.append(("revisions", []))
    body = encode_body(Struct(fields), BLOCK_SYMBOLS, grow=False)
    return Block(seq, transaction_id, time, block_hash, entries_hash, tuple(entries), body)


def header_hash(strand_id: str, seq: int, transaction_id: str, time: int) -> bytes:
    """The Ion hash of ``{blockAddress, transactionId, blockTimestamp}``."""
    address = struct_serial(
        (field_hash("strandId", string_serial(strand_id)), field_hash("sequenceNo", int_serial(seq)))
    )
    return sha256(
        struct_serial(
            (
                field_hash("blockAddress", address),
                field_hash("transactionId", string_serial(transaction_id)),
                field_hash("blockTimestamp", time_serial(time)),
            )
        )
    ).digest()


def transaction_info(statements: Sequence[Statement], documents: Sequence[DocumentChange]) -> Struct:
    """The struct ``transactionInfo``."""
    changed = (
        (document_id, Struct((("tableName", table_name), ("tableId", table_id), ("statements", list(indexes)))))
        for document_id, table_name, table_id, indexes in documents
    )
    return Struct((("statements", _statements(statements)), ("documents", Struct(changed))))


def transaction_info_hash(statements: Sequence[Statement], documents: Sequence[DocumentChange]) -> bytes:
    """The Ion hash of :func:`transaction_info`, without building it."""
    of_statements = list_serial(
        [
            struct_serial(
                (
                    field_hash("statement", string_serial(text)),
                    field_hash("startTime", time_serial(start_time)),
                    field_hash("statementDigest", blob_serial(digest)),
                )
            )
            for text, start_time, digest in statements
        ]
    )
    known: dict[tuple[str, str, tuple[int, ...]], bytes] = {}
    of_documents = []
    for document_id, table_name, table_id, indexes in documents:
        key = (table_name, table_id, indexes)
        serial = known.get(key)
        if serial is None:
            serial = known[key] = struct_serial(
                (
                    field_hash("tableName", string_serial(table_name)),
                    field_hash("tableId", string_serial(table_id)),
                    field_hash("statements", list_serial([int_serial(index) for index in indexes])),
                )
            )
        of_documents.append(field_hash(document_id, serial))
    return sha256(
        struct_serial((field_hash("statements", of_statements), field_hash("documents", struct_serial(of_documents))))
    ).digest()


def encode_block(block: Struct) -> bytes:
    """What is kept of a complete block, ours or another ledger's: all of it but its revisions."""
    kept = Struct((name, [] if _are_revisions(name, value) else value) for name, value in block.items())
    packed = _packed(kept)
    return encode_body(Annotated((VERBATIM,), kept) if packed is None else packed, BLOCK_SYMBOLS, grow=False)


def decode_block(body: bytes) -> Struct:
    """A kept block as a struct.  ``revisions``, if it had any, is an empty list: :func:`assemble` fills it."""
    kept = decode_body(body, BLOCK_SYMBOLS)
    if type(kept) is Annotated:
        verbatim: Struct = kept.value
        return verbatim
    return _with(kept, "transactionInfo", lambda info: _with(info, "documents", _expanded))


def assemble(body: bytes, revisions: Sequence[Struct]) -> Struct:
    """The complete block: what is kept of it, with its revisions in their place."""
    return Struct(
        (name, list(revisions) if _are_revisions(name, value) else value) for name, value in decode_block(body).items()
    )


# -- Runs of documents: [[tableName, tableId, [statements], document ids] …] in place of a struct of structs.
# -- The ids are a blob of 16 bytes each, or, if one of them is not 22 characters of Base62, a list of strings.


def _statements(statements: Sequence[Statement]) -> list[Value]:
    return [
        Struct(
            (
                ("statement", text),
                ("startTime", Timestamp.from_milliseconds(start_time)),
                ("statementDigest", digest),
            )
        )
        for text, start_time, digest in statements
    ]


def _runs(documents: Iterable[DocumentChange]) -> list[Value]:
    runs: list[Value] = []
    last: tuple[str, str, tuple[int, ...]] | None = None
    for document_id, table_name, table_id, statements in documents:
        if (table_name, table_id, statements) != last:
            last = (table_name, table_id, statements)
            runs.append([table_name, table_id, list(statements), []])
        runs[-1][3].append(document_id)
    for run in runs:
        run[3] = _ids_as_numbers(run[3])
    return runs


def _expanded(runs: Iterable[Sequence[Value]]) -> Struct:
    return Struct(
        (document_id, Struct((("tableName", table_name), ("tableId", table_id), ("statements", statements))))
        for table_name, table_id, statements, document_ids in runs
        for document_id in (_ids_from_numbers(document_ids) if type(document_ids) is bytes else document_ids)
    )


_DIGITS: Final = {ord(character): value for value, character in enumerate(IDENTIFIER_ALPHABET)}


def _ids_as_numbers(document_ids: list[str]) -> Value:
    numbers: list[bytes] = []
    try:
        for document_id in document_ids:
            if len(document_id) != IDENTIFIER_LENGTH:
                return document_ids
            number = 0
            for character in document_id.encode():
                number = number * 62 + _DIGITS[character]
            numbers.append(number.to_bytes(16, "big"))
    except (KeyError, OverflowError):
        return document_ids
    return b"".join(numbers)


def _ids_from_numbers(packed: bytes) -> list[str]:
    return [identifier_text(int.from_bytes(packed[at : at + 16], "big")) for at in range(0, len(packed), 16)]


def _packed(kept: Struct) -> Struct | None:
    """The block with its documents as runs, if they are exactly what runs can stand for."""
    info = _only(kept, "transactionInfo")
    documents = _only(info, "documents") if isinstance(info, Struct) else None
    if not isinstance(documents, Struct):
        return None
    changes = [_change(document_id, entry) for document_id, entry in documents.items()]
    certain = [change for change in changes if change is not None]
    if len(certain) < len(changes):
        return None
    return _with(kept, "transactionInfo", lambda info: _with(info, "documents", lambda _: _runs(certain)))


def _change(document_id: str, entry: Value) -> DocumentChange | None:
    if not isinstance(entry, Struct) or entry.keys() != ("tableName", "tableId", "statements"):
        return None
    table_name, table_id, statements = entry.values()
    plain = type(table_name) is str and type(table_id) is str and type(statements) is list
    if not plain or document_id is SYMBOL_ZERO or any(type(index) is not int for index in statements):
        return None
    return DocumentChange(str(document_id), table_name, table_id, tuple(statements))


def _only(struct: Struct, name: str) -> Value:
    """The value of a field that is there once, else ``None``."""
    found = [value for key, value in struct.items() if key == name and key is not SYMBOL_ZERO]
    return found[0] if len(found) == 1 else None


def _with(struct: Struct, name: str, change: Callable[[Value], Value]) -> Struct:
    return Struct((key, change(value) if key == name else value) for key, value in struct.items())


def _are_revisions(name: str, value: Value) -> bool:
    return name == "revisions" and type(value) is list


def _redaction_info(redacted: Sequence[RedactedRevision]) -> Struct:
    return Struct(
        (
            (
                "revisions",
                [
                    Struct(
                        (
                            ("blockAddress", block_address(strand_id, seq)),
                            ("tableId", table_id),
                            ("documentId", document_id),
                            ("version", version),
                        )
                    )
                    for strand_id, seq, table_id, document_id, version in redacted
                ],
            ),
        )
    )
