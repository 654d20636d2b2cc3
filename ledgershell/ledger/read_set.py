"""What a transaction has looked at.

Optimistic concurrency control takes no locks: a transaction notes what its answers rested on, and commits only if
none of that has changed since its snapshot.  Five kinds of things are noted.

* a *document*, by its id, whether it was there or not;
* an index *key*, whether it was found or not, so that "nobody has this key" can be relied upon;
* a whole *table*, once a scan has read from it;
* a table's *definition*, by every statement that names the table;
* a table's *name*, by CREATE TABLE, which relies on nobody else bearing it.
"""

from __future__ import annotations


class ReadSet:
    """The read set of one transaction.  Tables go by id, index keys by (index id, key)."""

    __slots__ = ("definitions", "documents", "keys", "names", "pasts", "tables")

    def __init__(self) -> None:
        self.documents: set[str] = set()
        self.keys: dict[str, set[bytes]] = {}
        """Index id to the keys looked up in it."""
        self.tables: set[str] = set()
        self.definitions: set[str] = set()
        self.pasts: set[str] = set()
        """Ids of the tables of which something was read as it was: only a redaction changes that."""
        self.names: set[bytes] = set()
        """Table names by their equality keys."""

    def add_document(self, document_id: str) -> None:
        """A document was looked up by id."""
        self.documents.add(document_id)

    def add_key(self, index_id: str, key: bytes) -> None:
        """A key was looked up in an index."""
        found = self.keys.get(index_id)
        if found is None:
            found = self.keys[index_id] = set()
        found.add(key)

    def add_table(self, table_id: str) -> None:
        """A table was scanned."""
        self.tables.add(table_id)

    def add_past(self, table_id: str) -> None:
        """A table was read as it was at some moment."""
        self.pasts.add(table_id)

    def add_definition(self, table_id: str) -> None:
        """A statement named a table."""
        self.definitions.add(table_id)

    def add_name(self, key: bytes) -> None:
        """A statement relied on there being no active table whose name has this equality key."""
        self.names.add(key)

    def is_empty(self) -> bool:
        """Whether nothing was looked at, so that nothing can be in conflict."""
        return not (self.documents or self.keys or self.tables or self.definitions or self.pasts or self.names)


class Unnoted(ReadSet):
    """For a query on its own: it stands at its snapshot, whatever has changed since, so nothing needs to be noted."""

    __slots__ = ()

    def add_document(self, document_id: str) -> None:
        """Nothing is noted."""

    def add_key(self, index_id: str, key: bytes) -> None:
        """Nothing is noted."""

    def add_table(self, table_id: str) -> None:
        """Nothing is noted."""

    def add_past(self, table_id: str) -> None:
        """Nothing is noted."""

    def add_definition(self, table_id: str) -> None:
        """Nothing is noted."""

    def add_name(self, key: bytes) -> None:
        """Nothing is noted."""
