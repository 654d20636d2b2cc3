"""The outside world in one object: clock, identifiers, streams, terminal facts and paths.

No other module reads the time, draws randomness or touches ``sys.stdout``.  So a test can fix all of it, and the
demo mode is nothing but another :class:`Environment`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from time import perf_counter, sleep, time_ns

from ledgershell.static_typing import IO, Literal, Protocol, TextIO

IDENTIFIER_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
IDENTIFIER_LENGTH = 22
DEMO_EPOCH_MILLISECONDS = 1_704_067_200_000
"""2024-01-01T00:00:00Z, when every demo begins."""


class UserPath(str):
    """A file that the user named: as a text it is where the file is, and ``given`` is what messages repeat."""

    __slots__ = ("given",)
    given: str

    def __new__(cls, path: str, given: str) -> UserPath:
        made = super().__new__(cls, path)
        made.given = given
        return made


def as_given(path: object) -> str:
    """A path for a message: as the user gave it, if that is known."""
    return path.given if isinstance(path, UserPath) else str(path)


_PAIRS: list[str] = []
"""The numbers below 62² in two digits; made when the first identifier is."""
_TEN_DIGITS = 62**10


def identifier_text(number: int) -> str:
    """A 128-bit number as QLDB writes identifiers: Base62, 22 characters, padded with ``0``."""
    if not _PAIRS:
        _PAIRS.extend(first + second for first in IDENTIFIER_ALPHABET for second in IDENTIFIER_ALPHABET)
    # Two digits at a time, and out of ten at a time: divisions are quick below 2^60.
    rest, low = divmod(number, _TEN_DIGITS)
    high, middle = divmod(rest, _TEN_DIGITS)
    pairs = _PAIRS
    text = pairs[high % 3844]
    for part in (middle, low):
        part, fifth = divmod(part, 3844)
        part, fourth = divmod(part, 3844)
        part, third = divmod(part, 3844)
        first, second = divmod(part, 3844)
        text += pairs[first] + pairs[second] + pairs[third] + pairs[fourth] + pairs[fifth]
    return text


class Clock(Protocol):
    """Where the time comes from."""

    def milliseconds(self) -> int:
        """Milliseconds since 1970-01-01T00:00:00Z."""
        ...

    def elapsed(self) -> float:
        """Seconds on a clock that never goes back; only differences mean anything."""
        ...

    def follow(self, tip: int) -> None:
        """A transaction begins on a journal whose last sequence number is ``tip`` (-1: none yet)."""
        ...


class Identifiers(Protocol):
    """Where identifiers come from."""

    def random(self) -> str:
        """A new identifier without order: documents, tables, indexes, strands."""
        ...

    def ordered(self, milliseconds: int) -> str:
        """A new identifier that sorts by time: transactions."""
        ...

    def follow(self, tip: int) -> None:
        """As :meth:`Clock.follow`."""
        ...


class SystemClock:
    """The machine's clock."""

    elapsed = staticmethod(perf_counter)

    def milliseconds(self) -> int:
        return time_ns() // 1_000_000

    def follow(self, tip: int) -> None:
        """Real time does not follow the journal."""


class SystemIdentifiers:
    """Identifiers from the operating system's randomness."""

    def random(self) -> str:
        return identifier_text(int.from_bytes(os.urandom(16), "big"))

    def ordered(self, milliseconds: int) -> str:
        return identifier_text((milliseconds << 80) | int.from_bytes(os.urandom(10), "big"))

    def follow(self, tip: int) -> None:
        """Random identifiers need no help to differ."""


class DemoClock:
    """A clock that only the journal moves: a second for each block, a millisecond for each look.

    Derived from the tip, so a ledger that is reopened goes on where it was and no time is given out twice.
    """

    def __init__(self, begin: int = DEMO_EPOCH_MILLISECONDS) -> None:
        self._begin = begin
        self._tip = -1
        self._looks = 0

    def milliseconds(self) -> int:
        self._looks += 1
        return self._begin + (self._tip + 1) * 1000 + self._looks

    def elapsed(self) -> float:
        return 0.0

    def follow(self, tip: int) -> None:
        if tip != self._tip:
            self._tip, self._looks = tip, 0


class DemoIdentifiers:
    """Identifiers computed from (seed, tip, counter): the same script gives the same ones everywhere."""

    def __init__(self, seed: str) -> None:
        self._seed = seed
        self._tip = -1
        self._counter = 0

    def _next(self) -> int:
        import hashlib

        self._counter += 1
        material = f"{self._seed}/{self._tip}/{self._counter}".encode()
        return int.from_bytes(hashlib.sha256(material).digest()[:16], "big")

    def random(self) -> str:
        return identifier_text(self._next())

    def ordered(self, milliseconds: int) -> str:
        return identifier_text((milliseconds << 80) | (self._next() & ((1 << 80) - 1)))

    def follow(self, tip: int) -> None:
        if tip != self._tip:
            self._tip, self._counter = tip, 0


