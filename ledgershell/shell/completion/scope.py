"""Which variables a place in a statement can see, although the statement is not finished.

Around the cursor stand brackets, and in them query blocks.  Each block's FROM is taken apart at its commas and joins,
and each item is parsed on its own, by the language's parser; so a mistake elsewhere, or in another item, hides none.
What the variables' values look like is not asked here: a source is a name and the expression that it ranges over.
"""

from __future__ import annotations

from functools import lru_cache

from ledgershell.errors import LedgershellError
from ledgershell.partiql import ast
from ledgershell.partiql.parser import parse
from ledgershell.shell.completion.brackets import Level, Levels, Token
from ledgershell.static_typing import Final, Literal, NamedTuple

Role = Literal["rows", "value", "table", "text", "number", "any"]

SETS: Final = frozenset(("UNION", "EXCEPT", "INTERSECT", ";"))
JOINS: Final = frozenset(("JOIN", ",", "INNER", "LEFT", "RIGHT", "FULL", "OUTER", "CROSS"))
ENDS: Final = frozenset(
    [
        "EXCEPT",
        "EXCLUDE",
        "GROUP",
        "HAVING",
        "INSERT",
        "INTERSECT",
        "LET",
        "LIMIT",
        "OFFSET",
        "ON",
        "ORDER",
        "REMOVE",
        "RETURNING",
        "SELECT",
        "SET",
        "UNION",
        "VALUE",
        "VALUES",
        "WHERE",
        "WINDOW",
    ]
)
ODD_CALLS: Final = frozenset(("EXTRACT", "TRIM", "SUBSTRING", "OVERLAY"))
"""Calls that have a FROM which is no clause."""
LONGEST_ITEM: Final = 4_000
"""Characters of a FROM item that is parsed for completion."""


class Source(NamedTuple):
    """A variable.

    ``role``  ``rows``: each element of the expression's value; ``value``: the value itself; ``table``: a name that
    FROM may range over; ``text``, ``number``, ``any``: what BY, AT and UNPIVOT bind, the expression then says nothing
    """

    name: str
    role: Role
    expression: ast.Expression | ast.QueryBody


def sources_at(levels: Levels) -> tuple[Source, ...]:
    """The variables in sight, the nearest block's first, within a block from left to right."""
    found: list[Source] = []
    for level in levels.around():
        tokens = [(index, levels.tokens[index]) for index in level.tokens]
        block = _block(tokens, levels.before)
        if levels.callee(level) not in ODD_CALLS:
            found += _of_block(levels, block)
        found += _common_tables(levels, tokens)
    return tuple(found)


def target_at(levels: Levels) -> Source | None:
    """The table that an INSERT or an UPDATE writes to."""
    outermost = [(index, levels.tokens[index]) for index in levels.levels[0].tokens]
    for position, (_, token) in enumerate(outermost):
        if token.word in ("INTO", "UPDATE"):
            return next(iter(_table(levels, outermost[position + 1 :])), None)
    return None


_Indexed = tuple[int, Token]


def _block(tokens: list[_Indexed], before: int) -> list[_Indexed]:
    """Those of a level that belong to the query block around the cursor: between two set operators."""
    begin, end = 0, len(tokens)
    for position, (index, token) in enumerate(tokens):
        if token.word in SETS:
            if index < before:
                begin = position + 1
            else:
                end = position
                break
    return tokens[begin:end]


def _of_block(levels: Levels, block: list[_Indexed]) -> list[Source]:
    found: list[Source] = []
    for position, (_, token) in enumerate(block):
        behind = block[position + 1 :]
        if token.word == "FROM" or (token.word == "UPDATE" and position == 0):
            found += _from_items(levels, behind)
        elif token.word == "INTO":
            found += _table(levels, behind)
        elif token.word == "LET":
            found += _let_items(levels, behind)
        elif token.word == "INDEX" and behind and behind[0][1].word == "ON":
            found += _table(levels, behind[1:])
    return found


def _from_items(levels: Levels, tokens: list[_Indexed]) -> list[Source]:
    found: list[Source] = []
    item: list[int] = []
    condition = False
    for index, token in [*tokens, (-1, Token("symbol", 0, 0, ";"))]:
        if token.word in JOINS and not _is_function(levels, index):
            found += _from_item(levels, item)
            item, condition = [], False
        elif token.word == "ON":
            found += _from_item(levels, item)
            item, condition = [], True
        elif token.word in ENDS or token.word == ";":
            break
        elif not condition:
            item.append(index)
    return found + _from_item(levels, item)


