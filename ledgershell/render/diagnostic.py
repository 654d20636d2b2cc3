"""Errors as people read them, and as programs do.

::

    bank.pql:3:15: error LS-NAME-001: there is no table 'Acount'
      3 | SELECT * FROM Acount WHERE n = 1
        |               ^^^^^^
    hint: did you mean 'Account'?

The marks stand under the whole token, wide characters included; long lines are shown around it.  All text of an error
may quote data, so all of it is made safe here.  ``--errors json`` prints :func:`diagnostic_json`, one object a line.
"""

from __future__ import annotations

from ledgershell.errors import LedgershellError, Span
from ledgershell.render.palette import painted
from ledgershell.render.safe_text import clipped, display_width, escaped_json, visible
from ledgershell.static_typing import NamedTuple

SHOWN_LINES = 3
"""Lines of source shown at most for one error."""
SHOWN_WIDTH = 100
"""Columns of a source line shown at most."""
_MARGIN = 40


class Origin(NamedTuple):
    """Where a statement's text comes from: a script's name, and where in it the text begins (from 1)."""

    name: str | None = None
    line: int = 1
    column: int = 1


class Place(NamedTuple):
    """A position for people: line and column from 1, columns counted in code points."""

    line: int
    column: int


def place_of(text: str, offset: int, origin: Origin = Origin()) -> Place:  # noqa: B008 - immutable
    """The line and column of a code point offset in a statement, counted from where the statement's file begins."""
    offset = max(0, min(offset, len(text)))
    before = text.count("\n", 0, offset)
    start = text.rfind("\n", 0, offset) + 1
    column = offset - start + (origin.column if before == 0 else 1)
    return Place(origin.line + before, column)


def diagnostic_text(
    error: LedgershellError,
    *,
    text: str | None = None,
    origin: Origin = Origin(),  # noqa: B008 - immutable
    color: bool = False,
    plain: bool = False,
) -> str:
    """The error in several lines, ending with a line feed.

    ``text`` is the statement, for errors that do not bring their own.  ``color`` is for terminals, ``plain`` for screen
    readers: the place in words instead of marks under a line.
    """
    source, inner = _source_of(error, text, origin)
    span = _within(error.span, source)
    where = ""
    if origin.name is not None:
        at = Place(origin.line, origin.column)
        if source is not None and span is not None and inner is origin:
            at = place_of(source, span.start, origin)
        where = f"{visible(origin.name)}:{at.line}:{at.column}: "
    lines = [where + painted(f"error {error.code}:", "error", color) + " " + visible(error.message)]
    if source is not None and span is not None and source.strip():
        lines.extend(_place_in_words(source, span, inner) if plain else _excerpt(source, span, inner, color))
    if error.hint:
        lines.append(painted("hint:", "hint", color) + " " + visible(error.hint))
    return "\n".join(lines) + "\n"


def diagnostic_object(
    error: LedgershellError,
    *,
    text: str | None = None,
    origin: Origin = Origin(),  # noqa: B008 - immutable
    statement: int | None = None,
) -> dict[str, object]:
    """The error as a JSON object.

    ``code``, ``message``, ``hint``; ``file`` (null outside scripts); ``line``, ``column`` and ``end`` (an object of
    ``line`` and ``column``, just behind the last character; all null when the place is not known); ``statement``, the
    number of the statement in its input, from 1.
    """
    source, inner = _source_of(error, text, origin)
    span = _within(error.span, source)
    start = end = None
    if source is not None and span is not None and inner is origin:
        start, end = place_of(source, span.start, origin), place_of(source, span.end, origin)
    return {
        "code": error.code,
        "message": error.message,
        "file": origin.name,
        "line": start and start.line,
        "column": start and start.column,
        "end": end and {"line": end.line, "column": end.column},
        "hint": error.hint,
        "statement": statement,
    }


def diagnostic_json(
    error: LedgershellError,
    *,
    text: str | None = None,
    origin: Origin = Origin(),  # noqa: B008 - immutable
    statement: int | None = None,
) -> str:
    """:func:`diagnostic_object` on one line, ending with a line feed."""
    import json

    found = diagnostic_object(error, text=text, origin=origin, statement=statement)
    return escaped_json(json.dumps(found, ensure_ascii=False)) + "\n"


def _source_of(error: LedgershellError, text: str | None, origin: Origin) -> tuple[str | None, Origin]:
    """The text that the span is about and where that begins: an error inside a literal or document brings its own."""
    if error.text is None or text is None or error.text == text:
        return (text if error.text is None else error.text), origin
    return error.text, Origin()


def _within(span: Span | None, source: str | None) -> Span | None:
    """The span, cut to the text that it is about."""
    if span is None or source is None:
        return None
    start = max(0, min(span.start, len(source)))
    return Span(start, max(start, min(span.end, len(source))))


def _place_in_words(source: str, span: Span, origin: Origin) -> list[str]:
    """``line 3, column 15: Acount``."""
    span = _onto_text(source, span)
    at = place_of(source, span.start, origin)
    token = clipped(visible(source[span.start : span.end]), SHOWN_WIDTH) or "the end"
    return [f"line {at.line}, column {at.column}: {token}"]


def _excerpt(source: str, span: Span, origin: Origin, color: bool) -> list[str]:
    """The lines of source that the span touches, each with marks below."""
    span = _onto_text(source, span)
    first = place_of(source, span.start, origin).line
    gutter = len(str(first + SHOWN_LINES)) + 2
    begin = source.rfind("\n", 0, span.start) + 1
    lines: list[str] = []
    for number in range(first, first + SHOWN_LINES):
        end = source.find("\n", begin)
        end = len(source) if end < 0 else end
        line = source[begin:end].rstrip("\r")
        start = span.start - begin if number == first else len(line) - len(line.lstrip())
        if number == first or start < len(line):
            shown, marks = _window(line, start, min(span.end - begin, len(line)))
            lines.append(f"{painted(f'{number:>{gutter}} |', 'notice', color)} {shown}".rstrip())
            indent = " " * (len(marks) - marks.count("^"))
            lines.append(
                painted(" " * gutter + " |", "notice", color) + " " + indent + painted(marks.lstrip(), "error", color)
            )
        begin = end + 1
        if begin >= span.end or begin >= len(source):
            return lines
    lines.append(painted(f"{'...':>{gutter}} |", "notice", color))
    return lines


def _onto_text(source: str, span: Span) -> Span:
    """An empty span behind all text (something is missing at the end) moves to just behind the last character."""
    if span.start == span.end and not source[span.start :].strip():
        last = len(source.rstrip())
        return Span(last, last)
    return span


def _window(line: str, start: int, end: int) -> tuple[str, str]:
    """What is shown of a line around ``[start, end)``, and the marks for it: spaces, then ``^`` under the token."""
    end = max(start, end)
    left = 0 if end <= SHOWN_WIDTH else max(0, start - _MARGIN)
    right = min(len(line), left + SHOWN_WIDTH)
    end = min(end, right)
    before = ("..." if left else "") + _source(line[left:start])
    token = _source(line[start:end])
    after = _source(line[end:right]) + ("..." if right < len(line) else "")
    return before + token + after, " " * display_width(before) + "^" * max(display_width(token), 1)


def _source(text: str) -> str:
    """Source text as shown: a tab is four columns wherever it stands."""
    return visible(text.replace("\t", "    "))
