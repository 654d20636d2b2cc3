r"""The tables, ``\?``, ``\h`` and ``docs/commands.md`` tell the same."""

from __future__ import annotations

import tomllib

from ledgershell.commands.conversation import VERSION
from ledgershell.commands.documentation import document
from ledgershell.commands.help_topics import SAME, TOPICS, topic_named
from ledgershell.commands.options import OPTIONS
from ledgershell.commands.registry import BY_ANY_NAME
from ledgershell.commands.subcommands import SUBCOMMANDS
from ledgershell.commands.variables import REPORTED, SETTINGS
from tests.locations import REPOSITORY


def test_the_page_is_what_the_tables_make() -> None:
    page = (REPOSITORY / "docs" / "commands.md").read_text(encoding="utf-8")
    assert page == document(), "run: python -m ledgershell.commands.documentation > docs/commands.md"


def test_nothing_is_undocumented() -> None:
    page = document()
    names = [f"\\{name.replace('+', '[+]')}" for name in BY_ANY_NAME]
    names += [flag for option in OPTIONS for flag in option.flags]
    names += [flag for each in SUBCOMMANDS for option in each.options for flag in option.flags]
    names += [*SETTINGS, *REPORTED, *TOPICS, *(each.name for each in SUBCOMMANDS)]
    assert [name for name in names if name not in page] == []


def test_topics_are_found_in_any_case_and_under_other_names() -> None:
    assert topic_named("create   table;") is TOPICS["CREATE TABLE"]
    assert topic_named("rollback") is TOPICS["ABORT"]
    assert topic_named("no such thing") is None
    assert set(SAME.values()) <= set(TOPICS)


def test_the_version_is_the_package_s() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["version"] == VERSION
