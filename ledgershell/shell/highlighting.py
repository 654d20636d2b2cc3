"""Colours for what is typed: those of the terminal, so that they fit whatever its background is.

Straight from the language's tokens to the prompt's fragments: importing Pygments would make the first prompt wait. Only
who wants one of its styles has it imported (:mod:`ledgershell.shell.syntax_styles`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType

from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.layout.processors import Processor, Transformation, TransformationInput
from prompt_toolkit.layout.utils import explode_text_fragments
from prompt_toolkit.lexers import Lexer
from prompt_toolkit.styles import BaseStyle, Style, merge_styles

from ledgershell.shell.marking import MarkKind, marked
from ledgershell.shell.pieces import Pieces
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
UNCOLORED: Final = MappingProxyType(dict.fromkeys(("bottom-toolbar", "bottom-toolbar.text"), "noreverse bg:default"))
"""Only what keeps prompt_toolkit's own style off the toolbar."""
CLASSES: Final = MappingProxyType[MarkKind, str]({kind: f"class:code.{kind}" for kind in STYLES})
TERMINAL: Final = "terminal"
"""The style that is no style of Pygments."""
REMEMBERED: Final = 4_096
"""Statements whose colours are kept: a pasted script may have so many."""
_marked: Final = lru_cache(maxsize=REMEMBERED)(marked)


def style(name: str = TERMINAL, *, color: bool = True) -> BaseStyle:
    """The prompt's, the toolbar's and the statements' style; the statements' may be one of Pygments.

    Without ``color`` nothing is bold, italic or underlined either, as in results.
    """
    if not color:
        return Style.from_dict(dict(UNCOLORED))
    ours = Style.from_dict({**{f"code.{kind}": value for kind, value in STYLES.items()}, **TOOLBAR})
    if name == TERMINAL:
        return ours
    from ledgershell.shell.syntax_styles import pygments_style

    return merge_styles([pygments_style(name), ours])


def _classes(style_name: str) -> Mapping[MarkKind, str]:
    if style_name == TERMINAL:
        return CLASSES
    from ledgershell.shell.syntax_styles import PYGMENTS_CLASSES

    return {**CLASSES, **PYGMENTS_CLASSES}


class StatementLexer(Lexer):
    """PartiQL and meta-commands in colour, always from the start of the text: one string may have many lines."""

    def __init__(self, style_name: str = TERMINAL) -> None:
        self._pieces = Pieces()
        classes = _classes(style_name)
        self._fragments = lru_cache(maxsize=REMEMBERED)(lambda text: _fragments(text, classes))

    def lex_document(self, document: Document) -> Callable[[int], StyleAndTextTuples]:
        """As prompt_toolkit wants it: a function from a line's number to its coloured pieces."""
        lines: list[StyleAndTextTuples] = [[]]
        for start, end in self._pieces.spans(document.text):
            first, *others = self._fragments(document.text[start:end])
            lines[-1] = [*lines[-1], *first]
            lines += others

        def line(number: int) -> StyleAndTextTuples:
            return lines[number] if number < len(lines) else []

        return line


def _fragments(text: str, classes: Mapping[MarkKind, str]) -> list[StyleAndTextTuples]:
    lines: list[StyleAndTextTuples] = [[]]
    done = 0
    for kind, start, end in _marked(text).marks:
        _add(lines, "", text[done:start])
        _add(lines, classes.get(kind, ""), text[start:end])
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

    def __init__(self) -> None:
        self._pieces = Pieces()

    def apply_transformation(self, transformation_input: TransformationInput) -> Transformation:
        """As prompt_toolkit wants it, line by line."""
        document, number = transformation_input.document, transformation_input.lineno
        fragments = transformation_input.fragments
        begin = document.translate_row_col_to_index(number, 0)
        length = len(document.lines[number])
        inside = [at - begin for at in self._pair(document.text, document.cursor_position) if 0 <= at - begin < length]
        if inside:
            letters = explode_text_fragments(fragments)
            for at in inside:
                place = transformation_input.source_to_display(at)
                letters[place] = (f"{letters[place][0]} class:matching", letters[place][1])
            fragments = letters
        return Transformation(fragments)

    def _pair(self, text: str, cursor: int) -> list[int]:
        """Where the characters of both brackets stand.  No pair reaches over the end of a statement."""
        start, end = self._pieces.around(text, cursor)
        pair = _marked(text[start:end]).pair_at(cursor - start)
        return [] if pair is None else [start + at for span in pair for at in range(*span)]
