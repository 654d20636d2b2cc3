r"""``\env``: every setting, and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ledgershell.commands.arguments import Arguments
from ledgershell.commands.conversation import Conversation
from ledgershell.commands.usage import at_most
from ledgershell.commands.variables import COMMAND_LINE, SETTINGS
from ledgershell.environment import Environment
from ledgershell.render.wishes import WISHES, shown
from ledgershell.static_typing import Final

DEFAULT: Final = "default"
Row = tuple[str, str, str]


def show(conversation: Conversation, arguments: Arguments) -> None:
    """List settings, files and what the environment says, each with its origin."""
    at_most("env", arguments, 0)
    rows = [
        *_ledger(conversation),
        *_files(conversation.environment),
        *_display(conversation),
        *_variables(conversation),
    ]
    conversation.output.show_rows(("setting", "value", "origin"), rows)


def _ledger(conversation: Conversation) -> Iterator[Row]:
    ledger = conversation.session.describe()
    yield "ledger", ledger.location, conversation.origins.get("ledger", DEFAULT)
    access = "read and write" if ledger.writable else "read only"
    yield "access", access, COMMAND_LINE if conversation.read_only else DEFAULT
    yield "safe", "on" if conversation.safe else "off", COMMAND_LINE if conversation.safe else DEFAULT


def _files(environment: Environment) -> Iterator[Row]:
    variables = environment.variables
    settings = environment.config_home()
    home = _home_of(environment, "XDG_CONFIG_HOME")
    config = Path(settings, "config.toml")
    yield "config.toml", _there(config), home
    named = variables.get("LEDGERSHELL_RC")
    yield "rc.pql", _there(Path(named) if named else Path(settings, "rc.pql")), "LEDGERSHELL_RC" if named else home
    yield (
        "ledgers",
        environment.ledgers_home(),
        ("LEDGERSHELL_HOME" if variables.get("LEDGERSHELL_HOME") else _home_of(environment, "XDG_DATA_HOME")),
    )
    history = variables.get("LEDGERSHELL_HISTORY")
    yield (
        "history",
        history or str(Path(environment.state_home(), "history")),
        ("LEDGERSHELL_HISTORY" if history else _home_of(environment, "XDG_STATE_HOME")),
    )
    for what, names, otherwise in (
        ("pager program", ("LEDGERSHELL_PAGER", "PAGER"), "less"),
        ("editor", ("LEDGERSHELL_EDITOR", "VISUAL", "EDITOR"), "vi"),
    ):
        name = next((name for name in names if variables.get(name)), None)
        yield what, variables[name] if name else otherwise, name or DEFAULT
    for name in ("NO_COLOR", "CLICOLOR_FORCE", "TERM"):
        if variables.get(name):
            yield name, variables[name], "the environment"


def _home_of(environment: Environment, variable: str) -> str:
    return variable if environment.variables.get(variable) else DEFAULT


def _there(path: Path) -> str:
    return str(path) if path.is_file() else f"{path} (not there)"


def _display(conversation: Conversation) -> Iterator[Row]:
    origins = conversation.origins
    yield "format", conversation.output.format, origins.get("format", DEFAULT)
    for name in WISHES:
        yield name, shown(conversation.output.wishes, name), origins.get(name, DEFAULT)


def _variables(conversation: Conversation) -> Iterator[Row]:
    origins = conversation.variables.origins
    for name in SETTINGS:
        yield name, conversation.variables.get(name) or "", origins.get(name, DEFAULT)
