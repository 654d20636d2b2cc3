"""EXEC REDACT_REVISION: the data of one revision go for good; that it was there, and its hash, stay.

``EXEC REDACT_REVISION `{strandId: "…", sequenceNo: 17}`, 'table-id', 'document-id'`` answers
``{blockAddress, tableId, documentId, version}``, as Amazon QLDB did.  The rules are that service's:

* only an *inactive* revision: one that a newer revision, or a deletion, has superseded;
* a deletion has no data, and what was redacted has none any more: both are refused;
* a transaction has one redaction, and changes nothing else;
* the table may be dropped, since it is named by its id.

At the commit one step does all of it: the block with its ``redactionInfo`` is appended, the hash of the data takes
their place, and the names that no other document uses lose their texts in the ledger's symbol table.  What remains in
the log and in old pages goes right behind that: see :mod:`ledgershell.ledger.erasure`.

The hash of the revision is made of that of its metadata and that of its data (:mod:`ledgershell.journal.revision`), so
nothing above it changes: no block's hash, no digest, no proof.
"""

from __future__ import annotations

from collections.abc import Sequence

from ledgershell.errors import ConflictError, LedgerError, TransactionError
from ledgershell.ion.fused import ion_hash
from ledgershell.ion.lazy import decode_body
from ledgershell.ion.symbols import SymbolTable
from ledgershell.ion.values import Struct, Value
from ledgershell.journal.revision import block_address, revision_hash
from ledgershell.journal.transaction_info import RedactedRevision
from ledgershell.ledger.blocks import redacted_seq, redactions_after, revision_metadata
from ledgershell.ledger.catalogue import Table
from ledgershell.ledger.literals import literal_value
from ledgershell.ledger.names import shown
from ledgershell.ledger.names_in_use import Unused, only_used_by
from ledgershell.ledger.recorded_values import blocks_that_record
from ledgershell.partiql import ast
from ledgershell.static_typing import TYPE_CHECKING, NamedTuple
from ledgershell.storage.store import RevisionRow, Snapshot

if TYPE_CHECKING:
    from ledgershell.ledger.transaction import Transaction

_USAGE = "EXEC REDACT_REVISION `{strandId: \"…\", sequenceNo: n}`, 'table-id', 'document-id'"


class Arguments(NamedTuple):
    """Which revision is to lose its data."""

    seq: int
    table: Table
    document_id: str


class Redaction(NamedTuple):
    """A redaction that waits for its transaction's commit.

    ``recorded_in`` are the blocks whose statements still hold values of the document.
    """

    revision: RevisionRow
    table_id: str
    data_hash: bytes
    unused: Unused
    recorded_in: tuple[int, ...]

    def entry(self, strand_id: str) -> RedactedRevision:
        """What the block says about it."""
        one = self.revision
        return RedactedRevision(strand_id, one.seq, self.table_id, one.document_id, one.version)


def redact(transaction: Transaction, statement: ast.Exec, parameters: Sequence[Value]) -> Struct:
    """Note that a revision's data are to go when the transaction commits; returns QLDB's row.

    Raises :class:`LedgerError` for wrong arguments and for a revision that cannot be redacted,
    :class:`TransactionError` when the transaction has changed something already.
    """
    seq, table, document_id = read_arguments(transaction, statement, parameters)
    if len(transaction.writes) or transaction.redaction is not None:
        raise not_alone(statement)
    view, symbols = transaction.snapshot, transaction.symbols
    history = [] if table.number is None else list(view.history(table.number, document_id))
    revision = next((row for row in history if row.seq == seq), None)
    if revision is None:
        raise LedgerError(
            "LS-LEDGER-028",
            f"document {shown(document_id)} has no revision in block {seq} in table {shown(table.name)}",
            span=statement.span,
            hint=rf"\log {shown(document_id)} lists its revisions with their blocks" if history else None,
        )
    document = _data(transaction, revision, statement)
    data_hash = ion_hash(document)
    if revision_hash(revision_metadata(revision, symbols), data_hash) != revision.hash:
        raise LedgerError(
            "LS-LEDGER-016",
            f"the revision in block {seq} is not what its hash says: the file was changed",
            span=statement.span,
            hint="run verify; once the data are gone nobody could see any more what was changed",
        )
    unused = only_used_by(revision, view, symbols)
    own = frozenset(row.seq for row in history)
    recorded_in = blocks_that_record(document, unused.names, own, view)
    transaction.redaction = Redaction(revision, table.table_id, data_hash, unused, recorded_in)
    return Struct(
        (
            ("blockAddress", block_address(transaction.ledger.strand_id, seq)),
            ("tableId", table.table_id),
            ("documentId", document_id),
            ("version", revision.version),
        )
    )


