"""Names are found in values, and their numbers in bodies: one by decoding, the other by walking over the bytes."""

from __future__ import annotations

import pytest
from hypothesis import given

from ledgershell.errors import IonError
from ledgershell.ion import loads
from ledgershell.ion.encoder import encode_body
from ledgershell.ion.lazy import decode_body
from ledgershell.ion.names import names_in, numbers_in
from ledgershell.ion.symbols import FIRST_FREE, FIRST_LOCAL, SYSTEM_SYMBOLS, SymbolTable
from ledgershell.ion.values import Value
from tests.ion.strategies import values


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("1", set()),
        ("{a: 1, b: {c: [{d: 2}, (e f)]}}", {"a", "b", "c", "d", "e", "f"}),
        ("{a: one::two::{b: three::sym}}", {"a", "one", "two", "b", "three", "sym"}),
        ("{a: 'not an identifier', 'nor this one': 1}", {"a", "not an identifier", "nor this one"}),
        ("{a: null.struct, b: null.list, c: null.symbol, d: []}", {"a", "b", "c", "d"}),
        ("{$0: $0::1, a: $0}", {"a"}),
        ('{a: "a string is no name"}', {"a"}),
    ],
)
def test_names_of_values(text: str, names: set[str]) -> None:
    assert names_in(loads(text)) == names


@given(values())
def test_the_numbers_in_a_body_are_those_of_its_names(value: Value) -> None:
    table = SymbolTable()
    body = encode_body(value, table, grow=True)
    numbers = numbers_in(body)
    by_decoding = {table.lookup(name) for name in names_in(decode_body(body, table))} - {None}
    assert {number for number in numbers if 0 < number < FIRST_LOCAL} == by_decoding
    assert {number for number in numbers if FIRST_FREE <= number < FIRST_LOCAL} == set(
        range(FIRST_FREE, table.last + 1)
    )


def test_names_of_ions_own_have_their_fixed_numbers() -> None:
    body = encode_body(loads("{name: version::symbols}"), SymbolTable(), grow=True)
    assert numbers_in(body) == {1 + SYSTEM_SYMBOLS.index(name) for name in ("name", "version", "symbols")}


@pytest.mark.parametrize(
    "body", [b"", b"\xd3\x8a\x21", b"\xde\x85\x8a", b"\xd2\x0a\x0a", b"\xd2\x0a\x8a", b"\xe3\x81\x8a"]
)
def test_a_body_that_ends_too_early_is_an_error(body: bytes) -> None:
    with pytest.raises(IonError):
        numbers_in(body)
