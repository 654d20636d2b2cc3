"""The verification of a whole ledger: everything is computed again from the data, and all that differs is told.

Five looks at it, each of which trusts less than it sees:

1.  structure    the file's own structure, as SQLite sees it
2.  journal      each block, in order: all hashes, positions and links (:mod:`ledgershell.journal.verify`); the columns
                 that repeat what a block says; the nodes of the journal's tree, computed again from the blocks
3.  tables       the columns that no hash covers (:mod:`ledgershell.storage.consistency`)
4.  projections  current documents, indexes, catalogue and settings equal a replay (:mod:`ledgershell.ledger.audit`)
5.  anchor       the digest that was kept elsewhere is that of these very blocks, of this very ledger

Without an anchor the journal can only be said to agree with itself, which a journal that was rewritten as a whole does
as well.  So there are three outcomes: ``verified``, ``not anchored`` and ``failed``.

Memory does not grow with the journal: one block at a time, and the few nodes of the tree that are not joined yet.
(Redactions are remembered until both sides of each have been seen.)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ledgershell.errors import Interrupted, LedgershellError
from ledgershell.ion.symbols import SymbolTable
from ledgershell.ion.timestamp import Timestamp
from ledgershell.ion.values import MISSING, Struct, Value
from ledgershell.journal.digest import Digest
from ledgershell.journal.growing_tree import GrowingTree, against_anchor
from ledgershell.journal.ledger_statements import first_statement, named_ledger
from ledgershell.journal.merkle import Node
from ledgershell.journal.verify import ChainVerifier
from ledgershell.ledger.audit import audit
from ledgershell.ledger.blocks import complete_block, transaction_time_of
from ledgershell.ledger.derived_catalogue import DerivedCatalogue, made_identifier
from ledgershell.ledger.imports import imported, tables_as_text
from ledgershell.ledger.ledger import Ledger
from ledgershell.ledger.settings_audit import settings_and_numbers
from ledgershell.static_typing import Final, Literal, NamedTuple
from ledgershell.storage.store import BlockRow, Head, Snapshot

Outcome = Literal["verified", "not anchored", "failed"]
Part = Literal["structure", "journal", "tables", "projections", "anchor"]

STEP: Final = 32
"""Blocks between two words on the progress."""


class Fault(NamedTuple):
    """Something that is not as it must be: in which part and block (if it is one's), which entry and field of it."""

    part: Part
    seq: int | None
    entry: str
    field: str
    expected: Value
    found: Value


class Verification:
    """One run.  Iterating does the work and gives the faults; afterwards the rest can be asked.

    ``blocks``, ``revisions``  how many were checked
    ``unexplained``            entries of other ledgers' blocks of which only the hash is known
    ``digest``                 the digest as computed from the data, ``None`` when there were no blocks
    ``anchor``                 the digest to hold it against, if one was given
    """

    def __init__(
        self,
        ledger: Ledger,
        anchor: Digest | None = None,
        progress: Callable[[int, int], None] | None = None,
        should_stop: Callable[[], bool] | None = None,
    ) -> None:
        self.anchor = anchor
        self.blocks = self.revisions = self.unexplained = self.faults = 0
        self.digest: Digest | None = None
        self._ledger = ledger
        self._progress = progress or _silent
        self._should_stop = should_stop or _never
        self._done = False
        self._at_anchor: Node | None = None

    @property
    def outcome(self) -> Outcome:
        """The word for it, once all faults have been read."""
        if not self._done:
            raise AssertionError("the verification is not over")
        if self.faults:
            return "failed"
        return "not anchored" if self.anchor is None else "verified"

    def __iter__(self) -> Iterator[Fault]:
        for part, look in (
            ("structure", self._structure),
            ("journal", self._journal),
            ("tables", self._tables),
            ("projections", self._projections),
            ("anchor", self._against_anchor),
        ):
            for fault in _guarded(part, look):  # type: ignore[arg-type]
                self.faults += 1
                yield fault
        self._done = True

    # -- 1. The file

    def _structure(self) -> Iterator[Fault]:
        for problem in self._ledger.store.check_structure():
            yield Fault("structure", None, "file", "structure", "sound", problem)

    # -- 2. The journal

    def _journal(self) -> Iterator[Fault]:
        snapshot = self._ledger.store.snapshot()
        try:
            head = snapshot.head()
            symbols = self._ledger.symbols(snapshot, head)
            yield from _Chain(self, snapshot, head, symbols).faults()
        finally:
            snapshot.close()

    # -- 3. Columns without a hash

    def _tables(self) -> Iterator[Fault]:
        snapshot = self._ledger.store.snapshot()
        try:
            for table, key, column, expected, found in snapshot.inconsistencies():
                yield Fault("tables", None, f"{table} {key}", column, expected, found)
            for seq, entry, field, expected, found in settings_and_numbers(self._ledger, snapshot):
                yield Fault("tables", seq, entry, field, expected, found)
        finally:
            snapshot.close()

    # -- 4. Projections

    def _projections(self) -> Iterator[Fault]:
        for place, expected, found in audit(self._ledger):
            yield Fault("projections", None, place, "", expected, found)

    # -- 5. The anchor

    def _against_anchor(self) -> Iterator[Fault]:
        if self.anchor is not None:
            for seq, field, expected, found in against_anchor(self.anchor, self.digest, self._at_anchor):
                yield Fault("anchor", seq, "digest", field, expected, found)

    # -- for the walk over the chain

    def reached(self, seq: int, tree: GrowingTree) -> None:
        """Note the tree's root when the anchor's tip is reached."""
        if self.anchor is not None and seq == self.anchor.sequence_no:
            self._at_anchor = tree.root()

    def tell(self, done: int, total: int) -> None:
        """Tell of the progress, and stop if that is wanted."""
        if self._should_stop():
            raise Interrupted("LS-EVAL-001", "the verification was cancelled")
        self._progress(done, total)


class _Chain:
    """The walk over the blocks."""

    def __init__(self, run: Verification, snapshot: Snapshot, head: Head, symbols: SymbolTable) -> None:
        self._run = run
        self._snapshot = snapshot
        self._head = head
        self._symbols = symbols
        self._strand_id = run._ledger.strand_id
        self._imported = imported(run._ledger.read_settings())
        self._derived = DerivedCatalogue()
        self._verifier = ChainVerifier(
            own=self._imported is None,
            strand_id=self._strand_id,
            recorded_from=0 if self._imported is None else self._imported.last + 1,
        )
        self._ledger_id: str | None = None
        self._tree = GrowingTree(head.first_seq)
        self._transaction_time = 0

    def faults(self) -> Iterator[Fault]:
        run, head = self._run, self._head
        total = head.seq - head.first_seq + 1
        run.tell(0, total)
        for row in self._snapshot.blocks_after(-1):
            yield from self._block(row)
            yield from self._nodes(row.seq)
            run.reached(row.seq, self._tree)
            run.blocks, run.revisions = self._verifier.blocks, self._verifier.revisions
            if run.blocks % STEP == 0:
                run.tell(run.blocks, total)
        for finding in self._verifier.finish():
            yield Fault("journal", *finding)
        run.unexplained = self._verifier.unexplained
        run.tell(run.blocks, total)
        yield from self._import()
        top = self._tree.root()
        if top is not None:
            ledger = run._ledger
            run.digest = Digest(
                top.qldb,
                ledger.strand_id,
                head.first_seq + run.blocks - 1,
                head.first_seq,
                ledger.ledger_id,
                top.rfc9162,
                Timestamp.from_milliseconds(ledger.environment.clock.milliseconds()),
                self._verifier.foreign,
            )

    def _block(self, row: BlockRow) -> Iterator[Fault]:
        try:
            block = complete_block(self._snapshot, row, self._strand_id, self._symbols)
        except Interrupted:
            raise
        except Exception as error:
            # In a file that was changed anything may be found, and the rest of the journal is still to be looked at.
            yield Fault("journal", row.seq, "block", "bytes", "a block that can be read", _words(error))
            self._verifier.skip(row.block_hash)
            return
        for finding in self._verifier.add(block):
            yield Fault("journal", *finding)
        yield from self._columns(row, block)
        if self._imported is not None:
            named = named_ledger(block) if self._verifier.own else None
            self._ledger_id = self._ledger_id if named is None else named.ledger_id
            if row.seq <= self._imported.last:
                self._derived.add(block)
            elif row.seq == self._imported.last + 1:
                yield from self._provenance(block)

    def _provenance(self, block: Struct) -> Iterator[Fault]:
        """The first block of ours must say what the settings say of the import, and come right behind it."""
        from ledgershell.ledger.provenance import provenance

        ledger, kept = self._run._ledger, self._imported
        before = self._snapshot.block(block_before := self._verifier.seq - 1)
        if kept is None or before is None:
            return
        head = Head(block_before, before.block_hash, before.time, -1, self._head.first_seq)
        name = ledger.read_settings().get("name", "")
        expected, found = provenance(kept, name, ledger.ledger_id, ledger.strand_id, head), first_statement(block)
        if expected != found:
            yield Fault("journal", self._verifier.seq, "transactionInfo", "the import", expected, found)

    def _import(self) -> Iterator[Fault]:
        """What is kept of an import must follow from the blocks."""
        kept = self._imported
        if kept is None:
            return
        for field, expected, found in (
            ("foreign_blocks", self._verifier.foreign, kept.foreign),
            ("imported_last", kept.last if self._head.seq >= kept.last else self._head.seq, kept.last),
            ("ledger_id", self._ledger_id or made_identifier("ledger", self._strand_id), self._run._ledger.ledger_id),
            ("imported_tables", tables_as_text(self._derived.tables()), kept.tables),
        ):
            if expected != found:
                yield Fault("tables", None, "setting", field, expected, found)

    def _columns(self, row: BlockRow, block: Struct) -> Iterator[Fault]:
        """What the table of blocks repeats of a block, so that it need not be read."""
        seq = row.seq
        stamp = block.get("blockTimestamp")
        time = stamp.milliseconds() if type(stamp) is Timestamp else MISSING
        for field, expected, found in (
            ("seq", self._verifier.seq, seq),
            ("transaction_id", block.get("transactionId"), row.transaction_id),
            ("time", time, row.time),
            ("hash", block.get("blockHash"), row.block_hash),
        ):
            if type(expected) is not type(found) or expected != found:
                yield Fault("journal", seq, "row of table block", field, expected, found)
        earliest = self._transaction_time
        self._transaction_time = row.transaction_time if type(row.transaction_time) is int else earliest
        told = transaction_time_of(block)
        if type(time) is int:
            # Revisions have this time in their metadata; without any it need only lie where it changes no answer.
            # A block of ours that redacts has one time.
            one = seq == 0 or told is not None or self._is_redaction_of_ours(block)
            latest = max(time if told is None else told, earliest)
            earliest = latest if one else earliest
            if type(row.transaction_time) is not int or not earliest <= row.transaction_time <= latest:
                expected = f"{earliest} to {latest}"
                yield Fault("journal", seq, "row of table block", "transaction_time", expected, row.transaction_time)

    def _is_redaction_of_ours(self, block: Struct) -> bool:
        last = -1 if self._imported is None else self._imported.last
        return self._verifier.seq > last and "redactionInfo" in block

    def _nodes(self, seq: int) -> Iterator[Fault]:
        """Grow the tree by the block's hash as computed; compare each node that it completes with the stored one."""
        block_hash = self._verifier.block_hash
        for level, position, node in self._tree.add(seq, block_hash if type(block_hash) is bytes else b""):
            try:
                stored: Node | None = self._snapshot.merkle_nodes([(level, position)])[0]
            except KeyError:
                stored = None
            for field in ("qldb", "rfc9162"):
                found = MISSING if stored is None else getattr(stored, field)
                if found != getattr(node, field):
                    place = f"merkle_node ({level}, {position})"
                    yield Fault("journal", seq, place, field, getattr(node, field), found)


def _guarded(part: Part, look: Callable[[], Iterator[Fault]]) -> Iterator[Fault]:
    """The faults of one look.  Whatever breaks it off is one too: in a damaged file nothing can be relied on."""
    try:
        yield from look()
    except Interrupted:
        raise
    except LedgershellError as error:
        yield Fault(part, None, "ledger", "bytes", "data that can be read", error.message)
    except Exception as error:
        yield Fault(part, None, "ledger", "bytes", "data that can be read", _words(error))


def _words(error: Exception) -> str:
    return error.message if isinstance(error, LedgershellError) else f"{type(error).__name__}: {str(error)[:200]}"


def _silent(_done: int, _total: int) -> None:
    """Tell nobody."""


def _never() -> bool:
    return False
