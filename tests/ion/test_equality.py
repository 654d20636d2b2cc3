"""Equality of the language (one key for each class of equal values) and of Ion."""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from ledgershell.errors import IonError
from ledgershell.ion import equality_key, ion_equal, loads
from ledgershell.ion.encoder import encode_body
from ledgershell.ion.equality import register_key
from ledgershell.ion.lazy import decode_body
from ledgershell.ion.symbols import SymbolTable
from ledgershell.ion.timestamp import Precision, Timestamp
from ledgershell.ion.values import (
    MISSING,
    SYMBOL_ZERO,
    Annotated,
    Bag,
    Clob,
    SExpression,
    Struct,
    Symbol,
    TypedNull,
    Value,
)
from tests.ion.strategies import annotated, scalars, structs, values


def instant(moment: Timestamp) -> Fraction:
    """Seconds since year 1, by Python's calendar."""
    utc = datetime.datetime(*moment[:6], tzinfo=datetime.UTC) - datetime.timedelta(minutes=moment.offset or 0)
    since = utc - datetime.datetime(1, 1, 1, tzinfo=datetime.UTC)
    return Fraction(since.total_seconds()) + Fraction(moment.fraction or 0)


def is_number(value: Value) -> bool:
    return type(value) in (int, float, Decimal)


def equal(left: Value, right: Value) -> bool:
    """The rules of the language, spelled out slowly and without keys."""
    left = left.value if type(left) is Annotated else left
    right = right.value if type(right) is Annotated else right
    if left is None or type(left) is TypedNull:
        return right is None or type(right) is TypedNull
    if left is MISSING or right is MISSING:
        return left is right
    if is_number(left) and is_number(right):
        return bool(left == right) or (left != left and right != right)
    if isinstance(left, str) and isinstance(right, str):
        return left == right
    if isinstance(left, Struct) and isinstance(right, Struct):
        return same_elements(left.items(), right.items(), lambda a, b: a[0] == b[0] and equal(a[1], b[1]))
    if type(left) is not type(right):
        return False
    if type(left) is Timestamp:
        return instant(left) == instant(right)
    if type(left) is Bag:
        return same_elements(left, right, equal)
    if isinstance(left, list):
        return len(left) == len(right) and all(map(equal, left, right))
    return bool(left == right)


def same_elements(left: object, right: object, equal_elements: object) -> bool:
    """Whether two collections have the same elements, as often, in any order."""
    rest = list(right)  # type: ignore[call-overload]
    for element in left:  # type: ignore[attr-defined]
        for position, other in enumerate(rest):
            if equal_elements(element, other):  # type: ignore[operator]
                del rest[position]
                break
        else:
            return False
    return not rest


def respelled(value: Value, random: Random) -> Value:
    """An equal value, written differently wherever there is a choice."""
    kind = type(value)
    if kind is Annotated:
        return respelled(value.value, random)
    if kind is int:
        others = [value, Decimal(value), Decimal(f"{value}.00")]
        return random.choice([*others, float(value)] if abs(value) < 2**53 else others)
    if kind is float and value == value and abs(value) < 1e300:
        return random.choice([Decimal(value), value])
    if isinstance(value, str) and value is not SYMBOL_ZERO:
        return random.choice([str(value), Symbol(value), Annotated(("x",), str(value))])
    if kind is Timestamp and value.precision >= Precision.MINUTE:
        return value._replace(precision=Precision.SECOND, offset=value.offset or random.choice([None, 0]))
    if kind is Timestamp:
        return value._replace(precision=random.choice([Precision.SECOND, Precision.MINUTE, Precision.DAY]))
    if kind is Struct or kind is Bag:
        items = list(value.items()) if kind is Struct else list(value)
        random.shuffle(items)
        if kind is Struct:
            return Struct((name, respelled(item, random)) for name, item in items)
        return Bag(respelled(item, random) for item in items)
    if isinstance(value, list):
        return kind(respelled(item, random) for item in value)
    return value


def few_values() -> SearchStrategy[Value]:
    """Values that are often equal to one another."""
    numbers = st.sampled_from([0, 1, -1, 10, Decimal("0.0"), Decimal("-0"), Decimal("1.00"), Decimal("1E+1"), 0.0, -0.0,
                               1.0, 0.1, Decimal("0.1"), Decimal.from_float(0.1), float("nan"), float("inf"), 2**53,
                               2**53 + 1, float(2**53), 10**23, 1e23,
                               Decimal("1E+23"), 10**400, Decimal("1E+400")])  # fmt: skip
    others = st.sampled_from([None, MISSING, True, False, "", "a", Symbol("a"), SYMBOL_ZERO, "$0", b"a", Clob(b"a"),
                              loads("null.int"), loads("null.struct")])  # fmt: skip
    moments = st.sampled_from([Timestamp.parse(text) for text in (
        "2020T", "2020-01T", "2020-01-01", "2020-01-01T00:00Z", "2020-01-01T01:00+01:00",
        "2020-01-01T00:00:00.000-00:00", "2020-01-01T00:00:00.001Z",
        "2020-01-01T00:00:00.0010Z", "2019-12-31T23:59-00:01")])  # fmt: skip
    leaves = st.one_of(numbers, others, moments)
    fields = st.sampled_from(["a", "b", SYMBOL_ZERO, "$0"])
    return st.recursive(
        leaves | annotated(leaves),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3),
            st.lists(inner, max_size=3).map(Bag),
            st.lists(inner, max_size=2).map(SExpression),
            st.lists(st.tuples(fields, inner.filter(lambda item: item is not MISSING)), max_size=3).map(Struct),
        ),
        max_leaves=5,
    )  # fmt: skip


