"""The power fails at any moment: what was acknowledged is there, nothing is there by halves, and the chain holds.

Two settings that the product does not use stand beside its own as controls.  A disk on which they lost nothing would
prove nothing.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

from ledgershell.errors import LedgershellError
from ledgershell.ledger.ledger import create_ledger, open_ledger
from ledgershell.ledger.verification import Verification
from tests.ledger.power_cuts import (
    MAIN,
    Acknowledged,
    Event,
    RecordedStatements,
    Sync,
    Trace,
    images,
    replay,
    restore,
)
from tests.ledger.stories import demo_world, run
from tests.locations import TEST_ALL

IMAGES_OF_A_CUT = 12 if TEST_ALL else 2
EVERY = 1 if TEST_ALL else 3

WORK = (
    "CREATE TABLE Car",
    "INSERT INTO Car << {'plate': 'A 1', 'price': 12.50}, {'plate': 'B 2', 'sold': `2024-01-31T`} >>",
    "CREATE INDEX ON Car (plate)",
    "UPDATE Car SET price = 13 WHERE plate = 'A 1'",
    "DELETE FROM Car WHERE plate = 'B 2'",
    "INSERT INTO Car SELECT 'C ' || CAST(n AS STRING) AS plate, n AS price FROM << 1, 2, 3, 4, 5, 6, 7, 8 >> AS n",
    "UPDATE Car SET price = price + 1",
    "DROP TABLE Car",
)


class Recording(NamedTuple):
    """A ledger as it was when the work began, and the statements of the work."""

    start: Path
    trace: Trace


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Recording:
    folder = tmp_path_factory.mktemp("recording")
    path, start = folder / MAIN, folder / "start"
    create_ledger(path, demo_world()).close()
    shutil.copy(path, start)
    with pytest.MonkeyPatch.context() as patch:
        statements = RecordedStatements(patch)
        ledger = open_ledger(path, demo_world("work"))
        session = ledger.session()
        for text in WORK:
            run(session, text)
            statements.acknowledge(session.digest().sequence_no)
        ledger.close()
    return Recording(start, statements.written())


class Tally(NamedTuple):
    """What became of the images."""

    images: int
    corrupt: int
    lacking: int


def survivors(path: Path) -> int:
    """The number of the last block, if the whole ledger verifies; else an error."""
    ledger = open_ledger(path, demo_world("afterwards"))
    try:
        faults = list(Verification(ledger))
        if faults:
            raise AssertionError(faults)
        return ledger.session().digest().sequence_no
    finally:
        ledger.close()


def tally(recording: Recording, events: list[Event], folder: Path, seed: int, every: int = EVERY) -> Tally:
    made = corrupt = lacking = 0
    for image in images(events, recording.start.read_bytes(), Random(seed), IMAGES_OF_A_CUT, every):
        made += 1
        try:
            tip = survivors(restore(image, folder))
        except (LedgershellError, AssertionError):
            corrupt += 1
        else:
            lacking += tip < image.acknowledged
    return Tally(made, corrupt, lacking)


@pytest.mark.parametrize("checkpoint", ["1000", "3"], ids=["checkpoint at the end", "checkpoints on the way"])
def test_no_power_cut_loses_an_acknowledged_block_or_half_of_one(
    recording: Recording, tmp_path: Path, checkpoint: str
) -> None:
    events = replay(recording.trace, recording.start, tmp_path / "disk", {"wal_autocheckpoint": checkpoint})
    assert sum(isinstance(event, Acknowledged) for event in events) == len(WORK)
    assert sum(isinstance(event, Sync) for event in events) >= len(WORK)
    found = tally(recording, events, tmp_path / "image", 1)
    assert found.images >= 2 * len(events) // EVERY
    assert (found.corrupt, found.lacking) == (0, 0)


def test_without_a_sync_at_each_commit_acknowledged_blocks_are_lost(recording: Recording, tmp_path: Path) -> None:
    """Control: nothing is damaged, but the ledger is shorter than what was promised."""
    events = replay(recording.trace, recording.start, tmp_path / "disk", {"synchronous": "NORMAL"})
    found = tally(recording, events, tmp_path / "image", 2, every=4 * EVERY)
    assert found.lacking > 0
    assert found.corrupt == 0


def test_without_any_sync_ledgers_are_damaged(recording: Recording, tmp_path: Path) -> None:
    """Control: the verifier, or SQLite before it, must see it."""
    settings = {"synchronous": "OFF", "journal_mode": "DELETE"}
    events = replay(recording.trace, recording.start, tmp_path / "disk", settings)
    assert tally(recording, events, tmp_path / "image", 3, every=4 * EVERY).corrupt > 0
