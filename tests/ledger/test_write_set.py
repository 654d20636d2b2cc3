"""The write set: one revision a document, statements that are taken back whole, and the keys it would have."""

from __future__ import annotations

from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from ledgershell.ledger.write_set import WriteSet
from ledgershell.storage.store import DocumentRow

TABLE: Final = "table"


def stored(document_id: str, body: bytes = b"old") -> DocumentRow:
    return DocumentRow(7, 1, document_id, 3, 9, body)


def test_a_document_changed_by_three_statements_is_one_change_that_names_all_three() -> None:
    write_set = WriteSet()
    write_set.insert(TABLE, "a", b"1", b"h1", 0)
    for statement, body in ((1, b"2"), (1, b"3"), (4, b"4")):
        change = write_set.get("a")
        assert change is not None
        write_set.change_again(change, body, b"h", statement)
    final = write_set.changes["a"]
    assert (final.body, final.statements, final.base) == (b"4", (0, 1, 4), None)
    assert len(write_set) == 1


def test_insert_and_delete_in_one_transaction_leave_nothing() -> None:
    write_set = WriteSet()
    write_set.insert(TABLE, "a", b"1", b"h", 0)
    write_set.change_again(write_set.changes["a"], None, b"", 1)
    assert len(write_set) == 0
    assert write_set.size == 0


def test_update_and_delete_of_a_stored_document_leave_its_end() -> None:
    write_set = WriteSet()
    write_set.replace(TABLE, stored("a"), b"new", b"h", 0)
    write_set.change_again(write_set.changes["a"], None, b"", 1)
    change = write_set.changes["a"]
    assert change.body is None
    assert change.base is not None
    assert change.base.version == 3


def test_a_failed_statement_is_taken_back_and_the_earlier_ones_stay() -> None:
    write_set = WriteSet()
    write_set.insert(TABLE, "a", b"1", b"h", 0)
    write_set.insert(TABLE, "b", b"22", b"h", 0)
    write_set.begin_statement()
    write_set.change_again(write_set.changes["a"], None, b"", 1)
    write_set.change_again(write_set.changes["b"], b"x", b"h", 1)
    write_set.change_again(write_set.changes["b"], b"y", b"h", 1)
    write_set.insert(TABLE, "c", b"333", b"h", 1)
    write_set.roll_back()
    assert {each: change.body for each, change in write_set.changes.items()} == {"a": b"1", "b": b"22"}
    assert write_set.size == 3
    assert set(write_set.of_table(TABLE)) == {"a", "b"}


@given(
    st.lists(
        st.tuples(st.sampled_from("abcd"), st.sampled_from([None, b"k1", b"k2", b"k3"]), st.booleans()), max_size=30
    )
)
def test_the_keyed_view_says_what_a_walk_over_all_changes_says(steps: list[tuple[str, bytes | None, bool]]) -> None:
    """Whenever the keyed view was built, and whatever was undone since."""
    write_set = WriteSet()
    for number, (document_id, body, undo) in enumerate(steps):
        write_set.begin_statement()
        change = write_set.get(document_id)
        if change is not None:
            write_set.change_again(change, body, b"h", number)
        elif body is not None:
            write_set.insert(TABLE, document_id, body, b"h", number)
        else:
            write_set.replace(TABLE, stored(document_id), None, b"", number)
        if undo:
            write_set.roll_back()
        keyed = write_set.by_key(TABLE, "field", lambda body: body)
        for key in (b"k1", b"k2", b"k3"):
            expected = {each.document_id for each in write_set.changes.values() if each.body == key}
            assert set(keyed.find(key)) == expected
    assert write_set.size == sum(len(change.body or b"") for change in write_set.changes.values())
