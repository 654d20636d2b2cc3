"""Where the records of a stream go: a file that grows, or standard output.

A sink takes one record after another and is told now and then to hand over all of them.  Only what was handed over
counts as delivered: a file that breaks off is cut back to that, so that it never ends within a record.
"""

from __future__ import annotations

import errno
import os
import stat

from ledgershell.errors import FileError, StreamError
from ledgershell.exchange.text_source import FileName, shown
from ledgershell.static_typing import IO, Any, Final, Protocol

BUFFER: Final = 1 << 16
"""Bytes that are gathered before they are written."""


class RecordSink(Protocol):
    """Takes records, each as the bytes that stand for it."""

    def write(self, record: bytes) -> None: ...

    def hand_over(self) -> int:
        """Have everything arrive that was written; returns how many bytes of the sink count as delivered."""
        ...

    def require_reader(self) -> None:
        """Raise ``BrokenPipeError`` if it is known that nobody will take another record."""
        ...

    def close(self) -> None:
        """Let go.  What was not handed over is given up."""
        ...


class FileSink:
    """A file of mode 0600, new or continued.

    ``size`` is how many bytes of an existing file were delivered: what follows them is cut off.  Raises
    :class:`FileError` LS-FILE-010, and :class:`StreamError` LS-STREAM-006 for a file that has become shorter.
    """

    def __init__(self, path: FileName, size: int | None = None) -> None:
        self._path = path
        self._new = size is None
        self._buffer = bytearray()
        flags = os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        try:
            self._file = os.open(path, flags | os.O_CREAT | os.O_EXCL if self._new else flags, 0o600)
        except FileExistsError:
            raise FileError(
                "LS-FILE-010", f"{shown(path)} exists already", hint="choose another name, or go on with --resume"
            ) from None
        except (OSError, ValueError) as error:
            raise _cannot_write(path, error) from None
        self._delivered = size or 0
        try:
            self._continue_at(self._delivered)
        except BaseException:
            os.close(self._file)
            raise

    def _continue_at(self, size: int) -> None:
        status = os.fstat(self._file)
        if not stat.S_ISREG(status.st_mode):
            raise FileError("LS-FILE-010", f"{shown(self._path)} is not a regular file", hint="choose another name")
        if status.st_size < size:
            raise StreamError(
                "LS-STREAM-006",
                f"{shown(self._path)} has {status.st_size} bytes, and {size} were delivered to it",
                hint="records are missing in it; begin a new stream, with another token file",
            )
        os.ftruncate(self._file, size)
        os.lseek(self._file, size, os.SEEK_SET)

    def write(self, record: bytes) -> None:
        self._buffer += record
        if len(self._buffer) >= BUFFER:
            self._empty()

    def _empty(self) -> None:
        try:
            while self._buffer:
                del self._buffer[: os.write(self._file, self._buffer)]
        except OSError as error:
            raise _cannot_write(self._path, error) from None

    def hand_over(self) -> int:
        self._empty()
        try:
            os.fsync(self._file)
        except OSError as error:
            raise _cannot_write(self._path, error) from None
        self._delivered = os.lseek(self._file, 0, os.SEEK_CUR)
        return self._delivered

    def require_reader(self) -> None:
        """A file is always there."""

    def close(self) -> None:
        if self._file < 0:
            return
        file, self._file = self._file, -1
        try:
            os.ftruncate(file, self._delivered)
        except OSError as error:
            raise _cannot_write(self._path, error) from None
        finally:
            os.close(file)
            if self._new and not self._delivered:
                os.unlink(self._path)  # noqa: PTH108 - a FileName


class OutputSink:
    """Standard output, or another open stream: bytes if it takes them, else text."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream: Any = getattr(stream, "buffer", None)
        self._text = self._stream is None
        if self._text:
            self._stream = stream
        else:
            stream.flush()
        self._delivered = 0

    def write(self, record: bytes) -> None:
        self._stream.write(record.decode("utf-8") if self._text else record)
        self._delivered += len(record)

    def hand_over(self) -> int:
        self._stream.flush()
        return self._delivered

    def require_reader(self) -> None:
        """A pipe tells that its other end is closed; other streams tell when they are written to."""
        import select

        if not hasattr(select, "poll"):
            return
        asked = select.poll()
        try:
            asked.register(self._stream.fileno(), 0)
            found = asked.poll(0)
        except (OSError, ValueError):
            return
        if any(event & select.POLLERR for _, event in found):
            raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE))

    def close(self) -> None:
        """The stream is not ours to close."""


def _cannot_write(path: FileName, error: Exception) -> FileError:
    reason = getattr(error, "strerror", None) or "not a valid path"
    return FileError(
        "LS-FILE-010",
        f"cannot write {shown(path)}: {reason.lower()}",
        hint="check the path, its permissions and the disk",
    )
