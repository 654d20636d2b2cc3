"""Which tables and indexes there are.

The catalogue is kept in the ledger itself: the system table ``_ql_catalogue`` (table number 0) has one document for
each table ever created, whose id is the table's id and whose data is the row that ``information_schema.user_tables``
shows.  So a change of the catalogue is a revision like any other, in a block, under the same hashes.

A :class:`Catalogue` is an immutable value: a transaction that creates a table goes on with another one.  Inside the
store tables and indexes go by small numbers, which the store gives out when the creating transaction commits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from ledgershell.errors import LedgerError, StorageError
from ledgershell.ion.values import Struct, Value
from ledgershell.ledger.names import shown
from ledgershell.partiql.sources import Name
from ledgershell.static_typing import Final, Literal, NamedTuple, TypeAlias

CATALOGUE_TABLE: Final = "_ql_catalogue"
"""The system table's name, and what stands for its id in read sets and write sets."""
CATALOGUE_NUMBER: Final = 0

ACTIVE: Final = "ACTIVE"
INACTIVE: Final = "INACTIVE"
ONLINE: Final = "ONLINE"

MOST_LISTED: Final = 8
"""So many tables are named when a name leads nowhere."""

AssignNumber: TypeAlias = Callable[[str], int]


class Index(NamedTuple):
    """An index on one top-level field.  ``number`` is ``None`` until the transaction that creates it commits."""

    index_id: str
    field: str
    status: str = ONLINE
    number: int | None = None


class Table(NamedTuple):
    """One table.  ``number`` is ``None`` until the transaction that creates it commits."""

    table_id: str
    name: str
    status: Literal["ACTIVE", "INACTIVE"] = ACTIVE
    indexes: tuple[Index, ...] = ()
    number: int | None = None
    tags: tuple[tuple[str, str], ...] = ()

    def index_on(self, field: str) -> Index | None:
        """The index on a field, if there is one that queries may use."""
        for index in self.indexes:
            if index.field == field and index.status == ONLINE:
                return index
        return None

    def row(self) -> Struct:
        """As ``information_schema.user_tables`` shows it."""
        indexes = [
            Struct((("indexId", index.index_id), ("expr", f"[{index.field}]"), ("status", index.status)))
            for index in self.indexes
        ]
        return Struct((("tableId", self.table_id), ("name", self.name), ("indexes", indexes), ("status", self.status)))

    def document(self) -> Struct:
        """As the catalogue keeps it: the row, and the tags where there are any."""
        row = self.row()
        return Struct((*row.items(), ("tags", Struct(self.tags)))) if self.tags else row


class Catalogue:
    """All tables as of one block, or as one transaction sees them."""

    __slots__ = ("_active", "as_of", "seq", "tables")

    def __init__(self, seq: int | None, tables: Mapping[str, Table], as_of: int | None = None) -> None:
        self.seq = seq
        """The block that changed the catalogue last; ``None`` when an open transaction has changed it since."""
        self.tables = tables
        """By table id, in the order of creation."""
        self.as_of = as_of
        """The block as of which tables are read; ``None``: as they are now."""
        self._active = {table.name: table for table in tables.values() if table.status == ACTIVE}

    def active(self, name: str) -> Table | None:
        """The active table of exactly this name."""
        return self._active.get(name)

    def active_tables(self) -> Sequence[Table]:
        """The active tables in the order of creation."""
        return tuple(self._active.values())

    def names(self) -> Sequence[str]:
        """Names of the active tables, sorted."""
        return sorted(self._active)

    def find(self, name: Name) -> Table | None:
        """The active table that a name means: exact, else (unquoted) the only match without regard to case.

        A dropped table of exactly that name is what is meant, and no other.  Raises :class:`LedgerError` when several
        tables match but for case.
        """
        table = self._active.get(name.text)
        if table is not None or name.quoted or self.dropped(name.text) is not None:
            return table
        folded = name.text.casefold()
        matches = [each for each in self._active if each.casefold() == folded]
        if len(matches) > 1:
            raise LedgerError(
                "LS-LEDGER-008",
                f"the name {shown(name.text)} fits {len(matches)} tables: {', '.join(sorted(matches))}",
                hint="write one of them exactly",
            )
        return self._active[matches[0]] if matches else None

    def require(self, name: Name) -> Table:
        """As :meth:`find`, but an unknown name is an error with candidates."""
        table = self.find(name)
        if table is None:
            raise no_such_table(name.text, self)
        return table

    def require_exact(self, name: str) -> Table:
        """The active table of exactly this name: what a statement takes that puts something away."""
        table = self._active.get(name)
        if table is None:
            raise no_such_table(name, self)
        return table

    def dropped(self, name: str) -> Table | None:
        """The inactive table of exactly this name, the last created of several."""
        for table in reversed(tuple(self.tables.values())):
            if table.name == name and table.status == INACTIVE:
                return table
        return None

    def hint(self, name: str, near: Sequence[str]) -> str | None:
        """What to do about a name that no active table has; ``near`` are those that look like it."""
        table = self.tables.get(name)
        if table is not None:
            what = shown(table.name) if table.status == ACTIVE else f"{shown(table.name)}, which was dropped"
            return f"this is the id of table {what}; where an id may stand, it stands in single quotes: '{name}'"
        dropped = self.dropped(name)
        if dropped is not None:
            number = dropped.table_id
            return f"it was dropped; UNDROP TABLE \"{number}\" brings it back, history('{number}') shows what it had"
        if near:
            from ledgershell.partiql.spelling import did_you_mean

            return did_you_mean(near)
        if not self._active:
            return f"the ledger has no tables yet; CREATE TABLE {shown(name)} makes one"
        names = self.names()
        more = f" and {len(names) - MOST_LISTED} more" if len(names) > MOST_LISTED else ""
        return f"the tables are {', '.join(names[:MOST_LISTED])}{more}"

    def at(self, seq: int) -> Catalogue:
        """The same tables, whose names lead to what they held right after block ``seq``."""
        return Catalogue(self.seq, self.tables, seq)

    def changed(self, table: Table) -> Catalogue:
        """With one table added or altered, not committed yet."""
        return Catalogue(None, {**self.tables, table.table_id: table})


