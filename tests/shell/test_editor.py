r"""``\e``: statements in an editor, which here is a little program."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from ledgershell.commands.editor import editor_command
from tests.commands.talk import Talk
from tests.shell.test_keyboard import CTRL_D, ENTER, Typist, typist  # noqa: F401 - a fixture

CTRL_X_CTRL_E = "\x18\x05"
CTRL_U = "\x15"


def editor(talk: Talk, program: str, variable: str = "EDITOR") -> None:
    """An editor that does ``program`` with the text ``t`` in the file ``p``, whose mode is ``m``."""
    start = (
        "import os, pathlib, sys; p = pathlib.Path(sys.argv[1]); t = p.read_text(); m = oct(p.stat().st_mode)[-3:]; "
    )
    path = talk.write("an editor.py", start + program)
    talk.environment.variables[variable] = f"{sys.executable} '{path}'"  # type: ignore[index]


def test_what_comes_back_stands_at_the_prompt_and_enter_runs_it(typist: Typist) -> None:  # noqa: F811
    editor(typist.talk, "p.write_text(t.replace('1', '2') + ';\\n')")
    assert typist("SELECT VALUE 1", ENTER, "FROM <<0>>", ENTER, "\\e", ENTER, ENTER, CTRL_D) == ["2"]


def test_the_last_statement_where_none_is_typed(typist: Typist) -> None:  # noqa: F811
    editor(typist.talk, "p.write_text('SELECT VALUE 3 FROM <<0>>; -- ' + t)")
    assert typist("SELECT VALUE 1 FROM <<0>>;", ENTER, "\\e", ENTER, ENTER, CTRL_D) == ["1", "3"]


def test_ctrl_x_ctrl_e_while_typing(typist: Typist) -> None:  # noqa: F811
    editor(typist.talk, "p.write_text(t.strip() + ' FROM <<0>>;')", "LEDGERSHELL_EDITOR")
    assert typist("SELECT VALUE 1", CTRL_X_CTRL_E, ENTER, CTRL_D) == ["1"]


def test_nothing_changes_when_the_editor_fails(typist: Typist) -> None:  # noqa: F811
    editor(typist.talk, "p.write_text('DROP TABLE t;'); sys.exit(3)")
    assert typist("SELECT VALUE 1", ENTER, "\\e", ENTER, " FROM <<0>>;", ENTER, CTRL_D) == ["1"]
    assert "ended with 3" in typist.talk.said
    assert typist("SELECT VALUE 2", CTRL_X_CTRL_E, " FROM <<0>>;", ENTER, CTRL_D)[-1] == "2"


def test_an_editor_that_is_not_there(typist: Typist) -> None:  # noqa: F811
    typist.talk.environment.variables["VISUAL"] = "/no/such/editor --wait"  # type: ignore[index]
    typist("SELECT 1", CTRL_X_CTRL_E, CTRL_U, CTRL_D)
    assert "/no/such/editor could not be run" in typist.talk.said


def test_variables_are_edited_as_they_were_typed(typist: Typist) -> None:  # noqa: F811
    editor(typist.talk, "p.write_text(t.replace(':x', ':y').strip() + ';')")
    keys = ("\\set x 1", ENTER, "\\set y 2", ENTER, "SELECT VALUE :x FROM <<0>>", ENTER, "\\e", ENTER, ENTER, CTRL_D)
    assert typist(*keys) == ["2"]


def test_only_its_owner_may_read_the_file_which_is_gone_afterwards(typist: Typist, tmp_path: Path) -> None:  # noqa: F811
    editor(typist.talk, f"pathlib.Path({str(tmp_path / 'seen')!r}).write_text(m + ' ' + str(p))")
    typist("SELECT 1", CTRL_X_CTRL_E, CTRL_U, CTRL_D)
    mode, _, path = (tmp_path / "seen").read_text().partition(" ")
    assert mode == "600"
    assert not Path(path).exists()


def test_scripts_and_safe_ones_have_no_editor(typist: Typist) -> None:  # noqa: F811
    typist.talk.conversation.interactive = False
    typist.talk("SELECT 1\n\\e\n")
    assert "LS-CLI-018" in typist.talk.said
    typist.talk.conversation.safe = True
    typist.talk("SELECT 1\n\\e\n")
    assert "LS-CLI-015" in typist.talk.said


@pytest.mark.parametrize(
    ("variables", "command"),
    [
        ({}, ["vi"]),
        ({"EDITOR": "nano"}, ["nano"]),
        ({"EDITOR": "nano", "VISUAL": "code --wait"}, ["code", "--wait"]),
        ({"VISUAL": "code", "LEDGERSHELL_EDITOR": "'an editor'"}, ["an editor"]),
        ({"EDITOR": "it's"}, ["it's"]),
    ],
)
def test_which_editor(tmp_path: Path, variables: dict[str, str], command: list[str]) -> None:
    talk = Talk(tmp_path)
    talk.environment.variables = variables
    assert editor_command(talk.conversation) == command
    talk.close()
