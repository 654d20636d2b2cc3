"""Stories: scripts whose transcripts a person has read, run as ``ledgershell test`` runs them.

To accept a change: ``python -m ledgershell test --update tests/stories``, then read the diff.
"""

from __future__ import annotations

import csv
import difflib
import re
from collections import Counter
from pathlib import Path

import pytest

import ledgershell.ion
from ledgershell.shell.golden import EXPECTED, SCRIPT, transcript
from tests.locations import REPOSITORY

STORIES = REPOSITORY / "tests" / "stories"
EXAMPLES = REPOSITORY / "examples"
SCRIPTS = [
    *sorted(STORIES.rglob(f"*{SCRIPT}")),
    *sorted(path for path in EXAMPLES.rglob(f"*{SCRIPT}") if path.with_suffix(EXPECTED).exists()),
]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_the_story_is_told_as_it_was_read(script: Path) -> None:
    expected = script.with_suffix(EXPECTED).read_text(encoding="utf-8")
    difference = difflib.unified_diff(expected.splitlines(), transcript(script).splitlines(), lineterm="")
    assert list(difference) == []


def _rows(text: str) -> list[dict[str, object]]:
    """The structs in a transcript."""
    return [dict(ledgershell.ion.loads(line).items()) for line in text.splitlines() if re.match(r"\{\w+: ", line)]


def test_the_analytic_queries_say_what_counting_says() -> None:
    """The same three questions, answered from the file in plain Python."""
    folder = EXAMPLES / "orders"
    with (folder / "orders.csv").open(encoding="utf-8", newline="") as file:
        orders = list(csv.DictReader(file))
    rows = _rows((folder / "analytics.out").read_text(encoding="utf-8"))

    recent = [order for order in orders if order["order_date_taken"] >= "2023-07-01"]
    top = [row for row in rows if "total_orders" in row and "customer_id" in row]
    counts = Counter(int(order["customer_id"]) for order in recent)
    assert [row["total_orders"] for row in top] == [count for _, count in counts.most_common(5)]
    for row in top:
        bought = {order["product_id"] for order in recent if int(order["customer_id"]) == row["customer_id"]}
        assert counts[int(str(row["customer_id"]))] == row["total_orders"]
        assert sorted(str(row["ordered_products"]).split(", ")) == sorted(bought)

    prefixes = Counter(order["order_delivery_address"].partition(",")[0] for order in orders)
    found = [row for row in rows if "address_prefix" in row]
    assert [row["order_count"] for row in found] == [count for _, count in prefixes.most_common(10)]
    assert all(prefixes[str(row["address_prefix"])] == row["order_count"] for row in found)

    months: dict[tuple[str, int], list[str]] = {}
    for order in orders:
        months.setdefault((order["order_date_taken"][:7], int(order["product_id"])), []).append(
            order["order_misc_notes"]
        )
    trends = [row for row in rows if "order_month" in row]
    assert len(trends) == len(months)
    for row in trends:
        notes = months[str(row["order_month"]), int(str(row["product_id"]))]
        written = [len(note) for note in notes if note]
        assert row["total_orders"] == len(notes)
        assert float(str(row["avg_note_length"])) == pytest.approx(sum(written) / len(written))
    assert [row["order_month"] for row in trends] == sorted((str(row["order_month"]) for row in trends), reverse=True)
