"""amazon.ion as the oracle: what we write it reads, and what it writes we read, in binary and in text."""

from __future__ import annotations

from amazon.ion import simpleion
from hypothesis import given

from ledgershell.ion import dumps, from_python, ion_equal, ion_hash, loads, to_amazon
from ledgershell.ion.text_writer import write_text
from ledgershell.ion.values import Value
from tests.ion.strategies import values


def same(found: Value, expected: Value) -> None:
    assert ion_equal(found, expected), f"{found!r} is not {expected!r}"


@given(values())
def test_it_reads_our_binary(value: Value) -> None:
    same(from_python(simpleion.loads(dumps([value]))), [value])


@given(values())
def test_it_reads_our_text(value: Value) -> None:
    same(from_python(simpleion.loads(write_text([value]))), [value])


@given(values())
def test_it_reads_our_indented_text(value: Value) -> None:
    same(from_python(simpleion.loads(write_text([value], indent=2))), [value])


@given(values(decimal_digits=34))  # with 35 digits it loses zeros at the end
def test_we_read_its_binary(value: Value) -> None:
    data = simpleion.dumps(to_amazon([value]))
    same(loads(data), [value])
    assert ion_hash(loads(data)) == ion_hash([value])


@given(values())
def test_we_read_its_text(value: Value) -> None:
    same(loads(simpleion.dumps(to_amazon([value]), binary=False)), [value])


@given(values(fraction_digits=40))
def test_we_read_what_we_write(value: Value) -> None:
    same(loads(dumps([value])), [value])
    same(loads(write_text([value])), [value])
    same(loads(write_text([value], indent=2)), [value])
