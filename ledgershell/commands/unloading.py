r"""``\export`` and ``\copy … TO``: tables and the results of queries as files.

A file is there whole or not at all.  Rows are written as they come, so memory does not grow with the result.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePath
from types import MappingProxyType

from ledgershell.commands.arguments import Arguments
from ledgershell.commands.conversation import Conversation
from ledgershell.commands.copy_syntax import CopyRequest
from ledgershell.commands.describe import quoted_name
from ledgershell.commands.loading import Progressing, loaded
from ledgershell.commands.usage import wrong
from ledgershell.environment import UserPath
from ledgershell.errors import FileError, LedgerError
from ledgershell.exchange.output_file import output_file
from ledgershell.exchange.sqlite_files import ENDINGS, write_sqlite
from ledgershell.ion.values import Value
from ledgershell.ledger.protocols import Result
from ledgershell.render.formats import FORMATS, format_named, render
from ledgershell.render.options import RenderOptions
from ledgershell.static_typing import Final

SQLITE: Final = "sqlite"
BY_ENDING: Final = MappingProxyType(
    {
        ".csv": "csv",
        ".tsv": "tsv",
        ".tab": "tsv",
        ".json": "json",
        ".jsonl": "jsonl",
        ".ndjson": "jsonl",
        ".ion": "ion-lines",
        ".10n": "ion-binary",
        ".md": "markdown",
        ".html": "html",
        **dict.fromkeys(ENDINGS, SQLITE),
    }
)
"""Which format a file's name tells."""


def export(conversation: Conversation, arguments: Arguments) -> None:
    """Write a table, or what a query returns, to a file; or tables to an SQLite database."""
    words = arguments.words
    if len(words) > 1 and words[0].lower() == SQLITE:
        tables = list(words[2:]) or _active(conversation)
        _export_database(conversation, conversation.path(words[1]), [(name, _everything_of(name)) for name in tables])
        return
    if not 2 <= len(words) <= 3:
        raise wrong("export", "a table (or a query in quotes) and a file are wanted")
    path = conversation.path(words[1])
    query = _query(words[0])
    chosen = words[2].lower() if len(words) == 3 else _told_by(path)
    if chosen == SQLITE:
        name = words[0] if query == _everything_of(words[0]) else "result"
        _export_database(conversation, path, [(name, query)])
    else:
        count = _write(conversation, query, path, "ion-lines" if chosen == "ion" else chosen, RenderOptions())
        loaded(conversation, "EXPORT", count)


def copy_out(conversation: Conversation, request: CopyRequest) -> None:
    r"""``\copy {TABLE | (QUERY)} TO 'file' CSV``; without HEADER the file has none, as in psql."""
    options = request.options
    wishes = RenderOptions(header=options.header, csv_separator=options.delimiter, csv_null=options.null)
    if request.file.upper() in ("STDOUT", "PSTDOUT") and not request.quoted:
        with conversation.cancelling:
            result = conversation.session.execute(request.query)
            stream = conversation.environment.stdout
            count = render(result, format_named("csv").make(stream, wishes), result.columns)
            stream.flush()
    else:
        count = _write(conversation, request.query, conversation.path(request.file), "csv", wishes, replace=True)
    loaded(conversation, "COPY", count)


def _query(text: str) -> str:
    """A table's name as the query of all its documents; a query as it is."""
    stripped = text.strip().rstrip(";")
    if stripped.startswith("(") or len(stripped.split(None, 1)) > 1:
        return stripped
    return _everything_of(stripped)


def _everything_of(table: str) -> str:
    return f"SELECT VALUE t FROM {quoted_name(table)} AS t"  # noqa: S608 - a quoted name


def _active(conversation: Conversation) -> list[str]:
    names = [table.name for table in conversation.session.tables() if table.status == "ACTIVE"]
    if not names:
        raise LedgerError("LS-LEDGER-001", "there are no tables to export", hint="CREATE TABLE makes one")
    return names


def _told_by(path: UserPath) -> str:
    ending = PurePath(path).suffix.lower()
    if ending not in BY_ENDING:
        known = ", ".join([*FORMATS, SQLITE])
        raise FileError("LS-FILE-011", "the file's name does not tell its format", hint=f"name it: one of {known}")
    return BY_ENDING[ending]


def _write(
    conversation: Conversation,
    query: str,
    path: UserPath,
    format_name: str,
    wishes: RenderOptions,
    *,
    replace: bool = False,
) -> int:
    chosen = format_named(format_name)
    with conversation.cancelling, Progressing(conversation, "export") as progress:
        result = conversation.session.execute(query)
        try:
            with output_file(path, binary=chosen.binary, replace=replace) as stream:
                return render(progress.documents(result), chosen.make(stream, wishes), result.columns)
        finally:
            result.close()


def _export_database(conversation: Conversation, path: UserPath, queries: list[tuple[str, str]]) -> None:
    results: list[Result] = []

    def tables(progress: Progressing) -> Iterator[tuple[str, Iterable[Value]]]:
        for name, query in queries:
            result = conversation.session.execute(query)
            results.append(result)
            yield name, progress.documents(result)

    with conversation.cancelling, Progressing(conversation, "export") as progress:
        try:
            count = write_sqlite(path, tables(progress))
        finally:
            for result in results:
                result.close()
    loaded(conversation, "EXPORT", count)
