r"""``\df`` and ``\dv``: what the language brings along, beside the tables of the ledger."""

from __future__ import annotations

from fnmatch import fnmatchcase

from ledgershell.commands.arguments import Arguments
from ledgershell.commands.conversation import Conversation
from ledgershell.commands.describe import quoted_name
from ledgershell.commands.help_topics import functions
from ledgershell.commands.usage import at_most
from ledgershell.ion.values import Value
from ledgershell.static_typing import Final

VIEWS: Final = (
    ("history(TABLE [, FROM [, TO]])", "every revision of a table's documents"),
    ("changes(TABLE [, FROM [, TO]])", "what happened to a table's documents: before and after, one a revision"),
    ("information_schema.user_tables", "the tables and their indexes"),
)


def list_functions(conversation: Conversation, arguments: Arguments) -> None:
    """List the functions whose names match a pattern, in any case; with ``+`` each with an example."""
    words = at_most("df", arguments, 1)
    pattern = _pattern(words[0].upper() if words else "*")
    found = [function for name, function in functions().items() if fnmatchcase(name, pattern)]
    columns: tuple[str, ...] = ("name", "signature", "origin", "summary")
    rows: list[tuple[Value, ...]] = [(each.name, each.signature, each.origin, each.summary) for each in found]
    if arguments.plus:
        columns += ("example", "result")
        rows = [(*row, each.example, each.result) for row, each in zip(rows, found, strict=True)]
    conversation.output.show_rows(columns, rows)
    if not found:
        conversation.notice("There are no such functions.")


def list_views(conversation: Conversation, arguments: Arguments) -> None:
    """List what can be read besides tables: the committed view of each, and the table functions."""
    words = at_most("dv", arguments, 1)
    pattern = _pattern(words[0] if words else "*")
    names = [table.name for table in conversation.session.tables() if table.status == "ACTIVE"]
    rows = [(_committed(name), f"the documents of {name} with address, hash and metadata") for name in names]
    rows += VIEWS
    conversation.output.show_rows(
        ("view", "meaning"), [row for row in rows if fnmatchcase(row[0].strip('"').partition("(")[0], pattern)]
    )


def _pattern(text: str) -> str:
    return text.rstrip(";").replace("[", "[[]")


def _committed(name: str) -> str:
    view = f"_ql_committed_{name}"
    return view if view.isascii() and view.isidentifier() else quoted_name(view)
