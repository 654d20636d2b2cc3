r"""The variables of ``\set``: some steer the program, all others are the script's own.

What steers is listed in :data:`SETTINGS` with its kind and default, so ``\set`` can refuse a value at once and the
documentation is made from the same table.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from ledgershell.commands.options import is_variable_name
from ledgershell.errors import UsageError
from ledgershell.static_typing import Final, Literal

MAXIMUM_BATCH: Final = 10_000
LONGEST_TIMEOUT: Final = 1_000_000
SESSION: Final = "this session"
COMMAND_LINE: Final = "the command line"
TRUE_WORDS: Final = ("on", "true", "yes", "1")
FALSE_WORDS: Final = ("off", "false", "no", "0")


class Setting:
    """A variable with a meaning.  ``default`` is its value when it is not set.

    ``choices``  what a "choice" may be
    ``names``    what a "style" may be besides its default: a function as ``module:function``, called when it is needed
    """

    __slots__ = ("choices", "default", "kind", "name", "names", "summary")

    def __init__(
        self,
        name: str,
        kind: Literal["switch", "choice", "count", "seconds", "style", "text"],
        default: str,
        summary: str,
        choices: tuple[str, ...] = (),
        names: str = "",
    ) -> None:
        self.name = name
        self.kind = kind
        self.default = default
        self.summary = summary
        self.choices = choices
        self.names = names


SETTINGS: Final = MappingProxyType(
    {
        setting.name: setting
        for setting in (
            Setting(
                "AUTOCOMMIT",
                "switch",
                "on",
                "off: the first statement opens a transaction, which COMMIT or ABORT ends, as in psql",
            ),
            Setting(
                "BATCH",
                "count",
                "0",
                "INSERT, UPDATE, DELETE, FROM, \\copy and \\import commit each so many documents in a block of their "
                "own; 0: all in one",
            ),
            Setting(
                "COMPLETION",
                "choice",
                "typing",
                "when the prompt offers completions: typing, or tab",
                ("typing", "tab"),
            ),
            Setting(
                "ECHO", "choice", "none", "what a script prints of its own input", ("none", "queries", "errors", "all")
            ),
            Setting(
                "ECHO_HIDDEN",
                "switch",
                "off",
                "print the statements that tell the same as \\d and its like; -E does so too",
            ),
            Setting(
                "EDIT_MODE", "choice", "emacs", "how the keys of the prompt edit; F4 changes it too", ("emacs", "vi")
            ),
            Setting(
                "ON_ERROR_STOP",
                "switch",
                "",
                "a script stops at its first error; on, except when somebody types at a terminal",
            ),
            Setting(
                "PROMPT1",
                "text",
                "%/%R%x%# ",
                "the prompt: %/ ledger, %R what is open, %x transaction, %T its id, %B tip, %l line, %:NAME: variable",
            ),
            Setting("PROMPT2", "text", "%R%# ", "the prompt of a statement's further lines"),
            Setting("QUIET", "switch", "off", "no notices, command tags or footers"),
            Setting(
                "SINGLELINE", "switch", "off", "Enter runs the statement, as in Amazon QLDB's shell; no ; is needed"
            ),
            Setting("SINGLESTEP", "switch", "off", "ask before each statement; -s does so too"),
            Setting(
                "SNAPSHOT_NOTICE",
                "count",
                "60",
                "seconds after which an open transaction is told what its old snapshot means; 0: never",
            ),
            Setting(
                "SYNTAX_STYLE",
                "style",
                "terminal",
                "the colours of what is typed: terminal for its own, or a style of Pygments such as monokai",
                names="ledgershell.shell.syntax_styles:style_names",
            ),
            Setting("TIMEOUT", "seconds", "0", "a statement that takes longer is given up; 0: none is"),
            Setting("TOOLBAR", "switch", "on", "the line below the prompt: ledger, tip, transaction, how to run"),
        )
    }
)

REPORTED: Final = MappingProxyType(
    {
        "ERROR": "whether the last statement failed: true or false",
        "ERROR_CODE": "the code of the last statement's error; empty when it did not fail",
        "LAST_DIGEST": "the digest of the journal in Base64, as \\assert has computed it last",
        "LAST_ERROR_CODE": "the code of the last error",
        "LAST_ERROR_MESSAGE": "the message of the last error",
        "ROW_COUNT": "how many values the last statement returned",
        "SHELL_ERROR": "whether the last program that was run failed: true or false",
        "SHELL_EXIT_CODE": "the exit code of the last program that was run",
    }
)
"""Variables that the program sets itself after each statement, and after each program that it ran."""


def switch(text: str) -> bool | None:
    """``on`` or ``off`` and their like; ``None`` for anything else."""
    word = text.lower()
    return True if word in TRUE_WORDS else False if word in FALSE_WORDS else None


class Variables:
    """Names and texts.  Setting a variable that steers the program checks its value.

    ``origin``   who sets what is set from now on
    ``origins``  who has set which
    """

    def __init__(self, *, interactive: bool = False) -> None:
        self._values: dict[str, str] = {}
        self.origins: dict[str, str] = {}
        self.origin = SESSION
        self._defaults = {name: setting.default for name, setting in SETTINGS.items()}
        self._defaults["ON_ERROR_STOP"] = "off" if interactive else "on"

    def get(self, name: str) -> str | None:
        """The value, or ``None`` when the variable is not set and has no default."""
        value = self._values.get(name)
        return self._defaults.get(name) if value is None else value

    def set(self, name: str, value: str) -> None:
        """Raises :class:`UsageError` (LS-CLI-006) for a bad name, or a bad value of a :class:`Setting`."""
        if not is_variable_name(name):
            raise UsageError(
                "LS-CLI-006", f"{name!r} is no name for a variable", hint="use letters, digits and underscores"
            )
        setting = SETTINGS.get(name)
        self._values[name] = value if setting is None else _checked(setting, value)
        self.origins[name] = self.origin

    def report(self, name: str, value: str) -> None:
        """Set one of the :data:`REPORTED` variables."""
        self._values[name] = value

    def unset(self, name: str) -> None:
        """Forget the variable; one that steers the program goes back to its default."""
        self._values.pop(name, None)
        self.origins.pop(name, None)

    def is_set(self, name: str) -> bool:
        """Whether the variable was set, that is, has more than its default."""
        return name in self._values

    def on(self, name: str) -> bool:
        """Whether a switch is on."""
        return switch(self.get(name) or "") is True

    def seconds(self, name: str) -> float:
        """The number in a variable of that kind."""
        return float(self.get(name) or "0")

    def count(self, name: str) -> int:
        """The number in a variable of that kind."""
        return int(self.get(name) or "0")

    def items(self) -> Iterator[tuple[str, str]]:
        """All variables with their values, defaults included, by name."""
        for name in sorted(self._defaults.keys() | self._values.keys()):
            value = self.get(name)
            if value is not None:
                yield name, value


def _checked(setting: Setting, value: str) -> str:
    """The value in its canonical spelling."""
    if setting.kind == "text":
        return value
    if setting.kind == "switch":
        state = switch(value) if value else True
        if state is not None:
            return "on" if state else "off"
        allowed = "on or off"
    elif setting.kind == "style":
        return _known_style(setting, value)
    elif setting.kind == "choice":
        if value.lower() in setting.choices:
            return value.lower()
        allowed = f"one of {', '.join(setting.choices)}"
    elif setting.kind == "seconds":
        whole, _, fraction = value.partition(".")
        if value.isascii() and (whole + fraction).isdigit() and len(value) <= 12 and float(value) <= LONGEST_TIMEOUT:
            return value
        allowed = f"a number of seconds up to {LONGEST_TIMEOUT}"
    else:
        if value.isascii() and value.isdigit() and len(value) <= 5 and int(value) <= MAXIMUM_BATCH:
            return value
        allowed = f"a number from 0 to {MAXIMUM_BATCH}"
    raise UsageError("LS-CLI-006", f"{value!r} is no value for {setting.name}", hint=f"it is {allowed}")


def _known_style(setting: Setting, value: str) -> str:
    """The style's name as it is written; the default, in any case, without asking who knows the others."""
    if value.lower() == setting.default:
        return setting.default
    from ledgershell.commands.internal import resolve
    from ledgershell.partiql.spelling import candidates, did_you_mean

    known: list[str] = resolve(setting.names)()
    for name in (value, value.lower()):
        if name in known:
            return name
    near = candidates(value, [setting.default, *known])
    hint = did_you_mean(near) or f"it is {setting.default}, or a style of Pygments such as monokai"
    raise UsageError("LS-CLI-006", f"{value!r} is no value for {setting.name}", hint=hint)
