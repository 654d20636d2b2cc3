"""The tables defend themselves, against any connection: what is written stays as it was written."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledgershell.storage import schema
from tests.storage.blocks import block, commit, new_store, revision

HASH = "zeroblob(32)"


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A foreign connection, with SQLite's defaults, to a ledger of three blocks."""
    store = new_store(tmp_path)
    with store.writing() as writer:
        writer.assign_number("other-table")
    commit(store, "T1", [revision("a", 0, b"one"), revision("b", 0, b"two")])
    commit(store, "T2", [revision("a", 1, b"three"), revision("b", 1, None)])
    with store.writing() as writer:
        writer.append(block(writer, "T3", symbols=[(10, "name"), (11, "other")]))
    store.close()
    connection = sqlite3.connect(tmp_path / "a.ledger", isolation_level=None)
    connection.execute("PRAGMA recursive_triggers = OFF")
    yield connection
    connection.close()


def everything(connection: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    return {name: connection.execute(f'SELECT * FROM "{name}"').fetchall() for name in names}


ATTACKS = [
    "DELETE FROM block",
    "DELETE FROM block WHERE seq = 2",
    "UPDATE block SET body = x'00'",
    "UPDATE block SET seq = 9 WHERE seq = 2",
    f"INSERT INTO block VALUES (9, 'T9', 99, 99, 6, 0, {HASH}, x'')",
    f"INSERT INTO block VALUES (-1, 'T9', 99, 99, 6, 0, {HASH}, x'')",
    f"INSERT INTO block VALUES (4, 'T9', 1, 99, 6, 0, {HASH}, x'')",
    f"INSERT INTO block VALUES (4, 'T9', 99, 1, 6, 0, {HASH}, x'')",
    f"INSERT INTO block VALUES (4, 'T9', 99, 99, 5, 0, {HASH}, x'')",
    "INSERT INTO block VALUES (4, 'T9', 99, 99, 6, 0, zeroblob(31), x'')",
    f"INSERT OR REPLACE INTO block VALUES (2, 'T2', 99, 99, 6, 0, {HASH}, x'')",
    f"INSERT OR REPLACE INTO block VALUES (4, 'T1', 99, 99, 6, 0, {HASH}, x'')",
    f"REPLACE INTO block VALUES (3, 'T9', 99, 99, 6, 0, {HASH}, x'')",
    f"INSERT INTO block VALUES (3, 'T9', 99, 99, 6, 0, {HASH}, x'') ON CONFLICT DO UPDATE SET body = x''",
    "UPDATE OR REPLACE block SET seq = 1 WHERE seq = 2",
    "DELETE FROM revision WHERE ordinal = 5",
    f"UPDATE revision SET hash = {HASH}",
    "UPDATE revision SET version = 3 WHERE ordinal = 4",
    "UPDATE revision SET superseded = NULL WHERE ordinal = 2",
    "UPDATE revision SET superseded = 3 WHERE ordinal = 2",
    "UPDATE revision SET superseded = 1 WHERE ordinal = 4",
    f"UPDATE revision SET superseded = 3, hash = {HASH} WHERE ordinal = 4",
    "UPDATE revision SET superseded = 3, document = 3 WHERE ordinal = 4",
    "UPDATE revision SET superseded = 3, metadata = x'00' WHERE ordinal = 4",
    f"INSERT INTO revision VALUES (8, 1, 2, 2, 3, NULL, {HASH}, NULL)",
    f"INSERT INTO revision VALUES (6, 1, 2, 2, 2, NULL, {HASH}, NULL)",
    f"INSERT INTO revision VALUES (6, 1, 2, 2, 3, 3, {HASH}, NULL)",
    f"INSERT OR REPLACE INTO revision VALUES (2, 1, 2, 0, 3, NULL, {HASH}, NULL)",
    f"INSERT INTO revision VALUES (2, 1, 2, 0, 3, NULL, {HASH}, NULL) ON CONFLICT DO UPDATE SET hash = {HASH}",
    "DELETE FROM data",
    "UPDATE data SET body = x'00'",
    "UPDATE data SET body = NULL WHERE ordinal = 2",
    f"UPDATE data SET body = NULL, hash = {HASH} WHERE ordinal = 4",
    f"UPDATE data SET body = x'00', hash = {HASH} WHERE ordinal = 2",
    f"UPDATE data SET ordinal = 5, body = NULL, hash = {HASH} WHERE ordinal = 2",
    "INSERT INTO data VALUES (5, x'00', NULL)",
    "INSERT INTO data VALUES (6, x'00', NULL)",
    "INSERT OR REPLACE INTO data VALUES (2, x'00', NULL)",
    "INSERT INTO data VALUES (2, x'00', NULL) ON CONFLICT DO UPDATE SET body = x'00'",
    "DELETE FROM document",
    "UPDATE document SET id = 'z' WHERE document = 2",
    "UPDATE document SET current = 3 WHERE document = 2",
    "UPDATE document SET current = 4, version = 0 WHERE document = 2",
    "UPDATE document SET current = 5, version = 2 WHERE document = 3",
    "INSERT INTO document VALUES (1, 9, 'a', 4, 0)",
    "INSERT INTO document VALUES (1, 1, 'z', 4, 0)",
    "INSERT OR REPLACE INTO document VALUES (1, 2, 'a', 5, 9)",
    "INSERT OR REPLACE INTO document VALUES (1, 9, 'a', 5, 9)",
    "DELETE FROM merkle_node",
    f"UPDATE merkle_node SET qldb = {HASH}",
    f"INSERT INTO merkle_node VALUES (1, 5, {HASH}, {HASH})",
    f"INSERT OR REPLACE INTO merkle_node VALUES (1, 0, {HASH}, {HASH})",
    f"INSERT INTO merkle_node VALUES (0, 0, {HASH}, {HASH})",
    "DELETE FROM symbol",
    "UPDATE symbol SET text = 'z' WHERE id = 10",
    "UPDATE symbol SET id = 12, text = NULL WHERE id = 10",
    "INSERT OR REPLACE INTO symbol VALUES (10, 'z')",
    "INSERT OR REPLACE INTO symbol VALUES (12, 'name')",
    "DELETE FROM number",
    "UPDATE number SET id = 'z'",
    "INSERT OR REPLACE INTO number VALUES (1, 'z')",
    "INSERT OR REPLACE INTO number VALUES (4, 'table-id')",
    "INSERT INTO number VALUES (9, 'z')",
    "INSERT INTO block VALUES ('x', 'T9', 99, 99, 6, 0, zeroblob(32), x'')",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_attack_is_refused_and_changes_nothing(connection: sqlite3.Connection, attack: str) -> None:
    before = everything(connection)
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute(attack)
    assert everything(connection) == before


def test_what_may_change_can(connection: sqlite3.Connection) -> None:
    connection.execute(f"UPDATE data SET body = NULL, hash = {HASH} WHERE ordinal = 2")
    connection.execute("UPDATE symbol SET text = NULL WHERE id = 10")
    connection.execute("UPDATE revision SET superseded = 3 WHERE ordinal = 4")
    connection.execute("UPDATE setting SET value = 'z'")


@pytest.mark.parametrize(
    "table", [statement.split()[2] for statement in schema.TABLES if "TABLE" in statement.split()[1]]
)
def test_every_table_of_the_journal_is_guarded(connection: sqlite3.Connection, table: str) -> None:
    """A new table without triggers must be one that a replay can give again, or a setting."""
    guarded = {
        row[0] for row in connection.execute("SELECT DISTINCT tbl_name FROM sqlite_schema WHERE type = 'trigger'")
    }
    assert table in guarded or table in ("index_entry", "setting")
