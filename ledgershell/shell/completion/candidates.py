"""The second step of completion: what fits where the cursor stands, the best first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from ledgershell.partiql.keywords import RESERVED
from ledgershell.render.safe_text import is_safe, visible
from ledgershell.shell.completion.grammar import phrases
from ledgershell.shell.completion.known import Item, Known
from ledgershell.shell.completion.ranking import SCATTERED, fit
from ledgershell.shell.completion.resolving import Resolver
from ledgershell.shell.completion.shapes import Shape, walked
from ledgershell.shell.completion.wanted import Step, Wanted
from ledgershell.static_typing import Final, Literal, NamedTuple

Kind = Literal["field", "variable", "table", "view", "function", "keyword", "command", "value"]

ORDER: Final[Mapping[Kind, int]] = MappingProxyType(
    {"value": 0, "command": 0, "field": 1, "variable": 2, "keyword": 3, "function": 4, "table": 5, "view": 6}
)
"""Which kind comes first where all else is equal; where a table is wanted, tables do."""
WORST_FIT: Final[Mapping[Kind, int]] = MappingProxyType({"keyword": 1, "function": 3, "view": 3})
"""Those of which there are many must fit better; see :func:`~ledgershell.shell.completion.ranking.fit`."""
MOST: Final = 200
"""More are not offered: nobody reads them."""
LONGEST_ABOUT: Final = 60


class Candidate(NamedTuple):
    """One completion: the ``text`` that takes the place of what is typed, what the menu shows, and what it is."""

    text: str
    shown: str
    about: str
    kind: Kind


def candidates(wanted: Wanted, known: Known) -> list[Candidate]:
    """What could stand at the cursor; names that hold the letters far apart only if there are no others."""
    ranked = sorted(_fitting(wanted, known), key=lambda each: each[0])
    chosen: dict[str, Candidate] = {}
    for rank, candidate in ranked:
        if rank[0] == SCATTERED and ranked[0][0][0] != SCATTERED:
            break
        chosen.setdefault(candidate.text, candidate)
        if len(chosen) == MOST:
            break
    return list(chosen.values())


_Rank = tuple[int, int, int, int, int, str]


def _fitting(wanted: Wanted, known: Known) -> Iterator[tuple[_Rank, Candidate]]:
    for position, (name, candidate) in enumerate(_all(wanted, known)):
        fits = fit(wanted.typed, name)
        if fits is None or fits[0] > WORST_FIT.get(candidate.kind, SCATTERED) or not is_safe(candidate.text):
            continue
        uses = known.uses.get(name.lower(), 0)
        kind = 0 if candidate.kind == "table" and wanted.names == "table" else ORDER[candidate.kind]
        order = position if candidate.kind in ("keyword", "value") else 0
        yield (fits[0], -uses, kind, fits[1], order, name), candidate


def _all(wanted: Wanted, known: Known) -> Iterator[tuple[str, Candidate]]:
    """Every candidate with the name that what is typed is compared with."""
    names = wanted.names
    if names == "command":
        yield from ((item.name, _made(item, "command")) for item in known.commands)
    elif names == "variable":
        yield from ((item.name, _made(item, "variable")) for item in known.variables)
    elif names == "dropped":
        yield from (_quoted(item, wanted) for item in known.dropped)
    elif names == "index":
        yield from (_quoted(item, wanted) for item in known.indexes)
    elif names == "procedure":
        yield (
            "REDACT_REVISION",
            Candidate("REDACT_REVISION", "REDACT_REVISION", "blank one revision's data", "function"),
        )
    elif names in ("path", "key", "column", "table", "expression"):
        yield from _in_sight(wanted, known, Resolver(wanted.sources, known.tables))
    for word in wanted.words:
        for phrase in phrases(word):
            text = phrase.lower() if wanted.lower else phrase
            yield phrase, Candidate(text, text, "", "keyword")


def _made(item: Item, kind: Kind) -> Candidate:
    return Candidate(item.name, visible(item.name), _short(item.about), kind)


def _quoted(item: Item, wanted: Wanted) -> tuple[str, Candidate]:
    """An id, which stands in double quotes."""
    return item.name, Candidate(_name(item.name, wanted, always=True), item.name, _short(item.about), "value")


def _in_sight(wanted: Wanted, known: Known, resolver: Resolver) -> Iterator[tuple[str, Candidate]]:
    if wanted.names == "path":
        yield from _fields(resolver.fields(wanted.path), wanted)
        if not wanted.sources:  # FROM is still to come: perhaps the path begins with its variable
            yield from _fields_anywhere(wanted, known, wanted.path[1:])
            yield from _fields_anywhere(wanted, known, wanted.path)
    elif wanted.names == "key":
        for _, row in resolver.rows():
            yield from _fields(walked(row, wanted.path).fields, wanted)
    elif wanted.names == "table":
        yield from _tables(wanted, known)
        yield from _variables(wanted, resolver)
    else:
        yield from _variables(wanted, resolver)
        yield from _row_fields(wanted, resolver)
        if wanted.names == "expression" and not wanted.quote:
            yield from _functions(wanted, known.functions)
            if not wanted.sources:
                yield from _tables(wanted, known)
                if wanted.typed:
                    yield from _fields_anywhere(wanted, known, ())


def _fields(fields: Mapping[str, Shape], wanted: Wanted) -> Iterator[tuple[str, Candidate]]:
    for name, shape in fields.items():
        yield name, Candidate(_name(name, wanted), visible(name), " | ".join(shape.types), "field")


def _fields_anywhere(wanted: Wanted, known: Known, path: Sequence[Step]) -> Iterator[tuple[str, Candidate]]:
    """The fields behind a path in any table's documents, with the table they are in."""
    for table, document in known.tables.items():
        for name, candidate in _fields(walked(document, path).fields, wanted):
            yield name, candidate._replace(about=f"{candidate.about}, in {_short(table)}")


