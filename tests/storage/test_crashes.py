"""Whatever ends a writer, and wherever: acknowledged commits stay, others leave nothing, and the chain holds."""

from __future__ import annotations

import os
import random
import resource
import signal
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest

from ledgershell.errors import StorageError
from ledgershell.storage.sqlite import create_store, open_store, temporary_store
from ledgershell.storage.sqlite_store import SqliteStore
from ledgershell.storage.store import IndexChange
from tests.locations import TEST_ALL
from tests.storage.blocks import INDEX, TABLE, begin, block, broken_links, commit, contents, new_store, revision

KILLS = 1000 if TEST_ALL else 200


def child(action: Callable[[], None]) -> int:
    """Run in a process of its own; returns its id."""
    process = os.fork()
    if process == 0:
        try:
            action()
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    return process


def write_until_killed(path: Path, acknowledgements: int, round_number: int) -> None:
    """Commit block after block, and tell each one's number once it is committed."""
    store = open_store(path)
    number = 0
    while True:
        name = f"{round_number}-{number}"
        documents = [revision(f"{name}-{part}", 0, b"x" * 200) for part in range(1 + number % 7)]
        entries = [IndexChange(INDEX, new.document_id, (), (b"key",)) for new in documents]
        with store.writing() as writer:
            new_block = block(writer, name, documents, entries)
            writer.append(new_block)
        os.write(acknowledgements, new_block.block.seq.to_bytes(8, "big"))
        number += 1


def test_kill_9_at_random_moments_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    new_store(tmp_path).close()
    path = tmp_path / "a.ledger"
    moments = random.Random(20260101)
    acknowledged, sequence = 0, []
    for round_number in range(KILLS):
        reading, writing = os.pipe()
        process = child(lambda: write_until_killed(path, writing, round_number))  # noqa: B023
        os.close(writing)
        wanted = moments.randrange(4)
        received = b""
        while len(received) < wanted * 8:
            received += os.read(reading, wanted * 8 - len(received))
        spin(moments.randrange(4000))
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        while rest := os.read(reading, 65536):
            received += rest
        os.close(reading)
        if received:
            acknowledged = int.from_bytes(received[-8:], "big")
        if round_number % 20 == 19 or not received:
            sequence.append(acknowledged)
            check_after_crash(path, acknowledged)
    assert sequence[-1] > 0
    check_after_crash(path, acknowledged)


def spin(rounds: int) -> None:
    """Pass a short time without a clock."""
    for _ in range(rounds):
        pass


def check_after_crash(path: Path, acknowledged: int) -> None:
    store = open_store(path)
    view = store.snapshot()
    assert view.head().seq >= acknowledged
    assert broken_links(view) == []
    assert store.check_structure() == []
    written = [row.document_id for row in view.revisions_after(0)]
    assert list(contents(view)) == written
    assert [row.document_id for row in view.documents_by_key(TABLE, INDEX, [b"key"])] == written
    expected = [
        f"{row.transaction_id}-{part}" for row in view.blocks_after(0) for part in range(parts(row.transaction_id))
    ]
    assert written == expected, "a block has all of its documents"
    store.close()


def parts(transaction_id: str) -> int:
    return 1 + int(transaction_id.split("-")[1]) % 7


def test_eight_processes_append_without_loss(tmp_path: Path) -> None:
    new_store(tmp_path).close()
    path = tmp_path / "a.ledger"
    each = 100 if TEST_ALL else 40

    def appends(worker: int) -> None:
        store = open_store(path)
        for number in range(each):
            commit(store, f"{worker}/{number}", [revision(f"{worker}/{number}", 0, b"%d" % number)])

    processes = [child(lambda worker=worker: appends(worker)) for worker in range(8)]  # type: ignore[misc]
    assert [os.waitpid(process, 0)[1] for process in processes] == [0] * 8
    view = open_store(path).snapshot()
    blocks = list(view.blocks_after(0))
    assert [row.seq for row in blocks] == list(range(1, 8 * each + 1))
    assert broken_links(view) == []
    for worker in range(8):
        own = [row.transaction_id for row in blocks if row.transaction_id.startswith(f"{worker}/")]
        assert own == [f"{worker}/{number}" for number in range(each)]
    assert len(contents(view)) == 8 * each


