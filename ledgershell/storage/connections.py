"""Connections to one file: made, checked, set up, lent out and taken back."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence

from ledgershell.errors import LedgershellError, StorageError
from ledgershell.static_typing import TYPE_CHECKING, Any, Final
from ledgershell.storage import location, schema, settings
from ledgershell.storage.binding import sqlite3
from ledgershell.storage.failures import FAILURES, printable, translate

if TYPE_CHECKING:
    from ledgershell.storage.store import Head

BEGIN: Final = "BEGIN"
ROLLBACK: Final = "ROLLBACK"
DATA_VERSION: Final = "PRAGMA data_version"
"""A number that differs from the last one when another connection has committed between the two."""
PROGRESS_STEPS: Final = 10_000
"""SQLite's virtual machine instructions between two looks at whether to stop."""
IDLE_CONNECTIONS: Final = 4


def connect(path: str, mode: str) -> sqlite3.Connection:
    """A bare connection; transactions are begun and ended by hand."""
    try:
        return sqlite3.connect(
            location.uri(path, mode), uri=True, isolation_level=None, check_same_thread=False, cached_statements=128
        )
    except FAILURES as error:
        raise translate(error, path) from error
    except ValueError as error:  # a NUL in the path
        raise location.cannot_open(path, error) from error


def is_ledger(connection: sqlite3.Connection) -> bool:
    """Whether the file's header says so."""
    found: int = connection.execute("PRAGMA application_id").fetchone()[0]
    return found == schema.APPLICATION_ID


def check_format(connection: sqlite3.Connection, name: str) -> None:
    """Refuse what is not a ledger's file, is newer than this program, or has tables or triggers of others."""
    if not is_ledger(connection):
        raise StorageError(
            "LS-STORE-002", f"{printable(name)} is not a ledger", hint="give the path of a file made by create-ledger"
        )
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > schema.FORMAT_VERSION:
        raise StorageError(
            "LS-STORE-003",
            f"{printable(name)} has format {version}, and this version knows up to {schema.FORMAT_VERSION}",
            hint="use a newer ledgershell",
        )
    if version < schema.FORMAT_VERSION:
        raise StorageError(
            "LS-STORE-003",
            f"{printable(name)} has format {version}, and this version knows {schema.FORMAT_VERSION}",
            hint="open it once for writing, which brings an older ledger up to date; make a backup first",
        )
    wrong = schema.difference(connection)
    if wrong is not None:
        raise StorageError(
            "LS-STORE-011",
            f"{printable(name)}: {printable(wrong)}",
            hint="somebody changed the file's tables; it is not opened, so that nothing planted in it can run",
        )


class Reader:
    """A connection that reads, and what it has seen of the journal's end.

    ``head`` belongs to ``version``, the number that SQLite gives the file's state as this connection sees it: while
    that stays, nobody has committed, and a snapshot need not read the head again.
    """

    __slots__ = ("connection", "head", "version")

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.version = -1
        self.head: Head | None = None


