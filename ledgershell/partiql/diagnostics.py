"""What went wrong, in words: from the token that did not fit to an error with place, reason and remedy.

The automaton knows exactly what could have stood at a place: each terminal is tried on the stack as it was *before* the
offending token (the rows of an LALR table alone would name far too many).  With that, several questions are asked in
order, the likeliest mistake first: Is it the end of the text?  A word that is reserved and meant as a name?  A keyword
misspelt, perhaps a word or two earlier, since any word may be a variable or an alias?  Only when none of them is
answered is the list of what was expected printed, grouped and shortened.

This module is imported when there is an error to explain.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ledgershell.errors import ParseError, Span
from ledgershell.partiql.characters import unreadable
from ledgershell.partiql.driver import accepts, advance, expected, replay
from ledgershell.partiql.habits import statement_hint
from ledgershell.partiql.keywords import DATE_PARTS, RESERVED, USES
from ledgershell.partiql.lexer import CONTEXTUAL, END, ERROR, TERMINAL, Tokens
from ledgershell.partiql.spelling import distance, shortened
from ledgershell.partiql.tables import PUNCTUATION
from ledgershell.static_typing import Final, NamedTuple

SHOWN: Final = 8
"""Alternatives named in a list of what was expected."""
LOOK_BACK: Final = 2
"""Words before the failing token that may have been the misspelt keyword."""

_IDENT: Final = TERMINAL["IDENT"]
_OPENERS: Final = {"(": ")", "[": "]", "{": "}", "<<": ">>"}
_CLOSERS: Final = {closer: opener for opener, closer in _OPENERS.items()}


class _Failure(NamedTuple):
    """A token that does not fit.

    ``stack``  the automaton's states before it
    ``could``  the terminals that would have fitted
    """

    text: str
    tokens: Tokens
    at: int
    stack: list[int]
    could: frozenset[str]

    def word(self, index: int) -> str:
        """The text of a token; empty beyond either end."""
        if not 0 <= index < len(self.tokens.kinds):
            return ""
        return self.text[self.tokens.starts[index] : self.tokens.ends[index]]

    def new_line(self) -> bool:
        """Whether the token is the first one of a line."""
        return self.at > 0 and "\n" in self.text[self.tokens.ends[self.at - 1] : self.tokens.starts[self.at]]

    def span(self, index: int) -> Span:
        """The place of a token."""
        return Span(self.tokens.starts[index], self.tokens.ends[index])

    def error(self, code: str, message: str, hint: str | None, index: int | None = None) -> ParseError:
        """The error to raise, at this token or another."""
        span = self.span(self.at if index is None else index)
        return ParseError(code, message, span=span, text=self.text, hint=hint)


def explain(text: str, tokens: Tokens, index: int) -> ParseError:
    """The error for the token at ``index``, before which everything fits."""
    if tokens.kinds[index] == ERROR:
        return unreadable(text, tokens.starts[index])
    stack = replay(tokens, index)
    failure = _Failure(text, tokens, index, stack, expected(stack))
    if tokens.kinds[index] == END:
        error = _elsewhere(failure) or _misspelt(failure) or _too_early(failure)
        error.incomplete = True
        return error
    error = _in_the_midst(failure)
    # A word that is a keyword before certain others only may yet be one.
    error.incomplete = tokens.kinds[index + 1] == END and failure.word(index).upper() in USES
    return error


def _in_the_midst(failure: _Failure) -> ParseError:
    for question in (_habit, _elsewhere, _reserved, _misspelt, _second_statement, _bracket):
        if error := question(failure):
            return error
    message = f"{_quote(failure.word(failure.at))} does not belong here"
    return failure.error("LS-PARSE-001", message, _wanted(failure.could))


# --- The end of the text --------------------------------------------------------------------------------------------


def _too_early(failure: _Failure) -> ParseError:
    opener = _unclosed(failure)
    if opener is None:
        hint = _wanted(failure.could)
    else:
        line, column = position(failure.text, failure.tokens.starts[opener])
        hint = f"the {_quote(failure.word(opener))} at line {line}, column {column} is not closed"
    return failure.error("LS-PARSE-002", "the statement ends too early", hint)


def position(text: str, offset: int) -> tuple[int, int]:
    """Line and column of an offset, both from 1."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _unclosed(failure: _Failure) -> int | None:
    """The token that opened the innermost bracket that is still open, if any."""
    openers: list[int] = []
    for index in range(failure.at):
        word = failure.word(index)
        if word in _OPENERS:
            openers.append(index)
        elif word in _CLOSERS and openers:
            openers.pop()
    return openers[-1] if openers else None


