"""Ion text, read: through amazon.ion, with a look at the text before and after.

The parser is amazon.ion's (its C extension where there is one).  What is done around it, and why:

* the encoding is decided here (UTF-8; UTF-16 and UTF-32 are recognised), so that wrong bytes are named by offset;
* :mod:`ledgershell.ion.text_scan` refuses hostile text at once, and gives numbers with many digits another form;
* the C extension gets room for texts as long as the data (by itself it refuses strings of 64 KB); when it has none
  for annotations, more than ten on a value or very long ones, amazon.ion's slower parser in Python reads the text;
* every failure, of whatever type, becomes an :class:`IonError`, with the place if that slower parser can tell it.

The slower parser is never given text with symbol tables: it would make each of the billion symbols that a table can
claim to import.

Nothing of amazon.ion is imported before the first text is read.
"""

from __future__ import annotations

import re

from ledgershell.errors import IonError, Span
from ledgershell.ion.convert import from_python
from ledgershell.ion.limits import MAXIMUM_COEFFICIENT_DIGITS, exponent_too_large
from ledgershell.ion.scalar_encoding import wrong_text
from ledgershell.ion.text_scan import Scan, impossible_number, precise_value, scan
from ledgershell.ion.values import Annotated, SExpression, Struct, Value
from ledgershell.static_typing import Any, Final

_NO_ROOM: Final = ("IERR_TOO_MANY_ANNOTATIONS", "IERR_BUFFER_TOO_SMALL")
_ROOM: Final = 4096
"""Bytes of room for texts, beside the length of the data."""
_POSITION: Final = re.compile(r" at position (\d+)")
_DIAGNOSED: Final = 50_000
"""Texts up to this length are read a second time after an error, to find the place."""
_SLOWLY_READ: Final = 1_000_000
"""Texts up to this length are read by the slower parser when the C extension has no room for them."""


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
            "LS-ION-006",
            f"the text is not valid {encoding.removesuffix('-sig').upper()} at byte {error.start}",
            hint="re-encode it",
        ) from None


def read_all(text: str | bytes) -> list[Value]:
    """All values of Ion text, none included.  Raises :class:`IonError` for anything that is not Ion 1.0 text."""
    if isinstance(text, bytes):
        text = decode_text(text)
    look = scan(text)
    try:
        found = _load(look)
    except IonError:
        raise
    except Exception as error:  # amazon.ion raises IonException, ValueError, StopIteration, RecursionError …
        found = _second_opinion(text, look, error)
    try:
        values = [from_python(value) for value in found]
        if look.marker is not None:
            values = [_restored(value, look.marker) for value in values]
    except IonError as error:
        raise error.at(None, text) from None
    return values


def read_text(text: str | bytes) -> Value:
    """The one value of Ion text.  Raises :class:`IonError` also when there is none, or more than one."""
    values = read_all(text)
    if len(values) != 1:
        count = "no value" if not values else f"{len(values)} values"
        raise IonError("LS-ION-001", f"the Ion text has {count} where one was wanted")
    return values[0]


def _load(look: Scan) -> list[Any]:
    from amazon.ion import simpleion

    if not simpleion.c_ext:
        if look.tables:
            raise IonError(
                "LS-ION-001",
                "symbol tables in Ion text cannot be read here",
                hint="install amazon.ion with its C extension, or write the symbols as text",
            )
        return _load_slowly(look.text)
    try:
        data = look.text.encode()
    except UnicodeEncodeError as error:
        raise wrong_text(error) from None
    model = simpleion.IonPyValueModel.MAY_BE_BARE
    return list(simpleion.loads(data, single_value=False, value_model=model, text_buffer_size_limit=len(data) + _ROOM))


def _load_slowly(text: str) -> list[Any]:
    import io
    from decimal import localcontext

    from amazon.ion import simpleion

    with localcontext() as context:
        context.prec = MAXIMUM_COEFFICIENT_DIGITS
        return list(simpleion.load_python(io.StringIO(text), single_value=False))


def _second_opinion(text: str, look: Scan, first: Exception) -> list[Any]:
    """Read with amazon.ion's parser in Python, which has room for many annotations, or else can tell the place."""
    code = str(first)
    if code.strip() in _NO_ROOM and not look.tables and len(text) <= _SLOWLY_READ:
        try:
            return _load_slowly(look.text)
        except Exception as error:  # whatever it is, it is the same finding
            raise IonError("LS-ION-001", "this is not Ion text", text=text) from error
    if "IERR_NUMERIC_OVERFLOW" in code:
        raise exponent_too_large().at(None, text)
    impossible = impossible_number(text)
    if impossible is not None:
        raise impossible from first
    span, hint = None, None
    if len(text) <= _DIAGNOSED and not look.tables:
        span, hint = _place(text)
    raise IonError("LS-ION-001", "this is not Ion text", span=span, text=text, hint=hint) from first


def _place(text: str) -> tuple[Span | None, str | None]:
    """(where a text stops being Ion, what may be wrong there), as far as the slower parser can tell."""
    try:
        _load_slowly(text)
    except StopIteration:
        return Span(len(text), len(text)), "the text ends inside a value"
    except Exception as error:  # whatever it is: only its place is of interest
        match = _POSITION.search(str(error))
        if match is None:
            return None, None
        start = int(match.group(1)) - 1
        if start >= len(text):
            return Span(len(text), len(text)), "the text ends inside a value"
        return Span(start, start + 1), None
    return None, None


def _restored(value: Value, marker: str) -> Value:
    """The value with the marked strings read as the timestamps and decimals that they are."""
    kind = type(value)
    if kind is Annotated:
        if value.annotations[-1] == marker and type(value.value) is str:
            precise = precise_value(value.value)
            return Annotated(value.annotations[:-1], precise) if len(value.annotations) > 1 else precise
        return Annotated(value.annotations, _restored(value.value, marker))
    if kind is Struct:
        return Struct((name, _restored(item, marker)) for name, item in value.items())
    if kind is list or kind is SExpression:
        return kind([_restored(item, marker) for item in value])
    return value
