"""The tour is real: its transcripts are replayed, and its pictures are drawn anew from the same sessions.

``python -m tests.test_tour`` writes ``docs/tour.md`` and ``docs/pictures`` again.
"""

from __future__ import annotations

import html
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from xml.etree import ElementTree

from ledgershell.render.picture import svg_of
from tests.locations import REPOSITORY
from tests.transcripts import Session, replayed

TOUR = REPOSITORY / "docs" / "tour.md"
PICTURES = REPOSITORY / "docs" / "pictures"
BLOCK = re.compile(
    r"(?:!\[(?P<title>[^\]]*)\]\(pictures/(?P<name>[a-z-]+\.svg)\)\n\n)?```text\n(?P<session>.*?)```", re.DOTALL
)
WIDTH = 88


def blocks(page: str, folder: Path, *, color: bool) -> Iterator[tuple[re.Match[str], str]]:
    """Each transcript of the page and what it should be, replayed in order in one session."""
    session = Session(folder, width=WIDTH, color=color)
    try:
        for match in BLOCK.finditer(page):
            yield match, replayed(session, match["session"])
    finally:
        session.close()


def pictures(page: str, folder: Path) -> dict[str, str]:
    """The pictures that the page shows, by name."""
    return {
        match["name"]: svg_of(screen, html.unescape(match["title"]), width=WIDTH)
        for match, screen in blocks(page, folder, color=True)
        if match["name"]
    }


def shown_text(svg: str) -> list[str]:
    """The text in a picture, which does not depend on the version of Rich."""
    return [html.unescape(text) for text in re.findall(r"<text[^>]*>([^<]*)</text>", svg)]


def test_every_transcript_is_what_the_program_prints(tmp_path: Path) -> None:
    page = TOUR.read_text(encoding="utf-8")
    found = list(blocks(page, tmp_path, color=False))
    assert len(found) >= 10
    for match, real in found:
        assert match["session"] == real, "run: python -m tests.test_tour"


def test_every_picture_shows_the_transcript_below_it(tmp_path: Path) -> None:
    page = TOUR.read_text(encoding="utf-8")
    drawn = pictures(page, tmp_path)
    assert sorted(drawn) == sorted(os.listdir(PICTURES))
    assert len(drawn) >= 4
    same_rich = f"rich=={version('rich')}" in (REPOSITORY / "constraints.txt").read_text().splitlines()
    for name, svg in drawn.items():
        kept = (PICTURES / name).read_text(encoding="utf-8")
        assert shown_text(kept) == shown_text(svg), "run: python -m tests.test_tour"
        assert not same_rich or kept == svg, "run: python -m tests.test_tour"
        assert ElementTree.fromstring(kept).tag.endswith("svg")
        assert "http" not in kept.replace("http://www.w3.org/2000/svg", "")


def rewrite() -> None:
    page = TOUR.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        for match, real in list(blocks(page, Path(folder), color=False)):
            page = page.replace(match["session"], real, 1)
    TOUR.write_text(page, encoding="utf-8")
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for name, svg in pictures(page, Path(folder)).items():
            (PICTURES / name).write_text(svg, encoding="utf-8")
    sys.stdout.write(f"wrote {TOUR.relative_to(REPOSITORY)} and {len(list(PICTURES.iterdir()))} pictures\n")


if __name__ == "__main__":
    rewrite()
