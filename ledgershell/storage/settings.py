"""How a connection to a ledger's file is set up, and that each setting was granted.

``WAL`` with ``synchronous=FULL`` is what makes an acknowledged commit outlive a power cut; ``NORMAL`` loses some.
``mmap_size=0``: an I/O error in mapped memory would be a signal instead of an error.  ``secure_delete`` overwrites
what is deleted, ``trusted_schema=OFF`` and ``cell_size_check`` distrust a file that others made.
"""

from __future__ import annotations

from collections.abc import Sequence

from ledgershell.errors import StorageError
from ledgershell.static_typing import Final, NamedTuple
from ledgershell.storage.binding import sqlite3
from ledgershell.storage.failures import printable

BUSY_TIMEOUT: Final = 5_000
"""Milliseconds."""


class Setting(NamedTuple):
    """A pragma, the value to give it, and what reading it back must tell."""

    pragma: str
    value: str
    granted: int | str


DISTRUST: Final = (
    Setting("trusted_schema", "OFF", 0),
    Setting("cell_size_check", "ON", 1),
    Setting("recursive_triggers", "ON", 1),
    Setting("busy_timeout", str(BUSY_TIMEOUT), BUSY_TIMEOUT),
    Setting("temp_store", "MEMORY", 2),
    Setting("mmap_size", "0", 0),
    Setting("foreign_keys", "ON", 1),
    Setting("cache_size", "-8192", -8192),
)
"""For every connection, before anything of the file is used."""

DURABLE: Final = (
    Setting("journal_mode", "WAL", "wal"),
    Setting("synchronous", "FULL", 2),
    Setting("fullfsync", "ON", 1),
    Setting("checkpoint_fullfsync", "ON", 1),
    Setting("secure_delete", "ON", 1),
    Setting("wal_autocheckpoint", "1000", 1000),
    Setting("journal_size_limit", "16777216", 16_777_216),
)
"""For every connection that may write or, by being the last one, bring the log into the main file."""

TEMPORARY: Final = tuple(
    Setting("synchronous", "OFF", 0) if setting.pragma == "synchronous" else setting for setting in DURABLE
)
"""For a private file that nobody will ever open again."""

READING: Final = (Setting("query_only", "ON", 1),)
"""For snapshots, on top."""


def erasing(patience: float) -> tuple[Setting, ...]:
    """For the connection that builds the file anew, on top; it waits ``patience`` seconds for others."""
    milliseconds = int(patience * 1000)
    return (
        Setting("temp_store", "FILE", 1),
        Setting("busy_timeout", str(milliseconds), milliseconds),
    )


def apply(connection: sqlite3.Connection, settings: Sequence[Setting], location: str) -> None:
    """Make the settings and read each one back.  Raises ``StorageError`` when one was not granted."""
    for pragma, value, granted in settings:
        row = connection.execute(f"PRAGMA {pragma} = {value}").fetchone()
        if row is None:  # some pragmas answer with what is granted, others with nothing
            row = connection.execute(f"PRAGMA {pragma}").fetchone()
        if row is None or row[0] != granted:
            found = "nothing" if row is None else row[0]
            raise StorageError(
                "LS-STORE-015",
                f"{printable(location)}: {pragma} must be {value}, but stays {found}",
                hint="keep the ledger on a local disk, in a folder that can be written",
            )


_ALLOWED: Final = frozenset(
    {
        sqlite3.SQLITE_SELECT,
        sqlite3.SQLITE_READ,
        sqlite3.SQLITE_INSERT,
        sqlite3.SQLITE_UPDATE,
        sqlite3.SQLITE_DELETE,
        sqlite3.SQLITE_FUNCTION,
        sqlite3.SQLITE_TRANSACTION,
        sqlite3.SQLITE_RECURSIVE,
    }
)


def _authorize(action: int, subject: object, argument: object, *_details: object) -> int:
    if action in _ALLOWED or (action == sqlite3.SQLITE_PRAGMA and subject == "data_version" and argument is None):
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


def confine(connection: sqlite3.Connection) -> None:
    """From now on the connection reads and changes rows and does nothing else: no DDL, no ATTACH, no pragma but one.

    ``data_version`` only tells whether others have committed.
    """
    connection.set_authorizer(_authorize)
    if hasattr(connection, "setconfig"):  # Python 3.12
        connection.setconfig(1010, True)  # SQLITE_DBCONFIG_DEFENSIVE
