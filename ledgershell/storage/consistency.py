"""Whether the tables of a ledger's file fit together, row by row.

Columns that no hash covers, because they only repeat or count what stands elsewhere, are computed again here from what
they follow from.  What the documents' bytes say is not looked at: that is the ledger's audit.  Rows are read in chunks,
by key, and nothing is remembered but counts.

::

    revision.ordinal     counts up by one               block.first_ordinal      one above all earlier revisions
    revision.seq         that of its block              block.catalogue_changed  a revision of the system table is in it
    revision.version     one above the one before       document.current         the last revision, unless a deletion
    revision.superseded  the next revision's block      document.version         the last revision's
    symbol.id, number    count up by one                merkle_node              as many as the blocks complete
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ledgershell.static_typing import Any, Final, NamedTuple
from ledgershell.storage.store import NO_TABLE, SYSTEM_TABLE, Inconsistency

Rows = Callable[[str, Sequence[object]], "list[tuple[Any, ...]]"]
CHUNK: Final = 512

_REVISIONS: Final = """WITH page AS (
  SELECT r.ordinal, r.table_number, r.document, r.version, r.seq, r.superseded, r.metadata IS NOT NULL AS brought,
    (SELECT max(p.ordinal) FROM revision AS p
      WHERE p.document = r.document AND p.ordinal <> p.document AND p.ordinal < r.ordinal) AS before,
    (SELECT min(n.ordinal) FROM revision AS n
      WHERE n.document = r.document AND n.ordinal <> n.document AND n.ordinal > r.ordinal) AS after
  FROM revision AS r WHERE r.ordinal > ? ORDER BY r.ordinal LIMIT ?)
SELECT g.ordinal, g.table_number, g.document, g.version, g.seq, g.superseded, g.brought,
  x.ordinal IS NOT NULL, x.ordinal IS NOT NULL AND (x.body IS NULL) = (x.hash IS NULL),
  p.version, n.seq, d.document IS NOT NULL, d.current, d.version
FROM page AS g
LEFT JOIN data AS x ON x.ordinal = g.ordinal
LEFT JOIN revision AS p ON p.ordinal = coalesce(g.before, g.document) AND g.ordinal <> g.document
LEFT JOIN revision AS n ON n.ordinal = g.after
LEFT JOIN document AS d ON d.table_number = g.table_number AND d.document = g.document
ORDER BY g.ordinal"""
_BLOCKS: Final = "SELECT seq, first_ordinal, catalogue_changed FROM block WHERE seq > ? ORDER BY seq LIMIT ?"


class _Revision(NamedTuple):
    ordinal: int
    table: int
    document: int | None
    version: int
    seq: int
    superseded: int | None
    brought: int
    has_data: int
    has_both: int
    version_before: int | None
    next_seq: int | None
    known: int
    current: int | None
    last_version: int | None


def inconsistencies(rows: Rows) -> Iterator[Inconsistency]:
    """All that does not fit; ``rows`` runs a query and returns all of its rows."""
    yield from _Walk(rows).findings()
    for table, column in (("symbol", "id"), ("number", "number")):
        count, last = rows(f"SELECT count(*), coalesce(max({column}), 0) FROM {table}", ())[0]  # noqa: S608 - constants
        if count != last:
            yield Inconsistency(table, "all", column, f"1 to {count}", f"up to {last}")


class _Walk:
    """Over all blocks with their revisions, once."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._data = self._documents = self._blocks = 0

    def findings(self) -> Iterator[Inconsistency]:
        revisions = map(_Revision._make, self._pages(_REVISIONS))
        waiting = next(revisions, None)
        ordinal = 1
        for seq, first_ordinal, catalogue_changed in self._pages(_BLOCKS):
            self._blocks += 1
            if first_ordinal != ordinal:
                yield Inconsistency("block", f"{seq}", "first_ordinal", ordinal, first_ordinal)
            changes_catalogue = False
            while waiting is not None and waiting.seq == seq:
                yield from self._revision(waiting, ordinal)
                changes_catalogue = changes_catalogue or waiting.table == SYSTEM_TABLE
                ordinal, waiting = waiting.ordinal + 1, next(revisions, None)
            if catalogue_changed != int(changes_catalogue):
                yield Inconsistency("block", f"{seq}", "catalogue_changed", int(changes_catalogue), catalogue_changed)
        while waiting is not None:
            yield Inconsistency("revision", f"{waiting.ordinal}", "seq", "the block it lies in", waiting.seq)
            yield from self._revision(waiting, waiting.ordinal)
            waiting = next(revisions, None)
        yield from self._counts()

    def _revision(self, one: _Revision, ordinal: int) -> Iterator[Inconsistency]:
        key = f"{one.ordinal}"
        if one.ordinal != ordinal:
            yield Inconsistency("revision", key, "ordinal", ordinal, one.ordinal)
        self._data += one.has_data
        if one.has_both:
            yield Inconsistency("data", key, "hash", "a body or its hash", "both, or neither")
        if one.table == NO_TABLE:
            return
        first = one.ordinal == one.document
        self._documents += first
        expected = (one.version if one.brought else 0) if first else _plus_one(one.version_before)
        if one.version != expected:
            yield Inconsistency("revision", key, "version", expected, one.version)
        if one.superseded != one.next_seq:
            yield Inconsistency("revision", key, "superseded", one.next_seq, one.superseded)
        if not one.known:
            yield Inconsistency("document", f"{one.document}", "document", f"one of table {one.table}", "none")
        elif one.next_seq is None:
            current = one.ordinal if one.has_data else None
            if one.current != current:
                yield Inconsistency("document", f"{one.document}", "current", current, one.current)
            if one.last_version != one.version:
                yield Inconsistency("document", f"{one.document}", "version", one.version, one.last_version)

    def _counts(self) -> Iterator[Inconsistency]:
        nodes = self._blocks - self._blocks.bit_count()
        for table, expected in (("data", self._data), ("document", self._documents), ("merkle_node", nodes)):
            found = self._rows(f"SELECT count(*) FROM {table}", ())[0][0]  # noqa: S608 - constants
            if found != expected:
                yield Inconsistency(table, "all", "rows", expected, found)

    def _pages(self, sql: str) -> Iterator[tuple[Any, ...]]:
        after = -1
        while True:
            page = self._rows(sql, (after, CHUNK))
            yield from page
            if len(page) < CHUNK:
                return
            after = page[-1][0]


def _plus_one(version: int | None) -> int | None:
    return version + 1 if type(version) is int else None
