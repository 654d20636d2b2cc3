r"""Scripts and text: ``\i``, ``\ir``, ``\o``, ``\tee``, ``\echo``, ``\qecho`` and ``\warn``."""

from __future__ import annotations

import os.path

from ledgershell.commands.arguments import Arguments
from ledgershell.commands.conversation import Conversation, not_safe
from ledgershell.commands.output import Output
from ledgershell.commands.usage import at_most, exactly_one
from ledgershell.environment import UserPath
from ledgershell.render.safe_text import visible_lines


def include(conversation: Conversation, arguments: Arguments) -> None:
    """Run a script."""
    conversation.include(conversation.path(exactly_one("i", arguments)))


def include_beside(conversation: Conversation, arguments: Arguments) -> None:
    """Run a script, looked up beside the one that is running."""
    named = exactly_one("ir", arguments)
    if conversation.script is None or named.startswith("~"):
        conversation.include(conversation.path(named))
    else:
        script = conversation.script
        path, given = (os.path.join(os.path.dirname(each), named) for each in (script, script.given))  # noqa: PTH118, PTH120
        conversation.include(UserPath(path, given))


def output(conversation: Conversation, arguments: Arguments) -> None:
    """Send results to a file, or to standard output again."""
    if not arguments.words:
        conversation.output.close()
    else:
        open_destination(conversation, conversation.output, "o", arguments)


def open_destination(conversation: Conversation, output: Output, name: str, arguments: Arguments) -> None:
    """Send results to the file, or with ``|COMMAND`` to the program, that is named."""
    if arguments.raw.startswith("|"):
        if conversation.safe:
            raise not_safe("a program behind |")
        output.open_program(arguments.raw[1:], conversation.folder)
    else:
        output.open(conversation.path(exactly_one(name, arguments)))


def log(conversation: Conversation, arguments: Arguments) -> None:
    """Write statements and results to a file too, or stop that."""
    words = at_most("tee", arguments, 1)
    if words:
        conversation.output.start_log(conversation.path(words[0]))
    else:
        conversation.output.stop_log()


def _text(arguments: Arguments) -> str:
    words = arguments.words
    if words and words[0] == "-n" and not arguments.quoted[0]:
        return visible_lines(" ".join(words[1:]))
    return visible_lines(" ".join(words)) + "\n"


def echo(conversation: Conversation, arguments: Arguments) -> None:
    """Write to standard output."""
    conversation.environment.stdout.write(_text(arguments))
    conversation.environment.stdout.flush()


def echo_to_output(conversation: Conversation, arguments: Arguments) -> None:
    """Write to where results go."""
    conversation.output.write(_text(arguments))


def warn(conversation: Conversation, arguments: Arguments) -> None:
    """Write to standard error."""
    conversation.environment.stdout.flush()
    conversation.environment.stderr.write(_text(arguments))
    conversation.environment.stderr.flush()
