"""What is different between two values: nothing when they are equal, else every place, by path."""

from __future__ import annotations

import pytest
from hypothesis import given

from ledgershell.ion import dumps, ion_hash, loads
from ledgershell.ion.difference import differences
from ledgershell.ion.values import MISSING, Value
from tests.ion.strategies import values


def told(old: str, new: str) -> list[str]:
    return [
        f"{path}: {'-' if one is MISSING else dumps(one, binary=False)} > "
        f"{'-' if two is MISSING else dumps(two, binary=False)}"
        for path, one, two in differences(loads(old), loads(new))
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("{a:1}", "{a:1}", []),
        ("{a:1,b:2}", "{b:2,a:1}", []),
        ("{a:1}", "{a:2}", ["a: 1 > 2"]),
        ("{a:1}", "{a:1.0}", ["a: 1 > 1.0"]),
        ("{a:1.0}", "{a:1.00}", ["a: 1.0 > 1.00"]),
        ("{a:null}", "{}", ["a: null > -"]),
        ("{}", "{a:null}", ["a: - > null"]),
        ("{a:{b:{c:1}}}", "{a:{b:{c:2,d:3}}}", ["a.b.c: 1 > 2", "a.b.d: - > 3"]),
        ("{a:[1,2,3]}", "{a:[1,3]}", ["a[1]: 2 > -"]),
        ("{a:[1,3]}", "{a:[1,2,3]}", ["a[1]: - > 2"]),
        ("{a:[{b:1},{b:2}]}", "{a:[{b:1},{b:3}]}", ["a[1].b: 2 > 3"]),
        ("{a:[1]}", "{a:(1)}", ["a: [1] > (1)"]),
        ("{'a b':1}", "{'a b':2}", ["'a b': 1 > 2"]),
        ("{a:1,a:2}", "{a:1,a:3}", [": {a: 1, a: 2} > {a: 1, a: 3}"]),
        ("1", "2", [": 1 > 2"]),
    ],
)
def test_differences_are_named_by_path(old: str, new: str, expected: list[str]) -> None:
    assert told(old, new) == expected


@given(values(), values())
def test_there_is_a_difference_exactly_when_the_hashes_differ(old: Value, new: Value) -> None:
    assert (list(differences(old, new)) == []) == (ion_hash(old) == ion_hash(new))


@given(values())
def test_nothing_differs_from_itself(value: Value) -> None:
    assert list(differences(value, loads(dumps(value)))) == []
