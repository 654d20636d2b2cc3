"""``docs/partiql.md``: every example does what the page says."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from ledgershell.errors import LedgershellError
from ledgershell.ion.text_reader import read_all
from ledgershell.ion.text_writer import write_text
from ledgershell.ion.values import Bag, Value
from ledgershell.ledger.ledger import create_ledger
from ledgershell.ledger.session import LedgerSession
from ledgershell.partiql.engine import QueryPlan
from tests.ledger.stories import demo_world
from tests.locations import REPOSITORY
from tests.partiql.memory import Memory, compiled, run

PAGE = REPOSITORY / "docs" / "partiql.md"


class Block(NamedTuple):
    """A fenced block: the words behind the fence, the line it stands in, and its text."""

    kind: str
    line: int
    text: str


def blocks() -> Iterator[Block]:
    kind, start, lines = "", 0, list[str]()
    for number, line in enumerate(PAGE.read_text(encoding="utf-8").splitlines(), 1):
        if not line.startswith("```"):
            lines.append(line)
            continue
        if kind:
            yield Block(kind, start, "\n".join(lines))
            kind = ""
        else:
            kind, start = line[3:].strip(), number
        lines = []


def shown(statement: str, catalog: Memory) -> str:
    """The result as the page writes it."""
    try:
        value: Value = run(statement, catalog)
        plan = compiled(statement, catalog)
    except LedgershellError as error:
        return f"{error} ({error.hint})"
    rows = value if not isinstance(plan, QueryPlan) or plan.shape == "collection" else [value]
    return "\n".join(write_text(list(row) if type(row) is Bag else row) for row in rows)


def shown_by(session: LedgerSession, statement: str) -> str:
    """The same of a statement on a ledger, of which every block is a second younger than the one before."""
    try:
        return "\n".join(map(write_text, session.execute(statement)))
    except LedgershellError as error:
        return f"{error} ({error.hint})"


def test_every_example_of_the_page_is_true() -> None:
    found = list(blocks())
    tables = {block.kind.split()[1]: block.text for block in found if block.kind.startswith("ion ")}
    catalog = Memory(**tables)
    session = create_ledger(":memory:", demo_world("page")).session()
    examples = 0
    for statement, expected in pairwise(found):
        if statement.kind not in ("partiql", "partiql ledger"):
            continue
        examples += 1
        actual = shown(statement.text, catalog) if statement.kind == "partiql" else shown_by(session, statement.text)
        if expected.kind == "ion":
            assert read_all(actual) == read_all(expected.text), f"line {statement.line}: {actual}"
        assert actual == expected.text, f"line {statement.line}: {actual}"
    assert examples > 20
