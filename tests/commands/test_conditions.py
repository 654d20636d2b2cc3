r"""``\if`` and its like: only the part that is meant is carried out, and nothing of the others is looked at."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cli.conftest import Program
from tests.commands.talk import Talk


def chosen(talk: Talk, script: str) -> str:
    return " ".join(talk(script).split())


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("true", "a c"),
        ("off", "b c"),
        ("1", "a c"),
        ("NO", "b c"),
        (":yes", "a c"),
        (":{?yes}", "a c"),
        (":{?no}", "b c"),
    ],
)
def test_one_of_two_parts_is_carried_out(talk: Talk, condition: str, expected: str) -> None:
    talk("\\set yes on")
    assert chosen(talk, f"\\if {condition}\n\\echo a\n\\else\n\\echo b\n\\endif\n\\echo c") == expected
    assert chosen(talk, f"\\if {condition} \\echo a \\else \\echo b \\endif \\echo c") == expected


def test_the_first_part_that_is_true_is_the_one(talk: Talk) -> None:
    script = "\\if 0\n\\echo a\n\\elif 1\n\\echo b\n\\elif 1\n\\echo c\n\\else\n\\echo d\n\\endif"
    assert chosen(talk, script) == "b"


def test_nothing_is_looked_at_in_what_is_passed_over(talk: Talk) -> None:
    talk("\\set ON_ERROR_STOP on")
    script = r"""
    \if false
      SELECT FROM nonsense; DROP TABLE nosuch; \nosuch command
      \set x `touch made`
      \if nonsense \elif :nosuch \endif
      \copy nosuch FROM 'nosuch' \else is a part of the line
      # no comment
      SELECT 1 + :nosuch
    \else
      SELECT VALUE 7 FROM <<0>>;
    \endif
    """
    assert (chosen(talk, script), talk.said) == ("7", "")
    assert sorted(talk.folder.iterdir()) == []


def test_statements_before_and_behind_are_not_touched(talk: Talk) -> None:
    assert (
        chosen(
            talk, "SELECT VALUE 1 FROM <<0>>; \\if 0\nSELECT VALUE 2 FROM <<0>>;\n\\endif\nSELECT VALUE 3\nFROM <<0>>"
        )
        == "1 3"
    )


@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("\\endif", r"\endif without an \if"),
        ("\\else", r"\else without an \if"),
        ("\\elif 1", r"\elif without an \if"),
        ("\\if 1\n\\else\n\\else\n\\endif", r"\else behind \else"),
        ("\\if 0\n\\else\n\\elif 1\n\\endif", r"\elif behind \else"),
        ("\\if 1\n\\echo x", r"the script ends within an \if"),
        ("\\if perhaps\n\\endif", "'perhaps' is neither true nor false"),
        ("SELECT 1 \\if 1", r"\if stands inside a statement"),
    ],
)
def test_parts_that_do_not_fit_are_errors(talk: Talk, script: str, message: str) -> None:
    talk(script)
    assert message in talk.said
    assert "LS-CLI-016" in talk.said or "LS-CLI-004" in talk.said


def test_a_condition_that_is_none_counts_as_false(talk: Talk) -> None:
    talk("\\set ON_ERROR_STOP off")
    assert chosen(talk, "\\if perhaps\n\\echo a\n\\else\n\\echo b\n\\endif") == "b"


def test_a_condition_ends_with_its_script(talk: Talk) -> None:
    talk.write("inner.pql", "\\if 1\n\\echo inner\n")
    talk.write("stray.pql", "\\endif\n")
    assert (
        chosen(talk, "\\set ON_ERROR_STOP off\n\\if 1\n\\i inner.pql\n\\i stray.pql\n\\echo outer\n\\endif")
        == "inner outer"
    )
    assert "the script ends within" in talk.said
    assert "\\endif without" in talk.said


def test_a_query_can_decide(program: Program) -> None:
    script = (
        "SELECT COUNT(*) > 0 AS \"some\" FROM <<>> \\gset\n\\if :some\nSELECT 'yes';\n\\else\n\\echo none\n\\endif\n"
    )
    outcome = program(":memory:", stdin=script)
    assert (outcome.code, outcome.out) == (0, "none\n")


Script = list["str | tuple[bool, Script, Script]"]


def scripts() -> st.SearchStrategy[Script]:
    word = st.sampled_from(["a", "b", "c"])
    part: st.SearchStrategy[Script] = st.recursive(
        st.lists(word, max_size=2),
        lambda inner: st.lists(word | st.tuples(st.booleans(), inner, inner), max_size=3),
        max_leaves=12,
    )
    return part


def lines_of(script: Script) -> str:
    text = ""
    for part in script:
        if isinstance(part, str):
            text += f"\\echo {part}\n"
        else:
            text += f"\\if {part[0]}\n{lines_of(part[1])}\\else\n{lines_of(part[2])}\\endif\n"
    return text


def words_of(script: Script) -> list[str]:
    found: list[str] = []
    for part in script:
        found += [part] if isinstance(part, str) else words_of(part[1] if part[0] else part[2])
    return found


def test_nested_conditions_do_what_nested_ifs_do(tmp_path_factory: pytest.TempPathFactory) -> None:
    talk = Talk(tmp_path_factory.mktemp("conditions"))

    @given(scripts())
    @settings(max_examples=60, deadline=None)
    def check(script: Script) -> None:
        assert talk(lines_of(script)).split() == words_of(script)

    check()
    talk.close()
