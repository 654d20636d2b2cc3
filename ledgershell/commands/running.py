r"""Further ways to run a statement (``\bind``, ``\gdesc``, ``\gexec``, ``\watch``), and to keep it (``\w``, ``\s``)."""

from __future__ import annotations

from ledgershell.commands.arguments import Arguments
from ledgershell.commands.buffer import take
from ledgershell.commands.conversation import Conversation, Failure, first_word
from ledgershell.commands.describe import SAMPLED_DOCUMENTS, type_name
from ledgershell.commands.usage import at_most, exactly_one, wrong
from ledgershell.errors import Interrupted, LedgershellError, UsageError
from ledgershell.ion.timestamp import Timestamp
from ledgershell.ion.values import Annotated, Struct, Symbol, Value
from ledgershell.ledger.preparation import KINDS
from ledgershell.partiql.parser import parse
from ledgershell.render.footer import counted
from ledgershell.render.ion_form import ion_line
from ledgershell.static_typing import Final

WATCH_SECONDS: Final = 2.0
LONGEST_WATCH: Final = 1_000_000.0
NAP: Final = 0.1
"""Seconds between two looks whether somebody has pressed Ctrl-C."""
VALUE: Final = "VALUE"
"""What a column is called that is no field."""


def bind(conversation: Conversation, arguments: Arguments) -> None:
    """Put values by for the ``?`` of the statement."""
    conversation.parameters = arguments.values


def describe_result(conversation: Conversation, arguments: Arguments) -> None:
    """Run the query, but show only the columns of its result and the types in them."""
    at_most("gdesc", arguments, 0)
    text = take(conversation, "gdesc")
    kind, tag = KINDS[type(parse(text)).__name__]
    if kind != "query":
        raise UsageError(
            "LS-CLI-004", f"\\gdesc: {tag} returns no columns", hint="it is for queries; ; runs the statement"
        )
    seen: dict[str, dict[str, None]] = {}
    looked_at = 0
    with conversation.cancelling:
        result = conversation.session.execute(text, conversation.take_parameters())
        try:
            for name in result.columns:
                seen[name] = {}
            for value in result:
                looked_at += 1
                bare = value.value if isinstance(value, Annotated) else value
                fields = bare.items() if isinstance(bare, Struct) else ((VALUE, bare),)
                for name, item in fields:
                    seen.setdefault(name, {})[type_name(item)] = None
                if looked_at == SAMPLED_DOCUMENTS:
                    break
        finally:
            result.close()
    conversation.last_statement = text
    if looked_at == SAMPLED_DOCUMENTS:
        conversation.notice(f"As seen in the first {looked_at} values:")
    conversation.output.show_rows(("column", "types"), [(name, " | ".join(types)) for name, types in seen.items()])


def execute_result(conversation: Conversation, arguments: Arguments) -> None:
    """Run the query, then each of the texts that it returns as a statement."""
    at_most("gexec", arguments, 0)
    text = take(conversation, "gexec")
    statements: list[str] = []
    with conversation.cancelling:
        result = conversation.session.execute(text, conversation.take_parameters())
        try:
            for value in result:
                statements += _texts_in(value)
        finally:
            result.close()
    failed: LedgershellError | None = None
    for statement in statements:
        if conversation.variables.get("ECHO") in ("all", "queries"):
            from ledgershell.render.safe_text import visible_lines

            conversation.environment.stdout.write(visible_lines(statement) + "\n")
        try:
            conversation.run_statement(statement)
        except Interrupted:
            raise
        except LedgershellError as error:
            error.text = error.text or statement
            if conversation.variables.on("ON_ERROR_STOP"):
                raise
            conversation.report(Failure(error, text=statement))
            failed = error
    if failed is not None:
        conversation.had_failures = True


def _texts_in(value: Value) -> list[str]:
    """The statements in one value of the result: it is a text, or a struct of texts; absent ones are passed over."""
    bare = value.value if isinstance(value, Annotated) else value
    items = [item for _, item in bare.items()] if isinstance(bare, Struct) else [bare]
    for item in items:
        if item is not None and type(item) not in (str, Symbol):
            raise UsageError(
                "LS-CLI-011", "\\gexec: the query returned something else than texts", hint="it must return statements"
            )
    return [str(item) for item in items if item is not None and str(item).strip()]


def watch(conversation: Conversation, arguments: Arguments) -> None:
    """Run the statement again and again until Ctrl-C."""
    seconds, count = _pace(arguments)
    text = take(conversation, "watch")
    parameters = conversation.take_parameters()
    done = 0
    conversation.output.paging = False
    try:
        while True:
            with conversation.cancelling:
                _announce(conversation, text, seconds)
                conversation.run_statement(text, parameters)
                done += 1
                if count is not None and done >= count:
                    return
                _wait(conversation, seconds)
    except Interrupted:
        if not conversation.interactive:
            raise
        conversation.tell(f"Watched {counted(done, 'time')}.")
    finally:
        conversation.output.paging = True


def _pace(arguments: Arguments) -> tuple[float, int | None]:
    """Seconds and number of times: ``5``, ``i=5 c=3``, as in psql."""
    seconds, count = WATCH_SECONDS, None
    for word in arguments.words:
        name, equals, value = word.partition("=")
        name, value = (name.lower(), value) if equals else ("i", word)
        if name in ("c", "count"):
            if not (value.isascii() and value.isdigit() and int(value[:9]) > 0 and len(value) < 10):
                raise wrong("watch", f"{value[:20]!r} is no number of times")
            count = int(value)
            continue
        try:
            seconds = float(value)
        except ValueError:
            seconds = -1.0
        if name not in ("i", "interval") or not 0 <= seconds <= LONGEST_WATCH:
            raise wrong("watch", f"{word[:20]!r} is no number of seconds")
    return seconds, count


def _announce(conversation: Conversation, text: str, seconds: float) -> None:
    if conversation.chatty:
        now = ion_line(Timestamp.from_milliseconds(conversation.environment.clock.milliseconds()))
        conversation.notice(f"{now} (every {seconds:g}s)  {first_word(text)} …")


def _wait(conversation: Conversation, seconds: float) -> None:
    """Sleep in short naps.  Raises :class:`Interrupted` after Ctrl-C."""
    from time import sleep

    if conversation.environment.deterministic:
        return
    clock = conversation.environment.clock
    until = clock.elapsed() + seconds
    while (left := until - clock.elapsed()) > 0:
        sleep(min(left, NAP))
        if conversation.cancelling.requested():
            raise Interrupted("LS-EVAL-001", "cancelled; the statement had already ended")


def write_buffer(conversation: Conversation, arguments: Arguments) -> None:
    """Write the statement typed so far, or else the last one, to a file."""
    path = conversation.path(exactly_one("w", arguments))
    text = conversation.buffer if conversation.buffer.strip() else conversation.last_statement
    from ledgershell.exchange.output_file import output_file

    with output_file(path, replace=True) as stream:
        stream.write(text.strip("\n").rstrip() + "\n")


def show_history(conversation: Conversation, arguments: Arguments) -> None:
    """What was typed, the oldest first; with a file, written there."""
    words = at_most("s", arguments, 1)
    path = conversation.path(words[0]) if words else None
    if conversation.history is None:
        conversation.notice("History is kept where somebody types.")
        return
    from ledgershell.render.safe_text import visible_lines

    lines = [visible_lines(text) + "\n" for text in conversation.history()]
    if path is None:
        conversation.output.write("".join(lines))
        return
    from ledgershell.exchange.output_file import output_file

    with output_file(path, replace=True) as stream:
        stream.writelines(lines)
