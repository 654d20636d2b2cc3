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
from ledgershell.static_typing import Final

SAMPLED_DOCUMENTS: Final = 200
"""Documents that are looked at to say which fields a table's documents have."""

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


def tables(conversation: Conversation, arguments: Arguments) -> None:
    """List tables."""
    found = _matching(conversation, at_most("dt", arguments, 1))
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
    """List indexes."""
    found = _matching(conversation, at_most("di", arguments, 1))
    rows = [(each.name, index.field, index.status, index.index_id) for each in found for index in each.indexes]
    conversation.output.show_rows(("table", "field", "status", "indexId"), rows)
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
        rows: Iterable[Sequence[object]] = [(field, None, None, True) for field in sorted(indexed)]
    else:
        rows = _fields(conversation, table, indexed)
    conversation.output.show_rows(("field", "types", "documents", "indexed"), rows)


def _fields(conversation: Conversation, table: TableDescription, indexed: set[str]) -> list[tuple[str, str, int, bool]]:
    """(field, its types, documents that have it, whether it is indexed), in the order of first sight."""
    seen: dict[str, dict[str, None]] = {}
    counts: dict[str, int] = {}
    quoted = '"' + table.name.replace('"', '""') + '"'
    result = conversation.session.execute(f"SELECT VALUE t FROM {quoted} AS t")  # noqa: S608 - a quoted name
    looked_at = 0
    try:
        for document in result:
            looked_at += 1
            if isinstance(document, Struct):
                for name in dict.fromkeys(document.keys()):
                    counts[name] = counts.get(name, 0) + 1
                for name, value in document.items():
                    seen.setdefault(name, {})[type_name(value)] = None
            if looked_at == SAMPLED_DOCUMENTS:
                break
    finally:
        result.close()
    if table.documents > looked_at:
        conversation.notice(f"Fields as seen in the first {looked_at} documents:")
    for field in sorted(indexed - seen.keys()):
        seen[field], counts[field] = {}, 0
    return [(name, " | ".join(types), counts[name], name in indexed) for name, types in seen.items()]


def _matching(conversation: Conversation, words: Sequence[str]) -> list[TableDescription]:
    """The tables whose names match a pattern of ``*`` and ``?``; without one all active ones."""
    every = conversation.session.tables()
    if not words:
        return [table for table in every if table.status == "ACTIVE"]
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
