"""Ledgers for the stories: in memory, and in a file that can be opened again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ledgershell.ledger.ledger import Ledger, create_ledger
from ledgershell.ledger.session import LedgerSession
from tests.ledger.stories import demo_world, identities, run


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    """An empty ledger in memory, in the demo world."""
    opened = create_ledger(":memory:", demo_world())
    yield opened
    opened.close()


@pytest.fixture
def session(ledger: Ledger) -> Iterator[LedgerSession]:
    """A conversation with it."""
    opened = ledger.session()
    yield opened
    opened.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a ledger's file may be made."""
    return tmp_path / "bank.ledger"


@pytest.fixture
def ann(session: LedgerSession) -> str:
    """A document in three versions: Ann, Anna, Hannah, in the blocks 2 to 4."""
    run(session, "CREATE TABLE Person")
    [document] = identities(run(session, "INSERT INTO Person {'name': 'Ann', 'age': 41}"))
    run(session, "UPDATE Person SET name = 'Anna'")
    run(session, "UPDATE Person SET name = 'Hannah'")
    return document
