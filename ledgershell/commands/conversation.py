r"""One run of the program: the session, where results go, and what is known of the conversation so far.

Meta-commands get a :class:`Conversation` and nothing else of the program.  It runs a statement and prints its
result; it does not read input, which is the shell's part.
"""

from __future__ import annotations

import os.path
from collections.abc import Callable, Iterable, Sequence

from ledgershell.commands.output import Output
from ledgershell.commands.variables import Variables
from ledgershell.environment import Environment, UserPath
from ledgershell.errors import ExitCode, Interrupted, LedgershellError, UsageError
from ledgershell.static_typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ledgershell.commands.checks import Expectation
    from ledgershell.commands.conditions import Condition
    from ledgershell.ion.values import Value
    from ledgershell.ledger.protocols import Control, Result, Session, TransactionState
    from ledgershell.render.footer import Timing

VERSION: Final = "0.1.0"
TRANSACTION_WORDS: Final = frozenset(("BEGIN", "START", "COMMIT", "ABORT", "ROLLBACK"))


class Leave(Exception):
    r"""``\q``: the script, or the conversation, is over."""


Place = tuple[str | None, int, int]
"""Where in the input something begins: the script's name, line and column (from 1)."""
NOWHERE: Final[Place] = (None, 1, 1)


class Failure:
    """An error with the place in the input where it happened."""

    __slots__ = ("error", "place", "statement", "text")

    def __init__(
        self,
        error: LedgershellError,
        place: Place = NOWHERE,
        text: str | None = None,
        statement: int | None = None,
    ) -> None:
        self.error = error
        self.place = place
        self.text = text
        self.statement = statement


class Cancelling:
    """Makes Ctrl-C end the statement that runs, instead of the program.  The shell puts a working one in."""

    def __enter__(self) -> None:
        """Ctrl-C now belongs to the statement."""

    def __exit__(self, *_: object) -> None:
        """Ctrl-C means what it meant before."""

    def requested(self) -> bool:
        """Whether Ctrl-C was pressed since the last ``__enter__``, or the time of ``TIMEOUT`` is over."""
        return False

    @property
    def timed_out(self) -> bool:
        """Whether it was the time that ended the statement."""
        return False


