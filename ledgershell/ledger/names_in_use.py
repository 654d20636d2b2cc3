"""Which names of the ledger's symbol table are used by no other document: they go with a redacted revision.

The table has only names that some document uses: what a statement that failed would have added is taken back.  So a
name that no document uses any more once a revision's data are gone is one that only they had.  Verification holds the
table against that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ledgershell.ion.lazy import decode_body
from ledgershell.ion.names import names_in, numbers_in
from ledgershell.ion.symbols import FIRST_FREE, FIRST_LOCAL, SymbolTable
from ledgershell.storage.store import RevisionRow, Snapshot


class Unused:
    """Names, by their numbers in the ledger's table, of which no use has been met yet."""

    __slots__ = ("_names",)

    def __init__(self, names: Iterable[str], symbols: SymbolTable) -> None:
        numbers = ((symbols.lookup(name), name) for name in names)
        self._names = {number: name for number, name in numbers if number and FIRST_FREE <= number < FIRST_LOCAL}

    @property
    def names(self) -> frozenset[str]:
        """What has met no use."""
        return frozenset(self._names.values())

    @property
    def numbers(self) -> list[int]:
        """Their numbers, in order."""
        return sorted(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def meet(self, body: bytes | None) -> None:
        """Strike out the names that a body uses."""
        if self._names and body is not None:
            for number in numbers_in(body):
                self._names.pop(number, None)


def only_used_by(revision: RevisionRow, view: Snapshot, symbols: SymbolTable) -> Unused:
    """The names that a revision's data use, and nothing else in the ledger."""
    unused = Unused(names_in(decode_body(revision.body or b"", symbols)), symbols)
    for body in _bodies(view, revision):
        if not unused:
            break
        unused.meet(body)
    return unused


def _bodies(view: Snapshot, but: RevisionRow) -> Iterator[bytes | None]:
    """Whatever may use names, the likeliest first: the document's other revisions, its table's documents, all."""
    yield from (row.body for row in view.history(but.table, but.document_id) if row.ordinal != but.ordinal)
    yield from (row.body for row in view.documents(but.table))
    for revision in view.revisions_after(-1):
        if revision.ordinal != but.ordinal:
            yield revision.body
        yield revision.metadata
