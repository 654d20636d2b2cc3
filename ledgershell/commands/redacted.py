"""What a person must know about a redaction beside its result: what is left, and where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ledgershell.ledger.protocols import Result
from ledgershell.static_typing import Final

MOST_BLOCKS: Final = 20
"""So many blocks are named one by one."""
PENDING: Final = (
    "The data are redacted, but their erasure from the file is pending: somebody still reads an older snapshot, or "
    "there is no room to build the file anew. "
    r"\status shows whether it is done."
)


def blocks_named(blocks: Sequence[int]) -> str:
    """``block 2``, ``blocks 2, 3 and 5``, ``blocks 2, 3 … and 80 more``."""
    if len(blocks) == 1:
        return f"block {blocks[0]}"
    named = [str(seq) for seq in blocks[:MOST_BLOCKS]]
    more = len(blocks) - len(named)
    last = f"{more} more" if more else named.pop()
    return f"blocks {', '.join(named)} and {last}"


def notices(result: Result) -> Iterator[str]:
    """For a redaction, or the commit of one; nothing for anything else."""
    if result.recorded_in:
        yield (
            f"Statements recorded in {blocks_named(result.recorded_in)} still hold values of the document; "
            "they are hashed and cannot go. Parameters (?) leave no values behind."
        )
    block = result.committed
    if block is not None and block.erased is False:
        yield PENDING
