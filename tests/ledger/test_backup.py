"""Backups of a ledger that is in use, on a disk that fills up, of a damaged ledger; and damaged backups."""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from ledgershell.errors import BackupError, Interrupted, StorageError
from ledgershell.ion.convert import from_python
from ledgershell.ledger.backup import back_up
from ledgershell.ledger.ledger import create_ledger, open_ledger
from ledgershell.ledger.restore import Part, Restored, restore
from ledgershell.storage import backup
from tests.ledger.stories import demo_world, quiet_world, run
from tests.ledger.tampering import change_by_force, everything, make, verify
from tests.locations import REPOSITORY, TEST_ALL


def silent(_title: str, _done: int, _total: int) -> None:
    """Tell nobody."""


def restored(path: Path, target: Path) -> Restored:
    return restore([Part(str(path), None)], str(target), demo_world(), lambda _: (), silent)


def test_a_backup_is_of_one_moment_while_others_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup, "STEP", 16)
    path = tmp_path / "busy.ledger"
    ledger = create_ledger(path, quiet_world())
    session = ledger.session()
    run(session, "CREATE TABLE T")
    run(session, "CREATE INDEX ON T (n)")
    run(session, "INSERT INTO T ?", from_python([{"n": 0, "text": "x" * 3000}] * 100))
    wrote, ended = threading.Event(), threading.Event()
    written = 0

    def write() -> None:
        nonlocal written
        other = open_ledger(path, quiet_world())
        while not ended.is_set():
            run(other.session(), "INSERT INTO T << {'n': 1}, {'n': 1} >>")
            written += 1
            wrote.set()
        other.close()

    writer = threading.Thread(target=write)
    writer.start()
    seen: list[int] = []

    def tell(title: str, _done: int, _total: int) -> None:
        if title == "copy":
            wrote.clear()
            assert wrote.wait(30)
            seen.append(written)
        else:
            ended.set()

    try:
        assert wrote.wait(30)
        receipt = back_up(ledger, str(tmp_path / "x.backup"), "x.backup", "host", tell)
    finally:
        ended.set()
        writer.join()
    assert len(seen) > 2, "it took several steps, and somebody wrote between them"
    assert receipt.digest.sequence_no < ledger.describe().tip
    assert list(session.verify(receipt.digest)) == []
    ledger.close()
    restored(tmp_path / "x.backup", tmp_path / "new.ledger")
    copy = open_ledger(tmp_path / "new.ledger", demo_world())
    [count] = run(copy.session(), "SELECT VALUE COUNT(*) FROM T AS t WHERE t.n = 1")
    copy.close()
    assert count % 2 == 0, "no transaction is there by half"


def test_a_backup_leaves_the_ledger_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "bank.ledger"
    make(path)
    data = path.read_bytes()
    ledger = open_ledger(path, demo_world(), read_only=True)
    back_up(ledger, str(tmp_path / "x.backup"), "x.backup", "host", silent)
    ledger.close()
    assert path.read_bytes() == data
    assert sorted(each.name for each in tmp_path.iterdir()) == ["bank.ledger", "x.backup"]


def test_a_ledger_in_memory_can_be_backed_up(tmp_path: Path) -> None:
    ledger = create_ledger(":memory:", demo_world())
    run(ledger.session(), "CREATE TABLE T")
    receipt = back_up(ledger, str(tmp_path / "x.backup"), "x.backup", "host", silent)
    ledger.close()
    assert receipt.digest.sequence_no == 1
    assert verify(tmp_path / "x.backup", receipt.digest) == ("verified", ())


def test_a_ledger_that_is_not_sound_is_not_backed_up(tmp_path: Path) -> None:
    path = tmp_path / "bank.ledger"
    make(path)
    assert change_by_force(path, lambda each: each.execute("UPDATE block SET time = time + 1 WHERE seq = 5"))
    ledger = open_ledger(path, demo_world())
    with pytest.raises(BackupError) as caught:
        back_up(ledger, str(tmp_path / "x.backup"), "x.backup", "host", silent)
    ledger.close()
    assert caught.value.code == "LS-BACKUP-003"
    assert caught.value.faults
    assert [each.name for each in tmp_path.iterdir()] == ["bank.ledger"]


def test_a_backup_can_be_cancelled(tmp_path: Path) -> None:
    path = tmp_path / "bank.ledger"
    make(path)
    ledger = open_ledger(path, demo_world())
    ledger.heed(lambda: True)
    with pytest.raises(Interrupted):
        back_up(ledger, str(tmp_path / "x.backup"), "x.backup", "host", silent)
    ledger.close()
    assert [each.name for each in tmp_path.iterdir()] == ["bank.ledger"]


