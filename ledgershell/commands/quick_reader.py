"""The command line of a plain run, read without importing a parser.

``ledgershell -c 'SELECT 1' bank.ledger`` should be answered before click would have been imported.  So whatever
is well formed and no subcommand is read here, from the same table as click's parser; for anything else the
answer is ``None`` and click takes over: for ``--help``, for subcommands, and to say what is wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

from ledgershell.commands.options import OPTIONS, SUBCOMMAND_NAMES, Invocation, Item, Option, assignment
from ledgershell.static_typing import Any, Final

BY_FLAG: Final = MappingProxyType({flag: option for option in OPTIONS for flag in option.flags})


class _Unusual(Exception):
    """Something that click should see."""


class _Reading:
    """The command line while it is read from left to right."""

    def __init__(self, arguments: Sequence[str]) -> None:
        self.rest = list(reversed(arguments))
        self.ledgers: list[str] = []
        self.fields: dict[str, Any] = {}
        self.items: list[Item] = []
        self.repeated: dict[str, list[str]] = {}

    def run(self) -> Invocation:
        while self.rest:
            argument = self.rest.pop()
            if argument == "--":
                self.ledgers.extend(reversed(self.rest))
                break
            if argument.startswith("--"):
                self.long(argument)
            elif argument.startswith("-") and argument != "-":
                self.short(argument)
            else:
                self.ledgers.append(argument)
        if len(self.ledgers) > 1:
            raise _Unusual
        ledger = self.ledgers[0] if self.ledgers else None
        repeated: dict[str, Any] = {name: tuple(values) for name, values in self.repeated.items()}
        return Invocation(ledger=ledger, items=tuple(self.items), **repeated, **self.fields)

    def long(self, argument: str) -> None:
        flag, equals, value = argument.partition("=")
        option = BY_FLAG.get(flag)
        if option is None or (equals and option.kind == "flag"):
            raise _Unusual
        if equals:
            self.store(option, value)
        elif option.kind == "optional":
            self.store(option, option.without_value)
        else:
            self.store(option, None if option.kind == "flag" else self.next_value())

    def short(self, argument: str) -> None:
        """A cluster: flags, of which the last may take the rest of the argument, or the next one, as its value."""
        for position, letter in enumerate(argument[1:], start=2):
            option = BY_FLAG.get(f"-{letter}")
            if option is None:
                raise _Unusual
            if option.kind == "flag":
                self.store(option, None)
            else:
                self.store(option, argument[position:] or self.next_value())
                return

    def next_value(self) -> str:
        if not self.rest:
            raise _Unusual
        return self.rest.pop()

    def store(self, option: Option, value: str | None) -> None:
        if value is None:
            self.fields[option.name] = True
            return
        if option.choices and value not in option.choices:
            raise _Unusual
        if option.kind == "repeated":
            if option.name == "variables" and assignment(value) is None:
                raise _Unusual
            self.repeated.setdefault(option.name, []).append(value)
        elif option.kind == "item":
            self.items.append(("command" if option.name == "command" else "file", value))
        else:
            self.fields[option.name] = value


def read_quickly(arguments: Sequence[str]) -> Invocation | None:
    """The invocation, or ``None`` when click should read it."""
    if arguments and arguments[0] in SUBCOMMAND_NAMES:
        return None
    try:
        return _Reading(arguments).run()
    except _Unusual:
        return None
