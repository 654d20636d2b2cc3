"""Bodies: what a ledger stores for a document, read back whole or field by field."""

from __future__ import annotations

import copy
import pickle
from decimal import Decimal

import pytest
from amazon.ion import simpleion
from hypothesis import given
from hypothesis import strategies as st

from ledgershell.errors import IonError
from ledgershell.ion import ion_equal, ion_hash
from ledgershell.ion.decoder import decode_stream
from ledgershell.ion.encoder import VERSION_MARKER, encode_body, encode_stream
from ledgershell.ion.hashing import hash_body
from ledgershell.ion.lazy import LazyStruct, decode_body
from ledgershell.ion.symbols import FIRST_LOCAL, LEDGER_TABLE_SIZE, SymbolTable
from ledgershell.ion.values import MISSING, SYMBOL_ZERO, Annotated, SExpression, Struct, Symbol, Value
from tests.ion.strategies import documents, names, values

OWNERS = Struct([("PrimaryOwner", Struct([("PersonId", "p1")])), ("SecondaryOwners", [Struct([("PersonId", "p2")])])])
VEHICLE = Struct([("VIN", "1N4AL11D75C109151"), ("Year", 2011), ("Price", Decimal("90.25")), ("Owners", OWNERS)])


def stored(value: Value, symbols: SymbolTable | None = None) -> Value:
    symbols = symbols or SymbolTable()
    return decode_body(encode_body(value, symbols, grow=True), symbols)


def test_a_document_comes_back_lazily_and_equal() -> None:
    row = stored(VEHICLE)
    assert type(row) is LazyStruct
    assert row == VEHICLE
    assert row.get("Year") == 2011
    assert row.get("Colour") is MISSING
    assert row.get("Colour", None) is None
    assert type(row.get("Owners")) is LazyStruct
    assert type(row["Owners"]["SecondaryOwners"][0]) is LazyStruct
    assert row.keys() == ("VIN", "Year", "Price", "Owners")


def test_paths_are_read_without_decoding_the_rest() -> None:
    row = stored(VEHICLE)
    assert row.get_path(("Owners", "PrimaryOwner", "PersonId")) == "p1"
    assert row.get_path(("Owners", "PrimaryOwner", "Name")) is MISSING
    assert row.get_path(("VIN", "x")) is MISSING
    assert row.get_path(()) is row


def test_fields_are_found_in_any_order() -> None:
    row = stored(VEHICLE)
    assert [row.get(name) for name in ("Price", "VIN", "Year", "VIN")] == [
        Decimal("90.25"), "1N4AL11D75C109151", 2011, "1N4AL11D75C109151",
    ]  # fmt: skip


def test_of_repeated_fields_the_first_is_got_and_all_are_kept() -> None:
    document = Struct([("a", 1), ("b", 2), ("a", 3)])
    row = stored(document)
    assert row.get("b") == 2
    assert row.get("a") == 1
    assert row.items() == (("a", 1), ("b", 2), ("a", 3))


@given(documents(fraction_digits=20), st.lists(names(), max_size=6))
def test_reading_field_by_field_equals_reading_all(document: Struct, wanted: list[str]) -> None:
    row = stored(document)
    for name in [*wanted, *document.keys(), SYMBOL_ZERO]:
        expected = next((value for key, value in document.items() if key == name), MISSING)
        assert ion_equal(row.get(name), expected)
    assert ion_equal(row, document)
    assert [name for name, _ in row.items()] == [name for name, _ in document.items()]


@given(values(fraction_digits=20))
def test_any_value_can_be_a_body(value: Value) -> None:
    assert ion_equal(stored(value), value)


@given(documents(), st.booleans())
def test_copies_and_pickles_are_equal(document: Struct, read_first: bool) -> None:
    row = stored(document)
    if read_first:
        row.items()
    assert copy.copy(row) is row
    assert copy.deepcopy(row) is row
    assert ion_equal(pickle.loads(pickle.dumps(row)), document)


@given(documents(), st.lists(names(), max_size=3))
def test_a_lazy_struct_is_hashed_from_its_bytes_to_the_same_hash(document: Struct, looked_at: list[str]) -> None:
    row = stored(document)
    for name in looked_at:
        row.get(name)
    assert ion_hash(row) == ion_hash(document)
    for read, plain in zip(row.values(), document.values(), strict=True):
        assert ion_hash(read) == ion_hash(plain)


