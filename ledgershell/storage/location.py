"""What can be said about a ledger's path before SQLite touches the file.

The file itself is never opened by hand: closing any descriptor of it would drop the locks that SQLite holds on it in
the same process.
"""

from __future__ import annotations

import os
import stat
import sys

from ledgershell.errors import StorageError
from ledgershell.static_typing import Final
from ledgershell.storage.failures import printable

NETWORK_FILE_SYSTEMS: Final = frozenset(
    {"9p", "afs", "ceph", "cifs", "fuse.sshfs", "glusterfs", "lustre", "ncpfs", "nfs", "nfs4", "smb3", "smbfs"}
)
MOUNTS: Final = "/proc/self/mounts"

Identity = tuple[int, int]
"""Device and inode: what tells that a path still leads to the same file."""


def absolute(path: str) -> str:
    """The path from the root; ``..`` stays, since it may follow a symbolic link."""
    return os.path.join(os.getcwd(), path)


def identity(path: str) -> Identity:
    """Which file the path leads to.  Raises ``StorageError`` when there is none that could be a ledger."""
    try:
        status = os.stat(path)
    except FileNotFoundError:
        raise StorageError(
            "LS-STORE-001", f"there is no file {printable(path)}", hint="create-ledger makes a new one"
        ) from None
    except (OSError, ValueError) as error:
        raise cannot_open(path, error) from error
    if not stat.S_ISREG(status.st_mode):
        raise StorageError(
            "LS-STORE-002",
            f"{printable(path)} is not a file",
            hint="give the path of a file made by create-ledger",
        )
    return status.st_dev, status.st_ino


def require_same(path: str, expected: Identity) -> None:
    """Raise ``StorageError`` when the path no longer leads to the file that was opened."""
    try:
        status = os.stat(path)
        if (status.st_dev, status.st_ino) == expected:
            return
        what = "was replaced by another file"
    except OSError:
        what = "was moved or deleted"
    raise StorageError(
        "LS-STORE-007",
        f"{printable(path)} {what} while it was open",
        hint="nothing was written; open the ledger again once the file is where it belongs",
    )


def require_local(path: str) -> None:
    """Raise ``StorageError`` for a network file system: several hosts cannot share the log's index in memory."""
    if not sys.platform.startswith("linux"):
        return
    kind = file_system(os.path.realpath(path), _mounts())
    if kind in NETWORK_FILE_SYSTEMS:
        raise StorageError(
            "LS-STORE-008",
            f"{printable(path)} is on a network file system ({kind})",
            hint="keep the ledger on a local disk; several hosts share one through a server",
        )


def _mounts() -> str:
    try:
        with open(MOUNTS, encoding="utf-8", errors="surrogateescape") as mounts:
            return mounts.read()
    except OSError:
        return ""


def file_system(path: str, mounts: str) -> str | None:
    """The kind of file system that holds the absolute path, by a table in the form of ``/proc/mounts``."""
    best, kind = "", None
    for line in mounts.splitlines():
        parts = line.split(" ")
        if len(parts) < 3:
            continue
        point = parts[1].replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\")
        inside = path == point or path.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, parts[2]
    return kind


def cannot_open(path: str, error: Exception) -> StorageError:
    """The error for a path that the operating system refuses."""
    reason = getattr(error, "strerror", None) or str(error)
    return StorageError(
        "LS-STORE-014",
        f"{printable(path)} cannot be opened: {printable(reason)}",
        hint="check the path and the permissions of its folder",
    )


def uri(path: str, query: str) -> str:
    """The path as SQLite's URI."""
    escaped = absolute(path).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    if os.sep != "/":
        escaped = "/" + escaped.replace(os.sep, "/")
    return f"file:{escaped}?{query}"
