r"""Every meta-command, once: ``\?``, completion, ``docs/commands.md`` and dispatch are made from this table.

To add one: write a function ``(Conversation, Arguments) -> None`` in a file of this package, and a row here.
Names are psql's where psql has the command.  Case counts only where it tells two commands apart.  A prefix of a name is
not the name; a name that is not known gets candidates.
"""

from __future__ import annotations

from types import MappingProxyType

from ledgershell.errors import UsageError
from ledgershell.render.safe_text import visible
from ledgershell.static_typing import Final, Literal, NamedTuple

Completes = Literal["", "command", "file", "format", "table", "topic", "variable"]


class Command(NamedTuple):
    r"""One meta-command.

    ``arguments``   its syntax behind the name, as help shows it
    ``summary``     one line
    ``run``         ``module:function`` below ``ledgershell.commands``, imported when it is first called
    ``aliases``     other names, e.g. those of Amazon QLDB's shell
    ``whole_line``  it takes the rest of the line as it is, backslashes and all
    ``completes``   what its first argument is
    ``details``     further lines for ``\? NAME`` and the documentation
    """

    name: str
    arguments: str
    summary: str
    group: str
    run: str
    aliases: tuple[str, ...] = ()
    whole_line: bool = False
    completes: Completes = ""
    details: str = ""


GENERAL: Final = "General"
ABOUT: Final = "Tables and ledgers"
JOURNAL: Final = "Journal and proofs"
FILES: Final = "Input and output"
FORMATTING: Final = "Formatting"
TRANSACTIONS: Final = "Transactions"
VARIABLES: Final = "Variables"
BUFFER: Final = "Ending a statement"

