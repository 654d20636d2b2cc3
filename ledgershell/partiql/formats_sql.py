"""The patterns of TO_CHAR, a subset of PostgreSQL's, for those who come from SQL.

For dates and times: ``YYYY YY MM Mon Month DD DDD D Dy Day HH24 HH12 HH MI SS MS US AM PM TZH TZM OF Q WW IW J``.
Words take the case in which they are written (``MON``, ``Mon``, ``mon``); names of months and days are filled with
blanks to nine characters and numbers with zeros, unless ``FM`` stands before them.  For numbers: ``9`` and ``0``
(digits), ``.``/``D``, ``,``/``G``, ``S``, ``MI`` and ``FM``.  Text in double quotes, and all that is no pattern,
stands for itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from types import MappingProxyType

from ledgershell.ion.timestamp import days_from_civil
from ledgershell.ion.values import Value
from ledgershell.partiql.arithmetic import EXACT
from ledgershell.partiql.formats import MAXIMUM_PATTERN, MONTHS
from ledgershell.partiql.temporal import Date, Time, fraction_nanoseconds, offset_text
from ledgershell.partiql.types import NUMBERS, kind_of
from ledgershell.partiql.typing_errors import TypeMismatch, bad_pattern, out_of_range
from ledgershell.static_typing import Final

DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NAME_WIDTH: Final = 9
_EPOCH_WEEKDAY: Final = 3
"""1970-01-01 was a Thursday."""


def to_char(value: Value, pattern: str) -> str:
    """``TO_CHAR(value, pattern)`` of a date, time, timestamp or number."""
    if len(pattern) > MAXIMUM_PATTERN:
        raise bad_pattern(pattern, f"it has more than {MAXIMUM_PATTERN} characters")
    if kind_of(value) in NUMBERS:
        return _format_number(value, pattern)
    parts = []
    for token, unpadded in _tokens(pattern):
        field = _FIELDS.get(token) or _FIELDS.get(token.upper())
        if field is None:
            parts.append(token[1:-1] if token.startswith('"') else token)
            continue
        need, write = field
        if (need == "date" and isinstance(value, Time)) or (need == "clock" and isinstance(value, Date)):
            raise TypeMismatch(f"pattern {token}: a {type(value).__name__.lower()} has no such part")
        text = _cased(write(value), token)
        parts.append(text.strip().lstrip("0") or "0" if unpadded and text.strip().isdigit() else _unpad(text, unpadded))
    return "".join(parts)


def _unpad(text: str, unpadded: bool) -> str:
    return text.rstrip() if unpadded else text


def _cased(text: str, token: str) -> str:
    if token.isupper():
        return text.upper()
    return text.lower() if token.islower() else text


@lru_cache(maxsize=128)
def _tokens(pattern: str) -> tuple[tuple[str, bool], ...]:
    """The pattern's words, longest first, each with whether FM stands before it."""
    tokens: list[tuple[str, bool]] = []
    position, unpadded = 0, False
    while position < len(pattern):
        if pattern[position] == '"':
            end = pattern.find('"', position + 1)
            if end < 0:
                raise bad_pattern(pattern, "a double quote is not closed")
            token = pattern[position : end + 1]
        else:
            token = next(
                (word for word in _BY_LENGTH if pattern[position : position + len(word)].upper() == word),
                pattern[position],
            )
            token = pattern[position : position + len(token)]
        position += len(token)
        if token.upper() == "FM":
            unpadded = True
            continue
        tokens.append((token, unpadded))
        unpadded = False
    return tuple(tokens)


def _day_of_year(value: Value) -> int:
    return days_from_civil(value.year, value.month, value.day) - days_from_civil(value.year, 1, 1) + 1


def _weekday(value: Value) -> int:
    """0 is Monday."""
    return (days_from_civil(value.year, value.month, value.day) + _EPOCH_WEEKDAY) % 7


def _iso_week(value: Value) -> int:
    """ISO 8601: the week of the year's first Thursday is the first."""
    thursday = days_from_civil(value.year, value.month, value.day) - _weekday(value) + 3
    for year in (value.year + 1, value.year, value.year - 1):
        start = days_from_civil(year, 1, 1)
        if thursday >= start:
            return (thursday - start) // 7 + 1
    raise AssertionError


def _zone(value: Value) -> str:
    return offset_text(value.offset or 0)


def _hour_of_twelve(value: Value) -> str:
    return f"{value.hour % 12 or 12:02}"


def _half(value: Value) -> str:
    return "AM" if value.hour < 12 else "PM"


