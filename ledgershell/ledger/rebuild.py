"""A ledger made of the blocks of an export: the journal as it was, and everything that follows from it.

Blocks, hashes, ids and times stay what they are.  Each block is verified before it is written, and the whole ledger
once more before it gets its name, so that whatever is refused leaves nothing behind.

What others' blocks may have and ours do not, is kept: revisions of which only the hash is known, entries that nobody
can explain, documents whose first version is not 0, a first block from mid-journal, metadata with more digits than
ours.  What the tables cannot hold is refused: a document of which no block tells the table, fields that no revision
has.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from ledgershell.environment import Environment
from ledgershell.errors import FileError, IonError, LedgershellError, StorageError, VerificationError
from ledgershell.ion.encoder import encode_body
from ledgershell.ion.lazy import decode_body
from ledgershell.ion.symbols import SymbolTable
from ledgershell.ion.timestamp import Timestamp
from ledgershell.ion.values import MISSING, Struct, Value
from ledgershell.journal.block import encode_block
from ledgershell.journal.export import address_of
from ledgershell.journal.ledger_statements import named_ledger
from ledgershell.journal.revision import metadata_struct
from ledgershell.journal.verify import KNOWN_REVISION_FIELDS, ChainVerifier, Finding
from ledgershell.ledger import imports
from ledgershell.ledger.blocks import transaction_time_of
from ledgershell.ledger.catalogue import CATALOGUE_NUMBER, Table, read_catalogue
from ledgershell.ledger.derived_catalogue import DerivedCatalogue, catalogue_ids, made_identifier
from ledgershell.ledger.keys import index_key
from ledgershell.ledger.ledger import SYMBOL_OFFSET, Ledger, open_ledger
from ledgershell.ledger.names import shown
from ledgershell.static_typing import Final, NamedTuple
from ledgershell.storage.store import NO_TABLE, BlockRow, NewBlock, NewRevision, Writer

IMPORTED_MODE: Final = "STANDARD"
"""The permissions mode of a ledger whose own is not told."""
_IDENTIFIER: Final = re.compile(r"[0-9A-Za-z-]{1,64}")

Describe = Callable[[Finding], str]


class Foreign(NamedTuple):
    """A block from elsewhere; ``place`` is where it stands, in words."""

    place: str
    block: Struct


def import_ledger(
    path: str,
    environment: Environment,
    name: str,
    blocks: Iterable[Foreign],
    source: str,
    describe: Describe,
    check: Callable[[Ledger], None],
) -> Ledger:
    """Make a ledger at ``path`` of blocks in their order, and open it.

    ``source`` is what they come from, in words; ``describe`` puts a finding into words; ``check`` verifies the finished
    ledger and raises what is wrong, before anybody sees it.  Raises :class:`FileError` (LS-EXPORT-007) for what cannot
    be kept, :class:`VerificationError` (LS-EXPORT-005) for what is not what its hashes say.
    """
    from ledgershell.storage.sqlite import create_store

    def initialise(writer: Writer) -> None:
        _Rebuild(writer, name, source, describe).run(blocks)

    def inspect(draft: str) -> None:
        ledger = open_ledger(draft, environment, read_only=True)
        try:
            check(ledger)
        finally:
            ledger.close()

    return Ledger(create_store(path, initialise, inspect), environment)


class _Rebuild:
    """One import."""

    def __init__(self, writer: Writer, name: str, source: str, describe: Describe) -> None:
        self._writer = writer
        self._name = name
        self._source = source
        self._describe = describe
        self._chain = ChainVerifier(own=False, whole=False)
        self._catalogue = DerivedCatalogue()
        self._symbols = SymbolTable()
        self._ledger_id: str | None = None
        self._own_name: str | None = None
        self._mode = IMPORTED_MODE
        self._created = 0
        self._time = self._transaction_time = 0
        self._catalogue_seq = -1

    def run(self, blocks: Iterable[Foreign]) -> None:
        """All of it."""
        for place, block in blocks:
            found = self._chain.add(block)
            if found:
                raise self._unsound(place, found)
            try:
                self._append(block)
            except StorageError as error:
                raise _not_to_be_kept(place, error.message) from None
            except (IonError, _Unkept) as problem:
                raise _not_to_be_kept(place, str(problem)) from None
            self._catalogue.add(block)
        if not self._chain.blocks:
            raise FileError("LS-EXPORT-001", "the export holds no block", hint="a ledger begins with a block")
        self._finish()

    def _unsound(self, place: str, found: list[Finding]) -> VerificationError:
        more = "" if len(found) == 1 else f" (and {len(found) - 1} more)"
        return VerificationError(
            "LS-EXPORT-005",
            f"{place}: {self._describe(found[0])}{more}",
            hint="nothing was imported; ledgershell verify EXPORT tells all that is wrong",
        )

    # -- One block

    def _append(self, block: Struct) -> None:
        seq, transaction_id, stamp = self._chain.seq, block.get("transactionId"), block.get("blockTimestamp")
        if type(transaction_id) is not str or type(stamp) is not Timestamp or address_of(block) is None:
            raise _Unkept("the block has no address, transaction id or time")
        first = self._chain.blocks == 1
        self._time = max(stamp.milliseconds(), self._time)
        told = transaction_time_of(block)
        self._transaction_time = max(self._time if first and told is None else told or 0, self._transaction_time)
        if first:
            self._created = self._time
        if self._chain.own:
            self._learn_names(block, first=first)
        known = self._symbols.last
        own = catalogue_ids(block) if self._chain.own else []
        revisions = [self._revision(block, each, transaction_id, own) for each in block.get("revisions", ())]
        changed = any(revision.table == CATALOGUE_NUMBER for revision in revisions)
        if changed:
            self._catalogue_seq = seq
        row = BlockRow(seq, transaction_id, self._transaction_time, self._time, block["blockHash"], encode_block(block))
        new_symbols = [(number - SYMBOL_OFFSET, text) for number, text in self._symbols.entries_after(known)]
        self._writer.append(NewBlock(row, revisions, (), new_symbols, catalogue_changed=changed))

    def _learn_names(self, block: Struct, *, first: bool) -> None:
        named = named_ledger(block)
        if named is None:
            return
        self._ledger_id = named.ledger_id
        if named.creates and first and self._chain.seq == 0:
            self._own_name, self._mode = named.name, named.permissions_mode

    def _revision(self, block: Struct, revision: Value, transaction_id: str, own: list[str]) -> NewRevision:
        names = _struct(revision).keys()
        if names == ("hash",):
            return NewRevision(NO_TABLE, "", -1, revision["hash"], None)
        if not set(names) <= KNOWN_REVISION_FIELDS:
            raise _Unkept(f"a revision has the fields {shown(', '.join(names))[:200]}")
        metadata = _struct(revision.get("metadata"))
        identity, version = metadata.get("id"), metadata.get("version")
        if type(identity) is not str or type(version) is not int or not 0 <= version < 1 << 62:
            raise _Unkept("a revision does not say which document and version it is")
        table = CATALOGUE_NUMBER if identity in own else self._table_of(block, identity)
        data, data_hash = revision.get("data"), revision.get("dataHash", None)
        if data is not MISSING and not isinstance(data, Struct):
            raise _Unkept(f"the data of document {shown(identity)} are no struct")
        body = None if data is MISSING else encode_body(data, self._symbols, grow=True)
        plain = metadata_struct(identity, version, self._transaction_time, transaction_id)
        known = version > 0 and self._is_known(table, identity)
        brought = None
        if not _same(metadata, plain) or (version > 0 and not known):
            brought = encode_body(metadata, self._symbols, grow=True)
        return NewRevision(table, identity, version, revision["hash"], body, data_hash, brought)

    def _is_known(self, table: int, identity: str) -> bool:
        return next(self._writer.history(table, identity), None) is not None

    def _table_of(self, block: Struct, identity: str) -> int:
        documents = _struct(_struct(block.get("transactionInfo")).get("documents"))
        table_id = _struct(documents.get(identity)).get("tableId")
        if type(table_id) is not str or not _IDENTIFIER.fullmatch(table_id):
            raise _Unkept(f"no table is named for document {shown(identity)}")
        return self._writer.assign_number(table_id)

    # -- Behind the last block

    def _finish(self) -> None:
        writer, chain = self._writer, self._chain
        tables = self._catalogue.tables()
        strand_id = str(chain.strand_id)
        for table in tables:
            for identifier in (table.table_id, *(index.index_id for index in table.indexes)):
                writer.assign_number(identifier)
        rows = [decode_body(row.body, self._symbols) for row in writer.documents(CATALOGUE_NUMBER)]
        for row in rows:
            for identifier in (row.get("tableId"), *(_struct(each).get("indexId") for each in row.get("indexes", ()))):
                writer.assign_number(str(identifier))
        numbers = {identifier: number for number, identifier in writer.numbers()}
        catalogue = read_catalogue(self._catalogue_seq, [*(table.document() for table in tables), *rows], numbers)
        for table in catalogue.tables.values():
            self._build_indexes(table)
        for setting, value in (
            ("name", self._own_name or self._name),
            ("ledger_id", self._ledger_id or made_identifier("ledger", strand_id)),
            ("strand_id", strand_id),
            ("created", f"{self._created}"),
            ("permissions_mode", self._mode),
            ("deletion_protection", "true"),
            (imports.LAST, f"{chain.seq}"),
            (imports.FOREIGN, f"{chain.foreign}"),
            (imports.SOURCE, self._source),
            (imports.TABLES, imports.tables_as_text(tables)),
            (imports.WRITABLE, "false"),
        ):
            writer.set_setting(setting, value)

    def _build_indexes(self, table: Table) -> None:
        for index in table.indexes:
            if table.number is not None and index.number is not None:
                self._writer.build_index(table.number, index.number, self._entries(table.number, index.field))

    def _entries(self, table: int, field: str) -> Iterator[tuple[bytes, str]]:
        for row in self._writer.documents(table):
            key = index_key(decode_body(row.body, self._symbols).get(field))
            if key is not None:
                yield key, row.document_id


class _Unkept(Exception):
    """Something that the tables cannot hold."""


def _not_to_be_kept(place: str, problem: str) -> LedgershellError:
    return FileError(
        "LS-EXPORT-007", f"{place}: {problem}", hint="nothing was imported: a ledger here could not hold this journal"
    )


def _same(metadata: Struct, plain: Struct) -> bool:
    """Whether metadata are, to the last digit, what the store's columns would give again."""
    if metadata.keys() != plain.keys():
        return False
    pairs = zip(metadata.values(), plain.values(), strict=True)
    return all(type(one) is type(two) and repr(one) == repr(two) for one, two in pairs)


def _struct(value: Value) -> Struct:
    return value if isinstance(value, Struct) else Struct()
