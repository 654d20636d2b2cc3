"""CREATE and DROP INDEX.

An index takes part in queries once its transaction has committed: it is built then, in one piece with the commit, so
its status is ONLINE from the first moment that anybody can see it.
"""

from __future__ import annotations

from collections.abc import Sequence

from ledgershell.errors import LedgerError, LimitError
from ledgershell.ion.values import Value
from ledgershell.ledger.catalogue import Index, Table
from ledgershell.ledger.literals import literal_value, single_name
from ledgershell.ledger.names import did_you_mean, shown
from ledgershell.partiql import ast
from ledgershell.partiql.sources import Name
from ledgershell.static_typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledgershell.ledger.transaction import Transaction


def create_index(transaction: Transaction, statement: ast.CreateIndex, _: Sequence[Value]) -> str:
    """``CREATE INDEX ON table (field)``; returns the table's id, as QLDB does."""
    if statement.name is not None:
        raise LedgerError(
            "LS-LEDGER-024", "an index has no name", span=statement.name.span, hint="CREATE INDEX ON table (field)"
        )
    table = _table(transaction, statement.table)
    field = _field(statement)
    existing = table.index_on(field)
    if existing is not None:
        raise LedgerError(
            "LS-LEDGER-005",
            f"table {table.name} has an index on {shown(field)} already",
            span=statement.paths[0].span,
        )
    try:
        transaction.ledger.limits.check_indexes(len(table.indexes) + 1)
    except LimitError as error:
        raise error.at(statement.paths[0].span) from None
    index = Index(transaction.ledger.environment.identifiers.random(), field)
    transaction.change_definition(table._replace(indexes=(*table.indexes, index)))
    return table.table_id


def drop_index(transaction: Transaction, statement: ast.DropIndex, parameters: Sequence[Value]) -> str:
    """``DROP INDEX "indexId" ON table WITH (purge = true)``; returns the table's id."""
    table = _table(transaction, statement.table, exact=True)
    index_id = statement.name.text
    if not _purges(statement, parameters):
        raise LedgerError(
            "LS-LEDGER-009",
            "DROP INDEX needs WITH (purge = true)",
            span=statement.span,
            hint=f'DROP INDEX "{shown(index_id)}" ON {table.name} WITH (purge = true)',
        )
    remaining = tuple(index for index in table.indexes if index.index_id != index_id)
    if len(remaining) == len(table.indexes):
        by_field = table.index_on(index_id)
        hint = did_you_mean(index_id, [index.index_id for index in table.indexes])
        if by_field is not None:
            hint = f'the index on {shown(index_id)} has the id "{by_field.index_id}"'
        elif hint is None and table.indexes:
            hint = "; ".join(f'"{index.index_id}" is on {shown(index.field)}' for index in table.indexes[:5])
        raise LedgerError(
            "LS-LEDGER-006",
            f"table {table.name} has no index with the id '{shown(index_id)}'",
            span=statement.name.span,
            hint=hint,
        )
    transaction.change_definition(table._replace(indexes=remaining))
    return table.table_id


def _table(transaction: Transaction, name: ast.QualifiedName, *, exact: bool = False) -> Table:
    identifier = single_name(name)
    try:
        if exact:
            return transaction.catalogue.require_exact(identifier.text)
        return transaction.catalogue.require(Name(identifier.text, identifier.quoted))
    except LedgerError as error:
        raise error.at(identifier.span) from None


def _field(statement: ast.CreateIndex) -> str:
    if len(statement.paths) != 1:
        raise LedgerError(
            "LS-LEDGER-023", "an index is on one field", span=statement.paths[1].span, hint="make one index for each"
        )
    path = statement.paths[0]
    if not isinstance(path, ast.Variable):
        raise LedgerError(
            "LS-LEDGER-023",
            "only a top-level field can be indexed",
            span=path.span,
            hint="CREATE INDEX ON table (field)",
        )
    return path.name.text


def _purges(statement: ast.DropIndex, parameters: Sequence[Value]) -> bool:
    """Whether the clause stands there; its key must be lower case, as in QLDB."""
    if len(statement.options) != 1 or statement.options[0].name.text != "purge":
        return False
    return literal_value(statement.options[0].value, parameters) is True
