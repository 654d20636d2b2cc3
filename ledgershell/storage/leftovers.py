"""Private folders of ``:memory:`` ledgers whose process was killed before it could remove them.

They may hold anybody's data, so the next one to make such a folder clears up.  A folder is left over when no process
holds SQLite's lock on its file.  To see that, the file must be opened and closed, which would drop the locks of this
very process: so each folder's name has the number of its process, and our own are passed over.
"""

from __future__ import annotations

import os

from ledgershell.static_typing import Final

PREFIX: Final = "ledgershell-memory-"
FILE: Final = "memory.ledger"
FRESH: Final = 60.0
"""Seconds in which a new folder may have a file without a lock: its owner is about to open it."""
SHARED_LOCK: Final = (0x4000_0002, 510)
"""Where in a file SQLite locks while a connection is open: offset and length in bytes."""


def folder_name() -> str:
    """A name that nobody guesses."""
    return f"{PREFIX}{os.getpid()}-{os.urandom(8).hex()}"


def clear(parent: str, now: float) -> None:
    """Remove what killed processes of this user left; ``now`` as the file system counts time.

    Whatever cannot be looked at or removed is left alone.
    """
    try:
        import fcntl
    except ImportError:  # Windows removes nothing that is open, and has its own ways to clear up
        return
    own = f"{PREFIX}{os.getpid()}-"
    for name in os.listdir(parent):
        if not name.startswith(PREFIX) or name.startswith(own):
            continue
        folder = os.path.join(parent, name)
        try:
            status = os.lstat(folder)
            if status.st_uid != os.getuid() or status.st_mtime > now - FRESH or os.path.islink(folder):
                continue
            with open(os.path.join(folder, FILE), "r+b") as stream:
                offset, length = SHARED_LOCK
                fcntl.lockf(stream, fcntl.LOCK_EX | fcntl.LOCK_NB, length, offset)
                remove(folder)
        except OSError:
            continue


def remove(folder: str) -> None:
    """Remove a private folder with what is in it."""
    try:
        for name in os.listdir(folder):
            os.unlink(os.path.join(folder, name))
        os.rmdir(folder)
    except OSError:
        return
