"""``graph MATCH pattern``: variables to slots, labels to predicates."""

from __future__ import annotations

from ledgershell.errors import SemanticError
from ledgershell.partiql import ast
from ledgershell.partiql.graph import DIRECTIONS
from ledgershell.partiql.lowering.context import Scope, Variable
from ledgershell.partiql.lowering.expressions import lower
from ledgershell.partiql.plan import patterns as plan
from ledgershell.partiql.plan.node import Node, expect


def lower_match(node: ast.GraphMatch, scope: Scope) -> Node:
    """The plan of one MATCH; its value is a bag of structs."""
    graph = lower(node.graph, scope)
    pattern = _Pattern(scope)
    paths = tuple(pattern.path(path) for path in node.pattern.paths)
    where = None if node.pattern.where is None else lower(node.pattern.where, pattern.scope)
    columns = tuple((variable.name, variable.slot) for variable in pattern.scope.variables)
    return plan.Match(graph, paths, where, columns, node.span)


class _Pattern:
    """The variables of one MATCH: the same name is the same node or edge everywhere in it."""

    def __init__(self, scope: Scope) -> None:
        self.scope = Scope(scope.statement, scope)
        self.kinds: dict[str, str] = {}

    def slot(self, name: ast.Identifier | None, kind: str) -> int | None:
        """The slot of a variable, made when it is first met."""
        if name is None:
            return None
        for variable in self.scope.variables:
            if variable.name == name.text:
                if self.kinds[name.text] != kind or kind == "path":
                    raise SemanticError(
                        "LS-NAME-006",
                        f"{name.text!r} stands for a {self.kinds[name.text]} already",
                        span=name.span,
                        hint="give one of them another name",
                    )
                return variable.slot
        self.kinds[name.text] = kind
        slot = self.scope.statement.slot()
        self.scope.variables.append(Variable(name.text, slot))
        return slot

    def path(self, node: ast.PathPattern) -> plan.PathPattern:
        """One path pattern of the list."""
        path_slot = self.slot(node.variable, "path")
        before = len(self.scope.variables)
        steps = self.steps(node.parts)
        if node.selector is None and node.restrictor in (None, "WALK"):
            _refuse_endless(node.parts)
        selector = node.selector
        return plan.PathPattern(
            None if selector is None else selector.kind,
            1 if selector is None or selector.count is None else selector.count,
            node.restrictor,
            path_slot,
            steps,
            tuple(variable.slot for variable in self.scope.variables[before:]),
            node.span,
        )

    def steps(self, parts: tuple[ast.PatternPart, ...]) -> tuple[Node, ...]:
        """The parts in order."""
        return tuple(self.step(part) for part in parts)

    def step(self, part: ast.PatternPart) -> Node:
        """One node, edge or sub-pattern."""
        if isinstance(part, ast.NodePattern):
            slot = self.slot(part.variable, "node")
            return plan.NodeStep(slot, self.label(part.label), self.condition(part.where), part.span)
        if isinstance(part, ast.EdgePattern):
            before = len(self.scope.variables)
            slot = self.slot(part.variable, "edge")
            edge = plan.EdgeStep(
                DIRECTIONS[part.direction], slot, self.label(part.label), self.condition(part.where), part.span
            )
            return self.repeated(edge, part.quantifier, before)
        sub = expect(part, ast.SubPattern)
        before = len(self.scope.variables)
        path_slot = self.slot(sub.variable, "path")
        steps = self.steps(sub.parts)
        inner = plan.SubPattern(sub.restrictor, path_slot, steps, self.condition(sub.where), sub.span)
        return self.repeated(inner, sub.quantifier, before)

    def repeated(self, step: Node, quantifier: ast.Quantifier | None, before: int) -> Node:
        """The step under its quantifier; the variables that are new inside become groups."""
        if quantifier is None:
            return step
        slots = tuple(variable.slot for variable in self.scope.variables[before:])
        return plan.Repeat(step, quantifier.minimum, quantifier.maximum, slots, quantifier.span)

    def condition(self, where: ast.Expression | None) -> Node | None:
        """A WHERE inside the pattern; it sees the variables so far."""
        return None if where is None else lower(where, self.scope)

    def label(self, label: ast.Label | None) -> plan.LabelTest | None:
        """The predicate of a label expression."""
        if label is None:
            return None
        folding = self.scope.statement.dialect.names == "partiql"
        return _label_test(label, folding)


def _label_test(label: ast.Label, folding: bool) -> plan.LabelTest:
    if isinstance(label, ast.LabelName):
        name = label.name.text
        if folding and not label.name.quoted:
            folded = name.lower()
            return lambda labels: any(one.lower() == folded for one in labels)
        return lambda labels: name in labels
    if isinstance(label, ast.LabelWildcard):
        return bool
    if isinstance(label, ast.LabelNot):
        inner = _label_test(label.label, folding)
        return lambda labels: not inner(labels)
    pair = label if isinstance(label, ast.LabelAnd) else expect(label, ast.LabelOr)
    left, right = _label_test(pair.left, folding), _label_test(pair.right, folding)
    if isinstance(label, ast.LabelAnd):
        return lambda labels: left(labels) and right(labels)
    return lambda labels: left(labels) or right(labels)


def _refuse_endless(parts: tuple[ast.PatternPart, ...]) -> None:
    """Without a restrictor or a selector, a quantifier without upper bound could match for ever."""
    for part in parts:
        quantifier = getattr(part, "quantifier", None)
        if quantifier is not None and quantifier.maximum is None:
            raise SemanticError(
                "LS-NAME-008",
                "a quantifier without upper bound needs a restrictor or a selector",
                span=quantifier.span,
                hint="write MATCH TRAIL …, MATCH ANY SHORTEST …, or an upper bound: {1,5}",
            )
        if isinstance(part, ast.SubPattern) and part.restrictor in (None, "WALK"):
            _refuse_endless(part.parts)
