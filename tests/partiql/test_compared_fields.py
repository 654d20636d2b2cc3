"""Comparing a field with a value has a way of its own; it answers what comparing two values answers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ledgershell
from ledgershell.ion import loads
from ledgershell.ion.values import Struct

NUMBERS = ("1", "2", "1.0", "2e0", "x::1")
WORDS = ("a", "b", '"a"', '"b"', 'x::"a"')
TEXTS = (*NUMBERS, *WORDS, "true", "null", "[1]", "{a: 1}", "2024T")


@pytest.fixture(scope="module")
def ledger() -> Iterator[ledgershell.Ledger]:
    with ledgershell.open(":memory:") as opened:
        yield opened


@given(
    st.sampled_from(["=", "<", "<=", ">", ">=", "<>"]),
    st.sampled_from(TEXTS),
    st.sampled_from(TEXTS),
    st.booleans(),
)
def test_with_a_parameter_and_with_a_constant(
    ledger: ledgershell.Ledger, operator: str, left: str, right: str, absent: bool
) -> None:
    row = Struct(() if absent else (("a", loads(left)),))
    field = "MISSING" if absent else "?"
    statement = f"SELECT VALUE [t.a {operator} ?, t.a {operator} `{right}`, {field} {operator} ?] FROM ? AS t"
    given_values = [loads(right), *([] if absent else [loads(left)]), loads(right), [row]]
    [by_parameter, by_constant, plainly] = ledger.execute(statement, *given_values).one()
    assert by_parameter is plainly
    assert by_constant is plainly
