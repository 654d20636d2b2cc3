"""Ion files, text or binary, as documents.

Ion text is cut behind each top-level struct and handed to the Ion reader in batches, so memory does not grow with the
file.  The cut needs no parser: it only has to know where strings, comments and lobs end.  A comma between structs is
passed over, because the ``ion`` output format writes one, as QLDB's shell did.  A file with a symbol table of its own
is read in one piece from there on, and so is binary Ion.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from ledgershell.errors import FileError, IonError
from ledgershell.exchange.text_source import (
    FileName,
    at_line,
    cannot_read,
    check_file,
    not_decodable,
    open_text,
    shown,
)
from ledgershell.ion import loads_all
from ledgershell.ion.values import Struct, Value
from ledgershell.static_typing import TextIO

LARGEST_PIECE = 64 * 1024 * 1024
"""Characters of one document beyond which a file is given up."""
BATCH = 64 * 1024
"""Characters of whole documents that are read at a time."""

_CHUNK = 256 * 1024
_VERSION_MARKER = b"\xe0\x01\x00\xea"
_INTERESTING = re.compile(r"[\"'{}\[\]()/,]")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*+"', re.DOTALL)
_QUOTED_SYMBOL = re.compile(r"'(?:[^'\\]|\\.)*+'", re.DOTALL)
_LONG_STRING = re.compile(r"'''(?:[^'\\]|\\.|'(?!''))*+'''", re.DOTALL)
_LOB = re.compile(
    r"""\{\{\s*+(?:"(?:[^"\\]|\\.)*+"|(?:'''(?:[^'\\]|\\.|'(?!''))*+'''\s*+)++|[^}"']*+)\s*+\}\}""", re.DOTALL
)


def read_ion(path: FileName) -> Iterator[Struct]:
    """The structs of an Ion file, one by one.  Raises :class:`FileError`."""
    check_file(path)
    try:
        with Path(path).open("rb") as stream:
            binary = stream.read(4) == _VERSION_MARKER
        values = _binary(path) if binary else _text(path)
        for number, value in enumerate(values, 1):
            if not isinstance(value, Struct):
                raise FileError(
                    "LS-FILE-009",
                    f"{shown(path)}: value {number} is not a struct",
                    hint="a table holds structs; annotations are not kept",
                )
            yield value
    except OSError as error:
        raise cannot_read(path, error) from None


def _binary(path: FileName) -> Iterator[Value]:
    try:
        yield from loads_all(Path(path).read_bytes())
    except IonError as error:
        raise FileError("LS-FILE-013", f"{shown(path)}: {error.message}", hint=error.hint) from None


def _text(path: FileName) -> Iterator[Value]:
    with open_text(path) as stream:
        line = 1
        try:
            for batch in _batches(path, stream):
                try:
                    yield from loads_all(batch)
                except IonError as error:
                    where = line + (batch.count("\n", 0, error.span.start) if error.span is not None else 0)
                    raise FileError(
                        "LS-FILE-013", f"{at_line(path, where)}: {error.message}", hint=error.hint
                    ) from None
                line += batch.count("\n")
        except UnicodeDecodeError as error:
            raise not_decodable(path, "utf-8", error) from None


def _batches(path: FileName, stream: TextIO) -> Iterator[str]:
    """Pieces of the text that end behind a top-level struct; together they are the whole text."""
    cutter = _Cutter()
    ended = False
    while not ended:
        chunk = stream.read(max(_CHUNK, cutter.pending()))
        ended = not chunk
        cutter.feed(chunk)
        while cutter.advance(ended):
            piece = cutter.take()
            if "$ion_symbol_table" in piece:
                yield piece + cutter.rest() + stream.read()
                return
            yield piece
        if cutter.pending() > LARGEST_PIECE:
            raise FileError(
                "LS-FILE-012", f"{shown(path)}: a value of more than {LARGEST_PIECE:,} characters", hint="is it closed?"
            )
    yield cutter.rest()


class _Cutter:
    """Finds where top-level structs end, in text that comes in chunks."""

    def __init__(self) -> None:
        self._text = ""
        self._start = 0  # of what has not been taken
        self._place = 0  # up to where the text has been looked at
        self._whole = 0  # behind the last struct that is closed
        self._depth = 0
        self._after_struct = False  # nothing but comments since then
        self._pieces: list[str] = []
        self._gathered = 0

    def pending(self) -> int:
        """Characters behind the last struct that is closed."""
        return len(self._text) - self._whole

    def feed(self, chunk: str) -> None:
        self._text = self._text[self._start :] + chunk
        self._place -= self._start
        self._whole = max(self._whole - self._start, 0)
        self._start = 0

    def take(self) -> str:
        """The structs found so far, with all that stands between them."""
        self._pieces.append(self._text[self._start : self._whole])
        piece = "".join(self._pieces)
        self._pieces = []
        self._gathered = 0
        self._start = self._whole
        return piece

    def rest(self) -> str:
        """All that has not been taken."""
        self._whole = len(self._text)
        return self.take()

    def advance(self, ended: bool) -> bool:
        """Look further until a batch can be taken (true) or more text is needed (false)."""
        while self._gathered + self._whole - self._start < BATCH:
            match = _INTERESTING.search(self._text, self._place)
            end = -1 if match is None else self._end_of_token(match.start(), ended)
            if match is None or end < 0:
                self._place = len(self._text) if match is None else match.start()
                return False
            self._place = end
        return True

    def _end_of_token(self, place: int, ended: bool) -> int:
        """Where what begins at ``place`` ends; -1 when that cannot be told yet."""
        text = self._text
        character = text[place]
        if character in "\"'/{" and len(text) - place < 3 and not ended:
            return -1
        if character == "/":
            return self._comment(place, ended)
        if character == ",":
            self._comma(place)
            return place + 1
        self._after_struct = False
        if character in "\"'" or text.startswith("{{", place):
            return self._matched(place, ended)
        if character in "{[(":
            self._depth += 1
        else:
            self._depth = max(self._depth - 1, 0)
            if character == "}" and not self._depth:
                self._whole = place + 1
                self._after_struct = True
        return place + 1

    def _matched(self, place: int, ended: bool) -> int:
        text = self._text
        if text[place] == "{":
            match = _LOB.match(text, place)
        elif text[place] == '"':
            match = _STRING.match(text, place)
        elif text.startswith("'''", place):
            match = _LONG_STRING.match(text, place)
        else:
            match = _QUOTED_SYMBOL.match(text, place)
        if match is not None:
            return match.end()
        return len(text) if ended else -1

    def _comment(self, place: int, ended: bool) -> int:
        closing = {"//": "\n", "/*": "*/"}.get(self._text[place : place + 2])
        if closing is None:
            return place + 1
        end = self._text.find(closing, place + 2)
        if end >= 0:
            return end + len(closing)
        return len(self._text) if ended else -1

    def _comma(self, place: int) -> None:
        """A comma behind a top-level struct is left out."""
        if self._after_struct:
            self._after_struct = False
            self._pieces.append(self._text[self._start : place] + " ")
            self._gathered += place - self._start
            self._start = self._whole = place + 1
