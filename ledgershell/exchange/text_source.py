"""Opening a file of text that somebody names, with errors that say what is wrong and where."""

from __future__ import annotations

import codecs
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from ledgershell.environment import as_given
from ledgershell.errors import FileError
from ledgershell.static_typing import TextIO

FileName = str | os.PathLike[str]
"""A file's path.  It is kept as it is, since messages repeat it as the user gave it."""
LONGEST_LINE = 16 * 1024 * 1024
"""Characters of a line, or of a quoted field, beyond which a file is not taken for text with lines."""


def shown(name: FileName) -> str:
    """A file's name as the user gave it, fit for a message."""
    text = as_given(name)
    return text if text.isprintable() else text.encode("unicode_escape").decode("ascii")


def at_line(path: FileName, line: int) -> str:
    """``orders.csv, line 17``."""
    return f"{shown(path)}, line {line}"


def check_file(path: FileName) -> None:
    """Raise :class:`FileError` unless ``path`` is a regular file (a device or a pipe cannot be read twice)."""
    try:
        mode = Path(path).stat().st_mode
    except (OSError, ValueError) as error:
        raise cannot_read(path, error) from None
    if stat.S_ISDIR(mode):
        raise FileError("LS-FILE-002", f"{shown(path)} is a directory", hint="name a file in it")
    if not stat.S_ISREG(mode):
        raise FileError("LS-FILE-002", f"{shown(path)} is not a regular file", hint="copy its contents to a file first")


def cannot_read(path: FileName, error: Exception) -> FileError:
    """What the operating system said, in one line."""
    reason = getattr(error, "strerror", None) or "not a valid path"
    return FileError("LS-FILE-001", f"cannot read {shown(path)}: {reason}", hint="check the path and its permissions")


def open_text(path: FileName, encoding: str = "utf-8") -> TextIO:
    """The file as text, line ends untouched, a byte order mark skipped.  Raises :class:`FileError`."""
    check_file(path)
    try:
        codec = codecs.lookup(encoding).name
        "".encode(codec)
    except (LookupError, ValueError):
        raise FileError(
            "LS-FILE-011", f"there is no encoding {shown(encoding)!r}", hint="for example utf-8, latin-1 or utf-16"
        ) from None
    try:
        return Path(path).open(encoding="utf-8-sig" if codec == "utf-8" else codec, newline="")
    except OSError as error:
        raise cannot_read(path, error) from None


def checked_lines(path: FileName, stream: TextIO, encoding: str) -> Iterator[str]:
    """The lines with their ends (LF, CR LF or CR).

    Raises :class:`FileError` for bytes that are not in the encoding (with their offset), for a NUL character, and for
    a line longer than :data:`LONGEST_LINE`.
    """
    number = 0
    try:
        while line := stream.readline(LONGEST_LINE):
            number += 1
            if "\0" in line:
                raise FileError(
                    "LS-FILE-006",
                    f"{at_line(path, number)}: a NUL character",
                    hint="this does not look like a text file",
                )
            if len(line) == LONGEST_LINE:
                raise FileError(
                    "LS-FILE-012",
                    f"{at_line(path, number)}: longer than {LONGEST_LINE:,} characters",
                    hint="this does not look like a text file with lines",
                )
            yield line
    except UnicodeDecodeError as error:
        raise not_decodable(path, encoding, error) from None
    except OSError as error:
        raise cannot_read(path, error) from None


def not_decodable(path: FileName, encoding: str, error: UnicodeError) -> FileError:
    """Where the first byte stands that is not in the encoding: found by reading the file once more."""
    offset, line = 0, 1
    decoder = codecs.getincrementaldecoder(encoding)()
    with Path(path).open("rb") as stream:
        while chunk := stream.read(65536):
            pending = len(decoder.getstate()[0])
            try:
                line += decoder.decode(chunk).count("\n")
            except UnicodeDecodeError as found:
                line += found.object[: found.start].count(b"\n")
                offset += found.start - pending
                break
            offset += len(chunk)
    reason = getattr(error, "reason", "invalid data")
    return FileError(
        "LS-FILE-003",
        f"{at_line(path, line)}: not {shown(encoding)} at byte {offset} ({reason})",
        hint="name the file's encoding, for example ENCODING 'latin-1'",
    )
