r"""What a renderer knows of the place it writes to, and how the person wants results to look (``\pset``)."""

from __future__ import annotations

from ledgershell.environment import Environment
from ledgershell.static_typing import IO, NamedTuple

TERMINAL_ROWS = 1000
"""Rows a table shows on a terminal before it leaves out the middle ones (and says so)."""


class RenderOptions(NamedTuple):
    """Facts of the stream and wishes of the person; every renderer gets them.

    The facts, which :func:`options_for` finds:

    ``terminal``    a person reads the stream: fit to ``width``, elide, make every control character visible
    ``width``       columns of the terminal; without meaning elsewhere
    ``height``      lines of the terminal
    ``color``       ANSI colour and bold may be written
    ``unicode``     the stream's encoding can carry box drawing characters and ``·``

    The wishes, which :func:`ledgershell.render.wishes.wish` sets by the names of psql's ``\\pset``:

    ``max_rows``    rows of a table on a terminal; 0 shows all
    ``header``      whether tables and csv begin with the column names
    ``null``        how tables write null
    ``border``      0, 1 or 2; ``None`` is 2 on a terminal and 1 elsewhere
    ``line_style``  ``auto``, ``ascii`` or ``unicode``: what borders are drawn with
    ``types``       whether a table on a terminal names the types that it saw in each column
    ``title``       printed above tables
    ``footer``      whether the count of documents follows a result
    ``separator``   between the fields of ``unaligned``
    ``record_end``  behind each record of ``unaligned``
    ``csv_separator``, ``csv_null``  between the fields of ``csv``, and its text for null
    ``columns``     a width to fit tables to on a terminal, in place of its own; 0: its own
    ``expanded``    psql's ``\\x``: ``on``, ``off``, or ``auto``: one field a line where a table would be cut
    ``pager``       ``on``: for what is longer than the screen; ``always``; ``off``
    ``pager_lines`` results shorter than this are not paged
    ``table``       the table that ``insert`` writes for; empty: the one that the statement reads
    ``theme``       a name of :data:`ledgershell.render.palette.THEMES`
    ``plain``       for screen readers: words instead of lines and colours, one field a line
    """

    terminal: bool = False
    width: int = 80
    color: bool = False
    unicode: bool = True
    max_rows: int = TERMINAL_ROWS
    header: bool = True
    null: str = "null"
    height: int = 24
    border: int | None = None
    line_style: str = "auto"
    types: bool = True
    title: str = ""
    footer: bool = True
    separator: str = "|"
    record_end: str = "\n"
    csv_separator: str = ","
    csv_null: str = ""
    columns: int = 0
    expanded: str = "off"
    pager: str = "on"
    pager_lines: int = 0
    table: str = ""
    theme: str = "dark"
    plain: bool = False


def options_for(
    environment: Environment,
    stream: IO[str],
    wishes: RenderOptions = RenderOptions(),  # noqa: B008 - immutable
) -> RenderOptions:
    """The wishes, with the facts of a stream: a terminal gets its width and, if the environment allows it, colour."""
    encoding = (getattr(stream, "encoding", None) or "utf-8").lower().replace("_", "-")
    unicode = encoding.startswith("utf") and wishes.line_style != "ascii"
    if not environment.is_terminal(stream):
        forced = stream is environment.stdout and environment.color() and not wishes.plain
        return wishes._replace(unicode=unicode, color=forced)
    columns, lines = environment.terminal_size()
    dumb = environment.variables.get("TERM") == "dumb"
    color = environment.color() if stream is environment.stdout else colored_terminal(environment)
    return wishes._replace(
        terminal=True,
        width=wishes.columns or max(columns, 20),
        height=lines,
        color=color and not dumb and not wishes.plain,
        unicode=unicode,
    )


def colored_terminal(environment: Environment) -> bool:
    """Whether a terminal other than standard output may carry colour (standard error's diagnostics)."""
    variables = environment.variables
    return not variables.get("NO_COLOR") and variables.get("TERM") != "dumb"
