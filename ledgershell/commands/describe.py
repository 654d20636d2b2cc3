r"""The ``\d`` family: what tables and indexes there are, and what the documents of a table look like."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fnmatch import fnmatchcase
from types import MappingProxyType

from ledgershell.commands.arguments import Arguments
from ledgershell.commands.conversation import Conversation
from ledgershell.commands.usage import at_most, exactly_one, wrong
from ledgershell.errors import LedgerError
from ledgershell.ion.timestamp import Timestamp
from ledgershell.ion.values import Annotated, Clob, SExpression, Struct, Symbol, TypedNull, Value
from ledgershell.ledger.protocols import TableDescription
from ledgershell.partiql.spelling import candidates
from ledgershell.render.footer import counted
from ledgershell.render.ion_form import ion_line
from ledgershell.render.safe_text import visible_lines
from ledgershell.static_typing import Final

SAMPLED_DOCUMENTS: Final = 200
"""Documents that are looked at to say which fields a table's documents have."""

DEEPEST_PATH: Final = 8
LONGEST_EXAMPLE: Final = 40

TYPE_NAMES: Final[Mapping[type, str]] = MappingProxyType(
    {
        type(None): "null",
        bool: "bool",
        int: "int",
        float: "float",
        Decimal: "decimal",
        Timestamp: "timestamp",
        str: "string",
        Symbol: "symbol",
        bytes: "blob",
        Clob: "clob",
        list: "list",
        SExpression: "sexp",
    }
)


def type_name(value: Value) -> str:
    """The name of a value's Ion type; a typed null is its own."""
    if isinstance(value, Annotated):
        value = value.value
    if isinstance(value, TypedNull):
        return repr(value)
    return TYPE_NAMES.get(type(value)) or ("struct" if isinstance(value, Struct) else "symbol")


def echo_hidden(conversation: Conversation, statement: str) -> None:
    """psql's ``-E``: print the statement that tells the same."""
    if conversation.variables.on("ECHO_HIDDEN"):
        conversation.tell(f"/******** QUERY *********/\n{visible_lines(statement)};\n/************************/")


def tables(conversation: Conversation, arguments: Arguments) -> None:
    """List tables; with ``+`` those that were dropped, too."""
    found = _matching(conversation, at_most("dt", arguments, 1), dropped=arguments.plus)
    echo_hidden(conversation, "SELECT * FROM information_schema.user_tables")
    conversation.output.show_rows(
        ("name", "status", "documents", "indexes", "tableId"),
        [
            (
                each.name,
                each.status,
                each.documents,
                ", ".join(index.field for index in each.indexes) or None,
                each.table_id,
            )
            for each in found
        ],
    )
    if not found:
        conversation.notice("There are no such tables." if arguments.words else "There are no tables.")


def indexes(conversation: Conversation, arguments: Arguments) -> None:
    """List indexes; with ``+`` also how many documents each covers, and how it is made."""
    found = _matching(conversation, at_most("di", arguments, 1))
    echo_hidden(conversation, "SELECT t.name, i.* FROM information_schema.user_tables AS t, t.indexes AS i")
    columns: tuple[str, ...] = ("table", "field", "status", "indexId")
    rows: list[Sequence[Value]] = [
        (each.name, index.field, index.status, index.index_id) for each in found for index in each.indexes
    ]
    if arguments.plus:
        columns += ("documents", "statement")
        each_index = [(each, index) for each in found for index in each.indexes]
        rows = [
            (*row, each.documents, f"CREATE INDEX ON {quoted_name(each.name)} ({index.field})")
            for row, (each, index) in zip(rows, each_index, strict=True)
        ]
    conversation.output.show_rows(columns, rows)
    if not rows:
        conversation.notice("There are no indexes.")


def show(conversation: Conversation, arguments: Arguments) -> None:
    """``\\show tables``, as in Amazon QLDB's shell: a name a line."""
    if exactly_one("show", arguments).lower().rstrip(";") != "tables":
        raise wrong("show", "only tables can be shown")
    names = [table.name for table in conversation.session.tables() if table.status == "ACTIVE"]
    conversation.output.write("".join(f"- {name}\n" for name in names))


