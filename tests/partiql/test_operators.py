"""Operators: exact numbers, one equality, three-valued logic."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgershell.errors import EvaluationError
from ledgershell.ion.equality import equality_key
from ledgershell.ion.values import MISSING, Annotated, Bag, IonType, SExpression, Struct, Symbol, Value, typed_null
from ledgershell.partiql.arithmetic import add, bitwise_and, divide, modulo, multiply, negate, positive, subtract
from ledgershell.partiql.comparison import between, equals, greater, in_, less, not_between, not_equals, not_in
from ledgershell.partiql.logic import and_, is_false, is_true, not_, or_
from ledgershell.partiql.operators import BINARY, concatenate
from ledgershell.partiql.typing_errors import TypeMismatch

LARGEST = 2**63 - 1
SMALLEST = -(2**63)
DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=6)
EXACT = st.one_of(st.integers(-(10**15), 10**15), DECIMALS)
TRUTHS = st.sampled_from([True, False, None, MISSING])


# --- Arithmetic ------------------------------------------------------------------------------------------------------


@given(EXACT, EXACT)
def test_sums_differences_and_products_are_exact(a: Value, b: Value) -> None:
    assert Fraction(add(a, b)) == Fraction(a) + Fraction(b)
    assert Fraction(subtract(a, b)) == Fraction(a) - Fraction(b)
    if abs(a) < 10**9 and abs(b) < 10**9:
        assert Fraction(multiply(a, b)) == Fraction(a) * Fraction(b)


@given(st.integers(-1000, 1000), st.integers(-50, 50).filter(bool))
def test_integer_division_cuts_towards_zero_and_leaves_the_remainder(a: int, b: int) -> None:
    assert divide(a, b) == int(Fraction(a, b))
    assert divide(a, b) * b + modulo(a, b) == a
    assert modulo(a, b) == 0 or (modulo(a, b) < 0) == (a < 0)


def test_a_quotient_of_decimals_has_38_digits() -> None:
    third = divide(Decimal("4.0000"), Decimal("3.0"))
    assert str(third) == "1." + "3" * 37


@pytest.mark.parametrize(
    "overflow",
    [
        lambda: add(LARGEST, 1),
        lambda: subtract(SMALLEST, 1),
        lambda: multiply(LARGEST // 10, 11),
        lambda: divide(SMALLEST, -1),
        lambda: negate(SMALLEST),
    ],
)
def test_bigint_overflows_in_both_modes(overflow: Callable[[], Value]) -> None:
    with pytest.raises(EvaluationError) as error:
        overflow()
    assert not isinstance(error.value, TypeMismatch)
    assert error.value.code == "LS-EVAL-011"


def test_integers_beyond_bigint_which_ion_has_are_exact() -> None:
    assert negate(2**63) == SMALLEST
    assert add(2**80, 1) == 2**80 + 1


@pytest.mark.parametrize("operation", [divide, modulo])
@pytest.mark.parametrize("zero", [0, Decimal("0.00"), 0.0])
def test_division_by_zero_is_an_error_in_both_modes(operation: Callable[..., Value], zero: Value) -> None:
    with pytest.raises(EvaluationError) as error:
        operation(1, zero)
    assert error.value.code == "LS-EVAL-012"


@pytest.mark.parametrize("huge", [Decimal("1e999999"), Decimal("9" * 4000)])
def test_huge_numbers_end_in_a_number_or_an_error_never_in_a_crash(huge: Decimal) -> None:
    for operation in (add, subtract, multiply, divide, modulo):
        for pair in ((huge, Decimal("1.5")), (huge, huge), (Decimal("1e-999999"), huge), (huge, 10**4000), (huge, 1.5)):
            try:
                operation(*pair)
            except EvaluationError:
                pass
    with pytest.raises(EvaluationError):
        multiply(10**4000, 10**4000)


def test_a_float_makes_the_result_a_float() -> None:
    assert type(add(1, 1.5)) is float
    assert type(multiply(Decimal("2.0"), 1.5)) is float
    assert type(add(1, Decimal("1.5"))) is Decimal
    assert modulo(-7.5, 2) == -1.5


@pytest.mark.parametrize("symbol", ["+", "-", "*", "/", "%"])
def test_missing_wins_over_null_and_a_wrong_type_over_both(symbol: str) -> None:
    operation = BINARY[symbol]
    assert operation(1, None) is None
    assert operation(typed_null(IonType.INT), 1) is None
    assert operation(None, MISSING) is MISSING
    for wrong in ("text", True, [1], Struct()):
        for other in (1, None, MISSING):
            with pytest.raises(TypeMismatch):
                operation(other, wrong)


def test_signs_and_bits() -> None:
    assert negate(Decimal("-1.50")) == Decimal("1.50")
    assert str(negate(Decimal("0.0"))) == "0.0"
    assert positive(Annotated(("cents",), 5)) == 5
    assert bitwise_and(12, 10) == 8
    with pytest.raises(TypeMismatch):
        bitwise_and(1.0, 1)
    with pytest.raises(TypeMismatch):
        negate("5")


# --- Comparison ------------------------------------------------------------------------------------------------------


@given(
    st.one_of(st.integers(-5, 5), DECIMALS, st.floats(allow_nan=False), st.text(max_size=2), st.booleans()),
    st.one_of(st.integers(-5, 5), DECIMALS, st.floats(allow_nan=False), st.text(max_size=2), st.booleans()),
)
def test_equality_is_that_of_the_keys(a: Value, b: Value) -> None:
    assert equals(a, b) is (equality_key(a) == equality_key(b))
    assert not_equals(a, b) is (equality_key(a) != equality_key(b))


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (1, 1.0, True),
        (Decimal("1.00"), 1, True),
        (1, True, False),
        (1, "1", False),
        ("a", Symbol("a"), True),
        (Annotated(("x",), 1), 1, True),
        ([1, None, MISSING], [1.0, None, MISSING], True),
        ([1, 2], [2, 1], False),
        (Bag([1, 2, 2]), Bag([2, 1, 2]), True),
        (Bag([1, 2]), [1, 2], False),
        (Struct([("a", 1), ("b", MISSING)]), Struct([("a", 1.0)]), True),
        (Struct([("a", None)]), Struct(), False),
        (None, None, None),
        (None, MISSING, None),
        (MISSING, MISSING, MISSING),
        (math.nan, math.nan, True),
    ],
)
def test_values_that_equal_and_values_that_do_not(left: Value, right: Value, expected: Value) -> None:
    assert equals(left, right) is expected


def test_order_is_within_a_family() -> None:
    assert less("Z", "a") is True
    assert less(False, True) is True
    assert greater(Decimal("1e400"), 1e300) is True
    assert less(math.nan, 1) is False
    assert greater(math.nan, Decimal(1)) is False
    for pair in ((1, True), ("a", 1), ([1], [2]), (Struct(), Struct())):
        with pytest.raises(TypeMismatch):
            less(*pair)


def test_a_text_that_is_a_number_can_be_compared_with_one() -> None:
    assert less(9, "10") is True
    assert greater("1e3", 999) is True
    assert equals(9, "9") is False


def test_unknowns_make_an_order_unknown() -> None:
    assert less(1, None) is None
    assert less(None, MISSING) is MISSING


@given(st.integers(-3, 3), st.integers(-3, 3), st.integers(-3, 3))
def test_between_includes_its_bounds(value: int, low: int, high: int) -> None:
    assert between(value, low, high) is (low <= value <= high)
    assert not_between(value, low, high) is not (low <= value <= high)


def test_between_with_an_unknown_bound_may_still_be_false() -> None:
    assert between(5, 6, None) is False
    assert between(5, 4, None) is None


@pytest.mark.parametrize("make", [list, Bag, SExpression])
def test_in_finds_equal_elements_and_stays_unknown_beside_unknown_ones(make: Callable[..., Value]) -> None:
    assert in_(2, make([1, 2.0])) is True
    assert in_(3, make([1, 2])) is False
    assert in_(3, make([1, None])) is None
    assert not_in(3, make([1, None])) is None
    assert not_in(3, make([1, 2])) is True
    assert in_(1, make([])) is False
    assert in_([1], make([[1]])) is True


def test_in_without_a_collection() -> None:
    assert in_(1, 1) is MISSING
    with pytest.raises(TypeMismatch):
        not_in(1, 1)
    assert in_(1, None) is None
    assert in_(1, MISSING) is MISSING
    assert in_(None, [1]) is None


# --- Logic -----------------------------------------------------------------------------------------------------------


def _known(value: Value) -> bool | None:
    return value if isinstance(value, bool) else None


@given(TRUTHS, TRUTHS)
def test_three_valued_logic_is_minimum_and_maximum(a: Value, b: Value) -> None:
    rank = {False: 0, None: 1, True: 2}
    values = {0: False, 1: None, 2: True}
    x, y = rank[_known(a)], rank[_known(b)]
    assert and_(a, b) is values[min(x, y)]
    assert or_(a, b) is values[max(x, y)]
    assert not_(a) is values[2 - x]


@pytest.mark.parametrize("value", [1, "true", [True]])
def test_only_booleans_have_a_truth(value: Value) -> None:
    with pytest.raises(TypeMismatch):
        not_(value)
    with pytest.raises(TypeMismatch):
        and_(True, value)
    with pytest.raises(TypeMismatch):
        or_(value, False)
    assert is_true(value) is False
    assert is_false(value) is False


def test_concatenation_joins_texts_to_a_string() -> None:
    joined = concatenate(Symbol("a"), "b")
    assert joined == "ab"
    assert type(joined) is str
    assert concatenate(None, "b") is None
    assert concatenate("a", MISSING) is MISSING
    for pair in (("a", 1), (None, 1), (True, MISSING)):
        with pytest.raises(TypeMismatch):
            concatenate(*pair)
