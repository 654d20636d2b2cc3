"""The output formats, from one table.

To add one: write a file with a :class:`~ledgershell.render.renderer.Renderer`, and a row here.  ``--format``,
``\\format``, its completion and the documentation read this table.  Each ``make`` imports its file when called, so
that a pipeline of ``ion-lines`` never pays for a table's imports.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

from ledgershell.errors import UsageError
from ledgershell.ion.values import Value
from ledgershell.render.options import RenderOptions
from ledgershell.render.renderer import Renderer
from ledgershell.static_typing import IO, Any, NamedTuple


class Format(NamedTuple):
    """One output format.

    ``name``     as the user writes it
    ``summary``  one line for help and documentation
    ``binary``   the stream handed to ``make`` takes bytes (``stdout.buffer``), not text
    ``streams``  rows are written as they come; otherwise the first output waits for the last row
    ``make``     ``make(stream, options)`` builds a renderer for one result
    """

    name: str
    summary: str
    binary: bool
    streams: bool
    make: Callable[[IO[Any], RenderOptions], Renderer]


def _auto(stream: IO[Any], options: RenderOptions) -> Renderer:
    if not options.terminal:
        return _ion_lines(stream, options)
    if options.plain:
        return _labelled(stream, options)
    from ledgershell.render.automatic import ByRows

    return ByRows(stream, options)


def _ion(stream: IO[Any], options: RenderOptions) -> Renderer:
    from ledgershell.render.ion_text import IonPretty

    return IonPretty(stream, options)


def _ion_lines(stream: IO[Any], options: RenderOptions) -> Renderer:
    from ledgershell.render.ion_lines import IonLines

    return IonLines(stream, options)


def _ion_binary(stream: IO[Any], options: RenderOptions) -> Renderer:
    from ledgershell.render.ion_binary import IonBinary

    return IonBinary(stream, options)


def _json(stream: IO[Any], options: RenderOptions) -> Renderer:
    from ledgershell.render.json_text import JsonArray

    return JsonArray(stream, options)


def _jsonl(stream: IO[Any], options: RenderOptions) -> Renderer:
    from ledgershell.render.json_text import JsonLines

    return JsonLines(stream, options)


def _csv(stream: IO[Any], options: RenderOptions) -> Renderer:
    from ledgershell.render.delimited import Delimited

    return Delimited(stream, options, options.csv_separator)


def _tsv(stream: IO[Any], options: RenderOptions) -> Renderer:
    from ledgershell.render.delimited import Delimited

    return Delimited(stream, options, "\t")


def _labelled(stream: IO[Any], options: RenderOptions) -> Renderer:
    from ledgershell.render.labelled import Labelled

    return Labelled(stream, options)


def _table(stream: IO[Any], options: RenderOptions) -> Renderer:
    if options.plain:
        return _labelled(stream, options)
    if options.terminal and options.expanded == "auto":
        from ledgershell.render.automatic import ByWidth

        return ByWidth(stream, options)
    if options.terminal:
        from ledgershell.render.terminal_table import TerminalTable

        return TerminalTable(stream, options)
    from ledgershell.render.plain_table import PlainTable

    return PlainTable(stream, options)


def _vertical(stream: IO[Any], options: RenderOptions) -> Renderer:
    if options.plain:
        return _labelled(stream, options)
    from ledgershell.render.vertical import Vertical

    return Vertical(stream, options)


def _markdown(stream: IO[Any], options: RenderOptions) -> Renderer:
    from ledgershell.render.markdown import Markdown

    return Markdown(stream, options)


def _unaligned(stream: IO[Any], options: RenderOptions) -> Renderer:
    from ledgershell.render.unaligned import Unaligned

    return Unaligned(stream, options)


def _html(stream: IO[Any], options: RenderOptions) -> Renderer:
    from ledgershell.render.html import Html

    return Html(stream, options)


def _latex(stream: IO[Any], options: RenderOptions) -> Renderer:
    from ledgershell.render.latex import Latex

    return Latex(stream, options)


def _partiql(stream: IO[Any], options: RenderOptions) -> Renderer:
    from ledgershell.render.literals import PartiqlBag

    return PartiqlBag(stream, options)


def _insert(stream: IO[Any], options: RenderOptions) -> Renderer:
    from ledgershell.render.literals import InsertStatements

    return InsertStatements(stream, options)


def _plan(stream: IO[Any], options: RenderOptions) -> Renderer:
    if options.plain:
        return _labelled(stream, options)
    from ledgershell.render.plan_tree import PlanTree

    return PlanTree(stream, options)


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        entry.name: entry
        for entry in (
            Format("auto", "on a terminal table for flat rows, else ion; elsewhere ion-lines", False, True, _auto),
            Format("ion", "pretty Ion text, values joined by a comma", False, True, _ion),
            Format("ion-lines", "one value a line, Ion text, no decoration", False, True, _ion_lines),
            Format("ion-binary", "a binary Ion stream", True, True, _ion_binary),
            Format("json", "one JSON array (types without a JSON form are converted down)", False, True, _json),
            Format("jsonl", "one JSON value a line", False, True, _jsonl),
            Format("csv", "comma-separated values after RFC 4180", False, False, _csv),
            Format("tsv", "tab-separated values", False, False, _tsv),
            Format(
                "table", "columns; on a terminal fitted to its width, in a pipe at full width", False, False, _table
            ),
            Format("vertical", "one field a line, as psql's \\x", False, True, _vertical),
            Format("markdown", "a Markdown table", False, False, _markdown),
            Format("unaligned", "fields with | between them, as psql's \\a", False, False, _unaligned),
            Format("html", "an HTML table", False, False, _html),
            Format("latex", "a LaTeX tabular", False, False, _latex),
            Format("partiql", "a bag of PartiQL literals, which pastes back", False, True, _partiql),
            Format("insert", "INSERT statements that make the documents again", False, True, _insert),
            Format("plan", "EXPLAIN as a drawn tree, which auto makes of it on a terminal", False, True, _plan),
        )
    }
)


def format_named(name: str) -> Format:
    """The format of this name.  Raises :class:`UsageError` (LS-FORMAT-001) with the names that there are."""
    found = FORMATS.get(name)
    if found is None:
        from ledgershell.render.safe_text import visible

        raise UsageError(
            "LS-FORMAT-001", f"there is no output format '{visible(name)}'", hint=f"one of {', '.join(FORMATS)}"
        )
    return found


def render(values: Iterable[Value], renderer: Renderer, columns: Sequence[str] = ()) -> int:
    """Write a whole result and return the number of its values.

    When ``values`` raises, the renderer is abandoned and the error goes on.
    """
    count = 0
    finished = False
    try:
        renderer.begin(columns)
        row = renderer.row
        for value in values:
            row(value)
            count += 1
        renderer.end()
        finished = True
    finally:
        if not finished:
            renderer.abandon()
    return count
