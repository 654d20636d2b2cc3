r"""The pager: what is longer than the screen goes through ``$LEDGERSHELL_PAGER``, ``$PAGER`` or ``less``.

As in psql only when a person types and reads: standard input and output are terminals.  Text is held back until it
fills the screen; if it never does, it is printed as it is.  ``less`` gets ``-FRX`` by its environment variable unless
the person has set one, as from git: leave at once if all fits, show colours, leave the text on the screen.

Quitting the pager early ends the result (:class:`PagerQuit`); it is no error.  Ctrl-C belongs to the pager and to the
statement: the pager stays until it is quit, whatever becomes of the statement.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ledgershell.render.options import RenderOptions
from ledgershell.render.safe_text import display_width
from ledgershell.static_typing import IO, TYPE_CHECKING, Final

if TYPE_CHECKING:
    from subprocess import Popen

LESS: Final = "FRX"
_COLORS: Final = "\x1b\\[[0-9;]*m"
_ROOM_FOR_PROMPT: Final = 2
"""Lines of the screen that the footer and the next prompt take."""


class PagerQuit(Exception):
    """The person has left the pager before the end."""


def pager_command(variables: Mapping[str, str], options: RenderOptions) -> str | None:
    """The pager that is wanted, as a line for the shell; ``None`` when there is none or it should not be used.

    A program that is not there is none: ``sh`` would swallow the result with its complaint.
    """
    from shutil import which

    path = variables.get("PATH")
    if options.pager == "off" or not options.terminal:
        return None
    for name in ("LEDGERSHELL_PAGER", "PAGER"):
        named = variables.get(name)
        if named is not None:
            program = named.split()[0] if named.strip() else ""
            plain = re.fullmatch(r"[\w./+-]+", program) is not None
            return named if program and (not plain or which(program, path=path)) else None
    if options.pager != "always" and (options.plain or variables.get("TERM") == "dumb"):
        return None
    return next((name for name in ("less", "more") if which(name, path=path)), None)


class PagedStream:
    """A text stream in front of a terminal that starts the pager when the screen is full.  Must be closed."""

    def __init__(
        self,
        terminal: IO[str],
        command: str,
        options: RenderOptions,
        variables: Mapping[str, str],
        *,
        safe: bool = False,
    ) -> None:
        self._terminal = terminal
        self._command = command
        self._options = options
        self._variables = variables
        self._safe = safe
        self._held: list[str] = []
        self._lines = 0
        limit = max(options.height - _ROOM_FOR_PROMPT, options.pager_lines - 1)
        self._limit = 0 if options.pager == "always" else limit
        self._pager: Popen[str] | None = None
        self._input: IO[str] | None = None

    def write(self, text: str) -> int:
        """Raises :class:`PagerQuit` when nobody reads any more."""
        if self._pager is not None:
            self._send(text)
            return len(text)
        self._held.append(text)
        self._lines += self._height(text)
        if self._lines > self._limit:
            self._start()
        return len(text)

    def flush(self) -> None:
        """What is held back stays until it fills the screen, or all is there."""

    def close(self) -> None:
        """All is written: print what was held back, or wait until the person leaves the pager."""
        if self._pager is None:
            self._terminal.write("".join(self._held))
            self._terminal.flush()
            self._held = []
            return
        pager, self._pager = self._pager, None
        try:
            if self._input is not None:
                self._input.close()
        except BrokenPipeError:
            pass
        while True:
            try:
                pager.wait()
                return
            except KeyboardInterrupt:  # meant for the pager, which knows what to do with it
                continue

    def _height(self, text: str) -> int:
        """Lines on the screen, those that wrap counted as often as they do."""
        lines = text.count("\n")
        width = self._options.width
        for line in text.split("\n"):
            if len(line) * 2 > width:
                shown = display_width(re.sub(_COLORS, "", line))
                lines += max(shown - 1, 0) // width
        return lines

    def _start(self) -> None:
        """Start the pager and give it what was held back; when it cannot be started, go on without it."""
        from subprocess import PIPE, Popen

        environment = dict(self._variables)
        environment.setdefault("LESS", LESS)
        environment.setdefault("LESSCHARSET", "utf-8")
        if self._safe:
            environment["LESSSECURE"] = "1"
        held, self._held = "".join(self._held), []
        self._terminal.flush()
        try:
            self._pager = Popen(  # noqa: S602 - the person's own setting, which is a line for the shell in psql too
                self._command, shell=True, stdin=PIPE, text=True, encoding="utf-8", errors="backslashreplace",
                env=environment,
            )  # fmt: skip
        except OSError:
            self._terminal.write(held)
            self._limit = 1 << 60
            return
        self._input = self._pager.stdin
        self._send(held)

    def _send(self, text: str) -> None:
        if self._input is not None:
            try:
                self._input.write(text)
            except BrokenPipeError:
                raise PagerQuit from None
