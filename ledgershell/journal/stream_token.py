"""The resume token of a stream: up to where the journal has been delivered, and what it was like there.

A stream that goes on later must not go on in another journal: the file may have been put back from a backup, or another
ledger may have taken its place and grown past the same number.  So the token keeps, beside the number of the next
block, the hash of the last one delivered, which stands for all blocks before it, and the RFC 9162 root over these.
A journal that has another hash there has **forked**; one that ends before was **rolled back**.  Either way the
receiver has records that this journal does not have, and nothing is sent::

    { StreamArn:         "arn:…",
      LedgerId:          "…",
      StrandId:          "…",
      NextSequenceNo:    17,                  the first block that was not delivered
      PreviousBlockHash: {{…}},               of block 16; absent when none came before
      Rfc9162Root:       {{…}},               over all blocks up to 16; likewise
      Completed:         false,               whether the stream has reached its end
      Output:            {Name: "people.ion", Size: 48213} }      if it is written to a file

It is written after the records have been handed over, so a break between the two repeats records and loses none.
"""

from __future__ import annotations

from ledgershell.errors import IonError, StreamError
from ledgershell.ion.streams import loads
from ledgershell.ion.values import MISSING, Struct, Value
from ledgershell.journal.digest import LARGEST_SEQUENCE_NO
from ledgershell.static_typing import Any, NamedTuple

_FIELDS = (
    "StreamArn",
    "LedgerId",
    "StrandId",
    "NextSequenceNo",
    "PreviousBlockHash",
    "Rfc9162Root",
    "Completed",
    "Output",
)


class StreamToken(NamedTuple):
    """As the page above tells; ``output`` is the file's name and its size in bytes."""

    stream_arn: str
    ledger_id: str
    strand_id: str
    next_sequence_no: int
    previous_block_hash: bytes | None = None
    rfc9162_root: bytes | None = None
    completed: bool = False
    output: tuple[str, int] | None = None


class JournalPlace(NamedTuple):
    """A journal as it is now: its ids and tip, and the hashes at the last block delivered, if it has that."""

    ledger_id: str
    strand_id: str
    tip: int
    block_hash: bytes | None
    rfc9162_root: bytes | None


def token_struct(token: StreamToken) -> Struct:
    """The token, as an Ion struct."""
    fields: list[tuple[str, Value]] = [
        ("StreamArn", token.stream_arn),
        ("LedgerId", token.ledger_id),
        ("StrandId", token.strand_id),
        ("NextSequenceNo", token.next_sequence_no),
    ]
    if token.previous_block_hash is not None:
        fields += [("PreviousBlockHash", token.previous_block_hash), ("Rfc9162Root", token.rfc9162_root)]
    fields.append(("Completed", token.completed))
    if token.output is not None:
        fields.append(("Output", Struct((("Name", token.output[0]), ("Size", token.output[1])))))
    return Struct(fields)


def read_token(data: bytes) -> StreamToken:
    """The token in a file's bytes.  Raises :class:`StreamError` LS-STREAM-001."""
    try:
        value = loads(data)
    except IonError as error:
        raise _malformed(error.message) from None
    if not isinstance(value, Struct) or len(set(value.keys())) < len(value) or set(value.keys()) - set(_FIELDS):
        raise _malformed("it is not a struct with the fields of one")
    output = value.get("Output")
    token = StreamToken(
        _typed(value, "StreamArn", str),
        _typed(value, "LedgerId", str),
        _typed(value, "StrandId", str),
        _typed(value, "NextSequenceNo", int),
        None if value.get("PreviousBlockHash") is MISSING else _hash(value, "PreviousBlockHash"),
        None if value.get("Rfc9162Root") is MISSING else _hash(value, "Rfc9162Root"),
        _typed(value, "Completed", bool),
        None if output is MISSING else _output(output),
    )
    if not 0 <= token.next_sequence_no <= LARGEST_SEQUENCE_NO:
        raise _malformed("its sequence number is out of range")
    if (token.previous_block_hash is None) != (token.rfc9162_root is None):
        raise _malformed("it has one of two hashes")
    return token


def require_same_journal(token: StreamToken, now: JournalPlace) -> None:
    """Raise :class:`StreamError` unless the journal is the one that the token tells of, and goes on from there."""
    if (token.ledger_id, token.strand_id) != (now.ledger_id, now.strand_id):
        raise StreamError(
            "LS-STREAM-004",
            f"the token belongs to ledger {_shown(token.ledger_id)}, and this is {now.ledger_id}",
            hint="name the ledger that the stream came from, or begin a new stream with another token file",
        )
    last = token.next_sequence_no - 1
    if now.tip < last:
        raise StreamError(
            "LS-STREAM-003",
            f"the journal was rolled back: {last - now.tip} block{'' if last - now.tip == 1 else 's'} missing"
            f" (delivered up to block {last}, and it ends at block {now.tip})",
            hint="nothing was sent; find the newer copy of the ledger, or have the receiver start anew",
        )
    if token.previous_block_hash is None:
        return
    if (token.previous_block_hash, token.rfc9162_root) != (now.block_hash, now.rfc9162_root):
        raise StreamError(
            "LS-STREAM-002",
            f"the journal has forked: block {last} is not the one that was delivered",
            hint="nothing was sent; verify the ledger against a digest that was kept, or have the receiver start anew",
        )


def _typed(value: Struct, name: str, kind: type) -> Any:
    found = value.get(name)
    if type(found) is not kind:
        raise _malformed(f"{name} is missing or of another type")
    return found


def _hash(value: Struct, name: str) -> bytes:
    found = value.get(name)
    if type(found) is not bytes or len(found) != 32:
        raise _malformed(f"{name} does not have 32 bytes")
    return found


def _output(value: Value) -> tuple[str, int]:
    if not isinstance(value, Struct) or sorted(value.keys()) != ["Name", "Size"]:
        raise _malformed("Output is not {Name, Size}")
    size = _typed(value, "Size", int)
    if not 0 <= size <= LARGEST_SEQUENCE_NO:
        raise _malformed("Output has no possible size")
    return _typed(value, "Name", str), size


def _shown(text: str) -> str:
    return ascii(text[:40])


def _malformed(problem: str) -> StreamError:
    return StreamError(
        "LS-STREAM-001",
        f"that is no resume token: {problem}",
        hint="give the file that stream-journal --resume wrote",
    )
