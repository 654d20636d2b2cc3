r"""What may stand behind a meta-command, from the commands' own table: kinds of names, and words of its syntax."""

from __future__ import annotations

import os
from collections.abc import Sequence

from ledgershell.commands.command import Command
from ledgershell.commands.internal import resolve
from ledgershell.commands.registry import named
from ledgershell.commands.variables import SETTINGS, Setting
from ledgershell.render.safe_text import is_safe
from ledgershell.shell.completion.candidates import Candidate, command_words
from ledgershell.shell.completion.known import Item, Known
from ledgershell.shell.completion.ranking import fit
from ledgershell.shell.completion.wanted import Wanted
from ledgershell.shell.metacommands import DOT_NAMES
from ledgershell.static_typing import Final

MOST_FILES: Final = 1_000
"""Entries of a folder that are looked at."""


def argument_candidates(wanted: Wanted, known: Known) -> list[Candidate]:
    """The words and names that fit, best first; files are :func:`file_candidates`."""
    command = _command(wanted.command)
    if command is None:
        return []
    items = list(_named_items(command, wanted.arguments, known)) if not wanted.quote or not wanted.arguments else []
    items += [Item(word) for word in command_words(command.arguments) if word not in wanted.arguments]
    ranked = [(fits, -known.uses.get(item.name.lower(), 0), at, item) for at, item in enumerate(items)
              if (fits := fit(wanted.typed, item.name)) is not None and is_safe(item.name)]  # fmt: skip
    return [Candidate(item.name + wanted.quote, item.name, item.about, "value") for *_, item in sorted(ranked)]


def wants_file(wanted: Wanted) -> bool:
    """Whether a file may stand here."""
    command = _command(wanted.command)
    if command is None:
        return False
    last = wanted.arguments[-1] if wanted.arguments else ""
    if last.startswith("--"):
        return f"{last} FILE" in command.arguments
    return command.completes == "file" and not wanted.arguments


def file_candidates(wanted: Wanted, folder: str) -> list[Candidate]:
    """The files whose names begin with what is typed; relative paths are taken from ``folder``."""
    shown_folder, _, typed = wanted.typed.rpartition("/")
    prefix = f"{shown_folder}/" if "/" in wanted.typed else ""
    place = os.path.join(folder, os.path.expanduser(prefix)) or "."  # noqa: PTH111, PTH118 - as the commands do
    found: list[tuple[str, bool]] = []
    try:
        with os.scandir(place) as entries:
            for number, entry in enumerate(entries):
                if number >= MOST_FILES:
                    break
                if entry.name.startswith(typed) and is_safe(entry.name) and (typed or not entry.name.startswith(".")):
                    found.append((entry.name, entry.is_dir()))
    except OSError:
        return []
    return [
        Candidate(_written(prefix + name, is_folder, wanted.quote), f"{name}/" if is_folder else name, "", "value")
        for name, is_folder in sorted(found)
    ]


def _written(path: str, is_folder: bool, quote: str) -> str:
    """A path as an argument: in quotes where blanks or signs of ours need them."""
    if quote == '"':
        return path.replace('"', '""') + ("/" if is_folder else '"')
    escaped = path.replace("\\", "\\\\").replace("'", "''")
    if quote:
        return escaped + ("/" if is_folder else "'")
    if path == escaped and not any(letter in ' ":`' for letter in path):
        return f"{path}/" if is_folder else path
    return f"'{escaped}/" if is_folder else f"'{escaped}'"


def _command(name: str) -> Command | None:
    return named(name) or named(DOT_NAMES.get(name.lower(), ""))


def _values(setting: Setting) -> Sequence[str]:
    if setting.names:
        return [setting.default, *resolve(setting.names)()]
    return setting.choices or (("on", "off") if setting.kind == "switch" else ())


def _named_items(command: Command, before: Sequence[str], known: Known) -> Sequence[Item]:
    """Names of the kind that the command takes first; for ``\\set`` then the values of its variable."""
    if before:
        setting = SETTINGS.get(before[0]) if command.name == "set" and len(before) == 1 else None
        if setting is None:
            return ()
        return [Item(value) for value in _values(setting)]
    if command.completes == "table":
        return [Item(name, "table") for name in known.tables]
    if command.completes == "variable":
        about = {setting.name: setting.summary for setting in SETTINGS.values()}
        return [Item(item.name, about.get(item.name, item.about)) for item in known.variables]
    if command.completes == "command":
        return known.commands
    if command.completes == "format":
        from ledgershell.render.formats import FORMATS

        return [Item(name, each.summary) for name, each in FORMATS.items()]
    if command.completes == "topic":
        from ledgershell.commands.help_topics import TOPICS

        return [*(Item(topic.name, topic.summary) for topic in TOPICS.values()), *known.functions]
    return ()
