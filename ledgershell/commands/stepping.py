r"""psql's ``-s``: a statement is shown, and runs when somebody presses Enter."""

from __future__ import annotations

from ledgershell.commands.conversation import Conversation
from ledgershell.errors import UsageError
from ledgershell.render.safe_text import visible_lines


def wants(conversation: Conversation, text: str) -> bool:
    """Show the statement and ask; ``x`` leaves it out.  Raises :class:`UsageError` when nobody can answer."""
    if conversation.scripted_input:
        raise UsageError(
            "LS-CLI-018",
            "-s cannot ask: standard input is the script",
            hint="run the script with -f",
        )
    environment = conversation.environment
    environment.stdout.flush()
    environment.stderr.write(f"{visible_lines(text)}\n(Enter runs it, x and Enter leaves it out) ")
    environment.stderr.flush()
    answer = environment.stdin.readline()
    if not answer:
        raise UsageError("LS-CLI-018", "nobody answered: standard input has ended", hint="run it without -s")
    return answer.strip().lower() not in ("x", "no", "n")
