"""Restoring: a backup becomes a ledger again, under a new name, once it is known to be whole and not older than known.

A copy is made, verified, and held against everything that is known of the same ledger: the receipt beside the backup,
receipts of other backups, a digest that was kept, a ledger that is still there.  A backup that is sound but older is a
**rollback**: blocks are missing that somebody has seen.  It is not restored unless that is wanted.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256

from ledgershell.environment import Environment
from ledgershell.errors import BackupError, StorageError
from ledgershell.journal.backup_receipt import BackupReceipt
from ledgershell.journal.digest import Digest
from ledgershell.ledger.backup import Checked, Tell, check_copy, failed_copy, measured, unsound
from ledgershell.ledger.block_ranges import check_range, open_range
from ledgershell.ledger.continuation import continue_ledger
from ledgershell.ledger.ledger import open_ledger
from ledgershell.ledger.names import shown
from ledgershell.static_typing import Final, NamedTuple
from ledgershell.storage.backup import sync_file
from ledgershell.storage.drafts import Draft

CHUNK: Final = 1 << 20


class Part(NamedTuple):
    """One file of a backup, and the receipt that lies beside it, if one does."""

    path: str
    receipt: BackupReceipt | None


class Known(NamedTuple):
    """A digest of the same ledger, and where it is known from."""

    digest: Digest
    where: str


class Restored(NamedTuple):
    """What was restored; ``missing`` blocks are known of and were not in the backup, by what ``missing_by`` tells."""

    checked: Checked
    anchor: Known | None
    missing: int
    missing_by: str


def restore(
    parts: Sequence[Part],
    target: str,
    environment: Environment,
    known: Callable[[str], Iterable[Known]],
    tell: Tell,
    *,
    allow_rollback: bool = False,
) -> Restored:
    """Make the ledger ``target`` from a backup; it is there only once all of that has been checked.

    The first of the ``parts`` is a whole ledger, each other one the range of blocks that follows.
    ``known`` says what is known from elsewhere of the ledger with an id.

    Raises :class:`StorageError`, and :class:`BackupError`: LS-BACKUP-002 when a file is not the one that its receipt
    tells of, 003 when it is not sound, 004 for a rollback, 005 when it has another history than is known, 006 when it
    is another ledger.
    """
    base, *ranges = parts
    with Draft(target) as draft:
        copy_file(base, draft.path, tell)
        sync_file(draft.path)
        if ranges:
            _continue(draft.path, environment, ranges)
            sync_file(draft.path)
        receipt = parts[-1].receipt
        checked = check_copy(draft.path, environment, None if receipt is None else receipt.digest, tell)
        own = [Known(part.receipt.digest, "its receipt") for part in parts if part.receipt is not None]
        others = known(str(checked.digest.ledger_id))
        missing, by, anchor = _judge(draft.path, environment, checked.digest, [*own, *others])
        if missing and not allow_rollback:
            raise BackupError(
                "LS-BACKUP-004",
                f"rollback: {_blocks(missing)} missing (the backup ends at block {checked.digest.sequence_no}; {by})",
                hint="restore a newer backup, or say --allow-rollback if these blocks are to be lost",
            )
        draft.publish()
    return Restored(checked, anchor, missing, by)


def _continue(path: str, environment: Environment, ranges: Sequence[Part]) -> None:
    """Append ranges of blocks to the ledger in a file that nobody else knows of yet."""
    try:
        ledger = open_ledger(path, environment)
    except StorageError as error:
        raise unsound(f"its first part cannot be opened ({error.code}: {error.message})") from None
    try:
        for part in ranges:
            _require_receipt(part)
            header = check_range(part.path, _silent)
            tip = ledger.describe().tip
            if (header.ledger_id, header.strand_id) != (ledger.ledger_id, ledger.strand_id):
                raise BackupError(
                    "LS-BACKUP-006",
                    f"{shown(part.path)} is of another ledger than the parts before it",
                    hint="give the parts of one ledger, the whole one first",
                )
            if header.first != tip + 1:
                what = f"blocks {tip + 1} to {header.first - 1} are missing" if header.first > tip else "they overlap"
                raise BackupError(
                    "LS-BACKUP-007",
                    f"{shown(part.path)} begins at block {header.first} behind block {tip}: {what}",
                    hint="give all parts, the whole ledger first, then the ranges in their order",
                )
            continue_ledger(ledger, open_range(part.path).blocks)
    finally:
        ledger.close()


def _require_receipt(part: Part) -> None:
    if part.receipt is not None and (part.receipt.size, part.receipt.sha256) != measured(part.path):
        raise _another_file(part.path)


def _silent(_title: str, _done: int, _total: int) -> None:
    """Ranges are short; the whole is told of."""


def copy_file(part: Part, path: str, tell: Tell) -> None:
    """Copy a backup's file into the empty file at ``path``, if it is the one that its receipt tells of."""
    state, size = sha256(), 0
    try:
        with open(part.path, "rb") as source, open(path, "r+b") as target:  # noqa: PTH123 - paths as storage has them
            total = os.fstat(source.fileno()).st_size
            while chunk := source.read(CHUNK):
                state.update(chunk)
                target.write(chunk)
                size += len(chunk)
                tell("copy", size, total)
    except (OSError, ValueError) as error:
        raise failed_copy(part.path, error) from None
    receipt = part.receipt
    if receipt is not None and (receipt.size, receipt.sha256) != (size, state.digest()):
        raise _another_file(part.path)


def _another_file(path: str) -> BackupError:
    return BackupError(
        "LS-BACKUP-002",
        f"{shown(path)} is not the file that its receipt tells of",
        hint="it was changed or cut off, or the receipt belongs to another file; take another backup",
    )


def _judge(
    path: str, environment: Environment, digest: Digest, known: Sequence[Known]
) -> tuple[int, str, Known | None]:
    """How many blocks are missing, by what; and the newest known digest that this very journal continues."""
    missing, by, anchor = 0, "", None
    ledger = open_ledger(path, environment, read_only=True)
    try:
        session = ledger.session()
        for one, where in known:
            require_same_ledger(one, digest, where)
            if one.sequence_no > digest.sequence_no:
                if one.sequence_no - digest.sequence_no > missing:
                    missing = one.sequence_no - digest.sequence_no
                    by = f"{where} has block {one.sequence_no}"
                continue
            here = session.digest(one.sequence_no)
            if here.digest != one.digest or (one.rfc9162 is not None and here.rfc9162 != one.rfc9162):
                raise BackupError(
                    "LS-BACKUP-005",
                    f"the backup has another history than {where}: block {one.sequence_no} or one before it differs",
                    hint="one of the two was forked or rewritten; verify both against a digest that was kept elsewhere",
                )
            if anchor is None or one.sequence_no > anchor.digest.sequence_no:
                anchor = Known(one, where)
    finally:
        ledger.close()
    return missing, by, anchor


def require_same_ledger(one: Digest, other: Digest, where: str) -> None:
    """Raise :class:`BackupError` LS-BACKUP-006 unless both digests are of the same ledger."""
    same_id = one.ledger_id is None or one.ledger_id == other.ledger_id
    if not same_id or one.strand_id != other.strand_id:
        raise BackupError(
            "LS-BACKUP-006",
            f"the backup is of another ledger than {where}",
            hint=f"its ledger's id is {other.ledger_id}",
        )


def _blocks(count: int) -> str:
    return f"{count} block{'' if count == 1 else 's'}"
