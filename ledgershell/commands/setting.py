r"""``\set``, ``\unset`` and ``\prompt``."""

from __future__ import annotations

from types import MappingProxyType

from ledgershell.commands.arguments import Arguments
from ledgershell.commands.conversation import Conversation
from ledgershell.commands.usage import at_most, exactly_one, wrong
from ledgershell.commands.variables import switch
from ledgershell.errors import UsageError
from ledgershell.render.safe_text import visible, visible_lines
from ledgershell.static_typing import Final

QLDB_SETTINGS: Final = MappingProxyType({"edit-mode": "EDIT_MODE", "terminator-required": "SINGLELINE"})
"""What Amazon QLDB's shell calls them; there a terminator that is required is what here is no single line."""


def set_variable(conversation: Conversation, arguments: Arguments) -> None:
    """Set a variable to the values joined together; without a name, list all."""
    words = arguments.words
    if len(words) == 2 and (meant := _as_in_qldb(words[0], words[1])) is not None:
        conversation.variables.set(*meant)
        conversation.notice(f"Here that is \\set {meant[0]} {meant[1]}.")
        return
    if not words:
        listed = [f"{name} = '{visible(value)}'\n" for name, value in conversation.variables.items()]
        conversation.output.write("".join(listed))
        return
    name, value = words[0], "".join(words[1:])
    if name.lower() in QLDB_SETTINGS:
        name, value = _as_here(name.lower(), value.rstrip(";"))
        conversation.notice(f"Here that is \\set {name} {value}.")
    conversation.variables.set(name, value)


def _as_here(name: str, value: str) -> tuple[str, str]:
    """A setting of Amazon QLDB's shell as ours."""
    if name == "terminator-required":
        state = switch(value)
        value = value if state is None else "off" if state else "on"
    return QLDB_SETTINGS[name], value


def _as_in_qldb(name: str, value: str) -> tuple[str, str] | None:
    """The settings of Amazon QLDB's shell in our words."""
    if name == "edit-mode":
        return "EDIT_MODE", value.lower()
    state = switch(value)
    if name == "terminator-required" and state is not None:
        return "SINGLELINE", "off" if state else "on"
    if name == "auto-commit" and state is not None:
        return "AUTOCOMMIT", "on" if state else "off"
    return None


def unset_variable(conversation: Conversation, arguments: Arguments) -> None:
    """Forget a variable."""
    conversation.variables.unset(exactly_one("unset", arguments))


def ask(conversation: Conversation, arguments: Arguments) -> None:
    """Set a variable to what somebody types."""
    words = at_most("prompt", arguments, 2)
    if not words:
        raise wrong("prompt", "a variable's name is missing")
    if conversation.scripted_input:
        raise UsageError(
            "LS-CLI-018",
            "standard input is the script, so nobody can be asked there",
            hint="run the script with -f, or set the variable with -v",
        )
    environment = conversation.environment
    environment.stdout.flush()
    environment.stderr.write(visible_lines(words[0]) if len(words) == 2 else "")
    environment.stderr.flush()
    answer = environment.stdin.readline()
    if not answer:
        raise UsageError("LS-CLI-018", "nobody answered: standard input has ended", hint="set the variable with -v")
    conversation.variables.set(words[-1], answer.rstrip("\r\n"))
