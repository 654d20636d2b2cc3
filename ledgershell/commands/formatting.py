r"""How results look: ``\format``, ``\pset`` with psql's short forms of it, and ``\timing``."""

from __future__ import annotations

from ledgershell.commands.arguments import Arguments
from ledgershell.commands.conversation import Conversation
from ledgershell.commands.output import AUTOMATIC
from ledgershell.commands.usage import at_most, wrong
from ledgershell.commands.variables import switch
from ledgershell.render.formats import FORMATS
from ledgershell.static_typing import Final

UNALIGNED: Final = "unaligned"
HTML: Final = "html"


def choose_format(conversation: Conversation, arguments: Arguments) -> None:
    """Set the output format, or list the formats."""
    words = at_most("format", arguments, 1)
    if words:
        _wish(conversation, "format", words[0])
        return
    conversation.notice(f"Output format is {conversation.output.format}.")
    conversation.output.show_rows(("format", "meaning"), [(each.name, each.summary) for each in FORMATS.values()])


def display(conversation: Conversation, arguments: Arguments) -> None:
    """Set one of the options of display; without any, list them."""
    words = at_most("pset", arguments, 2)
    if words:
        _wish(conversation, *words)
        return
    from ledgershell.render.wishes import WISHES, shown

    wishes = conversation.output.wishes
    rows = [("format", conversation.output.format, "how results are written")]
    rows += [(name, shown(wishes, name), wish.summary) for name, wish in WISHES.items()]
    conversation.output.show_rows(("option", "value", "meaning"), sorted(rows))


def set_display(conversation: Conversation, text: str) -> None:
    """``NAME`` or ``NAME=VALUE``, as ``-P`` has it; nothing is said of it."""
    name, equals, value = text.partition("=")
    conversation.output.wish(name, value if equals else None)
    conversation.origins[name] = conversation.variables.origin


def _wish(conversation: Conversation, name: str, value: str | None = None) -> None:
    conversation.notice(conversation.output.wish(name, value))
    conversation.origins[name] = conversation.variables.origin


def expanded(conversation: Conversation, arguments: Arguments) -> None:
    """One field a line."""
    _wish(conversation, "expanded", *at_most("x", arguments, 1))


def tuples_only(conversation: Conversation, arguments: Arguments) -> None:
    """Rows only."""
    _wish(conversation, "tuples_only", *at_most("t", arguments, 1))


def title(conversation: Conversation, arguments: Arguments) -> None:
    """A title above each table; without one, none."""
    _wish(conversation, "title", " ".join(arguments.words))


def unaligned(conversation: Conversation, arguments: Arguments) -> None:
    """Fields with a separator between them, or aligned again."""
    at_most("a", arguments, 0)
    _wish(conversation, "format", AUTOMATIC if conversation.output.format == UNALIGNED else UNALIGNED)


def html(conversation: Conversation, arguments: Arguments) -> None:
    """HTML, or what was before."""
    at_most("H", arguments, 0)
    _wish(conversation, "format", AUTOMATIC if conversation.output.format == HTML else HTML)


def timing(conversation: Conversation, arguments: Arguments) -> None:
    """Say how long each statement took."""
    words = at_most("timing", arguments, 1)
    state = switch(words[0]) if words else not conversation.timing
    if state is None:
        raise wrong("timing", "the argument is on or off")
    conversation.timing = state
    conversation.notice(f"Timing is {'on' if conversation.timing else 'off'}.")
