"""Which words may follow, asked of the parser's own automaton: it knows exactly, and needs no list of contexts.

The tables are those that parse statements (:mod:`ledgershell.partiql.driver`); what is here is only how their
terminals are spelt.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from types import MappingProxyType

from ledgershell.partiql import driver
from ledgershell.partiql.keywords import RESERVED, USES, WORDS
from ledgershell.partiql.lexer import TERMINAL, lex
from ledgershell.static_typing import Final, NamedTuple

PHRASES: Final = MappingProxyType(
    {
        "CREATE": ("CREATE TABLE", "CREATE INDEX ON"),
        "DELETE": ("DELETE FROM",),
        "DROP": ("DROP TABLE", "DROP INDEX"),
        "GROUP": ("GROUP BY",),
        "INSERT": ("INSERT INTO",),
        "IS": ("IS NULL", "IS NOT NULL", "IS MISSING", "IS NOT MISSING", "IS"),
        "LEFT": ("LEFT JOIN",),
        "NULLS": ("NULLS FIRST", "NULLS LAST"),
        "ORDER": ("ORDER BY",),
        "PARTITION": ("PARTITION BY",),
        "RIGHT": ("RIGHT JOIN",),
        "START": ("START TRANSACTION",),
        "UNDROP": ("UNDROP TABLE",),
    }
)
"""Words that are offered with those which nearly always follow."""
_RARE: Final = frozenset(
    [
        "ANALYZE",
        "BAG",
        "CAN_CAST",
        "CAN_LOSSLESS_CAST",
        "CONFLICT",
        "CORRESPONDING",
        "CURRENT_USER",
        "EXCLUDE",
        "LATERAL",
        "LIST",
        "MAP",
        "MATCH",
        "OVERLAPS",
        "OUTER",
        "PARTIAL",
        "PERCENT",
        "PIVOT",
        "REPLACE",
        "ROW",
        "SEXP",
        "TRIM_SIDE",
        "UPSERT",
        "WINDOW",
    ]
)
_COMMON: Final = [
    "SELECT",
    "FROM",
    "WHERE",
    "AND",
    "AS",
    "JOIN",
    "ORDER",
    "GROUP",
    "INSERT",
    "VALUE",
    "UPDATE",
    "SET",
    "DELETE",
    "BY",
    "IN",
    "IS",
    "LIKE",
    "BETWEEN",
    "OR",
    "NOT",
    "LIMIT",
    "NULL",
    "MISSING",
    "TRUE",
    "FALSE",
]
_STARTERS: Final = [
    "SELECT",
    "INSERT",
    "UPDATE",
    "DELETE",
    "CREATE",
    "DROP",
    "EXPLAIN",
    "BEGIN",
    "COMMIT",
    "ABORT",
    "FROM",
    "UNDROP",
    "EXEC",
    "START",
]
_ITEMS: Final = frozenset(("LATERAL", "SELECT", "UNPIVOT", "VALUES"))
"""What a FROM item may begin with, besides what any expression may, which nobody writes there."""


class Following(NamedTuple):
    """What may come next.

    ``words``       keywords, upper-cased, the usual ones first
    ``expression``  whether an expression may begin
    ``name``        whether a name may come
    """

    words: tuple[str, ...]
    expression: bool
    name: bool


@lru_cache(maxsize=1)
def _spellings() -> dict[str, tuple[str, ...]]:
    """The words of each terminal."""
    found: dict[str, list[str]] = {}
    for word in sorted(WORDS):
        terminals = {use.terminal for use in USES.get(word, ())}
        if word in TERMINAL and (word in RESERVED or not terminals):
            terminals.add(word)
        for terminal in terminals - {"IDENT"}:
            found.setdefault(terminal, []).append(word)
    return {terminal: tuple(words) for terminal, words in found.items()}


def _ordered(words: Iterable[str], first: Sequence[str]) -> tuple[str, ...]:
    """The words with the first ones first, and the rare ones last."""

    def rank(word: str) -> tuple[int, str]:
        return (first.index(word) if word in first else 1000 + (word in _RARE)), word

    return tuple(sorted(words, key=rank))


EVERYTHING: Final = Following(_ordered(WORDS, _COMMON), expression=True, name=True)
"""For a text that has a mistake in it already."""


@lru_cache(maxsize=64)
def following(text: str) -> Following:
    """What may stand behind ``text``, the beginning of a statement."""
    tokens = lex(text)
    try:
        states = driver.replay(tokens, len(tokens.kinds) - 1)
    except driver.Unexpected:
        return EVERYTHING
    expected = driver.expected(states)
    spellings = _spellings()
    words = {word for terminal in expected for word in spellings.get(terminal, ())}
    pairs = sorted(_pairs(text, tokens.starts, tokens.ends))
    first = _COMMON if len(tokens.kinds) > 1 else _STARTERS
    return Following(
        (*pairs, *_ordered(words.difference(pairs), first)),
        expression="INT" in expected,
        name="IDENT" in expected or "QUOTED" in expected,
    )


def _pairs(text: str, starts: list[int], ends: list[int]) -> set[str]:
    """Words that make the last one a keyword, as TRANSACTION does START."""
    if len(starts) < 2:
        return set()
    word = text[starts[-2] : ends[-2]].upper()
    return {after for use in USES.get(word, ()) for after in use.before if after.isalpha() and after != "STRING"}


def for_a_table(words: Sequence[str]) -> tuple[str, ...]:
    """Those of the words that are offered where a table is wanted."""
    return tuple(word for word in words if word in _ITEMS)


def phrases(word: str) -> tuple[str, ...]:
    """A keyword as it is offered: with its usual companions."""
    return PHRASES.get(word, (word,))
