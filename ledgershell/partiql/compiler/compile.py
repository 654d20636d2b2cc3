"""Ties the tables of compile functions together."""

from __future__ import annotations

from ledgershell.partiql.compiler.expressions import EXPRESSIONS
from ledgershell.partiql.compiler.frame import Compiler, Emitter, Evaluator, Producer
from ledgershell.partiql.compiler.queries import QUERIES
from ledgershell.partiql.compiler.relations import RELATIONS
from ledgershell.partiql.dialect import Dialect
from ledgershell.partiql.plan.node import Node


def compiler_for(dialect: Dialect) -> Compiler:
    """The compile functions for one dialect."""

    def expression(node: Node) -> Evaluator:
        evaluator: Evaluator = EXPRESSIONS[type(node)](node, compiler)
        return evaluator

    def relation(node: Node) -> Producer:
        return RELATIONS[type(node)](node, compiler)

    def query(node: Node) -> Emitter:
        return QUERIES[type(node)](node, compiler)

    compiler = Compiler(dialect, expression, relation, query, compiler_for)
    return compiler
