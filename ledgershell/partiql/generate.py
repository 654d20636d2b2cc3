"""Build the parser's tables from ``grammar/partiql.lark``: ``python -m ledgershell.partiql.generate [GRAMMAR]``.

Lark does the work; nobody needs it (or the grammar file) when a statement is parsed.  States and rules are numbered
anew in an order that depends on the grammar alone, so the same grammar gives the same file with any version of Lark.

How the tables are laid out is told in :mod:`ledgershell.partiql.driver`, which reads them.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterator
from pathlib import Path

from ledgershell.static_typing import Any, NamedTuple

GRAMMAR = Path(__file__).resolve().parent.parent.parent / "grammar" / "partiql.lark"
TABLES = Path(__file__).resolve().parent / "tables.py"

VALUED = (
    *("IDENT", "QUOTED", "STRING", "INT", "DECIMAL", "FLOAT", "ION"),
    *("DATE_PART", "TRIM_SIDE", "RESTRICTOR", "TYPE", "LIST_OF", "STRUCT_OF"),
)
"""The terminals whose text means something; they come first, so that the driver can tell by the number."""
END = "$END"


class BuiltRule(NamedTuple):
    """One rule as the driver needs it; ``action`` is ``-`` when the only child is handed on."""

    left: str
    right: tuple[str, ...]
    action: str


class Built(NamedTuple):
    """An LALR automaton.  ``rows[state]``: symbol → state number (shift, goto) or ``~rule`` (reduce)."""

    terminals: tuple[str, ...]
    nonterminals: tuple[str, ...]
    rules: tuple[BuiltRule, ...]
    rows: tuple[dict[str, int], ...]
    final: int
    patterns: dict[str, str]
    punctuation: dict[str, str]


def load_lark(grammar: str) -> Any:
    """A Lark object for the grammar; ``strict`` refuses every conflict.  It has no lexer."""
    from lark import Lark
    from lark.lexer import Lexer

    class NoLexer(Lexer):
        """The tables are wanted, not a parse."""

        __future_interface__ = 2

        def __init__(self, _configuration: object) -> None:
            pass

        def lex(self, _lexer_state: object, _parser_state: object) -> Iterator[Any]:
            return iter(())

    return Lark(grammar, parser="lalr", lexer=NoLexer, strict=True, maybe_placeholders=False)


def build(grammar: str) -> Built:
    """The automaton of a grammar.  Raises what Lark raises, a conflict above all."""
    lark = load_lark(grammar)
    table = lark.parser.parser._parse_table
    rules = sorted((_rule(rule) for rule in lark.rules), key=lambda rule: (rule.left, rule.right))
    numbers = {(rule.left, rule.right): number for number, rule in enumerate(rules)}
    rows, final = _renumber(table, numbers)
    used = {symbol for row in rows for symbol in row}
    nonterminals = tuple(sorted({rule.left for rule in rules}))
    terminals = sorted((used | {"RESERVED"}) - set(nonterminals) - set(VALUED) - {END})
    patterns = {}
    punctuation = {}
    for terminal in lark.terminals:
        if terminal.pattern.type == "str":
            punctuation[terminal.pattern.value] = terminal.name
        else:
            patterns[terminal.name] = terminal.pattern.value
    return Built((*VALUED, *terminals, END), nonterminals, tuple(rules), rows, final, patterns, punctuation)


def _rule(rule: Any) -> BuiltRule:
    right = tuple(symbol.name for symbol in rule.expansion)
    left = rule.origin.name
    if rule.alias is None and rule.options.expand1 and len(right) == 1:
        return BuiltRule(left, right, "-")
    return BuiltRule(left, right, rule.alias or left)


def _renumber(table: Any, numbers: dict[tuple[str, tuple[str, ...]], int]) -> tuple[tuple[dict[str, int], ...], int]:
    """Lark's states in the order in which a breadth-first walk meets them, symbols by name."""
    from lark.parsers.lalr_analysis import Shift

    start = table.start_states["start"]
    order = {start: 0}
    queue = [start]
    for state in queue:
        for _, (action, target) in sorted(table.states[state].items()):
            if action is Shift and target not in order:
                order[target] = len(order)
                queue.append(target)
    rows = []
    for state in queue:
        row = {}
        for symbol, (action, target) in sorted(table.states[state].items()):
            if action is Shift:
                row[symbol] = order[target]
            else:
                row[symbol] = ~numbers[target.origin.name, tuple(item.name for item in target.expansion)]
        rows.append(row)
    return tuple(rows), order[table.end_states["start"]]


