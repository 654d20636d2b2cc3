r"""``\q``."""

from __future__ import annotations

from ledgershell.commands.arguments import Arguments
from ledgershell.commands.conversation import Conversation, Leave
from ledgershell.commands.usage import at_most


def leave(_conversation: Conversation, arguments: Arguments) -> None:
    """End the script or the conversation."""
    at_most("q", arguments, 0)
    raise Leave