# --- Likely mistakes ------------------------------------------------------------------------------------------------


def _second_statement(failure: _Failure) -> ParseError | None:
    """Something behind ``;``, or a word that begins a statement where this one may end."""
    if failure.could == {"$END"} and failure.word(failure.at) == ";":
        return failure.error("LS-PARSE-012", "there is nothing between the two ;", "end a statement with one ;")
    if failure.could == {"$END"}:
        message = "a second statement begins here, and only one can be run at a time"
        return failure.error("LS-PARSE-012", message, "run them one after the other")
    kind = failure.tokens.kinds[failure.at]
    keyword = failure.word(failure.at).upper() in RESERVED and accepts([0], kind)
    # On a line of its own the word need not go on as a statement does: there may be another mistake in it.
    if "$END" in failure.could and keyword and _goes_on(failure, [0], failure.at, 1 if failure.new_line() else 2):
        return failure.error("LS-PARSE-012", "a second statement begins here", "end the statement before it with ;")
    return None


def _habit(failure: _Failure) -> ParseError | None:
    """What other languages write differently."""
    here, before = failure.word(failure.at), failure.word(failure.at - 1)
    adjacent = failure.at > 0 and failure.tokens.ends[failure.at - 1] == failure.tokens.starts[failure.at]
    hint: str | None = None
    if adjacent:
        hint = _PAIRS.get(before + here)
    if hint is None and here == failure.word(failure.at + 1) == ":":
        hint = "write CAST(value AS type)"
    if hint is None and here == "!":
        hint = "write NOT"
    if hint is None and "DATE_PART" in failure.could and before.startswith("'"):
        parts = ", ".join(DATE_PARTS[:6])
        hint = f"the unit stands behind the quotes, as in INTERVAL '6' MONTH (one of {parts})"
    if hint is None and here == "," and before == "*" and "FROM" in failure.could:
        hint = "* stands alone; to add columns write the table's alias before it, as in t.*"
    if hint is None and here.upper() == "OF" and before.upper() == "AS" and not _is_misused_name(failure):
        hint = "AS OF stands behind a table in FROM of a query; what has been cannot be changed"
    if hint is None:
        return None
    return failure.error("LS-PARSE-001", f"{_quote(here)} does not belong here", hint)


def _elsewhere(failure: _Failure) -> ParseError | None:
    """A statement or clause that other databases have."""
    words = [failure.word(index).upper() for index in range(failure.at + 2)]
    hint = statement_hint(words, failure.at)
    if hint is None:
        return None
    return failure.error("LS-PARSE-001", f"{_quote(failure.word(failure.at))} does not belong here", hint)


def _is_misused_name(failure: _Failure) -> bool:
    """Whether the text would go on if this reserved word were a name."""
    stack = failure.stack.copy()
    return advance(stack, _IDENT) and _goes_on(failure, stack, failure.at + 1, 2)


_PAIRS: Final = {
    "==": "write = once",
    "&&": "write AND",
    "=<": "write <=",
    "=>": "write >=",
    "//": "a comment begins with --",
}


def _reserved(failure: _Failure) -> ParseError | None:
    """A reserved word where a name is wanted, or one just before that was taken for the keyword it is."""
    word = failure.word(failure.at)
    if word.upper() in RESERVED and "IDENT" in failure.could:
        if _fits_after_name(failure):
            before = failure.word(failure.at - 1)
            what = "something is missing before" if before != "," else "something is missing between the comma and"
            hint = _wanted(failure.could)
            if before.upper() == "VALUE" and _fits_as_name(failure, failure.at - 1):
                hint = f'{hint}; to use {before.upper()} as a name, write "{before}"'
            return failure.error("LS-PARSE-001", f"{what} {word.upper()}", hint)
        stack = failure.stack.copy()
        if advance(stack, _IDENT) and _goes_on(failure, stack, failure.at + 1):
            return _reserved_word(failure, failure.at)
        return None
    previous = failure.word(failure.at - 1)
    special = previous.upper() in RESERVED or previous.upper() in ("DATE", "TIME", "TIMESTAMP")
    return _reserved_word(failure, failure.at - 1) if special and _fits_as_name(failure, failure.at - 1) else None


