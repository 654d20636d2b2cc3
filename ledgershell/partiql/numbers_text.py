"""Numbers from text: for CAST, for comparing a number with a text, for literals.

Guards against text that would cost time or memory: more than 4,300 digits, exponents beyond six digits.
"""

from __future__ import annotations

import re
from decimal import Decimal

from ledgershell.static_typing import Final

MAXIMUM_DIGITS: Final = 4_300
MAXIMUM_BITS: Final = 14_000
"""Integers beyond this have more digits than Python converts to text without being asked twice."""

_INTEGER: Final = r"([+-]?)(0[xX][0-9a-fA-F]+|0[bB][01]+|[0-9]+)"
_DECIMAL: Final = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eEdD]([+-]?[0-9]{1,6}))?"
_SPECIAL: Final = {
    "nan": "nan",
    "inf": "inf",
    "+inf": "inf",
    "-inf": "-inf",
    "infinity": "inf",
    "+infinity": "inf",
    "-infinity": "-inf",
}


def parse_integer(text: str) -> int | None:
    """``12``, ``-012``, ``0x1F``, ``0b101``; ``None`` for anything else, text of too many digits included."""
    match = re.fullmatch(_INTEGER, text) if len(text) <= MAXIMUM_DIGITS else None
    if match is None:
        return None
    digits = match[2]
    prefix = digits[:2].lower()
    base = 16 if prefix == "0x" else 2 if prefix == "0b" else 10
    number = int(digits, base) if base != 10 else int(digits)
    if number.bit_length() > MAXIMUM_BITS:
        return None
    return -number if match[1] == "-" else number


def parse_decimal(text: str) -> Decimal | None:
    """``12``, ``-1.50``, ``.5``, ``1e3``, ``1d-3``; ``None`` for anything else."""
    if len(text) > MAXIMUM_DIGITS or re.fullmatch(_DECIMAL, text) is None:
        return None
    return Decimal(text.replace("d", "e").replace("D", "e"))


def parse_float(text: str) -> float | None:
    """As :func:`parse_decimal`, and ``nan``, ``inf``, ``Infinity`` with a sign, without regard to case."""
    special = _SPECIAL.get(text.lower())
    if special is not None:
        return float(special)
    if len(text) > MAXIMUM_DIGITS or re.fullmatch(_DECIMAL, text) is None:
        return None
    return float(text.replace("d", "e").replace("D", "e"))


def parse_number(text: str) -> int | Decimal | None:
    """An integer or a decimal, whichever the text is; surrounding blanks are ignored."""
    text = text.strip()
    whole = parse_integer(text)
    return whole if whole is not None else parse_decimal(text)