def no_such_table(name: str, catalogue: Catalogue) -> LedgerError:
    """The error for a name that no active table has, with what may have been meant."""
    from ledgershell.partiql.spelling import candidates

    hint = catalogue.hint(name, candidates(name, catalogue.names()))
    return LedgerError("LS-LEDGER-001", f"there is no table '{shown(name)}'", hint=hint)


def read_catalogue(seq: int, documents: Iterable[Struct], numbers: Mapping[str, int]) -> Catalogue:
    """The catalogue that the system table's current documents describe; ``numbers`` are the store's, by id."""
    tables = {table.table_id: table for table in (_table(data, numbers) for data in documents)}
    for table in tables.values():
        if table.number is None or any(index.number is None for index in table.indexes):
            raise _unreadable(f"table {shown(table.name)}, or an index of it, has no number")
    return Catalogue(seq, tables)


def committed(
    catalogue: Catalogue, changed: Iterable[str], seq: int, tip: Catalogue, assign: AssignNumber
) -> Catalogue:
    """The catalogue after a transaction that saw ``catalogue`` and changed the tables of these ids.

    ``tip`` is what block ``seq`` is appended to; ``assign`` gives new tables and indexes their numbers.
    """
    tables = dict(tip.tables)
    for table_id in changed:
        table = catalogue.tables[table_id]
        indexes = tuple(
            index if index.number is not None else index._replace(number=assign(index.index_id))
            for index in table.indexes
        )
        table_number = table.number if table.number is not None else assign(table_id)
        tables[table_id] = table._replace(number=table_number, indexes=indexes)
    return Catalogue(seq, tables)


def _table(data: Struct, numbers: Mapping[str, int]) -> Table:
    table_id = _text(data, "tableId")
    tags = data.get("tags")
    return Table(
        table_id,
        _text(data, "name"),
        ACTIVE if _text(data, "status") == ACTIVE else INACTIVE,
        tuple(_index(entry, numbers) for entry in _list(data.get("indexes"))),
        numbers.get(table_id),
        tuple((name, str(value)) for name, value in tags.items()) if isinstance(tags, Struct) else (),
    )


def _index(entry: Value, numbers: Mapping[str, int]) -> Index:
    index_id = _text(entry, "indexId")
    return Index(index_id, _text(entry, "expr")[1:-1], _text(entry, "status"), numbers.get(index_id))


def _list(value: Value) -> Sequence[Value]:
    return value if isinstance(value, list) else ()


def _text(data: Value, field: str) -> str:
    value = data.get(field) if isinstance(data, Struct) else None
    if not isinstance(value, str):
        raise _unreadable(f"a revision of {CATALOGUE_TABLE} has no {field}")
    return str(value)


def _unreadable(what: str) -> StorageError:
    return StorageError("LS-LEDGER-022", what, hint="the ledger's file is damaged; verify tells where")
