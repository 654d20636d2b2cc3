"""Revisions as rows of the committed view and of history: structs that are built when somebody looks.

Most queries want some of ``{blockAddress, hash, data, metadata: {id, version, txTime, txId}}``: the condition on
``metadata.id`` is checked on every row, and a timestamp is seldom asked for.  What :meth:`items` answers is what
:func:`ledgershell.ledger.blocks.shown_revision` builds; :meth:`get` finds a part without building the others.
"""

from __future__ import annotations

from ledgershell.ion.lazy import decode_body
from ledgershell.ion.symbols import SymbolTable
from ledgershell.ion.values import MISSING, Struct, Value
from ledgershell.ledger.blocks import revision_metadata, shown_revision
from ledgershell.static_typing import Any
from ledgershell.storage.store import RevisionRow


class RevisionStruct(Struct):
    """A revision of a table.  It holds the store's row and nothing that could be closed."""

    __slots__ = ("_items", "_revision", "_strand_id", "_symbols")

    def __init__(self, revision: RevisionRow, strand_id: str, symbols: SymbolTable) -> None:
        self._revision = revision
        self._strand_id = strand_id
        self._symbols = symbols
        self._items: tuple[tuple[str, Value], ...] | None = None

    def items(self) -> tuple[tuple[str, Value], ...]:
        """All fields."""
        items = self._items
        if items is None:
            items = self._items = shown_revision(self._revision, self._strand_id, self._symbols).items()
        return items

    def get(self, name: str, default: Value = MISSING) -> Value:
        """The first value under ``name``, else ``default``."""
        if self._items is None:
            revision = self._revision
            if name == "metadata":
                if revision.metadata is None:
                    return MetadataStruct(revision, self._symbols)
                return decode_body(revision.metadata, self._symbols)
            if name == "data":
                return default if revision.body is None else decode_body(revision.body, self._symbols)
        return super().get(name, default)

    def __reduce__(self) -> tuple[Any, ...]:
        return Struct, (self.items(),)


class MetadataStruct(Struct):
    """The metadata of a revision that was not imported."""

    __slots__ = ("_items", "_revision", "_symbols")

    def __init__(self, revision: RevisionRow, symbols: SymbolTable) -> None:
        self._revision = revision
        self._symbols = symbols
        self._items: tuple[tuple[str, Value], ...] | None = None

    def items(self) -> tuple[tuple[str, Value], ...]:
        """All fields."""
        items = self._items
        if items is None:
            items = self._items = revision_metadata(self._revision, self._symbols).items()
        return items

    def get(self, name: str, default: Value = MISSING) -> Value:
        """The first value under ``name``, else ``default``."""
        if name == "id":
            return self._revision.document_id
        if name == "version":
            return self._revision.version
        return super().get(name, default)

    def __reduce__(self) -> tuple[Any, ...]:
        return Struct, (self.items(),)
