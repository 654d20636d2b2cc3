"""QLDB's functions, with the edge cases that its guide promised."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ledgershell.errors import EvaluationError
from ledgershell.ion.timestamp import Timestamp
from ledgershell.ion.values import MISSING, Bag, SExpression, Struct, Value
from ledgershell.partiql.dialect import PARTIQL_COERCE, QLDB
from ledgershell.partiql.functions.registry import bind, lookup
from ledgershell.partiql.runtime import Runtime
from ledgershell.partiql.typing_errors import TypeMismatch

NOW = Timestamp.parse("2020-05-06T07:08:09.123Z")


def call(name: str, *arguments: Value) -> Value:
    """Call a function as QLDB had it; a part comes first, as the compiler passes it."""
    function = lookup(name)
    assert function is not None
    return bind(function, QLDB)(*arguments)


def at(text: str) -> Timestamp:
    return Timestamp.parse(text)


def test_lengths_count_code_points() -> None:
    assert call("CHAR_LENGTH", "eࠫ") == 2
    assert call("character_length", "😁😞") == 2


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("123456789", 0, 2), "1"),
        (("123456789", 1), "123456789"),
        (("123456789", -4), "123456789"),
        (("123456789", -4, 6), "1"),
        (("123456789", 2, 3), "234"),
        (("123456789", 10), ""),
        (("123456789", 999, 2), ""),
        (("1", 1, 0), ""),
        (("1", -4, 1), ""),
    ],
)
def test_substring_is_a_window_cut_to_the_text(arguments: tuple[Value, ...], expected: str) -> None:
    assert call("SUBSTRING", *arguments) == expected


def test_a_negative_length_is_an_error_in_qldb_and_a_type_error_in_partiql() -> None:
    with pytest.raises(EvaluationError) as error:
        call("SUBSTRING", "abc", 1, -1)
    assert not isinstance(error.value, TypeMismatch)
    function = lookup("SUBSTRING")
    assert function is not None
    with pytest.raises(TypeMismatch):
        bind(function, PARTIQL_COERCE)("abc", 1, -1)


def test_trim_takes_a_set_of_characters_and_keeps_tabs() -> None:
    assert call("TRIM", None, "  a \t ") == "a \t"
    assert call("TRIM", "BOTH", "1112212foobar22211122", "12") == "foobar"
    assert call("TRIM", "LEADING", "xxabcxx", "x") == "abcxx"
    assert call("TRIM", "TRAILING", "xxabcxx", "x") == "xxabc"


def test_any_unknown_argument_gives_null_in_qldb_and_missing_stays_missing_in_partiql() -> None:
    assert call("LOWER", MISSING) is None
    assert call("SUBSTRING", MISSING, None, 3) is None
    function = lookup("SUBSTRING")
    assert function is not None
    partiql = bind(function, PARTIQL_COERCE)
    assert partiql(MISSING, None, 3) is MISSING
    assert partiql(None, 1, 3) is None


def test_conditionals_look_at_unknowns_themselves() -> None:
    assert call("COALESCE", None, MISSING, 7) == 7
    assert call("COALESCE", None, MISSING) is None
    assert call("NULLIF", Decimal("1.0"), 1) is None
    assert call("NULLIF", [1], [1]) is None
    assert call("NULLIF", 1, None) == 1
    assert call("NULLIF", None, 1) is None
    assert call("NULLIF", MISSING, MISSING) is None


@pytest.mark.parametrize("empty", [[], Bag(), SExpression(), Struct()])
def test_exists_of_an_empty_container_is_false(empty: Value) -> None:
    assert call("EXISTS", empty) is False
    assert call("SIZE", empty) == 0


@pytest.mark.parametrize("value", [None, MISSING, 1, "text"])
def test_exists_of_anything_else_is_an_error(value: Value) -> None:
    with pytest.raises(EvaluationError) as error:
        call("EXISTS", value)
    assert not isinstance(error.value, TypeMismatch)


def test_size_counts_repeated_fields_and_refuses_scalars() -> None:
    assert call("SIZE", Struct([("a", 1), ("a", 2)])) == 2
    with pytest.raises(EvaluationError) as error:
        call("SIZE", 5)
    assert not isinstance(error.value, TypeMismatch)


@pytest.mark.parametrize(
    ("part", "amount", "start", "expected"),
    [
        ("MONTH", 1, "2010T", "2010-02T"),
        ("HOUR", 1, "2017T", "2017-01-01T01:00-00:00"),
        ("YEAR", 5, "2010-01-01T", "2015-01-01"),
        ("MONTH", 1, "2010-01-31", "2010-02-28"),
        ("DAY", -1, "2017-03-01", "2017-02-28"),
        ("SECOND", 1, "2017-01-02T03:04:05.006+08:00", "2017-01-02T03:04:06.006+08:00"),
    ],
)
def test_date_add_grows_the_precision_where_it_must(part: str, amount: int, start: str, expected: str) -> None:
    assert call("DATE_ADD", part, amount, at(start)) == at(expected)


@pytest.mark.parametrize(
    ("part", "start", "end", "expected"),
    [
        ("YEAR", "2010-01-01T", "2011-01-01T", 1),
        ("YEAR", "2010-12T", "2011-01T", 0),
        ("MONTH", "2010T", "2010-05T", 4),
        ("MONTH", "2010T", "2011T", 12),
        ("MONTH", "2011T", "2010T", -12),
        ("DAY", "2010-01-01T23:00Z", "2010-01-02T01:00Z", 0),
        ("HOUR", "2017-01-02T03:04+01:02", "2017-01-02T03:04+00:00", 1),
        ("SECOND", "2017-01-02T03:04:05.007Z", "2017-01-02T03:04:06.006Z", 0),
    ],
)
def test_date_diff_counts_whole_units(part: str, start: str, end: str, expected: int) -> None:
    assert call("DATE_DIFF", part, at(start), at(end)) == expected


def test_extract_reads_the_clock_as_it_is_written() -> None:
    moment = at("2017-01-10T05:30:55.5-08:09")
    assert [call("EXTRACT", part, moment) for part in ("YEAR", "MONTH", "DAY", "HOUR", "MINUTE")] == [
        2017,
        1,
        10,
        5,
        30,
    ]
    assert call("EXTRACT", "SECOND", moment) == Decimal("55.5")
    assert call("EXTRACT", "TIMEZONE_HOUR", moment) == -8
    assert call("EXTRACT", "TIMEZONE_MINUTE", moment) == -9
    assert call("EXTRACT", "YEAR", None) is None


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("MMMM d, y", "July 20, 1969"),
        ("MMM d, yyyy", "Jul 20, 1969"),
        ("M-d-yy", "7-20-69"),
        ("MM-d-y", "07-20-1969"),
        ("y-MM-dd'T'H:m:ssX", "1969-07-20T20:18:00+08"),
        ("h:m a xxx", "8:18 PM +08:00"),
        ("'it''s' SSS", "it's 000"),
    ],
)
def test_to_string_follows_the_pattern(pattern: str, expected: str) -> None:
    assert call("TO_STRING", at("1969-07-20T20:18+08:00"), pattern) == expected


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("2007T",), "2007T"),
        (("2007-02-23T12:14:33.079-08:00",), "2007-02-23T12:14:33.079-08:00"),
        (("2016", "y"), "2016T"),
        (("02-2016", "MM-yyyy"), "2016-02T"),
        (("69 70", "yy"), None),
        (("70", "yy"), "1970T"),
        (("69", "yy"), "2069T"),
        (("feb 3 2016 9 pm", "MMM d yyyy h a"), "2016-02-03T21:00-00:00"),
        (("2016-1-2", "yyyy-MM-dd"), None),
    ],
)
def test_to_timestamp_is_as_precise_as_its_pattern(arguments: tuple[str, ...], expected: str | None) -> None:
    if expected is None:
        with pytest.raises(EvaluationError):
            call("TO_TIMESTAMP", *arguments)
    else:
        assert call("TO_TIMESTAMP", *arguments) == at(expected)


def test_time_and_transaction_come_from_the_running_statement() -> None:
    runtime = Runtime(now=NOW, transaction_id="2EOkrgLG2Xa7qBwEwnKzDJ")
    assert call("UTCNOW", runtime) == NOW
    assert call("TXID", runtime) == "2EOkrgLG2Xa7qBwEwnKzDJ"
    assert call("CURRENT_DATE", runtime).text() == "2020-05-06"


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("abc",), "TO_TIMESTAMP: this is not an Ion timestamp"),
        (("2016-13-01",), "TO_TIMESTAMP: there is no such month"),
        (("2016-13", "yyyy-MM"), "'2016-13' does not match pattern 'yyyy-MM': there is no such month"),
        (("2016-02-30", "yyyy-MM-dd"), "'2016-02-30' does not match pattern 'yyyy-MM-dd': there is no such day"),
    ],
)
def test_to_timestamp_says_once_what_is_wrong(arguments: tuple[str, ...], reason: str) -> None:
    with pytest.raises(EvaluationError) as refused:
        call("TO_TIMESTAMP", *arguments)
    assert refused.value.message == reason
