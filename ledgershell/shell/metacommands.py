r"""From a line that begins with a backslash (or a dot) to the function that carries it out."""

from __future__ import annotations

from types import MappingProxyType

from ledgershell.commands.arguments import BLANKS, Arguments, read_arguments, read_whole_line
from ledgershell.commands.command import Command
from ledgershell.commands.conditions import CONDITIONALS
from ledgershell.commands.conversation import Conversation, not_safe
from ledgershell.commands.internal import resolve
from ledgershell.commands.registry import find, named
from ledgershell.errors import LedgershellError, Span, UsageError
from ledgershell.static_typing import Final

DOT_NAMES: Final = MappingProxyType(
    {
        "databases": "l",
        "exit": "q",
        "help": "?",
        "indexes": "di",
        "mode": "format",
        "once": "g",
        "open": "conninfo",
        "output": "o",
        "print": "echo",
        "quit": "q",
        "read": "i",
        "schema": "d",
        "tables": "dt",
        "timer": "timing",
    }
)
"""What the dot commands of sqlite3 and duckdb are called here."""


def command_name(line: str) -> str:
    """The name at the start of a line, the backslash or dot left out."""
    end = 1
    if line[1:2] in ("?", "!"):
        return line[1]
    while end < len(line) and line[end] not in BLANKS and line[end] not in "\\'\"":
        end += 1
    return line[1:end]


def is_dot_command(line: str) -> bool:
    """Whether a line at the start of a statement is a dot command; no statement begins like that."""
    return line.startswith(".") and line[1:2].isalpha()


def run_line(conversation: Conversation, line: str) -> int:
    r"""Carry out the meta-commands of a line.

    Returns where in the line they end: at its end, or behind ``\\``, where a statement goes on.
    """
    position = 0
    while position < len(line):
        if line.startswith("\\\\", position):
            return position + 2
        position = _run_one(conversation, line, position)
        if line[position - 2 : position] == "\\\\" or line[position : position + 1] != "\\":
            return position
    return position


def _run_one(conversation: Conversation, line: str, start: int) -> int:
    """Carry out the command at ``start``; returns where the next begins."""
    rest = line[start:]
    name = command_name(rest)
    raw = None
    if conversation.skipping and name not in CONDITIONALS:
        return _skip(line, start + 1 + len(name), named(name))
    try:
        command = _find(conversation, rest[0], name)
        if conversation.safe and command.safety == "refused":
            raise not_safe(f"\\{command.name}")
        begin = start + 1 + len(name)
        arguments = _arguments(conversation, command, line, begin)
        if command.plus and name.endswith("+"):
            arguments = arguments._replace(plus=True)
        raw = arguments.raw
        run = resolve(f"ledgershell.commands.{command.run}")
        run(conversation, arguments)
    except LedgershellError as error:
        if error.text is None and error.span is None:
            error.at(Span(start, start + 1 + len(name)), line)
        elif raw and error.text and raw.startswith(error.text) and error.span is not None:
            # What is wrong in the arguments is shown in the line.
            at = line.index(raw, begin)
            error.span, error.text = Span(error.span.start + at, error.span.end + at), line
        raise
    return arguments.end


def _arguments(conversation: Conversation, command: Command, line: str, begin: int) -> Arguments:
    if command.whole_line:
        return read_whole_line(line, begin)
    if command.values:
        from ledgershell.commands.ion_arguments import read_values

        return read_values(line, begin, conversation.variables.get)
    if conversation.skipping:
        return read_arguments(line, begin, _no_variable, _no_output)
    return read_arguments(line, begin, conversation.variables.get, lambda command: _output_of(conversation, command))


def _skip(line: str, begin: int, command: Command | None) -> int:
    """Where a command ends that is passed over."""
    if command is not None and (command.whole_line or command.values):
        return len(line)
    try:
        return read_arguments(line, begin, _no_variable, _no_output).end
    except UsageError:
        return len(line)


def _no_variable(_name: str) -> None:
    """Nothing is put in where nothing is carried out."""


def _no_output(_command: str) -> str:
    return ""


def _output_of(conversation: Conversation, command: str) -> str:
    from ledgershell.commands.programs import output_of

    return output_of(conversation, command)


def _find(conversation: Conversation, sign: str, name: str) -> Command:
    if sign != ".":
        return find(name)
    meant = DOT_NAMES.get(name.lower(), name.lower())
    command = find(meant)
    if conversation.interactive:
        conversation.notice(f"Here it is called \\{meant}.")
    return command
