r"""Where results go and in which format: standard output, or the file of ``\o`` and ``-o``."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence

from ledgershell.environment import Environment, as_given
from ledgershell.errors import FileError, UsageError
from ledgershell.render.formats import format_named, render
from ledgershell.render.options import RenderOptions, options_for
from ledgershell.static_typing import IO, TYPE_CHECKING, Any, Final, cast

if TYPE_CHECKING:
    from ledgershell.ion.values import Value
    from ledgershell.render.pager import PagedStream
    from ledgershell.render.renderer import Renderer

AUTOMATIC: Final = "auto"
EXPANDED: Final = "vertical"
PLAN: Final = "plan"
INSERT: Final = "insert"
EXPANDABLE: Final = (AUTOMATIC, "ion", "table", "markdown", "unaligned")
"""Formats for people, which ``\\x`` puts aside; what a program reads stays what it is."""


def file_error(path: str, error: OSError, *, writing: bool) -> FileError:
    """The operating system's reason for a file that cannot be read or written."""
    problem = f"{as_given(path)}: {(error.strerror or type(error).__name__).lower()}"
    if writing:
        return FileError("LS-FILE-010", problem, hint="see that its folder exists and may be written")
    return FileError("LS-FILE-001", problem, hint="paths are taken from the working directory")


