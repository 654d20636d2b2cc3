"""A look at Ion text before it is parsed: one pass over its tokens.

It is no parser.  It finds what would be dangerous or wrongly read below, whatever parser that is:

* nesting and digits beyond the limits, refused with their place;
* an annotation at the very end, without a value (amazon.ion's C extension would drop it);
* timestamps with more digits of a second than amazon.ion keeps: they are replaced by strings under an annotation of
  our own, and read by :class:`~ledgershell.ion.timestamp.Timestamp` afterwards;
* imports of symbol tables with millions of symbols.  Unless symbols are used by their number, the count makes no
  difference, and is cut down;
* whether there can be symbol tables in the text at all.

Every alternative of the token expression is written so that it never gives back what it has taken.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from ledgershell.errors import IonError, Span
from ledgershell.ion.limits import (
    MAXIMUM_COEFFICIENT_DIGITS,
    MAXIMUM_DEPTH,
    MAXIMUM_DIGITS,
    too_deep,
    too_many_digits,
)
from ledgershell.ion.symbols import MAXIMUM_SYMBOLS

_TOKEN: Final = re.compile(
    r"""
      (?P<blank>      [\s,]++ | //[^\n\r]*+ | /\*.*?(?:\*/|\Z) )
    | (?P<lob>        \{\{ (?: [A-Za-z0-9+/=\s]++ | "(?:[^"\\]|\\.)*+" | '''(?:[^'\\]|\\.|'(?!''))*+''' )*+ \}\} )
    | (?P<text>       "(?:[^"\\]|\\.)*+(?:"|\Z) | '''(?:[^'\\]|\\.|'(?!''))*+(?:'''|\Z) | '(?:[^'\\]|\\.)*+(?:'|\Z) )
    | (?P<open>       [\[({] )
    | (?P<close>      [\])}] )
    | (?P<number>     [0-9][0-9A-Za-z_.:+-]*+ )
    | (?P<name>       [A-Za-z_$][A-Za-z0-9_$]*+ )
    | (?P<annotation> :: )
    | (?P<other>      . )
    """,
    re.VERBOSE | re.DOTALL,
)
_SUSPECT: Final = re.compile(r"::|max_id|[0-9][0-9A-Za-z_.:+-]{26}")
_PRECISE: Final = re.compile(r"[0-9T:-]{19}\.[0-9]{7,}(?:Z|[+-][0-9:]{5})", re.ASCII)
_SYMBOL_NUMBER: Final = re.compile(r"\$[0-9]+", re.ASCII)
_LONGEST_NUMBER: Final = 20_000
"""Characters of a number in base 2 or 16."""

Replacement = tuple[int, int, str]
"""(start, end, what to write there)."""


class Scan(NamedTuple):
    """What the look has found.

    ``text``    the text to parse
    ``marker``  the annotation that marks timestamps, written as strings; ``None`` when there are none
    ``tables``  whether there can be symbol tables in the text
    """

    text: str
    marker: str | None
    tables: bool


def scan(text: str) -> Scan:
    """Look at Ion text.  Raises :class:`IonError` with the place of what is refused."""
    openers = text.count("{") + text.count("[") + text.count("(")
    if openers <= MAXIMUM_DEPTH and _SUSPECT.search(text) is None:
        return Scan(text, None, tables=False)
    depth = 0
    tables = numbered = False
    before = last = ""
    timestamps: list[Replacement] = []
    imports: list[Replacement] = []
    marker = _unused("precise", text)
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind == "blank":
            continue
        token = match.group()
        if kind == "open":
            depth += 1
            if depth > MAXIMUM_DEPTH:
                raise too_deep().at(Span(match.start(), match.end()), text)
        elif kind == "close":
            depth -= 1
        elif kind == "annotation":
            tables = tables or (depth == 0 and _may_be_table(last))
        elif kind == "name":
            numbered = numbered or _SYMBOL_NUMBER.fullmatch(token) is not None
        elif kind == "number" and len(token) > 6:
            _check_digits(match, text)
            if before == "max_id" and last == ":" and token.isdecimal() and int(token) > MAXIMUM_SYMBOLS:
                imports.append((match.start(), match.end(), str(MAXIMUM_SYMBOLS)))
            elif _PRECISE.fullmatch(token):
                timestamps.append((match.start(), match.end(), f'{marker}::"{token}"'))
        before, last = last, token
    if last == "::":
        raise IonError("LS-ION-001", "the text ends behind an annotation, without a value", text=text)
    replaced = timestamps if numbered else sorted(timestamps + imports)
    return Scan(_spliced(text, replaced), marker if timestamps else None, tables)


def _may_be_table(annotation: str) -> bool:
    """Whether a token may be the symbol ``$ion_symbol_table``, in one of its spellings."""
    return annotation in ("$ion_symbol_table", "$3") or (
        annotation[:1] == "'" and ("\\" in annotation or annotation[1:-1] == "$ion_symbol_table")
    )


def _check_digits(match: re.Match[str], text: str) -> None:
    token = match.group()
    if token[:2].lower() in ("0x", "0b"):
        limit = _LONGEST_NUMBER
    else:
        limit = MAXIMUM_DIGITS if token.replace("_", "").isdecimal() else MAXIMUM_COEFFICIENT_DIGITS
    if len(token) > limit + 30 or (limit == MAXIMUM_DIGITS and len(token.replace("_", "")) > limit):
        raise too_many_digits(min(limit, MAXIMUM_COEFFICIENT_DIGITS)).at(Span(match.start(), match.end()), text)


def _unused(word: str, text: str) -> str:
    while word in text:
        word += "_"
    return word


def _spliced(text: str, replaced: list[Replacement]) -> str:
    if not replaced:
        return text
    pieces: list[str] = []
    position = 0
    for start, end, new in replaced:
        pieces += (text[position:start], new)
        position = end
    return "".join(pieces) + text[position:]
