"""The PartiQL conformance suite that others wrote, run by its own runner.

Every seventh run by default, all of them with ``LEDGERSHELL_TEST_ALL=1``.  The runs that fail are known by name and
explained in ``docs/conformance.md``; any other failure is one too many, and so is a known one that passes.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from ledgershell.errors import LedgershellError
from ledgershell.partiql import conformance
from tests.locations import CONFORMANCE, TEST_ALL

RUNNER = CONFORMANCE / "run_partiql_tests.py"
KNOWN = Path(__file__).with_name("suite_disputes.json")

pytestmark = pytest.mark.skipif(not RUNNER.exists(), reason="the conformance suite is not here")


def runner() -> ModuleType:
    """The suite's runner as a module."""
    specification = importlib.util.spec_from_file_location("run_partiql_tests", RUNNER)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    sys.modules["run_partiql_tests"] = module
    specification.loader.exec_module(module)
    return module


def test_the_suite_passes_but_for_what_is_disputed() -> None:
    suite = runner()
    runs: list[Any] = suite.read_suite(
        [CONFORMANCE / "partiql-tests-data", CONFORMANCE / "partiql-tests-data-extended"]
    )
    chosen = runs if TEST_ALL else runs[::7]
    implementation = suite.Implementation(
        conformance.evaluate, conformance.parse, conformance.analyze, (LedgershellError,)
    )
    outcomes = suite.execute_all(chosen, implementation, suite.Options(timeout=60.0, strict_fail=True))
    failed = {outcome.id: outcome.reason for outcome in outcomes if outcome.status != "pass"}
    disputed = set(json.loads(KNOWN.read_text(encoding="utf-8"))) & {run.id for run in chosen}
    assert {name: reason for name, reason in failed.items() if name not in disputed} == {}
    assert disputed - set(failed) == set()
