"""Joining hashes: the order of the arguments never matters, the signed order of the bytes does."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgershell.journal.hashing import NO_HASH, dot, merkle_root

hashes = st.binary(min_size=32, max_size=32)


def signed(byte: int) -> int:
    return byte - 256 if byte > 127 else byte


def plain_dot(left: bytes, right: bytes) -> bytes:
    """The definition: bytes as signed numbers, the last one first."""
    for position in reversed(range(32)):
        a, b = signed(left[position]), signed(right[position])
        if a != b:
            return sha256(left + right if a < b else right + left).digest()
    return sha256(left + right).digest()


@given(hashes, hashes)
def test_dot_is_its_definition(left: bytes, right: bytes) -> None:
    assert dot(left, right) == plain_dot(left, right) == dot(right, left)


@given(hashes, st.integers(0, 31), st.integers(0, 255), st.integers(0, 255))
def test_dot_is_its_definition_for_hashes_that_differ_in_one_byte(base: bytes, at: int, a: int, b: int) -> None:
    left = base[:at] + bytes([a]) + base[at + 1 :]
    right = base[:at] + bytes([b]) + base[at + 1 :]
    assert dot(left, right) == plain_dot(left, right)


def test_a_byte_above_127_is_negative() -> None:
    low, high = bytes(31) + b"\x80", bytes(31) + b"\x7f"
    assert dot(low, high) == sha256(low + high).digest()


@given(hashes)
def test_nothing_adds_nothing(one: bytes) -> None:
    assert dot(one, NO_HASH) == dot(NO_HASH, one) == one
    assert dot(NO_HASH, NO_HASH) == NO_HASH


@pytest.mark.parametrize("wrong", [b"x", bytes(31), bytes(33), bytes(64)])
def test_only_hashes_can_be_joined(wrong: bytes) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        dot(bytes(32), wrong)


def test_an_odd_last_hash_is_carried_up() -> None:
    a, b, c, d, e = (sha256(name).digest() for name in (b"a", b"b", b"c", b"d", b"e"))
    assert merkle_root([]) == NO_HASH
    assert merkle_root([a]) == a
    assert merkle_root([a, b, c]) == dot(dot(a, b), c)
    assert merkle_root([a, b, c, d, e]) == dot(dot(dot(a, b), dot(c, d)), e)
