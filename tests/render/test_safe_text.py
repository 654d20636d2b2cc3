"""Text on a screen: nothing invisible or out of place, letters and emoji as people write them, and known widths."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgershell.render.safe_text import clipped, display_width, is_safe, padded, visible

ZWJ = "\u200d"


@pytest.mark.parametrize(
    "text",
    [
        "Zürich, naïve, Ελλάδα, Москва",
        "می\u200cخواهم",  # Persian, with the joiner that its spelling wants
        "क\u094d\u200dष",  # Devanagari
        f"👩{ZWJ}👩{ZWJ}👧",
        f"❤\ufe0f{ZWJ}🔥 1\ufe0f\u20e3 🇩🇪 👍🏽",
        "葛\U000e0100",  # a variant of a Han character
        "e\u0301 =\u0338 が",
    ],
)
def test_what_people_write_stays_as_they_write_it(text: str) -> None:
    assert is_safe(text)
    assert visible(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"pay{ZWJ}pal", r"pay\u200dpal"),
        (f"a{ZWJ}", r"a\u200d"),
        (f"👩{ZWJ}", r"👩\u200d"),
        ("admin\ufe0f", r"admin\ufe0f"),
        ("\u0301x", r"\u0301x"),
        ("'\u0338", r"'\u0338"),
        ("\u064bx", r"\u064bx"),
        ("Z" + "\u0301" * 10, "Z" + "\u0301" * 8 + r"\u0301\u0301"),
        ("\u3164 \u2800 \u115f", r"\u3164 \u2800 \u115f"),
        ("a\u202egnp.exe", r"a\u202egnp.exe"),
        ("\ud83d!", r"\ud83d!"),
        ("\x1b]0;x\x07", r"\x1b]0;x\x07"),
    ],
)
def test_what_hides_reorders_or_sits_where_it_should_not_is_shown_as_its_escape(text: str, shown: str) -> None:
    assert not is_safe(text)
    assert visible(text) == shown


@given(st.text())
def test_safe_is_what_is_visible_as_it_is(text: str) -> None:
    assert is_safe(text) == (visible(text) == text)
    assert is_safe(visible(text))


@pytest.mark.parametrize(
    ("text", "width"),
    [("abc", 3), ("日本", 4), ("e\u0301", 1), (f"👩{ZWJ}👩{ZWJ}👧", 2), ("❤\ufe0f", 2), ("🇩🇪", 2), ("한", 2), ("ｱ", 1)],
)
def test_widths_are_those_of_terminals(text: str, width: int) -> None:
    assert display_width(text) == width


@given(
    st.text(st.sampled_from("ab日é1👍🏽🇩🇪❤") | st.sampled_from(["\u200d", "\ufe0f", "\u0301", "한", "ก", "म"])),
    st.integers(1, 30),
)
def test_clipped_text_fits_and_begins_as_the_text_does(text: str, width: int) -> None:
    shown = clipped(visible(text), width)
    assert display_width(shown) <= width
    if shown != visible(text):
        assert visible(text).startswith(shown[:-1])
        following = visible(text)[len(shown) - 1]
        assert unicodedata.category(following) not in ("Mn", "Me"), "a letter keeps its marks"
    assert display_width(padded(shown, width)) == width
