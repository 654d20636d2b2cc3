"""A ledger's bytes in one SQLite file: snapshots and the write lock.

A snapshot is a read transaction on a connection of its own (write-ahead log: readers and the writer do not wait for
each other).  One more connection writes, under ``BEGIN IMMEDIATE``.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from time import monotonic
from types import MappingProxyType, TracebackType

from ledgershell.errors import Interrupted, StorageError
from ledgershell.static_typing import TYPE_CHECKING, Any, Final
from ledgershell.storage import location, queries, settings
from ledgershell.storage.binding import sqlite3
from ledgershell.storage.connections import Connections
from ledgershell.storage.failures import FAILURES, printable, translate
from ledgershell.storage.forks import forks
from ledgershell.storage.snapshot import SqliteSnapshot
from ledgershell.storage.store import Found, Transaction, Wanted

if TYPE_CHECKING:
    from ledgershell.storage.writer import SqliteWriter

LOCK_WAIT: Final = 30.0
"""Seconds to wait for the write lock."""
FIRST_PAUSE: Final = 0.000_2
LONGEST_PAUSE: Final = 0.01
SAME_FILE_FOR: Final = 0.001
"""Seconds for which single lookups take the path to lead where it led; snapshots and commits look each time.

To look costs as much as a third of a lookup, and when somebody moves the file nothing tells now from a moment ago.
"""
REMEMBERED_BLOCKS: Final = 4_096
"""Of so many blocks the transactions are remembered."""
Transactions = dict[int, Transaction]
CERTAINLY_NOT_STORED: Final = frozenset({"SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_BUSY", "SQLITE_READONLY"})
"""Failures that come before the log is complete.  After a failed sync nobody knows what is on the disk."""


_first: Final = itemgetter(0)
_FIND: Final[Mapping[Wanted, str]] = MappingProxyType(
    {"document": queries.FIND_DOCUMENT, "documents": queries.FIND_DOCUMENTS, "history": queries.FIND_HISTORY}
)


class SqliteStore:
    """One ledger's file; :mod:`ledgershell.storage.sqlite` opens and creates them."""

    def __init__(self, path: str, *, read_only: bool = False, temporary: bool = False) -> None:
        self.location = ":memory:" if temporary else path
        self.read_only = read_only
        self._path = path
        self._temporary = temporary
        self._forks = forks()
        self._identity = location.identity(path)
        self._connections = Connections(
            path, self.location, read_only=read_only, durable=settings.TEMPORARY if temporary else settings.DURABLE
        )
        self._closed = False
        self._look_again = 0.0
        self._transactions: Transactions = {}
        self._connections.first()

    def snapshot(self) -> SqliteSnapshot:
        self._require_usable()
        connections = self._connections
        reader = connections.borrow()
        return SqliteSnapshot(reader.connection, self.location, lambda: connections.give_back(reader), reader)

    def find(self, what: Wanted, key: tuple[int | str | bytes, ...]) -> Found | None:
        now = monotonic()
        if now > self._look_again or self._closed or self._forks != forks():
            self._require_usable()
            self._look_again = now + SAME_FILE_FOR
        rows = self._connections.look_up(_FIND[what], key)
        if len(rows) > 1:
            rows.sort(key=_first)
        head = rows.pop(0)
        if head[0] != -1 or head[1] is None or len(rows) > queries.MOST_FOUND:
            return None
        transactions = self._transactions_of(rows, key) if what == "history" else self._transactions
        return Found._make((head[1], head[2], rows, transactions))

    def _transactions_of(self, rows: Sequence[tuple[Any, ...]], key: tuple[int | str | bytes, ...]) -> Transactions:
        """The transactions of the rows' blocks; since blocks never change, those that were read once are known."""
        known = self._transactions
        for row in rows:
            if row[1] not in known:
                break
        else:
            return known
        if len(known) >= REMEMBERED_BLOCKS:
            known = self._transactions = {}  # the old ones belong to results that are still looked at
        for seq, transaction_id, time in self._connections.look_up(queries.BLOCKS_OF_HISTORY, key):
            known[seq] = (transaction_id, time)
        return known

    def writing(self) -> Writing:
        self._require_usable()
        if self.read_only:
            raise StorageError(
                "LS-STORE-004",
                f"{printable(self.location)} is open for reading only",
                hint="open it without --read-only",
            )
        return Writing(self)

    def on_progress(self, should_stop: Callable[[], bool] | None) -> None:
        self._connections.on_progress(should_stop)

    def copy_to(self, path: str, tell: Callable[[int, int], None]) -> None:
        """As :meth:`ledgershell.storage.store.Store.copy_to`."""
        from ledgershell.storage.backup import copy_pages

        self._require_usable()
        reader = self._connections.borrow()
        try:
            copy_pages(reader.connection, path, self.location, tell, self._connections.should_stop)
        finally:
            self._connections.give_back(reader)

    def close(self) -> None:
        """Close all connections.  The last one to close brings the log into the main file."""
        if self._closed or self._forks != forks():
            return
        self._closed = True
        self._connections.close()
        if self._temporary:
            import atexit

            atexit.unregister(self.close)
            from ledgershell.storage import leftovers

            leftovers.remove(os.path.dirname(self._path))

    def check_structure(self) -> Sequence[str]:
        """What SQLite's own integrity check finds wrong: nothing, for a sound file.  Says nothing about content."""
        self._require_usable()
        connection = self._connections.for_maintenance()
        try:
            rows = connection.execute("PRAGMA integrity_check").fetchall()
        except FAILURES as error:
            raise translate(error, self.location) from error
        finally:
            connection.close()
        return [str(row[0]) for row in rows if row[0] != "ok"]

    def erase(self, patience: float = 0.0) -> bool:
        """As :meth:`ledgershell.storage.store.Store.erase`: see :mod:`ledgershell.storage.erasing`."""
        from ledgershell.storage.erasing import erase

        self._require_usable()
        try:
            connection = self._connections.for_erasing(patience)
        except StorageError:
            return False
        try:
            return erase(connection)
        finally:
            connection.close()

    def _require_usable(self) -> None:
        if self._closed:
            raise StorageError("LS-STORE-017", f"{printable(self.location)} is closed", hint="open it again")
        if self._forks != forks():
            raise StorageError(
                "LS-STORE-017",
                f"{printable(self.location)} was opened by the parent process",
                hint="open it again in each process: a connection does not survive a fork",
            )
        location.require_same(self._path, self._identity)

    # -- the write lock, for Writing

    def begin(self) -> sqlite3.Connection:
        """Take the write lock, waiting for it at most :data:`LOCK_WAIT` seconds."""
        connection = self._connections.for_writing()
        pause, waited = FIRST_PAUSE, 0.0
        while True:
            try:
                connection.execute("BEGIN IMMEDIATE")
            except FAILURES as error:
                if getattr(error, "sqlite_errorcode", 0) & 0xFF != sqlite3.SQLITE_BUSY or waited >= LOCK_WAIT:
                    raise translate(error, self.location) from error
            else:
                return connection
            if self._connections.should_stop():
                raise Interrupted("LS-EVAL-001", "the statement was cancelled")
            waited += _wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    def commit(self, connection: sqlite3.Connection) -> None:
        """Make what was written durable, or say that nobody knows whether it is."""
        connection.set_progress_handler(None, 0)
        try:
            connection.execute("COMMIT")
        except FAILURES as error:
            failure = translate(error, self.location)
            self._connections.drop_writing()
            if getattr(error, "sqlite_errorname", None) not in CERTAINLY_NOT_STORED:
                raise StorageError(
                    "LS-STORE-016",
                    f"{failure.message}, at the end of a commit",
                    hint="open the ledger again and look for the transaction before repeating it",
                ) from error
            raise failure from error

    def roll_back(self, connection: sqlite3.Connection) -> None:
        """Undo what was written."""
        connection.set_progress_handler(None, 0)
        try:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
        except FAILURES:
            self._connections.drop_writing()


class Writing:
    """The context in which a :class:`SqliteWriter` may be used; ``Store.writing`` makes it."""

    __slots__ = ("_connection", "_store", "_writer")

    def __init__(self, store: SqliteStore) -> None:
        self._store = store
        self._connection: sqlite3.Connection | None = None
        self._writer: SqliteWriter | None = None

    def __enter__(self) -> SqliteWriter:
        self._connection = self._store.begin()
        from ledgershell.storage.writer import SqliteWriter

        self._writer = SqliteWriter(self._connection, self._store.location, _nothing)
        return self._writer

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        connection, writer = self._connection, self._writer
        if connection is None or writer is None:
            return
        self._connection = None
        writer.close()
        if kind is None:
            self._store.commit(connection)
        else:
            self._store.roll_back(connection)


def _nothing() -> None:
    """The writer's connection stays with the store."""


def _wait(pause: float) -> float:
    """Sleep between half and all of ``pause`` seconds, so that waiting processes do not march in step."""
    from random import random
    from time import sleep

    duration = pause * (0.5 + random() / 2)  # noqa: S311
    sleep(duration)
    return duration
