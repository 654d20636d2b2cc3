"""A range of blocks in one file: what an incremental backup writes.

Binary Ion: a header, then the blocks, whole and in order.  Each of them is a complete stream of its own, so that one
can be written after the other::

    { Format: "ledgershell-blocks", Version: 1, LedgerId: "…", StrandId: "…",
      FirstSequenceNo: 124, LastSequenceNo: 150, PreviousBlockHash: {{…}}, LastBlockHash: {{…}} }
    { blockAddress: {strandId: "…", sequenceNo: 124}, … }
    …

Blocks never change, so ranges that follow each other can be put together again at any time:
``PreviousBlockHash`` must be the hash of the last block before.  (A redaction takes data out of an earlier block.  It
is a block of its own, which says so, and whoever puts ranges together repeats it.)
"""

from __future__ import annotations

from ledgershell.errors import BackupError
from ledgershell.ion.encoder import encode_stream
from ledgershell.ion.values import Struct, Value
from ledgershell.journal.digest import LARGEST_SEQUENCE_NO
from ledgershell.static_typing import Final, NamedTuple

FORMAT: Final = "ledgershell-blocks"
VERSION: Final = 1
_NAMES: Final = (
    "Format",
    "Version",
    "LedgerId",
    "StrandId",
    "FirstSequenceNo",
    "LastSequenceNo",
    "PreviousBlockHash",
    "LastBlockHash",
)


class RangeHeader(NamedTuple):
    """Which blocks these are, of which ledger, and between which hashes they hang."""

    ledger_id: str
    strand_id: str
    first: int
    last: int
    previous_block_hash: bytes
    last_block_hash: bytes


def encode_header(header: RangeHeader) -> bytes:
    """The header as a complete stream."""
    return encode_stream([Struct(zip(_NAMES, (FORMAT, VERSION, *header), strict=True))])


def decode_header(value: Value) -> RangeHeader:
    """The header of a range.  Raises :class:`BackupError` LS-BACKUP-003 for anything else."""
    if not isinstance(value, Struct) or value.keys() != _NAMES or value.get("Format") != FORMAT:
        raise _no_range("it does not begin with the header of one")
    if value.get("Version") != VERSION:
        raise BackupError(
            "LS-BACKUP-003", "the range of blocks has a version that is not known", hint="use a newer ledgershell"
        )
    fields = value.values()[2:]
    types = (str, str, int, int, bytes, bytes)
    if any(type(field) is not kind for field, kind in zip(fields, types, strict=True)):
        raise _no_range("a field of its header has another type")
    header = RangeHeader._make(fields)
    hashes_fit = len(header.last_block_hash) == 32 and len(header.previous_block_hash) == 32
    if not 0 < header.first <= header.last <= LARGEST_SEQUENCE_NO or not hashes_fit:
        raise _no_range("its header's numbers or hashes do not fit")
    return header


def _no_range(problem: str) -> BackupError:
    return BackupError(
        "LS-BACKUP-003", f"that is no range of blocks: {problem}", hint="give the files that backup --since wrote"
    )
