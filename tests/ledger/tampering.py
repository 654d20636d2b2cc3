"""A ledger's file, and what somebody who owns the file can do to it."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from ledgershell.errors import LedgershellError
from ledgershell.ion.streams import dumps
from ledgershell.journal.digest import Digest
from ledgershell.ledger.ledger import create_ledger, open_ledger
from ledgershell.ledger.verification import Fault
from tests.ledger.redacting import redact
from tests.ledger.stories import demo_world, run

SCRIPT = (
    "CREATE TABLE Person",
    "CREATE INDEX ON Person (name)",
    "INSERT INTO Person << {'name': 'Ann', 'age': 41}, {'name': 'Bob', 'tags': ['x', 'y']}, {'name': 'Cy'} >>",
    "UPDATE Person SET age = 42 WHERE name = 'Ann'",
    "DELETE FROM Person WHERE name = 'Bob'",
    "CREATE TABLE Car",
    "INSERT INTO Car << {'plate': 'A 1', 'price': 12.50}, {'plate': 'B 2', 'sold': `2024-01-31T`} >>",
    "CREATE INDEX ON Car (plate)",
    "DROP TABLE Car",
    "INSERT INTO Person {'name': 'Di', 'age': 5}",
)
WITH_REDACTION = (
    *SCRIPT,
    "INSERT INTO Person {'name': 'Eve', 'only_hers': ['gone', 'for', 'good']}",
    "UPDATE Person AS p SET p = {'name': 'Eve'} WHERE p.name = 'Eve'",
    "redact Eve",
)


DAMAGE = (
    *(f"LS-STORE-{number:03}" for number in (2, 3, 9, 10, 11, 14, 15)),
    "LS-LEDGER-022",
)
"""What opening a damaged file may say."""


def make(path: Path, script: tuple[str, ...] = SCRIPT, seed: str = "story") -> Digest:
    """A ledger of few blocks, closed; returns its digest."""
    ledger = create_ledger(path, demo_world(seed), name="bank")
    session = ledger.session()
    for text in script:
        if text == "redact Eve":
            [document] = run(session, "SELECT VALUE id FROM Person AS p BY id WHERE p.name = 'Eve'")
            redact(session, document, 0)
        else:
            run(session, text)
    digest = session.digest()
    ledger.close()
    return digest


class Verdict(NamedTuple):
    """What verification says of a file.  ``failed`` also when it cannot be opened, because it is damaged."""

    outcome: str
    faults: tuple[Fault, ...]

    @property
    def places(self) -> list[tuple[str, str]]:
        return [(fault.entry, fault.field) for fault in self.faults]


def verify(path: Path, anchor: Digest | None = None) -> Verdict:
    try:
        ledger = open_ledger(path, demo_world("reader"), read_only=True)
    except LedgershellError as error:
        if error.code not in DAMAGE:
            raise
        return Verdict("failed", (Fault("structure", None, "file", error.code, "", error.message),))
    try:
        run_of_it = ledger.session().verify(anchor)
        faults = tuple(run_of_it)
        return Verdict(run_of_it.outcome, faults)
    finally:
        ledger.close()


def everything(path: Path) -> list[str]:
    """All that a user can see of a ledger: documents, histories, catalogue, blocks, digest."""
    ledger = open_ledger(path, demo_world("reader"), read_only=True)
    try:
        session = ledger.session()
        description = session.describe()
        seen = [repr(description._replace(location="", writable=True)), repr(session.tables())]
        tables = [table.name for table in session.tables() if table.status == "ACTIVE"]
        texts = ["SELECT * FROM information_schema.user_tables"]
        for table in tables:
            texts += [f"SELECT * FROM _ql_committed_{table}", f"SELECT * FROM history({table}) AS h"]
            texts += [f"SELECT * FROM {table} AS t WHERE t.name = '{name}'" for name in ("Ann", "Bob", "Cy", "Di")]
        for text in texts:
            seen += [str(dumps(value, binary=False)) for value in session.execute(text)]
        for seq in range(description.tip + 1):
            block = session.block(seq, description.tip)
            seen.append(str(dumps(block.block, binary=False)) + repr(block[1:]))
        return [*seen, repr(session.digest()._replace(time=None))]
    finally:
        ledger.close()


def all_rows(path: Path) -> list[object] | None:
    """All that SQLite has to give of a file: every row of every table, definitions and numbers of its header.

    ``None`` when SQLite finds the file damaged.  Where this is the same, so is every answer: there is nothing else that
    one could be made of, and the integrity check has held the indexes against their tables.
    """
    connection = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
    connection.text_factory = bytes
    try:
        found: list[object] = [
            connection.execute(f"PRAGMA {name}").fetchall()
            for name in ("application_id", "user_version", "encoding", "journal_mode", "integrity_check")
        ]
        found.append(connection.execute("SELECT * FROM sqlite_schema").fetchall())
        tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").fetchall()
        found += [connection.execute(f'SELECT * FROM "{table.decode()}"').fetchall() for (table,) in tables]
    except (sqlite3.Error, UnicodeDecodeError):
        return None
    finally:
        connection.close()
    return found


Change = Callable[[sqlite3.Connection], object]


def change_by_force(path: Path, change: Change) -> bool:
    """Change the file as its owner can: without triggers and checks.  False when nothing changed."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        triggers = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY rowid")
        found = triggers.fetchall()
        connection.execute("BEGIN")
        for name, _ in found:
            connection.execute(f"DROP TRIGGER {name}")
        before = connection.total_changes
        try:
            change(connection)
        except sqlite3.IntegrityError:
            connection.execute("ROLLBACK")
            return False
        changed = connection.total_changes > before
        for _, sql in found:
            connection.execute(sql)
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return changed
    finally:
        connection.close()


