r"""``\copy TABLE FROM 'FILE' … CSV HEADER``: the rows of a file as documents of a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from ledgershell.commands.arguments import Arguments
from ledgershell.commands.conversation import Conversation
from ledgershell.commands.copy_syntax import CopyRequest, read_copy
from ledgershell.errors import Interrupted, LedgershellError
from ledgershell.exchange.csv_files import read_csv
from ledgershell.ion.values import Struct
from ledgershell.ledger.protocols import CommittedBlock
from ledgershell.render.footer import counted
from ledgershell.static_typing import Final

AT_ONCE: Final = 500
"""Documents that one INSERT gets, so that memory stays bounded whatever the file's size."""


def copy(conversation: Conversation, arguments: Arguments) -> None:
    """Insert the rows of a CSV file.

    One transaction for all (or the open one), so that either every row is there or none; with ``\\set BATCH n`` a
    transaction for each ``n`` documents.
    """
    request = read_copy(arguments.raw)
    batch = conversation.variables.count("BATCH")
    with conversation.cancelling:
        documents = _documents(conversation, request)
        if conversation.session.transaction() is not None:
            count = _insert_all(conversation, request, documents)
        elif batch:
            count = _insert_in_batches(conversation, request, documents, batch)
        else:
            count = _insert_as_one(conversation, request, documents)
    conversation.variables.report("ROW_COUNT", str(count))
    conversation.variables.report("ERROR", "false")
    if conversation.chatty:
        conversation.tell(f"COPY {count}")


def _documents(conversation: Conversation, request: CopyRequest) -> Iterator[Struct]:
    """The file's rows, looking now and then whether somebody wants it to stop."""
    options = request.options
    rows = read_csv(
        conversation.path(request.file),
        delimiter=options.delimiter,
        header=options.header,
        columns=request.fields or None,
        null=options.null,
        encoding=options.encoding,
    )
    for row in rows:
        if conversation.cancelling.requested():
            raise Interrupted("LS-EVAL-001", "cancelled", hint="nothing of the file's rest was read")
        yield row


def _insert(conversation: Conversation, request: CopyRequest, documents: Sequence[Struct]) -> CommittedBlock | None:
    result = conversation.session.execute(f"INSERT INTO {request.table} ?", (list(documents),))
    try:
        for _ in result:
            pass
        return result.committed
    finally:
        result.close()


def _chunks(documents: Iterable[Struct], size: int) -> Iterator[list[Struct]]:
    source = iter(documents)
    while chunk := list(islice(source, size)):
        yield chunk


def _insert_all(conversation: Conversation, request: CopyRequest, documents: Iterable[Struct]) -> int:
    count = 0
    for chunk in _chunks(documents, AT_ONCE):
        _insert(conversation, request, chunk)
        count += len(chunk)
    return count


def _insert_as_one(conversation: Conversation, request: CopyRequest, documents: Iterable[Struct]) -> int:
    session = conversation.session
    session.begin()
    try:
        count = _insert_all(conversation, request, documents)
        session.commit()
    except BaseException:
        if session.transaction() is not None:
            session.abort()
        raise
    return count


def _insert_in_batches(
    conversation: Conversation, request: CopyRequest, documents: Iterable[Struct], batch: int
) -> int:
    count = 0
    try:
        for chunk in _chunks(documents, batch):
            block = _insert(conversation, request, chunk)
            count += len(chunk)
            if block is not None:
                conversation.notice(f"block {block.seq}: {counted(len(chunk))}")
    except LedgershellError as error:
        if count:
            first = "The first document is" if count == 1 else f"The first {count} documents are"
            conversation.notice(f"{first} committed; those behind are not.")
        raise error from None
    return count