def _is_function(levels: Levels, index: int) -> bool:
    """LEFT and RIGHT are functions before a bracket."""
    following = levels.tokens[index + 1 : index + 2]
    return levels.tokens[index].word in ("LEFT", "RIGHT") and bool(following) and following[0].word == "("


def _from_item(levels: Levels, item: list[int]) -> list[Source]:
    for last in range(len(item), max(0, len(item) - 4), -1):
        found = _parsed_item(levels.text_of(item[0], item[last - 1]))
        if found is not None:
            return list(found)
    return []


@lru_cache(maxsize=256)
def _parsed_item(text: str) -> tuple[Source, ...] | None:
    """The variables of one FROM item, or ``None`` when it does not parse."""
    block = _select(f"SELECT 1 FROM {text}")  # noqa: S608 - parsed, never run
    if block is None or len(block.from_items) != 1:
        return None
    item = block.from_items[0]
    found: list[Source] = []
    if isinstance(item, ast.FromSource):
        alias = item.alias or _implied(item.expression)
        if alias is not None:
            found.append(Source(alias.text, "rows", item.expression))
        if item.position is not None:
            found.append(Source(item.position.text, "number", item.expression))
    elif isinstance(item, ast.Unpivot):
        if item.alias is not None:
            found.append(Source(item.alias.text, "any", item.expression))
        if item.name is not None:
            found.append(Source(item.name.text, "text", item.expression))
    if isinstance(item, ast.FromSource | ast.Unpivot) and item.identity is not None:
        found.append(Source(item.identity.text, "text", item.expression))
    return tuple(found)


def _select(text: str) -> ast.Select | None:
    if len(text) > LONGEST_ITEM:
        return None
    try:
        statement = parse(text)
    except LedgershellError:
        return None
    body = statement.query.body if isinstance(statement, ast.QueryStatement) else None
    return body if isinstance(body, ast.Select) else None


def _implied(expression: ast.Expression) -> ast.Identifier | None:
    """The alias of an item without one: the last name of its path."""
    if isinstance(expression, ast.Variable):
        return expression.name
    if isinstance(expression, ast.Path) and isinstance(step := expression.steps[-1], ast.FieldStep):
        return step.name
    return None


def _table(levels: Levels, tokens: list[_Indexed]) -> list[Source]:
    """A table's name with its alias, which is all that may stand behind INTO."""
    item: list[int] = []
    for index, token in tokens:
        if (token.kind not in ("word", "quoted") and token.word != ".") or token.word in ENDS:
            break
        item.append(index)
    return _from_item(levels, item)


def _let_items(levels: Levels, tokens: list[_Indexed]) -> list[Source]:
    found: list[Source] = []
    item: list[int] = []
    for index, token in [*tokens, (-1, Token("symbol", 0, 0, ";"))]:
        if token.word == "," or token.word in ENDS or token.word == ";":
            found += _named_value(levels.text_of(item[0], item[-1])) if item else ()
            item = []
            if token.word != ",":
                break
        else:
            item.append(index)
    return found


@lru_cache(maxsize=256)
def _named_value(text: str) -> tuple[Source, ...]:
    block = _select(f"SELECT {text}")
    if block is None or not isinstance(block.projection, ast.ProjectItems):
        return ()
    return tuple(
        Source(item.alias.text, "value", item.expression)
        for item in block.projection.items
        if isinstance(item, ast.ProjectItem) and item.alias is not None
    )


def _common_tables(levels: Levels, tokens: list[_Indexed]) -> list[Source]:
    """``WITH name AS (query), …``."""
    if not any(token.word == "WITH" for _, token in tokens):
        return []
    found: list[Source] = []
    for position in range(len(tokens) - 2):
        (_, name), (_, as_word), (opener, bracket) = tokens[position : position + 3]
        if as_word.word == "AS" and bracket.word == "(" and name.kind == "word":
            inside = next((level for level in levels.levels if level.opener == opener), None)
            if inside is not None:
                found += _common_table(levels, name, inside)
    return found


def _common_table(levels: Levels, name: Token, inside: Level) -> list[Source]:
    if not inside.tokens:
        return []
    block = _select(levels.text_of(inside.tokens[0], inside.tokens[-1]))
    return [] if block is None else [Source(levels.text[name.start : name.end], "table", block)]
