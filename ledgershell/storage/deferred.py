"""A store that is made when something is first asked of it: ``:memory:``.

Such a ledger is a private temporary file that nobody has seen yet.  Many a run of the program is one statement that
looks at no table (``SELECT 1 + 1``); it is over before the file would have been made.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

from ledgershell.errors import StorageError
from ledgershell.static_typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledgershell.storage.store import Found, Snapshot, Store, Wanted, Writer


class DeferredStore:
    """As the store that ``make`` returns, which is called at most once."""

    def __init__(self, location: str, make: Callable[[], Store]) -> None:
        self.location = location
        self.read_only = False
        self._make = make
        self._made: Store | None = None
        self._should_stop: Callable[[], bool] | None = None
        self._closed = False

    def snapshot(self) -> Snapshot:
        return self._store().snapshot()

    def find(self, what: Wanted, key: tuple[int | str | bytes, ...]) -> Found | None:
        return self._store().find(what, key)

    def writing(self) -> AbstractContextManager[Writer]:
        return self._store().writing()

    def on_progress(self, should_stop: Callable[[], bool] | None) -> None:
        self._should_stop = should_stop
        if self._made is not None:
            self._made.on_progress(should_stop)

    def check_structure(self) -> Sequence[str]:
        """A store that was never made is sound."""
        return () if self._made is None and not self._closed else self._store().check_structure()

    def erase(self, patience: float = 0.0) -> bool:
        """A store that was never made has nothing to erase."""
        return self._made is None or self._made.erase(patience)

    def copy_to(self, path: str, tell: Callable[[int, int], None]) -> None:
        self._store().copy_to(path, tell)

    def close(self) -> None:
        self._closed = True
        if self._made is not None:
            self._made.close()

    def _store(self) -> Store:
        if self._made is None:
            if self._closed:
                raise StorageError("LS-STORE-017", f"{self.location} is closed", hint="open it again")
            self._made = self._make()
            self._made.on_progress(self._should_stop)
        return self._made
