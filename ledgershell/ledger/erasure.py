"""Erasing the bytes of redacted data from the files, now or later.

A redaction takes the data out of the ledger's tables in the same step that appends its block.  What is left of their
bytes in the log and in old pages is erased right behind that.  As long as somebody still reads from an old snapshot
that cannot be finished: then it is *pending*, which a setting remembers in the file itself, and it is tried again when
the ledger is opened for writing, at every commit, when somebody asks for its state, and when it is closed.

The setting is written with the block, so that a crash behind the commit forgets nothing.
"""

from __future__ import annotations

from ledgershell.errors import LedgershellError
from ledgershell.ledger.ledger import ERASURE
from ledgershell.static_typing import Final
from ledgershell.storage.store import Store, Writer

PATIENCE: Final = 0.25
"""Seconds that a redaction waits for readers."""


def pending(setting: str | None) -> tuple[int, ...]:
    """The blocks that the setting's value names: their sequence numbers with commas between them."""
    return tuple(int(part) for part in (setting or "").split(",") if part.isascii() and part.isdigit())


def note(writer: Writer, seq: int) -> None:
    """Remember that what block ``seq`` redacts is still to be erased."""
    _write(writer, (*pending(writer.setting(ERASURE)), seq))


def finish(store: Store, known: tuple[int, ...], patience: float = 0.0) -> tuple[int, ...]:
    """Erase what is pending; returns the blocks for which that could not be done.

    Whatever goes wrong is no error: what is to be erased is redacted already, and stays pending.  ``known`` is what
    was pending when the caller last looked.
    """
    before = known
    try:
        snapshot = store.snapshot()
        try:
            before = pending(snapshot.setting(ERASURE))
        finally:
            snapshot.close()
        if not before or store.read_only or not store.erase(patience):
            return before
        with store.writing() as writer:
            left = tuple(seq for seq in pending(writer.setting(ERASURE)) if seq not in before)
            _write(writer, left)
    except LedgershellError:
        return before
    return left


def _write(writer: Writer, blocks: tuple[int, ...]) -> None:
    if blocks:
        writer.set_setting(ERASURE, ",".join(map(str, blocks)))
    else:
        writer.clear_setting(ERASURE)
