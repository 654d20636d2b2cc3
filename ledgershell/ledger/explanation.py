"""EXPLAIN: how a statement would run, or, with ANALYZE, how it did.

The plan is the language's and is described there (:mod:`ledgershell.partiql.explain`); each source in it says which
way it takes to its rows, and a scan names the index that would avoid it.
"""

from __future__ import annotations

from ledgershell.errors import LedgerError
from ledgershell.ion.values import Struct
from ledgershell.ledger.names_in_scope import NamesInScope
from ledgershell.ledger.transaction import Transaction
from ledgershell.partiql import ast
from ledgershell.partiql.dialect import Dialect
from ledgershell.partiql.engine import QueryPlan, compile_statement, wrong_number_of_parameters
from ledgershell.partiql.runtime import Runtime


def explain(transaction: Transaction, statement: ast.Explain, runtime: Runtime, dialect: Dialect, text: str) -> Struct:
    """The plan as a tree of structs.  ANALYZE runs a query, and notes what it reads; it runs no change.

    Without it no ``?`` needs a value; if any is given, all must be.
    """
    if statement.options:
        raise LedgerError(
            "LS-LEDGER-024",
            "EXPLAIN has no options",
            span=statement.options[0].span,
            hint="EXPLAIN [ANALYZE] statement",
        )
    names = NamesInScope(lambda: transaction.catalogue)
    plan = compile_statement(statement.statement, names, dialect, text=text)
    if not statement.analyze:
        if runtime.parameters and len(runtime.parameters) != plan.parameter_count:
            raise wrong_number_of_parameters(plan.parameter_count, len(runtime.parameters), text)
        return plan.explain()
    if not isinstance(plan, QueryPlan):
        raise LedgerError(
            "LS-LEDGER-024",
            "ANALYZE would carry the change out",
            span=statement.statement.span,
            hint="EXPLAIN without ANALYZE only plans it",
        )
    for table_id in names.tables:
        transaction.reads.add_definition(table_id)
    return plan.analyze(runtime)
