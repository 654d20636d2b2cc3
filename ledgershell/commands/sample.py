r"""``\sample``."""

from __future__ import annotations

from ledgershell.commands.arguments import Arguments
from ledgershell.commands.conversation import Conversation
from ledgershell.commands.usage import at_most
from ledgershell.render.footer import counted
from ledgershell.samples import SAMPLES, sample_named


def fill(conversation: Conversation, arguments: Arguments) -> None:
    """Fill the ledger with sample data, or list them."""
    words = at_most("sample", arguments, 1)
    if not words:
        conversation.output.show_rows(("name", "summary"), [(each.name, each.summary) for each in SAMPLES.values()])
        return
    sample = sample_named(words[0])
    tables, documents = sample.load(conversation.session)
    conversation.notice(f"{sample.name}: {counted(tables, 'table')}, {counted(documents)}")
