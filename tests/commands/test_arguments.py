r"""Taking the arguments of a meta-command apart, as psql does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgershell.commands.arguments import read_arguments, read_whole_line
from ledgershell.errors import UsageError

VALUES = {"name": "Ada", "odd": 'it\'s "so"', "two": "a b", "empty": ""}


def words(line: str) -> list[str]:
    return list(read_arguments(line, 0, VALUES.get).words)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("", []),
        ("   ", []),
        ("a b  c", ["a", "b", "c"]),
        ("'a b' c", ["a b", "c"]),
        ("'it''s'", ["it's"]),
        (r"'a\tb\n\x41\\'", ["a\tb\nA\\"]),
        ('"two words"', ["two words"]),
        ('"say ""so"""', ['say "so"']),
        ("ab'c d'ef", ["abc def"]),
        ("''", [""]),
        (":name", ["Ada"]),
        ("x:name:two", ["xAdaa b"]),
        (":'odd'", ["'it''s \"so\"'"]),
        (':"odd"', ['"it\'s ""so"""']),
        (":nosuch :'nosuch'", [":nosuch", ":nosuch"]),
        ("':name'", [":name"]),
        (":empty", [""]),
        (": a", [":", "a"]),
        (r"C:\data\x.csv", [r"C:\data\x.csv"]),
        ("é 日本", ["é", "日本"]),
    ],
)
def test_words(line: str, expected: list[str]) -> None:
    assert words(line) == expected


def test_a_second_command_ends_the_arguments() -> None:
    line = r"\x on \dt P*"
    first = read_arguments(line, 2, VALUES.get)
    assert first.words == ("on",)
    assert line[first.end :] == r"\dt P*"


def test_two_backslashes_are_followed_by_a_statement() -> None:
    line = r"\set a 1 \\ SELECT :a;"
    arguments = read_arguments(line, 4, VALUES.get)
    assert arguments.words == ("a", "1")
    assert line[arguments.end :] == " SELECT :a;"


@pytest.mark.parametrize("line", ["'a", '"a', "a 'b c", r"'a\'", "'a''"])
def test_an_open_quote_is_a_mistake_with_its_place(line: str) -> None:
    with pytest.raises(UsageError) as raised:
        words(line)
    assert raised.value.code == "LS-CLI-005"
    assert raised.value.span is not None
    assert line[raised.value.span.start] in "'\""


def test_the_whole_line_is_left_as_it_is() -> None:
    line = r" t FROM 'C:\new' CSV  "
    assert read_whole_line(line, 0).words == (r"t FROM 'C:\new' CSV",)


@given(st.lists(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\n"), max_size=8)))
def test_quoted_words_come_back(texts: list[str]) -> None:
    line = " ".join('"' + text.replace('"', '""') + '"' for text in texts)
    assert words(line) == texts


@given(st.text(alphabet="ab '\"\\:x41n\t", max_size=30))
def test_any_line_ends_in_words_or_a_mistake(line: str) -> None:
    try:
        arguments = read_arguments(line, 0, VALUES.get)
    except UsageError:
        assert line.count("'") + line.count('"') > 0
    else:
        assert arguments.end == len(line) or line[: arguments.end].endswith("\\\\") or line[arguments.end] == "\\"
