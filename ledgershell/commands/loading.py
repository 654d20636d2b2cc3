r"""Documents into a table, from whatever file: ``\copy … FROM`` and ``\import``.

Documents are taken as they come, a few hundred at a time, so memory does not grow with the file.  All of them are one
transaction (or a part of the open one), so that either every document is there or none; with ``\set BATCH n`` each
``n`` are a transaction of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from ledgershell.commands.conversation import Conversation
from ledgershell.errors import Interrupted, LedgershellError
from ledgershell.ion.values import Struct
from ledgershell.ledger.protocols import CommittedBlock
from ledgershell.render.footer import counted
from ledgershell.render.progress import Progress
from ledgershell.static_typing import Final, TypeVar

Item = TypeVar("Item")

AT_ONCE: Final = 500
"""Documents that one INSERT gets, so that memory stays bounded whatever the file's size."""


class Progressing:
    """Shows how much of a file has been read, and stops reading when somebody wants it to."""

    def __init__(self, conversation: Conversation, title: str, total: int = 0) -> None:
        self._conversation = conversation
        self._progress = Progress(conversation.environment, title)
        self._total = total
        self._read = 0
        self._documents = 0

    def __enter__(self) -> Progressing:
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.clear()

    def read(self, count: int) -> None:
        """So many bytes more have been read.  Raises :class:`Interrupted`: a pass that only looks at the columns'
        types takes a while too."""
        self._read += count
        self._heed()
        self._tell()

    def documents(self, source: Iterable[Item]) -> Iterator[Item]:
        """The documents, looking now and then whether to stop.  Raises :class:`Interrupted`."""
        for document in source:
            self._heed()
            self._documents += 1
            if not self._documents % AT_ONCE:
                self._tell()
            yield document

    def _heed(self) -> None:
        if self._conversation.cancelling.requested():
            raise Interrupted("LS-EVAL-001", "cancelled", hint="nothing of the file's rest was read")

    def _tell(self) -> None:
        if self._total and self._read:
            self._progress.tell(min(self._read, self._total), self._total)
        else:
            self._progress.count(self._documents)

    def clear(self) -> None:
        """Make room for a notice."""
        self._progress.clear()


def load(
    conversation: Conversation,
    table: str,
    documents: Iterable[Struct],
    *,
    create: str | None = None,
    clear: Callable[[], None] = lambda: None,
) -> int:
    """Insert documents into ``table``, a name that is ready to stand in a statement; returns how many.

    ``create``  a statement that makes the table, run in the same transaction
    ``clear``   makes room on the terminal for a notice
    """
    session = conversation.session
    batch = conversation.variables.count("BATCH")
    if session.transaction() is not None:
        _create(conversation, create)
        return _insert_all(conversation, table, documents)
    if batch:
        _create(conversation, create)
        return _insert_in_batches(conversation, table, documents, batch, clear)
    session.begin()
    try:
        _create(conversation, create)
        count = _insert_all(conversation, table, documents)
        block = session.commit()
        if block is not None:
            conversation.last_block = block.seq
    except BaseException:
        if session.transaction() is not None:
            session.abort()
        raise
    return count


def _create(conversation: Conversation, statement: str | None) -> None:
    if statement is not None:
        conversation.session.execute(statement).all()


def _insert(conversation: Conversation, table: str, documents: Sequence[Struct]) -> CommittedBlock | None:
    result = conversation.session.execute(f"INSERT INTO {table} ?", (list(documents),))
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


def _insert_all(conversation: Conversation, table: str, documents: Iterable[Struct]) -> int:
    count = 0
    for chunk in _chunks(documents, AT_ONCE):
        _insert(conversation, table, chunk)
        count += len(chunk)
    return count


def _insert_in_batches(
    conversation: Conversation, table: str, documents: Iterable[Struct], batch: int, clear: Callable[[], None]
) -> int:
    count = 0
    try:
        for chunk in _chunks(documents, batch):
            block = _insert(conversation, table, chunk)
            count += len(chunk)
            if block is not None:
                conversation.last_block = block.seq
                clear()
                conversation.notice(f"block {block.seq}: {counted(len(chunk))}")
    except LedgershellError as error:
        clear()
        if count:
            first = "The first document is" if count == 1 else f"The first {count} documents are"
            conversation.notice(f"{first} committed; those behind are not.")
        raise error from None
    return count


def loaded(conversation: Conversation, tag: str, count: int) -> None:
    """Tell people and scripts that it is done."""
    conversation.variables.report("ROW_COUNT", str(count))
    conversation.variables.report("ERROR", "false")
    if conversation.chatty:
        conversation.tell(f"{tag} {count}")
