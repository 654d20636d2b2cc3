"""From a statement's text to something that can be run: parsed, its names resolved, compiled, and remembered.

A compiled plan holds no state of a transaction, so it is good for every transaction that sees the same catalogue.
"""

from __future__ import annotations

from collections.abc import Callable

from ledgershell.ledger.catalogue import Catalogue
from ledgershell.ledger.names_in_scope import NamesInScope
from ledgershell.ledger.protocols import StatementKind
from ledgershell.partiql import ast
from ledgershell.partiql.dialect import Dialect
from ledgershell.partiql.engine import ChangePlan, QueryPlan, compile_statement
from ledgershell.partiql.lexer import END, lex
from ledgershell.partiql.parser import parse
from ledgershell.static_typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from ledgershell.ledger.point_reads import PointPlan

REMEMBERED: Final = 256
"""Statements kept in each cache; when it is full it starts anew, which costs less than keeping order."""

KINDS: Final[dict[str, tuple[StatementKind, str]]] = {
    "QueryStatement": ("query", "SELECT"),
    "Insert": ("insert", "INSERT"),
    "Update": ("update", "UPDATE"),
    "FromStatement": ("update", "UPDATE"),
    "Delete": ("delete", "DELETE"),
    "CreateTable": ("ddl", "CREATE TABLE"),
    "DropTable": ("ddl", "DROP TABLE"),
    "UndropTable": ("ddl", "UNDROP TABLE"),
    "CreateIndex": ("ddl", "CREATE INDEX"),
    "DropIndex": ("ddl", "DROP INDEX"),
    "Exec": ("redaction", "EXEC"),
    "Explain": ("explain", "EXPLAIN"),
    "Begin": ("transaction", "BEGIN"),
    "Commit": ("transaction", "COMMIT"),
    "Rollback": ("transaction", "ROLLBACK"),
}
"""What each statement is, and its command tag; by the name of its class, so that no other class is loaded."""


class Parsed(NamedTuple):
    """A statement that has been read; ``recorded`` is the text that a block will hold."""

    statement: ast.Statement
    recorded: str
    kind: StatementKind
    tag: str
    names_transaction: bool
    """Whether the text may call TXID()."""


class Compiled(NamedTuple):
    """A query or a change, ready to run, and the ids of the tables that it names."""

    plan: QueryPlan | ChangePlan
    tables: tuple[str, ...]


class Preparation:
    """The statements of one ledger that have been read and compiled lately."""

    __slots__ = ("_compiled", "_latest", "_learnt", "_parsed", "points")

    def __init__(self) -> None:
        self._parsed: dict[str, Parsed] = {}
        self._compiled: dict[tuple[str, Dialect, int], Compiled] = {}
        self._latest: dict[str, tuple[Dialect, int | None, Compiled]] = {}
        """What was compiled last of each text: mostly the only one, and quicker to find.

        The number is that of the catalogue; ``None``: the statement names nothing that is in a catalogue.
        """
        self._learnt: set[str] = set()
        """Those in ``_latest`` of which it is known whether they are point queries."""
        self.points: dict[str, PointPlan] = {}
        """Those that are."""

    def parse(self, text: str) -> Parsed:
        """Read one statement.  Raises :class:`ParseError`."""
        known = self._parsed.get(text)
        if known is None:
            statement = parse(text)
            kind, tag = KINDS[type(statement).__name__]
            known = Parsed(statement, recorded_text(text, statement.span.end), kind, tag, _names(text))
            if len(self._parsed) >= REMEMBERED:
                self._parsed.clear()
            self._parsed[text] = known
        return known

    def compile(self, text: str, statement: ast.Statement, look: Callable[[], Catalogue], dialect: Dialect) -> Compiled:
        """Compile a query or a change.  Raises :class:`SemanticError` or :class:`LedgerError`.

        ``look`` gets the catalogue.  It is not called for a statement that names nothing.
        """
        latest = self._latest.get(text)
        if latest is None:
            names = NamesInScope(look)
            first = _compile(text, statement, names, dialect)
            seq = look().seq if names.looked else None
            if seq is not None or not names.looked:
                self._remember(text, dialect, seq, first)
            return first
        if latest[0] is dialect and latest[1] is None:
            return latest[2]
        seq = look().seq
        if seq is None:
            return _compile(text, statement, NamesInScope(look), dialect)
        if latest[0] is dialect and latest[1] == seq:
            return latest[2]
        known = self._compiled.get((text, dialect, seq))
        if known is None:
            known = _compile(text, statement, NamesInScope(look), dialect)
        self._remember(text, dialect, seq, known)
        return known

    def learn_point(self, text: str, dialect: Dialect) -> None:
        """A query was run again on its own: find out whether it is a point query."""
        latest = self._latest.get(text)
        if latest is None or latest[0] is not dialect or text in self._learnt:
            return
        self._learnt.add(text)
        found = _point_plan(text, latest)
        if found is not None:
            self.points[text] = found

    def _remember(self, text: str, dialect: Dialect, seq: int | None, compiled: Compiled) -> None:
        if seq is not None:
            if len(self._compiled) >= REMEMBERED:
                self._compiled.clear()
            self._compiled[text, dialect, seq] = compiled
        if len(self._latest) >= REMEMBERED:
            self._latest.clear()
            self._learnt.clear()
            self.points.clear()
        self._latest[text] = (dialect, seq, compiled)
        self._learnt.discard(text)
        self.points.pop(text, None)


def _point_plan(text: str, latest: tuple[Dialect, int | None, Compiled]) -> PointPlan | None:
    dialect, seq, (plan, _) = latest
    point = plan.point() if isinstance(plan, QueryPlan) and seq is not None else None
    if not isinstance(plan, QueryPlan) or seq is None or point is None:
        return None
    from ledgershell.ledger.point_reads import PointPlan

    return PointPlan(text, dialect, plan, point, seq)


def _names(text: str) -> bool:
    return "txid" in text.casefold()


def _compile(text: str, statement: ast.Statement, names: NamesInScope, dialect: Dialect) -> Compiled:
    plan = compile_statement(statement, names, dialect, text=text)
    return Compiled(plan, tuple(names.tables))


def recorded_text(text: str, end: int) -> str:
    """The text without the semicolon that ended it, and without what stood behind that.

    ``end`` is where the statement's last word ends; only space, comments and one semicolon can follow.
    """
    if ";" not in text[end:]:
        return text
    tokens = lex(text, end)
    return text if tokens.kinds[0] == END else text[: tokens.starts[0]]
