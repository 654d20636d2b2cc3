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
from ledgershell.ledger.backup import Checked, Tell, check_copy
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
    base: Part,
    target: str,
    environment: Environment,
    known: Callable[[str], Iterable[Known]],
    tell: Tell,
    *,
    allow_rollback: bool = False,
) -> Restored:
    """Make the ledger ``target`` from a backup; it is there only once all of that has been checked.

    ``known`` says what is known from elsewhere of the ledger with an id.

    Raises :class:`StorageError`, and :class:`BackupError`: LS-BACKUP-002 when a file is not the one that its receipt
    tells of, 003 when it is not sound, 004 for a rollback, 005 when it has another history than is known, 006 when it
    is another ledger.
    """
    with Draft(target) as draft:
        copy_file(base, draft.path, tell)
        sync_file(draft.path)
        own = () if base.receipt is None else (Known(base.receipt.digest, "its receipt"),)
        checked = check_copy(draft.path, environment, None if base.receipt is None else base.receipt.digest, tell)
        others = known(str(checked.digest.ledger_id))
        missing, by, anchor = _judge(draft.path, environment, checked.digest, (*own, *others))
        if missing and not allow_rollback:
            raise BackupError(
                "LS-BACKUP-004",
                f"rollback: {_blocks(missing)} missing (the backup ends at block {checked.digest.sequence_no}; {by})",
                hint="restore a newer backup, or say --allow-rollback if these blocks are to be lost",
            )
        draft.publish()
    return Restored(checked, anchor, missing, by)


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
        raise _cannot_copy(part.path, error) from None
    receipt = part.receipt
    if receipt is not None and (receipt.size, receipt.sha256) != (size, state.digest()):
        raise BackupError(
            "LS-BACKUP-002",
            f"{shown(part.path)} is not the file that its receipt tells of",
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


def _cannot_copy(path: str, error: Exception) -> StorageError:
    if getattr(error, "errno", None) in (28, 27, 122):  # ENOSPC, EFBIG, EDQUOT
        hint = "nothing of it was kept; make room for it"
        return StorageError("LS-STORE-005", "no space left for the copy", hint=hint)
    problem = (getattr(error, "strerror", None) or "not a valid path").lower()
    return StorageError("LS-STORE-014", f"{shown(path)} cannot be copied: {problem}", hint="check path and permissions")
