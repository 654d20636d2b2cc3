"""An imported ledger goes on: the first block of our own, which says where all blocks before it came from.

It holds one statement, IMPORT LEDGER (:mod:`ledgershell.journal.ledger_statements`), and a revision of the system table
``_ql_catalogue`` for each table of which the imported journal holds none.  From then on the catalogue is in the
journal, as in any ledger of ours, and what was imported, and from where, is under every digest.
"""

from __future__ import annotations

from ledgershell.errors import UsageError
from ledgershell.ion.symbols import SymbolTable
from ledgershell.ion.values import Struct
from ledgershell.journal.block import Statement, build_block, statement_digest
from ledgershell.journal.ledger_statements import import_text
from ledgershell.journal.revision import RevisionHasher
from ledgershell.ledger import imports
from ledgershell.ledger.catalogue import CATALOGUE_NUMBER
from ledgershell.ledger.encoding import encode
from ledgershell.ledger.ledger import SYMBOL_OFFSET, Ledger
from ledgershell.storage.store import BlockRow, Head, NewBlock, NewRevision, Writer


def make_writable(ledger: Ledger) -> None:
    """Let an imported ledger be written; raises :class:`UsageError` for one that was not imported.

    The block is written once; saying it again does nothing.
    """
    with ledger.store.writing() as writer:
        settings = dict(writer.settings())
        kept = imports.imported(settings)
        if kept is None:
            raise UsageError("LS-CLI-002", "the ledger was not imported: it may be written anyway")
        if kept.writable:
            return
        head = writer.head()
        if head.seq == kept.last:
            _write_block(ledger, writer, head, kept, settings["name"])
        writer.set_setting(imports.WRITABLE, "true")


def provenance(kept: imports.Imported, name: str, ledger_id: str, strand_id: str, head: Head) -> str:
    """The statement of the block behind ``head``, the last imported one."""
    return import_text(name, ledger_id, strand_id, kept.source, head.first_seq, head.seq, kept.foreign, head.block_hash)


def _write_block(ledger: Ledger, writer: Writer, head: Head, kept: imports.Imported, name: str) -> None:
    ledger.environment.follow(head.seq)
    now = max(ledger.environment.clock.milliseconds(), head.time)
    transaction_id = ledger.environment.identifiers.ordered(now)
    before = ledger.symbols(writer, head)
    symbols = before.copy()
    known = {row.document_id for row in writer.documents(CATALOGUE_NUMBER)}
    hasher = RevisionHasher(transaction_id, now)
    revisions = [
        _revision(document, symbols, hasher)
        for document in imports.table_documents(kept.tables)
        if document.get("tableId") not in known
    ]
    text = provenance(kept, name, ledger.ledger_id, ledger.strand_id, head)
    block = build_block(
        strand_id=ledger.strand_id,
        seq=head.seq + 1,
        previous_block_hash=head.block_hash,
        transaction_id=transaction_id,
        time=max(ledger.environment.clock.milliseconds(), now),
        statements=[Statement(text, now, statement_digest(text))],
        documents=[],
        revision_hashes=[revision.hash for revision in revisions],
    )
    writer.append(
        NewBlock(
            BlockRow(block.seq, transaction_id, now, block.time, block.block_hash, block.body),
            revisions,
            (),
            [(number - SYMBOL_OFFSET, added) for number, added in symbols.entries_after(before.last)],
            catalogue_changed=bool(revisions),
        )
    )


def _revision(document: Struct, symbols: SymbolTable, hasher: RevisionHasher) -> NewRevision:
    body, data_hash, _ = encode(document, symbols)
    identity = str(document["tableId"])
    return NewRevision(CATALOGUE_NUMBER, identity, 0, hasher.hash(identity, 0, data_hash), body)
