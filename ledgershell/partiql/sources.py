"""What the language asks of those who own the data.

PartiQL does not know where rows come from.  A :class:`Catalog` turns names into :class:`Source` objects while a
statement is compiled.  Each source is handed the conditions that concern it and answers with an
:class:`AccessPath`: how it will produce the rows, and which of the conditions every row is then known to meet.
The language rechecks all the others.  Nothing here may change *which* rows a query yields, or in what order:
an access path only skips rows that the conditions would have dropped anyway.

A compiled plan holds sources but no state of a transaction: ``rows`` and the methods of :class:`Target` get the
``transaction`` (an object that only the owner of the data understands) when the plan runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ledgershell.errors import LedgerError
from ledgershell.ion.values import Struct, Value
from ledgershell.static_typing import Literal, NamedTuple, Protocol

Transaction = object
"""Opaque to the language: whatever the owner of the sources passes when it runs a plan."""


class Name(NamedTuple):
    """One part of a name as written; a quoted part is matched exactly."""

    text: str
    quoted: bool


class Row(NamedTuple):
    """One element of a source, with the document id that ``BY`` binds (``None``: the source has no ids)."""

    value: Value
    identity: str | None = None


class Condition(NamedTuple):
    """``path operator value`` or, with ``of_identity``, ``document id operator value``.

    The value is known when the plan runs, not before.  For ``IN`` it is a collection.
    """

    path: tuple[str, ...]
    operator: Literal["=", "IN", "<", "<=", ">", ">="]
    of_identity: bool = False


class AccessPath(NamedTuple):
    """How a source will produce its rows.

    ``rows(transaction, values, arguments)``: ``values`` are those of the conditions named in ``needs``, in that
    order; ``arguments`` those of a table function, as evaluated.
    ``covered``: indexes of the offered conditions that each row is sure to meet.
    ``kind`` and ``description`` are for EXPLAIN, e.g. ``index`` and ``Person(GovId) = ?``.
    ``lookup``: for a way by one equality, what its owner needs to find the rows in one step, before the query runs
    (see :mod:`ledgershell.partiql.compiler.points`); the language does not look at it.
    """

    rows: Callable[[Transaction, Sequence[Value], Sequence[Value]], Iterator[Row]]
    kind: Literal["index", "identity", "prefilter", "scan", "value"]
    description: str
    needs: tuple[int, ...] = ()
    covered: frozenset[int] = frozenset()
    lookup: object = None


class Source(Protocol):
    """A named collection of rows."""

    def access(self, conditions: Sequence[Condition]) -> AccessPath:
        """Choose how to produce the rows that meet ``conditions``."""
        ...


def past_of(source: Source) -> Source | None:
    """The same collection as it was at some moment, for ``AS OF``; ``None`` when it has no past.

    A source that has one offers it as a method ``past()``; the moment is the first argument of the rows.
    """
    offered: Callable[[], Source] | None = getattr(source, "past", None)
    return None if offered is None else offered()


class GlobalValue(NamedTuple):
    """A name that stands for one value and not for rows: a catalog may answer with it instead of a source."""

    value: Value


class Target(Source, Protocol):
    """A source whose documents can be changed.  Each method records the change in the transaction."""

    def insert(self, transaction: Transaction, document: Struct) -> str:
        """Add a document; returns its new id."""
        ...

    def replace(self, transaction: Transaction, identity: str, document: Struct) -> None:
        """Give an existing document new content."""
        ...

    def delete(self, transaction: Transaction, identity: str) -> None:
        """End a document's life."""
        ...


class ArgumentError(LedgerError):
    """A table function does not take one of its arguments; ``position`` counts those behind the table, from 0.

    ``rows`` of an access path may raise it; the language knows where in the statement the argument stands.
    """

    def __init__(self, code: str, message: str, position: int, *, hint: str | None = None) -> None:
        super().__init__(code, message, hint=hint)
        self.position = position


class TableFunction(Protocol):
    """``history(T, …)`` and its like: a FROM source whose first argument names a table."""

    def bind(self, table: Name | str) -> Source:
        """The source for one table: a :class:`Name` as written, or a string (a table id)."""
        ...

    maximum_arguments: int
    """How many evaluated arguments may follow the table."""


class Catalog(Protocol):
    """The names that a statement may use."""

    def source(self, name: Sequence[Name]) -> Source | GlobalValue | None:
        """The collection of a possibly qualified name, or ``None`` when there is none.

        ``a.b.c`` is asked for as ``a``, then ``a.b`` and so on, until something is found; what remains is a path.
        """
        ...

    def target(self, name: Sequence[Name]) -> Target | None:
        """The same, for a collection that may be changed; raises when it exists and may not be."""
        ...

    def function(self, name: str) -> TableFunction | None:
        """The table function of that name, or ``None``."""
        ...

    def names(self) -> Sequence[str]:
        """All names, for candidates in error messages."""
        ...

    def hint(self, name: str, near: Sequence[str]) -> str | None:
        """What to do about a name that leads nowhere; ``near`` are those that look like it."""
        ...