def _fits_as_name(failure: _Failure, index: int) -> bool:
    """Whether the token at ``index``, if it were a name, would let the text go on past the failure."""
    stack = replay(failure.tokens, index)
    return advance(stack, _IDENT) and _goes_on(failure, stack, index + 1, failure.at - index)


def _fits_after_name(failure: _Failure) -> bool:
    """Whether a name was left out: with one put in, this token and the next fit."""
    stack = failure.stack.copy()
    return advance(stack, _IDENT) and _goes_on(failure, stack, failure.at, 2)


def _goes_on(failure: _Failure, stack: list[int], index: int, count: int = 1) -> bool:
    """Whether the next ``count`` tokens fit on this stack, which is used up."""
    for kind in failure.tokens.kinds[index : index + count]:
        plain = kind - CONTEXTUAL if kind >= CONTEXTUAL else kind
        if not advance(stack, plain if accepts(stack, plain) else _IDENT if kind >= CONTEXTUAL else plain):
            return False
        if plain == END:
            break
    return True


def _reserved_word(failure: _Failure, index: int) -> ParseError:
    word = failure.word(index)
    quoted = f'"{word}"'
    return failure.error(
        "LS-PARSE-008",
        f"{word.upper()} is a reserved word",
        f"to use it as a name, write {quoted} in double quotes",
        index,
    )


def _misspelt(failure: _Failure) -> ParseError | None:
    """A word, this one or one shortly before, that is nearly a keyword with which the text would go on."""
    best: tuple[int, bool, int, str] | None = None
    for index in range(failure.at, max(-1, failure.at - 1 - LOOK_BACK), -1):
        if index < failure.at and failure.tokens.kinds[index] != _IDENT:
            break
        if not failure.word(index).isidentifier():
            continue
        stack = failure.stack if index == failure.at else replay(failure.tokens, index)
        for found in _near_keywords(failure, index, stack):
            if best is None or found < best:
                best = found
    if best is None:
        return None
    _, _, back, keyword = best
    index = failure.at - back
    return failure.error(
        "LS-PARSE-009", f"{_quote(failure.word(index))} is not known here", f"did you mean {keyword}?", index
    )


def _near_keywords(failure: _Failure, index: int, stack: list[int]) -> Iterator[tuple[int, bool, int, str]]:
    """``(distance, first letter wrong, words back, keyword)`` of each near keyword with which the text goes on."""
    word = failure.word(index).upper()
    for name in expected(stack) if index < failure.at else failure.could:
        for keyword in _spellings(name):
            steps = distance(word, keyword, limit=2 if len(keyword) > 3 else 1)
            if not steps or steps >= len(word):
                continue
            trial = stack.copy()
            if advance(trial, TERMINAL[name]) and _goes_on(failure, trial, index + 1, failure.at - index + 1):
                yield steps, word[0] != keyword[0], failure.at - index, keyword


def _bracket(failure: _Failure) -> ParseError | None:
    """A closing bracket of the wrong kind or one too many, or ``;`` between brackets."""
    word = failure.word(failure.at)
    opener = _unclosed(failure)
    if word == ";" and opener is not None:
        line, column = position(failure.text, failure.tokens.starts[opener])
        hint = f"the {_quote(failure.word(opener))} at line {line}, column {column} is not closed"
        return failure.error("LS-PARSE-001", 'the statement cannot end here with ";"', hint)
    if word not in _CLOSERS:
        return None
    if opener is None:
        return failure.error("LS-PARSE-001", f"{_quote(word)} closes nothing", "there is no open bracket before it")
    if failure.word(opener) == _CLOSERS[word]:
        return None
    line, column = position(failure.text, failure.tokens.starts[opener])
    wanted = _OPENERS[failure.word(opener)]
    hint = f"the {_quote(failure.word(opener))} at line {line}, column {column} is closed by {_quote(wanted)}"
    return failure.error("LS-PARSE-001", f"{_quote(word)} does not belong here", hint)


# --- What was expected ----------------------------------------------------------------------------------------------

