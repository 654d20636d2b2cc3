"""A revision: one version of one document, as the journal proves it.

Each change of a document writes a new revision.  It has two halves::

    { blockAddress: {strandId: "…", sequenceNo: 14},       where it stands; not hashed here
      hash:         {{…}},                                  dot(Ion hash of metadata, Ion hash of data)
      data:         { …the document… },
      metadata:     { id: "…", version: 0, txTime: 2019-06-05T20:53:32.101Z, txId: "…" } }

The two are hashed apart so that the data can be taken away later without breaking the chain: a **redacted** revision
has ``dataHash``, the Ion hash that the data had, in place of ``data``, and its ``hash`` still adds up.  A revision
that **deletes** its document has neither; its hash is that of the metadata alone, since joining with nothing adds
nothing.

The metadata say which document this is and which version of it, so swapping two documents or two versions shows.

Source: Amazon QLDB developer guide, "Querying revision metadata" and "Data verification"; formulas checked against
revisions that the service published.
"""

from __future__ import annotations

from hashlib import sha256

from ledgershell.ion.fused import ion_hash
from ledgershell.ion.timestamp import Timestamp
from ledgershell.ion.values import MISSING, Struct, Value
from ledgershell.journal.hashing import dot
from ledgershell.journal.serials import field_hash, int_serial, name_serial, string_serial, struct_serial, time_serial
from ledgershell.static_typing import Final


def block_address(strand_id: str, seq: int) -> Struct:
    """``{strandId, sequenceNo}``."""
    return Struct((("strandId", strand_id), ("sequenceNo", seq)))


def metadata_struct(document_id: str, version: int, transaction_time: int, transaction_id: str) -> Struct:
    """``{id, version, txTime, txId}``; the time in milliseconds since 1970."""
    return Struct(
        (
            ("id", document_id),
            ("version", version),
            ("txTime", Timestamp.from_milliseconds(transaction_time)),
            ("txId", transaction_id),
        )
    )


def revision_hash(metadata: Struct, data_hash: bytes) -> bytes:
    """The hash of a revision; ``data_hash`` is empty when the revision deletes its document."""
    return dot(ion_hash(metadata), data_hash)


def revision_struct(
    strand_id: str,
    seq: int,
    content_hash: bytes,
    metadata: Struct,
    *,
    data: Value = MISSING,
    data_hash: bytes | None = None,
) -> Struct:
    """A revision as blocks and the committed view show it; with neither data nor their hash it is a deletion."""
    fields: list[tuple[str, Value]] = [("blockAddress", block_address(strand_id, seq)), ("hash", content_hash)]
    if data is not MISSING:
        fields.append(("data", data))
    elif data_hash is not None:
        fields.append(("dataHash", data_hash))
    fields.append(("metadata", metadata))
    return Struct(fields)


def system_revision_struct(content_hash: bytes) -> Struct:
    """A revision of Amazon QLDB's own, of which only the hash is known."""
    return Struct((("hash", content_hash),))


_ID: Final = name_serial("id")
_VERSION: Final = name_serial("version")
_TRANSACTION_ID: Final = name_serial("txId")
_TRANSACTION_TIME: Final = name_serial("txTime")
_FIRST_VERSION: Final = field_hash(_VERSION, int_serial(0))


class RevisionHasher:
    """The hashes of the revisions of one transaction: what they share is hashed once."""

    __slots__ = ("_shared",)

    def __init__(self, transaction_id: str, transaction_time: int) -> None:
        self._shared = (
            field_hash(_TRANSACTION_ID, string_serial(transaction_id)),
            field_hash(_TRANSACTION_TIME, time_serial(transaction_time)),
        )

    def hash(self, document_id: str, version: int, data_hash: bytes) -> bytes:
        """What :func:`revision_hash` says for this document, version and data."""
        of_version = field_hash(_VERSION, int_serial(version)) if version else _FIRST_VERSION
        of_id = field_hash(_ID, string_serial(document_id))
        return dot(sha256(struct_serial((of_id, of_version, *self._shared))).digest(), data_hash)
