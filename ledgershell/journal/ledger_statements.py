"""The two statements that say which ledger a journal is: CREATE LEDGER at its begin, IMPORT LEDGER after an import.

Nobody types them.  They stand in the ``transactionInfo`` of a block of ours, so they are under its hash, and under
every digest from then on:

* block 0 of a ledger of ours creates it, and names its id and its strand;
* the first block of ours behind blocks that were imported tells where these came from, which they are, and that the
  ledger went on from there (:mod:`ledgershell.ledger.provenance`).
"""

from __future__ import annotations

from ledgershell.ion.values import Struct
from ledgershell.static_typing import Final, NamedTuple

_NAMED: Final = (
    r"(?s)(CREATE|IMPORT) LEDGER \"((?:[^\"]|\"\")*+)\" WITH \(ledger_id = '([0-9A-Za-z]+)', "
    r"strand_id = '[0-9A-Za-z-]+', (?:permissions_mode = '([A-Z_]+)'\)|.*\))"
)
"""A pattern as text: re compiles it when a journal is looked at."""


def creation_text(name: str, ledger_id: str, strand_id: str, permissions_mode: str) -> str:
    """The statement that block 0 records."""
    return (
        f"CREATE LEDGER {_quoted(name)} WITH (ledger_id = '{ledger_id}', strand_id = '{strand_id}', "
        f"permissions_mode = '{permissions_mode}')"
    )


def import_text(
    name: str, ledger_id: str, strand_id: str, source: str, first: int, last: int, foreign: int, last_block_hash: bytes
) -> str:
    """The statement that the first own block behind imported ones records.

    ``source`` is what the import was made of; ``first`` and ``last`` are the imported blocks, the first ``foreign`` of
    which another ledger wrote.
    """
    escaped = source.replace("'", "''")
    return (
        f"IMPORT LEDGER {_quoted(name)} WITH (ledger_id = '{ledger_id}', strand_id = '{strand_id}', "
        f"source = '{escaped}', first_sequence_no = {first}, last_sequence_no = {last}, foreign_blocks = {foreign}, "
        f"last_block_hash = '{last_block_hash.hex()}')"
    )


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def first_statement(block: Struct) -> str:
    """The text of a block's first statement; empty when there is none."""
    info = block.get("transactionInfo")
    statements = info.get("statements") if isinstance(info, Struct) else None
    first = statements[0] if type(statements) is list and statements else None
    text = first.get("statement") if isinstance(first, Struct) else None
    return text if type(text) is str else ""


class Named(NamedTuple):
    """What the statement says of the ledger: whether it creates it (or goes on after an import), its name, id, mode."""

    creates: bool
    name: str
    ledger_id: str
    permissions_mode: str


def named_ledger(block: Struct) -> Named | None:
    """The ledger that a block of ours names; ``None`` when its first statement is neither of the two."""
    import re

    match = re.fullmatch(_NAMED, first_statement(block))
    if match is None:
        return None
    return Named(match.group(1) == "CREATE", match.group(2).replace('""', '"'), match.group(3), match.group(4) or "")
