# ruff: noqa: RUF023 - the order of the slots is the order of the text
"""The root classes of the syntax tree.

A node is written by hand with ``__slots__`` because there are a hundred of them and they stand on the start-up
path: frozen dataclasses would cost more than the interpreter's own start.  Nodes are immutable by convention:
nobody but the parser sets an attribute.

Every node knows its ``span`` in the statement's text.  The fields of a node class are its ``__slots__``, in
reading order, which are also its ``__match_args__``: ``case Comparison("=", left, right)`` works.  A field holds
a node, a tuple of nodes, ``None``, or plain data (``str``, ``int``, ``bool``, a value).
"""

from __future__ import annotations

from collections.abc import Iterator

from ledgershell.errors import Span


class Node:
    """Anything in the tree."""

    __slots__ = ("span",)
    __match_args__: tuple[str, ...] = ()

    span: Span

    def __init_subclass__(cls) -> None:
        if own := cls.__dict__.get("__slots__"):
            cls.__match_args__ = own  # type: ignore[misc]

    def fields(self) -> Iterator[tuple[str, object]]:
        """``(name, value)`` of each field, in reading order, without the span."""
        for name in self.__match_args__:
            yield name, getattr(self, name)

    def children(self) -> Iterator[Node]:
        """The nodes directly below, in reading order."""
        for name in self.__match_args__:
            value = getattr(self, name)
            if isinstance(value, Node):
                yield value
            elif type(value) is tuple:
                for item in value:
                    if isinstance(item, Node):
                        yield item

    def walk(self) -> Iterator[Node]:
        """This node and all below it, parents first, in reading order; uses no recursion."""
        pending = [self]
        while pending:
            node = pending.pop()
            yield node
            pending.extend(reversed(list(node.children())))

    def __repr__(self) -> str:
        values = [getattr(self, name) for name in self.__match_args__]
        while values and (values[-1] is None or values[-1] == () or values[-1] is False):
            values.pop()
        return f"{type(self).__name__}({', '.join(map(repr, values))})"


class Expression(Node):
    """Anything that has a value."""

    __slots__ = ()


class QueryBody(Node):
    """What stands between WITH and ORDER BY, if it is not an expression."""

    __slots__ = ()


class Statement(Node):
    """What can be executed by itself."""

    __slots__ = ()


class Identifier(Node):
    """A name as it is written; a quoted one is matched exactly, an unquoted one as the dialect says.

    ``text`` has the quotes taken off and doubled quotes undone.
    """

    __slots__ = ("text", "quoted")

    def __init__(self, span: Span, text: str, quoted: bool = False) -> None:
        self.span = span
        self.text = text
        self.quoted = quoted


QualifiedName = tuple[Identifier, ...]
"""``a.b.c`` as its parts; never empty."""


def structure(node: object) -> object:
    """The node as nested tuples without spans: two trees that say the same are equal.

    Recursive; the parser's nesting limit bounds the depth.
    """
    if isinstance(node, Node):
        return (type(node).__name__, *map(structure, [value for _, value in node.fields()]))
    if type(node) is tuple:
        return tuple(map(structure, node))
    return (type(node).__name__, repr(node))
