"""The meta-commands that are about the shell itself: scripts, files, results, variables; rows of the registry."""

from __future__ import annotations

from ledgershell.commands.command import BUFFER, FILES, FORMATTING, GENERAL, VARIABLES, Command
from ledgershell.static_typing import Final

SHELL_COMMANDS: Final = (
    Command(
        "?",
        "[NAME | variables | options]",
        "list the meta-commands, or tell more of one",
        GENERAL,
        "help:commands",
        "allowed",
        completes="command",
    ),
    Command(
        "h",
        "[STATEMENT | FUNCTION]",
        "syntax and an example of a statement or a function",
        GENERAL,
        "help:topics",
        "allowed",
        aliases=("help",),
        completes="topic",
        details="Without an argument: the list of topics.",
    ),
    Command(
        "q",
        "",
        "leave",
        GENERAL,
        "leave:leave",
        "allowed",
        aliases=("quit", "exit"),
        details="In a script: stop reading it.  The words quit and exit, alone on a line, do the same.",
    ),
    Command(
        "i",
        "FILE",
        "run a script",
        FILES,
        "files:include",
        "refused",
        aliases=("include",),
        completes="file",
        details="FILE is looked up from the working directory.",
    ),
    Command(
        "ir",
        "FILE",
        "run a script that lies beside the script which names it",
        FILES,
        "files:include_beside",
        "refused",
        aliases=("include_relative",),
        completes="file",
    ),
    Command(
        "o",
        "[FILE]",
        "write results to a file; without one, to standard output again",
        FILES,
        "files:output",
        "without files",
        aliases=("out",),
        completes="file",
    ),
    Command("echo", "[-n] [TEXT …]", "write to standard output", FILES, "files:echo", "allowed"),
    Command("qecho", "[-n] [TEXT …]", "write to where results go", FILES, "files:echo_to_output", "allowed"),
    Command("warn", "[-n] [TEXT …]", "write to standard error", FILES, "files:warn", "allowed"),
    Command(
        "copy",
        "TABLE [(FIELD, …)] FROM 'FILE' [[WITH] [DELIMITER 'C'] [NULL 'TEXT'] [ENCODING 'NAME'] CSV [HEADER]]",
        "insert the rows of a CSV file as documents",
        FILES,
        "copy:copy",
        "refused",
        whole_line=True,
        completes="table",
        details="With HEADER the first line names the fields, and (FIELD, …), if given, renames them in order; without "
        "HEADER (FIELD, …) is needed.  Types are detected: integers, decimals, timestamps of day precision; an empty "
        "field, or with NULL another text without quotes, is null.  ENCODING names the file's encoding, such as "
        "latin-1 or cp1252 (utf-8 if not given).  All rows are one transaction, unless \\set BATCH n says how many "
        "documents make one.  PostgreSQL's form with options in parentheses is understood too.",
    ),
    Command(
        "format",
        "[NAME]",
        "how results are written",
        FORMATTING,
        "formatting:choose_format",
        "allowed",
        aliases=("T",),
        completes="format",
    ),
    Command("x", "[on | off]", "one field a line", FORMATTING, "formatting:expanded", "allowed"),
    Command("timing", "[on | off]", "say how long each statement took", FORMATTING, "formatting:timing", "allowed"),
    Command(
        "set",
        "[NAME [VALUE …]]",
        "set a variable; without a name, list them",
        VARIABLES,
        "setting:set_variable",
        "allowed",
        completes="variable",
        details="Several values are joined.  In statements :NAME is replaced by the value as it is, :'NAME' by the "
        'value as a string, :"NAME" by the value as a quoted name; never inside strings, comments or Ion.  A name that '
        "is not set is an error there; in the arguments of meta-commands it stays as it is.",
    ),
    Command("unset", "NAME", "forget a variable", VARIABLES, "setting:unset_variable", "allowed", completes="variable"),
    Command(
        "g",
        "[FILE]",
        "run the statement before it, as ; does; with FILE, write its result there",
        BUFFER,
        "buffer:go",
        "without files",
        completes="file",
    ),
    Command(
        "gx", "[FILE]", "the same, one field a line", BUFFER, "buffer:go_expanded", "without files", completes="file"
    ),
    Command(
        "gset",
        "[PREFIX]",
        "run the statement and set a variable for each field of its one row",
        BUFFER,
        "buffer:go_set",
        "allowed",
    ),
    Command("p", "", "print the statement typed so far", BUFFER, "buffer:print_buffer", "allowed", aliases=("print",)),
    Command("r", "", "forget the statement typed so far", BUFFER, "buffer:reset", "allowed", aliases=("reset",)),
)
