"""The names that a statement may use: tables, their committed views, ``information_schema``, and two functions.

One is made for each statement that is compiled.  It notes which tables the statement names, because a transaction
relies on the definitions of all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from ledgershell.errors import LedgerError
from ledgershell.ledger.catalogue import Catalogue, Table, no_such_table
from ledgershell.ledger.names import COMMITTED_PREFIX, shown
from ledgershell.partiql.sources import Name, Source
from ledgershell.static_typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ledgershell.ledger.sources import TableSource

_SCHEMA: Final = "information_schema"
_USER_TABLES: Final = "user_tables"


class BoundFunction:
    """``history`` or ``changes``, about to be given its table."""

    __slots__ = ("_make", "_scope", "maximum_arguments")

    def __init__(self, scope: NamesInScope, make: Callable[[Table, int | None], Source]) -> None:
        self._scope = scope
        self._make = make
        self.maximum_arguments = 2

    def bind(self, table: Name | str) -> Source:
        """As :meth:`ledgershell.partiql.sources.TableFunction.bind`."""
        return self._make(self._scope.table(table), self._scope.as_of)


def _history(table: Table, as_of: int | None) -> Source:
    from ledgershell.ledger.history import History

    return History(table, as_of)


def _changes(table: Table, as_of: int | None) -> Source:
    from ledgershell.ledger.changes import Changes

    return Changes(table, as_of)


_FUNCTIONS: Final[Mapping[str, Callable[[Table, int | None], Source]]] = MappingProxyType(
    {"history": _history, "changes": _changes}
)


class NamesInScope:
    """As :class:`ledgershell.partiql.sources.Catalog`, for one catalogue."""

    __slots__ = ("_look", "_seen", "tables")

    def __init__(self, look: Callable[[], Catalogue]) -> None:
        """``look`` gets the catalogue; it is called when the first name is looked up."""
        self._look = look
        self._seen: Catalogue | None = None
        self.tables: dict[str, None] = {}
        """Ids of the tables that were named so far."""

    @property
    def looked(self) -> bool:
        """Whether any name was looked up, that is, whether what was compiled depends on the catalogue."""
        return self._seen is not None

    @property
    def _catalogue(self) -> Catalogue:
        if self._seen is None:
            self._seen = self._look()
        return self._seen

    @property
    def as_of(self) -> int | None:
        """The block as of which tables are read; ``None``: as they are now."""
        return self._catalogue.as_of

    def source(self, name: Sequence[Name]) -> Source | None:
        """As :meth:`ledgershell.partiql.sources.Catalog.source`."""
        from ledgershell.ledger.sources import TableSource, UserTables

        if len(name) == 2:
            return UserTables() if _is(name[0], _SCHEMA) and _is(name[1], _USER_TABLES) else None
        if len(name) != 1:
            return None
        only = name[0]
        table = self._catalogue.find(only)
        if table is not None:
            return TableSource(self._noted(table)) if self._catalogue.as_of is None else self._past(table)
        if _has_prefix(only):
            table = self._catalogue.find(Name(only.text[len(COMMITTED_PREFIX) :], only.quoted))
            if table is None:
                return None
            if self._catalogue.as_of is not None:
                return self._past(table, committed=True)
            from ledgershell.ledger.committed_view import CommittedView

            return CommittedView(self._noted(table))
        return None

    def _past(self, table: Table, *, committed: bool = False) -> Source:
        from ledgershell.ledger.past import PastTable

        return PastTable(self._noted(table), self._catalogue.as_of, committed=committed)

    def target(self, name: Sequence[Name]) -> TableSource | None:
        """As :meth:`ledgershell.partiql.sources.Catalog.target`."""
        from ledgershell.ledger.sources import TableSource

        source = self.source(name)
        if source is None or isinstance(source, TableSource):
            return source
        written = ".".join(part.text for part in name)
        raise LedgerError(
            "LS-LEDGER-007", f"{shown(written)} is a view and cannot be changed", hint="change the table itself"
        )

    def function(self, name: str) -> BoundFunction | None:
        """As :meth:`ledgershell.partiql.sources.Catalog.function`."""
        make = _FUNCTIONS.get(name.casefold())
        return None if make is None else BoundFunction(self, make)

    def names(self) -> Sequence[str]:
        """As :meth:`ledgershell.partiql.sources.Catalog.names`."""
        tables = self._catalogue.names()
        return (*tables, *(COMMITTED_PREFIX + table for table in tables), f"{_SCHEMA}.{_USER_TABLES}")

    def hint(self, name: str, near: Sequence[str]) -> str | None:
        """As :meth:`ledgershell.partiql.sources.Catalog.hint`."""
        table = name[len(COMMITTED_PREFIX) :] if name.startswith(COMMITTED_PREFIX) else name
        return self._catalogue.hint(table if self._catalogue.dropped(table) else name, near)

    def table(self, reference: Name | str) -> Table:
        """The active table of a name, or any table by its id."""
        if not isinstance(reference, str):
            return self._noted(self._catalogue.require(reference))
        table = self._catalogue.tables.get(reference)
        if table is None:
            error = no_such_table(reference, self._catalogue)
            if self._catalogue.active(reference) is not None:
                error.hint = f"in quotes it is a table's id; write the name without them: {reference}"
            raise error
        return self._noted(table)

    def _noted(self, table: Table) -> Table:
        self.tables[table.table_id] = None
        return table


def _is(name: Name, text: str) -> bool:
    return name.text == text or (not name.quoted and name.text.casefold() == text)


def _has_prefix(name: Name) -> bool:
    head = name.text[: len(COMMITTED_PREFIX)]
    return head == COMMITTED_PREFIX or (not name.quoted and head.casefold() == COMMITTED_PREFIX)
