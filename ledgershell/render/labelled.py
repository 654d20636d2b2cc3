r"""The display for screen readers (``--plain``, ``\pset plain``): labelled lines, words instead of lines and colours.

::

    Document 1.
    VIN: 1N4AL11D75C109151
    Owners, PrimaryOwner, PersonId: 294jJ3YUoH1IEEm8GSabOs
    Owners, SecondaryOwners: empty list
    City: null

Every line can be understood by itself: it begins with the whole path of its value.  What a sighted reader tells by
quotes or by a mark is said: ``empty string``, ``null of type int``, ``the text "null"``.
"""

from __future__ import annotations

from collections.abc import Iterator

from ledgershell.ion.values import MISSING, Annotated, Bag, SExpression, Struct, Symbol, TypedNull, Value
from ledgershell.render.cells import cell, could_be_another
from ledgershell.render.options import RenderOptions
from ledgershell.render.renderer import RowByRow
from ledgershell.render.safe_text import is_safe, visible
from ledgershell.static_typing import IO

_EMPTY = {list: "empty list", SExpression: "empty s-expression", Bag: "empty bag"}


class Labelled(RowByRow):
    """Writes a line for each value, documents apart by a blank line."""

    def __init__(self, stream: IO[str], options: RenderOptions) -> None:
        self._write = stream.write
        self._options = options
        self._documents = 0

    def row(self, value: Value) -> None:
        if not self._documents and self._options.title and self._options.header:
            self._write(f"{visible(self._options.title)}.\n\n")
        elif self._documents:
            self._write("\n")
        self._documents += 1
        if self._options.header:
            noun = "Document" if isinstance(value, Struct) else "Value"
            self._write(f"{noun} {self._documents}.\n")
        for line in _lines("", value, self._options.null):
            self._write(line + "\n")


def _lines(path: str, value: Value, null: str) -> Iterator[str]:
    label = f"{path}: " if path else ""
    if type(value) is Annotated:
        names = " ".join(visible(name) for name in value.annotations)
        yield f"{label}annotated {names}"
        yield from _lines(path, value.value, null)
    elif isinstance(value, Struct):
        fields = [(name, item) for name, item in value.items() if item is not MISSING]
        if not fields:
            yield f"{label}no fields"
        for name, item in fields:
            yield from _lines(f"{path}, {visible(name)}" if path else visible(name), item, null)
    elif isinstance(value, list):
        if not value:
            yield label + _EMPTY.get(type(value), "empty list")
        for place, item in enumerate(value, 1):
            yield from _lines(f"{path}, item {place}" if path else f"item {place}", item, null)
    else:
        yield label + spoken(value, null)


def spoken(value: Value, null: str = "null") -> str:
    """A value without parts in words; safe, on one line."""
    kind = type(value)
    if kind is TypedNull:
        return f"null of type {value.ion_type.name.lower()}"
    if kind is str or kind is Symbol:
        what = "text" if kind is str else "symbol"
        if not value:
            return "empty string" if kind is str else "empty symbol"
        if could_be_another(value) or not is_safe(value):
            return f'the {what} "{visible(value)}"'
        return str(value)
    if kind is bytes:
        return f"blob of {len(value)} bytes: {cell(value).text}"
    return cell(value, null).text
