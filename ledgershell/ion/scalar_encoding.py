"""Ion binary, written: scalars.  One function a type, from a Python value to its complete encoding.

The everyday forms (short decimals, days, UTC milliseconds) have short ways of their own in front of the general one.
Tests hold both equal.

Source: Ion 1.0 specification, "Ion Binary Encoding".
"""

from __future__ import annotations

from decimal import Decimal
from struct import pack

from ledgershell.errors import IonError
from ledgershell.ion.limits import (
    MAXIMUM_BITS,
    MAXIMUM_COEFFICIENT_BITS,
    MAXIMUM_COEFFICIENT_DIGITS,
    MAXIMUM_DIGITS,
    MAXIMUM_EXPONENT,
    check_exponent,
    too_many_digits,
)
from ledgershell.ion.symbols import varuint
from ledgershell.ion.timestamp import Precision, Timestamp, shifted
from ledgershell.static_typing import Final

NULL: Final = b"\x0f"
FALSE: Final = b"\x10"
TRUE: Final = b"\x11"
HEADS: Final = tuple(tuple(bytes((kind << 4 | length,)) for length in range(14)) for kind in range(16))
"""``HEADS[type][length]``: the descriptors of representations shorter than 14 bytes."""
LONG_HEADS: Final = tuple(bytes((kind << 4 | 14,)) for kind in range(16))
STRING_HEADS: Final = (*HEADS[8], *(bytes((0x8E, length | 0x80)) for length in range(14, 128)))
"""``STRING_HEADS[length]``: descriptor and length of strings shorter than 128 bytes."""
SMALL_INTS: Final = (b"\x20", *(bytes((0x21, number)) for number in range(1, 256)))
_DIGIT_EXPONENTS: Final = tuple(bytes((0x80 if places == 0 else 0xC0 | places,)) for places in range(64))
"""The exponents of 0 to 63 digits behind the point, as VarInts."""
_DAY: Final = Precision.DAY
_SECOND: Final = Precision.SECOND


def sized(kind: int, representation: bytes) -> bytes:
    """A type descriptor, the length, the representation."""
    length = len(representation)
    if length < 14:
        return HEADS[kind][length] + representation
    return LONG_HEADS[kind] + varuint(length) + representation


def encode_string(text: str) -> bytes:
    """A string; LS-ION-006 for lone surrogates."""
    try:
        data = text.encode()
    except UnicodeEncodeError as error:
        raise wrong_text(error) from None
    length = len(data)
    return (STRING_HEADS[length] if length < 128 else b"\x8e" + varuint(length)) + data


def wrong_text(error: UnicodeEncodeError) -> IonError:
    """The error for text that is no Unicode."""
    code = ord(error.object[error.start])
    return IonError("LS-ION-006", f"the text has a lone surrogate (U+{code:04X})", hint="repair its source")


def encode_int(number: int) -> bytes:
    """An int of any size up to the limit."""
    if 0 <= number < 256:
        return SMALL_INTS[number]
    bits = number.bit_length()
    length = (bits + 7) >> 3
    if length < 14:
        return HEADS[2 if number > 0 else 3][length] + abs(number).to_bytes(length, "big")
    if bits > MAXIMUM_BITS:
        raise too_many_digits()
    return sized(2 if number > 0 else 3, abs(number).to_bytes(length, "big"))


def encode_float(number: float) -> bytes:
    """A float in 64 bits; positive zero has the short form, and there is one NaN."""
    if number == 0.0:
        return b"\x40" if str(number) == "0.0" else b"\x48\x80\0\0\0\0\0\0\0"
    if number != number:
        return b"\x48\x7f\xf8\0\0\0\0\0\0"
    return b"\x48" + pack(">d", number)


def signed(number: int, *, negative: bool) -> bytes:
    """An Int subfield of a magnitude: big-endian, the highest bit is the sign."""
    length = (number.bit_length() >> 3) + 1
    if negative:
        return (number | 1 << (8 * length - 1)).to_bytes(length, "big")
    return number.to_bytes(length, "big")


def varint(number: int) -> bytes:
    """A VarInt: like a VarUInt, with the sign in bit 6 of the first byte."""
    magnitude = abs(number)
    if magnitude < 0x40:
        return bytes((magnitude | (0xC0 if number < 0 else 0x80),))
    parts = [magnitude & 0x7F | 0x80]
    magnitude >>= 7
    while magnitude >= 0x40:
        parts.append(magnitude & 0x7F)
        magnitude >>= 7
    parts.append(magnitude | (0x40 if number < 0 else 0))
    parts.reverse()
    return bytes(parts)


