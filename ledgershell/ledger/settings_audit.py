"""Whether a ledger's settings and numbers are what its journal says.

The settings repeat what the journal's first block records: which ledger and strand this is, and since when.  A ledger
that was imported may have no such block; then its id is made from its strand's, and the time is its first block's.
"""

from __future__ import annotations

from collections.abc import Iterator

from ledgershell.ion.lazy import decode_body
from ledgershell.ion.values import MISSING, Struct, Value
from ledgershell.journal.block import decode_block
from ledgershell.journal.ledger_statements import creation_text, first_statement, named_ledger
from ledgershell.ledger.blocks import redactions_after
from ledgershell.ledger.catalogue import CATALOGUE_NUMBER
from ledgershell.ledger.erasure import pending
from ledgershell.ledger.imports import SETTINGS, imported, table_documents
from ledgershell.ledger.ledger import ERASURE, Ledger
from ledgershell.static_typing import Final
from ledgershell.storage.store import Snapshot

LOCAL_SETTINGS: Final = {"deletion_protection": ("true", "false")}
"""Settings that the owner may change: no hash covers them."""
_IDENTITY: Final = ("name", "ledger_id", "strand_id", "permissions_mode")

Found = tuple[int | None, str, str, Value, Value]
"""(block, entry, field, expected, found)."""


def settings_and_numbers(ledger: Ledger, snapshot: Snapshot) -> Iterator[Found]:
    """All that is not what the journal says."""
    settings = dict(snapshot.settings())
    head = snapshot.head()
    row = snapshot.block(head.first_seq)
    if row is not None:
        yield from _identity(settings, decode_block(row.body), head.first_seq)
    kept = imported(settings)
    if kept is not None:
        for name in SETTINGS:  # the walk over the journal looks at the others
            value = settings.pop(name, "")
            if name == "writable" and value not in ("true", "false"):
                yield None, "setting", name, "true or false", value
    for name, allowed in LOCAL_SETTINGS.items():
        if settings.pop(name, None) not in allowed:
            yield None, "setting", name, " or ".join(allowed), snapshot.setting(name) or MISSING
    yield from _erasure(snapshot, settings.pop(ERASURE, None))
    for name, value in settings.items():
        yield None, "setting", name, MISSING, value
    yield from _numbers(ledger, snapshot)


def _identity(settings: dict[str, str], block: Struct, seq: int) -> Iterator[Found]:
    brought = imported(settings) is not None
    values = [settings.pop(name, "") for name in _IDENTITY]
    named = named_ledger(block)
    if seq == 0 and (not brought or (named is not None and named.creates)):
        text = first_statement(block)
        if creation_text(*values) != text:
            yield 0, "setting", ", ".join(_IDENTITY), text, creation_text(*values)
    elif brought:
        strand_id = block["blockAddress"]["strandId"]
        for field, expected, found in (
            ("strand_id", strand_id, values[2]),
            ("permissions_mode", "STANDARD", values[3]),
        ):
            if expected != found:
                yield seq, "setting", field, expected, found
    created = settings.pop("created", None)
    expected = f"{block['blockTimestamp'].milliseconds()}"
    if created != expected:
        yield seq, "setting", "created", expected, created


def _erasure(snapshot: Snapshot, setting: str | None) -> Iterator[Found]:
    """What is pending must be redactions."""
    if setting is None:
        return
    redactions = {seq for seq, _ in redactions_after(snapshot, -1)}
    blocks = pending(setting)
    if not blocks or not redactions.issuperset(blocks) or ",".join(map(str, sorted(set(blocks)))) != setting:
        yield None, "setting", ERASURE, "blocks that redact, in order", setting


def _numbers(ledger: Ledger, snapshot: Snapshot) -> Iterator[Found]:
    """Numbers stand for ids of tables and indexes that are, or once were, in the catalogue."""
    symbols = ledger.symbols(snapshot, snapshot.head())
    known: set[str] = set()
    documents = table_documents(snapshot.setting("imported_tables") or "[]")
    for row in snapshot.history(CATALOGUE_NUMBER):
        known.add(row.document_id)
        if row.body is not None:
            documents.append(decode_body(row.body, symbols))
    for document in documents:
        known.add(str(document.get("tableId")))
        known.update(str(index.get("indexId")) for index in document.get("indexes", ()))
    for number, identifier in snapshot.numbers():
        if identifier not in known:
            yield None, f"number {number}", "id", "the id of a table or an index", identifier
