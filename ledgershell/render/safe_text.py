"""Untrusted text made fit for a screen: control characters become visible escapes, and widths are known.

Every document, name, file and message is somebody else's text.  Characters that a terminal obeys instead of showing
(C0, DEL, C1 with ESC, CSI and OSC), that reorder what is read (bidirectional controls), that nobody sees (zero width,
tags, fillers, byte order marks) or that cannot be encoded (lone surrogates) never pass; what takes their place is the
escape that Ion would write: ``\\n``, ``\\x1b``, ``\\u202e``, ``\\U000e0041``.
"""

from __future__ import annotations

import re
import unicodedata

from ledgershell.ion.text_writer import UNSAFE

_UNSAFE = re.compile(f"[{UNSAFE}\ufdd0-\ufdef\ufffe\uffff\U0001d173-\U0001d17a]")
"""What the Ion writer escapes, non-characters and the controls of musical notation."""
_NAMED = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    named = _NAMED.get(character)
    if named is not None:
        return named
    number = ord(character)
    if number < 0x100:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def _escape_for_json(match: re.Match[str]) -> str:
    number = ord(match.group())
    if number < 0x10000:
        return f"\\u{number:04x}"
    number -= 0x10000
    return f"\\u{0xD800 + (number >> 10):04x}\\u{0xDC00 + (number & 0x3FF):04x}"


def is_safe(text: str) -> bool:
    """Whether ``text`` may go to a terminal as it is."""
    return (text.isascii() and text.isprintable()) or _UNSAFE.search(text) is None


def visible(text: str) -> str:
    """``text`` with every unsafe character as its escape.  A backslash of the text stays as it is."""
    if text.isascii() and text.isprintable():
        return text
    return _UNSAFE.sub(_escape, text)


def visible_lines(text: str) -> str:
    """As :func:`visible`, but line feeds stay: for text of ours that has lines and may quote somebody's characters."""
    return "\n".join(visible(line) for line in text.split("\n"))


def encodable(text: str) -> str:
    """``text`` with lone surrogates as their escapes and all else untouched: what UTF-8 can carry."""
    if text.isascii():
        return text
    return re.sub("[\ud800-\udfff]", _escape, text)


def escaped_json(json_text: str) -> str:
    """JSON text whose strings hold no unsafe character: those go as ``\\u`` escapes, which mean the same.

    Works on finished JSON, because there only strings can hold such characters.
    """
    if json_text.isascii() and json_text.isprintable():
        return json_text
    return _UNSAFE.sub(_escape_for_json, json_text)


def display_width(text: str) -> int:
    """Columns that ``text`` (already visible) takes on a terminal: 2 for East Asian wide, 0 for combining marks."""
    if text.isascii():
        return len(text)
    return sum(map(_character_width, text))


def _character_width(character: str) -> int:
    if character < "\u0300":
        return 1
    if unicodedata.east_asian_width(character) in "WF":
        return 2
    return 0 if unicodedata.category(character) in ("Mn", "Me", "Cf") else 1


def clipped(text: str, width: int, ellipsis: str = "…") -> str:
    """``text`` cut to ``width`` columns, the last of them the ellipsis when something was cut."""
    if len(text) * 2 <= width or display_width(text) <= width:
        return text
    room = width - display_width(ellipsis)
    used = 0
    for position, character in enumerate(text):
        used += _character_width(character)
        if used > room:
            return text[:position] + ellipsis
    return text


def padded(text: str, width: int, *, right: bool = False) -> str:
    """``text`` filled up with spaces to ``width`` columns."""
    space = " " * (width - display_width(text))
    return space + text if right else text + space
