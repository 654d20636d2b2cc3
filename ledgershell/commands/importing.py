r"""``\import``: the documents of a file in any format we read, or the tables of an SQLite database."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import PurePath

from ledgershell.commands.arguments import Arguments
from ledgershell.commands.conversation import Conversation
from ledgershell.commands.copy import size_of
from ledgershell.commands.describe import quoted_name
from ledgershell.commands.loading import Progressing, load, loaded
from ledgershell.commands.usage import at_most, wrong
from ledgershell.environment import UserPath
from ledgershell.errors import FileError
from ledgershell.ion.values import Struct
from ledgershell.render.safe_text import visible
from ledgershell.static_typing import Final

SQLITE: Final = "sqlite"
DELIMITED: Final = ("csv", "tsv")
_NO_NAME: Final = re.compile(r"[^A-Za-z0-9_]+")


def import_file(conversation: Conversation, arguments: Arguments) -> None:
    """Insert the documents of a file into a table, which is made if it is not there."""
    from ledgershell.exchange.documents import input_format

    words = arguments.words
    if not words:
        raise wrong("import", "a file's name is missing")
    path = conversation.path(words[0])
    if _is_database(path, words):
        names = [word for word in words[1:] if word.lower() != SQLITE]
        _import_database(conversation, path, names)
        return
    words = at_most("import", arguments, 3)
    chosen = input_format(path, words[2] if len(words) == 3 else None)
    table = words[1] if len(words) > 1 else _table_for(PurePath(words[0]).stem)
    total = size_of(path) if chosen.name in DELIMITED else 0
    with conversation.cancelling, Progressing(conversation, "import", total) as progress:
        count = _into(conversation, table, _documents(path, chosen.name, progress), progress)
    loaded(conversation, "IMPORT", count)


def _documents(path: UserPath, format_name: str, progress: Progressing) -> Iterable[Struct]:
    from ledgershell.exchange.documents import ReadOptions, read_documents

    return read_documents(path, format_name, ReadOptions(progress=progress.read))


def _is_database(path: UserPath, words: Sequence[str]) -> bool:
    if words[-1].lower() == SQLITE and len(words) > 1:
        return True
    return PurePath(path).suffix.lower() in (".db", ".sqlite", ".sqlite3")


def _import_database(conversation: Conversation, path: UserPath, names: Sequence[str]) -> None:
    """Each table of an SQLite database as a table of the ledger."""
    from ledgershell.exchange.sqlite_files import read_sqlite

    tables = read_sqlite(path, names)
    if not tables:
        raise FileError("LS-FILE-009", f"{visible(path.given)} has no tables", hint="there is nothing to import")
    every = 0
    with conversation.cancelling, Progressing(conversation, "import") as progress:
        for name, rows in tables:
            count = _into(conversation, _table_for(name), rows, progress)
            progress.clear()
            if len(tables) > 1:
                conversation.notice(f"{_table_for(name)}: {count}")
            every += count
    loaded(conversation, "IMPORT", every)


def _into(conversation: Conversation, table: str, documents: Iterable[Struct], progress: Progressing) -> int:
    names = [each.name for each in conversation.session.tables() if each.status == "ACTIVE"]
    there = table in names or [name.lower() for name in names].count(table.lower()) == 1
    create = None if there else f"CREATE TABLE {quoted_name(table)}"
    return load(conversation, quoted_name(table), progress.documents(documents), create=create, clear=progress.clear)


def _table_for(text: str) -> str:
    """A table's name made of a file's or of another database's."""
    name = _NO_NAME.sub("_", text).strip("_") or "imported"
    return f"t_{name}" if name[0].isdigit() else name
