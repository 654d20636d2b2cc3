"""All statements but queries as the parser builds them; see :mod:`ledgershell.partiql.builder`."""

from __future__ import annotations

from ledgershell.errors import Span
from ledgershell.partiql.ast_base import Expression, Identifier, Statement
from ledgershell.partiql.ast_expressions import Literal, RowConstructor, Variable
from ledgershell.partiql.ast_queries import Query, Subquery
from ledgershell.partiql.ast_statements import (
    Assignment,
    Begin,
    Change,
    Commit,
    CreateIndex,
    CreateTable,
    Delete,
    DropIndex,
    DropTable,
    Exec,
    Explain,
    FromStatement,
    Insert,
    InsertElement,
    OnConflict,
    Option,
    RemoveElement,
    ReturningItem,
    Rollback,
    Table,
    UndropTable,
    Update,
)
from ledgershell.partiql.builder import Builder, Values
from ledgershell.partiql.builder_expressions import unquoted
from ledgershell.static_typing import Any

# --- INSERT, UPSERT, REPLACE ----------------------------------------------------------------------------------------


InsertSource = tuple[tuple[Identifier, ...], bool, Expression | Query | None]
"""What stands behind the table's name: columns, whether it is one document, the source."""


def insert(_b: Builder, s: Span, v: Values) -> Insert:
    """``INSERT INTO table source [ON CONFLICT …] [RETURNING …]``."""
    _, _, table, source, conflict, returning = v
    return _insert(s, "INSERT", table, source, conflict, returning)


def upsert(_b: Builder, s: Span, v: Values) -> Insert:
    """``UPSERT INTO table source [RETURNING …]``, ``REPLACE INTO …``."""
    verb, _, table, source, returning = v
    return _insert(s, verb, table, source, None, returning)


def _insert(
    s: Span, verb: Any, table: Table, what: InsertSource, conflict: OnConflict | None, returning: Any
) -> Insert:
    return Insert(s, verb, table, *what, conflict, returning)


def insert_target(_b: Builder, s: Span, v: Values) -> Table:
    """``name``."""
    return Table(s, tuple(v[0]))


def insert_target_alias(_b: Builder, s: Span, v: Values) -> Table:
    """``name AS alias``."""
    return Table(s, tuple(v[0]), v[2])


def insert_query(_b: Builder, _s: Span, v: Values) -> InsertSource:
    """``query``, ``expression``."""
    return ((), False, v[0])


def insert_value(_b: Builder, _s: Span, v: Values) -> InsertSource:
    """``VALUE expression``."""
    return ((), True, v[1])


def insert_default(_b: Builder, _s: Span, _v: Values) -> InsertSource:
    """``DEFAULT VALUES``."""
    return ((), False, None)


def insert_columns(b: Builder, _s: Span, v: Values) -> InsertSource:
    """``(columns) rows``."""
    return (_column_names(b, v[0]), False, v[1])


def _column_names(b: Builder, expression: Expression) -> tuple[Identifier, ...]:
    """The names in a column list, which the grammar reads as an expression in parentheses."""
    items = expression.items if isinstance(expression, RowConstructor) else (expression,)
    names = []
    for item in items:
        if not isinstance(item, Variable) or item.local or (len(items) > 1 and id(item) in b.parenthesized):
            span = item.span if not isinstance(item, Subquery) else expression.span
            raise b.fail(
                "LS-PARSE-010",
                "a list of columns holds only names",
                span,
                "to insert one value, leave out what follows the parentheses",
            )
        names.append(item.name)
    return tuple(names)


def on_conflict_nothing(_b: Builder, s: Span, v: Values) -> OnConflict:
    """``ON CONFLICT [target] DO NOTHING``."""
    return _conflict(s, v[2], "NOTHING", None)


def on_conflict(_b: Builder, s: Span, v: Values) -> OnConflict:
    """``ON CONFLICT [target] DO REPLACE|UPDATE EXCLUDED [WHERE …]``."""
    return _conflict(s, v[2], v[4], v[6])


