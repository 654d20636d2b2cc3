"""A screen as an SVG picture, drawn by Rich: for documentation, from text with the colours that the program wrote.

No font is fetched from anywhere: the picture names monospaced fonts that the reader's machine has.  The same text makes
the same picture.
"""

from __future__ import annotations

import io

from rich.console import Console
from rich.text import Text

_TEMPLATE = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">
<style>
.{unique_id}-matrix {{ font-family: "DejaVu Sans Mono", Menlo, Consolas, monospace; font-size: {char_height}px; \
line-height: {line_height}px; }}
.{unique_id}-title {{ font-size: 18px; font-weight: bold; font-family: sans-serif; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal"><rect width="{terminal_width}" height="{terminal_height}"/></clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def svg_of(screen: str, title: str, *, width: int = 80) -> str:
    """``screen`` (text of ours with ANSI colours) as an SVG document; ``title`` stands in the window's frame."""
    console = Console(
        record=True,
        width=width,
        file=io.StringIO(),
        force_terminal=True,
        color_system="standard",
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
        _environ={},
    )
    for line in screen.splitlines():
        console.print(Text.from_ansi(line), no_wrap=True, overflow="crop", crop=True)
    svg = console.export_svg(title=title, code_format=_TEMPLATE, unique_id="screen")
    return "\n".join(line.rstrip() for line in svg.splitlines()) + "\n"
