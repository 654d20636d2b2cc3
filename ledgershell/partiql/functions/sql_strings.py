"""Text functions that SQL users expect and PartiQL lacks, under their SQL names, as PostgreSQL has them."""

from __future__ import annotations

from ledgershell.ion.values import Value
from ledgershell.partiql.casts import text_of
from ledgershell.partiql.functions.definition import ANY, INTEGER, TEXT, Function
from ledgershell.partiql.functions.strings import MAXIMUM_LENGTH, char_length, text_replace
from ledgershell.partiql.types import KIND_NAMES, Kind, kind_name, kind_of, plain
from ledgershell.partiql.typing_errors import TypeMismatch, bad_argument, out_of_range
from ledgershell.static_typing import Final


def left(text: str, count: int) -> str:
    """The first characters; with a negative count all but the last ones."""
    return str(text[:count])


def right(text: str, count: int) -> str:
    """The last characters; with a negative count all but the first ones."""
    return str(text[-count:]) if count else ""


def replace(text: str, old: str, new: str) -> str:
    """Replace every occurrence; an empty ``old`` replaces nothing."""
    return text_replace(text, old, new) if old else str(text)


def concat(*values: Value) -> str:
    """The texts of the known arguments, one after another."""
    texts = []
    for value in map(plain, values):
        kind = kind_of(value)
        if kind > Kind.NULL:
            text = text_of(value, kind)
            if text is None:
                raise TypeMismatch(f"CONCAT takes scalars, not a {kind_name(value)}")
            texts.append(text)
    return "".join(texts)


def left_trim(text: str, characters: str = " ") -> str:
    """Take off any of the characters at the start."""
    return text.lstrip(characters) if characters else str(text)


def right_trim(text: str, characters: str = " ") -> str:
    """Take off any of the characters at the end."""
    return text.rstrip(characters) if characters else str(text)


def left_pad(text: str, length: int, fill: str = " ") -> str:
    """Fill up at the start, or cut at the end, to a length."""
    return _padding(text, length, fill) + text[: max(length, 0)]


def right_pad(text: str, length: int, fill: str = " ") -> str:
    """Fill up, or cut, at the end, to a length."""
    return text[: max(length, 0)] + _padding(text, length, fill)


def _padding(text: str, length: int, fill: str) -> str:
    _check_length(length)
    wanted = length - len(text)
    return (fill * (wanted // len(fill) + 1))[:wanted] if wanted > 0 and fill else ""


def _check_length(length: int) -> None:
    if length > MAXIMUM_LENGTH:
        raise out_of_range("the length of the text")


def repeat(text: str, count: int) -> str:
    """The text so many times; nothing for a count below one."""
    _check_length(len(text) * count)
    return str(text) * count


def reverse(text: str) -> str:
    """Code points in reverse order."""
    return str(text[::-1])


def starts_with(text: str, prefix: str) -> bool:
    """Whether the text begins so."""
    return text.startswith(prefix)


def split_part(text: str, separator: str, number: int) -> str:
    """One of the parts between separators, from 1 or, negative, from the end; empty when there is none."""
    if number == 0:
        raise bad_argument("SPLIT_PART", "parts are counted from 1, or from -1 backwards")
    parts = text.split(separator) if separator else [text]
    index = number - 1 if number > 0 else len(parts) + number
    return str(parts[index]) if 0 <= index < len(parts) else ""


def type_of(value: Value) -> str:
    """What kind of value it is: ``int``, ``string``, ``struct``, …"""
    return KIND_NAMES[kind_of(value)]


FUNCTIONS: Final = (
    Function(
        "LENGTH",
        "LENGTH(text)",
        "The number of Unicode code points in a text; the same as CHAR_LENGTH",
        "LENGTH('café')",
        "4",
        "SQL extension",
        (TEXT,),
        1,
        char_length,
    ),
    Function(
        "LEFT",
        "LEFT(text, count)",
        "The first characters of a text; with a negative count all but the last ones",
        "LEFT('abcde', 2)",
        '"ab"',
        "SQL extension",
        (TEXT, INTEGER),
        2,
        left,
    ),
    Function(
        "RIGHT",
        "RIGHT(text, count)",
        "The last characters of a text; with a negative count all but the first ones",
        "RIGHT('abcde', 2)",
        '"de"',
        "SQL extension",
        (TEXT, INTEGER),
        2,
        right,
    ),
    Function(
        "REPLACE",
        "REPLACE(text, old, new)",
        "The text with every occurrence of a part replaced",
        "REPLACE('abcabc', 'b', 'xx')",
        '"axxcaxxc"',
        "SQL extension",
        (TEXT, TEXT, TEXT),
        3,
        replace,
    ),
    Function(
        "CONCAT",
        "CONCAT(value, …)",
        "The texts of all arguments that are neither null nor missing, one after another",
        "CONCAT('a', 1, NULL, true)",
        '"a1true"',
        "SQL extension",
        (ANY,),
        1,
        concat,
        maximum=None,
        unknowns="own",
    ),
    Function(
        "LTRIM",
        "LTRIM(text [, characters])",
        "The text without the characters (spaces by default) at its start",
        "LTRIM('  ab ')",
        '"ab "',
        "SQL extension",
        (TEXT, TEXT),
        1,
        left_trim,
    ),
    Function(
        "RTRIM",
        "RTRIM(text [, characters])",
        "The text without the characters (spaces by default) at its end",
        "RTRIM('abxyx', 'xy')",
        '"ab"',
        "SQL extension",
        (TEXT, TEXT),
        1,
        right_trim,
    ),
    Function(
        "LPAD",
        "LPAD(text, length [, fill])",
        "The text filled up at its start, or cut, to a length",
        "LPAD('7', 3, '0')",
        '"007"',
        "SQL extension",
        (TEXT, INTEGER, TEXT),
        2,
        left_pad,
    ),
    Function(
        "RPAD",
        "RPAD(text, length [, fill])",
        "The text filled up at its end, or cut, to a length",
        "RPAD('ab', 5, 'xy')",
        '"abxyx"',
        "SQL extension",
        (TEXT, INTEGER, TEXT),
        2,
        right_pad,
    ),
    Function(
        "REPEAT",
        "REPEAT(text, count)",
        "The text so many times",
        "REPEAT('ab', 3)",
        '"ababab"',
        "SQL extension",
        (TEXT, INTEGER),
        2,
        repeat,
    ),
    Function(
        "REVERSE",
        "REVERSE(text)",
        "The text backwards",
        "REVERSE('abc')",
        '"cba"',
        "SQL extension",
        (TEXT,),
        1,
        reverse,
    ),
    Function(
        "STARTS_WITH",
        "STARTS_WITH(text, prefix)",
        "Whether a text begins with another",
        "STARTS_WITH('abc', 'ab')",
        "true",
        "SQL extension",
        (TEXT, TEXT),
        2,
        starts_with,
    ),
    Function(
        "SPLIT_PART",
        "SPLIT_PART(text, separator, number)",
        "One of the parts of a text between separators, counted from 1 (from -1 backwards)",
        "SPLIT_PART('2024-02-29', '-', 2)",
        '"02"',
        "SQL extension",
        (TEXT, TEXT, INTEGER),
        3,
        split_part,
    ),
    Function(
        "TYPE_OF",
        "TYPE_OF(value)",
        "What kind of value it is, such as int, decimal, string, struct, null or missing",
        "TYPE_OF(1.5)",
        '"decimal"',
        "SQL extension",
        (ANY,),
        1,
        type_of,
        unknowns="own",
    ),
)
