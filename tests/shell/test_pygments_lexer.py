"""PartiQL for Pygments, and the colours of the prompt."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prompt_toolkit.document import Document
from pygments import highlight
from pygments.formatters.html import HtmlFormatter
from pygments.token import Comment, Error, Keyword, Literal, Name, Number, Punctuation, String

from ledgershell.shell.highlighting import StatementLexer, style
from ledgershell.shell.pygments_lexer import COMMAND, PartiqlLexer, TokenType


def colours(text: str) -> list[tuple[TokenType, str]]:
    """The tokens but for white space."""
    return [(kind, part) for _, kind, part in PartiqlLexer().get_tokens_unprocessed(text) if part.strip()]


def test_each_kind_has_its_colour() -> None:
    assert colours("SELECT f(a, 1.5, 'b', \"c\") -- d\nFROM CAST(x AS INT)") == [
        (Keyword, "SELECT"),
        (Name.Function, "f"),
        (Punctuation, "("),
        (Name, "a"),
        (Punctuation, ","),
        (Number, "1.5"),
        (Punctuation, ","),
        (String, "'b'"),
        (Punctuation, ","),
        (String.Symbol, '"c"'),
        (Punctuation, ")"),
        (Comment, "-- d"),
        (Keyword, "FROM"),
        (Keyword, "CAST"),
        (Punctuation, "("),
        (Name, "x"),
        (Keyword, "AS"),
        (Keyword.Type, "INT"),
        (Punctuation, ")"),
    ]


@pytest.mark.parametrize(
    "ion", ["`a`", '`{a: "`;"}`', "`'''long ` string'''`", "`{{ YTti }}`", "`[1, // ` comment\n 2]`", "`2020-01-01T`"]
)
def test_ion_is_one_literal_to_its_own_end(ion: str) -> None:
    assert colours(f"SELECT {ion}, 1")[1:] == [(Literal, ion), (Punctuation, ","), (Number, "1")]


@pytest.mark.parametrize("text", ["'open", '"open', "`open", "/* open"])
def test_what_is_not_closed_is_an_error(text: str) -> None:
    assert colours(f"SELECT {text}\n;")[-1] == (Error, f"{text}\n;")


def test_a_quote_in_a_meta_command_opens_nothing() -> None:
    assert colours("\\echo it's; so\nSELECT 'a' \\g it's\n-- b") == [
        (COMMAND, "\\echo it's; so"),
        (Keyword, "SELECT"),
        (String, "'a'"),
        (COMMAND, "\\g it's"),
        (Comment, "-- b"),
    ]


@given(st.text(alphabet="SELECT ab1.;\\'\"`-/*\n(){}<>#‘é", max_size=60) | st.text(max_size=60))
def test_no_character_is_lost_or_moved(text: str) -> None:
    place = 0
    for start, _, part in PartiqlLexer().get_tokens_unprocessed(text):
        assert start == place
        assert text[start : start + len(part)] == part
        place += len(part)
    assert place == len(text)
    line = StatementLexer().lex_document(Document(text))
    shown = ["".join(fragment[1] for fragment in line(at)) for at in range(text.count("\n") + 1)]
    assert "\n".join(shown) == text


def test_a_string_over_lines_keeps_its_colour() -> None:
    line = StatementLexer().lex_document(Document("SELECT 'a\nFROM b' c"))
    assert ("class:code.string", "FROM b'") in [(fragment[0], fragment[1]) for fragment in line(1)]


def test_the_prompt_has_colours_of_the_terminal() -> None:
    attributes = style().get_attrs_for_style_str("class:code.keyword")
    assert (attributes.color, attributes.bold) == ("ansiblue", True)


def test_documents_can_be_made_with_it() -> None:
    page = highlight("SELECT `a`", PartiqlLexer(), HtmlFormatter())
    assert '<span class="k">SELECT</span>' in page
    assert '<span class="l">`a`</span>' in page
