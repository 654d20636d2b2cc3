"""``stream-journal``: the journal as stream records, once or for as long as it grows.

The records come from the journal (:mod:`ledgershell.journal.stream_records`) and go to a sink
(:mod:`ledgershell.exchange.record_sink`); here the one is drawn from and the other filled, block by block.  With a
token file the place is kept: first the sink hands over, then the token is written, so that a break loses nothing and
repeats at most the blocks in between.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from ledgershell.commands.options import SUBCOMMAND_NAMES
from ledgershell.commands.receipts import as_text, read_bytes
from ledgershell.commands.stream_options import Wanted, first_block, wanted
from ledgershell.commands.subcommands import Call
from ledgershell.environment import Environment, demo
from ledgershell.errors import ExitCode, LedgerError, StorageError, StreamError, UsageError
from ledgershell.exchange.output_file import output_file
from ledgershell.exchange.record_sink import FileSink, OutputSink, RecordSink
from ledgershell.ion.timestamp import Timestamp
from ledgershell.ion.values import Struct
from ledgershell.journal.stream_records import StreamRecord, block_records, control_record, stream_arn
from ledgershell.journal.stream_token import (
    JournalPlace,
    StreamToken,
    read_token,
    require_same_journal,
    token_struct,
)
from ledgershell.ledger.control import LocalControl
from ledgershell.ledger.protocols import Session
from ledgershell.static_typing import Final

BATCH: Final = 256
"""Blocks that are read from one snapshot and handed over together."""
PAUSE: Final = 0.05
"""Seconds between two looks at whether there are new blocks."""
SETTLED: Final = 1_000
"""Milliseconds after which a transaction that took its time before the stream's end has committed, or never will."""


def stream_journal(environment: Environment, call: Call, should_stop: Callable[[], bool]) -> ExitCode:
    """Stream what is asked for; ends early, with everything handed over, once ``should_stop`` says so."""
    if len(call.arguments) != 1:
        raise UsageError(
            "LS-CLI-002", "stream-journal: the ledger is missing", hint="ledgershell stream-journal LEDGER [OPTIONS]"
        )
    if call.options.get("demo") is not None:
        environment = demo(call.options["demo"], base=environment)
    asked = wanted(environment, call)
    token = _kept_token(asked)
    control = LocalControl(environment, reserved=SUBCOMMAND_NAMES)
    session = control.open_or_create(call.arguments[0], read_only=True).session()
    try:
        known = token is not None
        token = _new_token(environment, session, asked) if token is None else _checked(session, token)
        if token.completed:
            _tell(environment, "the stream has reached its end; there is nothing more to send")
            return ExitCode.OK
        sink = _sink(environment, asked, token)
        try:
            stream = _Stream(environment, session, asked, token, sink)
            stream.run(should_stop, new=not known)
        finally:
            sink.close()
        _tell(environment, stream.summary())
    finally:
        session.close()
    return ExitCode.OK


