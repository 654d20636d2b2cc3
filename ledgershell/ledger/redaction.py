"""EXEC REDACT_REVISION: its arguments are checked; the redaction itself is not built yet.

``EXEC REDACT_REVISION `{strandId: "…", sequenceNo: 17}`, 'table-id', 'document-id'``.
"""

from __future__ import annotations

from collections.abc import Sequence

from ledgershell.errors import LedgerError
from ledgershell.ion.values import Struct, Value
from ledgershell.ledger.literals import literal_value
from ledgershell.ledger.names import shown
from ledgershell.partiql import ast
from ledgershell.static_typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ledgershell.ledger.transaction import Transaction

_USAGE = "EXEC REDACT_REVISION `{strandId: \"…\", sequenceNo: n}`, 'table-id', 'document-id'"


class Redaction(NamedTuple):
    """Which revision is to lose its data."""

    seq: int
    table_id: str
    document_id: str


def read_redaction(transaction: Transaction, statement: ast.Exec, parameters: Sequence[Value]) -> Redaction:
    """The checked arguments of EXEC.  Raises :class:`LedgerError` when they, or the procedure, are wrong."""
    name = statement.name[-1]
    if len(statement.name) != 1 or name.text.casefold() != "redact_revision":
        raise LedgerError("LS-LEDGER-015", f"there is no procedure {shown(name.text)}", span=name.span, hint=_USAGE)
    if len(statement.arguments) != 3:
        raise LedgerError(
            "LS-LEDGER-015",
            f"REDACT_REVISION takes 3 arguments, not {len(statement.arguments)}",
            span=statement.span,
            hint=_USAGE,
        )
    address, table_id, document_id = (literal_value(argument, parameters) for argument in statement.arguments)
    spans = [argument.span for argument in statement.arguments]
    if not isinstance(address, Struct) or type(address.get("sequenceNo")) is not int:
        raise LedgerError("LS-LEDGER-015", "the first argument must be a block address", span=spans[0], hint=_USAGE)
    if address.get("strandId") != transaction.ledger.strand_id:
        raise LedgerError(
            "LS-LEDGER-015",
            "the block address names another strand",
            span=spans[0],
            hint=f"this ledger's strand is {transaction.ledger.strand_id}",
        )
    if not isinstance(table_id, str) or table_id not in transaction.catalogue.tables:
        raise LedgerError(
            "LS-LEDGER-015",
            "the second argument must be a table's id",
            span=spans[1],
            hint="information_schema.user_tables has them",
        )
    if not isinstance(document_id, str):
        raise LedgerError("LS-LEDGER-015", "the third argument must be a document's id", span=spans[2], hint=_USAGE)
    return Redaction(address["sequenceNo"], str(table_id), str(document_id))


def redact(transaction: Transaction, statement: ast.Exec, parameters: Sequence[Value]) -> Struct:
    """Check the arguments, and say that this version goes no further."""
    read_redaction(transaction, statement, parameters)
    raise LedgerError(
        "LS-LEDGER-016",
        "this version checks redactions but does not carry them out",
        span=statement.span,
        hint="nothing was changed; keep personal data out of the ledger until redaction is there",
    )