_FIELDS: Final[Mapping[str, tuple[str, Callable[[Value], str]]]] = MappingProxyType(
    {
        "YYYY": ("date", lambda value: f"{value.year:04}"),
        "YY": ("date", lambda value: f"{value.year % 100:02}"),
        "MONTH": ("date", lambda value: MONTHS[value.month - 1].ljust(_NAME_WIDTH)),
        "MON": ("date", lambda value: MONTHS[value.month - 1][:3]),
        "MM": ("date", lambda value: f"{value.month:02}"),
        "DDD": ("date", lambda value: f"{_day_of_year(value):03}"),
        "DD": ("date", lambda value: f"{value.day:02}"),
        "DAY": ("date", lambda value: DAYS[_weekday(value)].ljust(_NAME_WIDTH)),
        "DY": ("date", lambda value: DAYS[_weekday(value)][:3]),
        "D": ("date", lambda value: str((_weekday(value) + 1) % 7 + 1)),
        "Q": ("date", lambda value: str((value.month + 2) // 3)),
        "WW": ("date", lambda value: f"{(_day_of_year(value) + 6) // 7:02}"),
        "IW": ("date", lambda value: f"{_iso_week(value):02}"),
        "J": ("date", lambda value: str(days_from_civil(value.year, value.month, value.day) + 2_440_588)),
        "HH24": ("clock", lambda value: f"{value.hour:02}"),
        "HH12": ("clock", _hour_of_twelve),
        "HH": ("clock", _hour_of_twelve),
        "MI": ("clock", lambda value: f"{value.minute:02}"),
        "SS": ("clock", lambda value: f"{value.second:02}"),
        "MS": ("clock", lambda value: f"{fraction_nanoseconds(value.fraction) // 1_000_000:03}"),
        "US": ("clock", lambda value: f"{fraction_nanoseconds(value.fraction) // 1_000:06}"),
        "AM": ("clock", _half),
        "PM": ("clock", _half),
        "TZH": ("clock", lambda value: _zone(value)[:3]),
        "TZM": ("clock", lambda value: _zone(value)[4:]),
        "OF": ("clock", lambda value: _zone(value).removesuffix(":00")),
    }
)
_BY_LENGTH: Final = (*sorted(_FIELDS, key=len, reverse=True), "FM")


def _format_number(value: Value, pattern: str) -> str:
    words = pattern.upper()
    fill = "FM" not in words
    words = words.replace("FM", "").replace("D", ".").replace("G", ",")
    trailing_minus = words.endswith("MI")
    words = words.removesuffix("MI")
    sign_at = "start" if words.startswith("S") else "end" if words.endswith("S") else ""
    body = words.strip("S")
    if not body or set(body) - set("90,.") or body.count(".") > 1:
        raise bad_pattern(pattern, "a number's pattern is of 9 0 . , S MI FM")
    whole, _, fraction = body.partition(".")
    number = Decimal(repr(value)) if type(value) is float else Decimal(value)
    if not number.is_finite() or number.adjusted() > 400:
        raise out_of_range("the number to format")
    rounded = abs(number).quantize(Decimal(1).scaleb(-len(fraction)), ROUND_HALF_UP, EXACT)
    digits, _, decimals = format(rounded, "f").partition(".")
    text = _grouped(digits, whole)
    if fraction:
        text += "." + (decimals if fill else _trimmed(decimals, fraction))
    minus = number < 0 and rounded != 0
    if sign_at:
        sign = "-" if minus else "+"
        text = sign + text if sign_at == "start" else text + sign
    elif trailing_minus:
        text += "-" if minus else " " if fill else ""
    else:
        text = ("-" if minus else " " if fill else "") + text
    width = len(words) + (0 if sign_at else 1)
    return text.rjust(width) if fill else text


def _grouped(digits: str, pattern: str) -> str:
    """The whole part laid into its pattern from the right; ``#`` everywhere when it does not fit."""
    places = pattern.replace(",", "")
    digits = digits.lstrip("0") if "0" not in places else digits.lstrip("0").rjust(len(places) - places.index("0"), "0")
    if len(digits) > len(places):
        return pattern.replace("9", "#").replace("0", "#")
    result, remaining = "", digits
    for place in reversed(pattern):
        if not remaining:
            break
        if place == ",":
            result = "," + result
        else:
            result, remaining = remaining[-1] + result, remaining[:-1]
    return result


def _trimmed(decimals: str, pattern: str) -> str:
    """With FM, zeros at the end fall away where the pattern has 9."""
    keep = len(decimals)
    while keep and decimals[keep - 1] == "0" and pattern[keep - 1] == "9":
        keep -= 1
    return decimals[:keep]
