"""partiql and insert: what they print is run again, and gives what was printed."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ledgershell
from ledgershell.api import Ledger
from ledgershell.errors import UsageError
from ledgershell.ion import ion_equal
from ledgershell.ion.timestamp import Precision, Timestamp
from ledgershell.ion.values import (
    MISSING,
    SYMBOL_ZERO,
    TYPED_NULLS,
    Annotated,
    Bag,
    Clob,
    IonType,
    SExpression,
    Struct,
    Symbol,
    Value,
)
from ledgershell.partiql.splitter import split
from ledgershell.partiql.temporal import Date, IntervalDayTime, IntervalYearMonth, Time, WideTimestamp
from ledgershell.render.formats import format_named, render
from ledgershell.render.literals import identifier, table_read_by
from ledgershell.render.partiql_text import partiql_literal
from tests.render.samples import ALL_TYPES, PIPE, printed


@pytest.fixture(scope="module")
def ledger() -> Iterator[Ledger]:
    with ledgershell.open(":memory:") as opened:
        yield opened


def spelled(value: Value) -> str:
    """The value with every type in it told apart; fields in the order of their names, since a struct has none."""
    if isinstance(value, Struct):
        return "{" + ", ".join(sorted(f"{name!r}: {spelled(item)}" for name, item in value.items())) + "}"
    if isinstance(value, list):
        return type(value).__name__ + "[" + ", ".join(map(spelled, value)) + "]"
    if type(value) is Annotated:
        return f"{value.annotations!r}::{spelled(value.value)}"
    return repr(value)


odd_text = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from("'\"`\\\n\x00\x1b\u202e\u200d:;-/*{}"), max_size=8
)
day = st.dates().map(lambda each: (each.year, each.month, each.day))
timestamps = (
    day.map(lambda date: Timestamp(date[0], date[1], date[2], precision=Precision.DAY))
    | st.integers(1, 9999).map(lambda year: Timestamp(year, precision=Precision.YEAR))
    | st.builds(
        lambda date, offset: Timestamp(date[0], date[1], date[2], 23, 59, 30, Decimal("0.250"), offset),
        st.dates().filter(lambda each: 1 < each.year < 9999).map(lambda each: (each.year, each.month, each.day)),
        st.none() | st.integers(-1439, 1439),
    )
)
ion_scalar: st.SearchStrategy[Value] = (
    st.none()
    | st.sampled_from([null for kind, null in TYPED_NULLS.items() if kind is not IonType.NULL])
    | st.booleans()
    | st.integers()
    | st.integers(10**300, 10**310)
    | st.floats()
    | st.decimals(allow_nan=False, allow_infinity=False).filter(lambda number: abs(number.adjusted()) < 1000)
    | timestamps
    | odd_text
    | odd_text.map(Symbol)
    | st.just(SYMBOL_ZERO)
    | st.binary(max_size=8)
    | st.binary(max_size=8).map(Clob)
)
ion: st.SearchStrategy[Value] = st.recursive(
    ion_scalar,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(SExpression)
        | st.lists(st.tuples(odd_text | st.just(SYMBOL_ZERO), inner), max_size=3).map(Struct)
        | st.tuples(st.lists(odd_text, min_size=1, max_size=2).map(tuple), inner)
        .filter(lambda pair: type(pair[1]) is not Annotated)
        .map(lambda pair: Annotated(*pair))
    ),
    max_leaves=6,
)
nanoseconds = st.integers(-(10**14), 10**14)
partiql_scalar: st.SearchStrategy[Value] = (
    st.just(MISSING)
    | st.dates().map(lambda each: Date(each.year, each.month, each.day))
    | st.integers(10_000, 900_000).map(lambda year: Date(year, 2, 28))
    | st.integers(-900_000, 0).map(lambda year: Date(year, 3, 1))
    | st.times().map(
        lambda each: Time(each.hour, each.minute, each.second, Decimal(each.microsecond).scaleb(-6) or None)
    )
    | st.integers(-1079, 1079).map(lambda offset: Time(9, 15, 30, Decimal("0.25"), offset))
    | st.integers(10_001, 900_000).map(lambda year: WideTimestamp(year, 2, 28, 5, 30, 55, Decimal("0.5"), -480))
    | st.integers(-1199, 1199).map(lambda months: IntervalYearMonth(months))
    | nanoseconds.map(lambda number: IntervalDayTime(number // 1000 * 1000, 6, 6))
)
anything: st.SearchStrategy[Value] = st.recursive(
    ion | partiql_scalar,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(Bag)
        | st.lists(st.tuples(odd_text, inner), max_size=3).map(
            lambda fields: Struct([(name, item) for name, item in fields if item is not MISSING])
        )
    ),
    max_leaves=5,
)


@settings(max_examples=300, deadline=None)
@given(value=anything)
def test_a_literal_reads_back_as_the_same_value(ledger: Ledger, value: Value) -> None:
    text = partiql_literal(value)
    assert text.isprintable() or not re.search("[\x00-\x1f\x7f-\x9f]", text)
    (found,) = list(ledger.execute(f"[{text}]"))
    assert spelled(found) == spelled([value])


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(anything, max_size=4))
def test_a_printed_result_pastes_back_as_a_query(ledger: Ledger, rows: list[Value]) -> None:
    found = list(ledger.execute(f"SELECT VALUE [x] FROM {printed(rows, 'partiql')} AS x"))
    assert [spelled(row) for row in found] == [spelled([row]) for row in rows]


def test_every_type_of_the_sample_pastes_back(ledger: Ledger) -> None:
    found = list(ledger.execute(f"SELECT VALUE [x] FROM {printed(ALL_TYPES, 'partiql')} AS x"))
    assert [spelled(row) for row in found] == [spelled([row]) for row in ALL_TYPES]


def test_literals_are_as_people_write_them() -> None:
    row = Struct([("VIN", "1N4"), ("Year", 2011), ("Price", Decimal("-12.50")), ("Owner's", [True, None, Bag([1])])])
    assert partiql_literal(row) == "{'VIN': '1N4', 'Year': 2011, 'Price': -12.50, 'Owner''s': [true, null, <<1>>]}"
    assert partiql_literal(Symbol("a b")) == "`'a b'`"
    assert partiql_literal("a\x1b") == '`"a\\x1b"`'
    assert partiql_literal(Date(2024, 2, 29)) == "DATE '2024-02-29'"


def test_what_has_no_literal_is_refused() -> None:
    with pytest.raises(UsageError) as caught:
        partiql_literal(Struct([(SYMBOL_ZERO, Bag([1]))]))
    assert caught.value.code == "LS-FORMAT-004"


documents = st.lists(st.lists(st.tuples(odd_text, ion), max_size=4).map(Struct), min_size=1, max_size=4)


@settings(max_examples=40, deadline=None)
@given(rows=documents)
def test_insert_statements_make_the_same_documents(rows: list[Struct]) -> None:
    with ledgershell.open(":memory:") as ledger:
        ledger.execute("CREATE TABLE T").all()
        for row in rows:
            ledger.execute("INSERT INTO T ?", row).all()
        text = printed(ledger.execute("SELECT VALUE t FROM T AS t"), "insert", PIPE._replace(table="Select"))
        ledger.execute('CREATE TABLE "Select"').all()
        run(ledger, text)
        made = list(ledger.execute('SELECT VALUE t FROM "Select" AS t'))
        assert len(made) == len(rows)
        assert all(ion_equal(one, other) for one, other in zip(made, rows, strict=True))


def run(ledger: Ledger, script: str) -> None:
    for piece in split(script):
        ledger.execute(script[piece.start : piece.end]).all()


def test_forty_documents_make_a_statement() -> None:
    rows = [Struct([("a", number)]) for number in range(95)]
    output = printed(rows, "insert", PIPE._replace(table="T"))
    assert output.count("INSERT INTO T <<\n") == 3
    assert output.count(">>;\n") == 3
    assert "  {'a': 39}\n>>;\nINSERT INTO T <<\n  {'a': 40},\n" in output
    assert printed([], "insert", PIPE._replace(table="T")) == ""


def test_what_is_no_document_cannot_be_inserted() -> None:
    for value in (5, None, [1], Annotated(("a",), Struct())):
        with pytest.raises(UsageError) as caught:
            render([value], format_named("insert").make(io.StringIO(), PIPE))
        assert caught.value.code == "LS-FORMAT-004"
    with pytest.raises(UsageError, match="does not know the table"):
        format_named("insert").make(io.StringIO(), PIPE._replace(table=""))


@pytest.mark.parametrize(
    ("statement", "table"),
    [
        ("SELECT * FROM Vehicle AS v WHERE v.a = 'FROM x'", "Vehicle"),
        ('select value v from "my table" v', "my table"),
        ("SELECT * FROM history(Vehicle, `2020T`) AS h", "Vehicle"),
        ("SELECT * FROM <<1>> AS a, Person AS p", ""),
        ("SELECT EXTRACT(YEAR FROM d) FROM T", "T"),
        ("SELECT * FROM (SELECT x.a FROM T AS x) AS y", "T"),
        ("SELECT 1", ""),
        ("FROM", ""),
    ],
)
def test_the_table_is_the_one_that_the_statement_reads(statement: str, table: str) -> None:
    assert table_read_by(statement) == table


def test_names_are_quoted_where_they_must_be() -> None:
    assert [identifier(name) for name in ("Vehicle", "Table", "a b", 'x"y', "é")] == [
        "Vehicle",
        '"Table"',
        '"a b"',
        '"x""y"',
        '"é"',
    ]


def test_a_result_that_breaks_off_stays_open() -> None:
    stream = io.StringIO()
    renderer = format_named("partiql").make(stream, PIPE)
    renderer.begin()
    renderer.row(1)
    renderer.abandon()
    assert stream.getvalue() == "<<\n  1\n"
