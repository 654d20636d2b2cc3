r"""``\asof``: the session reads all tables as they were at some moment, until ``\asof now``."""

from __future__ import annotations

import re

from ledgershell.commands.arguments import Arguments
from ledgershell.commands.conversation import Conversation
from ledgershell.errors import LedgershellError, UsageError
from ledgershell.ion.values import Value
from ledgershell.render.safe_text import visible
from ledgershell.static_typing import Final

_TIME: Final = re.compile(
    r"(?P<date>\d{4}-\d{2}(?:-\d{2})?|\d{4}(?=T))T?"
    r"(?:(?<=\d-\d\dT)(?P<time>\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(?P<offset>Z|[+-]\d{2}:\d{2})?)?"
)
_IDENTIFIER: Final = re.compile(r"[0-9A-Za-z]{22}")


def as_of(conversation: Conversation, arguments: Arguments) -> None:
    """Go to a moment, return to the present, or say where we are."""
    words = arguments.words
    session = conversation.session
    if not words:
        seq = session.as_of
        conversation.tell("tables are read as they are now" if seq is None else _told(conversation, seq))
        return
    written = " ".join(words).strip("`'")
    if written.casefold() == "now":
        session.go_back(None)
        conversation.notice("tables are read as they are now")
        return
    seq = session.go_back(_moment(written))
    if seq is not None:
        conversation.notice(_told(conversation, seq))


def _told(conversation: Conversation, seq: int) -> str:
    tip = conversation.session.describe().tip
    return rf"tables are read as of block {seq} (the tip is {tip}); \asof now returns"


def _moment(written: str) -> Value:
    if written.isascii() and written.isdigit():
        return int(written[:20])
    if _IDENTIFIER.fullmatch(written):
        return written
    found = _TIME.fullmatch(written.replace(" ", "T", 1))
    if found is not None:
        from ledgershell.ion.text_reader import read_text

        date, time, offset = found["date"], found["time"], found["offset"]
        try:
            return read_text(f"{date}T" if time is None else f"{date}T{time}{offset or 'Z'}")
        except LedgershellError:
            pass
    raise UsageError(
        "LS-CLI-004",
        f"{visible(written[:40])!r} is no moment",
        hint=r"\asof 2024-01-31T12:00:00Z, \asof 41 (a block), a transaction's id, or \asof now",
    )
