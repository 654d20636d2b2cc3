"""Completion as prompt_toolkit wants it: the two steps one after the other."""

from __future__ import annotations

from collections.abc import Iterable

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

from ledgershell.commands.conversation import Conversation
from ledgershell.shell.completion.arguments import argument_candidates, file_candidates, wants_file
from ledgershell.shell.completion.candidates import Candidate, candidates
from ledgershell.shell.completion.learning import Learning
from ledgershell.shell.completion.wanted import Wanted, wanted_at
from ledgershell.shell.pieces import Pieces


class StatementCompleter(Completer):
    """Offers what fits at the cursor, from what :attr:`learning` knows."""

    def __init__(self, conversation: Conversation) -> None:
        self._conversation = conversation
        self._pieces = Pieces()
        self.learning = Learning(conversation)

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        """The candidates at the cursor, best first."""
        start, _ = self._pieces.around(document.text, document.cursor_position)
        wanted = wanted_at(document.text[start:], document.cursor_position - start)
        if complete_event.text_inserted and not self._offers_itself(wanted):
            return
        for candidate in self.found(wanted):
            yield Completion(
                candidate.text,
                start_position=start + wanted.start - document.cursor_position,
                display=candidate.shown,
                display_meta=candidate.about or candidate.kind,
                style=f"class:completion.{candidate.kind}",
            )

    def found(self, wanted: Wanted) -> list[Candidate]:
        """What fits."""
        known = self.learning.known
        if wanted.names != "argument":
            return candidates(wanted, known)
        found = argument_candidates(wanted, known)
        return found + file_candidates(wanted, self._conversation.folder) if wants_file(wanted) else found

    @staticmethod
    def _offers_itself(wanted: Wanted) -> bool:
        """Whether the menu may open without being asked: where something is typed, or little else can follow."""
        return bool(wanted.typed) or wanted.names in ("path", "table", "key", "dropped", "index")
