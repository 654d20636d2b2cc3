"""The LALR(1) automaton at work: tokens in, the value that the rules' functions build out.

The generated tables hold, for each state, what to do with each symbol: shift and go to a state, or reduce by a rule.
Rows are unpacked when a statement first comes to their state.  Three things make the loop short:

* A state that reduces by one rule whatever follows has that as its default and looks at no token.
* Most reductions of a grammar with many levels of precedence only hand their single child on (``primary`` →
  ``unary`` → … → ``expr``).  Such a chain is followed once on state numbers and then remembered by where it
  started, what was reduced, and the token that follows.
* A reduction calls a function with the values of all symbols of the rule; there is no tree in between.

Both first measures may reduce before an unacceptable token is noticed, but never shift one, so what is accepted and
what could have come instead are not changed: :func:`replay` gives the stack as it was before the token.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from itertools import accumulate

from ledgershell.errors import Span
from ledgershell.partiql import tables
from ledgershell.partiql.lexer import CONTEXTUAL, END, ERROR, OTHERWISE, TERMINAL, Tokens
from ledgershell.partiql.tables import FINAL, NONTERMINALS, PUNCTUATION, STATES, TERMINALS, VALUED
from ledgershell.static_typing import Any, Final

Function = Callable[[Any, Span, Sequence[Any]], Any]
"""``(context, span, values of the rule's symbols)``.  The value of a name, a literal or punctuation is its text; that
of a keyword is the terminal's name."""

STACK_LIMIT: Final = 4000
"""Deeper than the nesting limit ever needs; hostile prefixes (``- - - -``) end here."""

_NAMES: Final = tuple(TERMINALS.split())
_TEXTS: Final = {name: text for text, name in PUNCTUATION.items()}
_VALUES: Final = tuple(_TEXTS.get(name, name) for name in _NAMES)
_SYMBOLS: Final = len(_NAMES) + len(NONTERMINALS.split())
_IDENT: Final = TERMINAL["IDENT"]
_GREATER: Final = TERMINAL["GREATER"]
_BAG_CLOSE: Final = TERMINAL["BAG_CLOSE"]


class Unexpected(Exception):
    """The token at ``index`` fits nowhere (or cannot be read)."""

    def __init__(self, index: int) -> None:
        self.index = index


class TooDeep(Exception):
    """The stack grew past :data:`STACK_LIMIT` at the token ``index``."""

    def __init__(self, index: int) -> None:
        self.index = index


# --- The tables -----------------------------------------------------------------------------------------------------


ACTIONS: Final = tuple(tables.ACTIONS.split())
"""The name of each rule's function; ``-``: the only child is handed on."""


def _unpack() -> tuple[list[int], list[int], list[int], list[int], memoryview]:
    """Rules' left sides and lengths, states' default reductions and row offsets, all rows; see ``generate.pack``."""
    packed = bytes.fromhex(tables.DATA)
    if sys.byteorder == "big":
        from array import array

        swapped = array("h", packed)
        swapped.byteswap()
        packed = swapped.tobytes()
    numbers = memoryview(packed).cast("h")
    rules = len(ACTIONS)
    lefts, lengths = numbers[:rules].tolist(), numbers[rules : 2 * rules].tolist()
    states = numbers[2 * rules :]
    defaults, counts = states[:STATES].tolist(), states[STATES : 2 * STATES].tolist()
    return lefts, lengths, defaults, [0, *accumulate(2 * count for count in counts)], states[2 * STATES :]


_lefts, _lengths, _defaults, _offsets, _entries = _unpack()
_rows: list[dict[int, int] | None] = [None] * STATES
_jumps: dict[int, int] = {}


def _row(state: int) -> dict[int, int]:
    row = _rows[state]
    if row is None:
        flat = _entries[_offsets[state] : _offsets[state + 1]].tolist()
        row = _rows[state] = dict(zip(flat[::2], flat[1::2], strict=True))
    return row


def _action(state: int, kind: int) -> int | None:
    return _defaults[state] or _row(state).get(kind)


def _jump(below: int, left: int, kind: int) -> int:
    """The state after ``left`` was reduced on top of ``below``, and then all that only hands it on."""
    state = _row(below)[left]
    while (action := _action(state, kind)) is not None and action < 0 and ACTIONS[~action] == "-":
        state = _row(below)[_lefts[~action]]
    return state


# --- Parsing --------------------------------------------------------------------------------------------------------


def run(text: str, tokens: Tokens, functions: Sequence[Function | None], context: Any) -> Any:
    """Parse and build.  ``functions`` stand in the order of :data:`ACTIONS`; ``None`` hands the only child on.

    Contextual tokens are settled in place.  Raises :class:`Unexpected`, :class:`TooDeep`, and what the functions do.
    """
    kinds, starts, ends = tokens.kinds, tokens.starts, tokens.ends
    rows, defaults, lengths, lefts, jumps = _rows, _defaults, _lengths, _lefts, _jumps
    new: Callable[[type[Span], tuple[int, int]], Span] = tuple.__new__
    states = [0]
    values: list[Any] = []
    begins: list[int] = []
    state = 0
    behind = starts[0]
    index = 0
    while True:
        kind = kinds[index]
        if not 0 <= kind < CONTEXTUAL:
            kind = _settle(states, tokens, index)
        begin = starts[index]
        while True:
            action: int | None = defaults[state]
            if not action:
                action = (rows[state] or _row(state)).get(kind)
                if action is None:
                    raise Unexpected(index)
                if action >= 0:
                    break
            rule = ~action
            count = lengths[rule]
            function = functions[rule]
            if count == 1:
                states.pop()
                if function is not None:
                    values[-1] = function(context, new(Span, (begins[-1], behind)), (values[-1],))
            elif count:
                children = values[-count:]
                del values[-count:], states[-count:], begins[1 - count :]
                values.append(function(context, new(Span, (begins[-1], behind)), children))  # type: ignore[misc]
            else:
                values.append(function(context, new(Span, (begin, begin)), ()))  # type: ignore[misc]
                begins.append(begin)
            below = states[-1]
            left = lefts[rule]
            key = (below * _SYMBOLS + left) * _SYMBOLS + kind
            jump = jumps.get(key)
            if jump is None:
                jump = jumps[key] = _jump(below, left, kind)
            state = jump
            if state == FINAL:
                if kind != END:
                    raise Unexpected(index)
                return values[0]
            states.append(state)
        behind = ends[index]
        values.append(text[begin:behind] if kind < VALUED else _VALUES[kind])
        begins.append(begin)
        state = action
        states.append(state)
        index += 1
        if len(states) > STACK_LIMIT:
            raise TooDeep(index)


def _settle(states: Sequence[int], tokens: Tokens, index: int) -> int:
    """What a contextual token is on top of this stack."""
    kind = tokens.kinds[index]
    if kind == ERROR:
        raise Unexpected(index)
    terminal = kind - CONTEXTUAL
    if not accepts(states, terminal):
        terminal = OTHERWISE.get(terminal, _IDENT)
        if terminal == _GREATER:
            _split(tokens, index)
    tokens.kinds[index] = terminal
    return terminal


def _split(tokens: Tokens, index: int) -> None:
    """Let the ``>>`` at ``index`` be a ``>``, and pair what follows anew: ``>>>`` becomes ``>`` and ``>>``."""
    kinds, starts, ends = tokens.kinds, tokens.starts, tokens.ends
    first = starts[index]
    behind = index
    while behind < len(kinds) and starts[behind] == (ends[behind - 1] if behind > index else first):
        if kinds[behind] not in (_GREATER, CONTEXTUAL + _BAG_CLOSE):
            break
        behind += 1
    rest = range(first + 1, ends[behind - 1], 2)
    widths = [min(2, ends[behind - 1] - start) for start in rest]
    ends[index] = first + 1
    kinds[index + 1 : behind] = [CONTEXTUAL + _BAG_CLOSE if width == 2 else _GREATER for width in widths]
    starts[index + 1 : behind] = list(rest)
    ends[index + 1 : behind] = [start + width for start, width in zip(rest, widths, strict=True)]


# --- Questions ------------------------------------------------------------------------------------------------------


def accepts(states: Sequence[int], kind: int) -> bool:
    """Whether a terminal could come next: exact, the reductions before it are tried out on state numbers."""
    depth = len(states)
    pushed: list[int] = []
    while True:
        state = pushed[-1] if pushed else states[depth - 1]
        action = _action(state, kind)
        if action is None or action >= 0:
            return action is not None
        count = _lengths[~action]
        popped = min(count, len(pushed))
        if popped:
            del pushed[-popped:]
        depth -= count - popped
        state = _row(pushed[-1] if pushed else states[depth - 1])[_lefts[~action]]
        if state == FINAL:
            return kind == END
        pushed.append(state)


def expected(states: Sequence[int]) -> frozenset[str]:
    """The names of all terminals that could come next."""
    return frozenset(name for kind, name in enumerate(_NAMES) if accepts(states, kind))


def advance(states: list[int], kind: int) -> bool:
    """Take one terminal on state numbers alone; false (the stack is then spoilt) when it does not fit."""
    while (action := _action(states[-1], kind)) is not None and action < 0:
        if length := _lengths[~action]:
            del states[-length:]
        states.append(_row(states[-1])[_lefts[~action]])
        if states[-1] == FINAL:
            return kind == END
    if action is None:
        return False
    states.append(action)
    return True


def replay(tokens: Tokens, count: int) -> list[int]:
    """The stack behind the first ``count`` tokens, which must fit, not yet reduced for what follows."""
    states = [0]
    for index in range(count):
        kind = tokens.kinds[index]
        if not 0 <= kind < CONTEXTUAL:
            kind = _settle(states, tokens, index)
        if not advance(states, kind):
            raise Unexpected(index)
    return states
