"""What compiled code runs on.

A *frame* is one Python list for a whole run of a statement: place 0 holds the :class:`Runtime`, every variable of the
statement has a place of its own.  An *evaluator* reads the frame and returns a value.  A *producer* yields once for
each row, after it has put the row's values into its places; what it yields means nothing.  An *emitter* yields the
values of a query.

So a row costs no tuple and a join no copy.  The price: whoever keeps rows (sorting, windows, the right side of an
outer join) keeps the values of the places and puts them back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ledgershell.ion.values import Annotated, Value
from ledgershell.partiql.dialect import Dialect
from ledgershell.partiql.plan.node import Node
from ledgershell.static_typing import Any, NamedTuple, TypeAlias

Frame: TypeAlias = list[Any]
Evaluator: TypeAlias = Callable[[Frame], Value]
Producer: TypeAlias = Callable[[Frame], Iterator[None]]
Emitter: TypeAlias = Callable[[Frame], Iterator[Value]]


class Compiler(NamedTuple):
    """The three tables of compile functions, tied together, and what they need to know of the statement."""

    dialect: Dialect
    expression: Callable[[Node], Evaluator]
    relation: Callable[[Node], Producer]
    query: Callable[[Node], Emitter]

    other: Callable[[Dialect], Compiler]
    """The compile functions for another dialect."""

    joined: bool = True
    """Whether neighbouring parts of a plan may become one function.  EXPLAIN ANALYZE measures each for itself."""

    @property
    def strict(self) -> bool:
        """Whether type errors are raised."""
        return self.dialect.typing == "strict"

    def permissive(self) -> Compiler:
        """The same under permissive typing."""
        return self.other(self.dialect._replace(typing="permissive")) if self.strict else self


def bare(value: Value) -> Value:
    """The value without its annotations."""
    return value.value if type(value) is Annotated else value


def all_true(conditions: list[Evaluator]) -> Evaluator | None:
    """One predicate for several, or ``None`` for none."""
    if not conditions:
        return None
    if len(conditions) == 1:
        return conditions[0]
    if len(conditions) == 2:
        first, second = conditions
        return lambda frame: first(frame) is True and second(frame) is True

    def every(frame: Frame) -> bool:
        for condition in conditions:  # noqa: SIM110  a loop is faster than a generator here
            if condition(frame) is not True:
                return False
        return True

    return every
