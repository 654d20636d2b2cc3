r"""The first step of completion: what could stand at the cursor, worked out from the text alone."""

from __future__ import annotations

from ledgershell.partiql.keywords import RESERVED
from ledgershell.partiql.lexer import scan
from ledgershell.partiql.splitter import Splitter
from ledgershell.shell.completion.brackets import Level, Levels, Token
from ledgershell.shell.completion.grammar import Following, following, for_a_table
from ledgershell.shell.completion.scope import ODD_CALLS, Source, sources_at, target_at
from ledgershell.static_typing import Final, Literal, NamedTuple

Names = Literal[
    "nothing", "expression", "table", "path", "column", "key", "index", "dropped", "procedure", "variable", "command",
    "argument",
]  # fmt: skip
Step = str | None
"""One step of a path: a field's name, or ``None`` for an element of a list."""

TABLE_FOLLOWS: Final = frozenset(("FROM", "INTO", "UPDATE", "JOIN"))
TABLE_FUNCTIONS: Final = frozenset(("HISTORY", "CHANGES"))
CLAUSES: Final = frozenset(
    [
        "SELECT",
        "FROM",
        "JOIN",
        "WHERE",
        "GROUP",
        "HAVING",
        "ORDER",
        "LIMIT",
        "OFFSET",
        "LET",
        "SET",
        "REMOVE",
        "ON",
        "VALUE",
        "VALUES",
        "RETURNING",
    ]
)
LONGEST: Final = 100_000
"""Characters beyond which nothing is completed."""


class Wanted(NamedTuple):
    """What the cursor stands in.

    ``names``     which kind of name; ``path``: a field of what ``path`` leads to; ``key``: a field's name in a struct
                  that is written down; ``column``: a field to be changed or indexed
    ``start``     where what is ``typed`` begins in the text
    ``quote``     the quote that is open before it
    ``words``     the keywords that the grammar takes here
    ``path``      the steps before the last dot
    ``sources``   the variables in sight
    ``command``   the meta-command whose ``argument`` is wanted, and the ``arguments`` before it
    ``lower``     whether keywords are typed in lower case here
    """

    names: Names
    start: int = 0
    typed: str = ""
    quote: str = ""
    words: tuple[str, ...] = ()
    path: tuple[Step, ...] = ()
    sources: tuple[Source, ...] = ()
    command: str = ""
    arguments: tuple[str, ...] = ()
    lower: bool = False


NOTHING: Final = Wanted("nothing")


def wanted_at(text: str, cursor: int | None = None) -> Wanted:
    """What could be completed at the cursor, by default at the end."""
    cursor = len(text) if cursor is None else cursor
    if len(text) > LONGEST:
        return NOTHING
    begin = 0
    splitter = Splitter(text)
    while (start := splitter.begin(final=True)) is not None and start < cursor:
        if text[start] == "." and text[start + 1 : start + 2].isalpha() and "\n" not in text[start:cursor]:
            return _in_command(text, start, cursor)
        ending = splitter.end(start, final=True)
        if ending is None or cursor <= ending.at:
            return _in_statement(text, begin, len(text) if ending is None else ending.at, cursor)
        begin = ending.at + 1
        if ending.sign == "\\":
            line_end = text.find("\n", ending.at)
            begin = len(text) if line_end < 0 else line_end
            if cursor <= begin:
                return _in_command(text, ending.at, cursor)
        splitter.move(begin)
    return _in_statement(text, begin, len(text), cursor)


# --- Meta-commands --------------------------------------------------------------------------------------------------


def _in_command(text: str, start: int, cursor: int) -> Wanted:
    """In a line of meta-commands: the last one's name, or one of its arguments."""
    line = text[start:cursor]
    words = _command_words(line)
    last = max(at for at, (_, word) in enumerate(words) if at == 0 or word.startswith("\\"))
    (name_start, name), arguments = words[last], words[last + 1 :]
    if not arguments:
        return Wanted("command", start + name_start + 1, name[1:])
    offset, typed = arguments[-1]
    quote = typed[0] if typed[:1] in ("'", '"') else ""
    before = tuple(word for _, word in arguments[:-1])
    return Wanted(
        "argument", start + offset + len(quote), typed[len(quote) :], quote, command=name[1:], arguments=before
    )


def _command_words(line: str) -> list[tuple[int, str]]:
    """The words with their places; the last one is empty behind a blank."""
    words: list[tuple[int, str]] = []
    start, quote = 0, ""
    for place, letter in enumerate(line):
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "'\"":
            quote = letter
        elif letter.isspace():
            words.append((start, line[start:place]))
            start = place + 1
    words.append((start, line[start:]))
    return [(place, word) for number, (place, word) in enumerate(words, 1) if word or number == len(words)]


# --- Statements -----------------------------------------------------------------------------------------------------


def _in_statement(text: str, start: int, end: int, cursor: int) -> Wanted:
    *_, (kind, first, last) = ("unknown", 0, 0), *scan(text[start:cursor])
    touches = last > 0 and start + last == cursor
    if kind == "unterminated":
        return _in_literal(text, start, start + first, cursor)
    if touches and (kind == "comment" and text.startswith("--", start + first)):
        return NOTHING
    if touches and kind in ("number", "string", "quoted", "ion", "unknown"):
        return NOTHING
    begin = start + first if touches and kind == "word" else cursor
    levels = Levels(text, start, max(end, begin), begin)
    typed = text[begin:cursor]
    lower = _is_lower(text, levels.tokens[: levels.before], typed)
    return _with_names(levels, Wanted("nothing", begin, typed, lower=lower), following(text[start:begin]))


def _in_literal(text: str, start: int, quote: int, cursor: int) -> Wanted:
    """In a quoted name, or in the name of a field in a struct that is to be inserted; nowhere else."""
    without = text[:quote] + " " * (cursor - quote) + text[cursor:]  # what follows is no part of the literal
    levels = Levels(without, start, len(text), quote)
    wanted = Wanted("nothing", quote + 1, text[quote + 1 : cursor], text[quote])
    if text[quote] == '"':
        found = _with_names(levels, wanted, following(text[start:quote]))
        return NOTHING if found.names in ("nothing", "variable") else found._replace(words=())
    if text[quote] == "'":
        return _key(levels, wanted)
    return NOTHING


def _is_lower(text: str, before: list[Token], typed: str) -> bool:
    """As what is typed, or else as the last keyword."""
    if typed:
        return typed == typed.lower()
    words = [token for token in before if token.word in RESERVED]
    return bool(words) and text[words[-1].start : words[-1].end].islower()


def _with_names(levels: Levels, wanted: Wanted, follow: Following) -> Wanted:
    before = levels.tokens[: levels.before]
    last = before[-1] if before else None
    if last is not None and last.word == ".":
        path = _steps(levels, before[:-1])
        if not path:
            return NOTHING
        return wanted._replace(names="path", path=path, sources=sources_at(levels))
    if last is not None and last.word == ":" and last.end == wanted.start and not _parts_a_field(levels, before):
        return wanted._replace(names="variable")
    names = _kind_of_name(levels, before, follow)
    sources = sources_at(levels) if names in ("expression", "table", "column") else ()
    words = for_a_table(follow.words) if names == "table" else follow.words
    return wanted._replace(names=names, words=words, sources=sources)


def _parts_a_field(levels: Levels, before: list[Token]) -> bool:
    """Whether the last colon stands between a field's name and its value."""
    opener = levels.levels[levels.innermost].opener
    if opener < 0 or levels.tokens[opener].word != "{" or len(before) < 2:
        return False
    return before[-2].kind in ("string", "word", "quoted", "ion", "number")


def _kind_of_name(levels: Levels, before: list[Token], follow: Following) -> Names:
    if not follow.name:
        return "nothing"
    words = [token.word for token in before]
    last, first = (words[-1], words[0]) if words else ("", "")
    level = levels.levels[levels.innermost]
    callee = levels.callee(level)
    named = _after_keyword(last, first, words)
    if named is not None:
        return "expression" if last == "FROM" and callee in ODD_CALLS else named
    if last == "(" and callee in TABLE_FUNCTIONS:
        return "table"
    if last == "," and _clause(levels, level) in ("FROM", "JOIN", "ON") and callee not in ODD_CALLS:
        return "table"
    if first == "CREATE" and level.opener >= 0:
        return "column"
    if follow.expression:
        return "expression"
    return "column" if last in ("SET", "REMOVE") or (last == "," and _clause(levels, level) == "SET") else "nothing"


def _after_keyword(last: str, first: str, words: list[str]) -> Names | None:
    """What the last keyword alone decides."""
    if last in TABLE_FOLLOWS or (last == "ON" and first in ("CREATE", "DROP")):
        return "table"
    if last == "TABLE" and first in ("CREATE", "DROP", "UNDROP"):
        return {"CREATE": "nothing", "DROP": "table", "UNDROP": "dropped"}[first]  # type: ignore[return-value]
    if last == "INDEX" and first == "DROP":
        return "index"
    if last == "EXEC":
        return "procedure"
    return "nothing" if last in ("AS", "AT") and "CAST" not in words else None


def _clause(levels: Levels, level: Level) -> str:
    """The last clause's keyword before the cursor and between the same brackets."""
    for index in reversed(level.tokens):
        if index < levels.before and levels.tokens[index].word in CLAUSES:
            return levels.tokens[index].word
    return ""


def _steps(levels: Levels, before: list[Token]) -> tuple[Step, ...]:
    """The path that ends with the last token; empty when it begins with anything but a name."""
    steps: list[Step] = []
    at = len(before) - 1
    while at >= 0:
        token = before[at]
        if token.word == "]":
            depth = 0
            while at >= 0:
                depth += (before[at].word == "]") - (before[at].word == "[")
                at -= 1
                if not depth:
                    break
            steps.append(None)
            continue
        if token.kind not in ("word", "quoted"):
            return ()
        text = levels.text[token.start : token.end]
        steps.append(text[1:-1].replace('""', '"') if token.kind == "quoted" else text)
        if at == 0 or before[at - 1].word != ".":
            return tuple(reversed(steps))
        at -= 2
    return ()


def _key(levels: Levels, wanted: Wanted) -> Wanted:
    """A field's name in a struct behind INSERT INTO; ``path`` leads from the document to that struct."""
    target = target_at(levels)
    level = levels.levels[levels.innermost]
    tokens = levels.tokens
    if target is None or level.opener < 0 or tokens[level.opener].word != "{":
        return NOTHING
    if tokens[levels.before - 1].word not in ("{", ","):
        return NOTHING
    path: list[Step] = []
    while level.opener >= 1:
        if tokens[level.opener - 1].word == ":" and tokens[level.opener - 2].kind == "string":
            name = tokens[level.opener - 2]
            path.append(levels.text[name.start + 1 : name.end - 1].replace("''", "'"))
        level = levels.levels[level.parent]
        if level.opener >= 0 and tokens[level.opener].word == "[":
            path.append(None)
    return wanted._replace(names="key", path=tuple(reversed(path)), sources=(target,))
