"""CAST, CAN_CAST, CAN_LOSSLESS_CAST and IS <type>, in the dialects of PartiQL and of QLDB."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgershell.errors import EvaluationError, ParseError
from ledgershell.ion.text_writer import write_text
from ledgershell.ion.timestamp import Timestamp
from ledgershell.ion.values import MISSING, Bag, Clob, IonType, SExpression, Struct, Symbol, Value, typed_null
from ledgershell.partiql.casts import can_cast, can_lossless_cast, cast
from ledgershell.partiql.dialect import PARTIQL_COERCE, QLDB
from ledgershell.partiql.temporal import Date, IntervalFields, IntervalYearMonth, Time
from ledgershell.partiql.types import is_type, type_spec
from ledgershell.partiql.typing_errors import TypeMismatch
from tests.partiql.memory import run


def partiql(value: Value, name: str, *arguments: int) -> Value:
    return cast(value, type_spec(name, arguments), PARTIQL_COERCE)


def qldb(value: Value, name: str) -> Value:
    return cast(value, type_spec(name), QLDB)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1", 1), ("+01", 1), ("-00", 0), ("0b010", 2), ("0B10", 2), ("-0xA", -10), ("+0x0A", 10)],
)
def test_integers_are_read_in_three_bases(text: str, expected: int) -> None:
    assert partiql(text, "INT") == expected


@pytest.mark.parametrize(
    "value", ["123456A", "00xA", "2e10", "", " ", [1], Struct(), Bag([1]), b"1", Clob(b"1"), Timestamp(2017), math.nan]
)
def test_what_is_no_integer_is_a_type_error_in_partiql_and_an_error_in_qldb(value: Value) -> None:
    with pytest.raises(TypeMismatch):
        partiql(value, "INT")
    with pytest.raises(EvaluationError) as error:
        qldb(value, "INTEGER")
    assert not isinstance(error.value, TypeMismatch)


@pytest.mark.parametrize(
    ("value", "rounded", "cut"),
    [
        (Decimal("1.5"), 2, 1),
        (Decimal("0.5"), 0, 0),
        (Decimal("-1.5"), -2, -1),
        (1.75, 2, 1),
        (-1.9, -2, -1),
        (True, 1, 1),
        (False, 0, 0),
    ],
)
def test_partiql_rounds_half_to_even_and_qldb_cuts(value: Value, rounded: int, cut: int) -> None:
    assert partiql(value, "INT") == rounded
    assert qldb(value, "INTEGER") == cut


@pytest.mark.parametrize(
    ("value", "name"),
    [(2e100, "INT"), (-2e100, "INT"), ("92233720368547758070", "INT"), (300, "TINYINT"), (Decimal("1e5000"), "INT")],
)
def test_numbers_out_of_range_are_an_error_in_both_modes(value: Value, name: str) -> None:
    with pytest.raises(EvaluationError) as error:
        partiql(value, name)
    assert error.value.code == "LS-EVAL-011"
    assert not isinstance(error.value, TypeMismatch)


@pytest.mark.parametrize("text", ["9" * 5000, "1e99999999999", "0x" + "f" * 5000, "1" * 3000 + "e" + "9" * 3000])
def test_text_of_absurd_numbers_is_refused_quickly(text: str) -> None:
    for name in ("INT", "DECIMAL", "FLOAT"):
        with pytest.raises(EvaluationError):
            partiql(text, name)


def test_integers_too_long_to_print_are_not_made() -> None:
    for value in (Decimal("1e4299"), 2**14_100):
        with pytest.raises(EvaluationError):
            qldb(value, "INTEGER")
    assert qldb(2**100, "INTEGER") == 2**100


def test_booleans() -> None:
    assert qldb("TRUE", "BOOLEAN") is True
    assert qldb("a", "BOOLEAN") is False
    assert qldb(Decimal("0.0"), "BOOLEAN") is False
    assert qldb(math.nan, "BOOLEAN") is True
    assert partiql("False", "BOOL") is False
    with pytest.raises(TypeMismatch):
        partiql("a", "BOOL")


def test_unknowns_stay_what_they_are_and_nothing_is_cast_to_them_in_partiql() -> None:
    null = typed_null(IonType.INT)
    assert partiql(null, "STRING") is null
    assert partiql(MISSING, "INT") is MISSING
    for value in (None, MISSING, 1):
        for name in ("NULL", "MISSING"):
            with pytest.raises(EvaluationError):
                partiql(value, name)
    assert qldb(MISSING, "NULL") is None
    assert qldb(None, "MISSING") is MISSING
    with pytest.raises(EvaluationError):
        qldb(1, "NULL")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (True, "true"),
        (-5, "-5"),
        (Decimal("1.50"), "1.50"),
        (2.5, "2.5"),
        (math.inf, "Infinity"),
        (-math.inf, "-Infinity"),
        (math.nan, "NaN"),
        (Symbol("s"), "s"),
        (Timestamp.parse("2017-01-10T05:30Z"), "2017-01-10T05:30Z"),
        (Date(2024, 2, 29), "2024-02-29"),
        (Time(1, 2, 3, Decimal("0.50"), 60), "01:02:03.50+01:00"),
        (IntervalYearMonth(-18), "-1-06"),
    ],
)
def test_scalars_as_text(value: Value, expected: str) -> None:
    text = partiql(value, "STRING")
    assert text == expected
    assert type(text) is str
    assert type(partiql(value, "SYMBOL")) is Symbol


def test_lengths_of_texts_cut_and_fill() -> None:
    assert partiql("abcdef", "VARCHAR", 3) == "abc"
    assert partiql("ab", "CHAR", 4) == "ab  "


def test_decimals_are_rounded_to_their_scale_and_kept_within_their_precision() -> None:
    assert str(partiql("2.345", "DECIMAL", 5, 2)) == "2.34"
    assert str(partiql(1.1, "DECIMAL")) == "1.1"
    assert str(partiql(7, "NUMERIC", 5, 2)) == "7.00"
    for value in (1000, "999.999"):
        with pytest.raises(EvaluationError):
            partiql(value, "DECIMAL", 5, 2)
    for arguments in ((0, 0), (5, 10)):
        with pytest.raises(EvaluationError):
            type_spec("DECIMAL", arguments)


def test_dates_and_times() -> None:
    moment = Timestamp.parse("2017-01-10T05:30:55.678-08:00")
    assert partiql(moment, "DATE") == Date(2017, 1, 10)
    assert partiql(moment, "TIME", 1) == Time(5, 30, 55, Decimal("0.7"), -480)
    assert partiql(Date(2017, 1, 10), "TIMESTAMP") == Timestamp(2017, 1, 10)
    assert partiql("2017T", "TIMESTAMP") == Timestamp.parse("2017T")
    assert partiql("2017-01-10 05:30:55", "TIMESTAMP") == Timestamp.parse("2017-01-10T05:30:55-00:00")
    assert partiql("2017-01-10", "DATE") == Date(2017, 1, 10)
    for value in (True, 2001, "2017-02-30"):
        with pytest.raises(TypeMismatch):
            partiql(value, "TIMESTAMP")


def test_intervals_fit_into_the_fields_that_are_asked_for() -> None:
    months = type_spec("INTERVAL", interval=IntervalFields("YEAR", None, "MONTH"))
    years = type_spec("INTERVAL", interval=IntervalFields("YEAR", 3))
    days = type_spec("INTERVAL", interval=IntervalFields("DAY"))
    assert cast(IntervalYearMonth(13), months, PARTIQL_COERCE).text() == "1-01"
    assert cast(IntervalYearMonth(-18), years, PARTIQL_COERCE).text() == "-1-00"
    assert cast(5, days, PARTIQL_COERCE).text() == "5 00:00:00"
    assert cast("1-6", months, PARTIQL_COERCE).months == 18
    with pytest.raises(EvaluationError):
        cast(IntervalYearMonth(1200), type_spec("INTERVAL", interval=IntervalFields("YEAR")), PARTIQL_COERCE)
    with pytest.raises(TypeMismatch):
        cast(IntervalYearMonth(1), days, PARTIQL_COERCE)


def test_collections_change_their_kind_and_structs_do_not() -> None:
    assert type(partiql([1], "BAG")) is Bag
    assert type(partiql(Bag([1]), "LIST")) is list
    assert type(partiql([1], "SEXP")) is SExpression
    with pytest.raises(TypeMismatch):
        partiql(Struct(), "LIST")
    with pytest.raises(TypeMismatch):
        partiql([], "STRUCT")


def test_can_cast_asks_and_can_lossless_cast_goes_there_and_back() -> None:
    integer = type_spec("INT")
    assert can_cast("12", integer, PARTIQL_COERCE) is True
    assert can_cast("x", integer, PARTIQL_COERCE) is False
    assert can_cast(None, integer, PARTIQL_COERCE) is True
    assert can_lossless_cast(Decimal("12.00"), integer, PARTIQL_COERCE) is True
    assert can_lossless_cast(Decimal("12.50"), integer, PARTIQL_COERCE) is False
    assert can_lossless_cast("012", integer, PARTIQL_COERCE) is False
    assert can_lossless_cast("12", integer, PARTIQL_COERCE) is True


@given(st.one_of(st.integers(-(2**63), 2**63 - 1), st.floats(allow_nan=False), st.booleans(), st.dates()))
def test_every_scalar_comes_back_from_its_text(value: Value) -> None:
    name = {int: "INT", float: "DOUBLE", bool: "BOOL"}.get(type(value))
    if name is None:
        value, name = Date(value.year, value.month, value.day), "DATE"
    assert partiql(partiql(value, "STRING"), name) == value


@pytest.mark.parametrize(
    ("value", "name", "arguments", "expected"),
    [
        (Decimal("1.000"), "DECIMAL", (3, 3), True),
        (Decimal("1.0000"), "DECIMAL", (5, 3), False),
        (Decimal("123.456"), "DECIMAL", (6, 3), True),
        (Decimal("123.456"), "DECIMAL", (5, 3), False),
        (127, "TINYINT", (), True),
        (128, "TINYINT", (), False),
        (2**63, "INT", (), False),
        ("abc", "VARCHAR", (3,), True),
        ("abcd", "VARCHAR", (3,), False),
        ("a", "SYMBOL", (), False),
        (Symbol("a"), "SYMBOL", (), True),
        (Struct(), "TUPLE", (), True),
        (Bag(), "LIST", (), False),
        (None, "NULL", (), True),
        (MISSING, "NULL", (), True),
        (None, "MISSING", (), False),
        (None, "INT", (), False),
        (1, "ANY", (), True),
    ],
)
def test_is_type(value: Value, name: str, arguments: tuple[int, ...], expected: bool) -> None:
    assert is_type(value, type_spec(name, arguments)) is expected


def test_zones_are_part_of_a_type() -> None:
    assert is_type(Time(1, 2, 3), type_spec("TIME", zone=True)) is False
    assert is_type(Time(1, 2, 3, None, 0), type_spec("TIME", zone=True)) is True


def test_an_unknown_type_is_named() -> None:
    with pytest.raises(EvaluationError) as error:
        type_spec("VARCHR")
    assert error.value.code == "LS-EVAL-018"


def test_number_is_a_decimal() -> None:
    for value in ("1.50", 1, Decimal("1.50")):
        assert type(partiql(value, "NUMBER")) is Decimal
    assert is_type(Decimal(1), type_spec("NUMBER"))
    assert not is_type(1, type_spec("NUMBER"))


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("CAST(1.567 AS NUMBER(10, 2))", "1.57"),
        ("CAST(1.567 AS number(10))", "2."),
        ("CAST('abc' AS TEXT(2))", '"ab"'),
        ("CAST('abc' AS VARCHAR2(2))", '"ab"'),
    ],
)
def test_types_of_other_databases_take_their_numbers(text: str, result: str) -> None:
    assert write_text(run(text)) == result


@pytest.mark.parametrize("name", ["FOO(2)", "NUMBER(1, 2, 3)", "TEXT(1, 2)", '"NUMBER"(3)', "a.NUMBER(3)", "INT(3)"])
def test_other_types_take_none(name: str) -> None:
    with pytest.raises(ParseError):
        run(f"CAST(1 AS {name})")
