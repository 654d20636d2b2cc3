"""A small journal of real blocks: inserted, changed, deleted and redacted documents."""

from __future__ import annotations

from ledgershell.ion import ion_hash
from ledgershell.ion.values import Struct
from ledgershell.journal.block import (
    DocumentChange,
    RedactedRevision,
    Statement,
    assemble,
    build_block,
    statement_digest,
)
from ledgershell.journal.revision import metadata_struct, revision_hash, revision_struct

STRAND = "KmA3ZZca7vAIiJAK9S5Iwl"
TABLE = "BFJKdXgzt9oF4wjMbuxy4G"
START = 1_568_662_625_000

Change = tuple[str, int, Struct | None]
"""(document id, version, data or None)."""


def document_id(name: str) -> str:
    return name.rjust(22, "0")


def person(name: str, age: int) -> Struct:
    address = Struct([("city", "Everett"), ("lines", ["1 Main St", None])])
    return Struct([("name", name), ("age", age), ("address", address)])


class Journal:
    """Grows block by block; ``blocks`` are complete Ion structs, as an export would have them."""

    def __init__(self) -> None:
        self.blocks: list[Struct] = []
        self._previous = b""

    def append(self, statement: str, *changes: Change, redacted: tuple[RedactedRevision, ...] = ()) -> None:
        seq = len(self.blocks)
        transaction_id = document_id(f"tx{seq}")
        time = START + seq * 1000
        revisions = []
        for name, version, data in changes:
            metadata = metadata_struct(document_id(name), version, time, transaction_id)
            data_hash = b"" if data is None else ion_hash(data)
            content = revision_hash(metadata, data_hash)
            if data is None:
                revisions.append(revision_struct(STRAND, seq, content, metadata))
            else:
                revisions.append(revision_struct(STRAND, seq, content, metadata, data=data))
        block = build_block(
            strand_id=STRAND,
            seq=seq,
            previous_block_hash=self._previous,
            transaction_id=transaction_id,
            time=time + 16,
            statements=[Statement(statement, time - 5, statement_digest(statement))],
            documents=[DocumentChange(document_id(name), "Person", TABLE, (0,)) for name, _, _ in changes],
            revision_hashes=[revision["hash"] for revision in revisions],
            redacted=redacted,
        )
        self._previous = block.block_hash
        self.blocks.append(assemble(block.body, revisions))


def small_journal() -> Journal:
    journal = Journal()
    journal.append("CREATE LEDGER")
    journal.append(
        "INSERT INTO Person ?", ("a", 0, person("Ann", 41)), ("b", 0, person("Bob", 7)), ("c", 0, person("Cy", 3))
    )
    journal.append("UPDATE Person SET age = 42 WHERE name = 'Ann'", ("a", 1, person("Ann", 42)))
    journal.append("DELETE FROM Person WHERE name = 'Bob'", ("b", 1, None), ("c", 1, person("Cy", 4)))
    journal.append("EXEC REDACT_REVISION ?, ?, ?", redacted=(RedactedRevision(STRAND, 1, TABLE, document_id("a"), 0),))
    redact(journal, 1, 0)
    journal.append("INSERT INTO Person ?", ("d", 0, person("Di", 20)))
    return journal


def redact(journal: Journal, seq: int, position: int) -> None:
    """Put the hash of a revision's data in the data's place."""
    block = journal.blocks[seq]
    revisions = list(block["revisions"])
    revisions[position] = Struct(
        ("dataHash", ion_hash(value)) if name == "data" else (name, value)
        for name, value in revisions[position].items()
    )
    journal.blocks[seq] = Struct((name, revisions if name == "revisions" else value) for name, value in block.items())
