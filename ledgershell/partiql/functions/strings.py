"""Functions on text.  Positions count code points from 1."""

from __future__ import annotations

from ledgershell.partiql.functions.definition import BYTES, INTEGER, TEXT, Function
from ledgershell.partiql.typing_errors import TypeMismatch, bad_argument, out_of_range
from ledgershell.static_typing import Final

MAXIMUM_LENGTH: Final = 64 * 1024 * 1024
"""Text that a function builds may have so many characters."""


def char_length(text: str) -> int:
    """Code points, not bytes and not what a reader sees as one character."""
    return len(text)


def octet_length(value: str | bytes) -> int:
    """Bytes; of text, in UTF-8."""
    return len(value) if isinstance(value, bytes) else len(value.encode("utf-8", "surrogatepass"))


def bit_length(value: str | bytes) -> int:
    """Eight a byte."""
    return octet_length(value) * 8


def lower(text: str) -> str:
    """Unicode's full case mapping."""
    return str.lower(text)


def upper(text: str) -> str:
    """Unicode's full case mapping."""
    return str.upper(text)


def substring(text: str, start: int, length: int | None = None) -> str:
    """SQL-92, 6.7: the window ``start .. start + length - 1``, cut to the text."""
    if length is None:
        return str(text[max(start, 1) - 1 :])
    if length < 0:
        raise TypeMismatch(f"SUBSTRING: the length is {length}", hint="a length is at least 0")
    return str(text[max(start, 1) - 1 : max(start + length - 1, 0)])


def substring_qldb(text: str, start: int, length: int | None = None) -> str:
    """A negative length is an error, also under permissive typing."""
    if length is not None and length < 0:
        raise bad_argument("SUBSTRING", f"the length is {length}", hint="a length is at least 0")
    return substring(text, start, length)


def trim(side: str | None, text: str, characters: str = " ") -> str:
    """Take off any of ``characters`` at the LEADING, TRAILING or BOTH ends."""
    if not characters:
        return str(text)
    if side == "LEADING":
        return text.lstrip(characters)
    if side == "TRAILING":
        return text.rstrip(characters)
    return text.strip(characters)


def position(needle: str, haystack: str) -> int:
    """Where the needle first stands, from 1; 0 when it does not."""
    return haystack.find(needle) + 1


def overlay(text: str, replacement: str, start: int, length: int | None = None) -> str:
    """SQL:1999, 6.18: put ``replacement`` where ``length`` characters from ``start`` were."""
    length = len(replacement) if length is None else length
    if start < 1 or length < 0:
        raise TypeMismatch("OVERLAY: the start is at least 1, the length at least 0")
    return f"{text[: start - 1]}{replacement}{text[start - 1 + length :]}"


def text_replace(text: str, old: str, new: str) -> str:
    """Replace every occurrence, from the left; an empty ``old`` stands once at the start of an empty text only."""
    if not old:
        return str(new) if not text else str(text)
    if len(text) + text.count(old) * max(len(new) - len(old), 0) > MAXIMUM_LENGTH:
        raise out_of_range("the length of the text")
    return str.replace(text, old, new)


FUNCTIONS: Final = (
    Function(
        "CHAR_LENGTH",
        "CHAR_LENGTH(text)",
        "The number of Unicode code points in a text",
        "CHAR_LENGTH('café')",
        "4",
        "QLDB",
        (TEXT,),
        1,
        char_length,
    ),
    Function(
        "CHARACTER_LENGTH",
        "CHARACTER_LENGTH(text)",
        "The number of Unicode code points in a text; the same as CHAR_LENGTH",
        "CHARACTER_LENGTH('abc')",
        "3",
        "QLDB",
        (TEXT,),
        1,
        char_length,
    ),
    Function(
        "LOWER",
        "LOWER(text)",
        "The text in lower case",
        "LOWER('AbC-1')",
        '"abc-1"',
        "QLDB",
        (TEXT,),
        1,
        lower,
    ),
    Function(
        "UPPER",
        "UPPER(text)",
        "The text in upper case",
        "UPPER('AbC-1')",
        '"ABC-1"',
        "QLDB",
        (TEXT,),
        1,
        upper,
    ),
    Function(
        "SUBSTRING",
        "SUBSTRING(text, start [, length]) or SUBSTRING(text FROM start [FOR length])",
        "The part of a text from a position (the first is 1), so many characters long",
        "SUBSTRING('123456789', 2, 3)",
        '"234"',
        "QLDB",
        (TEXT, INTEGER, INTEGER),
        2,
        substring,
        qldb=substring_qldb,
    ),
    Function(
        "TRIM",
        "TRIM([[LEADING|TRAILING|BOTH] [characters] FROM] text)",
        "The text without the characters (each of them, in any order) at its ends; without spaces by default",
        "TRIM(BOTH '12' FROM '1112212foobar22211122')",
        '"foobar"',
        "QLDB",
        (TEXT, TEXT),
        1,
        trim,
        takes_part=True,
    ),
    Function(
        "OCTET_LENGTH",
        "OCTET_LENGTH(text)",
        "The number of bytes of a text in UTF-8, or of a lob",
        "OCTET_LENGTH('café')",
        "5",
        "PartiQL",
        (BYTES,),
        1,
        octet_length,
    ),
    Function(
        "BIT_LENGTH",
        "BIT_LENGTH(text)",
        "The number of bits of a text in UTF-8, or of a lob",
        "BIT_LENGTH('abc')",
        "24",
        "PartiQL",
        (BYTES,),
        1,
        bit_length,
    ),
    Function(
        "POSITION",
        "POSITION(part IN text)",
        "Where a part first stands in a text, counted from 1; 0 when it does not",
        "POSITION('ell' IN 'hello')",
        "2",
        "PartiQL",
        (TEXT, TEXT),
        2,
        position,
    ),
    Function(
        "OVERLAY",
        "OVERLAY(text PLACING new FROM start [FOR length])",
        "The text with a new part put where another one was",
        "OVERLAY('hello' PLACING 'XX' FROM 2 FOR 3)",
        '"hXXo"',
        "PartiQL",
        (TEXT, TEXT, INTEGER, INTEGER),
        3,
        overlay,
    ),
    Function(
        "TEXT_REPLACE",
        "TEXT_REPLACE(text, old, new)",
        "The text with every occurrence of a part replaced",
        "TEXT_REPLACE('abcdef', 'cd', 'XX')",
        '"abXXef"',
        "PartiQL",
        (TEXT, TEXT, TEXT),
        3,
        text_replace,
    ),
)
