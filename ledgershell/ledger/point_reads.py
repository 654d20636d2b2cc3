"""Queries on their own that one lookup answers: the shortest way from a statement to a row.

A transaction's snapshot is what makes several reads agree with each other.  A query that reads once needs none: the
store answers in one step, and tells along with the rows where the journal ended at that moment.  When the catalogue
and the symbol table that are known here are still those of that moment, the rows can be read.  In every other case
(and for everything that is not so simple) there is no answer here, and the query goes the general way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType

from ledgershell.errors import LedgershellError
from ledgershell.ion.lazy import decode_body
from ledgershell.ion.symbols import SymbolTable
from ledgershell.ion.values import Value
from ledgershell.ledger.keys import index_key
from ledgershell.ledger.protocols import CommittedBlock, StatementKind, Statistics
from ledgershell.ledger.revision_rows import FoundRevision, OfDocument
from ledgershell.ledger.sources import HistoryLookup, IdentityLookup, KeyLookup
from ledgershell.partiql.compiler.frame import Frame
from ledgershell.partiql.compiler.points import Point
from ledgershell.partiql.dialect import Dialect
from ledgershell.partiql.engine import QueryPlan
from ledgershell.partiql.runtime import PointRuntime
from ledgershell.static_typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from ledgershell.ledger.ledger import Ledger
    from ledgershell.storage.store import Found


class PointPlan(NamedTuple):
    """A point query, compiled against the catalogue of block ``catalogue_seq``."""

    text: str
    dialect: Dialect
    plan: QueryPlan
    point: Point
    catalogue_seq: int

    def answer(self, ledger: Ledger, parameters: Sequence[Value], cancelled: Callable[[], bool]) -> FoundResult | None:
        """The result, or ``None`` when the query has to go the general way."""
        _, _, plan, (lookup, sought, values, whole), catalogue_seq = self
        if len(parameters) != plan.parameter_count:
            return None
        frame: Frame = [None] * plan.size
        frame[0] = PointRuntime(parameters, cancelled)
        value = sought(frame)
        find, read = _FINDERS[type(lookup)]
        found = find(ledger, lookup, value)
        if found is None or found.catalogue_seq != catalogue_seq:
            return None
        symbols = ledger.symbols_of(found.seq)
        if symbols is None:
            return None
        rows = read(ledger, lookup, value, symbols, found)
        if rows is None:
            return None
        if whole and type(lookup) is HistoryLookup and not cancelled():
            return FoundResult(ledger, self, iter(rows[0]), len(rows[0]))
        return FoundResult(ledger, self, values(frame, *rows), len(rows[0]))


Rows = tuple[Sequence[Value], Sequence[str]]
"""Rows in order, and the document id of each."""


class _Finder(NamedTuple):
    """How one kind of lookup is made; ``find`` answers ``None`` when it cannot tell in one step."""

    find: Callable[[Ledger, Any, Value], Found | None]
    read: Callable[[Ledger, Any, Value, SymbolTable, Found], Rows | None]


def _find_by_key(ledger: Ledger, lookup: KeyLookup, value: Value) -> Found | None:
    key = index_key(value)
    return None if key is None else ledger.store.find("documents", (lookup.table, lookup.by, key))


def _find_by_identity(ledger: Ledger, lookup: IdentityLookup, value: Value) -> Found | None:
    return ledger.store.find("document", (lookup.table, value)) if _may_be_id(value) else None


def _find_history(ledger: Ledger, lookup: HistoryLookup, value: Value) -> Found | None:
    return ledger.store.find("history", (lookup.table, value)) if _may_be_id(value) else None


def _may_be_id(value: Value) -> bool:
    return type(value) is str and value.isascii()


def _documents(_: Ledger, __: object, ___: Value, symbols: SymbolTable, found: Found) -> Rows:
    rows = found.rows
    if len(rows) == 1:
        _, body, identity = rows[0]
        return ((decode_body(body, symbols),), (identity,)) if body is not None else ((), ())
    live = [row for row in rows if row[1] is not None]
    return [decode_body(row[1], symbols) for row in live], [row[2] for row in live]


def _revisions(ledger: Ledger, lookup: HistoryLookup, value: Value, symbols: SymbolTable, found: Found) -> Rows | None:
    identity = str(value)
    rows = found.rows
    for row in rows:
        if row[4] is not None:
            return None
    shared = OfDocument(lookup.table, identity, ledger.strand_id, symbols, found.transactions)
    return [FoundRevision(row, shared) for row in rows], [identity] * len(rows)


_FINDERS: Final[Mapping[type, _Finder]] = MappingProxyType(
    {
        KeyLookup: _Finder(_find_by_key, _documents),
        IdentityLookup: _Finder(_find_by_identity, _documents),
        HistoryLookup: _Finder(_find_history, _revisions),
    }
)


class FoundResult:
    """The rows of a point query: what the store knows has been read, the rest is computed as it is asked for."""

    __slots__ = ("_count", "_elapsed", "_ledger", "_read", "_seconds", "_text", "_transaction_id", "_values", "columns")

    kind: StatementKind = "query"
    ordered = False
    shape: Literal["collection", "value"] = "collection"
    committed: CommittedBlock | None = None
    recorded_in: tuple[int, ...] = ()

    def __init__(self, ledger: Ledger, point: PointPlan, values: Iterator[Value], read: int) -> None:
        self.columns = point.plan.columns or ()
        self._ledger = ledger
        self._elapsed = ledger.environment.clock.elapsed
        self._text = point.text
        self._values = values
        self._read = read
        self._count = 0
        self._seconds = 0.0
        self._transaction_id: str | None = None

    @property
    def transaction_id(self) -> str:
        """As :attr:`ledgershell.ledger.protocols.Result.transaction_id`."""
        if self._transaction_id is None:
            world = self._ledger.environment
            self._transaction_id = world.identifiers.ordered(world.clock.milliseconds())
        return self._transaction_id

    @property
    def tag(self) -> str:
        """``SELECT n``, complete once all values have been read."""
        return f"SELECT {self._count}"

    @property
    def statistics(self) -> Statistics:
        """Documents read and seconds spent here so far, the reader's own time not counted."""
        return Statistics(self._read, self._seconds)

    def __iter__(self) -> Iterator[Value]:
        return self

    def __next__(self) -> Value:
        elapsed = self._elapsed
        started = elapsed()
        try:
            value = next(self._values)
        except StopIteration:
            raise
        except Exception as error:
            self._explain(error)
            raise
        finally:
            self._seconds += elapsed() - started
        self._count += 1
        return value

    def all(self) -> list[Value]:
        """As :meth:`ledgershell.ledger.protocols.Result.all`."""
        elapsed = self._elapsed
        started = elapsed()
        try:
            values = list(self._values)
        except Exception as error:
            self._explain(error)
            raise
        self._count += len(values)
        self._seconds += elapsed() - started
        return values

    def _explain(self, error: Exception) -> None:
        self._ledger.raise_damage_behind(error)
        if isinstance(error, LedgershellError):
            error.at(None, self._text)

    def close(self) -> None:
        """Ask for no more values."""
        self._values = iter(())
