"""Writing a file so that it is there whole or not at all.

The text goes into a new file beside the wanted one, readable by its owner only; at the end it is forced to disk and
renamed.  A run that breaks off leaves what was there before.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ledgershell.errors import FileError
from ledgershell.exchange.text_source import FileName, shown
from ledgershell.static_typing import IO, Any


@contextmanager
def output_file(path: FileName, *, binary: bool = False, replace: bool = False) -> Iterator[IO[Any]]:
    """A stream to a file of mode 0600 that appears when the block ends well.

    An existing file is an error unless ``replace``; anything but a regular file always is.  Text is UTF-8, a lone
    surrogate is written as its escape.  Raises :class:`FileError` (LS-FILE-010).
    """
    with output_path(path, replace=replace) as temporary:
        try:
            number = os.open(temporary, os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0))
            stream: IO[Any] = (
                os.fdopen(number, "wb")
                if binary
                else os.fdopen(number, "w", encoding="utf-8", errors="backslashreplace", newline="")
            )
            with stream:
                yield stream
        except OSError as error:
            raise _cannot_write(path, error) from None


@contextmanager
def output_path(path: FileName, *, replace: bool = False) -> Iterator[Path]:
    """The path of an empty file to write to, which takes its place when the block ends well; as :func:`output_file`."""
    target = Path(path)
    _check_target(path, replace)
    temporary = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        os.close(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o600))
    except (OSError, ValueError) as error:
        raise _cannot_write(path, error) from None
    try:
        yield temporary
        with temporary.open("rb") as written:
            os.fsync(written.fileno())
        _put_in_place(temporary, path, replace)
    except OSError as error:
        raise _cannot_write(path, error) from None
    finally:
        temporary.unlink(missing_ok=True)


def _put_in_place(temporary: Path, target: FileName, replace: bool) -> None:
    if not replace:
        try:
            os.link(temporary, target)  # unlike a rename it never takes another's place
        except OSError as error:
            if error.errno not in (errno.EPERM, errno.ENOTSUP, errno.ENOSYS):
                raise
            _check_target(target, replace)  # a file system without links
        else:
            return
    temporary.replace(target)


def _check_target(target: FileName, replace: bool) -> None:
    path = Path(target)
    try:
        exists = path.exists() or path.is_symlink()
        regular = path.is_file() and not path.is_symlink()
    except (OSError, ValueError) as error:
        raise _cannot_write(target, error) from None
    if exists and not regular:
        raise FileError("LS-FILE-010", f"{shown(target)} is not a regular file", hint="choose another name")
    if exists and replace:
        refuse_ledger(target)
    if exists and not replace:
        raise FileError("LS-FILE-010", f"{shown(target)} exists already", hint="choose another name, or remove it")


def refuse_ledger(target: FileName) -> None:
    """Raise :class:`FileError` (LS-FILE-010) when a ledger would be written over: its file, or what lies beside it."""
    from ledgershell.storage.recognition import is_ledger_file

    path = os.fspath(target)
    main = next((path.removesuffix(end) for end in ("-wal", "-shm") if path.endswith(end)), path)
    if is_ledger_file(main):
        raise FileError("LS-FILE-010", f"{shown(target)} belongs to a ledger", hint="choose another name")


def _cannot_write(target: FileName, error: Exception) -> FileError:
    reason = getattr(error, "strerror", None) or "not a valid path"
    return FileError(
        "LS-FILE-010", f"cannot write {shown(target)}: {reason}", hint="check the path and its permissions"
    )
