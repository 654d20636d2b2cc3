"""Drawing a table with Rich: frames in psql's three border styles, colours by the kind of a value.

Rich gets nothing but :class:`~rich.text.Text` objects of text that is safe already, and a console that interprets
neither markup nor emoji.  Rows are drawn in batches, so that a long table needs no more memory than a short one: a
batch is a table of its own, of which the upper edge and the titles, or the lower edge, are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import islice
from types import MappingProxyType

from rich.box import ASCII2, SQUARE, Box
from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.style import Style
from rich.table import Table
from rich.text import Text

from ledgershell.render.options import RenderOptions
from ledgershell.render.palette import THEMES
from ledgershell.static_typing import IO, Final, NamedTuple

BATCH: Final = 50
"""Rows that Rich holds at a time: about a screenful, so that the first one need not wait for the last."""
_BLANKS: Final = Box("    \n    \n -  \n    \n    \n    \n    \n    \n", ascii=True)
_BLANKS_UNICODE: Final = Box("    \n    \n ─  \n    \n    \n    \n    \n    \n")
_SGR: Final = MappingProxyType(
    {"1": "bold", "2": "dim"}
    | {f"3{number}": name for number, name in enumerate("black red green yellow blue magenta cyan white".split())}  # noqa: SIM905
)
"""What the palette's parameters are called in Rich's styles."""


class Drawn(NamedTuple):
    """A cell: the kind that gives it its colour, and its text, no wider than its column."""

    kind: str
    text: str


class Column(NamedTuple):
    """A column: its width, the lines of its title, and whether it aligns to the right."""

    width: int
    title: tuple[Drawn, ...]
    right: bool


@lru_cache
def style_of(kind: str, theme: str) -> Style:
    """The palette's colour as Rich has it."""
    return Style.parse(" ".join(_SGR[part] for part in THEMES[theme][kind].split(";") if part))


def cost(border: int) -> tuple[int, int]:
    """Columns that each cell costs besides its width, and those that a line costs besides its cells."""
    return ((1, -1), (3, -1), (3, 1))[border]


def cut(text: str, width: int, ellipsis: str) -> str:
    """A text that takes at most ``width`` columns; what is missing at its end is marked."""
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, width - 1) + ellipsis if width > 1 else ellipsis


def draw(stream: IO[str], options: RenderOptions, columns: Sequence[Column], rows: Iterable[Sequence[Drawn]]) -> None:
    """Write a table."""
    console = console_for(stream, options)
    border = 2 if options.border is None else options.border
    titled = bool(columns and columns[0].title)
    above = (border == 2) + titled * (len(columns[0].title) + 1 if columns else 0)
    pending = iter(rows)
    batch = list(islice(pending, BATCH))
    skipped = 0
    while True:
        following = list(islice(pending, BATCH))
        below = int(border == 2 and bool(following))
        for line in _lines(console, options, columns, batch, border)[skipped : -below or None]:
            console.print(line, soft_wrap=True)
        if not following:
            break
        batch, skipped = following, above


def notice(stream: IO[str], options: RenderOptions, text: str) -> None:
    """Write a line about the table below it."""
    styled = Text(text, style=style_of("notice", options.theme))
    console_for(stream, options).print(styled, soft_wrap=True)


def console_for(stream: IO[str], options: RenderOptions) -> Console:
    """A console that writes what it is given, and decides nothing by itself."""
    return Console(
        file=stream,
        width=max(options.width, 20),
        force_terminal=options.color,
        color_system="standard" if options.color else None,
        no_color=False,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
        safe_box=False,
        _environ={},
    )


def _lines(
    console: Console,
    options: RenderOptions,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Drawn]],
    border: int,
) -> list[Text]:
    """The lines of a table without blanks at their ends."""
    table = _table(options, columns, border)
    for row in rows:
        table.add_row(*[_text([each], options.theme) for each in row])
    each, edge = cost(border)
    width = max(sum(column.width + each for column in columns) + max(edge, 0), 1)
    lines = []
    for segments in console.render_lines(table, console.options.update(width=width), pad=False):
        line = Text.assemble(*[(segment.text, segment.style or "") for segment in segments])
        line.rstrip()
        lines.append(line)
    return lines


def _table(options: RenderOptions, columns: Sequence[Column], border: int) -> Table:
    titled = bool(columns and columns[0].title)
    boxes = (_BLANKS, _BLANKS_UNICODE) if border == 0 else (ASCII2, SQUARE)
    table = Table(
        box=boxes[options.unicode],
        header_style="",
        show_header=titled,
        show_edge=border == 2,
        padding=(0, 1 if border else 0),
        pad_edge=border > 0,
    )
    for column in columns:
        table.add_column(
            _text(column.title, options.theme),
            width=column.width,
            no_wrap=True,
            justify="right" if column.right else "left",
        )
    return table


def _text(lines: Sequence[Drawn], theme: str) -> Text:
    text = Text()
    for number, (kind, shown) in enumerate(lines):
        text.append("\n" * (number > 0))
        text.append(shown, style_of(kind, theme))
    return text
