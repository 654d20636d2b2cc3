"""plan: what EXPLAIN says, as a drawn tree.  A value that is no plan is written as pretty Ion.

select  (2 rows, 0.061 ms)
│  order by: p.LastName
│  memory: all rows, with their sort keys
└─ read Person  (2 rows of 3 read, 0.040 ms)
      scan: all of Person; CREATE INDEX ON Person (Age) would avoid that
      tested: p.Age > 40
"""

from __future__ import annotations

from collections.abc import Iterator

from ledgershell.ion.values import MISSING, Struct, Value
from ledgershell.render.ion_form import ion_line
from ledgershell.render.ion_text import IonPretty
from ledgershell.render.options import RenderOptions
from ledgershell.render.palette import painted
from ledgershell.render.renderer import RowByRow
from ledgershell.render.safe_text import visible
from ledgershell.static_typing import IO, NamedTuple

_IN_TITLE = frozenset(("operator", "source", "read", "rows", "runs", "seconds", "inputs"))


class _Lines(NamedTuple):
    """What a tree is drawn with: before an input, before the last one, and below each of the two."""

    fork: str
    end: str
    bar: str
    blank: str


_DRAWN = _Lines("├─ ", "└─ ", "│  ", "   ")
_PLAIN = _Lines("|- ", "`- ", "|  ", "   ")


class PlanTree(RowByRow):
    """One node a line, below it what it works by, below that its inputs."""

    def __init__(self, stream: IO[str], options: RenderOptions) -> None:
        self._stream = stream
        self._options = options
        self._lines = _DRAWN if options.unicode else _PLAIN

    def row(self, value: Value) -> None:
        if not isinstance(value, Struct) or "operator" not in value:
            other = IonPretty(self._stream, self._options)
            other.begin()
            other.row(value)
            other.end()
            return
        for line in self._node(value):
            self._stream.write(line.rstrip() + "\n")

    def _node(self, node: Struct) -> Iterator[str]:
        inputs = [part for part in _list(node.get("inputs")) if isinstance(part, Struct)]
        yield self._title(node)
        below = self._lines.bar if inputs else self._lines.blank
        for name, text in _details(node):
            yield f"{below}{painted(name + ':', 'notice', self._options.color, self._options.theme)} {text}"
        for part in inputs:
            first, rest = (self._lines.end, self._lines.blank) if part is inputs[-1] else self._lines[0:3:2]
            lines = self._node(part)
            yield first + next(lines)
            for line in lines:
                yield rest + line

    def _title(self, node: Struct) -> str:
        words = visible(str(node["operator"]))
        title = painted(words, "header", self._options.color, self._options.theme)
        source = node.get("source")
        if source is not MISSING:
            title += " " + visible(str(source))
        measures = _measures(node)
        return (
            f"{title}  {painted(f'({measures})', 'notice', self._options.color, self._options.theme)}"
            if measures
            else title
        )


def _list(value: Value) -> list[Value]:
    return list(value) if isinstance(value, list) else []


def _measures(node: Struct) -> str:
    """``2 rows of 3 read, 5 runs, 0.040 ms``, as far as it was measured."""
    rows = node.get("rows")
    if rows is MISSING:
        return ""
    parts = [f"{rows:,} row{'' if rows == 1 else 's'}"]
    if node.get("read") is not MISSING:
        parts[0] += f" of {node['read']:,} read"
    if node.get("runs") is not MISSING:
        parts.append(f"{node['runs']:,} runs")
    if node.get("seconds") is not MISSING:
        parts.append(f"{float(node['seconds']) * 1000:,.3f} ms")
    return ", ".join(parts)


def _details(node: Struct) -> Iterator[tuple[str, str]]:
    """The other fields; how a source is read is one line: ``scan: all of t``."""
    access = node.get("access")
    if access is not MISSING:
        yield visible(str(access)), _text(node.get("description"))
    for name, value in node.items():
        if name not in _IN_TITLE and not (access is not MISSING and name in ("access", "description")):
            yield visible(name.replace("_", " ")), _text(value)


def _text(value: Value) -> str:
    if isinstance(value, list):
        return ", ".join(map(_text, value))
    return visible(value) if isinstance(value, str) else visible(ion_line(value))
