"""The bytes of redacted data are gone: from the main file, the log, free pages, indexes and the names.

A file that is open must not be read by hand in this process, since closing it would drop SQLite's locks; so the tests
read copies, or another process's view (``cp``).
"""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledgershell.ion.values import Struct
from ledgershell.ledger.ledger import ERASURE, Ledger, create_ledger, open_ledger
from ledgershell.ledger.session import LedgerSession
from ledgershell.storage import sqlite_store
from tests.ledger.redacting import history, kinds, redact, table_id
from tests.ledger.secrets import INDEXED, Secret, betrayed, data_hash
from tests.ledger.stories import demo_world, identities, run, sidecars
from tests.ledger.workers import received, start_redactor
from tests.locations import TEST_ALL

EVERYTHING = set(Secret(0).traces())


class Bank:
    """A ledger with neighbours around the secrets: their rows share pages, and their keys make the indexes split."""

    def __init__(self, path: Path, secrets: int = 3, neighbours: int = 150) -> None:
        self.path = path
        self.ledger = create_ledger(path, demo_world())
        self.session = self.ledger.session()
        run(self.session, "CREATE TABLE Person")
        for field in INDEXED:
            run(self.session, f"CREATE INDEX ON Person ({field})")
        self.secrets = [Secret(number) for number in range(secrets)]
        self.ids: list[str] = []
        for secret in self.secrets:
            run(
                self.session, "INSERT INTO Person ?", [neighbour(secret, each) for each in range(neighbours // secrets)]
            )
            self.ids += identities(run(self.session, "INSERT INTO Person ?", secret.document))

    def reopened(self, path: Path) -> Bank:
        """The same in a copy of the file; this one must have been closed."""
        copy = Bank.__new__(Bank)
        copy.path = path
        shutil.copyfile(self.path, path)
        copy.ledger = open_ledger(path, demo_world("copy"))
        copy.session = copy.ledger.session()
        copy.secrets, copy.ids = list(self.secrets), list(self.ids)
        return copy

    def supersede(self) -> None:
        """The secrets are no longer current."""
        for number, document in enumerate(self.ids):
            text = "UPDATE Person AS p BY id SET p = ? WHERE id = ?"
            run(
                self.session, text, Struct((("mail", "nobody"), ("number", number), ("blob", 0), ("clob", 0))), document
            )

    def redact(self) -> None:
        for document in self.ids:
            redact(self.session, document, 0)

    def betrayed(self) -> dict[str, set[str]]:
        """What of any secret is in the files as they are now, while they are open."""
        copies = self.path.parent / "copies"
        shutil.rmtree(copies, ignore_errors=True)
        copies.mkdir()
        for each in (self.path, *(self.path.with_name(name) for name in sidecars(self.path) if name != "copies")):
            subprocess.run(["cp", str(each), str(copies)], check=True)
        found: dict[str, set[str]] = {}
        for secret in self.secrets:
            for what, where in betrayed(secret, copies).items():
                found.setdefault(what, set()).update(where)
        return found


def neighbour(secret: Secret, number: int) -> Struct:
    """A document whose keys come before and behind those of a secret."""
    mark = f"{number * 7919 % 1000:03}"
    fields = {"mail": f"{mark}{secret.seed}@x.example", "number": number * 7919, "remark": mark * 300, "amount": number}
    return Struct(fields.items())


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Bank:
    made = Bank(tmp_path_factory.mktemp("erasure") / "bank.ledger")
    made.ledger.close()
    return made


@pytest.fixture
def bank(original: Bank, path: Path) -> Iterator[Bank]:
    copy = original.reopened(path)
    yield copy
    copy.ledger.close()


def faults(session: LedgerSession) -> list[object]:
    return list(session.verify())


def test_before_it_everything_is_found_and_afterwards_nothing(bank: Bank) -> None:
    assert set(bank.betrayed()) == EVERYTHING, "the search is not blind"
    bank.supersede()
    assert set(bank.betrayed()) >= EVERYTHING - {f"index key of {name}" for name in INDEXED}
    bank.redact()
    assert bank.betrayed() == {}
    assert faults(bank.session) == []
    for secret, document in zip(bank.secrets, bank.ids, strict=True):
        assert history(bank.session, document)[0]["dataHash"] == data_hash(secret), "what must be left is left"


def test_the_same_for_documents_that_were_deleted(bank: Bank) -> None:
    run(bank.session, "DELETE FROM Person AS p BY id WHERE p.kind IS NOT MISSING AND id IN ?", bank.ids)
    bank.redact()
    assert bank.betrayed() == {}


def test_nothing_is_found_after_closing_either(bank: Bank) -> None:
    bank.supersede()
    bank.redact()
    bank.ledger.close()
    assert sidecars(bank.path) == []
    assert bank.betrayed() == {}


def test_a_secret_that_is_not_redacted_stays_where_it_is(bank: Bank) -> None:
    bank.supersede()
    redact(bank.session, bank.ids[0], 0)
    bank.secrets = bank.secrets[1:]
    assert set(bank.betrayed()) >= {"mail", "long text", "field name", "odd field name"}


def test_the_control_without_erasing_finds_them(bank: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    """Taking the data out of the tables is not enough, not even with ``secure_delete``: the log has old pages."""
    monkeypatch.setattr(sqlite_store.SqliteStore, "erase", lambda _self, _patience=0.0: True)
    bank.supersede()
    bank.redact()
    assert set(bank.betrayed()) >= {"mail", "long text", "field name", "odd field name", "index key of mail"}
    assert bank.session.describe().erasure_pending == (), "whoever says it is done is believed"


# -- Somebody still reads


def test_a_reader_keeps_old_pages_and_the_erasure_waits_for_it(bank: Bank) -> None:
    bank.supersede()
    other = bank.ledger.session()
    other.begin()
    run(other, "SELECT * FROM Person AS p BY id WHERE id = 'nobody'")
    result = redact(bank.session, bank.ids[0], 0)
    assert result.committed is not None
    assert result.committed.erased is False
    pending = (result.committed.seq,)
    assert bank.session.describe().erasure_pending == pending
    bank.secrets = bank.secrets[:1]
    assert "long text" in bank.betrayed()
    assert kinds(history(bank.session, bank.ids[0])) == ["dataHash", "data"], "redacted it is at once"
    assert faults(bank.session) == [], "and all is well with what waits"
    other.abort()
    assert bank.session.describe().erasure_pending == (), "to ask is enough"
    assert bank.betrayed() == {}


def test_the_next_commit_finishes_it(bank: Bank) -> None:
    bank.supersede()
    bank.secrets = bank.secrets[:1]
    other = bank.ledger.session()
    other.begin()
    redact(bank.session, bank.ids[0], 0)
    other.abort()
    assert bank.betrayed() != {}
    run(bank.session, "INSERT INTO Person {'kind': 5}")
    assert bank.betrayed() == {}
    assert bank.session.describe().erasure_pending == ()


def test_several_wait_together(bank: Bank) -> None:
    bank.supersede()
    other = bank.ledger.session()
    other.begin()
    bank.redact()
    tip = bank.session.describe().tip
    assert bank.session.describe().erasure_pending == (tip - 2, tip - 1, tip)
    assert faults(bank.session) == []
    other.abort()
    assert bank.session.describe().erasure_pending == ()
    assert bank.betrayed() == {}


def test_closing_finishes_it(bank: Bank) -> None:
    bank.supersede()
    other = open_ledger(bank.path, demo_world("other"))
    reading = other.session()
    reading.begin()
    bank.redact()
    assert bank.session.describe().erasure_pending != ()
    reading.abort()
    other.close()
    bank.ledger.close()
    assert bank.betrayed() == {}
    reopened = open_ledger(bank.path, demo_world("again"), read_only=True)
    assert reopened.describe().erasure_pending == ()
    reopened.close()


def test_opening_finishes_what_a_crash_left(bank: Bank, tmp_path: Path) -> None:
    """A copy of the files as they are while the erasure waits is what a power cut leaves."""
    bank.supersede()
    other = bank.ledger.session()
    other.begin()
    bank.redact()
    crashed = tmp_path / "crashed"
    crashed.mkdir()
    for name in ("bank.ledger", "bank.ledger-wal"):
        subprocess.run(["cp", str(bank.path.with_name(name)), str(crashed)], check=True)
    other.abort()
    secret = bank.secrets[0]
    assert betrayed(secret, crashed) != {}

    reader = open_ledger(crashed / "bank.ledger", demo_world("reader"), read_only=True)
    assert len(reader.describe().erasure_pending) == 3, "who may only read can say so, and do nothing"
    reader.close()
    writer = open_ledger(crashed / "bank.ledger", demo_world("writer"))
    assert writer.describe().erasure_pending == ()
    assert faults(writer.session()) == []
    writer.close()
    assert betrayed(secret, crashed) == {}


def test_what_is_pending_cannot_be_made_up(bank: Bank) -> None:
    bank.supersede()
    for value in ("3", "x", "", "-1", "1,2"):
        with bank.ledger.store.writing() as writer:
            writer.set_setting(ERASURE, value)
        assert [fault.field for fault in bank.session.verify()] == [ERASURE], value
    with bank.ledger.store.writing() as writer:
        writer.clear_setting(ERASURE)
    assert faults(bank.session) == []


def test_a_memory_ledger_erases_too() -> None:
    ledger = create_ledger(":memory:", demo_world())
    session = ledger.session()
    run(session, "CREATE TABLE Person")
    [document] = identities(run(session, "INSERT INTO Person {'a': 1}"))
    run(session, "UPDATE Person SET a = 2")
    committed = redact(session, document, 0).committed
    assert committed is not None
    assert committed.erased is True
    ledger.close()


def test_a_full_disk_lets_the_erasure_wait(bank: Bank) -> None:
    """The limit on a file's size stands for the full disk: the redaction fits, the file built anew does not."""
    bank.supersede()
    bank.secrets = bank.secrets[:1]
    bank.ledger.close()
    limit = bank.path.stat().st_size * 3 // 4
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        try:
            ledger = open_ledger(bank.path, demo_world("child"))
            session = ledger.session()
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
            committed = redact(session, bank.ids[0], 0).committed
            shown = kinds(history(session, bank.ids[0]))
            os.write(writing, repr((committed is not None and committed.erased, shown)).encode())
        finally:
            os._exit(0)
    os.close(writing)
    told = os.read(reading, 4096).decode()
    os.close(reading)
    os.waitpid(process, 0)
    assert told == "(False, ['dataHash', 'data'])"
    reader = open_ledger(bank.path, demo_world("reader"), read_only=True)
    assert len(reader.describe().erasure_pending) == 1
    reader.close()
    bank.ledger = open_ledger(bank.path, demo_world("afterwards"))
    bank.session = bank.ledger.session()
    assert bank.session.describe().erasure_pending == ()
    assert bank.betrayed() == {}
    assert faults(bank.session) == []


# -- Whoever is killed in the middle


@pytest.mark.parametrize("seed", range(40 if TEST_ALL else 4))
def test_kill_9_leaves_a_revision_whole_or_redacted(tmp_path: Path, seed: int) -> None:
    """One process redacts document after document and is killed; what it acknowledged is gone for good."""
    bank = Bank(tmp_path / "bank.ledger", secrets=8, neighbours=16)
    bank.supersede()
    table = table_id(bank.session)
    addresses = [history(bank.session, document)[0]["blockAddress"]["sequenceNo"] for document in bank.ids]
    anchor = bank.session.digest()
    bank.ledger.close()
    process, pipe = start_redactor(str(bank.path), table, list(zip(bank.ids, addresses, strict=True)))
    messages = [pipe.recv_bytes() for _ in range(seed % 4)]
    for _ in range(seed * 977 % 5000 * 10):
        pass
    assert process.pid is not None
    process.kill()
    messages += [message.encode() for message in received(pipe)]
    process.join()
    assert process.exitcode == -signal.SIGKILL

    ledger: Ledger = open_ledger(bank.path, demo_world("again"))
    session = ledger.session()
    check = session.verify(anchor)
    assert list(check) == []
    assert ledger.describe().erasure_pending == ()
    redacted = [kinds(history(session, document))[0] == "dataHash" for document in bank.ids]
    assert redacted[: len(messages)] == [True] * len(messages), "what was acknowledged is done"
    assert sum(redacted) - len(messages) in (0, 1)
    ledger.close()
    bank.secrets = [secret for secret, gone in zip(bank.secrets, redacted, strict=True) if gone]
    assert bank.betrayed() == {}
