"""What the parser calls when it reduces: from the values of a rule's symbols to a node of the syntax tree.

Each alternative of a rule in ``grammar/partiql.lark`` names a function, in this module or in one of its neighbours:

=============================  ==================================================
:mod:`builder`                 lists and choices, names
:mod:`builder_expressions`     literals, paths, operators, constructors
:mod:`builder_calls`           functions and windows
:mod:`builder_types`           types and column definitions
:mod:`builder_queries`         SELECT blocks, FROM, set operators
:mod:`builder_graph`           graph patterns
:mod:`builder_statements`      all other statements
=============================  ==================================================

A module is imported when a statement first needs one of its functions: most are queries without graphs and types.

A function gets the :class:`Builder` of this parse, the span of what is reduced, and the values of *all* symbols of the
alternative in order; punctuation and keywords are there as text.  Lists grow in place while they are read (left
recursion would otherwise copy them again and again) and become tuples when their owner is built.
"""

from __future__ import annotations

from collections.abc import Sequence

from ledgershell.errors import ParseError, Span
from ledgershell.partiql.ast_base import Expression, Identifier, Node
from ledgershell.static_typing import Any, Final, TypeVar

Values = Sequence[Any]
"""The values of a rule's symbols."""
NodeType = TypeVar("NodeType", bound=Node)
NESTING_LIMIT: Final = 200
"""How deep brackets, and expressions, queries and joins within each other, may be nested."""


def nested_too_deeply(text: str, span: Span) -> ParseError:
    """The error for what is deeper than :data:`NESTING_LIMIT`."""
    return ParseError(
        "LS-PARSE-007",
        f"the statement is nested more than {NESTING_LIMIT} levels deep",
        span=span,
        text=text,
        hint="a chain of comparisons or of outer joins is nested too; pass large values as parameters (?)",
    )


class Builder:
    """The state of one parse.

    ``parameters``     how many ``?`` there were so far
    ``parenthesized``  expressions that stood in parentheses, and where, by ``id``: ``IN (a)``, ``VALUES (a)`` need to
                       know.  The nodes are held so that no id is used twice.
    """

    __slots__ = ("_chains", "parameters", "parenthesized", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.parameters = 0
        self.parenthesized: dict[int, tuple[Expression, Span]] = {}
        self._chains: dict[int, int] = {}

    def chain(self, left: Node, node: NodeType) -> NodeType:
        """Note that ``node`` extends a chain to the left (``a = b = c``), which grows no stack but is nested all the
        same.  Hostile chains end here, long before the tree is looked at.  Those that have a use when they are long
        (arithmetic, UNION, inner joins) do not come here: they are followed without recursion."""
        length = self._chains.pop(id(left), 0) + 1
        if length > NESTING_LIMIT:
            raise nested_too_deeply(self.text, node.span)
        self._chains[id(node)] = length
        return node

    def fail(self, code: str, message: str, span: Span, hint: str | None = None) -> ParseError:
        """The error to raise for something that no grammar can see."""
        return ParseError(code, message, span=span, text=self.text, hint=hint)


# --- Lists and choices ----------------------------------------------------------------------------------------------


def nothing(_b: Builder, _s: Span, _v: Values) -> None:
    """An option that is absent, or says nothing."""


def empty(_b: Builder, _s: Span, _v: Values) -> tuple[()]:
    """A list that is absent."""
    return ()


def empty_list(_b: Builder, _s: Span, _v: Values) -> list[Any]:
    """A list to which more may come."""
    return []


def first(_b: Builder, _s: Span, v: Values) -> list[Any]:
    """``item``: a list begins."""
    return [v[0]]


def more(_b: Builder, _s: Span, v: Values) -> Any:
    """``list separator item``."""
    v[0].append(v[2])
    return v[0]


def append(_b: Builder, _s: Span, v: Values) -> Any:
    """``list item``."""
    v[0].append(v[1])
    return v[0]


def pair(_b: Builder, _s: Span, v: Values) -> list[Any]:
    """``item separator item``: a list of at least two begins."""
    return [v[0], v[2]]


def as_tuple(_b: Builder, _s: Span, v: Values) -> tuple[Any, ...]:
    """``KEYWORD list``."""
    return tuple(v[1])


def the_first(_b: Builder, _s: Span, v: Values) -> Any:
    """Only the first symbol matters."""
    return v[0]


def the_second(_b: Builder, _s: Span, v: Values) -> Any:
    """Only the second symbol matters."""
    return v[1]


def the_third(_b: Builder, _s: Span, v: Values) -> Any:
    """Only the third symbol matters."""
    return v[2]


def identifier(_b: Builder, s: Span, v: Values) -> Identifier:
    """``name``."""
    return Identifier(s, v[0], False)


def quoted_identifier(_b: Builder, s: Span, v: Values) -> Identifier:
    """``"name"``."""
    return Identifier(s, v[0][1:-1].replace('""', '"'), True)


# --- Statements -----------------------------------------------------------------------------------------------------


def start(_b: Builder, _s: Span, v: Values) -> Any:
    """A statement without ``;``."""
    return v[0]


def start_semicolon(_b: Builder, _s: Span, v: Values) -> Any:
    """A statement with ``;``, which is no part of its span."""
    return v[0]
