"""``docs/ledgershell.1``, the manual page: ``python -m ledgershell.commands.manual > docs/ledgershell.1``.

Made from the same tables as ``--help`` and ``docs/commands.md``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from ledgershell.commands.conversation import VERSION
from ledgershell.commands.documentation import EXIT_CODES
from ledgershell.commands.help import groups, syntax_of
from ledgershell.commands.options import LEDGER_HELP, OPTIONS, Option
from ledgershell.commands.subcommands import SUBCOMMANDS
from ledgershell.commands.variables import REPORTED, SETTINGS
from ledgershell.render.formats import FORMATS
from ledgershell.static_typing import Final

ENVIRONMENT: Final = (
    ("LEDGERSHELL_LEDGER", "the ledger that is meant when none is named"),
    ("LEDGERSHELL_HOME", "the folder of ledgers that go by a name"),
    ("LEDGERSHELL_RC", "the start-up script, in place of rc.pql"),
    ("LEDGERSHELL_HISTORY", "the file that keeps what was typed"),
    ("LEDGERSHELL_PAGER, PAGER", "the program that shows long results"),
    ("LEDGERSHELL_EDITOR, VISUAL, EDITOR", "the editor of \\e"),
    ("NO_COLOR, CLICOLOR_FORCE, TERM", "whether there is colour"),
    ("XDG_CONFIG_HOME, XDG_DATA_HOME, XDG_STATE_HOME", "where settings, ledgers and histories are kept"),
    ("LEDGERSHELL_DEBUG", "show where a defect of the program comes from"),
)
FILES: Final = (
    ("$XDG_CONFIG_HOME/ledgershell/config.toml", "ledger, [variables] as \\set, [display] as \\pset"),
    ("$XDG_CONFIG_HOME/ledgershell/rc.pql", "a script that runs when a conversation begins"),
    ("$XDG_CONFIG_HOME/ledgershell/queries.json", "the statements of \\ns"),
    ("$XDG_DATA_HOME/ledgershell/ledgers", "ledgers that go by a name"),
    ("$XDG_STATE_HOME/ledgershell/history", "what was typed, by ledger"),
)
EXAMPLES: Final = (
    ("ledgershell bank.ledger", "converse with a ledger in a file, made if it is not there"),
    ("ledgershell --csv -c 'SELECT * FROM Account' bank.ledger", "one statement, its result as CSV"),
    ("ledgershell --safe -f script.pql bank.ledger", "a script of unknown origin"),
    ("ledgershell verify --digest digest.ion bank", "is everything still what it was?"),
)


def manual() -> str:
    """The whole page, for ``man``."""
    return "\n".join(_lines()) + "\n"


def escaped(text: str) -> str:
    """Text that roff prints as it is."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("…", "...")
    text = "".join(letter if letter.isascii() else f"\\[u{ord(letter):04X}]" for letter in text)
    return f"\\&{text}" if text.startswith((".", "'")) else text


def _entry(term: str, text: str) -> Iterator[str]:
    yield from (".TP", f"\\fB{escaped(term)}\\fR", escaped(text))


def _option(option: Option) -> Iterator[str]:
    flags = ", ".join(option.flags)
    value = "|".join(option.choices) or option.metavar
    term = f"{flags}[={value}]" if option.kind == "optional" else f"{flags} {value}".rstrip()
    yield from _entry(term, option.help + ".")


def _lines() -> Iterator[str]:
    yield '.\\" Made by python -m ledgershell.commands.manual'
    yield f'.TH LEDGERSHELL 1 "" "ledgershell {VERSION}" "User Commands"'
    yield from (".SH NAME", "ledgershell \\- a PartiQL shell over an embedded, hash\\-chained ledger")
    yield from (".SH SYNOPSIS", ".B ledgershell", "[\\fIOPTION\\fR]... [\\fILEDGER\\fR]", ".br")
    yield from (".B ledgershell", "\\fISUBCOMMAND\\fR [\\fIOPTION\\fR]... [\\fIARGUMENT\\fR]...")
    yield from (".SH DESCRIPTION", "On a terminal it converses; otherwise it runs standard input as a script.", ".PP")
    yield escaped(LEDGER_HELP)
    yield ".SH OPTIONS"
    for option in OPTIONS:
        yield from _option(option)
    yield ".SH SUBCOMMANDS"
    for each in SUBCOMMANDS:
        flags = " ".join(f"[{' | '.join(option.flags)}]" for option in each.options)
        yield from _entry(f"{each.name} {flags} {each.argument}".replace("  ", " ").rstrip(), each.help)
    yield ".SH META\\-COMMANDS"
    for name, members in groups():
        yield f'.SS "{escaped(name)}"'
        for command in members:
            text = f"{command.summary}.  {command.details}".rstrip()
            if command.aliases:
                text += f"  Also {', '.join(f'{chr(92)}{alias}' for alias in command.aliases)}."
            yield from _entry(syntax_of(command), text)
    yield ".SH VARIABLES"
    for setting in SETTINGS.values():
        yield from _entry(setting.name, setting.summary + ".")
    yield from (".PP", "Set by the program:")
    for name, summary in REPORTED.items():
        yield from _entry(name, summary + ".")
    for title, entries in (
        ("FORMATS", tuple((each.name, each.summary + ".") for each in FORMATS.values())),
        ("EXIT STATUS", tuple((str(int(code)), text + ".") for code, text in EXIT_CODES.items())),
        ("FILES", FILES),
        ("ENVIRONMENT", ENVIRONMENT),
        ("EXAMPLES", EXAMPLES),
    ):
        yield f".SH {title}"
        for term, text in entries:
            yield from _entry(term, text)


if __name__ == "__main__":
    sys.stdout.write(manual())
