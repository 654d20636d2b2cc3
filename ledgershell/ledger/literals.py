"""Values of the arguments that DDL and EXEC take: literals and parameters, nothing that would need a plan."""

from __future__ import annotations

from collections.abc import Sequence

from ledgershell.errors import IonError, LedgerError
from ledgershell.ion.values import Struct, Value
from ledgershell.partiql import ast


def literal_value(expression: ast.Expression, parameters: Sequence[Value]) -> Value:
    """The value of a literal, an Ion literal, a ``?`` or a struct of such; :class:`LedgerError` for anything else."""
    if isinstance(expression, ast.Literal):
        return expression.value
    if isinstance(expression, ast.IonLiteral):
        from ledgershell.ion import loads

        try:
            return loads(expression.text)
        except IonError as error:
            raise LedgerError(error.code, error.message, span=expression.span, hint=error.hint) from None
    if isinstance(expression, ast.StructConstructor):
        entries = expression.entries
        fields = [(literal_value(each.key, parameters), literal_value(each.value, parameters)) for each in entries]
        return Struct((name, value) for name, value in fields if isinstance(name, str))
    if isinstance(expression, ast.Parameter) and expression.ordinal < len(parameters):
        return parameters[expression.ordinal]
    raise LedgerError("LS-LEDGER-024", "only literals and parameters are allowed here", span=expression.span)


def single_name(name: ast.QualifiedName) -> ast.Identifier:
    """The only part of a name; tables have no schema before them."""
    if len(name) != 1:
        raise LedgerError(
            "LS-LEDGER-024",
            "a table's name has one part",
            span=name[0].span,
            hint="the ledger is chosen by opening it, not in the statement",
        )
    return name[0]
