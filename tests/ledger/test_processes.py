"""Several processes on one file, and processes that are killed: nothing acknowledged is lost, nothing is half there."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from ledgershell.journal.verify import verify_chain
from ledgershell.ledger.audit import audit
from ledgershell.ledger.blocks import read_blocks
from ledgershell.ledger.ledger import Ledger, create_ledger, open_ledger
from tests.ledger.stories import quiet_world, run
from tests.ledger.workers import received, start_inserter, start_writer

KILLS = 200
WRITERS = 8


@pytest.fixture
def work(path: Path) -> str:
    """A ledger's file with an indexed table."""
    ledger = create_ledger(path, quiet_world())
    session = ledger.session()
    run(session, "CREATE TABLE Job")
    run(session, "CREATE INDEX ON Job (k)")
    session.close()
    ledger.close()
    return str(path)


def assert_sound(ledger: Ledger) -> None:
    """The chain holds, from the data, and all else follows from it."""
    snapshot = ledger.store.snapshot()
    blocks = read_blocks(snapshot, ledger.strand_id, ledger.symbols(snapshot, snapshot.head()))
    assert list(verify_chain(blocks, strand_id=ledger.strand_id)) == []
    snapshot.close()
    assert list(audit(ledger)) == []


def test_eight_processes_insert_at_once(work: str) -> None:
    """No block lost, none twice, no gap; and the keys that all of them want are there once each."""
    writers = [start_inserter(work, seed, 25) for seed in range(WRITERS)]
    acknowledged = [line.split(" ") for _, pipe in writers for line in received(pipe)]
    for process, _ in writers:
        process.join()
        assert process.exitcode == 0
    ledger = open_ledger(work, quiet_world())
    session = ledger.session()
    snapshot = ledger.store.snapshot()
    by_block = {row.seq: row.transaction_id for row in snapshot.blocks_after(2)}
    snapshot.close()
    assert by_block == {int(seq): transaction for transaction, seq, _ in acknowledged}
    assert sorted(by_block) == list(range(3, 3 + len(acknowledged)))
    keys = run(session, "SELECT VALUE w.k FROM Job AS w")
    assert sorted(keys) == sorted(key for _, _, key in acknowledged)
    assert len(set(keys)) == len(keys)
    assert sum(key.startswith("shared-") for key in keys) > 5
    assert_sound(ledger)
    ledger.close()


def test_two_hundred_kills_lose_nothing_that_was_acknowledged(work: str) -> None:
    chance = random.Random(20240101)
    acknowledged: list[str] = []
    unheard = 0
    for seed in range(KILLS):
        process, pipe = start_writer(work, seed)
        if seed % 4:  # every fourth is killed wherever it is, perhaps while it opens what the last one left behind
            assert pipe.poll(60), "the writer never got to its first commit"
        process.join(chance.uniform(0.0, 0.06))
        process.kill()
        process.join()
        told = received(pipe)
        acknowledged += told
        ledger = open_ledger(work, quiet_world())
        snapshot = ledger.store.snapshot()
        for transaction_id in told:
            assert snapshot.block_of_transaction(transaction_id) is not None
        unheard = snapshot.head().seq - 2 - len(acknowledged)
        assert 0 <= unheard <= seed + 1, "a writer is killed with at most one commit that it had not told yet"
        snapshot.close()
        ledger.close()
    ledger = open_ledger(work, quiet_world())
    snapshot = ledger.store.snapshot()
    assert all(snapshot.block_of_transaction(each) is not None for each in acknowledged)
    assert ledger.describe().tip == 2 + sum(1 for _ in snapshot.blocks_after(2))
    snapshot.close()
    assert_sound(ledger)
    run(ledger.session(), "INSERT INTO Job {'k': 'afterwards'}")
    ledger.close()