def changed_copy(path: Path, change: Change, name: str = "changed.ledger") -> Path | None:
    """A copy of the file with a change by force; ``None`` when the tables do not even hold what it would write."""
    copy = path.with_name(name)
    shutil.copyfile(path, copy)
    return copy if change_by_force(copy, change) else None


class Cell(NamedTuple):
    """One column of one row, and another value for it."""

    table: str
    column: str
    rowid: tuple[tuple[str, Any], ...]
    old: Any
    new: Any

    def apply(self, connection: sqlite3.Connection) -> None:
        where = " AND ".join(f'"{name}" IS ?' for name, _ in self.rowid)
        connection.execute(
            f'UPDATE "{self.table}" SET "{self.column}" = ? WHERE {where}',
            (self.new, *(value for _, value in self.rowid)),
        )


def cells(path: Path) -> Iterator[Cell]:
    """Every column of every row of every table, from the schema, each with several other values."""
    connection = sqlite3.connect(path)
    try:
        names = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name"
        for (table,) in connection.execute(names).fetchall():
            columns = connection.execute(f'PRAGMA table_info("{table}")').fetchall()
            keys = [column[1] for column in columns if column[5]]
            for row in connection.execute(f'SELECT * FROM "{table}"').fetchall():
                values = dict(zip([column[1] for column in columns], row, strict=True))
                for column in values:
                    for new in others(values[column]):
                        yield Cell(table, column, tuple((key, values[key]) for key in keys), values[column], new)
    finally:
        connection.close()


def others(value: Any) -> list[Any]:
    """Other values of the same type, and NULL."""
    if type(value) is int:
        return [value + 1, value - 1, 0 if value else 7, value + 100, None]
    if type(value) is str:
        return [value + "x", value[::-1] if value != value[::-1] else "y", "", None]
    if type(value) is bytes:
        middle = len(value) // 2
        return [
            bytes([value[0] ^ 1]) + value[1:] if value else b"x",
            value[:middle] + bytes([value[middle] ^ 0x40]) + value[middle + 1 :] if value else b"y",
            value[:-1],
            None,
        ]
    return [0, 1, "x", b"x" * 32]
