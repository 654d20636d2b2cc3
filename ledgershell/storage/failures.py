"""From SQLite's failures to errors that say what is wrong and what to do."""

from __future__ import annotations

from ledgershell.errors import Interrupted, LedgershellError, LimitError, StorageError
from ledgershell.static_typing import Final, NamedTuple
from ledgershell.storage.binding import sqlite3


class _Meaning(NamedTuple):
    code: str
    message: str
    hint: str


_FULL = _Meaning(
    "LS-STORE-005",
    "no space left for {location}",
    "nothing of this transaction was stored; make room and run it again",
)
_INPUT_OUTPUT = _Meaning(
    "LS-STORE-010",
    "reading or writing {location} failed ({name})",
    "check the disk, its quota and its file size limit; what was committed before is not affected",
)
_READ_ONLY = _Meaning(
    "LS-STORE-004",
    "{location} cannot be written",
    "check the permissions of the file and of its folder, or open it with --read-only",
)
_DAMAGED = _Meaning(
    "LS-STORE-009",
    "{location} is damaged",
    "restore the newest backup; copying only the .ledger file without its -wal file also ends here",
)
_MEANINGS: Final = {
    "SQLITE_FULL": _FULL,
    "SQLITE_IOERR": _INPUT_OUTPUT,
    "SQLITE_READONLY": _READ_ONLY,
    "SQLITE_CORRUPT": _DAMAGED,
    "SQLITE_NOTADB": _Meaning(
        "LS-STORE-002", "{location} is not a ledger", "give the path of a file made by create-ledger"
    ),
    "SQLITE_BUSY": _Meaning(
        "LS-STORE-006",
        "{location} is locked by another process",
        "try again, or find the process that holds it (fuser, lsof)",
    ),
    "SQLITE_CANTOPEN": _Meaning(
        "LS-STORE-014", "{location} cannot be opened", "check the path and the permissions of the file and its folder"
    ),
    "SQLITE_PERM": _READ_ONLY,
    "SQLITE_AUTH": _Meaning("LS-STORE-012", "{location}: the change is not allowed", "the journal is append-only"),
    "SQLITE_CONSTRAINT": _Meaning(
        "LS-STORE-012",
        "{location}: {detail}",
        "the journal is append-only; if you did nothing unusual, run verify: the file may have been changed",
    ),
    "SQLITE_LOCKED": _Meaning(
        "LS-STORE-006", "{location} is locked by another session of this process", "close that session and try again"
    ),
}


FAILURES: Final = (sqlite3.Error, UnicodeDecodeError)
"""What SQLite's calls raise.  The second one: its message quotes a damaged file, and is itself no valid text."""

_SIGNS_OF_DAMAGE: Final = ("unsupported file format", "Could not decode to UTF-8")
"""How messages without an error code of their own begin, or go on, when the file's bytes are wrong."""


def damaged(location: str, what: str | None = None) -> StorageError:
    """The error for a file whose bytes cannot be what was written."""
    message = _DAMAGED.message.format(location=printable(location))
    return StorageError(_DAMAGED.code, message if what is None else f"{message}: {printable(what)}", hint=_DAMAGED.hint)


def translate(error: sqlite3.Error | UnicodeDecodeError, location: str) -> LedgershellError:
    """The error of ours that stands for one of SQLite's."""
    if isinstance(error, UnicodeDecodeError) or any(sign in str(error) for sign in _SIGNS_OF_DAMAGE):
        return damaged(location)
    name = getattr(error, "sqlite_errorname", None) or ""
    if name == "SQLITE_INTERRUPT":
        return Interrupted("LS-EVAL-001", "the statement was cancelled")
    if name == "SQLITE_TOOBIG":
        return LimitError("LS-STORE-018", "a value is too large to be stored", hint="store it in smaller pieces")
    if name == "SQLITE_NOMEM":
        return LimitError("LS-STORE-018", "there is not enough memory for this", hint="read or write fewer documents")
    primary = "_".join(name.split("_")[:2])
    meaning = _MEANINGS.get(name) or _MEANINGS.get(primary)
    if meaning is None:
        return StorageError("LS-STORE-010", f"{location}: {printable(str(error))}", hint=_INPUT_OUTPUT.hint)
    message = meaning.message.format(location=printable(location), name=name, detail=printable(str(error)))
    return StorageError(meaning.code, message, hint=meaning.hint)


def printable(text: str) -> str:
    """A path or message without anything that would move a terminal's cursor or break the line."""
    if text.isprintable():
        return text
    return "".join(character if character.isprintable() else f"\\x{ord(character):02x}" for character in text)
