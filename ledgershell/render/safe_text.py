"""Untrusted text made fit for a screen: control characters become visible escapes, and widths are known.

Every document, name, file and message is somebody else's text.  Characters that a terminal obeys instead of showing
(C0, DEL, C1 with ESC, CSI and OSC), that reorder what is read (bidirectional controls), that nobody sees (zero width,
tags, fillers, byte order marks) or that cannot be encoded (lone surrogates) never pass; what takes their place is the
escape that Ion would write: ``\\n``, ``\\x1b``, ``\\u202e``, ``\\U000e0041``.

Some characters are right in one place and a disguise in another.  A joiner passes between letters of scripts that join
(Persian, Devanagari) and between emoji, not in Latin text; a variation selector behind a character that has variants;
combining marks on a letter, up to eight of them, not on a quote or a table's border.

Widths are those of the Unicode tables that terminals use.  Plain scripts are counted here; for the others (emoji
sequences, Indic scripts, conjoining jamo) wcwidth is asked, which is imported then and not before.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from ledgershell.ion.text_writer import UNSAFE

_JOINING = (
    "\u0600-\u1fff\u231a-\u27bf\u2b05-\u2b55\u3030\u303d\ua800-\uabff\ufb1d-\ufdff\ufe70-\ufefc\U00010a00-\U000e0000"
)
"""The inside of a class: scripts that join, symbols with variants, emoji."""
_VARIANTS = (
    f"{_JOINING}#*0-9\xa9\xae\u203c\u2049\u2122\u2139\u2194-\u21aa\u2200-\u22ff\u2900-\u2bff"
    "\u3297\u3299\u2e80-\u9fff\uf900-\ufaff"
)
_MARKS = (
    "\u0300-\u034e\u0350-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff"
    "\u302a-\u302f\u3099\u309a\ufe20-\ufe2f"
)
_UNSAFE = (
    f"[{UNSAFE}\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufdd0-\ufdef\ufffe\uffff\U0001d173-\U0001d17a]"
    f"|(?<![{_JOINING}\ufe0f])[\u200c\u200d]|[\u200c\u200d](?![{_JOINING}])"
    f"|(?<![{_VARIANTS}])[\ufe00-\ufe0f\U000e0100-\U000e01ef]"
    f"|(?<![^\\s\"'`{{}}\\[\\]()<>|,:])[{_MARKS}]|(?<=[{_MARKS}]{{8}})[{_MARKS}]"
)
"""What the Ion writer escapes, fillers, non-characters, the controls of musical notation, and what is out of place.

As text: re compiles it when it is first needed, and most runs need it not."""
_MARK_CATEGORIES = ("Mn", "Me")
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
    if text.isascii():
        return text.isprintable()
    return re.search(_UNSAFE, text) is None and unicodedata.category(text[0]) not in _MARK_CATEGORIES


def visible(text: str) -> str:
    """``text`` with every unsafe character as its escape.  A backslash of the text stays as it is."""
    if text.isascii() and text.isprintable():
        return text
    shown = re.sub(_UNSAFE, _escape, text)
    if unicodedata.category(shown[0]) in _MARK_CATEGORIES:  # it would sit on whatever is printed before it
        number = ord(shown[0])
        shown = (f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}") + shown[1:]
    return shown


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
    return re.sub(_UNSAFE, _escape_for_json, json_text)


_PLAIN_SCRIPTS = (
    "[ -\u02ff\u0370-\u0482\u048a-\u0588\u1e00-\u200a\u2010-\u2027\u202f-\u205e\u20a0-\u20c0\u2150-\u218b\u2500-\u25ff"
    "\u3000-\u3029\u3031-\u303c\u3041-\u3096\u309b-\u312f\u3131-\u318e\u3400-\u4dbf\u4e00-\ua48c\uac00-\ud7a3"
    "\uf900-\ufa6d\uff01-\uff9f\uffe0-\uffe6]*"
)
"""Text in which no character changes the width of another."""


def display_width(text: str) -> int:
    """Columns that ``text`` (already visible) takes on a terminal: 2 for East Asian wide, 0 for combining marks."""
    if text.isascii():
        return len(text)
    if re.fullmatch(_PLAIN_SCRIPTS, text):
        return len(text) + sum([unicodedata.east_asian_width(character) in "WF" for character in text])
    from wcwidth import wcswidth

    return max(wcswidth(text), 0)


def _clusters(text: str) -> Iterator[str]:
    """What stands in one place on the screen: a character with its marks, an emoji with all that is joined to it."""
    start = 0
    flag = False
    for position in range(1, len(text)):
        character, before = text[position], text[position - 1]
        if unicodedata.category(character) in ("Mn", "Me", "Mc", "Cf") or before == "\u200d":
            continue
        if "\U0001f3fb" <= character <= "\U0001f3ff" or "\u1160" <= character <= "\u11ff":
            continue
        if not flag and "\U0001f1e6" <= character <= "\U0001f1ff" and "\U0001f1e6" <= before <= "\U0001f1ff":
            flag = True
            continue
        flag = False
        yield text[start:position]
        start = position
    if text:
        yield text[start:]


def clipped(text: str, width: int, ellipsis: str = "…") -> str:
    """``text`` cut to ``width`` columns, the last of them the ellipsis when something was cut."""
    if len(text) * 2 <= width or display_width(text) <= width:
        return text
    room = width - display_width(ellipsis)
    if text.isascii():
        return text[: max(room, 0)] + ellipsis
    used = 0
    kept: list[str] = []
    for cluster in _clusters(text):
        used += display_width(cluster)
        if used > room:
            break
        kept.append(cluster)
    return "".join(kept) + ellipsis


def padded(text: str, width: int, *, right: bool = False) -> str:
    """``text`` filled up with spaces to ``width`` columns."""
    space = " " * (width - display_width(text))
    return space + text if right else text + space
