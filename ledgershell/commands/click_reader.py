"""The command line, read by click: the full parser, made from the table of options.

It is imported only when the quick reader gave up, that is for ``--help``, for subcommands and for mistakes.
Nothing is printed here: help comes back as text, and a mistake as a :class:`UsageError`.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import click

from ledgershell.commands.options import (
    LEDGER_HELP,
    OPTIONS,
    Invocation,
    Item,
    Option,
    assignment,
)
from ledgershell.commands.subcommands import SUBCOMMANDS, Call, Subcommand, meant_subcommand
from ledgershell.errors import UsageError
from ledgershell.static_typing import Any, Final

PROGRAM: Final = "ledgershell"
WIDTH: Final = 78
"""What click wraps to, unless the terminal is narrower."""
HELP_FLAGS: Final = ("-?", "-h", "--help")
EXIT_CODES: Final = (
    "Exit codes: 0 ok; 1 a -c statement failed, or a file is missing; 2 wrong usage, or the ledger cannot be opened; "
    "3 a script stopped at an error; 4 verification failed; 5 a test's output differs; 129 SIGHUP; 130 Ctrl-C; "
    "141 broken pipe; 143 SIGTERM."
)


class _HelpWanted(Exception):
    """Carries the help text out of click."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class _OrderedCommand(click.Command):
    """A command that remembers in which order its options were given."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        _, _, ctx.meta["order"] = self.make_parser(ctx).parse_args(list(args))
        return super().parse_args(ctx, args)


def _show_help(context: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        raise _HelpWanted(context.get_help())


def _help_option() -> click.Option:
    return click.Option(
        ["wants_help", *HELP_FLAGS],
        is_flag=True,
        expose_value=False,
        is_eager=True,
        help="show this text and leave",
        callback=_show_help,
    )


def _check_assignment(_context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    for value in values:
        if assignment(value) is None:
            raise click.BadParameter(f"{value!r} is not NAME=VALUE")
    return values


class _OptionalValue(click.Option):
    """An option whose value may follow ``=``, and nowhere else."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        flags, text = super().get_help_record(ctx) or ("", "")
        return flags.replace(" [=", "[="), text


def _click_option(option: Option) -> click.Option:
    if option.kind == "flag":
        return click.Option([option.name, *option.flags], is_flag=True, help=option.help)
    if option.kind == "switch":
        return click.Option([option.name, "/".join(option.flags)], is_flag=True, default=None, help=option.help)
    kind = _OptionalValue if option.kind == "optional" else click.Option
    return kind(
        [option.name, *option.flags],
        type=click.Choice(option.choices) if option.choices else str,
        multiple=option.kind in ("repeated", "item"),
        metavar=None if _choices_fit(option) else _metavar(option),
        help=option.help
        if _choices_fit(option) or not option.choices
        else f"{option.help}: {', '.join(option.choices)}",
        callback=_check_assignment if option.name == "variables" else None,
    )


def _choices_fit(option: Option) -> bool:
    """Whether the help shows an option's choices where its value stands; long ones follow the explanation."""
    return 0 < len("|".join(option.choices)) < 40


def _metavar(option: Option) -> str:
    return f"[={option.metavar}]" if option.kind == "optional" else option.metavar


def _spell_out_optional(arguments: Sequence[str]) -> list[str]:
    """Write ``--demo`` as ``--demo=SEED`` where it stands as an option, since click would take the next argument."""
    by_flag = {flag: option for option in OPTIONS for flag in option.flags}
    spelled: list[str] = []
    rest = list(reversed(arguments))
    while rest:
        argument = rest.pop()
        option = by_flag.get(argument)
        if argument == "--":
            return [*spelled, argument, *reversed(rest)]
        spelled.append(f"{argument}={option.without_value}" if option and option.kind == "optional" else argument)
        if _takes_the_next(argument, by_flag) and rest:
            spelled.append(rest.pop())
    return spelled


def _takes_the_next(argument: str, by_flag: dict[str, Option]) -> bool:
    """Whether the argument after this one is its value."""
    if argument.startswith("--"):
        option = by_flag.get(argument)
        return option is not None and option.kind not in ("flag", "optional")
    if not argument.startswith("-"):
        return False
    for position, letter in enumerate(argument[1:], start=2):
        option = by_flag.get(f"-{letter}")
        if option is None:
            return False
        if option.kind != "flag":
            return position == len(argument)
    return False


