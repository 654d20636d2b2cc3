"""A look at Ion text before it is parsed: one pass over its tokens.

It is no parser.  It finds what would be dangerous or wrongly read below, whatever parser that is:

* nesting and digits beyond the limits, refused with their place;
* an annotation without a value (amazon.ion's C extension would drop it);
* symbol numbers so large that amazon.ion's C extension would not come back;
* timestamps and decimals that amazon.ion's C extension would not keep (it cuts seconds after nine digits, drops zeros
  at the end of decimals after 34, refuses the largest exponents): they are replaced by strings under an annotation of
  our own, and read afterwards (:func:`precise_value`);
* imports of symbol tables with millions of symbols.  Unless symbols are used by their number, the count makes no
  difference, and is cut down;
* whether there can be symbol tables in the text at all.

Every alternative of the token expression is written so that it never gives back what it has taken.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Final, NamedTuple

from ledgershell.errors import IonError, Span
from ledgershell.ion.limits import (
    MAXIMUM_COEFFICIENT_DIGITS,
    MAXIMUM_DEPTH,
    MAXIMUM_DIGITS,
    exponent_too_large,
    too_deep,
    too_many_digits,
)
from ledgershell.ion.symbols import MAXIMUM_SYMBOLS
from ledgershell.ion.timestamp import Timestamp

_TOKEN: Final = re.compile(
    r"""
      (?P<blank>      [\s,]++ | //[^\n\r]*+ | /\*.*?(?:\*/|\Z) )
    | (?P<lob>        \{\{ (?: [A-Za-z0-9+/=\s]++ | "(?:[^"\\]|\\.)*+" | '''(?:[^'\\]|\\.|'(?!''))*+''' )*+ \}\} )
    | (?P<text>       "(?:[^"\\]|\\.)*+(?:"|\Z) | '''(?:[^'\\]|\\.|'(?!''))*+(?:'''|\Z) | '(?:[^'\\]|\\.)*+(?:'|\Z) )
    | (?P<open>       [\[({] )
    | (?P<close>      [\])}] )
    | (?P<number>     (?:(?<![!#%&*+./;<=>?@^`|~-])-)?[0-9][0-9A-Za-z_.:+-]*+ )
    | (?P<name>       [A-Za-z_$][A-Za-z0-9_$]*+ )
    | (?P<annotation> :: )
    | (?P<other>      . )
    """,
    re.VERBOSE | re.DOTALL,
)
_SUSPECT: Final = re.compile(r"::|max_id|\$[0-9]{7}|[0-9][0-9A-Za-z_.:+-]{26}|[dD][+-]?[0-9]{5}")
_TIMESTAMP: Final = re.compile(r"[0-9T:-]{19}\.[0-9]{7,}(?:Z|[+-][0-9:]{5})")
_DECIMAL: Final = re.compile(
    r"-?(?:0|[1-9](?:_?[0-9])*+)(?:\.(?:[0-9](?:_?[0-9])*+)?(?:[dD][+-]?[0-9]+)?|[dD][+-]?[0-9]+)"
)
_LONG_EXPONENT: Final = re.compile(r"[dD][+-]?[0-9]{5}")
_SYMBOL_NUMBER: Final = re.compile(r"\$[0-9]+", re.ASCII)
_LONGEST_NUMBER: Final = 20_000
"""Characters of a number in base 2 or 16."""

Replacement = tuple[int, int, str]
"""(start, end, what to write there)."""


class Scan(NamedTuple):
    """What the look has found.

    ``text``    the text to parse
    ``marker``  the annotation that marks timestamps and decimals, written as strings; ``None`` when there are none
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
    scanner = _Scanner(text)
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind != "blank":
            look = _LOOKS.get(kind or "")
            if look is not None:
                look(scanner, match)
            scanner.before, scanner.last = scanner.last, match
    return scanner.finish()


class _Scanner:
    """What is known at one token.  ``last`` and ``before`` are the tokens in front of it, blanks left out."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.depth = 0
        self.before: re.Match[str] | None = None
        self.last: re.Match[str] | None = None
        self.tables = False
        self.numbered = False
        self.precise: list[Replacement] = []
        self.imports: list[Replacement] = []
        self.marker = "precise"
        while self.marker in text:
            self.marker += "_"

    def open(self, match: re.Match[str]) -> None:
        self.depth += 1
        if self.depth > MAXIMUM_DEPTH:
            raise too_deep().at(_span(match), self.text)

    def close(self, _match: re.Match[str]) -> None:
        self.refuse_lonely_annotation()
        self.depth -= 1

    def annotation(self, _match: re.Match[str]) -> None:
        if self.depth == 0 and self.last is not None and _may_be_table(self.last.group()):
            self.tables = True

    def name(self, match: re.Match[str]) -> None:
        if _SYMBOL_NUMBER.fullmatch(match.group()):
            self.numbered = True
            if match.end() - match.start() > 8 or int(match.group()[1:]) > MAXIMUM_SYMBOLS:
                raise IonError("LS-ION-001", "such a symbol number is not defined", span=_span(match), text=self.text)

    def number(self, match: re.Match[str]) -> None:
        token = match.group()
        if len(token) <= 6:
            return
        _check_digits(match, self.text)
        if self.is_import_size() and token.isdecimal() and int(token) > MAXIMUM_SYMBOLS:
            self.imports.append((match.start(), match.end(), str(MAXIMUM_SYMBOLS)))
        elif _TIMESTAMP.fullmatch(token) or (
            _DECIMAL.fullmatch(token) and (len(token) > 34 or _LONG_EXPONENT.search(token))
        ):
            self.precise.append((match.start(), match.end(), f'{self.marker}::"{token}"'))

    def is_import_size(self) -> bool:
        before, last = self.before, self.last
        return before is not None and before.group() == "max_id" and last is not None and last.group() == ":"

    def refuse_lonely_annotation(self) -> None:
        if self.last is not None and self.last.lastgroup == "annotation":
            span = _span(self.last)
            raise IonError("LS-ION-001", "an annotation stands here without a value", span=span, text=self.text)

    def finish(self) -> Scan:
        self.refuse_lonely_annotation()
        replaced = self.precise if self.numbered else sorted(self.precise + self.imports)
        return Scan(_spliced(self.text, replaced), self.marker if self.precise else None, self.tables)


_LOOKS: Final = {
    "open": _Scanner.open,
    "close": _Scanner.close,
    "annotation": _Scanner.annotation,
    "name": _Scanner.name,
    "number": _Scanner.number,
}


def _span(match: re.Match[str]) -> Span:
    return Span(match.start(), match.end())


def precise_value(token: str) -> Timestamp | Decimal:
    """The value of a timestamp or decimal that amazon.ion would not read exactly."""
    if token[-1] == "Z" or ":" in token:
        return Timestamp.parse(token)
    try:
        return Decimal(token.replace("_", "").replace("d", "E").replace("D", "E"))
    except InvalidOperation:
        raise exponent_too_large() from None


def _may_be_table(annotation: str) -> bool:
    """Whether a token may be the symbol ``$ion_symbol_table``, in one of its spellings."""
    return annotation in ("$ion_symbol_table", "$3") or (
        annotation[:1] == "'" and ("\\" in annotation or annotation[1:-1] == "$ion_symbol_table")
    )


def _check_digits(match: re.Match[str], text: str) -> None:
    token = match.group()
    digits = token.removeprefix("-").replace("_", "")
    if digits[:2].lower() in ("0x", "0b"):
        limit = _LONGEST_NUMBER
    else:
        limit = MAXIMUM_DIGITS if digits.isdecimal() else MAXIMUM_COEFFICIENT_DIGITS
    if len(token) > 2 * limit or len(digits) > limit + (0 if digits.isdecimal() else 30):
        raise too_many_digits(min(limit, MAXIMUM_COEFFICIENT_DIGITS)).at(_span(match), text)


def _spliced(text: str, replaced: list[Replacement]) -> str:
    if not replaced:
        return text
    pieces: list[str] = []
    position = 0
    for start, end, new in replaced:
        pieces += (text[position:start], new)
        position = end
    return "".join(pieces) + text[position:]