def pack(built: Built) -> bytes:
    """All numbers as 16-bit little-endian integers: for each rule the symbol on its left, for each rule the number of
    symbols on its right, for each state its default reduction (0: none), for each state the number of its entries,
    then the entries (symbol, action).  A state that does one and the same reduction whatever follows has that as its
    default and no entries."""
    symbols = {name: number for number, name in enumerate((*built.terminals, *built.nonterminals))}
    lefts = array("h", (symbols[rule.left] for rule in built.rules))
    lengths = array("h", (len(rule.right) for rule in built.rules))
    defaults = array("h")
    counts = array("h")
    entries = array("h")
    for row in built.rows:
        actions = set(row.values())
        if len(actions) == 1 and min(actions) < 0:
            defaults.append(actions.pop())
            counts.append(0)
            continue
        defaults.append(0)
        counts.append(len(row))
        for symbol, action in sorted((symbols[name], action) for name, action in row.items()):
            entries.extend((symbol, action))
    packed = lefts + lengths + defaults + counts + entries
    if sys.byteorder == "big":
        packed.byteswap()
    return packed.tobytes()


def _lines(items: Iterator[str] | tuple[str, ...] | list[str], width: int = 116) -> str:
    """Items set as lines of at most ``width`` characters."""
    lines = [""]
    for item in items:
        if lines[-1] and len(lines[-1]) + 1 + len(item) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {item}" if lines[-1] else item
    return "\n".join(lines)


def render(built: Built) -> str:
    """The text of ``tables.py``."""
    actions = [rule.action for rule in built.rules]
    data = pack(built).hex()  # not compressed: to load zlib takes longer than to read what it saves
    pieces = [data[at : at + 116] for at in range(0, len(data), 116)]
    patterns = "".join(f"    {name!r}: {value!r},\n" for name, value in sorted(built.patterns.items()))
    punctuation = "".join(f"    {text!r}: {name!r},\n" for text, name in sorted(built.punctuation.items()))
    return (
        '"""Tables of the parser, made from grammar/partiql.lark by ledgershell.partiql.generate: do not edit."""\n\n'
        "# ruff: noqa: E501\n"
        "# fmt: off\n\n"
        f"STATES = {len(built.rows)}\n"
        f"FINAL = {built.final}\n"
        f"VALUED = {len(VALUED)}\n\n"
        f'TERMINALS = """\n{_lines(built.terminals)}\n"""\n\n'
        f'NONTERMINALS = """\n{_lines(built.nonterminals)}\n"""\n\n'
        f'ACTIONS = """\n{_lines(actions)}\n"""\n\n'
        f"PATTERNS = {{\n{patterns}}}\n\n"
        f"PUNCTUATION = {{\n{punctuation}}}\n\n"
        'DATA = """\n' + "\n".join(pieces) + '\n"""\n'
    )


def main(arguments: list[str]) -> int:
    """Write ``tables.py``; says what was built."""
    grammar = Path(arguments[0]) if arguments else GRAMMAR
    built = build(grammar.read_text(encoding="utf-8"))
    TABLES.write_text(render(built), encoding="utf-8")
    entries = sum(map(len, built.rows))
    sys.stdout.write(
        f"{TABLES.name}: {len(built.rules)} rules, {len(built.terminals)} terminals, {len(built.rows)} states, "
        f"{entries} entries, {TABLES.stat().st_size} bytes\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
