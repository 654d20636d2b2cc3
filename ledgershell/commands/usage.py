r"""Mistakes in the arguments of meta-commands."""

from __future__ import annotations

from ledgershell.commands.arguments import Arguments
from ledgershell.commands.registry import find
from ledgershell.errors import UsageError


def wrong(name: str, message: str) -> UsageError:
    """An error whose hint is the command's syntax."""
    command = find(name)
    return UsageError(
        "LS-CLI-004", f"\\{name}: {message}", hint=f"usage: \\{command.name} {command.arguments}".rstrip()
    )


def at_most(name: str, arguments: Arguments, count: int) -> tuple[str, ...]:
    """The words, if there are no more of them than ``count``; raises :class:`UsageError` otherwise."""
    if len(arguments.words) > count:
        raise wrong(name, "there are too many arguments")
    return arguments.words


def exactly_one(name: str, arguments: Arguments) -> str:
    """The one word; raises :class:`UsageError` otherwise."""
    words = at_most(name, arguments, 1)
    if not words:
        raise wrong(name, "an argument is missing")
    return words[0]
