"""What a renderer may know about the place it writes to."""

from __future__ import annotations

from ledgershell.environment import Environment
from ledgershell.static_typing import IO, NamedTuple

TERMINAL_ROWS = 1000
"""Rows a table shows on a terminal before it leaves out the middle ones (and says so)."""


class RenderOptions(NamedTuple):
    """Facts and wishes that every renderer gets.

    ``terminal``    a person reads the stream: fit to ``width``, elide, make every control character visible
    ``width``       columns of the terminal; without meaning elsewhere
    ``color``       ANSI colour and bold may be written
    ``unicode``     the stream's encoding can carry box drawing characters and ``·``
    ``max_rows``    rows of a table on a terminal; 0 shows all
    ``header``      whether tables and csv begin with the column names
    ``null``        how tables write null (psql's ``\\pset null``)
    """

    terminal: bool = False
    width: int = 80
    color: bool = False
    unicode: bool = True
    max_rows: int = TERMINAL_ROWS
    header: bool = True
    null: str = "null"


def options_for(environment: Environment, stream: IO[str]) -> RenderOptions:
    """The options that fit a stream: a terminal gets its width and, if the environment allows it, colour."""
    encoding = (getattr(stream, "encoding", None) or "utf-8").lower().replace("_", "-")
    unicode = encoding.startswith("utf")
    if not environment.is_terminal(stream):
        forced = stream is environment.stdout and environment.color()
        return RenderOptions(unicode=unicode, color=forced)
    columns, _ = environment.terminal_size()
    dumb = environment.variables.get("TERM") == "dumb"
    color = environment.color() if stream is environment.stdout else colored_terminal(environment)
    return RenderOptions(terminal=True, width=max(columns, 20), color=color and not dumb, unicode=unicode)


def colored_terminal(environment: Environment) -> bool:
    """Whether a terminal other than standard output may carry colour (standard error's diagnostics)."""
    variables = environment.variables
    return not variables.get("NO_COLOR") and variables.get("TERM") != "dumb"
