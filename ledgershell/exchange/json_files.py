"""JSON and JSON lines as documents.

A file is one array of objects, or objects one after the other (one a line, or spread over lines).  It is read piece by
piece, so memory holds the largest object and no more.  JSON is read as the Ion that it is: a number with a point or
an exponent is a decimal with all its digits, a repeated key a repeated field.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal

from ledgershell.errors import FileError
from ledgershell.exchange.text_source import FileName, at_line, cannot_read, not_decodable, open_text
from ledgershell.ion.limits import MAXIMUM_DIGITS, MAXIMUM_EXPONENT
from ledgershell.ion.values import Struct
from ledgershell.static_typing import NoReturn, TextIO

LARGEST_OBJECT = 64 * 1024 * 1024
"""Characters of one object beyond which a file is given up."""

_CHUNK = 256 * 1024
_NEAR_THE_END = 16
_SPACE = re.compile(r"[ \t\r\n]*")


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


def _integer(text: str) -> int:
    if len(text) > MAXIMUM_DIGITS:
        raise ValueError(f"a number of {len(text):,} digits")
    return int(text)


def _fraction(text: str) -> Decimal:
    if len(text) > MAXIMUM_DIGITS:
        raise ValueError(f"a number of {len(text):,} digits")
    number = Decimal(text)
    if abs(number.adjusted()) > MAXIMUM_EXPONENT:
        raise ValueError(f"the exponent of {text} is too large")
    return number


_DECODER = json.JSONDecoder(object_pairs_hook=Struct, parse_int=_integer, parse_float=_fraction, parse_constant=_refuse)


def read_json(path: FileName, *, encoding: str = "utf-8") -> Iterator[Struct]:
    """The objects of a JSON or JSON lines file, one by one.  Raises :class:`FileError` with the line."""
    with open_text(path, encoding) as stream:
        try:
            yield from _Reader(path, stream).documents()
        except UnicodeDecodeError as error:
            raise not_decodable(path, encoding, error) from None
        except OSError as error:
            raise cannot_read(path, error) from None


class _Reader:
    """A window on the text: what has been read and not yet used."""

    def __init__(self, path: FileName, stream: TextIO) -> None:
        self._path = path
        self._stream = stream
        self._text = ""
        self._place = 0
        self._before = 0  # characters of the file before the window
        self._line = 1
        self._line_start = 0  # where the line begins, in characters of the file
        self._ended = False

    def documents(self) -> Iterator[Struct]:
        in_array = self._peek() == "["
        if in_array:
            self._skip(1)
        first = True
        while character := self._peek():
            if in_array and character == "]" and first:
                break
            yield self._document()
            first = False
            if in_array and self._separator() == "]":
                break
        else:
            if in_array:
                raise self._error("the array is never closed", "has the file been cut off?")
            return
        self._skip(1)
        if self._peek():
            raise self._error("something follows the closing bracket", "one array, or objects without one")

    def _separator(self) -> str:
        character = self._peek()
        if character == ",":
            self._skip(1)
            if self._peek() == "]":
                raise self._error("a comma without an object behind it", "remove it")
        elif character != "]":
            if not character:
                raise self._error("the array is never closed", "has the file been cut off?")
            raise self._error("',' or ']' expected between the objects of an array", "see the end of the line before")
        return character

    def _document(self) -> Struct:
        if self._peek() != "{":
            raise FileError(
                "LS-FILE-009",
                f"{at_line(self._path, self._line)}: not a JSON object",
                hint="a table holds objects: one array of them, or one a line",
            )
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._place)
            except json.JSONDecodeError as error:
                if self._ended or not self._may_go_on(error):
                    raise self._malformed(error) from None
            except RecursionError:
                raise self._error("nested too deeply", "at most 200 levels") from None
            except ValueError as error:
                raise self._error(str(error), "write it as a string") from None
            else:
                self._skip(end - self._place)
                return value  # type: ignore[no-any-return]
            if len(self._text) - self._place > LARGEST_OBJECT:
                raise FileError(
                    "LS-FILE-012",
                    f"{at_line(self._path, self._line)}: an object of more than {LARGEST_OBJECT:,} characters",
                    hint="is it closed?",
                )
            self._read(max(_CHUNK, len(self._text) - self._place))

    def _may_go_on(self, error: json.JSONDecodeError) -> bool:
        """Whether more text could make it right: the error is where the window ends."""
        return error.msg.startswith("Unterminated string") or error.pos > len(self._text) - _NEAR_THE_END

    def _malformed(self, error: json.JSONDecodeError) -> FileError:
        self._skip(error.pos - self._place)
        column = self._before + self._place - self._line_start + 1
        message = error.msg[0].lower() + error.msg[1:]
        return FileError("LS-FILE-008", f"{at_line(self._path, self._line)}, column {column}: {message}")

    def _error(self, message: str, hint: str) -> FileError:
        return FileError("LS-FILE-008", f"{at_line(self._path, self._line)}: {message}", hint=hint)

    def _peek(self) -> str:
        """The next character that is no space, without taking it; empty at the end."""
        while True:
            match = _SPACE.match(self._text, self._place)
            self._skip(0 if match is None else match.end() - self._place)
            if self._place < len(self._text):
                return self._text[self._place]
            if self._ended:
                return ""
            self._read(_CHUNK)

    def _skip(self, count: int) -> None:
        end = self._place + count
        lines = self._text.count("\n", self._place, end)
        if lines:
            self._line += lines
            self._line_start = self._before + self._text.rfind("\n", self._place, end) + 1
        self._place = end

    def _read(self, count: int) -> None:
        chunk = self._stream.read(count)
        self._ended = not chunk
        self._text = self._text[self._place :] + chunk
        self._before += self._place
        self._place = 0
