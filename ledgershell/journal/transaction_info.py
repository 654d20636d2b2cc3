"""What a block says about its transaction: the statements that ran, the documents that they changed, the redactions.

::

    transactionInfo: {
      statements: [ {statement: "INSERT INTO Person ?", startTime: 2019-09-18T17:00:14.594Z,
                     statementDigest: {{klMLkLfa5VJqk6JUPtHkQpOsDdG4HmuUaq/VaApQflU=}}} ],
      documents:  { '7z2OpEBgVCvCtwvx4a2JGn': {tableName: "Person", tableId: "LSkFkQvkIOjCmpTZpkfpn9",
                                               statements: [0]} } }

All statements are listed, SELECT too, in the order in which they ran, with ``?`` where a parameter stood; the digest
covers the parameters.  Each changed document is listed once, with the indexes of the statements that changed it.

Source: Amazon QLDB developer guide, "Journal contents".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256

from ledgershell.ion.fused import ion_hash
from ledgershell.ion.timestamp import Timestamp
from ledgershell.ion.values import Struct, Value
from ledgershell.journal.hashing import dot
from ledgershell.journal.revision import block_address
from ledgershell.journal.serials import (
    Remembered,
    blob_serial,
    field_hash,
    int_serial,
    list_serial,
    name_serial,
    string_serial,
    struct_serial,
    time_serial,
)
from ledgershell.static_typing import Final, NamedTuple


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


def statement_digest(text: str, parameters: Iterable[Value] = ()) -> bytes:
    """The digest of a statement: the Ion hash of its text, joined with that of each parameter in order.

    Without parameters it is what Amazon QLDB computes; what that service does with parameters was never published.
    """
    digest = ion_hash(text)
    for parameter in parameters:
        digest = dot(digest, ion_hash(parameter))
    return digest


def transaction_info(statements: Sequence[Statement], documents: Sequence[DocumentChange]) -> Struct:
    """The struct ``transactionInfo``."""
    ran = [
        Struct(
            (
                ("statement", text),
                ("startTime", Timestamp.from_milliseconds(start_time)),
                ("statementDigest", digest),
            )
        )
        for text, start_time, digest in statements
    ]
    changed = (
        (document_id, Struct((("tableName", table_name), ("tableId", table_id), ("statements", list(indexes)))))
        for document_id, table_name, table_id, indexes in documents
    )
    return Struct((("statements", ran), ("documents", Struct(changed))))


def redaction_info(redacted: Sequence[RedactedRevision]) -> Struct:
    """The struct ``redactionInfo``."""
    revisions = [
        Struct(
            (
                ("blockAddress", block_address(strand_id, seq)),
                ("tableId", table_id),
                ("documentId", document_id),
                ("version", version),
            )
        )
        for strand_id, seq, table_id, document_id, version in redacted
    ]
    return Struct((("revisions", revisions),))


_STATEMENT: Final = name_serial("statement")
_START_TIME: Final = name_serial("startTime")
_STATEMENT_DIGEST: Final = name_serial("statementDigest")
_STATEMENTS: Final = name_serial("statements")
_DOCUMENTS: Final = name_serial("documents")
_TABLE_NAME: Final = name_serial("tableName")
_TABLE_ID: Final = name_serial("tableId")


def _table_serial(table: tuple[str, str, tuple[int, ...]]) -> bytes:
    table_name, table_id, indexes = table
    return struct_serial(
        (
            field_hash(_TABLE_NAME, string_serial(table_name)),
            field_hash(_TABLE_ID, string_serial(table_id)),
            field_hash(_STATEMENTS, list_serial([int_serial(index) for index in indexes])),
        )
    )


_table_serials: Final = Remembered(_table_serial)
_text_hashes: Final = Remembered[str](lambda text: field_hash(_STATEMENT, string_serial(text)))
_LONGEST: Final = 1_000
"""Characters of a statement that is worth remembering."""


def transaction_info_hash(statements: Sequence[Statement], documents: Sequence[DocumentChange]) -> bytes:
    """The Ion hash of :func:`transaction_info`, without building it."""
    of_statements = list_serial(
        [
            struct_serial(
                (
                    _text_hashes[text] if len(text) <= _LONGEST else field_hash(_STATEMENT, string_serial(text)),
                    field_hash(_START_TIME, time_serial(start_time)),
                    field_hash(_STATEMENT_DIGEST, blob_serial(digest)),
                )
            )
            for text, start_time, digest in statements
        ]
    )
    of_documents = [
        field_hash(name_serial(document_id), _table_serials[table_name, table_id, indexes])
        for document_id, table_name, table_id, indexes in documents
    ]
    return sha256(
        struct_serial((field_hash(_STATEMENTS, of_statements), field_hash(_DOCUMENTS, struct_serial(of_documents))))
    ).digest()
