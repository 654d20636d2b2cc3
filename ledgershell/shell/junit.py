"""Test results in JUnit's XML, which the servers that build and test read."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from ledgershell.render.safe_text import visible, visible_lines
from ledgershell.static_typing import NamedTuple


class TestResult(NamedTuple):
    """One script: its path, what is wrong (empty: nothing), and how long it took."""

    script: str
    problem: str
    seconds: float


def junit(results: Sequence[TestResult]) -> str:
    """The document: one suite, a case for each script."""
    failures = sum(bool(result.problem) for result in results)
    seconds = sum(result.seconds for result in results)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<testsuite name="ledgershell" tests="{len(results)}" failures="{failures}" errors="0" time="{seconds:.3f}">',
    ]
    for result in results:
        name = quoteattr(visible(result.script))
        lines.append(f'  <testcase classname="ledgershell" name={name} time="{result.seconds:.3f}">')
        if result.problem:
            problem = escape(visible_lines(result.problem))
            lines.append(f'    <failure message="the output differs, or a check is not met">{problem}</failure>')
        lines.append("  </testcase>")
    return "\n".join([*lines, "</testsuite>"]) + "\n"