@given(few_values(), few_values())
def test_keys_are_equal_exactly_when_the_values_are(left: Value, right: Value) -> None:
    assert (equality_key(left) == equality_key(right)) is equal(left, right)


@given(scalars(fraction_digits=12), scalars(fraction_digits=12))
def test_the_same_for_any_two_scalars(left: Value, right: Value) -> None:
    assert (equality_key(left) == equality_key(right)) is equal(left, right)


@given(values(), st.randoms(use_true_random=False))
def test_another_spelling_has_the_same_key(value: Value, random: Random) -> None:
    other = respelled(value, random)
    assert equal(value, other)
    assert equality_key(value) == equality_key(other)


@given(st.lists(few_values(), max_size=3), st.lists(few_values(), max_size=3))
def test_keys_in_a_row_cannot_be_mistaken_for_others(left: list[Value], right: list[Value]) -> None:
    joined = [b"".join(map(equality_key, items)) for items in (left, right)]
    if joined[0] == joined[1]:
        assert list(map(equality_key, left)) == list(map(equality_key, right))


@given(structs(values()))
def test_a_lazy_struct_has_the_key_of_the_struct(document: Struct) -> None:
    symbols = SymbolTable()
    row = decode_body(encode_body(document, symbols, grow=True), symbols)
    assert equality_key(row) == equality_key(document)


def test_the_documented_examples() -> None:
    assert len({equality_key(loads(text)) for text in ("1", "1.0", "1e0", "1.00", "a::1", "1d0", "0x1")}) == 1
    assert equality_key(0.1) != equality_key(Decimal("0.1"))
    assert equality_key(0.1) == equality_key(Decimal.from_float(0.1))
    assert equality_key("a") == equality_key(Symbol("a"))
    assert equality_key([1]) != equality_key(Bag([1])) != equality_key(SExpression([1]))
    assert equality_key(True) != equality_key(1)
    assert equality_key(Struct([("a", 1), ("b", MISSING)])) == equality_key(Struct([("a", Decimal(1))]))


def test_large_exponents_have_small_keys() -> None:
    for text in ("1d999999", "-1d-999999", "123456789d999000"):
        assert len(equality_key(loads(text))) < 40


def test_other_rooms_bring_their_own_keys() -> None:
    class Interval:
        def __init__(self, months: int) -> None:
            self.months = months

        def equality_key(self) -> bytes:
            return b"interval" + bytes((self.months,))

    assert equality_key(Interval(1)) == equality_key(Interval(1)) != equality_key(Interval(2))
    assert equality_key([Interval(1)]) == equality_key([Interval(1)])
    with pytest.raises(IonError, match="LS-ION-003"):
        equality_key(object())


class TestIonEquality:
    """Ion's own equality tells apart what the language does not."""

    def test_types_precision_and_annotations_count(self) -> None:
        texts = ["1", "1.", "1.0", "1e0", "a::1", "true", '"a"', "a", "2020T", "2020-01T", "2020-01-01T00:00Z", "-0e0",
                 "2020-01-01T00:00-00:00", "2020-01-01T00:00:00Z", "2020-01-01T00:00:00.0Z", "0e0", "-0.", "0.", "[1]",
                 "(1)", "null", "null.int", '{{"a"}}', "{{YQ==}}", "{a:1}", "{a:1,a:1}", "{a:2}", "$0",
                 "'$0'"]  # fmt: skip
        found = [loads(text) for text in texts]
        for position, value in enumerate(found):
            assert [ion_equal(value, other) for other in found].count(True) == 1, texts[position]

    def test_the_order_of_fields_does_not(self) -> None:
        assert ion_equal(loads("{a:1,b:[{c:1,d:2}]}"), loads("{b:[{d:2,c:1}],a:1}"))
        assert Struct([("a", 1), ("a", 2)]) == Struct([("a", 2), ("a", 1)])
        assert Struct([("a", 1)]) != Struct([("a", 1.0)])
        assert ion_equal(float("nan"), float("nan"))

    @given(values(), values())
    def test_it_is_finer_than_the_languages(self, left: Value, right: Value) -> None:
        if ion_equal(left, right):
            assert equality_key(left) == equality_key(right)


def test_no_room_takes_the_key_of_another_kind() -> None:
    with pytest.raises(AssertionError, match="int has a key already"):
        register_key(int, lambda _value, _depth: b"")
    assert equality_key(1) == equality_key(1.0)
