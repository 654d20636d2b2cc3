"""Wrong clocks: order is that of the journal, time never goes back in it, and what the clock itself said is kept."""

from __future__ import annotations

import io

import pytest

from ledgershell.environment import DemoIdentifiers, Environment
from ledgershell.ion.timestamp import Timestamp
from ledgershell.ledger.ledger import Ledger, create_ledger
from tests.ledger.stories import run

YEAR = 31_557_600_000
START = 1_704_067_200_000


class Clock:
    """Says one time after another, and the last one for ever."""

    elapsed = staticmethod(lambda: 0.0)

    def __init__(self) -> None:
        self.now = START

    def milliseconds(self) -> int:
        return self.now

    def follow(self, tip: int) -> None:
        """Its own time does not follow the journal."""


CLOCKS = {
    "it goes on": [START + n * 1000 for n in range(8)],
    "it goes back a second at each look": [START - n * 1000 for n in range(8)],
    "it goes back to 1970": [START, START, 0, 0, 1, 2, START, START],
    "it jumps ten years ahead and comes back": [START, START + 10 * YEAR, *(START + n for n in range(6))],
    "it stands still": [START] * 8,
    "it goes to and fro": [START + (-1) ** n * n * 100 for n in range(8)],
}


def written(times: list[int]) -> tuple[Ledger, Clock]:
    """A ledger of a table, a document and its versions; each block at what the clock says then."""
    clock = Clock()
    world = Environment(
        clock, DemoIdentifiers("clock"), stdin=io.StringIO(), stdout=io.StringIO(), stderr=io.StringIO(), variables={}
    )
    ledger = create_ledger(":memory:", world)
    ledger.environment.identifiers.follow(0)
    session = ledger.session()
    for version, now in enumerate(times):
        clock.now = now
        run(session, ("CREATE TABLE T", "INSERT INTO T {'n': 1}")[version] if version < 2 else "UPDATE T SET n = n + 1")
    return ledger, clock


@pytest.mark.parametrize("name", CLOCKS)
def test_the_order_is_that_of_the_journal_whatever_the_clock_says(name: str) -> None:
    times = CLOCKS[name]
    ledger, clock = written(times)
    session = ledger.session()
    blocks = list(session.blocks(1, len(times)))
    assert [block["blockAddress"]["sequenceNo"] for block in blocks] == list(range(1, len(times) + 1))
    stamps = [block["blockTimestamp"].milliseconds() for block in blocks]
    assert stamps == sorted(stamps), "time never decreases"
    committed = [revision["metadata"]["txTime"].milliseconds() for block in blocks for revision in block["revisions"]]
    assert committed == sorted(committed)
    started = [block["transactionInfo"]["statements"][0]["startTime"].milliseconds() for block in blocks]
    assert started == times, "what the clock itself said is recorded, so an anomaly shows"
    versions = [each.revision["metadata"]["version"] for each in session.log(document_id(ledger))]
    assert versions == list(range(len(times) - 1))
    history = run(session, "SELECT VALUE h.metadata.version FROM history(T) AS h")
    assert history == versions
    changes = run(session, "SELECT VALUE c.metadata.version FROM changes(T) AS c")
    assert sorted(changes) == versions
    clock.now = max(times)
    assert (list(session.verify(session.digest())), session.tip()) == ([], len(times))
    ledger.close()


@pytest.mark.parametrize("name", CLOCKS)
def test_a_time_leads_to_the_last_block_that_is_not_after_it(name: str) -> None:
    ledger, _ = written(CLOCKS[name])
    session = ledger.session()
    stamps = [block["blockTimestamp"].milliseconds() for block in session.blocks(0, 99)]
    for moment in sorted({*stamps, *(each + 1 for each in stamps), *(each - 1 for each in stamps)}):
        first = next((seq for seq, stamp in enumerate(stamps) if stamp >= moment), len(stamps))
        assert session.first_block_from(moment) == first
    last = Timestamp.from_milliseconds(stamps[-1]).text()
    [current] = run(
        session, f"SELECT VALUE h.data.n FROM history(T, `{last}`, `{last}`) AS h WHERE h.metadata.version = 6"
    )
    assert current == 7
    ledger.close()


def document_id(ledger: Ledger) -> str:
    [found] = run(ledger.session(), "SELECT VALUE id FROM T BY id")
    return str(found)