def describe(conversation: Conversation, arguments: Arguments) -> None:
    """Without a name: all tables.  With one: its indexes, and the fields seen in its first documents."""
    words = at_most("d", arguments, 1)
    if not words or any(mark in words[0] for mark in "*?"):
        tables(conversation, arguments)
        return
    table = _table_named(conversation.session.tables(), words[0].rstrip(";"))
    conversation.notice(f'Table "{table.name}" ({table.table_id}), {table.status}, {counted(table.documents)}')
    if table.status != "ACTIVE":
        conversation.notice(f'It was dropped; UNDROP TABLE "{table.table_id}" brings it back.')
        return
    indexed = {index.field for index in table.indexes}
    if conversation.session.transaction() is not None:
        # Reading the documents here would make the transaction depend on all of them.
        conversation.notice("Fields are not looked up inside a transaction, since that would read the whole table.")
        rows: Iterable[Sequence[Value]] = [(field, None, None, True, None) for field in sorted(indexed)]
    else:
        rows = _fields(conversation, table, indexed, nested=arguments.plus)
    columns = ("field", "types", "documents", "indexed", *(("example",) if arguments.plus else ()))
    conversation.output.show_rows(columns, [row[: len(columns)] for row in rows])


class _Seen:
    """A field as it was seen: its types in the order of first sight, in how many documents, and the first value."""

    __slots__ = ("count", "example", "types")

    def __init__(self) -> None:
        self.types: dict[str, None] = {}
        self.count = 0
        self.example: Value = None


def _fields(
    conversation: Conversation, table: TableDescription, indexed: set[str], *, nested: bool
) -> list[Sequence[Value]]:
    """(field, its types, documents that have it, whether it is indexed, an example), in the order of first sight.

    ``nested``: also the fields inside, as paths; ``[*]`` stands for every element of a list.
    """
    seen: dict[str, _Seen] = {}
    statement = f"SELECT VALUE t FROM {quoted_name(table.name)} AS t"  # noqa: S608 - a quoted name
    echo_hidden(conversation, f"{statement} LIMIT {SAMPLED_DOCUMENTS}")
    result = conversation.session.execute(statement)
    looked_at = 0
    try:
        for document in result:
            looked_at += 1
            if isinstance(document, Struct):
                found: dict[str, list[Value]] = {}
                _gather(found, "", document, depth=DEEPEST_PATH if nested else 1)
                for path, values in found.items():
                    field = seen.setdefault(path, _Seen())
                    field.count += 1
                    field.types.update((type_name(value), None) for value in values)
                    if field.example is None:
                        field.example = values[0]
            if looked_at == SAMPLED_DOCUMENTS:
                break
    finally:
        result.close()
    if table.documents > looked_at:
        conversation.notice(f"Fields as seen in the first {looked_at} documents:")
    for name in sorted(indexed - seen.keys()):
        seen[name] = _Seen()
    return [
        (name, " | ".join(field.types), field.count, name in indexed, _example(field.example))
        for name, field in seen.items()
    ]


def _gather(found: dict[str, list[Value]], path: str, value: Value, *, depth: int) -> None:
    """Every path into a value, with the values at it."""
    bare = value.value if isinstance(value, Annotated) else value
    if not depth:
        return
    if isinstance(bare, Struct):
        for name, item in bare.items():
            inner = f"{path}.{name}" if path else name
            found.setdefault(inner, []).append(item)
            _gather(found, inner, item, depth=depth - 1)
    elif type(bare) is list:
        for item in bare:
            _gather(found, f"{path}[*]", item, depth=depth - 1)


def _example(value: Value) -> Value:
    """The value, or the beginning of its text."""
    text = ion_line(value)
    return value if len(text) <= LONGEST_EXAMPLE else f"{text[: LONGEST_EXAMPLE - 1]}…"


def quoted_name(name: str) -> str:
    """A table's name as it can stand in any statement."""
    return '"' + name.replace('"', '""') + '"'


def _matching(conversation: Conversation, words: Sequence[str], *, dropped: bool = False) -> list[TableDescription]:
    """The tables whose names match a pattern of ``*`` and ``?``; without one all active ones."""
    every = conversation.session.tables()
    if not words:
        return [table for table in every if dropped or table.status == "ACTIVE"]
    pattern = words[0].rstrip(";").replace("[", "[[]")
    return [table for table in every if fnmatchcase(table.name, pattern)]


def _table_named(every: Sequence[TableDescription], name: str) -> TableDescription:
    """By name, active ones first, or by table id."""
    for table in sorted(every, key=lambda each: each.status != "ACTIVE"):
        if name in (table.name, table.table_id):
            return table
    folded = [table for table in every if table.name.lower() == name.lower()]
    if len(folded) == 1:
        return folded[0]
    near = candidates(name, [table.name for table in every])
    hint = f"did you mean {' or '.join(near)}?" if near else r"\dt lists the tables"
    raise LedgerError("LS-LEDGER-001", f"there is no table '{name}'", hint=hint)
