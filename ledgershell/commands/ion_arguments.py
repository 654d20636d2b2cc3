r"""The arguments of ``\bind``: Ion values, up to the next meta-command or the ``;`` behind them.

Outside of brackets ``:name`` stands for a variable's text, ``:'name'`` for that text as a string, and ``'…'`` is a
string as in PartiQL and in psql; in Ion it would be a symbol, as it is inside of brackets.
"""

from __future__ import annotations

import re

from ledgershell.commands.arguments import BLANKS, Arguments, Lookup
from ledgershell.errors import IonError, Span, UsageError
from ledgershell.static_typing import Final

_UNESCAPED: Final = re.compile(r'\\.|"', re.DOTALL)
_IN_QUOTES: Final = ("'''", '"', "'")


def read_values(line: str, start: int, lookup: Lookup) -> Arguments:
    """The values that begin at ``start`` of ``line``.  Raises :class:`UsageError` where the text is no Ion."""
    position, depth = start, 0
    parts: list[str] = []
    while position < len(line) and line[position] not in ("\\;" if not depth else "\\"):
        letter = line[position]
        quote = next((each for each in _IN_QUOTES if line.startswith(each, position)), None)
        if quote is not None:
            end = _end_of_quotes(line, position, quote)
            quoted = line[position:end]
            parts.append(_as_string(quoted) if quote == "'" and not depth else quoted)
            position = end
            continue
        if letter == ":" and not depth and (position == start or line[position - 1] in BLANKS):
            text, position = _value_of_variable(line, position, lookup)
            parts.append(text)
            continue
        depth += (letter in "([{") - (letter in ")]}")
        parts.append(letter)
        position += 1
    from ledgershell.ion.streams import loads_all

    try:
        values = loads_all("".join(parts))
    except IonError as error:
        raise UsageError(
            "LS-CLI-004",
            f"that is no Ion: {error.message}",
            span=Span(start, position),
            text=line,
            hint="""write 1, 2.50, "text", [1, 2], {name: "Ada"}, 2024-01-31T or null""",
        ) from None
    raw = line[start:position].strip()
    if line.startswith("\\\\", position):
        position += 2
    return Arguments((), (), position, raw, tuple(values))


def _as_string(quoted: str) -> str:
    r"""``'it\'s'`` as ``"it\'s"``."""
    return '"' + _UNESCAPED.sub(lambda found: found[0] if len(found[0]) > 1 else '\\"', quoted[1:-1]) + '"'


def _end_of_quotes(line: str, start: int, quote: str) -> int:
    position = start + len(quote)
    while position < len(line):
        if line[position] == "\\":
            position += 2
        elif line.startswith(quote, position):
            return position + len(quote)
        else:
            position += 1
    raise UsageError(
        "LS-CLI-005",
        f"the quote {quote} is not closed",
        span=Span(start, len(line)),
        text=line,
        hint="close it on the same line",
    )


def _value_of_variable(line: str, start: int, lookup: Lookup) -> tuple[str, int]:
    position = start + 1
    quoted = line[position : position + 1] == "'"
    position += quoted
    begin = position
    while position < len(line) and (line[position] == "_" or (line[position].isascii() and line[position].isalnum())):
        position += 1
    name = line[begin:position]
    value = lookup(name)
    if value is None:
        raise UsageError(
            "LS-CLI-014",
            f"there is no variable '{name}'",
            span=Span(start, max(position, start + 1)),
            text=line,
            hint=f"\\set {name or 'NAME'} VALUE makes it",
        )
    if not quoted:
        return value, position
    from ledgershell.ion.text_writer import write_text

    return write_text(value), position + 1
