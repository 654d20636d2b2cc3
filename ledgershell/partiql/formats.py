"""The patterns of TO_STRING and TO_TIMESTAMP.

A letter stands for a part of a timestamp, repeated letters for a form of it; anything else stands for itself, and
letters that do are put in single quotes (``''`` is one quote).  The letters are a part of those of Java's
``DateTimeFormatter``, as QLDB documented them:

=========  ==========================================  =========  ==================================
``y``      year, as many digits as it needs            ``a``      AM or PM
``yy``     last two digits (parsed: 1970 to 2069)      ``h hh``   hour of 1 to 12
``yyyy``   year, four digits                           ``H HH``   hour of 0 to 23
``M MM``   month as a number                           ``m mm``   minute
``MMM``    ``Jan``                                     ``s ss``   second
``MMMM``   ``January``                                 ``S…``     that many digits of the fraction
``MMMMM``  ``J`` (cannot be parsed)                    ``n``      nanoseconds
``d dd``   day of the month
``X XX XXX``  offset ``+07``, ``+0700``, ``+07:00``, and ``Z`` for zero; ``x xx xxx`` the same, never ``Z``
=========  ==========================================  =========  ==================================
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import ROUND_DOWN, Decimal
from functools import lru_cache
from types import MappingProxyType

from ledgershell.errors import EvaluationError
from ledgershell.ion.timestamp import Precision, days_in_month
from ledgershell.ion.values import Value
from ledgershell.partiql.temporal import NANOSECONDS, AnyTimestamp, Date, Time, fraction_nanoseconds, make_timestamp
from ledgershell.partiql.typing_errors import TypeMismatch, bad_pattern, no_match
from ledgershell.static_typing import Final, NamedTuple

MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
MAXIMUM_PATTERN: Final = 1_000
"""Longer patterns are refused."""
_LONGEST: Final[Mapping[str, int]] = MappingProxyType(
    {"y": 9, "M": 5, "d": 2, "a": 1, "h": 2, "H": 2, "m": 2, "s": 2, "S": 9, "n": 9, "X": 5, "x": 5}
)
"""How often each letter may be repeated."""


class Item(NamedTuple):
    """A part of a pattern: a letter and how often it stands there, or (``letter`` empty) text."""

    letter: str
    times: int
    text: str = ""


@lru_cache(maxsize=128)
def split_pattern(pattern: str) -> tuple[Item, ...]:
    """The items of a pattern; raises :class:`EvaluationError` (``LS-EVAL-016``) for one that has no meaning."""
    if len(pattern) > MAXIMUM_PATTERN:
        raise bad_pattern(pattern, f"it has more than {MAXIMUM_PATTERN} characters")
    items: list[Item] = []
    position = 0
    while position < len(pattern):
        character = pattern[position]
        if character == "'":
            text, position = _quoted_text(pattern, position)
            items.append(Item("", 0, text))
            continue
        end = position + 1
        if character.isascii() and character.isalpha():
            while end < len(pattern) and pattern[end] == character:
                end += 1
            longest = _LONGEST.get(character, 0)
            if not longest:
                raise bad_pattern(
                    pattern, f"{character} stands for nothing", hint="put literal letters in single quotes"
                )
            if end - position > longest:
                raise bad_pattern(pattern, f"{character} can stand {longest} times in a row, not {end - position}")
            items.append(Item(character, end - position))
        else:
            items.append(Item("", 0, character))
        position = end
    return tuple(items)


def _quoted_text(pattern: str, start: int) -> tuple[str, int]:
    """The text between quotes and the position after it."""
    if pattern.startswith("''", start):
        return "'", start + 2
    text, position = "", start + 1
    while True:
        end = pattern.find("'", position)
        if end < 0:
            raise bad_pattern(pattern, "a quote is not closed")
        text += pattern[position:end]
        if not pattern.startswith("''", end):
            return text, end + 1
        text += "'"
        position = end + 2


# --- TO_STRING -------------------------------------------------------------------------------------------------------


def format_datetime(value: AnyTimestamp | Date | Time, pattern: str) -> str:
    """``TO_STRING(value, pattern)``.  A date has no clock and a time no calendar: a type error to ask for it."""
    parts = []
    for item in split_pattern(pattern):
        if not item.letter:
            parts.append(item.text)
        elif (type(value) is Date and item.letter in "ahHmsSnXx") or (type(value) is Time and item.letter in "yMd"):
            raise TypeMismatch(f"pattern letter {item.letter}: a {type(value).__name__.lower()} has no such part")
        else:
            parts.append(_WRITERS[item.letter](value, item.times))
    return "".join(parts)


def _write_year(value: Value, count: int) -> str:
    if count == 2:
        return f"{value.year % 100:02}"
    return f"{'-' if value.year < 0 else ''}{abs(value.year):0{count}}"


def _write_month(value: Value, count: int) -> str:
    if count <= 2:
        return f"{value.month:0{count}}"
    name = MONTHS[value.month - 1]
    return name if count == 4 else name[: 3 if count == 3 else 1]


def _write_fraction(value: Value, count: int) -> str:
    fraction = value.fraction or Decimal(0)
    return format(fraction.quantize(Decimal(1).scaleb(-count), ROUND_DOWN), "f")[2:]


def _write_offset(value: Value, count: int) -> str:
    offset = value.offset or 0
    hours, minutes = divmod(abs(offset), 60)
    sign = "-" if offset < 0 else "+"
    if count == 1 and not minutes:
        return f"{sign}{hours:02}"
    return f"{sign}{hours:02}{':' if count in (3, 5) else ''}{minutes:02}"


_WRITERS: Final[Mapping[str, Callable[[Value, int], str]]] = MappingProxyType(
    {
        "y": _write_year,
        "M": _write_month,
        "d": lambda value, count: f"{value.day:0{count}}",
        "a": lambda value, _count: "AM" if value.hour < 12 else "PM",
        "h": lambda value, count: f"{value.hour % 12 or 12:0{count}}",
        "H": lambda value, count: f"{value.hour:0{count}}",
        "m": lambda value, count: f"{value.minute:0{count}}",
        "s": lambda value, count: f"{value.second:0{count}}",
        "S": _write_fraction,
        "n": lambda value, count: f"{fraction_nanoseconds(value.fraction):0{count}}",
        "X": lambda value, count: _write_offset(value, count) if value.offset else "Z",
        "x": _write_offset,
    }
)


# --- TO_TIMESTAMP ----------------------------------------------------------------------------------------------------


class _Scanner:
    """Walks over the text and collects the parts that it finds."""

    __slots__ = ("parts", "pattern", "position", "text")

    def __init__(self, text: str, pattern: str) -> None:
        self.text = text
        self.pattern = pattern
        self.position = 0
        self.parts: dict[str, int] = {}

    def fail(self, reason: str) -> EvaluationError:
        return no_match(self.text, self.pattern, reason)

    def digits(self, least: int, most: int, what: str) -> int:
        end = self.position
        while end < len(self.text) and end - self.position < most and "0" <= self.text[end] <= "9":
            end += 1
        if end - self.position < least:
            raise self.fail(f"{what} is expected at character {self.position + 1}")
        number = int(self.text[self.position : end])
        self.position = end
        return number

    def word(self, words: tuple[str, ...], what: str) -> int:
        """The number of the word that stands here, whatever its case."""
        for number, word in enumerate(words):
            if self.text[self.position : self.position + len(word)].lower() == word.lower():
                self.position += len(word)
                return number
        raise self.fail(f"{what} is expected at character {self.position + 1}")

    def literal(self, expected: str) -> None:
        if not self.text.startswith(expected, self.position):
            raise self.fail(f"{expected!r} is expected at character {self.position + 1}")
        self.position += len(expected)


def parse_datetime(text: str, pattern: str) -> AnyTimestamp:
    """``TO_TIMESTAMP(text, pattern)``: as precise as the pattern.  Wrong text or pattern: :class:`EvaluationError`."""
    items = split_pattern(pattern)
    precision = _check_parsable(pattern)
    scanner = _Scanner(text, pattern)
    for item in items:
        if item.letter:
            _READERS[item.letter](scanner, item.times)
        else:
            scanner.literal(item.text)
    if scanner.position != len(text):
        raise scanner.fail(f"nothing is expected after character {scanner.position}")
    return _assemble(scanner, precision)


_FIELDS: Final[Mapping[str, str]] = MappingProxyType(
    {"y": "year", "M": "month", "d": "day", "h": "hour", "H": "hour", "m": "minute", "s": "second",
     "S": "fraction", "n": "fraction", "a": "half", "X": "offset", "x": "offset"}
)  # fmt: skip
_ORDER: Final = ("year", "month", "day", "hour", "minute", "second", "fraction")
_PRECISIONS: Final = {
    "year": Precision.YEAR,
    "month": Precision.MONTH,
    "day": Precision.DAY,
    "hour": Precision.MINUTE,
    "minute": Precision.MINUTE,
    "second": Precision.SECOND,
    "fraction": Precision.SECOND,
}


@lru_cache(maxsize=128)
def _check_parsable(pattern: str) -> Precision:
    """Whether a pattern determines a timestamp, and how precise a one."""
    letters = [item.letter for item in split_pattern(pattern) if item.letter]
    fields = [_FIELDS[letter] for letter in letters]
    for field in fields:
        if fields.count(field) > 1:
            raise bad_pattern(pattern, f"the {field} stands in it twice")
    present = [field for field in _ORDER if field in fields]
    missing = next((field for field, wanted in zip(present, _ORDER, strict=False) if field != wanted), None)
    if missing is not None or not present:
        raise bad_pattern(pattern, "a timestamp needs every part from the year down", hint="year, month, day, hour, …")
    if any(item.letter == "M" and item.times == 5 for item in split_pattern(pattern)):
        raise bad_pattern(pattern, "MMMMM does not tell January from June")
    if any(item.letter == "y" and item.times not in (1, 2, 4) for item in split_pattern(pattern)):
        raise bad_pattern(pattern, "a year is parsed with y, yy or yyyy")
    if "offset" in fields and "hour" not in fields:
        raise bad_pattern(pattern, "an offset needs an hour")
    if ("a" in letters) != ("h" in letters):
        raise bad_pattern(pattern, "h needs a, and a needs h", hint="H is the hour of 0 to 23")
    return _PRECISIONS[present[-1]]


def _read_year(scanner: _Scanner, count: int) -> None:
    year = scanner.digits(count, 4 if count == 1 else count, "a year")
    if count == 2:
        year += 1900 if year >= 70 else 2000
    scanner.parts["year"] = year


def _read_month(scanner: _Scanner, count: int) -> None:
    if count <= 2:
        scanner.parts["month"] = scanner.digits(count, 2, "a month")
    else:
        names = MONTHS if count == 4 else tuple(name[:3] for name in MONTHS)
        scanner.parts["month"] = scanner.word(names, "the name of a month") + 1


def _read_two(field: str) -> Callable[[_Scanner, int], None]:
    def read(scanner: _Scanner, count: int) -> None:
        scanner.parts[field] = scanner.digits(count, 2, f"the {field}")

    return read


def _read_half(scanner: _Scanner, _count: int) -> None:
    scanner.parts["half"] = scanner.word(("AM", "PM"), "AM or PM")


def _read_fraction(scanner: _Scanner, count: int) -> None:
    scanner.parts["fraction"] = scanner.digits(count, count, "the fraction of a second")
    scanner.parts["digits"] = count


def _read_nanoseconds(scanner: _Scanner, count: int) -> None:
    nanoseconds = scanner.digits(count, 40, "the nanoseconds")
    if nanoseconds >= NANOSECONDS:
        raise scanner.fail("a second has fewer nanoseconds")
    scanner.parts["fraction"] = nanoseconds
    scanner.parts["digits"] = 9


def _read_zulu(scanner: _Scanner, count: int) -> None:
    if scanner.text.startswith("Z", scanner.position):
        scanner.position += 1
        scanner.parts["offset"] = 0
    else:
        _read_offset(scanner, count)


def _read_offset(scanner: _Scanner, count: int) -> None:
    sign = -1 if scanner.word(("+", "-"), "an offset") else 1
    hours, minutes = scanner.digits(2, 2, "the hours of the offset"), 0
    if count in (3, 5):
        scanner.literal(":")
    following = scanner.text[scanner.position : scanner.position + 1]
    if count > 1 or following.isdigit():
        minutes = scanner.digits(2, 2, "the minutes of the offset")
    if hours > 23 or minutes > 59:
        raise scanner.fail("an offset is at most 23:59")
    scanner.parts["offset"] = sign * (hours * 60 + minutes)


_READERS: Final[Mapping[str, Callable[[_Scanner, int], None]]] = MappingProxyType(
    {
        "y": _read_year,
        "M": _read_month,
        "d": _read_two("day"),
        "a": _read_half,
        "h": _read_two("hour"),
        "H": _read_two("hour"),
        "m": _read_two("minute"),
        "s": _read_two("second"),
        "S": _read_fraction,
        "n": _read_nanoseconds,
        "X": _read_zulu,
        "x": _read_offset,
    }
)


def _assemble(scanner: _Scanner, precision: Precision) -> AnyTimestamp:
    parts = scanner.parts
    year, month, day = parts["year"], parts.get("month", 1), parts.get("day", 1)
    hour, minute, second = parts.get("hour", 0), parts.get("minute", 0), parts.get("second", 0)
    if "half" in parts:
        if not 1 <= hour <= 12:
            raise scanner.fail("the hour is 1 to 12")
        hour = hour % 12 + 12 * parts["half"]
    if not 1 <= year <= 9999:
        raise scanner.fail("there is no such year")
    if not 1 <= month <= 12:
        raise scanner.fail("there is no such month")
    if not 1 <= day <= days_in_month(year, month):
        raise scanner.fail("there is no such day")
    if hour > 23 or minute > 59 or second > 59:
        raise scanner.fail("there is no such time")
    fraction = Decimal(parts["fraction"]).scaleb(-parts["digits"]) if "fraction" in parts else None
    return make_timestamp((year, month, day), hour, minute, second, fraction, parts.get("offset"), precision)
