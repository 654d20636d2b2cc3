r"""partiql and insert: results as PartiQL text that gives them back.

``partiql`` writes a bag of literals: pasted into a statement it stands for the result.  ``insert`` writes statements
that make the documents again, forty documents each, which is as many as Amazon QLDB took in a transaction; the table is
the one that the statement reads, or that of ``\pset table``.
"""

from __future__ import annotations

from ledgershell.errors import UsageError
from ledgershell.ion.values import Annotated, Struct, Value
from ledgershell.render.options import RenderOptions
from ledgershell.render.partiql_text import partiql_literal
from ledgershell.render.renderer import RowByRow
from ledgershell.static_typing import IO

DOCUMENTS = 40
"""Documents of one INSERT."""


class PartiqlBag(RowByRow):
    """One bag; a result that breaks off leaves it open, so that nobody takes it for whole."""

    def __init__(self, stream: IO[str], options: RenderOptions) -> None:  # noqa: ARG002 - the common constructor
        self._write = stream.write
        self._begun = False

    def row(self, value: Value) -> None:
        self._write((",\n  " if self._begun else "<<\n  ") + partiql_literal(value))
        self._begun = True

    def end(self) -> None:
        self._write("\n>>\n" if self._begun else "<<>>\n")

    def abandon(self) -> None:
        if self._begun:
            self._write("\n")


class InsertStatements(RowByRow):
    """``INSERT INTO T << … >>;``, one document a line."""

    def __init__(self, stream: IO[str], options: RenderOptions) -> None:
        if not options.table:
            raise UsageError(
                "LS-FORMAT-004",
                "insert does not know the table to write for: the statement reads none",
                hint=r"name it with \pset table NAME",
            )
        self._write = stream.write
        self._table = identifier(options.table)
        self._rows = 0

    def row(self, value: Value) -> None:
        if not isinstance(value, Struct):
            what = "an annotated value" if type(value) is Annotated else f"{partiql_literal(value)[:40]}"
            raise UsageError(
                "LS-FORMAT-004",
                f"{what} is no document, so no INSERT can make it",
                hint="select whole documents, or choose partiql",
            )
        place = self._rows % DOCUMENTS
        self._write(f"INSERT INTO {self._table} <<\n  " if place == 0 else ",\n  ")
        self._write(partiql_literal(value))
        self._rows += 1
        if place == DOCUMENTS - 1:
            self._write("\n>>;\n")

    def end(self) -> None:
        if self._rows % DOCUMENTS:
            self._write("\n>>;\n")

    def abandon(self) -> None:
        if self._rows % DOCUMENTS:
            self._write("\n")


def identifier(name: str) -> str:
    """A table's name as PartiQL reads it: in double quotes unless it is a plain word that is not reserved."""
    from ledgershell.partiql.keywords import RESERVED

    if name.isascii() and name.isidentifier() and name.upper() not in RESERVED:
        return name
    return '"' + name.replace('"', '""') + '"'


def table_read_by(statement: str) -> str:
    """The name of the first table that a statement reads, or an empty text.  Of ``history(T)`` that is ``T``."""
    from ledgershell.partiql.lexer import lex

    tokens = lex(statement)
    words = [statement[start:end] for start, end in zip(tokens.starts, tokens.ends, strict=True)]
    depth = 0
    found: dict[int, str] = {}
    for place, word in enumerate(words[:-1]):
        depth += (word in ("(", "[", "{", "<<")) - (word in (")", "]", "}", ">>"))
        if word.upper() == "FROM" and depth not in found:
            found[depth] = _name_at(words, place + 1)
    if found.get(0) == "(":
        return next((name for _, name in sorted(found.items()) if name != "("), "")
    return found.get(0, "")


def _name_at(words: list[str], place: int) -> str:
    """The table that is named there; ``(`` before a nested query, else an empty text."""
    name = words[place]
    if words[place + 1 : place + 2] == ["("]:
        name = words[place + 2] if place + 2 < len(words) else ""
    if name[:1] == '"':
        return name[1:-1].replace('""', '"')
    return name if name[:1].isalpha() or name[:1] in ("_", "(") else ""
