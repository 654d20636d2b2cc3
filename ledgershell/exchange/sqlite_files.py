"""SQLite databases in and out, by sqlite-utils: tables as documents, and documents as tables for other tools.

Out: a column for each field that any document has, in the order of first sight.  Integers, floats, texts and blobs
stay what they are; a boolean is 0 or 1; a decimal is its digits as text, since SQLite has no type that keeps them; a
timestamp is its text; lists, structs and the like are JSON.  Null and an absent field are both NULL.  Names that SQLite
takes for the same (``a`` and ``A``) get a number.

In: each row is a struct with the table's columns in order; NULL is null.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice
from pathlib import Path
from urllib.parse import quote

from sqlite_utils import Database

from ledgershell.errors import FileError
from ledgershell.exchange.output_file import output_path
from ledgershell.exchange.text_source import FileName, check_file, shown
from ledgershell.ion.text_writer import write_text
from ledgershell.ion.timestamp import Timestamp
from ledgershell.ion.to_json import write_json
from ledgershell.ion.values import MISSING, Annotated, Clob, Struct, Symbol, TypedNull, Value
from ledgershell.static_typing import Any, Final

ENDINGS: Final = (".db", ".sqlite", ".sqlite3")
AT_ONCE: Final = 500
"""Rows that sqlite-utils gets together."""
VALUE: Final = "VALUE"
"""The column of what is no struct."""
_LARGEST: Final = 2**63


def write_sqlite(path: FileName, tables: Iterable[tuple[str, Iterable[Value]]], *, replace: bool = False) -> int:
    """Write tables to a new database, which is there whole or not at all; returns the number of rows.

    Raises :class:`FileError` (LS-FILE-010), and whatever ``tables`` raise.
    """
    count = 0
    with output_path(path, replace=replace) as temporary:
        connection = sqlite3.connect(temporary)
        try:
            connection.execute("PRAGMA journal_mode = MEMORY")
            database = Database(connection)
            for name, documents in tables:
                count += _write_table(database, name, documents)
            connection.commit()
        except (sqlite3.Error, ValueError) as error:
            raise FileError(
                "LS-FILE-010", f"{shown(path)}: {error}", hint="see which fields the documents have"
            ) from None
        finally:
            connection.close()
    return count


def _write_table(database: Any, name: str, documents: Iterable[Value]) -> int:
    columns = _Columns()
    source = iter(documents)
    count = 0
    table = database[name]
    while chunk := [columns.row(document) for document in islice(source, AT_ONCE)]:
        count += len(chunk)
        # Each row has all columns that are known by now, so that sqlite-utils sees a new one at once.
        rows = [{column: row.get(column) for column in columns.all() or [VALUE]} for row in chunk]
        table.insert_all(rows, alter=True, batch_size=AT_ONCE)
    if not count:
        table.create({VALUE: str})
    return count


class _Columns:
    """Which field stands in which column."""

    def __init__(self) -> None:
        self._by_field: dict[str, str] = {}
        self._taken: set[str] = set()

    def all(self) -> list[str]:
        return list(self._by_field.values())

    def row(self, value: Value) -> dict[str, Any]:
        bare = value.value if isinstance(value, Annotated) else value
        fields = bare.items() if isinstance(bare, Struct) else ((VALUE, bare),)
        return {self._column(name): plain(item) for name, item in fields if item is not MISSING}

    def _column(self, field: str) -> str:
        known = self._by_field.get(field)
        if known is not None:
            return known
        wanted = field.replace("\0", "").encode("utf-8", "replace").decode() or "_"
        column, number = wanted, 1
        while column.lower() in self._taken:
            number += 1
            column = f"{wanted}_{number}"
        self._taken.add(column.lower())
        self._by_field[field] = column
        return column


def plain(value: Value) -> Any:
    """What SQLite keeps of a value."""
    kind = type(value)
    if value is None or isinstance(value, TypedNull):
        return None
    if kind is bool:
        return int(value)
    if kind is int:
        return value if -_LARGEST <= value < _LARGEST else str(value)
    if kind in (float, bytes):
        return value
    if kind in (str, Symbol):
        return str(value).encode("utf-8", "replace").decode()
    if kind is Decimal:
        return str(value)
    if isinstance(value, Timestamp):
        return write_text(value)
    return bytes(value).decode("latin-1") if isinstance(value, Clob) else write_json(value)


def is_sqlite(path: FileName) -> bool:
    """Whether the name tells that it is a database."""
    return Path(path).suffix.lower() in ENDINGS


def read_sqlite(path: FileName, names: Sequence[str] = ()) -> list[tuple[str, Iterator[Struct]]]:
    """The tables of these names, or else all of them, each with its rows.  Raises :class:`FileError`."""
    check_file(path)
    try:
        connection = sqlite3.connect(f"file:{quote(str(Path(path).absolute()))}?mode=ro", uri=True)
        database = Database(connection)
        there = [name for name in database.table_names() if not name.startswith("sqlite_")]
    except sqlite3.Error as error:
        raise FileError("LS-FILE-001", f"{shown(path)}: {error}", hint="is it an SQLite database?") from None
    for name in names:
        if name not in there:
            known = ", ".join(shown(each) for each in there[:10])
            raise FileError("LS-FILE-011", f"{shown(path)} has no table {shown(name)}", hint=f"it has {known}")
    return [(name, _rows(path, database, name)) for name in (names or there)]


def _rows(path: FileName, database: Any, name: str) -> Iterator[Struct]:
    try:
        for row in database[name].rows:
            yield Struct(row.items())
    except sqlite3.Error as error:
        raise FileError("LS-FILE-001", f"{shown(path)}: {error}") from None
