r"""``\if``, ``\elif``, ``\else`` and ``\endif``: which parts of a script are carried out.

What stands in a part that is passed over is still read as statements and meta-commands, as in psql, so a quote that is
open there stays open; but nothing of it is looked up, put in or run.
"""

from __future__ import annotations

from ledgershell.commands.arguments import Arguments
from ledgershell.commands.conversation import Conversation
from ledgershell.commands.usage import at_most, exactly_one, wrong
from ledgershell.commands.variables import switch
from ledgershell.errors import UsageError
from ledgershell.render.safe_text import visible
from ledgershell.static_typing import Final

CONDITIONALS: Final = frozenset(("if", "elif", "else", "endif"))
"""What is carried out even in a part that is passed over."""


class Condition:
    """An ``\\if`` that has not come to its ``\\endif``.

    ``possible``  it does not itself stand in a part that is passed over
    ``chosen``    one of its parts was, or is being, carried out
    ``running``   the part that has been reached is carried out
    ``last``      that part is the one behind ``\\else``
    """

    __slots__ = ("chosen", "last", "possible", "running")

    def __init__(self, *, possible: bool) -> None:
        self.possible = possible
        self.chosen = self.running = self.last = False

    def choose(self) -> None:
        """The part that begins here is carried out."""
        self.chosen = self.running = True


def begin_if(conversation: Conversation, arguments: Arguments) -> None:
    """Carry out what follows if the argument is true."""
    if not conversation.skipping:
        _outside_statements(conversation, "if")
    condition = Condition(possible=not conversation.skipping)
    conversation.conditions.append(condition)
    if condition.possible and _truth("if", arguments):
        condition.choose()


def else_if(conversation: Conversation, arguments: Arguments) -> None:
    """Carry out what follows if no part before it was, and the argument is true."""
    condition = _next_part(conversation, "elif")
    if condition.possible and not condition.chosen and _truth("elif", arguments):
        condition.choose()


def otherwise(conversation: Conversation, arguments: Arguments) -> None:
    """Carry out what follows if no part before it was."""
    at_most("else", arguments, 0)
    condition = _next_part(conversation, "else")
    condition.last = True
    if condition.possible and not condition.chosen:
        condition.choose()


def end_if(conversation: Conversation, arguments: Arguments) -> None:
    """The end of what depends on the condition."""
    at_most("endif", arguments, 0)
    _innermost(conversation, "endif")
    conversation.conditions.pop()


def unclosed_condition() -> UsageError:
    """The error for a script that ends within one."""
    return UsageError("LS-CLI-016", "the script ends within an \\if", hint="an \\endif is missing")


def _truth(name: str, arguments: Arguments) -> bool:
    word = exactly_one(name, arguments)
    state = switch(word)
    if state is None:
        error = wrong(name, f"'{visible(word[:40])}' is neither true nor false")
        error.hint = r"write on or off, true or false, 1 or 0, or :{?NAME}; \gset makes variables of a query's answer"
        raise error
    return state


def _innermost(conversation: Conversation, name: str) -> Condition:
    if not conversation.conditions:
        hint = "an \\if must stand before it, in the same script"
        raise UsageError("LS-CLI-016", f"\\{name} without an \\if", hint=hint)
    if not conversation.skipping:
        _outside_statements(conversation, name)
    return conversation.conditions[-1]


def _next_part(conversation: Conversation, name: str) -> Condition:
    condition = _innermost(conversation, name)
    if condition.last:
        raise UsageError("LS-CLI-016", f"\\{name} behind \\else", hint="\\else is the last part; \\endif ends it")
    condition.running = False
    return condition


def _outside_statements(conversation: Conversation, name: str) -> None:
    if conversation.buffer.strip():
        raise UsageError(
            "LS-CLI-016", f"\\{name} stands inside a statement", hint="end the statement in front of it with ;"
        )
