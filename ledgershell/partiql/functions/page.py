"""``docs/functions.md``, made from the registries.

Run ``python -m ledgershell.partiql.functions.page > docs/functions.md`` when it is stale.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

from ledgershell.partiql.aggregates import AGGREGATES, Aggregate
from ledgershell.partiql.functions.definition import Function
from ledgershell.partiql.functions.registry import FUNCTIONS
from ledgershell.partiql.windows import WINDOW_FUNCTIONS, WindowFunction

Row = Function | Aggregate | WindowFunction

_HEAD = """# Functions

This page is made from the registry that the shell's `\\h NAME` reads
(`python -m ledgershell.partiql.functions.page`); its examples are run by the tests. Who defined a function stands at
the end: PartiQL, Amazon QLDB, or SQL, whose functions PartiQL lacks and people expect (an extension).

A null argument makes the result null, a missing one MISSING, unless the line says otherwise; a wrong type is a type
error (MISSING under permissive typing). QLDB's functions behave in the shell as QLDB documented them: **null** means
that a missing argument gives null too, **checked** that a wrong type is an error and not MISSING, **own** that the rule
is another one: EXISTS of what is no collection is an error, NULLIF gives null for a first argument that is missing, a
negative length in SUBSTRING is an error. The PartiQL presets know none of the three.
"""


def document() -> str:
    """The whole page."""
    functions = [row for row in FUNCTIONS.values() if row.name not in AGGREGATES]
    parts = (
        _section("Values", functions),
        _section("Aggregates", AGGREGATES.values()),
        _section("Window functions", WINDOW_FUNCTIONS.values()),
    )
    return _HEAD + "".join(line + "\n" for part in parts for line in part)


def _section(title: str, rows: Iterable[Row]) -> Iterator[str]:
    yield ""
    yield f"## {title}"
    yield ""
    yield "| function | meaning | example | result | from |"
    yield "|---|---|---|---|---|"
    for row in sorted(rows, key=lambda row: row.name):
        cells = (f"`{row.signature}`", row.summary, f"`{row.example}`", f"`{row.result}`", _origin(row))
        yield f"| {' | '.join(_cell(cell) for cell in cells)} |"


def _cell(text: str) -> str:
    """Text in a table; code that has backquotes of its own stands between double ones."""
    if text.startswith("`") and "`" in text[1:-1]:
        text = f"`{text[:1]} {text[1:-1]} {text[-1:]}`"
    return text.replace("|", "\\|")


def _origin(row: Row) -> str:
    marks = []
    if isinstance(row, Function) and row.origin == "QLDB":
        marks += ["null"] * (row.unknowns == "propagate")
        marks += ["checked"] * row.qldb_checks
        marks += ["own"] * (row.qldb is not None)
    return row.origin + (f" ({', '.join(marks)})" if marks else "")


if __name__ == "__main__":
    sys.stdout.write(document())
