"""Handing out the journal: the blocks of a range of times, whole, one at a time."""

from __future__ import annotations

from collections.abc import Iterator

from ledgershell.errors import LedgerError
from ledgershell.ion.timestamp import Timestamp
from ledgershell.ion.values import Struct
from ledgershell.ledger.blocks import complete_block, first_block_from
from ledgershell.ledger.ledger import Ledger
from ledgershell.static_typing import NamedTuple
from ledgershell.storage.store import Snapshot


class JournalRange(NamedTuple):
    """The blocks with ``start <= blockTimestamp < end``; times in milliseconds since 1970.

    ``total`` is how many there are.  ``blocks`` gives (sequence number, time, block); read it to its end, or close it.
    """

    ledger_name: str
    strand_id: str
    start: int
    end: int
    total: int
    blocks: Iterator[tuple[int, int, Struct]]


def journal_range(ledger: Ledger, start: int | None = None, end: int | None = None) -> JournalRange:
    """The blocks from ``start`` until before ``end``; without them from the first one, to the last one.

    A start before the first block means the first block, as in Amazon QLDB.  Raises :class:`LedgerError`
    (LS-EXPORT-010) when the range is empty by itself, or its end lies in the future.
    """
    snapshot = ledger.store.snapshot()
    try:
        head = snapshot.head()
        ledger.environment.follow(head.seq)
        now = max(ledger.environment.clock.milliseconds(), head.time) + 1
        if end is not None and end > now:
            raise _no_range(f"the end, {_shown(end)}, lies in the future", "leave it out to export all there is")
        first = snapshot.block(head.first_seq)
        created = 0 if first is None else first.time
        begin = created if start is None else max(start, created)
        until = now if end is None else end
        if begin >= until:
            raise _no_range(
                f"the start, {_shown(begin)}, is not before the end, {_shown(until)}",
                "the start is inclusive, the end exclusive; both are UTC unless they say otherwise",
            )
        low, high = first_block_from(snapshot, head, begin), first_block_from(snapshot, head, until)
        blocks = _blocks(ledger, snapshot, low, high)
    except BaseException:
        snapshot.close()
        raise
    name = ledger.describe().name
    return JournalRange(name, ledger.strand_id, begin, until, high - low, blocks)


def _blocks(ledger: Ledger, snapshot: Snapshot, low: int, high: int) -> Iterator[tuple[int, int, Struct]]:
    """Closes the snapshot at its end."""
    try:
        symbols = ledger.symbols(snapshot, snapshot.head())
        strand_id = ledger.strand_id
        for row in snapshot.blocks_after(low - 1):
            if row.seq >= high:
                return
            yield row.seq, row.time, complete_block(snapshot, row, strand_id, symbols)
    finally:
        snapshot.close()


def _no_range(problem: str, hint: str) -> LedgerError:
    return LedgerError("LS-EXPORT-010", problem, hint=hint)


def _shown(time: int) -> str:
    return Timestamp.from_milliseconds(time).text()
