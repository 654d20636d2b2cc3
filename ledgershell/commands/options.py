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
FROZEN_AT: Final = "2024-01-01T00:00:00Z"
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


SHORT_FORMATS: Final = ("csv", "tsv", "json", "jsonl", "ion", "markdown")
"""Formats that are options of their own."""

OPTIONS: Final = (
    Option(
        "command", ("-c", "--command"), "item", "run this text, then leave; may be repeated and mixed with -f", "TEXT"
    ),
    Option(
        "file", ("-f", "--file"), "item", "run this script (- is standard input), then leave; may be repeated", "FILE"
    ),
    Option("output", ("-o", "--output"), "value", "write results to a file, or with |COMMAND to a program", "FILE"),
    Option("log_file", ("-L", "--log-file"), "value", "write statements and results to a file too", "FILE"),
    Option("variables", ("-v", "--set"), "repeated", "set a variable, as \\set does", "NAME=VALUE"),
    Option("quiet", ("-q", "--quiet"), "flag", "no notices, command tags or footers"),
    Option("single_transaction", ("-1", "--single-transaction"), "flag", "run all of -c and -f as one transaction"),
    Option("echo_all", ("-a", "--echo-all"), "flag", "print the input of scripts as it is read"),
    Option("echo_queries", ("-e", "--echo-queries"), "flag", "print each statement before its result"),
    Option("echo_errors", ("-b", "--echo-errors"), "flag", "print each statement that failed behind its error"),
    Option("echo_hidden", ("-E", "--echo-hidden"), "flag", "print the statements behind \\d and its like"),
    Option("single_step", ("-s", "--single-step"), "flag", "ask before each statement"),
    Option("single_line", ("-S", "--single-line"), "flag", "Enter runs the statement; no ; is needed"),
    Option("no_rc", ("-X", "--no-rc"), "flag", "read neither the start-up script rc.pql nor config.toml"),
    Option("rc", ("--rc",), "flag", "read rc.pql for a script too"),
    Option("format", ("--format",), "value", "how results are written", "NAME", OUTPUT_FORMATS),
    *(Option(each, (f"--{each}",), "flag", f"the same as --format {each}") for each in SHORT_FORMATS),
    Option("no_align", ("-A", "--no-align"), "flag", "the same as --format unaligned"),
    Option("expanded", ("-x", "--expanded"), "flag", "one field a line, as \\x does"),
    Option("tuples_only", ("-t", "--tuples-only"), "flag", "rows only: no column names, titles or footers"),
    Option("display", ("-P", "--pset"), "repeated", "how results look, as \\pset does", "NAME[=VALUE]"),
    Option("plain", ("--plain",), "flag", "for screen readers: no drawing, no colour, one field a line"),
    Option(
        "color",
        ("--color",),
        "value",
        "colour: on a terminal (auto), always or never",
        "WHEN",
        ("auto", "always", "never"),
    ),
    Option("errors", ("--errors",), "value", "how errors are written on standard error", "NAME", ("text", "json")),
    Option("timeout", ("--timeout",), "value", "give a statement up after so many seconds", "SECONDS"),
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
        "frozen_clock",
        ("--frozen-clock",),
        "optional",
        "fix the clock alone, at a time in Ion; it steps a second for each block",
        "TIME",
        without_value=FROZEN_AT,
    ),
    Option(
        "sample", ("--sample",), "value", "fill a ledger that did not exist before with sample data", "NAME", SAMPLES
    ),
    Option("list_ledgers", ("-l", "--list"), "flag", "list the ledgers that go by a name, and leave"),
    Option("specification", ("--spec",), "flag", "print all options and commands as JSON, and leave"),
    Option("version", ("-V", "--version"), "flag", "print the version and leave"),
)


SUBCOMMAND_NAMES: Final = frozenset(
    (
        "backup",
        "completion",
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
        "color", "csv", "demo", "display", "echo_all", "echo_errors", "echo_hidden", "echo_queries", "errors",
        "expanded", "format", "frozen_clock", "ion", "items", "json", "jsonl", "ledger", "list_ledgers", "log_file",
        "markdown", "no_align", "no_rc", "output", "plain", "qldb_limits", "quiet", "rc", "read_only", "safe",
        "sample", "single_line", "single_step", "single_transaction", "specification", "timeout", "tsv",
        "tuples_only", "variables", "version",
    )  # fmt: skip

    def __init__(
        self,
        *,
        ledger: str | None = None,
        items: tuple[Item, ...] = (),
        variables: tuple[str, ...] = (),
        display: tuple[str, ...] = (),
        errors: str = "text",
        output: str | None = None,
        log_file: str | None = None,
        format: str | None = None,  # noqa: A002 - the option's name
        color: str | None = None,
        timeout: str | None = None,
        demo: str | None = None,
        frozen_clock: str | None = None,
        sample: str | None = None,
        quiet: bool = False,
        single_transaction: bool = False,
        echo_all: bool = False,
        echo_queries: bool = False,
        echo_errors: bool = False,
        echo_hidden: bool = False,
        single_step: bool = False,
        single_line: bool = False,
        no_rc: bool = False,
        rc: bool = False,
        csv: bool = False,
        tsv: bool = False,
        json: bool = False,
        jsonl: bool = False,
        ion: bool = False,
        markdown: bool = False,
        no_align: bool = False,
        expanded: bool = False,
        tuples_only: bool = False,
        plain: bool = False,
        read_only: bool = False,
        safe: bool = False,
        qldb_limits: bool = False,
        list_ledgers: bool = False,
        specification: bool = False,
        version: bool = False,
    ) -> None:
        self.ledger = ledger
        self.items = items
        self.variables = variables
        self.display = display
        self.errors = errors
        self.output = output
        self.log_file = log_file
        self.format = format
        self.color = color
        self.timeout = timeout
        self.demo = demo
        self.frozen_clock = frozen_clock
        self.sample = sample
        self.quiet = quiet
        self.single_transaction = single_transaction
        self.echo_all = echo_all
        self.echo_queries = echo_queries
        self.echo_errors = echo_errors
        self.echo_hidden = echo_hidden
        self.single_step = single_step
        self.single_line = single_line
        self.no_rc = no_rc
        self.rc = rc
        self.csv = csv
        self.tsv = tsv
        self.json = json
        self.jsonl = jsonl
        self.ion = ion
        self.markdown = markdown
        self.no_align = no_align
        self.expanded = expanded
        self.tuples_only = tuples_only
        self.plain = plain
        self.read_only = read_only
        self.safe = safe
        self.qldb_limits = qldb_limits
        self.list_ledgers = list_ledgers
        self.specification = specification
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
