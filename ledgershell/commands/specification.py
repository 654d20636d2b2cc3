"""``--spec``: everything that the program understands, as one JSON object, for programs that call it.

``{"program", "version", "options": […], "subcommands": […], "commands": […], "variables": […], "formats": […],
"display": […], "errors": {CODE: TITLE}, "exitCodes": {NAME: NUMBER}}``; each from the table that the program itself
runs on.
"""

from __future__ import annotations

import json

from ledgershell.commands.conversation import VERSION
from ledgershell.commands.options import OPTIONS, Option
from ledgershell.commands.registry import COMMANDS
from ledgershell.commands.subcommands import SUBCOMMANDS
from ledgershell.commands.variables import REPORTED, SETTINGS
from ledgershell.errors import ERROR_CODES, ExitCode
from ledgershell.render.formats import FORMATS
from ledgershell.render.wishes import WISHES
from ledgershell.static_typing import Any


def specification() -> str:
    """The object, indented, with a line feed at its end."""
    return json.dumps(_everything(), indent=2, ensure_ascii=False) + "\n"


def _everything() -> dict[str, Any]:
    return {
        "program": "ledgershell",
        "version": VERSION,
        "options": [_option(option) for option in OPTIONS],
        "subcommands": [
            {
                "name": each.name,
                "help": each.help,
                "argument": each.argument,
                "options": [_option(option) for option in each.options],
            }
            for each in SUBCOMMANDS
        ],
        "commands": [
            {
                "name": command.name,
                "aliases": list(command.aliases),
                "arguments": command.arguments,
                "summary": command.summary,
                "group": command.group,
                "safety": command.safety,
            }
            for command in COMMANDS.values()
        ],
        "variables": [
            {
                "name": each.name,
                "kind": each.kind,
                "default": each.default,
                "choices": list(each.choices),
                "summary": each.summary,
            }
            for each in SETTINGS.values()
        ],
        "reported": [{"name": name, "summary": summary} for name, summary in REPORTED.items()],
        "formats": [{"name": each.name, "summary": each.summary, "binary": each.binary} for each in FORMATS.values()],
        "display": [
            {"name": wish.name, "summary": wish.summary, "values": list(wish.values)} for wish in WISHES.values()
        ],
        "errors": dict(ERROR_CODES),
        "exitCodes": {code.name: int(code) for code in ExitCode},
    }


def _option(option: Option) -> dict[str, Any]:
    return {
        "name": option.name,
        "flags": list(option.flags),
        "kind": option.kind,
        "value": option.metavar or None,
        "choices": list(option.choices),
        "help": option.help,
    }
