"""docs/keyboard.md says what is so: its escapes, variables and phrases are those of the program."""

from __future__ import annotations

import re

import pytest

from ledgershell.commands.registry import BY_ANY_NAME
from ledgershell.commands.variables import SETTINGS
from ledgershell.shell.prompts import Facts, prompt_text
from tests.locations import REPOSITORY

PAGE = (REPOSITORY / "docs" / "keyboard.md").read_text(encoding="utf-8")
FACTS = Facts("bank", "*", "8F0T", 41, "0badcafe12345678")


@pytest.mark.parametrize("escape", re.findall(r"`(%[^`NAME\[\]0])`", PAGE))
def test_every_escape_of_the_page_means_something(escape: str) -> None:
    if escape != "%w":  # blanks as wide as a prompt, and here there is none
        assert prompt_text(escape, FACTS) not in ("", escape[1:] if escape not in ("%%",) else "")


def test_no_escape_is_missing_from_the_page() -> None:
    letters = [chr(code) for code in range(33, 127) if chr(code) not in "[]:`01234567"]
    known = [letter for letter in letters if prompt_text(f"%{letter}", FACTS)]
    assert [letter for letter in known if f"`%{letter}`" not in PAGE] == []


def test_every_variable_and_command_of_the_page_exists() -> None:
    for name in (
        "PROMPT1",
        "PROMPT2",
        "TOOLBAR",
        "SINGLELINE",
        "EDIT_MODE",
        "COMPLETION",
        "ON_ERROR_STOP",
        "SYNTAX_STYLE",
    ):
        assert name in PAGE
        assert name in SETTINGS
    for command in re.findall(r"`\\([a-z?]+)", PAGE):
        assert command in BY_ANY_NAME