def test_two_processes_create_the_same_ledger(tmp_path: Path) -> None:
    def creates() -> None:
        try:
            create_store(tmp_path / "a.ledger", begin)
        except StorageError as error:
            if error.code != "LS-STORE-013":
                raise
        assert open_store(tmp_path / "a.ledger").snapshot().head().seq == 0

    processes = [child(creates) for _ in range(6)]
    assert [os.waitpid(process, 0)[1] for process in processes] == [0] * 6
    assert {found.suffix for found in tmp_path.iterdir()} <= {".ledger", ".ledger-wal", ".ledger-shm"}, (
        "no draft is left"
    )


def commits_until_it_fails(store: SqliteStore) -> int:
    number = 0
    while True:
        try:
            commit(store, f"T{number + 1}", [revision(f"d{number}", 0, b"x" * 3000)])
        except StorageError as error:
            if error.code not in ("LS-STORE-005", "LS-STORE-010"):
                raise
            return number
        number += 1


@pytest.mark.parametrize("pages", [30, 45, 60])
def test_a_full_disk_is_an_error_and_the_ledger_goes_on_afterwards(tmp_path: Path, pages: int) -> None:
    """The limit on a file's size stands for the full disk."""
    new_store(tmp_path).close()
    path = tmp_path / "a.ledger"
    reading, writing = os.pipe()

    def fills_the_disk() -> None:
        store = open_store(path)
        size = path.stat().st_size + pages * 4096
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
        number = commits_until_it_fails(store)
        assert len(contents(store.snapshot())) == number, "reading still works"
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        commit(store, "afterwards", [revision("afterwards", 0, b"there is room again")])
        os.write(writing, number.to_bytes(8, "big"))

    process = child(fills_the_disk)
    os.close(writing)
    number = int.from_bytes(os.read(reading, 8), "big")
    os.close(reading)
    assert os.waitpid(process, 0)[1] == 0
    store = open_store(path)
    view = store.snapshot()
    assert list(contents(view)) == [*(f"d{index}" for index in range(number)), "afterwards"]
    assert number > 0
    assert broken_links(view) == []
    assert store.check_structure() == []


def test_no_room_for_a_new_ledger(tmp_path: Path) -> None:
    def creates() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, resource.RLIM_INFINITY))
        with pytest.raises(StorageError) as caught:
            create_store(tmp_path / "a.ledger", begin)
        assert caught.value.code in ("LS-STORE-005", "LS-STORE-010")

    assert os.waitpid(child(creates), 0)[1] == 0
    assert list(tmp_path.iterdir()) == []


def test_a_lock_that_is_never_released_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledgershell.storage.sqlite_store.LOCK_WAIT", 0.02)
    store, other = new_store(tmp_path), open_store(tmp_path / "a.ledger")
    with store.writing():
        with pytest.raises(StorageError) as caught, other.writing():
            pass
        assert caught.value.code == "LS-STORE-006"
    commit(other, "T1", [revision("a", 0, b"one")])


def test_what_a_killed_memory_ledger_leaves_is_cleared_up_by_the_next(tmp_path: Path) -> None:
    reading, writing = os.pipe()

    def lives_and_is_killed() -> None:
        store = temporary_store(begin, tmp_path)
        commit(store, "T1", [revision("a", 0, b"secret")])
        os.write(writing, b"!")
        signal.pause()

    process = child(lives_and_is_killed)
    os.read(reading, 1)
    (folder,) = tmp_path.iterdir()
    make_old(folder)

    own = temporary_store(begin, tmp_path)
    assert folder.exists(), "its process lives"
    make_old(*tmp_path.iterdir())
    another = temporary_store(begin, tmp_path)
    assert contents(own.snapshot()) == {}, "ours are not touched"
    another.close()

    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    temporary_store(begin, tmp_path).close()
    assert not folder.exists()
    own.close()
    assert list(tmp_path.iterdir()) == []


def make_old(*folders: Path) -> None:
    for folder in folders:
        os.utime(folder, (1_000_000_000, 1_000_000_000))
