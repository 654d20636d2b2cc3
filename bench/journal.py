"""The journal as a whole: exported, verified, imported, against amazon.ion and an Ion Hash that follows the book.

The peer does the least that such work can be done with: it reads or writes the same blocks with amazon.ion, and, where
hashes are computed, it hashes each revision's data and metadata step by step.  It checks no chain, no tree and no
table.  (The ``ionhash`` package, which the aims name, cannot be installed beside a current amazon.ion.)  ``git fsck``
checks a repository of the same documents, as many to a commit as to a block here.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from amazon.ion import simpleion

import ledgershell
from bench.documents import document
from bench.timing import Row, medians, processor_seconds
from ledgershell.cli import program
from ledgershell.environment import Environment, SystemClock, SystemIdentifiers
from ledgershell.ion import from_python
from ledgershell.ion.hashing import hash_with

REVISIONS = int(os.environ.get("LEDGERSHELL_BENCH_REVISIONS", "1000"))
"""So many revisions, in blocks of 40; 100000 for the figures of a large journal."""
BATCH = 40
BARE = simpleion.IonPyValueModel.MAY_BE_BARE


def _run(*arguments: str | Path) -> None:
    out, err = io.StringIO(), io.StringIO()
    world = Environment(
        SystemClock(), SystemIdentifiers(), stdin=io.StringIO(), stdout=out, stderr=err, variables=os.environ
    )
    if program([str(each) for each in arguments], world):
        raise RuntimeError(err.getvalue() or out.getvalue())


def _fill(path: Path) -> None:
    ledger = ledgershell.open(path)
    ledger.execute("CREATE TABLE Registration").all()
    ledger.execute("CREATE INDEX ON Registration (VIN)").all()
    for begin in range(0, REVISIONS, BATCH):
        ledger.execute("INSERT INTO Registration ?", [document(number) for number in range(begin, begin + BATCH)]).all()
    ledger.close()


class _Figures:
    """Microseconds of the processor for one revision, and what they mean for a file of ``size`` bytes."""

    def __init__(self) -> None:
        self.rows: list[Row] = []

    def add(self, work: str, against: str, ours: float, theirs: float, size: int) -> None:
        rate = f"{1e6 / ours:,.0f} revisions/s, {size / REVISIONS / ours:.1f} MB/s"
        self.rows.append(Row(f"{work}: {rate}", against, ours, theirs, "µs CPU", None, None))


def _each(work: Callable[[], object]) -> Callable[[], float]:
    return lambda: processor_seconds(work) / REVISIONS * 1e6


def _loaded(path: Path) -> list[Any]:
    data = path.read_bytes()
    loaded: list[Any] = simpleion.loads(data, single_value=False, value_model=BARE, text_buffer_size_limit=len(data))
    return loaded


def _hashed(path: Path) -> None:
    for block in map(from_python, _loaded(path)):
        for revision in block["revisions"]:
            hash_with(revision["data"], hashlib.sha256)
            hash_with(revision["metadata"], hashlib.sha256)


def journal(rounds: int = 3) -> list[Row]:
    """Export, verification and import of :data:`REVISIONS` revisions, in Ion text and in Ion binary."""
    figures = _Figures()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ledger = folder / "bank.ledger"
        _fill(ledger)
        for form, binary in (("text", False), ("binary", True)):
            target = folder / form
            option = ("--output-format", "ION_BINARY" if binary else "ION_TEXT")
            _run("export-journal", ledger, target, *option)
            [path] = target.rglob("*.ion")
            size = path.stat().st_size
            blocks = _loaded(path)

            def exported(target: Path = folder / "out", option: tuple[str, str] = option) -> None:
                shutil.rmtree(target, ignore_errors=True)
                _run("export-journal", ledger, target, *option)

            def dumped(blocks: list[Any] = blocks, binary: bool = binary) -> None:
                (folder / "dumped").write_bytes(b"".join(_bytes(each, binary) for each in blocks))

            def imported(target: Path = target) -> None:
                (folder / "copy.ledger").unlink(missing_ok=True)
                _run("import-journal", target, folder / "copy.ledger")

            def verified(target: Path = target) -> None:
                _run("verify", target)

            def hashed(path: Path = path) -> None:
                _hashed(path)

            def loaded(path: Path = path) -> None:
                _loaded(path)

            export = medians({"ours": _each(exported), "theirs": _each(dumped)}, rounds)
            figures.add(f"export, Ion {form}", "amazon.ion dumps", export["ours"], export["theirs"], size)
            verify = medians({"ours": _each(verified), "theirs": _each(hashed)}, rounds)
            figures.add(f"verify export, Ion {form}", "amazon.ion + Ion Hash", verify["ours"], verify["theirs"], size)
            whole = medians({"ours": _each(imported), "theirs": _each(loaded)}, rounds)
            figures.add(f"import, Ion {form}", "amazon.ion loads alone", whole["ours"], whole["theirs"], size)
        ours = medians({"ours": _each(lambda: _run("verify", ledger)), "theirs": _each(lambda: _hashed(path))}, rounds)
        size = ledger.stat().st_size
        figures.add("verify ledger", "amazon.ion + Ion Hash", ours["ours"], ours["theirs"], size)
        figures.rows += _against_git(ledger, folder / "git", rounds)
    return figures.rows


def _against_git(ledger: Path, folder: Path, rounds: int) -> list[Row]:
    """``verify`` against ``git fsck``: microseconds of the processor for a revision, and for an object of git's."""
    git = shutil.which("git")
    if git is None:
        print("left out, for want of git: verify against git fsck", file=sys.stderr)
        return []

    def ran(*arguments: str, stdin: bytes = b"") -> str:
        done = subprocess.run([git, *arguments], cwd=folder, input=stdin, capture_output=True, check=True)
        return done.stdout.decode()

    folder.mkdir()
    ran("init", "-q")
    ran("fast-import", "--quiet", stdin=b"".join(_commits()))
    counted = dict(line.split(": ") for line in ran("count-objects", "-v").splitlines())
    objects = int(counted["in-pack"]) + int(counted["count"])
    times = medians(
        {
            "ours": _each(lambda: _run("verify", ledger)),
            "git": lambda: _seconds_of_children(lambda: ran("fsck", "--full", "--no-progress")) / objects * 1e6,
        },
        rounds,
    )
    return [Row("verify ledger, a revision", "git fsck, an object", times["ours"], times["git"], "µs CPU", 1.7, 0.8)]


def _seconds_of_children(work: Callable[[], object]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    work()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _commits() -> Iterator[bytes]:
    for begin in range(0, REVISIONS, BATCH):
        yield b"commit refs/heads/main\ncommitter B <b@example.org> %d +0000\ndata 0\n" % (1_700_000_000 + begin)
        for number in range(begin, begin + BATCH):
            text = json.dumps(document(number), default=str).encode()
            yield b"M 644 inline %d/%d\ndata %d\n%s\n" % (begin, number, len(text), text)


def _bytes(value: Any, binary: bool) -> bytes:
    written = simpleion.dumps(value, binary=binary)
    return written if isinstance(written, bytes) else written.encode()
