"""The names in a value: what a symbol table gives numbers to; and the numbers in a body, without decoding it."""

from __future__ import annotations

from ledgershell.ion.scalar_decoding import extent, read_varuint
from ledgershell.ion.values import SYMBOL_ZERO, Annotated, Struct, Symbol, Value


def names_in(value: Value) -> set[str]:
    """Field names, annotations and symbols, at any depth; not those whose text is unknown."""
    found: list[str] = []
    pending = [value]
    while pending:
        one = pending.pop()
        if isinstance(one, Struct):
            for name, item in one.items():
                found.append(name)
                pending.append(item)
        elif isinstance(one, Annotated):
            found += one.annotations
            pending.append(one.value)
        elif isinstance(one, Symbol):
            found.append(one)
        elif isinstance(one, list):
            pending += one
    return {str.__str__(name) for name in found if name is not SYMBOL_ZERO}


def numbers_in(body: bytes) -> set[int]:
    """The numbers of the fields, annotations and symbols in a body, at any depth; the table at its head left out."""
    found: set[int] = set()
    add = found.add
    end = len(body)
    head = extent(body, 0, end)[1]
    pending = [(head if body[0] >> 4 == 14 and head < end else 0, end, False)]
    while pending:
        position, end, named = pending.pop()
        while position < end:
            if named:
                number = body[position] & 0x7F
                if body[position] & 0x80:
                    position += 1
                else:
                    number, position = read_varuint(body, position, end)
                add(number)
            start, stop = extent(body, position, end)
            kind = body[position] >> 4
            if kind == 13:
                begin = read_varuint(body, start, stop)[1] if body[position] == 0xD1 else start
                pending.append((begin, stop, True))
            elif kind in (11, 12):
                pending.append((start, stop, False))
            elif kind == 14:
                length, start = read_varuint(body, start, stop)
                behind = start + length
                while start < behind:
                    number, start = read_varuint(body, start, behind)
                    add(number)
                pending.append((behind, stop, False))
            elif kind == 7 and start < stop:
                add(int.from_bytes(body[start:stop], "big"))
            position = stop
    return found
