"""What ``stream-journal`` was asked for: where to begin and to end, in which form, and where to."""

from __future__ import annotations

from ledgershell.commands.subcommands import Call
from ledgershell.environment import Environment
from ledgershell.errors import IonError, UsageError
from ledgershell.ion.timestamp import Timestamp
from ledgershell.journal.stream_records import StreamRecord
from ledgershell.ledger.protocols import Session
from ledgershell.render.ion_form import ion_line, ion_pretty, json_form
from ledgershell.render.safe_text import escaped_json, visible_lines
from ledgershell.static_typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

BINARY: Final = "ion-binary"
LONG_AGO: Final = -(1 << 50)
"""In milliseconds since 1970: before all that Ion can tell of."""


def _pretty(record: StreamRecord) -> bytes:
    return f"{visible_lines(ion_pretty(record.value))}\n".encode()


def _line(record: StreamRecord) -> bytes:
    return f"{ion_line(record.value)}\n".encode()


def _json(record: StreamRecord) -> bytes:
    return f"{escaped_json(json_form(record.value))}\n".encode()


FORMS: Final[dict[str, Callable[[StreamRecord], bytes]]] = {
    BINARY: StreamRecord.binary,
    "ion": _pretty,
    "ion-lines": _line,
    "jsonl": _json,
}
"""The ways to write a record."""


class Wanted(NamedTuple):
    """The options of ``stream-journal``; ``start`` as it was given, ``until`` in milliseconds since 1970."""

    start: str | None
    until: int | None
    follow: bool
    resume: str | None
    output: str | None
    write: Callable[[StreamRecord], bytes]


def wanted(environment: Environment, call: Call) -> Wanted:
    """The options, as far as they can be judged without the ledger.  Raises :class:`UsageError`."""
    options = call.options
    start, until, output = options.get("start"), options.get("until"), options.get("output")
    end = None if until is None else _milliseconds("--until", until)
    if start is not None and not _is_number(start):
        begin = _milliseconds("--from", start)
        if end is not None and end <= begin:
            raise UsageError("LS-STREAM-005", "--until is not after --from", hint="--from is included, --until is not")
    to_terminal = output is None and environment.is_terminal(environment.stdout)
    form = options.get("format") or ("ion" if to_terminal else BINARY)
    if form == BINARY and to_terminal:
        raise UsageError(
            "LS-CLI-002",
            "binary Ion is not written to a terminal",
            hint="send it to a file with -o FILE, or --format ion",
        )
    if form == BINARY and output is None and getattr(environment.stdout, "buffer", None) is None:
        raise UsageError("LS-CLI-002", "binary Ion cannot be part of a text transcript", hint="--format ion")
    return Wanted(start, end, bool(options.get("follow")), options.get("resume"), output, FORMS[form])


def first_block(session: Session, start: str | None, now: int) -> int:
    """The block at which a new stream begins.  Raises :class:`UsageError` LS-STREAM-005 for what is yet to come."""
    begin = session.first_block_from(LONG_AGO)  # above 0 in a journal that was imported from its middle
    if start is None:
        return begin
    tip = session.tip()
    if _is_number(start):
        if int(start) > tip + 1:
            raise UsageError(
                "LS-STREAM-005",
                f"there is no block {start} yet",
                hint=f"the last block is {tip}; a stream may begin at block {tip + 1} at most",
            )
        return max(int(start), begin)
    time = _milliseconds("--from", start)
    if time > now:
        raise UsageError(
            "LS-STREAM-005", "--from lies in the future", hint=f"--from {tip + 1} begins with what comes next"
        )
    return session.first_block_from(time)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


def _milliseconds(option: str, text: str) -> int:
    try:
        return Timestamp.parse(text).milliseconds()
    except (IonError, ValueError):
        raise UsageError(
            "LS-CLI-002",
            f"stream-journal: {option} is neither a time nor a block's number"
            if option == "--from"
            else f"stream-journal: {option} is no time",
            hint="a time is written as in Ion: 2024-01-31T12:00:00Z",
        ) from None
