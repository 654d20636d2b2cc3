"""RETURNING: what a change tells of each document that it changed.

``ALL OLD`` is the document before, ``ALL NEW`` after; ``MODIFIED`` leaves of either the fields that the statement set,
inserted into or removed (of an inserted or deleted document that is all).  An expression is evaluated with the table's
alias standing for that image; where there is no image, what it names is MISSING.
"""

from __future__ import annotations

from ledgershell.partiql import ast
from ledgershell.partiql.lowering.context import Scope, Statement, Variable
from ledgershell.partiql.lowering.expressions import default_name, lower
from ledgershell.partiql.plan import changes as plan


def lower_returning(
    items: tuple[ast.ReturningItem, ...],
    statement: Statement,
    alias: str,
    identity: tuple[ast.Identifier, int] | None,
) -> plan.Returning | None:
    """The clause's plan; ``identity`` is what BY binds, and where."""
    if not items:
        return None
    image = statement.slot()
    variables = [Variable(alias, image)]
    if identity is not None:
        variables.append(Variable(identity[0].text, identity[1], "by"))
    scope = Scope(statement, None, tuple(variables), aggregates_refused="in RETURNING")
    returned = []
    for number, item in enumerate(items, 1):
        expression = item.expression
        name = "" if expression is None else default_name(expression) or f"_{number}"
        lowered = None if expression is None else lower(expression, scope)
        returned.append(plan.Returned(item.rows == "MODIFIED", item.image == "NEW", name, lowered, item.span))
    return plan.Returning(image, None if identity is None else identity[1], tuple(returned))
