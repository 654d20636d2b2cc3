"""How much is too much: our own limits, which always hold, and those of Amazon QLDB, which may be switched on.

QLDB's figures are from its developer guide ("Quotas and limits in Amazon QLDB").  Nesting (200 levels) is checked
where documents are encoded and statements parsed.
"""

from __future__ import annotations

from ledgershell.errors import LimitError, TransactionError
from ledgershell.static_typing import Final, NamedTuple

MEGABYTE = 1 << 20


class Limits(NamedTuple):
    """Sizes are in bytes of Ion binary, text in characters; ``None`` is no limit."""

    documents_per_transaction: int
    document_bytes: int | None = None
    transaction_bytes: int | None = None
    transaction_milliseconds: int | None = None
    statement_characters: int | None = None
    parameter_bytes: int | None = None
    active_tables: int | None = None
    all_tables: int | None = None
    indexes_per_table: int | None = None

    def check_documents(self, changed: int) -> None:
        """``changed`` documents in one transaction."""
        most = self.documents_per_transaction
        if changed > most:
            raise LimitError(
                "LS-TX-008",
                f"more than {most:,} documents changed in one transaction",
                hint=f"\\set BATCH {most} commits in parts; or narrow the WHERE clause",
            )

    def check_document(self, size: int) -> None:
        """One document's size."""
        if self.document_bytes is not None and size > self.document_bytes:
            raise LimitError(
                "LS-LIMIT-001",
                f"the document has {size:,} bytes; at most {self.document_bytes:,} are allowed",
                hint="split the document, or run without QLDB's limits",
            )

    def check_transaction(self, size: int) -> None:
        """The bytes of all documents written and statements run so far."""
        if self.transaction_bytes is not None and size > self.transaction_bytes:
            raise LimitError(
                "LS-LIMIT-002",
                f"the transaction has {size:,} bytes; at most {self.transaction_bytes:,} are allowed",
                hint="commit more often, or run without QLDB's limits",
            )

    def check_age(self, transaction_id: str, milliseconds: int) -> None:
        """How long a transaction has been open.  The words are QLDB's; drivers look for them."""
        if self.transaction_milliseconds is not None and milliseconds > self.transaction_milliseconds:
            raise TransactionError(
                "LS-TX-007",
                f"Transaction {transaction_id} has expired",
                hint=f"QLDB ends transactions after {self.transaction_milliseconds // 1000} seconds; begin a new one",
            )

    def check_statement(self, text: str) -> None:
        """One statement's text."""
        if self.statement_characters is not None and len(text) > self.statement_characters:
            raise LimitError(
                "LS-LIMIT-003",
                f"the statement has {len(text):,} characters; at most {self.statement_characters:,} are allowed",
                hint="pass documents as parameters, or run without QLDB's limits",
            )

    def check_parameter(self, position: int, size: int) -> None:
        """One parameter's size; ``position`` counts from 1."""
        if self.parameter_bytes is not None and size > self.parameter_bytes:
            raise LimitError(
                "LS-LIMIT-004",
                f"parameter {position} has {size:,} bytes; at most {self.parameter_bytes:,} are allowed",
                hint="insert fewer documents at once, or run without QLDB's limits",
            )

    def check_tables(self, active: int, total: int) -> None:
        """How many tables there would be."""
        if self.active_tables is not None and active > self.active_tables:
            raise LimitError("LS-LIMIT-005", f"a ledger has at most {self.active_tables} active tables")
        if self.all_tables is not None and total > self.all_tables:
            raise LimitError(
                "LS-LIMIT-005",
                f"a ledger has at most {self.all_tables} tables, inactive ones included",
                hint="dropped tables count for ever",
            )

    def check_indexes(self, count: int) -> None:
        """How many indexes a table would have."""
        if self.indexes_per_table is not None and count > self.indexes_per_table:
            raise LimitError("LS-LIMIT-006", f"a table has at most {self.indexes_per_table} indexes")


OURS: Final = Limits(documents_per_transaction=10_000)
"""What always holds."""

QLDB: Final = Limits(
    documents_per_transaction=40,
    document_bytes=128 * 1024,
    transaction_bytes=4 * MEGABYTE,
    transaction_milliseconds=30_000,
    statement_characters=100_000,
    parameter_bytes=128 * 1024,
    active_tables=20,
    all_tables=40,
    indexes_per_table=5,
)
"""What the service allowed."""
