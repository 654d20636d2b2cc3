"""What a compiled plan gets when it runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ledgershell.errors import Interrupted
from ledgershell.ion.timestamp import Timestamp
from ledgershell.ion.values import Value

CHECK_INTERVAL = 1024
"""Loops look at the cancel flag once in so many rows."""


class Runtime:
    """One run of one plan.

    ``parameters``      the values of ``?``, in order
    ``transaction``     handed to sources untouched
    ``now``             the statement's time, UTC, in milliseconds precision (``UTCNOW()`` is the same all through)
    ``transaction_id``  what ``TXID()`` answers; ``None`` outside a ledger
    ``cancelled``       whether somebody asked to stop
    ``elapsed``         a clock in seconds of which only differences mean anything, for EXPLAIN ANALYZE
    ``rows_read``       rows that sources have produced so far
    """

    __slots__ = ("cancelled", "elapsed", "now", "parameters", "rows_read", "transaction", "transaction_id")

    def __init__(
        self,
        parameters: Sequence[Value] = (),
        transaction: object = None,
        *,
        now: Timestamp,
        transaction_id: str | None = None,
        cancelled: Callable[[], bool] = lambda: False,
        elapsed: Callable[[], float] = lambda: 0.0,
    ) -> None:
        self.parameters = parameters
        self.transaction = transaction
        self.now = now
        self.transaction_id = transaction_id
        self.cancelled = cancelled
        self.elapsed = elapsed
        self.rows_read = 0

    def check(self) -> None:
        """Raise :class:`Interrupted` when the work is to stop."""
        if self.cancelled():
            raise Interrupted("LS-EVAL-001", "cancelled", hint="an open transaction stays open")
