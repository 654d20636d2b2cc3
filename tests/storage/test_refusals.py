"""Files that are no ledger, ledgers that cannot be used, and what we say about them; nothing is left behind."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import tempfile
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ledgershell.errors import LedgershellError, StorageError
from ledgershell.storage import location, schema
from ledgershell.storage.sqlite import create_store, open_store
from tests.storage.blocks import begin, commit, contents, new_store, revision

ORDINARY_USER = 65534


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that every user may enter (pytest's own are private)."""
    path = Path(tempfile.mkdtemp(prefix="ledgershell-test-"))
    path.chmod(0o755)
    yield path
    for found in (path, *path.rglob("*")):
        found.chmod(0o755)
    shutil.rmtree(path)


def as_ordinary_user(action: Callable[[], None]) -> None:
    """Run in a child process that is not root, since root may write anything."""
    child = os.fork()
    if child == 0:
        try:
            if os.getuid() == 0:
                os.setuid(ORDINARY_USER)
            action()
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0, "see the captured output"


def give_away(*paths: Path) -> None:
    if os.getuid() == 0:
        for path in paths:
            os.chown(path, ORDINARY_USER, -1)


def code_of(action: Callable[[], object]) -> str:
    with pytest.raises(StorageError) as caught:
        action()
    error: LedgershellError = caught.value
    assert error.hint
    assert "\n" not in error.message
    return error.code


def test_a_missing_file(tmp_path: Path) -> None:
    assert code_of(lambda: open_store(tmp_path / "absent.ledger")) == "LS-STORE-001"
    assert code_of(lambda: open_store(tmp_path / "absent.ledger", read_only=True)) == "LS-STORE-001"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("path", ["no/such/folder/a.ledger", "nul\0.ledger", "x" * 300 + ".ledger"])
def test_a_path_where_nothing_can_be_created(tmp_path: Path, path: str) -> None:
    assert code_of(lambda: create_store(tmp_path / path, begin)) == "LS-STORE-014"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_no_ledger(tmp_path: Path) -> None:
    assert code_of(lambda: open_store(tmp_path)) == "LS-STORE-002"


def test_a_taken_name_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.ledger"
    path.write_text("mine")
    assert code_of(lambda: create_store(path, begin)) == "LS-STORE-013"
    assert path.read_text() == "mine"
    assert [found.name for found in tmp_path.iterdir()] == ["a.ledger"]


def test_a_name_taken_meanwhile_is_left_alone_too(tmp_path: Path) -> None:
    path = tmp_path / "a.ledger"

    def slowly(writer: object) -> None:
        path.write_text("faster")

    assert code_of(lambda: create_store(path, slowly)) == "LS-STORE-013"
    assert path.read_text() == "faster"
    assert [found.name for found in tmp_path.iterdir()] == ["a.ledger"]


@pytest.mark.parametrize("content", [b"", b"hello", b"x" * 5000, b"SQLite format 3\0" + b"x" * 5000])
@pytest.mark.parametrize("read_only", [False, True])
def test_a_file_that_is_no_database(tmp_path: Path, content: bytes, read_only: bool) -> None:
    path = tmp_path / "a.ledger"
    path.write_bytes(content)
    assert code_of(lambda: open_store(path, read_only=read_only)) == "LS-STORE-002"
    assert path.read_bytes() == content
    assert [found.name for found in tmp_path.iterdir()] == ["a.ledger"]


def test_somebody_elses_database_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "a.ledger"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE block (seq INTEGER PRIMARY KEY)")
    connection.close()
    content = path.read_bytes()
    assert code_of(lambda: open_store(path)) == "LS-STORE-002"
    assert path.read_bytes() == content
    assert [found.name for found in tmp_path.iterdir()] == ["a.ledger"]


@pytest.mark.parametrize("version", [schema.FORMAT_VERSION + 1, 0, -1])
def test_another_format_version(tmp_path: Path, version: int) -> None:
    new_store(tmp_path).close()
    with sqlite3.connect(tmp_path / "a.ledger") as connection:
        connection.execute(f"PRAGMA user_version = {version}")
    connection.close()
    assert code_of(lambda: open_store(tmp_path / "a.ledger")) == "LS-STORE-003"
    assert code_of(lambda: open_store(tmp_path / "a.ledger", read_only=True)) == "LS-STORE-003"


EXTRA_TABLE = "CREATE TABLE extra (number INTEGER PRIMARY KEY) STRICT"


