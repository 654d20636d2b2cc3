"""Ranges of blocks in files: written from a ledger, read again, and checked in themselves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ledgershell.errors import BackupError, IonError, LedgerError, StorageError
from ledgershell.ion.encoder import encode_stream
from ledgershell.ion.stream_reader import read_binary
from ledgershell.ion.values import Struct
from ledgershell.journal.backup_receipt import BackupReceipt
from ledgershell.journal.block_range import RangeHeader, decode_header, encode_header
from ledgershell.journal.verify import ChainVerifier
from ledgershell.ledger.backup import Tell, failed_copy, measured
from ledgershell.ledger.ledger import Ledger
from ledgershell.ledger.names import shown
from ledgershell.static_typing import Final, NamedTuple
from ledgershell.storage.backup import sync_file
from ledgershell.storage.drafts import Draft

LARGEST_BLOCK: Final = 256 * 1024 * 1024
"""Bytes of one block beyond which a file is given up."""
STEP: Final = 64
"""Blocks between two words on the progress."""


class BlockRange(NamedTuple):
    """A file's header and its blocks, which are read while they are drawn."""

    path: str
    header: RangeHeader
    blocks: Iterator[Struct]


def back_up_range(
    ledger: Ledger, target: str, file_name: str, host: str, since: int, tell: Tell
) -> BackupReceipt | None:
    """Write all blocks after ``since`` to a new file ``target``; ``None``, and no file, when there are none.

    The file is there only once it was read back, each hash in it computed again, and is safe on the disk.
    """
    session = ledger.session()
    tip = session.tip()
    if since == tip:
        return None
    if not 0 <= since < tip:
        raise LedgerError(
            "LS-VERIFY-003", f"there is no block {since}", hint=f"the last block is {tip}: --since {tip} at most"
        )
    digest = session.digest(tip)
    previous = session.block(since).block["blockHash"]
    last = session.block(tip).block["blockHash"]
    header = RangeHeader(ledger.ledger_id, ledger.strand_id, since + 1, tip, previous, last)
    with Draft(target) as draft:
        try:
            with open(draft.path, "r+b") as stream:  # noqa: PTH123 - a path as storage has it
                stream.write(encode_header(header))
                for count, block in enumerate(session.blocks(since + 1, tip), 1):
                    stream.write(encode_stream([block]))
                    if count % STEP == 0:
                        tell("copy", count, tip - since)
        except OSError as error:
            raise failed_copy(target, error) from None
        sync_file(draft.path)
        check_range(draft.path, tell)
        size, sha256 = measured(draft.path)
        draft.publish()
    name = ledger.describe().name
    return BackupReceipt(digest, last, "blocks", since + 1, name, host, file_name, size, sha256)


def open_range(path: str) -> BlockRange:
    """The range in a file.  Raises :class:`BackupError` LS-BACKUP-003, also while blocks are drawn."""
    values = _values(path)
    with _well_formed(path):
        header = decode_header(next(values, None))
    return BlockRange(path, header, _blocks(path, header, values))


def check_range(path: str, tell: Tell) -> RangeHeader:
    """Compute all hashes of a range's blocks again.  Raises :class:`BackupError` LS-BACKUP-003."""
    with _well_formed(path):
        return _checked(path, tell)


def _checked(path: str, tell: Tell) -> RangeHeader:
    _, header, blocks = open_range(path)
    chain = ChainVerifier(own=False, whole=False, strand_id=header.strand_id)
    total = header.last - header.first + 1
    for block in blocks:
        findings = chain.add(block)
        if findings:
            _, entry, field, *_ = findings[0]
            raise _unsound(path, f"block {chain.seq}, {entry} {field} is not what it must be")
        if chain.blocks == 1 and block["previousBlockHash"] != header.previous_block_hash:
            raise _unsound(path, "the first block does not hang where the header says")
        if chain.blocks % STEP == 0:
            tell("verify", chain.blocks, total)
    if chain.block_hash != header.last_block_hash:
        raise _unsound(path, "the last block is not the one that the header names")
    return header


def _blocks(path: str, header: RangeHeader, values: Iterator[object]) -> Iterator[Struct]:
    expected = header.first
    for value in values:
        address = value.get("blockAddress") if isinstance(value, Struct) else None
        found = address.get("sequenceNo") if isinstance(address, Struct) else None
        if not isinstance(value, Struct) or type(found) is not int or found != expected or expected > header.last:
            raise _unsound(path, f"block {expected} is not where it must be")
        expected += 1
        yield value
    if expected != header.last + 1:
        raise _unsound(path, f"it ends behind block {expected - 1}, and should at block {header.last}")


def _values(path: str) -> Iterator[object]:
    try:
        with open(path, "rb") as stream, _well_formed(path):  # noqa: PTH123 - a path as storage has it
            for _, value in read_binary(stream, LARGEST_BLOCK):
                yield value
    except OSError as error:
        raise StorageError(
            "LS-STORE-010", f"reading {shown(path)} failed: {(error.strerror or '').lower()}", hint="check the disk"
        ) from None


@contextmanager
def _well_formed(path: str) -> Iterator[None]:
    """Values are read while they are looked at, so what is not well formed shows anywhere."""
    try:
        yield
    except IonError as error:
        raise _unsound(path, error.message) from None


def _unsound(path: str, what: str) -> BackupError:
    return BackupError(
        "LS-BACKUP-003", f"{shown(path)} is not sound: {what}", hint="take another backup of these blocks"
    )
