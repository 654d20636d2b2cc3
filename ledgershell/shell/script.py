r"""Running scripts: ``-c``, ``-f``, standard input and ``\i``.

A script is statements ended by ``;`` and meta-commands that begin with a backslash.  The last statement may lack its
``;``.  At an error the script stops, unless ``\set ON_ERROR_STOP off`` lets it go on.  Errors carry the place in the
script: ``file.pql:LINE:COLUMN:``.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

from ledgershell.commands.conversation import Conversation, Failure, Leave, exit_code_of
from ledgershell.commands.output import file_error
from ledgershell.environment import UserPath
from ledgershell.errors import ExitCode, ExpectationError, FileError, Interrupted, LedgershellError, Span, UsageError
from ledgershell.partiql.splitter import content_start
from ledgershell.shell.scanner import Item, Scanner
from ledgershell.static_typing import IO, TYPE_CHECKING, Final, TextIO

if TYPE_CHECKING:
    from ledgershell.shell.substitution import Substitution

DEEPEST_INCLUDE: Final = 50
"""Scripts that include each other deeper than this are taken for endless."""
STANDARD_INPUT: Final = "<stdin>"
CHUNK: Final = 1 << 20
"""Bytes of a file that are read at once."""
PIPE: Final = 1 << 16


class Stopped(Exception):
    """A script stopped at an error, which has been printed."""

    def __init__(self, code: ExitCode) -> None:
        super().__init__(code)
        self.code = code


class ScriptRunner:
    """Runs one script after another in a conversation.

    ``failed``   whether any statement failed and the script went on
    ``outcome``  the exit code for that
    """

    def __init__(self, conversation: Conversation) -> None:
        self.conversation = conversation
        self.failed = False
        self.outcome = ExitCode.STATEMENT_FAILED
        self._depth = 0
        self._stop_code = ExitCode.SCRIPT_STOPPED
        conversation.include = self._include
        conversation.substitute = lambda text: substituted.text if (substituted := self._substituted(text)) else text

    def run_text(self, text: str) -> None:
        """Run the text of one ``-c``.  Raises :class:`Stopped` at an error."""
        self._stop_code = ExitCode.STATEMENT_FAILED
        try:
            self._run(Scanner(None), iter(text.replace("\r\n", "\n").splitlines(keepends=True)))
        finally:
            self._stop_code = ExitCode.SCRIPT_STOPPED

    def run_file(self, path: UserPath) -> None:
        """Run one ``-f``.  Raises :class:`FileError` when it cannot be read, :class:`Stopped` at an error."""
        lines = read_script(path)
        before = self.conversation.script
        self.conversation.script = path
        try:
            self._run(Scanner(path.given), lines)
        finally:
            self.conversation.script = before

    def run_input(self) -> None:
        """Run standard input, statement by statement as it arrives.  Raises :class:`Stopped` at an error."""
        self.conversation.scripted_input = True
        self._run(Scanner(STANDARD_INPUT), read_input(self.conversation.environment.stdin))

    def _include(self, path: UserPath) -> None:
        if self._depth >= DEEPEST_INCLUDE:
            raise UsageError(
                "LS-CLI-009", f"scripts include each other {DEEPEST_INCLUDE} deep", hint="does one include itself?"
            )
        self._depth += 1
        buffered, self.conversation.buffer = self.conversation.buffer, ""
        try:
            self.run_file(path)
        finally:
            self._depth -= 1
            self.conversation.buffer = buffered

    def _run(self, scanner: Scanner, lines: Iterator[str]) -> None:
        """Feed the scanner and carry out what it finds, until the text or the patience ends.

        Conditions belong to the script in which they begin.
        """
        conversation = self.conversation
        outside, conversation.conditions = conversation.conditions, []
        try:
            self._run_to_the_end(scanner, lines)
        finally:
            conversation.conditions = outside

    def _run_to_the_end(self, scanner: Scanner, lines: Iterator[str]) -> None:
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
                    if self.conversation.expectation is not None and not self._depth:
                        expectation, self.conversation.expectation = self.conversation.expectation, None
                        self._fail(Failure(expectation.unused(), (scanner.name, scanner.lines, 1)))
                    if self.conversation.conditions:
                        from ledgershell.commands.conditions import unclosed_condition

                        self._fail(Failure(unclosed_condition(), (scanner.name, scanner.lines, 1)))
                    return
        except Leave:
            return

    def _echo(self, scanner: Scanner, end: int) -> None:
        """psql's ``-a``: print the script's lines as they are reached."""
        text = scanner.reached(end)
        if text and self.conversation.variables.get("ECHO") == "all":
            self._print_visible(text)

    def _print_visible(self, text: str) -> None:
        """Input shown as output: tabs become blanks, other control characters their escapes."""
        from ledgershell.render.safe_text import visible_lines

        lines = visible_lines(text.expandtabs(4))
        self.conversation.environment.stdout.write(lines if lines.endswith("\n") else f"{lines}\n")

    def carry_out(self, scanner: Scanner, item: Item) -> None:
        """Do what an item asks for.  Raises :class:`Stopped` at an error, :class:`Leave` at the end."""
        conversation = self.conversation
        substitution: Substitution | None = None
        expectation = None if conversation.skipping else conversation.expectation
        try:
            if item.kind == "command":
                substitution = None if conversation.skipping else self._substituted(item.before)
                self._run_commands(scanner, item, substitution.text if substitution else item.before)
            elif conversation.skipping:
                scanner.take(item)
            elif item.kind == "hash":
                scanner.take(item)
                raise UsageError("LS-CLI-012", "# begins no comment", span=Span(0, 1), hint="write --")
            else:
                scanner.take(item)
                substitution = self._substituted(item.text)
                text = substitution.text if substitution else item.text
                if conversation.variables.get("ECHO") == "queries":
                    self._print_visible(text)
                self.run_statement(text)
            if expectation is not None and (expectation.error or expectation.met_with):
                conversation.expectation = None
                expectation.check()
        except LedgershellError as error:
            if expectation is not None:
                conversation.expectation = None
                if not isinstance(error, ExpectationError) and expectation.accepts(error):
                    conversation.remember(Failure(error, item.place, item.text, item.number))
                    return
                self.outcome = ExitCode.ASSERTION_FAILED
            if isinstance(error, Interrupted) and conversation.cancelling.timed_out:
                error = self._too_long()
            if substitution is not None:
                error = substitution.mapped(error, [name for name, _ in conversation.variables.items()])
            self._fail(Failure(error, item.place, item.text, item.number))

    def _too_long(self) -> LedgershellError:
        from ledgershell.errors import EvaluationError

        seconds = self.conversation.variables.get("TIMEOUT")
        return EvaluationError(
            "LS-EVAL-038",
            f"the statement took longer than {seconds} seconds",
            hint="\\set TIMEOUT 0 lets it take its time; \\explain shows what it reads",
        )

    def _substituted(self, text: str) -> Substitution | None:
        """The statement with its variables put in; ``None`` when it cannot have any."""
        if ":" not in text:
            return None
        from ledgershell.shell.substitution import substitute

        return substitute(text, self.conversation.variables.get)

    def _run_commands(self, scanner: Scanner, item: Item, before: str) -> None:
        """A line of meta-commands; what stands ``before`` it in the statement is theirs to use up or to leave."""
        from ledgershell.shell.metacommands import run_line

        conversation = self.conversation
        conversation.buffer = "" if conversation.skipping else before
        conversation.typed = item.before
        end = len(item.text)
        try:
            end = run_line(conversation, item.text)
        finally:
            scanner.take_command(item, end, keep=bool(conversation.buffer.strip()))

    def run_statement(self, text: str) -> None:
        """Run one statement, as a part of a script.  Raises :class:`LedgershellError`."""
        conversation = self.conversation
        if conversation.variables.on("SINGLESTEP") and not self._goes_on(text):
            return
        conversation.run_statement(text, conversation.take_parameters())
        if conversation.cancelling.requested() and not conversation.interactive:
            raise Interrupted("LS-EVAL-001", "cancelled; the statement had already ended")

    def _goes_on(self, text: str) -> bool:
        """psql's ``-s``: whether somebody lets the statement run."""
        from ledgershell.commands.stepping import wants

        return wants(self.conversation, text)

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
        if code in (ExitCode.ASSERTION_FAILED, ExitCode.VERIFICATION_FAILED):
            self.outcome = code


