"""The tables of a ledger's file, and the rules that they enforce on themselves.

The journal (truth, append-only)             Projections (a replay gives them again)
    block       one row a block                  document.current, document.version
    revision    one row a revision               revision.superseded
    data        the documents' bytes             index_entry
    document    document id -> number            merkle_node
    symbol      names in the bytes
    number      table and index ids -> number    setting: the ledger's own settings

``block`` holds no document data.  ``revision`` never changes, but for ``superseded``, which goes once from NULL to
the block that brought the next revision.  ``data`` is the only table that a redaction touches: the body goes, its
hash takes the place.  A deletion has no row there.

The triggers guard against mistakes, not against the owner of the file (hashes and an anchor do).  They are needed
because ``INSERT OR REPLACE`` deletes rows without firing DELETE triggers unless ``recursive_triggers`` is on:
demanding the next number in a row leaves REPLACE and UPSERT no row to hit.

Numbers stand in for 22-character ids wherever they repeat: a document's number is the ordinal of its first
revision, so that it also orders by insertion, and the first revision needs no index to be found.
"""

from __future__ import annotations

from collections.abc import Callable

from ledgershell.static_typing import Final
from ledgershell.storage.binding import sqlite3

APPLICATION_ID: Final = 0x4C73_6864
"""``Lshd``, in the file's header."""
FORMAT_VERSION: Final = 1

TABLES: Final = (
    """CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE symbol (
    id INTEGER PRIMARY KEY,
    text TEXT UNIQUE
) STRICT""",
    """CREATE TABLE number (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE
) STRICT""",
    """CREATE TABLE block (
    seq INTEGER PRIMARY KEY,
    transaction_id TEXT NOT NULL UNIQUE,
    transaction_time INTEGER NOT NULL,
    time INTEGER NOT NULL,
    first_ordinal INTEGER NOT NULL,
    catalogue_changed INTEGER NOT NULL CHECK (catalogue_changed IN (0, 1)),
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    body BLOB NOT NULL
) STRICT""",
    "CREATE INDEX block_of_catalogue ON block (seq) WHERE catalogue_changed = 1",
    """CREATE TABLE revision (
    ordinal INTEGER PRIMARY KEY,
    table_number INTEGER NOT NULL,
    document INTEGER,
    version INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    superseded INTEGER,
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    metadata BLOB
) STRICT""",
    "CREATE INDEX revision_after_first ON revision (document) WHERE ordinal <> document",
    """CREATE TABLE data (
    ordinal INTEGER PRIMARY KEY,
    body BLOB,
    hash BLOB CHECK (length(hash) = 32),
    CHECK ((body IS NULL) <> (hash IS NULL))
) STRICT""",
    "CREATE INDEX data_redacted ON data (ordinal) WHERE body IS NULL",
    """CREATE TABLE document (
    table_number INTEGER NOT NULL,
    document INTEGER NOT NULL,
    id TEXT NOT NULL UNIQUE,
    current INTEGER,
    version INTEGER NOT NULL,
    PRIMARY KEY (table_number, document)
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE index_entry (
    index_number INTEGER NOT NULL,
    key BLOB NOT NULL,
    document INTEGER NOT NULL,
    PRIMARY KEY (index_number, key, document)
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE merkle_node (
    level INTEGER NOT NULL CHECK (level > 0),
    position INTEGER NOT NULL,
    qldb BLOB NOT NULL CHECK (length(qldb) = 32),
    rfc9162 BLOB NOT NULL CHECK (length(rfc9162) = 32),
    PRIMARY KEY (level, position)
) STRICT, WITHOUT ROWID""",
)


def _trigger(name: str, event: str, table: str, reason: str, condition: str = "") -> str:
    when = f"\nWHEN {condition}" if condition else ""
    return f"CREATE TRIGGER {name} BEFORE {event} ON {table}{when}\nBEGIN SELECT RAISE(ABORT, '{reason}'); END"


