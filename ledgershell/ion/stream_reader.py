"""Ion binary from a file, value by value: memory for one value, whatever the file's size.

Lengths are believed only as far as a limit, and nothing is allocated for them before the bytes are there.  Structs come
out lazy (:mod:`ledgershell.ion.lazy`): what is damaged inside a value may show only when it is read.
"""

from __future__ import annotations

from collections.abc import Iterator

from ledgershell.ion.decoder import own_table
from ledgershell.ion.encoder import VERSION_MARKER
from ledgershell.ion.lazy import LAZY
from ledgershell.ion.scalar_decoding import INVALID, LENGTHS, broken, extent
from ledgershell.ion.symbols import FIRST_FREE, SymbolTable
from ledgershell.ion.values import SYMBOL_ZERO, Value
from ledgershell.static_typing import IO, Final

_LONGEST_LENGTH: Final = 10
"""Bytes of a VarUInt that still fits a file's size."""
_PIECE: Final = 1 << 20
"""Bytes that are asked for at once, so that a length without content costs nothing."""


def read_binary(stream: IO[bytes], largest: int) -> Iterator[tuple[int, Value]]:
    """``(offset, value)`` for each top-level value of a stream that stands at its beginning.

    Raises :class:`~ledgershell.errors.IonError` LS-ION-002, with the offset in its message, for what is not Ion 1.0
    binary, ends early, or holds a value of more than ``largest`` bytes.
    """
    offset = 0
    table = SymbolTable()
    readable = SymbolTable()
    if stream.read(4) != VERSION_MARKER:
        broken("there is no Ion 1.0 version marker", 0)
    offset = 4
    while first := stream.read(1):
        if first[0] == VERSION_MARKER[0]:
            if first + stream.read(3) != VERSION_MARKER:
                broken("the version marker is not that of Ion 1.0", offset)
            table, readable = SymbolTable(), SymbolTable()
            offset += 4
            continue
        data = _whole_value(stream, first, offset, largest)
        descriptor = data[0]
        if descriptor >= 0x0F:
            found = own_table(data, 0, len(data), table) if descriptor >> 4 == 14 else None
            if found is None:
                start, stop = extent(data, 0, len(data))
                yield offset, LAZY[descriptor](data, start, stop, readable, 0)
            else:
                table = found
                readable = _with_names(table)
        offset += len(data)


def _whole_value(stream: IO[bytes], first: bytes, offset: int, largest: int) -> bytes:
    """The bytes of the value that begins with ``first``, descriptor and length included."""
    head = bytearray(first)
    length = LENGTHS[first[0]]
    if length == INVALID:
        broken(f"there is no type descriptor 0x{first[0]:02X}", offset)
    if length < 0:
        length = 0
        while True:
            byte = stream.read(1)
            if not byte:
                broken("the data end inside a value", offset)
            head += byte
            length = length << 7 | byte[0] & 0x7F
            if byte[0] & 0x80:
                break
            if len(head) > _LONGEST_LENGTH:
                broken("a length has too many bytes", offset)
    if length > largest:
        broken(f"a value claims {length:,} bytes, more than {largest:,},", offset)
    while length:
        piece = stream.read(min(length, _PIECE))
        if not piece:
            broken("the data end inside a value", offset)
        head += piece
        length -= len(piece)
    return bytes(head)


def _with_names(table: SymbolTable) -> SymbolTable:
    """The same table with its names looked up by text too, as lazy structs do."""
    named = SymbolTable()
    for number, text in enumerate(table.texts[FIRST_FREE:], FIRST_FREE):
        if text is SYMBOL_ZERO:
            named.add_unknown()
        else:
            named.place(number, text)
    return named
