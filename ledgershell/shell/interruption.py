"""Signals: Ctrl-C while a statement runs, and what ends the program.

Ctrl-C asks the session to stop, and lets it answer with an error.

Python delivers the signal between two bytecodes of the main thread.  Raising ``KeyboardInterrupt`` at such a
place could break a commit in the middle, so inside a statement the handler only sets the session's flag, which the
engine reads at least every 10,000 steps of SQLite and every 1,024 rows of a Python loop.

SIGTERM and SIGHUP end the program in an orderly way: inside a statement as Ctrl-C does, at the prompt by leaving it,
and anywhere else at once; then the open transaction is given up and the ledger closed.
"""

from __future__ import annotations

from collections.abc import Callable
from types import FrameType

from ledgershell.commands.conversation import Cancelling
from ledgershell.errors import ExitCode, Terminated
from ledgershell.static_typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import signal
else:
    try:
        import _signal as signal  # the signal module's core, without its enums, which cost start-up
    except ImportError:
        import signal


class Termination:
    """Within ``with``, SIGTERM and SIGHUP end the program by :class:`Terminated`; only the first one counts.

    ``leave_prompt``  while it is set, it is called with the error instead
    ``pending``       what has arrived
    """

    def __init__(self) -> None:
        self.leave_prompt: Callable[[Terminated], None] | None = None
        self.pending: Terminated | None = None
        self._cancel: Callable[[], None] | None = None
        self._before: list[tuple[int, Any]] = []

    def __enter__(self) -> Termination:
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)  # there is no SIGHUP on Windows
            try:
                if number is not None and signal.getsignal(number) != signal.SIG_IGN:  # as nohup wants it
                    self._before.append((number, signal.signal(number, self._received)))
            except ValueError:  # not the main thread
                break
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before:
            signal.signal(number, handler)
        self._before = []

    def defer(self, cancel: Callable[[], None]) -> None:
        """A statement begins: what arrives from now on calls ``cancel`` and waits for :meth:`settle`."""
        self._cancel = cancel

    def settle(self) -> None:
        """The statement, or the prompt, is over.  Raises :class:`Terminated` if that arrived meanwhile."""
        self._cancel = self.leave_prompt = None
        if self.pending is not None:
            raise self.pending

    def _received(self, number: int, _frame: FrameType | None) -> None:
        if self.pending is not None:
            return
        self.pending = Terminated(ExitCode(128 + number))
        if self._cancel is not None:
            self._cancel()
        elif self.leave_prompt is not None:
            self.leave_prompt(self.pending)
        else:
            raise self.pending


class CancelOnInterrupt(Cancelling):
    """Within ``with``, Ctrl-C calls ``cancel``, and so do SIGTERM and SIGHUP.

    ``timeout`` gives the seconds after which it is called, too; 0: never.

    ``insistent``: a second Ctrl-C raises ``KeyboardInterrupt`` after all.  Right where the program ends then anyway
    (scripts); a conversation goes on with its session, so there it is wrong.
    """

    def __init__(
        self,
        cancel: Callable[[], None],
        termination: Termination,
        *,
        insistent: bool,
        timeout: Callable[[], float] = lambda: 0.0,
    ) -> None:
        self._cancel = cancel
        self._timeout = timeout
        self._timed_out = False
        self._termination = termination
        self._insistent = insistent
        self._presses = 0
        self._depth = 0
        self._limited = False
        self._before: Any = None

    def __enter__(self) -> None:
        self._depth += 1
        if self._depth > 1:
            return
        self._presses = 0
        self._timed_out = False
        self._termination.defer(self._cancel)
        self._limited = self._set_timer(self._timeout())
        try:
            self._before = signal.signal(signal.SIGINT, self._pressed)
        except ValueError:  # signals belong to the main thread; elsewhere nobody presses keys
            self._before = None

    def __exit__(self, *_: object) -> None:
        self._depth -= 1
        if self._depth:
            return
        if self._limited:
            signal.setitimer(signal.ITIMER_REAL, 0)
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)
            self._before = None
        self._termination.settle()

    def requested(self) -> bool:
        return self._presses > 0 or self._timed_out

    @property
    def timed_out(self) -> bool:
        return self._timed_out

    def _set_timer(self, seconds: float) -> bool:
        if seconds <= 0 or not hasattr(signal, "setitimer"):
            return False
        try:
            signal.signal(signal.SIGALRM, self._over)
        except ValueError:  # not the main thread
            return False
        signal.setitimer(signal.ITIMER_REAL, seconds, 0.1)
        return True

    def _over(self, _number: int, _frame: FrameType | None) -> None:
        self._timed_out = True
        self._cancel()

    def _pressed(self, _number: int, _frame: FrameType | None) -> None:
        self._presses += 1
        self._cancel()
        if self._insistent and self._presses > 1:
            raise KeyboardInterrupt
