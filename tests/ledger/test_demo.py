"""The demo mode: the same script, the same bytes, wherever it is run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from ledgershell.ledger.ledger import create_ledger, open_ledger
from tests.ledger.stories import demo_world, run

SCRIPT = (
    "CREATE TABLE Person",
    "CREATE INDEX ON Person (name)",
    "INSERT INTO Person << {'name': 'Ann', 'since': UTCNOW()}, {'name': 'Bob', 'by': TXID()} >>",
    "SELECT * FROM Person AS p WHERE p.name = 'Ann'",
    "UPDATE Person AS p SET p.name = 'Anna' WHERE p.name = 'Ann'",
    "DELETE FROM Person AS p WHERE p.name = 'Nobody'",
    "DELETE FROM Person AS p WHERE p.name = 'Bob'",
    "DROP TABLE Person",
)


def chain(path: Path, seed: str, sittings: int) -> list[bytes]:
    """The block hashes of the script, with the ledger closed and opened again between sittings."""
    create_ledger(path, demo_world(seed), name="demo").close()
    size = -(-len(SCRIPT) // sittings)
    for start in range(0, len(SCRIPT), size):
        ledger = open_ledger(path, demo_world(seed))
        session = ledger.session()
        for text in SCRIPT[start : start + size]:
            run(session, text)
        ledger.close()
    ledger = open_ledger(path, demo_world(seed))
    snapshot = ledger.store.snapshot()
    hashes = [row.block_hash for row in snapshot.blocks_after(-1)]
    ids = [row.transaction_id for row in snapshot.blocks_after(-1)]
    snapshot.close()
    ledger.close()
    assert len(set(ids)) == len(ids) == 7
    return hashes


def test_the_same_script_gives_the_same_hashes(tmp_path: Path) -> None:
    first = chain(tmp_path / "a.ledger", "seed", 1)
    assert chain(tmp_path / "b.ledger", "seed", 1) == first
    assert chain(tmp_path / "c.ledger", "other", 1) != first


def test_reopening_repeats_no_identifier(tmp_path: Path) -> None:
    chain(tmp_path / "a.ledger", "seed", len(SCRIPT))


def test_another_process_writes_the_same_bytes(tmp_path: Path) -> None:
    """Whatever the hash seed of Python is, in which no order of a set or dictionary may show."""
    hashes = set()
    for seed in ("0", "1", "2"):
        path = tmp_path / f"{seed}.ledger"
        code = (
            f"import sys; from tests.ledger.test_demo import *; print(chain(Path({str(path)!r}), 'seed', 1)[-1].hex())"
        )
        variables = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run([sys.executable, "-c", code], env=variables, capture_output=True, text=True, check=True)
        hashes.add(done.stdout.strip())
    assert hashes == {chain(tmp_path / "here.ledger", "seed", 1)[-1].hex()}
