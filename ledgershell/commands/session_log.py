r"""Where results go besides: the log of ``\tee`` and ``-L``, and the program behind ``\o |COMMAND``."""

from __future__ import annotations

import io
import re
import subprocess

from ledgershell.environment import Environment
from ledgershell.errors import UsageError
from ledgershell.static_typing import IO, Final

COLOR: Final = re.compile(r"\x1b\[[0-9;]*m")


class Both(io.TextIOBase):
    """Text goes to the stream of results and to the log, to the log without a terminal's colours."""

    def __init__(self, stream: IO[str], log: IO[str], *, terminal: bool) -> None:
        self._stream = stream
        self._log = log
        self._terminal = terminal

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """That of the stream of results."""
        return getattr(self._stream, "encoding", None) or "utf-8"

    def write(self, text: str) -> int:
        self._log.write(COLOR.sub("", text) if self._terminal else text)
        return self._stream.write(text)

    def flush(self) -> None:
        self._log.flush()
        self._stream.flush()

    def isatty(self) -> bool:
        return self._terminal


def started(environment: Environment, command: str, folder: str) -> subprocess.Popen[str]:
    """A program that reads results.  Raises :class:`UsageError` (LS-CLI-017)."""
    try:
        return subprocess.Popen(  # noqa: S602 - that is what the user asks for
            command,
            shell=True,
            stdin=subprocess.PIPE,
            encoding="utf-8",
            errors="backslashreplace",
            cwd=folder or None,
            env=dict(environment.variables),
        )
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "that is no command"
        raise UsageError("LS-CLI-017", f"the program could not be run: {reason.lower()}") from None
