"""The power fails while a revision is redacted: it is whole or redacted, and what was acknowledged is gone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from ledgershell.ion.values import Struct
from ledgershell.ledger.ledger import create_ledger, open_ledger
from tests.ledger.power_cuts import MAIN, Acknowledged, Event, Image, RecordedStatements, images, replay, restore
from tests.ledger.redacting import history, kinds, redact
from tests.ledger.stories import demo_world, identities, run
from tests.locations import TEST_ALL

IMAGES_OF_A_CUT = 12 if TEST_ALL else 2
EVERY = 1 if TEST_ALL else 5
SECRETS = [f"secret-{number}-{'x' * 5000}-{number}-terces" for number in range(2)]
FIRST_REDACTION = 4
"""Its block: behind the table, the documents and their change."""


class Recorded:
    """What went to the disk while two documents' first revisions were redacted."""

    def __init__(self, folder: Path) -> None:
        path, start = folder / MAIN, folder / "start"
        create_ledger(path, demo_world()).close()
        shutil.copy(path, start)
        with pytest.MonkeyPatch.context() as patch:
            statements = RecordedStatements(patch)
            ledger = open_ledger(path, demo_world("work"))
            session = ledger.session()
            run(session, "CREATE TABLE Person")
            documents = [Struct(((f"field_{number}", secret),)) for number, secret in enumerate(SECRETS)]
            self.ids = identities(run(session, "INSERT INTO Person ?", documents))
            run(session, "UPDATE Person AS p SET p = {'a': 1}")
            for document in self.ids:
                redact(session, document, 0)
                statements.acknowledge(session.digest().sequence_no)
            ledger.close()
        self.start = start.read_bytes()
        self.events: list[Event] = replay(statements.written(), start, folder / "disk", {})

    def images(self) -> Iterator[Image]:
        return images(self.events, self.start, Random(1), IMAGES_OF_A_CUT, EVERY)


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    return Recorded(tmp_path_factory.mktemp("redaction-cuts"))


def held(contents: Iterator[bytes] | list[bytes], number: int) -> bool:
    """Whether a secret, or the name of its field, is in any of these files."""
    words = (f"secret-{number}".encode(), f"{number}-terces".encode(), f"field_{number}".encode())
    return any(word in content for content in contents for word in words)


def test_a_redaction_is_never_half_done_and_an_acknowledged_one_is_done(recorded: Recorded, tmp_path: Path) -> None:
    assert sum(isinstance(event, Acknowledged) for event in recorded.events) == len(SECRETS)
    whole = done = waiting = 0
    for image in recorded.images():
        for number in range(len(SECRETS)):
            if image.acknowledged >= FIRST_REDACTION + number:
                assert not held(list(image.files.values()), number), "it is gone before anybody opens the ledger"
        path = restore(image, tmp_path / "image")
        ledger = open_ledger(path, demo_world("afterwards"))
        session = ledger.session()
        assert list(session.verify()) == []
        tip = session.digest().sequence_no
        assert tip >= image.acknowledged
        assert ledger.describe().erasure_pending == ()
        if tip >= FIRST_REDACTION - 1:
            shown = [kinds(history(session, document))[0] for document in recorded.ids]
            assert shown == ["dataHash" if tip >= FIRST_REDACTION + number else "data" for number in range(2)]
        ledger.close()
        for number in range(len(SECRETS)):
            redacted = tip >= FIRST_REDACTION + number
            there = held([each.read_bytes() for each in path.parent.iterdir()], number)
            assert there == (FIRST_REDACTION - 2 <= tip < FIRST_REDACTION + number)
            waiting += redacted and image.acknowledged < FIRST_REDACTION + number
        whole += tip < FIRST_REDACTION
        done += tip >= FIRST_REDACTION + 1
    assert whole > 0, "cuts before the redaction,"
    assert waiting > 0, "between its commit and the end of the erasure,"
    assert done > 0, "and behind it"
