"""Gathers what completion knows: the catalogue, the shapes of documents, and which names are used.

Everything is done on the one thread that the prompt runs on, in moments when nobody types: tables are sampled one at a
time, those least recently looked at first, until a turn's time is over.  So a key waits for at most one sample.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ledgershell.commands.conversation import Conversation
from ledgershell.commands.registry import COMMANDS
from ledgershell.errors import LedgershellError
from ledgershell.ledger.protocols import TableDescription
from ledgershell.partiql.keywords import RESERVED
from ledgershell.partiql.lexer import scan
from ledgershell.render.safe_text import is_safe
from ledgershell.shell.completion.known import Item, Known
from ledgershell.shell.completion.shapes import Shape
from ledgershell.static_typing import Final

SAMPLED: Final = 20
"""Documents of one table that are looked at in one turn."""
TURN: Final = 0.05
"""Seconds after which no further table is sampled at this prompt."""
REMEMBERED: Final = 300
"""Texts of the history that are looked at for names."""
LONGEST_TEXT: Final = 5_000
COMMAND_ITEMS: Final = tuple(Item(command.name, command.summary) for command in COMMANDS.values())


class Learning:
    """Keeps :attr:`known` up to date."""

    def __init__(self, conversation: Conversation) -> None:
        self._conversation = conversation
        self._state: object = None
        self._tables: Sequence[TableDescription] = ()
        self._shapes: dict[str, Shape] = {}
        self._sampled: dict[str, object] = {}
        self._functions: Sequence[Item] = ()
        self._uses: dict[str, int] = {}
        self._history_read = False

    def refresh(self, tip: int) -> None:
        """See which tables there are, if anything has happened since."""
        session = self._conversation.session
        state = (tip, session.transaction(), session.as_of)
        if state == self._state:
            return
        try:
            self._tables = session.tables(counted=False)
        except LedgershellError:  # the next statement will say it
            return
        self._state = state
        present = {table.table_id for table in self._tables}
        for table_id in [each for each in self._shapes if each not in present]:
            del self._shapes[table_id]

    def pending(self) -> Iterator[None]:
        """Learn a bit more with each step, until all is known that is worth it now."""
        if not self._functions:
            from ledgershell.commands.help_topics import functions

            self._functions = [Item(name, function.signature) for name, function in functions().items()]
            yield
        clock = self._conversation.environment.clock
        end = clock.elapsed() + TURN
        stale = [table for table in self._active() if self._sampled.get(table.table_id) != self._state]
        stale.sort(key=lambda table: table.table_id in self._sampled)
        for table in stale:
            if clock.elapsed() >= end:
                return
            self._sampled.pop(table.table_id, None)
            self._sampled[table.table_id] = self._state
            self._sample(table)
            yield

    def _sample(self, table: TableDescription) -> None:
        from ledgershell.commands.describe import type_name

        shape = self._shapes.setdefault(table.table_id, Shape())
        try:
            for document in self._conversation.session.sample(table.table_id, SAMPLED):
                shape.learn(document, type_name)
        except LedgershellError:  # a damaged document: whoever reads it will be told
            return

    def _active(self) -> list[TableDescription]:
        return [table for table in self._tables if table.status == "ACTIVE" and is_safe(table.name)]

    def remember(self, texts: Sequence[str]) -> None:
        """What was typed before, in earlier conversations; counts once."""
        if not self._history_read:
            self._history_read = True
            for text in texts[-REMEMBERED:]:
                self.used(text)

    def used(self, text: str) -> None:
        """Somebody has typed this."""
        uses = self._uses
        for kind, start, end in scan(text[:LONGEST_TEXT]):
            if kind in ("word", "quoted"):
                name = text[start:end].strip('"').lower()
                if name.upper() not in RESERVED:
                    uses[name] = uses.get(name, 0) + 1

    @property
    def known(self) -> Known:
        """All that is known now."""
        return Known(
            tables={table.name: self._shapes.get(table.table_id) or Shape() for table in self._active()},
            dropped=[
                Item(table.table_id, table.name)
                for table in self._tables
                if table.status != "ACTIVE" and is_safe(table.name)
            ],
            indexes=[
                Item(index.index_id, f"{table.name} ({index.field})")
                for table in self._active()
                for index in table.indexes
            ],
            functions=self._functions,
            variables=[Item(name, value) for name, value in self._conversation.variables.items()],
            commands=COMMAND_ITEMS,
            uses=self._uses,
        )
