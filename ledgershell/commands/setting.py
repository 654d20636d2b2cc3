r"""``\set`` and ``\unset``."""

from __future__ import annotations

from ledgershell.commands.arguments import Arguments
from ledgershell.commands.conversation import Conversation
from ledgershell.commands.usage import exactly_one
from ledgershell.render.safe_text import visible


def set_variable(conversation: Conversation, arguments: Arguments) -> None:
    """Set a variable to the values joined together; without a name, list all."""
    words = arguments.words
    if not words:
        listed = [f"{name} = '{visible(value)}'\n" for name, value in conversation.variables.items()]
        conversation.output.write("".join(listed))
        return
    conversation.variables.set(words[0], "".join(words[1:]))


def unset_variable(conversation: Conversation, arguments: Arguments) -> None:
    """Forget a variable."""
    conversation.variables.unset(exactly_one("unset", arguments))
