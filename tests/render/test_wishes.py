r"""The options of ``\pset``: each can be set, told of and put back; what is no option or no value is refused."""

from __future__ import annotations

import pytest

from ledgershell.errors import UsageError
from ledgershell.render.formats import FORMATS
from ledgershell.render.options import RenderOptions
from ledgershell.render.wishes import WISHES, shown, told, wish
from tests.locations import REPOSITORY


def test_every_option_takes_each_of_its_values_and_says_so() -> None:
    for entry in WISHES.values():
        for value in entry.values or ("7",) if entry.read("7") is not None else entry.values or (";",):
            options = wish(RenderOptions(), entry.name, value)
            assert shown(options, entry.name) == value
            assert told(options, entry.name).endswith(".")


def test_every_option_names_a_field_and_no_field_twice() -> None:
    fields = [entry.field for entry in WISHES.values()]
    assert set(fields) <= set(RenderOptions._fields)
    assert len(set(fields)) == len(fields)


def test_without_a_value_a_switch_is_turned_and_the_rest_is_put_back() -> None:
    options = wish(RenderOptions(), "footer")
    assert not options.footer
    assert wish(options, "footer").footer
    options = wish(wish(options, "title", "Owners"), "border", "0")
    assert (options.title, options.border) == ("Owners", 0)
    options = wish(wish(options, "title"), "border")
    assert (options.title, options.border) == ("", None)
    assert wish(RenderOptions(), "expanded").expanded == "on"
    assert wish(wish(RenderOptions(), "expanded", "auto"), "expanded").expanded == "off"


def test_tuples_only_takes_the_header_away() -> None:
    options = wish(RenderOptions(), "t", "on")
    assert not options.header
    assert told(options, "tuples_only") == "Tuples only is on."
    assert wish(options, "tuples_only").header


def test_a_misspelt_option_gets_a_candidate_and_a_far_one_the_list() -> None:
    with pytest.raises(UsageError) as caught:
        wish(RenderOptions(), "bordr", "1")
    assert (caught.value.code, caught.value.hint) == ("LS-FORMAT-002", "did you mean border?")
    with pytest.raises(UsageError) as caught:
        wish(RenderOptions(), "numericlocale\x1b", "on")
    assert "\x1b" not in caught.value.message
    assert "tuples_only" in (caught.value.hint or "")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("border", "3"),
        ("border", "-1"),
        ("footer", "perhaps"),
        ("linestyle", "wavy"),
        ("csv_fieldsep", ";;"),
        ("csv_fieldsep", '"'),
        ("null", "\x1b[31m"),
        ("max_rows", "9" * 30),
        ("theme", "pink"),
        ("tuples_only", ""),
    ],
)
def test_a_value_that_is_none_is_refused_with_what_there_is(name: str, value: str) -> None:
    with pytest.raises(UsageError) as caught:
        wish(RenderOptions(), name, value)
    assert caught.value.code == "LS-FORMAT-003"
    assert "\x1b" not in caught.value.message
    assert (caught.value.hint or "").startswith("it is ")


def test_the_page_about_output_names_every_option_and_format() -> None:
    page = (REPOSITORY / "docs" / "output.md").read_text(encoding="utf-8")
    for name in (*WISHES, *FORMATS):
        assert f"`{name}`" in page or name in ("auto", "plan"), name