class Connections:
    """The connections of one store.  Snapshots borrow theirs; the one that writes is kept."""

    def __init__(self, path: str, name: str, *, read_only: bool, durable: Sequence[settings.Setting]) -> None:
        self._path = path
        self._name = name
        self._durable = durable
        self._mode = "mode=rw"
        if read_only:
            self._mode = "mode=ro&immutable=1" if _unlockable(path) else "mode=ro"
        self._reading = (*settings.READING,) if read_only else (*durable, *settings.READING)
        self._idle: list[Reader] = []
        self._lent: set[Reader] = set()
        self._writing: sqlite3.Connection | None = None
        self._should_stop: Callable[[], bool] | None = None

    def first(self) -> None:
        """Open a connection, and check that the file is a ledger's before anything else of it is used."""
        try:
            self._idle.append(self._reader(self._connect(self._reading, check=True)))
        except BaseException:
            self.close()
            raise

    def borrow(self) -> Reader:
        """A connection inside a read transaction that sees the store as of now."""
        reader = self._idle.pop() if self._idle else self._reader(self._connect(self._reading))
        self._lent.add(reader)
        execute = reader.connection.execute
        try:
            execute(BEGIN)
            version = execute(DATA_VERSION).fetchone()[0]  # the first read fixes what is seen
            if version != reader.version:
                reader.version, reader.head = version, None
        except FAILURES as error:
            self._lent.discard(reader)
            reader.connection.close()
            raise translate(error, self._name) from error
        return reader

    def give_back(self, reader: Reader) -> None:
        """End a borrowed connection's transaction."""
        if reader not in self._lent:
            return
        self._lent.discard(reader)
        connection = reader.connection
        try:
            connection.execute(ROLLBACK)  # the method of this name would have SQLite parse it each time
        except FAILURES:
            connection.close()
            return
        if len(self._idle) < IDLE_CONNECTIONS:
            self._idle.append(reader)
        else:
            connection.close()

    def look_up(self, sql: str, parameters: tuple[object, ...]) -> list[tuple[Any, ...]]:
        """The rows of one query, outside any transaction."""
        reader = self._idle.pop() if self._idle else self._reader(self._connect(self._reading))
        try:
            rows = reader.connection.execute(sql, parameters).fetchall()
        except FAILURES as error:
            reader.connection.close()
            raise translate(error, self._name) from error
        self._idle.append(reader)
        return rows

    def for_writing(self) -> sqlite3.Connection:
        """The connection that writes, outside a transaction."""
        if self._writing is None:
            connection = self._connect(self._durable)
            # The store waits for the lock itself: SQLite's own waits grow to 100 ms, far longer than a commit.
            connection.execute("PRAGMA busy_timeout = 0")
            self._writing = self._confined(connection)
        self._writing.set_progress_handler(self._should_stop, PROGRESS_STEPS)
        return self._writing

    def drop_writing(self) -> None:
        """After a failed commit nothing is known about the connection: the next one will be a new one."""
        connection, self._writing = self._writing, None
        if connection is not None:
            connection.close()

    def for_maintenance(self) -> sqlite3.Connection:
        """A connection that may use pragmas; the caller closes it."""
        return self._connect(settings.READING)

    def for_erasing(self, patience: float) -> sqlite3.Connection:
        """A connection that may build the whole file anew; the caller closes it.

        What SQLite sets aside meanwhile goes to a temporary file, since it is as large as the ledger; it holds only
        what stays.
        """
        connection = self._connect(self._durable)
        try:
            settings.apply(connection, settings.erasing(patience), self._name)
        except BaseException:
            connection.close()
            raise
        connection.set_progress_handler(self._should_stop, PROGRESS_STEPS)
        return connection

    def on_progress(self, should_stop: Callable[[], bool] | None) -> None:
        """Let ``should_stop`` interrupt what runs on any of the connections."""
        self._should_stop = should_stop
        for reader in (*self._idle, *self._lent):
            reader.connection.set_progress_handler(should_stop, PROGRESS_STEPS)

    def should_stop(self) -> bool:
        """Ask, outside SQLite."""
        return self._should_stop is not None and self._should_stop()

    def close(self) -> None:
        """Close them all."""
        for reader in (*self._idle, *self._lent):
            reader.connection.close()
        self._idle, self._lent = [], set()
        self.drop_writing()
        if self._mode == "mode=ro":
            self._let_go_of_log()

    def _let_go_of_log(self) -> None:
        """Have the empty log and its index removed that a reader makes and may not remove.

        SQLite does that when the last connection closes that may write: under its own lock on the file, so that
        nothing goes while anybody else has the ledger open.  It writes nothing, since the log is empty.
        """
        try:
            if os.stat(f"{self._path}-wal").st_size or not os.access(self._path, os.W_OK):
                return
            connection = connect(self._path, "mode=rw")
            try:
                connection.execute("PRAGMA busy_timeout = 0").close()
                connection.execute("PRAGMA user_version").fetchone()  # only a connection that has read takes part
            finally:
                connection.close()
        except (OSError, LedgershellError, *FAILURES):
            return

    def _connect(self, more: Sequence[settings.Setting], *, check: bool = False) -> sqlite3.Connection:
        connection = connect(self._path, self._mode)
        try:
            settings.apply(connection, settings.DISTRUST, self._name)
            if check:
                if self._mode == "mode=rw" and is_ledger(connection):
                    schema.upgrade(connection)
                check_format(connection, self._name)
            settings.apply(connection, more, self._name)
        except FAILURES as error:
            connection.close()
            raise translate(error, self._name) from error
        except BaseException:
            connection.close()
            raise
        return connection

    def _reader(self, connection: sqlite3.Connection) -> Reader:
        connection.set_progress_handler(self._should_stop, PROGRESS_STEPS)
        return Reader(self._confined(connection))

    def _confined(self, connection: sqlite3.Connection) -> sqlite3.Connection:
        settings.confine(connection)
        return connection


def _unlockable(path: str) -> bool:
    """Whether the file must be read as it stands: its folder is read-only, so the log's index cannot be made.

    Raises ``StorageError`` when that would leave out commits that are in the log only.
    """
    if os.access(os.path.dirname(path) or os.curdir, os.W_OK):
        return False
    log = path + "-wal"
    if not os.path.exists(log) or os.path.getsize(log) == 0:
        return True
    if not os.path.exists(path + "-shm"):
        raise StorageError(
            "LS-STORE-014",
            f"{printable(path)} cannot be opened: commits are still in its log, {printable(os.path.basename(log))}",
            hint="copy both files to a folder that can be written, and open the copy",
        )
    return False
