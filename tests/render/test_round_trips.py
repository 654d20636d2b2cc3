"""What the machine formats write can be read again, and means the same."""

from __future__ import annotations

import csv
import io
import json
import math
import tempfile
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledgershell.errors import UsageError
from ledgershell.exchange.csv_files import read_csv
from ledgershell.ion import equality_key, ion_equal, loads_all
from ledgershell.ion.to_json import write_json
from ledgershell.ion.values import MISSING, Annotated, Clob, SExpression, Struct, Symbol, Value
from tests.render.samples import ALL_TYPES, PIPE, printed, printed_bytes

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=10)
scalar = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.decimals(allow_nan=False, allow_infinity=False).filter(lambda number: abs(number.adjusted()) < 1000)
    | text
    | text.map(Symbol)
    | st.binary(max_size=8)
    | st.binary(max_size=8).map(Clob)
)
value: st.SearchStrategy[Value] = st.recursive(
    scalar,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(SExpression)
        | st.lists(st.tuples(text, inner), max_size=3).map(Struct)
    ),
    max_leaves=6,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(value, max_size=5))
def test_ion_lines_read_back_as_the_same_values(rows: list[Value]) -> None:
    found = loads_all(printed(rows, "ion-lines"))
    assert len(found) == len(rows)
    assert all(ion_equal(one, other) for one, other in zip(found, rows, strict=True))


@settings(max_examples=60, deadline=None)
@given(st.lists(value, max_size=250))
def test_binary_ion_reads_back_as_the_same_values(rows: list[Value]) -> None:
    found = loads_all(printed_bytes(rows, "ion-binary"))
    assert len(found) == len(rows)
    assert all(ion_equal(one, other) for one, other in zip(found, rows, strict=True))


def test_ion_lines_of_every_type_read_back_but_for_what_ion_has_not() -> None:
    lines = printed(ALL_TYPES, "ion-lines").splitlines()
    assert len(lines) == len(ALL_TYPES)
    found = loads_all("\n".join(lines))
    same = [ion_equal(one, other) for one, other in zip(found, ALL_TYPES, strict=True)]
    assert [place for place, equal in enumerate(same) if not equal] == [4, 8, 12]  # a PartiQL date, MISSING, a bag


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(st.none() | text, min_size=2, max_size=2), min_size=1, max_size=6), st.booleans())
def test_csv_of_strings_and_nulls_comes_back_exactly(rows: list[list[str | None]], tabs: bool) -> None:
    documents = [Struct(zip(("a", "b"), row, strict=True)) for row in rows]
    output = printed(documents, "tsv" if tabs else "csv", columns=("a", "b"))
    if "\0" in output:
        return
    with tempfile.NamedTemporaryFile("wb", suffix=".csv") as file:
        file.write(output.encode())
        file.flush()
        found = [list(row.values()) for row in read_csv(file.name, delimiter="\t" if tabs else ",", types="text")]
    assert found == rows


@settings(max_examples=100, deadline=None)
@given(st.lists(st.none() | text, min_size=1, max_size=6), st.sampled_from(["", "\\N", "NULL"]))
def test_a_single_column_keeps_null_and_the_empty_string_apart(values: list[str | None], null: str) -> None:
    output = printed([Struct([("a", each)]) for each in values], "csv", PIPE._replace(csv_null=null))
    if "\0" in output:
        return
    with tempfile.NamedTemporaryFile("wb", suffix=".csv") as file:
        file.write(output.encode())
        file.flush()
        found = [row["a"] for row in read_csv(file.name, null=null, types="text")]
    assert found == values


def test_null_in_a_csv_of_one_column_is_an_empty_line_as_in_postgresql() -> None:
    rows = [Struct([("a", each)]) for each in (None, "", "x", MISSING)]
    assert printed(rows, "csv") == 'a\n\n""\nx\n\n'
    assert printed(rows, "csv", PIPE._replace(csv_null="NULL")) == 'a\nNULL\n""\nx\nNULL\n'
    assert (
        printed([Struct([("a", "NULL"), ("b", None)])], "csv", PIPE._replace(csv_null="NULL")) == 'a,b\n"NULL",NULL\n'
    )
    with pytest.raises(UsageError, match="stands in"):
        printed(rows, "csv", PIPE._replace(csv_null="a,b"))


def test_csv_comes_back_with_its_types() -> None:
    rows = [
        Struct([("n", 1), ("price", Decimal("12.50")), ("id", "007"), ("ok", True), ("note", "")]),
        Struct([("n", 2), ("price", Decimal("1E+3")), ("id", "042"), ("ok", False), ("note", None)]),
    ]
    with tempfile.NamedTemporaryFile("w", suffix=".csv") as file:
        file.write(printed(rows, "csv"))
        file.flush()
        assert all(ion_equal(one, other) for one, other in zip(read_csv(file.name), rows, strict=True))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.tuples(text.filter(bool), scalar), max_size=4).map(Struct), max_size=6))
def test_python_reads_our_csv_with_as_many_records_and_fields(rows: list[Struct]) -> None:
    records = list(csv.reader(io.StringIO(printed(rows, "csv"), newline=""), strict=True))
    if rows:
        assert len(records) == len(rows) + 1
        assert len({len(record) or 1 for record in records}) == 1  # of one column: Python takes null for no field


@settings(max_examples=60, deadline=None)
@given(st.lists(value, max_size=5))
def test_json_and_json_lines_hold_the_canonical_down_conversion(rows: list[Value]) -> None:
    expected = [json.loads(write_json(row)) for row in rows]
    assert json.loads(printed(rows, "json")) == expected
    assert [json.loads(line) for line in printed(rows, "jsonl").splitlines()] == expected


def test_json_numbers_keep_all_their_digits() -> None:
    row = Struct([("a", Decimal("12.50")), ("b", 10**40), ("c", math.pi), ("d", Annotated(("kg",), Decimal("1E+3")))])
    found = json.loads(printed([row], "json"), parse_float=Decimal)[0]
    assert found == {"a": Decimal("12.50"), "b": 10**40, "c": Decimal(repr(math.pi)), "d": Decimal("1E+3")}
    assert '"a": 12.50,' in printed([row], "json")


def test_no_two_scalars_of_different_meaning_look_the_same_in_a_table() -> None:
    scalars: list[Value] = [
        None, "null", Symbol("null"), "", "''", "missing", True, "true", 1, "1", 1.0, Decimal("1"), Decimal("1.0"),
        "x", "'x'", "x ", "·", "\\n", "\n", "'\\n'", "{}", "[1]", [1], Struct(), "2024-01-01", b"", "{{}}", "<<1>>",
    ]  # fmt: skip
    lines = printed([Struct([("a", item)]) for item in scalars], "table").splitlines()[2:]
    assert len({line.strip() for line in lines}) == len(scalars)
    assert len({equality_key(item) for item in scalars}) < len(scalars)  # 1, 1.0 and so on are equal, yet shown apart
