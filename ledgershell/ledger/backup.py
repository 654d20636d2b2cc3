"""Backing up: a copy of a ledger that is in use, verified before it has a name.

What is verified is the copy and never the source: a backup of which nobody knows whether it can be restored is none.
The copy must be sound in itself, and must continue the digest that the ledger had when the copying began.
"""

from __future__ import annotations

from collections.abc import Callable
from errno import EDQUOT, EFBIG, ENOSPC
from hashlib import file_digest

from ledgershell.environment import Environment
from ledgershell.errors import BackupError, StorageError
from ledgershell.journal.backup_receipt import BackupReceipt
from ledgershell.journal.digest import Digest
from ledgershell.ledger.ledger import Ledger, open_ledger
from ledgershell.ledger.names import shown
from ledgershell.ledger.verification import Fault
from ledgershell.static_typing import NamedTuple
from ledgershell.storage.drafts import Draft

Tell = Callable[[str, int, int], None]
"""Is told what is being done, and how much of it is done of how much."""


class Checked(NamedTuple):
    """A file that was verified: the digest of what is in it, its last block's hash, and how much that was."""

    digest: Digest
    block_hash: bytes
    blocks: int
    revisions: int


def back_up(ledger: Ledger, target: str, file_name: str, host: str, tell: Tell) -> BackupReceipt:
    """Copy a ledger to a new file ``target``, which is there only once it is verified and safe on the disk.

    Raises :class:`StorageError`, and :class:`BackupError` LS-BACKUP-003 when what was copied is not sound.
    """
    session = ledger.session()
    anchor = session.digest()
    with Draft(target) as draft:
        ledger.store.copy_to(draft.path, lambda done, total: tell("copy", done, total))
        if ledger.describe().erasure_pending:  # old pages of the copy may hold redacted data, and nobody reads it yet
            open_ledger(draft.path, ledger.environment).close()
        checked = check_copy(draft.path, ledger.environment, anchor, tell)
        size, sha256 = measured(draft.path)
        draft.publish()
    name = ledger.describe().name
    first = checked.digest.first
    return BackupReceipt(checked.digest, checked.block_hash, "ledger", first, name, host, file_name, size, sha256)


def check_copy(path: str, environment: Environment, anchor: Digest | None, tell: Tell) -> Checked:
    """Verify the ledger in a file that nobody else knows of yet."""
    faults: list[Fault] = []
    try:
        ledger = open_ledger(path, environment, read_only=True)
    except StorageError as error:
        raise unsound(f"it cannot be opened ({error.code}: {error.message})") from None
    try:
        session = ledger.session()
        run = session.verify(anchor, lambda done, total: tell("verify", done, total))
        faults = list(run)
        if faults or run.digest is None:
            raise unsound(_faults(faults), faults)
        return Checked(run.digest, session.block(run.digest.sequence_no).block["blockHash"], run.blocks, run.revisions)
    finally:
        ledger.close()


def measured(path: str) -> tuple[int, bytes]:
    """Size and SHA-256 of a file that nobody has open."""
    try:
        with open(path, "rb") as stream:  # noqa: PTH123 - a path as storage has it
            digest = file_digest(stream, "sha256").digest()
            return stream.tell(), digest
    except OSError as error:
        reason = (error.strerror or "").lower()
        raise StorageError("LS-STORE-010", f"reading {shown(path)} failed: {reason}", hint="check the disk") from error


def unsound(what: str, faults: list[Fault] | None = None) -> BackupError:
    """The error for a file that is not a sound ledger; ``faults`` are all that is wrong."""
    error = BackupError(
        "LS-BACKUP-003", f"the backup is not sound: {what}", hint="nothing of it was kept; take an older or newer one"
    )
    error.faults = tuple(faults or ())
    return error


def _faults(faults: list[Fault]) -> str:
    if not faults:
        return "there are no blocks in it"
    one = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
    first = faults[0]
    place = first.entry if first.seq is None else f"block {first.seq}, {first.entry}"
    return f"{one}, the first in {shown(place)} {shown(first.field)}".rstrip()


def failed_copy(path: str, error: Exception) -> StorageError:
    """The error for a copy that the operating system did not let be made."""
    if getattr(error, "errno", None) in (ENOSPC, EFBIG, EDQUOT):
        hint = "nothing of it was kept; make room for it"
        return StorageError("LS-STORE-005", "no space left for the copy", hint=hint)
    problem = (getattr(error, "strerror", None) or "not a valid path").lower()
    return StorageError("LS-STORE-014", f"{shown(path)} cannot be copied: {problem}", hint="check path and permissions")
