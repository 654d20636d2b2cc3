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
        compile_node = EXPRESSIONS.get(type(node))
        if compile_node is None:
            # The one expression whose class is not loaded until somebody matches a graph.
            from ledgershell.partiql.compiler.patterns import compile_match

            return compile_match(node, compiler)
        return compile_node(node, compiler)

    def relation(node: Node) -> Producer:
        return RELATIONS[type(node)](node, compiler)

    def query(node: Node) -> Emitter:
        return QUERIES[type(node)](node, compiler)

    compiler = Compiler(dialect, expression, relation, query, compiler_for)
    return compiler
