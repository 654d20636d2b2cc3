r"""Completion with Tab: keywords, tables and functions in statements; names and first arguments of meta-commands.

What is wanted is worked out from the text alone (:func:`wanted_at`); what exists is gathered when the prompt appears
(:meth:`MetaAndStatementCompleter.refresh`), so no key waits for the ledger.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from prompt_toolkit.completion import CompleteEvent, Completer, Completion, PathCompleter
from prompt_toolkit.document import Document

from ledgershell.commands.conversation import Conversation
from ledgershell.commands.help_topics import TOPICS, functions
from ledgershell.commands.registry import COMMANDS, named
from ledgershell.errors import LedgershellError
from ledgershell.partiql.lexer import scan
from ledgershell.render.formats import FORMATS
from ledgershell.render.safe_text import is_safe
from ledgershell.static_typing import Final, Literal, NamedTuple

Kind = Literal["nothing", "statement", "table", "command", "file", "format", "variable", "topic"]

TABLE_FOLLOWS: Final = frozenset(("FROM", "INTO", "UPDATE", "TABLE", "ON", "JOIN"))
_KEYWORD_TEXT: Final = """
    ABORT ALL AND AS ASC AT BEGIN BETWEEN BY CASE CAST COMMIT CREATE CROSS DELETE DESC DISTINCT DROP ELSE END ESCAPE
    EXCEPT EXEC EXISTS EXPLAIN FALSE FROM GROUP HAVING IN INDEX INNER INSERT INTERSECT INTO IS JOIN LEFT LIKE LIMIT
    MISSING NOT NULL OFFSET ON OR ORDER PIVOT REDACT_REVISION REMOVE RIGHT ROLLBACK SELECT SET START TABLE THEN
    TRANSACTION TRUE UNDROP UNION UNPIVOT UPDATE VALUE VALUES WHEN WHERE WITH
"""
KEYWORDS: Final = tuple(_KEYWORD_TEXT.split())
SOURCES: Final = ("history", "changes", "information_schema.user_tables")


class Wanted(NamedTuple):
    """What kind of thing the cursor stands in, and how much of it is typed."""

    kind: Kind
    typed: str


def wanted_at(text: str) -> Wanted:
    """What could be completed at the end of ``text``."""
    line = text.rpartition("\n")[2].lstrip()
    if line.startswith("\\"):
        return _wanted_by_command(line)
    found = list(scan(text))
    if found and found[-1][0] in ("unterminated", "comment", "string", "ion"):
        return Wanted("nothing", "")
    touches = bool(found) and found[-1][2] == len(text) and found[-1][0] == "word"
    typed = text[found[-1][1] :] if touches else ""
    before = found[:-1] if touches else found
    previous = text[before[-1][1] : before[-1][2]].upper() if before else ""
    if previous == ".":
        return Wanted("nothing", typed)
    return Wanted("table" if previous in TABLE_FOLLOWS else "statement", typed)


def _wanted_by_command(line: str) -> Wanted:
    name, blank, rest = line[1:].partition(" ")
    if not blank:
        return Wanted("command", name)
    command = named(name)
    typed = rest.lstrip()
    if command is None or not command.completes or " " in typed:
        return Wanted("nothing", "")
    return Wanted(command.completes, typed)


class MetaAndStatementCompleter(Completer):
    """Offers what :func:`wanted_at` asks for."""

    def __init__(self, conversation: Conversation) -> None:
        self._conversation = conversation
        self._tables: Sequence[str] = ()
        self._functions: Sequence[str] = ()
        self._files = PathCompleter(expanduser=True)

    def refresh(self) -> None:
        """Look again which tables there are."""
        try:
            tables = self._conversation.session.tables()
        except LedgershellError:
            return
        self._tables = [table.name for table in tables if table.status == "ACTIVE" and is_safe(table.name)]

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        """The candidates for the text before the cursor."""
        kind, typed = wanted_at(document.text_before_cursor)
        if kind == "file":
            yield from self._files.get_completions(Document(typed), complete_event)
            return
        lowered = typed.lower()
        for name in self._names(kind):
            if name.lower().startswith(lowered):
                yield Completion(name, start_position=-len(typed))

    def _names(self, kind: Kind) -> Iterable[str]:
        if kind == "table":
            return [*self._tables, *SOURCES]
        if kind == "statement":
            return [*KEYWORDS, *self._tables, *self._function_names()]
        if kind == "command":
            return COMMANDS
        if kind == "format":
            return FORMATS
        if kind == "topic":
            return [*TOPICS, *self._function_names()]
        if kind == "variable":
            return [name for name, _ in self._conversation.variables.items()]
        return ()

    def _function_names(self) -> Sequence[str]:
        if not self._functions:
            self._functions = list(functions())
        return self._functions