_ARITHMETIC: Final = frozenset(
    "PLUS MINUS STAR SLASH PERCENT CONCAT AMPERSAND DOT LSQB LPAR MATCH OVER IGNORE RESPECT".split()  # noqa: SIM905
)
_OPERATORS: Final = _ARITHMETIC | frozenset(
    "EQUAL NE BANG_EQUAL LESS GREATER LE GE AND OR NOT IS IN LIKE BETWEEN OVERLAPS ESCAPE".split()  # noqa: SIM905
)
_CLAUSES: Final = (
    *(
        "SELECT",
        "INSERT",
        "UPDATE",
        "DELETE",
        "CREATE",
        "DROP",
        "FROM",
        "SET",
        "WHERE",
        "GROUP",
        "HAVING",
        "ORDER",
        "LIMIT",
    ),
    *("VALUE", "VALUES", "INTO", "BY", "ON", "AS", "JOIN", "THEN", "WHEN", "END"),
)
_SYMBOL_TEXT: Final = {name: text for text, name in PUNCTUATION.items()}
_KINDS: Final = {
    "IDENT": "a name",
    "STRING": "a string in single quotes",
    "INT": "a whole number",
    "ION": "Ion in backticks",
    "TYPE": "a type",
    "DATE_PART": f"one of {', '.join(DATE_PARTS[:6])}",
    "TRIM_SIDE": "LEADING, TRAILING or BOTH",
    "RESTRICTOR": "TRAIL, ACYCLIC, SIMPLE or WALK",
    "$END": "the end of the statement",
}
_SPELT: Final = {
    "OUTER_UNION": "OUTER UNION",
    "OUTER_INTERSECT": "OUTER INTERSECT",
    "EDGE_MINUS": "-[",
    "EDGE_TILDE": "~[",
    "LIST_OF": "LIST<…>",
    "STRUCT_OF": "STRUCT<…>",
    "MAP_OF": "MAP<…>",
}


def _spellings(terminal: str) -> Iterable[str]:
    """The words that stand for a terminal; none for a symbol or a literal."""
    if terminal in _SYMBOL_TEXT or terminal in _SPELT or terminal in ("IDENT", "RESERVED", "$END"):
        return ()
    if terminal in USES or terminal in RESERVED:
        return (terminal,)
    return tuple(word for word, uses in USES.items() if any(use.terminal == terminal for use in uses))


def _wanted(could: frozenset[str]) -> str:
    """The terminals as one line: groups first, then clause words, then the rest."""
    names = set(could)
    phrases = []
    if {"IDENT", "STRING", "INT", "CASE"} <= names:
        phrases.append("a value")
        names -= _value_starts()
    if {"PLUS", "STAR"} <= names:
        phrases.append("an operator")
        names -= _OPERATORS if "EQUAL" in names else _ARITHMETIC
    if "IDENT" in names and "AS" in names:
        phrases.append("an alias")
        names -= {"IDENT", "QUOTED", "AS"}
    if "TYPE" in names:
        phrases.append("a type")
        names -= _type_starts()
    names.discard("QUOTED" if "IDENT" in names else "")
    clauses = [name for name in _CLAUSES if name in names]
    rest = sorted(names - set(clauses), key=lambda name: (name == "$END", name in _SYMBOL_TEXT, name))
    phrases += [_phrase(name) for name in (*clauses, *rest)]
    if len(phrases) > SHOWN:
        return f"expected {', '.join(phrases[:SHOWN])} …"
    return (
        f"expected {' or '.join((', '.join(phrases[:-1]), phrases[-1]))}"
        if len(phrases) > 1
        else f"expected {phrases[0]}"
    )


def _phrase(terminal: str) -> str:
    if terminal in _SYMBOL_TEXT:
        return _quote(_SYMBOL_TEXT[terminal])
    return _KINDS.get(terminal) or _SPELT.get(terminal) or terminal


def _value_starts() -> frozenset[str]:
    """Every terminal that can begin an expression or a query in parentheses."""
    from ledgershell.partiql.lexer import lex

    return expected(replay(lex("SELECT VALUE"), 2)) | {"SELECT", "WITH", "PIVOT", "VALUES", "TABLE"}


def _type_starts() -> frozenset[str]:
    from ledgershell.partiql.lexer import lex

    return expected(replay(lex("CAST(a AS"), 4))


def _quote(word: str) -> str:
    """A token as it is shown in a message."""
    return f'"{shortened(word)}"'
