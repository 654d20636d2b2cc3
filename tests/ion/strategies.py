"""Hypothesis strategies for values: ``values()`` and ``documents()``, for the tests of every room."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from ledgershell.ion.timestamp import Precision, Timestamp, days_in_month
from ledgershell.ion.values import (
    SYMBOL_ZERO,
    TYPED_NULLS,
    Annotated,
    Clob,
    IonType,
    SExpression,
    Struct,
    Symbol,
    Value,
)


def texts() -> SearchStrategy[str]:
    """Valid Unicode, with a liking for what is awkward: quotes, controls, escapes, the bytes that a hash escapes."""
    awkward = st.sampled_from(["", "\x0b\x0c\x0e", "'''", '"', "\\", "\x00", "\x1b[31m", "\u202e", "null", "$0", "a'b"])
    return st.text(st.characters(codec="utf-8"), max_size=20) | awkward


def names() -> SearchStrategy[str]:
    """Field names and annotations: mostly identifiers, few enough that some are repeated."""
    return st.sampled_from(["a", "b", "City", "VIN", "_x9"]) | texts() | st.sampled_from(["$0", "$ion", "name", "+"])


def symbols() -> SearchStrategy[Symbol]:
    return names().map(Symbol) | st.just(SYMBOL_ZERO)


def integers() -> SearchStrategy[int]:
    return st.integers(-300, 300) | st.integers() | st.integers(-(2**200), 2**200)


@st.composite
def decimals(draw: st.DrawFn, digits: int = 40) -> Decimal:
    """Any coefficient of up to so many digits, any sign (of zero too) and exponent."""
    coefficient = draw(st.integers(0, 20) | st.integers(0, 10**digits - 1))
    exponent = draw(st.integers(-20, 20) | st.integers(-5000, 5000))
    return Decimal((draw(st.integers(0, 1)), tuple(int(digit) for digit in str(coefficient)), exponent))


@st.composite
def timestamps(draw: st.DrawFn, fraction_digits: int = 9) -> Timestamp:
    """Every precision, offsets known and unknown, fractions of up to so many digits."""
    precision = draw(st.sampled_from(Precision))
    year = draw(st.integers(2, 9998) | st.integers(1969, 2030))
    month = draw(st.integers(1, 12)) if precision >= Precision.MONTH else 1
    day = draw(st.integers(1, days_in_month(year, month))) if precision >= Precision.DAY else 1
    if precision < Precision.MINUTE:
        return Timestamp(year, month, day, precision=precision)
    hour, minute = draw(st.integers(0, 23)), draw(st.integers(0, 59))
    offset = draw(st.none() | st.just(0) | st.integers(-1439, 1439))
    if precision is Precision.MINUTE:
        return Timestamp(year, month, day, hour, minute, offset=offset, precision=precision)
    digits = draw(st.integers(0, fraction_digits))
    fraction = Decimal(draw(st.integers(0, 10**digits - 1))).scaleb(-digits) if digits else None
    return Timestamp(year, month, day, hour, minute, draw(st.integers(0, 59)), fraction, offset)


def typed_nulls() -> SearchStrategy[Value]:
    return st.sampled_from([TYPED_NULLS[kind] for kind in IonType if kind is not IonType.NULL])


def scalars(*, fraction_digits: int = 9, decimal_digits: int = 40) -> SearchStrategy[Value]:
    """Every scalar type, unannotated."""
    return st.one_of(
        st.none(),
        st.booleans(),
        integers(),
        st.floats(),
        decimals(decimal_digits),
        timestamps(fraction_digits),
        texts(),
        symbols(),
        st.binary(max_size=40),
        st.binary(max_size=20).map(Clob),
        typed_nulls(),
    )


def structs(items: SearchStrategy[Value], *, unknown_names: bool = True) -> SearchStrategy[Struct]:
    """Structs of up to five fields; names may repeat."""
    keys = names() | st.just(SYMBOL_ZERO) if unknown_names else names()
    return st.lists(st.tuples(keys, items), max_size=5).map(Struct)


def annotated(items: SearchStrategy[Value]) -> SearchStrategy[Value]:
    labels = st.lists(names(), min_size=1, max_size=3).map(tuple)
    return st.tuples(labels, items).map(lambda pair: Annotated(pair[0], pair[1]))


def values(*, fraction_digits: int = 9, decimal_digits: int = 40) -> SearchStrategy[Value]:
    """Any Ion value, nested a little, with annotations."""
    leaves = scalars(fraction_digits=fraction_digits, decimal_digits=decimal_digits)
    return st.recursive(
        leaves | annotated(leaves),
        lambda inner: st.one_of(
            st.lists(inner, max_size=4),
            st.lists(inner, max_size=4).map(SExpression),
            structs(inner),
            annotated(st.lists(inner, max_size=2) | structs(inner)),
        ),
        max_leaves=12,
    )


def documents(*, fraction_digits: int = 9) -> SearchStrategy[Struct]:
    """What a ledger may store: a struct of any values."""
    return structs(values(fraction_digits=fraction_digits))
