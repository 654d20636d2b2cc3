"""How far long work has come: one line on standard error that is written again and again, on a terminal only."""

from __future__ import annotations

from ledgershell.environment import Environment
from ledgershell.static_typing import Final

WIDTH: Final = 30
PAUSE: Final = 0.1
"""Seconds between two drawings."""
CLEAR_LINE: Final = "\r\x1b[K"


class Progress:
    """A bar; a context manager that takes it away at the end."""

    def __init__(self, environment: Environment, title: str) -> None:
        self._stream = environment.stderr
        self._clock = environment.clock
        self._title = title
        dumb = environment.variables.get("TERM") == "dumb"  # it cannot take back what it has drawn
        self._on = environment.is_terminal(environment.stderr) and not environment.deterministic and not dumb
        self._drawn = False
        self._last = -PAUSE

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        self.clear()

    def tell(self, done: int, total: int) -> None:
        """So much is done of so much."""
        if not self._on:
            return
        now = self._clock.elapsed()
        if now - self._last < PAUSE:
            return
        self._last = now
        full = WIDTH * done // max(total, 1)
        share = 100 * done // max(total, 1)
        self._stream.write(f"{CLEAR_LINE}{self._title} {'█' * full}{'░' * (WIDTH - full)} {share:3d} % {done}/{total}")
        self._stream.flush()
        self._drawn = True

    def stage(self, title: str, done: int, total: int) -> None:
        """As :meth:`tell`, of work that has this title."""
        self._title = title
        self.tell(done, total)

    def count(self, done: int) -> None:
        """So much is done, and nobody knows of how much."""
        if not self._on:
            return
        now = self._clock.elapsed()
        if now - self._last < PAUSE:
            return
        self._last = now
        self._stream.write(f"{CLEAR_LINE}{self._title} {done:,}")
        self._stream.flush()
        self._drawn = True

    def clear(self) -> None:
        """Take the bar away, so that something else can be written."""
        if self._drawn:
            self._stream.write(CLEAR_LINE)
            self._stream.flush()
            self._drawn = False
