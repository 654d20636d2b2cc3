"""Where an export lies: a folder.  (``s3://`` stands in :mod:`ledgershell.exchange.export_s3`.)

Names in a manifest are somebody else's words.  A key is followed step by step from the export's own folder, never
through a symbolic link, never upwards, and what is opened at its end must be a regular file.  Files appear under their
names whole or not at all, and never take the place of others.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from ledgershell.errors import FileError, LedgershellError
from ledgershell.exchange.output_file import output_file
from ledgershell.exchange.text_source import FileName, cannot_read, shown
from ledgershell.static_typing import IO, Final, NamedTuple, Protocol
from ledgershell.storage.drafts import sync_folder

LONGEST_KEY: Final = 1024
"""Bytes, as in S3."""
_PLAIN: Final = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
_BY_DESCRIPTOR: Final = os.open in os.supports_dir_fd


class Opened(NamedTuple):
    """An object that is open, and its size in bytes."""

    stream: IO[bytes]
    size: int


class Source(Protocol):
    """Where an export is read from.  ``shown`` is its name for messages."""

    shown: str

    def names(self) -> list[str]:
        """The names beside each other at the top, without folders."""
        ...

    def open(self, key: str) -> Opened:
        """The object of that key.  Raises :class:`FileError`."""
        ...

    def place(self, key: str) -> str:
        """The object's name for messages."""
        ...

    def below(self, key: str, prefix: str) -> str:
        """The key by which this source knows the object that a manifest names from the top of its bucket."""
        ...


class Target(Protocol):
    """Where an export is written to."""

    shown: str
    bucket: str
    prefix: str
    encryption: str

    def writing(self, key: str) -> AbstractContextManager[IO[bytes]]:
        """A stream to a new object, which is there when the block ends well."""
        ...

    def discard(self) -> None:
        """Take away what was written here in this run, as far as that can be done."""
        ...


def bad_key(where: str, key: str, reason: str) -> FileError:
    """The error for a key that leads where no export may lead."""
    return FileError(
        "LS-EXPORT-003",
        f"{where}: the key '{shown(key[:100])}' {reason}",
        hint="the keys of an export lie below its own folder; this one was changed, or is none",
    )


def check_key(where: str, key: str) -> list[str]:
    """The steps of a key, if it leads downwards and nowhere else.  Raises ``LS-EXPORT-003``."""
    if not key or len(key.encode("utf-8", "surrogatepass")) > LONGEST_KEY:
        raise bad_key(where, key, "is empty or too long")
    if key.startswith("/") or (len(key) > 1 and key[1] == ":"):
        raise bad_key(where, key, "is an absolute path")
    if not key.isprintable() or "\\" in key:
        raise bad_key(where, key, "has characters that no key of an export has")
    steps = key.split("/")
    if any(step in ("", ".", "..") for step in steps):
        raise bad_key(where, key, "leads outside the export, or nowhere")
    return steps


class FolderSource:
    """An export in a folder."""

    def __init__(self, folder: FileName) -> None:
        self.shown = shown(folder)
        self._folder = folder

    def names(self) -> list[str]:
        try:
            with os.scandir(self._folder) as entries:
                return sorted(entry.name for entry in entries)
        except (OSError, ValueError) as error:
            raise cannot_read(self._folder, error) from None

    def place(self, key: str) -> str:
        return shown(f"{self.shown.rstrip('/')}/{key}")

    def below(self, key: str, prefix: str) -> str:
        """Who copied what lies under a prefix into a folder has no longer the prefix in the names."""
        stripped = key.removeprefix(prefix)
        there = [each for each in (stripped, key) if os.path.lexists(Path(self._folder) / each)]
        return there[0] if there else stripped

    def open(self, key: str) -> Opened:
        steps = check_key(self.shown, key)
        try:
            number = self._descend(key, steps)
        except OSError as error:
            raise cannot_read(self.place(key), error) from None
        status = os.fstat(number)
        if not stat.S_ISREG(status.st_mode):
            os.close(number)
            raise bad_key(self.shown, key, "is not a regular file")
        return Opened(os.fdopen(number, "rb", buffering=1 << 18), status.st_size)

    def _descend(self, key: str, steps: list[str]) -> int:
        """The descriptor of the last step; each one is opened in the folder of the one before."""
        if not _BY_DESCRIPTOR:
            return self._descend_by_path(key, steps)
        current = os.open(self._folder, os.O_RDONLY)
        try:
            for at, step in enumerate(steps):
                last = at == len(steps) - 1
                if stat.S_ISLNK(os.stat(step, dir_fd=current, follow_symlinks=False).st_mode):
                    raise bad_key(self.shown, key, "goes through a symbolic link")
                flags = os.O_RDONLY | _PLAIN | (os.O_NONBLOCK if last else os.O_DIRECTORY)
                following = os.open(step, flags, dir_fd=current)
                os.close(current)
                current = following
        except BaseException:
            os.close(current)
            raise
        return current

    def _descend_by_path(self, key: str, steps: list[str]) -> int:
        path = Path(self._folder)
        for step in steps:
            path = path / step
            if path.is_symlink():
                raise bad_key(self.shown, key, "goes through a symbolic link")
        return os.open(path, os.O_RDONLY | _PLAIN)


class FolderTarget:
    """A folder to export to.  It may be there already; none of its files is ever replaced."""

    def __init__(self, folder: FileName) -> None:
        self.shown = shown(folder)
        self.bucket = ""
        self.prefix = ""
        self.encryption = "NO_ENCRYPTION"
        self._folder = Path(folder)
        self._files: list[Path] = []
        self._folders: list[Path] = []

    @contextmanager
    def writing(self, key: str) -> Iterator[IO[bytes]]:
        steps = check_key(self.shown, key)
        self._make_folders(steps[:-1])
        path = self._folder.joinpath(*steps)
        with output_file(path, binary=True) as stream:
            yield stream
        self._files.append(path)
        sync_folder(str(path.parent))

    def discard(self) -> None:
        for path in reversed(self._files):
            path.unlink(missing_ok=True)
        for folder in reversed(self._folders):
            try:
                folder.rmdir()
            except OSError:
                return

    def _make_folders(self, steps: list[str]) -> None:
        current = self._folder
        self._make_folder(current, top=True)
        for step in steps:
            current = current / step
            self._make_folder(current)

    def _make_folder(self, folder: Path, *, top: bool = False) -> None:
        try:
            folder.mkdir(mode=0o700)
        except FileExistsError:
            if not folder.is_dir() or (folder.is_symlink() and not top):
                raise _no_folder(folder, "it is not a folder") from None
        except (OSError, ValueError) as error:
            raise _no_folder(folder, getattr(error, "strerror", None) or "not a valid path") from None
        else:
            self._folders.append(folder)
            sync_folder(str(folder.parent))


def _no_folder(folder: Path, reason: str) -> LedgershellError:
    return FileError("LS-FILE-010", f"cannot write to {shown(folder)}: {reason}", hint="choose another folder")
