"""What the stories about exports share: the program in this process, and ledgers and exports to run it on."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from ledgershell.cli import program
from ledgershell.environment import Environment, SystemClock, SystemIdentifiers
from ledgershell.ion import loads
from ledgershell.ion.values import Struct

TABLES = "SELECT VALUE {'name': t.name, 'status': t.status} FROM information_schema.user_tables AS t"


class Outcome(NamedTuple):
    """What one run left."""

    code: int
    out: str
    err: str


def run(*arguments: str | Path) -> Outcome:
    """One run of the program, in this process."""
    out, err = io.StringIO(), io.StringIO()
    world = Environment(
        SystemClock(), SystemIdentifiers(), stdin=io.StringIO(), stdout=out, stderr=err, variables={"HOME": "/nowhere"}
    )
    code = program([str(each) for each in arguments], world)
    return Outcome(int(code), out.getvalue(), err.getvalue())


def good(*arguments: str | Path) -> str:
    """What a run printed that must succeed."""
    outcome = run(*arguments)
    assert outcome.code == 0, outcome
    return outcome.out


def rows(ledger: Path, statement: str) -> list[str]:
    """The lines of a statement's result."""
    return good("-c", statement, ledger).splitlines()


def made_ledger(path: Path, *statements: str) -> Path:
    """A ledger of ours, its clock fixed."""
    good("--demo", "-q", "-c", ";".join(statements), path)
    return path


def objects(folder: Path) -> list[Path]:
    """The files of an export that hold blocks, in the order of their blocks."""
    return sorted(folder.rglob("*.ion"), key=lambda path: int(path.name.split(".")[1].split("-")[0]))


def manifest(folder: Path) -> Path:
    """The completed manifest."""
    [found] = folder.glob("*.completed.manifest")
    return found


def keys(folder: Path) -> list[str]:
    """What it lists."""
    value = loads(manifest(folder).read_bytes())
    assert isinstance(value, Struct)
    return list(value["keys"])


def everything(folder: Path) -> dict[str, bytes]:
    """All files below a folder, with what they hold."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def blocks(folder: Path) -> Iterator[Struct]:
    """The blocks of an export in Ion text of ours: one a line."""
    for path in objects(folder):
        for line in path.read_text(encoding="utf-8").splitlines():
            value = loads(line)
            assert isinstance(value, Struct)
            yield value
