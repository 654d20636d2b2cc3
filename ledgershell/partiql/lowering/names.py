"""From names to variables, tables and fields.

A name is, in this order: a variable of the nearest scope that has one; a field of a variable; a table.  Where FROM
looks for something to range over, tables of exactly that name come first (PartiQL specification, section 10; ``@``
puts variables first again).  Names are matched exactly, then without regard to case if that leaves one candidate.  In
the PartiQL dialects an unquoted name never minds case, and two candidates are an error.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ledgershell.errors import LedgershellError, SemanticError, Span
from ledgershell.partiql import ast
from ledgershell.partiql.lowering.context import Scope, Variable
from ledgershell.partiql.plan import expressions as plan
from ledgershell.partiql.plan.node import Node
from ledgershell.partiql.sources import GlobalValue, Name


def scopes(scope: Scope | None) -> Iterator[Scope]:
    """The scope and those around it."""
    while scope is not None:
        yield scope
        scope = scope.parent


def find_variable(name: ast.Identifier, scope: Scope, *, aliases: bool = True) -> Variable | None:
    """The variable of that name that is nearest; before a dot the columns of SELECT do not count."""
    for level in scopes(scope):
        variables = level.variables if aliases else [one for one in level.variables if one.role != "alias"]
        found = _match(name, variables, level.statement.dialect.names == "partiql")
        if found is not None:
            return found
    return None


def _match(name: ast.Identifier, variables: Sequence[Variable], folding: bool) -> Variable | None:
    exact = [variable for variable in variables if variable.name == name.text]
    if name.quoted or (exact and not folding):
        return exact[-1] if exact else None
    folded = name.text.lower()
    near = [variable for variable in variables if variable.name.lower() == folded]
    if not near:
        return None
    # An alias of SELECT hides the variables behind it, and so does a key of GROUP BY.
    near = [variable for variable in near if variable.role == near[-1].role]
    if len(near) > 1:
        raise SemanticError(
            "LS-NAME-002",
            f"{name.text!r} fits {' and '.join(repr(variable.name) for variable in near)}",
            span=name.span,
            hint="write the one you mean in double quotes",
        )
    return near[0]


def resolve(name: ast.Identifier, scope: Scope, *, local: bool = False, aliases: bool = True) -> Node:
    """The expression that a single name stands for; raises :class:`SemanticError` when there is no such thing."""
    source_first = scope.sources and not local
    if source_first:
        table = find_variable(name, scope)
        if table is not None and table.role == "table":
            return table.expression(name.span)
        found = find_source((name,), scope, exact=scope.statement.dialect.names == "exact")
        if found is not None:
            return found
    variable = find_variable(name, scope, aliases=aliases)
    if variable is not None:
        return variable.expression(name.span)
    fallback = find_source((name,), scope)
    return fallback if source_first and fallback is not None else _field(name, scope, fallback)


def _field(name: ast.Identifier, scope: Scope, fallback: Node | None) -> Node:
    """An unqualified field of some variable, else the table, else an error."""
    exact = name.quoted or scope.statement.dialect.names == "exact"
    if scope.statement.dialect.names == "exact":
        certain = _owner(name, scope, fallback)
        if certain is not None:
            return plan.Field(certain, name.text, exact, name.span)
    candidates = _candidates(scope)
    if not candidates:
        if fallback is not None:
            return fallback
        raise unknown(name, scope)
    if len(candidates) == 1 and fallback is None:
        return plan.Field(candidates[0], name.text, exact, name.span)
    return plan.Lookup(tuple(candidates), name.text, exact, fallback, name.span)


def _candidates(scope: Scope) -> list[plan.Slot]:
    """The variables whose fields may be meant, nearest first.

    While FROM is being read, its own earlier items do not lend their fields to a bare name: a misspelt table
    would else be a missing field.
    """
    found: list[plan.Slot] = []
    for level in scopes(scope):
        if level.sources and level.statement.dialect.names == "exact":
            continue
        found.extend(
            plan.Slot(variable.slot, variable.name)
            for variable in level.variables
            if variable.role in ("item", "let") and variable.meaning is None and level.fields
        )
    return found


def _owner(name: ast.Identifier, scope: Scope, fallback: Node | None) -> plan.Slot | None:
    """The only variable of the nearest FROM whose rows are known to have a column of that name, if there is one.

    Where FROM has several items any of which may have the field, the name is an error: it would be looked for in one
    after the other, and a misspelt one would be MISSING without a word.  (QLDB knew only variables here.)
    """
    for level in scopes(scope):
        items = [one for one in level.variables if one.role == "item" and one.meaning is None] if level.fields else []
        if level.sources or not items:
            continue
        if len(items) == 1 or fallback is not None:
            return None
        able = [one for one in items if one.columns is None or name.text in one.columns]
        if len(able) > 1:
            raise _ambiguous(name, able, scope)
        if able:
            return plan.Slot(able[0].slot, able[0].name)
    return None


def _ambiguous(name: ast.Identifier, able: Sequence[Variable], scope: Scope) -> SemanticError:
    from ledgershell.partiql.spelling import candidates, did_you_mean

    near = did_you_mean(candidates(name.text, [one.name for level in scopes(scope) for one in level.variables]))
    write = f"write {' or '.join(f'{one.name}.{name.text}' for one in able[:3])}"
    return SemanticError(
        "LS-NAME-002",
        f"there is no variable {name.text!r}, and it may be a field of {' or of '.join(one.name for one in able)}",
        span=name.span,
        hint=f"{near} else {write}" if near else write,
    )


def find_source(names: Sequence[ast.Identifier], scope: Scope, *, exact: bool = False) -> Node | None:
    """The table (or global value) of a possibly qualified name; ``exact``: as if all were quoted."""
    span = Span(names[0].span.start, names[-1].span.end)
    try:
        found = scope.statement.catalog.source([Name(name.text, name.quoted or exact) for name in names])
    except LedgershellError as error:
        raise error.at(span) from None
    if found is None:
        return None
    if isinstance(found, GlobalValue):
        return plan.Constant(found.value, span)
    text = ".".join(name.text for name in names)
    return plan.SourceRows(found, text, span)


def unknown(name: ast.Identifier, scope: Scope) -> SemanticError:
    """The error for a name that leads nowhere, with what may have been meant."""
    from ledgershell.partiql.spelling import candidates

    catalog = scope.statement.catalog
    known = [variable.name for level in scopes(scope) for variable in level.variables]
    near = candidates(name.text, [*known, *catalog.names()])
    kind = "table" if scope.sources else "table or variable"
    return SemanticError(
        "LS-NAME-001", f"there is no {kind} {name.text!r}", span=name.span, hint=catalog.hint(name.text, near)
    )
