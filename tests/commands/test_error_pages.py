r"""Each error code has its page, and each example on it ends in that error."""

from __future__ import annotations

import pytest

from ledgershell.commands.error_explanations import explanations
from ledgershell.commands.error_pages import FAMILIES, document, family_of, page_lines
from ledgershell.errors import ERROR_CODES
from tests.commands.talk import Talk
from tests.locations import REPOSITORY

EXAMPLES = {code: each.example for code, each in explanations().items() if each.example}


def test_every_code_is_explained() -> None:
    missing = [code for code in ERROR_CODES if code not in explanations()]
    assert missing == [], "explain them in ledgershell/commands/error_explanations.json"
    assert [code for code in explanations() if code not in ERROR_CODES] == []
    assert {family_of(code) for code in ERROR_CODES} == {prefix for prefix, _ in FAMILIES}


@pytest.mark.parametrize("code", ERROR_CODES)
def test_a_page_tells_cause_and_remedy_in_sentences(code: str) -> None:
    explained = explanations()[code]
    for text in (explained.cause, explained.remedy):
        assert text == text.strip()
        assert text.endswith(".")
    shown = page_lines(code)
    assert shown[0] == f"{code}: {ERROR_CODES[code]}."
    assert max(map(len, shown)) <= 110


@pytest.mark.parametrize("code", EXAMPLES)
def test_an_example_ends_in_its_error(talk: Talk, code: str) -> None:
    talk(EXAMPLES[code])
    assert f"error {code}: " in talk.said


def test_the_page_is_what_the_tables_make() -> None:
    page = (REPOSITORY / "docs" / "errors.md").read_text(encoding="utf-8")
    assert page == document(), "run: python -m ledgershell.commands.error_pages > docs/errors.md"
    assert all(f"### {code}\n" in page for code in ERROR_CODES)
