# ruff: noqa: RUF023 - the order of the slots is the order of the text
"""Nodes for statements that are not queries alone: DML, DDL, EXEC, EXPLAIN, transactions."""

from __future__ import annotations

from ledgershell.errors import Span
from ledgershell.partiql.ast_base import Expression, Identifier, Node, QualifiedName, Statement
from ledgershell.static_typing import TYPE_CHECKING
from ledgershell.static_typing import Literal as OneOf

if TYPE_CHECKING:
    from ledgershell.partiql.ast_expressions import Path, Variable
    from ledgershell.partiql.ast_queries import FromItem, Query
    from ledgershell.partiql.ast_types import ColumnDefinition, Constraint

# --- Data -----------------------------------------------------------------------------------------------------------


class Table(Node):
    """The table that a statement changes: ``name [[AS] alias] [AT position] [BY identity]``."""

    __slots__ = ("name", "alias", "position", "identity")

    def __init__(
        self,
        span: Span,
        name: QualifiedName,
        alias: Identifier | None = None,
        position: Identifier | None = None,
        identity: Identifier | None = None,
    ) -> None:
        self.span = span
        self.name = name
        self.alias = alias
        self.position = position
        self.identity = identity


class OnConflict(Node):
    """``ON CONFLICT [(columns) | ON CONSTRAINT name] DO NOTHING | DO REPLACE EXCLUDED | DO UPDATE EXCLUDED``.

    ``action`` is the first word behind DO; ``where`` a condition behind EXCLUDED.
    """

    __slots__ = ("columns", "constraint", "action", "where")

    def __init__(
        self,
        span: Span,
        columns: tuple[Identifier, ...],
        constraint: QualifiedName | None,
        action: OneOf["NOTHING", "REPLACE", "UPDATE"],
        where: Expression | None = None,
    ) -> None:
        self.span = span
        self.columns = columns
        self.constraint = constraint
        self.action = action
        self.where = where


class ReturningItem(Node):
    """``MODIFIED|ALL NEW|OLD *|expression``."""

    __slots__ = ("rows", "image", "expression")

    def __init__(
        self,
        span: Span,
        rows: OneOf["MODIFIED", "ALL"],
        image: OneOf["NEW", "OLD"],
        expression: Expression | None,
    ) -> None:
        self.span = span
        self.rows = rows
        self.image = image
        self.expression = expression


class Insert(Statement):
    """All forms of INSERT, UPSERT and REPLACE INTO.

    ``verb``     INSERT, UPSERT or REPLACE
    ``columns``  of ``INSERT INTO t (a, b) …``; empty when none are given
    ``single``   ``VALUE source``: the source is one document.  Otherwise it is a collection of documents, or one
                 (``INSERT INTO T {…}``, ``INSERT INTO T ?``)
    ``source``   an expression, a :class:`Query`, or ``None`` for DEFAULT VALUES.  ``VALUES (…), (…)`` is a Query.
    """

    __slots__ = ("verb", "table", "columns", "single", "source", "on_conflict", "returning")

    def __init__(
        self,
        span: Span,
        verb: OneOf["INSERT", "UPSERT", "REPLACE"],
        table: Table,
        columns: tuple[Identifier, ...],
        single: bool,
        source: Expression | Query | None,
        on_conflict: OnConflict | None = None,
        returning: tuple[ReturningItem, ...] = (),
    ) -> None:
        self.span = span
        self.verb = verb
        self.table = table
        self.columns = columns
        self.single = single
        self.source = source
        self.on_conflict = on_conflict
        self.returning = returning


class Change(Node):
    """What UPDATE or a FROM statement does with each row."""

    __slots__ = ()


class Assignment(Change):
    """``target = value`` in SET.  The target is a variable, or a path of fields and indexes."""

    __slots__ = ("target", "value")

    def __init__(self, span: Span, target: Variable | Path, value: Expression) -> None:
        self.span = span
        self.target = target
        self.value = value


class InsertElement(Change):
    """``INSERT INTO target VALUE value [AT key]``: into a list or a struct of the row."""

    __slots__ = ("target", "value", "at")

    def __init__(self, span: Span, target: Variable | Path, value: Expression, at: Expression | None = None) -> None:
        self.span = span
        self.target = target
        self.value = value
        self.at = at


class RemoveElement(Change):
    """``REMOVE target``; removing the row's own variable deletes the document."""

    __slots__ = ("target",)

    def __init__(self, span: Span, target: Variable | Path) -> None:
        self.span = span
        self.target = target


