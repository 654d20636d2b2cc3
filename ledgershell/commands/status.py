r"""``\conninfo``, ``\status`` and ``\l``."""

from __future__ import annotations

from fnmatch import fnmatchcase

from ledgershell.commands.arguments import Arguments
from ledgershell.commands.conversation import VERSION, Conversation
from ledgershell.commands.output import Output
from ledgershell.commands.redacted import blocks_named
from ledgershell.commands.usage import at_most
from ledgershell.ion.timestamp import Timestamp
from ledgershell.ledger.protocols import Control


def connection(conversation: Conversation, arguments: Arguments) -> None:
    """Which ledger this is and where it is kept."""
    at_most("conninfo", arguments, 0)
    ledger = conversation.session.describe()
    where = "in memory, for this run only" if ledger.location == ":memory:" else f"in {ledger.location}"
    access = "" if ledger.writable else ", for reading only"
    conversation.output.show_rows(
        ("ledger", "location", "ledgerId", "strandId", "created"),
        [
            (
                ledger.name,
                ledger.location,
                ledger.ledger_id,
                ledger.strand_id,
                Timestamp.from_milliseconds(ledger.created),
            )
        ],
    )
    conversation.notice(f'You are connected to ledger "{ledger.name}" {where}{access}.')


def status(conversation: Conversation, arguments: Arguments) -> None:
    """Ledger, tip, transaction and version."""
    at_most("status", arguments, 0)
    ledger = conversation.session.describe()
    open_transaction = conversation.session.transaction()
    conversation.output.show_rows(
        ("ledger", "tip", "transaction", "erasurePending", "version"),
        [
            (
                ledger.name,
                ledger.tip,
                open_transaction.transaction_id if open_transaction else None,
                list(ledger.erasure_pending) or None,
                VERSION,
            )
        ],
    )
    if ledger.erasure_pending:
        conversation.notice(
            f"The data that {blocks_named(ledger.erasure_pending)} redacted may still be in the file: "
            "somebody reads an older snapshot, or the file cannot be written."
        )


def ledgers(conversation: Conversation, arguments: Arguments) -> None:
    """The ledgers that go by a name."""
    words = at_most("l", arguments, 1)
    list_ledgers(conversation.control, conversation.output, words[0] if words else "*")


def list_ledgers(control: Control, output: Output, pattern: str = "*") -> None:
    """The ledgers that go by a name of this pattern."""
    output.show_rows(
        ("name", "state", "created", "permissionsMode", "deletionProtection", "location"),
        [
            (
                ledger.name,
                ledger.state,
                Timestamp.from_milliseconds(ledger.created),
                ledger.permissions_mode,
                ledger.deletion_protection,
                ledger.location,
            )
            for ledger in control.list()
            if fnmatchcase(ledger.name, pattern.replace("[", "[[]"))
        ],
    )