class Conversation:
    """What meta-commands see.

    ``buffer``   the statement typed so far, for the commands that end, print or forget it
    ``typed``    the same as it was typed, before its variables were put in
    ``edited``   what is to stand at the prompt instead
    ``folder``   where relative paths are taken from
    ``scripted_input``  standard input is the script, so nobody can be asked there
    ``safe``     what is run may touch nothing but the ledger: see :data:`.command.Safety`
    ``include``  runs a script; put in by the script runner
    ``conditions``  the ``\\if``\\ s that are open in the script that is read
    ``parameters``  what ``\\bind`` has put by for the next statement
    ``expectation``  what ``\\expect`` wants of the next statement
    ``substitute``   puts variables into a text; put in by the script runner
    ``failure``  the last error
    ``last_block``  the block that was written last in this session
    ``origins``  who has set an option of display; for variables :class:`Variables` knows
    ``had_failures``  a statement failed and what was to follow was carried out all the same
    ``history``  what was typed before; put in by the shell where somebody types
    """

    def __init__(
        self,
        environment: Environment,
        session: Session,
        control: Control,
        *,
        interactive: bool = False,
        output: Output | None = None,
        errors: str = "text",
        folder: str = "",
        safe: bool = False,
        read_only: bool = False,
    ) -> None:
        self.environment = environment
        self.session = session
        self.control = control
        self.interactive = interactive
        self.output = output or Output(environment)
        self.output.safe = safe
        self.variables = Variables(interactive=interactive)
        self.errors = errors
        self.folder = folder
        self.safe = safe
        self.read_only = read_only
        self.scripted_input = False
        self.timing = False
        self.buffer = ""
        self.typed = ""
        self.edited: str | None = None
        self.last_statement = ""
        self.script: UserPath | None = None
        self.conditions: list[Condition] = []
        self.parameters: tuple[Value, ...] = ()
        self.expectation: Expectation | None = None
        self.substitute: Callable[[str], str] = str
        self.failure: Failure | None = None
        self.had_failures = False
        self.last_block: int | None = None
        self.origins: dict[str, str] = {}
        self.history: Callable[[], Iterable[str]] | None = None
        self.single_transaction = False
        self.cancelling = Cancelling()
        self.include: Callable[[UserPath], None] = _no_include
        self._failed_transaction: str | None = None
        self._warned_transaction: str | None = None

    @property
    def skipping(self) -> bool:
        """Whether a condition has what is read passed over."""
        return bool(self.conditions) and not self.conditions[-1].running

    def take_parameters(self) -> tuple[Value, ...]:
        """What ``\\bind`` has put by; it is good for one statement."""
        taken, self.parameters = self.parameters, ()
        return taken

    # what is printed

    def notice(self, text: str) -> None:
        """Tell the person something that is no data.  Silent with QUIET."""
        if not self.variables.on("QUIET"):
            self.tell(text)

    def tell(self, text: str) -> None:
        """Write lines to standard error, behind what was printed so far; names in them may be anybody's."""
        from ledgershell.render.safe_text import visible_lines

        self.environment.stdout.flush()
        self.environment.stderr.write(visible_lines(text) + "\n")
        self.environment.stderr.flush()

    @property
    def chatty(self) -> bool:
        """Whether command tags and footers are printed: for people, or where ``\\set QUIET off`` asks for them."""
        if self.variables.is_set("QUIET"):
            return not self.variables.on("QUIET")
        return self.environment.is_terminal(self.environment.stdout)

    def report(self, failure: Failure) -> None:
        """Print an error, and remember it for the prompt and for scripts."""
        from ledgershell.render.diagnostic import Origin, diagnostic_json, diagnostic_text
        from ledgershell.render.options import colored_terminal

        error, text, origin = failure.error, failure.text, Origin(*failure.place)
        state = self.session.transaction()
        if isinstance(error, Interrupted):
            error.hint = "the transaction is still open" if state else "what was running has not been committed"
            if self.interactive:
                self.tell("")  # the terminal has written ^C
        color = self.environment.is_terminal(self.environment.stderr) and colored_terminal(self.environment)
        if self.errors == "json":
            shown = diagnostic_json(error, text=text, origin=origin, statement=failure.statement)
        else:
            shown = diagnostic_text(error, text=text, origin=origin, color=color, plain=self.output.wishes.plain)
        self.environment.stdout.flush()
        self.environment.stderr.write(shown)
        self.environment.stderr.flush()
        self.remember(failure)
        if state is not None and not isinstance(error, UsageError):
            self._failed_transaction = state.transaction_id
            if not self.single_transaction and not isinstance(error, Interrupted):
                self.notice("the transaction is still open: commit it, or abort it")

    def remember(self, failure: Failure) -> None:
        """Keep an error for ``\\errverbose``, and tell scripts of it."""
        self.failure = failure
        self.variables.report("ERROR", "true")
        self.variables.report("ERROR_CODE", failure.error.code)
        self.variables.report("LAST_ERROR_CODE", failure.error.code)
        self.variables.report("LAST_ERROR_MESSAGE", failure.error.message)
        self.variables.report("ROW_COUNT", "0")

    def report_error(self, error: LedgershellError) -> None:
        """Print an error that has no place in the input."""
        self.report(Failure(error))

    # what is run

    def transaction_mark(self) -> str:
        """For the prompt: nothing, ``*`` in a transaction, ``!`` in one in which a statement has failed."""
        state = self.session.transaction()
        if state is None:
            return ""
        return "!" if state.transaction_id == self._failed_transaction else "*"

    def moment_mark(self) -> str:
        r"""For the prompt: ``@`` and the block as of which tables are read, after ``\asof``."""
        seq = self.session.as_of
        return "" if seq is None else f"@{seq}"

    def run_statement(self, text: str, parameters: Sequence[Value] = (), *, format_name: str | None = None) -> None:
        """Run one statement and print what it returns.  Raises :class:`LedgershellError`."""
        if self.single_transaction and first_word(text) in TRANSACTION_WORDS:
            raise UsageError(
                "LS-CLI-008",
                f"{first_word(text)} cannot be used with -1",
                hint="-1 opens and commits the one transaction itself",
            )
        if self.variables.is_set("AUTOCOMMIT"):
            self._open_transaction(text)
        if self.variables.is_set("BATCH") and self._run_in_batches(text, parameters, format_name):
            return
        self._warn_of_old_snapshot(text)
        started = self.environment.clock.elapsed()
        self.last_statement = text
        self.output.log_statement(text)
        with self.cancelling:
            result = self.session.execute(text, parameters)
            try:
                count = 0
                if result.kind == "transaction":
                    for _ in result:
                        pass
                elif result.kind == "explain":
                    count = self.output.show_plan(result, format_name=format_name)
                else:
                    values = self.observed(result)
                    count = self.output.show(values, columns=result.columns, format_name=format_name, statement=text)
            finally:
                result.close()
        self.finished(result, count, self.environment.clock.elapsed() - started)

    def _open_transaction(self, text: str) -> None:
        """As ``\\set AUTOCOMMIT off`` wants it: what is no transaction's end or begin runs in one."""
        if self.variables.on("AUTOCOMMIT") or self.session.transaction() is not None:
            return
        if first_word(text) not in TRANSACTION_WORDS:
            self.session.begin()

    def _run_in_batches(self, text: str, parameters: Sequence[Value], format_name: str | None) -> bool:
        """As ``\\set BATCH n`` wants large changes run; returns whether this was one."""
        if not self.variables.count("BATCH") or self.session.transaction() is not None:
            return False
        from ledgershell.commands.batches import CHANGES, run_in_batches

        return first_word(text) in CHANGES and run_in_batches(self, text, parameters, format_name)

    def observed(self, values: Iterable[Value]) -> Iterable[Value]:
        """The values that a statement returns, as ``\\expect`` gets to see them."""
        if self.expectation is None:
            return values
        return self.expectation.observing(values)

    def _warn_of_old_snapshot(self, text: str) -> None:
        """Once for each transaction that has been open for long: what it keeps others, and itself, from."""
        state = self.session.transaction()
        seconds = self.variables.count("SNAPSHOT_NOTICE")
        if state is None or not seconds or state.transaction_id == self._warned_transaction:
            return
        age = (self.environment.clock.milliseconds() - state.started) // 1000
        if age < seconds or first_word(text) in TRANSACTION_WORDS or self.environment.deterministic:
            return
        self._warned_transaction = state.transaction_id
        self.notice(
            f"this transaction has been open for {age} s: it still reads the ledger as it was after block "
            f"{state.snapshot_seq}, and the file cannot be tidied up behind that; commit it, or abort it"
        )

    def finished(self, result: Result, count: int, seconds: float) -> None:
        """Set the variables that tell of the statement, and print tag, footer and timing for people."""
        if result.committed is not None:
            self.last_block = result.committed.seq
        self.variables.report("ERROR", "false")
        self.variables.report("ERROR_CODE", "")
        self.variables.report("ROW_COUNT", str(count))
        if result.kind in ("redaction", "transaction"):
            from ledgershell.commands.redacted import notices

            for text in notices(result):
                self.notice(text)
        state = self.session.transaction()
        if self.chatty:
            if result.kind not in ("query", "explain"):
                self.tell(_tag_of(result, state))
            footed = self.output.wishes.footer and self.output.wishes.header
            if self.output.left:
                self.tell("the pager was left before the end of the result")
            elif footed and result.kind != "transaction" and result.shape == "collection":
                from ledgershell.render.footer import footer

                inside = None if state is None else state.transaction_id
                self.tell(footer(count, self._timing_of(result, seconds), inside))
            self._tell_unknown_fields(result, count)
            self._tell_way_back(result, count)
        if self.timing and not self.environment.deterministic:
            self.tell(f"Time: {seconds * 1000:.3f} ms")
        if result.kind == "transaction" and state is not None and state.deadline is not None:
            self.notice(
                f"It ends by itself {(state.deadline - state.started) // 1000} seconds after its begin, whatever it has"
                " done by then, as in Amazon QLDB; without --qldb-limits it may take as long as it likes."
            )

    def _tell_unknown_fields(self, result: Result, count: int) -> None:
        """For people: fields that the statement names and no document has."""
        if result.kind not in ("query", "update", "delete") or result.shape == "value" or self.output.left:
            return
        telling = result.kind == "query" or not count or '"' in self.last_statement
        if not telling or not self.environment.is_terminal(self.environment.stdout):
            return
        from ledgershell.commands.unknown_fields import unknown_field_notices

        try:
            notices = unknown_field_notices(self.session, self.last_statement, count)
        except LedgershellError:  # nobody asked for it
            return
        for notice in notices:
            self.notice(notice)

    def _tell_way_back(self, result: Result, count: int) -> None:
        """For people: what was dropped, or changed as a whole, is not gone."""
        if not self.environment.is_terminal(self.environment.stdout):
            return
        if result.tag == "DROP TABLE":
            self.notice('UNDROP TABLE "…" with this id brings it back')
        elif result.kind in ("update", "delete") and count and "where" not in self.last_statement.casefold():
            self.notice("every document of the table; history() and AS OF have them as they were")

    def _timing_of(self, result: Result, seconds: float) -> Timing | None:
        if self.environment.deterministic:
            return None
        from ledgershell.render.footer import Timing

        cost = result.statistics
        return Timing(cost.read_documents, cost.seconds * 1000, seconds * 1000)

    def path(self, text: str) -> UserPath:
        """The path of a file that the user named; ``~`` is the home folder.

        Every meta-command gets its files from here.  Raises :class:`UsageError` (LS-CLI-015) with ``--safe``.
        """
        if self.safe:
            raise not_safe("naming a file")
        return user_path(text, self.folder)


