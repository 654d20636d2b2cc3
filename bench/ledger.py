"""The ledger through its public interface, against SQLite with the same durability."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import ledgershell
from bench.documents import document
from bench.peers import HashChain, HistoryTriggers
from bench.timing import Row, medians, processor_seconds, seconds

BATCH = 40
BATCHES = 10
SINGLES = 100
POINT_READS = 300
VERSIONS = 11
HISTORIES = 100


class OurLedger:
    """One ledger file with one indexed table."""

    def __init__(self, path: Path) -> None:
        self.ledger = ledgershell.open(path)
        self.ledger.execute("CREATE TABLE Registration").all()
        self.ledger.execute("CREATE INDEX ON Registration (VIN)").all()

    def insert(self, documents: list[dict[str, object]]) -> None:
        self.ledger.execute("INSERT INTO Registration ?", documents).all()

    def update(self, vin: str, changed: dict[str, object]) -> None:
        self.ledger.execute("UPDATE Registration AS r SET r = ? WHERE r.VIN = ?", changed, vin).all()

    def field(self, vin: str) -> object:
        return self.ledger.execute("SELECT VALUE r.City FROM Registration AS r WHERE r.VIN = ?", vin).one()

    def identity(self, vin: str) -> str:
        return str(self.ledger.execute("SELECT VALUE d FROM Registration AS r BY d WHERE r.VIN = ?", vin).one())

    def history(self, document_id: str) -> list[object]:
        return self.ledger.execute(
            "SELECT * FROM history(Registration) AS h WHERE h.metadata.id = ?", document_id
        ).all()

    def close(self) -> None:
        self.ledger.close()


@contextmanager
def contestants() -> Iterator[tuple[OurLedger, HistoryTriggers, HashChain]]:
    """Ours and the two peers, each with a file of its own in one temporary folder."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        ours, triggers, chain = (
            OurLedger(root / "ours.ledger"),
            HistoryTriggers(root / "t.db"),
            HashChain(root / "c.db"),
        )
        try:
            yield ours, triggers, chain
        finally:
            for each in (ours, triggers, chain):
                each.close()


def inserts(rounds: int = 5) -> list[Row]:
    """Microseconds per document, many a transaction and one a transaction."""
    numbers = itertools.count()

    def batches(store: OurLedger | HistoryTriggers | HashChain) -> float:
        made = [[document(next(numbers)) for _ in range(BATCH)] for _ in range(BATCHES)]
        return seconds(lambda: [store.insert(each) for each in made]) / (BATCH * BATCHES) * 1e6

    def singles(store: OurLedger | HistoryTriggers | HashChain) -> float:
        made = [[document(next(numbers))] for _ in range(SINGLES)]
        return seconds(lambda: [store.insert(each) for each in made]) / SINGLES * 1e6

    with contestants() as (ours, triggers, chain):
        many = medians(
            {"ours": lambda: batches(ours), "triggers": lambda: batches(triggers), "chain": lambda: batches(chain)},
            rounds,
        )
        one = medians({"ours": lambda: singles(ours), "triggers": lambda: singles(triggers)}, rounds)
    return [
        Row("insert, 40 a transaction", "SQLite + history triggers", many["ours"], many["triggers"], "µs", None, None),
        Row("insert, 40 a transaction", "SQLite + SHA-256 chain", many["ours"], many["chain"], "µs", 11, 5),
        Row("insert, 1 a transaction", "SQLite + history triggers", one["ours"], one["triggers"], "µs", 3, 2),
    ]


def reads(rounds: int = 5) -> list[Row]:
    """Microseconds of the processor for a field of one document found by index, and for the history of one document."""
    with contestants() as (ours, triggers, _):
        for begin in range(0, 400, BATCH):
            batch = [document(number) for number in range(begin, begin + BATCH)]
            ours.insert(batch)
            triggers.insert(batch)
        vins = [document(number % 400)["VIN"] for number in range(POINT_READS)]

        def each(work: Callable[[], list[object]], count: int) -> Callable[[], float]:
            return lambda: processor_seconds(work) / count * 1e6

        point = medians(
            {
                "ours": each(lambda: [ours.field(vin) for vin in vins], POINT_READS),
                "triggers": each(lambda: [triggers.field(vin, "City") for vin in vins], POINT_READS),
            },
            rounds,
        )
        vin = vins[0]
        for version in range(1, VERSIONS):
            changed = {**document(0), "Year": 2000 + version}
            ours.update(vin, changed)
            triggers.update(vin, changed)
        identity = ours.identity(vin)
        history = medians(
            {
                "ours": each(lambda: [ours.history(identity) for _ in range(HISTORIES)], HISTORIES),
                "triggers": each(lambda: [triggers.history(vin) for _ in range(HISTORIES)], HISTORIES),
            },
            rounds,
        )
    return [
        Row("point read of one field", "SQLite row, JSON", point["ours"], point["triggers"], "µs CPU", 2, 1.3),
        Row("history of 11 versions", "indexed trigger table", history["ours"], history["triggers"], "µs CPU", 2, 1.3),
    ]
