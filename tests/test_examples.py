"""Every example prints what stands beside it, byte for byte, and nothing it prints was written into its script."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ledgershell.shell.golden import transcript
from tests.locations import REPOSITORY

EXAMPLES = sorted((REPOSITORY / "examples").glob("*/*.pql"))
HASH = re.compile(r"\{\{[0-9A-Za-z+/]{43}=\}\}")
IDENTIFIER = re.compile(r'"[0-9A-Za-z]{22}"')


@pytest.mark.parametrize("script", EXAMPLES, ids=lambda script: script.stem)
def test_an_example_prints_what_stands_beside_it(script: Path) -> None:
    expected = script.with_suffix(".out").read_text(encoding="utf-8")
    assert transcript(script) == expected


@pytest.mark.parametrize("script", EXAMPLES, ids=lambda script: script.stem)
def test_no_hash_and_no_identifier_is_written_into_an_example(script: Path) -> None:
    text = script.read_text(encoding="utf-8")
    assert not HASH.search(text)
    assert not IDENTIFIER.search(text)


def test_there_are_the_examples_that_the_documentation_names() -> None:
    assert {script.parent.name for script in EXAMPLES} >= {
        "account-ledger",
        "employee-changes",
        "orders",
        "vehicle-registration",
    }