def user_path(text: str, folder: str = "") -> UserPath:
    """A path that is taken from a folder (empty: the working directory)."""
    return UserPath(os.path.join(folder, os.path.expanduser(text)), text)  # noqa: PTH111, PTH118 - pathlib costs start-up


def not_safe(what: str) -> UsageError:
    """The error for something that ``--safe`` refuses."""
    return UsageError(
        "LS-CLI-015", f"{what} is not allowed with --safe", hint="run the script without --safe if you trust it"
    )


def _tag_of(result: Result, state: TransactionState | None) -> str:
    """What was done, with the block that it made, or the transaction that it opened."""
    if result.committed is not None:
        return f"{result.tag} (block {result.committed.seq})"
    opened = result.kind == "transaction" and state is not None
    return f"{result.tag} (transaction {result.transaction_id})" if opened else result.tag


def first_word(text: str) -> str:
    """The statement's first word in upper case."""
    end = 0
    while end < len(text) and text[end].isalpha():
        end += 1
    return text[:end].upper()


def exit_code_of(error: LedgershellError, otherwise: ExitCode) -> ExitCode:
    """Some errors have an exit code of their own wherever they happen; all others get ``otherwise``."""
    own = error.exit_code
    fixed = (ExitCode.VERIFICATION_FAILED, ExitCode.ASSERTION_FAILED, ExitCode.INTERRUPTED)
    return own if own in fixed else otherwise


def _no_include(path: UserPath) -> None:
    raise AssertionError(f"nothing runs scripts here: {path}")
