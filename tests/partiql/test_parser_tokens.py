"""The lexer as the highlighter and the splitter see it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgershell.partiql.lexer import END, ERROR, TERMINAL_NAMES, lex, scan, tokens
from tests.partiql.statements import GOOD


def kinds(text: str) -> list[tuple[str, str]]:
    """Each token with its kind."""
    return [(kind, text[start:end]) for kind, start, end in tokens(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("select a", [("keyword", "select"), ("name", "a")]),
        ("COUNT (*)", [("function", "COUNT"), ("symbol", "("), ("symbol", "*"), ("symbol", ")")]),
        ("trim(a)", [("keyword", "trim"), ("symbol", "("), ("name", "a"), ("symbol", ")")]),
        ("trim /* c */ (a", [("keyword", "trim"), ("comment", "/* c */"), ("symbol", "("), ("name", "a")]),
        ("trim", [("name", "trim")]),
        ("LEFT(", [("function", "LEFT"), ("symbol", "(")]),
        ("LEFT JOIN", [("keyword", "LEFT"), ("keyword", "JOIN")]),
        ("INT date", [("type", "INT"), ("name", "date")]),
        ("DATE '2000-01-01'", [("type", "DATE"), ("string", "'2000-01-01'")]),
        ("TIME (3) WITH", [("type", "TIME"), ("symbol", "("), ("number", "3"), ("symbol", ")"), ("keyword", "WITH")]),
        (
            "'a''b' \"c\" `d` 1 .5 1e3",
            [("string", "'a''b'"), ("quoted", '"c"'), ("ion", "`d`")]
            + [("number", text) for text in ("1", ".5", "1e3")],
        ),
        ("a-- b\n/* c */", [("name", "a"), ("comment", "-- b"), ("comment", "/* c */")]),
        (
            "a<=b<>c||<<d>>",
            [
                ("name", "a"),
                ("symbol", "<="),
                ("name", "b"),
                ("symbol", "<>"),
                ("name", "c"),
                ("symbol", "||"),
                ("symbol", "<<"),
                ("name", "d"),
                ("symbol", ">>"),
            ],
        ),
        ("a 'b", [("name", "a"), ("unterminated", "'b")]),
        ("a /* b", [("name", "a"), ("unterminated", "/* b")]),
        ('`"`', [("unterminated", '`"`')]),
        ("1abc # ‘", [("unknown", "1abc"), ("unknown", "#"), ("unknown", "‘")]),
        ("a.1b", [("name", "a"), ("unknown", ".1b")]),
        ("\\gx", [("unknown", "\\"), ("name", "gx")]),
    ],
)
def test_tokens_for_the_eye(text: str, found: list[tuple[str, str]]) -> None:
    assert kinds(text) == found


@given(st.text(st.sampled_from("a1 .'\"`/*-\n;(<>{‘\\"), max_size=30))
def test_tokens_stand_in_order_and_leave_only_white_space_out(text: str) -> None:
    behind = 0
    for _, start, end in tokens(text):
        assert start < end
        assert not text[behind:start].strip()
        behind = end
    assert not text[behind:].strip()


@pytest.mark.parametrize("text", GOOD)
def test_the_parser_and_the_highlighter_cut_the_text_alike(text: str) -> None:
    found = lex(text)
    plain = [(start, end) for kind, start, end in scan(text) if kind != "comment"]
    assert list(zip(found.starts, found.ends, strict=True))[:-1] == plain
    assert found.kinds[-1] == END


def test_lexing_can_begin_and_end_anywhere() -> None:
    text = "SELECT 'a' FROM t; x"
    found = lex(text, 7, 17)
    assert [TERMINAL_NAMES[kind] for kind in found.kinds] == ["STRING", "FROM", "IDENT", "$END"]
    assert [text[start:end] for start, end in zip(found.starts, found.ends, strict=True)] == ["'a'", "FROM", "t", ""]


def test_what_cannot_be_read_is_the_last_token() -> None:
    found = lex("SELECT a ^ b")
    assert found.kinds[-1] == ERROR
    assert found.starts[-1] == 9