class Environment:
    """Everything that a run takes from outside.  Build one with :func:`system` or :func:`demo`."""

    __slots__ = (
        "clock",
        "deterministic",
        "identifiers",
        "read_terminal_size",
        "stderr",
        "stdin",
        "stdout",
        "variables",
    )

    def __init__(
        self,
        clock: Clock,
        identifiers: Identifiers,
        *,
        stdin: TextIO,
        stdout: TextIO,
        stderr: TextIO,
        variables: Mapping[str, str],
        deterministic: bool = False,
        read_terminal_size: Callable[[], tuple[int, int]] | None = None,
    ) -> None:
        self.clock = clock
        self.identifiers = identifiers
        self.stdin = stdin
        self.stdout = stdout
        self.stderr = stderr
        self.variables = variables
        self.deterministic = deterministic
        self.read_terminal_size = read_terminal_size

    def follow(self, tip: int) -> None:
        """Tell clock and identifiers that a transaction begins after block ``tip``."""
        self.clock.follow(tip)
        self.identifiers.follow(tip)

    def host(self) -> str:
        """The name of this machine."""
        if self.deterministic:
            return "demo"
        return os.uname().nodename if hasattr(os, "uname") else self.variables.get("COMPUTERNAME", "localhost")

    def pause(self, seconds: float) -> None:
        """Wait for others to do something; a signal's handler runs meanwhile."""
        sleep(seconds)

    def is_terminal(self, stream: IO[str]) -> bool:
        """Whether a person reads (or types on) the stream."""
        try:
            return stream.isatty()
        except (AttributeError, ValueError):
            return False

    def terminal_size(self) -> tuple[int, int]:
        """Columns and lines."""
        if self.read_terminal_size is not None:
            return self.read_terminal_size()
        import shutil

        size = shutil.get_terminal_size()
        return size.columns, size.lines

    def color(self) -> bool:
        """Whether standard output may carry colour: a terminal, not dumb, and ``NO_COLOR`` unset."""
        variables = self.variables
        if variables.get("CLICOLOR_FORCE", "0") != "0":
            return True
        if variables.get("NO_COLOR") or variables.get("TERM") == "dumb":
            return False
        return self.is_terminal(self.stdout)

    def ledgers_home(self) -> str:
        """Where ledgers that go by a name are kept."""
        home = self.variables.get("LEDGERSHELL_HOME")
        return home or os.path.join(self._xdg("XDG_DATA_HOME", ".local/share"), "ledgers")

    def state_home(self) -> str:
        """Where histories are kept."""
        return self._xdg("XDG_STATE_HOME", ".local/state")

    def config_home(self) -> str:
        """Where settings are kept."""
        return self._xdg("XDG_CONFIG_HOME", ".config")

    def config_file(self) -> str | None:
        """The file of settings, if there is one."""
        path = os.path.join(self.config_home(), "config.toml")
        return path if os.path.isfile(path) else None

    def _xdg(self, variable: str, default: str) -> str:
        root = self.variables.get(variable)
        base = root if root and os.path.isabs(root) else os.path.join(os.path.expanduser("~"), default)
        return os.path.join(base, "ledgershell")


def system() -> Environment:
    """The real world."""
    # In this order, so that each takes the place of the descriptor that is closed, and no file of ours does.
    stdin = sys.stdin or _stand_in("r", os.O_RDONLY)
    stdout = sys.stdout or _stand_in("w", os.O_RDONLY)
    stderr = sys.stderr or _stand_in("w", os.O_WRONLY)
    return Environment(
        SystemClock(),
        SystemIdentifiers(),
        stdin=stdin,
        stdout=stdout,
        stderr=stderr,
        variables=os.environ,
    )


def _stand_in(mode: Literal["r", "w"], access: int) -> TextIO:
    """A stream for one that was closed before the program began (``>&-``), where Python has ``None``.

    Input is empty and messages go nowhere; results, opened for reading alone, fail when they are written: data that
    reach nobody are an error.
    """
    return open(os.open(os.devnull, access), mode, encoding="utf-8")


def demo(seed: str = "demo", *, base: Environment | None = None) -> Environment:
    """The real streams with a fixed clock and fixed identifiers."""
    return changed(base or system(), clock=DemoClock(), identifiers=DemoIdentifiers(seed), deterministic=True)


def changed(
    environment: Environment,
    *,
    clock: Clock | None = None,
    identifiers: Identifiers | None = None,
    variables: Mapping[str, str] | None = None,
    deterministic: bool | None = None,
) -> Environment:
    """Another environment that differs in what is given."""
    return Environment(
        clock or environment.clock,
        identifiers or environment.identifiers,
        stdin=environment.stdin,
        stdout=environment.stdout,
        stderr=environment.stderr,
        variables=environment.variables if variables is None else variables,
        deterministic=environment.deterministic if deterministic is None else deterministic,
        read_terminal_size=environment.read_terminal_size,
    )
