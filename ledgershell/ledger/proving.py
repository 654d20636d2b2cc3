"""The part of a session that proves: digest, blocks, revisions, verification.

Whatever a transaction has changed is not in the journal yet, so nothing here looks at the open one.
"""

from __future__ import annotations

from ledgershell.static_typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ledgershell.ion.values import Struct
    from ledgershell.journal.digest import Digest
    from ledgershell.journal.proof import BlockProof, RevisionProof
    from ledgershell.ledger.export import JournalRange
    from ledgershell.ledger.ledger import Ledger
    from ledgershell.ledger.proofs import LoggedRevision, Prover
    from ledgershell.ledger.verification import Verification


class Proving:
    """What :class:`ledgershell.ledger.session.LedgerSession` can prove."""

    ledger: Ledger
    _stop: bool

    def digest(self, tip: int | None = None) -> Digest:
        """As :meth:`ledgershell.ledger.protocols.Session.digest`."""
        with self._prover() as prover:
            return prover.digest(tip)

    def block(self, seq: int, tip: int | None = None) -> BlockProof:
        """As :meth:`ledgershell.ledger.protocols.Session.block`."""
        with self._prover() as prover:
            return prover.block(seq, tip)

    def blocks(self, first: int, last: int) -> Iterator[Struct]:
        """As :meth:`ledgershell.ledger.protocols.Session.blocks`."""
        with self._prover() as prover:
            yield from prover.blocks(first, last)

    def tip(self) -> int:
        """As :meth:`ledgershell.ledger.protocols.Session.tip`."""
        with self._prover() as prover:
            return prover.tip()

    def first_block_from(self, time: int) -> int:
        """As :meth:`ledgershell.ledger.protocols.Session.first_block_from`."""
        with self._prover() as prover:
            return prover.first_block_from(time)

    def block_of(self, transaction_id: str) -> int:
        """As :meth:`ledgershell.ledger.protocols.Session.block_of`."""
        with self._prover() as prover:
            return prover.block_of(transaction_id)

    def revision(self, document_id: str, seq: int, tip: int | None = None) -> RevisionProof:
        """As :meth:`ledgershell.ledger.protocols.Session.revision`."""
        with self._prover() as prover:
            return prover.revision(document_id, seq, tip)

    def consistency(self, first_tip: int, second_tip: int) -> tuple[bytes, ...]:
        """As :meth:`ledgershell.ledger.protocols.Session.consistency`."""
        with self._prover() as prover:
            return prover.consistency(first_tip, second_tip)

    def log(self, document_id: str) -> Iterator[LoggedRevision]:
        """As :meth:`ledgershell.ledger.protocols.Session.log`."""
        with self._prover() as prover:
            yield from prover.log(document_id)

    def journal(self, start: int | None = None, end: int | None = None) -> JournalRange:
        """As :meth:`ledgershell.ledger.protocols.Session.journal`."""
        from ledgershell.ledger.export import journal_range

        self._require_usable()
        self._stop = False
        self.ledger.heed(self._should_stop)
        return journal_range(self.ledger, start, end)

    def verify(self, digest: Digest | None = None, progress: Callable[[int, int], None] | None = None) -> Verification:
        """As :meth:`ledgershell.ledger.protocols.Session.verify`."""
        from ledgershell.ledger.verification import Verification

        self._require_usable()
        self._stop = False
        self.ledger.heed(self._should_stop)
        return Verification(self.ledger, digest, progress, self._should_stop)

    def _prover(self) -> Prover:
        from ledgershell.ledger.proofs import Prover

        self._require_usable()
        return Prover(self.ledger)

    def _require_usable(self) -> None:
        raise NotImplementedError

    def _should_stop(self) -> bool:
        raise NotImplementedError
