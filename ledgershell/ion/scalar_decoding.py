"""Ion binary, read: where values begin and end, and what numbers and timestamps are.

Everything is checked: lengths against the container that they are in, numbers against the forms that Ion allows, dates
against the calendar.  What is wrong raises :class:`IonError` LS-ION-002 with the offset of the offending value.

Source: Ion 1.0 specification, "Ion Binary Encoding".
"""

from __future__ import annotations

import re
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal
from functools import cache

from ledgershell.errors import IonError
from ledgershell.ion.limits import (
    MAXIMUM_COEFFICIENT_BITS,
    MAXIMUM_COEFFICIENT_DIGITS,
    check_exponent,
    too_many_digits,
)
from ledgershell.ion.timestamp import Precision, Timestamp, shifted
from ledgershell.static_typing import Final, NoReturn

VARIABLE: Final = -1
INVALID: Final = -2
_EXACT: Final = Context(prec=MAX_PREC, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[])


def _lengths() -> tuple[int, ...]:
    """The representation's length for each descriptor; below zero: a VarUInt follows, or no such value."""
    lengths = []
    for descriptor in range(256):
        kind, length = descriptor >> 4, descriptor & 15
        if kind == 15 or (kind == 14 and length < 3) or descriptor in (0xEF, 0x30):
            lengths.append(INVALID)
        elif length == 15:
            lengths.append(0)
        elif kind == 1:
            lengths.append(0 if length < 2 else INVALID)
        elif (kind == 4 and length not in (0, 4, 8)) or (kind == 6 and length < 2):
            lengths.append(INVALID)
        elif length == 14 or descriptor == 0xD1:
            lengths.append(VARIABLE)
        else:
            lengths.append(length)
    return tuple(lengths)


LENGTHS: Final = _lengths()
"""The representation's length for each descriptor, or :data:`VARIABLE`, or :data:`INVALID`."""
_scaled = _EXACT.scaleb


@cache
def simple_timestamp() -> re.Pattern[bytes]:
    """Matches a day, or a UTC time of whole seconds or milliseconds, in the one form in which it is written here.

    It covers years 128 to 9983 and days 1 to 28, which need no calendar; everything else is read step by step.
    """
    day = rb"[\x01-\x4d][\x80-\xff][\x81-\x8c][\x81-\x9c]"
    time = rb"[\x80-\x97][\x80-\xbb]{2}"
    milliseconds = rb"\xc3(?:|[\x01-\x7f]|\x00[\x80-\xff]|[\x01\x02][\x00-\xff]|\x03[\x00-\xe7])"
    return re.compile(rb"\xc0" + day + rb"|\x80" + day + time + rb"(?:" + milliseconds + rb")?", re.DOTALL)


_TIMESTAMPS: Final[dict[bytes, Timestamp]] = {}
_REMEMBERED: Final = 4096
"""Dates come back again and again; so many are remembered by their bytes."""


def broken(what: str, position: int) -> NoReturn:
    """Raise LS-ION-002 for the value at an offset."""
    raise IonError("LS-ION-002", f"{what} at byte {position}", hint="the data are damaged, or not Ion 1.0 binary")


def read_varuint(data: bytes, position: int, end: int) -> tuple[int, int]:
    """(the VarUInt at ``position``, the position behind it)."""
    number = 0
    start = position
    while position < end:
        byte = data[position]
        position += 1
        number = number << 7 | byte & 0x7F
        if byte & 0x80:
            return number, position
        if position - start > 9:
            broken("a length or symbol number is too large", start)
    broken("the data end inside a number", start)


def read_varint(data: bytes, position: int, end: int) -> tuple[int, bool, int]:
    """(magnitude, whether the sign is minus, the position behind it) of a VarInt."""
    if position >= end:
        broken("the data end inside a number", position)
    start = position
    byte = data[position]
    position += 1
    negative = byte & 0x40 != 0
    number = byte & 0x3F
    while not byte & 0x80:
        if position >= end:
            broken("the data end inside a number", start)
        if position - start > 9:
            broken("a number is too large", start)
        byte = data[position]
        position += 1
        number = number << 7 | byte & 0x7F
    return number, negative, position


def extent(data: bytes, position: int, limit: int) -> tuple[int, int]:
    """(start, end) of the representation of the value at ``position`` inside a container that ends at ``limit``."""
    if position >= limit:
        broken("a value is missing", position)
    length = LENGTHS[data[position]]
    start = position + 1
    if length < 0:
        if length == INVALID:
            broken(f"there is no type descriptor 0x{data[position]:02X}", position)
        length, start = read_varuint(data, start, limit)
    end = start + length
    if end > limit:
        broken("a value is longer than what it is in", position)
    return start, end


