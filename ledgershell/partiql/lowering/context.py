"""What lowering carries about: the statement's context, and the scopes in which names are looked up."""

from __future__ import annotations

from ledgershell.errors import SemanticError, Span
from ledgershell.partiql import ast
from ledgershell.partiql.dialect import Dialect
from ledgershell.partiql.plan import expressions as plan
from ledgershell.partiql.plan.node import Node
from ledgershell.partiql.sources import Catalog
from ledgershell.static_typing import Literal, NamedTuple


class Statement:
    """One statement while it is lowered: where names lead, and how many slots its frame has.

    Place 0 of the frame holds the runtime.  ``sources`` collects (name, access path) for notices and EXPLAIN.
    """

    __slots__ = ("catalog", "dialect", "parameters", "size", "sources")

    def __init__(self, catalog: Catalog, dialect: Dialect) -> None:
        self.catalog = catalog
        self.dialect = dialect
        self.size = 1
        self.parameters = 0
        self.sources: list[SourceUse] = []

    def slot(self) -> int:
        """A place in the frame that nobody else uses."""
        self.size += 1
        return self.size - 1


class SourceUse(NamedTuple):
    """A source that the statement reads, and how."""

    name: str
    kind: Literal["index", "identity", "prefilter", "scan", "value"]
    description: str
    conditions: tuple[str, ...] = ()
    """Paths for which an index would have helped, when there is none."""


class Variable(NamedTuple):
    """A name that a scope binds.

    ``columns`` are those of a derived table, when they are known.  ``role`` tells the variables of FROM from their
    AT and BY companions and from those that LET, GROUP BY and WITH add.  ``meaning`` stands for the variable
    instead of its slot: an alias of SELECT in ORDER BY.
    """

    name: str
    slot: int
    role: Literal["item", "at", "by", "let", "key", "group", "alias", "table"] = "item"
    columns: tuple[str, ...] | None = None
    meaning: Node | None = None
    ordered: bool = False

    def expression(self, span: Span | None) -> Node:
        """The plan expression that reads it."""
        return self.meaning if self.meaning is not None else plan.Slot(self.slot, self.name, span)


class Scope:
    """Variables that are visible at some place, and the scope around it.

    ``fields``    whether unqualified names may be fields of the variables here
    ``sources``   FROM: tables come before variables
    ``aggregates_refused``  where we are, when aggregates may not stand here; ``None`` when they may
    ``windows``   the windows that WINDOW defines
    ``rows``      the scope of the rows before grouping, where arguments of aggregates are read
    """

    __slots__ = ("aggregates_refused", "fields", "parent", "rows", "sources", "statement", "variables", "windows")

    def __init__(
        self,
        statement: Statement,
        parent: Scope | None = None,
        variables: tuple[Variable, ...] = (),
        *,
        sources: bool = False,
        fields: bool = True,
        aggregates_refused: str | None = "here",
    ) -> None:
        self.statement = statement
        self.parent = parent
        self.variables = list(variables)
        self.sources = sources
        self.fields = fields
        self.aggregates_refused = aggregates_refused
        self.rows: Scope | None = None
        self.windows: dict[str, ast.WindowSpecification] = {}

    def derived(self, *, sources: bool | None = None, aggregates_refused: str | None = "here") -> Scope:
        """The same variables under other rules."""
        scope = Scope(
            self.statement,
            self.parent,
            sources=self.sources if sources is None else sources,
            fields=self.fields,
            aggregates_refused=aggregates_refused,
        )
        scope.variables = self.variables
        scope.rows = self.rows
        scope.windows = self.windows
        return scope

    def add(self, variable: Variable, span: Span | None) -> None:
        """Bind a name; in one FROM clause none may occur twice."""
        for other in self.variables:
            if other.name == variable.name and other.role in ("item", "at", "by"):
                raise SemanticError(
                    "LS-NAME-006",
                    f"{variable.name!r} is bound twice in FROM",
                    span=span,
                    hint="give one of them another name with AS",
                )
        self.variables.append(variable)
