"""EXPLAIN: which tables a statement reads, and by which way.

One row for each source: its name, the kind of access (``index``, ``identity``, ``prefilter``, ``scan``, ``value``)
and a description, which for a scan names the index that would avoid it.
"""

from __future__ import annotations

from collections.abc import Sequence

from ledgershell.errors import LedgerError
from ledgershell.ion.values import Struct, Value
from ledgershell.partiql import ast
from ledgershell.partiql.engine import ChangePlan, QueryPlan


def explained(statement: ast.Explain) -> ast.Statement:
    """The statement that is to be explained.  Raises :class:`LedgerError` for options that are not there."""
    if statement.analyze or statement.options:
        raise LedgerError("LS-LEDGER-024", "EXPLAIN takes no options yet", span=statement.span, hint="EXPLAIN SELECT …")
    return statement.statement


def explain(plan: QueryPlan | ChangePlan) -> Sequence[Value]:
    """The rows of EXPLAIN."""
    rows: list[Value] = []
    for use in plan.sources:
        rows.append(Struct((("source", use.name), ("access", use.kind), ("description", use.description))))
    return rows