class Output:
    """The channel of results.

    ``format``  a name of :data:`ledgershell.render.formats.FORMATS`
    ``wishes``  how results are to look (``\\pset``); :meth:`wish` sets one
    ``paging``  whether the pager may be used at all; off while something is shown again and again
    ``safe``    ``--safe``: the pager is told to run no programs
    ``left``    whether the person quit the pager before the end of the last result
    """

    def __init__(self, environment: Environment, *, format_name: str | None = None) -> None:
        self._environment = environment
        self._file: IO[str] | None = None
        self._program: Any = None
        self._log: IO[str] | None = None
        self.format = format_name or AUTOMATIC
        self.wishes = RenderOptions()
        self.paging = True
        self.safe = False
        self.left = False

    @property
    def stream(self) -> IO[str]:
        """Text that belongs to the results goes here."""
        return self._logged(self._place, terminal=self._environment.is_terminal(self._place))

    @property
    def _place(self) -> IO[str]:
        return self._file or self._environment.stdout

    def _logged(self, stream: IO[str], *, terminal: bool) -> IO[str]:
        """The stream, or one that also writes to the log."""
        if self._log is None:
            return stream
        from ledgershell.commands.session_log import Both

        return cast("IO[str]", Both(stream, self._log, terminal=terminal))

    @property
    def expanded(self) -> bool:
        r"""psql's ``\x``: one field a line, unless the format is for programs."""
        return self.wishes.expanded == "on"

    @expanded.setter
    def expanded(self, on: bool) -> None:
        self.wishes = self.wishes._replace(expanded="on" if on else "off")

    def wish(self, name: str, value: str | None = None) -> str:
        r"""Set an option of ``\pset`` (also ``format``) and return what is said of it.

        Without a value a switch is turned, and any other option gets its default.  Raises :class:`UsageError`
        (LS-FORMAT-001, -002, -003).
        """
        if name == "format":
            self.format = format_named((value or AUTOMATIC).lower()).name
            return f"Output format is {self.format}."
        from ledgershell.render.wishes import told, wish

        self.wishes = wish(self.wishes, name, value)
        return told(self.wishes, name)

    @property
    def redirected(self) -> bool:
        """Whether results go to a file that the user named."""
        return self._file is not None

    def open(self, path: str) -> None:
        """Send results to a file from now on.  Raises :class:`FileError` (LS-FILE-010)."""
        opened = _opened(path, "w")
        self.close()
        self._file = opened

    def open_program(self, command: str, folder: str = "") -> None:
        """Send results to a program's standard input from now on.  Raises :class:`UsageError` (LS-CLI-017)."""
        from ledgershell.commands.session_log import started

        self.close()
        self._environment.stdout.flush()
        self._program = started(self._environment, command, folder)
        self._file = self._program.stdin

    def close(self) -> None:
        """Send results to standard output again.  Raises :class:`FileError` when the file could not be finished."""
        if self._file is None:
            return
        file, self._file = self._file, None
        program, self._program = self._program, None
        try:
            file.close()
        except BrokenPipeError:
            if program is None:
                raise
        except OSError as error:
            raise file_error(file.name, error, writing=True) from None

        finally:
            if program is not None:
                program.wait()

    def start_log(self, path: str) -> None:
        """Write everything to a file too.  Raises :class:`FileError` (LS-FILE-010)."""
        opened = _opened(path, "a")
        self.stop_log()
        self._log = opened

    def stop_log(self) -> None:
        """Write to the log no more."""
        if self._log is not None:
            log, self._log = self._log, None
            log.close()

    def log_statement(self, text: str) -> None:
        """A statement is about to run."""
        if self._log is not None:
            self._log.write(f"{text};\n")

    def options(self) -> RenderOptions:
        """What a renderer may know about the place that results go to."""
        return options_for(self._environment, self.stream, self.wishes)

    def show(
        self,
        values: Iterable[Value],
        *,
        columns: Sequence[str] = (),
        format_name: str | None = None,
        statement: str = "",
        types: bool = True,
    ) -> int:
        """Write a result and return the number of its values.

        ``statement`` is what it is the result of; without ``types`` a table does not name the types of its columns.
        """
        options = self.options()
        if not types:
            options = options._replace(types=False)
        chosen = format_named(format_name or self._format_for(options))
        if chosen.name == INSERT and not options.table:
            from ledgershell.render.literals import table_read_by

            options = options._replace(table=table_read_by(statement))
        self.left = False
        if chosen.binary:
            return self._write_result(values, chosen.make(self._bytes(options), options), columns)
        paged = self._paged(options)
        if paged is None:
            return self._write_result(values, chosen.make(self.stream, options), columns)
        renderer = chosen.make(self._logged(cast("IO[str]", paged), terminal=True), options)
        return self._show_paged(values, renderer, columns, paged)

    def _write_result(self, values: Iterable[Value], renderer: Renderer, columns: Sequence[str]) -> int:
        try:
            count = render(values, renderer, columns)
            self.stream.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise file_error(getattr(self.stream, "name", "output"), error, writing=True) from None
        return count

    def _paged(self, options: RenderOptions) -> PagedStream | None:
        """The pager's stream, where a person types and reads and wants one."""
        if not options.terminal or not self.paging or not self._environment.is_terminal(self._environment.stdin):
            return None
        from ledgershell.render.pager import PagedStream, pager_command

        variables = self._environment.variables
        command = pager_command(variables, options)
        return None if command is None else PagedStream(self._place, command, options, variables, safe=self.safe)

    def _show_paged(
        self, values: Iterable[Value], renderer: Renderer, columns: Sequence[str], paged: PagedStream
    ) -> int:
        from ledgershell.render.pager import PagerQuit

        read = 0

        def counted() -> Iterator[Value]:
            nonlocal read
            for read, value in enumerate(values, 1):  # noqa: B007 - how far it came is wanted
                yield value

        try:
            return self._write_result(counted(), renderer, columns)
        except PagerQuit:
            self.left = True
            return read
        finally:
            paged.close()

    def show_plan(self, values: Iterable[Value], *, format_name: str | None = None) -> int:
        """Write what EXPLAIN returned: for a person as a tree, unless another format is wanted."""
        chosen = format_name or self._format_for(self.options())
        return self.show(values, format_name=PLAN if chosen == AUTOMATIC else chosen)

    def show_rows(self, columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> int:
        """Write a table of our own making, in the format that is set; ``None`` in a row leaves the field out."""
        from ledgershell.ion.values import Struct

        structs = (
            Struct((name, value) for name, value in zip(columns, row, strict=True) if value is not None) for row in rows
        )
        return self.show(structs, columns=columns, types=False)

    def write(self, text: str) -> None:
        """Write text of ours to where results go."""
        paged = self._paged(self.options()) if text.count("\n") > 1 else None
        if paged is None:
            self.stream.write(text)
            self.stream.flush()
            return
        from ledgershell.render.pager import PagerQuit

        try:
            self._logged(cast("IO[str]", paged), terminal=True).write(text)
        except PagerQuit:
            pass
        finally:
            paged.close()

    def _format_for(self, options: RenderOptions) -> str:
        if self.expanded and self.format in EXPANDABLE:
            return EXPANDED
        return "ion-lines" if self.format == AUTOMATIC and not options.terminal else self.format

    def _bytes(self, options: RenderOptions) -> IO[bytes]:
        if options.terminal:
            raise UsageError(
                "LS-CLI-004",
                "binary Ion is not written to a terminal",
                hint=r"send it to a file with \o FILE or -o FILE",
            )
        stream = self.stream
        buffer: IO[bytes] | None = getattr(stream, "buffer", None)
        if buffer is None:
            raise UsageError(
                "LS-CLI-004", "binary Ion cannot be part of a text transcript", hint=r"choose another \format"
            )
        stream.flush()
        return buffer


def _opened(path: str, mode: str) -> IO[str]:
    """A file to write text to.  Raises :class:`FileError` (LS-FILE-010), also when a ledger has that name."""
    _spare_ledgers(path)
    try:
        return open(path, mode, encoding="utf-8", newline="\n")  # noqa: PTH123 - pathlib costs start-up
    except (OSError, ValueError) as error:
        reason = error if isinstance(error, OSError) else OSError(0, str(error))
        raise file_error(path, reason, writing=True) from None


def _spare_ledgers(path: str) -> None:
    if path and "\0" not in path and os.path.exists(path):  # noqa: PTH110 - pathlib costs start-up
        from ledgershell.exchange.output_file import refuse_ledger

        refuse_ledger(path)
