"""The catalogue: names, numbers, and that it follows from its own revisions."""

from __future__ import annotations

import pytest

from ledgershell.errors import LedgerError, StorageError
from ledgershell.ion.values import Struct
from ledgershell.ledger.catalogue import INACTIVE, Catalogue, Index, Table, committed, read_catalogue
from ledgershell.partiql.sources import Name


def catalogue(*names: str) -> Catalogue:
    return Catalogue(3, {name: Table(name, name, number=at) for at, name in enumerate(names, 1)})


def test_a_name_is_found_exactly_then_without_regard_to_case() -> None:
    tables = catalogue("Person", "Vehicle")
    for text in ("Person", "person", "PERSON"):
        found = tables.find(Name(text, quoted=False))
        assert found is not None
        assert found.name == "Person"
    assert tables.find(Name("person", quoted=True)) is None


def test_an_exact_match_wins_over_another_case_and_a_tie_is_an_error() -> None:
    tables = catalogue("person", "Person")
    found = tables.find(Name("Person", quoted=False))
    assert found is not None
    assert found.name == "Person"
    with pytest.raises(LedgerError, match="fits 2 tables: Person, person"):
        tables.find(Name("PERSON", quoted=False))


def test_an_unknown_name_comes_with_candidates() -> None:
    with pytest.raises(LedgerError) as unknown:
        catalogue("Person", "Vehicle").require(Name("Vehicel", quoted=False))
    assert unknown.value.hint == "did you mean Vehicle?"


def test_a_dropped_table_is_not_found_and_the_hint_says_how_to_get_it_back() -> None:
    tables = Catalogue(3, {"id1": Table("id1", "T", INACTIVE, number=1)})
    with pytest.raises(LedgerError, match="there is no table 'T'") as unknown:
        tables.require(Name("T", quoted=False))
    assert unknown.value.hint is not None
    assert 'UNDROP TABLE "id1"' in unknown.value.hint


def test_what_a_commit_leaves_is_what_the_documents_say_when_read_again() -> None:
    """Two tables and three indexes of one transaction, then a drop and one more index."""
    numbers: dict[str, int] = {}

    def assign(identifier: str) -> int:
        return numbers.setdefault(identifier, len(numbers) + 1)

    tip = Catalogue(0, {})
    first = tip.changed(Table("A", "a", indexes=(Index("i1", "x"), Index("i3", "y"))))
    first = first.changed(Table("B", "b", indexes=(Index("i2", "x"),), tags=(("owner", "me"),)))
    after_first = committed(first, ["A", "B"], 1, tip, assign)

    table = after_first.tables["A"]
    second = after_first.changed(table._replace(indexes=(table.indexes[1], Index("i4", "z"))))
    after_second = committed(second, ["A"], 2, after_first, assign)

    reread = read_catalogue(2, [table.document() for table in after_second.tables.values()], numbers)
    assert reread.tables == after_second.tables
    assert after_second.seq == 2
    assert all(index.number is not None for index in reread.tables["A"].indexes)


def test_a_catalogue_row_without_its_fields_is_told_and_not_guessed() -> None:
    with pytest.raises(StorageError, match="has no name"):
        read_catalogue(1, [Struct((("tableId", "A"), ("status", "ACTIVE")))], {})
