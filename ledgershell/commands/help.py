r"""``\?`` and ``\h``: help from the tables that the program itself runs on."""

from __future__ import annotations

from collections.abc import Iterator

from ledgershell.commands.arguments import Arguments
from ledgershell.commands.command import GROUPS, Command
from ledgershell.commands.conversation import Conversation
from ledgershell.commands.help_topics import SAME, TOPICS, Topic, functions, topic_named
from ledgershell.commands.options import OPTIONS
from ledgershell.commands.registry import COMMANDS, find
from ledgershell.commands.subcommands import SUBCOMMANDS
from ledgershell.commands.usage import at_most
from ledgershell.commands.variables import REPORTED, SETTINGS
from ledgershell.errors import ERROR_CODES, UsageError
from ledgershell.partiql.spelling import candidates
from ledgershell.render.safe_text import visible

WIDTH = 100
ALLOWED = {
    "switch": "on | off",
    "count": "number",
    "seconds": "seconds",
    "style": "terminal | a style of Pygments",
    "text": "text",
}


def commands(conversation: Conversation, arguments: Arguments) -> None:
    """All meta-commands, or more about one; also ``variables`` and ``options``."""
    words = at_most("?", arguments, 1)
    if not words or words[0] == "commands":
        lines = _all_commands()
    elif words[0] == "variables":
        lines = _variables()
    elif words[0] == "options":
        lines = _options()
    else:
        lines = _one_command(find(words[0].removeprefix("\\")))
    conversation.output.write("\n".join(lines) + "\n")


def syntax_of(command: Command) -> str:
    r"""``\copy TABLE …``."""
    plus = "[+]" if command.plus else ""
    return f"\\{command.name}{plus} {command.arguments}".rstrip()


def groups() -> Iterator[tuple[str, list[Command]]]:
    """The meta-commands by group, in the table's order."""
    for name in GROUPS:
        members = [command for command in COMMANDS.values() if command.group == name]
        if members:
            yield name, members


def _all_commands() -> list[str]:
    lines: list[str] = []
    for name, members in groups():
        lines += ["", name] if lines else [name]
        for command in members:
            syntax = syntax_of(command)
            if len(syntax) <= 24:
                lines.append(f"  {syntax:<24}  {command.summary}")
            else:
                lines += [f"  {syntax}", f"  {'':<24}  {command.summary}"]
    lines += ["", r"\? NAME tells more of one, \? variables and \? options list those, \h is about statements."]
    return lines


def _one_command(command: Command) -> list[str]:
    import textwrap

    lines = [syntax_of(command), *textwrap.wrap(command.summary[0].upper() + command.summary[1:] + ".", WIDTH - 4)]
    lines += textwrap.wrap(command.details, WIDTH - 4)
    if command.aliases:
        lines.append(f"Other names: {', '.join(f'{chr(92)}{alias}' for alias in command.aliases)}")
    return [lines[0], *(f"    {line}" for line in lines[1:])]


def _variables() -> list[str]:
    lines = [r"Variables that steer the program (\set NAME VALUE)"]
    for setting in SETTINGS.values():
        allowed = " | ".join(setting.choices) or ALLOWED[setting.kind]
        lines += [f"  {setting.name:<20}  {setting.summary}", f"  {'':<20}  {allowed}"]
    lines += ["", "Variables that the program sets after each statement"]
    lines += [f"  {name:<20}  {summary}" for name, summary in REPORTED.items()]
    return lines


def _options() -> list[str]:
    lines = ["Options of the command line"]
    for option in OPTIONS:
        flags = ", ".join(option.flags)
        shown = f"{flags} {option.metavar}".rstrip() if option.kind != "optional" else f"{flags}[={option.metavar}]"
        lines.append(f"  {shown:<32}  {option.help}")
    lines += ["", "Subcommands"]
    lines += [f"  {each.name:<32}  {each.help}" for each in SUBCOMMANDS]
    return lines


def topics(conversation: Conversation, arguments: Arguments) -> None:
    """Syntax and an example of a statement or a function; without an argument, the list of topics."""
    wanted = " ".join(arguments.words).strip().rstrip(";").strip()
    if not wanted or wanted == "*":
        lines = _list_of_topics()
    elif wanted.upper().startswith("LS-"):
        lines = _error_code(wanted.upper())
    else:
        topic = topic_named(wanted)
        lines = _topic(topic) if topic is not None else _function(wanted)
    conversation.output.write("\n".join(lines) + "\n")


def _topic(topic: Topic) -> list[str]:
    import textwrap

    lines = [f"{topic.name}: {topic.summary}", "", "Syntax:"]
    lines += [f"    {line}" for line in topic.syntax.split("\n")]
    lines += ["", "Example:"]
    lines += [f"    {line}" for line in f"{topic.example};".split("\n")]
    if topic.notes:
        lines += ["", *textwrap.wrap(topic.notes, WIDTH)]
    return [*lines, "", f"More: docs/commands.md#{topic.name.lower().replace(' ', '-')}"]


def _error_code(code: str) -> list[str]:
    """Help on an error's code.  Raises :class:`UsageError` (LS-CLI-010) with candidates."""
    from ledgershell.commands.error_pages import page_lines

    if code not in ERROR_CODES:
        near = candidates(code, ERROR_CODES)
        hint = f"did you mean {' or '.join(near)}?" if near else "docs/errors.md lists the codes"
        raise UsageError("LS-CLI-010", f"there is no error code '{visible(code[:40])}'", hint=hint)
    return page_lines(code)


def _in_columns(names: list[str]) -> list[str]:
    width = max(len(name) for name in names) + 2
    each = max(1, WIDTH // width)
    return [
        "".join(f"{name:<{width}}" for name in names[start : start + each]).rstrip()
        for start in range(0, len(names), each)
    ]


def _list_of_topics() -> list[str]:
    return [
        "Statements and views",
        *(f"  {line}" for line in _in_columns(list(TOPICS))),
        "",
        "Functions",
        *(f"  {line}" for line in _in_columns(list(functions()))),
        "",
        r"\h NAME tells more of one.",
    ]


def _function(wanted: str) -> list[str]:
    """Help on a function of the language.  Raises :class:`UsageError` (LS-CLI-010) with candidates."""
    name = wanted.partition("(")[0].strip()
    known = functions()
    function = known.get(name.upper())
    if function is None:
        shown = visible(name if len(name) <= 40 else f"{name[:40]}…")
        near = candidates(name, [*TOPICS, *SAME, *known])
        hint = f"did you mean {' or '.join(near)}?" if near else r"\h lists the topics"
        raise UsageError("LS-CLI-010", f"there is no help on '{shown}'", hint=hint)
    return [
        f"{function.name}: {function.summary[:1].lower()}{function.summary[1:]}",
        "",
        "Syntax:",
        f"    {function.signature}",
        "",
        "Example:",
        f"    {function.example}  ->  {function.result}",
        "",
        f"Defined by: {function.origin}",
    ]
