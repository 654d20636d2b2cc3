"""A few documents of a table, to see what they look like: completion learns the fields from them.

Read in a snapshot of its own and noted in no read set, so looking never makes a transaction conflict.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from ledgershell.ion.lazy import decode_body
from ledgershell.ion.values import Struct
from ledgershell.static_typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ledgershell.ledger.ledger import Ledger
    from ledgershell.ledger.transaction import Transaction

LARGEST: Final = 65_536
"""Bytes of a document that is still looked at: reading the fields of a huge one would make somebody wait."""


def sample(ledger: Ledger, transaction: Transaction | None, table_id: str, count: int) -> Sequence[Struct]:
    """Up to ``count`` documents: the open transaction's own, the last ones inserted, and the first ones."""
    found: list[Struct] = []
    if transaction is not None:
        changes = list(transaction.writes.of_table(table_id).values())
        bodies = [change.body for change in changes[-count:] if change.body is not None]
        found += [transaction.data(body) for body in bodies if len(body) <= LARGEST]
    snapshot = ledger.store.snapshot()
    try:
        head = snapshot.head()
        table = ledger.catalogue(snapshot, head).tables.get(table_id)
        if table is None or table.number is None:
            return found
        symbols = ledger.symbols(snapshot, head)
        newest = snapshot.newest_documents(table.number, (count + 1) // 2)
        seen = {row.document for row in newest}
        first = (row for row in islice(snapshot.documents(table.number), count // 2) if row.document not in seen)
        rows = [*newest, *first]
        found += [decode_body(row.body, symbols) for row in rows if len(row.body) <= LARGEST]
    finally:
        snapshot.close()
    return found
