"""When something fails that cannot fail: is it the file, or is it the program?

What is read from a ledger's file is trusted to have the shape in which it was written, because to ask of each number
whether it is one would cost more than reading it.  In a file that was damaged, or changed by hand, it may be anything.
So when work on a ledger ends with an error that nobody foresaw, the file is looked at, once, and gets the blame if it
is not sound.  Otherwise the error is a fault of this program, and goes on as it is.
"""

from __future__ import annotations

from ledgershell.errors import LedgershellError, StorageError
from ledgershell.storage.failures import damaged
from ledgershell.storage.store import Store


def damage_behind(error: BaseException, store: Store) -> StorageError | None:
    """The error to raise instead, when the file's damage is behind one; ``None`` when it is not."""
    if isinstance(error, LedgershellError):
        # Ion binary comes from nowhere else: what statements are given are values.
        return damaged(store.location, error.message) if error.code == "LS-ION-002" else None
    if not isinstance(error, Exception):
        return None
    try:
        wrong = store.check_structure()
    except StorageError as unreadable:
        return unreadable
    return damaged(store.location, wrong[0]) if wrong else None