@pytest.mark.parametrize("operation", ["backup", "restore"])
def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, operation: str) -> None:
    path = tmp_path / "bank.ledger"
    make(path)
    arguments = ["backup", "bank.ledger", "x.backup"]
    if operation == "restore":
        ledger = open_ledger(path, demo_world())
        back_up(ledger, str(tmp_path / "x.backup"), "x.backup", "host", silent)
        ledger.close()
        arguments = ["restore", "x.backup", "new.ledger"]
    before = sorted(each.name for each in tmp_path.iterdir())
    done = subprocess.run(
        [sys.executable, "-m", "ledgershell", *arguments],
        capture_output=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), "LEDGERSHELL_HOME": str(tmp_path / "home")},
        timeout=60,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000)),
    )
    assert done.returncode == 2, done
    assert b"LS-STORE-0" in done.stderr
    assert b"Traceback" not in done.stderr
    assert sorted(each.name for each in tmp_path.iterdir()) == before


def test_a_backup_that_is_told_to_end_leaves_nothing_behind(tmp_path: Path) -> None:
    """SIGTERM in the middle: the script stops itself there."""
    make(tmp_path / "bank.ledger")
    script = (
        "import os, signal, sys\n"
        "from ledgershell.storage import backup\n"
        "from ledgershell.cli import main\n"
        "real = backup.sync_file\n"
        "backup.sync_file = lambda path: (os.kill(os.getpid(), signal.SIGTERM), real(path))\n"
        "sys.exit(main(['backup', 'bank.ledger', 'x.backup']))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        timeout=60,
        check=False,
    )
    assert done.returncode == 128 + signal.SIGTERM, done
    assert [each.name for each in tmp_path.iterdir()] == ["bank.ledger"]


def test_no_flipped_bit_of_a_backup_is_restored_into_another_ledger(tmp_path: Path) -> None:
    """Without its receipt, so that the hash of the file cannot help."""
    path, copy, target = tmp_path / "x.backup", tmp_path / "flipped.backup", tmp_path / "new.ledger"
    make(tmp_path / "bank.ledger")
    ledger = open_ledger(tmp_path / "bank.ledger", demo_world())
    back_up(ledger, str(path), "x.backup", "host", silent)
    ledger.close()
    before, data = everything(path), path.read_bytes()
    chance = random.Random(5)
    refused = 0
    for offset in range(len(data)) if TEST_ALL else chance.sample(range(len(data)), 30):
        flipped = bytearray(data)
        flipped[offset] ^= 1 << chance.randrange(8)
        copy.write_bytes(flipped)
        try:
            restored(copy, target)
        except (BackupError, StorageError):
            refused += 1
            assert not target.exists()
            continue
        assert everything(target) == before, f"offset {offset}: another answer, and nothing was seen"
        target.unlink()
    assert refused


def test_a_backup_lying_in_a_folder_that_cannot_be_written_is_restored(tmp_path: Path) -> None:
    folder = tmp_path / "shelf"
    folder.mkdir()
    make(folder / "x.backup")
    folder.chmod(0o500)
    try:
        assert restored(folder / "x.backup", tmp_path / "new.ledger").checked.blocks == 11
        assert [each.name for each in folder.iterdir()] == ["x.backup"]
    finally:
        folder.chmod(0o700)
    shutil.rmtree(folder)


KILLED = """
import os, signal, sys
from ledgershell.ledger import backup as made, restore as back
from ledgershell.storage import backup, drafts
from ledgershell.cli import main

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

where, *arguments = sys.argv[1:]
if where == "before the sync":
    backup.sync_file = back.sync_file = die
elif where == "before the verification":
    made.check_copy = back.check_copy = die
elif where == "before the name":
    drafts.Draft.publish = die
else:
    drafts.sync_folder = die
sys.exit(main(arguments))
"""


@pytest.mark.parametrize("operation", ["backup", "restore"])
@pytest.mark.parametrize("where", ["before the sync", "before the verification", "before the name", "behind the name"])
def test_a_run_that_is_killed_leaves_the_name_free_or_whole(tmp_path: Path, operation: str, where: str) -> None:
    ledger, kept = tmp_path / "bank.ledger", tmp_path / "kept.backup"
    digest = make(ledger)
    opened = open_ledger(ledger, demo_world())
    back_up(opened, str(kept), kept.name, "host", silent)
    opened.close()
    arguments = ["backup", "bank.ledger", "target"] if operation == "backup" else ["restore", "kept.backup", "./target"]

    def run_it(*command: str) -> int:
        return subprocess.run(
            [sys.executable, *command, *arguments],
            capture_output=True,
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(REPOSITORY), "LEDGERSHELL_HOME": str(tmp_path / "home")},
            timeout=60,
            check=False,
        ).returncode

    assert run_it("-c", KILLED, where) == -signal.SIGKILL
    assert verify(ledger, digest) == ("verified", ())
    if where == "behind the name":
        assert verify(tmp_path / "target", digest) == ("verified", ())
        return
    assert not (tmp_path / "target").exists()
    assert run_it("-m", "ledgershell") == 0, "what is left lying about is in nobody's way"
    assert verify(tmp_path / "target", digest) == ("verified", ())
