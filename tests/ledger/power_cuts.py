"""A disk that forgets: every write to a ledger's files is recorded, and what a power cut may leave of them is made.

The statements that the product sends are recorded while it works on a file of its own.  They are sent once more
through a virtual file system that writes down each write, truncation, sync and deletion.  A cut is a place in that
record: what was synced before it is on the disk; of what was not, each write is there, is not there, or is there up to
a sector's end.  Deletions and new names count as durable at once.
"""

from __future__ import annotations

import itertools
import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import apsw
import pytest

from ledgershell.storage import binding

SECTOR = 512
MAIN, LOG, JOURNAL = "bank.ledger", "bank.ledger-wal", "bank.ledger-journal"

_names = itertools.count()


class Write(NamedTuple):
    """Bytes that were handed to the system."""

    file: str
    offset: int
    data: bytes


class Truncate(NamedTuple):
    """A file was cut short."""

    file: str
    size: int


class Sync(NamedTuple):
    """All that was written to the file before is on the disk."""

    file: str


class Delete(NamedTuple):
    """The file's name is gone."""

    file: str


class Acknowledged(NamedTuple):
    """Somebody was told that the blocks up to this one are committed."""

    seq: int


Event = Write | Truncate | Sync | Delete | Acknowledged


class Statement(NamedTuple):
    """One SQL statement and what is bound in it."""

    sql: str
    parameters: tuple[Any, ...]


Trace = Sequence[Statement | Acknowledged]


class RecordedStatements:
    """What the product sends to the connection that writes, in order."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._sent: list[tuple[int, Statement | Acknowledged]] = []
        self._writing: set[int] = set()
        really_connect = binding.sqlite3.connect
        recorded = self

        class Connection(sqlite3.Connection):
            def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
                recorded.sent(id(self), sql, parameters)
                return super().execute(sql, parameters)

            def executemany(self, sql: str, parameters: Iterable[Any], /) -> sqlite3.Cursor:
                rows = list(parameters)
                for each in rows:
                    recorded.sent(id(self), sql, each)
                return super().executemany(sql, rows)

        def connect(*arguments: Any, **options: Any) -> sqlite3.Connection:
            connection = really_connect(*arguments, **options, factory=Connection)
            self._kept.append(connection)  # so that no two have one id
            return connection

        self._kept: list[sqlite3.Connection] = []
        patch.setattr(binding.sqlite3, "connect", connect)

    def sent(self, connection: int, sql: str, parameters: Any) -> None:
        if sql.startswith("BEGIN IMMEDIATE"):
            self._writing.add(connection)
        self._sent.append((connection, Statement(sql, tuple(parameters))))

    def acknowledge(self, seq: int) -> None:
        self._sent.append((0, Acknowledged(seq)))

    def written(self) -> Trace:
        """The statements of the writing connection, what erased, and between them what was acknowledged."""
        (writing,) = self._writing
        return [what for connection, what in self._sent if connection in (0, writing) or _erases(what)]


def _erases(what: Statement | Acknowledged) -> bool:
    return isinstance(what, Statement) and what.sql.startswith(("VACUUM", "PRAGMA wal_checkpoint"))


class _Disk(apsw.VFS):
    def __init__(self, name: str, events: list[Event]) -> None:
        self.events = events
        super().__init__(name, base="")

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:  # noqa: N802 - SQLite's name
        return _File(self.events, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802 - SQLite's name
        self.events.append(Delete(os.path.basename(filename)))
        super().xDelete(filename, syncdir)


class _File(apsw.VFSFile):
    def __init__(self, events: list[Event], name: str | apsw.URIFilename | None, flags: list[int]) -> None:
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        self.name = os.path.basename(path) if path else "temporary"
        self.events = events
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802 - SQLite's name
        self.events.append(Write(self.name, offset, bytes(data)))
        super().xWrite(data, offset)

    def xTruncate(self, newsize: int) -> None:  # noqa: N802 - SQLite's name
        self.events.append(Truncate(self.name, newsize))
        super().xTruncate(newsize)

    def xSync(self, flags: int) -> None:  # noqa: N802 - SQLite's name
        self.events.append(Sync(self.name))
        super().xSync(flags)


def replay(trace: Trace, start: Path, folder: Path, pragmas: dict[str, str]) -> list[Event]:
    """Send the statements to a copy of ``start``; ``pragmas`` replaces settings that the product would make."""
    folder.mkdir()
    shutil.copy(start, folder / MAIN)
    events: list[Event] = []
    name = f"disk-{next(_names)}"
    disk = _Disk(name, events)
    connection = apsw.Connection(str(folder / MAIN), vfs=name)
    try:
        for each in trace:
            if isinstance(each, Acknowledged):
                events.append(each)
            else:
                connection.execute(_replaced(each.sql, pragmas), each.parameters).fetchall()
    finally:
        connection.close()
        disk.unregister()
    return events


def _replaced(statement: str, pragmas: dict[str, str]) -> str:
    for name, value in pragmas.items():
        if statement.startswith(f"PRAGMA {name} ="):
            return f"PRAGMA {name} = {value}"
    return statement


class Image(NamedTuple):
    """What a power cut left, and the last block that had been acknowledged by then."""

    files: dict[str, bytes]
    acknowledged: int


class _Platter:
    """One file: what is on the disk, and what is on its way."""

    def __init__(self, durable: bytes = b"") -> None:
        self.durable = bytearray(durable)
        self.pending: list[Write | Truncate] = []

    def sync(self) -> None:
        for each in self.pending:
            _apply(self.durable, each)
        self.pending.clear()

    def after_a_cut(self, random: Random) -> bytes:
        content = bytearray(self.durable)
        for each in self.pending:
            fate = random.randrange(3)
            if fate == 0:
                continue
            if fate == 1 and isinstance(each, Write) and len(each.data) > SECTOR:
                end = random.randrange(SECTOR, len(each.data), SECTOR)
                _apply(content, each._replace(data=each.data[:end]))
            else:
                _apply(content, each)
        return bytes(content)


def _apply(content: bytearray, change: Write | Truncate) -> None:
    if isinstance(change, Truncate):
        del content[change.size :]
        return
    if len(content) < change.offset:
        content.extend(bytes(change.offset - len(content)))
    content[change.offset : change.offset + len(change.data)] = change.data


def images(events: Sequence[Event], start: bytes, random: Random, each_cut: int, every: int = 1) -> Iterator[Image]:
    """``each_cut`` images of every ``every``-th cut."""
    disk = {MAIN: _Platter(start)}
    acknowledged = 0
    for number, event in enumerate(events):
        if isinstance(event, Acknowledged):
            acknowledged = event.seq
        elif isinstance(event, Delete):
            disk.pop(event.file, None)
        elif event.file in (MAIN, LOG, JOURNAL):
            platter = disk.setdefault(event.file, _Platter())
            if isinstance(event, Sync):
                platter.sync()
            else:
                platter.pending.append(event)
        if number % every == 0:
            for _ in range(each_cut):
                yield Image({name: platter.after_a_cut(random) for name, platter in disk.items()}, acknowledged)


def restore(image: Image, folder: Path) -> Path:
    """Put the files of an image where nothing else is; returns the ledger's path."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, content in image.files.items():
        (folder / name).write_bytes(content)
    return folder / MAIN
