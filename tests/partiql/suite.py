"""The PartiQL conformance suite: where it is, how its runner is called, and what passed last time.

``python -m tests.partiql.suite`` writes the baseline anew, which is right after a change that makes more runs pass.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.locations import CONFORMANCE, PARTIQL_TESTS, REPOSITORY

BASELINE = Path(__file__).with_name("suite_baseline.json")
"""The names of all runs that passed; nothing else of the suite."""
_PROGRAM = "run_partiql_tests.py"


class SuiteStatement(NamedTuple):
    """One statement of one case; ``kind`` is eval, eval-fail, syntax-ok, syntax-fail or static-fail."""

    file: str
    name: str
    kind: str
    statement: str


class Report(NamedTuple):
    """How the runner ended: its exit status, what it printed, and the report that it wrote."""

    status: int
    printed: str
    content: Any


def program() -> Path:
    """The suite's runner, beside the data or in the conformance folder; skips the test where it is not at hand."""
    for folder in (PARTIQL_TESTS, PARTIQL_TESTS.parent, CONFORMANCE):
        if (folder / _PROGRAM).exists():
            return folder / _PROGRAM
    pytest.skip(f"there is no {_PROGRAM} at {PARTIQL_TESTS}; set PARTIQL_TESTS or LEDGERSHELL_CONFORMANCE")


def data() -> list[Path]:
    """The folders of cases; skips the test where there are none."""
    roots = [PARTIQL_TESTS / name for name in ("partiql-tests-data", "partiql-tests-data-extended")]
    found = [root for root in roots if root.is_dir()]
    if not found:
        pytest.skip(f"the PartiQL suite is not at {PARTIQL_TESTS}; set PARTIQL_TESTS")
    return found


def run(*arguments: str) -> Report:
    """Run the whole suite as a user would, by the suite's own program."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [sys.executable, str(program()), "--strict-fail", "--timeout", "60", "--json", str(report)]
        for option, name in (("--adapter", "evaluate"), ("--parser", "parse"), ("--analyzer", "analyze")):
            command += [option, f"ledgershell.partiql.conformance:{name}"]
        command += ["--error-class", "ledgershell.errors:LedgershellError"]
        for root in data():
            command += ["--data", str(root)]
        ended = _called([*command, *arguments])
        content = json.loads(report.read_text(encoding="utf-8")) if report.exists() else None
        return Report(ended.returncode, ended.stdout, content)


def _called(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)


@cache
def runner() -> Any:
    """The suite's runner as a module."""
    specification = importlib.util.spec_from_file_location("run_partiql_tests", program())
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    sys.modules[specification.name] = module
    specification.loader.exec_module(module)
    return module


@cache
def suite_statements() -> tuple[SuiteStatement, ...]:
    """Every distinct statement of the core and the extended suite."""
    runs = runner().read_suite(data())
    found = {SuiteStatement(run.file, run.name, run.kind, text): None for run in runs for text in run.statements}
    return tuple(found)


def main() -> None:
    """Write the names of what passes now."""
    passed = run().content["passed"]
    BASELINE.write_text(json.dumps({"passed": passed}, indent=0) + "\n", encoding="utf-8")
    print(f"{len(passed)} runs pass")  # noqa: T201


if __name__ == "__main__":
    main()
