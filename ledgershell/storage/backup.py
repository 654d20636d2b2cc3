"""Copying a ledger's file while it is in use.

SQLite's backup API copies pages, some at a time.  The source is a connection inside a read transaction, so that every
page is of the same moment, whatever others commit meanwhile: in a write-ahead log nobody waits for the other.  Copying
the file by hand would be wrong twice: commits that are still in the log would be missing, and closing the file would
drop the locks that SQLite holds on it in the same process.
"""

from __future__ import annotations

import os
from collections.abc import Callable

from ledgershell.errors import Interrupted, LedgershellError, StorageError
from ledgershell.static_typing import Final
from ledgershell.storage import settings
from ledgershell.storage.binding import sqlite3
from ledgershell.storage.connections import connect
from ledgershell.storage.failures import FAILURES, printable, translate

STEP: Final = 256
"""Pages that are copied between two words on the progress: a megabyte."""

Tell = Callable[[int, int], None]
"""Is told how many pages are done, of how many."""


def copy_pages(source: sqlite3.Connection, path: str, name: str, tell: Tell, should_stop: Callable[[], bool]) -> None:
    """Copy all that ``source`` sees into the empty file at ``path``; ``name`` is what messages call the ledger.

    ``source`` must be inside a read transaction.  Raises ``StorageError``, and ``Interrupted`` when ``should_stop``
    says so.
    """

    def step(_status: int, remaining: int, total: int) -> None:
        if should_stop():
            raise Interrupted("LS-EVAL-001", "the backup was cancelled")
        tell(total - remaining, total)

    target = connect(path, "mode=rw")
    try:
        settings.apply(target, settings.DISTRUST, path)
        source.backup(target, pages=STEP, progress=step)
    except FAILURES as error:
        raise cannot_copy(translate(error, name)) from error
    finally:
        target.close()
    sync_file(path)


def cannot_copy(failure: LedgershellError) -> LedgershellError:
    """What SQLite said about a copy; a full disk is not that of the ledger."""
    if failure.code != "LS-STORE-005":
        return failure
    return StorageError("LS-STORE-005", "no space left for the copy", hint="nothing of it was kept; make room for it")


def sync_file(path: str) -> None:
    """Force a finished file, which nobody has open, to the disk."""
    try:
        descriptor = os.open(path, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise StorageError(
            "LS-STORE-010",
            f"writing {printable(path)} failed: {printable(error.strerror or '')}",
            hint="nothing of it was kept; check the disk",
        ) from error