class Update(Statement):
    """``UPDATE table change… [WHERE condition]``; at least one change, in the order written."""

    __slots__ = ("table", "changes", "where", "returning")

    def __init__(
        self,
        span: Span,
        table: Table,
        changes: tuple[Change, ...],
        where: Expression | None = None,
        returning: tuple[ReturningItem, ...] = (),
    ) -> None:
        self.span = span
        self.table = table
        self.changes = changes
        self.where = where
        self.returning = returning


class FromStatement(Statement):
    """QLDB's ``FROM item, … [WHERE condition] change…``; the first item names the table."""

    __slots__ = ("from_items", "where", "changes", "returning")

    def __init__(
        self,
        span: Span,
        from_items: tuple[FromItem, ...],
        where: Expression | None,
        changes: tuple[Change, ...],
        returning: tuple[ReturningItem, ...] = (),
    ) -> None:
        self.span = span
        self.from_items = from_items
        self.where = where
        self.changes = changes
        self.returning = returning


class Delete(Statement):
    """``DELETE FROM table [WHERE condition]``."""

    __slots__ = ("table", "where", "returning")

    def __init__(
        self, span: Span, table: Table, where: Expression | None = None, returning: tuple[ReturningItem, ...] = ()
    ) -> None:
        self.span = span
        self.table = table
        self.where = where
        self.returning = returning


# --- Definitions ----------------------------------------------------------------------------------------------------


class Option(Node):
    """``name = value`` in WITH (…) or TBLPROPERTIES, ``name value`` in EXPLAIN (…)."""

    __slots__ = ("name", "value")

    def __init__(self, span: Span, name: Identifier, value: Expression) -> None:
        self.span = span
        self.name = name
        self.value = value


class CreateTable(Statement):
    """``CREATE TABLE name [(definitions)] [PARTITION BY (…)] [TBLPROPERTIES (…)] [WITH (…)]``."""

    __slots__ = ("name", "definitions", "partition_by", "properties", "options")

    def __init__(
        self,
        span: Span,
        name: QualifiedName,
        definitions: tuple[ColumnDefinition | Constraint, ...] = (),
        partition_by: tuple[Identifier, ...] = (),
        properties: tuple[Option, ...] = (),
        options: tuple[Option, ...] = (),
    ) -> None:
        self.span = span
        self.name = name
        self.definitions = definitions
        self.partition_by = partition_by
        self.properties = properties
        self.options = options


class DropTable(Statement):
    """``DROP TABLE name``."""

    __slots__ = ("name",)

    def __init__(self, span: Span, name: QualifiedName) -> None:
        self.span = span
        self.name = name


class UndropTable(Statement):
    """``UNDROP TABLE "tableId"``."""

    __slots__ = ("table_id",)

    def __init__(self, span: Span, table_id: Identifier) -> None:
        self.span = span
        self.table_id = table_id


class CreateIndex(Statement):
    """``CREATE INDEX [name] ON table (path, …)``; a path is a variable or a path of fields."""

    __slots__ = ("name", "table", "paths")

    def __init__(
        self, span: Span, name: Identifier | None, table: QualifiedName, paths: tuple[Variable | Path, ...]
    ) -> None:
        self.span = span
        self.name = name
        self.table = table
        self.paths = paths


class DropIndex(Statement):
    """``DROP INDEX name ON table [WITH (purge = true)]``; in QLDB the name is the index id, quoted."""

    __slots__ = ("name", "table", "options")

    def __init__(self, span: Span, name: Identifier, table: QualifiedName, options: tuple[Option, ...] = ()) -> None:
        self.span = span
        self.name = name
        self.table = table
        self.options = options


# --- The rest -------------------------------------------------------------------------------------------------------


class Exec(Statement):
    """``EXEC name argument, …``."""

    __slots__ = ("name", "arguments")

    def __init__(self, span: Span, name: QualifiedName, arguments: tuple[Expression, ...]) -> None:
        self.span = span
        self.name = name
        self.arguments = arguments


class Explain(Statement):
    """``EXPLAIN [ANALYZE] [(option value, …)] statement``."""

    __slots__ = ("analyze", "options", "statement")

    def __init__(self, span: Span, analyze: bool, options: tuple[Option, ...], statement: Statement) -> None:
        self.span = span
        self.analyze = analyze
        self.options = options
        self.statement = statement


class Begin(Statement):
    """``BEGIN [TRANSACTION|WORK]`` or ``START TRANSACTION``."""

    __slots__ = ()

    def __init__(self, span: Span) -> None:
        self.span = span


class Commit(Statement):
    """``COMMIT [TRANSACTION|WORK]``."""

    __slots__ = ()

    def __init__(self, span: Span) -> None:
        self.span = span


class Rollback(Statement):
    """``ABORT`` or ``ROLLBACK [TRANSACTION|WORK]``."""

    __slots__ = ()

    def __init__(self, span: Span) -> None:
        self.span = span