_ALL: Final = (
    Command(
        "?",
        "[NAME | variables | options]",
        "list the meta-commands, or tell more of one",
        GENERAL,
        "help:commands",
        completes="command",
    ),
    Command(
        "h",
        "[STATEMENT | FUNCTION]",
        "syntax and an example of a statement or a function",
        GENERAL,
        "help:topics",
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
        aliases=("quit", "exit"),
        details="In a script: stop reading it.  The words quit and exit, alone on a line, do the same.",
    ),
    Command("conninfo", "", "which ledger this is, and where it is kept", GENERAL, "status:connection"),
    Command(
        "status",
        "",
        "ledger, tip, transaction and version in one line",
        GENERAL,
        "status:status",
    ),
    Command("sample", "[NAME]", "fill this ledger with sample data, or list the samples", GENERAL, "sample:fill"),
    Command(
        "d",
        "[TABLE]",
        "list tables and indexes, or describe one table",
        ABOUT,
        "describe:describe",
        completes="table",
        details="A table has no declared fields: those shown were seen in its first documents.",
    ),
    Command("dt", "[PATTERN]", "list tables", ABOUT, "describe:tables", completes="table"),
    Command("di", "[PATTERN]", "list indexes", ABOUT, "describe:indexes", completes="table"),
    Command("l", "", "list the ledgers that go by a name", ABOUT, "status:ledgers", aliases=("list",)),
    Command(
        "show",
        "tables",
        "list tables, as Amazon QLDB's shell does",
        ABOUT,
        "describe:show",
    ),
    Command(
        "digest",
        "[FILE]",
        "the one hash that stands for the whole journal; with FILE, keep it there",
        JOURNAL,
        "journal:digest",
        completes="file",
        details="Keep it where nobody can change it who can change the ledger: it is the anchor of every later check.",
    ),
    Command("block", "N", "show a block", JOURNAL, "journal:block"),
    Command("tx", "ID", "show the block that a transaction wrote", JOURNAL, "journal:block_of_transaction"),
    Command(
        "chain",
        "[A..B]",
        "draw blocks and how each names the one before; by default the last five",
        JOURNAL,
        "journal:chain",
    ),
    Command("log", "DOCUMENT", "list the revisions of a document, by its id", JOURNAL, "journal:log"),
    Command(
        "diff",
        "DOCUMENT [V1 [V2]]",
        "what changed between two versions of a document, by path",
        JOURNAL,
        "journal:diff",
        details="By default the last two.",
    ),
    Command(
        "proof",
        "DOCUMENT|N|A..B [FILE]",
        "prove that a document's last revision, or block N, is under the digest",
        JOURNAL,
        "journal:proof",
        details="A..B: that the digest of block B continues that of block A.  With FILE, keep the proof there; "
        "ledgershell verify-proof FILE checks it without the ledger.",
    ),
    Command(
        "verify",
        "[DOCUMENT|N] [--explain] [--digest FILE]",
        "recompute every hash, or prove one document or block",
        JOURNAL,
        "journal:verify",
        details="With --digest, against a digest that was kept.  With --explain, step by step, so that each step can "
        "be repeated with sha256sum.",
    ),
    Command(
        "i",
        "FILE",
        "run a script",
        FILES,
        "files:include",
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
        aliases=("include_relative",),
        completes="file",
    ),
    Command(
        "o",
        "[FILE]",
        "write results to a file; without one, to standard output again",
        FILES,
        "files:output",
        aliases=("out",),
        completes="file",
    ),
    Command("echo", "[-n] [TEXT …]", "write to standard output", FILES, "files:echo"),
    Command("qecho", "[-n] [TEXT …]", "write to where results go", FILES, "files:echo_to_output"),
    Command("warn", "[-n] [TEXT …]", "write to standard error", FILES, "files:warn"),
    Command(
        "copy",
        "TABLE [(FIELD, …)] FROM 'FILE' [[WITH] [DELIMITER 'C'] [NULL 'TEXT'] [ENCODING 'NAME'] CSV [HEADER]]",
        "insert the rows of a CSV file as documents",
        FILES,
        "copy:copy",
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
        aliases=("T",),
        completes="format",
    ),
    Command("x", "[on | off]", "one field a line", FORMATTING, "formatting:expanded"),
    Command("timing", "[on | off]", "say how long each statement took", FORMATTING, "formatting:timing"),
    Command("begin", "", "open a transaction", TRANSACTIONS, "transactions:begin"),
    Command("commit", "", "commit the open transaction", TRANSACTIONS, "transactions:commit"),
    Command("abort", "", "give up the open transaction", TRANSACTIONS, "transactions:abort", aliases=("rollback",)),
    Command(
        "set",
        "[NAME [VALUE …]]",
        "set a variable; without a name, list them",
        VARIABLES,
        "setting:set_variable",
        completes="variable",
        details="Several values are joined.  In statements :NAME is replaced by the value as it is, :'NAME' by the "
        'value as a string, :"NAME" by the value as a quoted name; never inside strings, comments or Ion.  A name that '
        "is not set is an error there; in the arguments of meta-commands it stays as it is.",
    ),
    Command("unset", "NAME", "forget a variable", VARIABLES, "setting:unset_variable", completes="variable"),
    Command(
        "g",
        "[FILE]",
        "run the statement before it, as ; does; with FILE, write its result there",
        BUFFER,
        "buffer:go",
        completes="file",
    ),
    Command("gx", "[FILE]", "the same, one field a line", BUFFER, "buffer:go_expanded", completes="file"),
    Command(
        "gset",
        "[PREFIX]",
        "run the statement and set a variable for each field of its one row",
        BUFFER,
        "buffer:go_set",
    ),
    Command("p", "", "print the statement typed so far", BUFFER, "buffer:print_buffer", aliases=("print",)),
    Command("r", "", "forget the statement typed so far", BUFFER, "buffer:reset", aliases=("reset",)),
)

COMMANDS: Final = MappingProxyType({command.name: command for command in _ALL})
"""By name, aliases left out, in the order in which help lists them."""

BY_ANY_NAME: Final = MappingProxyType({name: command for command in _ALL for name in (command.name, *command.aliases)})


def named(name: str) -> Command | None:
    """The meta-command of exactly that name or alias, or else of the name in lower case: articles print ``\\COPY``."""
    return BY_ANY_NAME.get(name) or BY_ANY_NAME.get(name.lower())


def find(name: str) -> Command:
    r"""As :func:`named`.  Raises :class:`UsageError` (LS-CLI-003) with candidates."""
    command = named(name)
    if command is not None:
        return command
    from ledgershell.partiql.spelling import candidates

    near = candidates(name, BY_ANY_NAME)
    shown = visible(name if len(name) <= 40 else f"{name[:40]}…")
    hint = f"did you mean {' or '.join(f'{chr(92)}{each}' for each in near)}?" if near else r"\? lists them"
    raise UsageError("LS-CLI-003", f"there is no meta-command {chr(92)}{shown}", hint=hint)
