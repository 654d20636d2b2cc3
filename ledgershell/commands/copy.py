r"""``\copy``: the rows of a CSV file as documents of a table, and what a query returns as a CSV file."""

from __future__ import annotations

from ledgershell.commands.arguments import Arguments
from ledgershell.commands.conversation import Conversation
from ledgershell.commands.copy_syntax import CopyRequest, read_copy
from ledgershell.commands.loading import Progressing, load, loaded
from ledgershell.environment import UserPath
from ledgershell.exchange.csv_files import CsvFile, read_csv
from ledgershell.static_typing import Final

PASSES: Final = 2
"""How often a CSV file is read: to learn the columns' types, and for its rows."""


def copy(conversation: Conversation, arguments: Arguments) -> None:
    """Insert the rows of a CSV file, or write one."""
    request = read_copy(arguments.raw)
    if request.out:
        from ledgershell.commands.unloading import copy_out

        copy_out(conversation, request)
        return
    path = conversation.path(request.file)
    with conversation.cancelling, Progressing(conversation, "copy", size_of(path)) as progress:
        rows = rows_of(path, request, progress)
        count = load(conversation, request.table, progress.documents(rows), clear=progress.clear)
    loaded(conversation, "COPY", count)


def size_of(path: UserPath) -> int:
    """Bytes that will be read of a CSV file; 0 when that is not known."""
    import os

    try:
        return os.stat(path).st_size * PASSES  # noqa: PTH116 - a name that cannot be a path is no error yet
    except (OSError, ValueError):
        return 0


def rows_of(path: UserPath, request: CopyRequest, progress: Progressing) -> CsvFile:
    """The file, its columns' types learnt; raises :class:`Interrupted` when somebody wants it to stop."""
    options = request.options
    return read_csv(
        path,
        delimiter=options.delimiter,
        header=options.header,
        columns=request.fields or None,
        null=options.null,
        encoding=options.encoding,
        progress=progress.read,
    )
