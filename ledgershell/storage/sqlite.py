"""Opening and creating ledgers that are kept in SQLite files."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence

from ledgershell.errors import StorageError
from ledgershell.static_typing import TYPE_CHECKING
from ledgershell.storage import location, schema, settings
from ledgershell.storage.connections import connect
from ledgershell.storage.failures import FAILURES, printable, translate
from ledgershell.storage.sqlite_store import SqliteStore

if TYPE_CHECKING:
    from ledgershell.storage.writer import SqliteWriter

Initialise = Callable[["SqliteWriter"], None]
"""Writes what every ledger begins with."""


def open_store(path: str | os.PathLike[str], *, read_only: bool = False) -> SqliteStore:
    """Open a ledger's file that is there.

    Read-only works on a file, in a folder and on a disk that cannot be written, too.  It leaves nothing behind but in
    one case: where the folder may be written and the file may not, an empty log and its index stay beside it, since
    nobody who may only read can know that no one else uses them.
    """
    path = os.fspath(path)
    if not read_only:
        location.identity(path)
        location.require_local(path)
        if not os.access(path, os.W_OK):
            raise StorageError(
                "LS-STORE-004",
                f"{printable(path)} cannot be written",
                hint="check the permissions of the file, or open it with --read-only",
            )
    return SqliteStore(path, read_only=read_only)


def create_store(
    path: str | os.PathLike[str], initialise: Initialise, inspect: Callable[[str], None] | None = None
) -> SqliteStore:
    """Make a new ledger's file and open it.

    The file appears under its name only when all that ``initialise`` writes is in it, so nobody ever meets half a
    ledger.  ``inspect`` may look at the finished file before, by the path that it has until then; what it raises leaves
    nothing behind.  Raises ``StorageError`` LS-STORE-013 when the name is taken.
    """
    from ledgershell.storage.drafts import Draft

    path = os.fspath(path)
    with Draft(path) as draft:
        _fill(draft.path, initialise, settings.DURABLE, path)
        if inspect is not None:
            inspect(draft.path)
        draft.publish()
    return open_store(path)


def temporary_store(initialise: Initialise, folder: str | os.PathLike[str] | None = None) -> SqliteStore:
    """A ledger in a private temporary file, which closing removes: what ``:memory:`` stands for.

    Files that killed processes left behind are removed on this occasion.

    ``folder`` is where temporary files go; by default the system's choice.
    """
    from ledgershell.storage import leftovers
    from ledgershell.storage.drafts import touch

    parent = _temporary_folder() if folder is None else os.fspath(folder)
    private = os.path.join(parent, leftovers.folder_name())
    path = os.path.join(private, leftovers.FILE)
    try:
        os.mkdir(private, 0o700)
        touch(path)
        leftovers.clear(parent, os.stat(private).st_mtime)
    except OSError as error:
        raise location.cannot_open(private, error) from error
    try:
        _fill(path, initialise, settings.TEMPORARY, ":memory:")
        store = SqliteStore(path, temporary=True)
    except BaseException:
        leftovers.remove(private)
        raise
    import atexit

    atexit.register(store.close)
    return store


def _temporary_folder() -> str:
    """Where temporary files go.  Only where that is not plain, ``tempfile`` is asked: importing it takes its time."""
    for folder in (os.environ.get("TMPDIR"), "/tmp"):  # noqa: S108 - tempfile looks at the same places first
        if folder and os.path.isabs(folder) and os.access(folder, os.W_OK | os.X_OK):
            return folder
    import tempfile

    return tempfile.gettempdir()


def _fill(path: str, initialise: Initialise, durable: Sequence[settings.Setting], name: str) -> None:
    """Tables and first content, into an empty file, closed again."""
    from ledgershell.storage.writer import SqliteWriter

    connection = connect(path, "mode=rw")
    try:
        settings.apply(connection, settings.DISTRUST, name)
        settings.apply(connection, durable, name)
        connection.execute("BEGIN IMMEDIATE")
        schema.create(connection)
        initialise(SqliteWriter(connection, name, lambda: None))
        connection.execute("COMMIT")
    except FAILURES as error:
        raise translate(error, name) from error
    finally:
        connection.close()
