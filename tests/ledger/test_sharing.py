"""Two programs with one file: what one does, the other sees, whatever either remembers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ledgershell.journal.verify import verify_chain
from ledgershell.ledger.audit import audit
from ledgershell.ledger.blocks import read_blocks
from ledgershell.ledger.ledger import Ledger, create_ledger, open_ledger
from tests.ledger.stories import failure, ion, quiet_world, run

Pair = tuple[Ledger, Ledger]


@pytest.fixture
def two(path: Path) -> Iterator[Pair]:
    """The same ledger, opened twice; each with caches of its own."""
    first = create_ledger(path, quiet_world())
    second = open_ledger(path, quiet_world())
    yield first, second
    first.close()
    second.close()


def assert_sound(ledger: Ledger) -> None:
    """The chain holds, and everything else follows from it."""
    snapshot = ledger.store.snapshot()
    blocks = read_blocks(snapshot, ledger.strand_id, ledger.symbols(snapshot, snapshot.head()))
    assert list(verify_chain(blocks, strand_id=ledger.strand_id)) == []
    snapshot.close()
    assert list(audit(ledger)) == []


def test_tables_and_indexes_of_the_other_are_there_at_once(two: Pair) -> None:
    here, there = two[0].session(), two[1].session()
    assert failure(there, "SELECT * FROM T").code.startswith("LS-NAME")
    run(here, "CREATE TABLE T")
    run(there, "INSERT INTO T {'a': 1}")
    run(here, "CREATE INDEX ON T (a)")
    run(there, "INSERT INTO T {'a': 2}")
    found = here.execute("SELECT VALUE t.a FROM T AS t WHERE t.a = 2")
    assert (list(found), found.statistics.read_documents) == ([2], 1)
    run(there, "DROP TABLE T")
    assert failure(here, "SELECT * FROM T").code.startswith("LS-NAME")
    run(here, "CREATE TABLE T")
    assert run(there, "SELECT * FROM T") == []
    assert_sound(two[0])


def test_both_bring_new_names_in_turn_and_at_once(two: Pair) -> None:
    """The symbol table is shared: the one who commits later writes its documents anew, with other numbers."""
    here, there = two[0].session(), two[1].session()
    run(here, "CREATE TABLE T")
    expected: list[str] = []
    for number in range(6):
        here.begin()
        there.begin()
        for each, session in (("here", here), ("there", there)):
            fields = f"common: {number}, {each}_{number}: {{inner_{each}_{number}: [{{deep_{number}: 1}}]}}"
            run(session, f"INSERT INTO T `{{{fields}}}`")
            expected.append(f"{{{fields}}}")
        first, second = (here, there) if number % 2 else (there, here)
        if number % 2 == 0:
            expected[-2:] = reversed(expected[-2:])
        first.commit()
        second.commit()
        assert ion(here, "SELECT VALUE t FROM T AS t") == expected
        assert ion(there, "SELECT VALUE t FROM T AS t") == expected
    snapshot = two[0].store.snapshot()
    texts = [text for _, text in snapshot.symbols_after(0)]
    snapshot.close()
    assert len(texts) == len(set(texts))
    assert_sound(two[0])
    assert_sound(two[1])


def test_rows_outlive_everything(two: Pair) -> None:
    here, there = two[0].session(), two[1].session()
    run(here, "CREATE TABLE T")
    run(here, "INSERT INTO T {'a': {'b': [1, 2]}}")
    [row] = run(there, "SELECT VALUE t FROM T AS t")
    run(here, "UPDATE T AS t SET t.a = 5")
    two[1].close()
    assert row["a"]["b"] == [1, 2]
