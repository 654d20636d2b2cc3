"""A ledger: one journal, its tables, and the sessions that talk to it.

The ledger itself keeps no state that matters: settings, catalogue, symbols and plans are caches of what the store
holds, each valid for a span of blocks, so several sessions and several processes may work on one file.
"""

from __future__ import annotations

import os

from ledgershell.environment import Environment, system
from ledgershell.errors import IonError, StorageError, UsageError
from ledgershell.ion.symbols import FIRST_FREE, OnDamage, SymbolTable
from ledgershell.ion.values import SYMBOL_ZERO
from ledgershell.ledger import limits as limits_module
from ledgershell.ledger.catalogue import CATALOGUE_NUMBER, Catalogue, read_catalogue
from ledgershell.ledger.names import check_file_name, shown
from ledgershell.ledger.preparation import REMEMBERED, Preparation
from ledgershell.ledger.protocols import CommittedBlock, LedgerDescription
from ledgershell.partiql.dialect import SHELL, Dialect
from ledgershell.static_typing import TYPE_CHECKING, Final
from ledgershell.storage.deferred import DeferredStore

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ledgershell.ledger.imports import Imported
    from ledgershell.ledger.session import LedgerSession
    from ledgershell.ledger.validation import Validate
    from ledgershell.storage.store import Head, Snapshot, Store, Writer

MEMORY: Final = ":memory:"
ERASURE: Final = "erasure_pending"
"""The setting that remembers what :mod:`ledgershell.ledger.erasure` has still to do."""
PERMISSIONS_MODES: Final = ("ALLOW_ALL", "STANDARD")
SYMBOL_OFFSET: Final = FIRST_FREE - 1
"""The store counts a ledger's symbols from 1, Ion from 10."""


