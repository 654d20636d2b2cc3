r"""The table of meta-commands is complete, and names that are not in it get candidates."""

from __future__ import annotations

import inspect

import pytest

from ledgershell.commands.command import Command
from ledgershell.commands.internal import resolve
from ledgershell.commands.registry import BY_ANY_NAME, COMMANDS, find
from ledgershell.errors import UsageError


@pytest.mark.parametrize("command", COMMANDS.values(), ids=lambda command: command.name)
def test_each_command_has_a_function_and_words_about_it(command: Command) -> None:
    run = resolve(f"ledgershell.commands.{command.run}")
    assert list(inspect.signature(run).parameters)[1:] == ["arguments"] or len(inspect.signature(run).parameters) == 2
    assert run.__doc__
    assert command.summary
    assert not command.summary.endswith(".")
    assert len(command.summary) <= 75


def test_no_name_means_two_commands() -> None:
    names = [name for command in COMMANDS.values() for name in (command.name, *command.aliases)]
    names += [f"{command.name}+" for command in COMMANDS.values() if command.plus]
    assert len(names) == len(set(names)) == len(BY_ANY_NAME)


def test_aliases_find_their_command() -> None:
    assert find("quit") is find("q") is COMMANDS["q"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("formt", "format"), ("tming", "timing"), ("COMIT", "commit"), ("dtt", "dt"), ("coppy", "copy")],
)
def test_a_misspelt_name_gets_candidates(typed: str, meant: str) -> None:
    with pytest.raises(UsageError) as raised:
        find(typed)
    assert raised.value.code == "LS-CLI-003"
    assert raised.value.hint is not None
    assert raised.value.hint == f"did you mean \\{meant}?"


@pytest.mark.parametrize("typed", ["frobnicate", "zzz", "", "\x1b[31m", "x" * 10_000])
def test_what_is_like_nothing_gets_none(typed: str) -> None:
    with pytest.raises(UsageError) as raised:
        find(typed)
    assert raised.value.hint == r"\? lists them"
    assert "\x1b" not in raised.value.message
    assert len(raised.value.message) < 100
