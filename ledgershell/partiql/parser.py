"""From text to the syntax tree: ``parse`` for one statement, ``parse_script`` for several.

``text → tokens (lexer) → automaton (driver, over generated tables) → nodes (builder)``; what goes wrong is put into
words by :mod:`ledgershell.partiql.diagnostics`, which is imported only then.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

from ledgershell.errors import ParseError, Span
from ledgershell.partiql import ast, driver
from ledgershell.partiql.ast_base import Node, Statement
from ledgershell.partiql.builder import NESTING_LIMIT, Builder, nested_too_deeply
from ledgershell.partiql.lexer import CONTEXTUAL, END, TERMINAL, Tokens, lex
from ledgershell.static_typing import Any, Final

BUILDERS: Final = (
    "ledgershell.partiql.builder",
    "ledgershell.partiql.builder_queries",
    "ledgershell.partiql.builder_expressions",
    "ledgershell.partiql.builder_calls",
    "ledgershell.partiql.builder_statements",
    "ledgershell.partiql.builder_types",
    "ledgershell.partiql.builder_graph",
)
"""The modules with the functions that the grammar names.  They are searched in this order, and imported only when
those before them lack a function: what few statements need comes last."""


def _function(name: str) -> driver.Function:
    for module in BUILDERS:
        if function := vars(import_module(module)).get(name):
            found: driver.Function = function
            return found
    raise AssertionError(f"the grammar names {name}, which no builder has")


def _found_when_called(rule: int) -> driver.Function:
    """What stands for a rule's function until it is called for the first time."""

    def find_and_call(context: Any, span: Span, values: Sequence[Any]) -> Any:
        function = _FUNCTIONS[rule] = _function(driver.ACTIONS[rule])
        return function(context, span, values)

    return find_and_call


_FUNCTIONS: Final = [None if name == "-" else _found_when_called(rule) for rule, name in enumerate(driver.ACTIONS)]


def parse(text: str, start: int = 0, end: int | None = None, *, reserved_fields: bool = True) -> Statement:
    """The statement that ``text[start:end]`` consists of; one ``;`` may follow it.

    Spans are offsets into ``text``.  ``reserved_fields``: a reserved word right behind a dot is the name of a field
    (``t.value``), which PartiQL itself wants quoted.  Raises :class:`ParseError`, with ``incomplete`` set when more
    text could make it a statement.
    """
    _check_unicode(text)
    tokens = lex(text, start, end)
    if tokens.kinds[0] == END:
        raise ParseError("LS-PARSE-013", "there is no statement", span=Span(start, start), text=text)
    brackets = _check_brackets(text, tokens) if len(tokens.kinds) > NESTING_LIMIT else 0
    try:
        return _parse(text, tokens, brackets)
    except driver.Unexpected as unexpected:
        if not (reserved_fields and _is_reserved_field(text, tokens, unexpected.index)):
            raise _explained(text, tokens, unexpected.index) from None
    for index in range(len(tokens.kinds)):
        if _is_reserved_field(text, tokens, index):
            tokens.kinds[index] = _IDENT
    try:
        return _parse(text, tokens, brackets)
    except driver.Unexpected as unexpected:
        raise _explained(text, tokens, unexpected.index) from None


def _explained(text: str, tokens: Tokens, index: int) -> ParseError:
    from ledgershell.partiql.diagnostics import explain

    return explain(text, tokens, index)


def _parse(text: str, tokens: Tokens, brackets: int) -> Statement:
    try:
        statement: Statement = driver.run(text, tokens, _FUNCTIONS, Builder(text))
    except driver.TooDeep as deep:
        raise nested_too_deeply(text, Span(tokens.starts[deep.index], tokens.ends[deep.index])) from None
    if 2 * brackets + sum(map(_DEEPENING.__contains__, tokens.kinds)) > NESTING_LIMIT:
        _check_depth(text, statement)
    return statement


def _is_reserved_field(text: str, tokens: Tokens, index: int) -> bool:
    """Whether the token is a keyword without a blank between it and the dot before it."""
    return (
        index > 0
        and tokens.kinds[index - 1] == _DOT
        and tokens.starts[index] == tokens.ends[index - 1]
        and tokens.kinds[index] not in (_IDENT, END)
        and text[tokens.starts[index] : tokens.ends[index]].isidentifier()
    )


def parse_script(text: str) -> list[Statement]:
    """The statements of a script, which are separated by ``;``; the last may do without.

    Spans are offsets into ``text``; parameters count anew in each statement.  A script without a statement is an
    empty list.  Raises :class:`ParseError` at the first mistake; meta-commands are none of the language's.
    """
    from ledgershell.partiql.splitter import split

    return [parse(text, piece.start, piece.end) for piece in split(text)]


# --- Limits ---------------------------------------------------------------------------------------------------------

_DOT = TERMINAL["DOT"]
_IDENT = TERMINAL["IDENT"]
_OPENING = frozenset(TERMINAL[name] for name in ("LPAR", "LSQB", "LBRACE", "BAG_OPEN"))
_CLOSING = frozenset(TERMINAL[name] for name in ("RPAR", "RSQB", "RBRACE", "BAG_CLOSE"))
_CLOSING_YET = _CLOSING | {CONTEXTUAL + TERMINAL["BAG_CLOSE"]}
_LEAVES = "IDENT QUOTED STRING INT DECIMAL FLOAT ION NULL MISSING TRUE FALSE QUESTION COMMA DOT COLON SEMICOLON $END"
_DEEPENING = frozenset(TERMINAL.values()) - _OPENING - _CLOSING - {TERMINAL[name] for name in _LEAVES.split()}
"""Tokens that can make the tree deeper than the brackets are: operators, prefixes, SELECT, JOIN and so on."""


def _check_unicode(text: str) -> None:
    if text.isascii():
        return
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        span = Span(error.start, error.start + 1)
        raise ParseError("LS-PARSE-015", "the text is not valid Unicode here", span=span, text=text) from None


def _check_brackets(text: str, tokens: Tokens) -> int:
    """How deep brackets go."""
    depth = deepest = 0
    for index, kind in enumerate(tokens.kinds):
        if kind in _OPENING:
            depth += 1
            if depth > NESTING_LIMIT:
                raise nested_too_deeply(text, Span(tokens.starts[index], tokens.ends[index]))
            deepest = max(depth, deepest)
        elif kind in _CLOSING_YET:
            depth -= 1
    return deepest


def _check_depth(text: str, statement: Node) -> None:
    """Nodes that can hold their like, on a path from the root.  Neither the statement with its query nor what is
    innermost counts: a list of lists of … a number.  A chain that leans to the left (``a + b + c``) is one level."""
    nesting = (ast.Expression, ast.QueryBody, ast.Statement, ast.FromItem, ast.TypeName, ast.Label, ast.PatternPart)
    pending: list[tuple[Node, int]] = [(statement, -2)]
    while pending:
        node, depth = pending.pop()
        if isinstance(node, nesting):
            depth += 1
            if depth > NESTING_LIMIT + 1:
                raise nested_too_deeply(text, node.span)
        if type(node) in _CHAINS and type(node.left) is type(node):  # type: ignore[attr-defined]
            pending += [(child, depth - (child is node.left)) for child in node.children()]  # type: ignore[attr-defined]
        else:
            pending.extend((child, depth) for child in node.children())


_CHAINS: Final = frozenset((ast.Binary, ast.SetOperation, ast.Join))
"""What is followed without recursion.  (The builder counts comparisons and outer joins, which are not.)"""