def test_an_older_format_is_brought_up_to_date_when_it_is_opened_for_writing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new_store(tmp_path).close()
    monkeypatch.setattr(schema, "FORMAT_VERSION", schema.FORMAT_VERSION + 2)
    monkeypatch.setattr(schema, "SCHEMA", (*schema.SCHEMA, EXTRA_TABLE))
    monkeypatch.setitem(schema.MIGRATIONS, 1, lambda connection: connection.execute(EXTRA_TABLE))
    assert code_of(lambda: open_store(tmp_path / "a.ledger", read_only=True)) == "LS-STORE-003"

    def fails(_connection: sqlite3.Connection) -> None:
        raise sqlite3.OperationalError("no")

    monkeypatch.setitem(schema.MIGRATIONS, 2, fails)
    assert code_of(lambda: open_store(tmp_path / "a.ledger")) == "LS-STORE-010"
    assert code_of(lambda: open_store(tmp_path / "a.ledger", read_only=True)) == "LS-STORE-003", "no half step"

    monkeypatch.setitem(schema.MIGRATIONS, 2, lambda _connection: None)
    assert open_store(tmp_path / "a.ledger").snapshot().head().seq == 0
    assert open_store(tmp_path / "a.ledger", read_only=True).snapshot().head().seq == 0


@pytest.mark.parametrize(
    "change",
    [
        "CREATE TRIGGER planted AFTER INSERT ON block BEGIN DELETE FROM index_entry; END",
        "CREATE VIEW planted AS SELECT 1",
        "CREATE TABLE planted (x)",
        "CREATE INDEX planted ON block (time)",
        "DROP TRIGGER block_kept",
        "DROP INDEX revision_after_first",
        "ALTER TABLE data RENAME TO other",
        "ALTER TABLE data ADD COLUMN other TEXT",
    ],
)
def test_a_changed_schema_is_not_opened(tmp_path: Path, change: str) -> None:
    new_store(tmp_path).close()
    with sqlite3.connect(tmp_path / "a.ledger") as connection:
        connection.execute(change)
    connection.close()
    assert code_of(lambda: open_store(tmp_path / "a.ledger")) == "LS-STORE-011"
    assert code_of(lambda: open_store(tmp_path / "a.ledger", read_only=True)) == "LS-STORE-011"


def test_a_trigger_that_pretends_to_be_an_index_is_seen(tmp_path: Path) -> None:
    new_store(tmp_path).close()
    with sqlite3.connect(tmp_path / "a.ledger") as connection:
        connection.execute(
            "CREATE TRIGGER sqlite_autoindex BEFORE INSERT ON block BEGIN SELECT 1; END".replace("sqlite_", "my_")
        )
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_schema SET name = 'sqlite_autoindex_x' WHERE name = 'my_autoindex'")
    connection.close()
    assert code_of(lambda: open_store(tmp_path / "a.ledger")) in ("LS-STORE-009", "LS-STORE-011")


