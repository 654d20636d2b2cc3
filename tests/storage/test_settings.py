"""Durability is a matter of settings, so they are read back, by us and here."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from ledgershell.errors import StorageError
from ledgershell.storage import schema, settings
from ledgershell.storage.connections import Connections
from ledgershell.storage.settings import Setting
from ledgershell.storage.store import IndexChange
from tests.storage.blocks import INDEX, commit, new_store, revision

WANTED = {
    "journal_mode": "wal",
    "synchronous": 2,
    "fullfsync": 1,
    "checkpoint_fullfsync": 1,
    "foreign_keys": 1,
    "recursive_triggers": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "secure_delete": 1,
    "busy_timeout": 5000,
    "wal_autocheckpoint": 1000,
    "temp_store": 2,
    "mmap_size": 0,
}


def pragmas(connection: sqlite3.Connection) -> dict[str, object]:
    connection.set_authorizer(None)
    return {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in WANTED}


def test_both_kinds_of_connection_have_all_settings(tmp_path: Path) -> None:
    new_store(tmp_path).close()
    connections = Connections(str(tmp_path / "a.ledger"), "test", read_only=False, durable=settings.DURABLE)
    reading = pragmas(connections.borrow().connection)
    writing = pragmas(connections.for_writing())
    assert reading == WANTED
    assert writing == WANTED | {"busy_timeout": 0}, "the store waits for the lock itself"
    connections.close()


def test_the_log_is_limited_and_the_file_says_what_it_is(tmp_path: Path) -> None:
    new_store(tmp_path).close()
    connection = sqlite3.connect(tmp_path / "a.ledger")
    assert connection.execute("PRAGMA application_id").fetchone()[0] == int.from_bytes(b"Lshd", "big")
    assert connection.execute("PRAGMA user_version").fetchone()[0] == schema.FORMAT_VERSION
    settings.apply(connection, settings.DURABLE, "test")
    assert connection.execute("PRAGMA journal_size_limit").fetchone()[0] == 16 * 1024 * 1024


def test_a_setting_that_is_not_granted_stops_us() -> None:
    connection = sqlite3.connect(":memory:")
    with pytest.raises(StorageError) as caught:
        settings.apply(connection, [Setting("journal_mode", "WAL", "wal")], "memory")
    assert caught.value.code == "LS-STORE-015"
    with pytest.raises(StorageError):
        settings.apply(connection, [Setting("no_such_pragma", "1", 1)], "memory")


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TRIGGER block_kept",
        "DROP TABLE block",
        "ALTER TABLE block ADD COLUMN x",
        "CREATE TRIGGER t BEFORE INSERT ON block BEGIN SELECT 1; END",
        "CREATE TEMP TABLE t (x)",
        "PRAGMA writable_schema = ON",
        "PRAGMA journal_mode = DELETE",
        "PRAGMA data_version = 7",
        "PRAGMA table_info(block)",
        "ATTACH ':memory:' AS other",
        "REINDEX",
    ],
)
def test_our_own_connections_can_do_nothing_but_read_and_change_rows(tmp_path: Path, statement: str) -> None:
    new_store(tmp_path).close()
    connections = Connections(str(tmp_path / "a.ledger"), "test", read_only=False, durable=settings.DURABLE)
    for connection in (connections.for_writing(), connections.borrow().connection):
        with pytest.raises(sqlite3.DatabaseError, match="not authorized"):
            connection.execute(statement)
    connections.close()


def test_a_snapshot_cannot_write(tmp_path: Path) -> None:
    new_store(tmp_path).close()
    connections = Connections(str(tmp_path / "a.ledger"), "test", read_only=False, durable=settings.DURABLE)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        connections.borrow().connection.execute("INSERT INTO setting VALUES ('a', 'b')")
    connections.close()


def test_deleted_bytes_are_overwritten(tmp_path: Path) -> None:
    """secure_delete at work: an index entry that is gone is not in the file any more."""
    store = new_store(tmp_path)
    commit(store, "T1", [revision("a", 0, b"one")], [IndexChange(INDEX, "a", (), (b"a very private key",))])
    commit(store, "T2", [revision("a", 1, b"two")], [IndexChange(INDEX, "a", (b"a very private key",), ())])
    store.close()
    assert b"a very private key" not in (tmp_path / "a.ledger").read_bytes()
