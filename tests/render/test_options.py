"""What a renderer is told about where it writes; the footer; the registry; and what is not imported."""

from __future__ import annotations

import io
import subprocess
import sys

import pytest

from ledgershell.environment import DemoClock, DemoIdentifiers, Environment
from ledgershell.errors import UsageError
from ledgershell.render.footer import Timing, footer
from ledgershell.render.formats import FORMATS, format_named
from ledgershell.render.options import options_for
from tests.locations import REPOSITORY


class Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


class Latin(Terminal):
    encoding = "ISO-8859-1"


def world(stdout: io.StringIO, **variables: str) -> Environment:
    return Environment(
        DemoClock(),
        DemoIdentifiers("x"),
        stdin=io.StringIO(),
        stdout=stdout,
        stderr=Terminal(),
        variables=variables,
        read_terminal_size=lambda: (97, 30),
    )


def test_a_pipe_has_no_width_and_no_colour() -> None:
    environment = world(io.StringIO())
    options = options_for(environment, environment.stdout)
    assert (options.terminal, options.color) == (False, False)


def test_a_terminal_has_its_width_and_colour() -> None:
    environment = world(Terminal())
    options = options_for(environment, environment.stdout)
    assert (options.terminal, options.color, options.width, options.unicode) == (True, True, 97, True)


@pytest.mark.parametrize("variables", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_color_and_dumb_terminals(variables: dict[str, str]) -> None:
    environment = world(Terminal(), **variables)
    assert not options_for(environment, environment.stdout).color
    assert not options_for(environment, environment.stderr).color
    assert options_for(environment, environment.stdout).terminal


def test_colour_can_be_forced_into_a_pipe() -> None:
    environment = world(io.StringIO(), CLICOLOR_FORCE="1")
    assert options_for(environment, environment.stdout).color


def test_an_encoding_without_box_characters() -> None:
    environment = world(Latin())
    assert not options_for(environment, environment.stdout).unicode


def test_the_footer_has_qldbs_words() -> None:
    assert footer(3, Timing(1, 12.4, 34.0)) == "3 documents in bag (read-ios: 1, server-time: 12ms, total-time: 34ms)"
    assert footer(1, Timing(0, 0.2, 0.9)) == "1 document in bag (read-ios: 0, server-time: 0ms, total-time: 1ms)"
    assert footer(0) == "0 documents in bag"


def test_an_unknown_format_is_an_error_that_names_the_known_ones() -> None:
    with pytest.raises(UsageError) as caught:
        format_named("xml\x1b")
    assert caught.value.code == "LS-FORMAT-001"
    assert "\x1b" not in caught.value.message
    assert "ion-lines" in (caught.value.hint or "")


def test_the_registry_has_the_formats_of_the_manual() -> None:
    asked_for = ["ion", "ion-lines", "ion-binary", "json", "jsonl", "csv", "tsv", "table", "vertical", "markdown"]
    assert set(asked_for) <= set(FORMATS)
    assert [entry.name for entry in FORMATS.values() if entry.binary] == ["ion-binary"]
    assert all(entry.name == name and entry.summary for name, entry in FORMATS.items())


@pytest.mark.parametrize("name", [name for name, entry in FORMATS.items() if not entry.binary and name != "plan"])
def test_a_pipe_never_imports_rich(name: str) -> None:
    program = f"""
import io, sys
from ledgershell.ion.values import Struct
from ledgershell.errors import ParseError, Span
from ledgershell.render.diagnostic import diagnostic_text
from ledgershell.render.formats import format_named, render
from ledgershell.render.options import RenderOptions
render([Struct([("a", 1), ("b", "x")])], format_named({name!r}).make(io.StringIO(), RenderOptions(table="T")))
diagnostic_text(ParseError("LS-ION-001", "x", span=Span(0, 1), text="x"))
heavy = {{"rich", "prompt_toolkit", "pygments", "sqlite_utils", "click", "lark", "dataclasses", "inspect", "tempfile"}}
print(sorted(heavy & set(sys.modules)))
"""
    done = subprocess.run(
        [sys.executable, "-S", "-c", program], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