def test_a_damaged_page_is_an_error_and_not_an_answer(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    commit(store, "T1", [revision(f"d{number}", 0, b"x" * 500) for number in range(100)])
    store.close()
    path = tmp_path / "a.ledger"
    content = bytearray(path.read_bytes())
    for page in range(len(content) // 4096 - 10, len(content) // 4096):
        content[page * 4096 : page * 4096 + 8] = b"\xff" * 8
    path.write_bytes(bytes(content))
    view = open_store(path).snapshot()
    assert (
        code_of(lambda: [list(view.documents(1)), list(view.history(1)), list(view.blocks_after(-1))]) == "LS-STORE-009"
    )


def test_reading_is_possible_without_any_right_to_write(folder: Path) -> None:
    store = new_store(folder)
    commit(store, "T1", [revision("a", 0, b"one")])
    store.close()
    (folder / "a.ledger").chmod(0o444)
    folder.chmod(0o555)

    def reads() -> None:
        store = open_store(folder / "a.ledger", read_only=True)
        assert contents(store.snapshot()) == {"a": b"one"}
        assert store.check_structure() == []
        assert code_of(store.writing) == "LS-STORE-004"
        store.close()
        assert code_of(lambda: open_store(folder / "a.ledger")) == "LS-STORE-004"
        assert code_of(lambda: create_store(folder / "b.ledger", begin)) == "LS-STORE-014"

    as_ordinary_user(reads)
    assert [found.name for found in folder.iterdir()] == ["a.ledger"]


def test_a_read_only_file_in_a_writable_folder(folder: Path) -> None:
    store = new_store(folder)
    commit(store, "T1", [revision("a", 0, b"one")])
    store.close()
    (folder / "a.ledger").chmod(0o444)
    give_away(folder)

    def reads() -> None:
        assert code_of(lambda: open_store(folder / "a.ledger")) == "LS-STORE-004"
        assert contents(open_store(folder / "a.ledger", read_only=True).snapshot()) == {"a": b"one"}

    as_ordinary_user(reads)


def test_a_writable_file_in_a_read_only_folder(folder: Path) -> None:
    new_store(folder).close()
    give_away(folder / "a.ledger")
    folder.chmod(0o555)

    def tries() -> None:
        assert code_of(lambda: open_store(folder / "a.ledger")) in ("LS-STORE-004", "LS-STORE-014")

    as_ordinary_user(tries)


def test_an_unreadable_file(folder: Path) -> None:
    new_store(folder).close()
    (folder / "a.ledger").chmod(0)

    def tries() -> None:
        assert code_of(lambda: open_store(folder / "a.ledger")) == "LS-STORE-004"
        assert code_of(lambda: open_store(folder / "a.ledger", read_only=True)) == "LS-STORE-014"

    as_ordinary_user(tries)


def test_reading_beside_a_writer(folder: Path) -> None:
    """While the log is not empty, a reader without the right to write reads through it."""
    store = new_store(folder)
    commit(store, "T1", [revision("a", 0, b"one")])
    for path in folder.iterdir():
        path.chmod(0o644)

    def reads() -> None:
        assert contents(open_store(folder / "a.ledger", read_only=True).snapshot()) == {"a": b"one"}

    as_ordinary_user(reads)
    store.close()


def test_a_log_that_cannot_be_read_in_is_not_passed_over(folder: Path) -> None:
    """Both files of a running ledger, copied to a place where nothing can be written."""
    store = new_store(folder, "running.ledger")
    commit(store, "T1", [revision("a", 0, b"one")])
    copies = folder / "copies"
    copies.mkdir()
    for ending in ("", "-wal"):
        shutil.copy(folder / f"running.ledger{ending}", copies / f"a.ledger{ending}")
        (copies / f"a.ledger{ending}").chmod(0o644)
    copies.chmod(0o555)

    def reads() -> None:
        assert code_of(lambda: open_store(copies / "a.ledger", read_only=True)) == "LS-STORE-014"

    as_ordinary_user(reads)
    copies.chmod(0o755)
    assert contents(open_store(copies / "a.ledger").snapshot()) == {"a": b"one"}
    store.close()


def test_a_new_ledger_is_private(tmp_path: Path) -> None:
    new_store(tmp_path)
    for path in tmp_path.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_read_only_store_does_not_write(tmp_path: Path) -> None:
    new_store(tmp_path).close()
    content = (tmp_path / "a.ledger").read_bytes()
    store = open_store(tmp_path / "a.ledger", read_only=True)
    assert code_of(store.writing) == "LS-STORE-004"
    assert store.snapshot().head().seq == 0
    store.close()
    assert (tmp_path / "a.ledger").read_bytes() == content
    assert [found.name for found in tmp_path.iterdir()] == ["a.ledger"]


def test_a_reader_leaves_nothing_behind_when_the_format_is_not_its_own(tmp_path: Path) -> None:
    new_store(tmp_path).close()
    with sqlite3.connect(tmp_path / "a.ledger") as connection:
        connection.execute(f"PRAGMA user_version = {schema.FORMAT_VERSION + 1}")
    connection.close()
    assert code_of(lambda: open_store(tmp_path / "a.ledger", read_only=True)) == "LS-STORE-003"
    assert [found.name for found in tmp_path.iterdir()] == ["a.ledger"]


def test_a_reader_that_leaves_takes_nothing_from_those_that_stay(tmp_path: Path) -> None:
    new_store(tmp_path).close()
    first, second = (open_store(tmp_path / "a.ledger", read_only=True) for _ in range(2))
    view = second.snapshot()
    first.close()
    assert (tmp_path / "a.ledger-shm").exists()
    writer = open_store(tmp_path / "a.ledger")
    commit(writer, "T1", [revision("a", 0, b"one")])
    second.close()
    with pytest.raises(StorageError):
        view.head()
    third = open_store(tmp_path / "a.ledger", read_only=True)
    assert contents(third.snapshot()) == {"a": b"one"}
    third.close()
    assert (tmp_path / "a.ledger-wal").stat().st_size > 0, "what is in the log is the writer's to bring in"
    writer.close()
    assert [found.name for found in tmp_path.iterdir()] == ["a.ledger"]


def test_readers_and_writers_that_come_and_go_lose_nothing(tmp_path: Path) -> None:
    """Two processes open and close for reading all the time, while this one writes and closes."""
    new_store(tmp_path).close()
    path = tmp_path / "a.ledger"
    running = tmp_path / "running"
    running.touch()

    def reads() -> None:
        while running.exists():
            store = open_store(path, read_only=True)
            seen = store.snapshot().head().seq
            assert store.snapshot().head().seq >= seen
            store.close()

    children = []
    for _ in range(2):
        child = os.fork()
        if child == 0:
            try:
                reads()
            except BaseException:
                traceback.print_exc()
                os._exit(1)
            os._exit(0)
        children.append(child)
    try:
        for number in range(1, 41):
            store = open_store(path)
            commit(store, f"T{number}", [revision(f"d{number}", 0, b"x")])
            store.close()
    finally:
        running.unlink()
        results = [os.waitpid(child, 0)[1] for child in children]
    assert results == [0, 0], "see the captured output"
    store = open_store(path)
    assert len(contents(store.snapshot())) == 40
    store.close()
    assert [found.name for found in tmp_path.iterdir()] == ["a.ledger"]


@pytest.mark.parametrize("how", ["deleted", "moved", "replaced"])
def test_the_file_disappears_under_us(tmp_path: Path, how: str) -> None:
    store = new_store(tmp_path)
    path = tmp_path / "a.ledger"
    if how == "deleted":
        path.unlink()
    elif how == "moved":
        path.rename(tmp_path / "elsewhere.ledger")
    else:
        new_store(tmp_path, "b.ledger").close()
        (tmp_path / "b.ledger").rename(path)
    assert code_of(store.writing) == code_of(store.snapshot) == "LS-STORE-007"
    store.close()


def test_a_forked_child_must_open_the_ledger_itself(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    commit(store, "T1", [revision("a", 0, b"one")])

    def child() -> None:
        assert code_of(store.snapshot) == code_of(store.writing) == "LS-STORE-017"
        store.close()
        own = open_store(tmp_path / "a.ledger")
        commit(own, "T2", [revision("b", 0, b"two")])

    pid = os.fork()
    if pid == 0:
        try:
            child()
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    assert os.waitpid(pid, 0)[1] == 0
    assert contents(store.snapshot()) == {"a": b"one", "b": b"two"}
    commit(store, "T3", [revision("c", 0, b"three")])


MOUNTS = """\
/dev/root / ext4 rw 0 0
server:/export /mnt/nfs nfs4 rw 0 0
/dev/sdb /mnt/nfs/local xfs rw 0 0
//host/share /mnt/with\\040space cifs rw 0 0
tmpfs /mnt/nfs2 tmpfs rw 0 0
broken line
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/a.ledger", "ext4"),
        ("/mnt/nfs/a.ledger", "nfs4"),
        ("/mnt/nfs", "nfs4"),
        ("/mnt/nfs/local/deep/a.ledger", "xfs"),
        ("/mnt/with space/a.ledger", "cifs"),
        ("/mnt/nfs2/a.ledger", "tmpfs"),
        ("/mnt/nfsx/a.ledger", "ext4"),
    ],
)
def test_which_file_system_holds_a_path(path: str, kind: str) -> None:
    assert location.file_system(path, MOUNTS) == kind


def test_a_network_file_system_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"server:/export {tmp_path} nfs4 rw 0 0\n")
    monkeypatch.setattr(location, "MOUNTS", mounts)
    monkeypatch.setattr("sys.platform", "linux")
    assert code_of(lambda: new_store(tmp_path)) == "LS-STORE-008"
    mounts.unlink()
    new_store(tmp_path).close()
    mounts.write_text(f"server:/export {tmp_path} nfs4 rw 0 0\n")
    assert code_of(lambda: open_store(tmp_path / "a.ledger")) == "LS-STORE-008"
    assert open_store(tmp_path / "a.ledger", read_only=True).snapshot().head().seq == 0


def test_no_control_character_of_a_path_reaches_the_message(tmp_path: Path) -> None:
    with pytest.raises(StorageError) as caught:
        open_store(tmp_path / "\x1b[31m\nred.ledger")
    assert "\x1b" not in caught.value.message
    assert "\n" not in caught.value.message
