r"""A style of Pygments for what is typed: ``\set SYNTAX_STYLE monokai``."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.document import Document
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from ledgershell.errors import UsageError
from ledgershell.shell.configuration import Configuration, apply_configuration
from ledgershell.shell.highlighting import CLASSES, TOOLBAR, StatementLexer, style
from ledgershell.shell.interruption import Termination
from ledgershell.shell.repl import Repl
from ledgershell.shell.syntax_styles import style_names
from tests.commands.talk import Talk


@pytest.fixture
def talk(tmp_path: Path) -> Iterator[Talk]:
    talk = Talk(tmp_path)
    talk.stdout.terminal = talk.stderr.terminal = True
    talk.environment.variables = {**talk.environment.variables, "NO_COLOR": ""}
    talk.conversation.interactive = True
    yield talk
    talk.close()


def colour_at_the_prompt(talk: Talk, typed: str) -> str:
    """The colour of SELECT at the prompt that follows what was typed; a plus if it is bold."""
    with create_pipe_input() as keyboard:
        keyboard.send_text(typed + "\x04")
        with create_app_session(input=keyboard, output=DummyOutput()):
            repl = Repl(talk.conversation, talk.runner, Termination())
            repl.run()
    session = repl.prompt.session
    assert session.lexer is not None
    [(classes, text, *_), *_] = session.lexer.lex_document(Document("SELECT 1"))(0)
    assert text == "SELECT"
    attributes = session.app.renderer.style.get_attrs_for_style_str(classes)
    return f"{attributes.color}{'+' if attributes.bold else ''}"


def test_it_counts_from_the_next_prompt_on_and_back(talk: Talk) -> None:
    assert colour_at_the_prompt(talk, "") == "ansiblue+"
    assert colour_at_the_prompt(talk, "\\set SYNTAX_STYLE monokai\r") == "66d9ef"
    assert colour_at_the_prompt(talk, "\\set SYNTAX_STYLE solarized-dark\r") == "859900"
    assert colour_at_the_prompt(talk, "\\unset SYNTAX_STYLE\r") == "ansiblue+"


def test_where_no_colour_is_wanted_it_changes_nothing(talk: Talk) -> None:
    talk.conversation.output.wish("plain", "on")
    assert colour_at_the_prompt(talk, "\\set SYNTAX_STYLE monokai\r") == ""
    talk.conversation.output.wish("plain", "off")
    for variables in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        talk.environment.variables = variables
        assert colour_at_the_prompt(talk, "\r") == ""


def test_without_colour_nothing_is_bold_underlined_or_italic() -> None:
    bare = style(color=False)
    for name in (*TOOLBAR, *CLASSES.values()):
        attributes = bare.get_attrs_for_style_str(name if name.startswith("class:") else f"class:{name}")
        shape = (attributes.bold, attributes.underline, attributes.italic, attributes.reverse)
        assert not any(shape), name
        assert attributes.color == "", name


def test_it_can_be_set_for_good(talk: Talk) -> None:
    apply_configuration(talk.conversation, Configuration("config.toml", variables=(("SYNTAX_STYLE", "monokai"),)))
    assert colour_at_the_prompt(talk, "") == "66d9ef"
    with pytest.raises(UsageError) as raised:
        apply_configuration(talk.conversation, Configuration("config.toml", variables=(("SYNTAX_STYLE", "nrod"),)))
    assert "'nrod' is no value for SYNTAX_STYLE" in raised.value.message
    assert raised.value.hint == "did you mean nord? (-X starts without it)"


def test_an_unknown_style_is_told_with_what_may_have_been_meant(talk: Talk) -> None:
    assert colour_at_the_prompt(talk, "\\set SYNTAX_STYLE monokay\r") == "ansiblue+"
    assert "LS-CLI-006" in talk.said
    assert "'monokay' is no value for SYNTAX_STYLE" in talk.said
    assert "did you mean monokai?" in talk.said


def test_each_kind_of_token_has_its_class_and_open_brackets_keep_their_mark() -> None:
    line = StatementLexer("monokai").lex_document(Document("SELECT ('a'"))
    assert [(fragment[0], fragment[1]) for fragment in line(0)] == [
        ("class:pygments.keyword", "SELECT"),
        ("", " "),
        ("class:code.open", "("),
        ("class:pygments.literal.string", "'a'"),
    ]
    plain, monokai = (style(name).get_attrs_for_style_str("class:code.open") for name in ("terminal", "monokai"))
    assert plain == monokai


@pytest.mark.parametrize("name", style_names())
def test_every_style_that_is_installed_can_be_had(name: str) -> None:
    ours = style().get_attrs_for_style_str("class:bottom-toolbar.text")
    assert style(name).get_attrs_for_style_str("class:bottom-toolbar.text") == ours
    assert style(name).get_attrs_for_style_str("class:pygments.keyword").color is not None


def test_without_a_style_pygments_is_not_imported() -> None:
    script = (
        "import sys\n"
        "from prompt_toolkit.document import Document\n"
        "from ledgershell.shell import prompting, repl\n"
        "from ledgershell.shell.highlighting import StatementLexer, style\n"
        "style(), StatementLexer().lex_document(Document('SELECT 1'))(0)\n"
        "print(sorted(name for name in sys.modules if name.startswith('pygments')))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "[]\n"