def test_a_lazy_struct_is_stored_again_like_the_struct_that_it_was() -> None:
    symbols = SymbolTable()
    body = encode_body(VEHICLE, symbols, grow=True)
    assert encode_body(decode_body(body, symbols), symbols, grow=False) == body


class TestSymbols:
    """Which names enter the ledger's table, and what becomes of the others."""

    def test_identifiers_enter_the_table_once(self) -> None:
        symbols = SymbolTable()
        encode_body(VEHICLE, symbols, grow=True)
        encode_body(VEHICLE, symbols, grow=True)
        assert [text for _, text in symbols.entries_after(0)] == [
            "VIN", "Year", "Price", "Owners", "PrimaryOwner", "PersonId", "SecondaryOwners",
        ]  # fmt: skip

    def test_keys_that_are_data_stay_in_the_body(self) -> None:
        symbols = SymbolTable()
        document = Struct([("joe@example.com", 1), ("a-b", Symbol("12 34")), ("x" * 65, 2), ("é" * 33, 3), ("ok", 4)])
        body = encode_body(document, symbols, grow=True)
        assert [text for _, text in symbols.entries_after(0)] == ["ok"]
        assert b"joe@example.com" in body
        assert decode_body(body, symbols) == document
        assert hash_body(body, symbols) == ion_hash(document)

    def test_without_leave_to_grow_the_table_stays_as_it_is(self) -> None:
        symbols = SymbolTable()
        body = encode_body(VEHICLE, symbols, grow=False)
        assert symbols.last == 9
        assert decode_body(body, symbols) == VEHICLE

    def test_a_bodys_own_symbols_keep_their_meaning_when_the_table_grows(self) -> None:
        symbols = SymbolTable()
        body = encode_body(VEHICLE, symbols, grow=False)
        for number in range(500):
            symbols.add(f"f{number}")
        symbols.add("VIN")
        row = decode_body(body, symbols)
        assert row.get("VIN") == "1N4AL11D75C109151"
        assert row == VEHICLE

    def test_a_full_table_takes_no_more(self) -> None:
        symbols = SymbolTable()
        for number in range(LEDGER_TABLE_SIZE):
            assert symbols.admits(f"f{number}")
            symbols.add(f"f{number}")
        assert symbols.last == FIRST_LOCAL - 1
        document = Struct([("one_more", 1), ("f7", 2)])
        body = encode_body(document, symbols, grow=True)
        assert symbols.last == FIRST_LOCAL - 1
        assert decode_body(body, symbols) == document

    def test_an_erased_name_leaves_a_gap_that_nobody_gets(self) -> None:
        symbols = SymbolTable([(10, "a"), (12, "c")])
        assert symbols.text(11) is SYMBOL_ZERO
        assert symbols.add("d") == 13
        assert symbols.lookup("b") is None

    def test_an_undefined_number_is_an_error(self) -> None:
        body = encode_body(Struct([("a", 1)]), SymbolTable(), grow=True)
        assert body == b"\xd3\x8a\x21\x01"
        symbols = SymbolTable([(10, "a"), (11, "b")])
        body = encode_body(Struct([("b", 1)]), symbols, grow=True)
        with pytest.raises(IonError, match=r"LS-ION-002.*\$11"):
            decode_body(body, SymbolTable([(10, "a")])).items()

    def test_unknown_text_is_not_the_text_dollar_zero(self) -> None:
        document = Struct([("$0", 1), (SYMBOL_ZERO, 2)])
        row = stored(document)
        assert row.get("$0") == 1
        assert row.get(SYMBOL_ZERO) == 2
        assert row == document

    def test_a_body_with_symbols_of_its_own_is_ion_for_other_readers(self) -> None:
        """They see the ledger's table as an import that they do not have."""
        symbols = SymbolTable()
        body = encode_body(Struct([("known", 1), ("a b", "x")]), symbols, grow=True)
        others = simpleion.loads(VERSION_MARKER + body)
        assert others["a b"] == "x"
        (ours,) = decode_stream(VERSION_MARKER + body)
        assert ours == Struct([(SYMBOL_ZERO, 1), ("a b", "x")])

    @given(documents(), documents())
    def test_copies_of_a_table_grow_apart(self, first: Struct, second: Struct) -> None:
        symbols = SymbolTable()
        encode_body(first, symbols, grow=True)
        before = symbols.entries_after(0)
        fork = symbols.copy()
        body = encode_body(second, fork, grow=True)
        assert symbols.entries_after(0) == before
        assert fork.entries_after(symbols.last) == fork.entries_after(0)[len(before) :]
        assert decode_body(body, fork) == second


