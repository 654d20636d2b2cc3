"""Making sure that what was deleted is nowhere in the files any more.

Deleted bytes may outlive their deletion in three places:

1.  the log: it holds pages as they were before.  ``wal_checkpoint(TRUNCATE)`` brings it into the main file and cuts it
    to nothing, which needs that nobody reads from it any more.
2.  the main file's free pages, and the gaps in pages: ``secure_delete`` overwrites them with zeros.
3.  copies that nobody keeps account of: when SQLite spreads rows over pages anew, a row may stay behind in the gap of
    the page that it left.  That is rare (one of nine thousand deleted keys, when we looked), and enough to be found.
    Only building the file anew, ``VACUUM``, is sure to leave none.

``VACUUM`` writes all pages to the log first, so that is brought in and cut once more.  A crash at any moment leaves a
sound file, in which the bytes may still be; whoever calls this notes beforehand that it is to be done, and strikes the
note out afterwards.

The log's index (``-shm``) has numbers of pages in it, and nothing of their content.  What the file system or the disk
itself keeps of overwritten blocks is out of a program's reach.
"""

from __future__ import annotations

from ledgershell.storage.binding import sqlite3
from ledgershell.storage.failures import FAILURES


def erase(connection: sqlite3.Connection) -> bool:
    """Build the file anew; ``False`` when something was in the way.  Nothing is lost in that case."""
    try:
        if not _bring_in_log(connection):
            return False
        connection.execute("VACUUM").close()
        return _bring_in_log(connection)
    except FAILURES:
        return False


def _bring_in_log(connection: sqlite3.Connection) -> bool:
    busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    return not busy
