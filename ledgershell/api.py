"""The public Python interface: open a ledger, run statements, run functions as transactions.

::

    import ledgershell

    with ledgershell.open("bank.ledger") as ledger:
        for row in ledger.execute("SELECT a.owner, a.balance FROM Account AS a WHERE a.owner = ?", "Ann"):
            print(row["owner"], row["balance"])

        def move(transaction):
            [source] = transaction.execute("SELECT VALUE a.balance FROM Account AS a WHERE a.owner = ?", "Ann")
            transaction.execute("UPDATE Account AS a SET a.balance = ? WHERE a.owner = ?", source - 10, "Ann")

        ledger.transaction(move)

Parameters may be plain Python values (``dict``, ``list``, ``str``, ``int``, ``float``, ``Decimal``, ``datetime``,
``bytes``, ``bool``, ``None``), values of :mod:`ledgershell.ion`, or those of amazon.ion.  Results are values of
:mod:`ledgershell.ion`: structs read like mappings, the rest are plain Python values where there are such.

The command line does nothing that cannot be done from here.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from types import TracebackType

from ledgershell.environment import Environment, demo, system
from ledgershell.errors import ConflictError, UsageError
from ledgershell.ion.convert import from_python
from ledgershell.ion.values import Value
from ledgershell.ledger.control import LocalControl
from ledgershell.ledger.limits import OURS, QLDB
from ledgershell.ledger.protocols import (
    CommittedBlock,
    LedgerDescription,
    Result,
    Session,
    Statistics,
    TableDescription,
)
from ledgershell.partiql.dialect import DIALECTS
from ledgershell.static_typing import Final, Self, TypeVar

Answer = TypeVar("Answer")

RETRIES: Final = 4
"""How often :meth:`Ledger.transaction` tries again after a conflict; QLDB's drivers do the same."""
FIRST_PAUSE: Final = 0.01
LONGEST_PAUSE: Final = 5.0


class Rows:
    """What a statement returned.  Iterate over it once, or take all of it with :meth:`all` or :meth:`one`."""

    __slots__ = ("_result",)

    def __init__(self, result: Result) -> None:
        self._result = result

    def __iter__(self) -> Iterator[Value]:
        return iter(self._result)

    def all(self) -> list[Value]:
        """All values that have not been read yet."""
        return self._result.all()

    def one(self) -> Value:
        """The only value.  Raises ``ValueError`` when there is none, or more than one."""
        values = self._result.all()
        if len(values) != 1:
            raise ValueError(f"one value was wanted, and there are {len(values)}")
        return values[0]

    @property
    def committed(self) -> CommittedBlock | None:
        """The block that the statement appended, if it was a transaction of its own."""
        return self._result.committed

    @property
    def statistics(self) -> Statistics:
        """What it cost so far."""
        return self._result.statistics

    def close(self) -> None:
        """Ask for no more values."""
        self._result.close()


class Transaction:
    """What a function run by :meth:`Ledger.transaction` gets."""

    __slots__ = ("_session", "transaction_id")

    def __init__(self, session: Session, transaction_id: str) -> None:
        self._session = session
        self.transaction_id = transaction_id

    def execute(self, statement: str, *parameters: object) -> Rows:
        """Run one statement in this transaction; see :meth:`Ledger.execute`."""
        return Rows(self._session.execute(statement, _values(parameters)))


class Ledger:
    """An open ledger.  Use it as a context manager, or :meth:`close` it.  One thread at a time."""

    def __init__(self, session: Session, environment: Environment) -> None:
        self.session = session
        """What commands and shell work with."""
        self._environment = environment

    def execute(self, statement: str, *parameters: object) -> Rows:
        """Run one statement; each ``?`` in it takes one parameter.

        Outside :meth:`begin` the statement is a transaction of its own: a change is committed when this returns.
        Raises :class:`~ledgershell.errors.LedgershellError`.
        """
        return Rows(self.session.execute(statement, _values(parameters)))

    def transaction(self, function: Callable[[Transaction], Answer], *, retries: int = RETRIES) -> Answer:
        """Run ``function`` as one transaction and return what it returns.

        An exception undoes everything and is passed on.  When the commit meets a conflict the function runs again,
        up to ``retries`` times, with growing pauses; then :class:`~ledgershell.errors.ConflictError` is raised.
        So the function must have no effects outside the ledger.  Results must be read inside it.
        """
        attempt = 0
        while True:
            transaction = Transaction(self.session, self.session.begin())
            try:
                answer = function(transaction)
            except BaseException:
                if self.session.transaction() is not None:
                    self.session.abort()
                raise
            try:
                self.session.commit()
            except ConflictError:
                if attempt >= retries:
                    raise
            else:
                return answer
            _pause(attempt, self._environment)
            attempt += 1

    def begin(self) -> str:
        """Open a transaction for the statements that follow; returns its id."""
        return self.session.begin()

    def commit(self) -> CommittedBlock | None:
        """Commit the open transaction; ``None`` when it changed nothing.

        Raises :class:`~ledgershell.errors.ConflictError`; the transaction is over either way.
        """
        return self.session.commit()

    def abort(self) -> None:
        """Give up the open transaction."""
        self.session.abort()

    def describe(self) -> LedgerDescription:
        """Name, ids, settings and tip."""
        return self.session.describe()

    def tables(self) -> Sequence[TableDescription]:
        """Every table, active or not, by name."""
        return self.session.tables()

    def close(self) -> None:
        """Close the ledger; an open transaction is given up."""
        self.session.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


def open(  # noqa: A001
    ledger: str | os.PathLike[str] | None = None,
    *,
    read_only: bool = False,
    qldb_limits: bool = False,
    dialect: str = "shell",
    demo_seed: str | None = None,
    environment: Environment | None = None,
) -> Ledger:
    """Open a ledger: a path (it has a "/" or ends in ``.ledger``), a name, or ``:memory:``; by default ``default``.

    A path, ``:memory:`` and ``default`` are created when absent, unless ``read_only``.  ``qldb_limits`` switches
    the limits of Amazon QLDB on.  ``dialect`` is ``shell``, ``qldb``, ``partiql-coerce`` or ``partiql-strict``.
    ``demo_seed`` fixes clock and identifiers: the same statements give the same hashes everywhere.

    Raises :class:`~ledgershell.errors.StorageError` for a file that cannot be opened, and
    :class:`~ledgershell.errors.UsageError` for a name that no ledger has.
    """
    if dialect not in DIALECTS:
        raise UsageError("LS-LEDGER-025", f"there is no dialect {dialect[:40]!r}", hint=f"use {', '.join(DIALECTS)}")
    world = environment or system()
    if demo_seed is not None:
        world = demo(demo_seed, base=world)
    control = LocalControl(world, limits=QLDB if qldb_limits else OURS)
    argument = None if ledger is None else os.fspath(ledger)
    if isinstance(ledger, os.PathLike):
        argument = os.path.abspath(ledger)  # noqa: PTH100 - a Path is a path, even one without a slash
    opened = control.open_or_create(argument, read_only=read_only)
    return Ledger(opened.session(DIALECTS[dialect]), world)


def _values(parameters: Sequence[object]) -> list[Value]:
    return [parameter if type(parameter) is str else from_python(parameter) for parameter in parameters]


def _pause(attempt: int, environment: Environment) -> None:
    """Wait before another try: up to 10 ms at first, twice that each time, jittered so that racers part."""
    from time import sleep

    longest = min(FIRST_PAUSE * 2**attempt, LONGEST_PAUSE)
    spread = sum(environment.identifiers.random().encode()) % 97 / 97
    sleep(longest * (0.5 + spread / 2))
