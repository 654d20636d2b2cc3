"""The PartiQL conformance suite that others wrote, all of it, run by its own runner.

Nothing that passed may be lost (``suite_baseline.json``).  The runs that fail are known by name and explained in
``docs/conformance.md``; any other failure is one too many, and so is a known one that passes.
"""

from __future__ import annotations

import json
from pathlib import Path

from tests.partiql import suite

KNOWN = Path(__file__).with_name("suite_disputes.json")
LEAST = "98"
"""Percent of all runs, wherever the data come from."""


def test_nothing_that_passed_is_lost_and_what_fails_is_disputed() -> None:
    report = suite.run("--baseline", str(suite.BASELINE), "--require", LEAST)
    assert [line for line in report.printed.splitlines() if line.startswith("LOST")] == []
    assert report.status == 0, report.printed[-2000:]

    disputed = set(json.loads(KNOWN.read_text(encoding="utf-8")))
    known = set(json.loads(suite.BASELINE.read_text(encoding="utf-8"))["passed"]) | disputed
    failed = {f"{one['file']}::{one['name']}::{one['mode']}": one["reason"] for one in report.content["failures"]}
    assert {name: reason for name, reason in failed.items() if name in known and name not in disputed} == {}
    assert disputed & set(report.content["passed"]) == set()

    # Where an error is expected, only one of ours counts.
    assert set(report.content["summary"]["by_status"]) <= {"pass", "wrong", "error", "no-error"}
