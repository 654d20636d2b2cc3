r"""``\begin``, ``\commit`` and ``\abort``: the statements of those names, for hands used to Amazon QLDB's shell."""

from __future__ import annotations

from ledgershell.commands.arguments import Arguments
from ledgershell.commands.conversation import Conversation
from ledgershell.commands.usage import at_most


def begin(conversation: Conversation, arguments: Arguments) -> None:
    """Open a transaction."""
    at_most("begin", arguments, 0)
    conversation.run_statement("BEGIN")


def commit(conversation: Conversation, arguments: Arguments) -> None:
    """Commit the open transaction."""
    at_most("commit", arguments, 0)
    conversation.run_statement("COMMIT")


def abort(conversation: Conversation, arguments: Arguments) -> None:
    """Give up the open transaction."""
    at_most("abort", arguments, 0)
    conversation.run_statement("ABORT")
