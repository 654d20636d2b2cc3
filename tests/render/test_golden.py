"""One result with every type in it, in every format, against files that a person has read.

To accept a change: ``LEDGERSHELL_UPDATE_GOLDEN=1 python -m pytest tests/render/test_golden.py``, then read the diff.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ledgershell.render.options import RenderOptions
from tests.render.samples import ALL_TYPES, COLOR, PIPE, TERMINAL, TEXT_FORMATS, printed

GOLDEN = Path(__file__).parent / "golden"
NARROW_ASCII = TERMINAL._replace(width=60, unicode=False)
CASES = [
    *((name, "pipe", PIPE) for name in TEXT_FORMATS if name != "auto"),
    *((name, "terminal", TERMINAL) for name in ("csv", "table", "vertical", "auto")),
    *((name, "color", COLOR) for name in ("ion", "ion-lines", "table", "vertical")),
    ("table", "ascii", NARROW_ASCII),
]


@pytest.mark.parametrize(("name", "place", "options"), CASES, ids=[f"{name}-{place}" for name, place, _ in CASES])
def test_output_is_as_it_was_read(name: str, place: str, options: RenderOptions) -> None:
    path = GOLDEN / f"{name}.{place}.txt"
    output = printed(ALL_TYPES, name, options)
    if os.environ.get("LEDGERSHELL_UPDATE_GOLDEN") == "1":
        path.write_bytes(output.encode())
    assert output == path.read_bytes().decode()
