"""The abstract syntax tree of PartiQL and of QLDB's statements: one name for all its modules.

=====================  ===============================================================
:mod:`ast_base`        ``Node`` and the four kinds of nodes, ``Identifier``, ``structure``
:mod:`ast_expressions` literals, names, paths, constructors, operators
:mod:`ast_types`       types
:mod:`ast_calls`       functions, windows, subqueries
:mod:`ast_queries`     SELECT blocks, FROM, set operators, WITH
:mod:`ast_graph`       graph patterns
:mod:`ast_statements`  DML, DDL, EXEC, EXPLAIN, transactions
=====================  ===============================================================

Use it as ``from ledgershell.partiql import ast`` and ``ast.Select``.
"""

from ledgershell.partiql.ast_base import *  # noqa: F403
from ledgershell.partiql.ast_calls import *  # noqa: F403
from ledgershell.partiql.ast_expressions import *  # noqa: F403
from ledgershell.partiql.ast_graph import *  # noqa: F403
from ledgershell.partiql.ast_queries import *  # noqa: F403
from ledgershell.partiql.ast_statements import *  # noqa: F403
from ledgershell.partiql.ast_types import *  # noqa: F403