class Ledger:
    """An open ledger.  Make one with :func:`open_ledger` or :func:`create_ledger`; close it at the end."""

    def __init__(
        self,
        store: Store,
        environment: Environment,
        *,
        limits: limits_module.Limits = limits_module.OURS,
    ) -> None:
        self.store = store
        self.environment = environment
        self.limits = limits
        self.validator: Validate | None = None
        """What decides at a commit instead of :func:`~ledgershell.ledger.validation.validate`.

        Only the tests put something here, to see that they would notice.
        """
        self.preparation = Preparation()
        self.heeded: Callable[[], bool] | None = None
        """Whom :meth:`heed` was told to heed."""
        self._catalogue: Catalogue | None = None
        self._symbols = SymbolTable(on_damage=_blaming(store.location))
        self._head: Head | None = None
        """The journal's end as it was when we last committed."""
        self._symbols_seq = -1
        """The block up to which the symbols are known to be complete."""
        self._erased_seq = -1
        """The last block behind which symbols were found to have lost their texts."""
        self.erasure: tuple[int, ...] | None = None
        """Redactions, by their blocks, that are still to be erased from the files, as far as is known here."""
        self._text_hashes: dict[str, bytes] = {}
        self._settings: Mapping[str, str] | None = None

    def read_settings(self) -> Mapping[str, str]:
        """What never changes in a ledger: its ids and its mode.  Raises ``StorageError`` when they are not there."""
        if self._settings is None:
            try:
                snapshot = self.store.snapshot()
                try:
                    settings = dict(snapshot.settings())
                finally:
                    snapshot.close()
            except Exception as error:
                self.raise_damage_behind(error)
                raise
            for name in ("ledger_id", "strand_id", "permissions_mode"):
                if name not in settings:
                    raise _damaged(f"the ledger has no setting '{name}'")
            self._settings = settings
        return self._settings

    @property
    def ledger_id(self) -> str:
        """The ledger's id."""
        return self.read_settings()["ledger_id"]

    @property
    def strand_id(self) -> str:
        """The id of its journal's only strand."""
        return self.read_settings()["strand_id"]

    @property
    def permissions_mode(self) -> str:
        """As it was given when the ledger was made; recorded, and without effect here."""
        return self.read_settings()["permissions_mode"]

    @property
    def imported(self) -> Imported | None:
        """What is kept of its import, if it was made by one."""
        from ledgershell.ledger.imports import imported

        return imported(self.read_settings())

    @property
    def location(self) -> str:
        """The path of its file, or ``:memory:``."""
        return self.store.location

    @property
    def writable(self) -> bool:
        """Whether statements may change anything."""
        return not (self.store.read_only or self.only_imported)

    @property
    def only_imported(self) -> bool:
        """Whether the ledger was imported and nobody has said yet that it is to go on (:mod:`.imports`)."""
        return self.read_settings().get("writable") == "false"

    def session(self, dialect: Dialect = SHELL) -> LedgerSession:
        """A new conversation with this ledger."""
        from ledgershell.ledger.session import LedgerSession

        return LedgerSession(self, dialect)

    def describe(self) -> LedgerDescription:
        """Name, ids, settings and tip, as of now."""
        snapshot = self.store.snapshot()
        try:
            settings = dict(snapshot.settings())
            tip = snapshot.head().seq
        finally:
            snapshot.close()
        created = settings.get("created", "0")
        if not created.isdecimal():
            raise _damaged(f"the ledger was created at {shown(created)}, which is no time")
        return LedgerDescription(
            name=settings.get("name", ""),
            ledger_id=self.ledger_id,
            strand_id=self.strand_id,
            location=self.store.location,
            created=int(created),
            state="ACTIVE",
            permissions_mode=settings.get("permissions_mode", "STANDARD"),
            deletion_protection=settings.get("deletion_protection") == "true",
            tip=tip,
            writable=self.writable,
            erasure_pending=self.erase() if ERASURE in settings else (),
        )

    def set_deletion_protection(self, on: bool) -> None:
        """Allow or forbid ``delete-ledger``."""
        with self.store.writing() as writer:
            writer.set_setting("deletion_protection", "true" if on else "false")

    def erase(self, patience: float = 0.0) -> tuple[int, ...]:
        """Erase what redactions have left in the files; returns those, by their blocks, that have to wait."""
        from ledgershell.ledger.erasure import finish

        left = finish(self.store, self.erasure or (), patience)
        self.erasure = left or None
        return left

    def erase_after(self, committed: CommittedBlock | None) -> CommittedBlock | None:
        """What a commit left, having tried to erase what is pending; a redaction of its own gets some time for it."""
        from ledgershell.ledger.erasure import PATIENCE

        redacted = committed is not None and committed.erased is not None
        left = self.erase(PATIENCE if redacted else 0.0)
        if committed is None or not redacted:
            return committed
        return committed._replace(erased=committed.seq not in left)

    def close(self) -> None:
        """Close the file.  Open transactions are lost."""
        if self.erasure is not None and self.writable:
            self.erase()
        self.store.close()

    def heed(self, should_stop: Callable[[], bool]) -> None:
        """Let long work in the store end when ``should_stop`` says so."""
        if self.heeded is not should_stop and self.heeded != should_stop:
            self.heeded = should_stop
            self.store.on_progress(should_stop)

    def raise_damage_behind(self, error: BaseException) -> None:
        """Raise ``StorageError`` when the file's damage is behind an error; else the caller raises the error itself."""
        from ledgershell.ledger.damage import damage_behind

        damage = damage_behind(error, self.store)
        if damage is not None:
            raise damage from error

    # --- Caches of what the store holds --------------------------------------------------------------------------

    def catalogue(self, snapshot: Snapshot, head: Head) -> Catalogue:
        """The catalogue as of a snapshot."""
        cached = self._catalogue
        if cached is not None and cached.seq == head.catalogue_seq:
            return cached
        symbols = self.symbols(snapshot, head)
        numbers = {identifier: number for number, identifier in snapshot.numbers()}
        from ledgershell.ion.lazy import decode_body

        documents = [decode_body(row.body, symbols) for row in snapshot.documents(CATALOGUE_NUMBER)]
        brought = self.read_settings().get("imported_tables", "[]")
        if brought != "[]":
            from ledgershell.ledger.imports import table_documents

            documents = [*table_documents(brought), *documents]  # of two with one id the journal's own counts
        catalogue = read_catalogue(head.catalogue_seq, documents, numbers)
        self._catalogue = catalogue
        return catalogue

    def symbols(self, snapshot: Snapshot, head: Head) -> SymbolTable:
        """A symbol table that has all entries of a snapshot, and perhaps later ones; not to be altered."""
        known = self._symbols
        if head.seq <= self._symbols_seq:
            if head.seq >= self._erased_seq:
                return known
            return _extended(
                SymbolTable(on_damage=self._symbols.on_damage), snapshot
            )  # its documents may use names that are erased by now
        erased = [number + SYMBOL_OFFSET for number in snapshot.erased_symbols()]
        if any(number <= known.last and known.texts[number] is not SYMBOL_ZERO for number in erased):
            known = known.without(erased)
            self._erased_seq = head.seq
        self._symbols, self._symbols_seq = _extended(known, snapshot), head.seq
        return self._symbols

    def symbols_of(self, seq: int) -> SymbolTable | None:
        """The symbol table, if it is known to be complete up to block ``seq``."""
        return self._symbols if self._erased_seq <= seq <= self._symbols_seq else None

    def key_of(self, body: bytes, field: str) -> bytes | None:
        """The index key of a committed body's top-level field; ``None`` when it is absent or null."""
        from ledgershell.ion.lazy import decode_body
        from ledgershell.ledger.keys import index_key

        return index_key(decode_body(body, self._symbols).get(field))

    def text_hash(self, text: str) -> bytes:
        """The Ion hash of a statement's text."""
        known = self._text_hashes.get(text)
        if known is None:
            from ledgershell.ion.fused import ion_hash

            known = ion_hash(text)
            if len(self._text_hashes) >= REMEMBERED:
                self._text_hashes.clear()
            self._text_hashes[text] = known
        return known

    def remembered(self) -> tuple[Head, Catalogue, SymbolTable] | None:
        """The ledger as our last commit left it, if that is known; others may have gone on since."""
        head, catalogue = self._head, self._catalogue
        if head is None or catalogue is None or catalogue.seq != head.catalogue_seq:
            return None
        symbols = self.symbols_of(head.seq)
        return None if symbols is None else (head, catalogue, symbols)

    def learn(self, head: Head, catalogue: Catalogue, symbols: SymbolTable) -> None:
        """What a commit of ours has left, so that nobody needs to read it again."""
        self._catalogue = catalogue
        self._head = head
        seq = head.seq
        if seq > self._symbols_seq:
            if symbols is not self._symbols and symbols.lacks_any_of(self._symbols):
                self._erased_seq = seq
            self._symbols, self._symbols_seq = symbols, seq


