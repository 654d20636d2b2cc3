"""Every option of the program, once.

The quick reader (:mod:`.quick_reader`), click's parser and ``--help`` (:mod:`.click_reader`) are made from this
table, so they cannot disagree.  psql's letters are used where psql has the option, and none is reused with
another meaning.
"""

from __future__ import annotations

from ledgershell.static_typing import Final, Literal

OUTPUT_FORMATS: Final = (
    "auto",
    "ion",
    "ion-lines",
    "ion-binary",
    "json",
    "jsonl",
    "csv",
    "tsv",
    "table",
    "vertical",
    "markdown",
    "unaligned",
    "html",
    "latex",
    "partiql",
    "insert",
    "plan",
)
DEFAULT_DEMO_SEED: Final = "demo"
SAMPLES: Final = ("vehicle-registration",)

ItemKind = Literal["command", "file"]
OptionKind = Literal["flag", "value", "repeated", "item", "optional", "switch"]


class Option:
    """One option.

    ``name``   the field of :class:`Invocation` that it fills
    ``kind``   ``flag``: no value.  ``value``: the last one counts.  ``repeated``: all are kept.  ``item``: kept in
               one sequence together with the other items, in the order given.  ``optional``: a value only after ``=``.
               ``switch``: two flags, for true and for false
    ``choices``  the only values allowed; empty: any
    ``without_value``  what an ``optional`` option means when no value follows

    A class with slots, like all on the way of a one-line run: making a NamedTuple takes ten times as long.
    """

    __slots__ = ("choices", "flags", "help", "kind", "metavar", "name", "without_value")

    def __init__(
        self,
        name: str,
        flags: tuple[str, ...],
        kind: OptionKind,
        help: str,  # noqa: A002 - the word that click uses
        metavar: str = "",
        choices: tuple[str, ...] = (),
        without_value: str = "",
    ) -> None:
        self.name = name
        self.flags = flags
        self.kind = kind
        self.help = help
        self.metavar = metavar
        self.choices = choices
        self.without_value = without_value


OPTIONS: Final = (
    Option(
        "command", ("-c", "--command"), "item", "run this text, then leave; may be repeated and mixed with -f", "TEXT"
    ),
    Option(
        "file", ("-f", "--file"), "item", "run this script (- is standard input), then leave; may be repeated", "FILE"
    ),
    Option("output", ("-o", "--output"), "value", "write results to a file instead of standard output", "FILE"),
    Option("variables", ("-v", "--set"), "repeated", "set a variable, as \\set does", "NAME=VALUE"),
    Option("quiet", ("-q", "--quiet"), "flag", "no notices, command tags or footers"),
    Option("single_transaction", ("-1", "--single-transaction"), "flag", "run all of -c and -f as one transaction"),
    Option("echo_all", ("-a", "--echo-all"), "flag", "print the input of scripts as it is read"),
    Option("no_rc", ("-X", "--no-rc"), "flag", "do not read the start-up script"),
    Option(
        "format",
        ("--format",),
        "value",
        "how results are written",
        "NAME",
        OUTPUT_FORMATS,
    ),
    Option("errors", ("--errors",), "value", "how errors are written on standard error", "NAME", ("text", "json")),
    Option("read_only", ("--read-only",), "flag", "open the ledger for reading; never create one"),
    Option(
        "safe",
        ("--safe",),
        "flag",
        "for scripts of unknown origin: refuse meta-commands that start programs, touch files or open other ledgers",
    ),
    Option("qldb_limits", ("--qldb-limits",), "flag", "enforce the limits that Amazon QLDB had"),
    Option(
        "demo",
        ("--demo",),
        "optional",
        "fix clock and identifiers, so that the same input gives the same output",
        "SEED",
        without_value=DEFAULT_DEMO_SEED,
    ),
    Option(
        "sample", ("--sample",), "value", "fill a ledger that did not exist before with sample data", "NAME", SAMPLES
    ),
    Option("version", ("-V", "--version"), "flag", "print the version and leave"),
)


SUBCOMMAND_NAMES: Final = frozenset(
    (
        "backup",
        "create-ledger",
        "delete-ledger",
        "describe-ledger",
        "export-journal",
        "export-journal-to-s3",
        "get-block",
        "get-digest",
        "get-revision",
        "import-journal",
        "list-ledgers",
        "restore",
        "stream-journal",
        "test",
        "update-ledger",
        "verify",
        "verify-proof",
    )
)
"""A first argument that equals one of these is one; no ledger may go by such a name.  Their table is elsewhere
(:mod:`.subcommands`), so that a plain run need not load it."""

LEDGER_HELP: Final = (
    'LEDGER is a path (it has a "/" or ends in .ledger), a name, or :memory:.  '
    'Without one, the ledger named "default" is opened.'
)


Item = tuple[ItemKind, str]
"""One ``-c`` (its text) or ``-f`` (its path)."""


class Invocation:
    """The main command's options as read.  ``None``: not given."""

    __slots__ = (
        "demo", "echo_all", "errors", "format", "items", "ledger", "no_rc", "output", "qldb_limits", "quiet",
        "read_only", "safe", "sample", "single_transaction", "variables", "version",
    )  # fmt: skip

    def __init__(
        self,
        *,
        ledger: str | None = None,
        items: tuple[Item, ...] = (),
        output: str | None = None,
        variables: tuple[str, ...] = (),
        quiet: bool = False,
        single_transaction: bool = False,
        echo_all: bool = False,
        no_rc: bool = False,
        format: str | None = None,  # noqa: A002 - the option's name
        errors: str = "text",
        read_only: bool = False,
        safe: bool = False,
        qldb_limits: bool = False,
        demo: str | None = None,
        sample: str | None = None,
        version: bool = False,
    ) -> None:
        self.ledger = ledger
        self.items = items
        self.output = output
        self.variables = variables
        self.quiet = quiet
        self.single_transaction = single_transaction
        self.echo_all = echo_all
        self.no_rc = no_rc
        self.format = format
        self.errors = errors
        self.read_only = read_only
        self.safe = safe
        self.qldb_limits = qldb_limits
        self.demo = demo
        self.sample = sample
        self.version = version

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Invocation):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in self.__slots__)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Invocation({', '.join(f'{name}={getattr(self, name)!r}' for name in self.__slots__)})"


def is_variable_name(text: str) -> bool:
    """Letters, digits and underscores, as in psql; ASCII only."""
    return bool(text) and text.isascii() and text.replace("_", "a").isalnum()


def assignment(text: str) -> tuple[str, str] | None:
    """``NAME=VALUE`` taken apart, or ``None`` when it is not one."""
    name, equals, value = text.partition("=")
    return (name, value) if equals and is_variable_name(name) else None
