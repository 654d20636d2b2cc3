"""The receipt of a backup: what is in the file that it lies beside, and how to tell that it still is.

It is a digest's receipt (:mod:`ledgershell.journal.digest`) with more fields, so whoever keeps it elsewhere keeps an
anchor, and may give it wherever a digest is wanted::

    { Digest: {{…}}, DigestTipAddress: {…}, LedgerId: "…", Size: 124, Rfc9162Root: {{…}}, Time: …,
      BlockHash:       {{…}},                              of the last block
      Backup:          "ledger",                           a whole ledger; "blocks": a range of blocks
      FirstSequenceNo: 0,                                  the first block that is in the file
      LedgerName:      "people",
      Host:            "orion",                            where it was made
      File:            "orion_people_20240131_120000000.backup",
      Bytes:           94208,
      Sha256:          {{…}} }                             of the file, as sha256sum computes it
"""

from __future__ import annotations

from ledgershell.errors import BackupError, IonError, VerificationError
from ledgershell.ion.streams import loads
from ledgershell.ion.values import MISSING, Struct, Value
from ledgershell.journal.digest import LARGEST_SEQUENCE_NO, Digest, digest_from, digest_struct
from ledgershell.static_typing import Any, Literal, NamedTuple

Kind = Literal["ledger", "blocks"]
_KINDS: tuple[Kind, ...] = ("ledger", "blocks")
_FIELDS = ("BlockHash", "Backup", "FirstSequenceNo", "LedgerName", "Host", "File", "Bytes", "Sha256")


class BackupReceipt(NamedTuple):
    """As the page above tells; ``digest`` is over all blocks up to the last one in the file."""

    digest: Digest
    block_hash: bytes
    kind: Kind
    first: int
    ledger_name: str
    host: str
    file: str
    size: int
    sha256: bytes


def receipt_struct(receipt: BackupReceipt) -> Struct:
    """The receipt, as an Ion struct."""
    values: tuple[Value, ...] = receipt[1:]
    return Struct((*digest_struct(receipt.digest).items(), *zip(_FIELDS, values, strict=True)))


def read_receipt(data: bytes) -> BackupReceipt:
    """The receipt in a file's bytes.  Raises :class:`BackupError` LS-BACKUP-001."""
    try:
        value = loads(data)
        if not isinstance(value, Struct) or len(set(value.keys())) < len(value):
            raise _malformed("it is not a struct with each field once")
        digest = digest_from(value)
    except BackupError:
        raise
    except (IonError, VerificationError) as error:
        raise _malformed(error.message) from None
    kind = next((each for each in _KINDS if each == value.get("Backup")), None)
    if kind is None:
        raise _malformed("Backup is neither ledger nor blocks")
    receipt = BackupReceipt(
        digest,
        _typed(value, "BlockHash", bytes),
        kind,
        _typed(value, "FirstSequenceNo", int),
        _typed(value, "LedgerName", str),
        _typed(value, "Host", str),
        _typed(value, "File", str),
        _typed(value, "Bytes", int),
        _typed(value, "Sha256", bytes),
    )
    if digest.ledger_id is None or digest.rfc9162 is None:
        raise _malformed("it does not name its ledger, or lacks a root")
    if not digest.first <= receipt.first <= digest.sequence_no or not 0 <= receipt.size <= LARGEST_SEQUENCE_NO:
        raise _malformed("its numbers do not fit each other")
    return receipt


def is_receipt(value: Value) -> bool:
    """Whether a struct is meant to be the receipt of a backup."""
    return isinstance(value, Struct) and value.get("Backup") is not MISSING


def _typed(value: Struct, name: str, kind: type) -> Any:
    found: Any = value.get(name)
    if type(found) is not kind:
        raise _malformed(f"{name} is missing or of another type")
    if isinstance(found, bytes) and len(found) != 32:
        raise _malformed(f"{name} does not have 32 bytes")
    return found


def _malformed(problem: str) -> BackupError:
    return BackupError(
        "LS-BACKUP-001", f"that is no receipt of a backup: {problem}", hint="give the file that backup wrote"
    )
