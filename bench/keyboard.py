"""What somebody at the keyboard waits for: the first prompt, and the answer of completion.

A peer's first prompt is timed where it is installed (``pip install litecli``); pgcli's needs a server, so only its
start is, which is less.
"""

from __future__ import annotations

import io
import itertools
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.start_up import run
from bench.timing import Row, medians, processor_seconds, seconds

TABLES = 40
PATHS = 200
PATIENCE_MILLISECONDS = 50.0
"""In which completion has to answer."""

TYPED = (
    "SEL",
    "SELECT * FROM Ta",
    "SELECT * FROM Table7 AS t WHERE t.",
    "SELECT * FROM Table7 AS t WHERE t.group3.fi",
    "SELECT * FROM Table1 AS a JOIN Table2 AS b ON a.group1.field1 = b.group2.f",
    "SELECT fie",
    "SELECT t.gr",
    "SELECT * FROM Table1, Table2, Table3, Table4, Table5 WHERE fi",
    "INSERT INTO Table9 VALUE {'group1': {'fi",
)


def completion(rounds: int = 9) -> list[Row]:
    """The slowest of some answers with 40 tables of 200 paths each, against what a person may wait."""
    from prompt_toolkit.completion import CompleteEvent
    from prompt_toolkit.document import Document

    from ledgershell.commands.conversation import Conversation
    from ledgershell.environment import system
    from ledgershell.ledger.control import LocalControl
    from ledgershell.ledger.session import LedgerSession
    from ledgershell.shell.completion.completer import StatementCompleter

    environment = system()
    environment.stdout = environment.stderr = io.StringIO()
    control = LocalControl(environment)
    session = LedgerSession(control.open_or_create(":memory:").ledger, owns_ledger=True)
    try:
        width = PATHS // 10 - 1
        fields = ", ".join(
            f"'group{group}': {{{', '.join(f'{chr(39)}field{field}{chr(39)}: {field}' for field in range(width))}}}"
            for group in range(10)
        )
        for table in range(TABLES):
            session.execute(f"CREATE TABLE Table{table}").all()
            session.execute(f"INSERT INTO Table{table} VALUE {{{fields}}}").all()
        completer = StatementCompleter(Conversation(environment, session, control))
        completer.learning.refresh(session.describe().tip)
        while len(completer.learning.known.tables["Table39"].fields) < 10:
            for _ in completer.learning.pending():
                pass

        number = itertools.count()

        def answer(typed: str) -> Callable[[], float]:
            asked = CompleteEvent(completion_requested=True)

            def ask() -> float:
                document = Document(" " * next(number) + typed)  # another text each time: nothing is remembered of it
                return processor_seconds(lambda: [*completer.get_completions(document, asked)]) * 1e3

            return ask

        times = medians({typed: answer(typed) for typed in TYPED}, rounds)
    finally:
        session.close()
    work = f"completion, {TABLES} tables of {PATHS} paths"
    return [Row(work, "50 milliseconds", max(times.values()), PATIENCE_MILLISECONDS, "ms", 1.0, 0.5)]


def first_prompt(rounds: int = 9) -> list[Row]:
    """From the command to the prompt that can be typed at."""
    try:
        import pexpect  # noqa: F401
    except ModuleNotFoundError as missing:
        print(f"left out, for want of the module {missing.name}: the first prompt", file=sys.stderr)
        return []
    python = sys.executable
    with tempfile.TemporaryDirectory() as folder:
        racing: dict[str, Callable[[], float]] = {
            "ours": lambda: _prompt([python, "-m", "ledgershell", "-X", ":memory:"], "memory=", folder),
            "import prompt_toolkit": run([python, "-c", "import prompt_toolkit"]),
        }
        if shutil.which("litecli"):
            racing["litecli"] = lambda: _prompt(["litecli", str(Path(folder, "x.db"))], "x.db>", folder)
        if shutil.which("pgcli"):
            racing["pgcli --version"] = run(["pgcli", "--version"])
        times = medians(racing, rounds)
    aims: Mapping[str, tuple[float, float]] = {
        "import prompt_toolkit": (2.5, 2.0),
        "litecli": (1.0, 0.7),
        "pgcli --version": (1.0, 0.7),
    }
    return [Row("first prompt", peer, times["ours"], times[peer], "ms", *aims[peer]) for peer in times if peer in aims]


def _prompt(command: Sequence[str], prompt: str, folder: str) -> float:
    """Milliseconds until the prompt is on the screen."""
    import pexpect

    child: Any = None

    def start() -> None:
        nonlocal child
        environment = {**os.environ, "TERM": "xterm-256color", "HOME": folder, "PYTHONPATH": os.pathsep.join(sys.path)}
        child = pexpect.spawn(command[0], list(command[1:]), env=environment, timeout=60, dimensions=(30, 90))
        while child.expect_exact([prompt, "\x1b[6n"]) != 0:
            child.send("\x1b[1;1R")  # a terminal answers when it is asked where its cursor is

    try:
        return seconds(start) * 1e3
    finally:
        if child is not None:
            child.close(force=True)
