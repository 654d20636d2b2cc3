"""Ion text, read: through amazon.ion, with a look at the text before and after.

The parser is amazon.ion's (its C extension where there is one).  What is done around it, and why:

* the encoding is decided here (UTF-8; UTF-16 and UTF-32 are recognised), so that wrong bytes are named by offset;
* one pass over the tokens counts nesting and digits, so that hostile text fails at once, whatever parser is below;
* amazon.ion keeps at most nine digits of a second: timestamps with more are read here;
* an annotation at the very end, without a value, is refused here (the C extension drops it);
* every failure, of whatever type, becomes an :class:`IonError`, with the place if the slower parser in Python can
  tell it.

Nothing of amazon.ion is imported before the first text is read.
"""

from __future__ import annotations

import re
from typing import Any, Final

from ledgershell.errors import IonError, Span
from ledgershell.ion.convert import from_python
from ledgershell.ion.limits import (
    MAXIMUM_DEPTH,
    MAXIMUM_DIGITS,
    MAXIMUM_EXPONENT,
    exponent_too_large,
    too_deep,
    too_many_digits,
)
from ledgershell.ion.timestamp import Timestamp
from ledgershell.ion.values import Annotated, SExpression, Struct, Value

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
_PRECISE: Final = re.compile(r"[0-9T:-]{19}\.[0-9]{7,}(?:Z|[+-][0-9:]{5})", re.ASCII)
_POSITION: Final = re.compile(r" at position (\d+)")
_LONGEST_NUMBER: Final = 20_000
"""Characters of one number of any base; the digits are counted where it is long enough to matter."""
_DIAGNOSED: Final = 50_000
"""Texts up to this length are read a second time after an error, to find the place."""


def decode_text(data: bytes) -> str:
    """The text of Ion text's bytes.  Raises LS-ION-006 with the offset of the first wrong byte."""
    encoding = "utf-8-sig"
    if data[:4] in (b"\xff\xfe\0\0", b"\0\0\xfe\xff"):
        encoding = "utf-32"
    elif data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    elif len(data) > 3 and 0 in data[:4]:
        zeros = data[0] == 0, data[1] == 0, data[2] == 0, data[3] == 0
        encoding = {
            (True, True, True, False): "utf-32-be",
            (False, True, True, True): "utf-32-le",
            (True, False, True, False): "utf-16-be",
            (False, True, False, True): "utf-16-le",
        }.get(zeros, encoding)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise IonError(
            "LS-ION-006", f"the text is not valid {encoding[:6].upper()} at byte {error.start}", hint="re-encode it"
        ) from None


def read_all(text: str | bytes) -> list[Value]:
    """All values of Ion text, none included.  Raises :class:`IonError` for anything that is not Ion 1.0 text."""
    if isinstance(text, bytes):
        text = decode_text(text)
    source, marker = _prepared(text)
    try:
        found = _load(source)
        values = [from_python(value) for value in found]
    except IonError as error:
        raise error.at(None, text) from None
    except Exception as error:  # amazon.ion raises IonException, ValueError, StopIteration, RecursionError …
        found = _second_opinion(text, error)
        values = [from_python(value) for value in found]
        marker = None
    if marker is not None:
        values = [_restored(value, marker) for value in values]
    for value in values:
        _check_exponents(value)
    return values


def read_text(text: str | bytes) -> Value:
    """The one value of Ion text.  Raises :class:`IonError` also when there is none, or more than one."""
    values = read_all(text)
    if len(values) != 1:
        count = "no value" if not values else f"{len(values)} values"
        raise IonError("LS-ION-001", f"the Ion text has {count} where one was wanted")
    return values[0]