def read_arguments(transaction: Transaction, statement: ast.Exec, parameters: Sequence[Value]) -> Arguments:
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
    table = transaction.catalogue.tables.get(table_id) if isinstance(table_id, str) else None
    if table is None:
        raise LedgerError(
            "LS-LEDGER-015",
            "the second argument must be a table's id",
            span=spans[1],
            hint="information_schema.user_tables has them",
        )
    if not isinstance(document_id, str):
        raise LedgerError("LS-LEDGER-015", "the third argument must be a document's id", span=spans[2], hint=_USAGE)
    return Arguments(address["sequenceNo"], table, str(document_id))


def not_alone(statement: ast.Statement) -> TransactionError:
    """The error for a redaction beside another change, and for a change beside a redaction."""
    return TransactionError(
        "LS-TX-012",
        "a redaction must be the only change of its transaction",
        span=statement.span,
        hint="commit first, or abort; queries may stand beside it",
    )


def _data(transaction: Transaction, revision: RevisionRow, statement: ast.Exec) -> Struct:
    """The data that are to go.  Raises :class:`LedgerError` when there are none, or they are current."""
    what = f"version {revision.version} of document {shown(revision.document_id)}"
    if revision.body is None:
        by = "" if revision.deleted else _redacted_by(transaction.snapshot, revision)
        raise LedgerError(
            "LS-LEDGER-016",
            f"{what} is its deletion, and has no data" if revision.deleted else f"{what} was redacted already{by}",
            span=statement.span,
            hint="the revisions before it may be redacted" if revision.deleted else None,
        )
    if revision.superseded is None:
        raise LedgerError(
            "LS-LEDGER-016",
            f"{what} is the current one",
            span=statement.span,
            hint="update or delete the document first; then this revision can be redacted",
        )
    document: Struct = decode_body(revision.body, transaction.symbols)
    return document


def _redacted_by(view: Snapshot, revision: RevisionRow) -> str:
    for seq, named in redactions_after(view, revision.seq):
        for one in named:
            if (redacted_seq(one), one.get("documentId")) == (revision.seq, revision.document_id):
                return f", by block {seq}"
    return ""


def check_again(redaction: Redaction, view: Snapshot, after: int) -> None:
    """Raise :class:`ConflictError` when a block above ``after`` redacts a revision of the same block.

    That is QLDB's rule; of our own we would only mind the same revision.
    """
    for seq, named in redactions_after(view, after):
        if any(redacted_seq(one) == redaction.revision.seq for one in named):
            raise ConflictError(
                "LS-TX-013",
                f"block {seq} has redacted a revision of block {redaction.revision.seq} meanwhile",
                hint="the transaction was undone; run it again",
            )


def names_to_erase(redaction: Redaction, view: Snapshot, symbols: SymbolTable, after: int) -> Unused:
    """The names that go with the data, now that the write lock is held; ``after`` is the transaction's snapshot."""
    if next(redactions_after(view, after), None) is not None:
        return only_used_by(redaction.revision, view, symbols)  # another one may have been the last to use a name
    unused = Unused(redaction.unused.names, symbols)
    for revision in view.revisions_after(after):
        unused.meet(revision.body)
    return unused
