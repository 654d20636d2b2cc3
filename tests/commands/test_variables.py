r"""Variables: the script's own are free, those that steer the program are checked."""

from __future__ import annotations

import pytest

from ledgershell.commands.variables import SETTINGS, Variables
from ledgershell.errors import UsageError


def test_a_script_stops_at_errors_unless_somebody_types() -> None:
    assert Variables().on("ON_ERROR_STOP")
    assert not Variables(interactive=True).on("ON_ERROR_STOP")


def test_what_is_unset_goes_back_to_its_default() -> None:
    variables = Variables()
    variables.set("ON_ERROR_STOP", "off")
    variables.set("mine", "1")
    assert (variables.on("ON_ERROR_STOP"), variables.get("mine")) == (False, "1")
    variables.unset("ON_ERROR_STOP")
    variables.unset("mine")
    variables.unset("never_set")
    assert (variables.on("ON_ERROR_STOP"), variables.get("mine")) == (True, None)


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("QUIET", "yes", "on"),
        ("QUIET", "", "on"),
        ("QUIET", "0", "off"),
        ("ECHO", "ALL", "all"),
        ("BATCH", "500", "500"),
        ("SYNTAX_STYLE", "Terminal", "terminal"),
        ("SYNTAX_STYLE", "Solarized-Dark", "solarized-dark"),
        ("anything", " as it is ", " as it is "),
    ],
)
def test_values_are_kept_in_their_canonical_spelling(name: str, value: str, kept: str) -> None:
    variables = Variables()
    variables.set(name, value)
    assert variables.get(name) == kept


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("QUIET", "perhaps"),
        ("ECHO", "loud"),
        ("BATCH", "-1"),
        ("BATCH", "10001"),
        ("BATCH", "9" * 5000),
        ("BATCH", "٣"),
        ("SYNTAX_STYLE", ""),
        ("SYNTAX_STYLE", "_mapping"),
        ("a-b", "1"),
        ("", "1"),
        ("naïve", "1"),
    ],
)
def test_bad_names_and_values_are_refused(name: str, value: str) -> None:
    variables = Variables()
    with pytest.raises(UsageError) as raised:
        variables.set(name, value)
    assert raised.value.code == "LS-CLI-006"
    assert raised.value.hint


def test_every_setting_has_a_default_that_it_accepts() -> None:
    variables = Variables()
    for name in SETTINGS:
        default = variables.get(name)
        assert default is not None
        variables.set(name, default)
        assert variables.get(name) == default
