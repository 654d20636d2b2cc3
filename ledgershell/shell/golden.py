r"""``ledgershell test``: scripts as tests.

``x.pql`` runs in a fresh ledger in memory whose clock and identifiers are fixed.  The transcript is what a reader of
the script would see: its lines as they are reached, behind each statement what it returned, errors included.  It must
equal ``x.out`` beside the script.  A script without one may check itself with ``\expect`` and ``\assert``; then it must
run without errors.  Files that the script names are looked up from the script's folder.
"""

from __future__ import annotations

import difflib
import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from ledgershell.commands.conversation import Conversation
from ledgershell.commands.options import DEFAULT_DEMO_SEED, SUBCOMMAND_NAMES
from ledgershell.commands.output import file_error
from ledgershell.commands.subcommands import Call
from ledgershell.environment import DemoClock, DemoIdentifiers, Environment, UserPath
from ledgershell.errors import ExitCode, FileError
from ledgershell.ledger.control import LocalControl
from ledgershell.ledger.session import LedgerSession
from ledgershell.render.safe_text import visible, visible_lines
from ledgershell.shell.interruption import Termination
from ledgershell.shell.junit import TestResult, junit
from ledgershell.shell.script import ScriptRunner, Stopped, find_script
from ledgershell.static_typing import Final, NamedTuple

SCRIPT: Final = ".pql"
EXPECTED: Final = ".out"
CHECKS: Final = ("\\expect", "\\assert")
NOWHERE: Final = "/nonexistent"
"""Where a test looks for ledgers by name: it must not depend on those of the machine."""


class Transcript(NamedTuple):
    """What a script has printed, and how it ended: :attr:`ExitCode.OK`, or what its errors came to."""

    text: str
    outcome: ExitCode


def transcript(script: Path) -> str:
    """All that a script prints.  Raises :class:`FileError` when it cannot be read."""
    return told(script).text


def told(script: Path) -> Transcript:
    """Run a script to its end, past its errors.  Raises :class:`FileError` when it cannot be read."""
    pages = io.StringIO()
    outside = Environment(
        DemoClock(),
        DemoIdentifiers(DEFAULT_DEMO_SEED),
        stdin=io.StringIO(),
        stdout=pages,
        stderr=pages,
        variables={"LEDGERSHELL_HOME": NOWHERE},
        deterministic=True,
    )
    control = LocalControl(outside, reserved=SUBCOMMAND_NAMES)
    session = LedgerSession(control.open_or_create(":memory:").ledger, owns_ledger=True)
    conversation = Conversation(outside, session, control, folder=str(script.parent))
    runner = ScriptRunner(conversation)
    try:
        for name, value in (("ECHO", "all"), ("QUIET", "on"), ("ON_ERROR_STOP", "off")):
            conversation.variables.set(name, value)
        try:
            runner.run_file(UserPath(str(script), script.name))
        except Stopped:
            runner.failed = True
        finally:
            conversation.output.close()
        if conversation.session.transaction() is not None:
            conversation.tell("the open transaction was given up")
    finally:
        conversation.session.close()
    failed = runner.failed or conversation.had_failures
    return Transcript(pages.getvalue(), runner.outcome if failed else ExitCode.OK)


def checks_itself(script: Path) -> bool:
    r"""Whether a script has an ``\\expect`` or ``\\assert``, and so needs no transcript beside it."""
    try:
        with script.open(encoding="utf-8", errors="replace") as lines:
            return any(line.lstrip().startswith(CHECKS) for line in lines)
    except OSError as error:
        raise file_error(str(script), error, writing=False) from None


def scripts_in(paths: Iterable[str], environment: Environment, *, update: bool) -> Iterator[Path]:
    """The scripts that are meant: files as named; of a folder, those that have an ``.out`` or check themselves.

    With ``update`` all scripts of the folder, so that what is missing is written.
    """
    for name in paths:
        path = Path(name)
        if not path.is_dir():
            find_script(UserPath(name, name))
            yield path
            continue
        for script in sorted(path.rglob(f"*{SCRIPT}")):
            if update or script.with_suffix(EXPECTED).exists() or checks_itself(script):
                yield script
            else:
                skipped = f"skipped {visible(str(script))}: no {EXPECTED} beside it; --update writes it\n"
                environment.stderr.write(skipped)


def run_tests(environment: Environment, call: Call) -> ExitCode:
    """Run each test and print how its output differs; :attr:`ExitCode.ASSERTION_FAILED` if any does."""
    with Termination():
        return _run_tests(environment, call)


def _run_tests(environment: Environment, call: Call) -> ExitCode:
    update = bool(call.options["update"])
    results: list[TestResult] = []
    for script in scripts_in(call.arguments, environment, update=update):
        started = environment.clock.elapsed()
        word, problem = _run_test(script, update=update)
        seconds = environment.clock.elapsed() - started
        results.append(TestResult(str(script), problem, seconds))
        environment.stdout.write(problem)
        environment.stdout.flush()
        about = script if word in ("ok", "FAILED") else script.with_suffix(EXPECTED)
        environment.stderr.write(f"{word} {visible(str(about))}\n")
    if not results:
        raise FileError(
            "LS-FILE-001",
            "there is no test",
            hint=f"a test is a script x{SCRIPT} with its x{EXPECTED}; --update makes it",
        )
    failed = sum(bool(result.problem) for result in results)
    environment.stderr.write(f"{len(results) - failed} passed, {failed} failed\n")
    if call.options["junit"] is not None:
        _write(Path(call.options["junit"]), junit(results))
    return ExitCode.ASSERTION_FAILED if failed else ExitCode.OK


def _run_test(script: Path, *, update: bool) -> tuple[str, str]:
    """A word about how it went, and what is wrong: what was not met, or how the output differs."""
    run = told(script)
    expected_path = script.with_suffix(EXPECTED)
    expected = _read(expected_path)
    if run.outcome is ExitCode.ASSERTION_FAILED:
        return "FAILED", visible_lines(run.text)
    if expected is None and checks_itself(script) and not update:
        return ("FAILED", visible_lines(run.text)) if run.outcome else ("ok", "")
    if run.text == expected:
        return "ok", ""
    if update:
        _write(expected_path, run.text)
        return "updated" if expected is not None else "wrote", ""
    return "FAILED", "".join(_difference(expected_path, expected, run.text))


def _difference(path: Path, expected: str | None, actual: str) -> Iterator[str]:
    """A unified diff, every line ended and fit for a terminal."""
    name = visible(str(path))
    before = [] if expected is None else expected.splitlines(keepends=True)
    lines = difflib.unified_diff(
        before,
        actual.splitlines(keepends=True),
        fromfile=name if expected is not None else f"{name} (missing; --update writes it)",
        tofile=f"{name} (as it is now)",
    )
    for line in lines:
        yield visible_lines(line.rstrip("\n")) + "\n"


def _read(path: Path) -> str | None:
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            return stream.read()
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        return ""
    except OSError as error:
        raise file_error(str(path), error, writing=False) from None


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise file_error(str(path), error, writing=True) from None