def _row_fields(wanted: Wanted, resolver: Resolver) -> Iterator[tuple[str, Candidate]]:
    """The fields of the one source; of several with their variables, since alone they would be ambiguous."""
    rows = resolver.rows()
    if len(rows) == 1:
        yield from _fields(rows[0][1].fields, wanted)
    elif not wanted.quote:
        for source, row in rows:
            for name, candidate in _fields(row.fields, wanted):
                text = f"{_name(source.name, wanted)}.{candidate.text}"
                yield name, candidate._replace(text=text, shown=f"{visible(source.name)}.{candidate.shown}")


def _variables(wanted: Wanted, resolver: Resolver) -> Iterator[tuple[str, Candidate]]:
    for source in resolver.sources:
        if source.name == wanted.typed:  # perhaps what is being typed is its only mention
            continue
        if source.role != "table":
            yield source.name, Candidate(_name(source.name, wanted), visible(source.name), "variable", "variable")
        elif wanted.names == "table":
            yield source.name, Candidate(_name(source.name, wanted), visible(source.name), "WITH", "table")


def _tables(wanted: Wanted, known: Known) -> Iterator[tuple[str, Candidate]]:
    for name in known.tables:
        yield name, Candidate(_name(name, wanted), visible(name), "table", "table")
    if wanted.quote:
        return
    views = [Item("information_schema.user_tables", "every table ever created")]
    if wanted.names == "table":
        views += [Item("history(", "all revisions of a table"), Item("changes(", "old and new, a row a revision")]
    views += [Item(f"_ql_committed_{name}", "current revisions with metadata") for name in known.tables]
    yield from ((item.name, _made(item, "view")) for item in views)


def _functions(wanted: Wanted, functions: Iterable[Item]) -> Iterator[tuple[str, Candidate]]:
    for name, signature in functions:
        text = f"{name.lower() if wanted.lower and wanted.typed else name}("
        yield name, Candidate(text, text, _short(signature), "function")


def _name(name: str, wanted: Wanted, *, always: bool = False) -> str:
    """A name as it has to be written: in double quotes where it is none without, and up to the quote that is open."""
    quote = wanted.quote
    if not quote:
        plain = name.isascii() and name.replace("$", "_").isidentifier() and name.upper() not in RESERVED
        if plain and not always:
            return name
    escaped = name.replace(quote or '"', (quote or '"') * 2)
    return f"{escaped}{quote}" if quote else f'"{escaped}"'


def _short(text: str) -> str:
    shown = visible(text)
    return shown if len(shown) <= LONGEST_ABOUT else f"{shown[: LONGEST_ABOUT - 1]}…"


def command_words(syntax: str) -> Sequence[str]:
    """The words of a meta-command's syntax that stand for themselves: ``[on | off]`` has two, ``[FILE]`` none."""
    for sign in "[]|()…,'.":
        syntax = syntax.replace(sign, " ")
    words = [word for word in syntax.split() if word.lower() == word and word.lstrip("-")[:1].isalpha()]
    return list(dict.fromkeys(words))
