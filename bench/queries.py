"""Queries over a table, against SQLite's JSON functions on the same documents as text."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.documents import document
from bench.ledger import BATCH, OurLedger
from bench.peers import JsonTable
from bench.timing import Row, medians, processor_seconds

DOCUMENTS = 4_000
LOOKUPS = 300

_EQUAL = (
    "SELECT VALUE r.VIN FROM Registration AS r WHERE r.City = 'Kent'",
    "SELECT json_extract(body, '$.VIN') FROM document WHERE json_extract(body, '$.City') = 'Kent'",
)
_RANGE = (
    "SELECT VALUE r.VIN FROM Registration AS r WHERE r.Year > 2015",
    "SELECT json_extract(body, '$.VIN') FROM document WHERE json_extract(body, '$.Year') > 2015",
)
_GROUPED = (
    "SELECT r.City, COUNT(*) AS many, AVG(r.Year) AS mean FROM Registration AS r GROUP BY r.City",
    """SELECT json_extract(body, '$.City') AS city, count(*), avg(json_extract(body, '$.Year')) FROM document
    GROUP BY city""",
)


def queries(rounds: int = 5) -> list[Row]:
    """Microseconds of the processor: for a scanned row, and for one lookup."""
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = OurLedger(Path(folder) / "ours.ledger"), JsonTable(Path(folder) / "json.db")
        for begin in range(0, DOCUMENTS, BATCH):
            batch = [document(number) for number in range(begin, begin + BATCH)]
            ours.insert(batch)
            theirs.insert(batch)
        vins = [document(number)["VIN"] for number in range(LOOKUPS)]

        def each(work: Callable[[], Any], count: int) -> Callable[[], float]:
            return lambda: processor_seconds(work) / count * 1e6

        def pair(name: str, statement: str, sql: str) -> dict[str, Callable[[], float]]:
            if len(ours.ledger.execute(statement).all()) != len(theirs.rows(sql)):
                raise AssertionError(f"{name}: the contestants do not agree")
            return {
                name: each(lambda: ours.ledger.execute(statement).all(), DOCUMENTS),
                f"{name}, JSON": each(lambda: theirs.rows(sql), DOCUMENTS),
            }

        times = medians(
            {
                **pair("equal", *_EQUAL),
                **pair("range", *_RANGE),
                **pair("grouped", *_GROUPED),
                "index": each(lambda: [ours.field(vin) for vin in vins], LOOKUPS),
                "index, JSON": each(lambda: [theirs.field(vin, "City") for vin in vins], LOOKUPS),
            },
            rounds,
        )
        ours.close()
        theirs.close()

    def row(work: str, against: str, name: str, must: float | None, goal: float | None) -> Row:
        return Row(work, against, times[name], times[f"{name}, JSON"], "µs CPU", must, goal)

    return [
        row("scan for a string", "SQLite, json_extract", "equal", 1, 0.4),
        row("scan for a range", "SQLite, json_extract", "range", 1.5, 1),
        row("GROUP BY with an average", "SQLite, json_extract", "grouped", None, None),
        row("equality by an index", "SQLite, expression index", "index", 2, 1.2),
    ]