def decimal_parts(number: Decimal) -> bytes:
    """Exponent and coefficient of a decimal; nothing for plain ``0.``, no coefficient for other positive zeros."""
    text = str(number)
    if len(text) < 40:
        whole, _, places = text.partition(".")
        try:
            coefficient = int(whole + places)
        except ValueError:  # an exponent, or not a number
            return _decimal_parts(number)
        if coefficient > 0:
            return _DIGIT_EXPONENTS[len(places)] + coefficient.to_bytes((coefficient.bit_length() >> 3) + 1, "big")
    return _decimal_parts(number)


_EXPONENT_AT_EASE: Final = MAXIMUM_EXPONENT - MAXIMUM_COEFFICIENT_DIGITS
"""Exponents within this need no further check."""


def _decimal_parts(number: Decimal) -> bytes:
    sign, digits, exponent = number.as_tuple()
    if not isinstance(exponent, int):
        raise IonError("LS-ION-003", "Ion has no decimal NaN or infinity", hint="use a float")
    if len(digits) > MAXIMUM_COEFFICIENT_DIGITS:
        raise too_many_digits(MAXIMUM_COEFFICIENT_DIGITS)
    coefficient = _whole(digits)
    if not -_EXPONENT_AT_EASE < exponent < _EXPONENT_AT_EASE:
        check_exponent(exponent, exponent + len(digits) - 1, zero=not coefficient)
    if coefficient == 0 and not sign:
        return varint(exponent) if exponent else b""
    return varint(exponent) + signed(coefficient, negative=bool(sign))


def _whole(digits: tuple[int, ...]) -> int:
    """The number that the digits make; through Decimal where Python refuses to convert so long a text."""
    if len(digits) <= MAXIMUM_DIGITS:
        return int("".join(map(str, digits)))
    number = int(Decimal((0, digits, 0)))
    if number.bit_length() > MAXIMUM_COEFFICIENT_BITS:
        raise too_many_digits(MAXIMUM_COEFFICIENT_DIGITS)
    return number


def encode_decimal(number: Decimal) -> bytes:
    """A decimal with its precision and the sign of zero."""
    return sized(5, decimal_parts(number))


def encode_timestamp(moment: Timestamp) -> bytes:
    """A timestamp: the offset, then the parts in UTC down to its precision."""
    year, month, day, hour, minute, second, fraction, offset, precision = moment
    if year >= 128 and 1 <= month <= 12 and 1 <= day <= 28 and year <= 9999:
        if precision is _DAY:
            return bytes((0x65, 0xC0, year >> 7, year & 0x7F | 0x80, month | 0x80, day | 0x80))
        if precision is _SECOND and offset == 0 and 0 <= hour < 24 and 0 <= minute < 60 and 0 <= second < 60:
            parts = bytes(
                (0x80, year >> 7, year & 0x7F | 0x80, month | 0x80, day | 0x80, hour | 0x80, minute | 0x80,
                 second | 0x80)
            )  # fmt: skip
            if fraction is None:
                return b"\x68" + parts
            text = str(fraction)
            if text[:2] == "0." and 2 < len(text) < 20:
                return sized(6, parts + _digits(text[2:]))
    return _encode_timestamp(moment)


def _digits(text: str) -> bytes:
    """The digits of a fraction: their number as the exponent, and the coefficient."""
    coefficient = int(text)
    if coefficient == 0:
        return _DIGIT_EXPONENTS[len(text)]
    return _DIGIT_EXPONENTS[len(text)] + coefficient.to_bytes((coefficient.bit_length() >> 3) + 1, "big")


def _encode_timestamp(moment: Timestamp) -> bytes:
    year, month, day, hour, minute, second, fraction, offset, precision = moment.checked()
    if precision >= Precision.MINUTE and offset:
        year, month, day, hour, minute = shifted(moment, -offset)
    if precision < Precision.MINUTE:
        offset = None
    parts = [b"\xc0" if offset is None else varint(offset), varuint(year)]
    if precision >= Precision.MINUTE:
        parts.append(bytes((month | 0x80, day | 0x80, hour | 0x80, minute | 0x80)))
        if precision == Precision.SECOND:
            parts.append(bytes((second | 0x80,)))
            if fraction is not None:
                parts.append(_fraction_parts(fraction))
    elif precision == Precision.DAY:
        parts.append(bytes((month | 0x80, day | 0x80)))
    elif precision == Precision.MONTH:
        parts.append(bytes((month | 0x80,)))
    return sized(6, b"".join(parts))


def _fraction_parts(fraction: Decimal) -> bytes:
    _, digits, exponent = fraction.as_tuple()
    if not isinstance(exponent, int) or exponent >= 0:
        return b""
    coefficient = _whole(digits)
    return varint(exponent) + (signed(coefficient, negative=False) if coefficient else b"")
