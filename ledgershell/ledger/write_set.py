"""What a transaction will have changed once it commits.

Changes wait here until then, so that nothing of them is in the store before, and no cursor that is open on the store
ever sees them.  A document that is changed by several statements gets *one* new revision: the last content wins, and
the revision lists every statement that had a part in it.

A document that is inserted and deleted in the same transaction leaves nothing: it never was anywhere that others
could have seen.

An undo log gives statements all-or-nothing effect: a statement that fails in its middle takes back what it did, and
the transaction goes on without it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from ledgershell.static_typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ledgershell.storage.store import DocumentRow


class Change(NamedTuple):
    """The new content of one document.

    ``base``       the revision in the snapshot that this one follows; ``None`` when the document is new
    ``order``      where the document stands in a scan: its ordinal in the store, or, when new, a number above all
    ``body``       canonical Ion bytes, ``None`` when the document is deleted
    ``data_hash``  the Ion hash of the content, empty when deleted
    ``statements`` indexes of the statements that changed the document, ascending
    """

    table_id: str
    document_id: str
    base: DocumentRow | None
    order: int
    body: bytes | None
    data_hash: bytes
    statements: tuple[int, ...]


_FIRST_NEW = 1 << 62
"""New documents come after all that the store holds."""


class KeyedChanges:
    """The changed documents of one table by the key of one field: what an index would say about them."""

    __slots__ = ("_documents", "_key_of", "_keys")

    def __init__(self, key_of: Callable[[bytes], bytes | None]) -> None:
        self._key_of = key_of
        self._keys: dict[str, bytes] = {}
        self._documents: dict[bytes, dict[str, None]] = {}

    def find(self, key: bytes) -> Iterable[str]:
        """Ids of the documents under a key."""
        return self._documents.get(key, ())

    def store(self, change: Change) -> None:
        """A document has new content."""
        self.drop(change.document_id)
        key = None if change.body is None else self._key_of(change.body)
        if key is not None:
            self._keys[change.document_id] = key
            self._documents.setdefault(key, {})[change.document_id] = None

    def drop(self, document_id: str) -> None:
        """A document is as if it had not been changed."""
        key = self._keys.pop(document_id, None)
        if key is not None:
            del self._documents[key][document_id]


class WriteSet:
    """The changes of one transaction, in the order in which the documents were first touched."""

    __slots__ = ("_created", "_keyed", "_size", "_tables", "_undo", "changes", "overwritten")

    def __init__(self) -> None:
        self.changes: dict[str, Change] = {}
        """By document id; ids are unique across tables."""
        self._tables: dict[str, dict[str, Change]] = {}
        self._keyed: dict[str, dict[str, KeyedChanges]] = {}
        self._undo: list[tuple[str, Change | None]] = []
        self.overwritten = False
        """Whether content was written that is no longer there."""
        self._created = 0
        self._size = 0

    def __len__(self) -> int:
        return len(self.changes)

    @property
    def size(self) -> int:
        """Bytes of all bodies."""
        return self._size

    def get(self, document_id: str) -> Change | None:
        """The change to one document."""
        return self.changes.get(document_id)

    def of_table(self, table_id: str) -> Mapping[str, Change]:
        """The changes to one table's documents, by document id."""
        return self._tables.get(table_id, _NOTHING)

    def by_key(self, table_id: str, field: str, key_of: Callable[[bytes], bytes | None]) -> KeyedChanges:
        """The changes to one table by the key of a top-level field; ``key_of`` reads it from a body."""
        of_table = self._keyed.setdefault(table_id, {})
        keyed = of_table.get(field)
        if keyed is None:
            keyed = of_table[field] = KeyedChanges(key_of)
            for change in self.of_table(table_id).values():
                keyed.store(change)
        return keyed

    def insert(self, table_id: str, document_id: str, body: bytes, data_hash: bytes, statement: int) -> None:
        """A new document."""
        self._created += 1
        order = _FIRST_NEW + self._created
        self._put(Change(table_id, document_id, None, order, body, data_hash, (statement,)))

    def replace(self, table_id: str, base: DocumentRow, body: bytes | None, data_hash: bytes, statement: int) -> None:
        """New content (or, with ``None``, the end) for a document of the snapshot that is not changed yet."""
        self._put(Change(table_id, base.document_id, base, base.document, body, data_hash, (statement,)))

    def change_again(self, change: Change, body: bytes | None, data_hash: bytes, statement: int) -> None:
        """New content (or the end) for a document that this transaction has changed before."""
        self.overwritten = True
        statements = change.statements
        if statements[-1] != statement:
            statements = (*statements, statement)
        if body is None and change.base is None:
            self._remove(change)
        else:
            self._put(change._replace(body=body, data_hash=data_hash, statements=statements))

    def rewrite(self, document_id: str, body: bytes) -> None:
        """The same content in other bytes (another symbol table); nothing to undo."""
        change = self.changes[document_id]._replace(body=body)
        self.changes[document_id] = change
        self._tables[change.table_id][document_id] = change

    def begin_statement(self) -> None:
        """From here on :meth:`roll_back` takes changes back."""
        self._undo.clear()

    def roll_back(self) -> None:
        """Take back everything since :meth:`begin_statement`."""
        self.overwritten = self.overwritten or bool(self._undo)
        while self._undo:
            document_id, previous = self._undo.pop()
            current = self.changes.get(document_id)
            if previous is None:
                if current is not None:
                    self._drop(current)
            else:
                self._store(previous)

    # One place for each of the two elementary changes, so that undo, sizes and keys stay in step.

    def _put(self, change: Change) -> None:
        self._undo.append((change.document_id, self.changes.get(change.document_id)))
        self._store(change)

    def _remove(self, change: Change) -> None:
        self._undo.append((change.document_id, change))
        self._drop(change)

    def _store(self, change: Change) -> None:
        previous = self.changes.get(change.document_id)
        self._size += _size(change) - (_size(previous) if previous is not None else 0)
        self.changes[change.document_id] = change
        table = self._tables.get(change.table_id)
        if table is None:
            table = self._tables[change.table_id] = {}
        table[change.document_id] = change
        for keyed in self._keyed.get(change.table_id, _NOT_KEYED).values():
            keyed.store(change)

    def _drop(self, change: Change) -> None:
        self._size -= _size(change)
        del self.changes[change.document_id]
        del self._tables[change.table_id][change.document_id]
        for keyed in self._keyed.get(change.table_id, _NOT_KEYED).values():
            keyed.drop(change.document_id)


def _size(change: Change) -> int:
    return len(change.body) if change.body is not None else 0


_NOTHING: dict[str, Change] = {}
_NOT_KEYED: dict[str, KeyedChanges] = {}
