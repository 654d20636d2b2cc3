"""A field that no document has, as far as can be told: on a terminal it is worth a word, with the name that was meant.

Documents have no declared fields, so a misspelt one is no error: it is MISSING, the column stays empty or the query
finds nothing.  After such a result the paths of the statement are looked up in a few documents of the tables that they
go through.  Nothing is said of paths that are tested for being there (``IS MISSING``, ``IS NULL``), nor when documents
that were not looked at could have the field and the result is not empty.

A text in double quotes is the commonest case of all: it is a name, and ``SET Color = "Red"`` takes the colour away.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ledgershell.errors import LedgershellError
from ledgershell.ion.values import Annotated, Struct, Value
from ledgershell.partiql import ast
from ledgershell.partiql.parser import parse
from ledgershell.partiql.spelling import candidates, did_you_mean, shortened
from ledgershell.static_typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from ledgershell.ledger.protocols import Session, TableDescription

SAMPLED: Final = 100
"""Documents of a table that are looked at."""
MOST: Final = 3
"""Notices about one statement at most."""


class _Wanted(NamedTuple):
    """A path of fields into the documents of a table.  ``quoted``: it is one name in double quotes."""

    table: TableDescription
    fields: tuple[str, ...]
    quoted: bool = False


def unknown_field_notices(session: Session, text: str, count: int) -> list[str]:
    """What to say of the fields that a statement names, ``count`` being the number of documents that it gave."""
    if session.as_of is not None:
        return []
    try:
        statement = parse(text)
    except LedgershellError:
        return []
    samples: dict[str, Sequence[Struct]] = {}
    unknown: list[tuple[_Wanted, str]] = []
    for wanted in dict.fromkeys(_wanted(session, statement)):
        table_id = wanted.table.table_id
        if table_id not in samples:
            samples[table_id] = session.sample(table_id, SAMPLED)
        what = _unknown(wanted, samples[table_id])
        if what is not None:
            unknown.append((wanted, what))
    if not unknown:
        return []
    documents = {table.table_id: table.documents for table in session.tables()}
    notices: dict[str, None] = {}
    for wanted, what in unknown:
        seen = len(samples[wanted.table.table_id])
        whole = documents.get(wanted.table.table_id, 0) <= seen
        if whole or not count:
            notices[f"{'no document' if whole else f'none of {seen} documents'} of {wanted.table.name} {what}"] = None
    return list(notices)[:MOST]


def _wanted(session: Session, statement: ast.Statement) -> Iterator[_Wanted]:
    """The paths that begin at a table's documents."""
    sources = list(_sources(statement))
    if not sources:
        return
    tables = {table.name: table for table in session.tables(counted=False) if table.status == "ACTIVE"}
    by_variable: dict[str, TableDescription] = {}
    for name, variable in sources:
        table = _found(tables, name)
        if table is not None and variable.casefold() not in by_variable:
            by_variable[variable.casefold()] = table
        else:
            by_variable.pop(variable.casefold(), None)
    if not by_variable:
        return
    only = next(iter(by_variable.values())) if len(sources) == 1 and _plain(statement) else None
    tested = {id(node.operand) for node in statement.walk() if isinstance(node, ast.Is)}
    named = _names_given(statement)
    for part in _readers(statement):
        roots = {id(node.root) for node in part.walk() if isinstance(node, ast.Path)}
        for node in part.walk():
            if id(node) in tested or id(node) in roots:
                continue
            root = node.root if isinstance(node, ast.Path) else node
            if not isinstance(root, ast.Variable):
                continue
            fields = tuple(_field_names(node.steps)) if isinstance(node, ast.Path) else ()
            name = root.name.text
            table = by_variable.get(name.casefold())
            if table is not None and fields:
                yield _Wanted(table, fields)
            elif only is not None and name.casefold() not in named and _found(tables, name) is None:
                yield _Wanted(only, (name, *fields), root.name.quoted and not fields)


def _sources(statement: ast.Statement) -> Iterator[tuple[str, str]]:
    """Every source of the statement: its table's name (empty: it is none) and its variable."""
    for node in statement.walk():
        if isinstance(node, ast.FromSource):
            table = node.expression.name.text if isinstance(node.expression, ast.Variable) and not node.moment else ""
            yield table, node.alias.text if node.alias is not None else table
        elif isinstance(node, ast.Unpivot):
            yield "", ""
        elif isinstance(node, ast.Table) and len(node.name) == 1:
            yield node.name[0].text, (node.alias or node.name[0]).text


def _plain(statement: ast.Statement) -> bool:
    """Whether a name without a variable before it can only be a field: no query in the query, no LET, no WITH."""
    inner = (ast.Subquery, ast.LetBinding, ast.WithClause)
    return not any(isinstance(node, inner) for node in statement.walk())


def _names_given(statement: ast.Statement) -> set[str]:
    """Names that the statement itself gives to something."""
    given: set[str] = set()
    for node in statement.walk():
        for slot, value in node.fields():
            if isinstance(value, ast.Identifier) and slot in ("alias", "position", "identity", "group_as"):
                given.add(value.text.casefold())
            elif slot == "name" and isinstance(node, ast.Table):
                given.update(part.text.casefold() for part in node.name)
    for node in statement.walk():
        if isinstance(node, ast.FromSource) and isinstance(node.expression, ast.Variable):
            given.add(node.expression.name.text.casefold())
    return given


def _readers(statement: ast.Statement) -> Iterator[ast.Node]:
    """The parts of a statement that read fields; the field that a change sets may be new."""
    if isinstance(statement, (ast.Update, ast.Delete, ast.FromStatement)):
        if statement.where is not None:
            yield statement.where
        for change in () if isinstance(statement, ast.Delete) else statement.changes:
            if isinstance(change, (ast.Assignment, ast.InsertElement)):
                yield change.value
    else:
        yield statement


def _field_names(steps: Sequence[ast.PathStep]) -> Iterator[str]:
    """The fields at the beginning of a path, up to a step that is none."""
    for step in steps:
        if isinstance(step, ast.FieldStep):
            yield step.name.text
        elif isinstance(step, ast.IndexStep) and isinstance(step.index, ast.Literal) and type(step.index.value) is str:
            yield step.index.value
        else:
            return


def _found(tables: dict[str, TableDescription], name: str) -> TableDescription | None:
    """A table by name: exactly, then the only one but for case."""
    if name in tables:
        return tables[name]
    near = [table for known, table in tables.items() if known.casefold() == name.casefold()]
    return near[0] if len(near) == 1 else None


def _unknown(wanted: _Wanted, documents: Sequence[Struct]) -> str | None:
    """What to say of a path, if none of the documents has it."""
    values: list[Value] = list(documents)
    for depth, field in enumerate(wanted.fields):
        structs = [bare for value in values if isinstance(bare := _bare(value), Struct)]
        if not structs:
            return None
        values = [item for struct in structs for name, item in struct.items() if name == field]
        if not values:
            known = dict.fromkeys(name for struct in structs for name, _ in struct.items())
            path = ".".join(shortened(name) for name in wanted.fields[: depth + 1])
            hint = did_you_mean(candidates(field, known))
            if wanted.quoted and hint is None:
                hint = f"double quotes make a name; a text stands in single quotes: '{path}'"
            return f"has the field {path}" + (f"; {hint}" if hint else "")
    return None


def _bare(value: Value) -> Value:
    return value.value if isinstance(value, Annotated) else value
