"""The statements that the ledger carries out itself, without a plan: DDL and EXEC."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from ledgershell.ion.values import Struct, Value
from ledgershell.ledger import index_ddl, redaction, table_ddl
from ledgershell.ledger.transaction import Transaction
from ledgershell.partiql import ast
from ledgershell.static_typing import Any, Final

Definition = Callable[[Transaction, Any, Sequence[Value]], Struct]
"""Gets a statement of the class under which it stands in the table."""


def _of_table(define: Callable[[Transaction, Any, Sequence[Value]], str]) -> Definition:
    """QLDB answers all DDL with the table's id."""

    def run(transaction: Transaction, statement: Any, parameters: Sequence[Value]) -> Struct:
        return Struct((("tableId", define(transaction, statement, parameters)),))

    return run


DEFINITIONS: Final[Mapping[type[ast.Statement], Definition]] = MappingProxyType(
    {
        ast.CreateTable: _of_table(table_ddl.create_table),
        ast.DropTable: _of_table(table_ddl.drop_table),
        ast.UndropTable: _of_table(table_ddl.undrop_table),
        ast.CreateIndex: _of_table(index_ddl.create_index),
        ast.DropIndex: _of_table(index_ddl.drop_index),
        ast.Exec: redaction.redact,
    }
)
