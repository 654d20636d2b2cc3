"""Rows into columns: which there are, and what each row has in them.

Columns are the union of the rows' top-level fields in order of first sight.  A name that a struct repeats gets a
second column of the same title, and whatever is no plain struct (a number, a list, an annotated struct) goes whole into
a column titled ``VALUE``, as in QLDB's shell: nothing is lost.  A result of nothing but empty structs has no columns;
each is shown as ``{}`` under a title that says so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ledgershell.ion.values import MISSING, Struct, Value
from ledgershell.static_typing import TypeVar

VALUE_COLUMN = "VALUE"
"""The title over rows that are no structs."""
EMPTY_STRUCT = "{}"
NO_FIELDS = "(no fields)"
"""The title over rows that are structs without fields, when there is nothing else."""

T = TypeVar("T")


class Columns:
    """The columns seen so far; grows at the right end only, so that earlier rows stay valid."""

    __slots__ = ("_places", "titles")

    def __init__(self, known: Sequence[str] = ()) -> None:
        self.titles: list[str] = []
        self._places: dict[tuple[str, int] | None, int] = {}
        for name in known:
            occurrence = 0
            while (name, occurrence) in self._places:
                occurrence += 1
            self._place((name, occurrence))

    def __len__(self) -> int:
        return len(self.titles)

    def _place(self, key: tuple[str, int] | None) -> int:
        place = self._places.get(key)
        if place is None:
            place = self._places[key] = len(self.titles)
            self.titles.append(VALUE_COLUMN if key is None else str(key[0]))
        return place

    def spread(self, row: Value, convert: Callable[[Value], T], absent: T) -> list[T]:
        """The row's cells in column order, ``absent`` where it has none; as long as there are columns now."""
        if not isinstance(row, Struct):
            place = self._place(None)
            cells = [absent] * len(self.titles)
            cells[place] = convert(row)
            return cells
        cells = [absent] * len(self.titles)
        taken: dict[str, int] = {}
        for name, value in row.items():
            if value is MISSING:
                continue
            occurrence = taken.get(name, 0)
            taken[name] = occurrence + 1
            place = self._place((name, occurrence))
            if place == len(cells):
                cells.append(convert(value))
            else:
                cells[place] = convert(value)
        return cells
