"""Nested values in a table's cell: all of it where there is room, else its outline.

::

    {PrimaryOwner: {PersonId: "294jJ3YUoH1IEEm8GSabOs"}, SecondaryOwners: [{PersonId: "5Ufgdlnj06gF5CWcOIu64s"}]}
    {PrimaryOwner: {PersonId: …}, SecondaryOwners: [{…}]}
    {PrimaryOwner: {…}, SecondaryOwners: […]}
    {2 fields}

Every ``…`` is something that is there and not shown.  The work is bounded by the room, not by the value.
"""

from __future__ import annotations

from ledgershell.ion.text_writer import symbol_text
from ledgershell.ion.values import MISSING, Annotated, Bag, SExpression, Struct, Value
from ledgershell.render.ion_form import ion_line
from ledgershell.render.safe_text import visible

_EVERYTHING = 1000
_BRACKETS: dict[type, tuple[str, str]] = {list: ("[", "]"), Bag: ("<<", ">>"), SExpression: ("(", ")")}


def short_forms(value: Value, room: int, ellipsis: str = "…") -> tuple[str, ...]:
    """Safe texts for a container, the fullest first, none of them much longer than ``room`` columns.

    If there is more than one, the last one only counts what the container holds.
    """
    annotations = "".join(f"{symbol_text(name)}::" for name in _annotations(value))
    inner = value.value if type(value) is Annotated else value
    full = full_form(value, room, ellipsis)
    if len(full) <= 12:
        return (full,)
    outlines = [_Outline(depth, room, ellipsis).of(value) for depth in (3, 2, 1)]
    return (*dict.fromkeys((full, *outlines)), visible(annotations + _counted(inner)))


def full_form(value: Value, room: int, ellipsis: str = "…") -> str:
    """All of a container as safe text, as far as there may be room for it."""
    return _Outline(_EVERYTHING, room, ellipsis).of(value)


def _annotations(value: Value) -> tuple[str, ...]:
    return value.annotations if type(value) is Annotated else ()


def _counted(value: Value) -> str:
    if isinstance(value, Struct):
        count, noun, left, right = len(value.items()), "field", "{", "}"
    else:
        left, right = _BRACKETS[type(value)]
        count, noun = len(value), "value"
    return f"{left}{count} {noun}{'' if count == 1 else 's'}{right}"


class _Outline:
    """Writes a value on one line down to a depth, and stops when the room is used up."""

    def __init__(self, depth: int, room: int, ellipsis: str) -> None:
        self._depth = depth
        self._room = room
        self._ellipsis = ellipsis
        self._pieces: list[str] = []

    def of(self, value: Value) -> str:
        self._value(value, self._depth)
        return visible("".join(self._pieces))

    def _put(self, text: str) -> None:
        self._pieces.append(text)
        self._room -= len(text)

    def _value(self, value: Value, depth: int) -> None:
        if type(value) is Annotated:
            self._put("".join(f"{symbol_text(name)}::" for name in value.annotations))
            value = value.value
        if isinstance(value, Struct):
            self._struct(value, depth)
        elif isinstance(value, list):
            self._sequence(value, depth)
        elif value is MISSING:
            self._put("missing")
        elif depth == 0:
            self._put(self._ellipsis)
        else:
            self._put(ion_line(value))

    def _struct(self, value: Struct, depth: int) -> None:
        self._put("{")
        fields = [(name, item) for name, item in value.items() if item is not MISSING]
        if fields and depth == 0:
            self._put(self._ellipsis)
        elif fields:
            for place, (name, item) in enumerate(fields):
                if self._full(place):
                    break
                self._put(f"{symbol_text(name)}: ")
                self._value(item, self._below(depth, item))
        self._put("}")

    def _sequence(self, value: list[Value], depth: int) -> None:
        left, right = _BRACKETS[type(value)]
        self._put(left)
        if value and depth == 0:
            self._put(self._ellipsis)
        else:
            for place, item in enumerate(value):
                if self._full(place, " " if right == ")" else ", "):
                    break
                self._value(item, self._below(depth, item))
        self._put(right)

    def _below(self, depth: int, item: Value) -> int:
        """A level less for containers; scalars are shown as long as their container is."""
        inner = item.value if type(item) is Annotated else item
        return depth - 1 if isinstance(inner, (Struct, list)) else depth

    def _full(self, place: int, separator: str = ", ") -> bool:
        """Put the separator, unless there is no more room: then the mark, and that is the end."""
        if place:
            self._put(separator)
        if self._room <= 0:
            self._put(self._ellipsis)
            return True
        return False
