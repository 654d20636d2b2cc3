"""The world outside: identifiers as QLDB writes them."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ledgershell.environment import IDENTIFIER_ALPHABET, IDENTIFIER_LENGTH, identifier_text


def digit_by_digit(number: int) -> str:
    """Base62 as one writes it down."""
    digits = []
    for _ in range(IDENTIFIER_LENGTH):
        number, digit = divmod(number, 62)
        digits.append(IDENTIFIER_ALPHABET[digit])
    return "".join(reversed(digits))


@given(st.integers(0, 2**128 - 1))
@example(0)
@example(2**128 - 1)
@example(62**10 - 1)
@example(62**10)
@example(62**20 - 1)
@example(62**20)
def test_an_identifier_is_the_number_in_base_62(number: int) -> None:
    assert identifier_text(number) == digit_by_digit(number)


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "0" * 22), (61, "0" * 21 + "z"), (62, "0" * 20 + "10"), (2**128 - 1, "7n42DGM5Tflk9n8mt7Fhc7")],
)
def test_identifiers_are_padded_and_the_largest_fits(number: int, text: str) -> None:
    assert identifier_text(number) == text
