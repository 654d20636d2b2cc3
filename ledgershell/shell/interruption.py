"""Ctrl-C while a statement runs: ask the session to stop, and let it answer with an error.

Python delivers the signal between two bytecodes of the main thread.  Raising ``KeyboardInterrupt`` at such a
place could break a commit in the middle, so inside a statement the handler only sets the session's flag, which the
engine reads at least every 10,000 steps of SQLite and every 1,024 rows of a Python loop.
"""

from __future__ import annotations

from collections.abc import Callable
from types import FrameType

from ledgershell.commands.conversation import Cancelling
from ledgershell.static_typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import signal
else:
    try:
        import _signal as signal  # the signal module's core, without its enums, which cost start-up
    except ImportError:
        import signal


class CancelOnInterrupt(Cancelling):
    """Within ``with``, Ctrl-C calls ``cancel``.

    ``insistent``: a second Ctrl-C raises ``KeyboardInterrupt`` after all.  Right where the program ends then anyway
    (scripts); a conversation goes on with its session, so there it is wrong.
    """

    def __init__(self, cancel: Callable[[], None], *, insistent: bool) -> None:
        self._cancel = cancel
        self._insistent = insistent
        self._presses = 0
        self._depth = 0
        self._before: Any = None

    def __enter__(self) -> None:
        self._depth += 1
        if self._depth > 1:
            return
        self._presses = 0
        try:
            self._before = signal.signal(signal.SIGINT, self._pressed)
        except ValueError:  # signals belong to the main thread; elsewhere nobody presses keys
            self._before = None

    def __exit__(self, *_: object) -> None:
        self._depth -= 1
        if self._depth == 0 and self._before is not None:
            signal.signal(signal.SIGINT, self._before)
            self._before = None

    def requested(self) -> bool:
        return self._presses > 0

    def _pressed(self, _number: int, _frame: FrameType | None) -> None:
        self._presses += 1
        self._cancel()
        if self._insistent and self._presses > 1:
            raise KeyboardInterrupt
