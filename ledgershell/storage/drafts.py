"""Files of ledgers that come into being: under another name first, and under their own at once or never.

Nobody ever meets half a ledger, and a name that is taken is never taken away.
"""

from __future__ import annotations

import os

from ledgershell.errors import StorageError
from ledgershell.storage import location
from ledgershell.storage.failures import printable


class Draft:
    """A new, empty file beside the wanted one, as a context: what was not published is removed at its end.

    Raises ``StorageError`` LS-STORE-013 when the name is taken, LS-STORE-014 when no file can be made there.
    """

    def __init__(self, path: str) -> None:
        self._target = path
        self.path = f"{path}.{os.urandom(6).hex()}.new"

    def __enter__(self) -> Draft:
        location.require_local(os.path.dirname(location.absolute(self._target)))
        try:
            if os.path.lexists(self._target):
                raise taken(self._target)
            touch(self.path)
        except (OSError, ValueError) as error:
            raise location.cannot_open(self._target, error) from error
        return self

    def publish(self) -> None:
        """Give the finished file its name, unless that is taken, for good."""
        target = self._target
        try:
            os.link(self.path, target)
        except FileExistsError:
            raise taken(target) from None
        except OSError as error:  # a file system without hard links
            if os.path.lexists(target):
                raise taken(target) from None
            try:
                os.rename(self.path, target)
            except OSError:
                raise location.cannot_open(target, error) from error
        sync_folder(os.path.dirname(location.absolute(target)))

    def __exit__(self, *_: object) -> None:
        for leftover in (self.path, self.path + "-wal", self.path + "-shm", self.path + "-journal"):
            if os.path.lexists(leftover):
                os.unlink(leftover)


def touch(path: str) -> None:
    """Make an empty file of mode 0600 that was not there."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_NOFOLLOW", 0), 0o600))


def taken(path: str) -> StorageError:
    """The error for a name that something has already."""
    return StorageError("LS-STORE-013", f"{printable(path)} exists already", hint="choose another name, or open it")


def sync_folder(folder: str) -> None:
    """Make a new name durable, where the system can."""
    if os.name == "nt":
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(descriptor)
    except OSError:
        return
    finally:
        os.close(descriptor)
