"""Characters that begin no token: what they were meant to be, and what to type instead.

Articles and word processors set quotes and dashes for the eye; pasted into a shell they are other characters than
those of the language.
"""

from __future__ import annotations

import re
import unicodedata
from types import MappingProxyType

from ledgershell.errors import ParseError, Span
from ledgershell.partiql.spelling import shortened
from ledgershell.static_typing import Final, NamedTuple


class Typographic(NamedTuple):
    """A character set for the eye.

    ``what``   its kind, for the message
    ``plain``  what the language has in its place
    ``type``   how to say so
    """

    what: str
    plain: str
    type: str


_SINGLE = Typographic("typographic quote", "'", "a straight single quote (')")
_DOUBLE = Typographic("typographic quote", '"', 'a straight double quote (")')
_DASH = Typographic("typographic dash", "-", "a plain hyphen (-), or two (--) to begin a comment")

TYPOGRAPHIC: Final = MappingProxyType(
    {
        **dict.fromkeys("‘’‚‛′´＇", _SINGLE),
        **dict.fromkeys("“”„‟″＂", _DOUBLE),
        **dict.fromkeys("‐‑‒–—―−－", _DASH),
        "«": Typographic("typographic quote", "<<", "two less-than signs (<<)"),
        "»": Typographic("typographic quote", ">>", "two greater-than signs (>>)"),
        "≤": Typographic("mathematical sign", "<=", "<="),
        "≥": Typographic("mathematical sign", ">=", ">="),
        "≠": Typographic("mathematical sign", "<>", "<>"),
        "×": Typographic("mathematical sign", "*", "an asterisk (*)"),
        "÷": Typographic("mathematical sign", "/", "a slash (/)"),
    }
)
"""Characters that articles and word processors put in place of the language's."""
_OPENING: Final = MappingProxyType(
    {
        "'": ("this string does not end", "end it with a single quote ('); a quote within is written twice ('')"),
        '"': ("this quoted name does not end", 'end it with a double quote ("); strings stand in single quotes'),
        "`": ("this Ion literal does not end", "end it with a backtick (`)"),
        "/*": ("this comment does not end", "end it with */"),
    }
)
_NUMBER: Final = re.compile(r"[0-9.][0-9A-Za-z_$.]*+")
_DATE_BEFORE: Final = re.compile(r"[0-9]{4}-(?:[0-9]{2}-)?\Z")
_WORD: Final = re.compile(r"\w++")


def unreadable(text: str, start: int) -> ParseError:
    """The error for a place where no token can be read."""
    character = text[start]
    opener = "/*" if text.startswith("/*", start) else character
    if opener in _OPENING:
        message, hint = _OPENING[opener]
        error = ParseError("LS-PARSE-003", message, span=Span(start, start + len(opener)), text=text, hint=hint)
        error.incomplete = True
        return error
    if character in "0123456789.":
        return _bad_number(text, start)
    span = Span(start, start + 1)
    if found := TYPOGRAPHIC.get(character):
        message = f'"{character}" is a {found.what}, which means nothing in the language'
        return ParseError("LS-PARSE-004", message, span=span, text=text, hint=f"type {found.type}")
    if character.isalpha():
        word = _WORD.match(text, start)
        span = Span(_word_start(text, start), word.end() if word else start + 1)
        message = "only names in double quotes can have such letters"
        hint = f'write "{shortened(text[span.start : span.end])}"'
        return ParseError("LS-PARSE-004", message, span=span, text=text, hint=hint)
    return ParseError("LS-PARSE-004", _meaningless(character), span=span, text=text, hint=_HINTS.get(character))


_HINTS: Final = MappingProxyType(
    {
        "#": "a comment begins with --",
        "\\": "a command of the shell begins a line, or ends a statement",
        "^": "there is no such operator",
    }
)


def _word_start(text: str, start: int) -> int:
    while start > 0 and (text[start - 1].isalnum() or text[start - 1] == "_"):
        start -= 1
    return start


def _meaningless(character: str) -> str:
    name = unicodedata.name(character, "")
    code = f"U+{ord(character):04X}"
    described = f'"{character}"' if character.isprintable() else f"the invisible character {code}"
    if not character.isascii() and name:
        described = (
            f"{described} ({code} {name.lower()})" if character.isprintable() else f"{described} ({name.lower()})"
        )
    return f"{described} means nothing here"


def _bad_number(text: str, start: int) -> ParseError:
    match = _NUMBER.match(text, start)
    span = Span(start, match.end() if match else start + 1)
    word = shortened(text[span.start : span.end])
    hint = f'put a blank between number and word; a name that begins with a digit is written "{word}"'
    if _DATE_BEFORE.search(text, max(0, start - 8), start) and "T" in word.upper():
        hint = "a timestamp stands in backticks, as in `2019-06-05T12:00:00Z`"
    return ParseError("LS-PARSE-005", f'"{word}" is neither a number nor a name', span=span, text=text, hint=hint)
