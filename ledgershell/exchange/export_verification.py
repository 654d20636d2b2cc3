"""The verification of an export from its files: what is wrong, in which block, and in which file at which byte."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ledgershell.errors import FileError
from ledgershell.exchange.export_reader import Export, Place, Unsound
from ledgershell.ion.values import Struct
from ledgershell.journal.digest import Digest
from ledgershell.journal.verify_export import ExportVerifier
from ledgershell.ledger.verification import Fault, Outcome
from ledgershell.static_typing import Final

STEP: Final = 32
"""Blocks between two words on the progress."""


def json_refused(export: Export) -> FileError:
    """The error for a JSON export where hashes are to be computed."""
    return FileError(
        "LS-EXPORT-006",
        f"{export.source.shown} is a JSON export: timestamps, blobs and annotations are gone, and hashes with them",
        hint="export again with --output-format ION_TEXT or ION_BINARY",
    )


class ExportVerification:
    """One run, told like :class:`ledgershell.ledger.verification.Verification`; each fault comes with its place."""

    def __init__(self, export: Export, anchor: Digest | None, progress: Callable[[int, int], None]) -> None:
        if not export.verifiable:
            raise json_refused(export)
        self.anchor = anchor
        self.faults = 0
        self.digest: Digest | None = None
        self._export = export
        self._verifier = ExportVerifier(anchor)
        self._progress = progress
        self._done = False

    @property
    def blocks(self) -> int:
        """How many blocks were checked."""
        return self._verifier.blocks

    @property
    def revisions(self) -> int:
        """How many revisions were checked."""
        return self._verifier.revisions

    @property
    def unexplained(self) -> int:
        """Entries of other ledgers' blocks of which only the hash is known."""
        return self._verifier.unexplained

    @property
    def outcome(self) -> Outcome:
        """The word for it, once all faults have been read."""
        if not self._done:
            raise AssertionError("the verification is not over")
        if self.faults:
            return "failed"
        return "not anchored" if self.anchor is None else "verified"

    def __iter__(self) -> Iterator[tuple[Place | None, Fault]]:
        for fault in self._all():
            self.faults += 1
            yield fault
        self._done = True

    def _all(self) -> Iterator[tuple[Place | None, Fault]]:
        total = self._export.blocks
        for item in self._export.read():
            if isinstance(item, Unsound):
                yield item.place, Fault("structure", item.seq, item.what, item.field, item.expected, item.found)
                continue
            yield from self._block(item.place, item.block)
            if self.blocks % STEP == 0:
                self._progress(self.blocks, total)
        self.digest = self._verifier.digest()
        for seq, field, expected, found in self._verifier.finish():
            yield None, Fault("anchor", seq, "digest", field, expected, found)

    def _block(self, place: Place, block: Struct) -> Iterator[tuple[Place, Fault]]:
        for finding in self._verifier.add(block):
            yield place, Fault("journal", *finding)
