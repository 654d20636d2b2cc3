"""The grammar file, the tables made from it, and the automaton that runs on them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from typing import Any

import pytest

from ledgershell.errors import ParseError, Span
from ledgershell.partiql import driver, generate, keywords, lexer, parser, tables
from tests.partiql.statements import BAD, GOOD
from tests.partiql.suite import suite_statements


@cache
def built() -> generate.Built:
    """The automaton made from the file.  Lark's strict mode raises on any conflict."""
    return generate.build(generate.GRAMMAR.read_text(encoding="utf-8"))


def test_the_shipped_tables_are_those_of_the_grammar_file() -> None:
    assert generate.render(built()) == generate.TABLES.read_text(encoding="utf-8")
    assert bytes.fromhex(tables.DATA) == generate.pack(built())


def test_the_automaton_stays_as_small_as_it_is() -> None:
    """Sizes that an innocent-looking rule can multiply."""
    assert len(built().rows) < 1150
    assert len(built().rules) < 560
    assert len(generate.pack(built())) < 80_000


def test_a_grammar_with_a_conflict_is_refused() -> None:
    with pytest.raises(Exception, match="Shift/Reduce conflict"):
        generate.build('start: sum\nsum: sum PLUS sum | INT\nPLUS: "+"\nINT: /[0-9]+/')


def test_every_rule_has_its_builder_and_every_builder_its_rule() -> None:
    named = {rule.action for rule in built().rules} - {"-"}
    builders = {
        name
        for module in map(import_module, parser.BUILDERS)
        for name, value in vars(module).items()
        if getattr(value, "__module__", "") == module.__name__ and _builds(value)
    }
    assert builders == named


def _builds(function: Any) -> bool:
    """Whether a function takes the builder, the span and the values."""
    names = function.__code__.co_varnames[:3] if hasattr(function, "__code__") else ()
    return [name.lstrip("_") for name in names] == ["b", "s", "v"] and not function.__name__.startswith("_")


def test_every_word_of_the_grammar_is_in_the_table_of_keywords() -> None:
    symbols = set(tables.PUNCTUATION.values()) | set(tables.PATTERNS) | {"RESERVED", "$END", "EDGE_MINUS", "EDGE_TILDE"}
    by_use = {use.terminal for uses in keywords.USES.values() for use in uses}
    terminals = set(lexer.TERMINAL_NAMES)
    assert terminals - symbols <= keywords.RESERVED | by_use
    assert by_use <= terminals
    # A word that is a terminal under its own name, and is not reserved, must say when it is one.
    assert not (terminals & set(keywords.USES)) - keywords.RESERVED - by_use


# --- Against Lark's own parser --------------------------------------------------------------------------------------


def _neutral(name: str) -> Callable[[Any, Span, Any], Any]:
    return lambda _context, _span, values: (name, *values)


NEUTRAL = [None if name == "-" else _neutral(name) for name in driver.ACTIONS]


@cache
def lark() -> Any:
    """Lark's parser for the same file, which hands out tokens and keeps them all."""
    from lark import Lark
    from lark.lexer import Lexer

    class Silent(Lexer):
        __future_interface__ = 2

        def __init__(self, _configuration: object) -> None:
            pass

        def lex(self, _lexer_state: object, _parser_state: object) -> Iterator[Any]:
            return iter(())

    grammar = generate.GRAMMAR.read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", lexer=Silent, keep_all_tokens=True, maybe_placeholders=False)


def tree_of_driver(text: str) -> object:
    """The driver's reductions as nested tuples."""
    return driver.run(text, lexer.lex(text), NEUTRAL, None)


def tree_of_lark(text: str) -> object:
    """Lark's tree of the same tokens, in the same form.

    Whether a contextual word is a keyword is asked of Lark: a word is one when its parser can go on with it.
    """
    from lark import Token

    interactive = lark().parse_interactive("")
    tokens = lexer.lex(text)
    index = 0
    while tokens.kinds[index] != lexer.END:
        kind = tokens.kinds[index]
        if kind >= lexer.CONTEXTUAL:
            kind -= lexer.CONTEXTUAL
            if lexer.TERMINAL_NAMES[kind] not in interactive.accepts():
                kind = lexer.OTHERWISE.get(kind, lexer.TERMINAL["IDENT"])
                if lexer.TERMINAL_NAMES[kind] == "GREATER":
                    driver._split(tokens, index)
        start, end = tokens.starts[index], tokens.ends[index]
        name = lexer.TERMINAL_NAMES[kind]
        interactive.feed_token(Token(name, text[start:end] if kind < tables.VALUED else driver._VALUES[kind]))
        index += 1
    return _plain(interactive.feed_eof())


def _plain(tree: Any) -> object:
    return (str(tree.data), *map(_plain, tree.children)) if hasattr(tree, "children") else str(tree)


@pytest.mark.parametrize("text", GOOD)
def test_the_driver_builds_what_lark_builds(text: str) -> None:
    assert tree_of_driver(text) == tree_of_lark(text)


@pytest.mark.parametrize("text", BAD)
def test_the_driver_refuses_what_is_no_statement(text: str) -> None:
    with pytest.raises(ParseError):
        parser.parse(text, reserved_fields=False)


def test_the_driver_builds_what_lark_builds_over_the_suite() -> None:
    """A statement of every file, of every length."""
    statements = sorted({run.statement for run in suite_statements() if run.kind != "syntax-fail"}, key=len)
    for text in statements[::20]:
        try:
            ours: object = tree_of_driver(text)
        except driver.Unexpected:
            with pytest.raises(Exception, match="Unexpected"):
                tree_of_lark(text)
        else:
            assert ours == tree_of_lark(text), text


def test_what_is_accepted_next_is_what_lark_accepts() -> None:
    for text in GOOD[::7]:
        tokens = lexer.lex(text)
        driver.run(text, tokens, NEUTRAL, None)
        from lark import Token

        interactive = lark().parse_interactive("")
        for index in range(len(tokens.kinds) - 1):
            name = lexer.TERMINAL_NAMES[tokens.kinds[index]]
            if index % 4 == 0:
                assert driver.expected(driver.replay(tokens, index)) == interactive.accepts(), (text, index)
            interactive.feed_token(Token(name, ""))