def _extended(known: SymbolTable, snapshot: Snapshot) -> SymbolTable:
    """A symbol table with what a snapshot has beyond it."""
    entries = snapshot.symbols_after(known.last - SYMBOL_OFFSET)
    if not entries:
        return known
    table = known.copy()
    for number, text in entries:
        if text is None:
            table.add_unknown()
        else:
            table.place(number + SYMBOL_OFFSET, text)
    return table


def _blaming(location: str) -> OnDamage:
    """Bytes of this file that are no Ion are its damage, whoever comes upon them, and when."""

    def blame(error: IonError) -> StorageError:
        from ledgershell.storage.failures import damaged

        return damaged(location, error.message)

    return blame


def _damaged(what: str) -> StorageError:
    return StorageError("LS-LEDGER-022", what, hint="the file is damaged; restore a backup")


def open_ledger(
    path: str | os.PathLike[str],
    environment: Environment | None = None,
    *,
    read_only: bool = False,
    limits: limits_module.Limits = limits_module.OURS,
) -> Ledger:
    """Open the ledger in a file.  Raises :class:`StorageError` when there is none or it cannot be read."""
    from ledgershell.storage.sqlite import open_store

    store = open_store(os.fspath(path), read_only=read_only)
    ledger = _checked(Ledger(store, environment or system(), limits=limits))
    if ERASURE in ledger.read_settings() and not read_only:
        ledger.erase()
    return ledger


def create_ledger(
    path: str | os.PathLike[str],
    environment: Environment | None = None,
    *,
    name: str | None = None,
    permissions_mode: str = "STANDARD",
    deletion_protection: bool = True,
    limits: limits_module.Limits = limits_module.OURS,
) -> Ledger:
    """Make a new ledger in a file (or, for ``:memory:``, in a private temporary one) and open it.

    Creation is block 0.  ``name`` is by default the file's name without its ending.  A private one comes into being
    when something is first asked of it, unless the clock is a demo's, which would show when that was.
    """
    if permissions_mode not in PERMISSIONS_MODES:
        raise UsageError(
            "LS-LEDGER-021",
            f"there is no permissions mode {permissions_mode[:40]!r}",
            hint=f"use {' or '.join(PERMISSIONS_MODES)}",
        )
    world = environment or system()
    place = os.fspath(path)
    if name is None:
        name = "memory" if place == MEMORY else check_file_name(os.path.splitext(os.path.basename(place))[0])

    def initialise(writer: Writer) -> None:
        from ledgershell.ledger.genesis import write_genesis

        write_genesis(writer, world, name, permissions_mode, deletion_protection=deletion_protection)

    if place == MEMORY:

        def make() -> Store:
            from ledgershell.storage.sqlite import temporary_store

            return temporary_store(initialise)

        ledger = Ledger(DeferredStore(MEMORY, make), world, limits=limits)
        return _checked(ledger) if world.deterministic else ledger
    from ledgershell.storage.sqlite import create_store

    return _checked(Ledger(create_store(place, initialise), world, limits=limits))


def _checked(ledger: Ledger) -> Ledger:
    """A ledger whose store can be read, or an error."""
    try:
        ledger.read_settings()
    except BaseException:
        ledger.close()
        raise
    return ledger
