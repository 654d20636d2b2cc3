r"""``\set BATCH n``: a large INSERT, UPDATE, DELETE or FROM as several blocks of at most ``n`` documents each.

Which documents a change concerns is settled once, as of the moment when the statement begins; then each ``n`` of them
are changed by the same statement with ``id IN ?`` in the place of its condition, in a transaction of its own.  The
source of an INSERT is read once too, while its documents are written.  So the whole is not atomic: somebody else may
see, or do, something between two blocks, and an error leaves the blocks before it committed, which is said.  A document
that was deleted meanwhile is passed over.

Inside an open transaction nothing is split, nor is a statement that cannot be told apart like this: one document after
VALUE, a list of columns, VALUES rows, a FROM with several sources.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from ledgershell.commands.conversation import Conversation
from ledgershell.errors import LedgershellError, Span
from ledgershell.ion.values import Value
from ledgershell.partiql import ast
from ledgershell.partiql.lexer import scan
from ledgershell.partiql.parser import parse
from ledgershell.render.footer import counted
from ledgershell.static_typing import Final, NamedTuple

CHANGES: Final = frozenset(("INSERT", "UPSERT", "REPLACE", "UPDATE", "DELETE", "FROM"))
"""First words of statements that may be split."""
IDENTITY: Final = '"$id in batch"'
"""The variable of a document's id, where the statement has none."""


class Split(NamedTuple):
    """A change taken apart.

    ``selection``  the query of what is to be changed: ids, or whole documents for an INSERT
    ``change``     the statement for one batch; its parameter number ``place`` takes the batch
    ``chosen``     the parameters of the selection, ``kept`` those of the change without the batch
    """

    selection: str
    change: str
    chosen: tuple[Value, ...]
    kept: tuple[Value, ...]
    place: int

    def parameters(self, batch: list[Value]) -> tuple[Value, ...]:
        """What the change for this batch is run with."""
        return (*self.kept[: self.place], batch, *self.kept[self.place :])


def split(text: str, parameters: Sequence[Value]) -> Split | None:
    """How the statement can be run in parts, or ``None`` when it cannot.  Raises :class:`ParseError`."""
    statement = parse(text)
    if isinstance(statement, ast.Insert):
        return _split_insert(text, statement, parameters)
    if isinstance(statement, ast.Delete):
        return _split_change(text, statement.table.span, statement.table.identity, statement, parameters)
    if isinstance(statement, ast.Update):
        return _split_change(text, statement.table.span, statement.table.identity, statement, parameters)
    if isinstance(statement, ast.FromStatement) and len(statement.from_items) == 1:
        item = statement.from_items[0]
        if isinstance(item, ast.FromSource) and isinstance(item.expression, ast.Variable) and item.moment is None:
            return _split_change(text, item.span, item.identity, statement, parameters)
    return None


def _split_insert(text: str, statement: ast.Insert, parameters: Sequence[Value]) -> Split | None:
    source = statement.source
    if source is None or statement.single or statement.columns:
        return None
    start, end = source.span
    written = text[start:end]
    if written.lstrip("( ")[:6].upper() == "VALUES":
        return None
    before, inside = _parameters_in(text[:start]), _parameters_in(written)
    return Split(
        f"SELECT VALUE v FROM ({written}) AS v",  # noqa: S608 - the statement's own text
        f"{text[:start]}?{text[end:]}",
        tuple(parameters[before : before + inside]),
        (*parameters[:before], *parameters[before + inside :]),
        before,
    )


def _split_change(
    text: str,
    table: Span,
    identity: ast.Identifier | None,
    statement: ast.Delete | ast.Update | ast.FromStatement,
    parameters: Sequence[Value],
) -> Split:
    name = IDENTITY if identity is None else text[identity.span.start : identity.span.end]
    naming = "" if identity is not None else f" BY {IDENTITY}"
    where = statement.where
    if where is not None:
        start, end, keyword = where.span.start, where.span.end, ""
        condition = f" WHERE {text[start:end]}"
    else:
        start = end = statement.changes[-1].span.end if isinstance(statement, ast.Update) else table.end
        keyword, condition = " WHERE ", ""
    before, inside = _parameters_in(text[:start]), _parameters_in(text[start:end])
    return Split(
        f"SELECT VALUE {name} FROM {text[table.start : table.end]}{naming}{condition}",  # noqa: S608 - its own text
        f"{text[: table.end]}{naming}{text[table.end : start]}{keyword}{name} IN ?{text[end:]}",
        tuple(parameters[before : before + inside]),
        (*parameters[:before], *parameters[before + inside :]),
        before,
    )


def _parameters_in(text: str) -> int:
    return sum(kind == "symbol" and text[start:end] == "?" for kind, start, end in scan(text))


def run_in_batches(conversation: Conversation, text: str, parameters: Sequence[Value], format_name: str | None) -> bool:
    """Run the statement in parts if it can be; returns whether it was.  Raises :class:`LedgershellError`."""
    batch = conversation.variables.count("BATCH")
    parts = split(text, parameters)
    if parts is None:
        return False
    run = _Batches(conversation, parts, batch)
    with conversation.cancelling:
        conversation.last_statement = text
        try:
            count = conversation.output.show(conversation.observed(run.values()), format_name=format_name)
        except LedgershellError as error:
            run.tell_of_failure()
            if error.text != text:
                error.text = error.span = None  # it is about a part, which nobody has written
            raise
    run.finished(count)
    return True


class _Batches:
    """One change that is run in parts."""

    def __init__(self, conversation: Conversation, parts: Split, size: int) -> None:
        self._conversation = conversation
        self._parts = parts
        self._size = size
        self._done = 0
        self._blocks: list[int] = []
        self._tag = ""

    def values(self) -> Iterator[Value]:
        """What the changes return, one part after the other."""
        session, parts = self._conversation.session, self._parts
        selection = session.execute(parts.selection, parts.chosen)
        try:
            found: Iterator[Value] = iter(selection)
            if not parts.change.upper().startswith(("INSERT", "UPSERT", "REPLACE")):
                found = iter(list(found))  # the ids are settled before anything is changed
                selection.close()
            while batch := list(islice(found, self._size)):
                result = session.execute(parts.change, parts.parameters(batch))
                changed = 0
                try:
                    for value in result:
                        changed += 1
                        yield value
                finally:
                    result.close()
                self._committed(result.tag, changed, None if result.committed is None else result.committed.seq)
        finally:
            selection.close()

    def _committed(self, tag: str, changed: int, block: int | None) -> None:
        self._tag = tag.rpartition(" ")[0]
        self._done += changed
        if block is not None:
            self._blocks.append(block)
            self._conversation.last_block = block
            self._conversation.notice(f"block {block}: {counted(changed)}")

    def tell_of_failure(self) -> None:
        """Say what stays of a change that did not come to its end."""
        if self._blocks:
            blocks = f"block {self._blocks[0]}" if len(self._blocks) == 1 else f"{len(self._blocks)} blocks"
            last = "" if len(self._blocks) == 1 else f" (the last one is {self._blocks[-1]})"
            what = "1 document is" if self._done == 1 else f"{self._done} documents are"
            self._conversation.notice(f"{what} committed in {blocks}{last}; the rest is not.")

    def finished(self, count: int) -> None:
        """Tell people and scripts."""
        conversation = self._conversation
        conversation.variables.report("ERROR", "false")
        conversation.variables.report("ERROR_CODE", "")
        conversation.variables.report("ROW_COUNT", str(count))
        if conversation.chatty and self._tag:
            conversation.tell(f"{self._tag} {self._done} ({counted(len(self._blocks), 'block')})")
