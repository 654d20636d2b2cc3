"""A commit whose reply is lost: the journal knows whether it happened, because transaction ids are unique in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from types import TracebackType

import pytest

from ledgershell.errors import StorageError
from ledgershell.ledger.ledger import Ledger
from ledgershell.ledger.session import LedgerSession
from ledgershell.storage.store import Found, Snapshot, Store, Wanted, Writer
from tests.ledger.stories import run, tip


class LostReply(AbstractContextManager[Writer]):
    """The real writer; what its commit says never arrives."""

    def __init__(self, real: AbstractContextManager[Writer], *, happens: bool) -> None:
        self._real = real
        self._happens = happens

    def __enter__(self) -> Writer:
        return self._real.__enter__()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        lost = StorageError("LS-STORE-016", "the disk went away at the end of a commit")
        if self._happens:
            self._real.__exit__(kind, error, traceback)
        else:
            self._real.__exit__(StorageError, lost, None)
        raise lost


class Unreliable:
    """A store that loses replies, and perhaps cannot be read afterwards."""

    def __init__(self, real: Store, *, happens: bool, readable: bool = True) -> None:
        self._real = real
        self._happens = happens
        self._readable = readable
        self._lost = False
        self.location = real.location
        self.read_only = real.read_only

    def snapshot(self) -> Snapshot:
        if self._lost and not self._readable:
            raise StorageError("LS-STORE-010", "reading failed")
        return self._real.snapshot()

    def find(self, what: Wanted, key: tuple[int | str | bytes, ...]) -> Found | None:
        return self._real.find(what, key)

    def writing(self) -> AbstractContextManager[Writer]:
        self._lost = True
        return LostReply(self._real.writing(), happens=self._happens)

    def erase(self, patience: float = 0.0) -> bool:
        return self._real.erase(patience)

    def check_structure(self) -> Sequence[str]:
        return self._real.check_structure()

    def copy_to(self, path: str, tell: Callable[[int, int], None]) -> None:
        self._real.copy_to(path, tell)

    def on_progress(self, should_stop: Callable[[], bool] | None) -> None:
        self._real.on_progress(should_stop)

    def close(self) -> None:
        self._real.close()


def test_it_happened(ledger: Ledger, session: LedgerSession) -> None:
    run(session, "CREATE TABLE T")
    real = ledger.store
    ledger.store = Unreliable(real, happens=True)
    block = session.execute("INSERT INTO T {'a': 1}").committed
    ledger.store = real
    assert block is not None
    assert block.seq == 2 == tip(ledger)
    assert run(session, "SELECT VALUE t.a FROM T AS t") == [1]


def test_it_did_not_happen(ledger: Ledger, session: LedgerSession) -> None:
    run(session, "CREATE TABLE T")
    real = ledger.store
    ledger.store = Unreliable(real, happens=False)
    with pytest.raises(StorageError) as error:
        run(session, "INSERT INTO T {'a': 1}")
    ledger.store = real
    assert error.value.code == "LS-STORE-016"
    assert run(session, "SELECT VALUE t.a FROM T AS t") == []
    run(session, "INSERT INTO T {'a': 1}")


def test_nobody_can_tell(ledger: Ledger, session: LedgerSession) -> None:
    run(session, "CREATE TABLE T")
    real = ledger.store
    ledger.store = Unreliable(real, happens=True, readable=False)
    with pytest.raises(StorageError) as error:
        run(session, "INSERT INTO T {'a': 1}")
    ledger.store = real
    assert error.value.code == "LS-TX-009"
    assert error.value.hint is not None
