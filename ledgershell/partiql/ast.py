"""The abstract syntax tree of PartiQL and of QLDB's statements: one name for all its modules.

=====================  ===============================================================
:mod:`ast_base`        ``Node`` and the four kinds of nodes, ``Identifier``, ``structure``
:mod:`ast_expressions` literals, names, paths, constructors, operators
:mod:`ast_types`       types
:mod:`ast_calls`       functions, windows
:mod:`ast_queries`     subqueries, SELECT blocks, FROM, set operators, WITH
:mod:`ast_graph`       graph patterns
:mod:`ast_statements`  DML, DDL, EXEC, EXPLAIN, transactions
=====================  ===============================================================

Use it as ``from ledgershell.partiql import ast`` and ``ast.Select``.
"""

from __future__ import annotations

from importlib import import_module

from ledgershell.static_typing import TYPE_CHECKING, Any, Final

MODULES: Final = ("base", "queries", "expressions", "calls", "statements", "types", "graph")
"""In the order in which they are searched: what few statements need comes last."""

if TYPE_CHECKING:
    from ledgershell.partiql.ast_base import *  # noqa: F403
    from ledgershell.partiql.ast_calls import *  # noqa: F403
    from ledgershell.partiql.ast_expressions import *  # noqa: F403
    from ledgershell.partiql.ast_graph import *  # noqa: F403
    from ledgershell.partiql.ast_queries import *  # noqa: F403
    from ledgershell.partiql.ast_statements import *  # noqa: F403
    from ledgershell.partiql.ast_types import *  # noqa: F403
else:

    def __getattr__(name: str) -> Any:
        """A node class, from the first module that has it; so a statement loads only what it is made of."""
        if not name.startswith("_"):
            for module in MODULES:
                found = vars(import_module(f"ledgershell.partiql.ast_{module}")).get(name)
                if found is not None:
                    globals()[name] = found
                    return found
        raise AttributeError(f"the syntax tree has no {name}")
