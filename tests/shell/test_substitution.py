r"""Variables in statements: on tokens only, and errors still point at what was written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgershell.errors import SemanticError, Span
from ledgershell.shell.substitution import substitute

VALUES = {"n": "42", "table": "Person", "text": "it's", "name": 'a"b', "empty": "", "long": "1 + 1"}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("SELECT :n", "SELECT 42"),
        ("SELECT :n+:n", "SELECT 42+42"),
        ("SELECT :'text'", "SELECT 'it''s'"),
        ('SELECT :"name"', 'SELECT "a""b"'),
        ("SELECT * FROM :table AS t", "SELECT * FROM Person AS t"),
        ("SELECT :empty 1", "SELECT  1"),
        ("SELECT :nosuch, :'nosuch'", "SELECT :nosuch, :'nosuch'"),
        ("SELECT ': n', ':n', `:n`, \":n\" -- :n", "SELECT ': n', ':n', `:n`, \":n\" -- :n"),
        ("SELECT : n", "SELECT : n"),
        ("{'a':n}", "{'a':n}"),
        ("{'a': :n}", "{'a': 42}"),
        ("{'a'::n}", "{'a'::n}".replace(":n", "42")),
        ("{n:n, 'b': :n, c:n}", "{n:n, 'b': 42, c:n}"),
        ("{:'text': 1, :\"name\" :2}", "{'it''s': 1, \"a\"\"b\" :2}"),
        ("{'a': {'b':n}, 'c':n, 'd': [:n, :n], 'e':n}", "{'a': {'b':n}, 'c':n, 'd': [42, 42], 'e':n}"),
        ("{'a': f(x, :n), 'b':n}", "{'a': f(x, 42), 'b':n}"),
        ("(g MATCH (:Label)-[e:n]->())", "(g MATCH (:Label)-[e42]->())"),
        ("SELECT :n -- 'open", "SELECT 42 -- 'open"),
        ("SELECT 'open :n", "SELECT 'open :n"),
    ],
)
def test_only_what_is_a_variable_is_replaced(source: str, expected: str) -> None:
    assert substitute(source, VALUES.get).text == expected


def test_an_error_behind_a_value_points_at_the_source() -> None:
    source = "SELECT :long FROM nowhere"
    done = substitute(source, VALUES.get)
    start = done.text.index("nowhere")
    error = done.mapped(SemanticError("LS-NAME-001", "?", span=Span(start, start + 7), text=done.text))
    assert error.span is not None
    assert error.text == source
    assert source[error.span.start : error.span.end] == "nowhere"


def test_an_error_inside_a_value_points_at_the_variable_and_shows_it() -> None:
    source = "SELECT 1 + :'text' + 2"
    done = substitute(source, VALUES.get)
    start = done.text.index("'it''s'")
    error = done.mapped(SemanticError("LS-NAME-001", "?", span=Span(start + 1, start + 3), text=done.text))
    assert error.span is not None
    assert source[error.span.start : error.span.end] == ":'text'"
    assert error.hint == ":text is 'it''s'"


@given(st.lists(st.sampled_from(["a ", ":n ", ":'text' ", ":long ", "'x' ", "+ ", "\n"]), max_size=12))
def test_every_unreplaced_character_is_found_again(parts: list[str]) -> None:
    source = "".join(parts)
    done = substitute(source, VALUES.get)
    replaced = [offset for piece in done.pieces for offset in range(*piece.target)]
    for offset in range(len(done.text)):
        error = done.mapped(SemanticError("LS-NAME-001", "?", span=Span(offset, offset + 1), text=done.text))
        assert error.span is not None
        if offset not in replaced:
            assert source[error.span.start : error.span.end] == done.text[offset]
        else:
            assert source[error.span.start] == ":"
