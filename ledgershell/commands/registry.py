r"""Every meta-command, once: ``\?``, completion, ``docs/commands.md`` and dispatch are made from this table.

To add one: write a function ``(Conversation, Arguments) -> None`` in a file of this package, and a row here, or in
:mod:`.shell_commands` if it does not concern the ledger.  Names are psql's where psql has the command.  Case counts
only where it tells two commands apart.  A prefix of a name is not the name; a name that is not known gets candidates.
"""

from __future__ import annotations

from types import MappingProxyType

from ledgershell.commands.command import ABOUT, GENERAL, JOURNAL, TRANSACTIONS, Command
from ledgershell.commands.shell_commands import SHELL_COMMANDS
from ledgershell.errors import UsageError
from ledgershell.render.safe_text import visible
from ledgershell.static_typing import Final

_LEDGER_COMMANDS: Final = (
    Command("conninfo", "", "which ledger this is, and where it is kept", GENERAL, "status:connection", "allowed"),
    Command(
        "status",
        "",
        "ledger, tip, transaction and version in one line",
        GENERAL,
        "status:status",
        "allowed",
    ),
    Command(
        "sample", "[NAME]", "fill this ledger with sample data, or list the samples", GENERAL, "sample:fill", "allowed"
    ),
    Command(
        "d",
        "[TABLE]",
        "list tables and indexes, or describe one table",
        ABOUT,
        "describe:describe",
        "allowed",
        plus=True,
        completes="table",
        details="A table has no declared fields: those shown were seen in its first documents.  With +, also those "
        "inside of other fields, each with an example.",
    ),
    Command(
        "dt",
        "[PATTERN]",
        "list tables",
        ABOUT,
        "describe:tables",
        "allowed",
        plus=True,
        completes="table",
        details="In PATTERN * stands for any text and ? for any letter.  With +, dropped tables too.",
    ),
    Command(
        "di",
        "[PATTERN]",
        "list the indexes of tables",
        ABOUT,
        "describe:indexes",
        "allowed",
        plus=True,
        completes="table",
        details="With +, also how many documents each covers and the statement that makes it.",
    ),
    Command(
        "df",
        "[PATTERN]",
        "list functions",
        ABOUT,
        "describe_language:list_functions",
        "allowed",
        plus=True,
        details="With +, each with an example.",
    ),
    Command(
        "dv",
        "[PATTERN]",
        "list views: what can be read besides tables",
        ABOUT,
        "describe_language:list_views",
        "allowed",
    ),
    Command(
        "l", "[PATTERN]", "list the ledgers that go by a name", ABOUT, "status:ledgers", "refused", aliases=("list",)
    ),
    Command(
        "show",
        "tables",
        "list tables, as Amazon QLDB's shell does",
        ABOUT,
        "describe:show",
        "allowed",
    ),
    Command(
        "digest",
        "[FILE]",
        "the one hash that stands for the whole journal; with FILE, keep it there",
        JOURNAL,
        "journal:digest",
        "without files",
        completes="file",
        details="Keep it where nobody can change it who can change the ledger: it is the anchor of every later check.",
    ),
    Command("block", "N", "show a block", JOURNAL, "journal:block", "allowed"),
    Command("tx", "ID", "show the block that a transaction wrote", JOURNAL, "journal:block_of_transaction", "allowed"),
    Command(
        "chain",
        "[A..B]",
        "draw blocks and how each names the one before; by default the last five",
        JOURNAL,
        "journal:chain",
        "allowed",
    ),
    Command("log", "DOCUMENT", "list the revisions of a document, by its id", JOURNAL, "journal:log", "allowed"),
    Command(
        "diff",
        "DOCUMENT [V1 [V2]]",
        "what changed between two versions of a document, by path",
        JOURNAL,
        "journal:diff",
        "allowed",
        details="By default the last two.",
    ),
    Command(
        "proof",
        "DOCUMENT|N|A..B [FILE]",
        "prove that a document's last revision, or block N, is under the digest",
        JOURNAL,
        "journal:proof",
        "without files",
        details="A..B: that the digest of block B continues that of block A.  With FILE, keep the proof there; "
        "ledgershell verify-proof FILE checks it without the ledger.",
    ),
    Command(
        "verify",
        "[DOCUMENT|N] [--explain] [--digest FILE]",
        "recompute every hash, or prove one document or block",
        JOURNAL,
        "journal:verify",
        "without files",
        details="With --digest, against a digest that was kept.  With --explain, step by step, so that each step can "
        "be repeated with sha256sum.",
    ),
    Command(
        "asof",
        "[TIME | BLOCK | TX | now]",
        "read all tables as they were; now returns to the present",
        TRANSACTIONS,
        "time_travel:as_of",
        "allowed",
        details="A time, as in 2024-01-31 or 2024-01-31T12:00:00Z (UTC where no offset is given), a block's number, or "
        "the id of a transaction that wrote a block.  Meanwhile nothing can be changed, and the prompt names the "
        "block.  Without an argument: which one it is.",
    ),
    Command("begin", "", "open a transaction", TRANSACTIONS, "transactions:begin", "allowed"),
    Command("commit", "", "commit the open transaction", TRANSACTIONS, "transactions:commit", "allowed"),
    Command(
        "abort",
        "",
        "give up the open transaction",
        TRANSACTIONS,
        "transactions:abort",
        "allowed",
        aliases=("rollback",),
    ),
)
_ALL: Final = (*SHELL_COMMANDS, *_LEDGER_COMMANDS)

COMMANDS: Final = MappingProxyType({command.name: command for command in _ALL})
"""By name, aliases left out, in the order in which help lists them."""

BY_ANY_NAME: Final = MappingProxyType(
    {
        name: command
        for command in _ALL
        for name in (command.name, *command.aliases, *((f"{command.name}+",) if command.plus else ()))
    }
)


def named(name: str) -> Command | None:
    """The meta-command of exactly that name or alias, or else of the name in lower case: articles print ``\\COPY``."""
    return BY_ANY_NAME.get(name) or BY_ANY_NAME.get(name.lower())


def find(name: str) -> Command:
    r"""As :func:`named`.  Raises :class:`UsageError` (LS-CLI-003) with candidates."""
    command = named(name)
    if command is not None:
        return command
    from ledgershell.partiql.spelling import candidates

    near = candidates(name, [known for known in BY_ANY_NAME if not known.endswith("+")])
    shown = visible(name if len(name) <= 40 else f"{name[:40]}…")
    hint = f"did you mean {' or '.join(f'{chr(92)}{each}' for each in near)}?" if near else r"\? lists them"
    raise UsageError("LS-CLI-003", f"there is no meta-command {chr(92)}{shown}", hint=hint)
