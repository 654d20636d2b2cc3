"""Telling a ledger's file from another, without touching it."""

from __future__ import annotations

import os

from ledgershell.errors import LedgershellError
from ledgershell.storage.connections import connect, is_ledger
from ledgershell.storage.failures import FAILURES


def is_ledger_file(path: str) -> bool:
    """Whether there is a ledger at ``path``.

    SQLite looks, not a read of our own: closing a file that this process also has open through SQLite would give up
    the locks that are held on it.  ``immutable`` keeps it from making a log beside the file.
    """
    if not os.path.isfile(path):
        return False
    try:
        connection = connect(path, "mode=ro&immutable=1")
        try:
            return is_ledger(connection)
        finally:
            connection.close()
    except (LedgershellError, *FAILURES):
        return False
