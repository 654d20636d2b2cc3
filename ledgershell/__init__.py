"""An interactive PartiQL shell over an embedded, hash-chained ledger that speaks Amazon Ion.

The public interface::

    import ledgershell

    with ledgershell.open("bank.ledger") as ledger:
        ledger.execute("CREATE TABLE Account")
        ledger.execute("INSERT INTO Account ?", {"owner": "Ann", "balance": 100})
        for row in ledger.execute("SELECT a.balance FROM Account AS a WHERE a.owner = ?", "Ann"):
            print(row["balance"])

``ledgershell.ion`` holds the values: ``loads``, ``dumps``, ``ion_hash`` and the classes that have no Python
counterpart.  Importing this package imports nothing else; each name is fetched when it is first used.
"""

from __future__ import annotations

TYPE_CHECKING = False  # as in ledgershell.static_typing, without importing even that

if TYPE_CHECKING:
    from typing import Any

    from ledgershell import ion
    from ledgershell.api import Ledger, Rows, Transaction, open  # noqa: A004
    from ledgershell.errors import (
        ConflictError,
        EvaluationError,
        IonError,
        LedgerError,
        LedgershellError,
        LimitError,
        ParseError,
        SemanticError,
        StorageError,
        TransactionError,
    )

__all__ = [
    "ConflictError",
    "EvaluationError",
    "IonError",
    "Ledger",
    "LedgerError",
    "LedgershellError",
    "LimitError",
    "ParseError",
    "Rows",
    "SemanticError",
    "StorageError",
    "Transaction",
    "TransactionError",
    "ion",
    "open",
]

_API = frozenset({"Ledger", "Rows", "Transaction", "open"})


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    if name == "ion":
        return import_module("ledgershell.ion")
    found = getattr(import_module("ledgershell.api" if name in _API else "ledgershell.errors"), name)
    globals()[name] = found
    return found
