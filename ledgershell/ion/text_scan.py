"""A look at Ion text before it is parsed: one pass over its tokens.

It is no parser: how values nest and follow one another is amazon.ion's to judge.  It finds what would be dangerous
below, or wrongly accepted, or wrongly read, whichever of amazon.ion's parsers (C or Python) is there:

* nesting and digits beyond the limits; symbol numbers so large that the C extension would not come back;
* brackets, quotes and comments that are not closed;
* what the C extension lets pass: an annotation without a value, a colon outside a struct, ``1e`` and ``4x7a``, control
  characters in quoted text, a number right behind a symbol;
* what it gets wrong, and is given in another form: comments that end in ``**/`` or stand right behind a number,
  operators right behind ``null`` or ``true``;
* timestamps and decimals that it would not keep (it cuts seconds after nine digits, drops zeros at the end of decimals
  after 34, refuses the largest exponents): they are replaced by strings under an annotation of our own, and read
  afterwards (:func:`precise_value`);
* imports of symbol tables with millions of symbols.  Unless symbols are used by their number, the count makes no
  difference, and is cut down;
* whether there can be symbol tables in the text at all.

Every alternative of the token expression is written so that it never gives back what it has taken.

Source: Ion 1.0 specification, "Ion Text" and its grammar.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from ledgershell.errors import IonError, Span
from ledgershell.ion.limits import (
    MAXIMUM_BITS,
    MAXIMUM_COEFFICIENT_DIGITS,
    MAXIMUM_DEPTH,
    MAXIMUM_DIGITS,
    check_exponent,
    exponent_too_large,
    too_deep,
    too_many_digits,
)
from ledgershell.ion.symbols import MAXIMUM_SYMBOLS
from ledgershell.ion.timestamp import Timestamp
from ledgershell.static_typing import Final, NamedTuple

_TOKEN: Final = re.compile(
    r"""
      (?P<blank>      [\s,]++ | //[^\n\r]*+ | /\*.*?(?:\*/|\Z) )
    | (?P<lob>        \{\{ (?: [A-Za-z0-9+/=\s]++ | "(?:[^"\\]|\\.)*+" | '''(?:[^'\\]|\\.|'(?!''))*+''' )*+ \}\} )
    | (?P<text>       "(?:[^"\\]|\\.)*+(?:"|\Z) | '''(?:[^'\\]|\\.|'(?!''))*+(?:'''|\Z) | '(?:[^'\\]|\\.)*+(?:'|\Z) )
    | (?P<open>       [\[({] )
    | (?P<close>      [\])}] )
    | (?P<number>     (?:(?<![!#%&*+./;<=>?@^`|~-])-)?[0-9](?:[^\s,\[\](){}"'/]|/(?![/*]))*+ )
    | (?P<name>       [A-Za-z_$][A-Za-z0-9_$]*+ )
    | (?P<annotation> :: )
    | (?P<other>      . )
    """,
    re.VERBOSE | re.DOTALL,
)
_STRING: Final = r'"[^"\\\x00-\x1f]*+"'
_END: Final = r"(?=[\s,\])}]|\Z)"
_EVERYDAY: Final = (
    rf"{_STRING}|[A-Za-z_][A-Za-z0-9_]*+{_END}|-?(?:0|[1-9][0-9]{{0,15}})(?:\.[0-9]{{0,15}})?{_END}"
    rf"|[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}(?:T[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}(?:\.[0-9]{{1,6}})?Z)?{_END}"
)
"""Values that need no look: short strings, names, numbers and dates, with nothing unusual behind them."""
_RUN: Final = re.compile(rf"(?:[\s,]++|({_EVERYDAY}))*+")
_RUN_IN_STRUCT: Final = re.compile(
    rf"(?:[\s,]++|((?!max_id)(?:[A-Za-z_][A-Za-z0-9_]*+|{_STRING}|'[^'\\\x00-\x1f]++')\s*+:(?!:)|{_EVERYDAY}))*+"
)
_TIMESTAMP: Final = re.compile(r"[0-9T:-]{19}\.[0-9]{7,}(?:Z|[+-][0-9:]{5})")
_DECIMAL: Final = re.compile(
    r"-?(?:0|[1-9](?:_?[0-9])*+)(?:\.(?:[0-9](?:_?[0-9])*+)?(?:[dD][+-]?[0-9]+)?|[dD][+-]?[0-9]+)"
)
_NUMBER: Final = re.compile(
    r"""
      -?(?:0|[1-9](?:_?[0-9])*+) (?:\.(?:[0-9](?:_?[0-9])*+)?)? (?:[dDeE][+-]?[0-9]++)?
    | -?0[xX][0-9a-fA-F](?:_?[0-9a-fA-F])*+
    | -?0[bB][01](?:_?[01])*+
    | [0-9]{4} (?: T | -[0-9]{2} (?: T | -[0-9]{2} T? (?: (?<=T) [0-9]{2}:[0-9]{2} (?: :[0-9]{2}(?:\.[0-9]++)? )?
        (?: Z | [+-][0-9]{2}:[0-9]{2} ) )? ) )
    """,
    re.VERBOSE,
)
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1f]")
_SENSITIVE: Final = ("name", "number", "other")
"""Tokens for which it matters what follows at once."""
_KEYWORDS: Final = ("null", "true", "false", "nan")
_PAIRS: Final = ("[]", "()", "{}")
_LONG_EXPONENT: Final = re.compile(r"[dD][+-]?[0-9]{5}")
_SYMBOL_NUMBER: Final = re.compile(r"\$[0-9]+", re.ASCII)
_TIME: Final = re.compile(r"[0-9]{4}[-T]")
_SHORT_NUMBER: Final = MAXIMUM_BITS // 4
"""Characters of a number that cannot have too many digits, in whatever base."""
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
    scanner = _Scanner(text)
    position = 0
    kind: str | None = "blank"
    while position < len(text):
        if kind not in _SENSITIVE:
            position = scanner.skip_everyday(position)
        match = _TOKEN.match(text, position)
        if match is None:  # the text is at its end
            break
        kind = match.lastgroup
        if kind != "blank":
            _LOOKS[kind or ""](scanner, match)
            scanner.before, scanner.last = scanner.last, match
        elif text[position] == "/":
            scanner.comment(match)
        position = match.end()
    return scanner.finish()


class _Scanner:
    """What is known at one token.  ``last`` and ``before`` are the tokens in front of it, blanks left out."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.inside: list[str] = []
        self.openers: list[re.Match[str]] = []
        self.before: re.Match[str] | None = None
        self.last: re.Match[str] | None = None
        self.tables = False
        self.numbered = False
        self.precise: list[re.Match[str]] = []
        self.imports: list[Replacement] = []
        self.spaces: list[Replacement] = []

    def skip_everyday(self, position: int) -> int:
        """The position behind values and names that need no look."""
        if self.in_sexp() or self.is_import_size():
            return position
        pattern = _RUN_IN_STRUCT if self.inside and self.inside[-1] == "{" else _RUN
        run = pattern.match(self.text, position)
        if run is None:
            return position
        if run.lastindex:
            self.before = self.last = None
        return run.end()

    def open(self, match: re.Match[str]) -> None:
        self.inside.append(match.group())
        self.openers.append(match)
        if len(self.inside) > MAXIMUM_DEPTH:
            raise too_deep().at(_span(match), self.text)

    def close(self, match: re.Match[str]) -> None:
        self.refuse_lonely_annotation()
        if not self.inside or self.inside.pop() + match.group() not in _PAIRS:
            raise self.wrong("this bracket closes nothing", match)
        self.openers.pop()

    def annotation(self, _match: re.Match[str]) -> None:
        if not self.inside and self.last is not None and _may_be_table(self.last.group()):
            self.tables = True

    def name(self, match: re.Match[str]) -> None:
        if _SYMBOL_NUMBER.fullmatch(match.group()):
            self.numbered = True
            if match.end() - match.start() > 8 or int(match.group()[1:]) > MAXIMUM_SYMBOLS:
                raise self.wrong("such a symbol number is not defined", match)

    def number(self, match: re.Match[str]) -> None:
        token = match.group()
        if not _NUMBER.fullmatch(token):
            raise self.wrong("this is not a number", match)
        last = self.last
        if last is not None and last.end() == match.start() and last.lastgroup == "name" and not self.in_sexp():
            raise self.wrong("a symbol and a number need a space between them", match)
        if len(token) <= 6:
            return
        _check_digits(match, self.text)
        if self.is_import_size() and token.isdecimal() and int(token) > MAXIMUM_SYMBOLS:
            self.imports.append((match.start(), match.end(), str(MAXIMUM_SYMBOLS)))
        elif _TIMESTAMP.fullmatch(token) or (
            _DECIMAL.fullmatch(token) and (len(token) > 34 or _LONG_EXPONENT.search(token))
        ):
            self.precise.append(match)

    def comment(self, match: re.Match[str]) -> None:
        start, end = match.span()
        if self.text[start + 1] == "*" and not self.text.endswith("*/", start + 2, end):
            raise self.wrong("the text ends inside a comment", match)
        if self.text.endswith("**/", start, end):
            self.spaces.append((start, end, " "))
        elif self.last is not None and self.last.end() == start and self.last.lastgroup == "number":
            self.spaces.append((start, start, " "))

    def quoted(self, match: re.Match[str]) -> None:
        token = match.group()
        quote = "'''" if token.startswith("'''") else token[0]
        if len(token) < 2 * len(quote) or not token.endswith(quote):
            raise self.wrong("the text ends inside quotes", match)
        if not token.isprintable() and _CONTROL.search(token):
            raise self.wrong("quoted text has a control character", match, hint="write it as an escape")

    def lob(self, match: re.Match[str]) -> None:
        pass

    def other(self, match: re.Match[str]) -> None:
        character = match.group()
        allowed = self.in_sexp()
        if character == ":":
            allowed = bool(self.inside) and self.inside[-1] == "{"
        elif character in "+-":
            allowed = allowed or self.text.startswith("inf", match.end())
        elif character == "." and self.last is not None and self.last.group() == "null":
            return
        if self.last is not None and self.last.end() == match.start() and self.last.group() in _KEYWORDS:
            self.spaces.append((match.start(), match.start(), " "))
        if not allowed or _CONTROL.match(character):
            raise self.wrong("this character does not belong here", match, hint=_hint(character))

    def in_sexp(self) -> bool:
        return bool(self.inside) and self.inside[-1] == "("

    def wrong(self, message: str, match: re.Match[str], hint: str | None = None) -> IonError:
        return IonError("LS-ION-001", message, span=_span(match), text=self.text, hint=hint)

    def is_import_size(self) -> bool:
        before, last = self.before, self.last
        return before is not None and before.group() == "max_id" and last is not None and last.group() == ":"

    def refuse_lonely_annotation(self) -> None:
        if self.last is not None and self.last.lastgroup == "annotation":
            raise self.wrong("an annotation stands here without a value", self.last)

    def finish(self) -> Scan:
        self.refuse_lonely_annotation()
        if self.openers:
            raise self.wrong("this bracket is not closed", self.openers[-1], hint="the text ends inside a value")
        replaced = self.spaces + ([] if self.numbered else self.imports)
        marker = _marker(self.text) if self.precise else None
        replaced += [(match.start(), match.end(), f'{marker}::"{match.group()}"') for match in self.precise]
        return Scan(_spliced(self.text, sorted(replaced)), marker, self.tables)


_LOOKS: Final = {
    "open": _Scanner.open,
    "close": _Scanner.close,
    "annotation": _Scanner.annotation,
    "name": _Scanner.name,
    "number": _Scanner.number,
    "text": _Scanner.quoted,
    "lob": _Scanner.lob,
    "other": _Scanner.other,
}


def _hint(character: str) -> str | None:
    if character in "\u201c\u201d\u2018\u2019":
        return "this is a typographic quote; Ion uses straight ones"
    return None


def _span(match: re.Match[str]) -> Span:
    return Span(match.start(), match.end())


def _marker(text: str) -> str:
    """An annotation that the text cannot hold in any spelling, unless it knew its own hash."""
    from hashlib import sha256

    return f"precise_{sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()}"


def precise_value(token: str) -> Timestamp | Decimal:
    """The value of a timestamp or decimal that amazon.ion would not read exactly."""
    if token[-1] == "Z" or ":" in token:
        return Timestamp.parse(token)
    try:
        number = Decimal(token.replace("_", "").replace("d", "E").replace("D", "E"))
    except InvalidOperation:
        raise exponent_too_large() from None
    check_exponent(int(number.as_tuple().exponent), number.adjusted(), zero=not number)
    return number


def impossible_number(text: str) -> IonError | None:
    """What is wrong with the first number or timestamp that is well formed and none all the same, like a 13th month."""
    position = 0
    while (match := _TOKEN.match(text, position)) is not None:
        position = max(match.end(), position + 1)
        token = match.group()
        if match.lastgroup != "number":
            continue
        try:
            if _TIME.match(token):
                Timestamp.parse(token)
            elif len(token) > _SHORT_NUMBER and int(token, 0).bit_length() > MAXIMUM_BITS:
                raise too_many_digits()
        except IonError as error:
            error.at(_span(match), text)
            return error
        except ValueError:
            continue
    return None


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
