"""Names: of ledgers, of tables, and those that somebody meant.

Ledger names follow QLDB's rule (1 to 32 letters, digits and hyphens; not all digits; no hyphen at either end, no two
in a row).  Table names are 1 to 128 letters, digits and underscores that begin with a letter or an underscore;
``_ql_`` is reserved.
"""

from __future__ import annotations

from collections.abc import Iterable

from ledgershell.errors import LedgerError, StorageError, UsageError

LEDGER_NAME_LENGTH = 32
TABLE_NAME_LENGTH = 128
RESERVED_PREFIX = "_ql_"
COMMITTED_PREFIX = "_ql_committed_"

_LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
_DIGITS = frozenset("0123456789")
_SHOWN = 60


def shown(text: str) -> str:
    """``text`` as a message may show it: short, and with every control character escaped."""
    clipped = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode("ascii")
        for character in clipped
    )


def check_file_name(name: str) -> str:
    """The name that a new ledger takes from its file.  Raises :class:`StorageError` for bytes that are not UTF-8.

    The operating system hands such bytes over as lone surrogates, and block 0 could not hold them.
    """
    try:
        name.encode()
    except UnicodeEncodeError:
        raise StorageError(
            "LS-STORE-014",
            f"{shown(name)} cannot be opened: no ledger can be made whose file name is not UTF-8",
            hint="choose another name",
        ) from None
    return name


def did_you_mean(name: str, known: Iterable[str]) -> str | None:
    """A hint that names the candidates, or ``None`` when nothing is near."""
    from ledgershell.partiql import spelling

    return spelling.did_you_mean(spelling.candidates(name, known))


def check_ledger_name(name: str, reserved: frozenset[str] = frozenset()) -> str:
    """The name itself.  Raises :class:`UsageError` when QLDB's rule does not allow it, or it is ``reserved``."""
    problem = None
    if not name:
        problem = "it is empty"
    elif len(name) > LEDGER_NAME_LENGTH:
        problem = f"it is longer than {LEDGER_NAME_LENGTH} characters"
    elif not all(character in _LETTERS or character in _DIGITS or character == "-" for character in name):
        problem = "only letters, digits and hyphens are allowed"
    elif name.isdigit():
        problem = "it has digits only"
    elif name.startswith("-") or name.endswith("-") or "--" in name:
        problem = "a hyphen stands at an end or beside another"
    elif name in reserved:
        problem = "it is a command's name"
    if problem is not None:
        raise UsageError(
            "LS-LEDGER-010",
            f"'{shown(name)}' is no valid ledger name: {problem}",
            hint='use 1 to 32 letters, digits and single hyphens; a path has a "/" or ends in .ledger',
        )
    return name


def check_table_name(name: str) -> str:
    """The name itself.  Raises :class:`LedgerError` when a table may not be called that."""
    problem = None
    if not name:
        problem = "it is empty"
    elif len(name) > TABLE_NAME_LENGTH:
        problem = f"it is longer than {TABLE_NAME_LENGTH} characters"
    elif name[0] in _DIGITS:
        problem = "it begins with a digit"
    elif not all(character in _LETTERS or character in _DIGITS or character == "_" for character in name):
        problem = "only letters, digits and underscores are allowed"
    elif name.casefold().startswith(RESERVED_PREFIX):
        problem = f"names that begin with {RESERVED_PREFIX} are reserved"
    if problem is not None:
        raise LedgerError(
            "LS-LEDGER-003",
            f"'{shown(name)}' is no valid table name: {problem}",
            hint="use 1 to 128 letters, digits and underscores, beginning with a letter",
        )
    return name
