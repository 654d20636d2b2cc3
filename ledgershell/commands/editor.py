r"""``\e``: the statement typed so far in an editor."""

from __future__ import annotations

import os

from ledgershell.commands.arguments import Arguments
from ledgershell.commands.conversation import Conversation
from ledgershell.commands.usage import at_most
from ledgershell.errors import UsageError
from ledgershell.render.safe_text import visible
from ledgershell.static_typing import Final

EDITOR_VARIABLES: Final = ("LEDGERSHELL_EDITOR", "VISUAL", "EDITOR")
USUAL_EDITOR: Final = "vi"


def edit(conversation: Conversation, arguments: Arguments) -> None:
    """Put the statement typed so far, or else the last one, into an editor; what comes back stands at the prompt."""
    at_most("e", arguments, 0)
    if not conversation.interactive:
        raise UsageError("LS-CLI-018", r"\e: there is nobody to edit", hint="it works at a terminal's prompt")
    text = conversation.typed
    if not text.strip() and conversation.last_statement.strip():
        text = f"{conversation.last_statement};"
    conversation.edited = edited(conversation, text)
    conversation.buffer = ""


def edited(conversation: Conversation, text: str) -> str:
    """The text as it comes back from the editor.

    Raises :class:`UsageError` (LS-CLI-017) when the editor cannot be run or does not end well: then nothing changes.
    """
    import tempfile

    descriptor, path = tempfile.mkstemp(prefix="ledgershell-", suffix=".pql")  # only its owner may read it
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(text if not text or text.endswith("\n") else f"{text}\n")
        _run(conversation, path)
        try:
            with open(path, encoding="utf-8") as file:  # noqa: PTH123 - pathlib costs start-up
                return file.read().replace("\r\n", "\n").rstrip()
        except (OSError, UnicodeDecodeError):
            raise UsageError(
                "LS-CLI-017", "what the editor has left behind is no text", hint="the statement is as it was"
            ) from None
    finally:
        try:
            os.unlink(path)  # noqa: PTH108
        except OSError:
            pass


def editor_command(conversation: Conversation) -> list[str]:
    """The program and its arguments, from the first of :data:`EDITOR_VARIABLES` that is set."""
    import shlex

    variables = conversation.environment.variables
    named = next((variables[name] for name in EDITOR_VARIABLES if variables.get(name)), USUAL_EDITOR)
    try:
        return shlex.split(named) or [USUAL_EDITOR]
    except ValueError:
        return [named]


def _run(conversation: Conversation, path: str) -> None:
    import subprocess

    command = editor_command(conversation)
    conversation.environment.stdout.flush()
    try:
        with conversation.cancelling:
            code = subprocess.run(  # noqa: S603 - the user's own editor
                [*command, path], check=False, env=dict(conversation.environment.variables)
            ).returncode
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "that is no command"
        raise UsageError(
            "LS-CLI-017",
            f"the editor {visible(command[0])} could not be run: {reason.lower()}",
            hint=f"name another in {EDITOR_VARIABLES[0]} or EDITOR",
        ) from None
    if code:
        raise UsageError(
            "LS-CLI-017", f"the editor {visible(command[0])} ended with {code}", hint="the statement is as it was"
        )
