r"""Running scripts: ``-c``, ``-f``, standard input and ``\i``.

A script is statements ended by ``;`` and meta-commands that begin with a backslash.  The last statement may lack its
``;``.  At an error the script stops, unless ``\set ON_ERROR_STOP off`` lets it go on.  Errors carry the place in the
script: ``file.pql:LINE:COLUMN:``.
"""

from __future__ import annotations

import os.path
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, TextIO

from ledgershell.commands.conversation import Conversation, Failure, Leave, exit_code_of
from ledgershell.commands.output import file_error
from ledgershell.errors import ExitCode, FileError, Interrupted, LedgershellError, Span, UsageError
from ledgershell.shell.scanner import Item, Scanner

if TYPE_CHECKING:
    from ledgershell.shell.substitution import Substitution

DEEPEST_INCLUDE: Final = 50
"""Scripts that include each other deeper than this are taken for endless."""
STANDARD_INPUT: Final = "<stdin>"
CHUNK: Final = 1 << 20
BYTE_ORDER_MARK: Final = "\N{ZERO WIDTH NO-BREAK SPACE}"


class Stopped(Exception):
    """A script stopped at an error, which has been printed."""

    def __init__(self, code: ExitCode) -> None:
        super().__init__(code)
        self.code = code


class ScriptRunner:
    """Runs one script after another in a conversation.

    ``failed``  whether any statement failed and the script went on
    """

    def __init__(self, conversation: Conversation) -> None:
        self.conversation = conversation
        self.failed = False
        self._depth = 0
        self._stop_code = ExitCode.SCRIPT_STOPPED
        conversation.include = self._include

    def run_text(self, text: str) -> None:
        """Run the text of one ``-c``.  Raises :class:`Stopped` at an error."""
        self._stop_code = ExitCode.STATEMENT_FAILED
        try:
            self._run(Scanner(None), iter(text.replace("\r\n", "\n").splitlines(keepends=True)))
        finally:
            self._stop_code = ExitCode.SCRIPT_STOPPED

    def run_file(self, path: str, shown: str | None = None) -> None:
        """Run one ``-f``.  Raises :class:`FileError` when it cannot be read, :class:`Stopped` at an error."""
        name = shown or path
        lines = read_script(path, name)
        before = self.conversation.script
        self.conversation.script = path
        try:
            self._run(Scanner(name), lines)
        finally:
            self.conversation.script = before

    def run_input(self) -> None:
        """Run standard input, statement by statement as it arrives.  Raises :class:`Stopped` at an error."""
        lines = _lines(self.conversation.environment.stdin, STANDARD_INPUT)
        self._run(Scanner(STANDARD_INPUT), lines)

    def _include(self, path: str) -> None:
        if self._depth >= DEEPEST_INCLUDE:
            raise UsageError(
                "LS-CLI-009", f"scripts include each other {DEEPEST_INCLUDE} deep", hint="does one include itself?"
            )
        self._depth += 1
        buffered, self.conversation.buffer = self.conversation.buffer, ""
        try:
            self.run_file(path, _shortest(path, self.conversation.folder))
        finally:
            self._depth -= 1
            self.conversation.buffer = buffered

    def _run(self, scanner: Scanner, lines: Iterator[str]) -> None:
        """Feed the scanner line by line and carry out what it finds, until the text or the patience ends."""
        try:
            while True:
                try:
                    line = next(lines, None)
                except FileError as error:
                    self._fail(Failure(error, (scanner.name, scanner.lines + 1, 1)))
                    return
                if line is not None:
                    scanner.append(line)
                while (item := scanner.next(final=line is None)) is not None:
                    self._echo(scanner, scanner.line_end(item))
                    self.carry_out(scanner, item)
                if line is None:
                    self._echo(scanner, len(scanner.text))
                    return
        except Leave:
            return

    def _echo(self, scanner: Scanner, end: int) -> None:
        """psql's ``-a``: print the script's lines as they are reached."""
        text = scanner.reached(end)
        if text and self.conversation.variables.get("ECHO") == "all":
            from ledgershell.render.safe_text import visible_lines

            lines = visible_lines(text.expandtabs(4))
            self.conversation.environment.stdout.write(lines if lines.endswith("\n") else f"{lines}\n")

    def carry_out(self, scanner: Scanner, item: Item) -> None:
        """Do what an item asks for.  Raises :class:`Stopped` at an error, :class:`Leave` at the end."""
        conversation = self.conversation
        substitution: Substitution | None = None
        try:
            if item.kind == "command":
                self._run_commands(scanner, item)
            elif item.kind == "hash":
                scanner.take(item)
                raise UsageError("LS-CLI-012", "# begins no comment", span=Span(0, 1), hint="write --")
            else:
                scanner.take(item)
                text = item.text
                if ":" in text:
                    from ledgershell.shell.substitution import substitute

                    substitution = substitute(text, conversation.variables.get)
                    text = substitution.text
                if conversation.variables.get("ECHO") == "queries":
                    conversation.output.write_visible(text)
                self.run_statement(text)
        except LedgershellError as error:
            if substitution is not None:
                error = substitution.mapped(error)
            self._fail(Failure(error, item.place, item.text, item.number))

    def _run_commands(self, scanner: Scanner, item: Item) -> None:
        """A line of meta-commands; what stands before it in the statement is theirs to use up or to leave."""
        from ledgershell.shell.metacommands import run_line
        from ledgershell.shell.substitution import substitute

        conversation = self.conversation
        conversation.buffer = substitute(item.before, conversation.variables.get).text
        end = len(item.text)
        try:
            end = run_line(conversation, item.text)
        finally:
            scanner.take_command(item, end, keep=bool(conversation.buffer.strip()))

    def run_statement(self, text: str) -> None:
        """Run one statement, as a part of a script.  Raises :class:`LedgershellError`."""
        conversation = self.conversation
        conversation.run_statement(text)
        if conversation.cancelling.requested() and not conversation.interactive:
            raise Interrupted("LS-EVAL-001", "cancelled; the statement had already ended")

    def _fail(self, failure: Failure) -> None:
        """Print the error; stop, or go on if that is wanted."""
        conversation = self.conversation
        conversation.report(failure)
        if conversation.variables.get("ECHO") == "errors" and failure.text is not None:
            from ledgershell.render.safe_text import visible_lines

            conversation.tell(f"STATEMENT: {visible_lines(failure.text)}")
        code = exit_code_of(failure.error, self._stop_code)
        if conversation.variables.on("ON_ERROR_STOP") or isinstance(failure.error, Interrupted):
            raise Stopped(code)
        self.failed = True


