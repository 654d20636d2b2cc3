r"""``docs/commands.md``, made from the tables: ``python -m ledgershell.commands.documentation > docs/commands.md``."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from ledgershell.commands.help import groups, syntax_of
from ledgershell.commands.help_topics import TOPICS
from ledgershell.commands.options import LEDGER_HELP, OPTIONS, Option
from ledgershell.commands.registry import COMMANDS
from ledgershell.commands.subcommands import SUBCOMMANDS
from ledgershell.commands.variables import REPORTED, SETTINGS
from ledgershell.errors import ExitCode
from ledgershell.render.formats import FORMATS

EXIT_CODES = {
    ExitCode.OK: "all went well",
    ExitCode.STATEMENT_FAILED: "a `-c` statement failed, a file is missing, or a script went on past an error",
    ExitCode.USAGE: "wrong usage, or the ledger cannot be opened",
    ExitCode.SCRIPT_STOPPED: "a script (`-f`, standard input) stopped at an error",
    ExitCode.VERIFICATION_FAILED: "verification failed",
    ExitCode.ASSERTION_FAILED: "a test's output differs from what is expected",
    ExitCode.HUNG_UP: "SIGHUP: the terminal is gone",
    ExitCode.INTERRUPTED: "Ctrl-C",
    ExitCode.BROKEN_PIPE: "nobody reads the output any more (`| head`)",
    ExitCode.TERMINATED: "SIGTERM",
}


def document() -> str:
    """The whole page."""
    parts = (_command_line(), _scripts(), _safety(), _settings(), _meta_commands(), _variables(), _topics())
    return "\n".join(line for part in parts for line in part) + "\n"


def _table(header: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(header)} |"
    yield f"|{'---|' * len(header)}"
    for row in rows:
        yield f"| {' | '.join(_cell(text) for text in row)} |"
    yield ""


def _cell(text: str) -> str:
    """Text in a Markdown table; what stands between backquotes is left alone but for the bar."""
    return text.replace("|", "\\|").replace("\n", " ")


def _flags(option: Option) -> str:
    flags = ", ".join(option.flags)
    if option.kind == "optional":
        return f"`{flags}[={option.metavar}]`"
    return f"`{flags} {'|'.join(option.choices) or option.metavar}`".replace(" `", "`")


def _command_line() -> Iterator[str]:
    yield "# Commands"
    yield ""
    yield "This page is made from the program's own tables (`python -m ledgershell.commands.documentation`)."
    yield ""
    yield "## Command line"
    yield ""
    yield "```"
    yield "ledgershell [OPTIONS] [LEDGER]     a shell on a terminal; otherwise runs standard input"
    yield "ledgershell SUBCOMMAND …"
    yield "```"
    yield ""
    yield LEDGER_HELP
    yield ""
    yield from _table(("option", "meaning"), ((_flags(option), option.help) for option in OPTIONS))
    yield from _table(
        ("subcommand", "options", "meaning"),
        (
            (
                f"`{each.name} {each.argument}`".replace(" `", "`"),
                " ".join(f"`{' | '.join(option.flags)}`" for option in each.options),
                each.help,
            )
            for each in SUBCOMMANDS
        ),
    )
    yield from _table(("format", "meaning"), ((f"`{each.name}`", each.summary) for each in FORMATS.values()))
    yield from _table(("exit code", "meaning"), ((str(int(code)), EXIT_CODES[code]) for code in ExitCode))


def _scripts() -> Iterator[str]:
    yield from (
        "## Scripts",
        "",
        "* UTF-8. `--` and `/* */` are comments; a first line of `#!` is skipped.",
        "* `;` ends a statement unless it stands in a string, a quoted name, Ion, a comment, or between brackets (in",
        "  psql: parentheses); the last statement of a script may lack it. A backslash outside literals and comments",
        "  begins a meta-command, which goes on to the end of its line.",
        "* `begin`, `start transaction`, `commit`, `abort` and `rollback` alone on a line need no `;`; `help`, `quit`",
        "  and `exit` alone on a line are `\\?` and `\\q`.",
        "* Standard output carries results and nothing else; notices, errors and timings go to standard error.",
        "* An error is printed as `file.pql:LINE:COLUMN: error CODE: …`. The script stops there with exit code 3 (a",
        "  `-c` with 1), unless `\\set ON_ERROR_STOP off` lets it go on, which ends in exit code 1.",
        "* With `-1` everything is one transaction: an error rolls all of it back. In any transaction a statement",
        "  that fails leaves nothing behind, and the transaction goes on: what psql calls ON_ERROR_ROLLBACK is",
        "  always on.",
        "* `\\set BATCH n` runs a large INSERT, UPDATE, DELETE, FROM, `\\copy` or `\\import` as several blocks of at",
        "  most `n` documents. Which documents are concerned is settled once, when the statement begins; each `n`",
        "  of them are changed in a transaction of their own. That is not atomic: others may come between, and an",
        "  error leaves the blocks before it committed, which is said. Inside an open transaction nothing is",
        "  split.",
        "* Scripts check themselves with `\\expect` and `\\assert`; `ledgershell test` runs them, and compares",
        "  transcripts.",
        "",
        "This departs from psql in one thing: there, `-f` and `-1 -f` return 0 after an error, unless `ON_ERROR_STOP`",
        "is set.",
        "",
    )


def _safety() -> Iterator[str]:
    yield from (
        "## Scripts of unknown origin",
        "",
        "With `--safe` a script reaches the ledger that is open and the program's own streams, and nothing else:",
        "it starts no programs (`` `…` `` in arguments and `|COMMAND` included), names no files, opens and lists",
        "no other ledgers, and neither sees nor changes the environment. Files that stand on the command line",
        "(`-f`, `-o`, `-L`) are the caller's, and so is `rc.pql`. What the script does to the ledger itself is",
        "not limited: `--read-only` does that. Each meta-command declares what it may do:",
        "",
    )
    for safety, meaning in (
        ("refused", "refused"),
        ("without files", "allowed as long as no file is named"),
        ("allowed", "allowed"),
    ):
        names = " ".join(f"`\\{command.name}`" for command in COMMANDS.values() if command.safety == safety)
        yield f"* {meaning}: {names}"
    yield ""


def _settings() -> Iterator[str]:
    yield from (
        "## Settings that last",
        "",
        "`config.toml` and `rc.pql` lie in `$XDG_CONFIG_HOME/ledgershell` (by default `~/.config/ledgershell`).",
        "",
        "```toml",
        'ledger = "bank"          # the ledger that is meant when none is named',
        "",
        "[variables]              # as \\set",
        "TIMEOUT = 30",
        "",
        "[display]                # as \\pset",
        'format = "table"',
        'null = "∅"',
        "```",
        "",
        "`rc.pql` is a script that runs when a conversation begins. Strongest first: the command line, `rc.pql`,",
        "the environment (`LEDGERSHELL_LEDGER` and the like), `config.toml`, defaults. Where a script runs, only",
        "`ledger` is read, so that it does the same for everybody; `--rc` reads all. `-X` reads nothing. `\\env`",
        "tells where each setting comes from.",
        "",
        "`ledgershell completion bash` (`zsh`, `fish`) prints what a command shell needs to complete options; the",
        "manual page is `docs/ledgershell.1`.",
        "",
    )


def _meta_commands() -> Iterator[str]:
    yield "## Meta-commands"
    yield ""
    for name, members in groups():
        yield f"### {name}"
        yield ""
        rows = (
            (
                f"`{syntax_of(command)}`",
                " ".join(f"`\\{alias}`" for alias in command.aliases),
                f"{command.summary}. {command.details}".strip(),
            )
            for command in members
        )
        yield from _table(("command", "also", "meaning"), rows)


def _variables() -> Iterator[str]:
    yield "## Variables"
    yield ""
    rows = (
        (f"`{each.name}`", " ".join(f"`{choice}`" for choice in each.choices) or each.kind, each.summary)
        for each in SETTINGS.values()
    )
    yield from _table(("variable", "values", "meaning"), rows)
    yield "Set by the program after each statement:"
    yield ""
    yield from _table(("variable", "meaning"), ((f"`{name}`", summary) for name, summary in REPORTED.items()))


def _topics() -> Iterator[str]:
    yield "## Statements"
    yield ""
    for topic in TOPICS.values():
        yield from (f"### {topic.name}", "", f"{topic.summary[0].upper()}{topic.summary[1:]}.", "", "```", topic.syntax)
        yield from ("```", "", "```sql", f"{topic.example};", "```", "")
        if topic.notes:
            yield from (topic.notes, "")


if __name__ == "__main__":
    sys.stdout.write(document())
