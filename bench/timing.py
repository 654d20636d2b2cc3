"""How things are timed: contestants take turns, round after round, and medians are compared.

The machine's noise hits all contestants of a round alike, so ratios are steadier than the times themselves.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from typing import NamedTuple


class Row(NamedTuple):
    """One line of the report.  ``must`` and ``goal`` are the aims for ``ratio``; ``None`` where there is none."""

    work: str
    against: str
    ours: float
    theirs: float
    unit: str
    must: float | None
    goal: float | None

    @property
    def ratio(self) -> float:
        """How many times as long as the peer we take."""
        return self.ours / self.theirs


def medians(contestants: Mapping[str, Callable[[], float]], rounds: int = 5) -> dict[str, float]:
    """Run all contestants ``rounds`` times in turn; each returns its seconds (or any figure) for one run."""
    figures: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, run in contestants.items():
            figures[name].append(run())
    return {name: statistics.median(values) for name, values in figures.items()}


def seconds(work: Callable[[], object]) -> float:
    """Wall-clock seconds of one call."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def processor_seconds(work: Callable[[], object]) -> float:
    """Processor seconds of one call, for work that waits for nothing: what others do meanwhile counts less."""
    begin = time.process_time()
    work()
    return time.process_time() - begin


def report(rows: list[Row]) -> str:
    """The rows as a text table."""
    head = ("work", "against", "ours", "theirs", "ratio", "must", "goal", "")
    lines = [head]
    for row in rows:
        verdict = "" if row.must is None else ("ok" if row.ratio <= row.must else "MISSED")
        lines.append(
            (
                row.work,
                row.against,
                f"{row.ours:.1f} {row.unit}",
                f"{row.theirs:.1f} {row.unit}",
                f"{row.ratio:.2f}x",
                "" if row.must is None else f"<= {row.must:g}x",
                "" if row.goal is None else f"<= {row.goal:g}x",
                verdict,
            )
        )
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )
