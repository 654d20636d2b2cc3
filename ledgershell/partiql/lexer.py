"""From text to tokens: for the parser, the splitter and the highlighter.

The patterns stand in ``grammar/partiql.lark`` and arrive by way of the generated tables; no repetition in them
backtracks, so lexing is linear whatever the text.  What is special about the language's tokens:

* An Ion literal ends at the backtick that stands outside Ion's own strings, symbols, comments and blobs.
* A word is a keyword or a name by the rules of :mod:`ledgershell.partiql.keywords`; those that depend on the
  grammar's state are left to the parser (:data:`CONTEXTUAL`).
* A number directly before a letter is an error, not a number with an alias.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ledgershell.partiql.keywords import FOLLOWED_BY, RESERVED, TYPE_WORDS, USES, Use
from ledgershell.partiql.tables import PATTERNS, PUNCTUATION, TERMINALS
from ledgershell.static_typing import Final, Literal

TERMINAL_NAMES: Final = tuple(TERMINALS.split())
TERMINAL: Final = {name: number for number, name in enumerate(TERMINAL_NAMES)}
"""The numbers of the grammar's terminals."""
END: Final = TERMINAL["$END"]
ERROR: Final = -1
"""The text cannot be read from here on."""
CONTEXTUAL: Final = 1000
"""Added to a terminal's number: take it if the grammar does, else what :data:`OTHERWISE` says."""

_IDENT, _STRING, _ION = (TERMINAL[name] for name in ("IDENT", "STRING", "ION"))
_LSQB = TERMINAL["LSQB"]
_RESERVED = TERMINAL["RESERVED"]
OTHERWISE: Final = {
    TERMINAL["EDGE_MINUS"]: TERMINAL["MINUS"],
    TERMINAL["EDGE_TILDE"]: TERMINAL["TILDE"],
    TERMINAL["BAG_CLOSE"]: TERMINAL["GREATER"],
}
"""What a contextual terminal is where the grammar does not take it, if not a name; ``>>`` is then twice ``>``."""
_EDGES = {OTHERWISE[TERMINAL[name]]: CONTEXTUAL + TERMINAL[name] for name in ("EDGE_MINUS", "EDGE_TILDE")}
"""``-`` and ``~`` before ``[``: perhaps the edge of a graph pattern."""

_SYMBOLS = {text: TERMINAL[name] for text, name in PUNCTUATION.items()}
_SYMBOLS[">>"] = CONTEXTUAL + TERMINAL["BAG_CLOSE"]


def _word_kinds() -> dict[str, int | tuple[Use, ...]]:
    kinds: dict[str, int | tuple[Use, ...]] = {word: TERMINAL.get(word, TERMINAL["RESERVED"]) for word in RESERVED}
    for word, uses in USES.items():
        kinds[word] = TERMINAL[uses[0].terminal] if uses[0].anywhere else uses
    return kinds


_WORDS = _word_kinds()

# --- Regular expressions --------------------------------------------------------------------------------------------

_NO_LETTER = r"(?![A-Za-z_$])"
_TOKEN = "|".join(
    (
        f"({PATTERNS['IDENT']})",
        r"(<<|>>|<>|!=|<=|>=|\|\||[-(){}\[\],;:?@+*%=<>&|!~]|/(?!\*)|\.(?![0-9]))",
        f"({PATTERNS['STRING']})",
        f"({PATTERNS['FLOAT']}){_NO_LETTER}",
        f"({PATTERNS['DECIMAL']}){_NO_LETTER}",
        f"({PATTERNS['INT']}){_NO_LETTER}",
        f"({PATTERNS['QUOTED']})",
        "(`)",
        r"(\S)",
    )
)
_REMARKS = f"{PATTERNS['LINE_COMMENT']}|{PATTERNS['BLOCK_COMMENT']}"
# The last group is the beginning of a comment that does not end.
_SCANNING = re.compile(rf"\s*+(?:(?!--|/\*)(?:{_TOKEN})|({_REMARKS})|(\S)|\Z)")
_WORD, _SYMBOL, _TEXT, _FLOAT, _DECIMAL, _INTEGER, _QUOTED, _BACKTICK, _STRAY, _REMARK = range(1, 11)
_LITERALS = {
    _TEXT: _STRING,
    _FLOAT: TERMINAL["FLOAT"],
    _DECIMAL: TERMINAL["DECIMAL"],
    _INTEGER: TERMINAL["INT"],
    _QUOTED: TERMINAL["QUOTED"],
}
_ion_pattern: re.Pattern[str] | None = None


def ion_end(text: str, start: int, end: int) -> int:
    """Where the Ion literal whose opening backtick is at ``start`` ends; -1 when it does not end before ``end``."""
    global _ion_pattern  # compiled when the first backtick is seen: most statements have none
    if _ion_pattern is None:
        _ion_pattern = re.compile(PATTERNS["ION"])
    match = _ion_pattern.match(text, start, end)
    return match.end() if match else -1


# --- For the parser -------------------------------------------------------------------------------------------------


class Tokens:
    """Three lists of one length: terminal (see :data:`ERROR`, :data:`CONTEXTUAL`), start, end of each token.

    The last token is ``$END``, which is empty and stands right behind the last real token, or :data:`ERROR`.
    """

    __slots__ = ("ends", "kinds", "starts")

    def __init__(self, kinds: list[int], starts: list[int], ends: list[int]) -> None:
        self.kinds = kinds
        self.starts = starts
        self.ends = ends


def lex(text: str, start: int = 0, end: int | None = None) -> Tokens:
    """The tokens of ``text[start:end]``, with white space and comments left out.  Never fails."""
    end = len(text) if end is None else end
    kinds: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    settle: list[int] = []
    position: int | None = start
    while position is not None:
        position = _lex_from(text, position, end, (kinds, starts, ends), settle)
    if not kinds or kinds[-1] != ERROR:
        last = ends[-1] if ends else start
        kinds.append(END)
        starts.append(last)
        ends.append(last)
    tokens = Tokens(kinds, starts, ends)
    for index in settle:
        kinds[index] = _settled(text, tokens, index)
    return tokens


def _lex_from(
    text: str, position: int, end: int, lists: tuple[list[int], list[int], list[int]], settle: list[int]
) -> int | None:
    """Lex up to the end of the next Ion literal, and say where that is; ``None`` when all is done."""
    kinds, starts, ends = lists
    words = _WORDS
    for match in _SCANNING.finditer(text, position, end):
        group = match.lastindex
        if group is None:
            break
        first, behind = match.span(group)
        if group == _WORD:
            found = words.get(text[first:behind].upper(), _IDENT)
            if type(found) is int:
                kind = found
            else:
                settle.append(len(kinds))
                kind = _IDENT
        elif group == _SYMBOL:
            kind = _SYMBOLS[text[first:behind]]
            if kind == _LSQB and kinds and kinds[-1] in _EDGES:
                kinds[-1] = _EDGES[kinds[-1]]
        elif group < _BACKTICK:
            kind = _LITERALS[group]
        elif group == _BACKTICK and (behind := ion_end(text, first, end)) > 0:
            kinds.append(_ION)
            starts.append(first)
            ends.append(behind)
            return behind
        elif group == _REMARK:
            continue
        else:
            kinds.append(ERROR)
            starts.append(first)
            ends.append(first + 1)
            break
        kinds.append(kind)
        starts.append(first)
        ends.append(behind)
    return None


def _settled(text: str, tokens: Tokens, index: int) -> int:
    """The kind of a word that has more than one use, all tokens being known."""
    word = text[tokens.starts[index] : tokens.ends[index]].upper()
    for use in USES[word]:
        if use.before and not any(_follows(text, tokens, index, wanted) for wanted in use.before):
            continue
        if any(_follows(text, tokens, index, unwanted) for unwanted in use.not_before):
            continue
        return TERMINAL[use.terminal] + (CONTEXTUAL if use.contextual else 0)
    return TERMINAL.get(word, _RESERVED) if word in RESERVED else _IDENT


def _follows(text: str, tokens: Tokens, index: int, wanted: str) -> bool:
    """Whether the token behind ``index`` is what a :class:`Use` names."""
    kinds = tokens.kinds
    if index + 1 >= len(kinds):
        return False
    kind = kinds[index + 1]
    if wanted == "STRING":
        return kind == _STRING
    if wanted == ";" and kind == END:
        return True
    return text[tokens.starts[index + 1] : tokens.ends[index + 1]].upper() == wanted


# --- For the splitter and the highlighter ---------------------------------------------------------------------------

RawKind = Literal["word", "symbol", "string", "number", "quoted", "ion", "comment", "unterminated", "unknown"]
TokenKind = Literal[
    "keyword",
    "type",
    "function",
    "name",
    "symbol",
    "string",
    "number",
    "quoted",
    "ion",
    "comment",
    "unterminated",
    "unknown",
]

_RAW_KINDS: Final[tuple[RawKind, ...]] = (
    "unknown",
    "word",
    "symbol",
    "string",
    "number",
    "number",
    "number",
    "quoted",
    "ion",
    "unknown",
    "comment",
    "unknown",
)
"""By the number of the group that matched."""
_TEMPORAL = frozenset({"DATE", "TIME", "TIMESTAMP"})
_BAD_NUMBER = r"[0-9.][0-9A-Za-z_$.]*+"


def scan(text: str, start: int = 0) -> Iterator[tuple[RawKind, int, int]]:
    """``(kind, start, end)`` of each token from ``start`` on, comments included, white space left out.

    Never fails: a literal or comment that does not end is one ``unterminated`` token up to the end of the text, and
    a character that starts no token is ``unknown`` (so is, as a whole, a number directly before a letter).
    """
    position = start
    while True:
        match = _SCANNING.match(text, position)
        group = match.lastindex if match else None
        if match is None or group is None:
            return
        first, position = match.span(group)
        kind = _RAW_KINDS[group]
        if kind == "ion":
            position = ion_end(text, first, len(text))
            if position < 0:
                kind = "unterminated"
        elif kind == "unknown":
            if text[first] in "'\"" or text.startswith("/*", first):
                kind = "unterminated"
            elif text[first] in "0123456789.":
                position = re.compile(_BAD_NUMBER).match(text, first).end()  # type: ignore[union-attr]
        if kind == "unterminated":
            yield kind, first, len(text)
            return
        yield kind, first, position


def tokens(text: str) -> Iterator[tuple[TokenKind, int, int]]:
    """``(kind, start, end)`` of each token for highlighting; white space is left out.  Never fails.

    Words are told apart without the grammar: contextual ones (``YEAR``, ``SHORTEST``) count as names, and a name
    before ``(`` as a function.
    """
    found = list(scan(text))
    for index, (kind, start, end) in enumerate(found):
        if kind == "word":
            yield _highlighted(text, found, index), start, end
        else:
            yield kind, start, end


def _highlighted(text: str, found: list[tuple[RawKind, int, int]], index: int) -> TokenKind:
    word = text[found[index][1] : found[index][2]].upper()
    following = [item for item in found[index + 1 : index + 3] if item[0] != "comment"]
    behind = text[following[0][1] : following[0][2]].upper() if following else ";"
    if behind == "(" and word in ("LEFT", "RIGHT"):
        return "function"
    if word in RESERVED:
        return "type" if word in TYPE_WORDS else "keyword"
    if word in _TEMPORAL and (behind in ("(", "WITH", "WITHOUT", "ZONE") or behind.startswith("'")):
        return "type"
    if word in FOLLOWED_BY and any(behind in use.before for use in USES[word]):
        return "keyword"
    return "function" if behind == "(" else "name"
