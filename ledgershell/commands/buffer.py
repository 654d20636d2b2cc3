r"""Commands that end a statement in another way than ``;`` does, and those that look at what is typed so far."""

from __future__ import annotations

from ledgershell.commands.arguments import Arguments
from ledgershell.commands.conversation import Conversation
from ledgershell.commands.output import EXPANDED, Output
from ledgershell.commands.usage import at_most
from ledgershell.errors import UsageError
from ledgershell.ion.values import Annotated, Bag, Struct, Symbol, Value
from ledgershell.render.ion_form import ion_line


def take(conversation: Conversation, name: str) -> str:
    """The statement in front of the command, or else the one that ran last."""
    text = conversation.buffer if conversation.buffer.strip() else conversation.last_statement
    conversation.buffer = ""
    if not text.strip():
        raise UsageError(
            "LS-CLI-004", f"\\{name}: there is no statement to run", hint="type a statement in front of it"
        )
    return text


def _go(conversation: Conversation, name: str, arguments: Arguments, format_name: str | None) -> None:
    text = take(conversation, name)
    parameters = conversation.take_parameters()
    if not arguments.words:
        conversation.run_statement(text, parameters, format_name=format_name)
        return
    usual = conversation.output
    from ledgershell.commands.files import open_destination

    into_file = Output(conversation.environment, format_name=usual.format)
    into_file.wishes = usual.wishes
    open_destination(conversation, into_file, name, arguments)
    conversation.output = into_file
    try:
        conversation.run_statement(text, parameters, format_name=format_name)
    finally:
        conversation.output = usual
        into_file.close()


def go(conversation: Conversation, arguments: Arguments) -> None:
    """Run the statement."""
    _go(conversation, "g", arguments, None)


def go_expanded(conversation: Conversation, arguments: Arguments) -> None:
    """Run the statement and print one field a line."""
    _go(conversation, "gx", arguments, EXPANDED)


def go_set(conversation: Conversation, arguments: Arguments) -> None:
    """Run the statement, which must return one struct, and set a variable for each of its fields."""
    words = at_most("gset", arguments, 1)
    prefix = words[0] if words else ""
    text = take(conversation, "gset")
    conversation.last_statement = text
    with conversation.cancelling:
        result = conversation.session.execute(text, conversation.take_parameters())
        rows: list[Value] = []
        count = 0
        try:
            for row in result:
                count += 1
                if count == 1:
                    rows.append(row)
        finally:
            result.close()
    if count != 1 or not isinstance(rows[0], Struct):
        what = "no row" if not count else f"{count} rows" if count > 1 else "a value that is no struct"
        raise UsageError(
            "LS-CLI-011", f"\\gset: the statement returned {what}", hint="it must return exactly one struct"
        )
    for name, value in rows[0].items():
        conversation.variables.set(prefix + name, _as_text(value))
    conversation.variables.report("ROW_COUNT", "1")
    conversation.variables.report("ERROR", "false")


def _as_text(value: Value) -> str:
    """Strings and symbols as their text, anything else as Ion text."""
    if isinstance(value, Annotated):
        value = value.value
    if type(value) in (str, Symbol):
        return str(value)
    return ion_line(list(value) if isinstance(value, Bag) else value)


def print_buffer(conversation: Conversation, arguments: Arguments) -> None:
    """Print the statement typed so far."""
    at_most("p", arguments, 0)
    text = conversation.buffer if conversation.buffer.strip() else conversation.last_statement
    conversation.output.write((text.strip("\n").rstrip() or "The statement is empty.") + "\n")


def reset(conversation: Conversation, arguments: Arguments) -> None:
    """Forget the statement typed so far."""
    at_most("r", arguments, 0)
    conversation.buffer = ""
    conversation.notice("The statement was forgotten.")
