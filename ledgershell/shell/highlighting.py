"""Colours for what is typed: those of the terminal, so that they fit whatever its background is.

Straight from the language's tokens to the prompt's fragments: Pygments is for other people's documents
(:mod:`ledgershell.shell.pygments_lexer`), and importing it would make the first prompt wait.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from types import MappingProxyType

from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.layout.processors import Processor, Transformation, TransformationInput
from prompt_toolkit.layout.utils import explode_text_fragments
from prompt_toolkit.lexers import Lexer
from prompt_toolkit.styles import BaseStyle, Style

from ledgershell.shell.marking import MarkKind, marked
from ledgershell.static_typing import Final

STYLES: Final = MappingProxyType[MarkKind, str](
    {
        "keyword": "ansiblue bold",
        "type": "ansicyan",
        "function": "ansicyan",
        "string": "ansigreen",
        "quoted": "italic",
        "number": "ansimagenta",
        "ion": "ansiyellow",
        "comment": "ansibrightblack italic",
        "command": "ansiblue bold",
        "unknown": "ansired",
        "open": "ansiyellow bold",
        "unmatched": "ansired bold underline",
    }
)
"""Names, symbols and what else is missing here have the terminal's own colour."""
TOOLBAR: Final = MappingProxyType(
    {
        "prompt": "bold",
        "matching": "bold underline",
        "bottom-toolbar": "noreverse bg:default",
        "bottom-toolbar.text": "noreverse bg:default ansibrightblack",
        "toolbar.state": "ansicyan",
        "toolbar.warning": "ansired bold",
        "auto-suggestion": "ansibrightblack",
    }
)
_marked: Final = lru_cache(maxsize=4)(marked)
"""The lexer, the brackets' processor and a few redraws look at one text."""


def style() -> BaseStyle:
    """The prompt's, the toolbar's and the statements' style."""
    return Style.from_dict({**{f"code.{kind}": value for kind, value in STYLES.items()}, **TOOLBAR})


class StatementLexer(Lexer):
    """PartiQL and meta-commands in colour, always from the start of the text: one string may have many lines."""

    def lex_document(self, document: Document) -> Callable[[int], StyleAndTextTuples]:
        """As prompt_toolkit wants it: a function from a line's number to its coloured pieces."""
        lines = _fragments(document.text)

        def line(number: int) -> StyleAndTextTuples:
            return lines[number] if number < len(lines) else []

        return line


@lru_cache(maxsize=4)
def _fragments(text: str) -> list[StyleAndTextTuples]:
    lines: list[StyleAndTextTuples] = [[]]
    done = 0
    for kind, start, end in _marked(text).marks:
        _add(lines, "", text[done:start])
        _add(lines, f"class:code.{kind}" if kind in STYLES else "", text[start:end])
        done = end
    _add(lines, "", text[done:])
    return lines


def _add(lines: list[StyleAndTextTuples], wanted: str, piece: str) -> None:
    first, *others = piece.split("\n")
    if first:
        lines[-1].append((wanted, first))
    for other in others:
        lines.append([(wanted, other)] if other else [])


class MatchingBrackets(Processor):
    """Shows the bracket under the cursor, or right before it, together with its other."""

    def apply_transformation(self, transformation_input: TransformationInput) -> Transformation:
        """As prompt_toolkit wants it, line by line."""
        document, number = transformation_input.document, transformation_input.lineno
        fragments = transformation_input.fragments
        pair = _marked(document.text).pair_at(document.cursor_position)
        if pair is None:
            return Transformation(fragments)
        begin = document.translate_row_col_to_index(number, 0)
        length = len(document.lines[number])
        inside = [at - begin for span in pair for at in range(*span) if 0 <= at - begin < length]
        if inside:
            letters = explode_text_fragments(fragments)
            for at in inside:
                place = transformation_input.source_to_display(at)
                letters[place] = (f"{letters[place][0]} class:matching", letters[place][1])
            fragments = letters
        return Transformation(fragments)
