r"""Settings that last: ``config.toml`` and ``rc.pql`` in the settings folder (``$XDG_CONFIG_HOME/ledgershell``).

::

    ledger = "bank"                 # the ledger that is meant when none is named

    [variables]                     # as \set
    ON_ERROR_STOP = true

    [display]                       # as \pset
    format = "table"
    null = "∅"

Strongest first: the command line, ``rc.pql``, the environment, ``config.toml``, our defaults.  Where a script runs,
neither variables nor display nor ``rc.pql`` are read, so that it does the same for everybody; ``--rc`` reads them all
the same.  With ``-X`` nothing is read at all.
"""

from __future__ import annotations

from pathlib import Path

from ledgershell.commands.conversation import Conversation, Leave
from ledgershell.environment import Environment, UserPath
from ledgershell.errors import LedgershellError, UsageError
from ledgershell.render.safe_text import visible
from ledgershell.shell.script import ScriptRunner, Stopped
from ledgershell.static_typing import Any, Final, NamedTuple

CONFIG: Final = "config.toml"
SECTIONS: Final = ("ledger", "variables", "display")


class Configuration(NamedTuple):
    r"""What ``config.toml`` says; texts as ``\set`` and ``\pset`` take them."""

    path: str
    ledger: str | None = None
    variables: tuple[tuple[str, str], ...] = ()
    display: tuple[tuple[str, str], ...] = ()


def rc_path(environment: Environment) -> Path:
    """Where the start-up script is, if it is there."""
    named = environment.variables.get("LEDGERSHELL_RC")
    return Path(named) if named else Path(environment.config_home(), "rc.pql")


def read_configuration(environment: Environment) -> Configuration:
    """The file's settings; none when it is not there.  Raises :class:`UsageError` (LS-CLI-020)."""
    path = environment.config_file()
    if path is None:
        return Configuration("")
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise _wrong(path, (error.strerror or "cannot be read").lower()) from None
    import tomllib

    try:
        read = tomllib.loads(data.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _wrong(path, visible(str(error))) from None
    for name in read:
        if name not in SECTIONS:
            raise _wrong(path, f"there is no setting {visible(name)!r}")
    ledger = read.get("ledger")
    if ledger is not None and not isinstance(ledger, str):
        raise _wrong(path, "ledger must be a text")
    return Configuration(path, ledger, _section(path, read, "variables"), _section(path, read, "display"))


def _section(path: str, read: dict[str, Any], name: str) -> tuple[tuple[str, str], ...]:
    section = read.get(name, {})
    if not isinstance(section, dict):
        raise _wrong(path, f"{name} must be a table, [{name}]")
    return tuple((key, _text(path, f"{name}.{key}", value)) for key, value in section.items())


def _text(path: str, name: str, value: object) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, str | int | float):
        return str(value)
    raise _wrong(path, f"{visible(name)} must be a text, a number, true or false")


def _wrong(path: str, message: str, hint: str | None = None) -> UsageError:
    without = "-X starts without it"
    return UsageError("LS-CLI-020", f"{visible(path)}: {message}", hint=f"{hint} ({without})" if hint else without)


def apply_configuration(conversation: Conversation, configuration: Configuration) -> None:
    """Set what the file wants set.  Raises :class:`UsageError` (LS-CLI-020) for what cannot be."""
    variables, before = conversation.variables, conversation.variables.origin
    variables.origin = CONFIG
    try:
        for name, value in configuration.variables:
            variables.set(name, value)
        for name, value in configuration.display:
            conversation.output.wish(name, value)
            conversation.origins[name] = CONFIG
    except LedgershellError as error:
        raise _wrong(configuration.path, error.message, error.hint) from None
    finally:
        variables.origin = before


def run_start_up_script(conversation: Conversation, runner: ScriptRunner) -> None:
    """``rc.pql`` in the settings folder, or the file that LEDGERSHELL_RC names, if it is there.

    It is the user's own, so ``--safe`` does not bind it.
    """
    path = rc_path(conversation.environment)
    if not path.is_file():
        return
    safe, conversation.safe = conversation.safe, False
    conversation.variables.origin = "rc.pql"
    try:
        runner.run_file(UserPath(str(path), str(path)))
    except (Stopped, Leave):
        pass
    except LedgershellError as error:
        conversation.report_error(error)
    finally:
        conversation.safe = safe
        conversation.variables.origin = "this session"