class _Stream:
    """One run of a stream."""

    def __init__(
        self, environment: Environment, session: Session, asked: Wanted, token: StreamToken, sink: RecordSink
    ) -> None:
        self._environment = environment
        self._session = session
        self._asked = asked
        self._token = token
        self._sink = sink
        self._blocks = self._records = 0
        self._last: bytes | None = token.previous_block_hash

    def run(self, should_stop: Callable[[], bool], *, new: bool) -> None:
        if new:
            self._send(control_record(self._token.stream_arn, "CREATED"))
            self._hand_over(self._token.next_sequence_no)
        while not should_stop():
            sent, ended = self._pass(should_stop)
            if ended:
                self._send(control_record(self._token.stream_arn, "COMPLETED"))
                self._hand_over(self._token.next_sequence_no, completed=True)
                return
            if sent:
                continue
            if not self._asked.follow:
                return
            self._sink.require_reader()
            self._environment.pause(PAUSE)

    def _pass(self, should_stop: Callable[[], bool]) -> tuple[bool, bool]:
        """Send some blocks, if there are new ones: whether there were, and whether the stream has reached its end."""
        until = self._asked.until
        late = until is not None and self._environment.clock.milliseconds() >= until + SETTLED
        first, tip = self._token.next_sequence_no, self._session.tip()
        if tip < first - 1:
            raise _rolled_back(first - 1, tip)
        following = first
        for block in self._session.blocks(first, min(tip, first + BATCH - 1)):
            self._require_next(block, following)
            time = block["blockTimestamp"]
            if until is not None and type(time) is Timestamp and time.milliseconds() >= until:
                self._hand_over(following)
                return True, True
            for record in block_records(self._token.stream_arn, block):
                self._send(record)
            following += 1
            self._blocks += 1
            self._last = block["blockHash"]
            if should_stop():
                break
        if following > first:
            self._hand_over(following)
            return True, False
        return False, late

    def _require_next(self, block: Struct, seq: int) -> None:
        """The block must continue what was sent; a whole look at the journal is ``verify``'s work."""
        if block["blockAddress"]["sequenceNo"] != seq:
            raise StorageError(
                "LS-STORE-009", f"block {seq} is not where it must be", hint="run verify, and restore a backup"
            )
        if self._last is not None and block["previousBlockHash"] != self._last:
            raise StreamError(
                "LS-STREAM-002",
                f"the journal has forked: block {seq} does not continue the block that was delivered before it",
                hint="verify the ledger against a digest that was kept",
            )

    def _send(self, record: StreamRecord) -> None:
        self._sink.write(self._asked.write(record))
        self._records += 1

    def _hand_over(self, following: int, *, completed: bool = False) -> None:
        """Have the sink deliver, then note it in the token file."""
        size = self._sink.hand_over()
        token = self._token._replace(next_sequence_no=following, completed=completed)
        if self._asked.resume is not None:
            root = None if self._last is None else self._session.digest(following - 1).rfc9162
            output = None if self._asked.output is None else (Path(self._asked.output).name, size)
            token = token._replace(previous_block_hash=self._last, rfc9162_root=root, output=output)
            with output_file(self._asked.resume, replace=True) as stream:
                stream.write(as_text(token_struct(token), None))
        self._token = token

    def summary(self) -> str:
        """What was sent, and where the stream stands."""
        token = self._token
        blocks = f"{self._blocks} block{'' if self._blocks == 1 else 's'}"
        records = f"{self._records} record{'' if self._records == 1 else 's'}"
        end = "completed" if token.completed else f"the next one is block {token.next_sequence_no}"
        return f"{blocks}, {records}; {end}"


def _kept_token(asked: Wanted) -> StreamToken | None:
    """The token in the file of ``--resume``; ``None`` when there is none yet."""
    if asked.resume is None or not os.path.lexists(asked.resume):
        return None
    if asked.start is not None:
        raise UsageError(
            "LS-CLI-002",
            "stream-journal: --from is for new streams, and there is a token already",
            hint="leave --from out, or name another token file",
        )
    return read_token(read_bytes(asked.resume))


def _new_token(environment: Environment, session: Session, asked: Wanted) -> StreamToken:
    ledger = session.describe()
    environment.follow(ledger.tip)
    first = first_block(session, asked.start, environment.clock.milliseconds())
    arn = stream_arn(ledger.ledger_id, ledger.name, environment.identifiers.random())
    place = _place(session, first)
    return StreamToken(arn, ledger.ledger_id, ledger.strand_id, first, place.block_hash, place.rfc9162_root)


def _checked(session: Session, token: StreamToken) -> StreamToken:
    require_same_journal(token, _place(session, token.next_sequence_no))
    return token


def _place(session: Session, following: int) -> JournalPlace:
    """The journal as of now, with what it says of the block before ``following``."""
    ledger = session.describe()
    block_hash = root = None
    if 0 < following <= ledger.tip + 1:
        try:
            block_hash = session.block(following - 1).block["blockHash"]
            root = session.digest(following - 1).rfc9162
        except LedgerError:  # an imported journal may begin later
            pass
    return JournalPlace(ledger.ledger_id, ledger.strand_id, ledger.tip, block_hash, root)


def _rolled_back(delivered: int, tip: int) -> StreamError:
    return StreamError(
        "LS-STREAM-003",
        f"the journal was rolled back: block {delivered} was delivered, and it ends at block {tip}",
        hint="find the newer copy of the ledger, or have the receiver start anew",
    )


def _starts_a_file(asked: Wanted) -> bool:
    return asked.output is not None and not os.path.lexists(asked.output)


def _sink(environment: Environment, asked: Wanted, token: StreamToken) -> RecordSink:
    if asked.output is None:
        return OutputSink(environment.stdout)
    if _starts_a_file(asked) or token.output is None:
        return FileSink(asked.output)
    name, size = token.output
    if name != Path(asked.output).name:
        raise StreamError(
            "LS-STREAM-006",
            "the stream was written to another file, and the one that is named exists already",
            hint="name the file that the token tells of, or one that does not exist yet",
        )
    return FileSink(asked.output, size)


def _tell(environment: Environment, text: str) -> None:
    environment.stderr.write(f"{text}\n")
    environment.stderr.flush()