def _in_order(context: click.Context, values: dict[str, Any]) -> tuple[Item, ...]:
    """``-c`` and ``-f`` in one sequence, as they were given."""
    waiting = {name: list(reversed(values.pop(name))) for name in ("command", "file")}
    items: list[Item] = []
    for parameter in context.meta["order"]:
        if parameter.name == "command":
            items.append(("command", waiting["command"].pop()))
        elif parameter.name == "file":
            items.append(("file", waiting["file"].pop()))
    return tuple(items)


def _listed(subcommand: Subcommand) -> list[str]:
    """A subcommand in the list of all: its name and the first sentence about it."""
    column = max(len(each.name) for each in SUBCOMMANDS) + 4
    sentence = subcommand.help.partition(".  ")[0].rstrip(".")
    return textwrap.wrap(
        sentence, WIDTH, initial_indent=f"  {subcommand.name}".ljust(column), subsequent_indent=" " * column
    )


def main_command() -> click.Command:
    """The main command: its callback's answer is an :class:`Invocation`."""

    def gather(**values: Any) -> Invocation:
        items = _in_order(click.get_current_context(), values)
        given = {name: value for name, value in values.items() if value is not None}
        return Invocation(items=items, **given)

    listed = "\n".join(line for each in SUBCOMMANDS for line in _listed(each))
    return _OrderedCommand(
        PROGRAM,
        params=[click.Argument(["ledger"], required=False), *(_click_option(each) for each in OPTIONS), _help_option()],
        callback=gather,
        add_help_option=False,
        help="An interactive PartiQL shell over an embedded, hash-chained ledger.  On a terminal it converses; "
        f"otherwise it runs standard input as a script.\n\n{LEDGER_HELP}",
        epilog=f"\b\nSubcommands ({PROGRAM} SUBCOMMAND --help tells more):\n{listed}\n\n{EXIT_CODES}",
        context_settings={"max_content_width": 110},
    )


def subcommand_parser(subcommand: Subcommand) -> click.Command:
    """One subcommand: its callback's answer is a :class:`Call`."""

    def gather(arguments: tuple[str, ...] = (), **options: Any) -> Call:
        return Call(subcommand, arguments, options)

    params: list[click.Parameter] = [_click_option(each) for each in subcommand.options]
    if subcommand.argument:
        many = subcommand.argument.endswith("…")
        metavar = subcommand.argument.removesuffix("…") + "..." if many else f"[{subcommand.argument}]"
        params.append(click.Argument(["arguments"], nargs=-1, required=many, metavar=metavar))
    return click.Command(
        subcommand.name,
        params=[*params, _help_option()],
        callback=gather,
        add_help_option=False,
        help=subcommand.help,
        context_settings={"max_content_width": 110},
    )


def read(arguments: Sequence[str]) -> Invocation | Call | str:
    """What the command line asks for; a text is help, to be printed.  Raises :class:`UsageError`."""
    name = arguments[0] if arguments else ""
    chosen = next((subcommand for subcommand in SUBCOMMANDS if subcommand.name == name), None)
    if chosen is not None:
        command, rest, program = subcommand_parser(chosen), list(arguments[1:]), f"{PROGRAM} {name}"
    else:
        command, rest, program = main_command(), _spell_out_optional(arguments), PROGRAM
    try:
        outcome = command.main(rest, prog_name=program, standalone_mode=False)
    except _HelpWanted as wanted:
        return wanted.text + "\n"
    except click.ClickException as mistake:
        message = mistake.format_message().rstrip(".")
        hint = f"{program} --help lists the options"
        if chosen is None and (meant := meant_subcommand(name)):
            hint = f"did you mean {PROGRAM} {meant}? {hint}"
        raise UsageError("LS-CLI-002", message, hint=hint) from None
    if not isinstance(outcome, Invocation | Call):
        raise UsageError(
            "LS-CLI-002", "the command line was not understood", hint=f"{program} --help lists the options"
        )
    return outcome