def _conflict(s: Span, target: Any, action: Any, where: Expression | None) -> OnConflict:
    columns, constraint = target or ((), None)
    return OnConflict(s, columns, constraint, action, where)


def conflict_columns(_b: Builder, _s: Span, v: Values) -> tuple[Any, Any]:
    """``(columns)``."""
    return tuple(v[1]), None


def conflict_constraint(_b: Builder, _s: Span, v: Values) -> tuple[Any, Any]:
    """``ON CONSTRAINT name``."""
    return (), tuple(v[2])


def returning_star(_b: Builder, s: Span, v: Values) -> ReturningItem:
    """``MODIFIED NEW *``."""
    return ReturningItem(s, v[0], v[1], None)


def returning_expression(_b: Builder, s: Span, v: Values) -> ReturningItem:
    """``MODIFIED NEW expression``."""
    return ReturningItem(s, v[0], v[1], v[2])


# --- UPDATE, DELETE, FROM -------------------------------------------------------------------------------------------


def change_table(_b: Builder, s: Span, v: Values) -> Table:
    """``name``."""
    return Table(s, tuple(v[0]))


def change_table_binding(_b: Builder, s: Span, v: Values) -> Table:
    """``name [AS] alias [AT position] [BY identity]``."""
    return Table(s, tuple(v[0]), *v[1])


def update(_b: Builder, s: Span, v: Values) -> Update:
    """``UPDATE table change… [WHERE …] [RETURNING …]``."""
    _, table, changes, where, returning = v
    return Update(s, table, _flat(changes), where, returning)


def delete(_b: Builder, s: Span, v: Values) -> Delete:
    """``DELETE FROM table [WHERE …] [RETURNING …]``."""
    _, _, table, where, returning = v
    return Delete(s, table, where, returning)


def from_statement(_b: Builder, s: Span, v: Values) -> FromStatement:
    """``FROM item, … [WHERE …] change… [RETURNING …]``."""
    items, where, changes, returning = v
    return FromStatement(s, items, where, _flat(changes), returning)


def _flat(changes: list[list[Change]]) -> tuple[Change, ...]:
    return tuple(change for group in changes for change in group)


def set_(_b: Builder, _s: Span, v: Values) -> list[Change]:
    """``SET assignment, …``."""
    changes: list[Change] = v[1]
    return changes


def assignment(_b: Builder, s: Span, v: Values) -> Assignment:
    """``target = value``."""
    return Assignment(s, v[0], v[2])


def insert_element(_b: Builder, s: Span, v: Values) -> list[Change]:
    """``INSERT INTO target VALUE value``."""
    return [InsertElement(s, v[2], v[4])]


def insert_element_at(_b: Builder, s: Span, v: Values) -> list[Change]:
    """``INSERT INTO target VALUE value AT key``."""
    return [InsertElement(s, v[2], v[4], v[6])]


def remove(_b: Builder, s: Span, v: Values) -> list[Change]:
    """``REMOVE target``."""
    return [RemoveElement(s, v[1])]


# --- Definitions ----------------------------------------------------------------------------------------------------


def create_table(b: Builder, s: Span, v: Values) -> CreateTable:
    """``CREATE TABLE name extensions``."""
    return _create_table(b, s, v[2], [], v[3])


def create_table_columns(b: Builder, s: Span, v: Values) -> CreateTable:
    """``CREATE TABLE name (definitions) extensions``."""
    return _create_table(b, s, v[2], v[4], v[6])


def _create_table(
    b: Builder, s: Span, name: list[Identifier], definitions: list[Any], extensions: list[tuple[str, Span, list[Any]]]
) -> CreateTable:
    clauses: dict[str, tuple[Any, ...]] = {}
    for clause, span, content in extensions:
        if clause in clauses:
            raise b.fail("LS-PARSE-001", f"{clause} stands twice", span, "write the clause once")
        clauses[clause] = tuple(content)
    return CreateTable(
        s,
        tuple(name),
        tuple(definitions),
        clauses.get("PARTITION BY", ()),
        clauses.get("TBLPROPERTIES", ()),
        clauses.get("WITH", ()),
    )


