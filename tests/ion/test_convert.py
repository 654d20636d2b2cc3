"""Python objects and amazon.ion's values become ours, and back."""

from __future__ import annotations

import datetime
import enum
import pickle
import subprocess
import sys
from collections import OrderedDict, namedtuple
from types import MappingProxyType
from typing import Any

import pytest
from amazon.ion import simpleion
from hypothesis import given

import ledgershell.ion
from ledgershell.errors import IonError
from ledgershell.ion import dumps, from_python, ion_equal, loads, loads_all, to_amazon
from ledgershell.ion.timestamp import Timestamp
from ledgershell.ion.values import (
    MISSING,
    SYMBOL_ZERO,
    Annotated,
    Bag,
    Clob,
    IonType,
    SExpression,
    Struct,
    Symbol,
    Value,
    typed_null,
)
from tests.ion.strategies import values


class Colour(enum.IntEnum):
    RED = 1


Point = namedtuple("Point", "x y")


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ({"a": [1, (2, {"b": None})]}, "{a: [1, [2, {b: null}]]}"),
        (OrderedDict(a=1), "{a: 1}"),
        (MappingProxyType({"a": 1}), "{a: 1}"),
        (Point(1, 2), "[1, 2]"),
        (Colour.RED, "1"),
        (bytearray(b"hi"), "{{aGk=}}"),
        (datetime.date(2020, 2, 29), "2020-02-29"),
        (datetime.datetime(2020, 2, 29, 1, 2, 3, 4000, datetime.UTC), "2020-02-29T01:02:03.004000Z"),
        ([Symbol("a"), SExpression([1]), Bag([2])], "[a, (1), [2]]"),
        ({Symbol("a"): Annotated(("x",), (1,))}, "{a: x::[1]}"),
        ({SYMBOL_ZERO: 1}, "{$0: 1}"),
    ],
)
def test_python_objects(given_: Any, expected: str) -> None:
    assert ion_equal(loads(dumps(given_)), loads(expected))
    assert dumps(given_, binary=False) == expected


def test_field_names_become_plain_text() -> None:
    (name,) = from_python({Symbol("a"): 1}).keys()
    assert type(name) is str


@pytest.mark.parametrize(
    "value", [object(), {1: 2}, {None: 1}, {1, 2}, 1j, [object()], iter([1]), Struct([("a", object())])]
)
def test_other_objects_are_refused(value: Any) -> None:
    with pytest.raises(IonError, match="LS-ION-003"):
        from_python(value)


def test_cycles_are_refused() -> None:
    cycle: list[Any] = []
    cycle.append({"again": cycle})
    with pytest.raises(IonError, match="LS-ION-004"):
        from_python(cycle)


@given(values(decimal_digits=34))
def test_amazon_ions_values_there_and_back(value: Value) -> None:
    assert ion_equal(from_python(to_amazon([value])), [value])


@given(values(decimal_digits=34))
def test_amazon_ions_readings_in_each_model(value: Value) -> None:
    data = dumps([value])
    for model in (simpleion.IonPyValueModel.ION_PY, simpleion.IonPyValueModel.MAY_BE_BARE):
        assert ion_equal(from_python(simpleion.loads(data, value_model=model)), [value])


def test_values_of_the_language_become_lists_and_nulls_for_amazon_ion() -> None:
    assert from_python(to_amazon(Bag([1, MISSING]))) == [1, None]
    assert from_python(to_amazon(Struct([("a", MISSING), ("b", 1)]))) == Struct([("b", 1)])


def test_streams() -> None:
    assert loads_all(b"") == []
    assert loads_all("1 2") == [1, 2]
    assert loads(b"{a: 1}") == loads("{a: 1}") == loads(dumps({"a": 1})) == Struct([("a", 1)])
    assert dumps({"a": 1}, binary=False, indent=2) == "{\n  a: 1\n}"


def test_singletons_survive_pickling() -> None:
    null = typed_null(IonType.INT)
    for value in (MISSING, SYMBOL_ZERO, null):
        assert pickle.loads(pickle.dumps(value)) is value
    for made in (Symbol("a"), Clob(b"a"), SExpression([1]), Bag([1]), Annotated(("a",), 1), Timestamp(2020)):
        copied = pickle.loads(pickle.dumps(made))
        assert copied == made
        assert type(copied) is type(made)


def test_the_package_imports_nothing_until_it_is_used() -> None:
    code = "import sys, ledgershell.ion; print(sorted(m for m in sys.modules if m.startswith('ledgershell.ion.')))"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
    code = "import sys; from ledgershell.ion import dumps; dumps([1]); print('amazon' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "False"


def test_unknown_names_of_the_package_are_errors() -> None:
    with pytest.raises(AttributeError, match="no attribute"):
        _ = ledgershell.ion.nothing
