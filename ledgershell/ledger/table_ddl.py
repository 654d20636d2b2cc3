"""CREATE, DROP and UNDROP TABLE.

Each of them changes one document of the catalogue, in the transaction like any other document: it takes effect with
the commit, goes with the abort, and may share its transaction with the statements that use the table.
"""

from __future__ import annotations

from collections.abc import Sequence

from ledgershell.errors import LedgerError, LedgershellError, LimitError
from ledgershell.ion.values import Struct, Value
from ledgershell.ledger.catalogue import ACTIVE, INACTIVE, Table
from ledgershell.ledger.keys import index_key
from ledgershell.ledger.literals import literal_value, single_name
from ledgershell.ledger.names import check_table_name, shown
from ledgershell.partiql import ast
from ledgershell.static_typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ledgershell.ledger.transaction import Transaction

MOST_TAGS: Final = 50
LONGEST_TAG_KEY: Final = 128
LONGEST_TAG_VALUE: Final = 256


def create_table(transaction: Transaction, statement: ast.CreateTable, parameters: Sequence[Value]) -> str:
    """``CREATE TABLE name [WITH (aws_tags = `{…}`)]``; returns the new table's id."""
    if statement.definitions or statement.partition_by or statement.properties:
        raise LedgerError(
            "LS-LEDGER-024",
            "tables have no columns, partitions or properties: documents may have any fields",
            span=statement.span,
            hint="CREATE TABLE name",
        )
    identifier = single_name(statement.name)
    try:
        name = check_table_name(identifier.text)
        _require_free(transaction, name)
    except LedgerError as error:
        raise error.at(identifier.span) from None
    tags = _tags(statement.options, parameters, transaction)
    limits = transaction.ledger.limits
    tables = transaction.catalogue
    try:
        limits.check_tables(len(tables.active_tables()) + 1, len(tables.tables) + 1)
    except LimitError as error:
        raise error.at(identifier.span) from None
    table = Table(transaction.ledger.environment.identifiers.random(), name, tags=tags)
    transaction.change_definition(table, new=True)
    return table.table_id


def drop_table(transaction: Transaction, statement: ast.DropTable, _: Sequence[Value]) -> str:
    """``DROP TABLE name``, written exactly; returns the table's id.

    The table becomes inactive; its documents, indexes and history stay.
    """
    identifier = single_name(statement.name)
    try:
        table = transaction.catalogue.require_exact(identifier.text)
    except LedgerError as error:
        raise error.at(identifier.span) from None
    transaction.change_definition(table._replace(status=INACTIVE))
    return table.table_id


def undrop_table(transaction: Transaction, statement: ast.UndropTable, _: Sequence[Value]) -> str:
    """``UNDROP TABLE "tableId"``; returns the id."""
    table_id = statement.table_id.text
    table = transaction.catalogue.tables.get(table_id)
    if table is None:
        dropped = [
            each.table_id
            for each in transaction.catalogue.tables.values()
            if each.name == table_id and each.status == INACTIVE
        ]
        raise LedgerError(
            "LS-LEDGER-001",
            f"there is no table with the id '{shown(table_id)}'",
            span=statement.table_id.span,
            hint=f'UNDROP takes the id: UNDROP TABLE "{dropped[-1]}"'
            if dropped
            else "information_schema.user_tables has the ids of all tables",
        )
    if table.status == ACTIVE:
        raise LedgerError("LS-LEDGER-004", f"table {table.name} is not dropped", span=statement.table_id.span)
    try:
        _require_free(transaction, table.name)
        transaction.ledger.limits.check_tables(len(transaction.catalogue.active_tables()) + 1, 0)
    except LedgershellError as error:
        raise error.at(statement.table_id.span) from None
    transaction.change_definition(table._replace(status=ACTIVE))
    return table_id


def _require_free(transaction: Transaction, name: str) -> None:
    key = index_key(name)
    if key is not None:
        transaction.reads.add_name(key)
    if transaction.catalogue.active(name) is not None:
        raise LedgerError(
            "LS-LEDGER-002", f"table {name} already exists", hint="DROP TABLE makes its name free; the history stays"
        )


def _tags(
    options: Sequence[ast.Option], parameters: Sequence[Value], transaction: Transaction
) -> tuple[tuple[str, str], ...]:
    """The tags of ``WITH (aws_tags = …)``: at most 50, text to text."""
    if not options:
        return ()
    option = options[0]
    if len(options) > 1 or option.name.text.casefold() != "aws_tags":
        raise LedgerError("LS-LEDGER-020", "the only option of CREATE TABLE is aws_tags", span=options[-1].name.span)
    if transaction.ledger.permissions_mode != "STANDARD":
        raise LedgerError("LS-LEDGER-020", "tags need a ledger in STANDARD permissions mode", span=option.name.span)
    value = literal_value(option.value, parameters)
    if not isinstance(value, Struct) or len(value) > MOST_TAGS:
        raise LedgerError("LS-LEDGER-020", f"tags are a struct of at most {MOST_TAGS} fields", span=option.value.span)
    for key, text in value.items():
        if not isinstance(text, str) or len(key) > LONGEST_TAG_KEY or len(text) > LONGEST_TAG_VALUE or not key:
            raise LedgerError(
                "LS-LEDGER-020",
                f"tag {shown(key)} is not valid",
                span=option.value.span,
                hint=f"keys have 1 to {LONGEST_TAG_KEY} characters, values are texts of at most {LONGEST_TAG_VALUE}",
            )
    return tuple((key, str(text)) for key, text in value.items())
