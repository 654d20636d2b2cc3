"""Optimistic concurrency control: may a transaction commit, given what others have committed since its snapshot?

The question is asked of the journal.  Each revision behind the snapshot is tried against the read set:

* its document was read: conflict;
* its table was scanned: conflict, whichever document it is;
* its document stood, or stands now, under an index key that was looked up: conflict.  Both images count, since a
  document that *left* a key changes the answer as much as one that came;
* it is a revision of the catalogue, of a table whose definition was used, or it bears a name that was relied upon to
  be free: conflict.

A redaction brings no revision, but changes what the history of its document says: it conflicts with whoever read the
document, or the table.

Whoever passes this could have run as a whole after all those others, with the same answers: the transactions are
serializable in the journal's order.  Transactions that only read are held to it as well.
"""

from __future__ import annotations

from collections.abc import Callable

from ledgershell.errors import ConflictError
from ledgershell.ledger.blocks import redactions_after
from ledgershell.ledger.catalogue import CATALOGUE_NUMBER, CATALOGUE_TABLE, Catalogue
from ledgershell.ledger.names import shown
from ledgershell.ledger.read_set import ReadSet
from ledgershell.static_typing import NamedTuple
from ledgershell.storage.store import RevisionRow, Snapshot

KeyOf = Callable[[bytes, str], bytes | None]
"""The index key of a body's top-level field, ``None`` when it has none."""

_HINT = "the transaction was undone; run it again"


class _Watched(NamedTuple):
    """What of one table can be in conflict."""

    name: str
    table_id: str
    scanned: bool
    keys: tuple[tuple[str, frozenset[bytes]], ...]
    """Field of an index, and the keys looked up in it."""


Validate = Callable[[ReadSet, Catalogue, int, Snapshot, KeyOf], None]
"""The signature of :func:`validate`."""


def validate(reads: ReadSet, catalogue: Catalogue, after: int, view: Snapshot, key_of: KeyOf) -> None:
    """Raise :class:`ConflictError` when a block above ``after`` changed what ``reads`` rests on.

    ``catalogue`` is the one that the transaction saw, ``view`` the store as of now.
    """
    if reads.is_empty():
        return
    watched = _watched(reads, catalogue)
    for revision in view.revisions_after(after):
        table = watched.get(revision.table)
        if table is None:
            continue
        if table.table_id == CATALOGUE_TABLE:
            _check_definition(reads, table, revision, key_of)
            continue
        if revision.document_id in reads.documents:
            raise ConflictError(
                "LS-TX-002",
                f"document {revision.document_id} of {shown(table.name)} was read here and changed by block "
                f"{revision.seq}",
                hint=_HINT,
            )
        if table.scanned:
            raise ConflictError(
                "LS-TX-001",
                f"table {shown(table.name)} was scanned here and block {revision.seq} changed document "
                f"{revision.document_id} in it",
                hint=f"{_HINT}; a lookup by an indexed field would not have read the whole table",
            )
        if table.keys:
            _check_keys(table, revision, view, key_of)
    if reads.documents or reads.tables or reads.pasts:
        _check_redactions(reads, after, view)


def _check_redactions(reads: ReadSet, after: int, view: Snapshot) -> None:
    for seq, named in redactions_after(view, after):
        for one in named:
            if one.get("documentId") in reads.documents or one.get("tableId") in reads.tables | reads.pasts:
                raise ConflictError(
                    "LS-TX-013",
                    f"document {shown(str(one.get('documentId')))} was read here, and block {seq} has redacted a "
                    "revision of it",
                    hint=_HINT,
                )


def _watched(reads: ReadSet, catalogue: Catalogue) -> dict[int, _Watched]:
    """By the tables' numbers.  Every statement notes the definition of each table that it names."""
    watched = {
        CATALOGUE_NUMBER: _Watched(CATALOGUE_TABLE, CATALOGUE_TABLE, CATALOGUE_TABLE in reads.tables, ()),
    }
    for table_id in reads.definitions:
        table = catalogue.tables[table_id]
        if table.number is not None:
            keys = tuple(
                (index.field, frozenset(reads.keys[index.index_id]))
                for index in table.indexes
                if index.index_id in reads.keys
            )
            watched[table.number] = _Watched(table.name, table_id, table_id in reads.tables, keys)
    return watched


def _check_keys(table: _Watched, revision: RevisionRow, view: Snapshot, key_of: KeyOf) -> None:
    images = [revision.body]
    lost = revision.data_hash is not None
    if revision.version > 0:
        before = view.revision(revision.table, revision.document_id, revision.version - 1)
        if before is not None:
            images.append(before.body)
            lost = lost or before.data_hash is not None
    for field, keys in table.keys:
        if lost or any(body is not None and key_of(body, field) in keys for body in images):
            raise ConflictError(
                "LS-TX-003",
                f"a key of {shown(table.name)}({shown(field)}) that was looked up here was changed by block "
                f"{revision.seq}, document {revision.document_id}",
                hint=_HINT,
            )


def _check_definition(reads: ReadSet, table: _Watched, revision: RevisionRow, key_of: KeyOf) -> None:
    if table.scanned or revision.document_id in reads.definitions:
        raise ConflictError(
            "LS-TX-004",
            f"the definition of table {revision.document_id} was used here and changed by block {revision.seq}",
            hint=_HINT,
        )
    if reads.names and revision.body is not None and key_of(revision.body, "name") in reads.names:
        raise ConflictError("LS-TX-004", f"block {revision.seq} made another table of the same name", hint=_HINT)
