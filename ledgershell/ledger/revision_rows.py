"""Revisions as rows of the committed view and of history: structs that are built when somebody looks.

Most queries want some of ``{blockAddress, hash, data, metadata: {id, version, txTime, txId}}``: the condition on
``metadata.id`` is checked on every row, and a timestamp is seldom asked for.  What :meth:`items` answers is what
:func:`ledgershell.ledger.blocks.shown_revision` builds; :meth:`get` finds a part without building the others.
"""

from __future__ import annotations

from collections.abc import Mapping

from ledgershell.ion.lazy import decode_body
from ledgershell.ion.symbols import SymbolTable
from ledgershell.ion.values import MISSING, Struct, Value
from ledgershell.ledger.blocks import revision_metadata, shown_revision
from ledgershell.static_typing import Any, NamedTuple
from ledgershell.storage.store import RevisionRow, Transaction


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


class OfDocument(NamedTuple):
    """What the revisions of one document have in common."""

    table: int
    document_id: str
    strand_id: str
    symbols: SymbolTable
    transactions: Mapping[int, Transaction]
    """By the blocks' numbers."""


class FoundRevision(Struct):
    """A revision, neither imported nor redacted, that ``find_history`` of the store has found.

    Most of a history is only handed on, so even the store's row is put together when somebody looks.
    """

    __slots__ = ("_of", "_revision", "_row")

    _revision: RevisionStruct
    """Set when it is first made."""

    def __init__(self, row: tuple[Any, ...], of: OfDocument) -> None:
        self._row = row
        self._of = of

    def _made(self) -> RevisionStruct:
        try:
            return self._revision
        except AttributeError:
            made = self._revision = _revision_struct(self._row, self._of)
            return made

    def items(self) -> tuple[tuple[str, Value], ...]:
        """All fields."""
        return self._made().items()

    def get(self, name: str, default: Value = MISSING) -> Value:
        """The first value under ``name``, else ``default``."""
        return self._made().get(name, default)

    def __reduce__(self) -> tuple[Any, ...]:
        return Struct, (self.items(),)


def _revision_struct(row: tuple[Any, ...], of: OfDocument) -> RevisionStruct:
    version, seq, content_hash, body, _ = row
    transaction_id, time = of.transactions[seq]
    revision = RevisionRow(
        ordinal=0,  # this, the position and what superseded it are not shown
        table=of.table,
        document_id=of.document_id,
        version=version,
        seq=seq,
        position=0,
        superseded=None,
        hash=content_hash,
        transaction_id=transaction_id,
        transaction_time=time,
        body=body,
    )
    return RevisionStruct(revision, of.strand_id, of.symbols)


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
