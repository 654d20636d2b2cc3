"""What a compiled plan gets when it runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from ledgershell.errors import Interrupted, LimitError
from ledgershell.ion.values import Value
from ledgershell.static_typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from ledgershell.ion.timestamp import Timestamp

CHECK_INTERVAL = 128
"""Loops look at the cancel flag once in so many rows."""

_Item = TypeVar("_Item")


def checked(items: Iterable[_Item], check: Callable[[], None]) -> Iterator[_Item]:
    """The items, with a look at the cancel flag now and then."""
    for count, item in enumerate(items):
        if not count & (CHECK_INTERVAL - 1):
            check()
        yield item


LIMITS: Final = (RecursionError, OverflowError, MemoryError, ArithmeticError)
"""What Python raises when the machine cannot do what a statement asks for."""


def limit_error(error: BaseException, text: str) -> LimitError:
    """The same in our words."""
    if isinstance(error, RecursionError):
        return LimitError(
            "LS-EVAL-034", "the statement or a value is nested too deeply", text=text, hint="at most 200 levels"
        )
    return LimitError("LS-EVAL-035", "a number or a value is too large to work with", text=text)


class Runtime:
    """One run of one plan.

    ``parameters``      the values of ``?``, in order
    ``transaction``     handed to sources untouched
    ``now``             the statement's time, UTC, in milliseconds precision (``UTCNOW()`` is the same all through);
                        it may be given as milliseconds since 1970: few statements ask for the timestamp
    ``transaction_id``  what ``TXID()`` answers; ``None`` outside a ledger
    ``cancelled``       whether somebody asked to stop
    ``elapsed``         a clock in seconds of which only differences mean anything, for EXPLAIN ANALYZE
    ``rows_read``       rows that sources have produced so far
    ``kept``            what compiled code keeps from row to row, each under a key of its own
    """

    __slots__ = ("_now", "cancelled", "elapsed", "kept", "parameters", "rows_read", "transaction", "transaction_id")

    def __init__(
        self,
        parameters: Sequence[Value] = (),
        transaction: object = None,
        *,
        now: Timestamp | int,
        transaction_id: str | None = None,
        cancelled: Callable[[], bool] = lambda: False,
        elapsed: Callable[[], float] = lambda: 0.0,
    ) -> None:
        self.parameters = parameters
        self.transaction = transaction
        self._now = now
        self.transaction_id = transaction_id
        self.cancelled = cancelled
        self.elapsed = elapsed
        self.rows_read = 0
        self.kept: dict[object, Any] = {}

    @property
    def now(self) -> Timestamp:
        """The statement's time."""
        now = self._now
        if type(now) is int:
            from ledgershell.ion.timestamp import Timestamp

            now = self._now = Timestamp.from_milliseconds(now)
        return now  # type: ignore[return-value]

    def check(self) -> None:
        """Raise :class:`Interrupted` when the work is to stop."""
        if self.cancelled():
            raise Interrupted("LS-EVAL-001", "cancelled", hint="an open transaction stays open")


class PointRuntime(Runtime):
    """One run of a point query, which asks for parameters and for nothing else."""

    __slots__ = ()

    def __init__(self, parameters: Sequence[Value], cancelled: Callable[[], bool]) -> None:
        # what it does not ask for is not set
        self.parameters = parameters
        self.cancelled = cancelled
        self.kept = {}
