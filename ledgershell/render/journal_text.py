"""Blocks drawn as a chain, and the faults of a verification, as lines of text."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator

from ledgershell.ion.difference import Difference
from ledgershell.ion.timestamp import Timestamp
from ledgershell.ion.values import MISSING, Struct, Value
from ledgershell.render.ion_form import ion_line
from ledgershell.render.safe_text import clipped, visible

STATEMENT_WIDTH = 72


def hash_text(value: Value) -> str:
    """A hash in Base64, as Ion writes it; any other value as Ion."""
    return b64encode(value).decode("ascii") if type(value) is bytes else visible(ion_line(value))


def chain_lines(blocks: Iterable[Struct]) -> Iterator[str]:
    """One box a block, and between two the link: whether the one names the other's hash."""
    last: Value = None
    for block in blocks:
        previous = block.get("previousBlockHash")
        if last is not None:
            linked = previous == last
            yield "      │"
            yield "      ▼" if linked else "      ✗  the next block names another hash"
        address = block.get("blockAddress")
        seq = address.get("sequenceNo") if isinstance(address, Struct) else MISSING
        time = block.get("blockTimestamp")
        when = time.text() if isinstance(time, Timestamp) else "no time"
        revisions = block.get("revisions")
        count = len(revisions) if isinstance(revisions, list) else 0
        yield f"┌ block {ion_line(seq)} · {when} · {count} revision{'' if count == 1 else 's'}"
        for statement in _statements(block):
            yield f"│ {clipped(visible(' '.join(statement.split())), STATEMENT_WIDTH)}"
        yield f"│ previousBlockHash  {hash_text(previous) or 'none: this is the first block'}"
        yield f"│ entriesHash        {hash_text(block.get('entriesHash'))}"
        yield f"└ blockHash          {hash_text(block.get('blockHash'))}"
        last = block.get("blockHash")


def _statements(block: Struct) -> Iterator[str]:
    info = block.get("transactionInfo")
    statements = info.get("statements") if isinstance(info, Struct) else None
    for statement in statements if isinstance(statements, list) else ():
        text = statement.get("statement") if isinstance(statement, Struct) else None
        if isinstance(text, str):
            yield text


def difference_lines(found: Iterable[Difference]) -> Iterator[str]:
    """The path, and below it what was there (-) and what is there now (+)."""
    for path, old, new in found:
        yield visible(path) or "(the whole document)"
        if old is not MISSING:
            yield f"  - {visible(ion_line(old))}"
        if new is not MISSING:
            yield f"  + {visible(ion_line(new))}"


def fault_line(part: str, seq: int | None, entry: str, field: str, expected: Value, found: Value) -> str:
    """A fault on one line: where, what should be there, and what is."""
    where = part if seq is None else f"block {seq}"
    what = f"{entry} {field}".strip()
    return f"{where}: {visible(what)}: expected {_short(expected)}, found {_short(found)}"


def _short(value: Value) -> str:
    text = "nothing" if value is MISSING else value if type(value) is str else hash_text(value)
    return clipped(visible(text), 200)
