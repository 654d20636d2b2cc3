"""JSON: Ion written down with loss, JSON read without any."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgershell.errors import IonError
from ledgershell.ion import equality_key, ion_equal, loads
from ledgershell.ion.to_json import read_json, write_json
from ledgershell.ion.values import MISSING, Bag, Struct, Value
from tests.ion.strategies import values


@pytest.mark.parametrize(
    ("ion", "expected"),
    [
        ("null.struct", "null"),
        ("1.10", "1.10"),
        ("1.", "1"),
        ("1d10", "1E+10"),
        ("123456789012345678901234567890", "123456789012345678901234567890"),
        ("1e300", "1e+300"),
        ("0.1e0", "0.1"),
        ("nan", "null"),
        ("-inf", "null"),
        ("2020T", '"2020T"'),
        ("2020-01-01T00:00:00.10Z", '"2020-01-01T00:00:00.10Z"'),
        ("abc", '"abc"'),
        ('{{"a\\xe9"}}', '"aé"'),
        ("{{aGk=}}", '"aGk="'),
        ("(+ 1 a)", '["+", 1, "a"]'),
        ("x::y::1", "1"),
        ("{a: 1, a: {}, b: []}", '{"a": 1, "a": {}, "b": []}'),
        ('"a\\"b\\n\\u202e\\U000e0001"', '"a\\"b\\n\\u202e\\udb40\\udc01"'),
    ],
)
def test_down(ion: str, expected: str) -> None:
    assert write_json(loads(ion)) == expected


def test_values_of_the_language() -> None:
    assert write_json(Bag([1, MISSING])) == "[1, null]"
    assert write_json(Struct([("a", MISSING), ("b", 2)])) == '{"b": 2}'


def test_indented_as_pythons_json_does() -> None:
    value = loads("{a: 1, b: [1, {c: []}], d: {}}")
    assert write_json(value, indent=2) == json.dumps({"a": 1, "b": [1, {"c": []}], "d": {}}, indent=2)


@given(values())
def test_what_is_written_is_json_of_printable_characters(value: Value) -> None:
    text = write_json(value)
    json.loads(text)
    assert all(character.isprintable() or ord(character) >= 0xA0 for character in text)
    assert equality_key(read_json(write_json(read_json(text)))) == equality_key(read_json(text))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def plain(value: Value) -> object:
    if isinstance(value, Struct):
        return {name: plain(item) for name, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, list) else value


@given(json_values)
def test_up_is_pythons_reading(value: object) -> None:
    assert plain(read_json(json.dumps(value))) == value


def test_numbers_keep_their_digits() -> None:
    found = read_json("[1.50, 1e2, -0.0, 12, 0.1]")
    assert ion_equal(found, [Decimal("1.50"), Decimal("1E+2"), Decimal("-0.0"), 12, Decimal("0.1")])


def test_repeated_names_are_kept() -> None:
    assert read_json('{"a": 1, "a": 2}').items() == (("a", 1), ("a", 2))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "LS-ION-001"),
        ("{a: 1}", "LS-ION-001"),
        ("[1,]", "LS-ION-001"),
        ("NaN", "LS-ION-001"),
        ("-Infinity", "LS-ION-001"),
        ("[" * 100_000, "LS-ION-004"),
        ('{"a":' * 201 + "1" + "}" * 201, "LS-ION-004"),
        ("9" * 5_000, "LS-ION-005"),
        ("1." + "9" * 20_000, "LS-ION-005"),
        ("1e10000000", "LS-ION-005"),
        ("1e" + "9" * 4_000, "LS-ION-005"),
    ],
)
def test_what_is_no_json_is_refused(text: str, code: str) -> None:
    with pytest.raises(IonError) as caught:
        read_json(text)
    assert caught.value.code == code
