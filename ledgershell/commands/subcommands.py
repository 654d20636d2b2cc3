"""The subcommands: their options, and the functions that carry them out."""

from __future__ import annotations

from ledgershell.commands.options import Option
from ledgershell.static_typing import Any, Final, NamedTuple


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


class Call(NamedTuple):
    """A subcommand as read: its positional arguments, and its options by name (``None``: not given)."""

    subcommand: Subcommand
    arguments: tuple[str, ...]
    options: dict[str, Any]
