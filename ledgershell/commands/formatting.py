r"""How results look: ``\format``, ``\x`` and ``\timing``."""

from __future__ import annotations

from ledgershell.commands.arguments import Arguments
from ledgershell.commands.conversation import Conversation
from ledgershell.commands.usage import at_most, wrong
from ledgershell.commands.variables import switch
from ledgershell.render.formats import FORMATS, format_named


def choose_format(conversation: Conversation, arguments: Arguments) -> None:
    """Set the output format, or list the formats."""
    words = at_most("format", arguments, 1)
    if words:
        conversation.output.format = format_named(words[0].lower()).name
        conversation.notice(f"Output format is {conversation.output.format}.")
        return
    conversation.notice(f"Output format is {conversation.output.format}.")
    conversation.output.show_rows(("format", "meaning"), [(each.name, each.summary) for each in FORMATS.values()])


def _switched(name: str, arguments: Arguments, now: bool) -> bool:
    """The state that was asked for; without an argument the other one."""
    words = at_most(name, arguments, 1)
    if not words:
        return not now
    state = switch(words[0])
    if state is None:
        raise wrong(name, "the argument is on or off")
    return state


def expanded(conversation: Conversation, arguments: Arguments) -> None:
    """One field a line."""
    conversation.output.expanded = _switched("x", arguments, conversation.output.expanded)
    conversation.notice(f"Expanded display is {'on' if conversation.output.expanded else 'off'}.")


def timing(conversation: Conversation, arguments: Arguments) -> None:
    """Say how long each statement took."""
    conversation.timing = _switched("timing", arguments, conversation.timing)
    conversation.notice(f"Timing is {'on' if conversation.timing else 'off'}.")