def _prepared(text: str) -> tuple[str, str | None]:
    """Check the tokens; returns the text to parse, and the annotation that marks timestamps to be read here."""
    depth = 0
    last = "blank"
    precise: list[re.Match[str]] = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind == "open":
            depth += 1
            if depth > MAXIMUM_DEPTH:
                raise too_deep().at(Span(match.start(), match.end()), text)
        elif kind == "close":
            depth -= 1
        elif kind == "number" and match.end() - match.start() > 26:
            _check_number(match, text)
            if _PRECISE.fullmatch(match.group()):
                precise.append(match)
        if kind != "blank":
            last = kind or last
    if last == "annotation":
        raise IonError("LS-ION-001", "the text ends behind an annotation, without a value", text=text)
    if not precise:
        return text, None
    marker = "precise"
    while marker in text:
        marker += "_"
    pieces = []
    position = 0
    for match in precise:
        pieces.append(f'{text[position : match.start()]}{marker}::"{match.group()}"')
        position = match.end()
    return "".join(pieces) + text[position:], marker


def _check_number(match: re.Match[str], text: str) -> None:
    token = match.group()
    digits = sum(map(str.isdigit, token)) if token[:2].lower() not in ("0x", "0b") else 0
    if len(token) > _LONGEST_NUMBER or digits > MAXIMUM_DIGITS:
        raise too_many_digits().at(Span(match.start(), match.end()), text)


def _load(text: str) -> list[Any]:
    from amazon.ion import simpleion

    model = simpleion.IonPyValueModel.MAY_BE_BARE
    return list(simpleion.loads(text, single_value=False, value_model=model))


def _second_opinion(text: str, first: Exception) -> list[Any]:
    """Read with amazon.ion's parser in Python: it tells the place, and knows symbol numbers above 2^31."""
    span, hint = None, None
    if len(text) <= _DIAGNOSED:
        import io
        from decimal import localcontext

        from amazon.ion import simpleion

        try:
            with localcontext() as context:
                context.prec = MAXIMUM_DIGITS
                found = list(simpleion.load_python(io.StringIO(text), single_value=False))
            if "IERR_INVALID_SYMBOL" in str(first):
                return found
            if "IERR_NUMERIC_OVERFLOW" in str(first):
                raise exponent_too_large().at(None, text)
        except (StopIteration, RuntimeError):
            hint = "the text ends inside a value"
        except IonError:
            raise
        except Exception as error:  # whatever it is: only its place is of interest
            match = _POSITION.search(str(error))
            if match is not None:
                start = min(int(match.group(1)) - 1, len(text))
                span = Span(start, min(start + 1, len(text)))
                hint = "the text ends inside a value" if start == len(text) else _hint(text[start])
    raise IonError("LS-ION-001", "this is not Ion text", span=span, text=text, hint=hint) from first


def _hint(character: str) -> str | None:
    if character in "\u201c\u201d\u2018\u2019":
        return "this is a typographic quote; Ion uses straight ones"
    return None


def _restored(value: Value, marker: str) -> Value:
    """The value with the marked strings read as the timestamps that they are."""
    kind = type(value)
    if kind is Annotated:
        if value.annotations[-1] == marker and type(value.value) is str:
            moment = Timestamp.parse(value.value)
            return Annotated(value.annotations[:-1], moment) if len(value.annotations) > 1 else moment
        return Annotated(value.annotations, _restored(value.value, marker))
    if kind is Struct:
        return Struct((name, _restored(item, marker)) for name, item in value.items())
    if kind is list or kind is SExpression:
        return kind([_restored(item, marker) for item in value])
    return value


def _check_exponents(value: Value) -> None:
    """Refuse decimals beyond the limit."""
    from decimal import Decimal

    stack = [value]
    while stack:
        item = stack.pop()
        kind = type(item)
        if kind is Decimal:
            exponent = item.as_tuple().exponent
            if not isinstance(exponent, int) or max(abs(exponent), abs(item.adjusted())) > MAXIMUM_EXPONENT:
                raise exponent_too_large()
        elif kind is Annotated:
            stack.append(item.value)
        elif kind is Struct:
            stack.extend(item.values())
        elif kind is list or kind is SExpression:
            stack.extend(item)
