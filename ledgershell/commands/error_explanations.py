"""What brings each error about, and what to do: read from ``error_explanations.json`` beside this file.

``{CODE: {"cause", "remedy", "example"}}``; an example is a statement or meta-command that ends in this error in an
empty ledger.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from ledgershell.static_typing import NamedTuple


class Explanation(NamedTuple):
    """``cause`` and ``remedy`` in sentences; ``example`` may be empty."""

    cause: str
    remedy: str
    example: str = ""


@cache
def explanations() -> Mapping[str, Explanation]:
    """By code, all codes there are."""
    text = files("ledgershell.commands").joinpath("error_explanations.json").read_text(encoding="utf-8")
    return MappingProxyType({code: Explanation(**fields) for code, fields in json.loads(text).items()})
