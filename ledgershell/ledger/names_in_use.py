"""Which names of the ledger's symbol table are used by no other document: they go with a redacted revision.

The table has only names that some document uses: what a statement that failed would have added is taken back.  So a
name that no document uses any more once a revision's data are gone is one that only they had.  Verification holds the
table against that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ledgershell.ion.lazy import decode_body
from ledgershell.ion.names import names_in
from ledgershell.ion.scalar_encoding import sized
from ledgershell.ion.symbols import FIRST_FREE, FIRST_LOCAL, SymbolTable, varuint
from ledgershell.ion.values import IonType
from ledgershell.storage.store import RevisionRow, Snapshot


class Unused:
    """Names, by their numbers, of which no use has been met yet."""

    __slots__ = ("_marks", "_symbols")

    def __init__(self, names: Iterable[str], symbols: SymbolTable) -> None:
        self._symbols = symbols
        numbers = ((name, symbols.lookup(name)) for name in names)
        self._marks = {
            name: (number, varuint(number), _as_value(number))
            for name, number in numbers
            if number is not None and FIRST_FREE <= number < FIRST_LOCAL
        }

    @property
    def names(self) -> frozenset[str]:
        """What has met no use."""
        return frozenset(self._marks)

    @property
    def numbers(self) -> list[int]:
        """Their numbers, in order."""
        return sorted(number for number, *_ in self._marks.values())

    def __len__(self) -> int:
        return len(self._marks)

    def meet(self, body: bytes | None) -> None:
        """Strike out the names that a body uses.

        A name is written as its number: a VarUInt where it is a field or an annotation, the number of a symbol
        elsewhere.  Bodies that have neither among their bytes need not be decoded.
        """
        if body is None or not any(name in body or value in body for _, name, value in self._marks.values()):
            return
        for used in names_in(decode_body(body, self._symbols)):
            self._marks.pop(used, None)


def _as_value(number: int) -> bytes:
    return sized(IonType.SYMBOL, number.to_bytes((number.bit_length() + 7) // 8, "big"))


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
