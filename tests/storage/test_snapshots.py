"""A snapshot stays what it was, whatever others commit, and whoever else is reading."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledgershell.errors import Interrupted, StorageError
from ledgershell.storage.sqlite import open_store
from ledgershell.storage.sqlite_store import SqliteStore
from ledgershell.storage.store import IndexChange
from tests.storage.blocks import INDEX, TABLE, block, commit, contents, new_store, revision


def test_later_commits_do_not_show(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    commit(store, "T1", [revision("a", 0, b"one")])
    view = store.snapshot()
    commit(store, "T2", [revision("a", 1, b"two"), revision("b", 0, b"new")])
    other = open_store(tmp_path / "a.ledger")
    commit(other, "T3", [revision("a", 2, None)])

    assert contents(view) == {"a": b"one"}
    assert view.head().seq == 1
    assert [row.superseded for row in view.history(TABLE, "a")] == [None]
    assert list(view.revisions_after(1)) == []
    assert contents(store.snapshot()) == contents(other.snapshot()) == {"b": b"new"}


def test_the_snapshot_is_fixed_when_it_is_taken_not_when_it_is_read(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    view = store.snapshot()
    commit(store, "T1", [revision("a", 0, b"one")])
    assert view.head().seq == 0


def test_a_scan_goes_on_undisturbed_while_others_write_and_read(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    commit(store, "T1", [revision(f"d{number}", 0, b"old") for number in range(2000)])
    view = store.snapshot()
    seen = []
    for number, row in enumerate(view.documents(TABLE)):
        if number % 400 == 0:
            commit(store, f"during {number}", [revision(f"d{number + 1}", 1, b"new")])
            assert view.count_documents(TABLE) == 2000
        seen.append(row)
    assert [row.body for row in seen] == [b"old"] * 2000


def test_what_is_not_committed_is_nowhere(tmp_path: Path) -> None:
    store = new_store(tmp_path)

    def writes_and_gives_up() -> None:
        with store.writing() as writer:
            entries = [IndexChange(INDEX, "a", (), (b"key",))]
            writer.append(block(writer, "T1", [revision("a", 0, b"one")], entries, symbols=[(10, "n")]))
            assert contents(writer) == {"a": b"one"}, "the writer sees what it wrote"
            assert contents(store.snapshot()) == {}
            raise RuntimeError("changed my mind")

    with pytest.raises(RuntimeError):
        writes_and_gives_up()
    view = store.snapshot()
    assert contents(view) == {}
    assert view.head().seq == 0
    assert view.symbols_after(0) == []
    assert list(view.documents_by_key(TABLE, INDEX, [b"key"])) == []
    commit(store, "T1", [revision("a", 0, b"two")])


def test_two_blocks_in_one_go(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    with store.writing() as writer:
        for number in range(1, 10):
            writer.append(block(writer, f"T{number}", [revision("a", number - 1, b"%d" % number)]))
    assert contents(store.snapshot()) == {"a": b"9"}


def test_the_catalogue_is_as_old_as_its_last_change(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    commit(store, "T1", [revision("a", 0, b"one")])
    assert store.snapshot().head().catalogue_seq == 0
    with store.writing() as writer:
        writer.append(block(writer, "T2", [revision("table-id", 1, b"new entry", table=0)], catalogue_changed=True))
    commit(store, "T3", [revision("b", 0, b"one")])
    assert store.snapshot().head().catalogue_seq == 2


def test_closed_things_say_so(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    view = store.snapshot()
    rows = view.documents(TABLE)
    view.close()
    view.close()
    with pytest.raises(StorageError) as caught:
        next(rows)
    assert caught.value.code == "LS-STORE-017"
    with store.writing() as writer:
        pass
    with pytest.raises(StorageError):
        writer.head()
    store.close()
    store.close()
    for attempt in (store.snapshot, store.writing):
        with pytest.raises(StorageError) as caught:
            attempt()
        assert caught.value.code == "LS-STORE-017"


def test_many_snapshots_at_once(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    views = []
    for number in range(12):
        views.append(store.snapshot())
        commit(store, f"T{number + 1}", [revision(f"d{number}", 0, b"x")])
    assert [len(contents(view)) for view in views] == list(range(12))
    for view in views:
        view.close()
    assert len(contents(store.snapshot())) == 12


def test_long_work_can_be_stopped(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    commit(store, "T1", [revision(f"d{number}", 0, b"x" * 50) for number in range(5000)])
    asked = []

    def stop() -> bool:
        asked.append(True)
        return len(asked) > 3

    store.on_progress(stop)
    view = store.snapshot()
    with pytest.raises(Interrupted):
        [list(view.documents(TABLE, b"not there")) for _ in range(1000)]
    assert len(asked) == 4
    store.on_progress(None)
    assert view.count_documents(TABLE) == 5000, "the snapshot is still usable"
    commit(store, "T2", [revision("more", 0, b"x")])


def test_a_stopped_write_leaves_nothing(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    commit(store, "T1", [revision(f"d{number}", 0, b"x") for number in range(5000)])
    store.on_progress(lambda: True)
    with pytest.raises(Interrupted), store.writing() as writer:
        writer.build_index(TABLE, INDEX, ((b"key", f"d{number}") for number in range(5000)))
    store.on_progress(None)
    assert list(store.snapshot().documents_by_key(TABLE, INDEX, [b"key"])) == []
    commit(store, "T2", [revision("more", 0, b"x")])


def give_up(store: SqliteStore, transaction_id: str) -> None:
    """Write a block, and then do not commit it."""
    with suppress(RuntimeError), store.writing() as writer:
        writer.append(block(writer, transaction_id))
        raise RuntimeError("changed my mind")


@settings(max_examples=40, deadline=None)
@given(steps=st.lists(st.sampled_from(["ours", "theirs", "given up", "open", "close"]), max_size=25))
def test_a_head_that_was_remembered_is_the_one_in_the_file(steps: list[str]) -> None:
    """Connections are used again and skip reading the head; every snapshot must still see its own."""
    with TemporaryDirectory() as folder:
        stores = (new_store(Path(folder)), open_store(Path(folder) / "a.ledger"))
        held = []
        for number, step in enumerate(steps):
            if step == "open":
                held += [(store.snapshot(), stores[0].snapshot().seq_at(10**9)) for store in stores]
            elif step == "close" and held:
                held.pop(number % len(held))[0].close()
            elif step == "given up":
                give_up(stores[1], f"step {number}")
            elif step in ("ours", "theirs"):
                commit(stores[step == "theirs"], f"step {number}", [revision(f"d{number}", 0, b"new")])
            for view, tip in held:
                assert view.head().seq == tip
            for store in stores:
                view = store.snapshot()
                [last] = list(view.blocks_after(view.head().seq - 1))
                assert (last.seq, last.block_hash) == view.head()[:2]
                view.close()
        for store in stores:
            store.close()
