"""The PartiQL conformance suite's statements, read by the suite's own reader."""

from __future__ import annotations

import importlib.util
import sys
from functools import cache
from typing import Any, NamedTuple

import pytest

from tests.locations import CONFORMANCE


class SuiteStatement(NamedTuple):
    """One statement of one case; ``kind`` is eval, eval-fail, syntax-ok, syntax-fail or static-fail."""

    file: str
    name: str
    kind: str
    statement: str


@cache
def runner() -> Any:
    """The suite's runner as a module; skips the test where the suite is not at hand."""
    path = CONFORMANCE / "run_partiql_tests.py"
    if not path.exists():
        pytest.skip(f"the conformance suite is not at {CONFORMANCE}; set LEDGERSHELL_CONFORMANCE")
    specification = importlib.util.spec_from_file_location("run_partiql_tests", path)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    sys.modules[specification.name] = module
    specification.loader.exec_module(module)
    return module


@cache
def suite_statements() -> tuple[SuiteStatement, ...]:
    """Every distinct statement of the core and the extended suite."""
    roots = [CONFORMANCE / "partiql-tests-data", CONFORMANCE / "partiql-tests-data-extended"]
    runs = runner().read_suite(roots)
    found = {SuiteStatement(run.file, run.name, run.kind, text): None for run in runs for text in run.statements}
    return tuple(found)
