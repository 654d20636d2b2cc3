r"""Programs of the operating system: ``\!``, and `` `…` `` in arguments.  Nothing of this is done with ``--safe``."""

from __future__ import annotations

import os.path

from ledgershell.commands.arguments import Arguments
from ledgershell.commands.conversation import Conversation, not_safe
from ledgershell.errors import UsageError
from ledgershell.static_typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence


def output_of(conversation: Conversation, command: str) -> str:
    """What a command prints, the line feeds at its end taken off.  Raises :class:`UsageError` (LS-CLI-015, -017)."""
    if conversation.safe:
        raise not_safe("running a program (`…`)")
    done = _run(conversation, command, capture=True)
    output: str = done.stdout
    return output.rstrip("\n")


def shell(conversation: Conversation, arguments: Arguments) -> None:
    """Run a command; without one, a shell for somebody at a terminal."""
    command = arguments.raw
    if not command:
        if not conversation.interactive:
            raise UsageError("LS-CLI-004", r"\! needs a command in a script", hint=r"usage: \! COMMAND")
        command = conversation.environment.variables.get("SHELL") or "/bin/sh"
    stdout = conversation.environment.stdout
    stdout.flush()
    direct = _has_descriptor(stdout)
    done = _run(conversation, command, capture=not direct)
    if not direct:
        stdout.write(done.stdout)
        stdout.flush()


def _has_descriptor(stream: Any) -> bool:
    try:
        stream.fileno()
    except (OSError, AttributeError):
        return False
    return True


def _run(conversation: Conversation, command: str, *, capture: bool) -> Any:
    """Run through the system's shell and tell scripts how it went."""
    import subprocess

    told: Sequence[tuple[str, str]]
    try:
        with conversation.cancelling:
            done = subprocess.run(  # noqa: S602 - that is what the user asks for
                command,
                shell=True,
                check=False,
                stdout=subprocess.PIPE if capture else None,
                text=True,
                encoding="utf-8",
                errors="backslashreplace",
                cwd=conversation.folder or None,
                env=dict(conversation.environment.variables),
            )
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "that is no command"
        raise UsageError("LS-CLI-017", f"the program could not be run: {reason.lower()}") from None
    told = (("SHELL_ERROR", str(done.returncode != 0).lower()), ("SHELL_EXIT_CODE", str(done.returncode)))
    for name, value in told:
        conversation.variables.report(name, value)
    return done


def change_folder(conversation: Conversation, arguments: Arguments) -> None:
    """Take relative paths from another folder; without one, from the home folder."""
    from ledgershell.commands.output import file_error
    from ledgershell.commands.usage import at_most

    words = at_most("cd", arguments, 1)
    path = conversation.path(words[0] if words else "~")
    try:
        os.listdir(path)  # noqa: PTH208 - raises what opening a file in it would
    except (OSError, ValueError) as error:
        reason = error if isinstance(error, OSError) else OSError(0, "not a valid path")
        raise file_error(path, reason, writing=False) from None
    conversation.folder = os.path.normpath(path)


def set_in_environment(conversation: Conversation, arguments: Arguments) -> None:
    """Set, or with one argument remove, a variable of the environment that programs get."""
    from collections.abc import MutableMapping

    from ledgershell.commands.usage import at_most, wrong

    words = at_most("setenv", arguments, 2)
    if not words or not words[0] or "=" in words[0] or "\0" in "".join(words):
        raise wrong("setenv", "a variable's name is missing" if not words else "that is no name for a variable")
    variables = conversation.environment.variables
    if not isinstance(variables, MutableMapping):
        raise UsageError("LS-CLI-004", "the environment cannot be changed here")
    if len(words) == 2:
        variables[words[0]] = words[1]
    else:
        variables.pop(words[0], None)


def get_from_environment(conversation: Conversation, arguments: Arguments) -> None:
    """Set a variable of ours to one of the environment; when there is none of the name, nothing happens."""
    from ledgershell.commands.usage import at_most, wrong

    words = at_most("getenv", arguments, 2)
    if len(words) < 2:
        raise wrong("getenv", "two names are wanted")
    value = conversation.environment.variables.get(words[1])
    if value is not None:
        conversation.variables.set(words[0], value)
