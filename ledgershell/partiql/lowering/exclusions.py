"""EXCLUDE: new variables without the excluded parts, for the projection only."""

from __future__ import annotations

from ledgershell.errors import SemanticError
from ledgershell.partiql import ast, exclusion
from ledgershell.partiql.lowering.context import Scope, Variable
from ledgershell.partiql.lowering.names import find_variable, unknown
from ledgershell.partiql.plan import expressions as plan
from ledgershell.partiql.plan.node import Node

Bindings = tuple[tuple[int, Node], ...]


def excluded(scope: Scope, paths: tuple[ast.ExcludePath, ...]) -> tuple[Bindings, Scope]:
    """A new slot for each variable that loses parts, and the scope that sees these instead.

    The old slots stay as they are: joins go on from them.
    """
    if not paths:
        return (), scope
    by_variable: dict[int, tuple[Variable, list[exclusion.Path]]] = {}
    for path in paths:
        variable = _variable(path, scope)
        steps = tuple(_step(step, scope) for step in path.steps)
        by_variable.setdefault(variable.slot, (variable, []))[1].append(steps)
    inner = scope.derived(aggregates_refused=scope.aggregates_refused)
    inner.variables = list(scope.variables)
    bindings = []
    for variable, variable_paths in by_variable.values():
        slot = scope.statement.slot()
        without = exclusion.excluder(variable_paths)
        bindings.append(
            (slot, plan.Call("EXCLUDE", without, (plan.Slot(variable.slot, variable.name),), detail=variable_paths))
        )
        inner.variables[inner.variables.index(variable)] = variable._replace(slot=slot, columns=None)
    return tuple(bindings), inner


def _variable(path: ast.ExcludePath, scope: Scope) -> Variable:
    variable = find_variable(path.root, scope)
    if variable is None:
        raise unknown(path.root, scope)
    if variable not in scope.variables or not path.steps:
        raise SemanticError(
            "LS-NAME-008",
            "EXCLUDE takes paths that start with a variable of this FROM",
            span=path.span,
            hint=f"for example {path.root.text}.field",
        )
    return variable


def _step(step: ast.PathStep, scope: Scope) -> exclusion.Step:
    if isinstance(step, ast.FieldStep):
        return exclusion.FieldName(step.name.text, step.name.quoted or scope.statement.dialect.names == "exact")
    if isinstance(step, ast.FieldsStep):
        return exclusion.EveryField()
    if isinstance(step, ast.ElementsStep):
        return exclusion.EveryElement()
    index = getattr(step, "index", None)
    value = index.value if isinstance(index, ast.Literal) else None
    if type(value) is int:
        return exclusion.Position(value)
    if type(value) is str:
        return exclusion.FieldName(value, True)
    raise SemanticError("LS-NAME-008", "EXCLUDE takes literal indexes", span=step.span)
