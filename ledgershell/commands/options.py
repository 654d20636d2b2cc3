"""Every option of the program, once.

The quick reader (:mod:`.quick_reader`), click's parser and ``--help`` (:mod:`.click_reader`) are made from this
table, so they cannot disagree.  psql's letters are used where psql has the option, and none is reused with
another meaning.
"""

from __future__ import annotations

from typing import Any, Final, Literal, NamedTuple

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
)
DEFAULT_DEMO_SEED: Final = "demo"
SAMPLES: Final = ("vehicle-registration",)

ItemKind = Literal["command", "file"]


class Option(NamedTuple):
    """One option.

    ``name``   the field of :class:`Invocation` that it fills
    ``kind``   ``flag``: no value.  ``value``: the last one counts.  ``repeated``: all are kept.  ``item``: kept in
               one sequence together with the other items, in the order given.  ``optional``: a value only after ``=``.
               ``switch``: two flags, for true and for false
    ``choices``  the only values allowed; empty: any
    ``without_value``  what an ``optional`` option means when no value follows
    """

    name: str
    flags: tuple[str, ...]
    kind: Literal["flag", "value", "repeated", "item", "optional", "switch"]
    help: str
    metavar: str = ""
    choices: tuple[str, ...] = ()
    without_value: str = ""


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
    Option("format", ("--format",), "value", "how results are written", "NAME", OUTPUT_FORMATS),
    Option("errors", ("--errors",), "value", "how errors are written on standard error", "NAME", ("text", "json")),
    Option("read_only", ("--read-only",), "flag", "open the ledger for reading; never create one"),
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


class Subcommand(NamedTuple):
    """One subcommand: its options, its positional argument, and the function that carries it out.

    ``argument``  the positional argument's metavar; with a final ``…`` there may be several, empty: none
    ``run``       ``module:function``, imported when it is called
    """

    name: str
    help: str
    options: tuple[Option, ...]
    argument: str
    run: str


_NAME = Option("name", ("--name",), "value", "the ledger's name, as an option instead of an argument", "NAME")
_DOCUMENT = Option("format", ("--format",), "value", "how the answer is written", "NAME", ("json", "ion"))
_PROTECTION = Option(
    "deletion_protection",
    ("--deletion-protection", "--no-deletion-protection"),
    "switch",
    "whether delete-ledger is refused",
)
_LEDGERS = "ledgershell.commands.ledgers"

SUBCOMMANDS: Final = (
    Subcommand(
        "create-ledger",
        "Create a ledger that goes by a name.  Deletion protection is on unless it is switched off.",
        (
            _NAME,
            Option(
                "permissions_mode",
                ("--permissions-mode",),
                "value",
                "recorded with the ledger (default STANDARD)",
                "MODE",
                ("STANDARD", "ALLOW_ALL"),
            ),
            _PROTECTION,
            _DOCUMENT,
        ),
        "NAME",
        f"{_LEDGERS}:create",
    ),
    Subcommand(
        "delete-ledger",
        "Delete a ledger and its journal.  Refused while deletion protection is on.",
        (_NAME, _DOCUMENT),
        "NAME",
        f"{_LEDGERS}:delete",
    ),
    Subcommand(
        "describe-ledger",
        "Show what is known of a ledger: identifiers, state, tip, protection.",
        (_NAME, _DOCUMENT),
        "NAME",
        f"{_LEDGERS}:describe",
    ),
    Subcommand("list-ledgers", "List the ledgers that go by a name.", (_DOCUMENT,), "", f"{_LEDGERS}:list_all"),
    Subcommand(
        "test",
        "Run each PATH (x.pql, or the .pql files of a folder) in a fresh ledger with fixed clock and identifiers, "
        "and compare what is printed with x.out beside it.",
        (Option("update", ("--update",), "flag", "write the .out files instead of comparing"),),
        "PATH…",
        "ledgershell.shell.golden:run_tests",
    ),
    Subcommand(
        "update-ledger",
        "Switch a ledger's deletion protection.",
        (_NAME, _PROTECTION, _DOCUMENT),
        "NAME",
        f"{_LEDGERS}:update",
    ),
)

SUBCOMMAND_NAMES: Final = frozenset(subcommand.name for subcommand in SUBCOMMANDS)
"""A first argument that equals one of these is one; no ledger may go by such a name."""

LEDGER_HELP: Final = (
    'LEDGER is a path (it has a "/" or ends in .ledger), a name, or :memory:.  '
    'Without one, the ledger named "default" is opened.'
)


class Item(NamedTuple):
    """One ``-c`` or ``-f``."""

    kind: ItemKind
    text: str


class Invocation(NamedTuple):
    """The main command's options as read.  ``None``: not given."""

    ledger: str | None = None
    items: tuple[Item, ...] = ()
    output: str | None = None
    variables: tuple[str, ...] = ()
    quiet: bool = False
    single_transaction: bool = False
    echo_all: bool = False
    no_rc: bool = False
    format: str | None = None
    errors: str = "text"
    read_only: bool = False
    qldb_limits: bool = False
    demo: str | None = None
    sample: str | None = None
    version: bool = False


class Call(NamedTuple):
    """A subcommand as read: its positional arguments, and its options by name (``None``: not given)."""

    subcommand: Subcommand
    arguments: tuple[str, ...]
    options: dict[str, Any]


def is_variable_name(text: str) -> bool:
    """Letters, digits and underscores, as in psql; ASCII only."""
    return bool(text) and text.isascii() and text.replace("_", "a").isalnum()


def assignment(text: str) -> tuple[str, str] | None:
    """``NAME=VALUE`` taken apart, or ``None`` when it is not one."""
    name, equals, value = text.partition("=")
    return (name, value) if equals and is_variable_name(name) else None
