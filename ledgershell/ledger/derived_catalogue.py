"""Tables and indexes of a journal that does not hold its own catalogue: derived from what its blocks say.

Our journals hold the catalogue: each table is a revision of ``_ql_catalogue``.  Amazon QLDB's hold only the hashes of
such revisions.  But their blocks name, with each document, its table and the table's id, and record the texts of the
statements, so the catalogue can be told again:

* CREATE TABLE makes a table, DROP TABLE puts it away, UNDROP TABLE brings it back; CREATE INDEX makes an index;
* ``documents`` tells a table's id, and that there is such a table, when its CREATE TABLE lies before the first block;
* DROP INDEX names an index by an id that Amazon kept to itself.  When the table has one index, it is that one; else
  none is dropped.  An index changes how long a query takes, and never what it answers.

Ids that the journal does not tell (of indexes, and of tables that never had a document) are made from the place of the
statement that created them, so every import of a journal makes the same ones.

The same blocks give the same catalogue, so what is kept of it can be verified like any other projection.
"""

from __future__ import annotations

import re
from hashlib import sha256

from ledgershell.environment import identifier_text
from ledgershell.errors import LedgershellError
from ledgershell.ion.values import Struct, Value
from ledgershell.ledger.catalogue import ACTIVE, INACTIVE, Index, Table
from ledgershell.static_typing import Any, Final

_DEFINES: Final = re.compile(
    r"(?:\s++|--[^\n]*+\n|/\*(?:[^*]|\*(?!/))*+\*/)*+(?:CREATE|DROP|UNDROP)\b", re.IGNORECASE | re.DOTALL
)


class _Derived:
    """A table as far as it is known; ``table_id`` is ``None`` until a document has told it."""

    __slots__ = ("active", "indexes", "made_by", "name", "table_id", "told")

    def __init__(self, name: str, made_by: str, table_id: str | None = None) -> None:
        self.name = name
        self.made_by = made_by
        self.table_id = table_id
        self.active = True
        self.indexes: list[tuple[str, str]] = []
        """(field, the place of the statement that made the index)."""
        self.told = False
        """Whether the journal has a catalogue revision of its own for it."""


class DerivedCatalogue:
    """Takes the imported blocks in order; afterwards :meth:`tables` has what they do not hold themselves."""

    def __init__(self) -> None:
        self._all: list[_Derived] = []
        self._active: dict[str, _Derived] = {}
        self._by_id: dict[str, _Derived] = {}

    def add(self, block: Struct) -> None:
        """Take the next block."""
        info = _struct(block.get("transactionInfo"))
        documents = _struct(info.get("documents"))
        told = catalogue_ids(block)
        for table_id in told:
            self._tell(table_id)
        if not told:
            transaction_id = block.get("transactionId")
            statements = info.get("statements")
            for number, entry in enumerate(statements if type(statements) is list else ()):
                text = _struct(entry).get("statement")
                if type(text) is str and _DEFINES.match(text):
                    self._define(text, f"{transaction_id}/{number}")
        for entry in documents.values():
            name, table_id = _struct(entry).get("tableName"), _struct(entry).get("tableId")
            if type(name) is str and type(table_id) is str:
                known = self._by_id.get(table_id)
                if known is None:
                    self._name(name, table_id)
                else:
                    self._use(known)

    def tables(self) -> list[Table]:
        """The tables of which the journal holds no revision, in the order in which they were met."""
        return [_table(each) for each in self._all if not each.told]

    def _tell(self, table_id: str) -> None:
        known = self._by_id.get(table_id)
        if known is None:
            known = _Derived("", "", table_id)
            self._by_id[table_id] = known
            self._all.append(known)
        elif self._active.get(known.name) is known:
            del self._active[known.name]
        known.table_id, known.told = table_id, True

    def _name(self, name: str, table_id: str) -> None:
        """A document of a table whose id is new."""
        waiting = self._active.get(name)
        if waiting is None or waiting.table_id is not None:
            waiting = self._create(name, table_id)
        waiting.table_id = table_id
        self._by_id[table_id] = waiting

    def _use(self, table: _Derived) -> None:
        """A document of a known table: it must be active, whatever we know of its being dropped."""
        if not table.active and not table.told:
            self._activate(table)

    def _create(self, name: str, made_by: str) -> _Derived:
        made = _Derived(name, made_by)
        self._all.append(made)
        self._by_id[made_identifier("table", made_by)] = made  # until a document tells its id
        self._activate(made)
        return made

    def _activate(self, table: _Derived) -> None:
        before = self._active.get(table.name)
        if before is not None:
            before.active = False
        table.active = True
        self._active[table.name] = table

    def _define(self, text: str, place: str) -> None:
        from ledgershell.partiql import ast
        from ledgershell.partiql.parser import parse

        try:
            statement: Any = parse(text)
        except LedgershellError:
            return
        kind = type(statement)
        if kind is ast.CreateTable:
            name = statement.name[-1].text
            if name not in self._active:
                self._create(name, place)
        elif kind is ast.DropTable:
            dropped = self._active.pop(statement.name[-1].text, None)
            if dropped is not None:
                dropped.active = False
        elif kind is ast.UndropTable:
            table = self._by_id.get(statement.table_id.text)
            if table is not None:
                self._activate(table)
        elif kind is ast.CreateIndex:
            self._index(statement, place)
        elif kind is ast.DropIndex:
            table = self._active.get(statement.table[-1].text)
            if table is not None and len(table.indexes) == 1:
                table.indexes.clear()

    def _index(self, statement: Any, place: str) -> None:
        name = statement.table[-1].text
        table = self._active.get(name) or self._create(name, place)
        field = _single_field(statement)
        if field is not None and all(field != each for each, _ in table.indexes):
            table.indexes.append((field, place))


def catalogue_ids(block: Struct) -> list[str]:
    """The tables of which a block of ours holds a catalogue revision: those that no document of it accounts for."""
    documents = _struct(_struct(block.get("transactionInfo")).get("documents"))
    named = set(documents.keys())
    found = []
    for revision in block.get("revisions", ()):
        data, metadata = _struct(_struct(revision).get("data")), _struct(_struct(revision).get("metadata"))
        identity = metadata.get("id")
        if type(identity) is str and identity not in named and data.get("tableId") == identity:
            found.append(identity)
    return found


def made_identifier(kind: str, place: str) -> str:
    """An id of 22 characters that is always the same for the same place in a journal."""
    return identifier_text(int.from_bytes(sha256(f"ledgershell import\0{kind}\0{place}".encode()).digest()[:16], "big"))


def _table(derived: _Derived) -> Table:
    table_id = derived.table_id or made_identifier("table", derived.made_by)
    indexes = tuple(
        Index(made_identifier("index", f"{table_id}/{field}/{place}"), field) for field, place in derived.indexes
    )
    return Table(table_id, derived.name, ACTIVE if derived.active else INACTIVE, indexes)


def _single_field(statement: Any) -> str | None:
    """The one top-level field of CREATE INDEX; ``None`` for what was no index of QLDB's."""
    from ledgershell.partiql import ast

    path = statement.paths[0] if len(statement.paths) == 1 else None
    return path.name.text if isinstance(path, ast.Variable) else None


def _struct(value: Value) -> Struct:
    return value if isinstance(value, Struct) else Struct()