def find_script(path: UserPath) -> None:
    """Raises :class:`FileError` when there is no such script; does not open it, since it may be a pipe."""
    try:
        os.stat(path)  # noqa: PTH116 - pathlib costs start-up
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from None


def _unreadable(path: UserPath, error: OSError | ValueError) -> FileError:
    reason = error if isinstance(error, OSError) else OSError(0, "not a valid path")
    return file_error(path, reason, writing=False)


def read_script(path: UserPath) -> Iterator[str]:
    """The lines of a script, many at a time.  Raises :class:`FileError`, at once or on the way."""
    try:
        stream = open(path, "rb")  # noqa: PTH123, SIM115 - pathlib costs start-up
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from None
    return _closing(stream, _lines(stream.read1, path.given, CHUNK))


def _closing(stream: IO[bytes], lines: Iterator[str]) -> Iterator[str]:
    try:
        yield from lines
    finally:
        stream.close()


def read_input(stream: TextIO) -> Iterator[str]:
    """The lines of standard input, as many as there are at a time."""
    buffer = getattr(stream, "buffer", None)
    if buffer is not None and hasattr(buffer, "read1"):
        return _lines(buffer.read1, STANDARD_INPUT, PIPE)
    return iter(stream)


def _lines(read: Callable[[int], bytes], name: str, size: int) -> Iterator[str]:
    """Whole lines, at most about ``size`` bytes of them; a byte order mark and a first line of ``#!`` are left out."""
    from codecs import getincrementaldecoder
    from io import IncrementalNewlineDecoder

    decoder = IncrementalNewlineDecoder(getincrementaldecoder("utf-8")(), translate=True)
    pieces: list[str] = []
    first = True
    try:
        while data := read(size):
            whole, line_end, rest = decoder.decode(data).rpartition("\n")
            if line_end:
                text = "".join([*pieces, whole, line_end])
                pieces.clear()
                yield _without_start(text) if first else text
                first = False
            pieces.append(rest)
        pieces.append(decoder.decode(b"", final=True))
    except UnicodeDecodeError as error:
        raise not_utf8(name, error) from None
    except OSError as error:
        raise file_error(name, error, writing=False) from None
    if text := "".join(pieces):
        yield _without_start(text) if first else text


def _without_start(text: str) -> str:
    """The start of a script without what is not for us."""
    return text[content_start(text) :]


def not_utf8(name: str, error: UnicodeDecodeError) -> FileError:
    """The error for bytes that are no UTF-8."""
    byte = error.object[error.start]
    return FileError(
        "LS-FILE-003", f"{name} is not UTF-8 text: byte 0x{byte:02x}", hint="save it as UTF-8, or convert it with iconv"
    )
