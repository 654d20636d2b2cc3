"""What a statement returns: values, one by one, and afterwards what they cost."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence

from ledgershell.environment import Clock
from ledgershell.errors import LedgershellError
from ledgershell.ion.values import Value
from ledgershell.ledger.protocols import CommittedBlock, StatementKind, Statistics
from ledgershell.ledger.transaction import Transaction
from ledgershell.partiql.runtime import Runtime
from ledgershell.static_typing import Literal


class ReadyResult:
    """The outcome of a statement that is over: a change, DDL, or a word about transactions."""

    __slots__ = (
        "_statistics",
        "_values",
        "columns",
        "committed",
        "kind",
        "ordered",
        "recorded_in",
        "shape",
        "tag",
        "transaction_id",
    )

    def __init__(
        self,
        kind: StatementKind,
        tag: str,
        values: Sequence[Value],
        statistics: Statistics,
        *,
        transaction_id: str | None,
        committed: CommittedBlock | None = None,
        shape: Literal["collection", "value"] = "collection",
        recorded_in: tuple[int, ...] = (),
    ) -> None:
        self.kind = kind
        self.tag = tag
        self.recorded_in = recorded_in
        self.ordered = False
        self.shape = shape
        self.columns: tuple[str, ...] = ()
        self.transaction_id = transaction_id
        self.committed = committed
        self._values = values
        self._statistics = statistics

    @property
    def statistics(self) -> Statistics:
        """As :attr:`ledgershell.ledger.protocols.Result.statistics`."""
        return self._statistics

    def __iter__(self) -> Iterator[Value]:
        return iter(self._values)

    def all(self) -> list[Value]:
        """As :meth:`ledgershell.ledger.protocols.Result.all`."""
        return list(self._values)

    def close(self) -> None:
        """Nothing is held."""


class StreamedResult:
    """The rows of a query, computed as they are asked for.

    ``finish`` is called once: when the last value has been read, when an error ended the query, or when the result
    is closed.
    """

    __slots__ = (
        "_clock",
        "_count",
        "_finish",
        "_runtime",
        "_seconds",
        "_stream",
        "_text",
        "_transaction",
        "_values",
        "columns",
        "kind",
        "ordered",
        "shape",
    )

    committed: CommittedBlock | None = None
    """A query appends no block."""
    recorded_in: tuple[int, ...] = ()

    def __init__(
        self,
        values: Iterator[Value],
        runtime: Runtime,
        transaction: Transaction,
        clock: Clock,
        finish: Callable[[], None] | None,
        *,
        text: str,
        ordered: bool,
        shape: Literal["collection", "value"],
        columns: tuple[str, ...] | None = None,
        kind: StatementKind = "query",
    ) -> None:
        self.kind = kind
        self.columns = columns or ()
        self.ordered = ordered
        self.shape = shape
        self._runtime = runtime
        self._transaction = transaction
        self._clock = clock
        self._finish = finish
        self._text = text
        self._values = values
        self._stream: Generator[Value, None, None] | None = None
        self._count = 0
        self._seconds = 0.0

    @property
    def transaction_id(self) -> str | None:
        """As :attr:`ledgershell.ledger.protocols.Result.transaction_id`."""
        return self._transaction.transaction_id

    @property
    def tag(self) -> str:
        """``SELECT n``, complete once all values have been read."""
        return f"SELECT {self._count}"

    @property
    def statistics(self) -> Statistics:
        """Documents read and seconds spent here so far, the reader's own time not counted."""
        return Statistics(self._runtime.rows_read, self._seconds)

    def __iter__(self) -> Iterator[Value]:
        stream = self._stream
        if stream is None:
            stream = self._stream = self._read()
        return stream

    def all(self) -> list[Value]:
        """As :meth:`ledgershell.ledger.protocols.Result.all`; quicker than one by one."""
        if self._stream is not None:
            return list(self._stream)
        elapsed = self._clock.elapsed
        started = elapsed()
        try:
            values = list(self._values)
        except Exception as error:
            self._explain(error)
            raise
        finally:
            self._end()
        self._count += len(values)
        self._seconds += elapsed() - started
        return values

    def _read(self) -> Generator[Value, None, None]:
        elapsed = self._clock.elapsed
        started = elapsed()
        try:
            for value in self._values:
                self._count += 1
                self._seconds += elapsed() - started
                yield value
                started = elapsed()
            self._seconds += elapsed() - started
        except Exception as error:
            self._explain(error)
            raise
        finally:
            self._end()

    def _explain(self, error: Exception) -> None:
        self._transaction.ledger.raise_damage_behind(error)
        if isinstance(error, LedgershellError):
            error.at(None, self._text)

    def close(self) -> None:
        """Ask for no more values."""
        self._values = iter(())
        if self._stream is not None:
            self._stream.close()
        self._end()  # a generator that never ran has no end of its own

    def _end(self) -> None:
        finish, self._finish = self._finish, None
        if finish is not None:
            finish()

    def __del__(self) -> None:
        # A result that was neither read to its end nor closed must not hold its snapshot for ever.
        if self._finish is not None:
            self.close()
