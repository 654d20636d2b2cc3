"""Ion text from a file, struct by struct, with the byte at which each begins: how an export's objects are read.

An object of an export is nothing but structs, so the cut between them needs no parser: it follows strings, comments,
lobs and brackets until the bracket closes that opened the struct.  Each piece is then read by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ledgershell.errors import IonError
from ledgershell.ion.streams import loads
from ledgershell.ion.values import Value
from ledgershell.static_typing import IO, Final

_CHUNK: Final = 256 * 1024
_BETWEEN: Final = re.compile(rb"(?:[\s\x00]++|//[^\n]*+\n|/\*(?:[^*]|\*(?!/))*+\*/|\$ion_1_0(?![\w$]))*+")
_TOKEN: Final = re.compile(
    rb"""
      "(?:[^"\\\n]|\\.)*+"
    | '''(?:[^'\\]|\\.|'(?!''))*+'''
    | '(?!'')(?:[^'\\\n]|\\.)*+'
    | \{\{\s*+(?:"(?:[^"\\]|\\.)*+"|(?:'''(?:[^'\\]|\\.|'(?!''))*+'''\s*+)++|[^}"']*+)\s*+\}\}
    | //[^\n]*+\n
    | /\*(?:[^*]|\*(?!/))*+\*/
    | \{(?!\{)
    | \}
    | (?P<unfinished>["']|\{\{|/[/*])
    """,
    re.VERBOSE | re.DOTALL,
)
_LONGEST_OPENING: Final = 3
"""So many bytes must be seen to tell a token by its beginning: '''."""


def read_text_values(stream: IO[bytes], largest: int) -> Iterator[tuple[int, Value]]:
    """``(offset, struct)`` for each struct of a stream that stands at its beginning.

    Raises :class:`IonError` LS-ION-001, with the offset in its message, for anything else, for text that ends inside a
    struct, and for one of more than ``largest`` bytes; the codes of :func:`~ledgershell.ion.streams.loads` for what is
    no Ion inside.
    """
    for offset, piece in _pieces(stream, largest):
        try:
            value = loads(piece)
        except IonError as error:
            if _reads(piece):
                raise KeyboardInterrupt from None
            within = len(piece.decode("utf-8", "replace")[: error.span.start].encode()) if error.span else 0
            raise IonError(error.code, f"{error.message} (byte {offset + within})", hint=error.hint) from None
        yield offset, value


def _reads(piece: bytes) -> bool:
    """Whether a piece that could not be read can be read now.

    Then a signal came meanwhile: what its handler raised is lost in amazon.ion's extension, which says that the text is
    no Ion.
    """
    try:
        loads(piece)
    except IonError:
        return False
    return True


def _pieces(stream: IO[bytes], largest: int) -> Iterator[tuple[int, bytes]]:
    """``base`` is the offset of the buffer's first byte, ``done`` how much of the buffer has been taken."""
    buffer, base, done, ended = b"", 0, 0, False
    while True:
        start = _begin(buffer, done, base, ended)
        end = _end_of_struct(buffer, start, ended) if start >= 0 else -1
        if end >= 0:
            yield base + start, buffer[start:end]
            done = end
        elif ended:
            if start < 0:
                return
            raise IonError("LS-ION-001", f"the text ends inside the value that begins at byte {base + start}")
        else:
            buffer, base, done = buffer[done:], base + done, 0
            if len(buffer) > largest:
                raise IonError("LS-ION-001", f"a value of more than {largest:,} bytes at byte {base}")
            chunk = stream.read(max(_CHUNK, len(buffer)))
            ended = not chunk
            buffer += chunk


def _begin(buffer: bytes, done: int, base: int, ended: bool) -> int:
    """Where the next struct begins; -1 when nothing but space and comments is left, or more bytes are needed."""
    match = _BETWEEN.match(buffer, done)
    place = match.end() if match is not None else done
    if place == len(buffer):
        return -1
    if buffer[place] == 0x7B and not buffer.startswith(b"{{", place):
        return place
    rest = len(buffer) - place
    if not ended and (rest < len("$ion_1_0") + 1 or buffer[place] == 0x2F):
        return -1
    raise IonError(
        "LS-ION-001", f"a struct should begin at byte {base + place}", hint="objects hold blocks, as structs"
    )


def _end_of_struct(buffer: bytes, start: int, ended: bool) -> int:
    """Behind the bracket that closes the struct which begins at ``start``; -1 when more bytes are needed."""
    depth, place = 0, start
    while (match := _TOKEN.search(buffer, place)) is not None:
        place = match.end()
        first = buffer[match.start()]
        if match.lastgroup is not None:
            return -1
        if not ended and len(buffer) - match.start() < _LONGEST_OPENING and first != 0x7D:
            return -1
        if first == 0x7B and place - match.start() == 1:
            depth += 1
        elif first == 0x7D:
            depth -= 1
            if not depth:
                return place
    return -1
