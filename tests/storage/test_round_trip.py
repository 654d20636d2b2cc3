"""What is put into a store comes out again: of this snapshot, of a later one, and after reopening."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledgershell.errors import StorageError
from ledgershell.journal import merkle
from ledgershell.journal.hashing import merkle_root
from ledgershell.storage import queries
from ledgershell.storage.sqlite import create_store, open_store, temporary_store
from ledgershell.storage.store import NO_TABLE, BlockRow, Head, IndexChange, NewBlock, NewRevision
from tests.storage.blocks import (
    INDEX,
    TABLE,
    begin,
    block,
    broken_links,
    commit,
    contents,
    hash_of,
    new_store,
    revision,
)


def test_a_document_is_inserted_changed_and_deleted(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    commit(store, "T1", [revision("a", 0, b"one"), revision("b", 0, b"two")])
    commit(store, "T2", [revision("a", 1, b"three")])
    commit(store, "T3", [revision("a", 2, None)])
    view = store.snapshot()

    assert contents(view) == {"b": b"two"}
    assert view.document(TABLE, "a") is None
    assert view.count_documents(TABLE) == 1
    story = [(row.version, row.seq, row.superseded, row.body, row.deleted) for row in view.history(TABLE, "a")]
    assert story == [(0, 1, 2, b"one", False), (1, 2, 3, b"three", False), (2, 3, None, None, True)]
    assert [row.document_id for row in view.history(TABLE)] == ["a", "b", "a", "a"]
    assert [(row.document_id, row.position) for row in view.block_revisions(1)] == [("a", 0), ("b", 1)]


def test_everything_is_still_there_after_reopening(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    commit(store, "T1", [revision("a", 0, b"one")])
    before = store.snapshot()
    head, rows, revisions = before.head(), list(before.documents(TABLE)), list(before.revisions_after(-1))
    store.close()

    view = open_store(tmp_path / "a.ledger").snapshot()
    assert view.head() == head
    assert list(view.documents(TABLE)) == rows
    assert list(view.revisions_after(-1)) == revisions
    assert view.setting("name") == "test"
    assert view.settings() == [("name", "test")]
    assert view.numbers() == [(1, "table-id"), (2, "index-id")]


def test_the_row_of_a_document_leads_to_its_revision(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    commit(store, "T1", [revision("a", 0, b"one"), revision("b", 0, b"two")])
    commit(store, "T2", [revision("a", 1, b"three")])
    view = store.snapshot()
    rows = list(view.committed(view.documents(TABLE)))
    assert [(row.document_id, row.version, row.transaction_id, row.body) for row in rows] == [
        ("a", 1, "T2", b"three"),
        ("b", 0, "T1", b"two"),
    ]
    assert [row.hash for row in rows] == [hash_of(b"three"), hash_of(b"two")]


def test_scans_go_by_insertion_and_filter_by_content(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    bodies = {f"d{number}": b"x" * (number % 7) + (b"needle" if number % 50 == 3 else b"hay") for number in range(3000)}
    for start in range(0, 3000, 500):
        names = list(bodies)[start : start + 500]
        commit(store, f"from {start}", [revision(name, 0, bodies[name]) for name in names])
    commit(store, "later", [revision("d3", 1, b"no more"), revision("d4", 1, b"now a needle")])
    bodies |= {"d3": b"no more", "d4": b"now a needle"}
    view = store.snapshot()

    assert list(contents(view).items()) == list(bodies.items())
    assert [row.document_id for row in view.documents(TABLE, b"needle")] == [
        name for name, body in bodies.items() if b"needle" in body
    ]


def test_large_documents_are_read_in_small_portions_and_all_of_them(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    bodies = {f"d{number}": bytes([number]) * 100_000 for number in range(200)}
    commit(store, "T1", [revision(name, 0, body) for name, body in bodies.items()])
    assert contents(store.snapshot()) == bodies


def test_a_table_does_not_show_another_ones_documents(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    commit(store, "T1", [revision("a", 0, b"one"), revision("b", 0, b"two", table=7)])
    view = store.snapshot()
    assert list(contents(view)) == ["a"]
    assert view.document(7, "a") is None
    assert list(view.history(7, "a")) == []
    assert view.revision(7, "a", 0) is None
    assert [row.document_id for row in view.revisions_after(-1, 7)] == ["b"]
    assert [row.document_id for row in view.revisions_after(-1)] == ["table-id", "a", "b"]
    assert list(view.revisions_after(1)) == []


def test_an_index_finds_what_is_current(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    commit(
        store,
        "T1",
        [revision(name, 0, name.encode()) for name in "abcd"],
        [IndexChange(INDEX, name, (), (b"red" if name in "ad" else b"blue",)) for name in "abcd"],
    )
    commit(store, "T2", [revision("a", 1, b"a")], [IndexChange(INDEX, "a", (b"red",), (b"blue",))])
    commit(store, "T3", [revision("c", 1, None)], [IndexChange(INDEX, "c", (b"blue",), ())])
    view = store.snapshot()

    def found(*keys: bytes) -> list[str]:
        return [row.document_id for row in view.documents_by_key(TABLE, INDEX, keys)]

    assert found(b"red") == ["d"]
    assert found(b"blue") == ["a", "b"]
    assert found(b"blue", b"red") == found(b"red", b"blue", b"red") == ["a", "b", "d"]
    assert found(b"green") == found() == []


def test_an_index_can_be_built_later_and_dropped(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    commit(store, "T1", [revision(f"d{number}", 0, b"body") for number in range(2500)])
    with store.writing() as writer:
        writer.build_index(
            TABLE, INDEX, ((row.document_id[-1:].encode(), row.document_id) for row in writer.documents(TABLE))
        )
    view = store.snapshot()
    assert [row.document_id for row in view.documents_by_key(TABLE, INDEX, [b"7"])] == [
        f"d{number}" for number in range(2500) if number % 10 == 7
    ]
    with store.writing() as writer:
        writer.drop_index(INDEX)
    assert list(store.snapshot().documents_by_key(TABLE, INDEX, [b"7"])) == []


def test_history_of_a_time_range_is_what_was_current_in_it(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    commit(store, "T1", [revision("a", 0, b"1"), revision("b", 0, b"1")], time=100)
    commit(store, "T2", [revision("a", 1, b"2")], time=200)
    commit(store, "T3", [revision("a", 2, b"3")], time=200)
    commit(store, "T4", [revision("a", 3, None)], time=300)
    view = store.snapshot()

    def versions(start: int | None, end: int | None) -> list[int]:
        of_document = [row.version for row in view.history(TABLE, "a", active_from=start, active_until=end)]
        of_table = view.history(TABLE, active_from=start, active_until=end)
        assert of_document == [row.version for row in of_table if row.document_id == "a"]
        return of_document

    assert versions(None, None) == [0, 1, 2, 3]
    assert versions(0, 99) == []
    assert versions(0, 100) == versions(100, 199) == versions(150, 150) == [0]
    assert versions(199, 200) == [0, 1, 2]
    assert versions(200, 200) == [1, 2], "version 1 lived for less than a millisecond, but it lived"
    assert versions(201, 299) == [2]
    assert versions(201, 300) == [2, 3]
    assert versions(301, None) == [3]


def test_a_long_history_comes_in_portions_and_in_order(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    for version in range(100):
        commit(store, f"T{version + 1}", [revision(name, version, b"%d" % version) for name in "ab"])
    view = store.snapshot()
    for name in "ab":
        assert [row.body for row in view.history(TABLE, name)] == [b"%d" % version for version in range(100)]
        in_range = view.history(TABLE, name, active_from=200, active_until=300)
        assert [row.version for row in in_range] == list(range(18, 29)), "version 0 came at 20, then one every 10"
    assert [row.version for row in view.history(TABLE)] == [version // 2 for version in range(200)]


def test_no_query_reads_more_than_it_must(tmp_path: Path) -> None:
    """Every step of every plan is a search, but for the few that read one row or a whole range on purpose."""
    new_store(tmp_path).close()
    connection = sqlite3.connect(tmp_path / "a.ledger")
    for name, sql in vars(queries).items():
        if not name.isupper() or name.startswith("_") or not isinstance(sql, str):
            continue
        parameters = {"table": 1} if ":table" in sql else [0] * sql.count("?")
        steps = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", parameters)]
        scans = [step for step in steps if step.startswith("SCAN") and "CONSTANT ROW" not in step]
        assert scans == {
            "HEAD": ["SCAN b"],
            "HEAD_AND_LAST_ORDINAL": ["SCAN b"],
            "COUNT": ["SCAN x USING INDEX data_redacted"],
        }.get(name, []), name
        assert not any("TEMP B-TREE" in step for step in steps), name
    connection.close()


def test_sequence_numbers_by_time(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    times = [10, 10, 20, 20, 20, 35]
    for number, time in enumerate(times[1:], 1):
        commit(store, f"T{number}", [revision(f"d{number}", 0, b"x")], time=time)
    view = store.snapshot()
    for moment in range(40):
        assert view.seq_at(moment) == sum(time <= moment for time in times) - 1


def test_blocks_are_found_by_number_and_by_transaction(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    for number in range(1, 40):
        commit(store, f"T{number}", [revision(f"d{number}", 0, b"x")])
    view = store.snapshot()
    assert [row.seq for row in view.blocks_after(-1)] == list(range(40))
    assert [row.seq for row in view.blocks_after(35)] == [36, 37, 38, 39]
    seventh = view.block(7)
    assert seventh is not None
    assert seventh == view.block_of_transaction("T7")
    assert [view.block(seq) for seq in (40, -1, 1 << 70)] == [None] * 3
    assert [view.block_of_transaction(name) for name in ("nobody", "\ud800")] == [None] * 2
    assert view.document(TABLE, "\ud800") is None
    assert broken_links(view) == []


def test_merkle_nodes_give_the_root_of_all_blocks(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    for number in range(1, 38):
        commit(store, f"T{number}", [revision(f"d{number}", 0, b"x")])
    view = store.snapshot()
    hashes = [row.block_hash for row in view.blocks_after(-1)]
    root = merkle.root(view.merkle_nodes(merkle.peaks(len(hashes))))
    assert root is not None
    assert root.qldb == merkle_root(hashes)
    with pytest.raises(KeyError):
        view.merkle_nodes([(6, 0)])
    with pytest.raises(KeyError):
        view.merkle_nodes([(0, 38)])


def test_a_journal_may_begin_in_its_middle(tmp_path: Path) -> None:
    def import_from_the_middle(writer: object) -> None:
        assert hasattr(writer, "append")
        content = hash_of(b"block 1000")
        writer.append(
            NewBlock(
                BlockRow(1000, "T1000", 50, 55, content, b"imported"),
                [
                    NewRevision(NO_TABLE, "", -1, hash_of(b"system"), None),
                    NewRevision(TABLE, "a", 4, hash_of(b"a"), b"fifth", metadata=b"as it was"),
                    NewRevision(TABLE, "b", 2, hash_of(b"b"), None, data_hash=hash_of(b"redacted")),
                ],
            )
        )

    store = create_store(tmp_path / "imported.ledger", import_from_the_middle)
    commit(store, "T1001", [revision("a", 5, b"sixth")])
    view = store.snapshot()
    assert view.head() == Head(1001, view.head().block_hash, 65, -1, 1000)
    system, fifth, redacted = view.block_revisions(1000)
    assert (system.table, system.document_id, system.version, system.body, system.deleted) == (
        NO_TABLE,
        "",
        -1,
        None,
        False,
    )
    assert (fifth.version, fifth.superseded, fifth.metadata) == (4, 1001, b"as it was")
    assert (redacted.body, redacted.data_hash, redacted.deleted) == (None, hash_of(b"redacted"), False)
    assert contents(view) == {"a": b"sixth"}
    assert view.count_documents(TABLE) == 1, "the current data of b are redacted: there is no document to show"
    assert [row.version for row in view.history(TABLE, "a")] == [4, 5]
    sixth = view.revision(TABLE, "a", 5)
    assert sixth is not None
    assert sixth.body == b"sixth"
    assert view.revision(TABLE, "a", 0) is None
    assert view.merkle_nodes([(0, 0), (0, 1)])[0] == merkle.leaf(1000, hash_of(b"block 1000"))
    commit(store, "T1002", [revision("b", 3, b"alive")])
    assert contents(store.snapshot()) == {"a": b"sixth", "b": b"alive"}


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param(revision("a", 0, b"again"), id="a second first version"),
        pytest.param(revision("a", 1, b"again"), id="a version twice"),
        pytest.param(revision("a", 3, b"hole"), id="a version left out"),
        pytest.param(revision("gone", 2, b"back"), id="a life after deletion"),
        pytest.param(revision("a", 2, b"moved", table=9), id="another table"),
    ],
)
def test_versions_must_follow(tmp_path: Path, wrong: NewRevision) -> None:
    store = new_store(tmp_path)
    commit(store, "T1", [revision("a", 0, b"one"), revision("gone", 0, b"one")])
    commit(store, "T2", [revision("a", 1, b"two"), revision("gone", 1, None)])
    with pytest.raises(StorageError) as caught:
        commit(store, "T3", [wrong])
    assert caught.value.code == "LS-STORE-012"
    assert store.snapshot().head().seq == 2
    commit(store, "T3", [revision("a", 2, b"three")])
    assert contents(store.snapshot()) == {"a": b"three"}


def test_a_transaction_is_in_one_block_only(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    commit(store, "T1", [revision("a", 0, b"one")])
    with pytest.raises(StorageError):
        commit(store, "T1", [revision("b", 0, b"two")])
    assert contents(store.snapshot()) == {"a": b"one"}


def test_time_never_goes_back(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    commit(store, "T1", [revision("a", 0, b"one")], time=100)
    with pytest.raises(StorageError):
        commit(store, "T2", [revision("b", 0, b"two")], time=99)


def test_symbols_are_given_once_and_in_order(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    with store.writing() as writer:
        writer.append(block(writer, "T1", symbols=[(10, "name"), (11, "naïve")]))
    assert store.snapshot().symbols_after(0) == [(10, "name"), (11, "naïve")]
    assert store.snapshot().symbols_after(10) == [(11, "naïve")]
    for wrong in ((11, "other"), (13, "gap"), (12, "name")):
        with pytest.raises(StorageError), store.writing() as writer:
            writer.append(block(writer, "T2", symbols=[wrong]))


def test_a_memory_ledger_leaves_nothing_behind(tmp_path: Path) -> None:
    store = temporary_store(begin, tmp_path)
    commit(store, "T1", [revision("a", 0, b"one")])
    assert store.location == ":memory:"
    assert contents(store.snapshot()) == {"a": b"one"}
    store.close()
    assert list(tmp_path.iterdir()) == []


def test_creating_leaves_one_file_or_none(tmp_path: Path) -> None:
    def fails(_writer: object) -> None:
        raise RuntimeError("no")

    with pytest.raises(RuntimeError):
        create_store(tmp_path / "a.ledger", fails)
    assert list(tmp_path.iterdir()) == []
    new_store(tmp_path).close()
    assert [path.name for path in tmp_path.iterdir()] == ["a.ledger"]


class Model:
    """What a store should answer, kept in dictionaries."""

    def __init__(self) -> None:
        self.current: dict[str, tuple[int, bytes]] = {}
        self.versions: dict[str, list[bytes | None]] = {}


changes = st.lists(
    st.lists(st.tuples(st.sampled_from("abcdef"), st.one_of(st.none(), st.binary(max_size=40))), max_size=5),
    max_size=12,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes)
def test_a_store_answers_like_dictionaries(
    tmp_path_factory: pytest.TempPathFactory, script: list[list[tuple[str, bytes | None]]]
) -> None:
    store = new_store(tmp_path_factory.mktemp("model"))
    model = Model()
    for number, transaction in enumerate(script, 1):
        written: dict[str, NewRevision] = {}
        index_changes = []
        for letter, body in transaction:
            name = (
                f"{letter}{sum(letter == key[0] and versions[-1] is None for key, versions in model.versions.items())}"
            )
            if name in written or (body is None and name not in model.current):
                continue
            old = model.current.get(name)
            written[name] = revision(name, len(model.versions.get(name, ())), body)
            index_changes.append(
                IndexChange(INDEX, name, (old[1][:1],) if old else (), () if body is None else (body[:1],))
            )
        for name, new in written.items():
            model.versions.setdefault(name, []).append(new.body)
            if new.body is None:
                del model.current[name]
            else:
                model.current[name] = (new.version, new.body)
        commit(store, f"T{number}", list(written.values()), index_changes)

    view = store.snapshot()
    in_order = [name for name in model.versions if name in model.current]
    assert [(row.document_id, row.version, row.body) for row in view.documents(TABLE)] == [
        (name, *model.current[name]) for name in in_order
    ]
    for name, versions in model.versions.items():
        assert [row.body for row in view.history(TABLE, name)] == versions
        for version, body in enumerate(versions):
            row = view.revision(TABLE, name, version)
            assert row is not None
            assert row.body == body
    for key in {body[:1] for _, body in model.current.values()}:
        assert [row.document_id for row in view.documents_by_key(TABLE, INDEX, [key])] == [
            name for name in in_order if model.current[name][1][:1] == key
        ]
    assert view.count_documents(TABLE) == len(model.current)
    store.close()
