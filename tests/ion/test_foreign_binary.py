"""Binary that we would not write: padded, reordered, hostile.  It is read right, or refused at once."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgershell.errors import IonError
from ledgershell.ion import ion_equal, ion_hash, loads, loads_all
from ledgershell.ion.encoder import VERSION_MARKER, encode_body, encode_stream
from ledgershell.ion.hashing import hash_body
from ledgershell.ion.lazy import LazyStruct, decode_body
from ledgershell.ion.scalar_encoding import (
    _decimal_parts,
    _encode_timestamp,
    decimal_parts,
    encode_int,
    encode_string,
    encode_timestamp,
    sized,
)
from ledgershell.ion.symbols import SymbolTable, varuint
from ledgershell.ion.timestamp import Timestamp
from ledgershell.ion.values import MISSING, Struct, Symbol, Value
from tests.ion.strategies import decimals, documents, timestamps

SYMBOLS = SymbolTable((number, f"f{number}") for number in range(10, 400))
FIELDS = [10, 11, 117, 118, 127, 128, 399]

sloppy_scalars = st.sampled_from(
    [
        (b"\x0f", "null"),
        (b"\x3f", "null.int"),
        (b"\x22\x00\x05", "5"),
        (b"\x2e\x81\x05", "5"),
        (b"\x2e\x00\x81\x05", "5"),
        (b"\x32\x00\x05", "-5"),
        (b"\x21\x00", "0"),
        (b"\x44\x3f\x80\x00\x00", "1e0"),
        (b"\x48\x00\x00\x00\x00\x00\x00\x00\x00", "0e0"),
        (b"\x44\x7f\xc0\x00\x01", "nan"),
        (b"\x48\xff\xf8\x00\x00\x00\x00\x00\x01", "nan"),
        (b"\x51\x80", "0."),
        (b"\x54\xc1\x00\x00\x0f", "1.5"),
        (b"\x53\x40\x81\x0f", "1.5"),
        (b"\x52\xc0\x05", "5."),
        (b"\x53\xc1\x80\x05", "-0.5"),
        (b"\x52\xc1\x80", "-0.0"),
        (b"\x63\xc0\x0f\xe4", "2020T"),
        (b"\x63\x80\x0f\xe4", "2020T"),
        (b"\x66\xc0\x00\x0f\xe4\x81\x81", "2020-01-01"),
        (b"\x6a\x80\x0f\xe4\x81\x81\x80\x80\x80\xc3\x00", "2020-01-01T00:00:00.000Z"),
        (b"\x6b\x80\x0f\xe4\x81\x81\x80\x80\x80\xc2\x00\x05", "2020-01-01T00:00:00.05Z"),
        (b"\x69\x80\x0f\xe4\x81\x81\x80\x80\x80\x80", "2020-01-01T00:00:00Z"),
        (b"\x71\x0a", "f10"),
        (b"\x72\x00\x0a", "f10"),
        (b"\x8e\x81a", '"a"'),
        (b"\xb2\x00\x20", "[0]"),
        (b"\xd3\x8a\x21\x01", "{f10: 1}"),
        (b"\xe4\x81\x8a\x21\x01", "f10::1"),
        (b"\xe5\x00\x81\x8a\x21\x01", None),
    ]
)


def padded_number(number: int, padding: int) -> bytes:
    return b"\0" * padding + varuint(number)


@st.composite
def sloppy_structs(draw: st.DrawFn) -> tuple[bytes, list[tuple[str, str]]]:
    """The bytes of a struct with pads and padded numbers, and its fields as (name, Ion text)."""
    parts, fields = [], []
    for _ in range(draw(st.integers(0, 6))):
        number = draw(st.sampled_from(FIELDS))
        parts.append(padded_number(number, draw(st.sampled_from([0, 0, 0, 1, 2]))))
        if draw(st.integers(0, 4)) == 0:
            parts.append(draw(st.sampled_from([b"\x00", b"\x01\xff", b"\x0e\x82\x21\x01"])))
            continue
        data, text = draw(sloppy_scalars.filter(lambda pair: pair[1] is not None))
        parts.append(data)
        fields.append((f"f{number}", str(text)))
    return b"".join(parts), fields


@given(sloppy_structs())
def test_each_spelling_is_read_as_its_value(struct: tuple[bytes, list[tuple[str, str]]]) -> None:
    data, expected = struct
    fields = [(name, loads(text)) for name, text in expected]
    body = b"\xde" + padded_number(len(data), 1) + data
    row = decode_body(body, SYMBOLS)
    for number in [*FIELDS, 200]:
        first = next((value for name, value in fields if name == f"f{number}"), MISSING)
        assert ion_equal(row.get(f"f{number}"), first)
    assert ion_equal(row, Struct(fields))
    assert hash_body(body, SYMBOLS) == ion_hash(Struct(fields))


@given(
    st.lists(st.tuples(st.sampled_from(FIELDS), st.integers(0, 300)), max_size=12), st.lists(st.sampled_from(FIELDS))
)
def test_numbers_of_one_and_two_bytes_are_found(fields: list[tuple[int, int]], wanted: list[int]) -> None:
    document = Struct([(f"f{number}", value) for number, value in fields])
    row = decode_body(encode_body(document, SYMBOLS, grow=False), SYMBOLS)
    for number in wanted:
        assert ion_equal(row.get(f"f{number}"), document.get(f"f{number}"))


@given(decimals() | st.decimals(allow_nan=False, allow_infinity=False, places=2))
def test_the_short_way_to_write_a_decimal_is_the_general_one(number: Decimal) -> None:
    assert decimal_parts(number) == _decimal_parts(number)


@given(timestamps(fraction_digits=25))
def test_the_short_way_to_write_a_timestamp_is_the_general_one(moment: Timestamp) -> None:
    assert encode_timestamp(moment) == _encode_timestamp(moment)


@given(st.integers(0, 4_102_444_800_000))
def test_and_so_it_is_for_milliseconds(milliseconds: int) -> None:
    moment = Timestamp.from_milliseconds(milliseconds)
    assert encode_timestamp(moment) == _encode_timestamp(moment)
    assert loads(encode_stream([moment])) == moment


@given(st.lists(documents(), min_size=2, max_size=8))
def test_remembered_hashes_do_not_mix_up_documents(found: list[Struct]) -> None:
    """Values of different types under one name, again and again."""
    symbols = SymbolTable()
    for document in found + found:
        body = encode_body(document, symbols, grow=True)
        assert hash_body(body, symbols) == ion_hash(Struct(reversed(document.items())))


def test_many_values_of_many_fields_hash_right() -> None:
    """More than are remembered."""
    import hashlib

    from ledgershell.ion.hashing import hash_with

    for round_ in range(2):
        for name in ("a", *(f"n{number}" for number in range(600))):
            for value in range(round_, 300 if name == "a" else 2):
                document = Struct([(name, value), (name, str(value)), (name, Decimal(value))])
                assert ion_hash(document) == hash_with(document, hashlib.sha256)


class TestHostileBinary:
    """Each claims more than it has, or nests without end.  The clock is only a net against hanging."""

    @staticmethod
    def table(*fields: bytes) -> bytes:
        return sized(14, b"\x81\x83" + sized(13, b"".join(fields)))

    @staticmethod
    def imported(size: int) -> bytes:
        return b"\x86" + sized(11, sized(13, b"\x84" + encode_string("t") + b"\x85\x21\x01\x88" + encode_int(size)))

    def refused(self, data: bytes) -> str:
        started = time.monotonic()
        with pytest.raises(IonError) as caught:
            loads_all(VERSION_MARKER + data)
        assert time.monotonic() - started < 5
        return caught.value.code

    def test_lengths_beyond_the_data(self) -> None:
        for data in (
            b"\x8e\x7f\xff\xff\xff\xff",
            b"\x2e" + b"\x7f" * 30 + b"\xff",
            b"\xbe\x0f\xff\xff",
            b"\xde",
            b"\x8d",
        ):
            assert self.refused(data) == "LS-ION-002"

    def test_endless_nesting(self) -> None:
        nested = b"\xb0"
        for _ in range(1_000):
            nested = sized(11, nested)
        assert self.refused(nested) == "LS-ION-004"
        with pytest.raises(IonError, match="LS-ION-004"):
            hash_body(nested, SymbolTable())
        with pytest.raises(IonError, match="LS-ION-004"):
            decode_body(nested, SymbolTable())

    def test_endless_nesting_of_lazy_structs(self) -> None:
        nested = b"\xd0"
        for _ in range(1_000):
            nested = sized(13, b"\x84" + nested)

        def descend() -> None:
            value: Value = decode_body(nested, SymbolTable())
            while isinstance(value, LazyStruct):
                value = value.get("name")

        with pytest.raises(IonError, match="LS-ION-004"):
            descend()

    def test_numbers_beyond_the_limits(self) -> None:
        for data in (
            sized(2, b"\xff" * 3_000),
            sized(5, b"\xc1" + b"\x7f" * 10_000),
            sized(5, b"\x0f\x7f\x7f\xff\x01"),
            sized(6, b"\x80\x0f\xe4\x81\x81\x80\x80\x80\x47\x7f\xff\x01"),
        ):
            assert self.refused(data) in ("LS-ION-005", "LS-ION-002")

    def test_imports_of_symbols_that_are_not_there(self) -> None:
        assert self.refused(self.table(self.imported(2**60))) == "LS-ION-002"
        assert self.refused(self.table(self.imported(999_000)) * 5_000) == "LS-ION-002"
        assert self.refused(self.table(self.imported(5)) + b"\x71\x10") == "LS-ION-002"

    def test_a_large_symbol_table_is_read(self) -> None:
        texts = b"\x87" + sized(11, b"".join(encode_string(f"s{number}") for number in range(100_000)))
        assert loads_all(VERSION_MARKER + self.table(texts) + b"\x71\x0a") == [Symbol("s0")]

    def test_one_value_where_one_is_wanted(self) -> None:
        for data in (b"", b"\x20\x20", b"\x00"):
            with pytest.raises(IonError, match="LS-ION-002"):
                loads(VERSION_MARKER + data)