def decimal_of(data: bytes, start: int, end: int) -> Decimal:
    """The decimal whose exponent and coefficient fill the range."""
    if start == end:
        return Decimal(0)
    places = data[start] - 0xC0
    if places > 0 and 1 < end - start < 10 and data[start + 1] < 0x80:
        return _scaled(int.from_bytes(data[start + 1 : end], "big"), -places)
    return _decimal_of(data, start, end)


def _decimal_of(data: bytes, start: int, end: int) -> Decimal:
    magnitude, negative, position = read_varint(data, start, end)
    exponent = -magnitude if negative else magnitude
    coefficient, minus = _signed(data, position, end)
    number = Decimal(coefficient)
    check_exponent(exponent, exponent + number.adjusted(), zero=not coefficient)
    if exponent:
        number = number.scaleb(exponent, _EXACT)
    return number.copy_negate() if minus else number


def _signed(data: bytes, start: int, end: int) -> tuple[int, bool]:
    """(magnitude, sign) of an Int subfield."""
    if start == end:
        return 0, False
    first = data[start]
    if end - start == 1:
        return first & 0x7F, first >= 0x80
    number = int.from_bytes(data[start:end], "big")
    if first >= 0x80:
        number ^= 1 << (8 * (end - start) - 1)
    if number.bit_length() > MAXIMUM_COEFFICIENT_BITS:
        raise too_many_digits(MAXIMUM_COEFFICIENT_DIGITS)
    return number, first >= 0x80


def timestamp_of(data: bytes, start: int, end: int) -> Timestamp:
    """The timestamp whose parts, counted in UTC, fill the range."""
    raw = data[start:end]
    moment = _TIMESTAMPS.get(raw)
    if moment is None:
        if len(_TIMESTAMPS) >= _REMEMBERED:
            _TIMESTAMPS.clear()
        moment = _TIMESTAMPS[raw] = _timestamp_of(data, start, end)
    return moment


def _timestamp_of(data: bytes, start: int, end: int) -> Timestamp:
    if simple_timestamp().fullmatch(data, start, end):
        year = data[start + 1] << 7 | data[start + 2] & 0x7F
        month, day = data[start + 3] & 0x7F, data[start + 4] & 0x7F
        if end - start == 5:
            return Timestamp(year, month, day, precision=Precision.DAY)
        hour, minute, second = data[start + 5] & 0x7F, data[start + 6] & 0x7F, data[start + 7] & 0x7F
        fraction = None if end - start == 8 else _scaled(int.from_bytes(data[start + 9 : end], "big"), -3)
        return Timestamp(year, month, day, hour, minute, second, fraction, 0)
    magnitude, negative, position = read_varint(data, start, end)
    offset: int | None = -magnitude if negative else magnitude
    if negative and magnitude == 0:
        offset = None
    year, position = read_varuint(data, position, end)
    parts: list[int] = []
    while position < end and len(parts) < 5:
        part, position = read_varuint(data, position, end)
        parts.append(part)
    count = len(parts)
    if count == 3:
        broken("a timestamp has an hour without minutes", start)
    if count < 3:
        # the offset of a date has no meaning; some writers put it there
        month, day = (*parts, 1, 1)[:2]
        return Timestamp(year, month, day, precision=Precision(count + 1)).checked()
    fraction = _fraction(data, position, end) if position < end else None
    month, day, hour, minute = parts[:4]
    second = parts[4] if count == 5 else 0
    moment = Timestamp(year, month, day, hour, minute, second, fraction, None, Precision(count)).checked()
    if not offset:
        return moment if offset is None else moment._replace(offset=0)
    if not -1440 < offset < 1440:
        broken("a timestamp's offset is 24 hours or more", start)
    year, month, day, hour, minute = shifted(moment, offset)
    return moment._replace(year=year, month=month, day=day, hour=hour, minute=minute, offset=offset).checked()


def _fraction(data: bytes, position: int, end: int) -> Decimal | None:
    start = position
    magnitude, negative, position = read_varint(data, position, end)
    coefficient, minus = _signed(data, position, end)
    if not negative and magnitude:
        if coefficient:
            broken("a timestamp's fraction is not below one second", start)
        return None
    if magnitude == 0:
        if coefficient:
            broken("a timestamp's fraction is not below one second", start)
        return None
    if magnitude > MAXIMUM_COEFFICIENT_DIGITS:
        raise too_many_digits(MAXIMUM_COEFFICIENT_DIGITS)
    if minus and coefficient:
        broken("a timestamp's fraction is negative", start)
    fraction = Decimal(coefficient).scaleb(-magnitude, _EXACT)
    if fraction >= 1:
        broken("a timestamp's fraction is not below one second", start)
    return fraction
