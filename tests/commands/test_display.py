r"""``\pset`` and its short forms: each says what it did, and the next result shows it."""

from __future__ import annotations

import pytest

from tests.commands.talk import Talk

TWO = "SELECT 1 AS a, null AS b"


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("\\x", "Expanded display is on."),
        ("\\x off", "Expanded display is off."),
        ("\\x auto", "Expanded display is auto."),
        ("\\t", "Tuples only is on."),
        ("\\C 'All of it'", 'Title is "All of it".'),
        ("\\C", "Title is unset."),
        ("\\a", "Output format is unaligned."),
        ("\\a\n\\a", "Output format is auto."),
        ("\\H", "Output format is html."),
        ("\\H\n\\H", "Output format is auto."),
        ("\\pset null NIL", 'Null display is "NIL".'),
        ("\\pset format csv", "Output format is csv."),
        ("\\T jsonl", "Output format is jsonl."),
        (".mode tsv", "Output format is tsv."),
    ],
)
def test_what_is_changed_is_said(talk: Talk, command: str, said: str) -> None:
    talk(command)
    assert talk.said.splitlines()[-1] == said


def test_the_next_result_shows_it(talk: Talk) -> None:
    assert talk(f"\\a\n\\pset fieldsep ;\n\\pset null NIL\n{TWO}").splitlines()[:2] == ["a;b", "1;NIL"]
    assert talk(f"\\t\n{TWO}") == "1;NIL\n"
    assert "<td" in talk(f"\\H\n{TWO}")
    assert talk(f"\\pset format csv\n\\t off\n{TWO}").startswith("a,b\n1,")


def test_options_are_listed_with_their_values(talk: Talk) -> None:
    talk("\\pset null NIL\n\\pset format csv")
    listed = talk("\\pset").splitlines()
    assert listed[0] == "option,value,meaning"
    assert [line.split(",")[1] for line in listed if line.startswith("null,")] == ["NIL"]
    assert [line.split(",")[1] for line in listed if line.startswith("format,")] == ["csv"]


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("\\pset nul x", "LS-FORMAT-002"),
        ("\\pset border 7", "LS-FORMAT-003"),
        ("\\pset format xml", "LS-FORMAT-001"),
        ("\\pset a b c", "LS-CLI-004"),
        ("\\x perhaps", "LS-FORMAT-003"),
        ("\\a x", "LS-CLI-004"),
        ("\\timing perhaps", "LS-CLI-004"),
    ],
)
def test_what_is_no_option_or_value_is_refused(talk: Talk, command: str, code: str) -> None:
    talk(command)
    assert f"error {code}" in talk.said