TRIGGERS: Final = (
    _trigger(
        "block_in_sequence",
        "INSERT",
        "block",
        "a block must follow the last one",
        "NEW.seq < 0 OR NEW.seq <> (SELECT coalesce(max(seq) + 1, NEW.seq) FROM block)\n"
        "  OR NEW.time < (SELECT time FROM block ORDER BY seq DESC LIMIT 1)\n"
        "  OR NEW.transaction_time < (SELECT transaction_time FROM block ORDER BY seq DESC LIMIT 1)\n"
        "  OR NEW.first_ordinal <> (SELECT coalesce(max(ordinal), 0) + 1 FROM revision)\n"
        "  OR EXISTS (SELECT 1 FROM block WHERE transaction_id = NEW.transaction_id)",
    ),
    _trigger("block_unchanged", "UPDATE", "block", "a block never changes"),
    _trigger("block_kept", "DELETE", "block", "a block is never deleted"),
    _trigger(
        "revision_in_sequence",
        "INSERT",
        "revision",
        "a revision must follow the last one, in the last block",
        "NEW.ordinal <> (SELECT coalesce(max(ordinal), 0) + 1 FROM revision)\n"
        "  OR NEW.seq IS NOT (SELECT max(seq) FROM block) OR NEW.superseded IS NOT NULL",
    ),
    _trigger(
        "revision_unchanged",
        "UPDATE",
        "revision",
        "a revision never changes",
        "OLD.superseded IS NOT NULL OR NEW.superseded IS NOT (SELECT max(seq) FROM block)\n"
        "  OR NEW.ordinal <> OLD.ordinal OR NEW.table_number <> OLD.table_number OR NEW.document IS NOT OLD.document\n"
        "  OR NEW.version <> OLD.version OR NEW.seq <> OLD.seq OR NEW.hash <> OLD.hash\n"
        "  OR NEW.metadata IS NOT OLD.metadata",
    ),
    _trigger("revision_kept", "DELETE", "revision", "a revision is never deleted"),
    _trigger(
        "data_in_sequence",
        "INSERT",
        "data",
        "data belong to a revision of the last block",
        "NEW.ordinal <= (SELECT coalesce(max(ordinal), 0) FROM data)\n"
        "  OR NEW.ordinal NOT BETWEEN (SELECT first_ordinal FROM block ORDER BY seq DESC LIMIT 1)\n"
        "    AND (SELECT max(ordinal) FROM revision)",
    ),
    _trigger(
        "data_only_redacted",
        "UPDATE",
        "data",
        "data may only be redacted, once a newer revision is there",
        "NEW.ordinal <> OLD.ordinal OR NEW.body IS NOT NULL OR OLD.body IS NULL OR NEW.hash IS NULL\n"
        "  OR (SELECT superseded FROM revision WHERE ordinal = OLD.ordinal) IS NULL",
    ),
    _trigger("data_kept", "DELETE", "data", "data are never deleted"),
    _trigger(
        "document_is_new",
        "INSERT",
        "document",
        "a document number or id is given once",
        "NEW.document <= (SELECT max(document) FROM document WHERE table_number = NEW.table_number)\n"
        "  OR EXISTS (SELECT 1 FROM document WHERE id = NEW.id)",
    ),
    _trigger(
        "document_goes_on",
        "UPDATE",
        "document",
        "of a document only the current revision changes, until it is deleted",
        "NEW.table_number <> OLD.table_number OR NEW.document <> OLD.document OR NEW.id <> OLD.id\n"
        "  OR OLD.current IS NULL OR NEW.version <= OLD.version",
    ),
    _trigger("document_kept", "DELETE", "document", "a document number is never deleted"),
    _trigger(
        "merkle_node_in_sequence",
        "INSERT",
        "merkle_node",
        "a node must follow the last one of its level",
        "NEW.position <> (SELECT coalesce(max(position), -1) + 1 FROM merkle_node WHERE level = NEW.level)",
    ),
    _trigger("merkle_node_unchanged", "UPDATE", "merkle_node", "a node never changes"),
    _trigger("merkle_node_kept", "DELETE", "merkle_node", "a node is never deleted"),
    _trigger(
        "symbol_in_sequence",
        "INSERT",
        "symbol",
        "a symbol must follow the last one",
        "NEW.id <= 0 OR NEW.id <> (SELECT coalesce(max(id) + 1, NEW.id) FROM symbol)\n"
        "  OR EXISTS (SELECT 1 FROM symbol WHERE text = NEW.text)",
    ),
    _trigger(
        "symbol_only_erased",
        "UPDATE",
        "symbol",
        "a symbol may only be erased",
        "NEW.id <> OLD.id OR NEW.text IS NOT NULL",
    ),
    _trigger("symbol_kept", "DELETE", "symbol", "a symbol is never deleted"),
    _trigger(
        "number_in_sequence",
        "INSERT",
        "number",
        "a number must follow the last one",
        "NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM number)\n"
        "  OR EXISTS (SELECT 1 FROM number WHERE id = NEW.id)",
    ),
    _trigger("number_unchanged", "UPDATE", "number", "a number never changes"),
    _trigger("number_kept", "DELETE", "number", "a number is never deleted"),
)

SCHEMA: Final = TABLES + TRIGGERS


def create(connection: sqlite3.Connection) -> None:
    """Make the tables in an empty database, inside the caller's transaction, and mark the file as a ledger's."""
    for statement in SCHEMA:
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {FORMAT_VERSION}")


def difference(connection: sqlite3.Connection) -> str | None:
    """What in the database's schema is not what this version writes, or ``None``.

    A planted trigger or view would be code that runs at our next statement, so this comes before any other one.
    """
    known = set(SCHEMA)
    rows = connection.execute("SELECT type, name, sql FROM sqlite_schema").fetchall()
    for kind, name, sql in rows:
        if sql is None and kind == "index" and isinstance(name, str) and name.startswith("sqlite_autoindex_"):
            continue
        if sql not in known:
            return f"{kind} {name!r} is not part of the format"
        known.discard(sql)
    return f"{len(known)} tables, indexes or triggers are missing" if known else None


MIGRATIONS: Final[dict[int, Callable[[sqlite3.Connection], None]]] = {}
"""From a format version to the function that brings a file to the next one.  There is only one version yet."""


def upgrade(connection: sqlite3.Connection) -> None:
    """Bring an older file to this program's format: all steps in one transaction, or none.

    The steps must leave exactly the statements of :data:`SCHEMA` behind (new tables are made and filled, not altered).
    """
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if version not in MIGRATIONS:
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        while version in MIGRATIONS:
            MIGRATIONS[version](connection)
            version += 1
        connection.execute(f"PRAGMA user_version = {version}")
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
