"""Which recorded statements still hold values of a document that was redacted.

A block records the text of each statement, and hashes it: what was written there as a literal cannot go.  (A parameter
is recorded as ``?``.)  So a redaction tells in which blocks values of the document are left.

Values are looked for as texts.  In the blocks that wrote the document every value counts; in all others only what is
long enough to tell something: "WA" or 5 would be found in half of the journal.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator
from decimal import Decimal

from ledgershell.ion.lazy import decode_body
from ledgershell.ion.text_writer import quoted, write_text
from ledgershell.ion.timestamp import Timestamp
from ledgershell.ion.values import Annotated, Clob, Struct, TypedNull, Value
from ledgershell.journal.block import BLOCK_SYMBOLS
from ledgershell.static_typing import Final, NamedTuple
from ledgershell.storage.store import Snapshot

TELLING: Final = 4
"""Characters from which on a value is looked for everywhere."""


class _Needle(NamedTuple):
    """A text to look for; ``alone``: not as a part of a longer word or number."""

    text: str
    encoded: bytes
    alone: bool


def blocks_that_record(document: Value, names: Iterable[str], own: frozenset[int], view: Snapshot) -> tuple[int, ...]:
    """The blocks, ascending, whose statements hold values of a document, or one of these names.

    ``own`` are the blocks that wrote the document.
    """
    needles = [_needle(text, number=number) for text, number in dict.fromkeys(_texts(document, names)) if text]
    telling = [needle for needle in needles if len(needle.text) >= TELLING]
    found = []
    for row in view.blocks_after(-1):
        wanted = needles if row.seq in own else telling
        met = [needle for needle in wanted if needle.encoded in row.body]
        if met and any(_holds(text, needle) for text in _statements(row.body) for needle in met):
            found.append(row.seq)
    return tuple(found)


def _needle(text: str, *, number: bool) -> _Needle:
    return _Needle(text, text.encode("utf-8", "surrogatepass"), number or len(text) < TELLING)


def _texts(document: Value, names: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """How the values may stand in a statement, and whether each is a number."""
    for name in names:
        yield name, False
    pending = [document]
    while pending:
        one = pending.pop()
        if isinstance(one, Annotated):
            one = one.value
        if isinstance(one, Struct):
            pending += one.values()
        elif isinstance(one, list):
            pending += one
        elif isinstance(one, bool | TypedNull) or one is None:
            continue
        elif isinstance(one, str):
            yield from ((text, False) for text in _spellings(str.__str__(one)))
        elif isinstance(one, Clob):
            yield write_text(one)[2:-2].strip().strip('"'), False
        elif isinstance(one, bytes):
            yield b64encode(one).decode(), False
        elif isinstance(one, Timestamp):
            yield one.text().rstrip("T"), False
        elif isinstance(one, int | float | Decimal):
            yield from ((text, True) for text in _number_texts(one))


def _spellings(text: str) -> Iterator[str]:
    """As PartiQL and Ion write a string."""
    yield text
    yield text.replace("'", "''")
    yield quoted(text)[1:-1]


def _number_texts(number: float | Decimal) -> Iterator[str]:
    yield write_text(abs(number))
    if isinstance(number, Decimal) and abs(number.adjusted()) < 400 and abs(number.as_tuple().exponent) < 400:  # type: ignore[arg-type]
        yield format(abs(number), "f")


def _holds(text: str, needle: _Needle) -> bool:
    at = text.find(needle.text)
    while at >= 0:
        end = at + len(needle.text)
        if not needle.alone or not (_is_word(text[at - 1 : at]) or _is_word(text[end : end + 1])):
            return True
        at = text.find(needle.text, at + 1)
    return False


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def _statements(body: bytes) -> Iterator[str]:
    block = decode_body(body, BLOCK_SYMBOLS)
    if isinstance(block, Annotated):
        block = block.value
    info = block.get("transactionInfo")
    for one in (info.get("statements") if isinstance(info, Struct) else None) or ():
        text = one.get("statement") if isinstance(one, Struct) else None
        if isinstance(text, str):
            yield text