def _shortest(path: str, folder: str) -> str:
    """The path as the user would write it."""
    return path.removeprefix(os.path.join(folder, "")) if folder else path  # noqa: PTH118 - pathlib costs start-up


def read_script(path: str, name: str) -> Iterator[str]:
    """The lines of a script.  Raises :class:`FileError`, at once or on the way."""
    try:
        stream = open(path, encoding="utf-8")  # noqa: PTH123, SIM115 - pathlib costs start-up
    except (OSError, ValueError) as error:
        reason = error if isinstance(error, OSError) else OSError(0, "not a valid path")
        raise file_error(name, reason, writing=False) from None
    return _lines(stream, name, at_once=CHUNK)


def _lines(stream: TextIO, name: str, *, at_once: int = 1) -> Iterator[str]:
    """Whole lines, about ``at_once`` characters at a time; a byte order mark and a first line of ``#!`` are left out.

    A stream that is read in larger pieces is closed at the end.
    """
    try:
        first = True
        while lines := stream.readlines(at_once):
            if first:
                lines[0] = lines[0].removeprefix(BYTE_ORDER_MARK)
                lines[0] = "\n" if lines[0].startswith("#!") else lines[0]
                first = False
            yield "".join(lines)
    except UnicodeDecodeError as error:
        raise not_utf8(name, error) from None
    except OSError as error:
        raise file_error(name, error, writing=False) from None
    finally:
        if at_once > 1:
            stream.close()


def not_utf8(name: str, error: UnicodeDecodeError) -> FileError:
    """The error for bytes that are no UTF-8."""
    byte = error.object[error.start]
    return FileError(
        "LS-FILE-003", f"{name} is not UTF-8 text: byte 0x{byte:02x}", hint="save it as UTF-8, or convert it with iconv"
    )
