"""Block 0: a ledger begins.

The first block holds no documents.  It records one statement, ``CREATE LEDGER``, that says which ledger and which
strand this is.  The statement is under the block's hash, so no two ledgers have the same first block, and the ids of
a ledger cannot be exchanged without breaking its chain.
"""

from __future__ import annotations

from ledgershell.environment import Environment
from ledgershell.journal.block import Statement, build_block, statement_digest
from ledgershell.journal.ledger_statements import creation_text
from ledgershell.storage.store import BlockRow, NewBlock, Writer


def write_genesis(
    writer: Writer, environment: Environment, name: str, permissions_mode: str, *, deletion_protection: bool
) -> None:
    """Write the settings and block 0 of a new ledger."""
    environment.follow(-1)
    now = environment.clock.milliseconds()
    ledger_id = environment.identifiers.random()
    strand_id = environment.identifiers.random()
    transaction_id = environment.identifiers.ordered(now)
    text = creation_text(name, ledger_id, strand_id, permissions_mode)
    block = build_block(
        strand_id=strand_id,
        seq=0,
        previous_block_hash=b"",
        transaction_id=transaction_id,
        time=now,
        statements=[Statement(text, now, statement_digest(text))],
        documents=[],
        revision_hashes=[],
    )
    row = BlockRow(block.seq, transaction_id, now, now, block.block_hash, block.body)
    for setting, value in (
        ("name", name),
        ("ledger_id", ledger_id),
        ("strand_id", strand_id),
        ("created", str(now)),
        ("permissions_mode", permissions_mode),
        ("deletion_protection", "true" if deletion_protection else "false"),
    ):
        writer.set_setting(setting, value)
    writer.append(NewBlock(row, ()))
