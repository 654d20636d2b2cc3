"""LIKE: the matcher against a plain reference, and against input made to be slow."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgershell.errors import EvaluationError
from ledgershell.ion.values import MISSING, Annotated, Symbol, Value
from ledgershell.partiql.like import compile_like, like, like_escape
from ledgershell.partiql.typing_errors import TypeMismatch


def reference(text: str, pattern: str, escape: str | None) -> bool:
    """The definition, read aloud: what the first character of the pattern allows, then the rest."""

    @cache
    def matches(i: int, j: int) -> bool:
        if j == len(pattern):
            return i == len(text)
        if pattern[j] == escape:
            return i < len(text) and text[i] == pattern[j + 1] and matches(i + 1, j + 2)
        if pattern[j] == "%":
            return matches(i, j + 1) or (i < len(text) and matches(i + 1, j))
        return i < len(text) and pattern[j] in ("_", text[i]) and matches(i + 1, j + 1)

    return matches(0, 0)


@given(st.text("ab%_", max_size=14), st.text("ab%_", max_size=9))
def test_the_matcher_agrees_with_the_definition(text: str, pattern: str) -> None:
    assert like(text, pattern) is reference(text, pattern, None)


@given(
    st.text("ab%_[", max_size=12),
    st.lists(st.sampled_from(["a", "b", "%", "_", "[%", "[_", "[["]), max_size=8).map("".join),
)
def test_escaped_wildcards_stand_for_themselves(text: str, pattern: str) -> None:
    assert like_escape(text, pattern, "[") is reference(text, pattern, "[")


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("a" * 10_000, "%" + "a%" * 300 + "b"),
        ("a" * 10_000, "%" + "a_" * 450 + "b%"),
        ("ab" * 5_000, "%" + "_b" * 400 + "_bb%"),
        ("a" * 10_000, "%" * 1_000 + "b"),
    ],
)
def test_patterns_that_ruin_a_backtracking_matcher_are_answered(text: str, pattern: str) -> None:
    assert like(text, pattern) is False


def test_characters_are_code_points() -> None:
    assert like("😁x", "_x") is True
    assert like("A", "a") is False


@pytest.mark.parametrize(("pattern", "escape"), [("a", "ab"), ("a", ""), ("a[", "["), ("[a", "[")])
def test_a_wrong_escape_is_an_error_in_both_modes(pattern: str, escape: str) -> None:
    with pytest.raises(EvaluationError) as error:
        compile_like(pattern, escape)
    assert not isinstance(error.value, TypeMismatch)
    assert error.value.code == "LS-EVAL-016"


@pytest.mark.parametrize(
    ("value", "pattern", "expected"),
    [(None, "a", None), ("a", None, None), (MISSING, None, MISSING), ("a", MISSING, MISSING)],
)
def test_unknown_operands_make_it_unknown(value: Value, pattern: Value, expected: Value) -> None:
    assert like(value, pattern) is expected


def test_symbols_and_annotations_are_texts_too() -> None:
    assert like(Symbol("abc"), "a%") is True
    assert like(Annotated(("note",), "abc"), "%c") is True


@pytest.mark.parametrize("operands", [(1, "a"), ("a", 1), (None, 1), (1, MISSING)])
def test_anything_else_is_a_type_error_even_beside_an_unknown(operands: tuple[Value, Value]) -> None:
    with pytest.raises(TypeMismatch):
        like(*operands)


def test_a_long_search_can_be_cancelled() -> None:
    class Stopped(Exception):
        pass

    def stop() -> None:
        raise Stopped

    with pytest.raises(Stopped):
        compile_like("%a_b%").matches("ab" * 500_000, stop)
