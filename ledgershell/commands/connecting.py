r"""``\c`` and ``\use``: go on with another ledger."""

from __future__ import annotations

from ledgershell.commands.arguments import Arguments
from ledgershell.commands.conversation import Conversation
from ledgershell.commands.status import connection
from ledgershell.commands.usage import wrong
from ledgershell.commands.variables import SESSION
from ledgershell.errors import TransactionError
from ledgershell.static_typing import Final

QLDB_OPTIONS: Final = ("-p", "--profile", "-r", "--region", "-s", "--qldb-session-endpoint")
"""Options of ``\\use`` in Amazon QLDB's shell that mean nothing to a ledger on this machine."""


def connect(conversation: Conversation, arguments: Arguments) -> None:
    """Open another ledger and close this one; when it cannot be opened, all stays as it is."""
    name = _name(conversation, arguments)
    if name is None:
        connection(conversation, arguments._replace(words=()))
        return
    if conversation.session.transaction() is not None:
        raise TransactionError(
            "LS-TX-005", "a transaction is open", hint="commit it, or abort it, before you leave the ledger"
        )
    session = conversation.control.open(name, read_only=conversation.read_only)
    before, conversation.session = conversation.session, session
    before.close()
    conversation.origins["ledger"] = SESSION
    ledger = session.describe()
    conversation.notice(f'You are now connected to ledger "{ledger.name}" in {ledger.location}.')


def _name(conversation: Conversation, arguments: Arguments) -> str | None:
    r"""The ledger's name, also as ``\use -l NAME``; a path is taken from the working directory."""
    found: list[str] = []
    rest = list(reversed(arguments.words))
    while rest:
        word = rest.pop()
        if word in ("-l", "--ledger") and rest:
            found.append(rest.pop())
        elif word in QLDB_OPTIONS and rest:
            conversation.notice(f"{word} {rest.pop()} means nothing to a ledger on this machine")
        else:
            found.append(word)
    if len(found) > 1:
        raise wrong("c", "one ledger at a time")
    if not found:
        return None
    named = found[0].rstrip(";")
    is_path = "/" in named or named.endswith(".ledger")
    return str(conversation.path(named)) if is_path else named
