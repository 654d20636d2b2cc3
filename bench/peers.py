"""Peers on plain SQLite with the same durability (WAL, ``synchronous=FULL``), documents as JSON text.

``HistoryTriggers`` keeps every version in a history table that triggers fill.  ``HashChain`` adds what a ledger
cannot do without: a SHA-256 chain over the documents of each transaction.  ``JsonTable`` is queried by SQLite's JSON
functions.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any


def connect(path: Path) -> sqlite3.Connection:
    """A connection with the settings that the ledger uses too."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    return connection


def text_of(document: dict[str, Any]) -> str:
    """A document as JSON; decimals as numbers in text."""
    return json.dumps(document, default=str)


class HistoryTriggers:
    """SQLite with triggers that copy each version into a history table."""

    def __init__(self, path: Path) -> None:
        self.connection = connect(path)
        self.connection.executescript(
            """
            CREATE TABLE document (id INTEGER PRIMARY KEY, vin TEXT, body TEXT);
            CREATE INDEX document_vin ON document (vin);
            CREATE TABLE history (id INTEGER, version INTEGER, changed TEXT, body TEXT, PRIMARY KEY (id, version));
            CREATE TRIGGER inserted AFTER INSERT ON document BEGIN
                INSERT INTO history VALUES (new.id, 0, datetime('now'), new.body);
            END;
            CREATE TRIGGER updated AFTER UPDATE ON document BEGIN
                INSERT INTO history
                SELECT new.id, max(version) + 1, datetime('now'), new.body FROM history WHERE id = new.id;
            END;
            """
        )

    def insert(self, documents: Sequence[dict[str, Any]]) -> None:
        self.connection.execute("BEGIN IMMEDIATE")
        self.connection.executemany(
            "INSERT INTO document (vin, body) VALUES (?, ?)", [(each["VIN"], text_of(each)) for each in documents]
        )
        self.connection.execute("COMMIT")

    def update(self, vin: str, document: dict[str, Any]) -> None:
        self.connection.execute("UPDATE document SET body = ? WHERE vin = ?", (text_of(document), vin))

    def field(self, vin: str, name: str) -> Any:
        row = self.connection.execute("SELECT body FROM document WHERE vin = ?", (vin,)).fetchone()
        return json.loads(row[0])[name]

    def history(self, vin: str) -> list[Any]:
        (number,) = self.connection.execute("SELECT id FROM document WHERE vin = ?", (vin,)).fetchone()
        return self.connection.execute("SELECT version, body FROM history WHERE id = ?", (number,)).fetchall()

    def close(self) -> None:
        self.connection.close()


class HashChain:
    """SQLite with a hash chain over JSON: the least that a ledger does."""

    def __init__(self, path: Path) -> None:
        self.connection = connect(path)
        self.connection.executescript(
            """
            CREATE TABLE block (seq INTEGER PRIMARY KEY, previous BLOB, hash BLOB);
            CREATE TABLE revision (
                id TEXT, version INTEGER, seq INTEGER, hash BLOB, body TEXT, PRIMARY KEY (id, version)
            );
            CREATE TABLE document (id INTEGER PRIMARY KEY, vin TEXT, body TEXT);
            CREATE INDEX document_vin ON document (vin);
            """
        )
        self.tip = b""
        self.sequence = 0

    def insert(self, documents: Sequence[dict[str, Any]]) -> None:
        bodies = [(each["VIN"], text_of(each)) for each in documents]
        hashes = [hashlib.sha256(body.encode()).digest() for _, body in bodies]
        entries = hashlib.sha256(b"".join(hashes)).digest()
        tip = hashlib.sha256(self.tip + entries).digest()
        self.connection.execute("BEGIN IMMEDIATE")
        self.connection.execute("INSERT INTO block VALUES (?, ?, ?)", (self.sequence, self.tip, tip))
        self.connection.executemany(
            "INSERT INTO revision VALUES (?, 0, ?, ?, ?)",
            [(vin, self.sequence, digest, body) for (vin, body), digest in zip(bodies, hashes, strict=True)],
        )
        self.connection.executemany("INSERT INTO document (vin, body) VALUES (?, ?)", bodies)
        self.connection.execute("COMMIT")
        self.tip, self.sequence = tip, self.sequence + 1

    def close(self) -> None:
        self.connection.close()


class JsonTable:
    """SQLite with documents as JSON text, and an index on what ``json_extract`` finds in them."""

    def __init__(self, path: Path) -> None:
        self.connection = connect(path)
        self.connection.executescript(
            """
            CREATE TABLE document (id INTEGER PRIMARY KEY, body TEXT);
            CREATE INDEX document_vin ON document (json_extract(body, '$.VIN'));
            """
        )

    def insert(self, documents: Sequence[dict[str, Any]]) -> None:
        self.connection.execute("BEGIN IMMEDIATE")
        self.connection.executemany("INSERT INTO document (body) VALUES (?)", [(text_of(each),) for each in documents])
        self.connection.execute("COMMIT")

    def rows(self, sql: str) -> list[Any]:
        return self.connection.execute(sql).fetchall()

    def field(self, vin: str, name: str) -> Any:
        return self.connection.execute(
            "SELECT json_extract(body, ?) FROM document WHERE json_extract(body, '$.VIN') = ?", (f"$.{name}", vin)
        ).fetchone()[0]

    def close(self) -> None:
        self.connection.close()