def extension_partition(_b: Builder, s: Span, v: Values) -> Any:
    """``PARTITION BY (names)``."""
    v[0].append(("PARTITION BY", s, v[4]))
    return v[0]


def extension_properties(_b: Builder, s: Span, v: Values) -> Any:
    """``TBLPROPERTIES (properties)``."""
    v[0].append(("TBLPROPERTIES", s, v[3]))
    return v[0]


def extension_options(_b: Builder, s: Span, v: Values) -> Any:
    """``WITH (options)``."""
    v[0].append(("WITH", s, v[3]))
    return v[0]


def table_property(_b: Builder, s: Span, v: Values) -> Option:
    """``'name' = 'value'``."""
    name, _, value = v
    return Option(
        s,
        Identifier(Span(s.start, s.start + len(name)), unquoted(name), True),
        Literal(Span(s.end - len(value), s.end), unquoted(value)),
    )


def option(_b: Builder, s: Span, v: Values) -> Option:
    """``name = value``."""
    return Option(s, v[0], v[2])


def drop_table(_b: Builder, s: Span, v: Values) -> DropTable:
    """``DROP TABLE name``."""
    return DropTable(s, tuple(v[2]))


def undrop_table(_b: Builder, s: Span, v: Values) -> UndropTable:
    """``UNDROP TABLE "id"``."""
    return UndropTable(s, v[2])


def create_index(_b: Builder, s: Span, v: Values) -> CreateIndex:
    """``CREATE INDEX ON table (path, …)``."""
    return CreateIndex(s, None, tuple(v[3]), tuple(v[5]))


def create_index_named(_b: Builder, s: Span, v: Values) -> CreateIndex:
    """``CREATE INDEX name ON table (path, …)``."""
    return CreateIndex(s, v[2], tuple(v[4]), tuple(v[6]))


def drop_index(_b: Builder, s: Span, v: Values) -> DropIndex:
    """``DROP INDEX name ON table``."""
    return DropIndex(s, v[2], tuple(v[4]))


def drop_index_options(_b: Builder, s: Span, v: Values) -> DropIndex:
    """``DROP INDEX name ON table WITH (options)``."""
    return DropIndex(s, v[2], tuple(v[4]), tuple(v[7]))


# --- EXEC, EXPLAIN, transactions ------------------------------------------------------------------------------------


def exec_plain(_b: Builder, s: Span, v: Values) -> Exec:
    """``EXEC name``."""
    return Exec(s, tuple(v[1]), ())


def exec_arguments(_b: Builder, s: Span, v: Values) -> Exec:
    """``EXEC name arguments``."""
    return Exec(s, tuple(v[1]), tuple(v[2]))


def explain(_b: Builder, s: Span, v: Values) -> Explain:
    """``EXPLAIN statement``."""
    return _explain(s, False, (), v[1])


def explain_analyze(_b: Builder, s: Span, v: Values) -> Explain:
    """``EXPLAIN ANALYZE statement``."""
    return _explain(s, True, (), v[2])


def explain_options(_b: Builder, s: Span, v: Values) -> Explain:
    """``EXPLAIN (options) statement``."""
    return _explain(s, False, tuple(v[2]), v[4])


def _explain(s: Span, analyze: bool, options: tuple[Option, ...], statement: Statement) -> Explain:
    return Explain(s, analyze, options, statement)


def explain_option(_b: Builder, s: Span, v: Values) -> Option:
    """``name value``: two words."""
    name, value = v
    return Option(
        s, Identifier(Span(s.start, s.start + len(name)), name), Literal(Span(s.end - len(value), s.end), value)
    )


def begin(_b: Builder, s: Span, _v: Values) -> Begin:
    """``BEGIN``, ``START TRANSACTION``."""
    return Begin(s)


def commit(_b: Builder, s: Span, _v: Values) -> Commit:
    """``COMMIT``."""
    return Commit(s)


def rollback(_b: Builder, s: Span, _v: Values) -> Rollback:
    """``ROLLBACK``, ``ABORT``."""
    return Rollback(s)
