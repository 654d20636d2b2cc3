r"""The ``table`` format on a terminal: fitted to its width, middle rows and columns left out if need be, and that said.

What is shown is decided here, and drawn by Rich (:mod:`ledgershell.render.drawing`).  Whatever is not shown is named
under the table.  Only the first and the last rows are held, and only they become text: memory does not grow with the
result.  With
``\pset max_rows 0`` all rows are shown; they wait in a spool, each cell cut to what a line could show.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

from rich.cells import cell_len

from ledgershell.ion.values import Value
from ledgershell.render.cells import ABSENT, NUMERIC_KINDS, cell, is_container, kind_of
from ledgershell.render.columns import EMPTY_STRUCT, NO_FIELDS, Columns
from ledgershell.render.drawing import Column, Drawn, cut, draw, notice
from ledgershell.render.frame import Frame, frame
from ledgershell.render.layout import Slot, fit
from ledgershell.render.options import RenderOptions
from ledgershell.render.plain_table import titled
from ledgershell.render.safe_text import visible
from ledgershell.render.short_form import full_form, short_forms
from ledgershell.render.spool import Row, RowSpool
from ledgershell.static_typing import IO

_FORM = "\x1f"
"""Between the kind and the forms of a cell, none of which can hold a control character."""
_OUTLINE = 16
"""Columns from which a cut outline tells more than a count."""
_WIDEST_TYPES = 9
"""Columns that the names of types may claim for themselves: as many as ``timestamp``."""


class TerminalTable:
    """Collects the rows that can be shown and draws them at the end."""

    def __init__(self, stream: IO[str], options: RenderOptions) -> None:
        self._stream = stream
        self._options = options
        self._longest = max(options.width, 20)
        self._ellipsis = "…" if options.unicode else "~"
        self._cut_cells = False
        self._begin(())

    def _begin(self, columns: Sequence[str]) -> None:
        limit = self._options.max_rows
        self._columns = Columns(columns)
        self._kinds: list[dict[str, None]] = []
        self._head: list[Value] = []
        self._head_limit = (limit + 1) // 2
        self._tail: deque[Value] = deque(maxlen=limit // 2)
        self._spool = None if limit else RowSpool()
        self._made: list[Row] | None = None
        self._count = 0

    def begin(self, columns: Sequence[str] = ()) -> None:
        self._begin(columns)

    def row(self, value: Value) -> None:
        self._count += 1
        self._learn(self._columns.spread(value, kind_of, None))
        if self._spool is not None:
            self._spool.append(self._columns.spread(value, self._cell, None))
        elif len(self._head) < self._head_limit:
            self._head.append(value)
        else:
            self._tail.append(value)

    def _cell(self, value: Value) -> str:
        """The kind of a value and its text, in one string, which is what a spool takes."""
        if is_container(value):
            return f"{kind_of(value)}{_FORM}{full_form(value, self._longest, self._ellipsis)}"
        text, kind = cell(value, self._options.null)
        if len(text) > self._longest:
            text = text[: self._longest + 1]
        return f"{kind}{_FORM}{text}"

    def _cell_with_forms(self, value: Value) -> str:
        """The same with all texts that may stand for a container."""
        if is_container(value):
            return _FORM.join((kind_of(value), *short_forms(value, self._longest, self._ellipsis)))
        return self._cell(value)

    def _learn(self, kinds: Sequence[str | None]) -> None:
        while len(self._kinds) < len(kinds):
            self._kinds.append({})
        for seen, kind in zip(self._kinds, kinds, strict=False):
            if kind is not None and kind not in seen:
                seen[kind] = None

    def abandon(self) -> None:
        if self._spool is not None:
            self._spool.close()
        self._head.clear()
        self._tail.clear()
        self._made = None

    @property
    def _shown(self) -> int:
        return self._count if self._spool is not None else len(self._head) + len(self._tail)

    def _rows(self) -> Iterable[Row]:
        if self._spool is not None:
            return self._spool
        if self._made is None:
            self._make(self._cell)
        return self._made or ()

    def _make(self, convert: Callable[[Value], str]) -> None:
        """Turn the rows that are held into cells."""
        self._made = [self._columns.spread(value, convert, None) for value in chain(self._head, self._tail)]

    def end(self) -> None:
        titles = [visible(title) for title in self._columns.titles]
        if not titles and self._count:
            titles = [NO_FIELDS]
            self._learn(["struct"])
            empty: Row = [f"struct{_FORM}{EMPTY_STRUCT}"]
            if self._spool is not None:
                self._spool.close()
                self._spool = RowSpool()
                for _ in range(self._count):
                    self._spool.append(empty)
            else:
                self._made = [empty] * self._shown
        if titles:
            self._learn([None] * len(titles))
            self._draw(titles)
        self.abandon()

    def fits(self) -> bool:
        """Whether the rows so far can be drawn without cutting anything."""
        self._learn([None] * len(self._columns))
        each, edge = self._frame().cost
        widths = self._natural_widths([visible(title) for title in self._columns.titles])
        self._made = None  # further rows may come
        return sum(widths) + each * len(widths) + edge <= self._options.width

    def _frame(self) -> Frame:
        options = self._options
        return frame(2 if options.border is None else options.border, unicode=options.unicode)

    def _natural_widths(self, titles: Sequence[str]) -> list[int]:
        """The width of each column when nothing is cut."""
        options = self._options
        widths = [cell_len(title) if options.header else 1 for title in titles]
        if options.header and options.types:
            widths = [
                max(width, min(len(_named(kinds)), _WIDEST_TYPES))
                for width, kinds in zip(widths, self._kinds, strict=True)
            ]
        for cells in self._rows():
            for place, shown in enumerate(cells):
                if shown is not None:
                    start = shown.index(_FORM) + 1
                    end = shown.find(_FORM, start)
                    width = cell_len(shown[start:] if end < 0 else shown[start:end])
                    if width > widths[place]:
                        widths[place] = width
        return [max(width, 1) for width in widths]

    def _tightened(self, titles: Sequence[str], natural: Sequence[int], slots: list[Slot]) -> list[Slot]:
        """The slots, those made narrower once more if short forms leave room."""
        tight: list[Slot] = []
        for slot in slots:
            column, width = slot
            if column is not None and width < natural[column]:
                needed = min(max(cell_len(titles[column]), _WIDEST_TYPES), width)
                for cells in self._rows():
                    if needed == width:
                        break
                    if column < len(cells) and (shown := cells[column]) is not None:
                        needed = max(needed, cell_len(self._fitted(shown, width)[1]))
                slot = Slot(column, needed)
            tight.append(slot)
        return tight

    def _draw(self, titles: Sequence[str]) -> None:
        options = self._options
        each, edge = self._frame().cost
        natural = self._natural_widths(titles)
        slots = fit(natural, options.width, border=each, edge=edge)
        if any(slot.column is not None and slot.width < natural[slot.column] for slot in slots):
            if self._spool is None:
                self._make(self._cell_with_forms)
            slots = self._tightened(titles, natural, slots)
        if options.title and options.header:
            self._stream.write(titled(options.title, self._frame(), [slot.width for slot in slots]))
        columns = [
            Column(
                slot.width,
                tuple(self._title(titles, slot)) if options.header else (),
                slot.column is not None and _is_numeric(self._kinds[slot.column]),
            )
            for slot in slots
        ]
        draw(self._stream, options, columns, self._drawn_rows(slots))
        for words in self._notices(len(titles), slots):
            notice(self._stream, options, words)

    def _title(self, titles: Sequence[str], slot: Slot) -> Iterator[Drawn]:
        title = self._ellipsis if slot.column is None else cut(titles[slot.column], slot.width, self._ellipsis)
        yield Drawn("header", title)
        if self._options.types:
            named = "" if slot.column is None else _named(self._kinds[slot.column])
            yield Drawn("notice", cut(named, slot.width, self._ellipsis))

    def _drawn_rows(self, slots: Sequence[Slot]) -> Iterator[list[Drawn]]:
        middle = len(self._head) if self._count > self._shown else -1
        for number, cells in enumerate(self._rows()):
            if number == middle:
                mark = Drawn("notice", "⋮" if self._options.unicode else ":")
                yield [mark] * len(slots)
            yield [self._drawn(cells, slot) for slot in slots]

    def _drawn(self, cells: Row, slot: Slot) -> Drawn:
        if slot.column is None:
            return Drawn("notice", self._ellipsis)
        shown = cells[slot.column] if slot.column < len(cells) else None
        if shown is None:
            return Drawn("absent", ABSENT.text if self._options.unicode else "")
        return Drawn(*self._fitted(shown, slot.width))

    def _fitted(self, shown: str, width: int) -> tuple[str, str]:
        """The kind and the fullest form that fits; else the outline cut, or how many values there are."""
        kind, *forms = shown.split(_FORM)
        for form in forms[:-1] or forms:
            if cell_len(form) <= width:
                self._cut_cells = self._cut_cells or form is not forms[0]
                return kind, form
        self._cut_cells = True
        if len(forms) > 1 and width < _OUTLINE and cell_len(forms[-1]) <= width:
            return kind, forms[-1]
        return kind, cut(forms[max(len(forms) - 2, 0)], width, self._ellipsis)

    def _notices(self, columns: int, slots: Sequence[Slot]) -> Iterator[str]:
        kept = sum(slot.column is not None for slot in slots)
        if self._count > self._shown:
            yield rf"{self._count:,} rows, {self._shown:,} of them shown; \pset max_rows 0 shows all"
        if kept < columns:
            yield rf"{columns:,} columns, {kept:,} of them shown; \x shows all, one field a line"
        if self._cut_cells and kept == columns:
            yield r"some cells were cut to fit; \x shows all of them"


def _named(kinds: Iterable[str]) -> str:
    """The types that a column holds; null only where there is nothing else."""
    names = list(kinds)
    return "|".join([name for name in names if name not in ("null", "missing")] or names)


def _is_numeric(kinds: Iterable[str]) -> bool:
    found = set(kinds)
    return bool(found & NUMERIC_KINDS) and found <= NUMERIC_KINDS | {"null"}