class TestDamage:
    """Damaged bytes end in an error of ours, never in another value by accident or in a Python exception."""

    @given(documents(), st.data())
    def test_changed_bytes_are_read_or_refused(self, document: Struct, data: st.DataObject) -> None:
        symbols = SymbolTable()
        body = bytearray(encode_body(document, symbols, grow=True))
        position = data.draw(st.integers(0, len(body) - 1))
        body[position] ^= 1 << data.draw(st.integers(0, 7))
        try:
            row = decode_body(bytes(body), symbols)
            decoded = ion_hash(row)
        except IonError:
            with pytest.raises(IonError):
                hash_body(bytes(body), symbols)
        else:
            assert hash_body(bytes(body), symbols) == decoded

    @given(documents(), st.data())
    def test_cut_bytes_are_refused(self, document: Struct, data: st.DataObject) -> None:
        symbols = SymbolTable()
        body = encode_body(document, symbols, grow=True)
        cut = body[: data.draw(st.integers(0, len(body) - 1))]
        with pytest.raises(IonError):
            decode_body(cut, symbols).items()
        with pytest.raises(IonError):
            hash_body(cut, symbols)

    @given(st.binary(max_size=60))
    def test_any_bytes_are_read_or_refused(self, data: bytes) -> None:
        symbols = SymbolTable((number, f"f{number}") for number in range(10, 30))
        try:
            value = decode_body(data, symbols)
            decoded = ion_hash(value)
        except IonError:
            with pytest.raises(IonError):
                hash_body(data, symbols)
        else:
            assert hash_body(data, symbols) == decoded

    def test_an_error_in_a_lazy_struct_is_raised_each_time(self) -> None:
        body = b"\xd6\x8a\x21\x01\x8b\x2d\x01"  # the second field claims 13 bytes
        row = decode_body(body, SymbolTable([(10, "a"), (11, "b")]))
        assert row.get("a") == 1
        for _ in range(2):
            with pytest.raises(IonError):
                row.get("b")
            with pytest.raises(IonError):
                row.items()

    @given(st.binary(max_size=60))
    def test_any_stream_is_read_or_refused(self, data: bytes) -> None:
        try:
            values_read = decode_stream(VERSION_MARKER + data)
        except IonError:
            return
        assert ion_equal(decode_stream(encode_stream(values_read)), values_read)


def test_what_ion_cannot_hold_is_refused() -> None:
    for value in (object(), {1: 2}, Decimal("NaN"), Decimal("Infinity"), "\ud800", Symbol("\ud800"), 10**5000, 1j):
        with pytest.raises(IonError):
            encode_body(value, SymbolTable(), grow=True)
        with pytest.raises(IonError):
            ion_hash(value)


def test_a_struct_that_reads_like_a_symbol_table_is_refused() -> None:
    table = Annotated(("$ion_symbol_table",), Struct([("symbols", ["x"])]))
    with pytest.raises(IonError, match="LS-ION-003"):
        encode_body(table, SymbolTable(), grow=True)
    with pytest.raises(IonError, match="LS-ION-003"):
        encode_stream([table])
    assert ion_equal(stored(Struct([("inside", table)])), Struct([("inside", table)]))


def test_nesting_has_a_limit() -> None:
    value: Value = 1
    for _ in range(200):
        value = SExpression([value])
    assert ion_equal(stored(value), value)
    with pytest.raises(IonError, match="LS-ION-004"):
        stored([value])
    with pytest.raises(IonError, match="LS-ION-004"):
        ion_hash([value])
